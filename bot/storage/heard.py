"""The messages that were acted on: one that a messenger delivers again is known by its id."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, exists, select

from bot.chat import Address
from bot.storage import addresses
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, insert_on


async def hear(
    db: Connection,
    address: Address,
    message: str,
    now: datetime,
    locale: str,
    *,
    unreadable: bool = False,
) -> tuple[AnyRow, bool]:
    """Let an address arrive, and note its message; returns its row, and what `note` does."""
    if db.dialect.name == "sqlite":  # which does not write to two tables in one statement
        row = await addresses.arrive(db, address, now, locale, unreadable=unreadable)
        return row, await note(db, row.id, message, now)
    given = addresses.arriving(address, now, locale, unreadable=unreadable)
    row = (await db.execute(_HEAR, {**given, "message": message})).one()
    return row, row.is_new


async def note(db: Connection, address_id: int, message: str, now: datetime) -> bool:
    """Remember that a message is being acted on; False when it was already."""
    values = {"address_id": address_id, "message": message, "at": now}
    return (await db.execute(_note(db.dialect.name), values)).rowcount == 1


# Statements of every turn are made once: that costs more than running them.


@cache
def _note(dialect: str) -> Executable:
    return insert_on(dialect, t.Heard).on_conflict_do_nothing()


_arrived = addresses.arrival("postgresql").cte("arrived")
_MESSAGE = bindparam("message", type_=t.Heard.message.type)
_noted = (
    insert_on("postgresql", t.Heard)
    .from_select(
        ["address_id", "message", "at"],
        select(_arrived.c.id, _MESSAGE, bindparam("now", type_=t.Heard.at.type)),
    )
    .on_conflict_do_nothing()
    .returning(t.Heard.address_id)
    .cte("noted")
)
_HEAR = select(_arrived, exists(select(_noted)).label("is_new"))
