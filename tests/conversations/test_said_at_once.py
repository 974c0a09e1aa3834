"""An entry that is said in one sentence begins with all that was said of it."""

from __future__ import annotations

from tests.lending import keep_cash
from tests.village import Village


async def test_a_gift_in_one_sentence_is_asked_only_for_its_fund(village: Village) -> None:
    await village("""
        lan > bà Hiền Phúc tặng quỹ 500k
        lan < 500,000 đ: for what?
        lan # For the club's activities
        lan < Bà Hiền Phúc gives 500,000 đ … Is that right?
        lan # I hold all
        lan < Written down: bà Hiền Phúc (gift), 500,000 đ
        minh < Lan wrote down: … 500,000 đ
    """)


async def test_the_giver_and_the_sum_may_come_in_one_answer(village: Village) -> None:
    await village("""
        lan > ghi quà tặng
        lan < Who gives?
        lan > bà Hiền Phúc ủng hộ 500 nghìn
        lan < 500,000 đ: for what?
    """)


async def test_a_sum_alone_is_nobodys_name_and_is_kept(village: Village) -> None:
    await village("""
        lan > ghi quà tặng
        lan < Who gives?
        lan > nam tram nghin
        lan < Who gives?
        lan > bà Thu
        lan < Is it somebody of the club?
        lan # Phạm Thị Thu
        lan < 500,000 đ: for what?
    """)


async def test_what_was_spent_is_taken_up_with_its_sum(village: Village) -> None:
    await keep_cash(village, "lan", 1_000_000)
    await village("""
        lan > chi 120k mua nuoc che
        lan < From which fund is it paid?
        lan # Loan fund
        lan < Is there a receipt or a bill?
        lan # No, there is none
        lan < Spent: mua nuoc che, 120,000 đ
    """)


async def test_the_head_sets_the_fee_in_one_sentence_and_two_months_are_paid(
    village: Village,
) -> None:
    await village("""
        minh > hội phí 20k một tháng
        minh < Whose families pay no fee?
        minh # Poor families
        minh < 20,000 đ
    """)
    await village.press("minh", "20,000 đ from 11/2026 on")
    for phone in village.phones.by_chat.values():
        phone.unread.clear()
    await village("""
        lan > Hoa Bính nộp hội phí 2 tháng
        lan < Ms Hoa Bính: 40,000 đ (forty thousand đồng)
    """)


async def test_hard_times_of_somebody_named_lead_to_freezing(village: Village) -> None:
    for said in ("bà Hoa khó khăn quá", "tạm ngừng tính lãi bà Hoa", "đóng băng khoản vay bà Hoa"):
        await village.say("tu", said)
        village.hears("tu", "From which day on shall Ms Hoa Bính owe no new interest?")
        await village.say("tu", "thôi")
        village.hears("tu", "nothing was written down")


async def test_the_books_are_a_paper_and_the_box_is_cash(village: Village) -> None:
    await village("""
        thu > so quy
        thu < Of which month?
        thu # This
        thu < Cash book, month 11/2026.
        lan > tiền mặt
        lan < The book has no cash yet
    """)
