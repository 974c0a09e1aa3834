"""A club's paper books taken into the database: once, and again only what is new or corrected.

People may be corrected by a later sheet. Money may not: a loan or balance that differs from what
was taken in before is a `Disagreement`, and nothing of the sheet is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.people import DEFAULT_ZONE
from bot.roster import ClubSheet, MemberRow, Roster
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.roster_money import Ids, balances, insert_many, loans
from bot.understanding.folding import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What an import has changed; all zero when the sheet was known already."""

    club_id: int
    new_members: int
    changed_members: int
    new_loans: int
    balances: int
    """Funds whose opening balance was posted."""


async def take_in(db: Connection, roster: Roster, now: datetime) -> TakenIn:
    """Store a roster; the same one again changes nothing. Raises `Disagreement`."""
    club_id = await _club(db, roster.club, now)
    homes = await _households(db, club_id, roster.members)
    new, changed = await _members(db, club_id, roster.members, homes)
    ids = await _ids(db, club_id)
    await _roles(db, club_id, roster, ids)
    await _consents(db, club_id, roster.members, ids, now)
    new_loans = await loans(db, club_id, roster, ids)
    funds = await balances(db, club_id, roster, ids, loans=new_loans, now=now)
    return TakenIn(
        club_id=club_id,
        new_members=new,
        changed_members=changed,
        new_loans=len(new_loans),
        balances=funds,
    )


async def is_empty(db: Connection) -> bool:
    """Say whether no club was taken in yet."""
    return (await db.execute(select(func.count()).select_from(t.Club))).scalar_one() == 0


async def _club(db: Connection, sheet: ClubSheet, now: datetime) -> int:
    key = fold(f"{sheet.name} {sheet.hamlet} {sheet.commune} {sheet.province}")
    known = (await db.execute(select(t.Club.id).where(t.Club.key == key))).scalar_one_or_none()
    if known is not None:
        return known
    made = await db.execute(
        insert(t.Club)
        .values(
            key=key,
            name=sheet.name,
            hamlet=sheet.hamlet,
            commune=sheet.commune,
            province=sheet.province,
            zone=DEFAULT_ZONE,
            locale="vi",
            unit=sheet.unit,
            interest_to_income_bp=sheet.interest_to_income_bp,
            rate_label=sheet.rate_label,
            wakes_at=time(6, 30),
            sleeps_at=time(20, 30),
            made_at=now,
        )
        .returning(t.Club.id)
    )
    return made.scalar_one()


async def _households(db: Connection, club_id: int, rows: Iterable[MemberRow]) -> Ids:
    """Return the households by label, made or with their hardship status renewed."""
    wanted: dict[str, MemberRow] = {}
    for row in sorted(rows, key=lambda row: row.hardship is not None):
        wanted[row.household or f"#{row.number}"] = row  # whoever of the house has it written
    known = {
        row.label: row
        for row in await db.execute(select(t.Household).where(t.Household.club_id == club_id))
    }
    for label, row in wanted.items():
        old = known.get(label)
        status = (row.hardship or "", row.hardship_on)
        if old and (old.hardship, old.hardship_on) != status:
            await db.execute(
                update(t.Household)
                .where(t.Household.id == old.id)
                .values(hardship=status[0], hardship_on=status[1])
            )
    new = [
        {
            "club_id": club_id,
            "label": label,
            "hardship": row.hardship or "",
            "hardship_on": row.hardship_on,
        }
        for label, row in wanted.items()
        if label not in known
    ]
    await insert_many(db, t.Household, new)
    found = await db.execute(
        select(t.Household.label, t.Household.id).where(t.Household.club_id == club_id)
    )
    return {row.label: row.id for row in found}


async def _members(
    db: Connection, club_id: int, rows: Iterable[MemberRow], homes: Ids
) -> tuple[int, int]:
    known = {
        row.number: row._mapping
        for row in await db.execute(select(t.Member).where(t.Member.club_id == club_id))
    }
    new, changed = [], 0
    for row in rows:
        values = _member(row, homes)
        old = known.get(row.number)
        if old is None:
            new.append({"club_id": club_id, "number": row.number, "locale": "", **values})
        elif differing := {key: value for key, value in values.items() if old[key] != value}:
            changed += 1
            await db.execute(update(t.Member).where(t.Member.id == old["id"]).values(differing))
    await insert_many(db, t.Member, new)
    return len(new), changed


def _member(row: MemberRow, homes: Ids) -> dict[str, Any]:
    return {
        "household_id": homes[row.household or f"#{row.number}"],
        "name": row.name,
        "village_name": row.village_name,
        "hamlet": row.hamlet,
        "birth_year": row.birth_year,
        "sex": row.sex,
        "form": str(row.form),
        "phone": row.phone,
        "joined_on": row.joined_on,
        "fees_paid_to": row.fees_paid_to,
    }


async def _ids(db: Connection, club_id: int) -> Ids:
    rows = await db.execute(
        select(t.Member.number, t.Member.id).where(t.Member.club_id == club_id)
    )
    return {row.number: row.id for row in rows}


async def _roles(db: Connection, club_id: int, roster: Roster, ids: Ids) -> None:
    """Begin the offices that are new on the sheet, end those that it no longer has."""
    held = {
        (row.member_id, row.role)
        for row in await db.execute(
            select(t.Role).where(t.Role.club_id == club_id, t.Role.until_on.is_(None))
        )
    }
    wanted = {
        (ids[row.number], role): row.roles_since or roster.club.as_of
        for row in roster.members
        for role in row.roles
    }
    on_sheet = {ids[row.number] for row in roster.members}
    for member_id, role in held - wanted.keys():
        if member_id in on_sheet:
            await db.execute(
                update(t.Role)
                .where(
                    t.Role.member_id == member_id, t.Role.role == role, t.Role.until_on.is_(None)
                )
                .values(until_on=roster.club.as_of)
            )
    new = [
        {"club_id": club_id, "member_id": member, "role": role, "from_on": since}
        for (member, role), since in wanted.items()
        if (member, role) not in held
    ]
    await insert_many(db, t.Role, new)


async def _consents(
    db: Connection, club_id: int, rows: Iterable[MemberRow], ids: Ids, now: datetime
) -> None:
    """Keep what was signed on paper, where it is not known yet."""
    known = {
        (row.member_id, row.purpose, row.given)
        for row in await db.execute(
            select(t.Consent).where(t.Consent.club_id == club_id, t.Consent.how == "paper")
        )
    }
    new = [
        {
            "club_id": club_id,
            "member_id": ids[row.number],
            "purpose": consent.purpose,
            "given": consent.given,
            "wording": "paper",
            "how": "paper",
            "at": _moment(row.consented_on) or now,
        }
        for row in rows
        for consent in row.consents
        if (ids[row.number], consent.purpose, consent.given) not in known
    ]
    await insert_many(db, t.Consent, new)


def _moment(day: date | None) -> datetime | None:
    """The beginning of a day in Vietnam, which has no summer time."""
    return datetime.combine(day, time(), UTC) - timedelta(hours=7) if day else None
