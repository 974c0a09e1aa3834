"""How a meeting day's money is spoken of: what a sum pays for, and how far the list has got."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.clock import local
from bot.handlers import slips
from bot.handlers.collecting.people import Person
from bot.i18n import _, clock_time, money, ngettext, short_day
from bot.money.loans import Share, TooMuch
from bot.people import Member
from bot.storage.declarations import Declared
from bot.telling import called
from bot.turn import Turn


def split(person: Person, parts: Sequence[int], on: date, *, principal_first: bool = False) -> str:
    """Say what a sum pays for: "lãi 50.000 đ, gốc 450.000 đ, phí tháng 11: 5.000 đ".

    Raises:
        TooMuch: a loan needs less by now.
    """
    said: list[str] = []
    several = sum(1 for one in person.items if one.row.loan_id) > 1
    for item, amount in zip(person.items, parts, strict=True):
        share = item.share(amount, on, principal_first=principal_first)
        if share is None:
            said += [fee_words(item.months(amount), amount)] if amount else []
        elif several and item.owed.loan:
            text = _("loan {number}: {split}")
            said.append(
                text.format(number=item.owed.loan.number, split=loan_split(person.member, share))
            )
        else:
            said.append(loan_split(person.member, share))
    return "; ".join(said)


def loan_split(member: Member, share: Share) -> str:
    """Say how a sum is split for a loan, with charges of the club's own rules if there are any."""
    said = []
    if share.interest or share.principal:
        said.append(slips.split(member.club, share, whole=False))
    if charges := share.fee + share.penalty:
        said.append(_("charges {amount}").format(amount=money(charges)))
    return ", ".join(said)


def fee_words(months: Collection[date], amount: int) -> str:
    """Say for which months a fee is: "phí tháng 11/2026: 5.000 đ"."""
    text = ngettext("fee of {months}: {amount}", "fees of {months}: {amount}", len(months))
    named = ", ".join(f"{month.month}/{month.year}" for month in months)
    return text.format(months=named, amount=money(amount))


def asked_for(person: Person, on: date) -> str:
    """Say what she is asked for, thing by thing, and until when it is due where that is later."""
    try:
        said = split(person, [item.owed.due for item in person.items], on)
    except TooMuch:  # of a loan with charges that closing it leaves out
        said = money(person.due)
    later = [item.owed.until for item in person.items if item.owed.until and item.owed.until > on]
    if later:
        said = _("{split} (due on {day})").format(split=said, day=short_day(max(later)))
    return said


def handed_over(person: Person, on: date) -> str:
    """Say what she has handed over and what for; the sum alone where the books have changed."""
    rows = [item.row for item in person.items]
    first = any(row.principal_first for row in rows)
    if not all(item.fits for item in person.items):
        return money(person.paid)
    said = split(person, [row.amount for row in rows], on, principal_first=first)
    return _("{amount} ({split})").format(amount=money(person.paid), split=said)


def told_of(turn: Turn, person: Person, declared: Declared) -> str:
    """Say that she has told of money: "bà Hoa đã báo nộp 500.000 đ lúc 8:10: chính khoản này?"."""
    at = local(declared.declared_at, turn.zone)
    text = _("{name} told me at {time} of {amount}: is it this very money?")
    if not declared.in_cash:
        text = _("{name} told me at {time} of {amount} sent to the bank: it is not in the box.")
    when = clock_time(at)
    if at.date() != turn.today:
        when = _("{time} on {day}").format(time=when, day=short_day(at.date()))
    return turn.words(
        text,
        name=called(person.member, turn.today),
        time=when,
        amount=money(declared.amount),
    )


def on_other_lists(turn: Turn, person: Person) -> list[str]:
    """Say what of her money stands on other lists that are not closed."""
    text = _("{amount} of {name} stands on the list of {day} already, which is not closed.")
    return [
        text.format(
            amount=money(one.amount),
            name=called(person.member, turn.today),
            day=short_day(one.held_on, today=turn.today),
        )
        for one in person.elsewhere
    ]


def the_rest(person: Person, on: date) -> list[str]:
    """Say what is due beside the money on other lists, where that is a part of it."""
    if not (rest := sum(person.rest)):
        return []
    text = _("The rest: {amount} ({split})")
    return [text.format(amount=money(rest), split=split(person, person.rest, on))]


def mark_of(person: Person, on: date) -> str:
    """Say what was said of her so far: "lần sau", "để riêng", or the sum with its split."""
    said = {
        "paid": lambda: handed_over(person, on),
        "aside": lambda: _("set aside"),
        "later": lambda: _("next time"),
        "open": lambda: _("not asked yet"),
    }
    return said[person.state]()
