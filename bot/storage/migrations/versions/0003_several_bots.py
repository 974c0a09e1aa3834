"""Bots on several platforms, their files, and joining codes that serve once on each."""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A bot's pace, what platforms keep of files, where a code was used."""
    op.create_table(
        "bots",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("next_slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("introduced", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "bot", name="pk_bots"),
    )
    op.create_table(
        "sent_files",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["name"], ["files.name"], name="fk_sent_files_name", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("name", "platform", "bot", name="pk_sent_files"),
    )
    op.create_table(
        "code_uses",
        sa.Column("code_id", BIG, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["joining_codes.id"], name="fk_code_uses_code_id"),
        sa.PrimaryKeyConstraint("code_id", "platform", name="pk_code_uses"),
    )
    op.execute(
        "INSERT INTO code_uses (code_id, platform, at) "
        "SELECT id, 'web', used_at FROM joining_codes WHERE used_at IS NOT NULL"
    )


def downgrade() -> None:
    """Back to one platform."""
    for table in ("code_uses", "sent_files", "bots"):
        op.drop_table(table)
