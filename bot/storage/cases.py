"""What was asked to be looked at again: open until an officer who did not touch it settles it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, exclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case, about an entry or about a declaration."""

    id: int
    club_id: int
    member_id: int
    transaction_id: int | None
    declaration_id: int | None
    reason: str
    """amount, unpaid, not_mine, not_received, refused or set_aside."""
    note: str
    opened_at: datetime
    officer_id: int | None
    """Who looks at it; None while nobody has taken it up."""
    settled_at: datetime | None
    settled_by: int | None
    outcome: str


async def open_case(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    reason: str,
    now: datetime,
    transaction: int | None = None,
    declaration: int | None = None,
    note: str = "",
) -> int | None:
    """Open a case and return its id; None when one about the same thing is open."""
    await exclusive(db, f"case:{member_id}:{transaction}:{declaration}")
    same = _about(member_id, transaction, declaration)
    if (await db.execute(select(t.Case.id).where(*same).limit(1))).first():
        return None
    made = await db.execute(
        insert(t.Case)
        .values(
            club_id=club_id,
            member_id=member_id,
            transaction_id=transaction,
            declaration_id=declaration,
            reason=reason,
            note=note,
            opened_at=now,
            outcome="",
        )
        .returning(t.Case.id)
    )
    return made.scalar_one()


async def assign(db: Connection, case_id: int, officer_id: int) -> None:
    """Note which officer looks at a case."""
    await db.execute(update(t.Case).where(t.Case.id == case_id).values(officer_id=officer_id))


async def settle(db: Connection, case_id: int, *, by: int, outcome: str, now: datetime) -> bool:
    """Close a case with what was found; False when it was settled before."""
    rows = await db.execute(
        update(t.Case)
        .where(t.Case.id == case_id, t.Case.settled_at.is_(None))
        .values(settled_at=now, settled_by=by, outcome=outcome)
    )
    return rows.rowcount == 1


async def settle_about(
    db: Connection, transaction: int, *, by: int, outcome: str, now: datetime
) -> None:
    """Close what is open about an entry, because the entry itself was mended."""
    await db.execute(
        update(t.Case)
        .where(t.Case.transaction_id == transaction, t.Case.settled_at.is_(None))
        .values(settled_at=now, settled_by=by, outcome=outcome)
    )


async def case(db: Connection, case_id: int) -> Case:
    """Return one case."""
    rows = await db.execute(select(t.Case).where(t.Case.id == case_id))
    return _case(rows.one())


async def open_cases(db: Connection, club_id: int) -> list[Case]:
    """Return the club's open cases, oldest first."""
    rows = await db.execute(
        select(t.Case)
        .where(t.Case.club_id == club_id, t.Case.settled_at.is_(None))
        .order_by(t.Case.id)
    )
    return [_case(row) for row in rows]


async def open_about(
    db: Connection,
    member_id: int,
    *,
    transaction: int | None = None,
    declaration: int | None = None,
) -> Case | None:
    """Return the open case about a member's entry or declaration."""
    rows = await db.execute(
        select(t.Case).where(*_about(member_id, transaction, declaration)).order_by(t.Case.id)
    )
    row = rows.first()
    return None if row is None else _case(row)


def _about(
    member_id: int, transaction: int | None, declaration: int | None
) -> tuple[ColumnElement[bool], ...]:
    return (
        t.Case.member_id == member_id,
        t.Case.settled_at.is_(None),
        t.Case.transaction_id.is_not_distinct_from(transaction),
        t.Case.declaration_id.is_not_distinct_from(declaration),
    )


def _case(row: AnyRow) -> Case:
    return Case(
        id=row.id,
        club_id=row.club_id,
        member_id=row.member_id,
        transaction_id=row.transaction_id,
        declaration_id=row.declaration_id,
        reason=row.reason,
        note=row.note,
        opened_at=row.opened_at,
        officer_id=row.officer_id,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        outcome=row.outcome,
    )
