"""Every kind of reminder, by its name: a new one is a query, a text, and a line in its module."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.reminders.kinds import (
    care,
    care_missed,
    collecting,
    duties,
    errands,
    evenings,
    labour,
    lending,
    lifts,
    meetings,
    questions,
    repayments,
)
from bot.reminders.kinds.kind import Kind

KINDS: Mapping[str, Kind] = {
    **repayments.KINDS,
    **meetings.KINDS,
    **lifts.KINDS,
    **errands.KINDS,
    **duties.KINDS,
    **collecting.KINDS,
    **evenings.KINDS,
    **lending.KINDS,
    **questions.KINDS,
    **care.KINDS,
    **care_missed.KINDS,
    **labour.KINDS,
}
_STAGE = re.compile(r"[+-]?\d+$")


def kind_of(name: str) -> Kind | None:
    """Return a kind by its name; "repay+3" is a stage of "repay". None: another version's."""
    return KINDS.get(name) or KINDS.get(_STAGE.sub("", name))
