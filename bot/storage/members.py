"""Clubs and members: who is who, and who holds which office today."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, func, or_, select, update

from bot.people import OFFICES, Club, Member
from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection
from bot.understanding.names import name_order

CLUB_COLUMNS = (
    t.Club.id.label("club_id"),
    t.Club.name.label("club_name"),
    t.Club.hamlet.label("club_hamlet"),
    t.Club.zone,
    t.Club.locale.label("club_locale"),
    t.Club.unit,
    t.Club.interest_to_income_bp,
    t.Club.rate_label,
    t.Club.wakes_at,
    t.Club.sleeps_at,
)
MEMBER_COLUMNS = (
    t.Member.id.label("member_id"),
    t.Member.number,
    t.Member.name,
    t.Member.village_name,
    t.Member.hamlet,
    t.Member.birth_year,
    t.Member.sex,
    t.Member.form,
    t.Member.locale,
    t.Member.household_id,
    t.Member.left_on,
    t.Member.volunteer,
)


def offices_on(day: date | BindParameter[date]) -> ColumnElement[str | None]:
    """Return a column with the offices that a member holds on `day`, joined by commas.

    They end when the member leaves, whatever the roles say.
    """
    return (
        select(func.aggregate_strings(t.Role.role, ","))
        .where(
            t.Role.member_id == t.Member.id,
            t.Member.left_on.is_(None),
            t.Role.from_on <= day,
            or_(t.Role.until_on.is_(None), t.Role.until_on > day),
        )
        .scalar_subquery()
        .label("roles")
    )


def people(day: date | BindParameter[date]) -> AnySelect:
    """Select members with their club and offices; narrow it with `where`."""
    return select(*MEMBER_COLUMNS, *CLUB_COLUMNS, offices_on(day)).join(
        t.Club, t.Club.id == t.Member.club_id
    )


def club_of(row: AnyRow) -> Club:
    """Build the club from a row that has `CLUB_COLUMNS`."""
    return Club(
        id=row.club_id,
        name=row.club_name,
        hamlet=row.club_hamlet,
        zone=row.zone,
        locale=row.club_locale,
        unit=row.unit,
        interest_to_income_bp=row.interest_to_income_bp,
        rate_label=row.rate_label,
        wakes_at=row.wakes_at,
        sleeps_at=row.sleeps_at,
    )


def member_of(row: AnyRow) -> Member:
    """Build the member from a row of `people`."""
    return Member(
        id=row.member_id,
        club=club_of(row),
        number=row.number,
        name=_one_line(row.name),
        village_name=_one_line(row.village_name),
        hamlet=_one_line(row.hamlet),
        birth_year=row.birth_year,
        sex=row.sex,
        form=row.form,
        locale=row.locale,
        household_id=row.household_id,
        left_on=row.left_on,
        volunteer=row.volunteer,
        roles=frozenset((row.roles or "").split(",")) - {""},
    )


def _one_line(text: str) -> str:
    """Return a name without the line breaks and double spaces of the cell that it came from."""
    return " ".join(text.split())


async def member(db: Connection, member_id: int, on: date) -> Member:
    """Return one member with the offices held on `on`."""
    rows = await db.execute(_MEMBER, {"member_id": member_id, "day": on})
    return member_of(rows.one())


async def several(db: Connection, member_ids: Collection[int], on: date) -> dict[int, Member]:
    """Return members by their ids, with the offices held on `on`."""
    rows = await db.execute(_SEVERAL, {"member_ids": list(member_ids), "day": on})
    return {row.member_id: member_of(row) for row in rows}


async def everybody(db: Connection, club_id: int, on: date) -> list[Member]:
    """Return the club's members who have not left, by name."""
    rows = await db.execute(
        people(on)
        .where(t.Member.club_id == club_id, t.Member.left_on.is_(None))
        .order_by(t.Member.id)
    )
    return _by_name(rows)


async def to_be_found(db: Connection, club_id: int, on: date) -> list[Member]:
    """Return whom officers look for by name: `everybody`, and who left and still pays a loan."""
    borrows = t.Member.id.in_(
        select(t.Loan.member_id).where(t.Loan.club_id == club_id, t.Loan.closed_on.is_(None))
    )
    rows = await db.execute(
        people(on)
        .where(t.Member.club_id == club_id, or_(t.Member.left_on.is_(None), borrows))
        .order_by(t.Member.id)
    )
    return _by_name(rows)


def _by_name(rows: Iterable[AnyRow]) -> list[Member]:
    """Build members in the order of their names; databases know little of Vietnamese letters."""
    return sorted(map(member_of, rows), key=lambda one: name_order(one.name))


async def all_clubs(db: Connection, on: date) -> list[Member]:
    """Return the members of every club of the installation: for the operator only."""
    rows = await db.execute(people(on).where(t.Member.left_on.is_(None)).order_by(t.Member.id))
    return [member_of(row) for row in rows]


async def officers(
    db: Connection, club_id: int, on: date, roles: Collection[str] = ()
) -> list[Member]:
    """Return who holds an office on `on` (one of `roles`, or any), in the order of their ids.

    Who only leads the volunteers, or supervises, sits on no board and hears none of its business.
    """
    rows = await db.execute(_OFFICERS, {"club_id": club_id, "day": on})
    held = [member_of(row) for row in rows]
    return [one for one in held if not one.roles.isdisjoint(roles)] if roles else held


async def hold(db: Connection, club_id: int, member_id: int) -> None:
    """Keep others from asking anything for a member, or of her, until the transaction ends."""
    await db.execute(
        select(t.Member.id)
        .where(t.Member.club_id == club_id, t.Member.id == member_id)
        .with_for_update()
    )


async def only_club(db: Connection) -> int | None:
    """Return the id of the installation's club when there is just one."""
    ids = (await db.execute(select(t.Club.id).limit(2))).scalars().all()
    return ids[0] if len(ids) == 1 else None


async def speak(db: Connection, member_id: int, locale: str) -> None:
    """Remember the language that a member wants to be spoken to in."""
    await db.execute(update(t.Member).where(t.Member.id == member_id).values(locale=locale))


async def note_volunteer(db: Connection, club_id: int, member_id: int, *, volunteer: bool) -> None:
    """Note that a member visits others at home, or does so no more."""
    await db.execute(
        update(t.Member)
        .where(t.Member.id == member_id, t.Member.club_id == club_id)
        .values(volunteer=volunteer)
    )


async def has_volunteers(db: Connection, club_id: int) -> bool:
    """Say whether anybody in the club is noted as a volunteer."""
    found = select(t.Member.id).where(
        t.Member.club_id == club_id, t.Member.volunteer, t.Member.left_on.is_(None)
    )
    return await db.scalar(found.limit(1)) is not None


# Statements of every turn are made once: that costs more than running them.
_DAY = bindparam("day", type_=Date)
_MEMBER = people(_DAY).where(t.Member.id == bindparam("member_id"))
_SEVERAL = people(_DAY).where(t.Member.id.in_(bindparam("member_ids", expanding=True)))
_OFFICERS = (
    people(_DAY)
    .where(
        t.Member.id.in_(
            select(t.Role.member_id).where(
                t.Role.club_id == bindparam("club_id"),
                t.Role.role.in_(OFFICES),
                t.Role.from_on <= _DAY,
                or_(t.Role.until_on.is_(None), t.Role.until_on > _DAY),
            )
        ),
        t.Member.left_on.is_(None),
    )
    .order_by(t.Member.id)
)
