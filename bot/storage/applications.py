"""Members ask for loans: written down once, until they are lent, refused or withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting

OPEN = ("waiting", "agreed")
"""The statuses of what is still to become a loan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One request for a loan; `amount` in đồng."""

    id: int
    club_id: int
    member_id: int
    product_id: int
    """The product as it was when she asked: `bot.storage.products.product`."""
    purpose: str
    amount: int
    periods: int
    """Instalments; each is as many months long as the product says."""
    first_due: date
    who_else: str
    """Of the household, who owes elsewhere, in her words."""
    entered_by: int | None
    """The officer who wrote it down for a member without a phone."""
    asked_at: datetime
    status: str
    """waiting, agreed, refused, withdrawn or lent."""
    resolution_id: int | None
    loan_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a member asks for, before it is written down."""

    club_id: int
    member_id: int
    product_id: int
    purpose: str
    amount: int
    periods: int
    first_due: date
    who_else: str
    entered_by: int | None = None


async def make(db: Connection, asked: Asked, *, origin: str, now: datetime) -> int | None:
    """Write an application down and return its id; None where `origin` did so before."""
    rows = await db.execute(
        inserting(db, t.Application)
        .values(
            club_id=asked.club_id,
            member_id=asked.member_id,
            product_id=asked.product_id,
            purpose=asked.purpose,
            amount=asked.amount,
            periods=asked.periods,
            first_due=asked.first_due,
            who_else=asked.who_else,
            entered_by=asked.entered_by,
            asked_at=now,
            origin=origin,
            status="waiting",
        )
        .on_conflict_do_nothing()
        .returning(t.Application.id)
    )
    return rows.scalar_one_or_none()


async def withdraw(db: Connection, club_id: int, application_id: int) -> bool:
    """Take an application back while it waits; False when it does so no longer."""
    return await settle(db, club_id, application_id, status="withdrawn", was=("waiting",))


async def settle(
    db: Connection,
    club_id: int,
    application_id: int,
    *,
    status: str,
    was: Collection[str] = ("waiting",),
    resolution_id: int | None = None,
    loan_id: int | None = None,
) -> bool:
    """Give an application that stands at one of `was` another status; False where it does not.

    The resolution and the loan are noted where they are given, and otherwise stay as they were.
    """
    known = {"resolution_id": resolution_id, "loan_id": loan_id}
    rows = await db.execute(
        update(t.Application)
        .where(
            t.Application.club_id == club_id,
            t.Application.id == application_id,
            t.Application.status.in_(was),
        )
        .values(status=status, **{key: value for key, value in known.items() if value is not None})
    )
    return rows.rowcount == 1


async def put_before(
    db: Connection, club_id: int, application_id: int, resolution_id: int
) -> None:
    """Note which question to the board an application waits for."""
    await db.execute(
        update(t.Application)
        .where(t.Application.club_id == club_id, t.Application.id == application_id)
        .values(resolution_id=resolution_id)
    )


async def lend_anew(db: Connection, club_id: int, application_id: int) -> None:
    """Let an application wait to be paid out again: its loan was taken back."""
    await db.execute(
        update(t.Application)
        .where(
            t.Application.club_id == club_id,
            t.Application.id == application_id,
            t.Application.status == "lent",
        )
        .values(status="agreed", loan_id=None)
    )


async def put_off(db: Connection, club_id: int, application_id: int, first_due: date) -> None:
    """Let an application that is not lent yet be paid back from another day on."""
    await db.execute(
        update(t.Application)
        .where(
            t.Application.club_id == club_id,
            t.Application.id == application_id,
            t.Application.status.in_(OPEN),
        )
        .values(first_due=first_due)
    )


async def found(db: Connection, club_id: int, application_id: int) -> Application:
    """Return an application as it stands now; others may change it meanwhile."""
    rows = await db.execute(
        select(t.Application).where(
            t.Application.club_id == club_id, t.Application.id == application_id
        )
    )
    return _application(rows.one())


async def locked(db: Connection, club_id: int, application_id: int) -> Application:
    """Return an application and keep others from changing it until the transaction ends.

    Who locks the question to the board too, or `bot.storage.means`, does so before.
    """
    rows = await db.execute(
        select(t.Application)
        .where(t.Application.club_id == club_id, t.Application.id == application_id)
        .with_for_update()
    )
    return _application(rows.one())


async def by_status(db: Connection, club_id: int, *statuses: str) -> list[Application]:
    """Return the club's applications at these statuses, longest waiting first."""
    rows = await db.execute(
        select(t.Application)
        .where(t.Application.club_id == club_id, t.Application.status.in_(statuses))
        .order_by(t.Application.asked_at, t.Application.id)
    )
    return [_application(row) for row in rows]


async def of_member(
    db: Connection, club_id: int, member_id: int, *statuses: str
) -> list[Application]:
    """Return a member's applications at these statuses (all of them: none given), newest first."""
    wanted = select(t.Application).where(
        t.Application.club_id == club_id, t.Application.member_id == member_id
    )
    if statuses:
        wanted = wanted.where(t.Application.status.in_(statuses))
    rows = await db.execute(wanted.order_by(t.Application.id.desc()))
    return [_application(row) for row in rows]


async def of_resolution(db: Connection, club_id: int, resolution_id: int) -> Application | None:
    """Return the application that a question to the board is about."""
    rows = await db.execute(
        select(t.Application).where(
            t.Application.club_id == club_id, t.Application.resolution_id == resolution_id
        )
    )
    row = rows.first()
    return _application(row) if row else None


def _application(row: AnyRow) -> Application:
    return Application(
        id=row.id,
        club_id=row.club_id,
        member_id=row.member_id,
        product_id=row.product_id,
        purpose=row.purpose,
        amount=row.amount,
        periods=row.periods,
        first_due=row.first_due,
        who_else=row.who_else,
        entered_by=row.entered_by,
        asked_at=row.asked_at,
        status=row.status,
        resolution_id=row.resolution_id,
        loan_id=row.loan_id,
    )
