"""The phones of one member: which of them news come to, and on which platform she wants them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Exists,
    SQLColumnExpression,
    and_,
    case,
    false,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased

from bot.storage import tables as t
from bot.storage.engine import Connection

NOTHING_HELD: ColumnElement[bool] = false()
"""As of answers: they never wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPhone:
    """One phone from which a member, or a helper of hers, speaks."""

    address_id: int
    platform: str
    kind: str
    """`self` or `helper`."""
    since: datetime
    shared: bool
    chosen: bool
    """She wants to be written to on this platform."""
    reached: bool
    """Nothing is known that keeps a message from arriving there."""


async def of(db: Connection, club_id: int, member_id: int) -> list[LinkedPhone]:
    """Return a member's phones, the one that news come to first, those not reached last."""
    reached = and_(t.Address.unreachable_at.is_(None), is_served())
    rows = await db.execute(
        select(
            *(t.Link.address_id, t.Address.platform, t.Link.kind, t.Link.since, t.Link.chosen),
            (shared_by() > 1).label("shared"),
            case((reached, True), else_=False).label("reached"),
        )
        .join(t.Address, t.Address.id == t.Link.address_id)
        .where(t.Link.club_id == club_id, t.Link.member_id == member_id, t.Link.until.is_(None))
        .order_by(*(one.desc() for one in preference()))
    )
    found = [LinkedPhone(**row._mapping) for row in rows]
    return sorted(found, key=lambda one: not one.reached)


async def have_helpers(db: Connection, member_id: int) -> bool:
    """Say whether somebody of the family acts for a member on a phone."""
    hers = t.Link.member_id == member_id, t.Link.kind == "helper", t.Link.until.is_(None)
    return await db.scalar(select(t.Link.id).where(*hers).limit(1)) is not None


async def choose(
    db: Connection, club_id: int, member_id: int, kind: str, platform: str = ""
) -> None:
    """Let news of a member come to her phones on one platform; without it, to the last used.

    `kind` says whose phones they are, her own or those of helpers: neither chooses for the other.
    """
    there = select(t.Address.id).where(t.Address.platform == platform)
    await db.execute(
        update(t.Link)
        .where(
            t.Link.club_id == club_id,
            t.Link.member_id == member_id,
            t.Link.kind == kind,
            t.Link.until.is_(None),
        )
        .values(chosen=t.Link.address_id.in_(there))
    )


def preference(
    link: type[t.Link] = t.Link,
    address: type[t.Address] = t.Address,
    held: ColumnElement[bool] = NOTHING_HELD,
) -> tuple[SQLColumnExpression[Any], ...]:
    """Return what puts somebody's phones in order: the best is the greatest.

    Her own before a helper's, one that need not give way, one on the platform that she chose, one
    that nobody else wrote from last, the last used. `held` is whether a bot holds back what is to
    be said.
    """
    hers = or_(address.speaker_id.is_(None), address.speaker_id == link.member_id)
    # Whatever ails a bot, no helper gets what would else be hers alone; but where she chose to be
    # written to is of no use to her while nothing comes there.
    here = ~gives_way(link, address, held)
    return link.kind, here, link.chosen, case((hers, 1), else_=0), address.seen_at


def gives_way(
    link: type[t.Link] = t.Link,
    address: type[t.Address] = t.Address,
    held: ColumnElement[bool] = NOTHING_HELD,
) -> ColumnElement[bool]:
    """Whether the bot behind a phone cannot say something now, and that of another one can.

    The page is no such other: it rings nobody.
    """
    other, there = aliased(t.Link), aliased(t.Address)
    instead = (
        select(other.id)
        .join(there, there.id == other.address_id)
        .where(
            other.member_id == link.member_id,
            other.kind == link.kind,
            other.until.is_(None),
            there.unreachable_at.is_(None),
            there.platform != "web",
            is_served(other, there),
            ~_is_silent(there, held),
        )
        .limit(1)  # else PostgreSQL would list all phones there are
        .correlate(link)
        .scalar_subquery()
    )
    # Not "and": SQLite would look for another one for each phone there is.
    return case((_is_silent(address, held), instead.is_not(None)), else_=false())


def _is_silent(address: type[t.Address], held: ColumnElement[bool]) -> ColumnElement[bool]:
    # Hardly any bot is: they are listed once, not looked up for each phone.
    silent = select(t.Bot.platform, t.Bot.bot).where(or_(t.Bot.mute, held)).correlate(None)
    return tuple_(address.platform, address.bot).in_(silent)


def is_served(
    link: type[t.Link] = t.Link, address: type[t.Address] = t.Address
) -> ColumnElement[bool]:
    """Whether the bot behind a phone is one of ours still, and serves the club of the link."""
    other = and_(t.Bot.club_id.is_not(None), t.Bot.club_id != link.club_id)
    return ~(
        select(t.Bot.bot)
        .where(
            t.Bot.platform == address.platform,
            t.Bot.bot == address.bot,
            or_(t.Bot.served.is_(False), other),
        )
        .correlate(link, address)
        .exists()
    )


def is_chosen_for(address_id: int, member_id: int, kind: str) -> Exists:
    """Whether a member has chosen the platform of an address for such phones of hers."""
    mine, new = aliased(t.Address), aliased(t.Address)
    return (
        select(t.Link.id)
        .join(mine, mine.id == t.Link.address_id)
        .join(new, new.platform == mine.platform)
        .where(
            new.id == address_id,
            t.Link.member_id == member_id,
            t.Link.kind == kind,
            t.Link.until.is_(None),
            t.Link.chosen,
        )
        .exists()
    )


def shared_by() -> ColumnElement[int]:
    """Return how many members hold the phone of a link."""
    other, who = aliased(t.Link), aliased(t.Member)
    return (
        select(func.count())
        .select_from(other)
        .join(who, who.id == other.member_id)
        .where(
            other.address_id == t.Link.address_id,
            other.until.is_(None),
            who.left_on.is_(None),
        )
        .correlate(t.Link)
        .scalar_subquery()
    )
