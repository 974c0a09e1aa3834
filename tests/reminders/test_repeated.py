"""A late note said on two days running, or twice on one, would only press: it is said once."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.storage import reminder_times
from bot.storage.engine import Database
from bot.storage.reminder_times import ReminderTime
from tests.reminded import at, lent, remind, skipped
from tests.village import Village

LATE = "Of 10 Dec, 50,000 đ is not in the book yet."


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa has not paid on 10 December 2026."""
    return await lent(database)


async def reminds(village: Village, days: int) -> None:
    async with village.database.write() as db:
        wanted = ReminderTime(kind="repay", days=days, at=time(8))
        await reminder_times.put(db, village.club, wanted)


async def wants_it_again(village: Village, moment: str) -> None:
    village.clock.now = at(moment)
    await village("""
        hoa > nhac lai chieu mai
        hoa < All right, I remind you again tomorrow afternoon at 3 o'clock.
    """)


async def hears_late(village: Village, *moments: str) -> list[bool]:
    """Return of each moment whether Hoa hears then what is not in the book."""
    heard = [await remind(village, moment) for moment in moments]
    return [LATE in "".join(one.get("hoa", ())) for one in heard]


@pytest.mark.parametrize(("days", "again"), [(4, False), (5, True)])
async def test_a_late_note_is_not_said_on_two_days_running(
    club: Village, days: int, again: bool
) -> None:
    await reminds(club, days)
    assert await hears_late(club, "2026-12-13 08:00", f"2026-12-{10 + days} 08:00") == [
        True,
        again,
    ]
    assert ("said just before" in await skipped(club)) is not again


@pytest.mark.parametrize("due", [date(2027, 2, 7), date(2027, 2, 8)])
async def test_what_waited_for_the_end_of_tet_is_not_said_twice_behind_it(
    database: Database, due: date
) -> None:
    village = await lent(database)
    await village.lend("minh", first_due=due, starts_on=date(2027, 1, 7))
    hours = ("07:00", "08:00", "09:00")
    days = [f"2027-02-{day} {hour}" for day in (13, 14, 15) for hour in hours]
    await remind(village, *(f"2027-02-{day:02} 08:00" for day in range(1, 13)))
    heard = (await remind(village, *days)).get("minh", [])
    assert sum("is not in the book yet" in text for text in heard) == 1


async def test_a_late_note_of_one_loan_leaves_those_of_others(club: Village) -> None:
    await club.lend("hoa", 3_000_000, number="KU-2", first_due=date(2026, 12, 11))
    assert await hears_late(club, "2026-12-13 08:00") == [True]
    (text,) = (await remind(club, "2026-12-14 08:00"))["hoa"]
    assert text.startswith("Of 11 Dec, ")


async def test_what_is_due_today_is_said_although_something_late_was_said_yesterday(
    club: Village,
) -> None:
    await reminds(club, 30)
    (text,) = (await remind(club, "2027-01-09 08:05"))["hoa"]
    assert text.startswith("Of 10 Dec 2026, 50,000 đ is not in the book yet.")
    (text,) = (await remind(club, "2027-01-10 08:05"))["hoa"]
    assert text.startswith("Today 50,000 đ")


async def test_what_she_wanted_for_the_afternoon_swallows_the_note_of_that_morning(
    club: Village,
) -> None:
    await wants_it_again(club, "2026-12-12 18:00")
    assert await hears_late(club, "2026-12-13 08:00", "2026-12-13 15:00") == [False, True]
    assert "wanted later that day" in await skipped(club)


async def test_what_she_wanted_is_said_and_nothing_of_it_the_morning_after(club: Village) -> None:
    await reminds(club, 5)
    assert await hears_late(club, "2026-12-13 08:00") == [True]
    await wants_it_again(club, "2026-12-13 09:00")
    moments = ("2026-12-14 15:00", "2026-12-15 08:00", "2026-12-17 08:00")
    assert await hears_late(club, *moments) == [True, False, True]


async def test_what_she_wanted_long_ago_swallows_nothing(club: Village) -> None:
    await wants_it_again(club, "2026-12-12 18:00")
    assert await hears_late(club, "2026-12-17 08:00") == [True]  # the bot was down for days
