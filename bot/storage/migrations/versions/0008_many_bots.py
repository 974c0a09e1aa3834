"""Many bots in one installation: their tokens, their plans, and the phone that somebody chose."""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every bot that is known serves all clubs, and goes on as before."""
    op.add_column("bots", sa.Column("club_id", BIG, nullable=True))
    op.add_column("bots", sa.Column("name", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "bots", sa.Column("served", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("bots", sa.Column("most_people", sa.Integer(), nullable=True))
    op.add_column("bots", sa.Column("most_messages", sa.Integer(), nullable=True))
    op.add_column("bots", sa.Column("held_lane", sa.Integer(), nullable=True))
    op.add_column("bots", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("bots", sa.Column("trouble", sa.String(), nullable=False, server_default=""))
    op.add_column("bots", sa.Column("trouble_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "bots", sa.Column("mute", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "tokens",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["platform", "bot"], ["bots.platform", "bots.bot"], name=op.f("fk_tokens_platform_bot")
        ),
        sa.PrimaryKeyConstraint("platform", "bot", name=op.f("pk_tokens")),
    )
    op.create_table(
        "bot_months",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "bot", "month", name=op.f("pk_bot_months")),
    )
    op.add_column(
        "addresses", sa.Column("unreadable", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "links", sa.Column("chosen", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_column("links", "chosen")
    op.drop_column("addresses", "unreadable")
    op.drop_table("bot_months")
    op.drop_table("tokens")
    for name in (
        "mute",
        "trouble_at",
        "trouble",
        "held_until",
        "held_lane",
        "most_messages",
        "most_people",
        "served",
        "name",
        "club_id",
    ):
        op.drop_column("bots", name)
