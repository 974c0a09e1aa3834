"""Who a club's members are in figures, and who has paid the month's fee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Date, and_, bindparam, case, exists, func, or_, select

from bot.storage import tables as t
from bot.storage.engine import Connection

OLDER = 60
"""Years: from then on people count as older, by law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The members of a club at the end of a month, and who paid its fee."""

    members: int
    women: int
    older: int
    """From sixty years on, by the year of birth."""
    joined: int
    left: int
    paid_fee: int
    waived_fee: int


async def people(db: Connection, club_id: int, since: date, before: date) -> People:
    """Count the members at the end of a month that begins on `since` and ends before `before`."""
    given = {
        "club_id": club_id,
        "since": since,
        "before": before,
        "born_by": (before - timedelta(days=1)).year - OLDER,
    }
    row = (await db.execute(_PEOPLE, given)).one()
    return People(
        members=int(row.members or 0),
        women=int(row.women or 0),
        older=int(row.older or 0),
        joined=int(row.joined or 0),
        left=int(row.gone or 0),
        paid_fee=int(row.paid_fee or 0),
        waived_fee=int(row.waived_fee or 0),
    )


_SINCE, _BEFORE = bindparam("since", type_=Date), bindparam("before", type_=Date)
_IS_MEMBER = and_(
    or_(t.Member.joined_on.is_(None), t.Member.joined_on < _BEFORE),
    or_(t.Member.left_on.is_(None), t.Member.left_on >= _BEFORE),
)
_SETTLED = and_(t.FeeMonth.member_id == t.Member.id, t.FeeMonth.month == _SINCE)
_PAID = or_(
    t.Member.fees_paid_to >= _SINCE,  # before the books began
    exists().where(_SETTLED, t.FeeMonth.amount > 0),
)
_WAIVED = exists().where(_SETTLED, t.FeeMonth.amount == 0)
_PEOPLE = select(
    func.sum(case((_IS_MEMBER, 1), else_=0)).label("members"),
    func.sum(case((and_(_IS_MEMBER, t.Member.sex == "female"), 1), else_=0)).label("women"),
    func.sum(
        case((and_(_IS_MEMBER, t.Member.birth_year <= bindparam("born_by")), 1), else_=0)
    ).label("older"),
    func.sum(
        case((and_(t.Member.joined_on >= _SINCE, t.Member.joined_on < _BEFORE), 1), else_=0)
    ).label("joined"),
    func.sum(
        case((and_(t.Member.left_on >= _SINCE, t.Member.left_on < _BEFORE), 1), else_=0)
    ).label("gone"),
    func.sum(case((_PAID, 1), else_=0)).label("paid_fee"),
    func.sum(case((_WAIVED, 1), else_=0)).label("waived_fee"),
).where(t.Member.club_id == bindparam("club_id"))
