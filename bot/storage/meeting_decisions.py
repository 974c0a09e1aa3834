"""What meetings decided, each with an id that other parts refer to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing that a meeting decided."""

    id: int
    meeting_id: int
    held_on: date
    number: int
    """As it stands in the minutes, from 1 on: what was taken out leaves no gap."""
    words: str
    in_favour: int | None
    """None where nobody told how many."""
    against: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLoan:
    """A loan on which the meeting itself decided."""

    member_id: int
    amount: int
    """Đồng."""
    agreed: bool
    in_favour: int
    against: int


async def write(
    db: Connection,
    *,
    club_id: int,
    meeting_id: int,
    words: str,
    in_favour: int | None,
    against: int | None,
    by: int,
    now: datetime,
) -> int:
    """Write a decision behind the others and return its id; the minutes were locked before."""
    last = await db.scalar(
        select(func.max(t.Decision.number)).where(t.Decision.meeting_id == meeting_id)
    )
    made = await db.execute(
        insert(t.Decision)
        .values(
            club_id=club_id,
            meeting_id=meeting_id,
            number=(last or 0) + 1,
            words=words,
            in_favour=in_favour,
            against=against,
            written_by=by,
            written_at=now,
            taken_back_at=None,
        )
        .returning(t.Decision.id)
    )
    return int(made.scalar_one())


async def amend(
    db: Connection,
    decision_id: int,
    *,
    words: str,
    in_favour: int | None,
    against: int | None,
    by: int,
    now: datetime,
) -> None:
    """Write a decision of a draft anew."""
    await db.execute(
        update(t.Decision)
        .where(t.Decision.id == decision_id)
        .values(words=words, in_favour=in_favour, against=against, written_by=by, written_at=now)
    )


async def take_out(db: Connection, decision_id: int, now: datetime) -> bool:
    """Take a decision out of a draft; False where it was out before."""
    done = await db.execute(
        update(t.Decision)
        .where(t.Decision.id == decision_id, t.Decision.taken_back_at.is_(None))
        .values(taken_back_at=now)
    )
    return done.rowcount == 1


async def of_meeting(db: Connection, club_id: int, meeting_id: int) -> list[Decision]:
    """Return what a meeting decided, in the order of its minutes."""
    rows = await db.execute(
        select(t.Decision, t.Meeting.held_on)
        .join(t.Meeting, t.Meeting.id == t.Decision.meeting_id)
        .where(
            t.Decision.club_id == club_id,
            t.Decision.meeting_id == meeting_id,
            t.Decision.taken_back_at.is_(None),
        )
        .order_by(t.Decision.number)
    )
    return _numbered(rows.all())


async def of_day(db: Connection, club_id: int, day: date) -> list[Decision]:
    """Return what the meeting of a day decided, in the order of its minutes."""
    rows = await db.execute(
        select(t.Decision, t.Meeting.held_on)
        .join(t.Meeting, t.Meeting.id == t.Decision.meeting_id)
        .where(
            t.Decision.club_id == club_id,
            t.Meeting.held_on == day,
            t.Decision.taken_back_at.is_(None),
        )
        .order_by(t.Decision.meeting_id, t.Decision.number)
    )
    return _numbered(rows.all())


async def one(db: Connection, club_id: int, decision_id: int) -> Decision | None:
    """Return a decision of the club; None for another's, and for what was taken out."""
    meeting_id = await db.scalar(
        select(t.Decision.meeting_id).where(
            t.Decision.id == decision_id, t.Decision.club_id == club_id
        )
    )
    if meeting_id is None:
        return None
    found = await of_meeting(db, club_id, meeting_id)
    return next((one for one in found if one.id == decision_id), None)


async def loans_decided(db: Connection, club_id: int, day: date) -> list[MeetingLoan]:
    """Return the loans on which the meeting of a day itself decided (bình xét)."""
    rows = await db.execute(
        select(
            t.Resolution.meeting,
            t.Resolution.status,
            t.Application.member_id,
            t.Application.amount,
        )
        .join(t.Application, t.Application.id == t.Resolution.subject_id)
        .where(
            t.Resolution.club_id == club_id,
            t.Application.club_id == club_id,
            t.Resolution.kind == "loan",
            t.Resolution.how == "meeting",
        )
        .order_by(t.Resolution.id)
    )
    return [
        MeetingLoan(
            member_id=row.member_id,
            amount=row.amount,
            agreed=row.status == "agreed",
            in_favour=row.meeting["for"],
            against=row.meeting["against"],
        )
        for row in rows
        if row.meeting.get("on") == day.isoformat()
    ]


def _numbered(rows: Sequence[AnyRow]) -> list[Decision]:
    return [
        Decision(
            id=row.id,
            meeting_id=row.meeting_id,
            held_on=row.held_on,
            number=number,
            words=row.words,
            in_favour=row.in_favour,
            against=row.against,
        )
        for number, row in enumerate(rows, 1)
    ]
