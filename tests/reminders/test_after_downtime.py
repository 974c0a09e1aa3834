"""Nothing is lost because the bot was down, or because one part of it failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.reminders.composing import compose_all
from bot.reminders.kinds import KINDS
from bot.reminders.planning import plan
from bot.reminders.self_check import look
from bot.storage import housekeeping, measures, notices
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from tests.reminded import at, lent, remind
from tests.village import Village

COMES = "On Thursday 10 Dec, 50,000 đ is to be paid to the fund."


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa pays 50,000 đ on 10 December 2026."""
    return await lent(database)


async def gives_up(village: Village, moment: str) -> None:
    """Compose what is due, and let it be given up an hour later, as nobody could send it."""
    village.clock.now = at(moment)
    await plan(village.database, village.clock.now)
    await compose_all(village.database, village.clock.now)
    village.clock.pass_by(hours=1)
    async with village.database.write() as db:
        given_up = {"status": "expired", "done_at": village.clock.now}
        await db.execute(update(t.Outbox).values(**given_up))


@pytest.mark.parametrize("back", ["2026-12-07 19:30", "2026-12-08 05:00"])
async def test_what_was_given_up_just_before_a_crash_is_taken_up_after_it(
    club: Village, back: str
) -> None:
    await gives_up(club, "2026-12-07 18:00")
    heard = await remind(club, back, "2026-12-08 08:05")
    assert [text.startswith(COMES) for text in heard["hoa"]] == [True]


async def test_however_many_were_given_up_they_are_taken_up(
    club: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "AT_ONCE", 2)
    for who in ("lan", "tu", "minh"):
        await club.lend(who)
    await gives_up(club, "2026-12-07 09:00")
    await plan(club.database, club.clock.now)
    async with club.database.read() as db:
        waiting = select(func.count()).where(
            t.Notice.kind == "repay-3", t.Notice.said_at.is_(None)
        )
        assert await db.scalar(waiting) == 4


async def test_the_operator_hears_that_a_kind_cannot_be_planned(
    club: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_db: Connection, _now: datetime) -> None:
        raise RuntimeError("no such column")

    async def finds(now: datetime) -> bool:
        async with club.database.write() as db:
            await housekeeping.wins(db, measures.SCAN, now)
        await plan(club.database, now)
        async with club.database.read() as db:
            return (await look(db, now)).unplanned

    now = at("2026-12-10 08:00")
    assert not await finds(now)
    monkeypatch.setitem(KINDS, "repay", replace(KINDS["repay"], plan=broken))
    assert not await finds(now + timedelta(minutes=59))
    assert await finds(now + timedelta(minutes=61))
    monkeypatch.undo()
    assert not await finds(now + timedelta(minutes=62))
