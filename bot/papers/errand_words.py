"""What a messenger is asked to tell, and the buttons that say it was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.chat import Choice
from bot.i18n import _, near_day
from bot.papers.meeting_words import when_and_where, why_moved
from bot.storage.errands import Errand
from bot.storage.meetings import Meeting
from bot.telling import called

NAMED = 5
"""So many are settled by name; beyond that it is all or nothing."""


def of_meeting(meeting: Meeting, *, today: date) -> str:
    """Return what is told of a meeting; empty for one that is over."""
    if meeting.held_on < today:
        return ""
    if meeting.is_cancelled:
        text = _("There is no meeting on {day}.")
        return text.format(day=near_day(meeting.held_on, with_lunar=False))
    parts = (when_and_where(meeting, today=today, lunar=False), why_moved(meeting, today=today))
    return " ".join(part for part in parts if part)


def of_announcement(errand: Errand) -> str:
    """Return what is told of an announcement; its picture is on phones only."""
    text = f"“{errand.text}”"
    if errand.has_file:
        return _("{text} (a picture goes with it: whoever got it can show it)").format(text=text)
    return text


def in_short(errand: Errand, today: date) -> str:
    """Return what it is about, without any sum."""
    if errand.is_money:
        return _("what is due to the fund")
    if errand.meeting:
        return of_meeting(errand.meeting, today=today)
    return f"“{errand.text}”"


def lines(what: Mapping[Errand, str], today: date, *, with_messenger: bool = False) -> str:
    """Return a line for each thing to tell, with everybody whom it is for.

    What somebody of the board announces stands together, under one heading.
    """
    headed: dict[str, dict[str, list[str]]] = {}
    for errand, text in sorted(what.items(), key=lambda one: bool(one[0].heading)):
        name = called(errand.member, today)
        if with_messenger:
            through = _("{name} (through {messenger})")
            name = through.format(name=name, messenger=called(errand.messenger, today))
        these = headed.setdefault(errand.heading, {}).setdefault(text, [])
        if name not in these:
            these.append(name)
    return "\n".join(line for heading, texts in headed.items() for line in _block(heading, texts))


def _block(heading: str, texts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if heading:
        yield heading
    for text, those in texts.items():
        yield f"• {', '.join(those)}: {text}"


def names(errands: Iterable[Errand], today: date) -> str:
    """Return whom they are for: "bà Hoa, ông Bình"."""
    return ", ".join(dict.fromkeys(called(one.member, today) for one in errands))


def told(errands: Iterable[Errand], today: date) -> tuple[Choice, ...]:
    """Return the buttons for all of them, and for one after the other, keyed by member."""
    people = {one.member.id: called(one.member, today) for one in errands}
    by_name = tuple(
        Choice(str(one), _("I told {name}").format(name=name)) for one, name in people.items()
    )
    if len(people) == 1:
        return (Choice("all", by_name[0].label),)
    everybody = Choice("all", _("I told them all"))
    return (everybody, *by_name) if len(people) <= NAMED else (everybody,)
