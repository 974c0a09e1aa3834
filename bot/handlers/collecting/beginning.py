"""Begin to take a meeting's money, or go on with a list that was left half way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.collecting import screens
from bot.handlers.collecting.people import Owed, by_member, on_list, owed_by
from bot.handlers.collecting.taking import wanted_rows
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day, money, near_day, ngettext
from bot.people import Member
from bot.storage import collected, collections, ledger, members
from bot.storage.collections import Collection
from bot.turn import Answer, Step, Turn

LATELY = timedelta(days=3)
"""So long after a meeting its money may still be entered for its day."""
BY_SEAT, BY_NAME = "seat", "name"


async def begin(turn: Turn) -> Answer:
    """Go on with the list that is open, or begin one: of today, or of a meeting just held."""
    must_be_officer(turn)
    if found := await collections.live(turn.db, turn.club.id):
        return await _go_on(turn, found)
    held = await _just_held(turn)
    if held is None:
        return await opened(turn, turn.today)
    return turn.ask(
        "collecting.day",
        _("Of which day is the money?"),
        Choice(held.isoformat(), near_day(held, with_lunar=False)),
        Choice(turn.today.isoformat(), _("Of today")),
        never_mind(),
    )


async def _just_held(turn: Turn) -> date | None:
    """Return the day of a meeting of these days whose money is not in the book yet."""
    held = await collections.last_meeting(turn.db, turn.club.id, turn.today - LATELY, turn.today)
    if held is None or held == turn.today:
        return None
    closed = await collections.closed_for(turn.db, turn.club.id, held)
    is_open = await ledger.first_open_day(turn.db, turn.club.id, held) == held
    return held if is_open and not closed else None


async def _go_on(turn: Turn, found: Collection) -> Answer:
    """Take up an open list where it was left; an old one may have been forgotten."""
    if found.status == "counted":
        return await screens.over(turn, found)
    if turn.today - found.held_on < LATELY:
        return await screens.next_person(turn, found)
    people = await on_list(turn, found, await collected.rows(turn.db, found.id))
    return turn.ask(
        "collecting.forgotten",
        _("{so_far} It was never closed. What shall become of it?"),
        Choice("on", _("Go on and close it")),
        Choice("drop", _("Drop it, write nothing")),
        never_mind(),
        data={"collection": found.id},
        so_far=screens.so_far(found, people),
    )


async def take_day(turn: Turn) -> Answer:
    """The officer said of which day the money is."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    return await opened(turn, date.fromisoformat(turn.choice))


async def take_forgotten(turn: Turn) -> Answer:
    """A forgotten list: go on with it, or drop it."""
    found = await _live(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "on":
        return await screens.next_person(turn, found)
    return await ask_to_drop(turn, found)


async def ask_to_drop(turn: Turn, found: Collection) -> Answer:
    """Drop a list of which nothing was paid; of any other ask whether that is meant."""
    rows = await collected.rows(turn.db, found.id)
    paid = [group for group in by_member(rows) if any(row.amount for row in group)]
    if not paid:
        return await _dropped(turn, found)
    text = ngettext(
        "{count} person has paid {amount} that is not in the book. Really drop it?",
        "{count} people have paid {amount} that is not in the book. Really drop it?",
        len(paid),
    )
    amount = money(sum(row.amount for row in rows))
    return turn.ask(
        "collecting.drop",
        text,
        Choice("keep", _("No, keep the list")),
        Choice("drop", _("Yes, forget {amount}").format(amount=amount)),
        data={"collection": found.id},
        count=len(paid),
        amount=amount,
    )


async def take_drop(turn: Turn) -> Answer:
    """Sums that were noted are to be forgotten, or not."""
    found = await _live(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "keep":
        return await screens.overview(turn, found)
    return await _dropped(turn, found)


async def _dropped(turn: Turn, found: Collection) -> Answer:
    await collections.drop(turn.db, found.id, turn.now)
    return turn.say(
        _("Dropped: nothing of it is in the book."),
        Choice("collecting", _("Begin the list of today")),
    )


async def _live(turn: Turn) -> Collection | Answer:
    must_be_officer(turn)
    found = await collections.locked(turn.db, turn.club.id, turn.data["collection"])
    return found if found.status == "open" else await screens.over(turn, found)


# --- A new list ----------------------------------------------------------------------------------


async def opened(turn: Turn, on: date) -> Answer:
    """Write the list of everybody who owes something on a day, and show the first one."""
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
    found = await collections.live(turn.db, turn.club.id)
    if found is None:
        raise turn.refuse(_("Please try again in a moment."))
    if made is None:  # another officer was quicker
        return await _go_on(turn, found)
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


def _heading(people: Sequence[Member], owed: Mapping[int, Sequence[Owed]], on: date) -> str:
    text = ngettext(
        "Collection of {day}: {count} person, {amount} together.",
        "Collection of {day}: {count} people, {amount} together.",
        len(people),
    )
    due = sum(one.due for member in people for one in owed[member.id])
    return text.format(day=day(on), count=len(people), amount=money(due))


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


HANDLERS = {
    "collecting": Step(begin),
    "collecting.day": Step(take_day),
    "collecting.forgotten": Step(take_forgotten),
    "collecting.drop": Step(take_drop),
}
