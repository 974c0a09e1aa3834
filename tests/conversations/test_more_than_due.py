"""More than is due: what the rest shall be; and a sum that looks like a slip of the thumb."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.money.loans import Way
from bot.storage import loans
from bot.storage import tables as t
from tests.village import Village

CONFIRMED = """
    thu > 1
    thu < Whom
    thu > 1
    thu < I told
    lan < says that
    tu < says that
    lan # I hold all
    lan < Written down
    thu < Receipt
"""


@pytest.fixture
async def equal(village: Village) -> Village:
    """Thu owes 6,000,000 đ in six equal parts; 1,060,000 đ is due on 10 December."""
    await village.lend("thu", 6_000_000, way=Way.EQUAL_PRINCIPAL, periods=6)
    return village


async def left_of(village: Village, short: str) -> list[tuple[int, int]]:
    """Return what is still due, principal and interest."""
    async with village.database.read() as db:
        (loan,) = await loans.open_loans(db, village.ids[short])
    now = loan.standing(village.clock.now.date())
    return [(now.principal_left, sum(one.total for one in now.comes))]


async def chosen(village: Village) -> list[str]:
    async with village.database.read() as db:
        rows = await db.execute(select(t.Transaction.prepaying).order_by(t.Transaction.id))
        return [one for one in rows.scalars() if one]


async def test_a_member_says_what_the_rest_shall_be_and_the_treasurer_posts_it(
    equal: Village,
) -> None:
    await equal("""
        thu > tôi nộp 3060k
        thu < That is 2,000,000 đ more than is due now. What shall the rest be?
        thu # Done sooner: 3 times left
        thu < 3,060,000 đ … The instalments stay, and there are fewer. Is that right?
    """)
    await equal(CONFIRMED)
    assert await chosen(equal) == ["fewer"]
    assert await left_of(equal, "thu") == [(3_000_000, 1_030_000)]


async def test_the_officer_says_it_and_a_reversal_brings_all_back(equal: Village) -> None:
    before = await left_of(equal, "thu")
    await equal("""
        lan > Thu nộp 3060k
        lan < That is 2,000,000 đ more than is due now.
        lan # All smaller: 630,000 đ
        lan < Thu: 3,060,000 đ … All that come are smaller. Is that right?
        lan # I hold all
        lan < Written down
        thu < Receipt
        lan > ghi nhầm Thu
        lan < Which entry
        lan # 3,060,000 đ
        lan < What was wrong
        lan # The sum is wrong
        lan < I asked
        minh < asks to mend
        minh # Yes, mend it
        minh < agreed at
        lan < agreed
        thu < Payment slip
    """)
    assert await chosen(equal) == ["smaller", "smaller"]
    assert await left_of(equal, "thu") == before


async def test_the_usual_way_is_the_first_and_leaves_no_mark(equal: Village) -> None:
    await equal("""
        thu > tôi nộp 2060k
        thu < That is 1,000,000 đ more
        thu > 1
        thu < 2,060,000 đ … interest 60,000 đ, the loan itself 2,000,000 đ. Is that right?
    """)
    await equal(CONFIRMED)
    assert await chosen(equal) == []


async def test_the_rest_goes_back_or_is_a_gift(equal: Village) -> None:
    await equal("""
        thu > tôi nộp 2tr
        thu < more than is due now
        thu # Only 1,060,000 đ, the rest goes back
        thu < 1,060,000 đ … Is that right?
        thu > thôi
        thu < nothing was written down
        lan > Thu nộp 2tr
        lan < more than is due now
        lan # Only 1,060,000 đ, the rest is a gift
        lan < Thu: 2,000,000 đ … gift to the activity fund 940,000 đ. Is that right?
        lan # I hold all 2,000,000 đ
        lan < Written down: Thu 2,000,000 đ, slip 1/2026 (loan fund), 1/2026 (activity fund).
        thu < gift to the activity fund 940,000 đ.
        lan > sổ tấm lòng vàng
        lan < 1. Phạm Thị Thu: 940,000 đ Together: 940,000 đ
    """)
    assert await chosen(equal) == []


async def test_who_brings_interest_ahead_hears_where_the_rest_goes(village: Village) -> None:
    await village("""
        hoa > tôi nộp trước lãi 100k
        hoa < 100,000 đ (one hundred thousand đồng): interest 50,000 đ, the loan itself 50,000 đ. \
Of interest only what has begun is taken; more goes off the loan itself. Is that right?
        lan > ông Bình đóng lãi trước 100k
        lan < interest 50,000 đ, the loan itself 50,000 đ. Of interest only what has begun
        lan > ông Bình đóng lãi 50k
        lan < 50,000 đ (fifty thousand đồng): all of it interest. Is that right?
    """)


async def test_what_makes_no_difference_is_not_asked(equal: Village) -> None:
    await equal("""
        hoa > tôi nộp 450k
        hoa < 450,000 đ … Is that right?
        thu > tôi nộp 1060k
        thu < 1,060,000 đ … Is that right?
    """)


async def test_more_than_closes_the_loan_is_taken_no_further_than_that(village: Village) -> None:
    await village("""
        hoa > tôi nộp 6tr
        hoa < This loan needs 5,050,000 đ at the most today.
        hoa # Only 5,050,000 đ, the rest goes back
        hoa < 5,050,000 đ … Is that right?
        lan > ông Bình nộp 6tr
        lan < This loan needs 5,050,000 đ at the most today.
        lan # Only 5,050,000 đ, the rest is a gift
        lan < Mr Bình: 6,000,000 đ … interest 50,000 đ, the loan itself 5,000,000 đ, gift to \
the activity fund 950,000 đ. Is that right?
        lan # I hold all 6,000,000 đ
        lan < Written down
        lan > bình
        lan < No open loan.
    """)


async def test_another_sum_is_asked_about_anew(equal: Village) -> None:
    await equal("""
        thu > tôi nộp 2060k
        thu < That is 1,000,000 đ more
        thu # All smaller
        thu < All that come are smaller. Is that right?
        thu > không, 3060k
        thu < That is 2,000,000 đ more
        thu # Never mind
        thu < nothing was written down
    """)


async def test_ten_times_the_usual_asks_whether_a_tenth_was_meant(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ … Is that right? Or did you mean 50,000 đ?
        hoa # No, 50,000 đ
        hoa < 50,000 đ (fifty thousand đồng): all of it interest. Is that right?
        lan > ông Bình nộp 500k
        lan < Mr Bình: 500,000 đ … Is that right? Or did you mean 50,000 đ?
        lan # No, 50,000 đ
        lan < Mr Bình: 50,000 đ
        lan # I hold all 50,000 đ
        lan < Written down: Mr Bình 50,000 đ
    """)


async def test_what_was_asked_of_the_member_is_not_asked_of_the_treasurer(
    village: Village,
) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Or did you mean 50,000 đ?
        hoa > đúng
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < says that
        tu < says that
        lan > bà Hoa
        lan < Nguyễn Thị Hoa
        lan # Another sum
        lan < Is it this money?
        lan # This very money
        lan < Ms Hoa Bính: 500,000 đ
    """)
    assert "mean" not in village.phones.by_chat["lan"].last[-1].text


@pytest.mark.parametrize(("said", "meant"), [("50050 đồng", "50,000 đ"), ("50900đ", "51,000 đ")])
async def test_coins_ask_whether_thousands_were_meant(
    village: Village, said: str, meant: str
) -> None:
    await village(f"""
        hoa > tôi nộp {said}
        hoa < Is that right? Or did you mean {meant}?
    """)


async def test_all_that_is_owed_is_no_slip_of_the_thumb(village: Village) -> None:
    await village("""
        hoa > tôi nộp 5050000
        hoa < 5,050,000 đ … Is that right?
    """)
    assert "mean" not in village.phones.by_chat["hoa"].last[-1].text


async def test_what_has_begun_and_is_not_due_yet_is_part_of_the_rest(village: Village) -> None:
    await village.lend(
        "thu",
        6_000_000,
        way=Way.EQUAL_PRINCIPAL,
        periods=6,
        starts_on=date(2026, 10, 10),
        first_due=date(2026, 11, 10),
    )
    await village("""
        lan > Thu nộp 3tr110
        lan < That is 2,050,000 đ more than is due now. What shall the rest be?
        lan # Only 1,060,000 đ, the rest goes back
        lan < Thu: 1,060,000 đ … Is that right?
    """)


async def test_what_is_paid_of_the_loan_itself_leaves_the_interest_unpaid(equal: Village) -> None:
    await equal("""
        lan > Thu nộp gốc 1020k
        lan < That is 20,000 đ more than is due now. What shall the rest be?
    """)
