"""What messengers are asked to pass on to members without a phone, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select, true, update
from sqlalchemy.orm import aliased

from bot.almanac.lunar import is_first_footing
from bot.people import Member
from bot.storage import members
from bot.storage import tables as t
from bot.storage.broadcasts import heading_and_body
from bot.storage.engine import AnyRow, Connection
from bot.storage.meetings import Meeting, meeting_of

LATEST = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One thing that a messenger is to tell one member."""

    id: int
    club_id: int
    member: Member
    messenger: Member
    due_on: date | None
    """The day of what the notice was about."""
    is_money: bool
    meeting: Meeting | None
    heading: str
    """Who of the board announces it."""
    text: str
    """What the board announced; empty for a notice."""
    has_file: bool
    """Whether a picture or document goes with it."""
    passed_at: datetime | None


def still_passed_on(now: datetime, day: date) -> datetime:
    """Return since when what was planned or announced is still passed on: for `LATEST`.

    The days of Tết on which nobody calls on others do not count.
    """
    lately = (day - timedelta(days=back) for back in range(1, 5))
    return now - LATEST - timedelta(days=sum(map(is_first_footing, lately)))


async def batches(
    db: Connection, firsts: Collection[int], day: date, *, of_money: bool
) -> dict[int, list[Errand]]:
    """Return what was asked together with each of these errands and is not passed on yet.

    What a messenger has given back meanwhile, or may not hear of any more, is left out.
    """
    first = aliased(t.Errand)
    agreed = select(t.Messenger.member_id).where(
        t.Messenger.member_id == t.Errand.member_id,
        t.Messenger.messenger_id == t.Errand.messenger_id,
        t.Messenger.money if of_money else true(),
    )
    rows = await db.execute(
        select(first.id.label("first"), t.Errand.id)
        .join(
            first,
            and_(first.messenger_id == t.Errand.messenger_id, first.asked_at == t.Errand.asked_at),
        )
        .where(first.id.in_(firsts), t.Errand.passed_at.is_(None), agreed.exists())
    )
    together = {row.id: row.first for row in rows}
    found: dict[int, list[Errand]] = defaultdict(list)
    for errand in await those(db, None, together, day):
        if errand.is_money == of_money:
            found[together[errand.id]].append(errand)
    return found


async def unpassed(
    db: Connection, club_ids: Collection[int], day: date, since: datetime
) -> dict[int, list[Errand]]:
    """Return what the board was to hear of since then and nobody has told yet, by club."""
    rows = await db.execute(
        select(t.Errand.id).where(
            t.Errand.club_id.in_(club_ids),
            t.Errand.passed_at.is_(None),
            t.Errand.reported_at > since,
        )
    )
    found: dict[int, list[Errand]] = defaultdict(list)
    for errand in await those(db, None, rows.scalars().all(), day):
        found[errand.club_id].append(errand)
    return found


async def those(
    db: Connection, club_id: int | None, ids: Collection[int], day: date
) -> list[Errand]:
    """Return errands by their ids, oldest first; those of other clubs than `club_id` are left out.

    So is what is told otherwise by now. `club_id` is None for the reminders, which go over all
    clubs.
    """
    holds = or_(t.Notice.subject_id.is_(None), t.Notice.subject_id > 0)  # see notices.outdate
    wanted = _ERRANDS.where(t.Errand.id.in_(ids), holds).order_by(t.Errand.id)
    if club_id is not None:
        wanted = wanted.where(t.Errand.club_id == club_id)
    rows = (await db.execute(wanted)).all()
    both = {row.member_id for row in rows} | {row.messenger_id for row in rows}
    known = await members.several(db, both, day)
    return [_errand(row, known) for row in rows]


async def settle(db: Connection, club_id: int, ids: Collection[int], now: datetime) -> None:
    """Write down that these were told, by whomever; what was told before keeps its moment."""
    told = and_(t.Errand.id.in_(ids), t.Errand.club_id == club_id, t.Errand.passed_at.is_(None))
    rows = await db.execute(
        update(t.Errand)
        .where(told)
        .values(passed_at=now)
        .returning(t.Errand.member_id, t.Errand.broadcast_id)
    )
    for row in rows.all():
        await db.execute(
            update(t.BroadcastTo)
            .where(
                t.BroadcastTo.broadcast_id == row.broadcast_id,
                t.BroadcastTo.member_id == row.member_id,
                t.BroadcastTo.told_at.is_(None),
            )
            .values(told_at=now)
        )


async def hand_to_board(db: Connection, club_id: int, ids: Collection[int], now: datetime) -> None:
    """Note that the board heard: the messenger cannot."""
    await db.execute(
        update(t.Errand)
        .where(t.Errand.id.in_(ids), t.Errand.club_id == club_id)
        .values(reported_at=now)
    )


def _errand(row: AnyRow, known: Mapping[int, Member]) -> Errand:
    heading, text = heading_and_body(row.text or "")
    return Errand(
        id=row.errand_id,
        club_id=row.errand_club_id,
        member=known[row.member_id],
        messenger=known[row.messenger_id],
        due_on=row.due_on,
        is_money=(row.kind or "").startswith("repay"),
        meeting=None if row.id is None else meeting_of(row),
        heading=heading,
        text=text,
        has_file=bool(row.image or row.document),
        passed_at=row.passed_at,
    )


_ERRANDS = (
    select(
        t.Errand.id.label("errand_id"),
        t.Errand.club_id.label("errand_club_id"),
        t.Errand.member_id,
        t.Errand.messenger_id,
        t.Errand.passed_at,
        t.Notice.kind,
        t.Notice.due_on,
        t.Broadcast.text,
        t.Broadcast.image,
        t.Broadcast.document,
        t.Meeting.__table__,
    )
    .select_from(t.Errand)
    .outerjoin(t.Notice, t.Notice.id == t.Errand.notice_id)
    .outerjoin(t.Broadcast, t.Broadcast.id == t.Errand.broadcast_id)
    .outerjoin(
        t.Meeting,
        and_(
            t.Meeting.id == t.Notice.subject_id,
            t.Meeting.club_id == t.Notice.club_id,
            t.Notice.kind.like("meeting%"),
        ),
    )
)
