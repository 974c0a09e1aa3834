"""What changed a loan since it was paid out: extensions, freezes, charges of the paper book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import and_, case, insert, or_, select, update

from bot.money.loans import (
    Charge,
    Freeze,
    Instalment,
    Loan,
    Part,
    Payment,
    Renewal,
    Terms,
    schedule,
)
from bot.storage import charges
from bot.storage import tables as t
from bot.storage.conditions import arguments, columns_of, written
from bot.storage.engine import AnyRow, Connection


@dataclass(slots=True)
class Changes:
    """Everything that changed one loan."""

    freezes: list[Freeze] = field(default_factory=list)
    charges: defaultdict[int, list[Charge]] = field(default_factory=lambda: defaultdict(list))
    """By the version of the schedule that they belong to."""
    extensions: list[AnyRow] = field(default_factory=list)
    """Oldest first."""
    earlier: defaultdict[int, list[Instalment]] = field(default_factory=lambda: defaultdict(list))
    """Schedules that were put aside, by version."""
    moved: defaultdict[int, dict[date, date]] = field(default_factory=lambda: defaultdict(dict))

    def on(self, current: Loan) -> Loan:
        """Return a loan with all that changed it; `current` is its schedule in force."""
        renewal: Renewal | None = None
        for one in self.extensions:
            old = one.version - 1
            earlier = Loan(
                **arguments(one.before),
                instalments=tuple(self.earlier[old]),
                charges=tuple(self.charges[old]),
                freezes=tuple(self.freezes),
                moved=self.moved[old],
            )
            before = earlier.renewed(renewal) if renewal else earlier
            renewal = Renewal(agreed_on=one.agreed_on, before=before, paid=_paid(one))
        in_force = len(self.extensions) + 1
        changed = replace(
            current, charges=tuple(self.charges[in_force]), freezes=tuple(self.freezes)
        )
        return changed.renewed(renewal) if renewal else changed


async def of(db: Connection, loan_ids: Collection[int]) -> Mapping[int, Changes]:
    """Return what changed these loans, by loan."""
    found: defaultdict[int, Changes] = defaultdict(Changes)
    wanted = list(loan_ids)
    freezes = select(t.Freeze).where(t.Freeze.loan_id.in_(wanted)).order_by(t.Freeze.id)
    for frozen in await db.execute(freezes):
        one = Freeze(starts_on=frozen.starts_on, ends_on=frozen.ends_on)
        found[frozen.loan_id].freezes.append(one)
    charged = select(t.Charge).where(
        t.Charge.loan_id.in_(wanted), t.Charge.amount > t.Charge.waived
    )
    for row in await db.execute(charged.order_by(t.Charge.id)):
        left = row.amount - row.waived
        charge = Charge(part=Part(row.part), due_on=row.due_on, amount=left)
        found[row.loan_id].charges[row.version].append(charge)
    extensions = select(t.Extension).where(t.Extension.loan_id.in_(wanted))
    for extension in await db.execute(extensions.order_by(t.Extension.version)):
        found[extension.loan_id].extensions.append(extension)
    extended = [loan_id for loan_id, changes in found.items() if changes.extensions]
    if extended:
        await _add_earlier(db, extended, found)
    return found


async def extend(
    db: Connection,
    *,
    club_id: int,
    loan_id: int,
    new: Loan,
    resolution_id: int | None,
    now: datetime,
) -> None:
    """Put a loan on a new schedule, as `bot.money.loans.extended` made it; the old one stays.

    The caller holds the loan's lock. Raises ValueError for a loan that was not extended.
    """
    if new.renewal is None:
        raise ValueError("this loan was not extended")
    in_force = await db.execute(select(t.Loan.version).where(t.Loan.id == loan_id))
    version = in_force.scalar_one() + 1
    paid = new.renewal.paid
    await db.execute(
        insert(t.Extension).values(
            loan_id=loan_id,
            version=version,
            club_id=club_id,
            agreed_on=new.renewal.agreed_on,
            before=written(new.renewal.before),
            principal=paid.principal,
            interest=paid.interest,
            fee=paid.fee,
            penalty=paid.penalty,
            resolution_id=resolution_id,
        )
    )
    await _insert_schedule(db, loan_id, new.instalments, version)
    for charge in new.charges:
        await charges.add(
            db, club_id=club_id, loan_id=loan_id, charge=charge, version=version, by=None, now=now
        )
    await db.execute(
        update(t.Loan).where(t.Loan.id == loan_id).values(**columns_of(new), version=version)
    )


async def freeze(
    db: Connection, *, club_id: int, loan_id: int, freeze: Freeze, resolution_id: int | None
) -> None:
    """Let no period of a loan begin to bear interest for a time."""
    await db.execute(
        insert(t.Freeze).values(
            club_id=club_id,
            loan_id=loan_id,
            starts_on=freeze.starts_on,
            ends_on=freeze.ends_on,
            resolution_id=resolution_id,
        )
    )


async def thaw(db: Connection, loan_id: int, on: date) -> None:
    """Let what is frozen longer bear interest again from a day on; what begins later never is."""
    frozen = t.Freeze
    await db.execute(
        update(frozen)
        .where(frozen.loan_id == loan_id, or_(frozen.ends_on.is_(None), frozen.ends_on > on))
        .values(ends_on=case((frozen.starts_on > on, frozen.starts_on), else_=on))
    )


async def write_off(db: Connection, loan_id: int, on: date) -> None:
    """Close a loan whose rest nobody is asked for any more."""
    await db.execute(
        update(t.Loan).where(t.Loan.id == loan_id).values(closed_on=on, written_off_on=on)
    )


async def is_written_off(db: Connection, loan_id: int) -> bool:
    """Return whether nobody is asked for the rest of a loan any more."""
    return await written_off_on(db, loan_id) is not None


async def written_off_on(db: Connection, loan_id: int) -> date | None:
    """Return from which day on nobody is asked for the rest of a loan; None where it is owed."""
    rows = await db.execute(select(t.Loan.written_off_on).where(t.Loan.id == loan_id))
    return rows.scalar_one()


async def lend(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    number: str,
    terms: Terms,
    product_id: int | None,
    board_since: date | None = None,
) -> int:
    """Store a loan that is paid out on `terms.starts_on`, with its schedule; return its id.

    `board_since`: it is the board's from the first, as who borrowed is no member any more.
    """
    made = await db.execute(
        insert(t.Loan)
        .values(
            club_id=club_id,
            member_id=member_id,
            number=number,
            principal=terms.principal,
            opened_with=terms.principal,
            **columns_of(terms),
            product_id=product_id,
            paid_out_on=terms.starts_on,
            interest_paid_to=terms.starts_on,
            above_cap=False,
            board_since=board_since,
        )
        .returning(t.Loan.id)
    )
    loan_id: int = made.scalar_one()
    await _insert_schedule(db, loan_id, schedule(terms), version=1)
    return loan_id


async def _insert_schedule(
    db: Connection, loan_id: int, items: Sequence[Instalment], version: int
) -> None:
    lines = [
        {
            "loan_id": loan_id,
            "version": version,
            "number": item.number,
            "starts_on": item.starts_on,
            "due_on": item.due_on,
            "principal": item.principal,
            "interest": item.interest,
        }
        for item in items
    ]
    await db.execute(insert(t.Instalment), lines)


async def _add_earlier(
    db: Connection, loan_ids: Sequence[int], found: Mapping[int, Changes]
) -> None:
    moved_from = and_(
        t.MovedDue.club_id == t.Loan.club_id, t.MovedDue.from_on == t.Instalment.due_on
    )
    rows = await db.execute(
        select(t.Instalment, t.MovedDue.from_on, t.MovedDue.to_on)
        .join(t.Loan, t.Loan.id == t.Instalment.loan_id)
        .outerjoin(t.MovedDue, moved_from)
        .where(t.Instalment.loan_id.in_(loan_ids), t.Instalment.version < t.Loan.version)
        .order_by(t.Instalment.loan_id, t.Instalment.version, t.Instalment.number)
    )
    for row in rows:
        changes = found[row.loan_id]
        changes.earlier[row.version].append(
            Instalment(
                number=row.number,
                starts_on=row.starts_on,
                due_on=row.due_on,
                principal=row.principal,
                interest=row.interest,
            )
        )
        if row.from_on:
            changes.moved[row.version][row.from_on] = row.to_on


def _paid(extension: AnyRow) -> Payment:
    return Payment(
        value_day=extension.agreed_on,
        principal=extension.principal,
        interest=extension.interest,
        fee=extension.fee,
        penalty=extension.penalty,
    )
