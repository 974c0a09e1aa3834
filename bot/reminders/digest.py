"""What a person hears in one message, what waits for another day, and what is left out.

Of her own affairs she gets one message a day, in order of importance, and three messages at the
most with those that are bound to an hour. What officers are to do comes outside of these limits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.reminders.kinds.kind import Kind, Part
from bot.storage.notices import Due

MOST_PARTS = 3
MOST_BUTTONS = 7
"""In one message, unless a single part has more."""
MOST_A_DAY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A notice that may be said now."""

    due: Due
    kind: Kind
    part: Part
    useless_after: datetime


@dataclass(slots=True, kw_only=True)
class Heard:
    """What a person heard today of her own affairs."""

    messages: int = 0
    digest: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether nothing more is said today."""
        return self.messages >= MOST_A_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What becomes of all that a person may hear."""

    messages: list[list[Ready]] = field(default_factory=list)
    tomorrow: list[Ready] = field(default_factory=list)
    dropped: list[Ready] = field(default_factory=list)


def digest(ready: Iterable[Ready], heard: Heard, tomorrow: datetime) -> Digest:
    """Share out what is ready; what would be of no use `tomorrow` is not put off until then."""
    found = Digest()
    merged: list[Ready] = []
    for one in sorted(ready, key=lambda one: (one.kind.importance, one.due.id)):
        if not one.kind.alone:
            merged.append(one)
        elif one.kind.office:
            found.messages.append([one])
        elif heard.is_enough:
            _put_off(one, found, tomorrow)
        else:
            found.messages.append([one])
            heard.messages += 1
    _merge(merged, found, heard, tomorrow)
    return found


def _merge(merged: list[Ready], found: Digest, heard: Heard, tomorrow: datetime) -> None:
    """Make one message of several notices, and more of them for an officer's duties only."""
    closed = heard.digest or heard.is_enough
    messages: list[list[Ready]] = [[]]
    for one in merged:
        if one.kind.office:
            if not _fits(one, messages[-1]):
                messages.append([])
            messages[-1].append(one)
        elif closed:
            _put_off(one, found, tomorrow)
        elif _fits(one, messages[0]) or one.useless_after <= tomorrow:
            messages[0].append(one)
        else:
            _put_off(one, found, tomorrow)
    found.messages.extend(message for message in messages if message)


def _fits(one: Ready, message: list[Ready]) -> bool:
    parts = [*message, one]
    buttons = sum(len(each.part.choices) for each in parts)
    return not message or (len(parts) <= MOST_PARTS and buttons <= MOST_BUTTONS)


def _put_off(one: Ready, found: Digest, tomorrow: datetime) -> None:
    late = one.useless_after <= tomorrow
    (found.dropped if late else found.tomorrow).append(one)
