"""On which days: today unless it is said, those that are over, and those that are planned."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers.care import circle
from bot.handlers.care.visiting_words import days_said, recipient_of, when_said, who_said
from bot.handlers.ways_out import never_mind
from bot.i18n import _
from bot.storage import members, shifts
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding.visit_times import read_times

OLDEST, FURTHEST = timedelta(days=62), timedelta(days=28)
"""Whatever is older belongs to a month that was reported [field knowledge]."""
_DAY = timedelta(days=1)
WEEK = 7


async def which_day(turn: Turn, draft: Data) -> Answer | None:
    """Find out on which day; None where that is known, or it is today."""
    if draft.get("sure"):
        return None
    if draft.get("no_day"):
        return ask_day(turn, draft, _("There is no such day. On which day was it?"))
    if draft.get("which"):
        return ask_day(turn, draft, _("On which day was it?"))
    days = [date.fromisoformat(one) for one in draft.get("days", [])] or [turn.today]
    if min(days) < turn.today - OLDEST:
        raise turn.refuse(
            _("That is long ago; visits can be added for two months. Nothing was written down.")
        )
    if max(days) > turn.today + FURTHEST:
        raise turn.refuse(
            _("That is far ahead; visits are planned for four weeks. Nothing was written down.")
        )
    draft["days"] = [one.isoformat() for one in days]
    return None


def ask_day(turn: Turn, draft: Data, asked: str = "") -> Answer:
    """Ask for the day: one of a few, or any other in words."""
    days = [date.fromisoformat(one) for one in draft.get("which", [])]
    if not days:
        days = [turn.today - ago * _DAY for ago in range(1, WEEK)]
    return turn.ask(
        "visits.day",
        asked or _("On which day was it? You may also write it, for example 12/11."),
        *(Choice(one.isoformat(), when_said(one, turn.today)) for one in days),
        never_mind(),
        data=draft,
    )


def heard_day(turn: Turn) -> Data:
    """Return the days that were typed, as a draft has them."""
    _words, told = read_times(turn.text, turn.today)
    if not told.days and not told.which:
        raise NotUnderstood(turn.words(_("Which day? For example: yesterday, Tuesday, or 12/11.")))
    return {
        "days": [one.isoformat() for one in told.days],
        "which": [one.isoformat() for one in told.which],
    }


async def several(turn: Turn, draft: Data) -> Answer | None:
    """Read several days, or one to come, back; None for one that is over."""
    made, planned = _split(turn, draft)
    if draft.get("sure") or (len(made) == 1 and not planned):
        return None
    whose = await recipient_of(turn, draft["for"])
    people = await members.several(turn.db, draft["by"], turn.today)
    values = {
        "who": who_said(turn, draft["by"], people),
        "name": called(whose, turn.today),
    }
    lines = []
    if made:
        when = days_said(made, turn.today)
        lines.append(turn.words(_("{who} visited {name}: {when}."), when=when, **values))
    if planned:
        when = days_said(planned, turn.today)
        lines.append(turn.words(_("{who} will go to {name}: {when}."), when=when, **values))
    return turn.ask(
        "visits.days",
        _("{lines} Is that right?"),
        Choice("yes", _("Yes, that is right")),
        Choice("no", _("Never mind, write nothing")),
        data={**draft, "made": [one.isoformat() for one in made]},
        lines="\n".join(lines),
    )


def _split(turn: Turn, draft: Data) -> tuple[list[date], list[date]]:
    """Return which days are over, and which are to come.

    Of several days, or of a plan, today is to come unless it was said that it is over.
    """
    days = [date.fromisoformat(one) for one in draft["days"]]
    is_over = draft.get("is_done") or len(days) == 1
    before = turn.today + (_DAY if is_over else timedelta())
    return [one for one in days if one < before], [one for one in days if one >= before]


async def plan(turn: Turn, draft: Data) -> Data:
    """Plan the days to come; return the draft of those that are over, and what was planned."""
    made = draft.pop("made")
    days = [one for one in draft["days"] if one not in made]
    if turn.member.id not in draft["by"]:
        await circle.must_write(turn)
    if days:
        await shifts.hold(turn.db, turn.club.id)
    lines = [await _planned(turn, draft, date.fromisoformat(one)) for one in days]
    return {**draft, "days": made, "sure": True, "planned": lines}


async def _planned(turn: Turn, draft: Data, on: date) -> str:
    """Plan one visit, unless it is planned already; return what to say of it."""
    whose = await recipient_of(turn, draft["for"])
    found = await shifts.of_recipient(turn.db, turn.club.id, whose.id, on, on + _DAY)
    others = next((one for one in found if one.volunteers), None)
    mine = next((one for one in found if set(draft["by"]) & set(one.volunteers)), None)
    empty = next((one for one in found if not one.volunteers), None)
    if others and not mine:
        people = await members.several(turn.db, others.volunteers, turn.today)
        return turn.words(
            _("On {day} {who} goes to {name} already; I left that as it is."),
            day=when_said(on, turn.today),
            who=who_said(turn, others.volunteers, people),
            name=called(whose, turn.today),
        )
    if not mine and empty:
        await shifts.assign(turn.db, empty.id, draft["by"], turn.now)
    elif not mine:
        await shifts.put(
            turn.db,
            club_id=turn.club.id,
            recipient_id=whose.id,
            day=on,
            part="",
            volunteers=draft["by"],
            now=turn.now,
        )
    return turn.words(_("{day} is planned."), day=when_said(on, turn.today))
