"""What a bot hears and says is counted by the month, each message once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.chat import TryLater
from bot.conversation import Conversation
from bot.handlers import HANDLERS
from bot.reminders import delivery as module
from bot.storage import tables as t
from bot.storage.engine import Connection
from tests.explained import told
from tests.planned import PLANS, PlannedOffice
from tests.post_office import PostOffice, running
from tests.small_talk import typed


@pytest.fixture
def planned(office: PostOffice) -> PlannedOffice:
    office.village.conversation = Conversation(
        office.database, HANDLERS, office.clock, locale="en", plans=PLANS
    )
    return PlannedOffice(office.village)


async def counted(office: PostOffice) -> list[tuple[str, int, int]]:
    """What is counted, by the month: heard and said."""
    async with office.database.read() as db:
        rows = await db.execute(select(t.BotMonth).order_by(t.BotMonth.month))
        return [(row.month.isoformat(), row.heard, row.said) for row in rows]


async def test_what_is_said_is_counted_when_its_fate_is_written(planned: PlannedOffice) -> None:
    await planned.queue("hoa", "1", "2")
    await planned.queue("lan", "3")
    assert await counted(planned) == []
    await planned.deliver_after()
    assert await counted(planned) == [("2026-11-01", 0, 3)]
    await planned.queue("lan", "4")
    await planned.deliver_after()
    assert (await planned.use()).messages == 4


async def test_what_did_not_leave_is_not_counted(planned: PlannedOffice) -> None:
    await planned.queue("hoa", "later")
    planned.postman.fails["later"] = [TryLater(5)]
    await planned.deliver_after()
    assert await counted(planned) == []
    await planned.deliver_after(seconds=5)
    assert await counted(planned) == [("2026-11-01", 0, 1)]


async def test_each_message_that_is_heard_counts_once(planned: PlannedOffice) -> None:
    conversation = planned.village.conversation
    for message in ("m1", "m1", "m2"):
        await conversation.handle(typed("hoa", "menu", message))
    await conversation.handle(typed("lan", "menu", "m1"))
    assert await counted(planned) == [("2026-11-01", 3, 0)]
    await planned.deliver_after()
    assert (await planned.use()).messages == 6  # and three answers


async def test_a_turn_counts_last_as_others_of_its_bot_wait_from_there_on(
    planned: PlannedOffice,
) -> None:
    with told(planned.database) as statements:
        await planned.village.conversation.handle(typed("hoa", "menu", "m1"))
    asked = [one for one, _given in statements]
    assert [place for place, one in enumerate(asked) if "bot_months" in one] == [len(asked) - 1]


async def test_what_a_handler_refuses_was_heard_all_the_same(planned: PlannedOffice) -> None:
    await planned.village.conversation.handle(typed("hoa", "thông báo", "m1"))
    assert await counted(planned) == [("2026-11-01", 1, 0)]


async def test_a_platform_without_a_plan_is_not_counted(office: PostOffice) -> None:
    await office.village.conversation.handle(typed("hoa", "menu", "m1"))
    await office.deliver_after()
    assert await counted(office) == []


async def test_a_month_begins_at_midnight_in_vietnam(planned: PlannedOffice) -> None:
    planned.clock.now = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    await planned.queue("hoa", "in November")
    await planned.deliver_after()
    await planned.queue("hoa", "in December")
    await planned.deliver_after(minutes=1)
    assert await counted(planned) == [("2026-11-01", 0, 1), ("2026-12-01", 0, 1)]
    assert (await planned.use()).messages == 1


async def test_whoever_ever_wrote_is_counted_once(planned: PlannedOffice) -> None:
    await planned.queue("hoa", "hello")
    await planned.deliver_after()
    assert (await planned.use()).people == 4
    await planned.village.conversation.handle(typed("stranger", "menu", "m1"))
    planned.clock.pass_by(days=60)
    await planned.village.conversation.handle(typed("stranger", "menu", "m2"))
    assert (await planned.use()).people == 5


async def test_nothing_that_was_spent_is_forgotten_while_the_database_is_down(
    planned: PlannedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    write, looks = planned.database.write, 0

    @asynccontextmanager
    async def failing() -> AsyncIterator[Connection]:
        nonlocal looks
        looks += 1
        if 2 <= looks <= 4:
            raise ConnectionRefusedError
        async with write() as db:
            yield db

    await planned.queue("hoa", "hello")
    monkeypatch.setattr(planned.delivery.database, "write", failing)
    async with running(planned.delivery):
        await planned.until_fate("hello", "sent")
    assert looks > 4
    assert await counted(planned) == [("2026-11-01", 0, 1)]


async def test_two_processes_count_together(postgres_office: PostOffice) -> None:
    office = PlannedOffice(postgres_office.village)
    for chat in ("hoa", "lan", "tu", "binh"):
        await office.queue(chat, *(f"{chat} {number}" for number in range(5)))
    async with running(office.delivery, office.process("second")):
        for chat in ("hoa", "lan", "tu", "binh"):
            await office.until_fate(f"{chat} 4", "sent")
    assert await counted(office) == [("2026-11-01", 0, 20)]


async def test_what_was_used_last_month_is_no_longer_counted(planned: PlannedOffice) -> None:
    await planned.used(99)
    assert (await planned.use()).messages_left == 1
    planned.clock.pass_by(days=10)
    assert (await planned.use()).messages_left == 100
    assert planned.clock.now - timedelta(days=10) < datetime(2026, 12, 1, tzinfo=UTC)
