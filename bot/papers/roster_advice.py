"""What to write instead: the words for every finding of the roster's checks."""

from __future__ import annotations

from datetime import date

from bot.i18n import _, day, money
from bot.papers.roster_checks import Finding


def advice(finding: Finding) -> str:
    """Say in the language that is spoken now what to write instead."""
    return _advices()[finding.problem].format(other=_shown(finding.other))


def _advices() -> dict[str, str]:
    return {
        "unknown_member": _("No member has this number. Write a number of the page Thành viên."),
        "one_signature": _(
            "Two people sign the opening balances. Write the number of another one."
        ),
        "kin_signatures": _("Both who sign live under one roof. Better two from two households."),
        "number_twice": _(
            "This number stands further up already. Give everybody a different one."
        ),
        "birth_year": _("The year of birth lies between 1900 and {other}, such as 1948."),
        "no_birth_year": _("Without a year of birth the bot cannot ask for it when she joins."),
        "consent_undated": _("Write the day on which the paper was signed, such as 15/12/2026."),
        "not_yet": _("This is later than {other}, the day of the balances. Please look again."),
        "two_heads": _("A club has one head, and {other} is it already. Write one of them only."),
        "books_and_cash": _("Books and cash in one hand. Better another one keeps the cash."),
        "no_head": _("Nobody is Chủ nhiệm. Write it in the column Chức vụ."),
        "no_treasurer": _("Nobody is Thủ quỹ. Write it in the column Chức vụ."),
        "same_name": _("Another {other} is in the same hamlet. What does the village call each?"),
        "household_differs": _("People of one household have one status. Please make them alike."),
        "other_name": _("This number is {other}'s. Put the number or the name right."),
        "left_above_principal": _(
            "More is left than was lent ({other}). Please look at both sums."
        ),
        "nothing_left": _("This loan is paid back. Take its row out."),
        "due_before_paid_to": _(
            "Interest is paid to {other}: the next day to pay comes after it."
        ),
        "paid_to_before_paid_out": _(
            "The loan began on {other}: interest is paid to that day or later."
        ),
        "above_cap": _(
            "More than 20% a year on what is left, the most that the law allows. "
            "It is taken over with a mark: the head decides what becomes of it."
        ),
        "rate_without_interest": _(
            "Without interest the rate is 0. Put the rate or the way right."
        ),
        "tiny_rate": _("Very little for a month. If one percent is meant, write 1."),
        "no_holder": _("Cash is always with somebody. Write the number of who keeps it."),
        "balance_twice": _("The same money stands further up already. Add both up in one row."),
    }


def _shown(other: str | int | date) -> str:
    if isinstance(other, date):
        return day(other)
    return money(other) if isinstance(other, int) else other
