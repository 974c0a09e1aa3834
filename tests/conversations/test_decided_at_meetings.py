"""A decision of the minutes settles what the board is too few to decide."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from bot.storage import meeting_decisions, meetings_held, minutes, roll_calls
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.lending import asks, keep_cash
from tests.village import Village

TODAY = date(2026, 11, 21)


@pytest.fixture
async def three(database: Database) -> Village:
    """A board of three of whom two live in one house; five were at today's meeting."""
    village = Village(database)
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962, household="N1")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male", household="N1")
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("thao", "Lò Thị Thảo", birth_year=1958, phone=None)
    await village.join("binh", "Vi Văn Bình", sex="male", phone=None)
    await keep_cash(village, "lan", 8_000_000)
    return village


async def _decide(village: Village, in_favour: int | None, against: int | None) -> int:
    now, by = village.clock.now, village.ids["minh"]
    async with village.database.write() as db:
        held = await meetings_held.note(
            db, club_id=village.club, held_on=TODAY, at=time(9), place="nhà văn hóa", by=by
        )
        assert held
        await minutes.locked(db, club_id=village.club, meeting_id=held.id, by=by, now=now)
        await roll_calls.begin(
            db,
            club_id=village.club,
            meeting_id=held.id,
            everybody=list(village.ids.values()),
            away=[],
            by=by,
            now=now,
        )
        await roll_calls.finish(db, held.id, now)
        return await meeting_decisions.write(
            db,
            club_id=village.club,
            meeting_id=held.id,
            words="Cho ông Tư vay 5 triệu",
            in_favour=in_favour,
            against=against,
            by=by,
            now=now,
        )


async def test_a_recorded_decision_is_named_and_its_votes_are_not_told_again(
    three: Village,
) -> None:
    await asks(three, "tu")
    decision = await _decide(three, 4, 1)
    await three("""
        minh > các đơn xin vay
        minh < Tư 5,000,000 đ
        minh # Tư
        minh < Nobody else of the board is free to decide this.
        minh # The meeting has decided
        minh < On which day did the meeting decide that?
        minh # Today
        minh < Which decision of the minutes is it?
        minh # Cho ông Tư vay
        minh < Who of the members can witness it?
        minh > ông Bình, bà Thảo
        lan < The board lends Tư 5,000,000 đ
        minh < It is agreed
        tu < Good news
        lan < Decided by the meeting of Saturday 21 Nov, 4 of 5 for it
        minh > minutes
        minh < The meeting agreed to these loans: – Trần Văn Tư: 5,000,000 đ (4 for it, 1 against)
    """)
    async with three.database.read() as db:
        held = (await db.execute(select(t.Resolution.meeting))).scalar_one()
    assert held["decision"] == decision


async def test_without_its_votes_they_are_asked_for_and_another_decision_may_be_meant(
    three: Village,
) -> None:
    await asks(three, "tu")
    await _decide(three, None, None)
    await three("""
        minh > các đơn xin vay
        minh < Tư 5,000,000 đ
        minh # Tư
        minh < Nobody else of the board is free to decide this.
        minh # The meeting has decided
        minh < On which day
        minh # Today
        minh < Which decision of the minutes is it?
        minh > 1
        minh < How many were there, how many for it, how many against?
        minh > cancel
        minh < nothing was written down
    """)
