"""Who waits for a loan: the list, its order, and the head who sets it."""

from __future__ import annotations

import pytest

from tests.lending import asks, keep_cash, live_with
from tests.village import Village


@pytest.fixture
async def club(village: Village) -> Village:
    """Hoa has borrowed before and waits longest; Thảo is near-poor, Thu's household poor."""
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await live_with(village, "thao", "N1", "near_poor")
    await live_with(village, "thu", "N2", "poor")
    await asks(village, "hoa", 3_000_000, days_ago=20)
    await asks(village, "thao", 4_000_000, days_ago=2)
    await asks(village, "thu", 6_000_000)
    return village


async def test_the_list_has_each_place_its_reason_and_each_figure(club: Village) -> None:
    await club("""
        tu > xét đơn vay
        tu < These wait, in the club's order: \
(1) Thu 6,000,000 đ: poor household, has never borrowed, asked today \
(2) Thảo 4,000,000 đ: near-poor household, has never borrowed, waits 2 days \
(3) Ms Hoa Bính 3,000,000 đ: waits 20 days \
The loan fund has 8,000,000 đ in cash and 0 đ in the bank. \
Promised and not paid out yet: 0 đ. Deposits to give back: 0 đ. It can lend 8,000,000 đ today.
    """)


async def test_two_who_are_called_the_same_are_told_apart(club: Village) -> None:
    await club.join("thao2", "Hà Thị Thảo", birth_year=1959, hamlet="xóm 3")
    await asks(club, "thao2", 3_000_000)
    await club("""
        tu > xét đơn vay
        tu < Lò Thị Thảo 4,000,000 đ … Hà Thị Thảo (xóm 3) 3,000,000 đ
        tu # Hà Thị Thảo
        tu < Hà Thị Thảo (xóm 3) asks for 3,000,000 đ
    """)


async def test_an_application_is_found_by_a_name_that_is_typed(club: Village) -> None:
    await club("""
        tu > xét đơn vay
        tu < These wait
        tu > bà Hoa
        tu < Ms Hoa Bính asks for 3,000,000 đ
        tu > xét đơn vay
        tu < These wait
        tu > ông Khải
        tu < I find no application of that name.
        tu > 2
        tu < Thảo asks for 4,000,000 đ
        tu # Never mind
        tu < nothing was written down
    """)


async def test_the_head_puts_what_goes_first_in_order_and_the_board_hears_of_it(
    club: Village,
) -> None:
    await club("""
        minh > các đơn xin vay
        minh < These wait
        minh # Change the order
        minh < This goes first, then the next: (1) Poor households (2) Near-poor households \
(3) Households in hardship (4) Who has never borrowed (5) Who waits longest \
What shall I move to the very front?
        minh # Who waits longest
        minh < (1) Who waits longest (2) Poor households
        minh # It is right so
        minh < All right, this is the order from now on. I told the board.
        lan < Mr Minh has changed who is lent to first: (1) Who waits longest (2) Poor households
        tu < Mr Minh has changed
        thu < Mr Minh has changed
        tu > các đơn xin vay
        tu < (1) Ms Hoa Bính 3,000,000 đ: waits 20 days (2) Thảo 4,000,000 đ: waits 2 days, \
near-poor household, has never borrowed (3) Thu
        minh > đổi thứ tự cho vay
        minh < (1) Who waits longest
        minh # The usual order
        minh < (1) Poor households
        minh # Never mind
        minh < nothing was written down
    """)


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("tu", "The head sets the order. Please ask the head."),
        ("hoa", "That is the board's work."),
    ],
)
async def test_only_the_head_sets_the_order(club: Village, who: str, answer: str) -> None:
    await club(f"""
        {who} > đổi thứ tự cho vay
        {who} < {answer}
    """)


async def test_a_member_who_asks_for_the_list_can_ask_for_a_loan(club: Village) -> None:
    await club("""
        thao > các đơn xin vay
        thao < The board's list of applications is for the board.
        thao > đơn xin vay
        thao < 4,000,000 đ
    """)


async def test_an_officer_who_has_asked_for_nothing_means_those_of_others(club: Village) -> None:
    await club("""
        tu > đơn xin vay
        tu < These wait, in the club's order: (1) Thu
    """)


async def test_with_nobody_waiting_the_figures_are_shown_all_the_same(village: Village) -> None:
    await village("""
        tu > các đơn xin vay
        tu < No application waits. The loan fund has 0 đ in cash and 0 đ in the bank. \
Promised and not paid out yet: 0 đ. Deposits to give back: 0 đ. It can lend 0 đ today.
    """)


async def test_what_was_settled_while_the_list_was_open_is_said(club: Village) -> None:
    await club("""
        tu > xét đơn vay
        tu < These wait
        thao > rút đơn
        thao < Take back
        thao # Yes
        thao < Taken back
        minh < Thảo has taken back
        tu < Thảo has taken back
        tu # Thảo
        tu < That was settled in the meantime.
    """)
