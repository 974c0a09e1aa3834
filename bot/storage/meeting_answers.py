"""Who comes to a meeting, who does not, and who needs a lift."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import case, select

from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

Coming = Literal["come", "away", "lift"]


async def answer(
    db: Connection, meeting_id: int, member_id: int, said: Coming, now: datetime
) -> None:
    """Write down what a member answered; a later answer replaces it.

    Whoever asks for a lift once more is fetched as before.
    """
    written = inserting(db, t.MeetingAnswer).values(
        meeting_id=meeting_id, member_id=member_id, answer=said, at=now
    )
    new = written.excluded
    same = t.MeetingAnswer.answer == new.answer
    await db.execute(
        written.on_conflict_do_update(
            index_elements=["meeting_id", "member_id"],
            set_={
                "answer": new.answer,
                "at": new.at,
                "fetched_by": case((same, t.MeetingAnswer.fetched_by)),
            },
        )
    )


async def answers(db: Connection, meeting_id: int) -> dict[int, str]:
    """Return what members answered, by their ids."""
    rows = await db.execute(
        select(t.MeetingAnswer.member_id, t.MeetingAnswer.answer).where(
            t.MeetingAnswer.meeting_id == meeting_id
        )
    )
    return {row.member_id: row.answer for row in rows}


async def answer_of(db: Connection, meeting_id: int, member_id: int) -> str:
    """Return what a member answered; empty when nothing yet."""
    said = await db.scalar(
        select(t.MeetingAnswer.answer).where(
            t.MeetingAnswer.meeting_id == meeting_id, t.MeetingAnswer.member_id == member_id
        )
    )
    return said or ""


async def with_phone(db: Connection, club_id: int) -> set[int]:
    """Return who of the club writes from a phone, her own or that of somebody who helps her."""
    rows = await db.execute(
        select(t.Link.member_id).where(t.Link.club_id == club_id, t.Link.until.is_(None))
    )
    return set(rows.scalars())
