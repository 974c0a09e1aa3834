"""Proofs that the books hold, on a live database; each returns the rows that break it.

They only read, and keep no more in memory than what is shown and one batch of loans: the database
does the adding up.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.proofs import books, decisions, ledger, loans, slips
from bot.storage.proofs.proof import SHOWN, Found, Proof, Wrong

__all__ = ["PROOFS", "SHOWN", "Broken", "Finding", "Looked", "looked", "prove"]

PROOFS: Sequence[Proof] = (
    *ledger.PROOFS,
    *slips.PROOFS,
    *loans.PROOFS,
    *books.PROOFS,
    *decisions.PROOFS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row that breaks a proof."""

    proof: str
    """What is wrong."""
    club: str
    """Name and place."""
    row: Wrong

    @property
    def is_warning(self) -> bool:
        """Whether entries that come late may still mend it."""
        return bool(self.row.get("warning"))


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
    names = {club.id: f"{club.name}, {club.commune}" for club in clubs}
    return [
        Finding(proof=proof.name, club=names.get(row["club_id"], str(row["club_id"])), row=row)
        for row in found.rows
    ]
