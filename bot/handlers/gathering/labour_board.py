"""The board of swapped labour (đổi công): who needs hands, and what somebody could go to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat import Choice
from bot.handlers.gathering.labour_words import (
    days_of,
    hands,
    missing_on,
    name_of,
    open_days,
    short_name,
    still_missing,
    when,
)
from bot.i18n import _, short_day
from bot.people import Member
from bot.storage import labour, labour_swaps
from bot.storage.labour import Labour
from bot.storage.labour_swaps import Swap
from bot.telling import called
from bot.turn import Answer, Turn

SHOWN = 5
"""Buttons for asks on one screen of a phone."""


async def board(
    turn: Turn, helper: Member, *, days: Sequence[date] = (), lead: str = ""
) -> Answer:
    """Show what `helper` could do, on any day or on these; `lead` is said above it."""
    everything = await labour.on_board(turn.db, turn.club.id, turn.today)
    asked = [one for one in everything if one.asks]
    swaps = await labour_swaps.of_asked(turn.db, [one.id for one in asked])
    lines: list[str] = []
    choices: list[Choice] = []
    for one in asked:
        if days and not set(days_of(one)).intersection(days):
            continue
        lines.append(await _line(turn, one, swaps))
        free = open_days(one, swaps, helper_id=helper.id, today=turn.today)
        if [day for day in free if not days or day in days] and len(choices) < SHOWN:
            choices.append(await _go(turn, helper, one))
    shown = "\n".join([_("Who needs hands:"), *lines])
    if not lines:
        shown = _nobody(turn, helper, then=bool(days))
    return turn.ask(
        "labour.board",
        "{lines}",
        *choices,
        *_ways(turn, helper),
        data={"for": helper.id, "days": [day.isoformat() for day in days]},
        lines="\n\n".join(filter(None, [lead, shown])),
    )


def _nobody(turn: Turn, helper: Member, *, then: bool) -> str:
    if then:
        return turn.words(_("Nobody needs hands then yet. I tell {you} as soon as somebody does."))
    text = _("Nobody needs hands just now. Do {you} need some, or have time to help?")
    if helper.id != turn.member.id:
        text = _("Nobody needs hands just now. What shall I write down for {name}?")
    return turn.words(text, name=called(helper, turn.today))


def _ways(turn: Turn, helper: Member) -> list[Choice]:
    if helper.id != turn.member.id:
        name = called(helper, turn.today)
        return [
            Choice("ask", turn.words(_("{name} needs hands"), name=name)),
            Choice("offer", turn.words(_("{name} has time to help"), name=name)),
            Choice("own", _("Back to my own")),
        ]
    ways = [
        Choice("ask", _("I need hands")),
        Choice("offer", _("I have time to help")),
        Choice("mine", _("My days of labour")),
    ]
    if turn.acts_as_officer:
        ways.append(Choice("for", _("For somebody without a phone")))
    return ways


async def _line(turn: Turn, one: Labour, swaps: Sequence[Swap]) -> str:
    """Return an ask in words, with how many hands are still missing."""
    left = [day for day in days_of(one) if day >= turn.today]
    return _("• {when}: {name} needs {hands}: {work}. {missing}").format(
        when=when(one),
        name=await name_of(turn, one.member_id),
        hands=hands(one.hands),
        work=one.work,
        missing=still_missing(max(missing_on(one, day, swaps) for day in left)),
    )


async def _go(turn: Turn, helper: Member, one: Labour) -> Choice:
    text = _("I can go: {name}, {day}")
    if helper.id != turn.member.id:
        text = _("{helper} goes: {name}, {day}")
    label = turn.words(
        text,
        helper=called(helper, turn.today),
        name=await short_name(turn, one.member_id),
        day=short_day(max(one.from_on, turn.today)),
    )
    return Choice(f"go{one.id}", label)
