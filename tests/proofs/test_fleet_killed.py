"""Kill -9 at 40 random moments of one of two processes while members pay: nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pair_killed import PairKilled

pytestmark = [pytest.mark.proof, pytest.mark.process]

PEOPLE, KILLS, RESTS = 12, 40, 24


def test_forty_kills_of_one_of_two_lose_no_payment_and_post_none_twice(
    tmp_path: Path, postgres_url: str
) -> None:
    killed = PairKilled(tmp_path, postgres_url, people=PEOPLE, kills=KILLS, rests=RESTS)
    killed.proves("Two processes")
