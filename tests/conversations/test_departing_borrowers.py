"""A member dies or leaves while a loan is asked for, promised or handed over."""

from __future__ import annotations

import pytest

from bot.storage import applications, handovers, loans
from tests.conversations.test_paying_out import GIVEN, agree, borrowed, broken
from tests.lending import asks, keep_cash
from tests.village import Village

DIED = """
    thu > bà Thảo mất rồi
    thu < Is it certain
    thu # Yes
    thu < Thảo has died.
    lan < Thảo has died.
    tu < Thảo has died.
    minh < Thảo has died.
"""
BACK = """
    minh # That was a mistake
    minh < Then Thảo is a member as before
    minh # Yes, Thảo
    minh < Good. Thảo is a member as before.
    lan < That was a mistake
    tu < That was a mistake
    thu < That was a mistake
"""


@pytest.fixture
async def club(village: Village) -> Village:
    """Lan keeps 8,000,000 đ; the board has agreed to lend Thảo 5,000,000 đ of it."""
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await agree(village)
    return village


async def statuses(village: Village) -> list[str]:
    async with village.database.read() as db:
        found = await applications.of_member(db, village.club, village.ids["thao"])
    return [one.status for one in found]


async def test_what_is_handed_over_is_named_and_its_loan_is_the_boards(club: Village) -> None:
    await club(GIVEN)
    await club("""
        thu > bà Thảo mất rồi
        thu < Is it certain
        thu # Yes
        thu < Thảo has died. … 5,000,000 đ of a new loan is said to be handed over and waits for\
 who saw it.
        lan < 5,000,000 đ of a new loan is said to be handed over
        tu < 5,000,000 đ of a new loan
        minh < 5,000,000 đ of a new loan
        minh # Yes, I saw it
        minh < It is in the book: Thảo
        lan < Mr Minh saw it, too. … Thảo has no phone here: please write the paper slip.
    """)
    (loan,) = await borrowed(club)
    assert loan.board_since == club.clock.now.date()
    await club("""
        minh > ai nộp chậm
        minh < With the board, nobody is reminded of it: Thảo, loan KU-01: 5,000,000 đ left
    """)
    await club(BACK)
    (loan,) = await borrowed(club)
    assert loan.board_since is None
    assert await broken(club) == []


async def test_cash_that_was_not_handed_over_is_promised_to_nobody(club: Village) -> None:
    await club(GIVEN)
    await club(DIED)
    await club("""
        minh # No, I did not see that
        minh < It is not written down
        lan < Mr Minh did not see 5,000,000 đ go to Thảo.
        minh > các đơn xin vay
        minh < No application waits. … It can lend 8,000,000 đ today.
    """)
    assert await statuses(club) == ["withdrawn"]


async def test_a_payout_that_is_mended_after_a_death_is_not_paid_out_anew(club: Village) -> None:
    await club(GIVEN)
    await club("""
        minh # Yes, I saw it
        minh < It is in the book
        thao < Payment slip
        lan < Mr Minh saw it
    """)
    await club(DIED)
    await club("""
        lan > sửa lại
        lan < Which entry
        lan # Paid out 5,000,000 đ
        lan < What was wrong
        lan # The sum is wrong
        lan < I asked Mr Minh.
        minh < asks to mend
        minh # Yes, mend it
        minh < does not count any more
        lan < Minh agreed
    """)
    assert await statuses(club) == ["withdrawn"]
    assert await broken(club) == []


async def test_a_promise_comes_back_where_the_fund_still_has_it(club: Village) -> None:
    await club(DIED)
    assert await statuses(club) == ["withdrawn"]
    await club(BACK)
    assert await statuses(club) == ["agreed"]


async def test_no_more_is_promised_than_the_fund_has(club: Village) -> None:
    await club(DIED)
    await club.join("hai", "Lò Văn Hai", sex="male", phone=None)
    await asks(club, "hai")
    await agree(club, "Mr Hai", who="")
    await club("""
        minh # That was a mistake
        minh < Then Thảo is a member as before
        minh # Yes, Thảo
        minh < Good. Thảo is a member as before. The loan of 5,000,000 đ is not promised any more
        lan < That was a mistake … The loan of 5,000,000 đ is not promised any more
        tu < That was a mistake
        thu < That was a mistake
        minh > các đơn xin vay
        minh < Promised, to be paid out: Mr Hai 5,000,000 đ … It can lend 3,000,000 đ today.
    """)
    assert await statuses(club) == ["withdrawn"]
    async with club.database.read() as db:
        assert not await handovers.unwitnessed(db, club.club)
        assert not await loans.open_loans(db, club.ids["thao"])


async def test_a_payout_of_which_the_rest_was_written_off_stays(club: Village) -> None:
    await club(GIVEN)
    await club("""
        minh # Yes, I saw it
        minh < It is in the book
        thao < Payment slip
        lan < Mr Minh saw it
        tu > xóa nợ Thảo
        tu < Why?
        tu > nhà cháy
        tu < Thảo is asked for nothing more
        tu # Ask the board
        tu < I have asked
        minh < would be written off
        minh # I agree
        minh < is written off
        thao < The board has closed
        tu < It is decided
        lan > sửa lại
        lan < Which entry
        lan # Paid out 5,000,000 đ
        lan < The board has written off what was left of this loan, so it stays in the book.
    """)
