"""Our accounts on the platforms: what all processes share about each, whoever serves it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, or_, select, update

from bot.chat import LONGEST_PAUSE_S, Account
from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

AHEAD = timedelta(minutes=1)
"""No bot's moments are taken so far ahead."""
LONGEST = timedelta(seconds=LONGEST_PAUSE_S)
"""No bot is silent for longer, and no message waits longer to be tried again."""


async def register(db: Connection, account: Account, now: datetime) -> None:
    """Make a bot known, so that what waits for it may be claimed; a known one stays as it is."""
    row = inserting(db, t.Bot).values(
        platform=account[0], bot=account[1], next_slot=now, link="", introduced=""
    )
    await db.execute(row.on_conflict_do_nothing())


async def pause(db: Connection, account: Account, until: datetime) -> None:
    """Let no process send anything by this bot before `until`; a longer pause stays.

    One that is too long to be true was set by a clock that was wrong.
    """
    wrong = t.Bot.paused_until > until + LONGEST
    shorter = or_(t.Bot.paused_until.is_(None), t.Bot.paused_until < until, wrong)
    await db.execute(update(t.Bot).where(_is(account), shorter).values(paused_until=until))


async def take_slots(
    db: Connection, account: Account, count: int, a_second: int, now: datetime
) -> list[datetime]:
    """Take the bot's next `count` moments for bulk messages; those that have passed are lost.

    Moments that lie far ahead were taken by a clock that was wrong: nobody waits for them.
    """
    found = await db.execute(select(t.Bot.next_slot).where(_is(account)).with_for_update())
    free = found.scalar_one()
    first = free if now < free < now + AHEAD else now
    taken = timedelta(seconds=count / a_second)
    await db.execute(update(t.Bot).where(_is(account)).values(next_slot=first + taken))
    return [first + taken * number / count for number in range(count)]


async def heard_until(db: Connection, account: Account) -> datetime | None:
    """Return up to when everything that was written to this bot has been fetched."""
    return (await db.execute(select(t.Bot.heard_until).where(_is(account)))).scalar_one_or_none()


async def note_heard(db: Connection, account: Account, until: datetime) -> None:
    """Note that everything written to this bot before `until` has been fetched."""
    await db.execute(update(t.Bot).where(_is(account)).values(heard_until=until))


async def introduced(db: Connection, account: Account) -> str:
    """Return the hash of the commands and texts that this bot shows on its platform."""
    found = await db.execute(select(t.Bot.introduced).where(_is(account)))
    return found.scalar_one_or_none() or ""


async def note_introduced(db: Connection, account: Account, shown: str) -> None:
    """Note the hash of the commands and texts that this bot shows now."""
    await db.execute(update(t.Bot).where(_is(account)).values(introduced=shown))


async def note_link(db: Connection, account: Account, link: str) -> None:
    """Note what makes a joining code a link, e.g. "https://t.me/clb_bot?start=".

    The other bots of its platform lose theirs: an installation serves one of each platform, and
    others are those whose place it took.
    """
    platform, bot = account
    links = case((t.Bot.bot == bot, link), else_="")
    await db.execute(update(t.Bot).where(t.Bot.platform == platform).values(link=links))


async def link(db: Connection, account: Account) -> str:
    """Return the link that was noted for this bot; empty for none."""
    found = await db.execute(select(t.Bot.link).where(_is(account)))
    return found.scalar_one_or_none() or ""


async def joining_link(db: Connection) -> str:
    """Return what makes a joining code a link that opens the club's chat; empty for none."""
    found = await db.execute(
        select(t.Bot.link).where(t.Bot.link != "").order_by(t.Bot.platform, t.Bot.bot).limit(1)
    )
    return found.scalar_one_or_none() or ""


def _is(account: Account) -> ColumnElement[bool]:
    return and_(t.Bot.platform == account[0], t.Bot.bot == account[1])
