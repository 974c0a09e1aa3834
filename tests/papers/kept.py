"""A club whose books were kept at random for some months, and what the ledger says of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from bot.money import books
from bot.money.books import Account, AccountKind, Fund, Line
from bot.money.loans import Terms, Way, allocate, extended
from bot.storage import ledger, loan_changes, loans
from bot.storage.engine import Connection, Database
from tests.village import Village

BEGAN = date(2026, 6, 10)
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
NAMES = (
    "Nguyễn Thị Hoa",
    "Vi Văn Bình",
    "Lò Thị Ưởng",
    "Hà Văn Đức",
    "Nguyễn Thị Hoa",
    "Lương Văn Tịnh",
    "Mồng Thị Kiều Oanh & <Con>",
    "=Lô Văn Sáu",
)
WAYS = tuple(way for way in Way if way is not Way.NO_INTEREST)


@dataclass
class Kept:
    """A village club with books, and what is needed to go on keeping them."""

    village: Village
    chance: random.Random
    members: list[int] = field(default_factory=list)
    loans: list[int] = field(default_factory=list)
    mendable: list[int] = field(default_factory=list)
    operations: int = 0

    @property
    def club(self) -> int:
        return self.village.club

    async def post(
        self,
        db: Connection,
        kind: str,
        lines: Sequence[Line],
        on: date,
        *,
        slip: str = "",
        member: int | None = None,
        reverses: int | None = None,
        note: str = "",
    ) -> int:
        self.operations += 1
        made = await ledger.post(
            db,
            club_id=self.club,
            kind=kind,
            lines=lines,
            value_day=on,
            now=NOW,
            entered_by=self.village.ids["lan"],
            member_id=member,
            origin=f"op:{self.operations}",
            slip=slip,
            reverses=reverses,
            note=note,
        )
        assert made is not None
        return made

    def cash(self, fund: Fund, keeper: str = "lan") -> Account:
        return Account(fund=fund, kind=AccountKind.CASH, holder=self.village.ids[keeper])

    def some(self, low: int, high: int) -> int:
        """A sum in whole thousands, now and then one that is not."""
        odd = self.chance.choice((0, 0, 0, 0, 1, 499))
        return self.chance.randint(low, high) * 1000 + odd


async def kept_books(
    database: Database, seed: int, *, operations: int = 60, locale: str = "en"
) -> Kept:
    """Found a club and keep its books for some months, the same for the same seed."""
    kept = Kept(Village(database, locale), random.Random(seed))  # noqa: S311 -- the same books again, by the seed
    village = kept.village
    await village.found(
        name="Câu lạc bộ Liên thế hệ tự giúp nhau bản Huổi Mận",
        hamlet="Bản Huổi Mận",
        interest_to_income_bp=kept.chance.choice((0, 2_050, 10_000)),
        key=f"club {seed}",
    )
    await village.join("lan", "Hoàng Thị Lan", "treasurer")
    await village.join("tu", "Trần Văn Tư", "accountant", sex="male")
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    for number, name in enumerate(NAMES):
        kept.members.append(await village.join(f"m{number}", name, hamlet=f"xóm {number % 3}"))
    days = sorted(
        BEGAN + timedelta(days=kept.chance.randrange((TODAY - BEGAN).days + 1))
        for _operation in range(operations)
    )
    async with database.write() as db:
        await _open(db, kept)
        for on in days:
            await kept.chance.choice(DONE)(db, kept, on)
    return kept


async def _open(db: Connection, kept: Kept) -> None:
    ids = kept.village.ids
    for fund in Fund:
        lines = books.opening(
            fund,
            cash={ids["lan"]: kept.some(60_000, 90_000), ids["tu"]: kept.some(1, 500)},
            bank={None: kept.some(1_000, 9_000)},
            loans={},
            deposits={kept.members[0]: 200_000} if fund is Fund.INCOME else {},
        )
        await kept.post(db, "opening", lines, BEGAN)
    for member in kept.members[:3]:
        loan = await _agree(db, kept, member, BEGAN)
        left = (await loans.locked(db, loan)).terms.principal
        lines = books.opening(Fund.INCOME, cash={}, bank={}, loans={loan: left}, deposits={})
        await kept.post(db, "opening", lines, BEGAN)


async def _agree(db: Connection, kept: Kept, member: int, on: date) -> int:
    terms = Terms(
        principal=kept.chance.randint(2, 10) * 1_000_000,
        way=kept.chance.choice(WAYS),
        rate_bp=kept.chance.choice((50, 65, 100)),
        starts_on=on,
        first_due=on + timedelta(days=30),
        periods=kept.chance.choice((3, 6, 12)),
    )
    loan = await loan_changes.lend(
        db,
        club_id=kept.club,
        member_id=member,
        number=f"KU-{len(kept.loans) + 1:02}",
        terms=terms,
        product_id=None,
    )
    kept.loans.append(loan)
    return loan


async def _lend(db: Connection, kept: Kept, on: date) -> None:
    member = kept.chance.choice(kept.members)
    loan = await _agree(db, kept, member, on)
    amount = (await loans.locked(db, loan)).principal
    lent = Account(fund=Fund.INCOME, kind=AccountKind.LOANS)
    lines = (
        Line(account=lent, amount=amount, loan=loan),
        Line(account=kept.cash(Fund.INCOME), amount=-amount),
    )
    await kept.post(db, "payout", lines, on, slip="payment", member=member)


async def _repay(db: Connection, kept: Kept, on: date) -> None:
    loan = await loans.locked(db, kept.chance.choice(kept.loans))
    most = loan.standing(on).payoff
    if not most or any(paid.value_day > on for paid in loan.payments):
        return
    amount = most if kept.chance.random() < 0.15 else min(most, kept.some(20, 1_500))
    share = allocate(loan.terms, loan.payments, amount, on)
    by_bank = kept.chance.random() < 0.2
    lines = books.repayment(
        loan=loan.id,
        share=share,
        into=AccountKind.BANK if by_bank else AccountKind.CASH,
        holder=None if by_bank else kept.village.ids[kept.chance.choice(("lan", "tu"))],
        interest_to_income_bp=kept.chance.choice((0, 3_000, 10_000)),
    )
    made = await kept.post(db, "repayment", lines, on, slip="receipt", member=loan.member_id)
    kept.mendable.append(made)
    if not (await loans.locked(db, loan.id)).standing(on).payoff:
        await loans.close(db, loan.id, on)


async def _other_income(db: Connection, kept: Kept, on: date) -> None:
    kind, name = kept.chance.choice(
        (
            (AccountKind.FEES, "fee"),
            (AccountKind.GIFTS, "gift"),
            (AccountKind.JOINT_INCOME, "income"),
            (AccountKind.BORROWED, "borrowed"),
        )
    )
    fund = kept.chance.choice(list(Fund))
    lines = books.moved(
        kept.some(5, 900), out_of=Account(fund=fund, kind=kind), into=kept.cash(fund)
    )
    note = kept.chance.choice(("", "=SUM(A1)", "bán chè, trông xe & <phở>"))
    made = await kept.post(
        db, name, lines, on, slip="receipt", member=kept.chance.choice(kept.members), note=note
    )
    kept.mendable.append(made)


async def _spend(db: Connection, kept: Kept, on: date) -> None:
    fund = kept.chance.choice(list(Fund))
    spent = Account(fund=fund, kind=AccountKind.EXPENSES)
    lines = books.moved(kept.some(10, 300), out_of=kept.cash(fund), into=spent)
    made = await kept.post(db, "expense", lines, on, slip="payment", note="Thăm cụ ốm")
    kept.mendable.append(made)


async def _move(db: Connection, kept: Kept, on: date) -> None:
    fund = kept.chance.choice(list(Fund))
    bank = Account(fund=fund, kind=AccountKind.BANK)
    amount = kept.some(10, 400)
    way = kept.chance.randrange(4)
    if way == 0:
        lines = books.moved(amount, out_of=kept.cash(fund), into=bank)
        await kept.post(db, "to_bank", lines, on)
    elif way == 1:
        lines = books.moved(amount, out_of=kept.cash(fund), into=kept.cash(fund, "tu"))
        await kept.post(db, "handed_over", lines, on)
    elif way == 2:
        other = next(one for one in Fund if one is not fund)
        lines = books.between_funds(amount, out_of=kept.cash(fund), into=kept.cash(other))
        await kept.post(db, "between_funds", lines, on)
    else:
        by = kept.chance.choice((-1, 1)) * amount
        lines = books.cash_difference(fund, kept.village.ids["lan"], by)
        await kept.post(db, "cash_difference", lines, on)


async def _write_off(db: Connection, kept: Kept, on: date) -> None:
    loan = await loans.locked(db, kept.chance.choice(kept.loans))
    left = loan.standing(on).principal_left
    if left and not any(paid.value_day > on for paid in loan.payments):
        await kept.post(db, "write_off", books.written_off(loan.id, left), on)
        await db.execute(
            text("UPDATE loans SET written_off_on = :on, closed_on = :on WHERE id = :id"),
            {"on": on if db.dialect.name == "postgresql" else on.isoformat(), "id": loan.id},
        )


async def _extend(db: Connection, kept: Kept, on: date) -> None:
    loan = await loans.locked(db, kept.chance.choice(kept.loans))
    if not loan.standing(on).principal_left or loan.terms.renewal:
        return
    if any(paid.value_day > on for paid in loan.payments):
        return
    ends = max(due.ends_on for due in loan.standing(on).begun) if loan.standing(on).begun else on
    new = extended(
        loan.terms,
        loan.payments,
        on,
        first_due=max(ends, on, loan.terms.matures_on) + timedelta(days=40),
        periods=6,
    )
    await loan_changes.extend(
        db, club_id=kept.club, loan_id=loan.id, new=new, resolution_id=None, now=NOW
    )


async def _mend(db: Connection, kept: Kept, on: date) -> None:
    if not kept.mendable:
        return
    wrong = kept.mendable.pop(kept.chance.randrange(len(kept.mendable)))
    found = await db.execute(
        text("SELECT value_day, member_id FROM transactions WHERE id = :id"), {"id": wrong}
    )
    row = found.one()
    value_day = date.fromisoformat(str(row.value_day))
    lines = await ledger.lines_of(db, wrong)
    in_later_month = kept.chance.random() < 0.3  # as where its month is closed
    await kept.post(
        db,
        "reversal",
        books.reversal(lines),
        on if in_later_month else value_day,
        slip="payment",
        member=row.member_id,
        reverses=wrong,
    )
    for loan in {line.loan for line in lines if line.loan}:
        await loans.close(db, loan, None)


DONE = (
    *(_repay,) * 6,
    *(_other_income,) * 4,
    *(_spend,) * 2,
    *(_move,) * 2,
    _lend,
    _lend,
    _mend,
    _extend,
    _write_off,
)
