"""What a kind of reminder is: one query that plans it, and one text that says it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from bot.people import Listener, Member
from bot.storage.engine import Connection
from bot.storage.notices import Due
from bot.telling import Part

__all__ = ["BESIDE", "Kind", "Part", "Said", "Told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice that is about to be said, and who hears it."""

    due: Due
    listener: Listener


Said = Mapping[int, Part | str | datetime]
"""By the notice's id: its part of the message, why it need not be said any more, or until when it
waits."""
BESIDE = "said with another"
"""Another notice of that kind and subject says it to her; where that one waits, so does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of reminder."""

    plan: Callable[[Connection, datetime], Awaitable[None]]
    """Writes the notices that are due at a moment; again and again, without writing one twice."""
    say: Callable[[Connection, Sequence[Told], datetime], Awaitable[Said]]
    """Words each notice for many people with few statements, if it is still true."""
    importance: int
    """Lower is said first in a message."""
    money: bool = False
    """Of money: in money's hours alone, not on the days of peace, and through no messenger."""
    office: bool = False
    """A duty in the club: for a phone of her own, outside the day's limit."""
    concerns: Callable[[Member], bool] = attrgetter("is_officer")
    """Of a duty: who still has it when it is said."""
    agreed: bool = False
    """What she has agreed to do for others: as of an office, it is none of her own affairs."""
    alone: bool = False
    """Bound to an hour: a message of its own, not merged into the day's."""
    useful: timedelta = timedelta(days=1)
    """How long after it was planned it still says something."""
