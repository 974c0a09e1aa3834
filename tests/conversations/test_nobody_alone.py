"""What a member asked for and two decided, no officer ends alone and unheard."""

from __future__ import annotations

import pytest

from tests.conversations.test_paying_out import agree
from tests.lending import application, asks, keep_cash, live_with
from tests.village import Village


@pytest.fixture
async def club(village: Village) -> Village:
    """Lan keeps 8,000,000 đ; Thảo has no loan yet."""
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    return village


async def test_an_officer_does_not_take_back_what_a_member_asks_for(club: Village) -> None:
    number = await asks(club, "thao")
    await club("""
        thu > bà Thảo vay 5 triệu
        thu < 5,000,000 đ
        thu > rút đơn
        thu < Only Thảo takes that back, or who wrote it down. You can say no to it where the
    """)
    assert "Take it back" not in [one.label for one in club.choices("thu")]
    assert (await application(club, number)).status == "waiting"


async def test_who_wrote_it_down_takes_it_back_and_the_member_hears_who_did(club: Village) -> None:
    number = await asks(club, "thao", entered_by="thu")
    await club("""
        thu > bà Thảo vay 5 triệu
        thu < 5,000,000 đ
        thu # Take it back
        thu < Take back the application for 5,000,000 đ?
        thu # Yes, take it back
        thu < Taken back
        thao < Thu has taken back the application for 5,000,000 đ that was written down for you.
        minh < Thu has taken back the application of Thảo for 5,000,000 đ.
        tu < Thu has taken back the application of Thảo for 5,000,000 đ.
    """)
    assert (await application(club, number)).status == "withdrawn"


UNWANTED = """
    thu > các đơn xin vay
    thu < Thảo
    thu # Pay out: Thảo
    thu < Thảo is to get 5,000,000 đ.
    thu # It is no longer wanted
"""


async def test_that_a_loan_is_no_longer_wanted_is_told_to_the_board_with_who_said_so(
    club: Village,
) -> None:
    number = await asks(club, "thao")
    await agree(club)
    await club(
        UNWANTED
        + """
        thu < Thảo does not want the 5,000,000 đ any more. Is that right?
        thu # Yes
        thu < Noted. That money can be lent again.
        thao < Thu noted that you no longer want the 5,000,000 đ.
        lan < Thảo does not want the 5,000,000 đ any more … Thu noted that.
        minh < Thảo does not want the 5,000,000 đ any more … Thu noted that.
        tu < Thảo does not want the 5,000,000 đ any more … Thu noted that.
    """
    )
    assert (await application(club, number)).status == "withdrawn"


async def test_kin_do_not_say_that_a_loan_is_no_longer_wanted(club: Village) -> None:
    await live_with(club, "thu", "T")
    await live_with(club, "thao", "T")
    number = await asks(club, "thao")
    await agree(club)
    await club(
        UNWANTED
        + """
        thu < You are too near to this. Another officer must say so.
    """
    )
    assert (await application(club, number)).status == "agreed"


async def test_from_a_shared_phone_nobody_says_so_either(club: Village) -> None:
    number = await asks(club, "thao")
    await agree(club)
    await club.link("binh", "thu")
    await club("""
        thu > menu
        thu < Who is holding the phone
        thu # Thu
        thu < What can I do
    """)
    await club(
        UNWANTED
        + """
        thu < Others use this phone, too. Please do this on a phone of your own.
    """
    )
    assert (await application(club, number)).status == "agreed"


async def test_what_was_agreed_for_another_is_not_taken_back_as_ones_own(club: Village) -> None:
    number = await asks(club, "thao")
    await club("""
        thu > bà Thảo vay 5 triệu
        thu < 5,000,000 đ
    """)
    await agree(club)
    await club("""
        thu > rút đơn
        thu < Thảo does not want the 5,000,000 đ any more. Is that right?
        thu # Yes
        thu < Noted. That money can be lent again.
        thao < Thu noted that you no longer want the 5,000,000 đ.
        lan < Thu noted that.
        minh < Thu noted that.
        tu < Thu noted that.
    """)
    assert (await application(club, number)).status == "withdrawn"
