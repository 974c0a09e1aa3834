"""Lending and the books: products, applications, decisions, collections, fees, gifts, counts."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SCHEDULE = "a schedule is never changed"
QUEUE = "poor,near_poor,hardship,never,waiting"

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def added_to_clubs() -> list[sa.Column[Any]]:
    """Return the settings that a club has from now on; a column belongs to one table only."""
    return [
        sa.Column("cap_bp", sa.Integer(), nullable=False, server_default="2000"),
        sa.Column("fee", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("fee_free", sa.String(), nullable=False, server_default="poor"),
        sa.Column("queue_rule", sa.String(), nullable=False, server_default=QUEUE),
        sa.Column("bank_account", sa.String(), nullable=False, server_default=""),
    ]


def upgrade() -> None:
    """What lending and the books need; schedules have versions, as extensions make new ones."""
    op.create_table(
        "closed_months",
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("signed_by", BIG, nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", BIG, nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["members.id"], name=op.f("fk_closed_months_agreed_by")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_closed_months_club_id")),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["members.id"], name=op.f("fk_closed_months_signed_by")
        ),
        sa.PrimaryKeyConstraint("club_id", "month", name=op.f("pk_closed_months")),
    )
    op.create_table(
        "collections",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("opened_by", BIG, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("counted_by", BIG, nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("agreed_by", BIG, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["members.id"], name=op.f("fk_collections_agreed_by")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_collections_club_id")),
        sa.ForeignKeyConstraint(
            ["counted_by"], ["members.id"], name=op.f("fk_collections_counted_by")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["members.id"], name=op.f("fk_collections_opened_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collections")),
    )
    op.create_index(
        "uq_collections_open",
        "collections",
        ["club_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('open', 'counted')"),
        postgresql_where=sa.text("status IN ('open', 'counted')"),
    )
    op.create_table(
        "products",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("conditions", JSON, nullable=False),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("periods", JSON, nullable=False),
        sa.Column("owed_at_most", sa.BigInteger(), nullable=False),
        sa.Column("second_loan", sa.Boolean(), nullable=False),
        sa.Column("made_by", BIG, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follows_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_products_club_id")),
        sa.ForeignKeyConstraint(["made_by"], ["members.id"], name=op.f("fk_products_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    op.create_index("ix_products_club_id", "products", ["club_id"], unique=False)
    op.create_table(
        "readings",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_readings_club_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_readings_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
    )
    op.create_index("ix_readings_club_id", "readings", ["club_id", "at"], unique=False)
    op.create_table(
        "resolutions",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", BIG, nullable=False),
        sa.Column("concerns_id", BIG, nullable=True),
        sa.Column("details", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", BIG, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("meeting", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["members.id"], name=op.f("fk_resolutions_asked_by")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_resolutions_club_id")),
        sa.ForeignKeyConstraint(
            ["concerns_id"], ["members.id"], name=op.f("fk_resolutions_concerns_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolutions")),
        sa.UniqueConstraint("club_id", "origin", name=op.f("uq_resolutions_club_id_origin")),
    )
    op.create_index(
        "ix_resolutions_pending",
        "resolutions",
        ["club_id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_resolutions_subject", "resolutions", ["club_id", "kind", "subject_id"], unique=False
    )
    op.create_table(
        "cash_counts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("holder_id", BIG, nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("funds", JSON, nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("notes", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("counted_by", BIG, nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("agreed_by", BIG, nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objection", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("transaction_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["members.id"], name=op.f("fk_cash_counts_agreed_by")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_cash_counts_club_id")),
        sa.ForeignKeyConstraint(
            ["counted_by"], ["members.id"], name=op.f("fk_cash_counts_counted_by")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["members.id"], name=op.f("fk_cash_counts_holder_id")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_cash_counts_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_counts")),
        sa.UniqueConstraint("club_id", "origin", name=op.f("uq_cash_counts_club_id_origin")),
    )
    op.create_index(
        "ix_cash_counts_counted_on", "cash_counts", ["club_id", "counted_on"], unique=False
    )
    op.create_index(
        "uq_cash_counts_pending",
        "cash_counts",
        ["club_id", "holder_id"],
        unique=True,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "evidence",
        sa.Column("transaction_id", BIG, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_evidence_transaction_id")
        ),
        sa.PrimaryKeyConstraint("transaction_id", "file", name=op.f("pk_evidence")),
    )
    op.create_table(
        "fee_months",
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("transaction_id", BIG, nullable=True),
        sa.Column("waived_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_fee_months_club_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_fee_months_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_fee_months_transaction_id")
        ),
        sa.ForeignKeyConstraint(
            ["waived_by"], ["members.id"], name=op.f("fk_fee_months_waived_by")
        ),
        sa.PrimaryKeyConstraint("member_id", "month", name=op.f("pk_fee_months")),
    )
    op.create_index("ix_fee_months_transaction_id", "fee_months", ["transaction_id"], unique=False)
    op.create_table(
        "gifts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("transaction_id", BIG, nullable=True),
        sa.Column("entered_by", BIG, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_gifts_club_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["members.id"], name=op.f("fk_gifts_entered_by")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_gifts_member_id")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_gifts_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gifts")),
    )
    op.create_index("ix_gifts_given_on", "gifts", ["club_id", "given_on"], unique=False)
    op.create_table(
        "votes",
        sa.Column("resolution_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_votes_member_id")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_votes_resolution_id")
        ),
        sa.PrimaryKeyConstraint("resolution_id", "member_id", name=op.f("pk_votes")),
    )
    op.create_table(
        "applications",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("who_else", sa.String(), nullable=False),
        sa.Column("entered_by", BIG, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("resolution_id", BIG, nullable=True),
        sa.Column("loan_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_applications_club_id")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["members.id"], name=op.f("fk_applications_entered_by")
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_applications_loan_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_applications_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_applications_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_applications_resolution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("club_id", "origin", name=op.f("uq_applications_club_id_origin")),
    )
    op.create_index("ix_applications_member_id", "applications", ["member_id"], unique=False)
    op.create_index("ix_applications_status", "applications", ["club_id", "status"], unique=False)
    op.create_table(
        "charges",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("loan_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("entered_by", BIG, nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_charges_club_id")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["members.id"], name=op.f("fk_charges_entered_by")
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_charges_loan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charges")),
    )
    op.create_index("ix_charges_loan_id", "charges", ["loan_id"], unique=False)
    op.create_table(
        "extensions",
        sa.Column("loan_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("penalty", sa.BigInteger(), nullable=False),
        sa.Column("resolution_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_extensions_club_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_extensions_loan_id")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_extensions_resolution_id")
        ),
        sa.PrimaryKeyConstraint("loan_id", "version", name=op.f("pk_extensions")),
    )
    op.create_table(
        "freezes",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("loan_id", BIG, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("resolution_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_freezes_club_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_freezes_loan_id")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_freezes_resolution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freezes")),
    )
    op.create_index("ix_freezes_loan_id", "freezes", ["loan_id"], unique=False)
    op.create_table(
        "collected",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("collection_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("loan_id", BIG, nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("principal_first", sa.Boolean(), nullable=False),
        sa.Column("marked_by", BIG, nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declaration_id", BIG, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("transaction_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collections.id"], name=op.f("fk_collected_collection_id")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declarations.id"], name=op.f("fk_collected_declaration_id")
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_collected_loan_id")),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["members.id"], name=op.f("fk_collected_marked_by")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_collected_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_collected_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collected")),
    )
    op.create_index("ix_collected_collection_id", "collected", ["collection_id"], unique=False)
    op.create_table(
        "handovers",
        sa.Column("application_id", BIG, autoincrement=False, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("giver_id", BIG, nullable=False),
        sa.Column("said_by", BIG, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("witness_id", BIG, nullable=True),
        sa.Column("witness_name", sa.String(), nullable=False),
        sa.Column("witnessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transaction_id", BIG, nullable=True),
        sa.Column("borrower_says", sa.String(), nullable=False),
        sa.Column("borrower_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_handovers_application_id")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_handovers_club_id")),
        sa.ForeignKeyConstraint(["giver_id"], ["members.id"], name=op.f("fk_handovers_giver_id")),
        sa.ForeignKeyConstraint(["said_by"], ["members.id"], name=op.f("fk_handovers_said_by")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_handovers_transaction_id")
        ),
        sa.ForeignKeyConstraint(
            ["witness_id"], ["members.id"], name=op.f("fk_handovers_witness_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_handovers")),
    )
    op.drop_index("ix_postings_transaction_id", "postings")
    op.create_index(
        "ix_postings_transaction_id", "postings", ["transaction_id", "fund", "kind", "amount"]
    )
    for column in added_to_clubs():
        op.add_column("clubs", column)
    for days in (1, 4):
        op.execute(
            "INSERT INTO reminder_times (club_id, kind, days, at) "  # noqa: S608 -- all fixed here
            f"SELECT id, 'loan.decide', {days}, '08:00:00.000000' FROM clubs"
        )
    op.add_column("members", sa.Column("seat", sa.Integer(), nullable=True))
    op.add_column(
        "members", sa.Column("left_because", sa.String(), nullable=False, server_default="")
    )
    op.add_column("loans", sa.Column("conditions", JSON, nullable=False, server_default="{}"))
    op.add_column("loans", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("loans", sa.Column("product_id", BIG, nullable=True))
    op.add_column("loans", sa.Column("board_since", sa.Date(), nullable=True))
    op.add_column("loans", sa.Column("written_off_on", sa.Date(), nullable=True))
    op.add_column(
        "transactions", sa.Column("prepaying", sa.String(), nullable=False, server_default="")
    )
    op.add_column(
        "declarations", sa.Column("prepaying", sa.String(), nullable=False, server_default="")
    )
    _make_instalments_anew(
        "loan_id, 1, number, starts_on, due_on, principal, interest", versions=True
    )


def _make_instalments_anew(columns: str, only: str = "", *, versions: bool) -> None:
    """Make the table again with or without versions: SQLite changes no primary key."""
    op.execute(
        f"CREATE TEMPORARY TABLE kept AS SELECT {columns} FROM instalments {only}"  # noqa: S608 -- fixed names
    )  # the names are fixed
    op.drop_table("instalments")
    version = [sa.Column("version", sa.Integer(), nullable=False)] if versions else []
    key = ["loan_id", *(["version"] if versions else []), "number"]
    op.create_table(
        "instalments",
        sa.Column("loan_id", BIG, nullable=False),
        *version,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name="fk_instalments_loan_id"),
        sa.PrimaryKeyConstraint(*key, name="pk_instalments"),
    )
    op.execute("INSERT INTO instalments SELECT * FROM kept")
    op.drop_table("kept")
    op.create_index("ix_instalments_due_on", "instalments", ["due_on"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, event in {"instalments_keep": "UPDATE", "instalments_stay": "DELETE"}.items():
        does = f"EXECUTE FUNCTION refuse_{name}()"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON instalments WHEN TRUE "
            f"BEGIN SELECT RAISE(ABORT, '{SCHEDULE}'); END"
            if sqlite
            else f"CREATE TRIGGER {name} BEFORE {event} ON instalments FOR EACH ROW {does}"
        )


def downgrade() -> None:
    """Back to loans on their first schedule and repayments alone."""
    op.execute("DELETE FROM reminder_times WHERE kind = 'loan.decide'")
    _make_instalments_anew(
        "loan_id, number, starts_on, due_on, principal, interest",
        "WHERE version = 1",
        versions=False,
    )
    op.drop_index("ix_postings_transaction_id", "postings")
    op.create_index("ix_postings_transaction_id", "postings", ["transaction_id"])
    op.drop_column("declarations", "prepaying")
    op.drop_column("transactions", "prepaying")
    for column in ("written_off_on", "board_since", "product_id", "version", "conditions"):
        op.drop_column("loans", column)
    op.drop_column("members", "left_because")
    op.drop_column("members", "seat")
    for added in reversed(added_to_clubs()):
        op.drop_column("clubs", added.name)
    op.drop_table("handovers")
    op.drop_index("ix_collected_collection_id", table_name="collected")
    op.drop_table("collected")
    op.drop_index("ix_freezes_loan_id", table_name="freezes")
    op.drop_table("freezes")
    op.drop_table("extensions")
    op.drop_index("ix_charges_loan_id", table_name="charges")
    op.drop_table("charges")
    op.drop_index("ix_applications_status", table_name="applications")
    op.drop_index("ix_applications_member_id", table_name="applications")
    op.drop_table("applications")
    op.drop_table("votes")
    op.drop_index("ix_gifts_given_on", table_name="gifts")
    op.drop_table("gifts")
    op.drop_index("ix_fee_months_transaction_id", table_name="fee_months")
    op.drop_table("fee_months")
    op.drop_table("evidence")
    op.drop_index(
        "uq_cash_counts_pending",
        table_name="cash_counts",
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_index("ix_cash_counts_counted_on", table_name="cash_counts")
    op.drop_table("cash_counts")
    op.drop_index("ix_resolutions_subject", table_name="resolutions")
    op.drop_index(
        "ix_resolutions_pending",
        table_name="resolutions",
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.drop_table("resolutions")
    op.drop_index("ix_readings_club_id", table_name="readings")
    op.drop_table("readings")
    op.drop_index("ix_products_club_id", table_name="products")
    op.drop_table("products")
    op.drop_index(
        "uq_collections_open",
        table_name="collections",
        sqlite_where=sa.text("status IN ('open', 'counted')"),
        postgresql_where=sa.text("status IN ('open', 'counted')"),
    )
    op.drop_table("collections")
    op.drop_table("closed_months")
