"""What is added to a visit, or put right: a note, a photo, how she was, who came, no visit."""

from __future__ import annotations

from datetime import timedelta

from bot.care.people import STATES
from bot.care.visits import Made, Visit
from bot.chat import Choice, NotUnderstood
from bot.handlers import names
from bot.handlers.care import circle, visiting_words, worrying
from bot.handlers.care.visiting_words import found_said, joined, recipient_of, state_button
from bot.handlers.care.visiting_written import offered, one
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.storage import files, members, visits
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.visits import hear_found, is_a_visit

MAY_CHANGE = timedelta(days=3)
"""So long those who made a visit, or wrote it down, put it right by themselves."""
PHOTO_KEPT = timedelta(days=400)
"""A year of care, and the month in which it is told of."""
LONGEST = 500
"""Characters of a note."""


async def note(turn: Turn) -> Answer:
    """Ask for a few words, and for a photo where she agreed to photos."""
    visit = await _hers(turn, turn.data["visit"])
    whose = await recipient_of(turn, visit.recipient_id)
    text = _("What shall I note of {name}? A few words will do.")
    if whose.photos:
        text = _("What shall I note of {name}? A few words will do, or send a photo.")
    return turn.ask(
        "visits.note",
        text,
        never_mind(),
        data={"visit": visit.id},
        name=called(whose, turn.today),
    )


async def take_note(turn: Turn) -> Answer:
    """Words came, or a photo, perhaps with words below it."""
    visit = await _hers(turn, turn.data["visit"])
    if turn.choice == STOP:
        return left(turn)
    whose = await recipient_of(turn, visit.recipient_id)
    words, file = " ".join(turn.text.split())[:LONGEST], turn.incoming.file
    if file and (turn.incoming.kind != "photo" or not whose.photos):
        await files.keep_until(turn.db, file, turn.now)
        return turn.ask(
            "visits.note",
            _(
                "{name} has not agreed to photos, so I did not keep it. What shall I note in"
                " words?"
            ),
            never_mind(),
            data=turn.data,
            name=called(whose, turn.today),
        )
    if (not words and not file) or is_a_visit(words, turn.today):  # that is another one
        raise NotUnderstood(turn.words(_("Please write it in a few words.")))
    if file:
        await files.keep_until(turn.db, file, turn.now + PHOTO_KEPT)
    added = await visits.add(turn.db, visit, _only(visit, note=words, image=file))
    return turn.say(
        _("Noted. {visit}"),
        *offered()[1:],
        data={"visit": visit.id},
        visit=await visiting_words.of_visit(turn, added.visit),
    )


def _only(visit: Visit, *, note: str = "", image: str = "", came: int | None = None) -> Made:
    """Return a visit as it stands, with only this to be added."""
    return Made(
        recipient_id=visit.recipient_id,
        day=visit.day,
        visitors=visit.visitors if came is None else (*visit.visitors, came),
        state=visit.state,
        minutes=visit.minutes,
        note=note,
        image=image,
    )


async def mend(turn: Turn) -> Answer:
    """Show what stands there, and ask what is to be otherwise."""
    visit = await _hers(turn, turn.data["visit"])
    return turn.ask(
        "visits.mend",
        _("{visit} What is not right?"),
        Choice("state", _("How she was")),
        Choice("with", _("Somebody went along")),
        *([Choice("alone", _("I went alone"))] if _with_others(turn, visit) else []),
        Choice("back", _("There was no such visit")),
        never_mind(),
        data={"visit": visit.id},
        visit=await visiting_words.of_visit(turn, visit),
    )


def _with_others(turn: Turn, visit: Visit) -> bool:
    return turn.member.id in visit.visitors and len(visit.visitors) > 1


async def take_mend(turn: Turn) -> Answer:
    """It was said what is not right."""
    visit = await _hers(turn, turn.data["visit"])
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "state":
        return await _ask_state(turn, visit)
    if turn.choice == "with":
        return turn.ask(
            "visits.along",
            _("Who went along? Part of the name is enough."),
            never_mind(),
            data=turn.data,
        )
    if turn.choice == "alone":
        if _with_others(turn, visit):
            await visits.leave_out(turn.db, visit, but=turn.member.id)
        return await _as_it_stands(turn, visit)
    if not await visits.take_back(turn.db, visit, turn.now):
        return left(turn)
    await worrying.calm(turn, visit, "")
    return turn.say(
        _("All right, that visit does not count any more."), Choice("visit", _("Another visit"))
    )


async def take_along(turn: Turn) -> Answer:
    """It was said who went along."""
    visit = await _hers(turn, turn.data["visit"])
    if turn.choice == STOP:
        return left(turn)
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = [one for one in people if str(one.id) == turn.choice]
    found = found or names.matching(turn.text, [one for one in people if one.volunteer])
    found = found or names.matching(turn.text, people)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) > 1:
        return turn.ask(
            "visits.along",
            _("Which one do you mean?"),
            *names.choices_of(found)[:8],
            never_mind(),
            data=turn.data,
        )
    added = await visits.add(turn.db, visit, _only(visit, came=found[0].id))
    return await _as_it_stands(turn, added.visit)


async def _ask_state(turn: Turn, visit: Visit) -> Answer:
    whose = await recipient_of(turn, visit.recipient_id)
    return turn.ask(
        "visits.state_now",
        _("How was {name}?"),
        *(Choice(state, state_button(state)) for state in STATES),
        never_mind(),
        data={"visit": visit.id},
        name=called(whose, turn.today),
    )


async def take_state(turn: Turn) -> Answer:
    """It was said how she really was."""
    visit = await _hers(turn, turn.data["visit"])
    if turn.choice == STOP:
        return left(turn)
    state = turn.choice or hear_found(turn.text, turn.today).state
    if not state:
        raise NotUnderstood(
            turn.words(_("Please choose one: well, as always, weak, or the health station."))
        )
    changed = await visits.correct(turn.db, visit, state)
    await worrying.calm(turn, visit, state)
    told = await worrying.tell(turn, changed.visit) if changed.worries else ""
    whose = await recipient_of(turn, visit.recipient_id)
    found = found_said(state, called(whose, turn.today))
    text = joined(turn.words(_("Put right.")), found, told)
    return turn.say("{said}", *offered(), data={"visit": visit.id}, said=text)


async def _as_it_stands(turn: Turn, visit: Visit) -> Answer:
    visit = await one(turn, visit.id)
    said = await visiting_words.of_visit(turn, visit)
    text = joined(turn.words(_("Put right.")), said)
    return turn.say("{said}", *offered(), data={"visit": visit.id}, said=text)


async def _hers(turn: Turn, visit_id: int) -> Visit:
    """Return a visit that the speaker may change: for some days her own, as a lead any."""
    await circle.must_enter(turn)
    visit = await one(turn, visit_id)
    if circle.leads(turn):
        return visit
    if turn.member.id not in (*visit.visitors, visit.entered_by):
        raise turn.refuse(_("Please ask {names} about that."), names=await circle.names(turn))
    if turn.now - visit.entered_at > MAY_CHANGE:
        raise turn.refuse(
            _("That visit is some days ago. Now {names} of the club can put it right."),
            names=await circle.names(turn),
        )
    return visit


HANDLERS = {
    "visit.note": Step(note),
    "visits.note": Step(take_note, typed=True, own_words=True, takes_file=True),
    "visit.mend": Step(mend),
    "visits.mend": Step(take_mend),
    "visits.along": Step(take_along, typed=True),
    "visits.state_now": Step(take_state, typed=True),
}
