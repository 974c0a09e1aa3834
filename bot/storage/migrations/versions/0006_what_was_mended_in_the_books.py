"""A fee for each month, charges that are waived, gifts in kind that are taken back."""

import sqlalchemy as sa
from alembic import op

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FREE = "poor"

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The fee that a club asks for now was in force from the beginning."""
    op.create_table(
        "fee_rates",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("free", sa.String(), nullable=False),
        sa.Column("set_by", BIG, nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_fee_rates_club_id")),
        sa.ForeignKeyConstraint(["set_by"], ["members.id"], name=op.f("fk_fee_rates_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_rates")),
    )
    op.create_index("ix_fee_rates_club_id", "fee_rates", ["club_id"])
    op.execute(
        "INSERT INTO fee_rates (club_id, since, amount, free, set_by, set_at) "
        "SELECT id, '1900-01-01', fee, fee_free, NULL, made_at FROM clubs WHERE fee > 0"
    )
    op.execute(
        "INSERT INTO reminder_times (club_id, kind, days, at) "
        "SELECT id, 'collection.sheet', -1, '18:00:00.000000' FROM clubs"
    )
    op.drop_column("clubs", "fee_free")
    op.drop_column("clubs", "fee")
    op.add_column(
        "charges", sa.Column("waived", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.add_column("gifts", sa.Column("takes_back_id", BIG, nullable=True))
    op.create_index("uq_gifts_takes_back_id", "gifts", ["takes_back_id"], unique=True)
    op.add_column(
        "collected", sa.Column("prepaying", sa.String(), nullable=False, server_default="")
    )
    op.add_column("collections", sa.Column("counts_from", sa.Date(), nullable=True))
    op.create_index("ix_collections_status", "collections", ["club_id", "status"])
    op.create_index("ix_handovers_transaction_id", "handovers", ["club_id", "transaction_id"])
    op.create_table(
        "handings",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("giver_id", BIG, nullable=False),
        sa.Column("taker_id", BIG, nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transaction_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_handings_club_id")),
        sa.ForeignKeyConstraint(["giver_id"], ["members.id"], name=op.f("fk_handings_giver_id")),
        sa.ForeignKeyConstraint(["taker_id"], ["members.id"], name=op.f("fk_handings_taker_id")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_handings_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handings")),
        sa.UniqueConstraint("club_id", "origin", name=op.f("uq_handings_club_id_origin")),
    )
    op.create_index(
        "ix_handings_pending",
        "handings",
        ["club_id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )


def downgrade() -> None:
    """Back to one fee for all months: the one in force. What was settled stays settled."""
    _bring_lists_back()
    op.drop_index("ix_handovers_transaction_id", "handovers")
    op.drop_index("ix_collections_status", "collections")
    op.drop_index(
        "ix_handings_pending",
        table_name="handings",
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_table("handings")
    op.drop_column("collections", "counts_from")
    op.drop_column("collected", "prepaying")
    op.execute("DELETE FROM reminder_times WHERE kind = 'collection.sheet'")
    op.drop_index("uq_gifts_takes_back_id", "gifts")
    op.execute(
        "DELETE FROM gifts WHERE takes_back_id IS NOT NULL "
        "OR id IN (SELECT takes_back_id FROM gifts)"
    )
    op.drop_column("gifts", "takes_back_id")
    op.execute("DELETE FROM charges WHERE waived > 0 AND waived = amount")
    op.execute("UPDATE charges SET amount = amount - waived")
    op.drop_column("charges", "waived")
    op.add_column("clubs", sa.Column("fee", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("clubs", sa.Column("fee_free", sa.String(), nullable=False, server_default=FREE))
    for column in ("amount", "free"):
        name = {"amount": "fee", "free": "fee_free"}[column]
        op.execute(
            f"UPDATE clubs SET {name} = (SELECT {column} FROM fee_rates "  # noqa: S608 -- fixed
            "WHERE fee_rates.club_id = clubs.id AND fee_rates.since <= CURRENT_DATE "
            "ORDER BY fee_rates.id DESC LIMIT 1) "
            "WHERE id IN (SELECT club_id FROM fee_rates WHERE since <= CURRENT_DATE)"
        )
    _put_last("queue_rule", "poor,near_poor,hardship,never,waiting")
    _put_last("bank_account", "")
    op.drop_index("ix_fee_rates_club_id", "fee_rates")
    op.drop_table("fee_rates")


def _bring_lists_back() -> None:
    """Open the lists that were put by: a club has one at a time again."""
    crowded = op.get_bind().scalars(
        sa.text(
            "SELECT club_id FROM collections WHERE status IN ('open', 'counted', 'put_by') "
            "GROUP BY club_id HAVING count(*) > 1 ORDER BY club_id"
        )
    )
    if clubs := ", ".join(str(club) for club in crowded):
        raise ValueError(
            "These clubs have several lists of money that are not closed, and before 0006 there "
            f"is one at a time: {clubs}. Let their officers close or drop all but one of them "
            "first. Nothing was changed."
        )
    op.execute(
        "UPDATE collections SET status = CASE WHEN counted IS NULL THEN 'open' ELSE 'counted' END "
        "WHERE status = 'put_by'"
    )


def _put_last(name: str, default: str) -> None:
    """Make a column of the clubs the last one, where it was before the fee was taken out."""
    op.execute(f"ALTER TABLE clubs RENAME COLUMN {name} TO kept")
    op.add_column("clubs", sa.Column(name, sa.String(), nullable=False, server_default=default))
    op.execute(f"UPDATE clubs SET {name} = kept")  # noqa: S608 -- fixed names
    op.drop_column("clubs", "kept")
