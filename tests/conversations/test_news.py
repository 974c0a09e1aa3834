"""What a turn says to others: in their language and form, at once, without sound at night."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.chat import Choice
from bot.handlers import HANDLERS
from bot.i18n import _
from bot.storage import members
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.telling import speaking_to
from bot.turn import Answer, Handler, Step, Turn
from tests.small_talk import speaks
from tests.village import Village

SORRY = "Sorry, I stumbled just now. Nothing was written down. Please try again."


@pytest.fixture
async def hall(database: Database) -> Village:
    """A club where whatever Hoa writes is passed on to Lan, in the words of `SORRY`."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", birth_year=2000)
    await village.join("lan", "Hoàng Thị Lan", birth_year=1940)
    await village.join("tu", "Trần Văn Tư", sex="male", phone=None)
    speaks(
        village,
        {"otherwise": Step(pass_on(village)), "news.open": HANDLERS["news.open"]},
    )
    return village


def pass_on(village: Village) -> Handler:
    async def handler(turn: Turn) -> Answer:
        lan = await members.member(turn.db, village.ids["lan"], turn.today)
        for listener in await turn.reach([lan]):
            with speaking_to(listener.member, turn.today) as words:
                await turn.tell(listener, words(_(SORRY)), Choice("yes", "Fine"), step="offer")
        return Answer(text=turn.words(_(SORRY)))

    return handler


async def speak(village: Village, short: str, locale: str, form: str = "") -> None:
    """Let a member be spoken to in a language and a form."""
    async with village.database.write() as db:
        await db.execute(
            update(t.Member)
            .where(t.Member.id == village.ids[short])
            .values(locale=locale, form=form)
        )


async def test_everybody_hears_their_own_language_and_form(hall: Village) -> None:
    await speak(hall, "lan", "vi")
    await hall("""
        hoa > xx
        hoa < Sorry, I stumbled just now.
        lan < Cháu xin lỗi, cháu vừa bị vấp nên chưa ghi gì. Bà thử lại giúp cháu nhé.
    """)
    await speak(hall, "lan", "en")
    await speak(hall, "hoa", "vi")
    await hall("""
        hoa > xx
        hoa < Em xin lỗi, em vừa bị vấp nên chưa ghi gì. Chị thử lại giúp em nhé.
        lan < Sorry, I stumbled just now.
    """)
    await speak(hall, "lan", "vi", "chi")
    await hall("""
        hoa > xx
        hoa < Em xin lỗi
        lan < Em xin lỗi, em vừa bị vấp nên chưa ghi gì. Chị thử lại giúp em nhé.
    """)


async def test_an_apology_comes_in_the_language_of_who_says_that_she_holds_the_phone(
    hall: Village,
) -> None:
    async def crash(turn: Turn) -> Answer:
        raise ZeroDivisionError

    await speak(hall, "lan", "vi", "co")
    await hall.link("tu", "lan")
    speaks(hall, {"menu": Step(crash)})
    await hall("""
        lan > menu
        lan < Who is holding the phone, please?
        lan # Ms Lan
        lan < Cháu xin lỗi, cháu vừa bị vấp nên chưa ghi gì. Cô thử lại giúp cháu nhé.
    """)


@pytest.mark.parametrize(
    ("hour", "minute", "silent"),
    [(6, 29, True), (6, 30, False), (20, 29, False), (20, 30, True), (0, 0, True)],
)
async def test_news_comes_at_once_at_any_hour_but_rings_only_when_the_village_is_awake(
    hall: Village, hour: int, minute: int, silent: bool
) -> None:
    hall.clock.now = datetime(2026, 11, 22, (hour - 7) % 24, minute, tzinfo=UTC)
    await hall.say("hoa", "xx")
    answer, news = hall.hears("hoa", "Sorry"), hall.hears("lan", "Sorry")
    assert news.silent is silent
    assert not answer.silent  # who writes is awake


async def test_a_club_has_its_own_hours_and_zone(hall: Village) -> None:
    async with hall.database.write() as db:
        await db.execute(update(t.Club).values(zone="Europe/Berlin"))
    await hall.say("hoa", "xx")  # noon in Vietnam, six in the morning in Berlin
    hall.hears("hoa", "Sorry")
    assert hall.hears("lan", "Sorry").silent


async def test_on_a_shared_phone_only_the_name_is_said_until_she_holds_it(hall: Village) -> None:
    await hall.link("tu", "lan")
    await hall("""
        hoa > xx
        hoa < Sorry
        lan < Ms Lan has news from the club. Whoever is Ms Lan, please answer.
        lan # I am Ms Lan
        lan < Sorry, I stumbled just now.
        lan # Fine
        lan < Taken: yes
    """)


async def test_who_has_no_phone_or_cannot_be_reached_is_told_nothing(hall: Village) -> None:
    async with hall.database.write() as db:
        await db.execute(
            update(t.Address).where(t.Address.chat == "lan").values(unreachable_at=hall.clock.now)
        )
    await hall("""
        hoa > xx
        hoa < Sorry
    """)
    async with hall.database.read() as db:
        assert len((await db.execute(select(t.Outbox.id))).all()) == 1
