"""A new list: everybody who owes something on a day, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.chat import Choice
from bot.handlers.collecting import outcome, screens
from bot.handlers.collecting.owed import Owed, owed_by
from bot.handlers.collecting.taking import wanted_rows
from bot.i18n import _, day, money, ngettext
from bot.people import Member
from bot.storage import collected, collections, ledger, members
from bot.turn import Answer, Turn

LATELY = timedelta(days=3)
"""So long after a meeting its money may still be entered for its day."""
BY_SEAT, BY_NAME = "seat", "name"


async def just_held(turn: Turn) -> date | None:
    """Return the day of a meeting of these days whose money is not in the book yet."""
    held = await collections.last_meeting(turn.db, turn.club.id, turn.today - LATELY, turn.today)
    if held is None or held == turn.today:
        return None
    closed = await collections.closed_for(turn.db, turn.club.id, held)
    is_open = await ledger.first_open_day(turn.db, turn.club.id, held) == held
    return held if is_open and not closed else None


async def open_list(turn: Turn, on: date) -> Answer:
    """Write the list of everybody who owes something on a day, and show the first one.

    Where the list of that day was put by, it is taken up again.
    """
    if await collections.take_up_of(turn.db, turn.club.id, on):
        return await _there(turn)
    people, owed, by = await asked_on(turn, on)
    if not people:
        return turn.say(
            _("Nobody has anything to pay on {day}."),
            Choice("receive", _("Receive money")),
            day=day(on),
        )
    made = await collections.begin(
        turn.db, club_id=turn.club.id, held_on=on, opened_by=turn.member.id, by=by, now=turn.now
    )
    if made is None:  # another officer was quicker
        return await _there(turn)
    found = await collections.locked(turn.db, turn.club.id, made)
    await collected.add(
        turn.db,
        made,
        [
            row
            for place, one in enumerate(people, 1)
            for row in wanted_rows(one.id, owed[one.id], place)
        ],
    )
    return await screens.next_person(turn, found, note=_heading(people, owed, on))


async def _there(turn: Turn) -> Answer:
    """Show the list that is worked on."""
    found = await collections.live(turn.db, turn.club.id)
    if found is None:
        raise turn.refuse(_("Please try again in a moment."))
    if found.status != "open":
        return await outcome.over(turn, found)
    return await screens.next_person(turn, found)


def _heading(people: Sequence[Member], owed: Mapping[int, Sequence[Owed]], on: date) -> str:
    text = ngettext(
        "Collection of {day}: {count} person, {amount} together.",
        "Collection of {day}: {count} people, {amount} together.",
        len(people),
    )
    due = sum(one.due for member in people for one in owed[member.id])
    heading = text.format(day=day(on), count=len(people), amount=money(due))
    return f"{heading}\n{_what_the_buttons_are()}"


def _what_the_buttons_are() -> str:
    return _(
        "“Next time”: nothing is handed over today. “Set aside”: something is unclear and is"
        " settled later; the others go on."
    )


async def asked_on(
    turn: Turn, on: date, *, by: str = ""
) -> tuple[list[Member], dict[int, list[Owed]], str]:
    """Return who owes something at a meeting, what, and in which order they are asked.

    They are asked as they sit, where that is written down, and else in the order of their names.
    """
    everybody = await members.to_be_found(turn.db, turn.club.id, turn.today)
    owed = await owed_by(turn, [one.id for one in everybody], on)
    people = [one for one in everybody if any(thing.due for thing in owed[one.id])]
    seats = await collections.seats(turn.db, turn.club.id)
    by = by or (BY_SEAT if seats else BY_NAME)
    if by == BY_SEAT:
        last = max(seats.values(), default=0) + 1
        people.sort(key=lambda one: seats.get(one.id, last))  # stable: others by their names
    return people, owed, by
