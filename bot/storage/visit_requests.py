"""Visits that somebody asks for, until who sees to home care says who goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import func, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting

_WEEK = timedelta(days=7)

Answered = Literal["goes", "cannot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A visit that was asked for, and what came of it."""

    id: int
    club_id: int
    recipient_id: int | None
    """None where it is for somebody whom the asker named in `whom`."""
    member_id: int | None
    """Who asks; or else `relative_id`."""
    relative_id: int | None
    whom: str
    day: date
    weekly: bool
    """And on that weekday from then on."""
    answer: str
    """Empty while it waits."""
    answered_by: int | None
    shift_id: int | None


async def ask(
    db: Connection,
    *,
    club_id: int,
    recipient_id: int | None,
    member_id: int | None,
    relative_id: int | None,
    whom: str,
    day: date,
    weekly: bool,
    origin: str,
    now: datetime,
) -> tuple[Request, bool]:
    """Write down that a visit is asked for, and say whether it is new.

    Asked twice for one person and day while nobody has answered is asked once.
    """
    waiting = select(t.VisitRequest).where(
        t.VisitRequest.club_id == club_id,
        t.VisitRequest.recipient_id == recipient_id,
        t.VisitRequest.member_id == member_id,
        t.VisitRequest.relative_id == relative_id,
        t.VisitRequest.whom == whom,
        t.VisitRequest.day == day,
        t.VisitRequest.weekly == weekly,
        t.VisitRequest.answer == "",
    )
    if (known := (await db.execute(waiting)).first()) is not None:
        return _request(known), False
    row = inserting(db, t.VisitRequest).values(
        club_id=club_id,
        recipient_id=recipient_id,
        member_id=member_id,
        relative_id=relative_id,
        whom=whom,
        day=day,
        weekly=weekly,
        origin=origin,
        asked_at=now,
        answer="",
    )
    made = await db.execute(row.on_conflict_do_nothing(index_elements=["origin"]))
    its = select(t.VisitRequest).where(t.VisitRequest.origin == origin)
    return _request((await db.execute(its)).one()), made.rowcount == 1


async def one(db: Connection, club_id: int, request_id: int) -> Request | None:
    """Return one of the club; its row is locked, so that one answer counts."""
    rows = await db.execute(
        select(t.VisitRequest)
        .where(t.VisitRequest.club_id == club_id, t.VisitRequest.id == request_id)
        .with_for_update()
    )
    row = rows.one_or_none()
    return None if row is None else _request(row)


async def counted(db: Connection, club_ids: Collection[int], today: date) -> dict[int, int]:
    """Return how many visits of `today` and later wait for an answer, by club."""
    rows = await db.execute(
        select(t.VisitRequest.club_id, func.count())
        .where(
            t.VisitRequest.club_id.in_(club_ids),
            t.VisitRequest.answer == "",
            (t.VisitRequest.day >= today) | t.VisitRequest.weekly,
        )
        .group_by(t.VisitRequest.club_id)
    )
    return {row[0]: int(row[1]) for row in rows}


async def waiting(db: Connection, club_id: int, on: date) -> list[Request]:
    """Return what nobody has answered and is not past, the earliest day first."""
    rows = await db.execute(
        select(t.VisitRequest)
        .where(
            t.VisitRequest.club_id == club_id,
            t.VisitRequest.answer == "",
            (t.VisitRequest.day >= on) | t.VisitRequest.weekly,
        )
        .order_by(t.VisitRequest.day, t.VisitRequest.id)
    )
    return [_request(row) for row in rows]


def to_come(request: Request, today: date) -> Request:
    """Return a request with the day that is meant now: of a weekly one the next that comes."""
    if not request.weekly or request.day >= today:
        return request
    weeks = -((request.day - today) // _WEEK)  # rounded up
    return replace(request, day=request.day + weeks * _WEEK)


async def is_for(db: Connection, request: Request, recipient_id: int) -> None:
    """Note for whom it is: who was named is somebody who is visited."""
    await db.execute(
        update(t.VisitRequest)
        .where(t.VisitRequest.id == request.id)
        .values(recipient_id=recipient_id)
    )


async def settle(
    db: Connection,
    request: Request,
    answer: Answered,
    *,
    by: int | None,
    now: datetime,
    shift_id: int | None = None,
) -> bool:
    """Write down what came of it; False where somebody was quicker."""
    rows = await db.execute(
        update(t.VisitRequest)
        .where(t.VisitRequest.id == request.id, t.VisitRequest.answer == "")
        .values(answer=answer, answered_by=by, answered_at=now, shift_id=shift_id)
    )
    return rows.rowcount == 1


def _request(row: AnyRow) -> Request:
    return Request(
        id=row.id,
        club_id=row.club_id,
        recipient_id=row.recipient_id,
        member_id=row.member_id,
        relative_id=row.relative_id,
        whom=row.whom,
        day=row.day,
        weekly=row.weekly,
        answer=row.answer,
        answered_by=row.answered_by,
        shift_id=row.shift_id,
    )
