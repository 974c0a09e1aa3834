"""What is done beside the turns."""

from __future__ import annotations

import asyncio

from bot.platforms.telegram_errands import AT_ONCE, WAITING, Errands


async def test_errands_go_a_few_at_a_time_and_too_many_are_left_undone() -> None:
    begun: list[int] = []
    done: list[int] = []
    gate = asyncio.Event()

    async def errand(number: int) -> None:
        begun.append(number)
        await gate.wait()
        if number == 3:
            raise ValueError(number)
        done.append(number)

    async with asyncio.TaskGroup() as tasks:
        errands = Errands(tasks)
        for number in range(WAITING + 50):
            errands.begin(errand(number))
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(begun) == AT_ONCE
        gate.set()
    assert done == [number for number in range(WAITING) if number != 3]


async def test_stopped_errands_are_left_and_no_more_are_begun() -> None:
    done: list[str] = []

    async def errand(name: str) -> None:
        done.append(name)

    async with asyncio.TaskGroup() as tasks:
        errands = Errands(tasks)
        errands.begin(errand("before"))
        errands.stop()
        errands.begin(errand("after"))
    assert done == []
