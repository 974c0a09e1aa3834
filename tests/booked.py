"""A club whose books are kept through the storage functions, each thing by its operation.

Everything here may be done again with the same origin, and by two officers at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.money import books
from bot.money.books import Account, AccountKind, Fund, Line
from bot.money.loans import Conditions, Freeze, Prepaying, Terms, Way, allocate, extended
from bot.storage import (
    applications,
    closings,
    corrections,
    counts,
    fees,
    gifts,
    handovers,
    ledger,
    loan_changes,
    loans,
    month_figures,
    purse,
    resolutions,
)
from bot.storage import tables as t
from bot.storage.conditions import written
from bot.storage.engine import Connection
from tests.village import Village

CAPITAL = {Fund.INCOME: 80_000_000, Fund.ACTIVITY: 2_000_000}
FEE = 3_000
BOARD = (("treasurer", "Lan"), ("accountant", "Tư"), ("head", "Bính"), ("secretary", "Năm"))


class Booked(Village):
    """A village with a board, some members, and money in both funds."""

    product = 0

    async def open(self, *, members: int = 6, on: date = date(2026, 10, 1)) -> None:
        """Found the club, with its opening balances."""
        await self.found(fee=FEE)
        for role, name in BOARD:
            await self.join(role, f"Nguyễn Thị {name}", role, phone=None)
        for number in range(members):
            await self.join(f"m{number}", f"Trần Thị Hoa {number}", phone=None)
        async with self.database.write() as db:
            self.product = await self._product(db)
            for fund, amount in CAPITAL.items():
                keeps = {self.ids["treasurer"]: amount}
                lines = books.opening(fund, cash=keeps, bank={}, loans={}, deposits={})
                posted = await self._post(
                    db, "opening", lines, on, f"opening:{fund}", by="accountant"
                )
                await self._agree(db, posted, "treasurer")

    async def _product(self, db: Connection) -> int:
        made = await db.execute(
            insert(t.Product)
            .values(
                club_id=self.club,
                name="",
                conditions=written(Conditions(way=Way.PRINCIPAL_AT_END, rate_bp=65)),
                least=1_000_000,
                most=10_000_000,
                periods={"months": [12]},
                owed_at_most=10_000_000,
                second_loan=True,
                made_at=self.clock.now,
            )
            .returning(t.Product.id)
        )
        return int(made.scalar_one())

    # --- Lending ----------------------------------------------------------------------------

    async def apply(self, db: Connection, who: str, terms: Terms, origin: str) -> int | None:
        """Somebody asks for a loan on these terms."""
        asked = applications.Asked(
            club_id=self.club,
            member_id=self.ids[who],
            product_id=self.product,
            purpose="bò",
            amount=terms.principal,
            periods=terms.periods,
            first_due=terms.first_due,
            who_else="",
        )
        return await applications.make(db, asked, origin=origin, now=self.clock.now)

    async def decide(self, db: Connection, application: int, origin: str) -> bool:
        """Two officers agree to an application."""
        asked = await applications.locked(db, self.club, application)
        if asked.status != "waiting":
            return False
        made = await resolutions.propose(
            db,
            club_id=self.club,
            kind="loan",
            subject_id=application,
            concerns_id=asked.member_id,
            details={},
            reason="",
            asked_by=self.ids["accountant"],
            origin=origin,
            now=self.clock.now,
        )
        if made is None:
            return False
        for officer in ("head", "accountant"):
            await resolutions.vote(
                db,
                made,
                member_id=self.ids[officer],
                says="yes",
                reason="",
                shared=False,
                now=self.clock.now,
            )
        await resolutions.decide(db, made, status="agreed", how="officers", now=self.clock.now)
        return await applications.settle(
            db, self.club, application, status="agreed", resolution_id=made
        )

    async def pay_out(
        self, db: Connection, application: int, terms: Terms, origin: str
    ) -> int | None:
        """The treasurer hands a loan over, and the secretary sees it; None if it was not."""
        cash = self._cash(Fund.INCOME)
        there = await purse.in_hand(db, self.club, cash)
        asked = await applications.locked(db, self.club, application)
        if asked.status != "agreed" or there < asked.amount:
            return None
        if not await handovers.say(
            db,
            club_id=self.club,
            application_id=application,
            giver_id=self.ids["treasurer"],
            said_by=self.ids["treasurer"],
            now=self.clock.now,
        ):
            return None
        loan = await loan_changes.lend(
            db,
            club_id=self.club,
            member_id=asked.member_id,
            number=f"KU-{application}",
            terms=terms,
            product_id=asked.product_id,
        )
        lent = Account(fund=Fund.INCOME, kind=AccountKind.LOANS)
        lines = (
            Line(account=lent, amount=terms.principal, loan=loan),
            Line(account=cash, amount=-terms.principal),
        )
        posted = await self._post(
            db, "payout", lines, terms.starts_on, origin, slip="payment", of=asked.member_id
        )
        if posted is None:
            raise AssertionError("an application was paid out twice")
        await self._agree(db, posted, "secretary")
        await handovers.witnessed(
            db,
            self.club,
            application,
            witness_id=self.ids["secretary"],
            witness_name="",
            transaction=posted,
            now=self.clock.now,
        )
        await applications.settle(
            db, self.club, application, status="lent", was=("agreed",), loan_id=loan
        )
        return loan

    async def collect(
        self,
        db: Connection,
        loan_id: int,
        amount: int,
        on: date,
        origin: str,
        *,
        prepaying: Prepaying | None = None,
    ) -> int | None:
        """Money is received for a loan: as much of the sum as closes it."""
        if await ledger.posted_from(db, self.club, origin) is not None:
            return None
        loan = await loans.locked(db, loan_id)
        day = max([on, *(paid.value_day for paid in loan.payments)])
        fits = min(amount, loan.standing(day).payoff)
        if not fits:
            return None
        lines = books.repayment(
            loan=loan_id,
            share=allocate(loan.terms, loan.payments, fits, on),
            into=AccountKind.CASH,
            holder=self.ids["treasurer"],
            interest_to_income_bp=3_000,
        )
        posted = await self._post(
            db,
            "repayment",
            lines,
            on,
            origin,
            slip="receipt",
            of=loan.member_id,
            prepaying=prepaying.value if prepaying else "",
        )
        await self._agree(db, posted, "accountant")
        after = await loans.locked(db, loan_id)
        if not after.standing(max(day, on)).payoff:
            await loans.close(db, loan_id, on)
        return posted

    async def extend(self, db: Connection, loan_id: int, on: date, origin: str) -> bool:
        """The board gives a loan another schedule, of six months from the next but one month."""
        loan = await loans.locked(db, loan_id)
        if not loan.standing(on).principal_left or loan.terms.renewal:
            return False
        resolution = await self._resolution(db, "extension", loan_id, loan.member_id, origin)
        if resolution is None:
            return False
        first_due = max(on, loan.terms.matures_on) + timedelta(days=75)
        new = extended(loan.terms, loan.payments, on, first_due=first_due, periods=6)
        await loan_changes.extend(
            db,
            club_id=self.club,
            loan_id=loan_id,
            new=new,
            resolution_id=resolution,
            now=self.clock.now,
        )
        return True

    async def freeze(self, db: Connection, loan_id: int, on: date, origin: str) -> bool:
        """The board lets a loan bear no interest for two months."""
        loan = await loans.locked(db, loan_id)
        resolution = await self._resolution(db, "freeze", loan_id, loan.member_id, origin)
        if resolution is None:
            return False
        frozen = Freeze(starts_on=on, ends_on=on + timedelta(days=60))
        await loan_changes.freeze(
            db, club_id=self.club, loan_id=loan_id, freeze=frozen, resolution_id=resolution
        )
        return True

    # --- Other money ------------------------------------------------------------------------

    async def fee(
        self, db: Connection, who: str, months: int, on: date, origin: str
    ) -> int | None:
        """A member pays her fee of some months."""
        member = self.ids[who]
        owed = await fees.to_pay(db, self.club, member, months)
        lines = books.moved(
            months * FEE,
            out_of=Account(fund=Fund.ACTIVITY, kind=AccountKind.FEES),
            into=self._cash(Fund.ACTIVITY),
        )
        posted = await self._post(db, "fee", lines, on, origin, slip="receipt", of=member)
        if posted is None:
            return None
        await fees.pay(
            db,
            club_id=self.club,
            member_id=member,
            months=owed,
            transaction=posted,
        )
        await self._agree(db, posted, "accountant")
        return posted

    async def gift(self, db: Connection, amount: int, on: date, origin: str) -> int | None:
        """Somebody gives money."""
        lines = books.moved(
            amount,
            out_of=Account(fund=Fund.ACTIVITY, kind=AccountKind.GIFTS),
            into=self._cash(Fund.ACTIVITY),
        )
        posted = await self._post(db, "gift", lines, on, origin, slip="receipt")
        if posted is None:
            return None
        await gifts.note(
            db,
            club_id=self.club,
            given_on=on,
            giver="Bác Sáu",
            member_id=None,
            what="",
            transaction=posted,
            entered_by=self.ids["treasurer"],
            now=self.clock.now,
        )
        return posted

    async def spend(self, db: Connection, amount: int, on: date, origin: str) -> int | None:
        """The treasurer pays for something, if there is enough."""
        cash = self._cash(Fund.ACTIVITY)
        if await purse.in_hand(db, self.club, cash) < amount:
            return None
        spent = Account(fund=Fund.ACTIVITY, kind=AccountKind.EXPENSES)
        lines = books.moved(amount, out_of=cash, into=spent)
        return await self._post(db, "expense", lines, on, origin, slip="payment", note="chè")

    async def bring_to_bank(
        self, db: Connection, amount: int, on: date, origin: str
    ) -> int | None:
        """The treasurer takes cash of the loan fund to the bank, if there is enough."""
        cash = self._cash(Fund.INCOME)
        if await purse.in_hand(db, self.club, cash) < amount:
            return None
        bank = Account(fund=Fund.INCOME, kind=AccountKind.BANK)
        return await self._post(
            db, "transfer", books.moved(amount, out_of=cash, into=bank), on, origin
        )

    async def count(self, db: Connection, off_by: int, on: date, origin: str) -> int | None:
        """The treasurer's cash is counted; two sign, and a difference is posted."""
        holder = self.ids["treasurer"]
        for fund in Fund:
            await purse.in_hand(db, self.club, self._cash(fund))
        funds = await counts.kept_by(db, self.club, holder)
        off = max(off_by, -funds.get(Fund.ACTIVITY, 0))
        counted = sum(funds.values()) + off
        made = await counts.begin(
            db,
            club_id=self.club,
            counted_on=on,
            holder_id=holder,
            funds=funds,
            counted=counted,
            notes={1_000: counted // 1_000, 1: counted % 1_000},
            reason="đếm lại" if off else "",
            fund=Fund.ACTIVITY,
            counted_by=holder,
            origin=origin,
            now=self.clock.now,
        )
        if made is None:
            return None
        posted = None
        if off:
            posted = await self._post(
                db,
                "cash_difference",
                books.cash_difference(Fund.ACTIVITY, holder, off),
                on,
                f"count:{made}",
            )
        await counts.settle(
            db,
            made,
            status="agreed",
            by=self.ids["accountant"],
            now=self.clock.now,
            transaction=posted,
        )
        return made

    # --- Mending and closing ----------------------------------------------------------------

    async def take_back(self, db: Connection, transaction: int) -> int | None:
        """Two officers reverse an entry."""
        entry = (
            await db.execute(select(t.Transaction).where(t.Transaction.id == transaction))
        ).one()
        asked = await corrections.ask(
            db,
            club_id=self.club,
            transaction=transaction,
            asked_by=self.ids["accountant"],
            reason="sum",
            now=self.clock.now,
        )
        if asked is None:
            return None
        lines = await ledger.lines_of(db, transaction)
        loan_ids = {line.loan for line in lines if line.loan}
        for loan_id in sorted(loan_ids):
            await loans.locked(db, loan_id)
        open_day = await ledger.first_open_day(db, self.club, entry.value_day)
        posted = await self._post(
            db,
            "reversal",
            books.reversal(lines),
            open_day,
            f"correction:{asked}",
            slip=_back(lines),
            of=entry.member_id,
            by="accountant",
            reverses=transaction,
            prepaying=entry.prepaying,
        )
        if posted is None:
            raise AssertionError("a correction was posted twice")
        await self._agree(db, posted, "head")
        await corrections.decide(
            db,
            asked,
            status="agreed",
            by=self.ids["head"],
            now=self.clock.now,
            reversal=posted,
        )
        await fees.undo(db, transaction)
        for loan_id in loan_ids:
            await loans.close(db, loan_id, None)
        return posted

    async def close_month(self, db: Connection, month: date) -> bool:
        """Two officers sign a month."""
        if await closings.locked(db, self.club, month) is not None:
            return False
        await closings.sign(
            db,
            club_id=self.club,
            month=month,
            signed_by=self.ids["treasurer"],
            figures=await month_figures.figures(db, self.club, month),
            now=self.clock.now,
        )
        await closings.close(db, self.club, month, by=self.ids["accountant"], now=self.clock.now)
        return True

    # --- What all of them need --------------------------------------------------------------

    def _cash(self, fund: Fund) -> Account:
        return Account(fund=fund, kind=AccountKind.CASH, holder=self.ids["treasurer"])

    async def _agree(self, db: Connection, posted: int | None, who: str) -> None:
        if posted is not None:
            await ledger.agree(
                db,
                club_id=self.club,
                transaction=posted,
                member_id=self.ids[who],
                how="list",
                now=self.clock.now,
            )

    async def _resolution(
        self, db: Connection, kind: str, subject: int, concerns: int, origin: str
    ) -> int | None:
        made = await resolutions.propose(
            db,
            club_id=self.club,
            kind=kind,
            subject_id=subject,
            concerns_id=concerns,
            details={},
            reason="",
            asked_by=self.ids["accountant"],
            origin=origin,
            now=self.clock.now,
        )
        for officer in ("head", "accountant") if made else ():
            await resolutions.vote(
                db,
                int(made or 0),
                member_id=self.ids[officer],
                says="yes",
                reason="",
                shared=False,
                now=self.clock.now,
            )
        if made:
            await resolutions.decide(db, made, status="agreed", how="officers", now=self.clock.now)
        return made

    async def _post(
        self,
        db: Connection,
        kind: str,
        lines: Sequence[Line],
        on: date,
        origin: str,
        *,
        slip: str = "",
        of: int | None = None,
        by: str = "treasurer",
        **more: Any,
    ) -> int | None:
        return await ledger.post(
            db,
            club_id=self.club,
            kind=kind,
            lines=lines,
            value_day=on,
            now=self.clock.now,
            entered_by=self.ids[by],
            member_id=of,
            origin=origin,
            slip=slip,
            **more,
        )


def _back(lines: Sequence[Line]) -> str:
    moved = sum(books.by_fund(lines).values())
    return "payment" if moved > 0 else "receipt" if moved < 0 else ""


def noon(day: date) -> datetime:
    """Return noon in the village on a day."""
    return datetime.combine(day, time(5), UTC)


def terms(conditions: Conditions, principal: int, on: date, periods: int = 12) -> Terms:
    """Return a loan from a day on, due each month on that day."""
    month = (on.replace(day=1) + timedelta(days=32)).replace(day=min(on.day, 28))
    return Terms.under(
        conditions, principal=principal, starts_on=on, first_due=month, periods=periods
    )
