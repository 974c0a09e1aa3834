"""Kill -9 of one of two processes while members pay, in short; `make proof` does it 40 times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pair_killed import PairKilled

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("killed")]


def test_kills_of_one_of_two_lose_no_payment_and_post_none_twice(
    tmp_path: Path, postgres_url: str
) -> None:
    PairKilled(tmp_path, postgres_url, people=4, kills=2).proves("Two processes")
