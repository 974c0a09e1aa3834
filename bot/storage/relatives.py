"""Somebody of the family of who is visited: whom to call, and what she may see from her phone.

What the person who is visited agreed to is kept apart for seeing the visits and for being warned,
and ends at once when she says so or nobody visits her any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, insert, or_, select, update

from bot.storage import codes
from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection, exclusive

CODE_LIFE = timedelta(days=45)
"""A relative far away writes when her mother finds time to tell her the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """One of the family of somebody who is visited."""

    id: int
    club_id: int
    recipient_id: int
    name: str
    relation: str
    """One of `bot.care.family.RELATIONS`, or words of who wrote it down."""
    phone: str
    member_id: int | None
    """Where she is of the club herself: then she looks from her own phone."""
    sees: bool
    """Who is visited agreed that she sees when somebody came and what was done."""
    is_warned: bool
    """And that she hears how she was found, and of what worries."""
    agreed_at: datetime | None
    address_id: int | None
    """The phone that she joined with."""

    @property
    def may_join(self) -> bool:
        """Whether there is anything that she may see or hear."""
        return self.sees or self.is_warned


async def of_recipient(db: Connection, club_id: int, recipient_id: int) -> list[Relative]:
    """Return the family of one, in the order in which they were written down."""
    whose = t.Relative.club_id == club_id, t.Relative.recipient_id == recipient_id
    return await _found(db, _known().where(*whose))


async def one(db: Connection, club_id: int, relative_id: int) -> Relative | None:
    """Return one of the club, unless she was struck off."""
    its = t.Relative.club_id == club_id, t.Relative.id == relative_id
    return next(iter(await _found(db, _known().where(*its))), None)


async def several(
    db: Connection, club_id: int, relative_ids: Collection[int]
) -> dict[int, Relative]:
    """Return these by their ids, also who was struck off meanwhile."""
    rows = await db.execute(
        select(t.Relative).where(
            t.Relative.club_id == club_id, t.Relative.id.in_(list(relative_ids))
        )
    )
    return {row.id: _relative(row) for row in rows}


async def at_phone(db: Connection, address_id: int, on: date) -> list[Relative]:
    """Return as whose family a phone may look on that day; it is no member's."""
    hers = t.Relative.address_id == address_id, t.Relative.member_id.is_(None)
    return await _found(db, _known().join(*_RECIPIENT).where(*hers, *_sees(on)))


async def of_member(db: Connection, club_id: int, member_id: int, on: date) -> list[Relative]:
    """Return as whose family a member may look on that day."""
    hers = t.Relative.club_id == club_id, t.Relative.member_id == member_id
    return await _found(db, _known().join(*_RECIPIENT).where(*hers, *_sees(on)))


async def to_warn(db: Connection, club_id: int, recipient_id: int, on: date) -> list[Relative]:
    """Return who of the family is to hear of what worries: who agreed to it is visited still."""
    whose = t.Relative.club_id == club_id, t.Relative.recipient_id == recipient_id
    query = _known().join(*_RECIPIENT).where(*whose, t.Relative.is_warned, _is_visited(on))
    return await _found(db, query)


async def note(
    db: Connection,
    *,
    club_id: int,
    recipient_id: int,
    name: str,
    relation: str,
    phone: str,
    member_id: int | None,
) -> tuple[int, bool]:
    """Write somebody of the family down, who sees nothing yet; return her id, and whether is new.

    The same name or the same member again is the one who is there: two may write at once.
    """
    await exclusive(db, f"relatives {recipient_id}")
    for known in await of_recipient(db, club_id, recipient_id):
        if member_id and known.member_id == member_id:
            return known.id, False
        if known.name.casefold() == name.casefold() and known.relation == relation:
            return known.id, False
    made = await db.execute(
        insert(t.Relative)
        .values(
            club_id=club_id,
            recipient_id=recipient_id,
            name=name,
            relation=relation,
            phone=phone,
            member_id=member_id,
            sees=False,
            is_warned=False,
        )
        .returning(t.Relative.id)
    )
    return int(made.scalar_one()), True


async def agree(
    db: Connection,
    club_id: int,
    relative_id: int,
    *,
    sees: bool,
    is_warned: bool,
    noted_by: int,
    now: datetime,
) -> None:
    """Write down what who is visited agreed to; a code leads nowhere where that is nothing."""
    values = {"sees": sees, "is_warned": is_warned, "agreed_at": now, "noted_by": noted_by}
    if not sees and not is_warned:
        values |= {"code": None, "code_until": None}
    await _change(db, club_id, relative_id, **values)


async def call(db: Connection, club_id: int, relative_id: int, phone: str) -> None:
    """Write down another telephone number."""
    await _change(db, club_id, relative_id, phone=phone)


async def strike_off(db: Connection, club_id: int, relative_id: int, now: datetime) -> None:
    """Forget somebody of the family: she is not called and sees nothing any more."""
    await _change(*(db, club_id, relative_id), sees=False, is_warned=False, code=None, until=now)


async def make_code(db: Connection, club_id: int, relative_id: int, now: datetime) -> str:
    """Make the eight digits with which she joins; earlier ones of hers stop working."""
    while True:
        code = f"{secrets.randbelow(10**codes.DIGITS):0{codes.DIGITS}}"
        taken = await db.scalar(select(t.Relative.id).where(t.Relative.code == code))
        if taken is None and await codes.find(db, code) is None:
            break
    await _change(db, club_id, relative_id, code=code, code_until=now + CODE_LIFE)
    return code


async def by_code(db: Connection, code: str, now: datetime, on: date) -> Relative | None:
    """Return whose code it is; None for one that leads nowhere, whatever the reason."""
    live = t.Relative.code == code, t.Relative.code_until > now, _is_visited(on)
    may = or_(t.Relative.sees, t.Relative.is_warned)
    found = await _found(db, _known().join(*_RECIPIENT).where(*live, may))
    return found[0] if found else None


async def came_by(db: Connection, code: str, address_id: int, on: date) -> bool:
    """Say whether a phone came with this code, and still sees what it then saw."""
    its = t.Relative.code == code, t.Relative.address_id == address_id
    return bool(await _found(db, _known().join(*_RECIPIENT).where(*its, *_sees(on))))


async def tie(
    db: Connection,
    relative: Relative,
    code: str,
    *,
    address_id: int,
    member_id: int | None,
    now: datetime,
) -> bool:
    """Use a code up and tie the phone to her; False where it does not work any more.

    `member_id` is who she is where she turned out to be a member of the club.
    """
    rows = await db.execute(
        update(t.Relative)
        .where(
            t.Relative.id == relative.id,
            t.Relative.code == code,
            t.Relative.code_until > now,
            t.Relative.until.is_(None),
        )
        .values(code_until=now, address_id=address_id, joined_at=now, member_id=member_id)
    )
    return rows.rowcount == 1


async def untie(db: Connection, club_id: int, relative_id: int) -> None:
    """Let a phone see nothing any more; whom to call stays written."""
    await _change(db, club_id, relative_id, address_id=None, joined_at=None, member_id=None)


async def locale_at(db: Connection, address_id: int) -> str:
    """Return the language of a phone that she joined with."""
    its = select(t.Address.locale).where(t.Address.id == address_id)
    return str((await db.execute(its)).scalar_one())


async def _change(db: Connection, club_id: int, relative_id: int, **values: object) -> None:
    its = t.Relative.club_id == club_id, t.Relative.id == relative_id
    await db.execute(update(t.Relative).where(*its, t.Relative.until.is_(None)).values(**values))


async def _found(db: Connection, query: AnySelect) -> list[Relative]:
    return [_relative(row) for row in await db.execute(query.order_by(t.Relative.id))]


def _known() -> AnySelect:
    return select(*t.Relative.__table__.c).where(t.Relative.until.is_(None))


_RECIPIENT = (t.Recipient, t.Recipient.id == t.Relative.recipient_id)


def _sees(on: date) -> tuple[ColumnElement[bool], ...]:
    return or_(t.Relative.sees, t.Relative.is_warned), _is_visited(on)


def _is_visited(on: date) -> ColumnElement[bool]:
    return or_(t.Recipient.until.is_(None), t.Recipient.until > on)


def _relative(row: AnyRow) -> Relative:
    return Relative(
        id=row.id,
        club_id=row.club_id,
        recipient_id=row.recipient_id,
        name=row.name,
        relation=row.relation,
        phone=row.phone,
        member_id=row.member_id,
        sees=row.sees,
        is_warned=row.is_warned,
        agreed_at=row.agreed_at,
        address_id=row.address_id,
    )
