"""A loan that was closed asks nobody for money, and the list of the board is not for kin."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.reminders.planning import plan
from bot.storage import late, loan_changes, loans
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.lending import live_with
from tests.reminded import at, lent, planned, remind, skipped
from tests.village import Village


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa pays 50,000 đ on 10 December 2026."""
    return await lent(database)


async def closed(village: Village, *, written_off: bool) -> None:
    async with village.database.write() as db:
        (loan,) = await loans.open_loans(db, village.ids["hoa"])
        if written_off:
            await loan_changes.write_off(db, loan.id, date(2026, 12, 13))
        else:  # its paying out was taken back
            await loans.close(db, loan.id, date(2026, 12, 13))


@pytest.mark.parametrize("written_off", [True, False])
async def test_who_wanted_to_be_reminded_again_is_not_once_it_is_closed(
    club: Village, *, written_off: bool
) -> None:
    await remind(club, "2026-12-13 08:00")
    await club.press("hoa", "Remind me tomorrow")
    for phone in club.phones.by_chat.values():
        phone.unread.clear()
    await closed(club, written_off=written_off)
    assert "hoa" not in await remind(club, "2026-12-14 15:00", "2026-12-14 16:30")
    assert "closed" in await skipped(club)


async def test_what_the_night_held_back_is_not_said_once_it_is_closed(club: Village) -> None:
    await plan(club.database, at("2026-12-13 08:00"))
    assert await planned(club, "repay+3")
    await closed(club, written_off=True)
    assert "hoa" not in await remind(club, "2026-12-13 08:05")
    assert "closed" in await skipped(club)


async def readings(village: Village) -> list[tuple[int, str]]:
    async with village.database.read() as db:
        rows = await db.execute(select(t.Reading.member_id, t.Reading.what))
        return [(row.member_id, row.what) for row in rows]


async def test_who_pays_late_is_not_pushed_to_kin_and_noted_as_read_by_the_others(
    club: Village,
) -> None:
    await live_with(club, "minh", "H")
    await live_with(club, "hoa", "H")
    heard = await remind(club, "2026-12-31 08:00")
    assert "minh" not in heard
    assert "Hoa" in heard["tu"][0]
    assert await readings(club) == [(club.ids["tu"], late.LATE)]


async def test_who_moved_in_with_her_since_it_was_planned_does_not_hear_it(club: Village) -> None:
    await plan(club.database, at("2026-12-31 08:00"))
    assert ("repay.board", date(2026, 12, 10), "minh") in await planned(club)
    await live_with(club, "minh", "H")
    await live_with(club, "hoa", "H")
    heard = await remind(club, "2026-12-31 08:05")
    assert "minh" not in heard
    assert "tu" in heard
    assert "too near" in await skipped(club, "repay.board")


async def test_a_phone_that_she_shares_with_an_officer_does_not_hear_it(club: Village) -> None:
    await club.link("hoa", "minh")
    heard = await remind(club, "2026-12-31 08:00")
    assert not [text for text in heard.get("minh", ()) if "weeks" in text]
    assert (club.ids["minh"], late.LATE) not in await readings(club)
