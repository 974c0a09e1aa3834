"""Notices of what was not passed on: the board hears of it on the next morning."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Subquery, case, func, literal, or_, select, update
from sqlalchemy.orm import aliased

from bot.rights import ENROLLERS
from bot.storage import tables as t
from bot.storage.engine import Connection, exclusive, inserting
from bot.storage.notices import COLUMNS
from bot.storage.notices_duties import holds_office
from bot.storage.notices_errands import ASKED, ASKED_OF_MONEY
from bot.storage.phones import is_served

NOT_PASSED = "errand.unpassed"
"""The kind of notices to the board."""
REPORTED_WITHIN = timedelta(days=8)
"""The board hears of nothing older: its phones were all out of reach for so long."""


async def report(db: Connection, now: datetime, day: date, zone: str) -> None:
    """Plan to show the boards of a zone what was not passed on: the secretary, or who stands in.

    It is what messengers were told of before `day`, or could not be told of. At most one report a
    club and day. A club none of whom has a phone hears nothing, ever.
    """
    await exclusive(db, "errands")
    officers = _officers(day)
    of_zone = t.Errand.club_id.in_(select(t.Club.id).where(t.Club.zone == zone))
    midnight = datetime.combine(day, time(0), ZoneInfo(zone))
    todays = aliased(t.Notice)
    reported = (
        select(todays.id)
        .where(
            todays.kind == NOT_PASSED,
            todays.subject_id == t.Errand.club_id,
            todays.due_on == day,
        )
        .exists()
    )
    found = await db.execute(
        update(t.Errand)
        .where(
            t.Errand.passed_at.is_(None),
            t.Errand.reported_at.is_(None),
            t.Errand.asked_at < midnight,
            ~_is_told_since(midnight),
            t.Errand.asked_at > now - REPORTED_WITHIN,
            t.Errand.club_id.in_(select(officers.c.club_id)),
            of_zone,
            ~reported,
        )
        .values(reported_at=now)
    )
    if not found.rowcount:
        return
    due = (
        select(
            t.Errand.club_id,
            literal(NOT_PASSED),
            t.Errand.club_id,
            literal(day),
            officers.c.member_id,
            literal(now, t.Notice.made_at.type),
        )
        .join(officers, officers.c.club_id == t.Errand.club_id)
        .where(t.Errand.reported_at == now, of_zone, officers.c.place == 1)
        .distinct()
    )
    await db.execute(inserting(db, t.Notice).from_select(COLUMNS, due).on_conflict_do_nothing())


def _is_told_since(moment: datetime) -> ColumnElement[bool]:
    """Whether the messenger was told of an errand only then, or is yet to be told."""
    asks = aliased(t.Notice)
    told = select(asks.id).where(
        asks.kind.in_((ASKED, ASKED_OF_MONEY)),
        asks.recipient_id == t.Errand.messenger_id,
        asks.made_at == t.Errand.asked_at,
        asks.skipped.is_(None),
        or_(asks.said_at.is_(None), asks.said_at >= moment),
    )
    return told.exists()


def _officers(day: date) -> Subquery:
    """Select who of each board is told, at place 1: of those with a phone of their own."""
    reached = (
        select(t.Link.id)
        .join(t.Address, t.Address.id == t.Link.address_id)
        .where(
            t.Link.member_id == t.Role.member_id,
            t.Link.kind == "self",
            t.Link.until.is_(None),
            t.Address.unreachable_at.is_(None),
            is_served(),
        )
        .exists()
    )
    rank = case({role: place for place, role in enumerate(ENROLLERS)}, value=t.Role.role)
    place = func.row_number().over(partition_by=t.Role.club_id, order_by=(rank, t.Role.member_id))
    return (
        select(t.Role.club_id, t.Role.member_id, place.label("place"))
        .join(t.Member, t.Member.id == t.Role.member_id)
        .where(
            holds_office(ENROLLERS, day),
            t.Member.left_on.is_(None),
            reached,
        )
        .subquery()
    )
