"""The rotas: proposed, changed by who leads home care, then told to everybody, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """Who visits whom in a fortnight."""

    id: int
    club_id: int
    from_on: date
    until_on: date
    """Exclusive."""
    made_by: int
    made_at: datetime
    published_by: int | None = None
    published_at: datetime | None = None


async def proposed(db: Connection, club_id: int) -> Rota | None:
    """Return the club's rota that is being made; there is one at the most."""
    rows = await db.execute(
        select(t.Rota.__table__).where(t.Rota.club_id == club_id, t.Rota.published_at.is_(None))
    )
    row = rows.one_or_none()
    return _rota(row) if row else None


async def one(db: Connection, club_id: int, rota_id: int) -> Rota | None:
    """Return one of the club."""
    rows = await db.execute(
        select(t.Rota.__table__).where(t.Rota.club_id == club_id, t.Rota.id == rota_id)
    )
    row = rows.one_or_none()
    return _rota(row) if row else None


async def told_until(db: Connection, club_id: int) -> date | None:
    """Return the day (exclusive) until which a rota was published; None where none ever was."""
    told = t.Rota.club_id == club_id, t.Rota.published_at.is_not(None)
    return await db.scalar(select(func.max(t.Rota.until_on)).where(*told))


async def begin(
    db: Connection, club_id: int, from_on: date, until_on: date, *, by: int, now: datetime
) -> int | None:
    """Begin to make a rota, and return its id; None where one is being made already."""
    made = await db.execute(
        inserting(db, t.Rota)
        .values(club_id=club_id, from_on=from_on, until_on=until_on, made_by=by, made_at=now)
        .on_conflict_do_nothing()
        .returning(t.Rota.id)
    )
    rota_id: int | None = made.scalar_one_or_none()
    return rota_id


async def publish(db: Connection, club_id: int, rota_id: int, *, by: int, now: datetime) -> bool:
    """Let what it has count; False where somebody did so before, or dropped it."""
    rows = await db.execute(
        update(t.Rota)
        .where(t.Rota.club_id == club_id, t.Rota.id == rota_id, t.Rota.published_at.is_(None))
        .values(published_by=by, published_at=now)
    )
    return rows.rowcount == 1


async def drop(db: Connection, club_id: int, rota_id: int) -> bool:
    """Delete one that nobody was told of, with what it has; False where there is none."""
    its = (
        select(t.Rota.id)
        .where(t.Rota.club_id == club_id, t.Rota.id == rota_id, t.Rota.published_at.is_(None))
        .with_for_update()
    )
    if (found := await db.scalar(its)) is None:
        return False
    shifts = select(t.Shift.id).where(t.Shift.rota_id == found)
    await db.execute(delete(t.ShiftVolunteer).where(t.ShiftVolunteer.shift_id.in_(shifts)))
    await db.execute(delete(t.Shift).where(t.Shift.rota_id == found))
    await db.execute(delete(t.Rota).where(t.Rota.id == found))
    return True


def _rota(row: AnyRow) -> Rota:
    return Rota(**row._mapping)
