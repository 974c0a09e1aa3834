"""What the buttons below a reminder do, and the words that do the same."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import at, lent, remind, skipped, waits_until
from tests.village import Village

AFTER = "2026-12-13 08:00"


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa has not paid on 10 December 2026, and is reminded on the 13th."""
    village = await lent(database)
    heard = await remind(village, AFTER)
    assert "is not in the book yet" in heard["hoa"][0]
    return village


async def test_i_have_paid_begins_the_repayment_of_that_loan(club: Village) -> None:
    await club.lend("hoa", 3_000_000, number="KU-2")
    await club("""
        hoa # I have paid
        hoa < How much did you pay?
        hoa # Exactly 100,000 đ
        hoa < 100,000 đ … Is that right?
    """)


async def test_i_have_paid_asks_whether_it_is_other_money_than_was_told(club: Village) -> None:
    await club("""
        hoa > toi nop 50k
        hoa < Is that right?
        hoa # Yes
        hoa < Whom
        hoa # Lan
        hoa < I told Lan
        lan < Ms Hoa says
        tu < Ms Hoa says
        hoa # I have paid
        hoa < Did you pay another sum?
    """)


async def test_a_loan_that_is_paid_off_says_so(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Loan).values(closed_on=at(AFTER).date()))
    await club("""
        hoa # I have paid
        hoa < That loan is paid off by now.
    """)


async def test_how_it_is_counted_leaves_the_other_buttons_alive(club: Village) -> None:
    await club("""
        hoa # How it is counted
        hoa < You still hold 5,000,000 đ of the loan
        hoa # Remind me tomorrow afternoon
        hoa < All right, I remind you again tomorrow at 15:00.
        hoa # How it is counted
        hoa < You still hold 5,000,000 đ of the loan
    """)


async def test_tomorrow_afternoon_it_comes_again_once(club: Village) -> None:
    await club("""
        hoa # Remind me tomorrow afternoon
        hoa < All right, I remind you again tomorrow at 15:00.
        hoa > nhac lai chieu mai
        hoa < All right, I remind you again tomorrow at 15:00.
    """)
    assert await waits_until(club) == [at("2026-12-14 15:00")]
    assert await remind(club, "2026-12-14 14:59") == {}
    heard = await remind(club, "2026-12-14 15:00", "2026-12-14 16:00")
    assert [one.count("50,000 đ is not in the book yet") for one in heard["hoa"]] == [1]


async def test_what_is_paid_by_then_is_not_said_again(club: Village) -> None:
    await club("""
        hoa # Remind me tomorrow afternoon
        hoa < All right, I remind you again tomorrow at 15:00.
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Another sum
        lan < How much
        lan > 100k
        lan < Ms Hoa: 100,000 đ
        lan # I hold all
        lan < Written down
        hoa < Receipt
    """)
    assert "hoa" not in await remind(club, "2026-12-14 15:00")
    assert await skipped(club) == ["paid"]


async def test_hard_times_are_told_to_the_head_alone_and_reminders_rest(club: Village) -> None:
    await club("""
        hoa # Times are hard
        hoa < Thank you for telling me. Mr Minh alone will hear of it … no more until then.
        minh < Ms Hoa says that times are hard. Please go and speak in private
        hoa > toi dang kho khan
        hoa < It is all right: I have told the head, and remind you no more.
    """)
    assert "hoa" not in await remind(club, "2026-12-17 08:00", "2026-12-24 08:00")
    assert await skipped(club) == ["quiet: hardship"] * 2
    club.clock.now = at("2026-12-24 09:00")
    await club("""
        minh # Remind Ms Hoa again
        minh < All right, I remind Ms Hoa again.
    """)
    assert "hoa" in await remind(club, "2027-01-07 08:00")


async def test_where_no_head_can_be_told_reminders_rest_for_two_weeks(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id == club.ids["minh"]).values(until=club.clock.now)
        )
    await club("""
        hoa # Times are hard
        hoa < Thank you for telling me … please speak with the head
    """)
    assert "hoa" not in await remind(club, "2026-12-17 08:00", "2026-12-24 08:00")
    assert "hoa" in await remind(club, "2027-01-07 08:00")


async def test_who_is_no_head_any_more_changes_nothing(club: Village) -> None:
    await club("""
        hoa # Times are hard
        hoa < Thank you for telling me.
        minh < Ms Hoa says that times are hard.
    """)
    async with club.database.write() as db:
        await db.execute(
            update(t.Role)
            .where(t.Role.member_id == club.ids["minh"])
            .values(until_on=at(AFTER).date())
        )
    await club("""
        minh # Remind Ms Hoa again
        minh < That is the board's work.
    """)


async def test_who_owes_nothing_needs_no_reminder(club: Village) -> None:
    await club("""
        minh > nhac lai chieu mai
        minh < You have nothing left to pay to the fund.
    """)
