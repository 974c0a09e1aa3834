"""A club's paper books taken into the database: once, and again only what is new or corrected.

People may be corrected by a later sheet. Money may not: a loan or balance that differs from what
was taken in before is a `Disagreement`, and nothing of the sheet is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot.clock import local_day
from bot.people import DEFAULT_ZONE
from bot.roster import MemberRow, Roster
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.roster_club import club_of
from bot.storage.roster_money import Ids, balances, insert_many, loans
from bot.storage.roster_offices import Office, offices


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What an import has changed; nothing when the sheet was known already."""

    club_id: int
    new_members: int
    changed_members: int
    """Known members of whom anything was corrected: name, phone, household, consent."""
    new_loans: int
    balances: int
    """Funds whose opening balance was posted."""
    begun: Sequence[Office] = ()
    ended: Sequence[Office] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether everything was taken in before."""
        counts = (self.new_members, self.changed_members, self.new_loans, self.balances)
        return not any((*counts, self.begun, self.ended))


async def take_in(db: Connection, roster: Roster, now: datetime) -> TakenIn:
    """Store a roster; the same one again changes nothing.

    Raises:
        OtherName: the people are those of a club that is known by another name or place.
        OlderSheet: a sheet of a later day was taken in before.
        Disagreement: money stands differently in the books already.
    """
    club_id = await club_of(db, roster, now)
    homes, renewed = await _households(db, club_id, roster.members)
    new, changed = await _members(db, club_id, roster.members, homes)
    changed |= {row.number for row in roster.members if _home(row) in renewed}
    ids = await _ids(db, club_id)
    on = local_day(now, DEFAULT_ZONE)
    begun, ended = await offices(db, club_id, roster, ids, on)
    changed |= await _consents(db, club_id, roster.members, ids, now)
    new_loans = await loans(db, club_id, roster, ids)
    funds = await balances(db, club_id, roster, ids, loans=new_loans, now=now)
    return TakenIn(
        club_id=club_id,
        new_members=len(new),
        changed_members=len(changed - new),
        new_loans=len(new_loans),
        balances=funds,
        begun=begun,
        ended=ended,
    )


async def is_empty(db: Connection) -> bool:
    """Say whether no club was taken in yet."""
    return (await db.execute(select(func.count()).select_from(t.Club))).scalar_one() == 0


async def _households(
    db: Connection, club_id: int, rows: Iterable[MemberRow]
) -> tuple[Ids, set[str]]:
    """Make households or renew their hardship; return all by label, and the labels renewed."""
    wanted: dict[str, MemberRow] = {}
    renewed: set[str] = set()
    for row in sorted(rows, key=lambda row: row.hardship is not None):
        wanted[_home(row)] = row  # whoever of the house has it written
    known = {
        row.label: row
        for row in await db.execute(select(t.Household).where(t.Household.club_id == club_id))
    }
    for label, row in wanted.items():
        old = known.get(label)
        status = (row.hardship or "", row.hardship_on)
        if old and (old.hardship, old.hardship_on) != status:
            renewed.add(label)
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
    return {row.label: row.id for row in found}, renewed


def _home(row: MemberRow) -> str:
    return row.household or f"#{row.number}"


async def _members(
    db: Connection, club_id: int, rows: Iterable[MemberRow], homes: Ids
) -> tuple[set[str], set[str]]:
    """Store the members; return the numbers of the new and of the corrected ones."""
    known = {
        row.number: row._mapping
        for row in await db.execute(select(t.Member).where(t.Member.club_id == club_id))
    }
    new: list[dict[str, Any]] = []
    changed: set[str] = set()
    for row in rows:
        values = _member(row, homes)
        old = known.get(row.number)
        if old is None:
            new.append({"club_id": club_id, "number": row.number, "locale": "", **values})
        elif differing := {key: value for key, value in values.items() if old[key] != value}:
            changed.add(row.number)
            await db.execute(update(t.Member).where(t.Member.id == old["id"]).values(differing))
    await insert_many(db, t.Member, new)
    return {row["number"] for row in new}, changed


def _member(row: MemberRow, homes: Ids) -> dict[str, Any]:
    return {
        "household_id": homes[_home(row)],
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


async def _consents(
    db: Connection, club_id: int, rows: Iterable[MemberRow], ids: Ids, now: datetime
) -> set[str]:
    """Keep what was signed on paper, where it is not known yet; return whose it is."""
    known = {
        (row.member_id, row.purpose, row.given)
        for row in await db.execute(
            select(t.Consent).where(t.Consent.club_id == club_id, t.Consent.how == "paper")
        )
    }
    signed = [
        (row, consent)
        for row in rows
        for consent in row.consents
        if (ids[row.number], consent.purpose, consent.given) not in known
    ]
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
        for row, consent in signed
    ]
    await insert_many(db, t.Consent, new)
    return {row.number for row, _consent in signed}


def _moment(day: date | None) -> datetime | None:
    """The beginning of a day in Vietnam, which has no summer time."""
    return datetime.combine(day, time(), UTC) - timedelta(hours=7) if day else None
