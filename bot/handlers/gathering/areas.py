"""The month's eight areas for the board: what is on record, and plainly what is missing."""

from __future__ import annotations

from datetime import date, timedelta

from bot.care.areas import AREAS, Month
from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.gathering.activities import ask_kind
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, ngettext
from bot.papers.area_words import area_name, on_record
from bot.storage import area_facts
from bot.turn import Answer, Step, Turn
from bot.understanding.months import hear_month


async def show(turn: Turn) -> Answer:
    """Show a month: the one that is told, the one that was spoken of, or this one."""
    must_be_officer(turn)
    told = hear_month(turn.text, turn.today) if turn.text and not turn.choice else None
    return await _month(turn, told or turn.today.replace(day=1))


async def month_before(turn: Turn) -> Answer:
    """Show the month before the one that was shown."""
    must_be_officer(turn)
    shown = date.fromisoformat(turn.data.get("month", turn.today.replace(day=1).isoformat()))
    return await _month(turn, (shown - timedelta(days=1)).replace(day=1))


async def _month(turn: Turn, month: date) -> Answer:
    found = await area_facts.of_month(turn.db, turn.club.id, month, turn.today)
    lines = [
        _("The eight areas, {month}:").format(month=_month_name(month)),
        *(f"{number}. {on_record(found, area)}" for number, area in enumerate(AREAS, 1)),
        "",
        _met(found),
        _missing(found),
    ]
    choices = [Choice("areas.enter", _("Enter what is missing"))] if found.missing else []
    return turn.say(
        "{lines}",
        *choices,
        Choice("activity", _("Write an activity down")),
        Choice("areas.before", _("The month before")),
        data={"month": month.isoformat()},
        lines="\n".join(lines),
    )


def _month_name(month: date) -> str:
    return f"{month.month}/{month.year}"


def _met(found: Month) -> str:
    if not found.meetings:
        return _("No meeting was held.")
    if not found.came:
        text = ngettext(
            "{number} meeting was held; no roll was called.",
            "{number} meetings were held; no roll was called.",
            found.meetings,
        )
        return text.format(number=found.meetings)
    text = ngettext(
        "{number} meeting was held, {came} came.",
        "{number} meetings were held, {came} came in all.",
        found.meetings,
    )
    return text.format(number=found.meetings, came=found.came)


def _missing(found: Month) -> str:
    if not found.missing:
        return _("All eight have something on record.")
    names = "; ".join(area_name(area) for area in found.missing)
    return _("Still missing: {areas}.").format(areas=names)


async def enter(turn: Turn) -> Answer:
    """Ask which of the missing areas is to be entered, where there are several."""
    must_be_officer(turn)
    month = date.fromisoformat(turn.data.get("month", turn.today.replace(day=1).isoformat()))
    found = await area_facts.of_month(turn.db, turn.club.id, month, turn.today)
    if not found.missing:
        return turn.say(_("All eight have something on record."), Choice("areas", _("See them")))
    if len(found.missing) == 1:
        return _of_area(turn, found.missing[0], month)
    return turn.ask(
        "areas.which",
        _("Which area?"),
        *(Choice(area, area_name(area)) for area in found.missing),
        never_mind(),
        data={"month": month.isoformat()},
    )


async def take_area(turn: Turn) -> Answer:
    """The officer chose the area."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    return _of_area(turn, turn.choice, date.fromisoformat(turn.data["month"]))


def _of_area(turn: Turn, area: str, month: date) -> Answer:
    is_on = month == turn.today.replace(day=1)
    return ask_kind(turn, area, day=turn.today if is_on else None)


HANDLERS = {
    "areas": Step(show),
    "areas.before": Step(month_before),
    "areas.enter": Step(enter),
    "areas.which": Step(take_area),
}
