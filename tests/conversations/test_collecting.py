"""Meeting-day collection: from the list to closing, one officer or two."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import insert, update

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.collecting import DUE, agreed, asks_fee, borrows, forget, marks, meeting_day, posted
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
        hoa < Receipt 1/2026 (loan fund) 450,000 đ, 2/2026 (activity fund) 50,000 đ … Ms Hoa Bính \
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
5,050,000 đ … ⚠ 50,000 đ is due today. Is there a nought too many?
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


# --- Set aside, told of before -------------------------------------------------------------------


async def test_a_disputed_row_is_set_aside_and_the_board_looks_at_it(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan # Set aside
        lan < Mr Bình is set aside. … (2/3) Hà Thị Chín
        minh > việc cần xem
        minh < These wait to be looked at.
        minh # Mr Bình set aside, 21 Nov
        minh < Mr Bình: no sum was written down … Lan set it aside
        minh # Settled, we have talked
        minh < what did you find?
        minh > Bác ấy nộp hôm sau
        minh < Settled.
    """)


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


async def test_a_list_that_was_forgotten_is_asked_about_the_next_time(club: Village) -> None:
    await club("""
        lan > thu tiền hôm nay
        lan < (1/3) Vi Văn Bình
        lan # Paid in full
        lan < (2/3)
    """)
    club.clock.pass_by(days=30)
    await club("""
        tu > thu tiền hôm nay
        tu < Collection of 21 Nov 2026: 1 of 3 has paid, 50,000 đ. It was never closed.
        tu # Drop it
        tu < 1 person has paid 50,000 đ that is not in the book. Really drop it?
        tu # No, keep the list
        tu < 1 of 3 has paid
        tu > thu tiếp
        tu < It was never closed.
        tu # Drop it
        tu < Really drop it?
        tu # Yes, forget 50,000 đ
        tu < Dropped: nothing of it is in the book.
        tu # Begin the list of today
        tu < Collection of 21 Dec 2026: 3 people
    """)
    assert await posted(club) == []


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
