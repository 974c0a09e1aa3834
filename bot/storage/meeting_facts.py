"""What is true of meetings when they are spoken of, for many notices at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from bot.clock import local
from bot.storage import meeting_lifts
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection
from bot.storage.meeting_lifts import Fate
from bot.storage.meeting_rules import AHEAD
from bot.storage.meetings import Meeting, meeting_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is true now of the meeting that a notice is about."""

    due_on: date
    """The day that the notice was about: of the meeting, or of one that was cancelled."""
    meeting: Meeting
    answer: str
    """What the recipient has answered; empty for nothing."""
    lift: Fate | None
    """What became of it, where the recipient needs a lift."""
    shows_lunar: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What comes of a club's newest rule."""

    coming: tuple[Meeting, ...]
    shows_lunar: bool


async def facts(db: Connection, notice_ids: Collection[int]) -> dict[int, Facts]:
    """Return what is true of the meetings of these notices, by notice; a gone one is missing."""
    rows = await db.execute(
        select(
            t.Meeting.__table__,
            t.Notice.id.label("notice_id"),
            t.Notice.recipient_id,
            t.Notice.due_on,
            t.Club.lunar_days,
            t.MeetingAnswer.answer,
        )
        .select_from(t.Notice)
        .join(
            t.Meeting,
            and_(t.Meeting.id == t.Notice.subject_id, t.Meeting.club_id == t.Notice.club_id),
        )
        .join(t.Club, t.Club.id == t.Meeting.club_id)
        .outerjoin(
            t.MeetingAnswer,
            and_(
                t.MeetingAnswer.meeting_id == t.Meeting.id,
                t.MeetingAnswer.member_id == t.Notice.recipient_id,
            ),
        )
        .where(t.Notice.id.in_(notice_ids))
    )
    found = rows.all()
    lifts = await _lifts(db, [row for row in found if row.answer == "lift"])
    return {
        row.notice_id: Facts(
            due_on=row.due_on,
            meeting=meeting_of(row),
            answer=row.answer or "",
            lift=lifts.get((row.id, row.recipient_id)),
            shows_lunar=row.lunar_days,
        )
        for row in found
    }


async def _lifts(db: Connection, rows: Sequence[AnyRow]) -> Mapping[tuple[int, int], Fate]:
    if not rows:
        return {}
    meetings, people = {row.id for row in rows}, {row.recipient_id for row in rows}
    return await meeting_lifts.fates(db, meetings, people, rows[0].due_on)


async def news(db: Connection, rule_ids: Collection[int], now: datetime) -> dict[int, News]:
    """Return what comes of these rules, by rule; one that counts no more is missing."""
    newer = aliased(t.MeetingRule)
    rows = await db.execute(
        select(t.Meeting.__table__, t.MeetingRule.id.label("rule_id"), t.Club.zone)
        .add_columns(t.Club.lunar_days)
        .select_from(t.MeetingRule)
        .join(t.Club, t.Club.id == t.MeetingRule.club_id)
        .join(t.Meeting, t.Meeting.club_id == t.Club.id)
        .where(
            t.MeetingRule.id.in_(rule_ids),
            ~select(newer.id)
            .where(newer.club_id == t.MeetingRule.club_id, newer.id > t.MeetingRule.id)
            .exists(),
            t.Meeting.cancelled_at.is_(None),
            t.Meeting.held_on >= now.date(),
        )
        .order_by(t.Meeting.held_on)
    )
    found: dict[int, News] = {}
    for row in rows:
        meeting = meeting_of(row)
        before = found.setdefault(row.rule_id, News(coming=(), shows_lunar=row.lunar_days))
        if len(before.coming) < AHEAD and not meeting.has_begun(local(now, row.zone)):
            coming = (*before.coming, meeting)
            found[row.rule_id] = News(coming=coming, shows_lunar=row.lunar_days)
    return {rule_id: one for rule_id, one in found.items() if one.coming}
