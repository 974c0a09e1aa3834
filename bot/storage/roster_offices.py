"""The offices of a sheet: which begin, which end, and which come back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from bot.roster import MemberRow, Roster
from bot.storage import tables as t
from bot.storage.care_roles import LEADS
from bot.storage.engine import Connection
from bot.storage.roster_money import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One office of one member, as the sheet names her."""

    member: MemberRow
    role: str


async def offices(
    db: Connection, club_id: int, roster: Roster, ids: Ids, on: date
) -> tuple[list[Office], list[Office]]:
    """Begin what is new on the sheet, end what it no longer has; return both.

    An office begins on the day that the sheet has for it, and ends on `on`, the day of the import:
    what an officer did until then was done in office. One that comes back begins again, on `on` if
    the sheet has a day of the former term. Who is not on the sheet at all keeps hers.
    """
    begun, ended = [], []
    known = await _newest(db, club_id)
    for member in roster.members:
        member_id = ids[member.number]
        held = {role for role, row in known[member_id].items() if row.until_on is None}
        held -= set(LEADS)  # named by the head, and on no sheet
        on_sheet = set(map(str, member.roles))
        for role in sorted(on_sheet - held):
            since = member.roles_since or roster.club.as_of
            old = known[member_id].get(role)
            if old is None:
                await _begin(db, club_id, member_id, role, since)
            elif old.until_on >= on:  # ended today, by a sheet that is put right now
                await _end(db, old.id, None)
            else:
                again = since if since > old.until_on else on
                await _begin(db, club_id, member_id, role, again)
            begun.append(Office(member=member, role=role))
        for role in sorted(held - on_sheet):
            old = known[member_id][role]
            await _end(db, old.id, max(on, old.from_on))
            ended.append(Office(member=member, role=role))
    return begun, ended


async def _newest(db: Connection, club_id: int) -> defaultdict[int, dict[str, Any]]:
    """Return the newest row of each office by member and role, held or ended."""
    rows = await db.execute(
        select(t.Role).where(t.Role.club_id == club_id).order_by(t.Role.from_on)
    )
    newest: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        newest[row.member_id][row.role] = row
    return newest


async def _begin(db: Connection, club_id: int, member_id: int, role: str, from_on: date) -> None:
    await db.execute(
        insert(t.Role).values(club_id=club_id, member_id=member_id, role=role, from_on=from_on)
    )


async def _end(db: Connection, role_id: int, until_on: date | None) -> None:
    """Set the day from which an office is not held any more; None takes its end back."""
    await db.execute(update(t.Role).where(t.Role.id == role_id).values(until_on=until_on))
