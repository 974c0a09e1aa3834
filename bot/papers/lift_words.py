"""What the board is told of those who need a lift, and the buttons that see to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat import Choice
from bot.i18n import _, clock_time, near_day
from bot.people import Member
from bot.storage.meetings import Meeting
from bot.telling import called

NAMED = 5
"""So many are seen to by name; beyond that it is all or nothing."""


def wanted(meeting: Meeting, people: Sequence[Member], today: date) -> str:
    """Return who needs a lift to a meeting, and the question who fetches them."""
    text = _("To be fetched to the meeting on {day}, {time}: {names}. Who sees to it?")
    return text.format(
        day=near_day(meeting.held_on, with_lunar=False),
        time=clock_time(meeting.at),
        names=names(people, today),
    )


def names(people: Sequence[Member], today: date) -> str:
    """Return them as the bot speaks of them: "bà Hoa, ông Bình"."""
    return ", ".join(called(one, today) for one in people)


def choices(people: Sequence[Member], today: date) -> tuple[Choice, ...]:
    """Return the buttons: for all of them, for one after the other by her id, and who comes."""
    by_name: tuple[Choice, ...] = ()
    if 1 < len(people) <= NAMED:
        by_name = tuple(
            Choice(str(one.id), _("{name} is fetched").format(name=called(one, today)))
            for one in people
        )
    return (
        Choice("mine", _("I see to it")),
        Choice("found", _("Somebody fetches them")),
        *by_name,
        Choice("who", _("Who comes")),
    )
