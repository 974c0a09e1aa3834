"""The board asks how many of the month's messages are left, and what waits for the next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.conversation import Conversation
from bot.handlers import HANDLERS
from bot.people import Plan
from bot.reminders.broadcasting import announce
from bot.reminders.plans import PlanWatch
from bot.reminders.progress import follow
from bot.storage import bots, holding, usage
from bot.storage import tables as t
from tests.conversations.test_broadcasts import sends
from tests.village import Village

PLANS = {"test": Plan(people=50, messages=3000)}
BOT = ("test", "bot")
TO_DO = "Please ask whoever looks after the bot for a bigger plan"


@pytest.fixture
async def planned(village: Village) -> Village:
    """The village's bot has a plan."""
    village.conversation = Conversation(
        village.database, HANDLERS, village.clock, locale=village.locale, plans=PLANS
    )
    async with village.database.write() as db:
        await bots.register(db, BOT, village.clock.now)
    return village


async def use(village: Village, messages: int) -> None:
    """Let so many messages be used by now."""
    async with village.database.write() as db:
        await usage.heard(db, BOT, village.clock.now)
        await db.execute(update(t.BotMonth).values(heard=messages, said=0))
        await holding.keep_within(db, PLANS, village.clock.now)


@pytest.mark.parametrize(
    "words",
    [
        "tin zalo tháng này",
        "tin zalo thang nay",
        "số tin còn lại",
        "so tin con lai a",
        "Zalo còn bao nhiêu tin?",
        "hạn mức zalo",
        "zalo usage",
        "messages left",
    ],
)
async def test_an_officer_asks_how_many_are_left(planned: Village, words: str) -> None:
    await use(planned, 450)
    await planned(f"""
        thu > {words}
        thu < Messages on test this month: 450 of 3,000, 2,550 left. … People on test: 5 of 50.
    """)


async def test_it_is_on_the_boards_menu_where_a_plan_counts(planned: Village) -> None:
    await planned("""
        minh > ban chủ nhiệm
        minh < The board's work.
        minh # Other work of the board
        minh < The board's other work:
        minh # Messages this month
        minh < Messages on test this month: 2 of 3,000
    """)


async def test_where_nothing_is_counted_the_menu_leaves_it_out(village: Village) -> None:
    await village("""
        minh > ban chủ nhiệm
        minh < The board's work.
        minh # Other work of the board
        minh < The board's other work:
    """)
    assert "Messages this month" not in {one.label for one in village.choices("minh")}


async def test_a_member_has_no_business_with_it(planned: Village) -> None:
    await planned("""
        hoa > zalo usage
        hoa < That is the board's work.
    """)


async def test_who_helps_an_officer_has_none_either(planned: Village) -> None:
    async with planned.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id == planned.ids["thu"]).values(kind="helper")
        )
    await planned("""
        thu > zalo usage
        thu < That is the board's work.
    """)


async def test_what_is_to_come_is_said_when_few_are_left(planned: Village) -> None:
    await use(planned, 2450)
    await planned(f"""
        minh > zalo usage
        minh < 2,450 of 3,000 … From 90% on announcements wait for the next month … {TO_DO}
    """)


async def test_what_waits_is_said_with_its_day(planned: Village) -> None:
    await use(planned, 2800)
    await sends(planned)
    planned.clock.pass_by(minutes=1)
    await announce(planned.database, planned.clock.now)
    await use(planned, 2800)
    await planned(f"""
        minh > zalo usage
        minh < Announcements wait until Tuesday 1 Dec … 5 messages wait. … {TO_DO}
    """)
    await use(planned, 2900)
    await planned("""
        minh > zalo usage
        minh < Announcements and reminders wait until Tuesday 1 Dec
    """)


async def test_a_refusal_is_said_with_its_hour(planned: Village) -> None:
    async with planned.database.write() as db:
        await holding.refused(db, {BOT: planned.clock.now + timedelta(hours=3)})
    await planned("""
        minh > zalo usage
        minh < Test takes no more just now … wait until 15:00, 21 Nov.
    """)


async def test_without_a_plan_nothing_is_limited(village: Village) -> None:
    await village("""
        minh > zalo usage
        minh < On none of the club's chats is the number of messages limited.
    """)


async def test_a_plan_without_limits_says_so(planned: Village) -> None:
    async with planned.database.write() as db:
        await db.execute(update(t.Bot).values(most_people=0, most_messages=0))
    await planned("""
        minh > zalo usage
        minh < Messages on test this month: 0, without a limit. … People on test: 5.
    """)


async def test_only_the_bots_of_the_own_club_are_shown(planned: Village) -> None:
    async with planned.database.write() as db:
        await bots.register(db, ("test", "elsewhere"), planned.clock.now)
        await bots.register(db, ("test", "ours"), planned.clock.now)
        ours = update(t.Bot).where(t.Bot.bot == "ours")
        await db.execute(ours.values(club_id=planned.club, name="Bot Làng"))
    await planned("""
        minh > zalo usage
        minh < Messages on test (bot) this month: 0 … Messages on test (Bot Làng) this month: 0
    """)
    assert "elsewhere" not in planned.phones.by_chat["minh"].last[-1].text


# --- An announcement that is held back -----------------------------------------------------------


async def test_its_writer_hears_until_when_it_waits(planned: Village) -> None:
    planned.clock.pass_by(days=8, hours=21)  # Monday 30 Nov, 9:00
    await use(planned, 2800)
    await sends(planned)
    planned.clock.pass_by(minutes=1)
    await announce(planned.database, planned.clock.now)
    await PlanWatch({})(planned.database, planned.clock.now)
    await follow(planned.database, planned.clock.now, {"test"})
    await planned.delivery.deliver()
    await planned(
        """
        minh < it has arrived at 0 of 6. 5 people get it on 1 Dec: this month's messages are
        minh > thông báo tới đâu rồi
        minh < Still waiting 5, without a phone 1. … 5 people get it on 1 Dec
    """
    )
    planned.clock.pass_by(hours=22)
    await PlanWatch(PLANS)(planned.database, planned.clock.now)
    await planned.delivery.deliver()
    planned.hears("hoa", "Mai họp lúc 8 giờ")


async def test_what_would_come_too_late_is_to_be_told_in_person(planned: Village) -> None:
    await use(planned, 2800)
    await sends(planned)
    planned.clock.pass_by(minutes=1)
    await announce(planned.database, planned.clock.now)
    await PlanWatch({})(planned.database, planned.clock.now)
    await follow(planned.database, planned.clock.now, {"test"})
    await planned.delivery.deliver()
    await planned("""
        minh < has arrived at 0 people. Not at 6; somebody should tell them. … month's messages run
        minh # Whom to tell in person
        minh < Please tell these in person what “Mai họp lúc 8 giờ” says: … run out
    """)
