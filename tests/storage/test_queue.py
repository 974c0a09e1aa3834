"""The order of those who wait for a loan, and what the fund can lend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.books import Fund
from bot.storage import means, queue
from bot.storage.applications import Application
from bot.storage.engine import Database
from bot.storage.loan_numbers import next_number
from bot.storage.queue import USUAL, Place
from tests.lending import asks, keep_cash, live_with
from tests.village import Village

NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)


def place(number: int, hardship: str = "", *, has_borrowed: bool = False, days: int = 0) -> Place:
    return Place(
        application=Application(
            id=number,
            club_id=1,
            member_id=number,
            product_id=1,
            purpose="",
            amount=1,
            periods=12,
            first_due=date(2026, 12, 10),
            who_else="",
            entered_by=None,
            asked_at=NOON - timedelta(days=days),
            status="waiting",
            resolution_id=None,
            loan_id=None,
        ),
        hardship=hardship,
        has_borrowed=has_borrowed,
    )


def order(places: Sequence[Place], rule: Sequence[str] = USUAL) -> list[int]:
    return [one.application.id for one in queue.ordered(places, rule)]


def test_poor_before_near_poor_before_hardship_before_who_never_borrowed() -> None:
    found = [
        place(1, "average", has_borrowed=True, days=30),
        place(2, "average"),
        place(3, "hardship", has_borrowed=True),
        place(4, "near_poor", has_borrowed=True),
        place(5, "poor", has_borrowed=True),
    ]
    assert order(found) == [5, 4, 3, 2, 1]


def test_among_equals_who_waits_longest_goes_first() -> None:
    found = [place(1, "poor", days=1), place(2, "poor", days=9), place(3, days=30)]
    assert order(found) == [2, 1, 3]


def test_another_rule_makes_another_order() -> None:
    found = [place(1, "poor", has_borrowed=True), place(2, days=1), place(3, "near_poor")]
    assert order(found, ("never", "waiting")) == [2, 3, 1]
    assert order(found, ("waiting",)) == [2, 1, 3]


def test_the_reasons_stand_in_the_order_of_the_rule() -> None:
    assert place(1, "poor").reasons(USUAL) == ("poor", "never", "waiting")
    assert place(1, "average", has_borrowed=True).reasons(USUAL) == ("waiting",)
    assert place(1, "poor").reasons(("waiting", "never")) == ("waiting", "never")


PLACES = st.lists(
    st.builds(
        place,
        st.integers(1, 10_000),
        st.sampled_from(["", "poor", "near_poor", "hardship", "average", "better_off"]),
        has_borrowed=st.booleans(),
        days=st.integers(0, 400),
    ),
    unique_by=lambda one: one.application.id,
    max_size=12,
)


@given(found=PLACES, rule=st.permutations(USUAL))
def test_the_order_is_the_same_whatever_came_first_and_the_rules_first_counts_most(
    found: list[Place], rule: list[str]
) -> None:
    placed = queue.ordered(found, rule)
    assert placed == queue.ordered(reversed(found), rule)
    ranks = [one.rank(rule[0]) for one in placed]
    assert ranks == sorted(ranks)


async def test_the_queue_knows_hardship_and_who_was_ever_lent_to(village: Village) -> None:
    await live_with(village, "thu", "N1", "poor")
    await asks(village, "hoa", days_ago=3)
    await asks(village, "thu")
    async with village.database.read() as db:
        found = await queue.waiting(db, village.club)
    assert [(one.hardship, one.has_borrowed) for one in found] == [("poor", False), ("", True)]


async def test_a_club_keeps_its_own_rule(village: Village) -> None:
    async with village.database.write() as db:
        assert await queue.rule_of(db, village.club) == USUAL
        await queue.set_rule(db, village.club, ("never", "waiting"))
        assert await queue.rule_of(db, village.club) == ("never", "waiting")


async def test_what_can_be_lent_is_cash_and_bank_without_what_is_promised_and_owed(
    village: Village,
) -> None:
    await keep_cash(village, "lan", 8_000_000, bank=2_000_000, deposits=500_000)
    await keep_cash(village, "tu", 1_000_000)
    await keep_cash(village, "lan", 9_000_000, fund=Fund.ACTIVITY)
    async with village.database.read() as db:
        found = await means.of_club(db, village.club)
        kept = await means.kept(db, village.club)
    assert (found.cash, found.bank, found.promised, found.owed) == (
        9_000_000,
        2_000_000,
        0,
        500_000,
    )
    assert found.free == 10_500_000
    assert kept == {village.ids["lan"]: 8_000_000, village.ids["tu"]: 1_000_000}


@pytest.mark.parametrize(
    ("numbers", "year", "following"),
    [
        ([], 2026, "KU-01"),
        (["KU-1", "KU-2"], 2026, "KU-3"),
        (["KU-01", "KU-09"], 2026, "KU-10"),
        (["KU-09", "KU-02"], 2026, "KU-10"),
        (["7", "8"], 2026, "9"),
        (["001", "002"], 2026, "003"),
        (["12/2026"], 2026, "13/2026"),
        (["12/2026"], 2027, "01/2027"),
        (["KU-07/2026", "KU-03/2025"], 2026, "KU-08/2026"),
        (["2026-012"], 2026, "2026-013"),
        (["2026-012"], 2027, "2027-001"),
        (["A", "B"], 2026, "KU-01"),
        (["KU-01", "bà Hoa"], 2026, "KU-02"),
        (["KU-hoa", "KU-binh"], 2026, "KU-01"),
    ],
)
def test_loans_are_numbered_as_the_club_numbers_them(
    numbers: list[str], year: int, following: str
) -> None:
    assert next_number(numbers, year) == following


@given(numbers=st.lists(st.text("KU-/ 0123456789x", max_size=9), max_size=9))
def test_a_new_number_is_never_one_that_there_is(numbers: list[str]) -> None:
    assert next_number(numbers, 2026) not in numbers


@pytest.fixture
async def village(database: Database) -> Village:
    """A club in which Hoa has a loan."""
    village = Village(database)
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer")
    await village.join("tu", "Trần Văn Tư", "accountant", sex="male")
    await village.join("thu", "Phạm Thị Thu")
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.lend("hoa")
    return village
