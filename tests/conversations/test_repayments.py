"""I have paid: from the member's words to the treasurer's yes and the slip."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.money.loans import Way
from bot.storage import entries, ledger
from bot.storage import tables as t
from tests.village import Village

DECLARED = """
    hoa > tôi nộp 500k
    hoa < 500,000 đ … Is that right?
    hoa > đúng
    hoa < Whom did you give it to?
    hoa > 1
    hoa < I told Lan
    lan < Ms Hoa Bính says that 500,000 đ was handed to you.
    tu < Ms Hoa Bính says
"""


async def posted(village: Village) -> list[entries.Entry]:
    """Return what was posted since the opening, oldest first."""
    async with village.database.read() as db:
        return (await entries.latest(db, village.club, 100))[::-1]


async def test_a_member_reads_what_is_left_and_what_comes_next(village: Village) -> None:
    await village("""
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ to pay to the fund. Next: 50,000 đ, on 10 Dec 2026.
        hoa # How it is counted
        hoa < You still hold 5,000,000 đ … at 1% a month that makes 50,000 đ interest
    """)


async def test_who_owes_nothing_is_told_so_kindly(village: Village) -> None:
    await village("""
        thu > dư nợ
        thu < You have nothing left to pay to the fund.
        thu > tôi nộp 500k
        thu < You have nothing left to pay to the fund.
    """)


async def test_what_was_due_and_is_not_in_the_book_is_said(village: Village) -> None:
    village.clock.pass_by(days=25)  # 16 December
    await village("""
        hoa > balance
        hoa < 5,000,000 đ … From 10 Dec 2026: 50,000 đ is not in the book yet. Next: 50,000 đ
    """)


async def test_a_declared_payment_becomes_an_entry_by_the_treasurers_yes(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ (five hundred thousand đồng): interest 50,000 đ, the loan itself 450,000
        hoa > đúng
        hoa < Whom did you give it to?
        hoa > 1
        hoa < I told Lan
        lan < Ms Hoa Bính says that 500,000 đ was handed to you.
        tu < Ms Hoa Bính says that 500,000 đ was handed to the treasurer.
        lan # I hold all 500,000 đ
        lan < Written down: Ms Hoa Bính 500,000 đ, slip 1/2026 (loan fund), 1/2026 (activity fund)
        hoa < Receipt over 500,000 đ: 1/2026 (loan fund) 450,000 đ, 1/2026 (activity … Lan … \
Left of the loan: 4,550
        hoa > balance
        hoa < You still have 4,550,000 đ
    """)
    (entry,) = await posted(village)
    assert (entry.interest, entry.principal) == (50_000, 450_000)
    assert entry.entered_by == village.ids["lan"]
    assert entry.agreed_by == {village.ids["hoa"]}


async def test_two_officers_at_once_make_one_entry_and_hear_the_same(village: Village) -> None:
    await village(DECLARED)
    await village("""
        lan # I hold all
        lan < Written down
        hoa < Receipt
        tu # I hold all
        tu < Lan confirmed this money at 12:00: 500,000 đ, slip 1/2026
        lan # I hold all
        lan < You already chose “I hold all 500,000 đ” at 12:00.
    """)
    assert len(await posted(village)) == 1


async def test_only_what_is_due_by_buttons_alone(village: Village) -> None:
    await village("""
        hoa > menu
        hoa < What can I do for you?
        hoa # I have paid
        hoa < How much did you pay?
        hoa # Exactly 50,000 đ
        hoa < 50,000 đ (fifty thousand đồng): all of it interest. Is that right?
    """)


async def test_more_than_is_owed_says_the_most_and_asks_again(village: Village) -> None:
    await village("""
        hoa > nop tien
        hoa < How much did you pay?
        hoa > 6tr
        hoa < This loan needs 5,050,000 đ at the most today.
        hoa > 1tr2
        hoa < 1,200,000 đ (one million two hundred thousand đồng): interest 50,000 đ
    """)


async def test_a_bare_number_is_read_back_and_never_taken_for_a_choice(village: Village) -> None:
    await village("""
        hoa > nop tien
        hoa < How much did you pay?
        hoa > 150
        hoa < 150,000 đ … Is that right?
        hoa # Another sum
        hoa < How much did you pay?
        hoa > 0
        hoa < How much is it, please?
        hoa > banana
        hoa < How much is it, please?
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ
    """)


@pytest.mark.parametrize("word", ["da", "dạ", "đừng", "no", "nợ"])
async def test_a_word_that_could_mean_no_never_confirms_money(village: Village, word: str) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
    """)
    await village.say("hoa", word)
    village.phones.by_chat["hoa"].unread.clear()
    assert not village.phones.by_chat["lan"].last
    assert not await posted(village)


async def test_an_english_no_at_a_yes_or_no_is_asked_back(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > no
        hoa < I did not quite understand. Please choose one of these.
        hoa > 1
        hoa < Whom did you give it to?
    """)


async def test_money_for_the_loan_itself_is_taken_as_such(village: Village) -> None:
    await village("""
        hoa > tôi trả gốc 500k
        hoa < 500,000 đ … all of it for the loan itself
    """)


async def test_it_can_be_said_who_took_the_money(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom did you give it to?
        hoa # Somebody else
        hoa < What is the name of that person?
        hoa > thu
        hoa < I told Lan
        lan < 500,000 đ was handed to Thu.
        tu < was handed to Thu.
    """)


async def test_a_transfer_goes_to_the_bank_and_not_into_the_box(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom did you give it to?
        hoa # By bank transfer
        hoa < I told Lan
        lan < 500,000 đ went to the club's bank account.
        tu < bank account
        tu # I hold all
        tu < Written down
        hoa < Taken by: the bank account
    """)
    async with village.database.read() as db:
        kinds = {kind for _fund, kind, _holder, _sum in await ledger.cash(db, village.club)}
    assert kinds == {"bank"}


async def test_what_waits_is_asked_about_before_a_second_sum(village: Village) -> None:
    await village(DECLARED)
    await village("""
        hoa > tôi nộp 500k
        hoa < You told me of 500,000 đ at 12:00; the treasurer has not answered yet.
        hoa # Take that one back
        hoa < Taken back: 500,000 đ
        lan # I hold all
        lan < The member took that back.
        hoa > rút lại
        hoa < There is nothing waiting
    """)
    assert not await posted(village)


async def test_not_received_is_said_kindly(village: Village) -> None:
    await village(DECLARED)
    await village("""
        lan # Not received yet
        lan < I told Ms Hoa Bính kindly.
        hoa < Lan has not received the 500,000 đ yet. Did you hand it over?
        tu # I hold all
        tu < Lan said at 12:00 that it has not arrived.
    """)


async def test_another_sum_than_declared_is_what_counts(village: Village) -> None:
    await village(DECLARED)
    await village("""
        lan # Received another sum
        lan < How much did Ms Hoa Bính hand over?
        lan > 450k
        lan < Ms Hoa Bính: 450,000 đ … Is that right?
        lan > đúng
        lan < Written down: Ms Hoa Bính 450,000 đ
        hoa < Receipt … 450,000 đ
    """)
    (entry,) = await posted(village)
    assert entry.amount == 450_000
    assert not entry.agreed_by, "she had said another sum: she has to look at this one"


async def test_nobody_confirms_their_own_payment(village: Village) -> None:
    await village.lend("lan")
    await village("""
        lan > tôi nộp 50k
        lan < Is that right?
        lan > 1
        lan < Whom did you give it to?
        lan > 1
        lan < I told Tư
        tu < Lan says that 50,000 đ
        lan > lan
        lan < Hoàng Thị Lan
        lan # Receive 50,000 đ
        lan < For Lan only somebody else may confirm: Tư.
        tu # I hold all
        tu < Written down
        lan < Receipt
    """)


async def test_a_phone_shared_with_the_payer_confirms_nothing(village: Village) -> None:
    await village.link("hoa", "lan")
    await village("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom did you give it to?
        hoa > 1
        hoa < I told Tư
        tu < Ms Hoa Bính says
        lan > hoa
        lan < Who is holding the phone
        lan # Lan
        lan < Nguyễn Thị Hoa
        lan # Receive 50,000 đ
        lan < For Ms Hoa Bính only somebody else may confirm: Tư.
    """)
    assert not await posted(village)


async def test_equal_principal_is_read_back_with_its_principal(village: Village) -> None:
    await village.lend("thu", way=Way.EQUAL_PRINCIPAL, rate_bp=50, periods=10)
    await village("""
        thu > tôi nộp tiền
        thu < How much did you pay?
        thu # Exactly 525,000 đ
        thu < interest 25,000 đ, the loan itself 500,000 đ
    """)


async def test_paying_all_closes_the_loan(village: Village) -> None:
    await village("""
        hoa > tôi nộp 5050000
        hoa < 5,050,000 đ … Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < 5,050,000 đ
        tu < 5,050,000 đ
        lan # I hold all
        lan < Written down
        hoa < Left of the loan: 0 đ
        hoa > balance
        hoa < You have nothing left to pay
    """)
    async with village.database.read() as db:
        closed = await db.execute(
            select(t.Loan.closed_on).where(t.Loan.member_id == village.ids["hoa"])
        )
        assert closed.scalar_one() is not None


async def test_a_second_loan_is_asked_for(village: Village) -> None:
    await village.lend("hoa", 2_000_000, number="KU-2")
    await village("""
        hoa > balance
        hoa < Loan KU-hoa: you still have 5,000,000 đ … Loan KU-2: you still have 2,000,000 đ
        hoa > tôi nộp 100k
        hoa < For which loan?
        hoa # Loan KU-2
        hoa < 100,000 đ … interest 20,000 đ, the loan itself 80,000 đ
    """)


async def test_the_last_slips_can_be_read_again(village: Village) -> None:
    await village(DECLARED)
    await village("""
        hoa > phiếu của tôi
        hoa < You have no slips yet.
        lan # I hold all
        lan < Written down
        hoa < Receipt
        hoa > phiếu của tôi
        hoa < 21 Nov 2026: 500,000 đ, slip 1/2026 (loan fund)
    """)
