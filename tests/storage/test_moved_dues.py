"""What is due at meetings goes where they go, as rows, on both databases."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import delete, select

from bot.almanac.meetings import MeetingRule, MonthDay
from bot.storage import loans, meeting_rules, meetings, moved_dues
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.meetings import Meeting
from tests.reminded import at, planned
from tests.reminders.test_planning import plan_at
from tests.village import Village

TODAY = date(2026, 11, 21)
TENTH = MeetingRule(on=MonthDay(day=10))


@pytest.fixture
async def club(database: Database) -> Village:
    """A club that meets on the 10th; Hoa pays 50,000 đ on each of these days from December on."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    await village.lend("hoa")
    await set_rule(village, 10)
    return village


async def set_rule(village: Village, day: int, today: date = TODAY) -> None:
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=MeetingRule(on=MonthDay(day=day)),
            at=time(14),
            place="here",
            by=None,
            now=at(f"{today} 08:00"),
            today=today,
        )


async def meeting_of(village: Village, wanted_on: date) -> Meeting:
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Meeting).where(
                t.Meeting.club_id == village.club, t.Meeting.wanted_on == wanted_on
            )
        )
        return meetings.meeting_of(rows.one())


async def move(village: Village, wanted_on: date, *days: date) -> None:
    for day in days:
        meeting = await meeting_of(village, wanted_on)
        async with village.database.write() as db:
            await meetings.move(db, meeting, held_on=day, at=time(14), by=village.ids["minh"])


async def cancel(village: Village, wanted_on: date) -> None:
    meeting = await meeting_of(village, wanted_on)
    async with village.database.write() as db:
        await meetings.cancel(db, meeting, by=village.ids["minh"], now=at("2026-11-22 08:00"))


async def let_follow(village: Village, wanted: bool, today: date = TODAY) -> None:
    async with village.database.write() as db:
        await moved_dues.let_follow(db, village.club, wanted=wanted, today=today)


async def keep_ahead(village: Village, moment: str) -> None:
    async with village.database.write() as db:
        await meeting_rules.keep_ahead(db, at(moment))


async def dues(village: Village, short: str = "hoa", count: int = 4) -> list[str]:
    """Return when somebody's first instalments are due."""
    async with village.database.read() as db:
        (loan,) = await loans.open_loans(db, village.ids[short])
        (same,) = (await loans.open_of(db, [village.ids[short]]))[village.ids[short]]
        assert loan == same
        assert len(loan.terms.instalments) == 12
        return [f"{day:%d/%m}" for day in loan.terms.due_days[:count]]


DECEMBER, JANUARY, FEBRUARY = date(2026, 12, 10), date(2027, 1, 10), date(2027, 2, 10)


def day(number: int, month: int = 12) -> date:
    return date(2027 if month < 11 else 2026, month, number)


async def test_a_due_day_moves_with_its_meeting_and_the_schedule_stays(club: Village) -> None:
    await move(club, DECEMBER, day(12))
    assert await dues(club) == ["12/12", "10/01", "13/02", "10/03"]  # 10 February is in Tết week
    async with club.database.read() as db:
        (loan,) = await loans.open_loans(db, club.ids["hoa"])
    assert loan.terms.instalments[0].due_on == DECEMBER


@pytest.mark.parametrize(
    ("days", "due"),
    [
        ([12, 15], "15/12"),  # moved twice
        ([15, 12], "12/12"),
        ([12, 10], "10/12"),  # and back
        ([8], "10/12"),  # never earlier than agreed
        ([8, 13], "13/12"),
        ([12, 8], "10/12"),
        ([31], "31/12"),
    ],
)
async def test_the_last_day_counts_but_none_before_what_was_agreed(
    club: Village, days: list[int], due: str
) -> None:
    await move(club, DECEMBER, *map(day, days))
    assert (await dues(club))[:2] == [due, "10/01"]


async def test_another_month_later_is_moved_for_itself(club: Village) -> None:
    await move(club, DECEMBER, day(12))
    await keep_ahead(club, "2026-12-13 08:00")
    await move(club, date(2027, 3, 10), day(14, 3))
    assert await dues(club) == ["12/12", "10/01", "13/02", "14/03"]


async def test_what_is_due_on_another_day_than_the_meeting_stays(club: Village) -> None:
    await club.join("binh", "Vi Văn Bình", sex="male")
    await club.lend("binh", starts_on=day(8, 11), first_due=day(8))
    await move(club, DECEMBER, day(17))
    assert await dues(club, "binh", 2) == ["08/12", "08/01"]


async def test_two_clubs_move_apart(club: Village) -> None:
    other = Village(club.database)
    await other.found(key="other", name="Khác")
    await other.join("an", "Lê Thị An")
    await other.lend("an")
    await set_rule(other, 10)
    await move(club, DECEMBER, day(12))
    assert (await dues(other, "an"))[0] == "10/12"


async def test_what_is_due_at_a_meeting_that_is_dropped_stays_due(club: Village) -> None:
    await move(club, JANUARY, day(12, 1))
    await cancel(club, DECEMBER)
    await cancel(club, JANUARY)
    assert (await dues(club))[:2] == ["10/12", "12/01"]


async def test_meetings_that_come_into_sight_later_are_off_tet_too(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(delete(t.MovedDue))
        await db.execute(delete(t.Meeting))
    await keep_ahead(club, "2026-12-11 08:00")
    assert await dues(club) == ["10/12", "10/01", "13/02", "10/03"]


async def test_keeping_ahead_leaves_what_the_board_moved(club: Village) -> None:
    await move(club, FEBRUARY, day(20, 2))
    await keep_ahead(club, "2026-12-15 08:00")
    await keep_ahead(club, "2027-01-15 08:00")
    assert (await dues(club))[2] == "20/02"


# --- Other days of meeting -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new_day", "expected"),
    [
        (15, ["15/12", "15/01", "15/02", "15/03", "15/04", "15/05"]),
        (25, ["25/12", "25/01", "25/02", "25/03", "25/04", "25/05"]),
        # the next one is a month later; what was off Tết is not earlier again
        (9, ["10/12", "10/01", "13/02", "10/03", "10/04", "10/05"]),
        # the one before is nearer
        (28, ["10/12", "10/01", "13/02", "10/03", "10/04", "10/05"]),
    ],
)
async def test_with_a_new_rule_money_is_taken_at_its_meetings_within_half_a_month(
    club: Village, new_day: int, expected: list[str]
) -> None:
    await set_rule(club, new_day)
    for moment in ("2026-12-29 08:00", "2027-01-29 08:00", "2027-02-28 08:00"):
        await keep_ahead(club, moment)
    assert await dues(club, count=6) == expected


async def test_a_meeting_of_a_new_rule_takes_what_is_due_along(club: Village) -> None:
    await set_rule(club, 15)
    await move(club, day(15), day(20), day(18))
    assert (await dues(club))[:2] == ["18/12", "15/01"]
    await set_rule(club, 22)
    assert (await dues(club))[:2] == ["22/12", "22/01"]


async def test_a_dropped_meeting_comes_back_by_another_rule(club: Village) -> None:
    await cancel(club, DECEMBER)
    await set_rule(club, 17)
    assert (await dues(club))[0] == "17/12"


async def test_a_new_rule_between_the_agreed_day_and_the_moved_one_makes_nobody_late(
    club: Village,
) -> None:
    await move(club, DECEMBER, day(20))
    await set_rule(club, 9, today=day(15))
    assert (await dues(club))[0] == "20/12"


async def test_what_has_passed_when_the_rule_changes_stays(club: Village) -> None:
    await set_rule(club, 15, today=day(11))
    assert (await dues(club))[:2] == ["10/12", "15/01"]


# --- The setting ---------------------------------------------------------------------------------


async def test_a_club_may_leave_due_days_as_agreed(club: Village) -> None:
    await let_follow(club, wanted=False)
    await move(club, DECEMBER, day(12))
    await set_rule(club, 15)
    await keep_ahead(club, "2026-12-29 08:00")
    assert await dues(club) == ["10/12", "10/01", "10/02", "10/03"]


async def test_switched_on_again_it_is_as_if_it_had_never_been_off(club: Village) -> None:
    await let_follow(club, wanted=False)
    await move(club, DECEMBER, day(12))
    await let_follow(club, wanted=True)
    assert (await dues(club))[:3] == ["12/12", "10/01", "13/02"]


async def test_switched_off_after_the_agreed_day_nobody_is_late(club: Village) -> None:
    await move(club, DECEMBER, day(20))
    await move(club, JANUARY, day(20, 1))
    await let_follow(club, wanted=False, today=day(15))
    assert (await dues(club))[:2] == ["20/12", "10/01"]


# --- What comes after the last due day -----------------------------------------------------------


async def test_a_loan_that_runs_on_is_closed_at_a_moved_meeting_for_the_same(
    club: Village,
) -> None:
    await club.join("binh", "Vi Văn Bình", sex="male")
    await club.lend("binh", starts_on=day(10, 11), first_due=DECEMBER, periods=1)
    await move(club, JANUARY, day(12, 1))
    async with club.database.read() as db:
        (loan,) = await loans.open_loans(db, club.ids["binh"])
    assert loan.standing(day(12, 1)).payoff == 5_000_000 + 2 * 50_000
    assert loan.standing(day(13, 1)).payoff == 5_000_000 + 3 * 50_000


# --- Planning ------------------------------------------------------------------------------------


async def test_notices_are_planned_for_the_new_day_and_none_for_the_old(club: Village) -> None:
    await plan_at(club, "2026-12-07 08:00")
    await move(club, DECEMBER, day(12))
    mornings = [day(8) + timedelta(days=days) for days in range(12)]
    await plan_at(club, *(f"{one} 08:00" for one in mornings))
    assert await planned(club) == [
        ("repay-3", DECEMBER, "hoa"),
        ("repay-3", day(12), "hoa"),
        ("repay+0", day(12), "hoa"),
        ("repay+3", day(12), "hoa"),
        ("repay+7", day(12), "hoa"),
    ]


async def test_a_meeting_held_earlier_changes_no_notice(club: Village) -> None:
    await move(club, DECEMBER, day(8))
    await plan_at(club, *(f"2026-12-{one:02} 08:00" for one in range(5, 15)))
    assert await planned(club) == [
        ("repay-3", DECEMBER, "hoa"),
        ("repay+0", DECEMBER, "hoa"),
        ("repay+3", DECEMBER, "hoa"),
    ]


async def test_the_board_hears_three_weeks_after_the_new_day(club: Village) -> None:
    await move(club, DECEMBER, day(12))
    await plan_at(club, "2026-12-31 08:00")
    assert await planned(club, "repay.board") == []
    await plan_at(club, "2027-01-02 08:00")
    assert await planned(club, "repay.board") == [("repay.board", day(12), "minh")]
