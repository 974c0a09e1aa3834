"""Reminders: their hours, meetings, quiet times, notices of the board, and who passes them on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
USUAL = {
    "repay": (-3, 0, 3, 7, 14),
    "repay.board": (21,),
    "meeting": (-7, -1),
    "declaration.old": (1,),
    "declaration.forgotten": (3,),
    "cash.count": (0,),
    "month.report": (0,),
}
EVENING = {"cash.count"}

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What reminding needs; every club begins with the usual days and hours."""
    op.create_table(
        "reminder_times",
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_reminder_times_club_id")),
        sa.PrimaryKeyConstraint("club_id", "kind", "days", name=op.f("pk_reminder_times")),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("audience", JSON, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("repeats", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("agreed_by", BIG, nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", BIG, nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["members.id"], name=op.f("fk_broadcasts_agreed_by")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_broadcasts_club_id")),
        sa.ForeignKeyConstraint(["made_by"], ["members.id"], name=op.f("fk_broadcasts_made_by")),
        sa.ForeignKeyConstraint(
            ["stopped_by"], ["members.id"], name=op.f("fk_broadcasts_stopped_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index(op.f("ix_broadcasts_club_id"), "broadcasts", ["club_id"], unique=False)
    op.create_index(
        "ix_broadcasts_planned",
        "broadcasts",
        ["send_at"],
        unique=False,
        sqlite_where=sa.text("status = 'planned'"),
        postgresql_where=sa.text("status = 'planned'"),
    )
    op.create_table(
        "errands",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("messenger_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("notice_id", BIG, nullable=True),
        sa.Column("broadcast_id", BIG, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_errands_club_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_errands_member_id")),
        sa.ForeignKeyConstraint(
            ["messenger_id"], ["members.id"], name=op.f("fk_errands_messenger_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errands")),
    )
    op.create_index(op.f("ix_errands_club_id"), "errands", ["club_id"], unique=False)
    op.create_index(op.f("ix_errands_asked_at"), "errands", ["asked_at"], unique=False)
    op.create_table(
        "meeting_rules",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("rule", JSON, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("set_by", BIG, nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_meeting_rules_club_id")),
        sa.ForeignKeyConstraint(["set_by"], ["members.id"], name=op.f("fk_meeting_rules_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_rules")),
    )
    op.create_index(op.f("ix_meeting_rules_club_id"), "meeting_rules", ["club_id"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("moved_because", sa.String(), nullable=False),
        sa.Column("moved_by", BIG, nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("was_on", sa.Date(), nullable=True),
        sa.Column("was_at", sa.Time(), nullable=True),
        sa.Column("was_place", sa.String(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_meetings_club_id")),
        sa.ForeignKeyConstraint(["moved_by"], ["members.id"], name=op.f("fk_meetings_moved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("club_id", "wanted_on", name=op.f("uq_meetings_club_id_wanted_on")),
    )
    op.create_index(op.f("ix_meetings_held_on"), "meetings", ["held_on"], unique=False)
    op.create_table(
        "moved_dues",
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_moved_dues_club_id")),
        sa.PrimaryKeyConstraint("club_id", "from_on", name=op.f("pk_moved_dues")),
    )
    op.create_index(op.f("ix_moved_dues_to_on"), "moved_dues", ["to_on"], unique=False)
    op.create_table(
        "messengers",
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("messenger_id", BIG, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("money", sa.Boolean(), nullable=False),
        sa.Column("set_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_messengers_club_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_messengers_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["messenger_id"], ["members.id"], name=op.f("fk_messengers_messenger_id")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["members.id"], name=op.f("fk_messengers_set_by")),
        sa.PrimaryKeyConstraint("member_id", "messenger_id", name=op.f("pk_messengers")),
    )
    op.create_table(
        "quiets",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("set_by", BIG, nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_quiets_club_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_quiets_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiets")),
    )
    op.create_index(op.f("ix_quiets_member_id"), "quiets", ["member_id"], unique=False)
    op.create_table(
        "broadcast_to",
        sa.Column("broadcast_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("outbox_id", BIG, nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_to_broadcast_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_broadcast_to_member_id")
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "member_id", name=op.f("pk_broadcast_to")),
    )
    op.create_index("ix_broadcast_to_member_id", "broadcast_to", ["member_id"], unique=False)
    op.create_index(op.f("ix_broadcast_to_outbox_id"), "broadcast_to", ["outbox_id"], unique=False)
    op.create_table(
        "meeting_answers",
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_answers_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_meeting_answers_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["fetched_by"], ["members.id"], name=op.f("fk_meeting_answers_fetched_by")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "member_id", name=op.f("pk_meeting_answers")),
    )
    op.add_column(
        "clubs",
        sa.Column("siesta_from", sa.Time(), nullable=False, server_default="11:30:00.000000"),
    )
    op.add_column(
        "clubs",
        sa.Column("siesta_to", sa.Time(), nullable=False, server_default="13:30:00.000000"),
    )
    op.add_column(
        "clubs",
        sa.Column("money_from", sa.Time(), nullable=False, server_default="07:00:00.000000"),
    )
    op.add_column(
        "clubs", sa.Column("money_to", sa.Time(), nullable=False, server_default="19:00:00.000000")
    )
    op.add_column(
        "clubs", sa.Column("lunar_days", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column(
        "clubs", sa.Column("dues_follow", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.drop_index(
        op.f("ix_notices_unsaid"),
        table_name="notices",
        sqlite_where=sa.text("said_at IS NULL AND skipped IS NULL"),
    )
    _notices_of_their_own()
    op.add_column("notices", sa.Column("wait_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("notices", sa.Column("useless_after", sa.DateTime(timezone=True), nullable=True))
    op.add_column("notices", sa.Column("outbox_id", BIG, nullable=True))
    op.create_index(
        "ix_notices_no_phone",
        "notices",
        ["made_at"],
        sqlite_where=sa.text("skipped = 'no phone'"),
        postgresql_where=sa.text("skipped = 'no phone'"),
    )
    op.create_index(
        "ix_notices_unsaid",
        "notices",
        ["recipient_id", "id"],
        unique=False,
        sqlite_where=sa.text("said_at IS NULL AND skipped IS NULL"),
        postgresql_where=sa.text("said_at IS NULL AND skipped IS NULL"),
    )
    op.add_column("outbox", sa.Column("tries", JSON, nullable=False, server_default="[]"))
    op.add_column("outbox", sa.Column("broadcast_id", BIG, nullable=True))
    op.create_index(
        "ix_outbox_broadcast",
        "outbox",
        ["broadcast_id", "status"],
        unique=False,
        sqlite_where=sa.text("broadcast_id IS NOT NULL"),
        postgresql_where=sa.text("broadcast_id IS NOT NULL"),
    )
    op.add_column("web_lines", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_web_lines_changed",
        "web_lines",
        ["address_id", "changed_at"],
        unique=False,
        sqlite_where=sa.text("changed_at IS NOT NULL"),
        postgresql_where=sa.text("changed_at IS NOT NULL"),
    )
    op.add_column(
        "members", sa.Column("volunteer", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("ix_instalments_due_on", "instalments", ["due_on"])
    op.create_index(
        "ix_notices_said",
        "notices",
        ["recipient_id", "said_at"],
        sqlite_where=sa.text("said_at IS NOT NULL"),
        postgresql_where=sa.text("said_at IS NOT NULL"),
    )
    op.create_index("ix_broadcasts_send_at", "broadcasts", ["send_at"])
    _wait_by("done_at IS NULL")
    _done_by("done_at IS NOT NULL")
    for kind, days in USUAL.items():
        at = "19:30:00.000000" if kind in EVENING else "08:00:00.000000"
        for number in days:
            op.execute(
                "INSERT INTO reminder_times (club_id, kind, days, at) "  # noqa: S608
                f"SELECT id, '{kind}', {number}, '{at}' FROM clubs"
            )


def downgrade() -> None:
    """Undo it."""
    _wait_by("status = 'waiting'")
    _done_by(None)
    op.drop_index("ix_broadcasts_send_at", table_name="broadcasts")
    op.drop_index("ix_notices_said", table_name="notices")
    op.drop_index("ix_instalments_due_on", table_name="instalments")
    op.drop_column("members", "volunteer")
    op.drop_index(
        "ix_web_lines_changed",
        table_name="web_lines",
        sqlite_where=sa.text("changed_at IS NOT NULL"),
        postgresql_where=sa.text("changed_at IS NOT NULL"),
    )
    op.drop_column("web_lines", "changed_at")
    op.drop_index(
        "ix_outbox_broadcast",
        table_name="outbox",
        sqlite_where=sa.text("broadcast_id IS NOT NULL"),
        postgresql_where=sa.text("broadcast_id IS NOT NULL"),
    )
    op.drop_column("outbox", "broadcast_id")
    op.drop_column("outbox", "tries")
    op.drop_index(
        "ix_notices_unsaid",
        table_name="notices",
        sqlite_where=sa.text("said_at IS NULL AND skipped IS NULL"),
        postgresql_where=sa.text("said_at IS NULL AND skipped IS NULL"),
    )
    op.drop_index(
        "ix_notices_no_phone",
        table_name="notices",
        sqlite_where=sa.text("skipped = 'no phone'"),
        postgresql_where=sa.text("skipped = 'no phone'"),
    )
    op.drop_column("notices", "outbox_id")
    op.drop_column("notices", "useless_after")
    op.drop_column("notices", "wait_until")
    _notices_of_known_people()
    op.create_index(
        op.f("ix_notices_unsaid"),
        "notices",
        ["id"],
        unique=False,
        sqlite_where=sa.text("said_at IS NULL AND skipped IS NULL"),
        postgresql_where=sa.text("said_at IS NULL AND skipped IS NULL"),
    )
    op.drop_column("clubs", "dues_follow")
    op.drop_column("clubs", "lunar_days")
    op.drop_column("clubs", "money_to")
    op.drop_column("clubs", "money_from")
    op.drop_column("clubs", "siesta_to")
    op.drop_column("clubs", "siesta_from")
    op.drop_table("meeting_answers")
    op.drop_index(op.f("ix_broadcast_to_outbox_id"), table_name="broadcast_to")
    op.drop_index("ix_broadcast_to_member_id", table_name="broadcast_to")
    op.drop_table("broadcast_to")
    op.drop_index(op.f("ix_quiets_member_id"), table_name="quiets")
    op.drop_table("quiets")
    op.drop_table("messengers")
    op.drop_index(op.f("ix_moved_dues_to_on"), table_name="moved_dues")
    op.drop_table("moved_dues")
    op.drop_index(op.f("ix_meetings_held_on"), table_name="meetings")
    op.drop_table("meetings")
    op.drop_index(op.f("ix_meeting_rules_club_id"), table_name="meeting_rules")
    op.drop_table("meeting_rules")
    op.drop_index(op.f("ix_errands_asked_at"), table_name="errands")
    op.drop_index(op.f("ix_errands_club_id"), table_name="errands")
    op.drop_table("errands")
    op.drop_index(op.f("ix_broadcasts_club_id"), table_name="broadcasts")
    op.drop_table("broadcasts")
    op.drop_table("reminder_times")


def _wait_by(condition: str) -> None:
    op.drop_index("ix_outbox_waiting", table_name="outbox")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["lane", "id"],
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def _done_by(condition: str | None) -> None:
    where = sa.text(condition) if condition else None
    op.drop_index("ix_outbox_done_at", table_name="outbox")
    op.create_index(
        "ix_outbox_done_at", "outbox", ["done_at"], sqlite_where=where, postgresql_where=where
    )


def _notices_of_their_own() -> None:
    """Let go of the keys to clubs and members."""
    if op.get_bind().dialect.name == "sqlite":
        _remake_notices()
        return
    op.drop_constraint("fk_notices_club_id", "notices", type_="foreignkey")
    op.drop_constraint("fk_notices_recipient_id", "notices", type_="foreignkey")


def _notices_of_known_people() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _remake_notices(
            sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_notices_club_id")),
            sa.ForeignKeyConstraint(
                ["recipient_id"], ["members.id"], name=op.f("fk_notices_recipient_id")
            ),
        )
        return
    op.create_foreign_key("fk_notices_club_id", "notices", "clubs", ["club_id"], ["id"])
    op.create_foreign_key(
        "fk_notices_recipient_id", "notices", "members", ["recipient_id"], ["id"]
    )


def _remake_notices(*keys: sa.ForeignKeyConstraint) -> None:
    """Make the table anew, with its rows: SQLite cannot change what a table refers to."""
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM notices")
    op.drop_table("notices")
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
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "kind",
            "subject_id",
            "due_on",
            "recipient_id",
            name=op.f("uq_notices_kind_subject_id_due_on_recipient_id"),
        ),
    )
    op.execute("INSERT INTO notices SELECT * FROM kept")
    op.drop_table("kept")
