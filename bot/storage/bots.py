"""Our accounts on the platforms: what all processes share about each, whoever serves it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Executable,
    and_,
    bindparam,
    or_,
    select,
    tuple_,
    update,
)

from bot.chat import LONGEST_PAUSE_S, Account
from bot.storage import tables as t
from bot.storage.engine import Connection, insert_on

AHEAD = timedelta(minutes=1)
"""No bot's moments are taken so far ahead."""
LONGEST = timedelta(seconds=LONGEST_PAUSE_S)
"""No bot is silent for longer, and no message waits longer to be tried again."""


async def register(db: Connection, account: Account, now: datetime) -> None:
    """Make a bot known and served, so that what waits for it may be claimed."""
    await register_all(db, [account], now)


async def register_all(db: Connection, accounts: Collection[Account], now: datetime) -> None:
    """Make bots known that are served from now on; known ones stay as they are otherwise."""
    if accounts:
        rows = [
            {"platform": platform, "bot": bot, "next_slot": now, "link": "", "introduced": ""}
            for platform, bot in sorted(accounts)
        ]
        await db.execute(_register(db.dialect.name), rows)


async def pause_all(db: Connection, pauses: Mapping[Account, datetime]) -> None:
    """Let no process send anything by these bots before their moments; a longer pause stays.

    One that is too long to be true was set by a clock that was wrong.
    """
    if pauses:
        await db.execute(
            _PAUSE,
            [
                {**named(account), "until": pauses[account], "wrong": pauses[account] + LONGEST}
                for account in sorted(pauses)
            ],
        )


async def take_slots(
    db: Connection, counts: Mapping[Account, int], a_second: Mapping[str, int], now: datetime
) -> dict[Account, list[datetime]]:
    """Take the next moments of bots for so many bulk messages; those that have passed are lost.

    `a_second` is how many each bot of a platform may send. Moments that lie far ahead were taken
    by a clock that was wrong: nobody waits for them.
    """
    if not counts:
        return {}
    found = await db.execute(_FREE, {"accounts": sorted(counts)})
    moments, taken = {}, []
    for row in found.all():
        account = (row.platform, row.bot)
        span = timedelta(seconds=1 / a_second[row.platform])
        first = row.next_slot if now < row.next_slot < now + AHEAD else now
        moments[account] = [first + span * number for number in range(counts[account])]
        taken.append({**named(account), "free": first + span * counts[account]})
    await db.execute(_TAKE, taken)
    return moments


async def heard_until(db: Connection, account: Account) -> datetime | None:
    """Return up to when everything that was written to this bot has been fetched."""
    found = await db.execute(select(t.Bot.heard_until).where(is_bot(account)))
    return found.scalar_one_or_none()


async def note_heard(db: Connection, account: Account, until: datetime) -> None:
    """Note that everything written to this bot before `until` has been fetched."""
    await db.execute(update(t.Bot).where(is_bot(account)).values(heard_until=until))


async def introduced(db: Connection, account: Account) -> str:
    """Return the hash of the commands and texts that this bot shows on its platform."""
    found = await db.execute(select(t.Bot.introduced).where(is_bot(account)))
    return found.scalar_one_or_none() or ""


async def note_introduced(db: Connection, account: Account, shown: str) -> None:
    """Note the hash of the commands and texts that this bot shows now."""
    await db.execute(update(t.Bot).where(is_bot(account)).values(introduced=shown))


async def note_name(db: Connection, account: Account, name: str) -> None:
    """Note what a bot is called on its platform."""
    await db.execute(update(t.Bot).where(is_bot(account)).values(name=name))


async def note_link(db: Connection, account: Account, link: str, name: str = "") -> None:
    """Note what opens a bot's chat, and its name there; without a name the known one stays.

    A link that ends in "=", such as "https://t.me/clb_bot?start=", takes a joining code.
    """
    shown = {"link": link, "name": name} if name else {"link": link}
    await db.execute(update(t.Bot).where(is_bot(account)).values(**shown))


async def link(db: Connection, account: Account) -> str:
    """Return the link that was noted for this bot; empty for none."""
    found = await db.execute(select(t.Bot.link).where(is_bot(account)))
    return found.scalar_one_or_none() or ""


def named(account: Account) -> dict[str, object]:
    """Return the values that `ONE` takes: which bot a statement is about."""
    return {"its_platform": account[0], "its_bot": account[1]}


def is_bot(account: Account) -> ColumnElement[bool]:
    """Whether a row of `t.Bot` is that of a bot."""
    return and_(t.Bot.platform == account[0], t.Bot.bot == account[1])


ONE = and_(t.Bot.platform == bindparam("its_platform"), t.Bot.bot == bindparam("its_bot"))
"""The bot that `named` names: one statement for many of them."""
OF_ADDRESS = and_(t.Bot.platform == t.Address.platform, t.Bot.bot == t.Address.bot)
"""The bot that the chat of an address is with."""

# Made once: they are of every round of the delivery.
_MOMENT = t.Bot.next_slot.type
_UNTIL, _WRONG, _SLOT = (bindparam(name, type_=_MOMENT) for name in ("until", "wrong", "free"))
_PAUSE = (
    update(t.Bot)
    .where(
        ONE,
        or_(
            t.Bot.paused_until.is_(None),
            t.Bot.paused_until < _UNTIL,
            t.Bot.paused_until > _WRONG,
        ),
    )
    .values(paused_until=_UNTIL)
    .execution_options(synchronize_session=False)
)
_FREE = (
    select(t.Bot.platform, t.Bot.bot, t.Bot.next_slot)
    .where(tuple_(t.Bot.platform, t.Bot.bot).in_(bindparam("accounts", expanding=True)))
    .order_by(t.Bot.platform, t.Bot.bot)
    .with_for_update()
)
_TAKE = (
    update(t.Bot).where(ONE).values(next_slot=_SLOT).execution_options(synchronize_session=False)
)


@cache
def _register(dialect: str) -> Executable:
    insert = insert_on(dialect, t.Bot)
    return insert.on_conflict_do_update(
        index_elements=["platform", "bot"], set_={"served": True}, where=~t.Bot.served
    )
