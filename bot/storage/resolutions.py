"""What several people of the board decide: asked by one, voted on by others, decided once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One question to the board, and what became of it."""

    id: int
    club_id: int
    kind: str
    """loan, extension, freeze, write_off, transfer, split, ..."""
    subject_id: int
    """The application or loan that it is about; 0: the club."""
    concerns_id: int | None
    """Whose matter it is: neither she nor her household decides."""
    details: Mapping[str, Any]
    reason: str
    asked_by: int
    asked_at: datetime
    status: str
    """pending, agreed, refused or withdrawn."""
    decided_at: datetime | None
    how: str
    """officers, paper or meeting; lapsed where nobody needed to answer any more.

    Empty while it is pending, and where it was taken back.
    """
    file: str
    """The photo of the signed paper."""
    meeting: Mapping[str, Any]
    """on, present, for, against, witnesses; decision where the minutes have it; of a no why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One officer's answer."""

    member_id: int
    says: str
    """yes or no."""
    reason: str
    at: datetime
    shared: bool


async def propose(
    db: Connection,
    *,
    club_id: int,
    kind: str,
    subject_id: int,
    concerns_id: int | None,
    details: Mapping[str, Any],
    reason: str,
    asked_by: int,
    origin: str,
    now: datetime,
) -> int | None:
    """Put a question to the board and return its id; None where `origin` did so before."""
    rows = await db.execute(
        inserting(db, t.Resolution)
        .values(
            club_id=club_id,
            kind=kind,
            subject_id=subject_id,
            concerns_id=concerns_id,
            details=dict(details),
            reason=reason,
            asked_by=asked_by,
            asked_at=now,
            origin=origin,
            status="pending",
            how="",
            file="",
            meeting={},
        )
        .on_conflict_do_nothing()
        .returning(t.Resolution.id)
    )
    return rows.scalar_one_or_none()


async def locked(db: Connection, club_id: int, resolution_id: int) -> Resolution:
    """Return a question and keep others from deciding it until the transaction ends."""
    rows = await db.execute(
        select(t.Resolution)
        .where(t.Resolution.club_id == club_id, t.Resolution.id == resolution_id)
        .with_for_update()
    )
    return _resolution(rows.one())


async def pending(db: Connection, club_id: int) -> list[Resolution]:
    """Return what the board has still to decide, oldest first."""
    rows = await db.execute(
        select(t.Resolution)
        .where(t.Resolution.club_id == club_id, t.Resolution.status == "pending")
        .order_by(t.Resolution.id)
    )
    return [_resolution(row) for row in rows]


async def about(db: Connection, club_id: int, kind: str, subject_id: int) -> list[Resolution]:
    """Return all questions of a kind about a subject, the newest first."""
    rows = await db.execute(
        select(t.Resolution)
        .where(
            t.Resolution.club_id == club_id,
            t.Resolution.kind == kind,
            t.Resolution.subject_id == subject_id,
        )
        .order_by(t.Resolution.id.desc())
    )
    return [_resolution(row) for row in rows]


async def vote(
    db: Connection,
    resolution_id: int,
    *,
    member_id: int,
    says: str,
    reason: str,
    shared: bool,
    now: datetime,
) -> bool:
    """Note an officer's answer; False when she has answered already."""
    rows = await db.execute(
        inserting(db, t.Vote)
        .values(
            resolution_id=resolution_id,
            member_id=member_id,
            says=says,
            reason=reason,
            at=now,
            shared=shared,
        )
        .on_conflict_do_nothing()
    )
    return rows.rowcount == 1


async def votes(db: Connection, resolution_id: int) -> Sequence[Vote]:
    """Return the answers to a question, in the order in which they came."""
    rows = await db.execute(
        select(t.Vote).where(t.Vote.resolution_id == resolution_id).order_by(t.Vote.at)
    )
    return [
        Vote(
            member_id=row.member_id,
            says=row.says,
            reason=row.reason,
            at=row.at,
            shared=row.shared,
        )
        for row in rows
    ]


async def decide(
    db: Connection,
    resolution_id: int,
    *,
    status: str,
    how: str,
    now: datetime,
    file: str = "",
    meeting: Mapping[str, Any] | None = None,
) -> bool:
    """Settle a pending question; False when it was settled before."""
    rows = await db.execute(
        update(t.Resolution)
        .where(t.Resolution.id == resolution_id, t.Resolution.status == "pending")
        .values(status=status, how=how, decided_at=now, file=file, meeting=dict(meeting or {}))
    )
    return rows.rowcount == 1


def _resolution(row: AnyRow) -> Resolution:
    return Resolution(
        id=row.id,
        club_id=row.club_id,
        kind=row.kind,
        subject_id=row.subject_id,
        concerns_id=row.concerns_id,
        details=row.details,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        status=row.status,
        decided_at=row.decided_at,
        how=row.how,
        file=row.file,
        meeting=row.meeting,
    )
