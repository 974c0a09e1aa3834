"""What came of telling a visit: it is written down, or it is there already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.care.people import STATES, Recipient
from bot.care.visits import USUAL_MINUTES, Made, Recorded, Visit
from bot.chat import Choice
from bot.clock import local
from bot.handlers.care import circle, visiting_words, worrying
from bot.handlers.care.visiting_words import (
    found_said,
    joined,
    recipient_of,
    visit_said,
    who_said,
)
from bot.handlers.ways_out import left
from bot.i18n import _, clock_time
from bot.people import Member
from bot.storage import members, visits
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def write(turn: Turn, draft: Data) -> Answer:
    """Write all that was told down, once; say so if a visit of that day stands there already."""
    whose = await recipient_of(turn, draft["for"])
    people = await _visitors(turn, draft)
    days = [date.fromisoformat(one) for one in draft["days"]]
    _must_be_visited(turn, whose, days)
    recorded = [
        await visits.record(
            turn.db,
            turn.club.id,
            made_of(draft, on),
            entered_by=turn.member.id,
            now=turn.now,
            beside=draft.get("beside", ()),
        )
        for on in days
    ]
    if len(recorded) == 1 and not recorded[0].new:
        return await _is_there(turn, draft, recorded[0].visit)
    return await _said(turn, draft, whose, people, recorded)


def made_of(draft: Data, on: date) -> Made:
    """Return what a draft tells of one day."""
    return Made(
        recipient_id=draft["for"],
        day=on,
        visitors=tuple(draft["by"]),
        tasks=tuple(draft["tasks"]),
        state=draft["state"],
        minutes=draft.get("minutes") or USUAL_MINUTES,
        note=draft.get("note", ""),
    )


async def _visitors(turn: Turn, draft: Data) -> dict[int, Member]:
    """Return who came; refuses who is not of the club, and a visit that the speaker did not make.

    Only the board writes down what others did.
    """
    people = await members.several(turn.db, draft["by"], turn.today)
    people = {one: its for one, its in people.items() if its.club.id == turn.club.id}
    if turn.member.id not in people:
        await circle.must_write(turn)
    if set(people) != set(draft["by"]):
        raise turn.refuse(_("I find nobody of that name in the club."))
    return people


def _must_be_visited(turn: Turn, whose: Recipient, days: Sequence[date]) -> None:
    """Refuse a visit on a day on which nobody visited her any more."""
    if whose.until is not None and any(on >= whose.until for on in days):
        raise turn.refuse(
            _("Visits to {name} have ended. Nothing was written down."),
            name=called(whose, turn.today),
        )


async def _said(
    turn: Turn,
    draft: Data,
    whose: Recipient,
    people: dict[int, Member],
    recorded: Sequence[Recorded],
) -> Answer:
    new = [one for one in recorded if one.new]
    stands = [one.visit for one in recorded if not one.new]
    to_add = [one for one in stands if _adds(one, made_of(draft, one.day))]
    parts = [draft.get("lead", "")]
    if new:
        days = [one.visit.day for one in new]
        who = who_said(turn, draft["by"], people)
        parts += [
            turn.words(_("Written down.")),
            visit_said(turn, whose, who, days, draft["tasks"]),
            found_said(draft["state"], called(whose, turn.today)),
        ]
        if any(visits.is_late(one.visit, turn.zone) for one in new):
            parts.append(turn.words(_("It is marked as added later, that is all right.")))
    parts += [await worrying.tell(turn, one.visit) for one in new if one.worries]
    parts += [await already(turn, one) for one in stands if one not in to_add]
    parts += draft.get("planned", ())
    if to_add:
        waits: Data = {**draft, "days": [one.day.isoformat() for one in to_add], "planned": []}
        return await _is_there(turn, {**waits, "lead": joined(*parts)}, to_add[0])
    text = joined(*parts, turn.words(_("Thank you!")))
    if not new:
        return turn.say("{said}", said=text)
    return turn.say("{said}", *offered(), data={"visit": new[-1].visit.id}, said=text)


def offered() -> tuple[Choice, ...]:
    """Return what can be done with a visit that was just written down."""
    return (
        Choice("visit.note", _("Add a note or a photo")),
        Choice("visit.mend", _("Something is not right")),
        Choice("visit", _("Another visit")),
    )


# --- it is there already -------------------------------------------------------------------------


async def already(turn: Turn, visit: Visit) -> str:
    """Say that a visit is written down, by whom, and, to who may know, what stands there."""
    who = await members.member(turn.db, visit.entered_by, turn.today)
    name = called(who, turn.today)
    if who.id == turn.member.id:
        name = turn.words(_("you"))
    lead = turn.words(
        _("{name} wrote this visit down already, at {time} {day}."),
        name=name,
        time=clock_time(local(visit.entered_at, turn.zone)),
        day=visiting_words.when_said(local(visit.entered_at, turn.zone).date(), turn.today),
    )
    return joined(lead, await _seen(turn, visit))


async def _seen(turn: Turn, visit: Visit) -> str:
    """Return what stands there, to who may know."""
    if not await visiting_words.may_see(turn, visit):
        return ""
    return await visiting_words.of_visit(turn, visit)


async def _is_there(turn: Turn, draft: Data, visit: Visit) -> Answer:
    """Offer to add what is missing, or to write another visit of that day.

    The draft's other days stand there as well, and are asked about afterwards.
    """
    told = made_of(draft, visit.day)
    there = joined(draft.get("lead", ""), await already(turn, visit))
    draft = {**draft, "same": visit.id, "lead": ""}
    if not _adds(visit, told):
        return turn.say(
            _("{there} That is all that is needed, thank you!"),
            Choice("visit.other", _("That was another visit")),
            data={"draft": draft},
            there=there,
        )
    return turn.ask(
        "visits.same",
        _("{there} Is it the same visit? Then I add what {you} told me."),
        Choice("add", _("The same: add it")),
        Choice("other", _("That was another visit")),
        Choice("keep", _("Leave it as it is")),
        data=draft,
        there=there,
    )


def _adds(visit: Visit, told: Made) -> bool:
    """Whether there is anything in what was told that does not stand there."""
    return (
        not set(told.visitors) <= set(visit.visitors)
        or not set(told.tasks) <= set(visit.tasks)
        or STATES.index(told.state) > STATES.index(visit.state)
        or told.note not in visit.note
    )


async def take_same(turn: Turn) -> Answer:
    """It is the same visit, or was another one."""
    await circle.must_enter(turn)
    if turn.choice == "other":
        return await _write_other(turn, turn.data)
    visit = await one(turn, turn.data["same"])
    rest = [day for day in turn.data["days"] if day != visit.day.isoformat()]
    if turn.choice == "keep":
        return await write(turn, {**turn.data, "days": rest}) if rest else left(turn)
    await _visitors(turn, turn.data)
    added = await visits.add(turn.db, visit, made_of(turn.data, visit.day))
    told = await worrying.tell(turn, added.visit) if added.worries else ""
    said = await _seen(turn, added.visit)
    added_so = joined(turn.words(_("Added.")), said, told)
    if rest:
        return await write(turn, {**turn.data, "days": rest, "lead": added_so})
    text = joined(added_so, turn.words(_("Thank you!")))
    return turn.say("{said}", *offered(), data={"visit": visit.id}, said=text)


async def other(turn: Turn) -> Answer:
    """What stands there was another visit of that day: write this one beside it."""
    await circle.must_enter(turn)
    return await _write_other(turn, turn.data["draft"])


async def _write_other(turn: Turn, draft: Data) -> Answer:
    return await write(turn, {**draft, "beside": [*draft.get("beside", ()), draft["same"]]})


async def one(turn: Turn, visit_id: int) -> Visit:
    """Return a visit of the club that counts; refuses one that was taken back."""
    found = await visits.one(turn.db, turn.club.id, visit_id)
    if found is None or found.taken_back_at is not None:
        raise turn.refuse(
            _("That visit was taken back meanwhile. To write one down: “record a visit”.")
        )
    return found


HANDLERS = {
    "visits.same": Step(take_same),
    "visit.other": Step(other),
}
