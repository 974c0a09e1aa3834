"""The evening before a meeting the cashiers are offered the sheet for its money."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import insert, update

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import kinds, lent, remind, skipped
from tests.village import Village

FAMILY = "collection"
HELD = date(2026, 12, 10)
TEXT = "Tomorrow, 10 Dec, is the meeting. The collection sheet is ready to be printed."


@pytest.fixture
async def club(database: Database) -> Village:
    """A club that meets on 10 December, on the day on which Hoa pays."""
    village = await lent(database)
    async with database.write() as db:
        await db.execute(
            insert(t.Meeting).values(
                club_id=village.club,
                wanted_on=HELD,
                held_on=HELD,
                at=time(8),
                place="",
                agenda="",
                moved_because="",
                told_on=HELD,
            )
        )
    return village


def offered(heard: dict[str, list[str]]) -> list[str]:
    return sorted(chat for chat, texts in heard.items() if any(TEXT in text for text in texts))


async def test_both_cashiers_are_offered_the_sheet_at_six_even_on_a_first_lunar_day(
    club: Village,
) -> None:
    assert offered(await remind(club, "2026-12-09 17:59")) == []
    assert offered(await remind(club, "2026-12-09 18:00")) == ["lan", "tu"]
    assert offered(await remind(club, "2026-12-09 18:30", "2026-12-10 08:00")) == []
    await club("""
        lan # The collection sheet
        lan < The sheet for 10 Dec 2026: 1 people, 50,000 đ together.
    """)
    assert club.phones.by_chat["lan"].last[-1].document.endswith(".pdf")


async def test_the_head_sets_the_hour_or_switches_it_off(club: Village) -> None:
    await club("""
        minh > lịch nhắc
        minh < This is when I remind.
        minh # On the day before a meeting, the sheet to collect with, at 18:00
        minh < At what hour shall it be?
        minh > 3 days before
        minh < For example
        minh > 16h
        minh < From now on: on the day before a meeting, the sheet to collect with, at 16:00.
    """)
    assert offered(await remind(club, "2026-12-09 15:59")) == []
    assert offered(await remind(club, "2026-12-09 16:00")) == ["lan", "tu"]


async def test_what_is_switched_off_is_not_said(club: Village) -> None:
    await club("""
        minh > lịch nhắc
        minh < This is when I remind.
        minh # On the day before a meeting, the sheet
        minh < At what hour
        minh # Remind no more then
        minh < All right, not any more: on the day before a meeting
    """)
    assert offered(await remind(club, "2026-12-09 18:00", "2026-12-09 19:30")) == []


async def test_it_is_not_said_of_a_meeting_that_was_moved_meanwhile(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Club).values(sleeps_at=time(17)))
    assert offered(await remind(club, "2026-12-09 18:00")) == []  # they sleep
    async with club.database.write() as db:
        await db.execute(update(t.Meeting).values(held_on=date(2026, 12, 12)))
    assert offered(await remind(club, "2026-12-10 06:40")) == []
    assert "another day by now" in await skipped(club, FAMILY)


async def test_a_club_that_takes_no_money_hears_nothing(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Loan).values(closed_on=date(2026, 12, 1)))
    assert offered(await remind(club, "2026-12-09 18:00")) == []
    assert await kinds(club, FAMILY) == []


async def test_who_holds_the_cash_by_an_office_of_old_hears_nothing(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Role).where(t.Role.role == "accountant").values(until_on=date(2026, 12, 1))
        )
    assert offered(await remind(club, "2026-12-09 18:00")) == ["lan"]
