"""Who a club's members are in figures, and who has paid the month's fee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, exists, func, or_, select

from bot.storage import tables as t
from bot.storage.engine import Connection

OLDER = 60
"""Years: from then on people count as older, by law."""
HARDSHIPS = ("poor", "near_poor", "hardship")


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The members of a club at the end of a month, and who paid its fee."""

    members: int
    women: int
    men: int
    older: int
    """From sixty years on, by the year of birth."""
    poor: int
    """Of a household that is noted as such today, as in the next two."""
    near_poor: int
    hardship: int
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
        men=int(row.men or 0),
        older=int(row.older or 0),
        poor=int(row.poor or 0),
        near_poor=int(row.near_poor or 0),
        hardship=int(row.hardship or 0),
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


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, 1), else_=0))


def _members(which: ColumnElement[bool]) -> ColumnElement[int]:
    return _how_many(and_(_IS_MEMBER, which))


_PEOPLE = (
    select(
        _how_many(_IS_MEMBER).label("members"),
        _members(t.Member.sex == "female").label("women"),
        _members(t.Member.sex == "male").label("men"),
        _members(t.Member.birth_year <= bindparam("born_by")).label("older"),
        *(_members(t.Household.hardship == one).label(one) for one in HARDSHIPS),
        _how_many(and_(t.Member.joined_on >= _SINCE, t.Member.joined_on < _BEFORE)).label(
            "joined"
        ),
        _how_many(and_(t.Member.left_on >= _SINCE, t.Member.left_on < _BEFORE)).label("gone"),
        _how_many(_PAID).label("paid_fee"),
        _how_many(_WAIVED).label("waived_fee"),
    )
    .outerjoin(t.Household, t.Household.id == t.Member.household_id)
    .where(t.Member.club_id == bindparam("club_id"))
)
