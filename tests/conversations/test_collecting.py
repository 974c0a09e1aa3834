"""Meeting-day collection: from the list to closing, one officer or two."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import insert, update

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.collecting import (
    DUE,
    agreed,
    asks_fee,
    borrows,
    everybody_pays,
    forget,
    marks,
    meeting_day,
    posted,
)
from tests.village import Village


@pytest.fixture
async def club(database: Database) -> Village:
    """A club on the day on which it takes money."""
    return await meeting_day(database)


async def test_one_officer_goes_through_the_list_and_another_one_closes_it(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < Collection of 21 Nov 2026: 3 people, 150,000 đ together. … (1/3) Vi Văn Bình \
To pay: 50,000 đ (interest 50,000 đ)
        lan # Paid in full, 50,000 đ
        lan < Noted: Mr Bình 50,000 đ. … (2/3) Hà Thị Chín To pay: 50,000 đ
        lan # Next time
        lan < Ms Chín: next time. … (3/3) Nguyễn Thị Hoa (Hoa Bính, xóm 2)
        lan > 500k
        lan < 500,000 đ (five hundred thousand đồng): interest 50,000 đ, the loan itself 450,000 đ
        lan # Yes, 500,000 đ
        lan < Noted: Ms Hoa Bính 500,000 đ. … Collection of 21 Nov 2026: 2 of 3 have paid, \
550,000 đ. … ✓ Mr Bình 50,000 đ … – Ms Chín: next time … ✓ Ms Hoa Bính 500,000 đ
        lan # Read it back and count 550,000 đ
        lan < (1) Mr Bình: 50,000 đ (interest 50,000 đ) (2) Ms Hoa Bính: 500,000 đ (interest \
50,000 đ, the loan itself 450,000 đ) Next time: Ms Chín Together: 550,000 đ
        lan # It fits, 550,000 đ
        lan < I have asked Mr Minh, Tư. One yes, and all of it is in the book.
        tu < Together: 550,000 đ … Counted by Lan: 550,000 đ Do you agree?
        minh < Do you agree?
        tu # I agree, 550,000 đ
        tu < The collection of 21 Nov is in the book: 2 people, 550,000 đ. Slips on paper for: \
Mr Bình
        lan < The collection of 21 Nov is in the book
        hoa < Receipt over 500,000 đ: 1/2026 (loan fund) 450,000 đ, 2/2026 … \
paid 500,000 đ
        minh # I agree
        minh < Tư agreed at 12:00: 550,000 đ of the collection of 21 Nov is in the book.
    """)
    assert await posted(club) == [
        ("binh", "repayment", 50_000, DUE),
        ("hoa", "repayment", 500_000, DUE),
    ]
    assert await agreed(club) == [("binh", "tu", "list"), ("hoa", "tu", "list")]


async def test_the_whole_of_it_in_vietnamese(database: Database) -> None:
    club = await meeting_day(database, "vi")
    await club("""
        lan > thu tien hom nay
        lan < 150.000 đ … (1/3) Vi Văn Bình … 50.000 đ
        lan > 1
        lan < (2/3) Hà Thị Chín
        lan > hoa binh
        lan < (3/3) Nguyễn Thị Hoa (Hoa Bính, xóm 2)
        lan > 1
        lan < (2/3) Hà Thị Chín
        lan > nam tram nghin
        lan < 500.000 đ (năm trăm nghìn đồng)
        lan > đúng, 500k
        lan < 500.000 đ
    """)
    assert await marks(club) == [
        ("binh", "paid", 50_000),
        ("chin", "open", 0),
        ("hoa", "paid", 50_000),
    ]


# --- The order of the list -----------------------------------------------------------------------


async def test_they_are_asked_as_they_sit_or_by_their_given_names(club: Village) -> None:
    async with club.database.write() as db:
        for who, seat in (("hoa", 1), ("chin", 2)):
            wanted = update(t.Member).where(t.Member.id == club.ids[who])
            await db.execute(wanted.values(seat=seat))
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Nguyễn Thị Hoa
        lan # The whole list
        lan < … Ms Hoa Bính 50,000 đ … Ms Chín 50,000 đ … Mr Bình 50,000 đ
        lan # In the order of names
        lan < … Mr Bình 50,000 đ … Ms Chín 50,000 đ … Ms Hoa Bính 50,000 đ
        lan # Go on
        lan < (1/3) Vi Văn Bình
        lan # The whole list
        lan < … Mr Bình
        lan # As they sit
        lan < … Ms Hoa Bính 50,000 đ … Ms Chín
    """)


async def test_one_goes_back_and_to_anybody_by_name(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan # Paid in full
        lan < (2/3) Hà Thị Chín
        lan # The one before
        lan < (1/3) Vi Văn Bình … Written down: 50,000 đ (interest 50,000 đ) (Lan, 12:00).
        lan # Take that back
        lan < Taken back. … (1/3) Vi Văn Bình
        lan > hoa
        lan < (3/3) Nguyễn Thị Hoa
        lan # Paid in full
        lan < Noted: Ms Hoa Bính 50,000 đ. … (1/3) Vi Văn Bình
    """)
    assert [state for _who, state, _amount in await marks(club)] == ["open", "open", "paid"]


async def test_who_owes_nothing_is_not_on_the_list_and_can_be_added_by_name(club: Village) -> None:
    await club.join("dao", "Lý Thị Đào", phone=None)
    await borrows(club, "dao", starts_on=date(2026, 11, 10), first_due=date(2026, 12, 10))
    await club("""
        lan > thu tiền hôm nay
        lan < 3 people, 150,000 đ together.
        lan > đào
        lan < (4/4) Lý Thị Đào Nothing is to be paid today.
        lan > 50k
        lan < Lý Thị Đào: 50,000 đ (fifty thousand đồng): interest 50,000 đ.
        lan # Yes, 50,000 đ
        lan < Noted: Ms Đào 50,000 đ. … (1/4) Vi Văn Bình
    """)


# --- Sums ----------------------------------------------------------------------------------------


async def test_a_bare_number_is_read_back_and_nought_is_asked_about(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan > 0
        lan < Nothing today? Then choose “Next time”.
        lan > 150
        lan < Vi Văn Bình: 150,000 đ (one hundred and fifty thousand đồng): interest 50,000 đ, \
the loan itself 100,000 đ. Is that right?
        lan > no
        lan < I did not quite understand.
        lan > không, 30k
        lan < Vi Văn Bình: 30,000 đ
        lan # Another sum
        lan < How much did Mr Bình hand over?
        lan > 20 nghìn
        lan < 20,000 đ
        lan # Yes, 20,000 đ
        lan < Noted: Mr Bình 20,000 đ.
    """)


async def test_more_than_is_due_can_be_given_back_and_more_than_is_owed_must_be(
    club: Village,
) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan > 100k
        lan < interest 50,000 đ, the loan itself 50,000 đ
        lan # Take only 50,000 đ, give 50,000 đ back
        lan < Noted: Mr Bình 50,000 đ. … (2/3)
        lan > 6 triệu
        lan < That is all that there is to pay: 950,000 đ are given back. Hà Thị Chín: \
5,050,000 đ … Is that right?
        lan # Take 5,050,000 đ, give 950,000 đ back
        lan < Noted: Ms Chín 5,050,000 đ.
    """)


async def test_principal_goes_to_the_loan_itself(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan > trả gốc 200k
        lan < Vi Văn Bình: 200,000 đ … the loan itself 200,000 đ. Is that right?
        lan # Yes
        lan < Noted: Mr Bình 200,000 đ.
        lan # The one before
        lan < (1/3) Vi Văn Bình … Written down: 200,000 đ (the loan itself 200,000 đ)
    """)


async def test_interest_and_fee_are_one_handing(club: Village) -> None:
    await asks_fee(club)
    await club("""
        lan > thu tiền hôm nay
        lan < 6 people, 180,000 đ together. … (1/6) Vi Văn Bình To pay: 55,000 đ (interest \
50,000 đ; fee of 11/2026: 5,000 đ)
        lan # Paid in full, 55,000 đ
        lan < Noted: Mr Bình 55,000 đ. … (2/6) Hà Thị Chín
        lan > 50k
        lan < Hà Thị Chín: 50,000 đ … interest 50,000 đ. Is that right?
        lan # Yes
        lan < (3/6) Nguyễn Thị Hoa
        lan > 100k
        lan < interest 50,000 đ, the loan itself 45,000 đ; fee of 11/2026: 5,000 đ
        lan # Yes
        lan < (5/6) Lê Văn Minh To pay: 5,000 đ (fee of 11/2026: 5,000 đ)
        lan > 7k
        lan < That is all that there is to pay: 2,000 đ are given back.
    """)
    assert (await marks(club))[:6] == [
        *[("binh", "paid", 50_000), ("binh", "paid", 5_000)],
        *[("chin", "paid", 50_000), ("chin", "later", 0)],
        *[("hoa", "paid", 95_000), ("hoa", "paid", 5_000)],
    ]


async def test_once_the_exceptions_are_noted_all_the_rest_are_noted_at_once(club: Village) -> None:
    await club.join("dao", "Lý Thị Đào", phone=None)
    await borrows(club, "dao")
    await borrows(club, "lan")
    await club.say("hoa", "tôi nộp 500k")
    for label in ("Yes", "Lan"):
        await club.press("hoa", label)
    forget(club)
    await club("""
        lan > thu tiền hôm nay
        lan < (1/5) Vi Văn Bình
        lan # Next time
        lan < (2/5) Hà Thị Chín
        lan # The whole list
        lan < 0 of 5 have paid
        lan # All the rest in full, 100,000 đ
        lan < All of these 2 have paid in full? – Ms Chín 50,000 đ – Ms Đào 50,000 đ Together: \
100,000 đ (one hundred thousand đồng)
        lan # No
        lan < 0 of 5 have paid
        lan # All the rest in full
        lan < All of these 2
        tu > thu tiếp
        tu < (2/5) Hà Thị Chín
        tu # Next time
        tu < (3/5)
        lan # Yes, 100,000 đ
        lan < Somebody else has changed the list meanwhile.
        lan > chín
        lan < next time
        lan # Take that back
        lan < Taken back.
        lan # The whole list
        lan < 0 of 5
        lan # All the rest in full
        lan < All of these 2
        lan # Yes, 100,000 đ
        lan < Noted: 2 people, 100,000 đ. … 2 of 5 have paid, 100,000 đ. … – Mr Bình: next time \
✓ Ms Chín 50,000 đ ✓ Ms Đào 50,000 đ … Ms Hoa Bính 50,000 đ ✋ Lan 50,000 đ
    """)


async def test_what_is_of_somebody_else_is_hers_and_the_sum_is_still_asked_about(
    club: Village,
) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan > 200k
        lan < Vi Văn Bình: 200,000 đ
        lan > Bình 250k
        lan < Vi Văn Bình: 250,000 đ
        lan > 200k
        lan < Vi Văn Bình: 200,000 đ
        lan > Chín
        lan < One after the other, please: first this one. … Vi Văn Bình: 200,000 đ
        lan > Chín 50k
        lan < Noted: 1 line, 50,000 đ. ✓ Ms Chín 50,000 đ … Vi Văn Bình: 200,000 đ
        lan # Yes
        lan < Noted: Mr Bình 200,000 đ. … (3/3)
    """)


async def test_who_writes_only_that_she_receives_money_finds_the_list(club: Village) -> None:
    await club("""
        lan > thu tiền
        lan < From whom?
        lan # All of them, by the list
        lan < (1/3) Vi Văn Bình
        tu > thu tiền
        tu < From whom?
        tu > hoa bính
        tu < Nguyễn Thị Hoa (Hoa Bính, xóm 2)
    """)


# --- Set aside, told of before -------------------------------------------------------------------


async def test_a_disputed_row_is_set_aside_and_the_board_looks_at_it(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan # Set aside
        lan < Mr Bình is set aside. … (2/3) Hà Thị Chín
        lan # Paid in full
        lan < (3/3) Nguyễn Thị Hoa
        lan # Set aside
        lan < Ms Hoa Bính is set aside.
        lan > hoa
        lan < Written down: set aside (Lan, 12:00).
        lan # Take that back
        lan < Taken back. … (3/3) Nguyễn Thị Hoa
        minh > việc cần xem
        minh < Nothing waits to be looked at.
    """)
    await closed(club)
    await club("""
        minh > việc cần xem
        minh < These wait to be looked at.
        minh # Mr Bình set aside, 21 Nov
        minh < Mr Bình: no sum was written down … Lan set it aside
        minh # Settled, we have talked
        minh < what did you find?
        minh > Bác ấy nộp hôm sau
        minh < Settled.
        minh > việc cần xem
        minh < Nothing waits to be looked at.
    """)


async def closed(club: Village) -> None:
    """Let Lan count what stands on the list, and Tư agree."""
    await club.press("lan", "The whole list")
    await club.press("lan", "Read it back")
    await club.press("lan", "It fits")
    await club.press("tu", "I agree")
    forget(club)


async def test_who_has_told_of_money_is_asked_about_before_she_is_paid_in_full(
    club: Village,
) -> None:
    await club.say("hoa", "tôi nộp 500k")
    for label in ("Yes", "Lan"):
        await club.press("hoa", label)
    forget(club)
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan > hoa
        lan < is it this very money?
        lan # Paid in full, 50,000 đ
        lan < Ms Hoa Bính told me at 12:00 of 500,000 đ: is it this very money?
        lan # Back to Ms Hoa Bính
        lan < (3/3) Nguyễn Thị Hoa
        lan > 200k
        lan < Ms Hoa Bính told me at 12:00 of 500,000 đ: is it this very money?
        lan # Other money, 200,000 đ
        lan < Nguyễn Thị Hoa (Hoa Bính, xóm 2): 200,000 đ
        lan # Never mind
        lan < (3/3)
        lan # Paid in full, 50,000 đ
        lan < is it this very money?
        lan # Other money, 50,000 đ
        lan < Noted: Ms Hoa Bính 50,000 đ.
        lan > hoa
        lan < Written down: 50,000 đ
        lan # Paid in full, 50,000 đ
        lan < is it this very money?
        lan # This very money, 500,000 đ
        lan < Noted: Ms Hoa Bính 500,000 đ.
    """)
    assert (await marks(club))[-1] == ("hoa", "paid", 500_000)


async def test_what_was_told_of_is_shown_and_confirmed_when_the_list_is_closed(
    club: Village,
) -> None:
    await club("""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < says that
        tu < says that
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan > hoa
        lan < Ms Hoa Bính told me at 12:00 of 500,000 đ: is it this very money?
        lan # This very money, 500,000 đ
        lan < Noted: Ms Hoa Bính 500,000 đ.
        lan # The whole list
        lan < 1 of 3 has paid, 500,000 đ.
        lan # Read it back
        lan < Together: 500,000 đ
        lan # It fits
        lan < I have asked
        tu < Do you agree?
        minh < Do you agree?
        minh # I agree
        minh < The collection of 21 Nov is in the book: 1 person, 500,000 đ.
        lan < is in the book
        hoa < Receipt
        tu # I hold all
        tu < Lan confirmed this money
    """)
    assert await agreed(club) == [("hoa", "hoa", "declared"), ("hoa", "minh", "list")]


# --- Begun, left, forgotten ----------------------------------------------------------------------


async def test_another_officer_goes_on_where_the_first_phone_died(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan # Paid in full
        lan < (2/3) Hà Thị Chín
        tu > thu tiếp
        tu < (2/3) Hà Thị Chín
        tu # Paid in full
        tu < Noted: Ms Chín 50,000 đ. … (3/3)
        lan # Paid in full
        lan < Somebody else has just written something down for Ms Chín. … Written down: \
50,000 đ (interest 50,000 đ) (Tư, 12:00).
    """)
    assert await marks(club) == [
        ("binh", "paid", 50_000),
        ("chin", "paid", 50_000),
        ("hoa", "open", 0),
    ]


async def begun(club: Village, more: int = 1) -> None:
    """Let Lan begin the list, and take what is due of the first ones."""
    await club.say("lan", "thu tiền hôm nay")
    for _person in range(more):
        await club.press("lan", "Paid in full")
    forget(club)


async def test_one_officer_alone_cannot_drop_a_list_with_money_on_it(club: Village) -> None:
    await begun(club, 2)
    await club("""
        lan # The whole list
        lan < 2 of 3 have paid
        lan # Drop this list
        lan < 2 people have paid 100,000 đ that is not in the book: Mr Bình 50,000 đ; Ms Chín \
50,000 đ. To drop it, a second officer must agree.
        lan # No, keep the list
        lan < 2 of 3 have paid
        lan # Drop this list
        lan < Why shall it be dropped?
        lan # The money was given back
        lan < I have asked Mr Minh, Tư.
        minh < Lan asks to drop the collection of 21 Nov: Mr Bình 50,000 đ; Ms Chín 50,000 đ. \
Then nothing of it comes into the book. Why: The money was given back
        tu < Lan asks to drop
        lan > thu tiếp
        lan < (3/3) Nguyễn Thị Hoa
        minh # I agree
        minh < The collection of 21 Nov was dropped, as Lan asked: Mr Bình 50,000 đ; Ms Chín \
50,000 đ.
        lan < It is decided: The collection of 21 Nov was dropped, as Lan asked
        tu < The collection of 21 Nov was dropped
        lan # Paid in full
        lan < The collection of 21 Nov was dropped; nothing was written.
        tu # I agree
        tu < The board agreed to that on 21 Nov: Lan, Mr Minh.
        lan > thu tiền hôm nay
        lan < 3 people, 150,000 đ together.
    """)
    assert await posted(club) == []


async def test_a_no_keeps_the_list_and_what_is_changed_meanwhile_is_not_dropped(
    club: Village,
) -> None:
    await begun(club)
    await club("""
        lan # The whole list
        lan < 1 of 3 has paid
        lan # Drop this list
        lan < Why shall it be dropped?
        lan > Cháu bấm thử thôi
        lan < I have asked Mr Minh, Tư.
        minh < Why: Cháu bấm thử thôi
        tu < Lan asks to drop
        minh # I do not agree
        minh < Why not?
        minh > Bác Bình nộp thật
        minh < The collection of 21 Nov stays as it is.
        lan < Mr Minh does not agree: Bác Bình nộp thật
        lan > thu tiếp
        lan < (2/3) Hà Thị Chín
        lan # The whole list
        lan < 1 of 3 has paid
        lan # Drop this list
        lan < Why shall it be dropped?
        lan # It was only a trial
        lan < I have asked Mr Minh, Tư.
        minh < It was only a trial
        tu < It was only a trial
        lan > thu tiếp
        lan < (2/3) Hà Thị Chín
        lan # Paid in full
        lan < (3/3)
        tu # I agree
        tu < The collection of 21 Nov has changed since, so nothing of it is dropped.
        lan < Nobody decides this any more: The collection of 21 Nov has changed since
    """)
    assert [state for _who, state, _amount in await marks(club)] == ["paid", "paid", "open"]


async def test_a_list_on_which_nobody_has_paid_is_dropped_at_once(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        tu > thu tiếp
        tu < (1/3) Vi Văn Bình
        lan # The whole list
        lan < 0 of 3 have paid
        lan # Drop this list
        lan < Dropped: nothing of it is in the book.
        tu > thu tiền hôm nay
        tu < 3 people, 150,000 đ together.
    """)


async def test_what_is_typed_beside_a_list_that_is_closed_is_not_lost(club: Village) -> None:
    await everybody_pays(club)
    await club.press("tu", "I agree")
    forget(club)
    await club("""
        minh > hoa bính
        minh < Nguyễn Thị Hoa (Hoa Bính, xóm 2)
    """)
    await club("""
        lan > hoa bính
        lan < Nguyễn Thị Hoa (Hoa Bính, xóm 2)
    """)


async def test_a_name_typed_beside_a_list_that_is_over_shows_her_card(club: Village) -> None:
    await club.say("minh", "thu tiền hôm nay")
    forget(club)
    await everybody_pays(club)
    await club.press("tu", "I agree")
    forget(club)
    await club("""
        minh > hoa bính
        minh < Tư agreed at 12:00: 150,000 đ of the collection of 21 Nov is in the book. … Nguyễn \
Thị Hoa (Hoa Bính, xóm 2)
    """)


async def test_a_list_of_an_earlier_day_is_asked_about(club: Village) -> None:
    await begun(club)
    club.clock.pass_by(days=1)
    await club("""
        tu > thu tiền hôm nay
        tu < Collection of 21 Nov 2026: 1 of 3 has paid, 50,000 đ. It is not closed yet.
        tu # Go on with the list of 21 Nov
        tu < (2/3) Hà Thị Chín
        tu > thu tiếp
        tu < It is not closed yet.
        tu # Count it and close it for 21 Nov
        tu < Together: 50,000 đ
        tu > thu tiếp
        tu < It is not closed yet.
        tu # Drop the list of 21 Nov
        tu < 1 person has paid 50,000 đ that is not in the book: Mr Bình 50,000 đ.
    """)


async def test_todays_list_is_begun_and_the_earlier_one_waits_for_its_turn(club: Village) -> None:
    await begun(club)
    club.clock.pass_by(days=30)
    await club("""
        tu > thu tiền hôm nay
        tu < It is not closed yet.
        tu # Begin the list of today
        tu < Collection of 21 Dec 2026: 3 people
        lan # Paid in full
        lan < The collection of 21 Nov is kept as it stands while another one is taken.
    """)
    await club.press("tu", "Paid in full")
    await club.press("tu", "Other money")  # than what stands on the list of November
    await club.press("tu", "The whole list")
    await club.press("tu", "Read it back")
    await club.press("tu", "It fits")
    forget(club)
    await club.press("minh", "I agree")
    assert {day for _who, _kind, _amount, day in await posted(club)} == {date(2026, 12, 21)}
    forget(club)
    await club("""
        minh # Go to the list of 21 Nov
        minh < Collection of 21 Nov 2026: 1 of 3 has paid, 50,000 đ. It is not closed yet.
        minh # Count it and close it for 21 Nov
        minh < The book has changed for Mr Bình since.
    """)


async def test_a_counted_list_keeps_its_count_while_another_days_is_taken(club: Village) -> None:
    await everybody_pays(club)
    club.clock.pass_by(days=1)
    await borrows(club, "minh", starts_on=date(2026, 10, 22), first_due=date(2026, 11, 22))
    await club("""
        lan > thu tiền hôm nay
        lan < Lan has counted 150,000 đ for the collection of 21 Nov
        lan # Begin the list of today
        lan < Collection of 22 Nov 2026: 4 people
        tu # I agree, 150,000 đ
        tu < The collection of 21 Nov is in the book: 3 people, 150,000 đ.
        lan < The collection of 21 Nov is in the book
        hoa < Receipt
        lan > thu tiếp
        lan < (4/4) Lê Văn Minh
    """)
    assert [who for who, _kind, _amount, _day in await posted(club)] == ["binh", "chin", "hoa"]


async def test_the_next_morning_it_still_counts_for_the_day_of_the_meeting(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            insert(t.Meeting).values(
                club_id=club.club,
                wanted_on=DUE,
                held_on=DUE,
                at=time(8),
                place="",
                agenda="",
                moved_because="",
            )
        )
    club.clock.pass_by(days=1)
    await club("""
        lan > thu tiền hôm nay
        lan < Of which day is the money?
        lan # Saturday 21 Nov
        lan < Collection of 21 Nov 2026: 3 people, 150,000 đ together.
        lan # Paid in full
        lan < (2/3)
        lan > danh sách thu
        lan < It is not closed yet.
        lan # Go on with the list of 21 Nov
        lan < (2/3)
        lan # The whole list
        lan < 1 of 3 has paid
        lan # Read it back
        lan < Together
    """)
    await club.press("lan", "It fits")
    forget(club)
    await club.press("tu", "I agree")
    assert await posted(club) == [("binh", "repayment", 50_000, DUE)]


async def test_who_is_not_on_the_board_takes_no_money(club: Village) -> None:
    await club("""
        hoa > thu tiền hôm nay
        hoa < That is the board's work.
        hoa > tờ thu
        hoa < That is the board's work.
    """)


async def test_the_sheet_comes_as_a_document(club: Village) -> None:
    await club("""
        lan > tờ thu
        lan < The sheet for 21 Nov 2026: 3 people, 150,000 đ together.
    """)
    assert club.phones.by_chat["lan"].last[-1].document.endswith(".pdf")
