"""Between planning and sending much happens: what is not true any more is not said, nor lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

import pytest
from sqlalchemy import insert, update

from bot.reminders.planning import plan
from bot.storage import quiets, reminder_times
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.reminder_times import ReminderTime
from tests.clocked import meets_on
from tests.reminded import DUE, at, lent, remind, skipped
from tests.village import Village, plain

BOARD = (
    "For the board only: not in the book for weeks, and I remind no more."
    " Ms Hoa: 50,000 đ since 10 Dec"
)


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa pays 50,000 đ on 10 December 2026."""
    return await lent(database)


async def reminds(village: Village, kind: str, days: int, hour: int) -> None:
    async with village.database.write() as db:
        wanted = ReminderTime(kind=kind, days=days, at=time(hour))
        await reminder_times.put(db, village.club, wanted)


async def hush(village: Village, who: str, kind: str, reason: quiets.Reason) -> None:
    async with village.database.write() as db:
        await quiets.set_quiet(
            db,
            club_id=village.club,
            member_id=village.ids[who],
            kind=kind,
            reason=reason,
            from_on=date(2026, 12, 1),
            until_on=None,
            set_by=None,
            now=village.clock.now,
        )


async def declares(village: Village, moment: str) -> None:
    village.clock.now = at(moment)
    await village("""
        hoa > toi nop 50k
        hoa < Is that right?
        hoa # Yes
        hoa < Whom
        hoa # Lan
        hoa < I told Lan
        lan < Ms Hoa says
        tu < Ms Hoa says
    """)


# --- The board -----------------------------------------------------------------------------------


async def test_who_lost_her_office_meanwhile_does_not_hear_who_pays_late(club: Village) -> None:
    await reminds(club, "repay.board", 21, 5)
    await plan(club.database, at("2026-12-31 06:00"))
    async with club.database.write() as db:
        await db.execute(
            update(t.Role)
            .where(t.Role.member_id == club.ids["tu"])
            .values(until_on=date(2026, 12, 31))
        )
    assert await remind(club, "2026-12-31 07:00") == {"minh": [BOARD]}
    assert await skipped(club, "repay.board") == ["no officer any more"]


@pytest.mark.parametrize("reason", ["wish", "hardship", "mourning"])
async def test_an_officer_who_wants_no_word_of_her_own_money_hears_of_others(
    club: Village, reason: quiets.Reason
) -> None:
    await hush(club, "minh", quiets.MONEY, reason)
    await hush(club, "tu", quiets.ALL, "ill")
    assert await remind(club, "2026-12-31 08:00") == {"minh": [BOARD]}
    assert await skipped(club, "repay.board") == [f"quiet: {'ill'}"]


async def test_what_the_board_was_to_hear_as_tet_began_it_hears_after_it(
    database: Database,
) -> None:
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    due = date(2027, 1, 11)  # three weeks before 25 Chạp
    await village.lend("hoa", first_due=due, starts_on=date(2026, 12, 11), periods=1)
    await plan(database, at("2027-01-25 08:00"))
    days = [f"2027-02-{day:02} 08:00" for day in range(1, 13)]
    assert "minh" not in await remind(village, *days)
    (heard,) = (await remind(village, "2027-02-13 08:00"))["minh"]
    assert heard.startswith("For the board only")


async def test_a_declared_repayment_that_came_to_nothing_reaches_the_board_after_all(
    club: Village,
) -> None:
    await declares(club, "2026-12-30 09:00")
    heard = await remind(club, "2026-12-31 08:00", "2027-01-02 08:59")
    assert BOARD not in {text for texts in heard.values() for text in texts}
    async with club.database.write() as db:
        await db.execute(update(t.Declaration).values(status="refused"))
    assert (await remind(club, "2027-01-02 09:00"))["minh"] == [f"{BOARD} 2026"]


async def test_the_boards_list_stands_alone_and_has_no_buttons_of_anything_else(
    club: Village,
) -> None:
    await meets_on(club, 7)
    heard = await remind(club, "2026-12-31 08:00")
    assert heard["minh"][0] == BOARD
    board, meeting = club.phones.by_chat["minh"].last
    assert (board.choices, meeting.choices[0].label) == ((), "I will come")


async def test_a_long_list_is_seen_to_its_end_by_a_tap(club: Village) -> None:
    for number in range(12):
        await club.join(f"m{number}", f"Lê Thị M{number}", phone=None)
        await club.lend(f"m{number}")
    await club.lend("m3", number="KU-2")
    (text,) = (await remind(club, "2026-12-31 08:00"))["minh"]
    assert text.count("since 10 Dec") == 10
    assert text.endswith("And 3 more people.")
    assert "Ms M3: 100,000 đ since 10 Dec" in text
    club.clock.now = at("2026-12-31 09:00")
    await club("""
        minh # See all 13
        minh < For the board only … Ms Hoa: 50,000 đ since 10 Dec … Ms M11: 50,000 đ since 10 Dec
    """)
    async with club.database.write() as db:
        await db.execute(update(t.Role).values(until_on=date(2026, 12, 31)))
    await club("""
        tu # See all 13
        tu < That is the board's work.
    """)


async def put_off(village: Village, due: date) -> None:
    async with village.database.write() as db:
        moved = {"club_id": village.club, "from_on": due, "to_on": date(2027, 3, 1)}
        await db.execute(insert(t.MovedDue).values(moved))


async def test_who_is_not_late_any_more_is_not_on_the_whole_list(club: Village) -> None:
    for number in range(10):
        await club.join(f"m{number}", f"Lê Thị M{number}", phone=None)
        await club.lend(f"m{number}", first_due=date(2026, 12, 9))
    await remind(club, "2026-12-31 08:00")
    await put_off(club, date(2026, 12, 9))
    await club("""
        minh # See all 11
        minh < For the board only
    """)
    assert plain(club.phones.by_chat["minh"].last[-1].text) == BOARD
    await put_off(club, DUE)
    await club("""
        tu # See all 11
        tu < All of it is in the book by now.
    """)


# --- The borrower --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "moments", [["2026-12-09 12:00", "2026-12-11 08:05"], ["2026-12-12 09:00"]]
)
async def test_no_late_note_comes_before_the_third_day(
    club: Village, moments: Sequence[str]
) -> None:
    heard = await remind(club, *moments)
    assert "hoa" not in heard
    assert set(await skipped(club)) == {"its day has passed"}
    (late,) = (await remind(club, "2026-12-13 08:00"))["hoa"]
    assert "is not in the book yet" in late


async def test_what_goes_with_another_waits_with_it(club: Village) -> None:
    await reminds(club, "repay", 28, 9)
    await reminds(club, "repay", -3, 9)
    await club.lend("hoa", 3_000_000, number="KU-2", first_due=date(2027, 1, 7))
    await remind(club, "2027-01-06 08:00")
    await remind(club, "2027-01-07 08:00")  # the digest of that day
    assert "hoa" not in await remind(club, "2027-01-07 09:00", "2027-01-08 09:00")  # mùng 1
    (text,) = (await remind(club, "2027-01-09 08:05"))["hoa"]
    assert "Of 10 Dec 2026, 50,000 đ is not in the book yet" in text
    assert "On Sunday 10 Jan, 50,000 đ is to be paid" in text


async def test_whose_loan_is_late_and_who_has_left_is_still_named_to_the_board(
    club: Village,
) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Member).where(t.Member.id == club.ids["hoa"]).values(left_on=DUE)
        )
    assert (await remind(club, "2026-12-31 08:00"))["minh"] == [BOARD]


# --- Declarations --------------------------------------------------------------------------------


async def test_after_days_of_downtime_the_accountant_hears_of_a_declaration_once(
    club: Village,
) -> None:
    await declares(club, "2026-11-30 09:00")
    heard = await remind(club, "2026-12-04 10:00")
    once = "Ms Hoa told me on 30 Nov of 50,000 đ; nobody has confirmed it. Please take it up."
    assert {who: heard[who] for who in ("lan", "tu")} == {"lan": [once], "tu": [once]}


async def test_officers_hear_of_a_declaration_at_the_hour_that_is_set(club: Village) -> None:
    await reminds(club, "declaration.old", 1, 14)
    await declares(club, "2026-11-30 09:00")
    assert await remind(club, "2026-12-01 09:01", "2026-12-01 13:59") == {}
    assert set(await remind(club, "2026-12-01 14:00")) == {"lan", "tu"}
