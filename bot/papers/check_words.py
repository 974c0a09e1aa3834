"""What `tugiup check` says: each row that breaks a proof in a sentence, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.i18n import _, day, money, ngettext
from bot.money.books import Fund
from bot.storage.proofs import Broken, Finding, Looked

SUMS = frozenset({"income", "activity", "amount", "posted", "lowest", "scheduled", "noted"})
"""The columns that are đồng."""


def report(broken: Broken) -> list[str]:
    """Return the lines about a proof that does not hold: the rows, how many more, what to do."""
    lines = [sentence(one) for one in broken.shown]
    more = broken.faults + broken.warnings - len(broken.shown)
    if more:
        text = ngettext("… and {count} more.", "… and {count} more.", more)
        lines.append(text.format(count=more))
    return [*lines, f"  {advice(broken)}"]


def sentence(one: Finding) -> str:
    """Say of which club a row is and what is wrong with it."""
    figures = _figures(one.row)
    what = _texts()[str(one.row.get("wrong", one.proof))].format(**figures)
    return f"{one.club}: {what[:1].upper()}{what[1:]}"


def advice(broken: Broken) -> str:
    """Say what an operator does about it."""
    if broken.proof != "below_zero":
        return _(
            "The bot writes no such row: the database was changed past it, or is damaged. Put back"
            " the last copy in which this command finds nothing, and let what came after it be"
            " entered again."
        )
    if broken.faults:
        return _("Ask the board to count the cash, and to mend what was entered wrongly.")
    return _("Ask the board what came in before that day and is not in the book yet.")


def summary(looked: Looked, faults: int) -> str:
    """Say how much was looked at, and how much of it is wrong."""
    found = _("Every proof holds.")
    if faults:
        text = ngettext("{count} row is wrong.", "{count} rows are wrong.", faults)
        found = text.format(count=faults)
    seen = _("Looked at {clubs} clubs, {entries} entries and {loans} loans.")
    seen = seen.format(clubs=looked.clubs, entries=looked.entries, loans=looked.loans)
    return f"{seen} {found}"


def said(found: Sequence[Broken]) -> list[str]:
    """Return the lines about several proofs."""
    return [line for broken in found for line in report(broken)]


def _figures(row: Mapping[str, Any]) -> dict[str, str]:
    figures = {name: _written(name, value) for name, value in row.items()}
    if "kind" in row:
        figures["slip"] = _slip(row["kind"])
        figures["place"] = _place(row["kind"], row.get("name"))
    return figures


def _written(name: str, value: object) -> str:
    if isinstance(value, date):
        return day(value)
    if name == "fund":
        return _("loan fund") if value == Fund.INCOME else _("activity fund")
    if name in SUMS:
        return money(int(Decimal(str(value))))  # PostgreSQL adds up to numbers with a point
    return str(value)


def _slip(kind: str) -> str:
    return _("receipt slip") if kind == "receipt" else _("payment slip")


def _place(kind: str, holder: str | None) -> str:
    if kind == "bank":
        return _("the bank account")
    return _("the cash kept by {name}").format(name=holder or "?")


def _texts() -> Mapping[str, str]:
    return {**_of_entries(), **_of_slips(), **_of_loans(), **_of_books(), **_of_decisions()}


def _of_entries() -> Mapping[str, str]:
    return {
        "unfinished": _("entry {entry} of {day} was begun and never posted."),
        "empty": _("entry {entry} of {day} has no lines."),
        "unbalanced": _(
            "entry {entry} comes to {income} in the loan fund and {activity} in the activity fund;"
            " both must be nothing, on two lines or more."
        ),
        "misplaced": _(
            "a line of entry {entry} of {day}, over {amount}, stands in a wrong account, fund or"
            " club, or names no loan."
        ),
        "no_mirror": _(
            "entry {entry} of {day} takes back entry {original}, but not line by line."
        ),
        "reversed_elsewhere": _(
            "entry {entry} of {day} takes back entry {original}, which is of a later day, or of"
            " another member or club."
        ),
        "agreed_alone": _(
            "{name} agreed to entry {entry} of {day}, but had entered it, or is of another club."
        ),
        "below_zero": _(
            "by the book, {place} of the {fund} came to {lowest}, less than nothing; the first"
            " such day is {day}."
        ),
        "entered_after_signing": _(
            "entry {entry} of {day} was entered after its month had been signed."
        ),
    }


def _of_slips() -> Mapping[str, str]:
    return {
        "gap": _("the {slip} {first} of {year} of the {fund} is missing, up to {last_missing}."),
        "miscounted": _(
            "the last {slip} of {year} of the {fund} is number {last}, but {counter} were given"
            " out."
        ),
        "misgiven": _(
            "the {slip} {number}/{year} of the {fund} belongs to no entry of that club, fund and"
            " year."
        ),
        "slipless": _("entry {entry} of {day} moved {amount} in the {fund} without a {slip}."),
    }


def _of_loans() -> Mapping[str, str]:
    return {
        "mislent": _(
            "loan {number} is over {amount}, but {posted} was paid out or taken over for it, or it"
            " is of another club."
        ),
        "misscheduled": _(
            "a schedule of loan {number} shares out {scheduled} where {amount} was owed."
        ),
        "unscheduled": _("loan {number} has no schedule."),
        "unreadable": _("loan {number} cannot be worked out: what was agreed is damaged."),
        "unlike": _(
            "of loan {number} {amount} is owed by what was paid, but {posted} by the ledger."
        ),
        "owing": _("loan {number} was closed on {day}, but {amount} is still owed."),
        "settled": _("loan {number} is paid off, but not closed."),
        "unasked": _("nobody asked for loan {number}."),
    }


def _of_books() -> Mapping[str, str]:
    return {
        "between_funds": _(
            "entry {entry} went from one fund to the other, and {amount} did not arrive there."
        ),
        "fees": _(
            "entry {entry} of {day} took in {amount} of fees that count, but pays for months of"
            " {noted}."
        ),
        "fee_months": _("the fee of {name} from {month}, {amount}, has no entry in that club."),
        "gifts": _("entry {entry} of {day} and the Golden Heart book do not agree."),
        "counts": _(
            "count {count_id} of {day} differs by {amount}, but {posted} was posted for it, or one"
            " person signed it alone."
        ),
        "notes": _("the notes of count {count_id} of {day} make {noted}, not {amount}."),
    }


def _of_decisions() -> Mapping[str, str]:
    return {
        "applications": _("application {application} of {name} does not agree with its loan."),
        "handovers": _(
            "the loan of application {application} of {name} was not handed over by two, or"
            " another sum was posted."
        ),
        "resolutions": _(
            "decision {resolution} ({reason}) has no two yeses, or somebody decided a matter of"
            " her own."
        ),
        "corrections": _(
            "the correction of entry {entry} ({reason}) mended nothing, or one person agreed"
            " alone."
        ),
        "declarations": _(
            "declaration {declaration} of {name} over {amount} does not agree with its entry."
        ),
    }
