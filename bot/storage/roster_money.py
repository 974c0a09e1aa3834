"""The money of a club's paper books: loans still open, and what each fund has on the first day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from bot.money import books
from bot.money.books import Fund
from bot.money.loans import (
    Conditions,
    Instalment,
    Terms,
    Way,
    anchored,
    months_in_arrears,
    schedule,
)
from bot.roster import BalanceRow, ClubSheet, LoanRow, Roster
from bot.storage import ledger
from bot.storage import tables as t
from bot.storage.conditions import columns_of
from bot.storage.engine import Connection

Ids = Mapping[str, int]
BATCH = 1000


class Disagreement(Exception):
    """Money that was taken in before stands differently on the sheet now."""

    def __init__(self, loans: Sequence[str], funds: Sequence[Fund]) -> None:
        """Keep the numbers of the loans, and the funds whose opening balance differs."""
        super().__init__(loans, funds)
        self.loans = loans
        self.funds = funds


async def loans(
    db: Connection, club_id: int, roster: Roster, ids: Ids
) -> list[tuple[int, LoanRow]]:
    """Store the loans that are new, with their schedules; return them."""
    known = {
        row.number: row
        for row in await db.execute(select(t.Loan).where(t.Loan.club_id == club_id))
    }
    differing = [
        row.number
        for row in roster.loans
        if (old := known.get(row.number)) is not None and not _is_same(old, row, ids)
    ]
    if differing:
        raise Disagreement(differing, [])
    new = [row for row in roster.loans if row.number not in known]
    await insert_many(db, t.Loan, [_loan(club_id, row, ids, roster.club.unit) for row in new])
    stored = await db.execute(select(t.Loan.number, t.Loan.id).where(t.Loan.club_id == club_id))
    by_number = {row.number: row.id for row in stored}
    made = [(by_number[row.number], row) for row in new]
    await insert_many(
        db,
        t.Instalment,
        [line for loan_id, row in made for line in _instalments(loan_id, row, roster.club.unit)],
    )
    return made


def _is_same(old: Any, row: LoanRow, ids: Ids) -> bool:
    return bool(
        old.member_id == ids[row.member]
        and old.principal == row.principal
        and old.opened_with == row.principal_left
        and old.rate_bp == row.rate_bp
        and old.way == row.way
        and old.conditions.get("every", 1) == row.every
        and old.interest_paid_to == row.interest_paid_to
    )


def _loan(club_id: int, row: LoanRow, ids: Ids, unit: int) -> dict[str, Any]:
    return {
        "club_id": club_id,
        "member_id": ids[row.member],
        "number": row.number,
        "principal": row.principal,
        "opened_with": row.principal_left,
        **columns_of(_conditions(row, unit)),
        "paid_out_on": row.paid_out_on,
        "interest_paid_to": row.interest_paid_to,
        "above_cap": row.above_cap,
    }


def _instalments(loan_id: int, row: LoanRow, unit: int) -> Iterable[dict[str, Any]]:
    """The schedule from the paper book's last paid day on, periods in arrears first."""
    for line in instalments_of(row, unit):
        yield {
            "loan_id": loan_id,
            "number": line.number,
            "starts_on": line.starts_on,
            "due_on": line.due_on,
            "principal": line.principal,
            "interest": line.interest,
        }


def instalments_of(row: LoanRow, unit: int) -> tuple[Instalment, ...]:
    """Work out what is left of a loan of the paper book, with what is behind first.

    Flat interest is counted on the sum that was lent, whatever of it is paid back.
    """
    anchor = _anchor(row)
    behind = months_in_arrears(row.interest_paid_to, row.next_due) // row.every
    terms = Terms.under(
        replace(_conditions(row, unit), principal_from=behind + 1),
        principal=row.principal_left,
        starts_on=row.interest_paid_to,
        first_due=anchored(row.next_due, -behind * row.every, anchor),
        anchor_day=anchor,
        periods=row.periods_left + behind,
        interest_unpaid=row.interest_unpaid,
    )
    if terms.way is not Way.FLAT:
        return schedule(terms)
    parts = schedule(replace(terms, way=Way.NO_INTEREST, rate_bp=0))
    lent = schedule(
        replace(terms, way=Way.PRINCIPAL_AT_END, principal=row.principal, interest_unpaid=0)
    )
    interest = {one.number: one.interest for one in lent}
    return tuple(replace(one, interest=interest.get(one.number, one.interest)) for one in parts)


def _conditions(row: LoanRow, unit: int) -> Conditions:
    return Conditions(way=Way(row.way), rate_bp=row.rate_bp, unit=unit, every=row.every)


def _anchor(row: LoanRow) -> int:
    """Return the day of the month that is meant by the next due day.

    Paid out on 31 August and next due on 28 February: the 31st, so on 31 March after that.
    Interest paid to 28 January speaks for the 28th.
    """
    due, paid_out = row.next_due.day, row.paid_out_on
    if paid_out is None or due != monthrange(row.next_due.year, row.next_due.month)[1]:
        return due
    paid_to = row.interest_paid_to
    if paid_to.day == due and anchored(paid_to, 0, paid_out.day) != paid_to:
        return due
    return max(due, paid_out.day)


async def balances(
    db: Connection,
    club_id: int,
    roster: Roster,
    ids: Ids,
    *,
    loans: Sequence[tuple[int, LoanRow]],
    now: datetime,
) -> int:
    """Post what each fund has on the day, signed by two; return how many were posted."""
    deposits = {ids[row.number]: row.deposit for row in roster.members if row.deposit}
    posted, differing = 0, []
    for fund in Fund:
        lines = books.opening(
            fund,
            cash=_held(roster.balances, fund, "cash", ids),
            bank=_held(roster.balances, fund, "bank", ids),
            loans={},
            deposits=deposits if fund is Fund.INCOME else {},
        )
        before = await ledger.posted_from(db, club_id, f"opening:{fund}")
        if before is not None:
            if set(await ledger.lines_of(db, before)) != set(lines):
                differing.append(fund)
        elif lines:
            await _open(
                db, club_id, roster.club, ids, origin=f"opening:{fund}", lines=lines, now=now
            )
            posted += 1
    if differing:
        raise Disagreement([], differing)
    owed = {loan_id: row.principal_left for loan_id, row in loans}
    if owed:
        lines = books.opening(Fund.INCOME, cash={}, bank={}, loans=owed, deposits={})
        await _open(
            db,
            club_id,
            roster.club,
            ids,
            origin=f"opening:loans:{min(owed)}",
            lines=lines,
            now=now,
        )
    return posted


def _held(rows: Iterable[BalanceRow], fund: Fund, where: str, ids: Ids) -> dict[Any, int]:
    held: dict[int | None, int] = {}
    for row in rows:
        if row.fund == fund and row.where == where:
            holder = ids[row.holder] if row.holder else None
            held[holder] = held.get(holder, 0) + row.amount
    return held


async def _open(
    db: Connection,
    club_id: int,
    club: ClubSheet,
    ids: Ids,
    *,
    origin: str,
    lines: Sequence[books.Line],
    now: datetime,
) -> None:
    posted = await ledger.post(
        db,
        club_id=club_id,
        kind="opening",
        lines=lines,
        value_day=await ledger.first_open_day(db, club_id, club.as_of),
        now=now,
        entered_by=ids[club.prepared_by],
        member_id=None,
        origin=origin,
    )
    if posted is not None:
        await ledger.agree(
            db,
            club_id=club_id,
            transaction=posted,
            member_id=ids[club.checked_by],
            how="opening",
            now=now,
        )


async def insert_many(db: Connection, table: type[t.Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows in batches."""
    for start in range(0, len(rows), BATCH):
        await db.execute(insert(table), list(rows[start : start + BATCH]))
