"""Lines that are not clear are asked back one by one: who, how much, again, may it be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.care.pressure import Figures
from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers.health import consenting, saying
from bot.handlers.health.draft import (
    NAMED,
    Draft,
    Entry,
    Room,
    entry_from,
    question_about,
    resolved,
)
from bot.handlers.names import choices_of, full_name, nearly
from bot.i18n import _, clock_time
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding.measuring import lines

STEP = "measure.unclear"


@dataclass(slots=True, kw_only=True)
class Answered:
    """What became of the line that was asked about, and what waits still."""

    entries: list[Entry]
    notes: list[str] = field(default_factory=list)


async def ask(turn: Turn, draft: Draft, here: Room, notes: Sequence[str]) -> Answer:
    """Ask about the first line that is not clear."""
    first = draft.asked[0]
    why = question_about(first, here, draft.clear)
    text, choices = await _question(turn, why, draft, here)
    return turn.ask(
        STEP,
        "{told}",
        *choices,
        Choice("skip", _("Leave this line out")),
        data=draft.stored() | {"why": why},
        told="\n\n".join(["\n".join(notes), text] if notes else [text]),
    )


async def answered(turn: Turn, draft: Draft, here: Room) -> Answered:
    """Take the answer about the first line; the draft keeps only what is clear."""
    first, *rest = draft.asked
    why = turn.data["why"]
    draft.asked = []
    if not turn.choice:
        return Answered(entries=_typed(turn, why, first, rest, here))
    if turn.choice == "skip":
        return Answered(entries=rest)
    if why == "consent":
        return await _consented(turn, first, rest, here)
    if turn.choice == "instead":
        draft.clear = [one for one in draft.clear if one.member != first.member]
    if why in NAMED:
        first = replace(first, member=int(turn.choice))
    return Answered(entries=[first.with_yes(why), *rest])


async def _question(
    turn: Turn, why: str, draft: Draft, here: Room
) -> tuple[str, Sequence[Choice]]:
    first = draft.asked[0]
    if why in NAMED:
        return _of_whom(turn, first, here)
    member = here.people[first.member or 0]
    values = {"said": first.said, "name": full_name(member), "figures": ""}
    values["figures"] = saying.figures(first.figures)
    yes = Choice("yes", _("Yes, {figures}").format(figures=values["figures"]))
    if why == "impossible":
        return turn.words(_impossible(first), **values), ()
    if why == "figures":
        return turn.words(_("“{said}”: {name} {figures}, is that right?"), **values), (yes,)
    if why == "again":
        text = _("“{said}”: {name} is on the list already with {figures}. And this?")
        earlier = next(one for one in draft.clear if one.member == first.member)
        values["figures"] = saying.figures(earlier.figures)
        return turn.words(text, **values), (
            Choice("second", _("Measured a second time")),
            Choice("instead", _("This is the right one")),
        )
    if why == "same" and (stands := here.same(first)):
        at = clock_time(local(stands.entered_at, turn.zone))
        text = _("{name} {figures} was written down already at {time}. Measured once more?")
        return turn.words(text, time=at, **values), (Choice("yes", _("Yes, measured once more")),)
    return await _of_consent(turn, draft, here)


def _impossible(first: Entry) -> str:
    if first.figures == Figures():
        return _("“{said}”: what was measured of {name}? For example 150/90 52.")
    return _("“{said}”: {figures} cannot be. Please write it again for {name}, like 150/90 52.")


def _of_whom(turn: Turn, first: Entry, here: Room) -> tuple[str, Sequence[Choice]]:
    found = here.named(first.name)
    if found:
        return turn.words(_("“{said}”: which one is it?"), said=first.said), choices_of(found)
    text = _("“{said}”: I find nobody of that name. Who is it? Please write the name again.")
    near = nearly(first.name, here.people.values()) if first.name else []
    return turn.words(text, said=first.said), choices_of(near)


async def _of_consent(turn: Turn, draft: Draft, here: Room) -> tuple[str, Sequence[Choice]]:
    member = here.people[draft.asked[0].member or 0]
    waiting = {one.member for one in draft.asked} - here.agreed.keys() - {None}
    text = _(
        "{name} has not been asked yet whether the figures may be kept. Without a yes I write"
        " nothing down."
    )
    choices = [Choice("paper", _("Agreed on paper"))]
    if len(waiting) > 1:
        all_of_them = _("All {count} who are left agreed on paper")
        choices.append(Choice("papers", all_of_them.format(count=len(waiting))))
    if any(one.kind == "self" for one in await turn.reach([member])):
        choices.append(Choice("phone", _("Ask by message")))
    return turn.words(text, name=full_name(member)), choices


async def _consented(turn: Turn, first: Entry, rest: list[Entry], here: Room) -> Answered:
    """Note the paper that was signed, or ask her on her phone; her line waits for no yes."""
    if turn.choice == "phone":
        member = here.people[first.member or 0]
        for listener in await turn.reach([member]):
            await consenting.ask_her(turn, listener)
        text = _("I ask {name}. After a yes please write the line once more: “{said}”.")
        note = turn.words(text, name=called(member, turn.today), said=first.said)
        return Answered(entries=rest, notes=[note])
    signed = [first] if turn.choice == "paper" else [first, *rest]
    for member_id in {one.member for one in signed if one.member in here.people}:
        if member_id not in here.agreed:
            await consenting.note(turn, member_id, given=True, on_paper=True)
            here.agreed[member_id] = True
    return Answered(entries=[first, *rest])


def _typed(turn: Turn, why: str, first: Entry, rest: list[Entry], here: Room) -> list[Entry]:
    """Take typed words for the missing name or figures, or for lines of others."""
    said = lines(turn.text)
    if len(said) != 1:
        if not said or not any(one.name and one.figures != Figures() for one in said):
            raise NotUnderstood(turn.words(_not_clear()))
        return [first, *rest, *map(entry_from, said)]
    one = entry_from(said[0])
    if one.name and one.figures != Figures():
        hers = first.member is not None and resolved(one, here).member == first.member
        same = why in NAMED and one.figures == first.figures
        return [one, *rest] if hers or same else [first, *rest, one]
    if one.name and why in NAMED and here.named(one.name):
        return [resolved(replace(first, name=one.name), here), *rest]
    if one.name or why in (*NAMED, "consent"):
        raise NotUnderstood(turn.words(_not_clear()))
    sure = lines(f"Hoa {turn.text}")[0].sure  # with a name in front, as nothing else is missing
    return [replace(first, figures=one.figures, sure=sure), *rest]


def _not_clear() -> str:
    return _("Please choose one of these, or write the line again, like “Hoa 150/90 52”.")
