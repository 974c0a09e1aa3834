"""What the buttons below a reminder do, and the words that do the same."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from bot.money.loans import Way
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import at, lent, remind, skipped, waits_until
from tests.village import Village, plain

AFTER = "2026-12-13 08:00"


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa has not paid on 10 December 2026, and is reminded on the 13th."""
    village = await lent(database)
    heard = await remind(village, AFTER)
    assert "is not in the book yet" in heard["hoa"][0]
    return village


# --- I have paid ---------------------------------------------------------------------------------


def offered(village: Village) -> list[str]:
    """Return the sums that were offered to Hoa last."""
    last = village.phones.by_chat["hoa"].last[-1]
    return [plain(one.label) for one in last.choices if "đ" in one.label]


async def test_i_have_paid_begins_the_repayment_of_that_loan(club: Village) -> None:
    await club.lend("hoa", 3_000_000, number="KU-2")
    await club("""
        hoa # I have paid
        hoa < How much did you pay?
        hoa # Exactly 50,000 đ
        hoa < 50,000 đ … all of it interest. Is that right?
    """)


async def test_the_sum_of_the_reminder_is_offered_before_all_that_has_begun(club: Village) -> None:
    await club("""
        hoa # I have paid
        hoa < How much did you pay?
    """)
    assert offered(club) == ["Exactly 50,000 đ", "All up to 10 Jan: 100,000 đ"]
    await club("""
        hoa # All up to 10 Jan
        hoa < 100,000 đ … Is that right?
        hoa # Another sum
        hoa < How much did you pay?
        hoa # Another sum
        hoa < How much is it, please? For example 500k
        hoa > 70k
        hoa < 70,000 đ … Is that right?
    """)


async def test_on_a_due_day_the_sum_is_that_of_the_day_whatever_is_missing_besides(
    club: Village,
) -> None:
    assert "Today 50,000 đ" in (await remind(club, "2027-01-10 08:00"))["hoa"][0]
    await club("""
        hoa # I have paid
        hoa < How much did you pay?
    """)
    assert offered(club) == ["Exactly 50,000 đ", "All up to 10 Jan: 100,000 đ"]


async def test_a_reminder_of_what_comes_still_means_that_sum_days_later(
    database: Database,
) -> None:
    village = await lent(database)
    assert "On Thursday 10 Dec, 50,000 đ" in (await remind(village, "2026-12-07 08:00"))["hoa"][0]
    village.clock.now = at("2026-12-12 09:00")  # the next period has begun
    await village("""
        hoa # I have paid
        hoa < How much did you pay?
        hoa # Exactly 50,000 đ
        hoa < 50,000 đ
    """)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-21 09:00", "50,000"),  # nothing is due yet: what comes next
        ("2026-12-10 09:00", "50,000"),
        ("2026-12-11 09:00", "50,000"),
        ("2027-01-10 09:00", "100,000"),
        ("2027-01-11 09:00", "100,000"),
    ],
)
async def test_without_a_reminder_what_is_due_by_today_is_offered_first_on_the_card_too(
    database: Database, moment: str, due: str
) -> None:
    village = await lent(database)
    village.clock.now = at(moment)
    await village(f"""
        hoa > nop tien
        hoa < How much did you pay?
        hoa # Exactly {due} đ
        hoa < {due} đ
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Receive {due} đ
        lan < {due} đ
    """)


async def test_what_was_told_of_and_is_paid_by_now_is_not_offered_again(club: Village) -> None:
    await club("""
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Receive 50,000 đ
        lan < Ms Hoa: 50,000 đ
        lan # I hold all
        lan < Written down
        hoa < Receipt
        hoa # I have paid
        hoa < That is in the book already. … Next: 50,000 đ, on 10 Jan 2027.
        hoa # I have paid
        hoa < How much did you pay?
    """)
    assert offered(club) == ["Exactly 50,000 đ"]


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
        hoa < All right, I remind you again tomorrow afternoon at 3 o'clock.
        hoa # How it is counted
        hoa < You still hold 5,000,000 đ of the loan
    """)


async def test_how_it_is_counted_adds_up_to_the_sum_of_the_reminder(database: Database) -> None:
    village = await lent(database)
    await village.lend(
        "minh", 3_000_000, starts_on=date(2026, 9, 10), first_due=date(2026, 10, 10)
    )
    (told,) = (await remind(village, AFTER))["minh"]
    assert told.startswith("Since 10 Oct, 90,000 đ is not in the book yet.")
    await village("""
        minh # How it is counted
        minh < From 10 Sep to 10 Oct: 1% of 3,000,000 đ makes 30,000 đ interest. \
From 10 Oct to 10 Nov: 1% of 3,000,000 đ makes 30,000 đ interest. \
From 10 Nov to 10 Dec: 1% of 3,000,000 đ makes 30,000 đ interest. That is 90,000 đ together.
    """)


async def test_what_of_a_period_is_paid_is_counted_off(database: Database) -> None:
    village = await lent(database)
    await village.lend(
        "minh",
        1_200_000,
        way=Way.EQUAL_PRINCIPAL,
        starts_on=date(2026, 10, 10),
        first_due=date(2026, 11, 10),
    )
    await village("""
        lan > minh
        lan < Lê Văn Minh
        lan # Another sum
        lan < How much
        lan > 5k
        lan < 5,000 đ
        lan # I hold all
        lan < Written down
        minh < Receipt
    """)
    (told,) = (await remind(village, AFTER))["minh"]
    assert told.startswith("Since 10 Nov, 218,000 đ is not in the book yet.")
    await village("""
        minh # How it is counted
        minh < From 10 Oct to 10 Nov: 1% of 1,200,000 đ makes 12,000 đ interest. \
5,000 đ of it is paid, 7,000 đ is left. 100,000 đ of the loan itself comes with it: 107,000 đ \
together. From 10 Nov to 10 Dec: 1% of 1,100,000 đ makes 11,000 đ interest. 100,000 đ of the \
loan itself comes with it: 111,000 đ together. That is 218,000 đ together.
    """)


async def test_interest_from_before_the_schedule_is_called_that(database: Database) -> None:
    village = await lent(database)
    await village.lend("minh", interest_unpaid=40_000)
    (told,) = (await remind(village, AFTER))["minh"]
    assert told.startswith("Since 10 Nov, 90,000 đ is not in the book yet.")
    await village("""
        minh # How it is counted
        minh < 40,000 đ interest is from the time before 10 Nov. From 10 Nov to 10 Dec: 1%
    """)


async def test_tomorrow_afternoon_it_comes_again_once(club: Village) -> None:
    await club("""
        hoa # Remind me tomorrow afternoon
        hoa < All right, I remind you again tomorrow afternoon at 3 o'clock.
        hoa > nhac lai chieu mai
        hoa < All right, I remind you again tomorrow afternoon at 3 o'clock.
    """)
    assert await waits_until(club) == [at("2026-12-14 15:00")]
    assert await remind(club, "2026-12-14 14:59") == {}
    heard = await remind(club, "2026-12-14 15:00", "2026-12-14 16:00")
    assert [one.count("50,000 đ is not in the book yet") for one in heard["hoa"]] == [1]


async def test_what_is_paid_by_then_is_not_said_again(club: Village) -> None:
    await club("""
        hoa # Remind me tomorrow afternoon
        hoa < All right, I remind you again tomorrow afternoon at 3 o'clock.
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


@pytest.mark.parametrize(
    "said", ["cho tôi khất", "tháng này chưa có tiền nộp", "toi kho khan qua"]
)
async def test_who_cannot_pay_is_asked_whether_the_head_shall_come(
    club: Village, said: str
) -> None:
    await club(f"""
        hoa > {said}
        hoa < I understand. Shall I ask the head to speak with you in private?
        hoa # No, thank you
        hoa < Whenever you wish it, just write to me.
        hoa > {said}
        hoa < Shall I ask the head
        hoa > vâng
        minh < Ms Hoa says that times are hard.
        hoa < Mr Minh alone will hear of it
    """)


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
