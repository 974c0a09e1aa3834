"""Mend an entry: one officer asks, a second agrees, and both slips stay."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from sqlalchemy import delete, insert, select

from bot.chat import Incoming
from bot.storage import corrections, entries, loans
from bot.storage import tables as t
from tests.village import Village, address

TAKEN = """
    lan > hoa
    lan < Nguyễn Thị Hoa
    lan # Another sum
    lan < How much
    lan > 500k
    lan < 500,000 đ
    lan # I hold all
    lan < Written down: … slip 1/2026
    hoa < Receipt over
"""
ASKED = """
    lan > sửa lại
    lan < That happens to everybody … Which entry is it?
    lan # 500,000 đ, 21 Nov: Ms Hoa Bính
    lan < Ms Hoa Bính 500,000 đ, slip 1/2026 … What was wrong with it?
    lan # The sum is wrong
    lan < I asked Mr Minh.
    minh < Lan asks to mend an entry of Ms Hoa Bính: 500,000 đ, \
slip 1/2026 (loan fund), 1/2026 (activity fund). \
The sum is wrong. Do you agree?
"""
MENDED = """
    minh # Yes, mend it
    minh < Minh agreed at 12:00: Ms Hoa Bính 500,000 đ, slip 1/2026 … does not count any more.
    hoa < Payment slip 1/2026 (loan fund), 1/2026 (activity fund) \
… Receipt 1/2026 (loan fund), 1/2026 (activity fund) over 500,000 đ is mended \
… Why: The sum is wrong … Left of the loan: 5,000,000 đ
    lan < Minh agreed: Ms Hoa Bính 500,000 đ, slip … does not count any more.
"""


async def reversals(village: Village) -> list[entries.Entry]:
    """Return the entries that took others back."""
    async with village.database.read() as db:
        return [one for one in await entries.latest(db, village.club, 50) if one.reverses_id]


async def test_an_entry_is_mended_by_two_officers_and_both_slips_stay(village: Village) -> None:
    await village(TAKEN)
    village.clock.pass_by(days=3)
    await village(ASKED + MENDED)
    (reversal,) = await reversals(village)
    assert (reversal.interest, reversal.principal) == (-50_000, -450_000)
    assert reversal.value_day == date(2026, 11, 21)
    assert reversal.entered_by == village.ids["lan"]
    assert reversal.agreed_by == {village.ids["minh"]}
    await village("""
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ … Next: 50,000 đ
        lan > tiền mặt
        lan < The book has no cash yet
        hoa > phiếu
        hoa < slip 1/2026 … slip 1/2026
        tu > đối chiếu
        tu < Everything in the book has been seen by two people.
    """)


async def test_a_loan_that_was_paid_off_is_open_again(village: Village) -> None:
    await village("""
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Another sum
        lan < At the most 5,050,000 đ
        lan > 5050000
        lan < 5,050,000 đ
        lan # I hold all
        lan < Written down
        hoa < Left of the loan: 0 đ
        hoa > còn nợ bao nhiêu
        hoa < You have nothing left to pay
        lan > sửa lại
        lan < Which entry
        lan # 5,050,000 đ, 21 Nov: Ms Hoa Bính
        lan < What was wrong
        lan # It is somebody else's money
        lan < I asked
        minh < Do you agree?
        minh # Yes
        minh < does not count any more
        hoa < Left of the loan: 5,000,000 đ
        lan < Minh agreed
        hoa > còn nợ bao nhiêu
        hoa < You still have 5,000,000 đ
    """)
    async with village.database.read() as db:
        (loan,) = await loans.open_loans(db, village.ids["hoa"])
    assert loan.standing(date(2026, 11, 21)).payoff == 5_050_000


async def test_what_a_member_declared_stays_confirmed(village: Village) -> None:
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ
        hoa > đúng
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < Ms Hoa Bính
        tu < Ms Hoa Bính
        lan # I hold all
        lan < Written down
        hoa < Receipt over
    """)
    await village(ASKED + MENDED)
    async with village.database.read() as db:
        statuses = (await db.execute(select(t.Declaration.status))).scalars().all()
    assert statuses == ["confirmed"]


async def test_the_card_of_a_member_leads_to_her_entries_and_own_words_are_a_reason(
    village: Village,
) -> None:
    await village(TAKEN)
    await village("""
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Mend an entry
        lan < Which entry is it?
        lan > 1
        lan < What was wrong with it?
        lan > bà Hoa trả 300 {chứ} không phải 500
        lan < I asked Mr Minh.
        minh < Bà Hoa trả 300 {chứ} không phải 500. Do you agree?
    """)


async def test_a_name_behind_the_word_finds_the_entry(village: Village) -> None:
    await village(TAKEN)
    await village("""
        thu > sửa lại bà Hoa
        thu < Which entry is it?
        thu > menu
        thu < What can I do
        thu > sửa lại Bình
        thu < There is no entry here that could be mended.
    """)


async def test_the_second_officer_may_say_no_and_nobody_is_blamed(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village("""
        minh # No, leave it
        minh < All right, it stays as it is. I told Lan.
        lan < Minh would like to talk with you before this is mended: Ms Hoa Bính 500,000 đ
    """)
    assert await reversals(village) == []
    await village(ASKED)


async def test_a_second_tap_and_a_second_officer_hear_the_same(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village("""
        thu > việc cần xem lại
        thu < Which one?
        thu # Mend: Ms Hoa Bính
        thu < Lan asks to mend
    """)
    await village(MENDED)
    await village("""
        thu # Yes, mend it
        thu < Minh agreed at 12:00: Ms Hoa Bính 500,000 đ … does not count any more.
        minh # Yes, mend it
        minh < You already chose
    """)
    assert len(await reversals(village)) == 1


async def test_two_officers_at_once_make_one_reversal(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village("""
        thu > cần xem lại
        thu < Which one?
        thu > 1
        thu < Lan asks to mend
    """)
    await asyncio.gather(
        *(
            village.conversation.handle(
                Incoming(
                    address=address(who), message="race", pressed=village.key(who, "Yes, mend it")
                )
            )
            for who in ("minh", "thu")
        )
    )
    await village.delivery.deliver()
    assert len(await reversals(village)) == 1
    said = [village.hears(who, "agreed at 12:00").text for who in ("minh", "thu")]
    assert said[0] == said[1]
    village.hears("hoa", "Payment slip 1/2026")
    assert not village.phones.by_chat["hoa"].unread


async def test_an_entry_is_asked_about_once(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village("""
        thu > sửa lại
        thu < Which entry is it?
        thu # 500,000 đ, 21 Nov: Ms Hoa Bính
        thu < Lan asked at 12:00: Ms Hoa Bính 500,000 đ, slip … waits
    """)
    await village(MENDED)
    await village("""
        thu > sửa lại
        thu < There is no entry here
    """)


@pytest.mark.parametrize("officer", ["lan", "hoa", "tam"])
async def test_neither_asker_nor_payer_nor_her_household_agrees(
    village: Village, officer: str
) -> None:
    """Hoa, of the board by now, and Tám, who lives with the payer, are no second officers."""
    await village.join("tam", "Đỗ Văn Tám", "deputy", sex="male", household="Hộ 7")
    await village.join("nga", "Đỗ Thị Nga", household="Hộ 7")
    await village.lend("nga")
    async with village.database.write() as db:
        await db.execute(
            insert(t.Role).values(
                club_id=village.club,
                member_id=village.ids["hoa"],
                role="deputy",
                from_on=date(2026, 1, 1),
            )
        )
    payer, name, called = ("hoa", "Nguyễn Thị Hoa", "Ms Hoa Bính")
    if officer == "tam":
        payer, name, called = ("nga", "Đỗ Thị Nga", "Ms Nga")
    await village(f"""
        lan > {name}
        lan < {name}
        lan # Receive 50,000 đ
        lan < 50,000 đ
        lan # I hold all
        lan < Written down
        {payer} < Receipt
        lan > sửa lại
        lan < Which entry
        lan # 50,000 đ, 21 Nov: {called}
        lan < What was wrong
        lan # It was written down twice
        lan < I asked Mr Minh
        minh < Do you agree?
        {officer} > việc cần xem lại
        {officer} < Nothing waits
    """)
    async with village.database.read() as db:
        (asked,) = await corrections.pending(db, village.club)
    assert asked.reason == "twice"


async def test_nobody_agrees_from_a_phone_that_others_use(village: Village) -> None:
    await village(TAKEN + ASKED)
    await village.link("binh", "minh")
    await village("""
        minh # Yes, mend it
        minh < Who is holding the phone
        minh # Mr Minh
        minh < Others use this phone, too. Please agree on a phone of your own.
    """)
    assert await reversals(village) == []


async def test_an_officer_with_a_shared_phone_is_not_asked(village: Village) -> None:
    await village(TAKEN)
    await village.link("binh", "minh")
    await village("""
        lan > sửa lại
        lan < Which entry
        lan # 500,000 đ, 21 Nov: Ms Hoa Bính
        lan < What was wrong
        lan # It was written down twice
        lan < I asked Thu.
        thu < Do you agree?
    """)


async def test_without_a_second_phone_it_is_said_who_can_agree_and_that_it_waits(
    village: Village,
) -> None:
    async with village.database.write() as db:
        await db.execute(delete(t.Role).where(t.Role.role.in_(["secretary", "accountant"])))
    await village.link("binh", "minh")
    await village(TAKEN)
    await village("""
        lan > sửa lại
        lan < Which entry
        lan # 500,000 đ, 21 Nov: Ms Hoa Bính
        lan < What was wrong
        lan # It was written down twice
        lan < It waits until one of these agrees, each on a phone of their own: Mr Minh.
    """)
    await village.link("minh", "newphone")
    await village("""
        newphone > việc cần xem lại
        newphone < Which one?
        newphone > 1
        newphone < Lan asks to mend
        newphone > đúng
        newphone < does not count any more
        hoa < Payment slip
        lan < Minh agreed
    """)


async def test_an_officer_alone_on_the_board_waits_for_the_meeting(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(delete(t.Role).where(t.Role.role != "treasurer"))
    await village(TAKEN)
    await village("""
        lan > sửa lại
        lan < Which entry
        lan # 500,000 đ, 21 Nov: Ms Hoa Bính
        lan < What was wrong
        lan # It was written down twice
        lan < It waits … Decide it at the meeting.
    """)


async def test_for_a_member_without_a_phone_the_slip_is_written_on_paper(
    village: Village,
) -> None:
    await village("""
        lan > bình
        lan < Vi Văn Bình
        lan # Receive 50,000 đ
        lan < 50,000 đ
        lan # I hold all
        lan < Written down
        lan > sửa lại
        lan < Which entry
        lan # 50,000 đ, 21 Nov: Mr Bình
        lan < What was wrong
        lan # The sum is wrong
        lan < I asked Mr Minh
        minh < Do you agree?
        minh # Yes
        minh < does not count any more. Mr Bình has no phone here: please write the paper slip.
        lan < Minh agreed
    """)


async def test_an_officer_does_not_mend_entries_of_her_own_loan(village: Village) -> None:
    await village.lend("thu")
    await village("""
        lan > thu
        lan < Phạm Thị Thu
        lan # Receive 50,000 đ
        lan < 50,000 đ
        lan # I hold all
        lan < Written down
        thu < Receipt
        thu > sửa lại
        thu < There is no entry here that could be mended.
    """)


async def test_a_member_mends_nothing(village: Village) -> None:
    await village("""
        hoa > ghi nhầm
        hoa < That is the board's work.
    """)


async def test_the_member_may_ask_to_look_at_a_reversal_too(village: Village) -> None:
    await village(TAKEN + ASKED + MENDED)
    await village("""
        hoa # Please look
        hoa < What should be looked at?
        hoa # The sum was another one
        hoa < Thu will look at it
        thu < Ms Hoa Bính asks to look at 500,000 đ, slip 1/2026
        thu # Look at it
        thu < Written down by Lan
        thu # Settled
        thu < In a few words
        thu > đã giải thích
        thu < Settled
        hoa < đã giải thích
    """)


async def test_several_people_of_one_name_are_asked_back(village: Village) -> None:
    await village(TAKEN)
    await village.join("hoa2", "Lò Thị Hoa", phone=None)
    await village("""
        thu > sửa lại Hoa
        thu < Which one do you mean?
        thu # Nguyễn Thị Hoa
        thu < Which entry is it?
    """)


async def test_two_officers_who_ask_at_once_make_one_request(village: Village) -> None:
    await village(TAKEN)
    for who in ("lan", "thu"):
        await village(f"""
            {who} > sửa lại
            {who} < Which entry is it?
            {who} # 500,000 đ, 21 Nov: Ms Hoa Bính
            {who} < What was wrong with it?
        """)
    await village("""
        lan # The sum is wrong
        lan < I asked Mr Minh
        minh < Do you agree?
        thu # It was written down twice
        thu < Lan asked at 12:00: Ms Hoa Bính 500,000 đ, slip … waits for a second officer.
    """)
