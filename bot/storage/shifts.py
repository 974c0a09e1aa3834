"""Visits that are planned: on which day, to whom, and who goes; only what was told counts.

A rota that is still being made is nobody's business but the care lead's: its shifts are read by
`of_rota` alone. Nor is anybody expected where the visits have ended, or by who has left the club.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, or_, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, exclusive, insert_numbered, inserting, numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One visit that is planned."""

    id: int
    club_id: int
    rota_id: int | None
    """None for one that was asked for, or put in apart from a rota."""
    recipient_id: int
    name: str
    """Of whom is visited."""
    hamlet: str
    day: date
    part: str
    """`morning`, `afternoon`, or empty for either."""
    volunteers: tuple[int, ...] = ()
    """The members who go; none: nobody yet."""
    asked_by: str = ""
    is_told: bool = True
    """Whether it is more than a proposal."""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShift:
    """A visit that is to be planned."""

    recipient_id: int
    day: date
    part: str = ""
    volunteers: tuple[int, ...] = ()


async def hold(db: Connection, club_id: int) -> None:
    """Let one at a time plan, change or swap visits of a club, until the transaction ends."""
    await exclusive(db, f"rota:{club_id}")


async def of_days(db: Connection, club_id: int, since: date, before: date) -> list[Shift]:
    """Return the club's planned visits from `since` until `before` (exclusive), by day."""
    days = t.Shift.day >= since, t.Shift.day < before
    return await _found(db, t.Shift.club_id == club_id, *days, *COUNTS)


async def of_member(db: Connection, member_id: int, since: date, before: date) -> list[Shift]:
    """Return the planned visits of one volunteer."""
    hers = select(t.ShiftVolunteer.shift_id).where(
        t.ShiftVolunteer.member_id == member_id, t.ShiftVolunteer.until.is_(None)
    )
    days = t.Shift.day >= since, t.Shift.day < before
    return await _found(db, t.Shift.id.in_(hers), *days, *COUNTS)


async def of_recipient(
    db: Connection, club_id: int, recipient_id: int, since: date, before: date
) -> list[Shift]:
    """Return the planned visits to somebody."""
    days = t.Shift.day >= since, t.Shift.day < before
    hers = t.Shift.club_id == club_id, t.Shift.recipient_id == recipient_id
    return await _found(db, *hers, *days, *COUNTS)


async def of_rota(db: Connection, club_id: int, rota_id: int) -> list[Shift]:
    """Return what a rota has, also while it is only proposed."""
    its = t.Shift.club_id == club_id, t.Shift.rota_id == rota_id
    return await _found(db, *its, *_IS_ON)


async def one(db: Connection, club_id: int, shift_id: int) -> Shift | None:
    """Return one of the club, also where it is cancelled or only proposed."""
    found = await _found(db, t.Shift.club_id == club_id, t.Shift.id == shift_id)
    return found[0] if found else None


async def several(db: Connection, shift_ids: Collection[int]) -> dict[int, Shift]:
    """Return visits of any clubs that still count, by their ids."""
    found = await _found(db, t.Shift.id.in_(shift_ids), *COUNTS) if shift_ids else []
    return {one.id: one for one in found}


async def put(
    db: Connection,
    *,
    club_id: int,
    recipient_id: int,
    day: date,
    part: str,
    volunteers: Collection[int],
    now: datetime,
    rota_id: int | None = None,
    asked_by: str = "",
) -> int:
    """Plan one visit, and return its id."""
    new = NewShift(recipient_id=recipient_id, day=day, part=part, volunteers=tuple(volunteers))
    (made,) = await put_many(
        db, club_id=club_id, made=[new], now=now, rota_id=rota_id, asked_by=asked_by
    )
    return made


async def put_many(
    db: Connection,
    *,
    club_id: int,
    made: Sequence[NewShift],
    now: datetime,
    rota_id: int | None = None,
    asked_by: str = "",
) -> list[int]:
    """Plan visits, and return their ids in the same order."""
    if not made:
        return []
    rows = [
        {
            "club_id": club_id,
            "rota_id": rota_id,
            "recipient_id": new.recipient_id,
            "day": new.day,
            "part": new.part,
            "asked_by": asked_by,
            "cancelled_at": None,
            "because": "",
        }
        for new in made
    ]
    ids = await insert_numbered(db, _INSERT, rows)
    goes = [
        {"shift_id": shift_id, "member_id": member, "since": now, "said": ""}
        for shift_id, new in zip(ids, made, strict=True)
        for member in new.volunteers
    ]
    if goes:
        await db.execute(insert(t.ShiftVolunteer), goes)
    return ids


async def assign(
    db: Connection, shift_id: int, volunteers: Collection[int], now: datetime
) -> None:
    """Let just these go; who went out of it and comes again begins anew."""
    its = t.ShiftVolunteer.shift_id == shift_id, t.ShiftVolunteer.until.is_(None)
    others = t.ShiftVolunteer.member_id.not_in(volunteers)
    await db.execute(update(t.ShiftVolunteer).where(*its, others).values(until=now))
    rows = [
        {"shift_id": shift_id, "member_id": member, "since": now, "said": ""}
        for member in volunteers
    ]
    if not rows:
        return
    goes = inserting(db, t.ShiftVolunteer).values(rows)
    await db.execute(
        goes.on_conflict_do_update(
            index_elements=["shift_id", "member_id"],
            set_={"until": None, "since": now, "said": "", "said_at": None},
            where=t.ShiftVolunteer.until.is_not(None),
        )
    )


async def move(db: Connection, shift_id: int, day: date, part: str) -> None:
    """Let a visit be on another day."""
    await db.execute(update(t.Shift).where(t.Shift.id == shift_id).values(day=day, part=part))


async def cancel(
    db: Connection, club_id: int, shift_ids: Collection[int], because: str, now: datetime
) -> None:
    """Let visits not take place; what is cancelled already stays as it is."""
    await db.execute(
        update(t.Shift)
        .where(
            t.Shift.club_id == club_id, t.Shift.id.in_(shift_ids), t.Shift.cancelled_at.is_(None)
        )
        .values(cancelled_at=now, because=because)
    )


async def note_said(
    db: Connection, shift_id: int, member_id: int, said: str, now: datetime
) -> None:
    """Note what a volunteer answered when she was asked after the hour: not_yet, not_home."""
    hers = t.ShiftVolunteer.shift_id == shift_id, t.ShiftVolunteer.member_id == member_id
    await db.execute(update(t.ShiftVolunteer).where(*hers).values(said=said, said_at=now))


async def _found(db: Connection, *where: ColumnElement[bool]) -> list[Shift]:
    rows = (await db.execute(_SHIFTS.where(*where).order_by(t.Shift.day, t.Shift.id))).all()
    found = [_shift(row) for row in rows]
    goes: dict[int, list[int]] = defaultdict(list)
    going = (
        select(t.ShiftVolunteer.shift_id, t.ShiftVolunteer.member_id)
        .join(t.Member, t.Member.id == t.ShiftVolunteer.member_id)
        .where(
            t.ShiftVolunteer.shift_id.in_([one.id for one in found]),
            t.ShiftVolunteer.until.is_(None),
            t.Member.left_on.is_(None),
        )
        .order_by(t.ShiftVolunteer.member_id)
    )
    for row in await db.execute(going) if found else ():
        goes[row.shift_id].append(row.member_id)
    return [replace(one, volunteers=tuple(goes[one.id])) for one in found]


def _shift(row: AnyRow) -> Shift:
    return Shift(
        id=row.id,
        club_id=row.club_id,
        rota_id=row.rota_id,
        recipient_id=row.recipient_id,
        name=row.name or row.her_name,
        hamlet=row.hamlet or row.her_hamlet,
        day=row.day,
        part=row.part,
        asked_by=row.asked_by,
        is_told=row.rota_id is None or row.published_at is not None,
        is_cancelled=row.cancelled_at is not None,
    )


_INSERT = numbered(t.Shift)
_SHIFTS = (
    select(
        t.Shift.__table__,
        t.Rota.published_at,
        t.Member.name,
        t.Member.hamlet,
        t.Recipient.name.label("her_name"),
        t.Recipient.hamlet.label("her_hamlet"),
    )
    .select_from(t.Shift)
    .join(t.Recipient, t.Recipient.id == t.Shift.recipient_id)
    .outerjoin(t.Member, t.Member.id == t.Recipient.member_id)
    .outerjoin(t.Rota, t.Rota.id == t.Shift.rota_id)
)
_IS_ON = (
    t.Shift.cancelled_at.is_(None),
    or_(t.Recipient.until.is_(None), t.Recipient.until > t.Shift.day),
)
COUNTS = (*_IS_ON, or_(t.Shift.rota_id.is_(None), t.Rota.published_at.is_not(None)))
"""What somebody was told of, and nobody took back."""
