"""A no to a question of the board: why not, and what of it is told to whose matter it is.

What she will hear is shown before it is told. Words that shame never reach her: she hears that it
is not possible, without them, unless the officer finds kinder ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import heard_words
from bot.handlers.resolved_apart import Stuck, show_head, stuck
from bot.handlers.resolving import Kind
from bot.handlers.settling import must_be_free, opened, refuse, was_decided
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, near_day
from bot.storage import resolutions
from bot.storage.resolutions import Resolution
from bot.turn import Answer, Step, Turn
from bot.understanding.words import shames

WHY = "resolutions.why"
TOLD = "resolutions.told"
WITHOUT = "without"
"""She hears that it is not possible, and nothing of why."""


async def ask_why(
    turn: Turn, kind: Kind, resolution: Resolution, *, held: Mapping[str, Any] | None = None
) -> Answer:
    """Ask for the reason of a no: of an officer, or of the meeting that was `held`."""
    return turn.ask(
        WHY,
        _("Why not? In a few words; they are passed on kindly."),
        *(Choice(key, label[:1].upper() + label[1:]) for key, label in kind.usual_no().items()),
        never_mind(),
        data={"resolution": resolution.id, **({"held": held} if held else {})},
    )


async def take_why(turn: Turn) -> Answer:
    """The officer said why not: that ends it, where nobody else reads these words."""
    if turn.choice == STOP:
        return left(turn)
    found = await _open(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice:
        return await _end(turn, found, said=turn.choice, told=turn.choice)
    return await _looked_at(turn, found, heard_words(turn))


async def take_told(turn: Turn) -> Answer:
    """The officer saw what will be told: so, without the reason, or in other words."""
    if turn.choice == STOP:
        return left(turn)
    found = await _open(turn)
    if isinstance(found, Answer):
        return found
    if not turn.choice:
        return await _looked_at(turn, found, heard_words(turn))
    said = turn.data["said"]
    return await _end(turn, found, said=said, told="" if turn.choice == WITHOUT else said)


async def _looked_at(turn: Turn, found: Stuck, said: str) -> Answer:
    """Show what whose matter it is will hear of it."""
    tells = found.kind.no_told
    if tells is None:
        return await _end(turn, found, said=said, told=said)
    data = {**turn.data, "said": said}
    without = await tells(turn, found.resolution, "")
    if shames(said):
        return turn.ask(
            TOLD,
            _(
                "There is a word in it that makes people feel ashamed, so I would only say:"
                "\n“{told}”\nOr write the reason in kinder words."
            ),
            Choice(WITHOUT, _("Say it so")),
            never_mind(),
            data=data,
            told=without,
        )
    return turn.ask(
        TOLD,
        _("This is what will be said:\n“{told}”\nIs it right so? Or write it in other words."),
        Choice("yes", _("Yes, say it so")),
        Choice(WITHOUT, _("Leave the reason out")),
        never_mind(),
        data=data,
        told=await tells(turn, found.resolution, said),
    )


async def _open(turn: Turn) -> Stuck | Answer:
    """Return the question that the speaker may still say no to, for herself or for the meeting."""
    must_be_officer(turn)
    if "held" in turn.data:
        return await stuck(turn)
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    await must_be_free(turn, kind, resolution)
    return Stuck(resolution=resolution, kind=kind)


async def _end(turn: Turn, found: Stuck, *, said: str, told: str) -> Answer:
    """It is refused: `said` stays with the board, `told` is passed on."""
    held = turn.data.get("held")
    if held is None:
        await resolutions.vote(
            turn.db,
            found.resolution.id,
            member_id=turn.member.id,
            says="no",
            reason=said,
            shared=turn.phone.is_shared,
            now=turn.now,
        )
        return await refuse(turn, found.kind, found.resolution, told)
    answer = await refuse(turn, found.kind, found.resolution, told, held={**held, "why": said})
    await show_head(turn, found, lambda words: _at_meeting(words, held))
    return answer


def _at_meeting(words: Callable[..., str], held: Mapping[str, Any]) -> str:
    return words(
        _("The meeting of {day} said no, {for_it} of {present} were for it:"),
        day=near_day(date.fromisoformat(held["on"]), with_lunar=False),
        for_it=held["for"],
        present=held["present"],
    )


HANDLERS = {
    WHY: Step(take_why, typed=True, own_words=True, counts=True),
    TOLD: Step(take_told, typed=True, own_words=True, counts=True),
}
