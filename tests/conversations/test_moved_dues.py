"""The board moves a meeting, and who pays there is told of the day, asked for it, and not late."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import update

from bot.almanac.meetings import MeetingRule, MonthDay
from bot.reminders.planning import plan
from bot.storage import meeting_rules, quiets
from bot.storage import tables as t
from tests.reminded import at, remind, skipped
from tests.village import Village

DUE_THEN_TOO = "What you pay to the fund is due on that day, too: Saturday 12 Dec."


@pytest.fixture
async def club(village: Village) -> Village:
    """The club meets on the 10th at 14:00; Hoa pays 50,000 đ on these days, the head nothing."""
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=MeetingRule(on=MonthDay(day=10)),
            at=time(14),
            place="the house of culture",
            by=None,
            now=at("2026-10-01 08:00"),
            today=date(2026, 10, 1),
        )
        await meeting_rules.keep_ahead(db, village.clock.now)
    return village


async def move_to_saturday(village: Village) -> None:
    await village("""
        thu > dời họp sang ngày 12
        thu < From Thursday 10 Dec to Saturday 12 Dec … shall I move the meeting?
        thu # Yes
        thu < Done: … What was to be paid on Thursday 10 Dec is due on Saturday 12 Dec, too.
    """)


async def test_a_meeting_is_moved_and_so_is_what_is_due_there(club: Village) -> None:
    heard = await remind(club, "2026-12-07 08:00")
    assert "On Thursday 10 Dec, 50,000 đ is to be paid" in heard["hoa"][0]
    club.clock.now = at("2026-12-08 08:30")
    await move_to_saturday(club)
    heard = await remind(club, "2026-12-08 09:00")
    assert DUE_THEN_TOO in heard["hoa"][0]
    assert "Please note: the meeting is moved." in heard["minh"][0]
    assert DUE_THEN_TOO not in heard["minh"][0]
    assert "50,000" not in heard["hoa"][0]

    await club("""
        hoa > con no bao nhieu
        hoa < Next: 50,000 đ, on 12 Dec
        lan > Hoa Bính
        lan < 50,000 đ … 12 Dec
    """)
    heard = await remind(club, "2026-12-09 08:00", "2026-12-10 08:00", "2026-12-11 08:00")
    assert "Today" not in "".join(heard["hoa"])
    assert "On Saturday 12 Dec, 50,000 đ is to be paid" in heard["hoa"][0]
    heard = await remind(club, "2026-12-12 08:00")
    assert "Today 50,000 đ is to be paid to the fund." in heard["hoa"][0]
    club.clock.now = at("2026-12-14 09:00")
    await remind(club, "2026-12-13 08:00", "2026-12-14 08:00")
    await club("""
        hoa > con no bao nhieu
        hoa < From 12 Dec 2026: 50,000 đ is not in the book yet.
    """)
    heard = await remind(club, "2026-12-15 08:00")
    assert "Of 12 Dec, 50,000 đ is not in the book yet." in heard["hoa"][0]


async def test_until_the_meeting_nothing_is_missing_from_the_book(club: Village) -> None:
    await move_to_saturday(club)
    club.clock.now = at("2026-12-12 09:00")
    before = await said_by(club, "con no bao nhieu")
    assert "not in the book" not in before
    await club("""
        hoa > tôi nộp 500k
        hoa < interest 50,000 đ, the loan itself 450,000 đ
    """)


async def said_by(village: Village, words: str) -> str:
    await village.say("hoa", words)
    return village.hears("hoa", "").text


async def test_how_it_is_counted_names_the_days_of_the_loan(club: Village) -> None:
    await move_to_saturday(club)
    await club("""
        hoa > cách tính
        hoa < that makes 50,000 đ interest from 10 Nov to 10 Dec
    """)


async def test_a_reminder_that_was_planned_for_the_old_day_is_not_said(club: Village) -> None:
    await remind(club, "2026-12-03 08:00")
    await plan(club.database, at("2026-12-10 08:00"))
    club.clock.now = at("2026-12-10 08:01")
    await move_to_saturday(club)
    heard = await remind(club, "2026-12-10 08:30")
    assert "is to be paid" not in "".join(heard.get("hoa", []))
    assert "moved" in await skipped(club)


async def test_where_money_may_not_be_spoken_of_the_moved_meeting_is_told_without_it(
    club: Village,
) -> None:
    await remind(club, "2026-12-09 08:00")
    club.clock.now = at("2026-12-09 19:30")
    await move_to_saturday(club)
    heard = await remind(club, "2026-12-09 19:40")  # after seven
    assert "the meeting is moved" in heard["hoa"][0]
    assert "due" not in heard["hoa"][0]


async def test_who_is_not_to_be_reminded_of_money_hears_of_the_meeting_alone(
    club: Village,
) -> None:
    async with club.database.write() as db:
        await quiets.set_quiet(
            db,
            club_id=club.club,
            member_id=club.ids["hoa"],
            kind=quiets.MONEY,
            reason="hardship",
            from_on=date(2026, 11, 1),
            until_on=None,
            set_by=None,
            now=club.clock.now,
        )
    await remind(club, "2026-12-08 08:00")
    await move_to_saturday(club)
    heard = await remind(club, "2026-12-08 09:00")
    assert "the meeting is moved" in heard["hoa"][0]
    assert DUE_THEN_TOO not in heard["hoa"][0]


async def test_moved_back_and_moved_on_are_told_with_what_is_due(club: Village) -> None:
    await remind(club, "2026-12-04 08:00")
    await move_to_saturday(club)
    heard = await remind(club, "2026-12-05 08:10")
    assert DUE_THEN_TOO in heard["hoa"][0]
    await club("""
        thu > dời họp sang ngày 10
        thu < Which day do you mean?
        thu # Thursday 10 Dec
        thu < shall I move the meeting?
        thu # Yes
        thu < What is to be paid on Thursday 10 Dec is due on that day, as agreed.
    """)
    heard = await remind(club, "2026-12-06 08:10")
    assert "is due on that day, too: Thursday 10 Dec." in heard["hoa"][0]


async def test_of_a_meeting_that_is_dropped_who_pays_hears_to_whom(club: Village) -> None:
    await remind(club, "2026-12-08 08:00")
    await club("""
        thu > hủy họp
        thu < Which meeting
        thu # Thursday 10 Dec
        thu < is that right?
        thu # Yes
        thu < Done: … will be told. What is due on that day stays so; the treasurer takes it.
    """)
    heard = await remind(club, "2026-12-08 09:00")
    assert heard["hoa"][0].endswith(
        "does not take place. What you pay this time, please give to Lan (treasurer)."
    )
    assert heard["minh"][0].endswith("does not take place.")
    await club("""
        hoa > con no bao nhieu
        hoa < Next: 50,000 đ, on 10 Dec
    """)


async def test_where_nobody_pays_a_dropped_meeting_is_told_without_money(club: Village) -> None:
    await remind(club, "2026-12-08 08:00")
    async with club.database.write() as db:
        await db.execute(update(t.Loan).values(closed_on=club.clock.now.date()))
    await club("""
        thu > hủy họp
        thu < Which meeting
        thu # Thursday 10 Dec
        thu < is that right?
        thu # Yes
        thu < Done
    """)
    assert "treasurer" not in club.phones.by_chat["thu"].last[-1].text
    heard = await remind(club, "2026-12-08 09:00")
    assert heard["hoa"][0].endswith("does not take place.")


async def test_a_dropped_meeting_names_no_payee_on_a_shared_phone(club: Village) -> None:
    await remind(club, "2026-12-08 08:00")
    await club.link("hoa", "minh")
    await club("""
        thu > hủy họp
        thu < Which meeting
        thu # Thursday 10 Dec
        thu < is that right?
        thu # Yes
        thu < Done
    """)
    heard = await remind(club, "2026-12-08 09:00")
    assert "What you pay" not in "".join(one for said in heard.values() for one in said)


async def test_only_another_hour_moves_no_due_day(club: Village) -> None:
    await club("""
        thu > dời họp sang 16 giờ
        thu < shall I change the hour?
        thu # Yes
        thu < Done: the meeting is on Thursday 10 Dec, 16:00. Who knows
    """)
    assert "paid" not in club.phones.by_chat["thu"].last[-1].text


async def test_the_head_lets_due_days_stay_as_agreed(club: Village) -> None:
    await club("""
        lan > ngày nộp theo ngày họp
        lan < The days of meetings are set by
        hoa > ngày nộp theo ngày họp
        hoa < That is the board's work.
        minh > ngày nộp theo ngày họp
        minh < What is to be paid on the day of a meeting moves with it to a later day. How
        minh # It stays as agreed
        minh < All right: what is to be paid stays due on the day that was agreed.
        thu > dời họp sang ngày 12
        thu < shall I move
        thu # Yes
        thu < Done
        hoa > con no bao nhieu
        hoa < Next: 50,000 đ, on 10 Dec
        minh > ngày nộp theo ngày họp
        minh < What is to be paid stays due on its day, also when the meeting is moved. How shall
        minh # It moves with the meeting
        minh < All right: when a meeting is moved to a later day, so is what is paid there.
        hoa > con no bao nhieu
        hoa < Next: 50,000 đ, on 12 Dec
    """)
