"""Announcements of the board: what was written, for whom, who agreed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, insert, or_, select, update

from bot.storage import broadcast_files
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection
from bot.storage.talk import Data

BRIEF = 40
"""Characters."""
SAME_WITHIN = timedelta(hours=12)
"""The same text to the same people within this time is asked back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom an announcement is for: who is in several of these gets it once."""

    groups: tuple[str, ...] = ()
    """`all`, `borrowers`, `volunteers`; `unanswered`: for the next meeting."""
    members: tuple[int, ...] = ()
    """By name."""

    def as_data(self) -> Data:
        """Return it as JSON, the same for the same choice."""
        return {"groups": sorted(set(self.groups)), "members": sorted(set(self.members))}


def audience_of(stored: Data) -> Audience:
    """Return the audience that `as_data` gave."""
    return Audience(groups=tuple(stored["groups"]), members=tuple(stored["members"]))


def heading_and_body(text: str) -> tuple[str, str]:
    """Take the text of an announcement apart: who of the board writes, and what."""
    heading, gap, body = text.partition("\n\n")
    return (heading, body) if gap else ("", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An announcement that its writer has confirmed; at most one file goes with it."""

    club_id: int
    made_by: int
    text: str
    """As it arrives, with its heading."""
    image: str = ""
    """The name of a row in `files`, as of the document."""
    document: str = ""
    audience: Audience
    fingerprint: str
    send_at: datetime
    repeats: str = ""
    """`week`, or `month` and the day that is wanted: "month 31"."""
    needs_second: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """An announcement on record."""

    id: int
    club_id: int
    made_by: int
    made_at: datetime
    text: str
    image: str
    document: str
    audience: Audience
    fingerprint: str
    send_at: datetime
    """When it goes; once it is out, when it went."""
    repeats: str
    status: str
    """`waiting` for a second officer, `planned`, `paused`, `sent`, `stopped`."""
    agreed_by: int | None
    agreed_at: datetime | None
    stopped_by: int | None
    stopped_at: datetime | None

    @property
    def brief(self) -> str:
        """The beginning of what it says, without its heading: "Mai họp lúc 8 giờ…"."""
        body = " ".join(heading_and_body(self.text)[1].split())
        return body if len(body) <= BRIEF else body[:BRIEF].rstrip() + "…"

    @property
    def is_to_come(self) -> bool:
        """Whether nothing of it has left yet, and still may."""
        return self.status in {"waiting", "planned", "paused"}


async def make(
    db: Connection,
    draft: Draft,
    now: datetime,
    *,
    agreed_by: int | None = None,
    agreed_at: datetime | None = None,
) -> int:
    """Put an announcement on record, and return its id; nothing is sent by that.

    Its picture or document is kept as long as it may be sent. Who has agreed to it is known
    beforehand where it repeats one.
    """
    made = await db.execute(
        insert(t.Broadcast)
        .values(
            club_id=draft.club_id,
            made_by=draft.made_by,
            made_at=now,
            text=draft.text,
            image=draft.image,
            document=draft.document,
            audience=draft.audience.as_data(),
            fingerprint=draft.fingerprint,
            send_at=draft.send_at,
            repeats=draft.repeats,
            status="waiting" if draft.needs_second else "planned",
            agreed_by=agreed_by,
            agreed_at=agreed_at,
        )
        .returning(t.Broadcast.id)
    )
    await broadcast_files.keep(db, draft.club_id, draft.image or draft.document, now)
    return made.scalar_one()


async def broadcast(db: Connection, club_id: int, broadcast_id: int) -> Broadcast:
    """Return an announcement of the club, locked until the transaction ends."""
    rows = await db.execute(
        select(t.Broadcast)
        .where(t.Broadcast.id == broadcast_id, t.Broadcast.club_id == club_id)
        .with_for_update()
    )
    return _broadcast(rows.one())


async def recent(db: Connection, club_id: int, limit: int) -> list[Broadcast]:
    """Return the club's announcements: those to come first, then the newest."""
    rows = await db.execute(
        select(t.Broadcast)
        .where(t.Broadcast.club_id == club_id)
        .order_by(t.Broadcast.send_at.desc(), t.Broadcast.id.desc())
        .limit(limit)
    )
    return [_broadcast(row) for row in rows]


async def same(
    db: Connection, club_id: int, fingerprint: str, send_at: datetime
) -> Broadcast | None:
    """Return an announcement of the same text to the same people that goes about as soon."""
    rows = await db.execute(
        select(t.Broadcast)
        .where(
            t.Broadcast.club_id == club_id,
            t.Broadcast.fingerprint == fingerprint,
            t.Broadcast.status.in_(("waiting", "planned", "sent")),
            t.Broadcast.send_at > send_at - SAME_WITHIN,
            t.Broadcast.send_at < send_at + SAME_WITHIN,
        )
        .order_by(t.Broadcast.id.desc())
        .limit(1)
    )
    row = rows.one_or_none()
    return None if row is None else _broadcast(row)


async def agree(db: Connection, broadcast_id: int, by: int, now: datetime) -> None:
    """A second officer lets it go; the caller holds its lock and has seen that it waits."""
    await db.execute(
        update(t.Broadcast)
        .where(t.Broadcast.id == broadcast_id, t.Broadcast.status == "waiting")
        .values(status="planned", agreed_by=by, agreed_at=now)
    )


async def stop(db: Connection, broadcast_id: int, by: int | None, now: datetime) -> None:
    """Send no more of it: what no process is sending just now stays, the rest arrives at once.

    What is being sent and fails is not tried again. A planned one that repeats is over for good.
    """
    stopped = await db.execute(
        update(t.Broadcast)
        .where(t.Broadcast.id == broadcast_id)
        .values(status="stopped", stopped_by=by, stopped_at=now)
        .returning(t.Broadcast.club_id, t.Broadcast.image, t.Broadcast.document)
    )
    for row in stopped.all():
        await broadcast_files.keep(db, row.club_id, row.image or row.document, now)
    waits = and_(t.Outbox.broadcast_id == broadcast_id, t.Outbox.status == "waiting")
    await db.execute(
        update(t.Outbox)
        .where(waits, or_(t.Outbox.owner.is_(None), t.Outbox.next_at <= now))
        .values(status="expired", done_at=now, reason="stopped", owner=None)
    )
    await db.execute(update(t.Outbox).where(waits).values(useless_after=now))


async def known_phones(db: Connection, club_id: int) -> list[str]:
    """Return the telephone numbers of the club's members, as they were written down."""
    rows = await db.execute(
        select(t.Member.phone).where(t.Member.club_id == club_id, func.length(t.Member.phone) > 0)
    )
    return list(rows.scalars())


def _broadcast(row: AnyRow) -> Broadcast:
    return Broadcast(
        id=row.id,
        club_id=row.club_id,
        made_by=row.made_by,
        made_at=row.made_at,
        text=row.text,
        image=row.image,
        document=row.document,
        audience=audience_of(row.audience),
        fingerprint=row.fingerprint,
        send_at=row.send_at,
        repeats=row.repeats,
        status=row.status,
        agreed_by=row.agreed_by,
        agreed_at=row.agreed_at,
        stopped_by=row.stopped_by,
        stopped_at=row.stopped_at,
    )
