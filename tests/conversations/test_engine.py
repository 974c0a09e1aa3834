"""One incoming message = one transaction = one answer, whatever happens in between."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from bot.chat import UserError
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.turn import Answer, Step, Turn
from tests.small_talk import (
    another_process,
    everything,
    leave,
    offer,
    pressed,
    speaks,
    traces,
    typed,
)
from tests.village import NOON, Village


@pytest.fixture
async def hall(database: Database) -> Village:
    """Two people with phones, and the handlers of `small_talk`."""
    return await founded(database)


@pytest.fixture
async def postgres_hall(postgres_url: str) -> AsyncIterator[Village]:
    """The same on PostgreSQL only."""
    database = Database(postgres_url)
    yield await founded(database)
    await database.close()


async def founded(database: Database) -> Village:
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer")
    speaks(village, {})
    return village


def failing_once(error: Exception) -> Callable[[Connection], Awaitable[None]]:
    """Return a write that fails the first time."""
    left = [error]

    async def write(db: Connection) -> None:
        await leave(db, "outside")
        if left:
            raise left.pop()

    return write


# --- One turn, one transaction -------------------------------------------------------------------


async def test_when_the_transaction_fails_nothing_is_left_and_the_message_may_come_again(
    hall: Village, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.turn")
    write = failing_once(RuntimeError("power cut"))

    async def note(turn: Turn) -> Answer:
        await leave(turn.db, "inside")
        turn.outside.append(write)
        return turn.ask("chosen", "Written. And now?")

    speaks(hall, {"balance": Step(note)})
    before = await everything(hall.database)
    with pytest.raises(RuntimeError, match="power cut"):
        await hall.conversation.handle(typed("hoa", "so du", "m1"))
    assert await everything(hall.database) == before
    assert "outcome=failed" in caplog.text

    await hall.send(typed("hoa", "so du", "m1"))
    await hall("hoa < Written. And now?")
    assert await traces(hall.database) == ["inside", "outside"]


async def test_the_open_question_survives_a_new_process(hall: Village) -> None:
    await hall("""
        hoa > so du
        hoa < Shall I?
    """)
    async with another_process(hall) as conversation:
        await conversation.handle(typed("hoa", "1", "after the start"))
    await hall.delivery.deliver()
    await hall("hoa < You chose yes")


async def test_who_sends_is_told_only_after_the_commit(hall: Village) -> None:
    waiting: list[int] = []

    async def look() -> None:
        async with hall.database.read() as db:
            waiting.append(len((await db.execute(select(t.Outbox.id))).all()))

    looks: list[Awaitable[None]] = []
    hall.conversation.committed = lambda: looks.append(look())
    await hall.conversation.handle(typed("hoa", "so du", "m1"))
    for one in looks:
        await one
    assert waiting == [1]


# --- The same message again ----------------------------------------------------------------------


async def test_a_message_delivered_twice_is_acted_on_once(hall: Village) -> None:
    async def note(turn: Turn) -> Answer:
        await leave(turn.db, f"once for {turn.incoming.address.chat}")
        return Answer(text="Noted")

    speaks(hall, {"balance": Step(note)})
    for who in ("hoa", "hoa", "lan"):  # another chat's ids are its own
        await hall.send(typed(who, "so du", "m1"))
    await hall("""
        hoa < Noted
        lan < Noted
    """)


async def test_a_message_that_reaches_two_processes_at_once_is_acted_on_once(
    hall: Village,
) -> None:
    async with another_process(hall) as other:
        await asyncio.gather(
            *(one.handle(typed("new", "hi", "m1")) for one in (hall.conversation, other) * 3)
        )
    assert (await everything(hall.database))["heard"] == 1
    assert (await everything(hall.database))["outbox"] == 1


# --- Order ---------------------------------------------------------------------------------------


async def test_fifty_messages_to_two_processes_are_handled_one_at_a_time(hall: Village) -> None:
    """Each turn reads what the last one wrote: turns side by side would lose some."""

    async def count(turn: Turn) -> Answer:
        so_far = turn.data.get("so_far", [])
        await asyncio.sleep(0)
        return turn.ask("count", "Next?", data={"so_far": [*so_far, turn.text]})

    speaks(hall, {"balance": Step(count), "count": Step(count, typed=True)})
    await hall.send(typed("hoa", "so du", "m0"))
    async with another_process(hall) as other:
        await asyncio.gather(
            *(hall.conversation.handle(typed("hoa", f"a {n}", f"a{n}")) for n in range(25)),
            *(other.handle(typed("hoa", f"b {n}", f"b{n}")) for n in range(25)),
        )
    async with hall.database.read() as db:
        asked = (await db.execute(select(t.Question.data))).scalar_one()["so_far"][1:]
    assert [one for one in asked if one[0] == "a"] == [f"a {n}" for n in range(25)]
    assert [one for one in asked if one[0] == "b"] == [f"b {n}" for n in range(25)]


async def test_a_message_waits_in_its_process_until_the_one_before_is_committed(
    postgres_hall: Village,
) -> None:
    """Otherwise they would race for the row's lock, and the order would be anybody's guess."""
    begun: list[str] = []
    looked: list[str] = []
    finish = asyncio.Event()

    async def slow(turn: Turn) -> Answer:
        begun.append(turn.incoming.message)
        if turn.incoming.address.chat == "hoa":
            await finish.wait()
        return Answer(text="Done")

    def clock() -> datetime:
        looked.append("when it begins, and when the address is its own")
        return NOON

    speaks(postgres_hall, {"otherwise": Step(slow)})
    postgres_hall.conversation.clock = clock
    handle = postgres_hall.conversation.handle
    async with asyncio.TaskGroup() as tasks:
        for number in range(5):
            tasks.create_task(handle(typed("hoa", "x", f"m{number}")))
        for number in range(5):  # others go on meanwhile, one after the other
            await handle(typed("lan", "x", f"lan {number}"))
        assert len(looked) == 2 * (1 + 5)
        finish.set()
    assert [one for one in begun if one[0] == "m"] == [f"m{number}" for number in range(5)]


# --- What goes wrong in a handler ----------------------------------------------------------------


async def test_a_refusal_undoes_what_was_written_and_keeps_the_question(hall: Village) -> None:
    async def refuse(turn: Turn) -> Answer:
        await leave(turn.db, "inside")
        turn.outside.append(count)
        raise UserError("Only up to 500.")

    async def count(db: Connection) -> None:
        await leave(db, "outside")

    speaks(hall, {"chosen": Step(refuse)})
    await hall("""
        hoa > so du
        hoa < Shall I?
        hoa > 1
        hoa < Only up to 500.
    """)
    assert await traces(hall.database) == ["outside"]
    speaks(hall, {})
    await hall("""
        hoa # No
        hoa < You chose no
    """)


async def test_a_crash_undoes_is_logged_once_and_apologises_once(
    hall: Village, caplog: pytest.LogCaptureFixture
) -> None:
    async def crash(turn: Turn) -> Answer:
        await leave(turn.db, "inside")
        raise ZeroDivisionError

    speaks(hall, {"chosen": Step(crash)})
    await hall("""
        hoa > so du
        hoa < Shall I?
        hoa > 1
        hoa < Sorry, I stumbled just now. Nothing was written down. Please try again.
    """)
    assert await traces(hall.database) == []
    errors = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert [one.message for one in errors] == ["step chosen crashed"]
    assert errors[0].exc_info
    speaks(hall, {})
    await hall("""
        hoa # No
        hoa < You chose no
    """)


async def test_what_the_database_refuses_leaves_the_turn_usable(hall: Village) -> None:
    async def twice(turn: Turn) -> Answer:
        await leave(turn.db, "the same")
        await leave(turn.db, "the same")
        return Answer(text="Never")

    speaks(hall, {"balance": Step(twice)})
    await hall("""
        hoa > so du
        hoa < Sorry, I stumbled
        hoa > menu
        hoa < Menu
    """)


async def test_the_log_has_a_line_for_each_turn_and_no_words(
    hall: Village, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    await hall("""
        hoa > so du
        hoa < Shall I?
        hoa > một lát nữa
        hoa < You chose later
    """)
    lines = [one.message for one in caplog.records if one.name == "bot.turn"]
    assert [line.split()[2] for line in lines] == ["step=balance", "step=chosen"]
    assert all(line.endswith("outcome=ok") for line in lines)
    for private in ("hoa", "Hoa", "so du", "một", "Shall"):
        assert private not in caplog.text


# --- Two turns in each other's way ---------------------------------------------------------------


async def test_two_turns_that_lock_crosswise_both_succeed(postgres_hall: Village) -> None:
    ids = postgres_hall.ids
    both = asyncio.Barrier(2)
    met: set[str] = set()

    async def lock(turn: Turn, short: str) -> None:
        one = update(t.Member).where(t.Member.id == ids[short])
        await turn.db.execute(one.values(phone=t.Member.phone + "+"))

    async def cross(turn: Turn) -> Answer:
        mine = turn.incoming.address.chat
        await lock(turn, mine)
        if mine not in met:
            met.add(mine)
            await both.wait()
        await lock(turn, "lan" if mine == "hoa" else "hoa")
        return Answer(text="Done")

    speaks(postgres_hall, {"otherwise": Step(cross)})
    await asyncio.gather(
        *(postgres_hall.conversation.handle(typed(who, "x", "m1")) for who in ("hoa", "lan"))
    )
    await postgres_hall.delivery.deliver()
    await postgres_hall("""
        hoa < Done
        lan < Done
    """)
    async with postgres_hall.database.read() as db:
        assert set((await db.execute(select(t.Member.phone))).scalars()) == {"++"}


@pytest.mark.parametrize(("failures", "answered"), [(1, True), (2, True), (3, False)])
async def test_a_failed_serialization_is_tried_three_times(
    postgres_hall: Village, failures: int, answered: bool
) -> None:
    left = [1] * failures

    async def unlucky(turn: Turn) -> Answer:
        await leave(turn.db, "once")
        if left:
            left.pop()
            fail = "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$"
            await turn.db.execute(text(fail))
        return Answer(text="Done")

    speaks(postgres_hall, {"otherwise": Step(unlucky)})
    try:
        await postgres_hall.send(typed("hoa", "x", "m1"))
    except DBAPIError:
        assert not answered
    else:
        assert answered
        await postgres_hall("hoa < Done")
    assert await traces(postgres_hall.database) == ["once"] * answered


async def test_two_quick_taps_of_a_button_have_one_effect(hall: Village) -> None:
    made = await offer(hall, "hoa")
    async with another_process(hall) as other:
        await asyncio.gather(
            hall.conversation.handle(pressed("hoa", f"o{made}:yes", "m1")),
            hall.conversation.handle(pressed("hoa", f"o{made}:yes", "m2")),
            other.handle(pressed("hoa", f"o{made}:yes", "m3")),
        )
    await hall.delivery.deliver()
    said = sorted(reply.text for reply in hall.phones.by_chat["hoa"].last)
    assert said == ["Taken: yes", *["You already chose “Yes, do” at 12:00."] * 2]
    assert await traces(hall.database) == [f"yes of offer:{made}"]
