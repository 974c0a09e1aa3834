"""What an entry is called on a list: whose money it was, or what it was for."""

from __future__ import annotations

from datetime import date

from bot.i18n import _, money
from bot.people import Member
from bot.storage.entries import Entry
from bot.telling import called


def title(entry: Entry, payer: Member | None, today: date) -> str:
    """Return what an entry is called, in the language that is spoken now.

    A member's repayment goes by her name; everything else says what it is, too.
    """
    name = called(payer, today) if payer else entry.note
    return _titles().get(entry.kind, "{name}").format(name=name, note=entry.note)


def signed(entry: Entry) -> str:
    """Return the sum of an entry, with a word before it where the money went out."""
    return in_or_out(entry.amount or entry.moved)


def in_or_out(amount: int) -> str:
    """Return a sum, below zero as what was paid out: "chi 5.000.000 đ"; nobody reads a minus."""
    if amount >= 0:
        return money(amount)
    return _("paid out {amount}").format(amount=money(-amount))


def _titles() -> dict[str, str]:
    return {
        "fee": _("{name} (member's fee)"),
        "payout": _("{name} (loan paid out)"),
        "gift": _("{name} (gift)"),
        "income": _("Joint business: {note}"),
        "expense": _("Spent: {note}"),
        "to_bank": _("Cash taken to the bank"),
        "from_bank": _("Cash fetched from the bank"),
        "handed_over": _("Cash from hand to hand: {note}"),
        "deposit": _("{name} (deposit)"),
        "deposit_back": _("{name} (deposit given back)"),
        "borrowed": _("{name} (lends the club)"),
        "borrowed_back": _("{name} (is paid back by the club)"),
        "between_funds": _("From one fund to the other"),
        "cash_difference": _("Difference at the cash count: {note}"),
    }
