"""Who agreed to pass notices on to members without a phone ("nhờ nhắn")."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select, update

from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

MOST = 2
"""Messengers of one member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Messenger:
    """One messenger of one member."""

    member_id: int
    messenger_id: int
    money: bool
    """The member agreed in writing that this messenger hears of her money."""


async def agree(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    messenger_id: int,
    set_by: int,
    now: datetime,
) -> bool:
    """Write down a messenger's yes; False where the member has `MOST` others already.

    The same yes twice is one. Money is not passed on until `allow_money` says so.
    """
    others = {one.messenger_id for one in await of(db, club_id, [member_id])} - {messenger_id}
    if len(others) >= MOST:
        return False
    await db.execute(
        inserting(db, t.Messenger)
        .values(
            club_id=club_id,
            member_id=member_id,
            messenger_id=messenger_id,
            agreed_at=now,
            money=False,
            set_by=set_by,
        )
        .on_conflict_do_nothing()
    )
    return True


async def give_back(db: Connection, club_id: int, member_id: int, messenger_id: int) -> None:
    """End it: what was already asked of the messenger stays hers until she says what became."""
    await db.execute(delete(t.Messenger).where(_is(club_id, member_id, messenger_id)))


async def allow_money(
    db: Connection, club_id: int, member_id: int, messenger_id: int, *, allowed: bool
) -> None:
    """Write down that the member agreed in writing, or took it back."""
    await db.execute(
        update(t.Messenger).where(_is(club_id, member_id, messenger_id)).values(money=allowed)
    )


async def of(db: Connection, club_id: int, member_ids: Collection[int]) -> list[Messenger]:
    """Return the messengers of these members, who agreed first before who agreed later."""
    return await _those(db, club_id, t.Messenger.member_id.in_(member_ids))


async def served_by(db: Connection, club_id: int, messenger_id: int) -> list[Messenger]:
    """Return for whom somebody is a messenger."""
    return await _those(db, club_id, t.Messenger.messenger_id == messenger_id)


async def _those(db: Connection, club_id: int, which: ColumnElement[bool]) -> list[Messenger]:
    rows = await db.execute(
        select(t.Messenger.member_id, t.Messenger.messenger_id, t.Messenger.money)
        .where(t.Messenger.club_id == club_id, which)
        .order_by(t.Messenger.agreed_at, t.Messenger.messenger_id)
    )
    return [
        Messenger(member_id=row.member_id, messenger_id=row.messenger_id, money=row.money)
        for row in rows
    ]


def _is(club_id: int, member_id: int, messenger_id: int) -> ColumnElement[bool]:
    return and_(
        t.Messenger.club_id == club_id,
        t.Messenger.member_id == member_id,
        t.Messenger.messenger_id == messenger_id,
    )
