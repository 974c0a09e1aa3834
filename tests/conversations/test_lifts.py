"""The board hears in time who needs a lift; who takes it on lets it be promised."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import update

from bot.almanac.meetings import MeetingRule, MonthDay
from bot.storage import meeting_rules
from bot.storage import tables as t
from tests.reminded import at, remind
from tests.village import Village

ASKED = "To be fetched to the meeting on Thursday 10 Dec, 14:00: "


@pytest.fixture
async def club(village: Village) -> Village:
    """The club meets on Thursday, 10 December, at 14:00."""
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
    village.clock.now = at("2026-12-08 09:00")
    return village


async def ask_for_lifts(club: Village, *who: str) -> None:
    for one in who:
        await club.say(one, "nhờ đưa đón")
        club.hears(one, "I noted that you need a lift on Thursday 10 Dec at 14:00, and tell")


async def test_the_secretary_hears_of_all_on_the_afternoon_before(club: Village) -> None:
    await ask_for_lifts(club, "hoa", "tu")
    heard = await remind(club, "2026-12-09 08:00", "2026-12-09 14:59")
    assert ASKED not in "".join(heard["thu"])
    heard = await remind(club, "2026-12-09 15:00", "2026-12-09 15:01")
    assert heard == {"thu": [f"{ASKED}Ms Hoa Bính, Tư. Who sees to it?"]}
    await club("""
        thu # Ms Hoa Bính is fetched
        thu < Thank you! And Tư?
        hoa < Somebody will fetch you to the meeting on Thursday 10 Dec, 14:00. … call Thu.
        thu # I see to it
        thu < Thank you! I tell Tư that somebody comes.
        tu < Somebody will fetch you
        minh > ai đến họp
        minh < Need a lift: 2. … Somebody fetches
    """)
    heard = await remind(club, "2026-12-10 12:00")
    assert heard["hoa"][0].endswith("Somebody will fetch you. If nobody comes, call Thu.")
    assert "thu" not in heard


async def test_who_asks_later_is_told_of_at_once(club: Village) -> None:
    await remind(club, "2026-12-09 08:00", "2026-12-09 15:00")
    await ask_for_lifts(club, "hoa")
    heard = await remind(club, "2026-12-09 16:00")
    assert heard["thu"] == [f"{ASKED}Ms Hoa Bính. Who sees to it?"]
    await club("""
        thu # Who comes
        thu < Need a lift: 1. … To be fetched: Nguyễn Thị Hoa
        thu # Who fetches them
        thu < Ms Hoa Bính. Who sees to it?
        thu # Somebody fetches them
        thu < Thank you!
        hoa < Somebody will fetch you
    """)


async def test_nothing_is_promised_that_nobody_took_on(club: Village) -> None:
    await ask_for_lifts(club, "hoa")
    await remind(club, "2026-12-09 08:00", "2026-12-09 15:00")
    heard = await remind(club, "2026-12-10 12:00")
    assert "I told Thu that you need a lift, but I do not know yet who comes." in heard["hoa"][0]


async def test_where_nobody_of_the_board_has_a_phone_no_word_of_it_is_claimed(
    club: Village,
) -> None:
    await ask_for_lifts(club, "hoa")
    async with club.database.write() as db:
        await db.execute(update(t.Role).values(until_on=date(2026, 12, 1)))
    await remind(club, "2026-12-09 08:00", "2026-12-09 15:00")
    heard = await remind(club, "2026-12-10 12:00")
    assert "I do not know yet who fetches you." in heard["hoa"][0]


async def test_a_secretary_who_needs_one_herself_is_told_of_to_the_head(club: Village) -> None:
    await ask_for_lifts(club, "thu")
    await remind(club, "2026-12-09 08:00")
    heard = await remind(club, "2026-12-09 15:00")
    assert list(heard) == ["minh"]


async def test_who_comes_by_herself_after_all_is_not_named(club: Village) -> None:
    await ask_for_lifts(club, "hoa")
    await club("""
        hoa > tôi có đến
        hoa < Thank you
    """)
    heard = await remind(club, "2026-12-09 08:00", "2026-12-09 15:00")
    assert ASKED not in "".join(heard["thu"])


async def test_members_do_not_see_to_lifts(club: Village) -> None:
    await ask_for_lifts(club, "hoa")
    await remind(club, "2026-12-09 08:00", "2026-12-09 15:00")
    async with club.database.write() as db:
        await db.execute(update(t.Role).values(until_on=date(2026, 12, 9)))
    await club("""
        thu # I see to it
        thu < That is the board's work.
    """)
