"""The demo club: believable, free of mistakes, and the same as its generator makes."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path

import pytest

from bot.papers.roster_reader import read_roster
from bot.roster import Roster

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture(scope="module")
def demo() -> Roster:
    roster, mistakes, _ = read_roster([DEMO / "cau-lac-bo-mau.xlsx"])
    assert mistakes == []
    assert roster is not None
    return roster


def test_the_sheet_is_what_its_generator_makes(demo: Roster) -> None:
    assert runpy.run_path(str(DEMO / "make_demo.py"))["demo_roster"]() == demo


def test_the_only_warning_is_the_old_loan_above_the_cap() -> None:
    (warning,) = read_roster([DEMO / "cau-lac-bo-mau.xlsx"])[2]
    assert (warning.sheet, warning.column, warning.found) == (
        "Khoản vay",
        "Lãi suất (% mỗi tháng)",
        "2",
    )


def test_the_people_are_like_those_of_a_real_club(demo: Roster) -> None:
    year = demo.club.as_of.year
    hardship = Counter(row.hardship for row in demo.members)
    names = Counter(row.name for row in demo.members)
    homes = Counter(row.household for row in demo.members)
    hoas = [row for row in demo.members if row.name == "Nguyễn Thị Hoa"]
    assert len(demo.members) == 55
    assert sum(row.sex == "female" for row in demo.members) == 40
    assert sum(year - (row.birth_year or year) >= 60 for row in demo.members) == 39
    assert 22 <= hardship["poor"] + hardship["near_poor"] + hardship["hardship"] <= 33
    assert names.most_common(2)[1][1] == 1
    assert len({(row.village_name, row.hamlet) for row in hoas}) == 3
    assert sorted(homes.values()) == [1] * 41 + [2] * 7


def test_everything_that_a_turn_can_meet_is_in_the_demo(demo: Roster) -> None:
    holders = {role: row.number for row in demo.members for role in row.roles}
    borrowers = {row.member for row in demo.loans}
    assert len(holders) == 6
    assert {holders["head"], holders["treasurer"]} <= borrowers
    assert len(borrowers) == len(demo.loans) == 20
    assert {row.way for row in demo.loans} == {"principal_at_end", "equal_principal"}
    assert sum(row.next_due <= demo.club.as_of for row in demo.loans) == 2
    assert [row.rate_bp for row in demo.loans if row.above_cap] == [200]
    assert {(row.where, row.fund) for row in demo.balances} == {
        ("cash", "income"),
        ("cash", "activity"),
        ("bank", "income"),
    }
