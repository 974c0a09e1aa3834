"""Somebody of the family: what she may see, her code, and the moment at which both end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest

from bot.storage import addresses, codes, recipients, relatives
from bot.storage.engine import Database
from bot.storage.relatives import CODE_LIFE, Relative
from tests.village import NOON, Village, address
from tests.visited import take_in

TODAY = date(2026, 11, 21)
Ends = Callable[[Village, Relative], Awaitable[None]]


@pytest.fixture
async def village(database: Database) -> Village:
    """A club of Mai and Sau."""
    village = Village(database)
    await village.found()
    await village.join("mai", "Lò Thị Mai")
    await village.join("sau", "Vi Thị Sáu")
    return village


async def hanh(
    village: Village, recipient: int, *, sees: bool = True, warned: bool = False
) -> Relative:
    """Write a daughter down, with what was agreed."""
    async with village.database.write() as db:
        its_id, _new = await relatives.note(
            db,
            club_id=village.club,
            recipient_id=recipient,
            name="Lò Thị Hạnh",
            relation="daughter",
            phone="0912 345 678",
            member_id=None,
        )
        await relatives.agree(
            *(db, village.club, its_id),
            sees=sees,
            is_warned=warned,
            noted_by=village.ids["mai"],
            now=NOON,
        )
        found = await relatives.one(db, village.club, its_id)
    assert found
    return found


async def code_of(village: Village, one: Relative) -> str:
    async with village.database.write() as db:
        return await relatives.make_code(db, village.club, one.id, NOON)


async def found_by(village: Village, code: str, *, days: int = 0) -> Relative | None:
    async with village.database.read() as db:
        later = timedelta(days=days)
        return await relatives.by_code(db, code, NOON + later, TODAY + later)


async def phone(village: Village, chat: str) -> int:
    async with village.database.write() as db:
        return int((await addresses.arrive(db, address(chat), NOON, "en")).id)


async def tie(village: Village, one: Relative, code: str, chat: str) -> bool:
    its_id = await phone(village, chat)
    async with village.database.write() as db:
        return await relatives.tie(db, one, code, address_id=its_id, member_id=None, now=NOON)


async def seen_at(village: Village, chat: str, on: date = TODAY) -> list[int]:
    its_id = await phone(village, chat)
    async with village.database.read() as db:
        return [one.id for one in await relatives.at_phone(db, its_id, on)]


async def test_the_same_person_written_twice_is_one(village: Village) -> None:
    lan = await take_in(village, "Hoàng Thị Lan")
    first, again = await hanh(village, lan), await hanh(village, lan)
    assert first.id == again.id


async def test_who_was_written_down_sees_nothing_until_it_was_agreed(village: Village) -> None:
    lan = await take_in(village, "Hoàng Thị Lan")
    one = await hanh(village, lan, sees=False)
    assert not one.may_join
    assert await found_by(village, await code_of(village, one)) is None


async def test_a_code_works_for_its_time(village: Village) -> None:
    one = await hanh(village, await take_in(village, "Hoàng Thị Lan"))
    code = await code_of(village, one)
    assert len(code) == codes.DIGITS
    assert code.isdecimal()
    assert await found_by(village, code, days=CODE_LIFE.days - 1) == one
    assert await found_by(village, code, days=CODE_LIFE.days) is None


async def test_a_newer_code_stops_the_one_before(village: Village) -> None:
    one = await hanh(village, await take_in(village, "Hoàng Thị Lan"))
    first = await code_of(village, one)
    second = await code_of(village, one)
    assert first == second or await found_by(village, first) is None
    assert await found_by(village, second) == one


async def test_a_code_ties_one_phone_also_where_two_come_at_once(village: Village) -> None:
    one = await hanh(village, await take_in(village, "Hoàng Thị Lan"))
    code = await code_of(village, one)
    done = await asyncio.gather(*(tie(village, one, code, chat) for chat in ("her", "thief")))
    assert sorted(done) == [False, True]
    assert sorted([await seen_at(village, "her"), await seen_at(village, "thief")]) == [
        [],
        [one.id],
    ]
    assert await found_by(village, code) is None


async def withdrawn(village: Village, one: Relative) -> None:
    async with village.database.write() as db:
        await relatives.agree(
            *(db, village.club, one.id),
            sees=False,
            is_warned=False,
            noted_by=village.ids["mai"],
            now=NOON,
        )


async def struck_off(village: Village, one: Relative) -> None:
    async with village.database.write() as db:
        await relatives.strike_off(db, village.club, one.id, NOON)


async def care_ends(village: Village, one: Relative) -> None:
    async with village.database.write() as db:
        await recipients.end(db, village.club, one.recipient_id, until=TODAY, because="moved")


@pytest.mark.parametrize("ends", [withdrawn, struck_off, care_ends])
async def test_from_that_moment_nothing_is_seen_and_no_code_works(
    village: Village, ends: Ends
) -> None:
    lan = await take_in(village, "Hoàng Thị Lan")
    one = await hanh(village, lan, warned=True)
    assert await tie(village, one, await code_of(village, one), "her")
    assert await seen_at(village, "her") == [one.id]
    code = await code_of(village, one)
    await ends(village, one)
    assert await seen_at(village, "her") == []
    assert await found_by(village, code) is None
    async with village.database.read() as db:
        assert await relatives.to_warn(db, village.club, lan, TODAY) == []


async def test_only_who_is_to_be_warned_is(village: Village) -> None:
    lan = await take_in(village, "Hoàng Thị Lan")
    one = await hanh(village, lan)
    async with village.database.read() as db:
        assert await relatives.to_warn(db, village.club, lan, TODAY) == []
    one = await hanh(village, lan, sees=False, warned=True)
    async with village.database.read() as db:
        assert await relatives.to_warn(db, village.club, lan, TODAY) == [one]


async def test_another_club_knows_nobody_of_the_family(village: Village) -> None:
    one = await hanh(village, await take_in(village, "Hoàng Thị Lan"))
    async with village.database.write() as db:
        assert await relatives.one(db, village.club + 1, one.id) is None
        await relatives.strike_off(db, village.club + 1, one.id, NOON)
        assert await relatives.one(db, village.club, one.id) == one
