"""What is due is a query, and planned once, however often and by how many, early or late."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, select, text, update

from bot.reminders.kinds import KINDS, kind_of
from bot.reminders.planning import plan
from bot.storage import reminder_times
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.reminder_times import ReminderTime
from tests.reminded import DUE, at, kinds, lent, planned
from tests.village import Village

EVERY_STAGE = ["repay-3", "repay+0", "repay+3", "repay+7", "repay+14"]


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa pays on 10 December 2026."""
    return await lent(database)


async def plan_at(village: Village, *moments: str) -> list[str]:
    for moment in moments:
        await plan(village.database, at(moment))
    return await kinds(village)


async def test_each_stage_is_planned_once_at_its_hour(club: Village) -> None:
    made: dict[tuple[str, int], datetime] = {}
    for day in range(6, 32):
        for hour in ("07:59", "08:00", "08:01"):
            await plan(club.database, at(f"2026-12-{day:02} {hour}"))
    async with club.database.read() as db:
        of_money = t.Notice.kind.startswith("repay")
        for row in await db.execute(select(t.Notice).where(of_money)):
            made[row.kind, row.recipient_id] = row.made_at
    hoa, minh, tu = (club.ids[one] for one in ("hoa", "minh", "tu"))
    assert made == {
        ("repay-3", hoa): at("2026-12-07 08:00"),
        ("repay+0", hoa): at("2026-12-10 08:00"),
        ("repay+3", hoa): at("2026-12-13 08:00"),
        ("repay+7", hoa): at("2026-12-17 08:00"),
        ("repay+14", hoa): at("2026-12-24 08:00"),
        ("repay.board", minh): at("2026-12-31 08:00"),
        ("repay.board", tu): at("2026-12-31 08:00"),
    }


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("2026-12-07 07:59", []),
        ("2026-12-07 08:00", ["repay-3"]),
        ("2026-12-10 07:59", ["repay-3"]),
        ("2026-12-10 08:00", ["repay+0"]),
        ("2026-12-12 23:59", ["repay+0"]),
        ("2026-12-13 00:00", ["repay+0"]),
        ("2026-12-16 12:00", ["repay+3"]),
        ("2026-12-23 08:00", ["repay+7"]),
        ("2026-12-30 08:00", ["repay+14"]),
        ("2026-12-31 08:00", ["repay.board", "repay.board"]),
        ("2027-01-09 08:00", ["repay-3", "repay.board", "repay.board"]),  # and the next one's
    ],
)
async def test_a_late_planner_plans_the_stage_that_still_matters(
    club: Village, first: str, expected: list[str]
) -> None:
    assert sorted(await plan_at(club, first)) == sorted(expected)


async def test_days_of_downtime_leave_out_what_they_made_useless(club: Village) -> None:
    assert await plan_at(club, "2026-12-07 08:00", "2026-12-20 03:00") == ["repay-3", "repay+7"]


async def test_what_was_long_ago_when_planning_began_again_is_left_out(club: Village) -> None:
    await plan_at(club, "2026-12-01 08:00", "2027-03-15 08:00")
    assert all(due_on > date(2027, 2, 1) for _kind, due_on, _who in await planned(club))


@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        (date(2027, 1, 31), ["2027-01-28", "2027-01-31", "2027-02-03", "2027-02-07"]),
        (date(2028, 2, 29), ["2028-02-26", "2028-02-29", "2028-03-03", "2028-03-07"]),
        (date(2026, 12, 31), ["2026-12-28", "2026-12-31", "2027-01-03", "2027-01-07"]),
        (date(2027, 2, 6), ["2027-02-03", "2027-02-06", "2027-02-09", "2027-02-13"]),  # Tết
    ],
)
async def test_days_are_counted_over_the_ends_of_months_and_years(
    club: Village, due_on: date, days: list[str]
) -> None:
    await club.lend("minh", starts_on=due_on - timedelta(days=30), first_due=due_on, periods=1)
    for on, stage in zip(days, EVERY_STAGE, strict=False):
        before = await planned(club)
        await plan_at(club, f"{on} 07:59")
        mine = [one for one in await planned(club) if one[1:] == (due_on, "minh")]
        assert (stage, due_on, "minh") not in mine
        await plan_at(club, f"{on} 08:00")
        assert (stage, due_on, "minh") in set(await planned(club)) - set(before)


async def test_before_the_club_wakes_means_the_evening_before(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.ReminderTime).values(at=time(5)))
    assert await plan_at(club, "2026-12-06 17:59") == []
    assert await plan_at(club, "2026-12-06 18:00") == ["repay-3"]
    assert await plan_at(club, "2026-12-09 17:59", "2026-12-09 18:00") == ["repay-3", "repay+0"]
    assert await plan_at(club, "2026-12-10 05:00", "2026-12-10 08:00") == ["repay-3", "repay+0"]


async def test_each_club_has_its_own_days_hours_and_clock(club: Village) -> None:
    york = Village(club.database)
    await york.found(key="york", zone="America/New_York")
    await york.join("eva", "Eva")
    await york.lend("eva")
    async with club.database.write() as db:
        await reminder_times.put(
            db, york.club, ReminderTime(kind="repay", days=-5, at=time(9, 30))
        )
        await reminder_times.take_away(db, york.club, "repay", -3)
    club.ids |= york.ids
    assert await plan_at(club, "2026-12-05 21:29") == []  # 9:29 in New York
    await plan_at(club, "2026-12-05 21:30")
    assert await planned(club) == [("repay-5", DUE, "eva")]
    await plan_at(club, "2026-12-07 08:00", "2026-12-07 21:30")
    assert await planned(club) == [("repay-5", DUE, "eva"), ("repay-3", DUE, "hoa")]


async def test_a_stage_that_a_club_leaves_out_holds_up_no_other(club: Village) -> None:
    async with club.database.write() as db:
        await reminder_times.take_away(db, club.club, "repay", 3)
        await reminder_times.take_away(db, club.club, "repay", 0)
    await plan_at(club, *(f"2026-12-{day} 08:00" for day in range(11, 25)))
    assert await kinds(club) == ["repay+7", "repay+14"]


async def test_a_moved_due_day_is_another_notice(club: Village) -> None:
    await plan_at(club, "2026-12-07 08:00")
    async with club.database.write() as db:
        mine = t.Notice.kind == "repay-3"
        await db.execute(update(t.Notice).where(mine).values(due_on=date(2026, 12, 8)))
    await plan_at(club, "2026-12-07 08:01")
    assert await planned(club) == [
        ("repay-3", date(2026, 12, 8), "hoa"),
        ("repay-3", DUE, "hoa"),
    ]


async def test_what_is_paid_off_is_not_planned(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Loan).values(closed_on=date(2026, 12, 1)))
    assert await plan_at(club, "2026-12-10 08:00") == []


async def test_who_borrowed_is_not_told_as_the_board(club: Village) -> None:
    await club.lend("minh")
    await plan_at(club, "2026-12-31 08:00")
    board = [(kind, who) for kind, _due, who in await planned(club)]
    assert sorted(board) == [("repay.board", who) for who in ("minh", "tu", "tu")]


async def test_many_planners_at_once_write_it_once(club: Village) -> None:
    other = Database(club.database.url)
    both = (club.database, other) * 3
    for moment in ("2026-12-10 08:00", "2026-12-31 08:00"):
        await asyncio.gather(*(plan(one, at(moment)) for one in both))
    await other.close()
    assert sorted(await kinds(club)) == ["repay+0", "repay.board", "repay.board"]


async def test_a_kind_that_cannot_be_planned_keeps_no_other_back(
    club: Village, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(db: Connection, _now: datetime) -> None:
        await db.execute(delete(t.ReminderTime))
        await db.execute(text("SELECT nothing"))

    with monkeypatch.context() as wrong:
        wrong.setitem(KINDS, "repay.again", replace(KINDS["repay"], plan=broken))
        assert await plan_at(club, "2026-12-10 08:00") == ["repay+0"]
    assert "could not be planned" in caplog.text


def test_a_kind_is_found_by_its_stage() -> None:
    assert kind_of("repay+3") is kind_of("repay-12") is KINDS["repay"]
    assert kind_of("repay.board") is KINDS["repay.board"]
    assert kind_of("from a newer version") is None


# --- How it is found -----------------------------------------------------------------------------


MANY_LOANS = (
    """
    INSERT INTO loans (club_id, member_id, number, principal, opened_with, rate_bp, way, unit,
        interest_paid_to, above_cap)
    SELECT club_id, member_id, 'B' || n, principal, opened_with, rate_bp, way, unit,
        interest_paid_to, above_cap
    FROM (SELECT * FROM loans ORDER BY id LIMIT 1) AS one, generate_series(1, 3000) AS n
    """,
    """
    INSERT INTO instalments (loan_id, version, number, starts_on, due_on, principal, interest)
    SELECT loans.id, 1, n, DATE '2026-01-01' + loans.id::int % 700 + 30 * n,
        DATE '2026-01-31' + loans.id::int % 700 + 30 * n, 0, 50000
    FROM loans, generate_series(1, 12) AS n
    WHERE loans.number LIKE 'B%'
    """,
    "ANALYZE",
)


async def test_postgres_finds_what_is_due_by_indexes(postgres_url: str) -> None:
    database = Database(postgres_url)
    await lent(database)
    with told(database) as statements:
        await plan(database, at("2026-12-10 08:00"))
    planning_it = [one for one in statements if one[0].startswith("INSERT INTO notices")]
    assert len(planning_it) > len(EVERY_STAGE)
    about_loans = [one for one in planning_it if "instalments" in one[0]]
    moved = [one for one in about_loans if "JOIN moved_dues" in one[0]]
    agreed = [one for one in about_loans if one not in moved]
    async with database.write() as db:
        await db.execute(text("SET LOCAL enable_seqscan = off"))
        await finds_by(db, moved, "ix_moved_dues_to_on")
        for statement in MANY_LOANS:  # of a few, any plan is as good as another
            await db.execute(text(statement))
        await finds_by(db, agreed, "ix_instalments_due_on")
    await database.close()


async def finds_by(db: Connection, statements: list[tuple[str, Any]], index: str) -> None:
    """Look at how PostgreSQL would find what is due: by that index, never by all loans."""
    assert statements
    for statement, given in statements:
        rows = await db.exec_driver_sql(f"EXPLAIN {statement}", given)
        how = "\n".join(rows.scalars())
        assert index in how, how
        assert "Seq Scan on loans" not in how, how


@contextmanager
def told(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that are sent to a database, with what is filled in."""
    statements: list[tuple[str, Any]] = []

    def note(_db: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        statements.append((statement, given))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
