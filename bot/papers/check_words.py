"""What `tugiup check` says: each row that breaks a proof in a sentence, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.clock import local_day
from bot.i18n import _, day, money, ngettext
from bot.money.books import Fund
from bot.papers import check_texts
from bot.papers.books.paper import month_name
from bot.people import DEFAULT_ZONE
from bot.storage.proofs import Broken, Finding, Looked

SUMS = frozenset(
    {"income", "activity", "amount", "posted", "lowest", "scheduled", "noted", "expected"}
)
"""The columns that are đồng."""
PAPERS = frozenset(
    {
        *("photo_gone", "list_without_paper", "payout_without_paper"),
        *("decision_without_paper", "month_without_paper", "count_without_paper"),
    }
)


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
    what = check_texts.texts()[str(one.row.get("wrong", one.proof))].format(**figures)
    return f"{one.club or _('All clubs')}: {what[:1].upper()}{what[1:]}"


def advice(broken: Broken) -> str:
    """Say what an operator does about it."""
    if broken.proof == "below_zero":
        if broken.faults:
            return _("Ask the board to count the cash, and to mend what was entered wrongly.")
        return _("Ask the board what came in before that day and is not in the book yet.")
    if broken.proof in ("in_own_matter", "kin_saw_it") and not broken.faults:
        return _(
            "Ask the board whether the two lived together already on that day. If they did, let"
            " another officer look at it once more."
        )
    if broken.proof in PAPERS:
        return _(
            "Ask the board for the paper, and keep it with the books. The photo is in an earlier"
            " copy of the database, if it ever was in this one."
        )
    if broken.proof == "products":
        return _("Ask the head of that club to look at what it lends on, and to set it anew.")
    return _damaged()


def _damaged() -> str:
    return _(
        "The bot writes no such row: the database was changed past it, or is damaged. Put back"
        " the last copy in which this command finds nothing, and let what came after it be"
        " entered again."
    )


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
    if "resolution" in row:
        figures["what"] = check_texts.kinds().get(row["kind"], row["kind"])
    elif "kind" in row:
        figures["slip"] = _slip(row["kind"])
        figures["place"] = _place(row["kind"], row.get("name"))
    if slips := row.get("slips"):
        figures["entry"] = f"{row['entry']} ({', '.join(map(_numbered, slips))})"
    return figures


def _numbered(slip: Mapping[str, Any]) -> str:
    name, fund = _slip(slip["kind"]), _written("fund", slip["fund"])
    return f"{name} {slip['number']}/{slip['year']}, {fund}"


def _written(name: str, value: object) -> str:
    if isinstance(value, date):
        return _day(value, is_month=name == "month")
    if name == "fund":
        return _("loan fund") if value == Fund.INCOME else _("activity fund")
    if name == "figure":
        return check_texts.figures()[str(value)]
    if name in SUMS:
        return money(int(Decimal(str(value))))  # PostgreSQL adds up to numbers with a point
    return str(value)


def _day(value: date, *, is_month: bool) -> str:
    if isinstance(value, datetime):
        return day(local_day(value, DEFAULT_ZONE))
    return month_name(value) if is_month else day(value)


def _slip(kind: str) -> str:
    return _("receipt slip") if kind == "receipt" else _("payment slip")


def _place(kind: str, holder: str | None) -> str:
    if kind == "bank":
        return _("the bank account")
    return _("the cash kept by {name}").format(name=holder or "?")
