"""What is said of a meeting: its day, hour and place, what it is about, and who comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.i18n import _, clock_time, near_day
from bot.storage.meetings import Meeting

SHOWN = 140
"""An agenda is cut behind so many letters; the whole of it is heard at the meeting."""


def when_and_where(meeting: Meeting, *, today: date, lunar: bool) -> str:
    """Return "Tomorrow, Saturday 5 Dec, the club meets: 8:00, at the culture house."."""
    text = _("The club meets on {day}, {time}, at {place}.")
    if meeting.held_on == today:
        text = _("The club meets today, {day}: {time}, at {place}.")
    elif (meeting.held_on - today).days == 1:
        text = _("The club meets tomorrow, {day}: {time}, at {place}.")
    return text.format(
        day=near_day(meeting.held_on, with_lunar=lunar),
        time=clock_time(meeting.at),
        place=meeting.place,
    )


def why_moved(meeting: Meeting, *, today: date) -> str:
    """Return why it is not on its usual day; empty where it is, and on the day itself."""
    texts = {
        "tet": _("It is not on {day} because of Tết."),
        "holiday": _("It is not on {day}: that is a holiday."),
        "board": _("It was to be on {day}."),
    }
    if meeting.held_on in (meeting.wanted_on, today) or meeting.moved_because not in texts:
        return ""
    return texts[meeting.moved_because].format(day=near_day(meeting.wanted_on, with_lunar=False))


def agenda(meeting: Meeting) -> str:
    """Return what it is about on one line, cut if it is long; empty where nothing is written."""
    if not meeting.agenda:
        return ""
    matters = in_a_row(meeting.agenda.splitlines())
    if len(matters) > SHOWN:
        matters = f"{matters[:SHOWN].rsplit(maxsplit=1)[0]} …"
    return _("To talk about: {agenda}.").format(agenda=matters)


def in_a_row(matters: Iterable[str]) -> str:
    """Return matters as they stand inside a sentence: "thu lãi; bàn vay vốn"."""
    return "; ".join(_inside(one) for one in matters)


def _inside(matter: str) -> str:
    first, *more = matter.split(maxsplit=2)[:2] or [""]
    # A name, or letters that stand for one, stays as it is: "Nguyễn Văn An", "HTX".
    is_name = first[1:].lower() != first[1:] or first == "Tết" or any(w[0].isupper() for w in more)
    return matter if is_name else matter[:1].lower() + matter[1:]


def told(meeting: Meeting, *, today: date, lunar: bool, is_news: bool = True) -> str:
    """Return all of it, a line each; that the board moved it only where that `is_news`."""
    says_why = is_news or meeting.moved_because != "board"
    lines = (
        when_and_where(meeting, today=today, lunar=lunar),
        why_moved(meeting, today=today) if says_why else "",
        agenda(meeting),
    )
    return "\n".join(line for line in lines if line)
