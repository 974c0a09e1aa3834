"""The same money told twice, late or by the wrong hand: one entry, never a false agreement."""

from __future__ import annotations

from datetime import date

import pytest

from bot.storage import addresses, entries
from bot.storage.entries import Entry
from tests.village import Village, address

DECLARED = """
    hoa > tôi nộp {sum}
    hoa < Is that right?
    hoa > 1
    hoa < Whom
    hoa > 1
    hoa < I told
    lan < says that
    tu < says that
"""


async def posted(village: Village) -> list[Entry]:
    """Return what was posted since the opening, oldest first."""
    async with village.database.read() as db:
        return (await entries.latest(db, village.club, 100))[::-1]


async def test_a_yes_to_what_was_told_on_ones_own_phone_is_no_second_touch(
    village: Village,
) -> None:
    await village.link("binh", "lan")
    await village("""
        lan > tôi nộp 500k
        lan < Who is holding the phone
        lan # Mr Bình
        lan < Is that right?
        lan > 1
        lan < Whom
        lan > 1
        lan < I told
        tu < Mr Bình (from a shared phone) says
    """)
    async with village.database.write() as db:
        row = await addresses.arrive(db, address("lan"), village.clock.now, "en")
        await addresses.unlink(db, row.id, village.ids["binh"], village.clock.now)
    await village("""
        lan > bình
        lan < Told me of 500,000 đ
        lan # Another sum
        lan < Is it this money?
        lan > 1
        lan < Is that right?
        lan > 1
        lan < This was told on a phone of yours: somebody else must confirm it.
        tu # I hold all 500,000 đ
        tu < Written down
    """)
    (entry,) = await posted(village)
    assert entry.entered_by == village.ids["tu"]


async def test_an_officer_who_says_what_somebody_else_pays_takes_it_for_that_one(
    village: Village,
) -> None:
    await village.lend("lan")
    await village("""
        lan > bà Hoa nộp 50k
        lan < Ms Hoa Bính: 50,000 đ … Is that right?
        lan > 1
        lan < Written down: Ms Hoa Bính 50,000 đ
        hoa < Receipt
        tu > bà Hoa nộp 50k
        tu < Today 50,000 đ of Ms Hoa Bính is in the book already
    """)
    (entry,) = await posted(village)
    assert entry.member_id == village.ids["hoa"]


async def test_a_name_beside_the_sum_is_answered_by_whose_loan_it_is(village: Village) -> None:
    await village("""
        hoa > chồng tôi nộp 50k cho ông Bình
        hoa < For your loan KU-hoa: 50,000 đ … Is that right?
    """)


async def test_what_was_told_on_the_due_day_counts_from_that_day(village: Village) -> None:
    village.clock.pass_by(days=19, hours=8)  # 10 December, 20:00
    await village(DECLARED.format(sum="5050000"))
    village.clock.pass_by(hours=12)
    await village("""
        lan # I hold all 5,050,000 đ
        lan < Written down
        hoa < interest 50,000 đ, the loan itself 5,000,000 đ … Left of the loan: 0 đ
        hoa > balance
        hoa < You have nothing left to pay
    """)
    (entry,) = await posted(village)
    assert (entry.value_day, entry.interest) == (date(2026, 12, 10), 50_000)
    assert entry.agreed_by == {village.ids["hoa"]}


async def test_a_split_that_is_not_the_one_shown_is_not_agreed(village: Village) -> None:
    await village(DECLARED.format(sum="500k"))
    await village("""
        lan > hoa
        lan < Told me of 500,000 đ
        lan # Receive 50,000 đ
        lan < Is it this money?
        lan # Other money
        lan < 50,000 đ
        lan > 1
        lan < Written down
        hoa < Receipt
        lan # I hold all 500,000 đ
        lan < Written down: Ms Hoa Bính 500,000 đ
        hoa < all of it for the loan itself
    """)
    _first, second = await posted(village)
    assert second.interest == 0
    assert not second.agreed_by, "she was shown 50,000 đ of interest"


async def test_every_sum_that_waits_is_offered_to_the_cashier(village: Village) -> None:
    await village(DECLARED.format(sum="500k"))
    await village("""
        hoa > tôi nộp 300k
        hoa < You told me of 500,000 đ
        hoa # Yes, another one
        hoa < 300,000 đ
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < 300,000 đ
        tu < 300,000 đ
        lan > hoa
        lan < Told me of 500,000 đ … Told me of 300,000 đ
        lan # Another sum
        lan < told me of several sums. Which one is it?
        lan # 500,000 đ
        lan < 500,000 đ … Is that right?
        lan > 1
        lan < Written down
        hoa < Receipt
        tu # I hold all 500,000 đ
        tu < Lan confirmed this money
    """)
    assert [entry.amount for entry in await posted(village)] == [500_000]


async def test_a_sum_that_is_in_the_book_today_is_asked_about_before_it_is_posted_again(
    village: Village,
) -> None:
    await village("""
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Another sum
        lan < How much
        lan > 500k
        lan < Is that right?
        lan > 1
        lan < Written down
        hoa < Receipt
    """)
    await village(DECLARED.format(sum="500k"))
    await village("""
        lan # I hold all 500,000 đ
        lan < Today 500,000 đ of Ms Hoa Bính is in the book already (12:00, Lan).
        lan # Never mind
        lan < nothing was written down
    """)
    assert len(await posted(village)) == 1


async def test_the_same_sum_from_two_phones_is_asked_about(village: Village) -> None:
    await village.link("hoa", "tablet")
    for chat in ("hoa", "tablet"):
        for text in ("tôi nộp 500k", "1"):
            await village.say(chat, text)
        village.phones.by_chat[chat].unread.clear()
    await village("""
        hoa > 1
        hoa < I told
        lan < says that
        tu < says that
        tablet > 1
        tablet < You told me of 500,000 đ at 12:00 … Did you pay another sum?
        tablet > đúng
        tablet < 500,000 đ … Is that right?
        tablet > 1
        tablet < Whom
        tablet > 1
        tablet < I told
        lan < says that
        tu < says that
    """)


@pytest.mark.parametrize("button", ["I hold all 5,000,000 đ", "Received another sum"])
async def test_more_than_is_left_by_now_is_asked_for_anew(village: Village, button: str) -> None:
    await village(DECLARED.format(sum="5000000"))
    await village("""
        lan > hoa
        lan < Told me of
        lan # Another sum
        lan < Is it this money?
        lan # Other money
        lan < How much
        lan > 1tr
        lan < Is that right?
        lan > 1
        lan < Written down
        hoa < Receipt
    """)
    await village.press("lan", button)
    await village("""
        lan < How much did Ms Hoa Bính hand over? At the most 4,050,000 đ today.
        lan > 4tr
        lan < 4,000,000 đ … Is that right?
        lan > 1
        lan < Written down
        hoa < Receipt
    """)


async def test_money_for_a_loan_that_is_paid_off_by_now_is_given_back(village: Village) -> None:
    await village(DECLARED.format(sum="500k"))
    await village("""
        hoa > tôi nộp 100k
        hoa < You told me of 500,000 đ
        lan > hoa
        lan < Told me of
        lan # Another sum
        lan < Is it this money?
        lan # Other money
        lan < How much
        lan > 5050000
        lan < Is that right?
        lan > 1
        lan < Written down
        hoa < Receipt
        lan # I hold all 500,000 đ
        lan < That loan is paid off by now. Please choose “Not received yet”
        lan # Not received yet
        lan < I told
        hoa < has not received
        hoa # Yes, another one
        hoa < You have nothing left to pay
    """)


async def test_what_is_taken_back_is_what_was_asked_about(village: Village) -> None:
    await village(DECLARED.format(sum="500k"))
    await village("""
        hoa > tôi nộp 300k
        hoa < You told me of 500,000 đ
        hoa > 1
        hoa < 300,000 đ
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < 300,000 đ
        tu < 300,000 đ
        hoa > tôi nộp 100k
        hoa < You told me of 300,000 đ
        lan # I hold all 300,000 đ
        lan < Written down
        hoa < Receipt
        hoa # Take that one back
        hoa < There is nothing waiting to be taken back.
    """)


async def test_of_two_loans_the_chosen_one_is_said_and_never_exchanged(village: Village) -> None:
    await village.lend("hoa", 2_000_000, number="KU-2")
    await village("""
        hoa > tôi nộp 100k
        hoa < For which loan?
        hoa # Loan KU-2
        hoa < For your loan KU-2: 100,000 đ
        lan > nhận tiền bà Hoa 2020000
        lan < For which loan?
        lan # Loan KU-2
        lan < Ms Hoa Bính, loan KU-2: 2,020,000 đ
        lan > 1
        lan < Written down
        hoa < Receipt
        hoa > 1
        hoa < That loan is paid off by now.
    """)


async def test_for_the_loan_itself_is_kept_until_the_sum_is_said(village: Village) -> None:
    await village("""
        hoa > trả gốc
        hoa < How much did you pay?
        hoa > 500k
        hoa < 500,000 đ … all of it for the loan itself
    """)
