"""Volunteers are reminded of visits and kindly asked after; who leads home care hears the rest."""

from __future__ import annotations

import asyncio
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update

from bot.reminders.planning import plan as plan_all
from bot.storage import members, quiets, shifts, swaps, visit_requests
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.explained import explained, told
from tests.reminded import at, kinds, planned, remind, set_club, skipped
from tests.storage.test_shifts import crowded
from tests.village import Village
from tests.visited import hold_role, lose_roles, plan, take_in, volunteer, written

DAY = date(2026, 11, 25)
"""A Wednesday."""
EVENING, NIGHT = "2026-11-24 18:00", "2026-11-24 19:30"
MORNING, AFTER, NOON = "2026-11-25 06:30", "2026-11-25 18:00", "2026-11-26 13:30"
DAY_AFTER = "2026-11-26 18:00"
MISSED = "Nobody has written down yesterday's visit to: – Ms Lan (xóm 3): Sáu"
CHOOSE = " Choose a name, and I say who has time."


@pytest.fixture
async def club(database: Database) -> Village:
    """Sáu visits Lan on Wednesday; Bảy could, and Mai, who is not of the board, leads care."""
    village = Village(database)
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("lien", "Đỗ Thị Liên", "deputy", birth_year=1955)
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("mai", "Lò Thị Mai", birth_year=1970)
    await village.join("sau", "Vi Thị Sáu", birth_year=1970)
    await village.join("bay", "Hà Văn Bảy", birth_year=1970, sex="male")
    await hold_role(village, "mai", "care_lead")
    await volunteer(village, "sau", "bay")
    await visit(village, "sau")
    return village


async def visit(village: Village, *goes: str, name: str = "Vi Thị Lan", day: date = DAY) -> int:
    whose = await take_in(village, name, hamlet="xóm 3")
    return await plan(village, whose, day, *goes)


async def look_for_another(village: Village, shift: int = 1, by: str = "sau") -> None:
    async with village.database.write() as db:
        await swaps.ask(
            db, club_id=village.club, shift_id=shift, by=village.ids[by], now=village.clock.now
        )


async def change(village: Village, table: Any, **values: object) -> None:
    async with village.database.write() as db:
        await db.execute(update(table).values(**values))


# --- From the evening before to the evening after ------------------------------------------------


async def test_a_visit_that_nobody_writes_down_is_spoken_of_five_times(club: Village) -> None:
    heard = await remind(club, "2026-11-24 17:59", EVENING, NIGHT)
    assert heard == {"sau": ["Tomorrow you visit Ms Lan (xóm 3)."]}
    assert await remind(club, MORNING) == {"sau": ["Today you visit Ms Lan (xóm 3)."]}
    assert await remind(club, "2026-11-25 12:00", AFTER) == {
        "sau": ["Have you been to see Ms Lan (xóm 3) today?"]
    }
    asked = "Yesterday's visit to Ms Lan (xóm 3) is not written down yet. Have you been there?"
    assert await remind(club, "2026-11-26 13:29", NOON) == {"sau": [asked]}
    assert await remind(club, DAY_AFTER) == {"mai": [MISSED + CHOOSE]}
    later = [f"2026-11-{day} {hour}" for day in (27, 28, 29) for hour in ("08:00", "19:00")]
    assert await remind(club, *later) == {}


async def test_after_the_siesta_the_question_rings(club: Village) -> None:
    await remind(club, NOON)
    async with club.database.read() as db:
        assert (await db.execute(select(t.Outbox.silent))).scalars().all() == [False]


async def test_a_part_of_the_day_and_who_comes_along_are_told(club: Village) -> None:
    async with club.database.write() as db:
        await shifts.assign(db, 1, [club.ids["sau"], club.ids["bay"]], club.clock.now)
        await shifts.move(db, 1, DAY, "afternoon")
    heard = await remind(club, EVENING, MORNING)
    assert heard["sau"] == [
        "Tomorrow afternoon you visit Ms Lan (xóm 3). Bảy will come with you.",
        "This afternoon you visit Ms Lan (xóm 3). Bảy will come with you.",
    ]
    assert heard["bay"][0].endswith("Sáu will come with you.")


async def test_three_visits_of_a_day_are_asked_in_two_messages_with_names(club: Village) -> None:
    for name in ("Vi Thị Nọi", "Hà Thị Mơ"):
        await visit(club, "sau", name=name)
    heard = await remind(club, AFTER)
    assert [one.count("Have you been") for one in heard["sau"]] == [2, 1]
    labels = [one.label for one in club.phones.by_chat["sau"].last[0].choices]
    assert labels[:2] == ["I was there: Ms Lan (xóm 3)", "Not yet: Ms Lan (xóm 3)"]
    assert len(set(labels)) == 6


async def test_her_own_affairs_are_still_told_beside_her_duties(club: Village) -> None:
    await club.lend("sau", first_due=DAY)
    heard = await remind(club, MORNING, "2026-11-25 08:00", AFTER)
    assert [one[:8] for one in heard["sau"]] == ["Today yo", "Today 25", "Have you"]


async def test_what_was_told_just_now_is_not_told_again(club: Village) -> None:
    club.clock.now = at("2026-11-24 17:00")
    whose = await take_in(club, "Vi Thị Nọi")
    await plan(club, whose, DAY, "bay")
    assert list(await remind(club, EVENING)) == ["sau"]
    assert await remind(club, MORNING) == {
        "sau": ["Today you visit Ms Lan (xóm 3)."],
        "bay": ["Today you visit Ms Nọi."],
    }


async def test_when_the_bot_was_down_all_morning_nobody_is_reminded_of_the_morning(
    club: Village,
) -> None:
    assert await remind(club, "2026-11-25 10:31") == {}
    assert await kinds(club, "visit.today") == []


async def test_at_waking_hours_a_morning_that_is_over_is_not_announced(club: Village) -> None:
    await set_club(club, wakes_at=time(12, 30))
    await change(club, t.Shift, part="morning")
    async with club.database.write() as db:
        this = t.ReminderTime.kind == "visit.today"
        await db.execute(update(t.ReminderTime).where(this).values(at=time(9)))
    assert await remind(club, "2026-11-25 09:00", "2026-11-25 12:30") == {}
    assert await skipped(club, "visit.today") == ["its hour is over"]


async def test_a_bot_that_was_down_for_three_days_asks_by_the_day(club: Village) -> None:
    heard = await remind(club, "2026-11-28 18:00")
    assert "The visit to Ms Lan (xóm 3) on Wednesday 25 Nov is not written" in heard["sau"][0]
    assert "the visit on Wednesday 25 Nov to: – Ms Lan" in heard["mai"][0]
    assert await remind(club, "2026-11-29 18:00") == {}


# --- What is no news any more --------------------------------------------------------------------


async def record(village: Village, by: str = "sau") -> None:
    await village.say(by, "thăm bà Lan thứ 4: cơm, khỏe")
    village.phones.by_chat[by].unread.clear()
    assert await written(village)


async def test_what_is_written_down_is_not_asked_for(club: Village) -> None:
    club.clock.now = at("2026-11-25 10:00")
    await record(club)
    assert await remind(club, AFTER, NOON, DAY_AFTER) == {}
    assert await kinds(club, "visit") == []


async def test_one_of_two_wrote_it_for_both(club: Village) -> None:
    async with club.database.write() as db:
        await shifts.assign(db, 1, [club.ids["sau"], club.ids["bay"]], club.clock.now)
    club.clock.now = at(AFTER)
    await plan_all(club.database, club.clock.now)
    assert len(await kinds(club, "visit.asked")) == 2
    await record(club, "bay")
    assert await remind(club, AFTER, NOON, DAY_AFTER) == {}
    assert await skipped(club, "visit") == ["written down, moved or not needed"] * 2


async def test_a_visit_that_was_taken_back_is_open_again(club: Village) -> None:
    club.clock.now = at("2026-11-25 10:00")
    await record(club)
    await change(club, t.Visit, taken_back_at=club.clock.now, shift_id=None)
    assert set(await remind(club, AFTER, DAY_AFTER)) == {"mai", "sau"}


async def propose(village: Village) -> None:
    """Let the visit be of a rota that is still being made."""
    async with village.database.write() as db:
        rota = {"id": 1, "club_id": village.club, "made_at": village.clock.now}
        rota |= {"from_on": DAY, "until_on": DAY + timedelta(days=7)}
        await db.execute(insert(t.Rota).values(**rota, made_by=village.ids["mai"]))
        await db.execute(update(t.Shift).values(rota_id=1))


ALL_DAY = (EVENING, NIGHT, MORNING, AFTER, NOON, DAY_AFTER)


@pytest.mark.parametrize("what", ["cancelled", "in hospital", "proposed", "moved"])
async def test_visits_that_are_not_to_be_made_are_nobodys_duty(club: Village, what: str) -> None:
    if what == "cancelled":
        await change(club, t.Shift, cancelled_at=club.clock.now)
    elif what == "in hospital":
        await change(club, t.Recipient, until=DAY, because="hospital")
    elif what == "moved":
        await change(club, t.Shift, day=DAY + timedelta(days=9))
    else:
        await propose(club)
    assert await remind(club, *ALL_DAY) == {}
    assert await kinds(club, "visit") == []


@pytest.mark.parametrize("what", ["cancelled", "in hospital", "moved", "hers no more"])
async def test_what_changed_before_it_could_be_said_is_not_said(club: Village, what: str) -> None:
    club.clock.now = at(DAY_AFTER)
    await plan_all(club.database, club.clock.now)
    assert await kinds(club, "visit") == ["visit.unwritten", "visit.missed"]
    if what == "cancelled":
        await change(club, t.Shift, cancelled_at=club.clock.now)
    elif what == "in hospital":
        await change(club, t.Recipient, until=DAY, because="hospital")
    elif what == "moved":
        await change(club, t.Shift, day=DAY + timedelta(days=9))
    else:
        async with club.database.write() as db:
            await shifts.assign(db, 1, [club.ids["bay"]], club.clock.now)
    heard = await remind(club, DAY_AFTER)
    assert "sau" not in heard
    assert (what == "hers no more") == ("mai" in heard)


async def test_a_visit_that_was_moved_is_told_of_anew(club: Village) -> None:
    await remind(club, EVENING)
    await change(club, t.Shift, day=DAY + timedelta(days=1))
    assert await remind(club, MORNING, AFTER) == {"sau": ["Tomorrow you visit Ms Lan (xóm 3)."]}


async def test_who_visits_nobody_any_more_or_mourns_is_left_in_peace(club: Village) -> None:
    async with club.database.write() as db:
        await members.note_volunteer(db, club.club, club.ids["sau"], volunteer=False)
    assert await remind(club, EVENING) == {}
    assert await skipped(club, "visit") == ["no officer any more"]


async def test_a_lead_who_visits_herself_is_asked_as_a_volunteer(club: Village) -> None:
    async with club.database.write() as db:
        await shifts.assign(db, 1, [club.ids["mai"]], club.clock.now)
    assert list(await remind(club, AFTER)) == ["mai"]


async def test_without_a_phone_the_lead_alone_hears_of_it(club: Village) -> None:
    async with club.database.write() as db:
        hers = t.Link.member_id == club.ids["sau"]
        await db.execute(update(t.Link).where(hers).values(kind="helper"))
    heard = await remind(club, *ALL_DAY)
    assert heard == {"mai": [MISSED + CHOOSE]}


# --- Visits that nobody goes to ------------------------------------------------------------------

IN_PLACE = "Somebody is still looked for who goes tomorrow to: – Ms Lan (xóm 3), in place of Sáu"


async def test_on_the_evening_before_the_lead_hears_that_nobody_was_found(club: Village) -> None:
    await look_for_another(club)
    heard = await remind(club, "2026-11-24 19:29", NIGHT)
    assert heard["mai"] == [IN_PLACE + CHOOSE]
    assert await remind(club, AFTER, NOON) == {}  # she said so, and is asked nothing
    assert await remind(club, DAY_AFTER) == {"mai": [MISSED + CHOOSE]}


async def ask_for_a_visit(village: Village, day: date = DAY) -> int:
    async with village.database.write() as db:
        request, _is_new = await visit_requests.ask(
            db,
            club_id=village.club,
            recipient_id=1,
            member_id=village.ids["bay"],
            relative_id=None,
            whom="",
            day=day,
            weekly=False,
            origin="asked",
            now=village.clock.now,
        )
    return request.id


async def test_a_visit_that_was_asked_for_is_spoken_of_each_morning_until_it_is_answered(
    club: Village,
) -> None:
    club.clock.now = at("2026-11-23 16:00")
    await ask_for_a_visit(club, date(2026, 11, 26))
    waits = "1 visit was asked for, and the asker still waits for an answer."
    assert await remind(club, "2026-11-24 08:00") == {"mai": [waits]}
    assert waits in (await remind(club, "2026-11-25 08:00"))["mai"]
    await change(club, t.VisitRequest, answer="cannot")
    assert "mai" not in await remind(club, "2026-11-26 08:00")


async def test_a_request_of_a_day_that_is_over_waits_no_more(club: Village) -> None:
    club.clock.now = at("2026-11-23 16:00")
    await ask_for_a_visit(club, date(2026, 11, 23))
    assert await remind(club, "2026-11-24 08:00") == {}


async def test_who_goes_with_the_one_who_cannot_is_asked_all_the_same(club: Village) -> None:
    async with club.database.write() as db:
        await shifts.assign(db, 1, [club.ids["sau"], club.ids["bay"]], club.clock.now)
    await look_for_another(club)
    assert list(await remind(club, AFTER, NOON)) == ["bay"]


async def test_a_visit_that_nobody_is_left_for_is_told_too(club: Village) -> None:
    async with club.database.write() as db:
        hers = t.Member.id == club.ids["sau"]
        await db.execute(update(t.Member).where(hers).values(left_on=date(2026, 11, 22)))
    heard = await remind(club, EVENING, NIGHT)
    text = "Somebody is still looked for who goes tomorrow to: – Ms Lan (xóm 3)"
    assert heard == {"mai": [text + CHOOSE]}


async def test_what_was_found_before_it_could_be_said_is_not_said(club: Village) -> None:
    await look_for_another(club)
    club.clock.now = at(NIGHT)
    await plan_all(club.database, club.clock.now)
    await change(club, t.Swap, taken_at=club.clock.now)
    assert "mai" not in await remind(club, NIGHT)
    assert await skipped(club, "visit.swap") == ["somebody goes"]


async def test_what_could_not_be_said_in_the_night_is_said_of_today(club: Village) -> None:
    await set_club(club, sleeps_at=time(19))
    await look_for_another(club)
    assert "mai" not in await remind(club, NIGHT)
    heard = await remind(club, MORNING)
    assert heard["mai"][0].startswith("Somebody is still looked for who goes today to: – Ms Lan")


# --- Who leads home care -------------------------------------------------------------------------


async def phone_is_lost(village: Village, short: str) -> None:
    async with village.database.write() as db:
        hers = t.Link.member_id == village.ids[short]
        await db.execute(update(t.Link).where(hers).values(until=village.clock.now))


async def test_without_a_lead_or_her_phone_the_next_hears_of_it(club: Village) -> None:
    assert set(await remind(club, DAY_AFTER)) == {"mai", "sau"}
    await phone_is_lost(club, "mai")
    await change(club, t.Notice, subject_id=-1)
    assert "minh" in await remind(club, "2026-11-26 18:01")
    await lose_roles(club, "mai")
    async with club.database.write() as db:
        await quiets.set_quiet(
            db,
            club_id=club.club,
            member_id=club.ids["minh"],
            kind=quiets.ALL,
            reason="ill",
            from_on=DAY,
            until_on=None,
            set_by=None,
            now=club.clock.now,
        )
    await change(club, t.Notice, subject_id=-t.Notice.id)
    assert "lien" in await remind(club, "2026-11-26 18:02")


async def test_a_lead_who_is_dismissed_meanwhile_hears_nothing(club: Village) -> None:
    club.clock.now = at(DAY_AFTER)
    await plan_all(club.database, club.clock.now)
    await lose_roles(club, "mai")
    assert "mai" not in await remind(club, DAY_AFTER)


async def test_many_missed_visits_are_one_message(club: Village) -> None:
    for number in range(6):
        await visit(club, "bay", name=f"Hà Thị Mơ {number}")
    (text,) = (await remind(club, DAY_AFTER))["mai"]
    assert text.count("–") == 7
    assert len(club.phones.by_chat["mai"].last[-1].choices) == 5


async def test_nothing_of_another_club_is_told(club: Village) -> None:
    other = Village(club.database)
    await other.found(key="other", name="Khác")
    await other.join("an", "Lê Thị An", "head")
    assert set(await remind(other, *ALL_DAY)) == {"mai", "sau"}


# --- How it is planned ---------------------------------------------------------------------------


async def test_two_planners_at_once_write_it_once(club: Village) -> None:
    await look_for_another(club)
    other = Database(club.database.url)
    both = (club.database, other) * 3
    for moment in (EVENING, NIGHT, MORNING, DAY_AFTER):
        await asyncio.gather(*(plan_all(one, at(moment)) for one in both))
    await other.close()
    assert sorted(await planned(club, "visit")) == [
        ("visit.missed", DAY, "mai"),
        ("visit.swap", DAY, "mai"),
        ("visit.today", DAY, "sau"),
        ("visit.tomorrow", DAY, "sau"),
    ]


async def test_a_club_sets_its_own_hours_or_none(club: Village) -> None:
    async with club.database.write() as db:
        one = t.ReminderTime.kind
        await db.execute(delete(t.ReminderTime).where(one == "visit.today"))
        await db.execute(update(t.ReminderTime).where(one == "visit.tomorrow").values(at=time(16)))
    assert list(await remind(club, "2026-11-24 15:59", "2026-11-24 16:00")) == ["sau"]
    assert await remind(club, MORNING) == {}


EVERY_CLUB = """
    INSERT INTO reminder_times (club_id, kind, days, at)
    SELECT clubs.id, kind, days, at FROM clubs, reminder_times WHERE clubs.id >= 1000
"""


async def test_among_250_clubs_what_is_due_is_found_by_indexes(club: Village) -> None:
    await crowded(club)
    async with club.database.write() as db:
        await db.execute(text(EVERY_CLUB))
        await db.execute(text("ANALYZE"))
    with told(club.database, "INSERT INTO notices") as statements:
        await plan_all(club.database, at(DAY_AFTER))
    about = [one for one in statements if "FROM shifts" in one[0]]
    assert len(about) == 6
    async with club.database.write() as db:
        if not club.database.is_sqlite:
            await db.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, given in about:
            how = await explained(db, statement, given)
            assert "ix_shifts_day" in how or "ix_shifts_club_id_day" in how, how
            assert "SCAN shifts" not in how, how
            assert "Seq Scan on shifts" not in how, how


async def test_the_words_for_many_take_as_many_statements_as_for_one(club: Village) -> None:
    counts = []
    for moment, more in ((AFTER, 0), ("2026-12-02 18:00", 30)):
        day = at(moment).date()
        for number in range(more + 1):
            await visit(club, "bay", name=f"Hà Thị Mơ {number}", day=day)
        with told(club.database, "SELECT") as statements:
            await remind(club, moment)
        counts.append(len(statements))
    assert counts[1] <= counts[0] + 25  # the messages are sent one by one
