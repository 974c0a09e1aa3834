"""Which of our bots are served, and what keeps one from it: shared by all processes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select, tuple_, update

from bot.chat import Account
from bot.storage import bots
from bot.storage import tables as t
from bot.storage.engine import Connection

TROUBLE_LENGTH = 300  # characters

OF_KEY = "TOKEN_KEY"
"""So begins every trouble of a token that cannot be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBot:
    """A bot that is to be served, as the operator sees it."""

    account: Account
    name: str
    club: str
    """The only one that it serves; empty: all."""
    link: str
    trouble: str
    """Why it is not served; empty: nothing known."""
    trouble_at: datetime | None


async def note_named(db: Connection, accounts: Collection[Account], now: datetime) -> None:
    """The environment names these bots: they serve all clubs, whatever was said of them before."""
    for account in sorted(accounts):
        await bots.register(db, account, now)
        unlike = (~t.Bot.served, t.Bot.club_id.is_not(None))
        await db.execute(
            update(t.Bot)
            .where(bots.is_bot(account), unlike[0] | unlike[1])
            .values(served=True, club_id=None)
        )


async def are_noted(db: Connection, accounts: Collection[Account]) -> bool:
    """Whether these bots are known to be served, for all clubs."""
    wanted = tuple_(t.Bot.platform, t.Bot.bot).in_(list(accounts))
    query = select(func.count()).where(wanted, t.Bot.served, t.Bot.club_id.is_(None))
    return await db.scalar(query) == len(accounts)


async def forget_others(
    db: Connection, platforms: Collection[str], named: Collection[Account]
) -> None:
    """Bots whose token neither the environment names nor we keep are served no longer."""
    is_kept = exists().where(t.Token.platform == t.Bot.platform, t.Token.bot == t.Bot.bot)
    await db.execute(
        update(t.Bot)
        .where(
            t.Bot.platform.in_(list(platforms)),
            t.Bot.served,
            ~is_kept,
            tuple_(t.Bot.platform, t.Bot.bot).not_in(list(named)),
        )
        .values(served=False)
    )


async def forget_ended(db: Connection, accounts: Collection[Account]) -> None:
    """These bots have ended: they are served no longer, unless they are kept again."""
    is_kept = exists().where(t.Token.platform == t.Bot.platform, t.Token.bot == t.Bot.bot)
    if not accounts:
        return
    wanted = tuple_(t.Bot.platform, t.Bot.bot).in_(list(accounts))
    await db.execute(update(t.Bot).where(wanted, ~is_kept).values(served=False))


async def note_trouble(
    db: Connection, account: Account, why: str, now: datetime, *, mute: bool = False
) -> None:
    """Note why a bot is not served, or that it is served again: empty.

    `mute`: it cannot send either, so that news go to people's other messengers.
    """
    why, mute = why[:TROUBLE_LENGTH], mute and bool(why)
    await db.execute(
        update(t.Bot)
        .where(bots.is_bot(account), or_(t.Bot.trouble != why, t.Bot.mute != mute))
        .values(trouble=why, trouble_at=now if why else None, mute=mute)
    )


async def note_openable(db: Connection, accounts: Collection[Account]) -> None:
    """The tokens of these bots can be opened: where one could not, in any process, that is over.

    Else nobody would note it where what sends does not hear.
    """
    if not accounts:
        return
    wanted = tuple_(t.Bot.platform, t.Bot.bot).in_(sorted(accounts))
    await db.execute(
        update(t.Bot)
        .where(wanted, t.Bot.trouble.startswith(OF_KEY))
        .values(trouble="", trouble_at=None, mute=False)
    )


async def known(db: Connection) -> list[KnownBot]:
    """Return the bots of messengers that are to be served: for the operator."""
    rows = await db.execute(
        select(
            *(t.Bot.platform, t.Bot.bot, t.Bot.name, t.Bot.club_id, t.Bot.link),
            *(t.Bot.trouble, t.Bot.trouble_at),
            t.Club.name.label("club"),
            t.Club.hamlet,
        )
        .outerjoin(t.Club, t.Club.id == t.Bot.club_id)
        .where(t.Bot.served, t.Bot.platform != "web")
        .order_by(t.Bot.platform, t.Bot.bot)
    )
    return [
        KnownBot(
            account=(row.platform, row.bot),
            name=row.name,
            club=f"{row.club}, {row.hamlet}" if row.club_id else "",
            link=row.link,
            trouble=row.trouble,
            trouble_at=row.trouble_at,
        )
        for row in rows
    ]
