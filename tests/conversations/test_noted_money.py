"""Money that is noted and not in the book: the box, the count and every spending know of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.money.books import Fund
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.collecting import everybody_pays, forget, meeting_day
from tests.conversations.test_cashbox import keep
from tests.conversations.test_paying_out import GIVEN, SEEN, agree
from tests.lending import asks, keep_cash
from tests.village import Village


@pytest.fixture
async def meeting(database: Database) -> Village:
    """Lan keeps 1,000,000 đ; Bình and Chín have paid 50,000 đ each on the list of today."""
    village = await meeting_day(database)
    await keep(village, Fund.INCOME, {"lan": 1_000_000})
    await village.say("lan", "thu tiền hôm nay")
    for _person in range(2):
        await village.press("lan", "Paid in full")
    forget(village)
    return village


@pytest.fixture
async def handed(village: Village) -> Village:
    """Lan keeps 8,000,000 đ and has handed Thảo 5,000,000 đ of it; Minh saw it and is asked."""
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    await asks(village, "thao")
    await agree(village)
    await village(GIVEN)
    return village


async def counted(village: Village) -> int:
    async with village.database.read() as db:
        return len((await db.execute(select(t.CashCount.id))).all())


# --- A meeting's list ----------------------------------------------------------------------------


async def test_the_money_of_an_open_list_is_no_surplus_of_the_box(meeting: Village) -> None:
    await meeting("""
        lan > kiểm quỹ
        lan < This is not in the book yet: - 21 Nov: 100,000 đ stands on the meeting's list, \
which is not closed yet. Please finish that first, and then count the cash.
        lan # Go to the list
        lan < (3/3)
    """)
    assert await counted(meeting) == 0


async def test_nor_is_that_of_a_list_which_waits_for_its_second_officer(
    database: Database,
) -> None:
    village = await meeting_day(database)
    await keep(village, Fund.INCOME, {"lan": 1_000_000})
    await everybody_pays(village)
    await village("""
        tu > kiểm quỹ
        tu < 21 Nov: Lan counted 150,000 đ of the meeting. It is in the book when a second \
officer agrees. Please finish that first
    """)
    await village.press("minh", "I agree")
    forget(village)
    await village("""
        lan > kiểm quỹ
        lan < By the book you keep 1,150,000 đ
    """)


async def test_a_list_that_is_filled_while_the_cash_is_counted_stops_the_count(
    database: Database,
) -> None:
    village = await meeting_day(database)
    await keep(village, Fund.INCOME, {"lan": 1_000_000})
    await village("""
        lan > kiểm quỹ
        lan < By the book you keep 1,000,000 đ
        lan > 1tr050
        lan < 50,000 đ more than the book. Is that right?
        lan # Too much
        lan < Why
    """)
    await village.say("tu", "thu tiền hôm nay")
    await village.press("tu", "Paid in full")
    forget(village)
    await village("""
        lan # Nobody knows yet
        lan < This is not in the book yet: - 21 Nov: 50,000 đ stands on the meeting's list
    """)
    assert await counted(village) == 0


async def test_a_list_of_which_nobody_has_paid_yet_hinders_no_count(database: Database) -> None:
    village = await meeting_day(database)
    await keep(village, Fund.INCOME, {"lan": 1_000_000})
    await village.say("tu", "thu tiền hôm nay")
    forget(village)
    await village("""
        lan > kiểm quỹ
        lan < By the book you keep 1,000,000 đ
    """)


async def test_a_group_lead_counts_her_own_cash_while_the_list_is_open(meeting: Village) -> None:
    await keep(meeting, Fund.ACTIVITY, {"binh": 300_000})
    await meeting("""
        tu > kiểm quỹ
        tu < Whose cash is counted?
        tu # Vi Văn Bình
        tu < By the book Mr Bình keeps 300,000 đ.
    """)


async def test_the_box_names_the_list_and_what_must_be_there_with_it(meeting: Village) -> None:
    await meeting("""
        tu > tiền mặt
        tu < The box must hold: 1,000,000 đ … ⚠ Not in the book yet: - 21 Nov: 100,000 đ stands \
on the meeting's list … With that the box must hold: 1,100,000 đ
        tu # Go to the list
        tu < (3/3)
    """)


async def test_who_is_on_the_list_is_not_taken_from_twice_at_the_door(meeting: Village) -> None:
    await meeting("""
        tu > vi van binh
        tu < Vi Văn Bình
        tu # Receive 50,000 đ
        tu < 50,000 đ of Mr Bình stands on the list of 21 Nov already, which is not closed. \
Mr Bình: 50,000 đ
    """)


async def test_the_days_list_names_it_beside_what_is_in_the_book(meeting: Village) -> None:
    await meeting("""
        tu > hoa
        tu < Nguyễn Thị Hoa
        tu # Receive 50,000 đ
        tu < Is that right?
        tu # I hold all
        tu < Written down
        hoa < Receipt
        minh > đối chiếu
        minh < Does this fit what is in the box? … Together: 50,000 đ … ⚠ Not in the book yet: \
- 21 Nov: 100,000 đ stands on the meeting's list
    """)


# --- A loan that was handed over -----------------------------------------------------------------


async def test_what_waits_for_its_witness_is_named_where_the_box_is_looked_at(
    handed: Village,
) -> None:
    await handed("""
        tu > tiền mặt
        tu < The box must hold: 8,000,000 đ … Not in the book yet: - 21 Nov: Lan handed Thảo \
5,000,000 đ of the loan. It is in the book when somebody who saw it says so. … With that the box \
must hold: 3,000,000 đ
        lan > kiểm quỹ
        lan < 21 Nov: Lan handed Thảo 5,000,000 đ … Please finish that first
        lan # Cash handed over, not witnessed yet
        lan < Thảo 5,000,000 đ
    """)
    await handed(SEEN)
    await handed("""
        lan > kiểm quỹ
        lan < By the book you keep 3,000,000 đ.
    """)


async def test_what_was_handed_over_cannot_be_spent_once_more(handed: Village) -> None:
    await handed("""
        lan > chi mua 4tr ghế
        lan < From which fund is it paid?
        lan # Loan fund
        lan < There is not that much: Lan can give 3,000,000 đ of the loan fund, as more has \
gone out than stands in the book: - 21 Nov: Lan handed Thảo 5,000,000 đ
    """)
    await handed(SEEN)


async def test_nor_lent_to_somebody_else(handed: Village) -> None:
    await handed.join("mai", "Lê Thị Mai")
    await asks(handed, "mai")
    async with handed.database.write() as db:
        await db.execute(update(t.Application).values(status="agreed"))
    await handed("""
        lan > các đơn xin vay
        lan < Thảo 5,000,000 đ: handed over, waits for the witness
        lan # Pay out: Ms Mai
        lan < Has the cash been handed over?
        lan # Cash handed over
        lan < By the book Lan keeps 3,000,000 đ of the loan fund; 5,000,000 đ is needed.
    """)


async def test_who_asks_another_witness_is_not_told_that_the_cash_is_gone(
    handed: Village,
) -> None:
    await handed("""
        lan > các đơn xin vay
        lan < handed over
        lan # Pay out: Thảo
        lan < It waits for who saw it.
        lan # Somebody else saw it
        lan < Who saw it with you?
    """)


# --- What a member told of -----------------------------------------------------------------------


async def test_what_members_told_of_is_named_and_hinders_no_count(village: Village) -> None:
    await keep(village, Fund.INCOME, {"lan": 1_000_000})
    await village("""
        hoa > tôi nộp 50k
        hoa < Is that right?
        hoa # Yes
        hoa < Whom did you give it to?
        hoa # Lan
        hoa < I told Lan.
        lan < handed to you
        tu < handed to the treasurer
        lan > kiểm quỹ
        lan < By the book you keep 1,000,000 đ. ⚠ 1 member told of money that nobody has \
confirmed. What lies there of it is to be written down first. … How much is there?
        tu > tiền mặt
        tu < The box must hold: 1,000,000 đ … 1 member told of money that nobody has confirmed.
    """)


async def test_a_count_that_waits_is_not_dropped_for_one_that_cannot_be_made(
    database: Database,
) -> None:
    village = await meeting_day(database)
    await keep(village, Fund.INCOME, {"lan": 1_000_000})
    await village.say("lan", "kiểm quỹ")
    await village.press("lan", "It fits")
    await village.press("lan", "It fits")
    await village.say("tu", "thu tiền hôm nay")
    await village.press("tu", "Paid in full")
    forget(village)
    await village("""
        lan > kiểm quỹ
        lan < 1,000,000 đ was counted at 12:00
        lan # Count again
        lan < This is not in the book yet: - 21 Nov: 50,000 đ stands on the meeting's list
    """)
    async with village.database.read() as db:
        assert (await db.execute(select(t.CashCount.status))).scalars().all() == ["pending"]


async def test_a_list_that_is_counted_as_nothing_still_stands_beside_the_book(
    meeting: Village,
) -> None:
    await meeting.press("lan", "The whole list")
    await meeting.press("lan", "Read it back")
    await meeting.press("lan", "There is less")
    await meeting.say("lan", "0")
    await meeting.press("lan", "Close with this difference")
    await meeting.press("lan", "Nobody knows yet")
    forget(meeting)
    await meeting("""
        lan > trong hộp phải có
        lan < Not in the book yet: - 21 Nov: Lan counted 0 đ of the meeting.
    """)
