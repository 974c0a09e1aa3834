"""Closing a meeting's list: one counts, another one agrees, all of it is posted or nothing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, insert, select, update

from bot.chat import Incoming
from bot.money.loans import Way
from bot.storage import ledger
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.collecting import (
    DUE,
    SIXTY,
    agreed,
    asks_fee,
    borrows,
    everybody_pays,
    forget,
    marks,
    meeting_day,
    posted,
    sixty,
)
from tests.conversations.test_statements import counted
from tests.lending import live_with
from tests.sent_files import picture, sends
from tests.village import Village, address

MOST_STATEMENTS = 45
ASKED = "I have asked Mr Minh, Tư. One yes, and all of it is in the book."


@pytest.fixture
async def club(database: Database) -> Village:
    """A club on the day on which it takes money."""
    return await meeting_day(database)


async def all_paid(club: Village) -> None:
    """Let Lan take what is due of everybody, up to the whole list."""
    await club.say("lan", "thu tiền hôm nay")
    for _person in range(3):
        await club.press("lan", "Paid in full")
    forget(club)


async def differences(club: Village) -> list[tuple[str, int, str]]:
    async with club.database.read() as db:
        rows = await db.execute(
            select(t.Posting.fund, t.Posting.amount, t.Transaction.note)
            .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
            .where(t.Posting.kind == "cash_difference")
        )
        return [(row.fund, -row.amount, row.note) for row in rows]


# --- The count -----------------------------------------------------------------------------------


async def test_a_count_by_notes_that_differs_is_named_and_closed_with_its_reason(
    club: Village,
) -> None:
    await all_paid(club)
    await club(f"""
        lan # Read it back and count 150,000 đ
        lan < Together: 150,000 đ (one hundred and fifty thousand đồng) Please count
        lan # There is less
        lan < How much is it? A sum, or the notes
        lan > 1 tờ 100k, 2 tờ 20k
        lan < 140,000 đ (one hundred and forty thousand đồng): that is 10,000 đ less than the list
        lan # Count once more
        lan < Please count what you hold.
        lan > 145k
        lan < 145,000 đ … that is 5,000 đ less than the list says.
        lan # Close with this difference
        lan < Why does it differ?
        lan > Bà Chín đưa thiếu tờ 5 nghìn
        lan < {ASKED}
        tu < Counted by Lan: 145,000 đ ⚠ 5,000 đ less than the list says: Bà Chín đưa thiếu
        minh < Do you agree?
        tu # I agree, 145,000 đ
        tu < is in the book: 3 people, 150,000 đ.
        lan < is in the book
        hoa < Receipt
    """)
    assert await posted(club) == [
        *((who, "repayment", 50_000, DUE) for who in ("binh", "chin", "hoa")),
        ("", "cash_difference", -5_000, DUE),
    ]
    ((fund, amount, note),) = await differences(club)
    assert (fund, amount) == ("activity", -5_000)
    assert "Bà Chín" in note
    assert ("", "tu", "count") in await agreed(club)


async def test_a_count_that_differs_leads_back_to_the_list_to_set_somebody_aside(
    club: Village,
) -> None:
    await all_paid(club)
    await club("""
        lan # Read it back
        lan < Please count
        lan # There is more
        lan < How much is it?
        lan > 200k
        lan < that is 50,000 đ more than the list says.
        lan # Go through the list
        lan < 3 of 3 have paid
        lan > chín
        lan < Written down: 50,000 đ
        lan # Set aside
        lan < Ms Chín is set aside. … 2 of 3 have paid, 100,000 đ. … ⚠ Ms Chín: set aside
        lan # Read it back and count 100,000 đ
        lan < Set aside: Ms Chín Together: 100,000 đ
    """)


async def test_a_list_that_changes_while_it_is_counted_is_read_again(club: Village) -> None:
    await all_paid(club)
    await club("""
        lan # Read it back
        lan < Together: 150,000 đ
        tu > thu tiếp
        tu < 3 of 3 have paid
        tu > chín
        tu < (2/3) Hà Thị Chín
        tu # Next time
        tu < 2 of 3 have paid
        lan # It fits, 150,000 đ
        lan < Somebody else has changed the list meanwhile. … Together: 100,000 đ
    """)
    assert await posted(club) == []


# --- The second officer --------------------------------------------------------------------------


async def test_the_second_officer_is_not_yet_content_and_the_list_is_open_again(
    club: Village,
) -> None:
    await everybody_pays(club)
    await club("""
        tu # Not yet
        tu < All right, the list is open again. I told Lan.
        lan < Tư would like to look at the collection of 21 Nov once more; it is open again.
        minh # I agree
        minh < The list is open again: it must be counted anew. … 3 of 3 have paid
    """)
    assert await posted(club) == []


async def test_a_yes_to_an_earlier_count_is_none_to_a_later_one(club: Village) -> None:
    await everybody_pays(club)
    earlier = club.key("minh", "I agree")
    await club.press("tu", "Not yet")
    club.clock.pass_by(minutes=1)
    await club.say("lan", "thu tiếp")
    await club.press("lan", "Read it back")
    await club.press("lan", "It fits")
    forget(club)
    await club.send(Incoming(address=address("minh"), message="old", pressed=earlier))
    await club("minh < It was counted once more since. … Counted by Lan: 150,000 đ Do you agree?")
    assert await posted(club) == []


async def test_who_counts_or_lives_with_who_counts_is_no_second_officer(club: Village) -> None:
    await club.join("nga", "Bùi Thị Nga", "secretary", household="lan's")
    async with club.database.write() as db:
        nga = await db.scalar(select(t.Member.household_id).where(t.Member.name == "Bùi Thị Nga"))
        lan = update(t.Member).where(t.Member.id == club.ids["lan"])
        await db.execute(lan.values(household_id=nga))
    await everybody_pays(club)
    await club("""
        nga > thu tiếp
        nga < Lan has counted 150,000 đ for the collection of 21 Nov; a second officer must agree
        nga # Ask once more
        nga < I have asked Mr Minh, Tư.
        minh < Do you agree?
        tu < Do you agree?
        minh > thu tiếp
        minh < Lan has counted
        minh # Look at it
        minh < Counted by Lan: 150,000 đ Do you agree?
        minh # I agree
        minh < is in the book: 3 people
        lan < is in the book
        hoa < Receipt
    """)


async def test_an_officer_who_does_not_keep_the_cash_lets_the_treasurer_count(
    club: Village,
) -> None:
    await club.say("minh", "thu tiền hôm nay")
    for _person in range(3):
        await club.press("minh", "Paid in full")
    forget(club)
    await club(f"""
        minh # Read it back
        minh < Tư, Lan must count it.
        minh # Ask Tư, Lan to count
        minh < I have asked Tư, Lan.
        tu < Mr Minh has gone through the list of 21 Nov. Please count the cash.
        lan < Please count the cash.
        lan # Count it
        lan < Together: 150,000 đ
        lan # It fits
        lan < {ASKED}
        minh < Do you agree?
        tu < Do you agree?
        minh # I agree
        minh < is in the book
        lan < is in the book
        hoa < Receipt
    """)
    # Minh noted it and cannot be the second touch of his own notes: Lan, who counted, is.
    assert {by for _whose, by, _how in await agreed(club)} == {"lan"}


async def test_a_row_of_the_second_officers_own_waits_for_the_day_list(club: Village) -> None:
    await borrows(club, "tu")
    await club.say("lan", "thu tiền hôm nay")
    for _person in range(4):
        await club.press("lan", "Paid in full")
    await club.press("lan", "Read it back")
    await club.press("lan", "It fits")
    forget(club)
    await club("""
        tu # I agree, 200,000 đ
        tu < Receipt … Tư paid 50,000 đ
        tu < is in the book: 4 people, 200,000 đ. … Another officer still has to see, on the \
day's list: Tư
        lan < Another officer still has to see
        hoa < Receipt
        minh > đối chiếu
        minh < Tư: 50,000 đ
    """)


async def test_where_nobody_can_agree_two_sign_a_paper(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id != club.ids["lan"]).values(until=club.clock.now)
        )
    await all_paid(club)
    await club("""
        lan # Read it back
        lan < Please count
        lan # It fits
        lan < Nobody else of the board can agree here. Let two sign the list on paper
        lan # Two have signed a paper
        lan < Please take a photo
    """)
    assert await posted(club) == []
    await sends(club, "lan", picture(), kind="photo")
    club.hears("lan", "The collection of 21 Nov is in the book: 3 people, 150,000 đ.")
    assert len(await posted(club)) == 3
    assert await agreed(club) == []
    async with club.database.read() as db:
        assert len((await db.execute(select(t.Evidence.file))).all()) == 3
    await club("""
        lan > đối chiếu
        lan < 3 entries of 150,000 đ wait for another officer
    """)


async def test_where_the_head_keeps_the_cash_another_officer_is_shown_the_paper(
    club: Village,
) -> None:
    for short in ("lan", "minh", "tu"):  # nobody is free of her
        await live_with(club, short, "N1")
    async with club.database.write() as db:
        head = t.Role.role == "head"
        await db.execute(update(t.Role).where(head).values(member_id=club.ids["lan"]))
    await all_paid(club)
    await club("""
        lan # Read it back
        lan < Please count
        lan # It fits
        lan < Nobody else of the board can agree here. Let two sign the list on paper
        lan # Two have signed a paper
        lan < Please take a photo
    """)
    await sends(club, "lan", picture(), kind="photo")
    shown = club.hears("tu", "The collection of 21 Nov was closed on this signed paper.")
    assert shown.image


# --- All or nothing ------------------------------------------------------------------------------


async def test_money_that_came_in_another_way_meanwhile_stops_the_closing(club: Village) -> None:
    await all_paid(club)
    async with club.database.write() as db:
        await db.execute(update(t.Collected).values(amount=5_050_000))
    for label in ("Read it back", "It fits"):
        await club.press("lan", label)
    forget(club)
    await club("""
        minh > bình
        minh < Vi Văn Bình
    """)
    forget(club)
    await club.say("tu", "hoa")
    forget(club)
    await club.press("tu", "Receive 50,000 đ")
    await club.press("tu", "I hold all")
    forget(club)
    await club("""
        minh # I agree
        minh < The book has changed for Ms Hoa Bính since. Please take it down once more.
        lan < The book has changed for Ms Hoa Bính since.
    """)
    assert [kind for _who, kind, _amount, _day in await posted(club)] == ["repayment"]
    assert await marks(club) == [
        ("binh", "paid", 5_050_000),
        ("chin", "paid", 5_050_000),
        ("hoa", "open", 0),
    ]


async def taken_at_the_door(club: Village, words: str) -> None:
    """Let the accountant take money of Chín while the list is open."""
    club.clock.pass_by(minutes=10)
    await club.say("tu", "chín")
    await club.press("tu", "Another sum")
    await club.say("tu", words)
    await club.press("tu", "I hold all")
    club.clock.pass_by(minutes=1)
    forget(club)


async def test_money_taken_at_the_door_since_it_was_noted_is_not_posted_twice(
    club: Village,
) -> None:
    await all_paid(club)
    await taken_at_the_door(club, "50k")
    await club("""
        lan # Read it back
        lan < The book has changed for Ms Chín since. Please take it down once more.
    """)
    assert await posted(club) == [("chin", "repayment", 50_000, DUE)]


async def test_nor_when_it_is_taken_between_the_count_and_the_second_yes(club: Village) -> None:
    await all_paid(club)
    await club("""
        lan # Read it back
        lan < Please count
        lan # It fits
        lan < I have asked
        minh < Do you agree?
        tu < Do you agree?
    """)
    await taken_at_the_door(club, "50k")
    await club("""
        minh # I agree
        minh < The book has changed for Ms Chín since.
        lan < The book has changed for Ms Chín since.
    """)
    assert await posted(club) == [("chin", "repayment", 50_000, DUE)]


async def test_what_was_declared_before_the_meeting_is_asked_about_the_day_after(
    club: Village,
) -> None:
    await club.say("hoa", "tôi nộp 50k")
    for label in ("Yes", "Lan"):
        await club.press("hoa", label)
    club.clock.pass_by(minutes=5)
    await all_paid(club)
    for label in ("Other money", "Read it back", "It fits"):
        await club.press("lan", label)
    forget(club)
    await club.press("minh", "I agree")
    assert ("hoa", "repayment", 50_000, DUE) in await posted(club)
    club.clock.pass_by(days=1)
    forget(club)
    await club("""
        lan # I hold all 50,000
        lan < Since then 50,000 đ of Ms Hoa Bính was entered (12:05 on 21 Nov, Lan). … Is that
    """)


async def test_a_fee_taken_at_the_door_is_not_posted_for_the_month_after(club: Village) -> None:
    await asks_fee(club)
    await club.say("lan", "thu tiền hôm nay")
    for _person in range(6):
        await club.press("lan", "Paid in full")
    forget(club)
    club.clock.pass_by(minutes=10)
    await club.say("tu", "thu phí chín 5k")
    await club.press("tu", "I hold all")
    club.clock.pass_by(minutes=1)
    forget(club)
    await club("""
        lan # Read it back
        lan < The book has changed for Ms Chín since.
    """)


async def test_what_is_missing_takes_no_fund_below_zero(club: Village) -> None:
    await all_paid(club)
    await club("""
        lan # Read it back
        lan < Please count
        lan > 1k
        lan < that is 149,000 đ less than the list says.
        lan # Close with this difference
        lan < Why does it differ?
        lan > mất túi
        lan < I have asked
        minh < Do you agree?
        tu < Do you agree?
        minh # I agree
        minh < is in the book
        lan < is in the book
        hoa < Receipt
    """)
    async with club.database.read() as db:
        held = await ledger.cash(db, club.club)
    assert all(amount >= 0 for _fund, _kind, _holder, amount in held)


async def test_a_paid_off_loan_is_closed_and_the_slip_says_what_is_left(club: Village) -> None:
    await asks_fee(club)
    second = await borrows(club, "hoa", principal=1_000_000, number="KU-2")
    await club("""
        lan > thu tiền hôm nay
        lan < (1/6)
        lan > hoa bính
        lan < To pay: 65,000 đ (loan KU-hoa: interest 50,000 đ; loan KU-2: interest 10,000 đ; \
fee of 11/2026: 5,000 đ)
        lan > 6tr065
        lan < 6,065,000 đ
    """)
    await club.press("lan", "Yes")
    await club.say("lan", "danh sách thu")
    await club.press("lan", "The whole list")
    await club.press("lan", "Read it back")
    await club.press("lan", "It fits")
    forget(club)
    await club.press("tu", "I agree")
    assert club.phones.by_chat["hoa"].unread
    club.hears(
        "hoa",
        "Ms Hoa Bính paid 6,065,000 đ … Loan KU-hoa: interest 50,000 đ, the loan \
itself 5,000,000 đ … Loan KU-2: interest 10,000 đ, the loan itself 1,000,000 đ … Fee of 11/2026: \
5,000 đ … Taken by: Lan, 21 Nov 2026 Left of loan KU-hoa: 0 đ Left of loan KU-2: 0 đ",
    )
    async with club.database.read() as db:
        closed = await db.scalar(select(t.Loan.closed_on).where(t.Loan.id == second))
        months = (await db.execute(select(t.FeeMonth.month, t.FeeMonth.amount))).all()
    assert closed == DUE
    assert [tuple(row) for row in months] == [(date(2026, 11, 1), 5_000)]


async def test_an_entry_of_two_loans_and_a_fee_is_mended_with_all_that_came_of_it(
    club: Village,
) -> None:
    await asks_fee(club)
    await borrows(club, "hoa", principal=1_000_000, number="KU-2")
    await club.say("lan", "thu tiền hôm nay")
    await club.say("lan", "hoa bính 6tr065")
    await club.press("lan", "The whole list")
    await club.press("lan", "Read it back")
    await club.press("lan", "It fits")
    await club.press("tu", "I agree")
    await club.say("minh", "sửa lại hoa bính")
    await club.press("minh", "6,065,000 đ")
    await club.press("minh", "It was written down twice")
    await club.press("lan" if _has(club, "lan", "Yes, mend it") else "tu", "Yes, mend it")
    async with club.database.read() as db:
        of_hoa = t.Loan.member_id == club.ids["hoa"]
        closed = (await db.execute(select(t.Loan.closed_on).where(of_hoa))).scalars().all()
        months = await db.scalar(select(func.count()).select_from(t.FeeMonth))
        total = await db.scalar(select(func.sum(t.Posting.amount)).where(t.Posting.kind == "cash"))
    assert (list(closed), months, total) == ([None, None], 0, 0)


def _has(club: Village, chat: str, label: str) -> bool:
    return any(one.label.startswith(label) for one in club.choices(chat))


async def test_a_signed_month_moves_the_list_to_the_first_open_day(club: Village) -> None:
    await all_paid(club)
    club.clock.pass_by(days=12)  # 3 December
    async with club.database.write() as db:
        await db.execute(
            insert(t.ClosedMonth).values(
                club_id=club.club,
                month=date(2026, 11, 1),
                signed_by=club.ids["lan"],
                signed_at=club.clock.now,
                agreed_by=club.ids["tu"],
                agreed_at=club.clock.now,
                figures={},
                file="",
            )
        )
    await club("""
        lan # Read it back
        lan < The month of 21 Nov is signed and closed: it counts from 1 Dec.
    """)
    await club.press("lan", "It fits")
    await club.press("tu", "I agree")
    assert {day for _who, _kind, _amount, day in await posted(club)} == {date(2026, 12, 1)}


# --- Sixty ---------------------------------------------------------------------------------------


async def test_sixty_borrowers_are_closed_with_few_statements(database: Database) -> None:
    club = await sixty(database)
    await club.say("lan", "thu tiền hôm nay")
    await club.say("lan", "\n".join(f"{name} 55k" for name in SIXTY))
    await club.press("lan", "Read it back and count 3,300,000 đ")
    await club.press("lan", "It fits")
    forget(club)
    key = club.key("khang", "I agree")
    with counted(database) as statements:
        await club.conversation.handle(
            Incoming(address=address("khang"), message="last", pressed=key)
        )
    assert len(statements) <= MOST_STATEMENTS, "\n".join(one[:90] for one in statements)
    await club.delivery.deliver()
    entries = await posted(club)
    assert [amount for _who, _kind, amount, _day in entries] == [55_000] * 60
    async with database.read() as db:
        per_fund = select(t.Slip.fund, func.count(), func.max(t.Slip.number)).group_by(t.Slip.fund)
        slips = (await db.execute(per_fund)).all()
        months = await db.scalar(select(func.count()).select_from(t.FeeMonth))
    assert [tuple(row) for row in slips] == [("activity", 60, 60)]
    assert months == 60
    heard = [chat for chat, phone in club.phones.by_chat.items() if phone.unread]
    assert len(heard) == 40 + 2  # forty slips, the treasurer, and who agreed


async def test_the_same_yes_twice_posts_once(club: Village) -> None:
    await everybody_pays(club)
    key = club.key("tu", "I agree")
    for message in ("first", "second"):
        await club.conversation.handle(
            Incoming(address=address("tu"), message=message, pressed=key)
        )
    assert len(await posted(club)) == 3


# --- Something is not right ----------------------------------------------------------------------


async def test_who_counts_another_sum_writes_it_and_the_treasurer_takes_it_over(
    club: Village,
) -> None:
    await everybody_pays(club)
    await club(f"""
        tu # I count another sum
        tu < How much do you count?
        tu > 150k
        tu < That is what Lan has counted, too.
        tu > 1 tờ 100k, 2 tờ 20k
        tu < All right, the list is open again. I told Lan.
        lan < Tư counts 140,000 đ for the collection of 21 Nov, and you counted 150,000 đ.
        lan # It is 140,000 đ
        lan < that is 10,000 đ less than the list says.
        lan # Close with this difference
        lan < Why does it differ?
        lan # Change was given wrongly
        lan < {ASKED}
        minh < Counted by Lan: 140,000 đ ⚠ 10,000 đ less
        tu < Counted by Lan: 140,000 đ
        tu # I agree, 140,000 đ
        tu < is in the book
        lan < is in the book
        hoa < Receipt
    """)
    assert ("", "cash_difference", -10_000, DUE) in await posted(club)


async def test_who_has_not_counted_sends_the_list_back_with_its_buttons(club: Village) -> None:
    await everybody_pays(club)
    await club("""
        tu # I count another sum
        tu < How much do you count?
        tu # I have not counted
        tu < All right, the list is open again. I told Lan.
        lan < Tư would like to look at the collection of 21 Nov once more; it is open again.
        lan # Count once more
        lan < Together: 150,000 đ … Please count
    """)


async def test_the_list_may_have_changed_since_the_other_sum_was_written(club: Village) -> None:
    await everybody_pays(club)
    await club.press("tu", "I count another sum")
    await club.say("tu", "100k")
    await club.say("tu", "thu tiếp")
    await club.say("tu", "chín")
    await club.press("tu", "Next time")
    forget(club)
    await club("""
        lan # It is 100,000 đ
        lan < Somebody else has changed the list meanwhile. … Together: 100,000 đ
    """)


async def test_two_changes_that_cancel_out_are_read_again(club: Village) -> None:
    await all_paid(club)
    await club.press("lan", "Read it back")
    await club.say("tu", "thu tiếp")
    await club.say("tu", "chín")
    await club.press("tu", "Next time")
    await club.say("tu", "hoa")
    await club.say("tu", "100k")
    await club.press("tu", "Yes")
    forget(club)
    await club("""
        lan # It fits, 150,000 đ
        lan < Somebody else has changed the list meanwhile. … Ms Hoa Bính: 100,000 đ … Next time: \
Ms Chín Together: 150,000 đ
    """)


async def test_where_nobody_answers_two_may_sign_a_paper_an_hour_later(club: Village) -> None:
    await everybody_pays(club)
    await club("""
        lan > thu tiếp
        lan < Lan has counted 150,000 đ for the collection of 21 Nov; a second officer must agree \
before it is in the book. These can agree here: Mr Minh, Tư. If nobody answers: from 13:00 on two \
can sign it on paper.
        lan # Ask once more
        lan < I have asked Mr Minh, Tư.
        minh < Do you agree?
        tu < Do you agree?
    """)
    club.clock.pass_by(minutes=61)
    await club("""
        lan > thu tiếp
        lan < These can agree here: Mr Minh, Tư.
        lan # Two have signed a paper
        lan < Please take a photo
    """)
    await sends(club, "lan", picture(), kind="photo")
    club.hears("lan", "The collection of 21 Nov is in the book: 3 people, 150,000 đ.")
    club.hears("minh", "The collection of 21 Nov was closed on this signed paper.")
    forget(club)
    await club("""
        minh # I agree
        minh < The collection of 21 Nov was closed at 13:01 on a signed paper: 150,000 đ.
        tu > đối chiếu
        tu < Does this fit what is in the box?
    """)
    assert len(await posted(club)) == 3


async def test_a_day_on_which_nobody_pays_is_closed_too(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3)
        lan # Next time
        lan < (2/3)
        lan # Set aside
        lan < (3/3)
        lan # Next time
        lan < 0 of 3 have paid
        lan # Close it: nobody has paid
        lan < Next time: Mr Bình, Ms Hoa Bính Set aside: Ms Chín Together: 0 đ
        lan > 0
        lan < I have asked Mr Minh, Tư.
        minh < Counted by Lan: 0 đ
        tu < Counted by Lan: 0 đ
        tu # I agree, 0 đ
        tu < The collection of 21 Nov is in the book: 0 people, 0 đ.
        lan < is in the book
        minh > việc cần xem
        minh < These wait to be looked at.
    """)
    assert await posted(club) == []


async def test_nothing_at_all_can_be_counted(club: Village) -> None:
    await all_paid(club)
    await club("""
        lan # Read it back
        lan < Please count
        lan > 0 đ
        lan < 0 đ (zero đồng): that is 150,000 đ less than the list says.
        lan > 150k
        lan < I have asked
        minh < Do you agree?
        tu < Do you agree?
    """)


async def test_a_treasurer_without_a_phone_counts_beside_who_has_one(club: Village) -> None:
    async with club.database.write() as db:
        gone = t.Link.member_id.in_([club.ids["lan"], club.ids["tu"]])
        await db.execute(update(t.Link).where(gone).values(until=club.clock.now))
    await club.join("thu", "Phạm Thị Thu", "secretary")
    await club.say("minh", "thu tiền hôm nay")
    for _person in range(3):
        await club.press("minh", "Paid in full")
    forget(club)
    await club("""
        minh # Read it back
        minh < Tư, Lan must count it.
        minh # Ask Tư, Lan to count
        minh < They have no phone here. Let one of them count the cash beside you: who is it?
        minh # Lan
        minh < What has Lan counted? Does it fit?
        minh # It fits, 150,000 đ
        minh < I have asked Ms Thu.
        thu < Counted by Lan: 150,000 đ Do you agree?
        thu # I agree
        thu < The collection of 21 Nov is in the book: 3 people
        minh < is in the book
        hoa < Receipt
    """)
    assert {by for _whose, by, _how in await agreed(club)} == {"thu"}


async def test_what_she_chose_for_money_paid_ahead_holds_where_the_list_takes_it(
    database: Database,
) -> None:
    club = await meeting_day(database)
    await club.join("dao", "Lý Thị Đào")
    await borrows(club, "dao", way=Way.EQUAL_PRINCIPAL, principal=6_000_000, periods=6)
    await club.say("dao", "tôi nộp 2tr060")
    await club.press("dao", "Done sooner")
    await club.press("dao", "Yes")
    await club.press("dao", "Lan")
    await club.say("lan", "thu tiền hôm nay")
    await club.say("lan", "đào")
    await club.press("lan", "This very money, 2,060,000 đ")
    await club.press("lan", "The whole list")
    await club.press("lan", "Read it back")
    await club.press("lan", "It fits")
    await club.press("minh", "I agree")
    async with database.read() as db:
        kept = await db.scalar(
            select(t.Transaction.prepaying).where(
                t.Transaction.member_id == club.ids["dao"], t.Transaction.kind == "repayment"
            )
        )
    assert kept == "fewer"


async def test_what_is_paid_ahead_is_asked_about_on_the_list(database: Database) -> None:
    club = await meeting_day(database)
    await club.join("dao", "Lý Thị Đào", phone=None)
    await borrows(club, "dao", way=Way.EQUAL_PRINCIPAL, principal=6_000_000, periods=6)
    await club("""
        lan > thu tiền hôm nay
        lan < (1/4)
        lan > đào
        lan < To pay: 1,060,000 đ
        lan > 2tr060
        lan < 2,060,000 đ … interest 60,000 đ, the loan itself 2,000,000 đ. … What shall the \
money be that is more than is due?
        lan # Done sooner: 4 times left
        lan < Noted: Ms Đào 2,060,000 đ.
    """)
    async with database.read() as db:
        kept = (await db.execute(select(t.Collected.prepaying))).scalars().all()
    assert sorted(kept)[-1] == "fewer"
