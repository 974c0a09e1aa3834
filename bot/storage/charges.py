"""Fees and penalties of a club's own paper rules on loans: entered by people, never by the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.money.loans import Charge, Part
from bot.storage import tables as t
from bot.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A charge of the schedule in force, as it was written down."""

    id: int
    charge: Charge
    """Without what was waived of it."""
    note: str
    """Why, as the borrower read it; empty for what an extension brought along."""


async def of_loan(db: Connection, loan_id: int) -> list[Noted]:
    """Return what still counts of a loan's charges, in the order that its terms have them."""
    rows = await db.execute(
        select(t.Charge)
        .join(t.Loan, t.Loan.id == t.Charge.loan_id)
        .where(
            t.Charge.loan_id == loan_id,
            t.Charge.version == t.Loan.version,
            t.Charge.amount > t.Charge.waived,
        )
        .order_by(t.Charge.id)
    )
    return [
        Noted(
            id=row.id,
            charge=Charge(part=Part(row.part), due_on=row.due_on, amount=row.amount - row.waived),
            note=row.note,
        )
        for row in rows
    ]


async def add(
    db: Connection,
    *,
    club_id: int,
    loan_id: int,
    charge: Charge,
    by: int | None,
    now: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """Write a charge down, for the schedule in force or another version of it."""
    in_force = select(t.Loan.version).where(t.Loan.id == loan_id).scalar_subquery()
    await db.execute(
        insert(t.Charge).values(
            club_id=club_id,
            loan_id=loan_id,
            version=in_force if version is None else version,
            part=charge.part.value,
            due_on=charge.due_on,
            amount=charge.amount,
            note=note,
            entered_by=by,
            entered_at=now,
        )
    )


async def waive(db: Connection, charge_id: int, amount: int) -> None:
    """Let nobody be asked for this much of a charge any more, đồng; what was paid of it stays.

    The caller holds the loan's lock.
    """
    await db.execute(
        update(t.Charge).where(t.Charge.id == charge_id).values(waived=t.Charge.waived + amount)
    )
