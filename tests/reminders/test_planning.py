"""What is due is a query, and said once, however often and by how many it is planned."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.money.loans import Way
from bot.reminders import planning
from bot.reminders.planning import plan
from bot.storage import declarations, notices
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.messages import Lane
from tests.village import NOON, Village

TOLD = "Ms Hoa told me on 21 Nov 2026 of 500,000 đ; nobody has confirmed it. Please take it up."
LATE = NOON + timedelta(days=3, minutes=1)


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa has declared 500,000 đ at noon, and nobody has answered."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer")
    await village.join("tu", "Trần Văn Tư", "accountant", sex="male")
    await village.lend("hoa", way=Way.PRINCIPAL_AT_END)
    await declare(village, "hoa")
    return village


async def declare(village: Village, short: str, number: int = 1) -> int:
    async with village.database.write() as db:
        loan = (await db.execute(select(t.Loan.id))).scalar_one()
        at = (await db.execute(select(t.Address.id).where(t.Address.chat == short))).scalar_one()
        made = await declarations.declare(
            db,
            club_id=village.club,
            member_id=village.ids[short],
            loan_id=loan,
            amount=500_000,
            interest=50_000,
            principal_first=False,
            given_to="treasurer",
            given_to_id=None,
            origin=f"test:{short}:{number}",
            address_id=at,
            shared=False,
            now=village.clock.now,
        )
    assert made is not None
    return made


async def decide(village: Village, status: str = "confirmed") -> None:
    async with village.database.write() as db:
        for waiting in await declarations.pending_of(db, village.ids["hoa"]):
            await declarations.decide(
                db, waiting.id, status=status, by=village.ids["lan"], now=village.clock.now
            )


async def said(village: Village, now: datetime = LATE) -> list[str]:
    """Plan, deliver, and return what the accountant has heard by then."""
    village.clock.now = now
    await plan(village.database, now)
    await village.delivery.deliver()
    return [reply.text.replace("\u00a0", " ") for reply in village.phones.by_chat["tu"].last]


async def test_what_waits_for_three_days_goes_to_the_accountant_once(club: Village) -> None:
    assert await said(club, NOON + timedelta(days=3)) == []
    for _scan in range(3):
        assert await said(club) == [TOLD]
    assert await said(club, NOON + timedelta(days=30)) == [TOLD]
    assert not club.phones.by_chat["lan"].last


async def test_who_helps_the_accountant_hears_nothing_of_it(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id == club.ids["tu"]).values(kind="helper")
        )
    assert await said(club) == []


async def test_a_button_leads_to_the_members_card(club: Village) -> None:
    await said(club)
    club.phones.by_chat["tu"].unread.clear()
    await club("""
        tu # See Ms Hoa
        tu < Nguyễn Thị Hoa … Told me of 500,000 đ
    """)


async def test_it_is_a_reminder_and_silent_at_night(club: Village) -> None:
    await said(club, datetime(2026, 11, 24, 16, 0, tzinfo=UTC))  # 23:00 in the village
    async with club.database.read() as db:
        row = (await db.execute(select(t.Outbox.lane, t.Outbox.silent))).one()
    assert row == (Lane.REMINDERS, True)


@pytest.mark.parametrize("status", ["confirmed", "refused", "withdrawn"])
async def test_what_was_decided_in_time_is_not_brought_up(club: Village, status: str) -> None:
    await decide(club, status)
    assert await said(club) == []
    assert await skipped(club) == []  # there was nothing to plan


async def test_what_was_decided_between_planning_and_saying_is_not_said(
    club: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(planning, "AT_ONCE", 0)
        assert await said(club) == []
    await decide(club)
    assert await said(club) == []
    assert await skipped(club) == ["decided meanwhile"]


async def test_an_accountant_without_a_phone_is_not_waited_for(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id == club.ids["tu"]).values(until=club.clock.now)
        )
    assert await said(club) == []
    assert await skipped(club) == ["no phone"]


@pytest.mark.parametrize(
    "role", [{"from_on": LATE.date() + timedelta(days=1)}, {"until_on": LATE.date()}]
)
async def test_only_who_is_accountant_on_that_day_hears_of_it(
    club: Village, role: dict[str, object]
) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Role).where(t.Role.member_id == club.ids["tu"]).values(**role))
    assert await said(club) == []


async def test_accountants_hear_nothing_of_their_own_money_or_of_other_clubs(
    club: Village,
) -> None:
    other = Village(club.database)
    await other.found(key="other", name="Khác")
    await other.join("an", "Lê Thị An", "accountant")
    async with club.database.write() as db:
        await db.execute(update(t.Declaration).values(member_id=club.ids["tu"]))
    await said(club)
    assert not club.phones.by_chat["tu"].last
    assert not club.phones.by_chat["an"].last


async def test_two_planners_at_once_say_it_once(club: Village) -> None:
    """Also when both find it planned already, as after a scan that had too much to do."""
    other = Database(club.database.url)
    for number in range(2, 6):
        await declare(club, "hoa", number)
    async with club.database.write() as db:
        await notices.plan_forgotten(
            db,
            kind=planning.FORGOTTEN,
            before=LATE,
            role="accountant",
            day=LATE.date(),
            now=LATE,
        )
    await asyncio.gather(*(plan(one, LATE) for one in (club.database, other) * 2))
    await other.close()
    assert await said(club) == [TOLD] * 5
    async with club.database.write() as db:
        await db.execute(delete(t.Notice))
    await asyncio.gather(*(plan(club.database, LATE) for _scan in range(3)))
    assert await said(club) == [TOLD] * 10


async def skipped(village: Village) -> list[str | None]:
    async with village.database.read() as db:
        return list((await db.execute(select(t.Notice.skipped))).scalars())
