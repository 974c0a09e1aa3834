"""More than is due: what the rest shall be, asked only where it makes a difference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat import Choice
from bot.handlers.sums import due_now
from bot.handlers.ways_out import never_mind
from bot.i18n import _, money, ngettext
from bot.money.loans import Payment, Prepaying, Share, Standing, rows
from bot.storage.loans import Borrowed
from bot.storage.talk import Data
from bot.turn import Answer, Turn

BACK, GIFT = "back", "gift"
"""The rest is none of the loan's: it goes back, or to the club."""

Left = tuple[tuple[date, int], ...]
"""What stays to be paid: a day and đồng for each instalment."""


def question(
    turn: Turn, step: str, loan: Borrowed, share: Share, data: Data, *, gift: bool
) -> Answer | None:
    """Ask what the rest of a sum shall be; None where that is said, or would change nothing.

    `data` is kept; the choice is for `chosen`. The usual way, the next ones less, comes first.
    """
    amount = share.total
    if _said(data, amount) or "declaration" in data:
        return None
    rest = amount - _asked_for(share, loan.standing(turn.today), turn.today)
    found = ways(loan, share, turn.today) if rest else {}
    if len(found) < 2:
        return None
    due = due_now(turn, loan)
    return turn.ask(
        step,
        _("That is {rest} more than is due now. What shall the rest be?"),
        *(Choice(way.value, label(way, left)) for way, left in found.items()),
        *(only(due, gift=gift) if due else ()),
        never_mind(),
        data={**data, "ahead": {"amount": amount, "choice": ""}, "due": due},
        rest=money(rest),
    )


def _asked_for(share: Share, now: Standing, on: date) -> int:
    """Return how much of a sum is due now, đồng: "trả gốc" leaves what is due of interest."""
    dues = now.due_by(on) or now.begun
    interest = min(share.interest, sum(due.interest for due in dues))
    principal = min(share.principal, sum(due.principal for due in dues))
    charges = min(share.fee + share.penalty, sum(due.charges for due in dues))
    return interest + principal + charges


def only(amount: int, *, gift: bool) -> tuple[Choice, ...]:
    """Offer to take this much alone; with `gift` the rest may be the club's."""
    back = _("Only {amount}, the rest goes back").format(amount=money(amount))
    given = _("Only {amount}, the rest is a gift").format(amount=money(amount))
    return (Choice(BACK, back), Choice(GIFT, given)) if gift else (Choice(BACK, back),)


def chosen(turn: Turn) -> tuple[int, Data]:
    """Return the sum that counts now, đồng, and the data with what was chosen."""
    amount = turn.data["ahead"]["amount"]
    if turn.choice == BACK:
        return turn.data["due"], {key: its for key, its in turn.data.items() if key != "ahead"}
    return amount, {**turn.data, "ahead": {"amount": amount, "choice": turn.choice}}


def prepaying(data: Data, amount: int) -> str:
    """Return what was chosen for a sum, as it is posted; empty for the usual way."""
    said = _said(data, amount)
    return "" if said == Prepaying.NEXT.value else said


def words(said: str) -> str:
    """Say what principal paid ahead does, in the language that is spoken now."""
    return {
        Prepaying.FEWER.value: _("The instalments stay, and there are fewer."),
        Prepaying.SMALLER.value: _("All that come are smaller."),
    }.get(said, "")


def _said(data: Data, amount: int) -> str:
    ahead = data.get("ahead") or {}
    return str(ahead["choice"]) if ahead.get("amount") == amount else ""


def ways(loan: Borrowed, share: Share, on: date) -> dict[Prepaying, Left]:
    """Return what each choice leaves to pay, without those that come to the same."""
    found: dict[Left, Prepaying] = {}
    for way in Prepaying:
        paid = Payment(
            value_day=on,
            principal=share.principal,
            interest=share.interest,
            fee=share.fee,
            penalty=share.penalty,
            prepaying=way,
        )
        left = tuple(
            (row.asked.due_on, row.left)
            for row in rows(loan.terms, (*loan.payments, paid), on)
            if row.left
        )
        found.setdefault(left, way)
    return {way: left for left, way in found.items() if left}


def label(way: Prepaying, left: Sequence[tuple[date, int]]) -> str:
    """Say on a button what a way does, with what it leaves to pay."""
    if way is Prepaying.FEWER:
        count = len(left)
        return ngettext(
            "Done sooner: {count} time left", "Done sooner: {count} times left", count
        ).format(count=count)
    if way is Prepaying.SMALLER:
        return _("All smaller: {amount}").format(amount=money(left[0][1]))
    return _("Off what comes next")
