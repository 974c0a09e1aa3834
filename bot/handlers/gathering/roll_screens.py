"""The roll as an officer sees it: who is absent, and a page of names to tap."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice
from bot.handlers.gathering.held import MEETING, shown_day
from bot.handlers.names import choices_of
from bot.handlers.ways_out import STOP
from bot.i18n import _
from bot.people import Member
from bot.storage import roll_calls
from bot.storage.meetings import Meeting
from bot.storage.roll_calls import Roll
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn

PAGE = 30
"""So many names are on one screen: a club of 60 has two."""
ABSENT, THERE = "a", "p"
"""What a name's button writes down: it says so itself, as another officer may tap it, too."""


async def people_of(turn: Turn, meeting: Meeting, roll: Roll) -> list[Member]:
    """Return who is on the roll, in the order in which they sit or by name."""
    everybody = await roll_calls.on_roll(turn.db, turn.club.id, meeting.held_on)
    return [one for one in everybody if one.id in roll.came]


async def show(
    turn: Turn, meeting: Meeting, *, page: int = 0, note: str = "", last: Data | None = None
) -> Answer:
    """Show one page of the names; `last` is what was written last, and can be taken back."""
    roll = await roll_calls.of_meeting(turn.db, turn.club.id, meeting.id)
    if roll is None:
        raise turn.refuse(_("The roll is not called yet."))
    people = await people_of(turn, meeting, roll)
    pages = [people[begin : begin + PAGE] for begin in range(0, len(people), PAGE)] or [[]]
    page = page % len(pages)
    return turn.ask(
        "roll.names",
        "{note}{lines}",
        *(_button(one, roll) for one in pages[page]),
        *_below(len(pages), is_last=page + 1 == len(pages), undo=last is not None),
        data={
            MEETING: meeting.id,
            "page": page,
            "shown": [one.id for one in pages[page]],
            **({"last": last} if last else {}),
        },
        note=f"{note}\n\n" if note else "",
        lines="\n".join(_lines(turn, meeting, roll, people, (page + 1, len(pages)))),
    )


def _lines(
    turn: Turn, meeting: Meeting, roll: Roll, people: Sequence[Member], page: tuple[int, int]
) -> list[str]:
    said = _("Roll of {day}: {present} of {all} there.")
    lines = [
        turn.words(said, day=shown_day(meeting), present=len(roll.present), all=len(roll.came))
    ]
    if absent := [called(one, turn.today) for one in people if one.id in roll.absent]:
        lines.append(turn.words(_("Absent: {names}."), names=", ".join(absent)))
    if roll.guests:
        lines.append(turn.words(_("Guests: {names}."), names=", ".join(roll.guests)))
    asked = _("Who is absent? Choose the name, or write the names: “Hoa, ông Tư”.")
    if page[1] > 1:
        asked = _(
            "Who is absent? Choose the name, or write the names: “Hoa, ông Tư”. (Page {page} of"
            " {pages})"
        )
    return [*lines, turn.words(asked, page=page[0], pages=page[1])]


def _button(member: Member, roll: Roll) -> Choice:
    (choice,) = choices_of([member])
    if member.id in roll.absent:
        return Choice(f"{THERE}:{choice.key}", f"✗ {choice.label}")
    return Choice(f"{ABSENT}:{choice.key}", choice.label)


def _below(pages: int, *, is_last: bool, undo: bool) -> list[Choice]:
    """Return what else can be done; by number "that is all" is the same whatever was done last."""
    choices = []
    if pages > 1:
        choices.append(Choice("next", _("The first names") if is_last else _("The next names")))
    choices.append(Choice("done", _("That is all, the others are here")))
    choices.append(Choice("guests", _("Guests")))
    if undo:
        choices.append(Choice("undo", _("Take that back")))
    return [*choices, Choice(STOP, _("Go on later"))]
