"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

TABLES = [
    "web_lines",
    "slips",
    "questions",
    "postings",
    "outbox",
    "offers",
    "links",
    "instalments",
    "heard",
    "declarations",
    "corrections",
    "consents",
    "cases",
    "agreements",
    "transactions",
    "roles",
    "notices",
    "loans",
    "joining_codes",
    "addresses",
    "members",
    "slip_counters",
    "households",
    "ticks",
    "files",
    "clubs",
]

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "clubs",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hamlet", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("interest_to_income_bp", sa.Integer(), nullable=False),
        sa.Column("rate_label", sa.String(), nullable=False),
        sa.Column("wakes_at", sa.Time(), nullable=False),
        sa.Column("sleeps_at", sa.Time(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clubs")),
        sa.UniqueConstraint("key", name=op.f("uq_clubs_key")),
    )
    op.create_table(
        "files",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("club_id", BIG, nullable=True),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_files")),
    )
    op.create_index("ix_files_expires_at", "files", ["expires_at"], unique=False)
    op.create_table(
        "ticks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ticks")),
    )
    op.create_table(
        "households",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("hardship", sa.String(), nullable=False),
        sa.Column("hardship_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_households_club_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("club_id", "label", name=op.f("uq_households_club_id_label")),
    )
    op.create_table(
        "slip_counters",
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_slip_counters_club_id")),
        sa.PrimaryKeyConstraint("club_id", "fund", "kind", "year", name=op.f("pk_slip_counters")),
    )
    op.create_table(
        "members",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("household_id", BIG, nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("village_name", sa.String(), nullable=False),
        sa.Column("hamlet", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("fees_paid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_members_club_id")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_members_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("club_id", "number", name=op.f("uq_members_club_id_number")),
    )
    op.create_table(
        "addresses",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("speaker_id", BIG, nullable=True),
        sa.Column("speaker_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unreachable_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["members.id"], name=op.f("fk_addresses_speaker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
        sa.UniqueConstraint(
            "platform", "bot", "chat", name=op.f("uq_addresses_platform_bot_chat")
        ),
    )
    op.create_table(
        "joining_codes",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("made_by", BIG, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_joining_codes_club_id")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["members.id"], name=op.f("fk_joining_codes_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_joining_codes_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_joining_codes_code")),
    )
    op.create_index("ix_joining_codes_member_id", "joining_codes", ["member_id"], unique=False)
    op.create_table(
        "loans",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("opened_with", sa.BigInteger(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("paid_out_on", sa.Date(), nullable=True),
        sa.Column("interest_paid_to", sa.Date(), nullable=False),
        sa.Column("above_cap", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_loans_club_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_loans_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loans")),
        sa.UniqueConstraint("club_id", "number", name=op.f("uq_loans_club_id_number")),
    )
    op.create_index("ix_loans_member_id", "loans", ["member_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", BIG, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recipient_id", BIG, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_notices_club_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["members.id"], name=op.f("fk_notices_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "kind",
            "subject_id",
            "due_on",
            "recipient_id",
            name=op.f("uq_notices_kind_subject_id_due_on_recipient_id"),
        ),
    )
    op.create_index(
        "ix_notices_unsaid",
        "notices",
        ["id"],
        unique=False,
        sqlite_where=sa.text("said_at IS NULL AND skipped IS NULL"),
        postgresql_where=sa.text("said_at IS NULL AND skipped IS NULL"),
    )
    op.create_table(
        "roles",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_roles_club_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_roles_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint(
            "member_id", "role", "from_on", name=op.f("uq_roles_member_id_role_from_on")
        ),
    )
    op.create_index("ix_roles_club_id", "roles", ["club_id"], unique=False)
    op.create_table(
        "transactions",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("value_day", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", BIG, nullable=True),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("reverses_id", BIG, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'posted')", name=op.f("ck_transactions_status")),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_transactions_club_id")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["members.id"], name=op.f("fk_transactions_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_transactions_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["transactions.id"], name=op.f("fk_transactions_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions")),
        sa.UniqueConstraint("club_id", "origin", name=op.f("uq_transactions_club_id_origin")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_transactions_reverses_id")),
    )
    op.create_index("ix_transactions_day", "transactions", ["club_id", "value_day"], unique=False)
    op.create_index("ix_transactions_member_id", "transactions", ["member_id"], unique=False)
    op.create_table(
        "agreements",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("transaction_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_agreements_club_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_agreements_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_agreements_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint(
            "transaction_id", "member_id", name=op.f("uq_agreements_transaction_id_member_id")
        ),
    )
    op.create_table(
        "cases",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("transaction_id", BIG, nullable=True),
        sa.Column("declaration_id", BIG, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", BIG, nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", BIG, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_cases_club_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_cases_member_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["members.id"], name=op.f("fk_cases_officer_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["members.id"], name=op.f("fk_cases_settled_by")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_cases_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index(
        "ix_cases_open",
        "cases",
        ["club_id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "consents",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_consents_address_id")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_consents_club_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_consents_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_member_id", "consents", ["member_id", "purpose"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("transaction_id", BIG, nullable=False),
        sa.Column("asked_by", BIG, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversal_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["members.id"], name=op.f("fk_corrections_asked_by")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_corrections_club_id")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["members.id"], name=op.f("fk_corrections_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["reversal_id"], ["transactions.id"], name=op.f("fk_corrections_reversal_id")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_corrections_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(
        "uq_corrections_pending",
        "corrections",
        ["transaction_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'refused'"),
        postgresql_where=sa.text("status <> 'refused'"),
    )
    op.create_table(
        "declarations",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("loan_id", BIG, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("principal_first", sa.Boolean(), nullable=False),
        sa.Column("given_to", sa.String(), nullable=False),
        sa.Column("given_to_id", BIG, nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transaction_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_declarations_address_id")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_declarations_club_id")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["members.id"], name=op.f("fk_declarations_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["given_to_id"], ["members.id"], name=op.f("fk_declarations_given_to_id")
        ),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_declarations_loan_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_declarations_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_declarations_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
        sa.UniqueConstraint("club_id", "origin", name=op.f("uq_declarations_club_id_origin")),
    )
    op.create_index(
        "ix_declarations_pending",
        "declarations",
        ["member_id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "heard",
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_heard_address_id")
        ),
        sa.PrimaryKeyConstraint("address_id", "message", name=op.f("pk_heard")),
    )
    op.create_index("ix_heard_at", "heard", ["at"], unique=False)
    op.create_table(
        "instalments",
        sa.Column("loan_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_instalments_loan_id")),
        sa.PrimaryKeyConstraint("loan_id", "number", name=op.f("pk_instalments")),
    )
    op.create_table(
        "links",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_links_address_id")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_links_club_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_links_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index("ix_links_member_id", "links", ["member_id"], unique=False)
    op.create_index(
        "uq_links_live",
        "links",
        ["address_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "offers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_label", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_offers_address_id")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_offers_club_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_offers_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_offers_open",
        "offers",
        ["address_id"],
        unique=False,
        sqlite_where=sa.text("used_at IS NULL"),
        postgresql_where=sa.text("used_at IS NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=True),
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("useless_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("platform_message", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_outbox_address_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_done_at", "outbox", ["done_at"], unique=False)
    op.create_index(
        "ix_outbox_order",
        "outbox",
        ["address_id", "lane", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "postings",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("transaction_id", BIG, nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("holder_id", BIG, nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("loan_id", BIG, nullable=True),
        sa.Column("part", sa.String(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_postings_amount")),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_postings_club_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_postings_loan_id")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_postings_transaction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    op.create_index("ix_postings_account", "postings", ["club_id", "fund", "kind"], unique=False)
    op.create_index(
        "ix_postings_loan_id",
        "postings",
        ["loan_id"],
        unique=False,
        sqlite_where=sa.text("loan_id IS NOT NULL"),
        postgresql_where=sa.text("loan_id IS NOT NULL"),
    )
    op.create_index("ix_postings_transaction_id", "postings", ["transaction_id"], unique=False)
    op.create_table(
        "questions",
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_questions_address_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_questions_member_id")
        ),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_questions")),
    )
    op.create_table(
        "slips",
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("transaction_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_slips_club_id")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_slips_transaction_id")
        ),
        sa.PrimaryKeyConstraint(
            "club_id", "fund", "kind", "year", "number", name=op.f("pk_slips")
        ),
        sa.UniqueConstraint("transaction_id", "fund", name=op.f("uq_slips_transaction_id_fund")),
    )
    op.create_table(
        "web_lines",
        sa.Column("address_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_web_lines_address_id")
        ),
        sa.PrimaryKeyConstraint("address_id", "number", name=op.f("pk_web_lines")),
    )
    op.create_index("ix_web_lines_at", "web_lines", ["at"], unique=False)


def downgrade() -> None:
    """Undo it."""
    for table in TABLES:
        op.drop_table(table)
