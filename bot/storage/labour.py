"""The board of swapped labour (đổi công): who asks for hands, and who offers hers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, exclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Labour:
    """Somebody asks for hands, or offers hers, on one day or on several."""

    id: int
    member_id: int
    asks: bool
    """False: offers."""
    work: str
    """In her own words; may be empty."""
    from_on: date
    until_on: date
    """Inclusive."""
    hands: int
    """How many she asks for on each day."""
    entered_by: int
    """Another member, where she has no phone."""
    is_withdrawn: bool


async def one_at_a_time(db: Connection, club_id: int) -> None:
    """Let nobody else write on this club's board until the transaction ends."""
    await exclusive(db, f"labour:{club_id}")


async def put(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    asks: bool,
    work: str,
    from_on: date,
    until_on: date,
    hands: int,
    by: int,
    now: datetime,
) -> Labour:
    """Write on the board that somebody asks or offers, and return it."""
    made = await db.execute(
        insert(t.LabourDay)
        .values(
            club_id=club_id,
            member_id=member_id,
            asks=asks,
            work=work,
            from_on=from_on,
            until_on=until_on,
            hands=hands,
            entered_by=by,
            made_at=now,
        )
        .returning(t.LabourDay.__table__)
    )
    return _labour(made.one())


async def one(db: Connection, club_id: int, labour_id: int) -> Labour | None:
    """Return what somebody of the club asked or offered, withdrawn or not; None where nobody."""
    rows = await db.execute(
        select(t.LabourDay).where(t.LabourDay.id == labour_id, t.LabourDay.club_id == club_id)
    )
    row = rows.one_or_none()
    return None if row is None else _labour(row)


async def on_board(db: Connection, club_id: int, today: date) -> list[Labour]:
    """Return what members ask and offer from today on, the soonest first; old ones are gone."""
    rows = await db.execute(
        select(t.LabourDay)
        .join(t.Member, t.Member.id == t.LabourDay.member_id)
        .where(
            t.LabourDay.club_id == club_id,
            t.LabourDay.withdrawn_at.is_(None),
            t.LabourDay.until_on >= today,
            t.Member.left_on.is_(None),
        )
        .order_by(t.LabourDay.from_on, t.LabourDay.id)
    )
    return [_labour(row) for row in rows]


async def withdraw(db: Connection, *, club_id: int, labour_id: int, now: datetime) -> bool:
    """Take what somebody asked or offered off the board; False where it is off already."""
    done = await db.execute(
        update(t.LabourDay)
        .where(
            t.LabourDay.id == labour_id,
            t.LabourDay.club_id == club_id,
            t.LabourDay.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )
    return done.rowcount == 1


def _labour(row: AnyRow) -> Labour:
    return Labour(
        id=row.id,
        member_id=row.member_id,
        asks=row.asks,
        work=row.work,
        from_on=row.from_on,
        until_on=row.until_on,
        hands=row.hands,
        entered_by=row.entered_by,
        is_withdrawn=row.withdrawn_at is not None,
    )
