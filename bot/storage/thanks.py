"""Thanks for visits: said once by each to each visit, and heard by all who made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from bot.care.visits import Visit
from bot.storage import tables as t
from bot.storage.engine import Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanked:
    """What somebody said to those who made a visit."""

    visit_id: int
    recipient_id: int
    day: date
    """Of the visit."""
    said_by: str
    """`by_member(…)` or `by_relative(…)`."""
    words: str


def by_member(member_id: int) -> str:
    """Return who says it, as it is written: a member who is visited, or is of her family."""
    return f"member:{member_id}"


def by_relative(relative_id: int) -> str:
    """Return who says it, as it is written: somebody of the family who is no member."""
    return f"relative:{relative_id}"


def sayer(said_by: str) -> tuple[str, int]:
    """Take apart who said it: "member" or "relative", and the id."""
    kind, _colon, number = said_by.partition(":")
    return kind, int(number)


async def say(db: Connection, visit: Visit, said_by: str, words: str, now: datetime) -> bool:
    """Write thanks down; False where the same person has thanked for that visit already."""
    row = inserting(db, t.Thanks).values(
        club_id=visit.club_id, visit_id=visit.id, said_by=said_by, words=words, at=now
    )
    return (await db.execute(row.on_conflict_do_nothing())).rowcount == 1


async def thanked(
    db: Connection, club_id: int, visit_ids: Collection[int], said_by: str
) -> frozenset[int]:
    """Return for which of these visits somebody has said thanks."""
    rows = await db.execute(
        select(t.Thanks.visit_id).where(
            t.Thanks.club_id == club_id,
            t.Thanks.visit_id.in_(list(visit_ids)),
            t.Thanks.said_by == said_by,
        )
    )
    return frozenset(rows.scalars())


async def between(
    db: Connection, club_id: int, since: date, before: date
) -> dict[int, list[Thanked]]:
    """Return by volunteer what was said of visits from a day on, before another one."""
    rows = await db.execute(
        select(t.Thanks, t.Visit.recipient_id, t.Visit.day, t.Visitor.member_id)
        .join(t.Visit, t.Visit.id == t.Thanks.visit_id)
        .join(t.Visitor, t.Visitor.visit_id == t.Visit.id)
        .where(
            t.Thanks.club_id == club_id,
            t.Visit.day >= since,
            t.Visit.day < before,
            t.Visit.taken_back_at.is_(None),
        )
        .order_by(t.Thanks.id)
    )
    found: dict[int, list[Thanked]] = defaultdict(list)
    for row in rows:
        said = Thanked(
            visit_id=row.visit_id,
            recipient_id=row.recipient_id,
            day=row.day,
            said_by=row.said_by,
            words=row.words,
        )
        found[row.member_id].append(said)
    return dict(found)
