"""When the club reminds: the head or the secretary reads the days and hours, and changes them."""

from __future__ import annotations

import re

from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.i18n import _, clock_time, ngettext, sentence
from bot.rights import may_set_meetings
from bot.storage import reminder_times
from bot.storage.meeting_times import FAMILY
from bot.storage.meeting_times import FURTHEST as EARLIEST
from bot.storage.reminder_times import BEFOREHAND, ReminderTime
from bot.turn import Answer, Step, Turn
from bot.understanding.folding import fold
from bot.understanding.hours import hear_hour
from bot.understanding.spans import hear_span

FURTHEST = 60
"""Days before or after; further off nobody thinks of it."""
OF_VISITS = (
    "visit.tomorrow",
    "visit.requested",
    "visit.swap",
    "visit.today",
    "visit.asked",
    "visit.unwritten",
    "visit.missed",
)
OF_THE_DAY = ("collection.sheet", "cash.count", "month.report", *OF_VISITS, "labour.helped")
"""These have an hour only."""
SUBJECTS = (
    "repay",
    "repay.board",
    FAMILY,
    "declaration.old",
    "declaration.forgotten",
    "loan.decide",
    *OF_THE_DAY,
)
"""In this order they are listed."""
_BEFORE = re.compile(r"\b(?:truoc|before)\b")
_AFTER = re.compile(r"\b(?:ngay sau|tuan sau|sau \d|after)\b")
_ON_THE_DAY = re.compile(r"\b(?:dung ngay|on the day)\b")


async def times(turn: Turn) -> Answer:
    """List when the club reminds of what."""
    _must_be_theirs(turn)
    found = sorted(await reminder_times.listed(turn.db, turn.club.id), key=_place)
    choices = [Choice(_key(one), sentence("{what}", what=_words(one))) for one in found]
    return turn.ask(
        "reminders.times.which",
        _("This is when I remind. Which one shall I change?"),
        *choices,
        Choice("add", _("One more day before or after a repayment")),
    )


async def which(turn: Turn) -> Answer:
    """One of them was chosen: another day or hour, or none any more."""
    _must_be_theirs(turn)
    if turn.choice == "add":
        text = _(
            "How many days before or after, and at what hour? For example: 5 days before, 9:00"
        )
        return turn.ask("reminders.times.change", text, data={"kind": "repay", "days": None})
    kind, days = turn.choice.split("/")
    text = _("{what}. At what hour shall it be, or how many days before or after?")
    if kind in OF_THE_DAY:
        text = _("{what}. At what hour shall it be?")
    found = await reminder_times.listed(turn.db, turn.club.id)
    chosen = next((one for one in found if _key(one) == turn.choice), None)
    if chosen is None:
        return await times(turn)
    return turn.ask(
        "reminders.times.change",
        text,
        Choice("off", _("Remind no more then")),
        data={"kind": kind, "days": int(days)},
        what=_words(chosen),
    )


async def change(turn: Turn) -> Answer:
    """The new day or hour was typed, or it was switched off."""
    _must_be_theirs(turn)
    kind, days = turn.data["kind"], turn.data["days"]
    found = await reminder_times.listed(turn.db, turn.club.id)
    before = next((one for one in found if (one.kind, one.days) == (kind, days)), None)
    if turn.choice == "keep":
        return turn.say(_("All right, everything stays as it is."))
    if turn.choice == "off":
        await reminder_times.take_away(turn.db, turn.club.id, kind, days)
        text = _("All right, not any more: {what}.")
        return turn.say(text, what=_words(before) if before else "")
    wanted = _heard(turn, kind, before)
    if before:
        await reminder_times.take_away(turn.db, turn.club.id, kind, days)
    await reminder_times.put(turn.db, turn.club.id, wanted)
    text = _("From now on: {what}.")
    if asleep := _while_asleep(turn, wanted):
        return turn.ask(
            "reminders.times.change",
            f"{text} {asleep}",
            Choice("keep", _("Leave it so")),
            data={"kind": kind, "days": wanted.days},
            what=_words(wanted),
            time=clock_time(BEFOREHAND),
        )
    return turn.say(text, what=_words(wanted))


def _while_asleep(turn: Turn, wanted: ReminderTime) -> str:
    """Say when it is said instead, where the club sleeps at that hour; nothing where it wakes."""
    if wanted.at >= turn.club.sleeps_at:
        return _(
            "By then people are asleep, so I say it next morning. If {you} want another hour, just"
            " write it."
        )
    if wanted.at >= turn.club.wakes_at:
        return ""
    if wanted.kind in ("repay", FAMILY):
        return _(
            "People still sleep then, so I say it at {time} on the evening before. If {you} want"
            " another hour, just write it."
        )
    return _(
        "People still sleep then, so I say it when they get up. If {you} want another hour, just"
        " write it."
    )


def _must_be_theirs(turn: Turn) -> None:
    """Refuse who does not set the club's days."""
    must_be_officer(turn)
    if not may_set_meetings(turn.member):
        raise turn.refuse(_("The head or the secretary sets that. Please ask them."))


def _heard(turn: Turn, kind: str, before: ReminderTime | None) -> ReminderTime:
    """Return what was typed; asks again where there is neither a day nor an hour in it."""
    at, days = hear_hour(turn.text), None if kind in OF_THE_DAY else _days(turn.text, kind, before)
    after_it = kind == FAMILY and days is not None and days > 0
    if (at is None and days is None) or (before is None and days is None) or after_it:
        raise NotUnderstood(turn.words(_("For example: 3 days before, 8:00. When shall it be?")))
    furthest = EARLIEST.days if kind == FAMILY else FURTHEST
    if days is not None and abs(days) > furthest:
        raise turn.refuse(_("That is too far off. How many days shall it be?"))
    known = before.days if before else 0
    hour = before.at if before else reminder_times.MORNING
    return ReminderTime(kind=kind, days=known if days is None else days, at=at or hour)


def _days(text: str, kind: str, known: ReminderTime | None) -> int | None:
    """Return how many days after were typed, negative before; None for none.

    A bare number stays on the side where the reminder is, which for a meeting is before it.
    """
    folded = fold(text)
    if _ON_THE_DAY.search(folded):
        return 0
    days = hear_span(text)
    if days is None:
        return None
    is_before = kind == FAMILY or (known is not None and known.days < 0)
    if _BEFORE.search(folded) or (is_before and not _AFTER.search(folded)):
        return -days
    return days


def _place(one: ReminderTime) -> tuple[int, int]:
    """Where it stands on the list: by its subject, then by its days."""
    return SUBJECTS.index(one.kind) if one.kind in SUBJECTS else len(SUBJECTS), one.days


def _key(one: ReminderTime) -> str:
    return f"{one.kind}/{one.days}"


def _words(one: ReminderTime) -> str:
    """Return a setting in words, "3 days before a repayment, at 8:00"."""
    return _("{when}, at {time}").format(when=_when(one), time=clock_time(one.at))


def _when(one: ReminderTime) -> str:
    of_the_day = {
        "collection.sheet": _("on the day before a meeting, the sheet to collect with"),
        "cash.count": _("in the evening after cash has moved, to treasurer and accountant"),
        "month.report": _("on the first of the month, with the figures of the last"),
        "visit.tomorrow": _("on the evening before a visit, to who goes"),
        "visit.requested": _("in the morning, of visits asked for and not answered yet"),
        "visit.swap": _("on the evening before, of visits that nobody goes to yet"),
        "visit.today": _("on the morning of a visit, to who goes"),
        "visit.asked": _("in the evening, to who was to visit: was she there?"),
        "visit.unwritten": _("on the day after, to who wrote no visit down"),
        "visit.missed": _("on the day after, of missed visits, to who leads home care"),
        "labour.helped": _("on the day after swapped labour, to both: did it come about?"),
    }
    if one.kind in of_the_day:
        return of_the_day[one.kind]
    if one.days == 0:
        on_the_day = {"repay": _("on the day of a repayment")}
        return on_the_day.get(one.kind, _("on the day of a meeting"))
    count = abs(one.days)
    texts = {
        "meeting": ngettext(
            "{count} day before a meeting", "{count} days before a meeting", count
        ),
        "repay.board": ngettext(
            "{count} day after the day of a repayment, to the board",
            "{count} days after the day of a repayment, to the board",
            count,
        ),
        "declaration.old": ngettext(
            "{count} day after somebody said to have paid, to the cashiers",
            "{count} days after somebody said to have paid, to the cashiers",
            count,
        ),
        "declaration.forgotten": ngettext(
            "{count} day after somebody said to have paid, to the accountant",
            "{count} days after somebody said to have paid, to the accountant",
            count,
        ),
        "loan.decide": ngettext(
            "{count} day after somebody asked for a loan, to those who decide",
            "{count} days after somebody asked for a loan, to those who decide",
            count,
        ),
    }
    late = ngettext(
        "{count} day after a repayment that is not in the book",
        "{count} days after a repayment that is not in the book",
        count,
    )
    if one.days < 0:
        late = ngettext("{count} day before a repayment", "{count} days before a repayment", count)
    return texts.get(one.kind, late).format(count=count)


HANDLERS = {
    "reminders.times": Step(times),
    "reminders.times.which": Step(which),
    "reminders.times.change": Step(change, typed=True),
}
