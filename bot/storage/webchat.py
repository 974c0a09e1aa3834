"""The lines of the web page's chats: what was said on both sides, in the order it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, literal, select, update
from sqlalchemy import delete as delete_from

from bot.chat import Address, Choice, Reply
from bot.storage import tables as t
from bot.storage.addresses import arrive
from bot.storage.engine import AnyRow, AnySelect, Connection

LABELS_LOOKED_AT = 200
"""How many of the newest lines can hold the button that was pressed: what the page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as the page shows it; `number` counts 1, 2, 3 … in its address."""

    number: int
    at: datetime
    """Aware, UTC."""
    mine: bool
    """Written by the person, not by the bot."""
    message: str = ""
    """The page's own id of what the person wrote."""
    text: str = ""
    choices: Sequence[Choice] = ()
    """What can be tapped; in a line of the person's own the one that was tapped."""
    image: str = ""
    document: str = ""
    silent: bool = False
    changed_at: datetime | None = None
    """When its text or its buttons were changed last."""


async def add_line(db: Connection, address: Address, reply: Reply, at: datetime) -> int:
    """Append what the bot says to an address that has written before; return the line's number."""
    owner = await _hold(db, address)
    return await _append(
        db,
        owner,
        at=at,
        mine=False,
        message="",
        text=reply.text,
        choices=_pairs(reply.choices),
        image=reply.image,
        document=reply.document,
        silent=reply.silent,
    )


async def add_own_line(
    db: Connection,
    address: Address,
    *,
    message: str,
    at: datetime,
    locale: str,
    text: str = "",
    pressed: str = "",
) -> int:
    """Append what the person wrote or pressed, once per `message`; return the line's number.

    A press shows the label that the button had, as the page's own word for it is not trusted.
    `locale` is the language of an address that is new.
    """
    owner = (await arrive(db, address, at, locale)).id
    if known := await db.scalar(_numbers(owner).where(t.WebLine.message == message)):
        return int(known)
    label = await _label(db, owner, pressed) if pressed else text
    return await _append(
        db,
        owner,
        at=at,
        mine=True,
        message=message,
        text=label,
        choices=[[pressed, label]] if pressed else [],
        image="",
        document="",
        silent=True,
    )


async def change_line(
    db: Connection, address: Address, number: int, reply: Reply, at: datetime
) -> bool:
    """Change the text and the buttons of a line of the bot; without a text only the buttons.

    Its picture or paper stays. False for a line that is not kept any more.
    """
    await _hold(db, address)
    line = t.WebLine
    words = {"text": reply.text} if reply.text else {}
    rows = await db.execute(
        update(line)
        .where(line.address_id == _owner(address), line.number == number, ~line.mine)
        .values(**words, choices=_pairs(reply.choices), changed_at=at)
    )
    return rows.rowcount == 1


async def changed_lines(
    db: Connection, address: Address, since: datetime | None, numbers: range
) -> list[Line]:
    """Return the lines with these numbers that were changed after a moment, or ever if None."""
    line = t.WebLine
    query = select(line).where(
        line.address_id == _owner(address),
        line.changed_at.is_not(None),
        line.number.between(numbers.start, numbers.stop - 1),
    )
    if since is not None:
        query = query.where(line.changed_at > since)
    rows = await db.execute(query.order_by(line.changed_at, line.number))
    return [_line(row) for row in rows]


async def last_change(db: Connection, address: Address) -> datetime | None:
    """Return when a line was changed last; None when none ever was."""
    line = t.WebLine
    last = select(line.changed_at).where(
        line.address_id == _owner(address), line.changed_at.is_not(None)
    )
    rows = await db.execute(last.order_by(line.changed_at.desc()).limit(1))
    return rows.scalar_one_or_none()


async def lines_after(db: Connection, address: Address, number: int, limit: int) -> list[Line]:
    """Return up to `limit` lines that follow line `number`, oldest first."""
    line = t.WebLine
    query = select(line).where(line.address_id == _owner(address), line.number > number)
    rows = await db.execute(query.order_by(line.number).limit(limit))
    return [_line(row) for row in rows]


async def newest_number(db: Connection, address: Address) -> int:
    """Return the number of the last line, 0 when nothing was ever said."""
    newest = func.coalesce(func.max(t.WebLine.number), 0)
    found = await db.scalar(select(newest).where(t.WebLine.address_id == _owner(address)))
    return int(found or 0)


async def forget_before(db: Connection, moment: datetime) -> int:
    """Delete the lines older than `moment` and return how many.

    Each address keeps its newest line, emptied if it is old: an open page resumes by number, so
    the numbers must never start again at 1.
    """
    line = t.WebLine
    newest = _newest_of_each().subquery()
    is_newest = and_(line.address_id == newest.c.address_id, line.number == newest.c.number)
    kept = select(literal(1)).where(is_newest).exists()
    await db.execute(
        update(line)
        .where(line.at < moment, kept)
        .values(message="", text="", choices=[], image="", document="")
    )
    gone = await db.execute(delete_from(line).where(line.at < moment, ~kept))
    return gone.rowcount


def _newest_of_each() -> AnySelect:
    line = t.WebLine.__table__.alias("each_line")
    newest = func.max(line.c.number).label("number")
    return select(line.c.address_id, newest).group_by(line.c.address_id)


async def _append(db: Connection, owner: int, **values: Any) -> int:
    number = int(await db.scalar(_numbers(owner).limit(1)) or 0) + 1
    await db.execute(insert(t.WebLine).values(address_id=owner, number=number, **values))
    return number


async def _hold(db: Connection, address: Address) -> int:
    """Hold an address until the end: what is said there is numbered, and seen, in that order."""
    held = await db.execute(select(t.Address.id).where(*_is(address)).with_for_update())
    return int(held.scalar_one())


def _numbers(owner: int) -> AnySelect:
    line = t.WebLine
    return select(line.number).where(line.address_id == owner).order_by(line.number.desc())


async def _label(db: Connection, owner: int, pressed: str) -> str:
    line = t.WebLine
    query = select(line.choices).where(line.address_id == owner, ~line.mine)
    newest = await db.scalars(query.order_by(line.number.desc()).limit(LABELS_LOOKED_AT))
    labels = (label for choices in newest for key, label in choices if key == pressed)
    return next(labels, "…")


def _owner(address: Address) -> Any:
    return select(t.Address.id).where(*_is(address)).scalar_subquery()


def _is(address: Address) -> tuple[Any, ...]:
    table = t.Address
    return (
        table.platform == address.platform,
        table.bot == address.bot,
        table.chat == address.chat,
    )


def _pairs(choices: Iterable[Choice]) -> list[list[str]]:
    return [[choice.key, choice.label] for choice in choices]


def _line(row: AnyRow) -> Line:
    return Line(
        number=row.number,
        at=row.at,
        mine=row.mine,
        message=row.message,
        text=row.text,
        choices=tuple(Choice(key, label) for key, label in row.choices),
        image=row.image,
        document=row.document,
        silent=row.silent,
        changed_at=row.changed_at,
    )
