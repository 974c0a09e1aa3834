"""Months whose books two officers sign: what they sign, and that nothing is entered afterwards.

With a month all those before it are closed, too: its figures rest on theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One month that was signed."""

    month: date
    """Its first day."""
    signed_by: int
    signed_at: datetime
    agreed_by: int | None
    """None: signed on paper, or not yet."""
    agreed_at: datetime | None
    """None: not closed yet."""
    figures: Mapping[str, Any]
    """As `month_figures.figures` returns them."""
    file: str
    """The photo of the signed paper."""


def last_day(month: date) -> date:
    """Return the last day of the month that begins on `month`."""
    return next_month(month) - timedelta(days=1)


def next_month(month: date) -> date:
    """Return the first day of the month after the one of `month`."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


async def newest(db: Connection, club_id: int) -> date | None:
    """Return the newest month that is closed, by its first day."""
    found: date | None = await db.scalar(
        select(func.max(t.ClosedMonth.month)).where(
            t.ClosedMonth.club_id == club_id, t.ClosedMonth.agreed_at.is_not(None)
        )
    )
    return found


async def begun(db: Connection, club_id: int) -> date | None:
    """Return the first day of the month in which the club's books here begin."""
    first: date | None = await db.scalar(
        select(func.min(t.Transaction.value_day)).where(t.Transaction.club_id == club_id)
    )
    return first.replace(day=1) if first else None


async def closed_from(db: Connection, club_id: int, month: date) -> list[Closing]:
    """Return the closed months from one on, oldest first."""
    rows = await db.execute(
        select(t.ClosedMonth)
        .where(
            t.ClosedMonth.club_id == club_id,
            t.ClosedMonth.month >= month,
            t.ClosedMonth.agreed_at.is_not(None),
        )
        .order_by(t.ClosedMonth.month)
    )
    return [_closing(row) for row in rows]


async def waiting(db: Connection, club_id: int) -> Closing | None:
    """Return the month that one has signed and another has still to sign."""
    rows = await db.execute(
        select(t.ClosedMonth)
        .where(t.ClosedMonth.club_id == club_id, t.ClosedMonth.agreed_at.is_(None))
        .order_by(t.ClosedMonth.month)
        .limit(1)
    )
    row = rows.one_or_none()
    return None if row is None else _closing(row)


async def sign(
    db: Connection,
    *,
    club_id: int,
    month: date,
    signed_by: int,
    figures: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Note the first signature under a month; False when somebody has signed it before."""
    rows = await db.execute(
        inserting(db, t.ClosedMonth)
        .values(
            club_id=club_id,
            month=month,
            signed_by=signed_by,
            signed_at=now,
            figures=dict(figures),
            file="",
        )
        .on_conflict_do_nothing()
    )
    return rows.rowcount == 1


async def locked(db: Connection, club_id: int, month: date) -> Closing | None:
    """Return a signed month, or None, and let nobody enter anything or sign until the end.

    Every entry refers to the club's row: whoever is writing one now is waited for.
    """
    await db.execute(select(t.Club.id).where(t.Club.id == club_id).with_for_update())
    rows = await db.execute(
        select(t.ClosedMonth)
        .where(t.ClosedMonth.club_id == club_id, t.ClosedMonth.month == month)
        .with_for_update()
    )
    row = rows.one_or_none()
    return None if row is None else _closing(row)


async def close(
    db: Connection, club_id: int, month: date, *, by: int | None, now: datetime, file: str = ""
) -> None:
    """Close a month that one has signed; `file` is a paper that the second signed by hand.

    A signature under an earlier one says nothing any more: that is closed with it.
    """
    await db.execute(
        delete(t.ClosedMonth).where(
            t.ClosedMonth.club_id == club_id,
            t.ClosedMonth.month < month,
            t.ClosedMonth.agreed_at.is_(None),
        )
    )
    await db.execute(
        update(t.ClosedMonth)
        .where(t.ClosedMonth.club_id == club_id, t.ClosedMonth.month == month)
        .values(agreed_by=by, agreed_at=now, file=file)
    )


async def take_back(db: Connection, club_id: int, month: date) -> None:
    """Forget the first signature under a month that the second did not sign."""
    await db.execute(
        delete(t.ClosedMonth).where(
            t.ClosedMonth.club_id == club_id,
            t.ClosedMonth.month == month,
            t.ClosedMonth.agreed_at.is_(None),
        )
    )


async def open_from(db: Connection, club_id: int, month: date) -> None:
    """Open a month again, and with it all those after it: their figures rest on its own."""
    await db.execute(
        delete(t.ClosedMonth).where(t.ClosedMonth.club_id == club_id, t.ClosedMonth.month >= month)
    )


def _closing(row: AnyRow) -> Closing:
    return Closing(
        month=row.month,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        agreed_by=row.agreed_by,
        agreed_at=row.agreed_at,
        figures=row.figures,
        file=row.file,
    )
