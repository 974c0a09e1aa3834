"""Members' fees: taken, paid ahead, waived, set, and together with a loan on one slip."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from bot.money.books import Fund
from bot.storage import fee_rates, fees, loans
from bot.storage import tables as t
from tests.village import Village

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
async def village(village: Village) -> Village:
    """The usual village, where a member pays 5,000 đ a month; all have paid up to September."""
    async with village.database.write() as db:
        await village.ask_fee(db, 5_000, "poor")
        await db.execute(update(t.Member).values(fees_paid_to=date(2026, 9, 1)))
    return village


async def unpaid(village: Village, who: str) -> list[str]:
    async with village.database.read() as db:
        found = await fees.unpaid_months(db, village.club, [village.ids[who]], date(2026, 11, 21))
    return [month.isoformat()[:7] for month in found[village.ids[who]]]


async def test_a_fee_is_taken_for_the_oldest_months_and_has_a_slip(village: Village) -> None:
    await village("""
        lan > thu phí bà Hoa
        lan < Ms Hoa Bính has still to pay 10, 11/2026: 10,000 đ. How much was handed over?
        lan # 10,000 đ (2 months)
        lan < Ms Hoa Bính: 10,000 đ (ten thousand đồng), the member's fee of 10, 11/2026. \
Is that right?
        lan # I hold all 10,000 đ
        lan < Written down: Ms Hoa Bính (member's fee), 10,000 đ, slip 1/2026 (activity fund). \
Ms Hoa Bính gets the slip.
        hoa < Receipt 1/2026 (activity fund) Ms Hoa Bính paid 10,000 đ (ten thousand đồng) \
For: the member's fee of 10, 11/2026 Taken by: Lan
        hoa # That is right
        hoa < Thank you
        lan > đối chiếu
        lan < Everything in the book
        hoa > phí của tôi
        hoa < Your member's fees are all in the book.
        tu > hội phí
        tu < The fee is 5,000 đ a month. 5 members have still to pay, 50,000 đ together: … \
- Mr Bình: 10, 11/2026, 10,000 đ
    """)
    assert await unpaid(village, "hoa") == []


async def test_a_sum_beside_the_name_is_read_back_at_once_and_pays_ahead(
    village: Village,
) -> None:
    await village("""
        lan > thu phí bà Hoa 15k
        lan < 15,000 đ (fifteen thousand đồng), the member's fee of 10, 11, 12/2026.
        lan # I hold all
        lan < Written down
        hoa < Receipt
        lan > thu phí bà Hoa
        lan < Ms Hoa Bính has paid all fees up to now. For how many months ahead?
        lan # 5,000 đ
        lan < the member's fee of 1/2027
        lan # I hold all
        lan < slip 2/2026
        hoa < Receipt 2/2026
    """)


async def test_part_of_a_month_is_asked_back(village: Village) -> None:
    await village("""
        lan > thu phí bà Hoa 12k
        lan < A month is 5,000 đ; 12,000 đ is not a number of whole months.
        lan > thu phí
        lan < From whom?
        lan > bình
        lan < Mr Bình has still to pay
        lan # Another sum
        lan < How much is it
        lan > 5 triệu
        lan < is not a number of whole months
        lan > 5000
        lan < the member's fee of 10/2026
        lan # I hold all 5,000 đ
        lan < Mr Bình has no phone here: please write the paper slip. I ask Mr Minh to agree to it.
        minh < Lan wrote down: Mr Bình (member's fee), 5,000 đ
    """)
    assert await unpaid(village, "binh") == ["2026-11"]


async def test_mending_a_fee_makes_its_months_unpaid_again(village: Village) -> None:
    await village("""
        lan > thu phí bình 10k
        lan < 10,000 đ
        lan # I hold all
        lan < Written down
        minh < wrote down
        thu > sửa lại bình
        thu < Which entry
        thu # 10,000 đ, 21 Nov: Mr Bình (member's fee)
        thu < What was wrong
        thu # The sum is wrong
        thu < I asked
        minh < an entry of Mr Bình (member's fee): 10,000 đ
        minh # Yes, mend it
        minh < does not count … please write the paper slip
        thu < Minh agreed
        lan < Minh agreed
    """)
    assert await unpaid(village, "binh") == ["2026-10", "2026-11"]


async def test_two_officers_who_take_the_same_months_are_told(village: Village) -> None:
    for who in ("lan", "tu"):
        await village(f"""
            {who} > thu phí bình 10k
            {who} < the member's fee of 10, 11/2026
        """)
    await village("""
        lan # I hold all
        lan < Written down
        minh < wrote down
        tu # I hold all
        tu < Today 10,000 đ of Mr Bình is in the book already (12:00, Lan). Mr Bình: 10,000 đ \
(ten thousand đồng), the member's fee of 12/2026, 1/2027. Is that right?
        tu # Never mind
        tu < nothing was written down
    """)


async def test_nobody_takes_a_fee_of_her_own(village: Village) -> None:
    await village("""
        lan > thu phí Lan
        lan < For Lan only somebody else may confirm: Tư.
    """)


async def test_a_new_fee_is_told_to_all_and_leaves_the_months_before_as_they_were(
    village: Village,
) -> None:
    await village("""
        thu > đặt mức phí
        thu < The head decides on the fee.
        minh > đặt mức phí
        minh < How much is the member's fee a month?
        minh > 10k
        minh < Whose families pay no fee?
        minh # Poor and near-poor families
        minh < The member's fee: 10,000 đ a month; poor and near-poor families pay none. \
From which month on? All members are told.
        minh # 10,000 đ from 11/2026 on
        minh < From 11/2026 on the member's fee is 10,000 đ a month; poor and near-poor families \
pay none. I have told everybody who has a phone: 4.
        hoa < From 11/2026 on the member's fee is 10,000 đ a month
        lan < From 11/2026 on
        tu < From 11/2026 on
        thu < From 11/2026 on
        lan > thu phí bà Hoa
        lan < Ms Hoa Bính has still to pay 10, 11/2026: 15,000 đ.
        lan # 15,000 đ (2 months)
        lan < 15,000 đ (fifteen thousand đồng), the member's fee of 10, 11/2026.
        lan # I hold all 15,000 đ
        lan < Written down
        hoa < Receipt
        lan > bình
        lan < Fees of 2 months to pay: 15,000 đ.
    """)
    async with village.database.read() as db:
        asked = await fee_rates.rates(db, village.club)
        paid = await fees.months_of(db, village.club, village.ids["hoa"])
    assert (asked.of(NOVEMBER).amount, asked.of(NOVEMBER).free) == (
        10_000,
        frozenset({"poor", "near_poor"}),
    )
    assert [(one.month, one.amount) for one in paid] == [(OCTOBER, 5_000), (NOVEMBER, 10_000)]


async def test_a_fee_may_begin_with_the_next_month(village: Village) -> None:
    await village("""
        minh > đặt mức phí
        minh < How much
        minh > 8k
        minh < Whose families
        minh # Everybody pays
        minh < From which month on?
        minh # 8,000 đ from 12/2026 on
        minh < From 12/2026 on the member's fee is 8,000 đ a month. I have told
        hoa < From 12/2026 on
        lan < From 12/2026 on
        tu < From 12/2026 on
        thu < From 12/2026 on
        tu > hội phí
        tu < The fee is 5,000 đ a month. From 12/2026 on the member's fee is 8,000 đ a month. \
6 members
        lan > thu phí bình 12k
        lan < A month is 5,000 đ from 10/2026 on, 8,000 đ from 12/2026 on; 12,000 đ is not a \
number of whole months.
        lan > thu phí bình 18k
        lan < the member's fee of 10, 11, 12/2026
    """)


async def test_the_first_fee_may_be_that_of_the_paper_book(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(delete(t.FeeRate))
    await village("""
        minh > hội phí
        minh < The club asks for no fee. The head can set one.
        minh # Set the fee
        minh < How much
        minh > 5k
        minh < Whose families
        minh # Everybody pays
        minh < From which month on?
        minh # 5,000 đ, as on paper before
        minh < The member's fee is 5,000 đ a month, as before. I have told
        hoa < The member's fee is 5,000 đ a month, as before.
        lan < The member's fee
        tu < The member's fee
        thu < The member's fee
        hoa > hội phí
        hoa < Your fee of 10, 11/2026 is not in the book yet: 10,000 đ.
    """)


async def test_where_no_fee_is_asked_for_any_more_the_months_before_are_still_taken(
    village: Village,
) -> None:
    await village("""
        minh > đặt mức phí
        minh < How much
        minh # No fee
        minh < No member's fee any more. From which month on?
        minh # 0 đ from 11/2026 on
        minh < From 11/2026 on the club asks for no member's fee. I have told
        hoa < From 11/2026 on the club asks for no member's fee.
        lan < From 11/2026 on
        tu < From 11/2026 on
        thu < From 11/2026 on
        tu > hội phí
        tu < The club asks for no fee this month. 6 members have still to pay, 30,000 đ together
        lan > thu phí bà Hoa
        lan < Ms Hoa Bính has still to pay 10/2026: 5,000 đ.
        lan # 5,000 đ
        lan < the member's fee of 10/2026
        lan # I hold all
        lan < Written down
        hoa < Receipt
        lan > thu phí bà Hoa
        lan < Ms Hoa Bính has nothing left to pay.
        hoa > hội phí
        hoa < all in the book
    """)


async def test_where_no_fee_was_ever_asked_for_nobody_is_asked(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(delete(t.FeeRate))
    await village("""
        lan > thu phí bà Hoa
        lan < The club asks for no fee. The head can set one.
        hoa > hội phí
        hoa < The club asks for no fee.
    """)


async def test_the_head_waives_a_fee_and_the_member_hears_it_kindly(village: Village) -> None:
    await village("""
        minh > miễn phí bà Hoa
        minh < Shall Ms Hoa Bính not have to pay the fee of 10, 11/2026?
        minh # Yes, waive it
        minh < Ms Hoa Bính need not pay the fee of 10, 11/2026.
        hoa < You need not pay the member's fee of 10, 11/2026.
    """)
    assert await unpaid(village, "hoa") == []


async def test_what_was_waived_by_mistake_is_asked_for_again_kindly(village: Village) -> None:
    await village("""
        minh > miễn phí bà Hoa
        minh < Shall Ms Hoa Bính not
        minh # Yes, waive it
        minh < need not pay
        hoa < You need not pay
        minh # That was a mistake
        minh < Which month of Ms Hoa Bính was waived by mistake?
        minh # 11/2026
        minh < Shall Ms Hoa Bính pay the fee of 11/2026 after all?
        minh # Yes, ask for it again
        minh < The fee of 11/2026 of Ms Hoa Bính is to be paid again: 5,000 đ.
        hoa < that was a mistake of ours. It is 5,000 đ, and there is no hurry.
        thu > thu lại phí đã miễn bà Hoa
        thu < On the fee of Ms Hoa Bính only somebody else may decide: Mr Minh.
        minh > thu lại phí đã miễn bà Hoa
        minh < Shall Ms Hoa Bính pay the fee of 10/2026 after all?
        minh # Never mind
        minh < nothing was written down
        minh > hội phí
        minh < have still to pay
        minh # Ask for a waived fee again
        minh < Whose fee?
        minh > Lan
        minh < No fee of Lan is waived.
    """)
    assert await unpaid(village, "hoa") == ["2026-11"]


# --- Together with a loan ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["Hoa 55k lãi 50 phí 5", "nhận tiền bà Hoa 55k lãi 50 phí 5", "hoa lai 50k phi 5k"]
)
async def test_one_handing_with_two_purposes_is_one_slip(village: Village, typed: str) -> None:
    await village(f"""
        lan > {typed}
        lan < Ms Hoa Bính: 55,000 đ (fifty-five thousand đồng): interest 50,000 đ, \
the member's fee of 10/2026 5,000 đ. Is that right?
        lan # I hold all 55,000 đ
        lan < Written down: Ms Hoa Bính 55,000 đ, slip 1/2026 (activity fund). Ms Hoa Bính gets
        hoa < Receipt 1/2026 (activity fund) Ms Hoa Bính paid 55,000 đ … \
Split: interest 50,000 đ, the member's fee of 10/2026 5,000 đ. … Left of the loan: 5,000,000 đ
    """)
    assert await unpaid(village, "hoa") == ["2026-11"]


async def test_what_is_given_beside_is_on_the_same_slip_and_in_the_golden_book(
    village: Village,
) -> None:
    await village("""
        lan > Hoa 75k lãi 50 phí 5 ủng hộ 20
        lan < 75,000 đ (seventy-five thousand đồng): interest 50,000 đ, the member's fee of \
10/2026 5,000 đ, gift to the activity fund 20,000 đ. Is that right?
        lan # I hold all 75,000 đ
        lan < Written down: Ms Hoa Bính 75,000 đ, slip 1/2026 (activity fund).
        hoa < Receipt 1/2026 (activity fund) … the member's fee of 10/2026 5,000 đ, gift to the \
activity fund 20,000 đ.
        hoa > sổ tấm lòng vàng
        hoa < 1. Nguyễn Thị Hoa (Hoa Bính, xóm 2): 20,000 đ Together: 20,000 đ
        lan > bình phí 5 tặng 10
        lan < the member's fee of 10/2026 5,000 đ, gift to the activity fund 10,000 đ
        lan # I hold all 15,000 đ
        lan < Written down: Mr Bình (member's fee), 15,000 đ
        minh < 15,000 đ
        lan > sửa lại hoa
        lan < Which entry
        lan # 75,000 đ
        lan < What was wrong
        lan # It was written down twice
        lan < I asked
        minh < 75,000 đ
        minh # Yes, mend it
        minh < does not count
        hoa < is mended
        lan < Minh agreed
        hoa > sổ tấm lòng vàng
        hoa < 1. Vi Văn Bình: 10,000 đ Together: 10,000 đ
    """)


async def test_the_card_of_a_member_takes_the_loan_and_the_fee_together(village: Village) -> None:
    await village("""
        lan > hoa
        lan < Nguyễn Thị Hoa … Fees of 2 months to pay: 10,000 đ.
        lan # Receive 60,000 đ with the fee
        lan < 60,000 đ (sixty thousand đồng): interest 50,000 đ, the member's fee of 10, 11/2026 \
10,000 đ. Is that right?
        lan # I hold all 60,000 đ
        lan < Written down: Ms Hoa Bính 60,000 đ
        hoa < Receipt
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan > Bình
        lan < Vi Văn Bình
        lan # Take the fee, 10,000 đ
        lan < Mr Bình has still to pay 10, 11/2026: 10,000 đ
    """)
    assert await unpaid(village, "hoa") == []


async def test_each_fund_has_a_number_of_its_own(village: Village) -> None:
    await village("""
        lan > Hoa 155k lãi 50 gốc 100 phí 5
        lan < interest 50,000 đ, the loan itself 100,000 đ, the member's fee of 10/2026 5,000 đ
        lan # I hold all
        lan < slip 1/2026 (loan fund), 1/2026 (activity fund)
        hoa < Receipt over 155,000 đ: 1/2026 (loan fund) 100,000 đ, 1/2026 (activity fund) 55,000 đ
    """)
    async with village.database.read() as db:
        (loan,) = await loans.open_loans(db, village.ids["hoa"])
        slips = (await db.execute(select(t.Slip.fund, t.Slip.number))).all()
    assert loan.standing(date(2026, 11, 21)).principal_left == 4_900_000
    assert sorted(map(tuple, slips)) == [(Fund.ACTIVITY, 1), (Fund.INCOME, 1)]


async def test_mending_a_slip_with_two_purposes_takes_back_both(village: Village) -> None:
    await village("""
        lan > Hoa 55k lãi 50 phí 5
        lan < Is that right?
        lan # I hold all
        lan < Written down
        hoa < Receipt
        lan > sửa lại
        lan < Which entry
        lan # 55,000 đ, 21 Nov: Ms Hoa
        lan < What was wrong
        lan # It was written down twice
        lan < I asked
        minh < 55,000 đ
        minh # Yes, mend it
        minh < does not count
        hoa < Receipt 1/2026 (activity fund) over 55,000 đ is mended
        lan < Minh agreed
    """)
    assert await unpaid(village, "hoa") == ["2026-10", "2026-11"]
    async with village.database.read() as db:
        (loan,) = await loans.open_loans(db, village.ids["hoa"])
    assert loan.standing(date(2026, 12, 10)).interest_left == 50_000


async def test_parts_that_do_not_add_up_are_asked_back(village: Village) -> None:
    await village("""
        lan > Hoa 55k lãi 60 phí 5
        lan < The parts come to 65,000 đ, and not to 55,000 đ. Please write it once more.
        lan > Hoa 65k lãi 50 phí 5
        lan < The parts come to 55,000 đ, and not to 65,000 đ.
        lan # The other 10,000 đ is a gift
        lan < 65,000 đ … the member's fee of 10/2026 5,000 đ, gift to the activity fund 10,000 đ
        lan > Hoa 60k lãi 50, phần dư xin ủng hộ quỹ
        lan < interest 50,000 đ, gift to the activity fund 10,000 đ. Is that right?
        lan > Hoa 55k lãi 50 phí 3
        lan < The parts come to 53,000 đ, and not to 55,000 đ.
        lan > Hoa 55k lãi 50 phí 5
        lan < 55,000 đ (fifty-five thousand đồng): interest 50,000 đ, the member's fee
    """)


async def test_where_interest_is_called_a_fee_a_fee_is_the_members_fee_only_by_its_full_name(
    village: Village,
) -> None:
    async with village.database.write() as db:
        await db.execute(update(t.Club).values(rate_label="phi"))
    await village("""
        lan > Hoa 55k phí 50 hội phí 5
        lan < 55,000 đ (fifty-five thousand đồng): fee 50,000 đ, \
the member's fee of 10/2026 5,000 đ
    """)


async def test_what_she_declared_is_asked_about_before_it_is_written_twice(
    village: Village,
) -> None:
    await village("""
        hoa > tôi đã nộp 50k
        hoa < 50,000 đ
        hoa # Yes
        hoa < Whom did you give it to?
        hoa # Lan
        hoa < told
        lan < Ms Hoa Bính
        tu < Ms Hoa Bính
        lan > Hoa 55k lãi 50 phí 5
        lan < Ms Hoa Bính told me of money for the loan. Is it part of this?
        lan # 50,000 đ, this very money
        lan < interest 50,000 đ, the member's fee of 10/2026 5,000 đ
        lan # I hold all
        lan < Written down
        hoa < Receipt
    """)
    async with village.database.read() as db:
        statuses = (await db.execute(select(t.Declaration.status))).scalars().all()
    assert statuses == ["confirmed"]


async def test_a_member_who_names_purposes_has_paid(village: Village) -> None:
    await village("""
        hoa > tôi nộp 55k lãi 50 phí 5
        hoa < 55,000 đ
    """)


async def test_where_interest_is_called_a_fee_to_pay_a_fee_is_to_pay_interest(
    village: Village,
) -> None:
    async with village.database.write() as db:
        await db.execute(update(t.Club).values(rate_label="phi"))
    await village("""
        hoa > nộp phí 50k
        hoa < 50,000 đ (fifty thousand đồng): all of it fee. Is that right?
        lan > thu phí bà Bình 50k
        lan < Mr Bình: 50,000 đ (fifty thousand đồng): all of it fee. Is that right?
        lan > thu hội phí bà Bình 5k
        lan < the member's fee of 10/2026
        hoa > đóng hội phí
        hoa < Your fee of 10, 11/2026 is not in the book yet: 10,000 đ.
    """)
