"""Whatever people press and type, alone or all at once, the books hold and nothing breaks."""

from __future__ import annotations

import asyncio
import logging
import random

import pytest

from bot.storage import proofs
from bot.storage.engine import Database
from tests.restless import BEGIN_TOGETHER, BOARD, Restless

STEPS = 360
SEEDS = (1, 2)


async def findings(village: Restless) -> list[str]:
    """What is wrong; a day may be below zero where an entry was taken back."""
    async with village.database.read() as db:
        return [
            f"{one.proof}: {dict(one.shown[0].row)}"
            async for one in proofs.prove(db, village.clock.now.date())
            if one.proof != "below_zero"
        ]


def failures(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What broke in the bot: for the person it is one apology."""
    return [
        record.getMessage() + "\n" + str(record.exc_info and record.exc_info[1])
        for record in caplog.records
        if record.levelno >= logging.ERROR
    ]


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_is_pressed_and_typed_the_books_hold(
    database: Database, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    village, chance = Restless(database), random.Random(seed)  # noqa: S311 -- the same again
    await village.settle_in()
    before, who = await village.entries(), ""
    for step in range(STEPS):
        who = village.next_person(chance, who)
        incoming = village.anything(chance, who)
        await village.send(incoming)
        if chance.random() < 0.2:  # the phone sends it again
            posted = await village.entries()
            await village.send(incoming)
            assert await village.entries() == posted
        if chance.random() < 0.05:
            village.clock.pass_by(days=chance.randint(1, 12))
        assert not failures(caplog), f"step {step}: {who} {incoming}"
        if step % 10 == 9:
            assert await findings(village) == [], f"step {step}"
    assert await findings(village) == []
    assert await village.entries() > before


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_is_pressed_and_typed_of_care_and_meetings_nothing_breaks(
    database: Database, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    village, chance = Restless(database), random.Random(seed)  # noqa: S311 -- the same again
    village.begin = BEGIN_TOGETHER
    await village.settle_in()
    who = ""
    for step in range(STEPS):
        who = village.next_person(chance, who)
        incoming = village.anything(chance, who)
        await village.send(incoming)
        if chance.random() < 0.2:  # the phone sends it again
            await village.send(incoming)
        if chance.random() < 0.05:
            village.clock.pass_by(days=chance.randint(1, 12))
        assert not failures(caplog), f"step {step}: {who} {incoming}"
    assert await findings(village) == []


async def test_all_at_once_on_two_processes_the_books_hold(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    seed = random.SystemRandom().randrange(10_000)
    chance = random.Random(seed)  # noqa: S311 -- the same again, by the seed
    one, other = Database(postgres_url), Database(postgres_url)
    village, beside = Restless(one), Restless(other)
    await village.settle_in()
    beside.club, beside.ids, beside.clock, beside.phones = (
        *(village.club, village.ids, village.clock),
        village.phones,
    )
    for step in range(STEPS // 3):
        people = chance.sample(sorted(BOARD), 3)
        deeds = [village.anything(chance, who) for who in people]
        twice = [deeds[0]] if chance.random() < 0.3 else []  # the same tap at both processes
        await asyncio.gather(
            village.conversation.handle(deeds[0]),
            *(beside.conversation.handle(deed) for deed in [*deeds[1:], *twice]),
        )
        await village.delivery.deliver()
        assert not failures(caplog), f"seed {seed}, step {step}: {deeds}"
        if step % 10 == 9:
            assert await findings(village) == [], f"seed {seed}, step {step}"
    await other.close()
    await one.close()
