"""On what a club lends: conditions, sums and months of a product, and the law's limit on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.money.amounts import Dong
from bot.money.loans import AboveCap, Conditions, Terms, Way, anchored, check_cap, highest_rate

LEAST, MOST = 3_000_000, 10_000_000
MONTHS = (6, 12)
THOUSAND = 1000
FAR = 10
"""So many times the usual sum is asked back."""
RATE_BP = 100
"""1% a month: what clubs begin with where their loans do not say otherwise."""


class BadOffer(ValueError):
    """A club cannot lend like that: `field` names what does not fit."""

    def __init__(self, field: str) -> None:
        """Keep the name of the field."""
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A kind of loan that a club offers; sums in đồng.

    Raises:
        BadOffer: two of the figures contradict each other.
    """

    conditions: Conditions
    least: Dong = LEAST
    """Of one loan."""
    most: Dong = MOST
    months: tuple[int, ...] = MONTHS
    """How long its loans may run, the shortest first."""
    owed_at_most: Dong = MOST
    """By one member, all loans together."""
    second_loan: bool = False
    """Whether who has an open loan may have another one."""
    name: str = ""
    """Empty: it has none, being the only one."""

    def __post_init__(self) -> None:
        """Refuse an offer without a meaning."""
        every, grace = self.conditions.every, self.conditions.principal_from - 1
        good = {
            "least": 0 < self.least <= self.most,
            "owed_at_most": self.owed_at_most >= self.most,
            "months": bool(self.months) and list(self.months) == sorted(set(self.months)),
            "every": all(one > 0 and one % every == 0 for one in self.months),
            "grace": all(grace * every < one for one in self.months),
        }
        for field, holds in good.items():
            if not holds:
                raise BadOffer(field)

    @property
    def grace(self) -> int:
        """Months in which only interest is paid."""
        return (self.conditions.principal_from - 1) * self.conditions.every

    def lends(self, amount: Dong) -> bool:
        """Whether one loan may be of that sum."""
        return self.least <= amount <= self.most


def changed(offer: Offer, field: str, value: object) -> Offer:
    """Return the offer with another value for one field; what follows from it changes, too.

    The fields are those of `Offer`, and `rate_bp`, `way`, `every` and `grace`, both in months.

    Raises:
        BadOffer, BadTerms: it does not fit the rest.
    """
    held = offer.conditions
    if field == "rate_bp" and held.way is Way.NO_INTEREST:
        raise BadOffer("rate_bp")
    if field == "way":
        way = Way(str(value))
        rate_bp = 0 if way is Way.NO_INTEREST else held.rate_bp
        return replace(offer, conditions=replace(held, way=way, rate_bp=rate_bp))
    if field == "every":
        return _every(offer, int(str(value)))
    if field == "grace":
        return _with_grace(offer, int(str(value)))
    if field == "rate_bp":
        return replace(offer, conditions=replace(held, rate_bp=int(str(value))))
    new = {field: value}
    if field == "most":
        new["owed_at_most"] = max(offer.owed_at_most, int(str(value)))
    return replace(offer, **new)  # type: ignore[arg-type]  # a field of Offer, named by its caller


def _every(offer: Offer, every: int) -> Offer:
    """Change how often is paid: terms that are no multiple of it go, a grace that is none too."""
    months = tuple(one for one in offer.months if one % every == 0)
    if not months:
        raise BadOffer("every")
    periods = offer.grace // every if offer.grace % every == 0 else 0
    conditions = replace(offer.conditions, every=every, principal_from=periods + 1)
    return replace(offer, conditions=conditions, months=months)


def _with_grace(offer: Offer, months: int) -> Offer:
    if months % offer.conditions.every:
        raise BadOffer("grace")
    periods = months // offer.conditions.every
    return replace(offer, conditions=replace(offer.conditions, principal_from=periods + 1))


def instalments_within(months: int, every: int, starts_on: date, first_due: date) -> int:
    """Count the due days from the first one until a loan has run so many months; at least one.

    From 21 November, 12 months: first due on 10 December 12 instalments, on 10 June 6.
    """
    ends_on = anchored(starts_on, months, starts_on.day)
    later = (ends_on.year - first_due.year) * 12 + ends_on.month - first_due.month
    if first_due.day > ends_on.day and anchored(first_due, later, first_due.day) > ends_on:
        later -= 1
    return max(1, later // every + 1)


def terms_of(
    conditions: Conditions,
    *,
    principal: Dong,
    periods: int,
    starts_on: date,
    first_due: date,
) -> Terms:
    """Return the terms of one loan of a product.

    Where so few instalments are left that all would be interest only, the last one carries all.

    Raises:
        BadTerms: the first day to pay has come already.
    """
    fitting = replace(
        conditions,
        principal_from=min(conditions.principal_from, periods),
        interest_from=min(conditions.interest_from, periods),
    )
    return Terms.under(
        fitting, principal=principal, starts_on=starts_on, first_due=first_due, periods=periods
    )


def example(offer: Offer, principal: Dong, months: int, on: date) -> Terms:
    """Return the terms of a loan that is paid out on a day and first due a whole period later."""
    every = offer.conditions.every
    return terms_of(
        offer.conditions,
        principal=principal,
        periods=months // every,
        starts_on=on,
        first_due=anchored(on, every, on.day),
    )


def check_offer(offer: Offer, *, cap_bp: int, on: date) -> None:
    """Let pass only what costs no more than the cap, at each term, for the least and most sums.

    Args:
        offer: of the club.
        cap_bp: basis points a year, on the money still owed.
        on: a day from which the examples run.

    Raises:
        AboveCap: one of them costs more; with the highest figure among them, and the highest
            monthly rate at which all of them pass.
    """
    cases = [example(offer, sum_, months, on) for sum_ in _sums(offer) for months in offer.months]
    above = [error for terms in cases if (error := _above(terms, cap_bp))]
    if not above:
        return
    raise AboveCap(
        yearly=max(error.yearly for error in above),
        cap_bp=cap_bp,
        highest_bp=_highest(cases, cap_bp),
    )


def _sums(offer: Offer) -> set[Dong]:
    return {offer.least, offer.most}


def _above(terms: Terms, cap_bp: int) -> AboveCap | None:
    try:
        check_cap(terms, cap_bp=cap_bp)
    except AboveCap as error:
        return error
    return None


def _highest(cases: list[Terms], cap_bp: int) -> int | None:
    """Return the highest rate at which all pass; rounding may let one fail below its own."""
    rate = cases[0].rate_bp
    while True:
        found = [highest_rate(replace(one, rate_bp=rate), cap_bp=cap_bp) for one in cases]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            return None
        if min(known) == rate:
            return rate
        rate = min(known)


def perhaps_meant(amount: Dong, least: Dong, most: Dong, usual: Dong | None) -> Dong | None:
    """Return the sum that was probably meant; None where it is plausible, or nothing else fits.

    Asked about is what lies outside of `least` and `most`, is ten times the usual sum, or is not
    in thousands: 50 triệu where 10 are lent at most is 5, a bare 5000 is 5 triệu.
    """
    if _is_plausible(amount, least, most, usual):
        return None
    whole = (amount + THOUSAND // 2) // THOUSAND * THOUSAND
    tries = (whole, amount * THOUSAND, amount * 10, amount // 10, amount // 100)
    return next((one for one in tries if _is_plausible(one, least, most, usual)), None)


def _is_plausible(amount: Dong, least: Dong, most: Dong, usual: Dong | None) -> bool:
    if amount % THOUSAND or not least <= amount <= most:
        return False
    return usual is None or amount < FAR * usual
