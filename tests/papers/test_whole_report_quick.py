"""The whole report comes in less than a second, among 250 clubs, with a few statements."""

from __future__ import annotations

from datetime import date, time, timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import event, insert

from bot.i18n import use_locale
from bot.papers.books.printed import as_pdf
from bot.papers.books.whole_gathered import LOOKS_BACK, report_of
from bot.papers.books.whole_report import whole_report
from bot.storage import month_reports
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from tests.papers.active import active_club
from tests.papers.kept import NOW, TODAY, Kept

CLUBS = 250
MEMBERS = 20
VISITS = 60
AT_ONCE = 5_000
DRAFT, EACH_MONTH_BEFORE = 30, 12
"""Statements: of a draft, and of each signed month in which it looks for what came late."""


async def _others(db: Connection, kept: Kept) -> None:
    """Put other clubs beside it, each with people, visits, activities and measurements."""
    club = {
        "name": "Làng",
        "hamlet": "Làng",
        "commune": "Xã",
        "province": "Tỉnh",
        "zone": "Asia/Ho_Chi_Minh",
        "locale": "vi",
        "unit": 1000,
        "interest_to_income_bp": 0,
        "rate_label": "lai",
        "wakes_at": time(6),
        "sleeps_at": time(20),
        "made_at": NOW,
    }
    first = 1_000_000
    clubs = [{**club, "id": first + one, "key": f"other {one}"} for one in range(CLUBS)]
    await _put(db, t.Club, clubs)
    members = [
        {
            "id": first + number,
            "club_id": first + number // MEMBERS,
            "number": str(number),
            "name": "Nguyễn Thị Hoa",
            "village_name": "",
            "hamlet": "",
            "sex": "female",
            "form": "",
            "locale": "",
            "phone": "",
        }
        for number in range(CLUBS * MEMBERS)
    ]
    await _put(db, t.Member, members)
    await _put(db, t.Recipient, [_recipient(first + one) for one in range(CLUBS)])
    made = [
        {
            "club_id": first + number // VISITS,
            "day": TODAY - timedelta(days=number % VISITS),
            "entered_by": first,
            "entered_at": NOW,
        }
        for number in range(CLUBS * VISITS)
    ]
    done = {"area": "culture", "people": 9, "note": ""}
    await _put(db, t.Activity, [{**one, **done} for one in made])
    measured = {"number": 1, "figures": b"-"}
    measurements = [
        {**one, **measured, "member_id": first + number // VISITS * MEMBERS}
        for number, one in enumerate(made)
    ]
    await _put(db, t.Measurement, measurements)
    visited = {"number": 1, "minutes": 60, "state": "well", "note": "", "image": "", "told": ""}
    visits = [
        {**one, **visited, "id": first + number, "recipient_id": one["club_id"]}
        for number, one in enumerate(made)
    ]
    await _put(db, t.Visit, visits)
    visitors = [
        {"visit_id": one["id"], "member_id": first + number // VISITS * MEMBERS}
        for number, one in enumerate(visits)
    ]
    await _put(db, t.Visitor, visitors)


def _recipient(club: int) -> dict[str, Any]:
    return {
        "id": club,
        "club_id": club,
        "name": "Cụ Lành",
        "village_name": "",
        "hamlet": "",
        "sex": "female",
        "emergency_phone": "",
        "agreed_by": "self",
        "agreed_on": TODAY,
        "weekly": 2,
        "since": TODAY,
        "made_by": 1_000_000,
        "made_at": NOW,
    }


async def _put(db: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    for at in range(0, len(rows), AT_ONCE):
        await db.execute(insert(table), rows[at : at + AT_ONCE])


async def test_the_report_is_there_at_once(database: Database) -> None:
    kept = await active_club(database, 1, operations=60)
    async with database.write() as db:
        await _others(db, kept)
        for number in range(LOOKS_BACK):
            month = date(2026, 10 - number, 1)
            found = await report_of(db, kept.club, month, TODAY)
            await month_reports.sign(
                db,
                club_id=kept.club,
                month=month,
                figures=found.facts.stored(),
                by=kept.village.ids["minh"],
                now=NOW,
            )
    statements: list[str] = []
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda *given: statements.append(given[2]),
    )
    took = [await _time(database, kept, statements) for _once in range(3)]
    assert min(took) < 1
    assert len(statements) <= DRAFT + LOOKS_BACK * EACH_MONTH_BEFORE


async def _time(database: Database, kept: Kept, statements: list[str]) -> float:
    """Return in how many seconds the report is there as PDF."""
    statements.clear()
    begun = perf_counter()
    async with database.read() as db:
        found = await report_of(db, kept.club, date(2026, 11, 1), TODAY)
    with use_locale("en"):
        assert as_pdf(whole_report(found))
    return perf_counter() - begun
