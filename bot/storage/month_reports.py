"""The month's whole report: what the board wrote beside its figures, and as what it was signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """What is kept of the report of one month."""

    month: date
    """Its first day."""
    words: Mapping[str, str]
    """What was written beside the figures, by part of the report."""
    figures: Mapping[str, Any]
    """As they were signed; empty before."""
    amended_by: int | None
    signed_by: int | None
    signed_at: datetime | None


async def one(db: Connection, club_id: int, month: date) -> MonthReport | None:
    """Return what is kept of a month's report; None while nobody wrote or signed anything."""
    rows = await db.execute(
        select(t.MonthReport).where(t.MonthReport.club_id == club_id, t.MonthReport.month == month)
    )
    row = rows.one_or_none()
    return None if row is None else _report(row)


async def signed_from(db: Connection, club_id: int, month: date) -> list[MonthReport]:
    """Return the signed reports of a month and all after it, the oldest first."""
    rows = await db.execute(
        select(t.MonthReport)
        .where(
            t.MonthReport.club_id == club_id,
            t.MonthReport.month >= month,
            t.MonthReport.signed_at.is_not(None),
        )
        .order_by(t.MonthReport.month)
    )
    return [_report(row) for row in rows]


async def write_beside(
    db: Connection,
    *,
    club_id: int,
    month: date,
    part: str,
    words: str,
    by: int,
    now: datetime,
) -> bool:
    """Write words beside a part, in place of those that were; empty words take them away.

    False where the report was signed meanwhile: then nothing changes.
    """
    kept = await _locked(db, club_id, month)
    if kept.signed_at is not None:
        return False
    beside = {name: said for name, said in kept.words.items() if name != part}
    if words:
        beside[part] = words
    await db.execute(
        update(t.MonthReport)
        .where(t.MonthReport.club_id == club_id, t.MonthReport.month == month)
        .values(words=beside, amended_by=by, amended_at=now)
    )
    return True


async def sign(
    db: Connection,
    *,
    club_id: int,
    month: date,
    figures: Mapping[str, Any],
    by: int,
    now: datetime,
) -> bool:
    """Sign a report with these figures; False where it was signed before: that one stays."""
    await _locked(db, club_id, month)
    done = await db.execute(
        update(t.MonthReport)
        .where(
            t.MonthReport.club_id == club_id,
            t.MonthReport.month == month,
            t.MonthReport.signed_at.is_(None),
        )
        .values(figures=dict(figures), signed_by=by, signed_at=now)
    )
    return done.rowcount == 1


async def _locked(db: Connection, club_id: int, month: date) -> MonthReport:
    """Make the row where there is none, lock it and return it."""
    await db.execute(
        inserting(db, t.MonthReport)
        .values(club_id=club_id, month=month, words={}, figures={})
        .on_conflict_do_nothing()
    )
    rows = await db.execute(
        select(t.MonthReport)
        .where(t.MonthReport.club_id == club_id, t.MonthReport.month == month)
        .with_for_update()
    )
    return _report(rows.one())


def _report(row: AnyRow) -> MonthReport:
    return MonthReport(
        month=row.month,
        words=row.words,
        figures=row.figures,
        amended_by=row.amended_by,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
    )
