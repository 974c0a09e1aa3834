"""On what a club lends, in everyday words, with what is paid each time in đồng."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.handlers.slips import rate_word
from bot.i18n import _, day, money, ngettext, percent
from bot.money.loans import AboveCap, Instalment, Terms, Way, schedule, true_yearly_rate
from bot.money.products import Offer, example
from bot.people import Club

EXAMPLE = 5_000_000
"""Đồng: what a loan most often is, as an example."""
FINER = (Decimal("0.1"), Decimal("0.01"), Decimal("0.001"))
"""To which decimal a rate is shown, in percent."""


def name_of(offer: Offer) -> str:
    """Return the name of a kind of loan."""
    return capital(offer.name) or _("The usual loan")


def summary(club: Club, offer: Offer, today: date) -> str:
    """Say on what a club lends, an example among it."""
    lent = _("{name}: {sums}, for {months}.") if offer.name else _("Lent is {sums}, for {months}.")
    lines = [
        lent.format(name=name_of(offer), sums=sums(offer), months=months_in_words(offer.months)),
        _("{rate}. {way}").format(
            rate=capital(rate(club, offer)), way=capital(way_of(club, offer))
        ),
    ]
    if offer.conditions.every > 1:
        every = _("Paid every {number} months.").format(number=offer.conditions.every)
        lines.append(every)
    if offer.grace and offer.conditions.way is not Way.PRINCIPAL_AT_END:
        lines.append(grace(club, offer))
    lines.append(example_in_words(club, offer, today))
    lines.append(limit(offer))
    return "\n".join(lines)


def sums(offer: Offer) -> str:
    """Return "from 3,000,000 đ to 10,000,000 đ"."""
    if offer.least == offer.most:
        return money(offer.most)
    return _("from {least} to {most}").format(least=money(offer.least), most=money(offer.most))


def months_in_words(months: Sequence[int]) -> str:
    """Return "6 or 12 months"."""
    *first, last = [str(one) for one in months]
    if not first:
        return ngettext("{number} month", "{number} months", months[0]).format(number=months[0])
    return _("{first} or {last} months").format(first=", ".join(first), last=last)


def rate(club: Club, offer: Offer) -> str:
    """Return "interest 1% a month"."""
    if not offer.conditions.rate_bp:
        return _("no {interest}").format(interest=rate_word(club))
    return _("{interest} {rate} a month").format(
        interest=rate_word(club), rate=percent(offer.conditions.rate_bp)
    )


def way_in_words(club: Club, way: Way) -> str:
    """Say in everyday words how a loan is paid back."""
    texts = {
        Way.PRINCIPAL_AT_END: _("{interest} each time, the whole loan at the end."),
        Way.EQUAL_PRINCIPAL: _(
            "The same part of the loan each time, and {interest} on what is left of it."
        ),
        Way.EQUAL_INSTALMENTS: _("The same sum each time, with the {interest} in it."),
        Way.FLAT: _(
            "The same part of the loan each time, and {interest} on the whole loan to the end."
        ),
        Way.NO_INTEREST: _("The same part of the loan each time, without {interest}."),
    }
    return texts[way].format(interest=rate_word(club))


def way_of(club: Club, offer: Offer) -> str:
    """Say how loans of an offer are paid back; of interest nothing where none is asked."""
    way = offer.conditions.way
    if offer.conditions.rate_bp:
        return way_in_words(club, way)
    if way is Way.PRINCIPAL_AT_END:
        return _("The whole loan at the end, all at once.")
    return way_in_words(club, Way.NO_INTEREST)


def way_on_button(club: Club, way: Way) -> str:
    """Return a way to pay back, as short as a button."""
    texts = {
        Way.PRINCIPAL_AT_END: _("{interest} monthly, loan at the end"),
        Way.EQUAL_PRINCIPAL: _("Equal parts, {interest} falling"),
        Way.EQUAL_INSTALMENTS: _("The same sum each time"),
        Way.FLAT: _("Equal parts, {interest} on all of it"),
        Way.NO_INTEREST: _("Equal parts, no {interest}"),
    }
    return capital(texts[way].format(interest=rate_word(club)))


def example_in_words(club: Club, offer: Offer, today: date) -> str:
    """Say what is paid each time for the usual sum over the longest term, and what that costs."""
    lent = min(max(EXAMPLE, offer.least), offer.most)
    months = offer.months[-1]
    terms = example(offer, lent, months, today)
    return _("For example {amount} over {months}: {payments}. {cost}").format(
        amount=money(lent),
        months=months_in_words([months]),
        payments=payments(schedule(terms)),
        cost=cost(club, terms),
    )


def payments(dues: Sequence[Instalment]) -> str:
    """Say what is paid each time and at last: "11 times 50,000 đ, the last time 5,050,000 đ".

    A day on which nothing is to be paid is no time.
    """
    totals = [one.total for one in dues if one.total]
    first, last, number = totals[0], totals[-1], len(totals)
    if number == 1:
        return _("{last}, all at once").format(last=money(last))
    if len(set(totals)) == 1:
        return _("{number} times {each}").format(number=number, each=money(first))
    if len(set(totals[:-1])) == 1:
        return _once_or_more(number - 1, first) + ", " + _the_last(last)
    if len(set(totals[1:-1])) == 1:
        begins = _("the first time {first}").format(first=money(first))
        return ", ".join([begins, _once_or_more(number - 2, totals[1]), _the_last(last)])
    if first == max(totals):
        text = _("{number} times: the first time {first}, then less and less")
        return f"{text.format(number=number, first=money(first))}, {_the_last(last)}"
    text = _("{number} times: the first time {first}, at most {highest}")
    highest = money(max(totals))
    return f"{text.format(number=number, first=money(first), highest=highest)}, {_the_last(last)}"


def cost(club: Club, terms: Terms) -> str:
    """Say what a loan costs in all, and a year on the money still lent."""
    in_all = sum(one.interest for one in schedule(terms))
    if not in_all:
        return _("Nothing more than was lent.")
    return _("{interest} in all {total}, that is {yearly} a year on what is still lent.").format(
        interest=capital(rate_word(club)),
        total=money(in_all),
        yearly=yearly(true_yearly_rate(terms)),
    )


def yearly(share: float) -> str:
    """Return a yearly rate with one decimal: "21.5%"."""
    return percent(round(share * 1000) * 10)


def grace(club: Club, offer: Offer) -> str:
    """Say for how long only interest is paid."""
    text = ngettext(
        "For the first {number} month only {interest} is paid.",
        "For the first {number} months only {interest} is paid.",
        offer.grace,
    )
    return text.format(number=offer.grace, interest=rate_word(club))


def limit(offer: Offer) -> str:
    """Say how much one member can have borrowed, and whether two loans at once."""
    if offer.second_loan:
        text = _("A second loan beside the first is possible, together up to {most}.")
        return text.format(most=money(offer.owed_at_most))
    return _("One loan at a time.")


def too_dear(offer: Offer, error: AboveCap) -> str:
    """Say why the law does not let a club lend like that, and at what rate it would."""
    text = _(
        "{rate} a month paid like this comes to {yearly} a year on the money still lent. The law"
        " allows {cap} at the most, so I cannot set that."
    ).format(
        rate=percent(offer.conditions.rate_bp),
        yearly=_above(error),
        cap=percent(error.cap_bp),
    )
    if error.highest_bp is None:
        return text
    more = _("The highest that passes is {rate} a month.")
    return f"{text} {more.format(rate=percent(error.highest_bp))}"


def _above(error: AboveCap) -> str:
    """Return a yearly rate above the cap with as many decimals as show that it is: "20.04%"."""
    cap = Decimal(error.cap_bp) / 100
    for finest in FINER:
        shown = Decimal(error.yearly * 100).quantize(finest)
        if shown > cap:
            return percent(shown * 100)
    return percent((cap + FINER[-1]) * 100)


def from_to(dues: Sequence[Instalment]) -> str:
    """Say when it is paid for the first time, and for the last."""
    if len(dues) == 1:
        return _("on {day}").format(day=day(dues[0].due_on))
    return _("from {first} to {last}").format(first=day(dues[0].due_on), last=day(dues[-1].due_on))


def capital(text: str) -> str:
    """Return a text that opens a sentence."""
    return text[:1].upper() + text[1:]


def _once_or_more(number: int, each: int) -> str:
    if number == 1:
        return _("the first time {first}").format(first=money(each))
    return _("{number} times {each}").format(number=number, each=money(each))


def _the_last(last: int) -> str:
    return _("the last time {last}").format(last=money(last))
