"""What a club's paper books say on the day it begins: members, open loans, opening balances.

Plain values that know neither sheet nor database. Money is in đồng, rates are in basis points a
month (65 = 0.65 %).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from bot.money.amounts import WHOLE_BP
from bot.money.loans import LEGAL_CAP_BP, Terms, anchored, true_yearly_rate
from bot.money.loans import Way as LoanWay

CAP_BASIS_POINTS = 166
"""20 % a year on the money owed is 1.6667 % a month (civil code, article 468): at most 166."""

MOST_PERIODS = 600
ANY_DAY = date(2000, 1, 1)
"""Of whole periods the true rate is the same wherever they begin."""

Form = Literal["bac", "ong", "ba", "co", "chu", "anh", "chi"]
Sex = Literal["female", "male"]
Hardship = Literal["poor", "near_poor", "hardship", "average", "better_off"]
Role = Literal[
    "head", "deputy", "secretary", "accountant", "treasurer", "volunteer_lead", "supervisor"
]
Purpose = Literal["money", "reminders", "health"]
Way = Literal["principal_at_end", "equal_principal", "equal_instalments", "flat", "no_interest"]
Where = Literal["cash", "bank"]
Fund = Literal["income", "activity"]
RateLabel = Literal["lai", "phi"]


class PaperConsent(NamedTuple):
    """A yes or no that the member signed on paper for one purpose."""

    purpose: Purpose
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubSheet:
    """The club itself, and who signs its opening balances."""

    name: str
    hamlet: str = ""
    commune: str
    province: str
    started_on: date | None = None
    unit: int = 1000
    """Đồng: sums are rounded to this."""
    interest_to_income_bp: int = 0
    """Basis points of the interest that stay in the loan fund; the rest is the activity fund's."""
    rate_label: RateLabel = "lai"
    as_of: date
    """The day whose evening the sheet describes."""
    prepared_by: str
    checked_by: str
    """Numbers of the two members who sign the opening balances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One member; `number` is the club's own and unique in the club."""

    number: str
    name: str
    village_name: str = ""
    """What the village calls her ("Tên gọi ở làng"): tells three Nguyễn Thị Hoa apart."""
    hamlet: str = ""
    birth_year: int | None = None
    sex: Sex
    form: Form | Literal[""] = ""
    """How she wants to be addressed; empty means by age and sex."""
    household: str = ""
    """The same label for everybody under one roof; empty means alone."""
    hardship: Hardship | None = None
    hardship_on: date | None = None
    phone: str = ""
    roles: tuple[Role, ...] = ()
    roles_since: date | None = None
    joined_on: date | None = None
    fees_paid_to: date | None = None
    """First day of the last month whose fee is paid."""
    deposit: int = 0
    """Đồng that the club must give back one day."""
    consents: tuple[PaperConsent, ...] = ()
    consented_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanRow:
    """One loan that is still open in the paper book."""

    number: str
    member: str
    principal: int
    principal_left: int
    rate_bp: int
    """Basis points a month: of the money owed, and where interest is flat of the sum lent."""
    way: Way
    every: int = 1
    """Months between two due days."""
    next_due: date
    periods_left: int
    """Due days from `next_due` on, that one included."""
    interest_paid_to: date
    interest_unpaid: int = 0
    """Đồng of interest still missing from the time before `interest_paid_to`."""
    paid_out_on: date | None = None

    @property
    def periods(self) -> int:
        """How many due days it had in all, as far as what is left of equal parts tells."""
        if self.way == "principal_at_end" or not self.principal_left:
            return self.periods_left
        in_all = round(self.principal * self.periods_left / self.principal_left)
        return min(max(self.periods_left, in_all), MOST_PERIODS)

    @property
    def above_cap(self) -> bool:
        """Whether it runs above the legal cap: then the head decides what becomes of it.

        Flat interest costs more than its rate says: what counts is the true yearly rate.
        """
        if self.way != "flat" or not (self.principal and self.rate_bp):
            return self.rate_bp > CAP_BASIS_POINTS
        terms = Terms(
            way=LoanWay.FLAT,
            rate_bp=self.rate_bp,
            unit=1,
            every=self.every,
            principal=self.principal,
            starts_on=ANY_DAY,
            first_due=anchored(ANY_DAY, self.every, ANY_DAY.day),
            periods=self.periods,
        )
        return true_yearly_rate(terms) > LEGAL_CAP_BP / WHOLE_BP


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRow:
    """Money that is there on the day: in somebody's hands or in the bank, for one fund."""

    where: Where
    fund: Fund
    holder: str = ""
    """Number of the member who keeps it; may be empty for the bank only."""
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A whole club as its papers have it."""

    club: ClubSheet
    members: tuple[MemberRow, ...] = ()
    loans: tuple[LoanRow, ...] = ()
    balances: tuple[BalanceRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing to put right on the sheet, in words; `row` as Excel numbers it, 0 for none."""

    sheet: str
    row: int
    column: str
    found: str
    advice: str


def moved(roster: Roster, months: int) -> Roster:
    """Shift every day but the years of birth by whole months: 31 January + 1 is 28 February."""
    return replace(
        roster,
        club=replace(
            roster.club,
            as_of=_later(roster.club.as_of, months),
            started_on=_maybe_later(roster.club.started_on, months),
        ),
        members=tuple(_moved_member(row, months) for row in roster.members),
        loans=tuple(_moved_loan(row, months) for row in roster.loans),
    )


def _moved_member(row: MemberRow, months: int) -> MemberRow:
    return replace(
        row,
        hardship_on=_maybe_later(row.hardship_on, months),
        roles_since=_maybe_later(row.roles_since, months),
        joined_on=_maybe_later(row.joined_on, months),
        fees_paid_to=_maybe_later(row.fees_paid_to, months),
        consented_on=_maybe_later(row.consented_on, months),
    )


def _moved_loan(row: LoanRow, months: int) -> LoanRow:
    return replace(
        row,
        next_due=_later(row.next_due, months),
        interest_paid_to=_later(row.interest_paid_to, months),
        paid_out_on=_maybe_later(row.paid_out_on, months),
    )


def _maybe_later(day: date | None, months: int) -> date | None:
    return _later(day, months) if day else None


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
