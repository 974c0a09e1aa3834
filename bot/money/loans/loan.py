"""A loan that was paid out, and what has happened to it since."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate

from bot.money.amounts import Dong
from bot.money.loans.schedule import Instalment, schedule
from bot.money.loans.terms import BadTerms, Conditions, Part, Terms, fields_of


class Prepaying(StrEnum):
    """What becomes of the schedule when principal is paid ahead."""

    NEXT = "next"
    """The next instalments are reduced; the ones after stay as they are."""
    FEWER = "fewer"
    """The instalments stay as they are, and there are fewer."""
    SMALLER = "smaller"
    """There are as many instalments, and all are smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money received; a reversal is negative and has the value day of what it takes back."""

    value_day: date
    principal: Dong
    interest: Dong
    fee: Dong = 0
    penalty: Dong = 0
    prepaying: Prepaying = Prepaying.NEXT
    """What it does to the schedule with the principal that was not asked for yet."""

    def reversed(self) -> Payment:
        """Take it back; the row itself stays."""
        return replace(
            self,
            principal=-self.principal,
            interest=-self.interest,
            fee=-self.fee,
            penalty=-self.penalty,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A fee or penalty of the club's own paper rules; the bot never makes one.

    It is asked for together with the instalment of the period in which it falls due, so from the
    day after that period starts; one from before the first period comes with the first.

    Raises:
        BadTerms: it is neither, or nothing.
    """

    part: Part
    due_on: date
    amount: Dong

    def __post_init__(self) -> None:
        """Refuse what is no charge."""
        if self.part not in {Part.FEE, Part.PENALTY}:
            raise BadTerms("part", self.part)
        if self.amount <= 0:
            raise BadTerms("amount", self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """A time in which no period begins to bear interest: by decision, at a death or a disaster."""

    starts_on: date
    ends_on: date | None = None
    """The first day that bears interest again."""

    def holds(self, day: date) -> bool:
        """Say whether a period that starts on the day bears no interest."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """An extension: the schedule that it put aside, and what had been paid on it by then."""

    agreed_on: date
    before: Loan
    paid: Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan(Conditions):
    """A loan that was paid out: its conditions and its fixed schedule."""

    instalments: tuple[Instalment, ...]
    """In due order, at least one."""
    charges: tuple[Charge, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    renewal: Renewal | None = None
    """How this schedule came to be, where it is not the first one."""
    moved: Mapping[date, date] = field(default_factory=dict)
    """Where meetings on days of the schedule went, and with them what is due then."""

    @classmethod
    def on(cls, terms: Terms, *, charges: Iterable[Charge] = ()) -> Loan:
        """Lend on terms."""
        return cls(**fields_of(terms), instalments=schedule(terms), charges=tuple(charges))

    def renewed(self, renewal: Renewal) -> Loan:
        """Return it as the schedule that an extension made; it has a number 0, if only of 0 đ.

        What is paid before and taken back later is owed there, at once: the first period may not
        have begun, and who pays everything until then would still owe it.
        """
        first = self.instalments[0]
        brought = Instalment(
            number=0,
            starts_on=renewal.agreed_on - timedelta(days=1),
            due_on=first.due_on,
            principal=0,
            interest=0,
        )
        before = (brought,) if first.number else ()
        return replace(self, instalments=(*before, *self.instalments), renewal=renewal)

    @property
    def principal(self) -> Dong:
        """What was owed at the start."""
        return sum(item.principal for item in self.instalments)

    def due(self, day: date) -> date:
        """Return when what the schedule has on a day is due: then, or later, never earlier."""
        return max(day, self.moved.get(day, day))

    @property
    def due_days(self) -> list[date]:
        """When each instalment is due, none before the one before it."""
        return list(accumulate((self.due(item.due_on) for item in self.instalments), max))

    @property
    def matures_on(self) -> date:
        """The day on which the last instalment is due."""
        return self.due_days[-1]

    @property
    def anchor_day(self) -> int:
        """The day of the month on which periods after the schedule end.

        A last due day at a month's end may stand for a later one: 31 January, 28 February is 31.
        """
        last = self.instalments[-1].due_on
        if last.day < monthrange(last.year, last.month)[1]:
            return last.day
        return max((item.due_on.day for item in self.instalments if item.number), default=last.day)

    def bears_interest(self, starts_on: date) -> bool:
        """Say whether a period that starts on the day is outside of every freeze."""
        return not any(freeze.holds(starts_on) for freeze in self.freezes)


def paid_on(loan: Loan, payments: Iterable[Payment]) -> list[Payment]:
    """Return what was paid on the schedule in force, in order: one payment per day and choice.

    Reversals are taken off. What had been paid when an extension was agreed counts on the schedule
    before; only what is entered or taken back afterwards, for whatever day, counts on this one.
    """
    renewal = loan.renewal
    days: dict[tuple[date, Prepaying], Payment] = {}
    for payment in [*payments, *([renewal.paid.reversed()] if renewal else [])]:
        key = payment.value_day, payment.prepaying
        if renewal and payment.value_day <= renewal.agreed_on:
            key = renewal.agreed_on, Prepaying.NEXT
        days[key] = added(days.get(key), payment, *key)
    found = [days[key] for key in sorted(days, key=_by_day_and_choice)]
    return [one for one in found if one.principal or one.interest or one.fee or one.penalty]


def _by_day_and_choice(key: tuple[date, Prepaying]) -> tuple[date, int]:
    return key[0], _CHOICES.index(key[1])


_CHOICES: Sequence[Prepaying] = tuple(Prepaying)


def added(
    before: Payment | None, payment: Payment, value_day: date, prepaying: Prepaying
) -> Payment:
    """Add up two payments as one of a day."""
    before = before or Payment(value_day=value_day, principal=0, interest=0)
    return Payment(
        value_day=value_day,
        principal=before.principal + payment.principal,
        interest=before.interest + payment.interest,
        fee=before.fee + payment.fee,
        penalty=before.penalty + payment.penalty,
        prepaying=prepaying,
    )
