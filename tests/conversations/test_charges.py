"""Charges of a club's own paper rules: agreed by two, told kindly, paid in order, waived."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.storage import loans
from bot.storage import tables as t
from tests.village import Village

TODAY = date(2026, 11, 21)
CHARGED = """
    thu > ghi phí phạt bà Hoa
    thu < How much do the club's own rules ask of Ms Hoa Bính for loan KU-hoa?
    thu > 20k
    thu < What is it by the club's rules?
    thu # For paying late
    thu < Why, and by which rule of the club? In a few words; Ms Hoa Bính reads them.
    thu > nộp chậm kỳ trước, điều 5 quy chế
    thu < Since which day?
    thu # Since today
    thu < Ms Hoa Bính, loan KU-hoa: 20,000 đ (twenty thousand đồng), for paying late, since \
21 Nov 2026. Why: nộp chậm kỳ trước, điều 5 quy chế. Shall I ask the board?
    thu # Yes, 20,000 đ
    thu < I have asked
    minh < Thu asks to write down for loan KU-hoa of Ms Hoa Bính, by the club's own rules: \
20,000 đ (twenty thousand đồng), for paying late, since 21 Nov 2026.
    tu < Thu asks
    minh # I agree
    minh < Written for loan KU-hoa of Ms Hoa Bính: 20,000 đ, for paying late. I told Ms Hoa Bính.
    hoa < By the club's own rules the board has written 20,000 đ beside loan KU-hoa: nộp chậm kỳ \
trước, điều 5 quy chế. It can be paid with the next instalment. … two of them can waive it.
    thu < It is decided
"""


async def charges_left(village: Village) -> int:
    async with village.database.read() as db:
        (loan,) = await loans.open_loans(db, village.ids["hoa"])
    return loan.standing(TODAY).charges_left


async def test_a_charge_is_agreed_by_two_and_stands_on_a_line_of_its_own(
    village: Village,
) -> None:
    await village(CHARGED)
    await village("""
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ to pay to the fund. Next: 70,000 đ, on 10 Dec 2026. \
Of that, 20,000 đ is by the club's own rules.
        hoa # How it is counted
        hoa < 20,000 đ is for paying late, by the club's paper rules.
        lan > hoa
        lan < Next: 70,000 đ … Of that, 20,000 đ is by the club's own rules.
    """)


async def test_a_payment_pays_the_charge_in_the_clubs_order(village: Village) -> None:
    await village(CHARGED)
    await village("""
        lan > hoa
        lan < Next: 70,000 đ
        lan # Receive 70,000 đ
        lan < 70,000 đ (seventy thousand đồng): interest 50,000 đ, \
late charge 20,000 đ. Is that right?
        lan # I hold all 70,000 đ
        lan < Written down: Ms Hoa Bính 70,000 đ
        hoa < Split: interest 50,000 đ, late charge 20,000 đ. … Left of the loan: 5,000,000 đ
    """)
    assert await charges_left(village) == 0


async def test_what_is_left_of_a_charge_is_waived_by_two(village: Village) -> None:
    await village(CHARGED)
    await village("""
        lan > nhận tiền bà Hoa 15k
        lan < 15,000 đ (fifteen thousand đồng): late charge 15,000 đ. Is that right?
        lan # I hold all 15,000 đ
        lan < Written down
        hoa < Receipt
        lan > miễn phí phạt bà Hoa
        lan < Why?
        lan # Illness in the house
        lan < Shall Ms Hoa Bính not have to pay 5,000 đ by the club's own rules, loan KU-hoa?
        lan # Yes, 5,000 đ
        lan < I have asked
        minh < Lan asks that Ms Hoa Bính need not pay 5,000 đ by the club's own rules, loan \
KU-hoa: Illness in the house. Do you agree?
        tu < Lan asks
        tu # I agree
        tu < Ms Hoa Bính need not pay 5,000 đ by the club's own rules, loan KU-hoa. I told
        hoa < Good news: you need not pay the 5,000 đ by the club's rules, loan KU-hoa.
        lan < It is decided
        minh # I agree
        minh < The board agreed to that
        hoa > con no bao nhieu
        hoa < Next: 50,000 đ, on 10 Dec 2026.
        lan > miễn phí phạt bà Hoa
        lan < Nothing by the club's own rules is left to pay for loan KU-hoa.
    """)
    assert await charges_left(village) == 0


async def test_of_two_charges_the_chosen_one_is_waived(village: Village) -> None:
    await village(CHARGED)
    await village(
        CHARGED.replace("For paying late", "A fee")
        .replace("for paying late", "a fee")
        .replace("20,000 đ", "5,000 đ")
        .replace("20k", "5k")
        .replace("twenty", "five")
    )
    await village("""
        thu > miễn phí phạt bà Hoa
        thu < Which one shall Ms Hoa Bính not have to pay?
        thu # 20,000 đ, for paying late, 21 Nov
        thu < Why?
        thu > nhà có tang
        thu < Shall Ms Hoa Bính not have to pay 20,000 đ
        thu # Yes, 20,000 đ
        thu < I have asked
        minh < 20,000 đ
        tu < 20,000 đ
        tu # I agree
        tu < need not pay 20,000 đ
        hoa < you need not pay the 20,000 đ
        thu < It is decided
        hoa > con no bao nhieu
        hoa < Next: 55,000 đ, on 10 Dec 2026. Of that, 5,000 đ is by the club's own rules.
    """)


async def test_a_charge_paid_meanwhile_needs_no_waiving(village: Village) -> None:
    await village(CHARGED)
    await village("""
        thu > miễn phí phạt bà Hoa
        thu < Why?
        thu > nhà có tang
        thu < Shall Ms Hoa Bính not
        thu # Yes
        thu < I have asked
        minh < 20,000 đ
        tu < 20,000 đ
        lan > hoa
        lan < Next: 70,000 đ
        lan # Receive 70,000 đ
        lan < Is that right
        lan # I hold all
        lan < Written down
        hoa < Receipt
        tu # I agree
        tu < That is paid or waived by now.
        thu < Nobody decides this any more: That is paid or waived by now.
    """)


async def test_one_officer_alone_writes_no_charge(village: Village) -> None:
    before_the_second = CHARGED.split("    minh # I agree", maxsplit=1)[0]
    await village(before_the_second)
    assert await charges_left(village) == 0
    await village("""
        minh # I do not agree
        minh < Why not?
        minh > bà ấy đang ốm
        minh < everything stays as it is
        thu < Minh does not agree: bà ấy đang ốm
        hoa > con no bao nhieu
        hoa < Next: 50,000 đ
    """)
    async with village.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(t.Charge)) == 0


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("20/11", "since 20 Nov 2026"), ("10/11", "since 10 Nov 2026")],
)
async def test_the_day_may_be_past_but_not_before_the_loan_or_to_come(
    village: Village, typed: str, heard: str
) -> None:
    await village(f"""
        thu > ghi phí phạt bà Hoa
        thu < How much
        thu > 20k
        thu < What is it
        thu # A fee
        thu < Why
        thu > điều 5 quy chế
        thu < Since which day?
        thu > 1/11
        thu < A day from 10 Nov 2026 to today, please
        thu > 25/11
        thu < A day from 10 Nov 2026 to today, please
        thu > {typed}
        thu < a fee, {heard}
    """)


async def test_more_than_the_loan_is_asked_back(village: Village) -> None:
    await village("""
        thu > ghi phí phạt bà Hoa
        thu < How much
        thu > 20tr
        thu < That is more than what is left of the loan, 5,000,000 đ.
    """)


async def test_nobody_writes_a_charge_on_a_loan_of_her_own_house(village: Village) -> None:
    await village.lend("minh")
    await village("""
        minh > ghi phí phạt Minh
        minh < You are too near to this to ask for it.
    """)


async def test_the_buttons_are_in_the_matters_of_a_member(village: Village) -> None:
    await village("""
        thu > bình
        thu < Vi Văn Bình
        thu # In trouble, or has left
        thu < Mr Bình
        thu # A charge by the club's own rules
        thu < How much do the club's own rules ask of Mr Bình
    """)
