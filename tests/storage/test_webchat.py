"""The lines of the web page's chats."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Address, Choice, Reply
from bot.storage.addresses import arrive
from bot.storage.engine import Database
from bot.storage.webchat import (
    Line,
    add_line,
    add_own_line,
    change_line,
    changed_lines,
    forget_before,
    last_change,
    lines_after,
    newest_number,
)

NOON = datetime(2026, 5, 10, 5, tzinfo=UTC)
MONTH = timedelta(days=30)
HOA = Address("web", "web", "hoa")
LAN = Address("web", "web", "lan")
YES = Choice("o2:yes", "Đã cầm đủ")


@pytest.fixture(autouse=True)
async def both_have_written(database: Database) -> None:
    async with database.write() as db:
        for address in (HOA, LAN):
            await arrive(db, address, NOON, "vi")


async def say(database: Database, address: Address, text: str, at: datetime = NOON) -> int:
    async with database.write() as db:
        return await add_line(db, address, Reply(text=text), at)


async def lines(database: Database, address: Address, after: int = 0) -> list[Line]:
    async with database.read() as db:
        return await lines_after(db, address, after, 100)


async def test_a_line_comes_back_as_it_was_said(database: Database) -> None:
    reply = Reply(text="Chào bác", choices=[YES], image="a.png", document="b.pdf", silent=True)
    async with database.write() as db:
        assert await add_line(db, HOA, reply, NOON) == 1
    assert await lines(database, HOA) == [
        Line(
            number=1,
            at=NOON,
            mine=False,
            text="Chào bác",
            choices=(YES,),
            image="a.png",
            document="b.pdf",
            silent=True,
        )
    ]


async def test_each_address_counts_its_own_lines(database: Database) -> None:
    numbers = [await say(database, address, "…") for address in (HOA, LAN, HOA, HOA, LAN)]
    assert numbers == [1, 1, 2, 3, 2]
    async with database.read() as db:
        assert [line.number for line in await lines_after(db, HOA, 1, 1)] == [2]
        assert await newest_number(db, HOA) == 3
        assert await newest_number(db, Address("web", "web", "nobody")) == 0
        assert await lines_after(db, Address("web", "web", "nobody"), 0, 9) == []


async def test_lines_written_at_once_get_numbers_of_their_own(database: Database) -> None:
    numbers = await asyncio.gather(*(say(database, HOA, str(n)) for n in range(20)))
    assert sorted(numbers) == list(range(1, 21))


async def test_what_a_person_writes_twice_is_one_line(database: Database) -> None:
    stranger = Address("web", "web", "new")
    numbers = []
    for message in ("a", "b", "a"):
        async with database.write() as db:
            numbers.append(
                await add_own_line(
                    db, stranger, message=message, at=NOON, locale="en", text=message
                )
            )
    assert numbers == [1, 2, 1]
    assert [(line.mine, line.text) for line in await lines(database, stranger)] == [
        (True, "a"),
        (True, "b"),
    ]


@pytest.mark.parametrize(
    ("pressed", "label"), [("o2:yes", "Đã cầm đủ"), ("o3:yes", "…"), ("q1:yes", "Mới nhất")]
)
async def test_a_press_is_shown_by_its_label(database: Database, pressed: str, label: str) -> None:
    choices = ([YES], [Choice("q1:yes", "Cũ")], [Choice("q1:yes", "Mới nhất")])
    async with database.write() as db:
        for offered in choices:
            await add_line(db, HOA, Reply(text="?", choices=offered), NOON)
        await add_line(db, LAN, Reply(text="?", choices=[Choice("o3:yes", "của Lan")]), NOON)
        await add_own_line(db, HOA, message="m", at=NOON, locale="vi", pressed=pressed)
    [own] = await lines(database, HOA, after=3)
    assert (own.text, own.choices) == (label, (Choice(pressed, label),))


async def test_only_a_line_of_the_bot_is_changed(database: Database) -> None:
    async with database.write() as db:
        await add_line(db, HOA, Reply(text="?", choices=[YES]), NOON)
        await add_own_line(db, HOA, message="m", at=NOON, locale="vi", pressed="o2:yes")
        await add_line(db, LAN, Reply(text="?", choices=[YES]), NOON)
        later = Reply(text="5/9")
        changed = [await change_line(db, HOA, number, later, NOON) for number in (1, 2, 3)]
    assert changed == [True, False, False]
    of_hoa, of_lan = await lines(database, HOA), await lines(database, LAN)
    assert [(line.text, line.choices) for line in of_hoa] == [("5/9", ()), (YES.label, (YES,))]
    assert [(line.text, line.choices) for line in of_lan] == [("?", (YES,))]


async def test_changes_are_found_by_their_moment_and_among_some_lines(database: Database) -> None:
    async with database.write() as db:
        for number in range(1, 5):
            await add_line(db, HOA, Reply(text="?", choices=[YES]), NOON)
            if number != 3:
                at = NOON + timedelta(minutes=10 - number)
                await change_line(db, HOA, number, Reply(text=""), at)
    async with database.read() as db:
        assert await last_change(db, LAN) is None
        assert await last_change(db, HOA) == NOON + timedelta(minutes=9)
        ever = await changed_lines(db, HOA, None, range(5))
        later = await changed_lines(db, HOA, NOON + timedelta(minutes=8), range(5))
        few = await changed_lines(db, HOA, None, range(2, 4))
    assert [line.number for line in ever] == [4, 2, 1]
    assert {(line.text, line.choices) for line in ever} == {("?", ())}
    assert [line.number for line in later] == [1]
    assert [line.number for line in few] == [2]


async def test_old_lines_are_forgotten_but_numbers_go_on(database: Database) -> None:
    for days in (0, 1, 40):
        await say(database, HOA, f"{days}", NOON + timedelta(days=days))
    for days in (0, 1):
        await say(database, LAN, f"{days}", NOON + timedelta(days=days))
    async with database.write() as db:
        assert await forget_before(db, NOON + MONTH) == 3
    assert [(line.number, line.text) for line in await lines(database, HOA)] == [(3, "40")]
    assert [(line.number, line.text) for line in await lines(database, LAN)] == [(2, "")]
    assert await say(database, LAN, "mới", NOON + 2 * MONTH) == 3
