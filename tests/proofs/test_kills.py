"""Kill -9 at random moments: no question is lost, none is answered more than twice."""

from __future__ import annotations

import random
import time
import uuid
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.program import Program, wait_for

KILLS = 12
HOA = "demo-8"
MOST_MS = 250  # a kill comes so long after the question at the latest


@pytest.mark.proof
@pytest.mark.process
def test_twelve_kills_lose_no_question_that_was_acknowledged(tmp_path: Path) -> None:
    """The page sends a question again until it is acknowledged; each must be answered."""
    chance = random.Random(2026)  # noqa: S311 -- the same moments each time
    asked = 0
    for _kill in range(KILLS):
        bot = Program(tmp_path)
        with bot:
            hoa = bot.window(HOA)
            question = {"id": str(uuid.uuid4()), "text": "con no bao nhieu"}
            pause = chance.uniform(0, MOST_MS) / 1000

            def kill(bot: Program = bot, pause: float = pause) -> None:
                time.sleep(pause)
                bot.kill()

            with suppress(OSError):  # the connection died with the process
                hoa.posts(question, meanwhile=kill)
        with Program(tmp_path) as again:
            assert again.window(HOA).posts(question) == 204
        asked += 1
    with Program(tmp_path) as bot:
        window = bot.window(HOA)

        def answered() -> int:
            lines = [line for line in window.history() if not line["mine"]]
            return sum("explain" in str(line["choices"]) for line in lines)

        wait_for(lambda: answered() >= asked)
        mine = Counter(line["message"] for line in window.history() if line["mine"])
        print(f"\n{KILLS} kills, {asked} questions, {answered()} answers")  # noqa: T201
        assert set(mine.values()) == {1}, "a question stands on the page twice"
        assert answered() <= 2 * asked
