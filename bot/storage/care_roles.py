"""Who leads home care, and who measures at meetings: named by the head, beside the board."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select, update

from bot.people import Member
from bot.rights import CARERS
from bot.storage import members
from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

LEADS = ("care_lead", "health_lead")


async def holders(db: Connection, club_id: int, on: date, roles: Collection[str]) -> list[Member]:
    """Return who holds one of these roles on `on`, of the board or not, in order of their ids."""
    held = select(t.Role.member_id).where(
        t.Role.club_id == club_id,
        t.Role.role.in_(roles),
        t.Role.from_on <= on,
        or_(t.Role.until_on.is_(None), t.Role.until_on > on),
    )
    rows = await db.execute(
        members.people(on)
        .where(t.Member.id.in_(held), t.Member.left_on.is_(None))
        .order_by(t.Member.id)
    )
    return [members.member_of(row) for row in rows]


async def who_lead_care(db: Connection, club_id: int, on: date) -> list[Member]:
    """Return who sees to home care: the care lead; where there is none the head, or the deputy."""
    found = await holders(db, club_id, on, CARERS)
    by_role = ([one for one in found if role in one.roles] for role in CARERS)
    return next((people for people in by_role if people), [])


async def appoint(db: Connection, club_id: int, member_id: int, role: str, on: date) -> bool:
    """Let somebody hold a role from `on` on; False where she holds it already."""
    held = await holders(db, club_id, on, [role])
    if member_id in {one.id for one in held}:
        return False
    row = inserting(db, t.Role).values(
        club_id=club_id, member_id=member_id, role=role, from_on=on, until_on=None
    )
    await db.execute(  # dismissed on the day on which she began
        row.on_conflict_do_update(
            index_elements=["member_id", "role", "from_on"], set_={"until_on": None}
        )
    )
    return True


async def dismiss(db: Connection, club_id: int, member_id: int, role: str, on: date) -> bool:
    """Let it end on `on`; False where she does not hold it."""
    rows = await db.execute(
        update(t.Role)
        .where(
            t.Role.club_id == club_id,
            t.Role.member_id == member_id,
            t.Role.role == role,
            t.Role.from_on <= on,
            or_(t.Role.until_on.is_(None), t.Role.until_on > on),
        )
        .values(until_on=on)
    )
    return rows.rowcount > 0
