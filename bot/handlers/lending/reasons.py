"""Why somebody stands where she does in the queue, and what the fund can lend, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.clock import local_day
from bot.i18n import _, money, ngettext
from bot.storage.means import Means
from bot.storage.queue import Place

HARDSHIP = ("poor", "near_poor", "hardship")
"""For those who decide only."""


def criterion(name: str) -> str:
    """Return what goes first, as the head is shown the rule."""
    return {
        "poor": _("Poor households"),
        "near_poor": _("Near-poor households"),
        "hardship": _("Households in hardship"),
        "never": _("Who has never borrowed"),
        "waiting": _("Who waits longest"),
    }[name]


def in_words(
    place: Place, rule: Sequence[str], today: date, zone: str, *, for_deciders: bool
) -> str:
    """Say why an application stands where it does; hardship is told to those who decide only."""
    waits = (today - local_day(place.application.asked_at, zone)).days
    told = {
        "poor": _("poor household"),
        "near_poor": _("near-poor household"),
        "hardship": _("household in hardship"),
        "never": _("has never borrowed"),
        "waiting": ngettext("waits {count} day", "waits {count} days", waits).format(count=waits),
    }
    if not waits:
        told["waiting"] = _("asked today")
    reasons = [one for one in place.reasons(rule) if for_deciders or one not in HARDSHIP]
    return ", ".join(told[one] for one in reasons)


def figures(means: Means) -> list[str]:
    """Show each figure of what the loan fund can lend today."""
    return [
        _("The loan fund has {cash} in cash and {bank} in the bank.").format(
            cash=money(means.cash), bank=money(means.bank)
        ),
        _("Promised and not paid out yet: {promised}. Deposits to give back: {owed}.").format(
            promised=money(means.promised), owed=money(means.owed)
        ),
        can_lend(means),
    ]


def can_lend(means: Means) -> str:
    """Say what can be lent today."""
    return _("It can lend {free} today.").format(free=money(max(0, means.free)))
