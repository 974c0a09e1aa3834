"""An application in words: what is asked for, and what would be paid back and when."""

from __future__ import annotations

from datetime import date

from bot.handlers.lending.product_words import cost, from_to, payments
from bot.i18n import _, day, in_words, money, sentence
from bot.money.loans import Terms, schedule
from bot.money.products import terms_of
from bot.people import Club
from bot.storage.applications import Application
from bot.storage.products import Product

NOBODY = ""
"""Who else of the household owes elsewhere: nobody."""


def terms_if_paid_out(
    product: Product, *, amount: int, periods: int, first_due: date, on: date
) -> Terms:
    """Return the terms of a loan that is paid out on that day, or on its first day to pay."""
    starts_on = on if first_due > on else date.fromordinal(first_due.toordinal() - 1)
    return terms_of(
        product.offer.conditions,
        principal=amount,
        periods=periods,
        starts_on=starts_on,
        first_due=first_due,
    )


def asked_for(amount: int, purpose: str) -> str:
    """Say what is asked for: "5,000,000 đ (five million đồng) for pigs"."""
    return _("{amount} ({words}) for {purpose}").format(
        amount=money(amount), words=in_words(amount), purpose=purpose
    )


def paid_back(club: Club, terms: Terms) -> str:
    """Say in two lines what is paid each time and at last, and what it costs."""
    dues = schedule(terms)
    return _("Paid back {days}: {payments}.\n{cost}").format(
        days=from_to(dues), payments=payments(dues), cost=cost(club, terms)
    )


def who_else_in_words(who_else: str) -> str:
    """Say who else of the household has to pay back something elsewhere."""
    if who_else == NOBODY:
        return _("Nobody else at home has a loan.")
    return _("At home there is also to pay back: {who}.").format(who=who_else)


def in_full(
    club: Club, application: Application, product: Product, *, whose: str, today: date
) -> str:
    """Say all of an application; `whose` is the name of who asks, empty to herself."""
    terms = terms_if_paid_out(
        product,
        amount=application.amount,
        periods=application.periods,
        first_due=application.first_due,
        on=today,
    )
    asked = asked_for(application.amount, application.purpose)
    if whose:
        asked = sentence(_("{name} asks for {what}"), name=whose, what=asked)
    return f"{asked}.\n{paid_back(club, terms)}\n{who_else_in_words(application.who_else)}"


def status_in_words(application: Application, asked_on: date) -> str:
    """Say how an application stands, to who made it."""
    if application.status == "agreed":
        return _("The board has agreed; the money is still to be handed over.")
    return _("Asked on {day}. The board has not decided yet.").format(day=day(asked_on))
