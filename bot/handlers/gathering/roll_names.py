"""Names that are written while the roll is called: what is clear is noted, the rest asked back."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.chat import Choice, NotUnderstood
from bot.handlers.gathering import guests, roll_screens
from bot.handlers.gathering.held import MEETING, open_of_turn
from bot.handlers.names import choices_of, matching, nearly
from bot.i18n import _
from bot.people import Member
from bot.storage import roll_calls
from bot.storage.meetings import Meeting
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.roll_call import Said, all_came, names_said, numbers_said
from bot.understanding.words import command

SKIP = "skip"


@dataclass(slots=True, kw_only=True)
class _Heard:
    """What a message said of whom."""

    sure: list[tuple[Member, bool]] = field(default_factory=list)
    """Who is named beyond doubt, and whether she came."""
    asked: list[list[str]] = field(default_factory=list)
    """Names that fit several or nobody, with what was said of them."""
    guests: list[str] = field(default_factory=list)


async def heard(turn: Turn, meeting: Meeting) -> Answer:
    """Write down who is named, by names, by several numbers of the list, or "đủ cả"."""
    page = int(turn.data["page"])
    if all_came(turn.text):
        return await _everybody(turn, meeting, page)
    people = await _people(turn, meeting)
    if numbers := numbers_said(turn.text):
        found = _Heard(sure=[(one, False) for one in _by_number(turn, people, numbers)])
    else:
        found = _sorted(turn, people)
    note, last = await _noted(turn, meeting, found)
    if found.asked:
        return _ask(turn, meeting, people, {"page": page, "asked": found.asked}, note)
    return await roll_screens.show(turn, meeting, page=page, note=note, last=last)


async def _people(turn: Turn, meeting: Meeting) -> list[Member]:
    roll = await roll_calls.of_meeting(turn.db, turn.club.id, meeting.id)
    return await roll_screens.people_of(turn, meeting, roll) if roll else []


async def _everybody(turn: Turn, meeting: Meeting, page: int) -> Answer:
    people = await _people(turn, meeting)
    ids = await roll_calls.mark(turn.db, meeting.id, [one.id for one in people], came=True)
    last = {"ids": sorted(ids), "came": True} if ids else None
    note = turn.words(_("All are there."))
    return await roll_screens.show(turn, meeting, page=page, note=note, last=last)


def _by_number(turn: Turn, people: list[Member], numbers: list[int]) -> list[Member]:
    """Return whom numbers of the list on the screen mean; refuses a number that is none."""
    by_id = {one.id: one for one in people}
    shown = turn.data["shown"]
    wrong = [one for one in numbers if not 1 <= one <= len(shown)]
    if wrong:
        raise turn.refuse(
            _("There is no name with the number {number} on this page. Please write them again."),
            number=wrong[0],
        )
    return [by_id[shown[one - 1]] for one in dict.fromkeys(numbers) if shown[one - 1] in by_id]


def _sorted(turn: Turn, people: list[Member]) -> _Heard:
    said = names_said(turn.text)
    found = _Heard()
    for one in said:
        if one.kind == "guest":
            found.guests.append(one.name)
            continue
        fitting = matching(one.name, people)
        # "huy" alone may be "huỷ": whoever is meant says so.
        if len(fitting) == 1 and not command(one.name):
            found.sure.append((fitting[0], one.kind == "present"))
        else:
            found.asked.append([one.name, one.kind])
    is_none = not (found.sure or found.guests) and not any(
        matching(one.name, people) for one in said
    )
    if is_none and (not said or command(turn.text)):
        raise NotUnderstood(
            turn.words(_("I find nobody of that name. Please choose a name, or write it again."))
        )
    return found


async def _noted(
    turn: Turn, meeting: Meeting, found: _Heard
) -> tuple[str, dict[str, object] | None]:
    """Write down what is sure; return what is said of it, and what can be taken back."""
    lines: list[str] = []
    last: dict[str, object] | None = None
    for came in (False, True):
        people = [one for one, there in found.sure if there is came]
        if not people:
            continue
        ids = await roll_calls.mark(turn.db, meeting.id, [one.id for one in people], came=came)
        text = _("There: {names}.") if came else _("Absent: {names}.")
        lines.append(turn.words(text, names=", ".join(called(one, turn.today) for one in people)))
        last = {"ids": sorted(ids), "came": came} if ids else last
    if found.guests:
        names = await guests.add(turn, meeting, found.guests)
        lines.append(turn.words(_("Guests: {names}."), names=", ".join(names)))
    return "\n".join(lines), last


def _ask(
    turn: Turn, meeting: Meeting, people: list[Member], state: Data, note: str = ""
) -> Answer:
    """Ask who is meant by the first of the names that are not clear."""
    name, kind = state["asked"][0]
    found = matching(name, people)
    text = _("“{name}”: which one came?") if kind == "present" else _("“{name}”: who is absent?")
    if not found:
        found = nearly(name, people)
        text = _("“{name}”: I find nobody of that name. Please write it again, or choose.")
    return turn.ask(
        "roll.which",
        f"{{note}}{text}",
        *choices_of(found),
        Choice(SKIP, _("None of these, go on")),
        data={MEETING: meeting.id, **state},
        note=f"{note}\n\n" if note else "",
        name=name,
    )


async def take_which(turn: Turn) -> Answer:
    """The officer said who was meant, or wrote the name more clearly."""
    meeting, _written = await open_of_turn(turn)
    people = await _people(turn, meeting)
    (_name, kind), *rest = turn.data["asked"]
    page = int(turn.data["page"])
    chosen = None if turn.choice == SKIP else _chosen(turn, people)
    if isinstance(chosen, Said):
        asked = [[chosen.name, kind], *rest]
        return _ask(turn, meeting, people, {"page": page, "asked": asked})
    found = _Heard(sure=[(chosen, kind == "present")] if chosen else [], asked=rest)
    note, last = await _noted(turn, meeting, found)
    if rest:
        return _ask(turn, meeting, people, {"page": page, "asked": rest}, note)
    return await roll_screens.show(turn, meeting, page=page, note=note, last=last)


def _chosen(turn: Turn, people: list[Member]) -> Member | Said:
    """Return who was chosen, or the name that is to be asked about once more."""
    if turn.choice:
        return next(one for one in people if one.id == int(turn.choice))
    said = names_said(turn.text)
    found = matching(said[0].name, people) if len(said) == 1 else []
    if not found:
        raise NotUnderstood(
            turn.words(_("I find nobody of that name. Please write it again, or choose."))
        )
    return found[0] if len(found) == 1 else said[0]


HANDLERS = {"roll.which": Step(take_which, typed=True)}
