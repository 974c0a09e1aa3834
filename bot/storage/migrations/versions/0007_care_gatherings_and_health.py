"""Home care, what a meeting was, what was measured, the eight areas and the signed reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
REMINDERS = (
    ("visit.tomorrow", -1, "18:00"),
    ("visit.requested", 0, "08:00"),
    ("visit.swap", -1, "19:30"),
    ("visit.today", 0, "06:30"),
    ("visit.asked", 0, "18:00"),
    ("visit.unwritten", 1, "13:30"),
    ("visit.missed", 1, "18:00"),
    ("labour.helped", 1, "08:00"),
)


def upgrade() -> None:
    """Add the tables; clubs remind of visits from then on."""
    _add_care()
    _add_gatherings()
    for kind, days, at in REMINDERS:
        op.execute(
            f"INSERT INTO reminder_times (club_id, kind, days, at) SELECT id, '{kind}', {days}, "  # noqa: S608 -- all fixed here
            f"'{at}:00.000000' FROM clubs"
        )


def downgrade() -> None:
    """Undo it."""
    op.execute("DELETE FROM reminder_times WHERE kind LIKE 'visit.%' OR kind LIKE 'labour.%'")
    _drop_gatherings()
    _drop_care()


def _add_care() -> None:
    op.create_table(
        "recipients",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("village_name", sa.String(), nullable=False),
        sa.Column("hamlet", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("emergency_phone", sa.String(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("weekly", sa.Integer(), nullable=False),
        sa.Column("photos", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_recipients_club_id")),
        sa.ForeignKeyConstraint(["made_by"], ["members.id"], name=op.f("fk_recipients_made_by")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_recipients_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
    )
    op.create_index(op.f("ix_recipients_club_id"), "recipients", ["club_id"], unique=False)
    op.create_index(
        "uq_recipients_member_id",
        "recipients",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "rotas",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", BIG, nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_rotas_club_id")),
        sa.ForeignKeyConstraint(["made_by"], ["members.id"], name=op.f("fk_rotas_made_by")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["members.id"], name=op.f("fk_rotas_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotas")),
    )
    op.create_index(op.f("ix_rotas_club_id"), "rotas", ["club_id"], unique=False)
    op.create_index(
        "uq_rotas_unpublished",
        "rotas",
        ["club_id"],
        unique=True,
        sqlite_where=sa.text("published_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.create_table(
        "volunteer_away",
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_volunteer_away_club_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_volunteer_away_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "from_on", name=op.f("pk_volunteer_away")),
    )
    op.create_table(
        "volunteer_limits",
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("weekly", sa.Integer(), nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["club_id"], ["clubs.id"], name=op.f("fk_volunteer_limits_club_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_volunteer_limits_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_volunteer_limits")),
    )
    op.create_table(
        "volunteer_pairs",
        sa.Column("first_id", BIG, nullable=False),
        sa.Column("second_id", BIG, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["club_id"], ["clubs.id"], name=op.f("fk_volunteer_pairs_club_id")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["members.id"], name=op.f("fk_volunteer_pairs_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["members.id"], name=op.f("fk_volunteer_pairs_second_id")
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_volunteer_pairs")),
    )
    op.create_index(
        op.f("ix_volunteer_pairs_club_id"), "volunteer_pairs", ["club_id"], unique=False
    )
    op.create_table(
        "volunteer_times",
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["club_id"], ["clubs.id"], name=op.f("fk_volunteer_times_club_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_volunteer_times_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "weekday", "part", name=op.f("pk_volunteer_times")),
    )
    op.create_table(
        "needs",
        sa.Column("recipient_id", BIG, nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_needs_recipient_id")
        ),
        sa.PrimaryKeyConstraint("recipient_id", "need", name=op.f("pk_needs")),
    )
    op.create_table(
        "relatives",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("recipient_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("sees", sa.Boolean(), nullable=False),
        sa.Column("is_warned", sa.Boolean(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by", BIG, nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address_id", BIG, nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_relatives_address_id")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_relatives_club_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_relatives_member_id")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["members.id"], name=op.f("fk_relatives_noted_by")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_relatives_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relatives")),
        sa.UniqueConstraint("code", name=op.f("uq_relatives_code")),
    )
    op.create_index("ix_relatives_address_id", "relatives", ["address_id"], unique=False)
    op.create_index(op.f("ix_relatives_recipient_id"), "relatives", ["recipient_id"], unique=False)
    op.create_table(
        "shifts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("rota_id", BIG, nullable=True),
        sa.Column("recipient_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_shifts_club_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_shifts_recipient_id")
        ),
        sa.ForeignKeyConstraint(["rota_id"], ["rotas.id"], name=op.f("fk_shifts_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    op.create_index(op.f("ix_shifts_day"), "shifts", ["day"], unique=False)
    op.create_index("ix_shifts_club_id_day", "shifts", ["club_id", "day"], unique=False)
    op.create_index("ix_shifts_recipient_id_day", "shifts", ["recipient_id", "day"], unique=False)
    op.create_index(op.f("ix_shifts_rota_id"), "shifts", ["rota_id"], unique=False)
    op.create_table(
        "wished_times",
        sa.Column("recipient_id", BIG, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_wished_times_recipient_id")
        ),
        sa.PrimaryKeyConstraint("recipient_id", "weekday", "part", name=op.f("pk_wished_times")),
    )
    op.create_table(
        "shift_volunteers",
        sa.Column("shift_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_shift_volunteers_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_shift_volunteers_shift_id")
        ),
        sa.PrimaryKeyConstraint("shift_id", "member_id", name=op.f("pk_shift_volunteers")),
    )
    op.create_index(
        "ix_shift_volunteers_member_id", "shift_volunteers", ["member_id"], unique=False
    )
    op.create_table(
        "swaps",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("shift_id", BIG, nullable=False),
        sa.Column("asked_by", BIG, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", BIG, nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["members.id"], name=op.f("fk_swaps_asked_by")),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_swaps_club_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_swaps_shift_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["members.id"], name=op.f("fk_swaps_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swaps")),
    )
    op.create_index(op.f("ix_swaps_shift_id"), "swaps", ["shift_id"], unique=False)
    op.create_index(
        "uq_swaps_open",
        "swaps",
        ["shift_id", "asked_by"],
        unique=True,
        sqlite_where=sa.text("taken_at IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("taken_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "swap_asked",
        sa.Column("swap_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_swap_asked_member_id")
        ),
        sa.ForeignKeyConstraint(["swap_id"], ["swaps.id"], name=op.f("fk_swap_asked_swap_id")),
        sa.PrimaryKeyConstraint("swap_id", "member_id", name=op.f("pk_swap_asked")),
    )
    op.create_index("ix_swap_asked_member_id", "swap_asked", ["member_id"], unique=False)
    op.create_table(
        "visits",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("recipient_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shift_id", BIG, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("entered_by", BIG, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_visits_club_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["members.id"], name=op.f("fk_visits_entered_by")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_visits_recipient_id")
        ),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_visits_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint(
            "recipient_id", "day", "number", name=op.f("uq_visits_recipient_id_day_number")
        ),
    )
    op.create_index(op.f("ix_visits_club_id"), "visits", ["club_id"], unique=False)
    op.create_index(op.f("ix_visits_day"), "visits", ["day"], unique=False)
    op.create_index(op.f("ix_visits_shift_id"), "visits", ["shift_id"], unique=False)
    op.create_table(
        "thanks",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("visit_id", BIG, nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_thanks_club_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_thanks_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sa.UniqueConstraint("visit_id", "said_by", name=op.f("uq_thanks_visit_id_said_by")),
    )
    op.create_index(op.f("ix_thanks_club_id"), "thanks", ["club_id"], unique=False)
    op.create_table(
        "visit_requests",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("recipient_id", BIG, nullable=True),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("relative_id", BIG, nullable=True),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", BIG, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shift_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["members.id"], name=op.f("fk_visit_requests_answered_by")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_visit_requests_club_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_visit_requests_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["recipients.id"], name=op.f("fk_visit_requests_recipient_id")
        ),
        sa.ForeignKeyConstraint(
            ["relative_id"], ["relatives.id"], name=op.f("fk_visit_requests_relative_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_visit_requests_shift_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_requests")),
        sa.UniqueConstraint("origin", name=op.f("uq_visit_requests_origin")),
    )
    op.create_index(op.f("ix_visit_requests_club_id"), "visit_requests", ["club_id"], unique=False)
    op.create_table(
        "visit_tasks",
        sa.Column("visit_id", BIG, nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_tasks_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "task", name=op.f("pk_visit_tasks")),
    )
    op.create_table(
        "visitors",
        sa.Column("visit_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_visitors_member_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visitors_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "member_id", name=op.f("pk_visitors")),
    )
    op.create_index("ix_visitors_member_id", "visitors", ["member_id"], unique=False)


def _add_gatherings() -> None:
    op.create_table(
        "activities",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("entered_by", BIG, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_activities_club_id")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["members.id"], name=op.f("fk_activities_entered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index(op.f("ix_activities_club_id"), "activities", ["club_id"], unique=False)
    op.create_index(op.f("ix_activities_day"), "activities", ["day"], unique=False)
    op.create_table(
        "labour_days",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("hands", sa.Integer(), nullable=False),
        sa.Column("entered_by", BIG, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_labour_days_club_id")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["members.id"], name=op.f("fk_labour_days_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_labour_days_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_days")),
    )
    op.create_index(op.f("ix_labour_days_club_id"), "labour_days", ["club_id"], unique=False)
    op.create_table(
        "measurements",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", BIG, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_measurements_club_id")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["members.id"], name=op.f("fk_measurements_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_measurements_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurements")),
        sa.UniqueConstraint(
            "member_id", "day", "number", name=op.f("uq_measurements_member_id_day_number")
        ),
    )
    op.create_index(op.f("ix_measurements_club_id"), "measurements", ["club_id"], unique=False)
    op.create_table(
        "month_reports",
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("amended_by", BIG, nullable=True),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", BIG, nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["amended_by"], ["members.id"], name=op.f("fk_month_reports_amended_by")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_month_reports_club_id")),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["members.id"], name=op.f("fk_month_reports_signed_by")
        ),
        sa.PrimaryKeyConstraint("club_id", "month", name=op.f("pk_month_reports")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("written_by", BIG, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_decisions_club_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["members.id"], name=op.f("fk_decisions_written_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_decisions_meeting_id_number")),
    )
    op.create_table(
        "labour_swaps",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("asked_id", BIG, nullable=False),
        sa.Column("helper_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entered_by", BIG, nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fell_through_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_id"], ["labour_days.id"], name=op.f("fk_labour_swaps_asked_id")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_labour_swaps_club_id")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["members.id"], name=op.f("fk_labour_swaps_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["helper_id"], ["members.id"], name=op.f("fk_labour_swaps_helper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_swaps")),
    )
    op.create_index(op.f("ix_labour_swaps_asked_id"), "labour_swaps", ["asked_id"], unique=False)
    op.create_index(op.f("ix_labour_swaps_club_id"), "labour_swaps", ["club_id"], unique=False)
    op.create_index(op.f("ix_labour_swaps_day"), "labour_swaps", ["day"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("talk", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("led_by", BIG, nullable=True),
        sa.Column("written_by", BIG, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", BIG, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("addenda", JSON, nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["members.id"], name=op.f("fk_minutes_closed_by")),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_minutes_club_id")),
        sa.ForeignKeyConstraint(["led_by"], ["members.id"], name=op.f("fk_minutes_led_by")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["members.id"], name=op.f("fk_minutes_written_by")
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_minutes")),
    )
    op.create_table(
        "present",
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_present_meeting_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_present_member_id")),
        sa.PrimaryKeyConstraint("meeting_id", "member_id", name=op.f("pk_present")),
    )
    op.create_table(
        "roll_calls",
        sa.Column("meeting_id", BIG, nullable=False),
        sa.Column("club_id", BIG, nullable=False),
        sa.Column("called_by", BIG, nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("guests", JSON, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["called_by"], ["members.id"], name=op.f("fk_roll_calls_called_by")
        ),
        sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=op.f("fk_roll_calls_club_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_roll_calls_meeting_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_roll_calls")),
    )


def _drop_gatherings() -> None:
    op.drop_table("roll_calls")
    op.drop_table("present")
    op.drop_table("minutes")
    op.drop_index(op.f("ix_labour_swaps_day"), table_name="labour_swaps")
    op.drop_index(op.f("ix_labour_swaps_club_id"), table_name="labour_swaps")
    op.drop_index(op.f("ix_labour_swaps_asked_id"), table_name="labour_swaps")
    op.drop_table("labour_swaps")
    op.drop_table("decisions")
    op.drop_table("month_reports")
    op.drop_index(op.f("ix_measurements_club_id"), table_name="measurements")
    op.drop_table("measurements")
    op.drop_index(op.f("ix_labour_days_club_id"), table_name="labour_days")
    op.drop_table("labour_days")
    op.drop_index(op.f("ix_activities_day"), table_name="activities")
    op.drop_index(op.f("ix_activities_club_id"), table_name="activities")
    op.drop_table("activities")


def _drop_care() -> None:
    op.drop_index("ix_visitors_member_id", table_name="visitors")
    op.drop_table("visitors")
    op.drop_table("visit_tasks")
    op.drop_index(op.f("ix_visit_requests_club_id"), table_name="visit_requests")
    op.drop_table("visit_requests")
    op.drop_index(op.f("ix_thanks_club_id"), table_name="thanks")
    op.drop_table("thanks")
    op.drop_index(op.f("ix_visits_shift_id"), table_name="visits")
    op.drop_index(op.f("ix_visits_day"), table_name="visits")
    op.drop_index(op.f("ix_visits_club_id"), table_name="visits")
    op.drop_table("visits")
    op.drop_index("ix_swap_asked_member_id", table_name="swap_asked")
    op.drop_table("swap_asked")
    op.drop_index(
        "uq_swaps_open",
        table_name="swaps",
        sqlite_where=sa.text("taken_at IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("taken_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.drop_index(op.f("ix_swaps_shift_id"), table_name="swaps")
    op.drop_table("swaps")
    op.drop_index("ix_shift_volunteers_member_id", table_name="shift_volunteers")
    op.drop_table("shift_volunteers")
    op.drop_table("wished_times")
    op.drop_index(op.f("ix_shifts_rota_id"), table_name="shifts")
    op.drop_index("ix_shifts_recipient_id_day", table_name="shifts")
    op.drop_index("ix_shifts_club_id_day", table_name="shifts")
    op.drop_index(op.f("ix_shifts_day"), table_name="shifts")
    op.drop_table("shifts")
    op.drop_index(op.f("ix_relatives_recipient_id"), table_name="relatives")
    op.drop_index("ix_relatives_address_id", table_name="relatives")
    op.drop_table("relatives")
    op.drop_table("needs")
    op.drop_table("volunteer_times")
    op.drop_index(op.f("ix_volunteer_pairs_club_id"), table_name="volunteer_pairs")
    op.drop_table("volunteer_pairs")
    op.drop_table("volunteer_limits")
    op.drop_table("volunteer_away")
    op.drop_index(
        "uq_rotas_unpublished",
        table_name="rotas",
        sqlite_where=sa.text("published_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.drop_index(op.f("ix_rotas_club_id"), table_name="rotas")
    op.drop_table("rotas")
    op.drop_index(
        "uq_recipients_member_id",
        table_name="recipients",
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_index(op.f("ix_recipients_club_id"), table_name="recipients")
    op.drop_table("recipients")
