"""Proofs that the books hold, on a live database; each returns the rows that break it.

They only read, and keep no more in memory than what is shown and one batch of loans: the database
does the adding up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.proofs import (
    books,
    changes,
    collections,
    decisions,
    ledger,
    loans,
    months,
    papers,
    slips,
    structure,
)
from bot.storage.proofs.proof import SHOWN, Found, Proof, Wrong

__all__ = ["PROOFS", "SHOWN", "Broken", "Finding", "Looked", "looked", "prove"]

PROOFS: Sequence[Proof] = (
    *ledger.PROOFS,
    *slips.PROOFS,
    *loans.PROOFS,
    *books.PROOFS,
    *collections.PROOFS,
    *decisions.PROOFS,
    *changes.PROOFS,
    *months.PROOFS,
    *papers.PROOFS,
    *structure.PROOFS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row that breaks a proof."""

    proof: str
    """What is wrong."""
    club: str
    """Name and place; empty where it is no club's."""
    row: Wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A proof that does not hold."""

    proof: str
    faults: int
    """Rows that break it; warnings are none."""
    warnings: int
    shown: tuple[Finding, ...]
    """The first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How much was looked at."""

    clubs: int
    entries: int
    loans: int


async def prove(
    db: Connection, on: date, proofs: Sequence[Proof] = PROOFS
) -> AsyncIterator[Broken]:
    """Try the proofs and return those that do not hold; `on` is today."""
    for proof in proofs:
        found = await proof.look(db, on)
        if found.rows:
            yield Broken(
                proof=proof.name,
                faults=found.faults,
                warnings=found.warnings,
                shown=tuple(await _named(db, proof, found)),
            )


async def looked(db: Connection) -> Looked:
    """Count what the proofs look at."""
    counts = [
        (await db.execute(select(func.count()).select_from(table))).scalar_one()
        for table in (t.Club, t.Transaction, t.Loan)
    ]
    return Looked(clubs=counts[0], entries=counts[1], loans=counts[2])


async def _named(db: Connection, proof: Proof, found: Found) -> list[Finding]:
    ids = {row["club_id"] for row in found.rows}
    clubs = await db.execute(
        select(t.Club.id, t.Club.name, t.Club.commune).where(t.Club.id.in_(ids))
    )
    names: dict[int | None, str] = {club.id: f"{club.name}, {club.commune}" for club in clubs}
    names[None] = ""
    slips = await _slips(db, {row["entry"] for row in found.rows if "entry" in row})
    return [
        Finding(
            proof=proof.name,
            club=names.get(row["club_id"], str(row["club_id"])),
            row={**row, "slips": slips[row["entry"]]} if "entry" in row else row,
        )
        for row in found.rows
    ]


async def _slips(db: Connection, entries: Collection[int]) -> Mapping[int, list[Wrong]]:
    """Return the slips of these entries: by them the board finds an entry in its papers."""
    found: defaultdict[int, list[Wrong]] = defaultdict(list)
    if entries:
        wanted = select(t.Slip).where(t.Slip.transaction_id.in_(entries))
        for slip in await db.execute(wanted.order_by(t.Slip.fund, t.Slip.number)):
            found[slip.transaction_id].append(slip._asdict())
    return found
