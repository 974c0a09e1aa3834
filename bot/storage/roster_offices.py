"""The offices of a sheet: which begin, which end, and which come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update

from bot.roster import MemberRow, Roster
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.roster_money import Ids, insert_many

Held = dict[tuple[int, str], Any]
"""The newest row of each office by member and role, held or ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One office of one member, as the sheet names her."""

    member: MemberRow
    role: str


async def offices(
    db: Connection, club_id: int, roster: Roster, ids: Ids, on: date, *, first: bool
) -> tuple[list[Office], list[Office]]:
    """Begin what is new on the sheet, end what is no longer there; return both.

    A club's `first` sheet says who held what on its own day. On a later one an office without a
    day of its own begins on `on`, the day of the import, and ends on it: what an officer did until
    then was done in office.
    """
    known = await _known(db, club_id)
    begun, ended, new = [], [], []
    for member in roster.members:
        wanted = dict.fromkeys(map(str, member.roles))
        for role in wanted:
            old = known.get((ids[member.number], role))
            if old is not None and old.until_on is None:
                continue
            begun.append(Office(member=member, role=role))
            if old is not None and old.until_on >= on:
                await _set_end(db, old.id, None)
                continue
            since = member.roles_since or (roster.club.as_of if first else on)
            # A day of the time before she left it would make the two terms one.
            from_on = since if old is None or since > old.until_on else on
            who = {"club_id": club_id, "member_id": ids[member.number]}
            new.append({**who, "role": role, "from_on": from_on})
        for role, old in _of(known, ids[member.number]).items():
            if old.until_on is None and role not in wanted:
                await _set_end(db, old.id, max(on, old.from_on))
                ended.append(Office(member=member, role=role))
    await insert_many(db, t.Role, new)
    return begun, ended


async def _known(db: Connection, club_id: int) -> Held:
    rows = await db.execute(
        select(t.Role).where(t.Role.club_id == club_id).order_by(t.Role.from_on, t.Role.id)
    )
    return {(row.member_id, row.role): row for row in rows}


def _of(known: Held, member_id: int) -> dict[str, Any]:
    return {role: row for (member, role), row in known.items() if member == member_id}


async def _set_end(db: Connection, role_id: int, until_on: date | None) -> None:
    await db.execute(update(t.Role).where(t.Role.id == role_id).values(until_on=until_on))
