"""A visit is written down: who, what was done, how she was; three taps, or one line."""

from __future__ import annotations

from bot.care.people import NEEDS
from bot.chat import NotUnderstood
from bot.handlers.care import (
    circle,
    visiting_asked,
    visiting_days,
    visiting_who,
    visiting_written,
)
from bot.handlers.care.visiting_asked import DONE, MORE, USUAL, in_order
from bot.handlers.care.visiting_words import recipient_of
from bot.handlers.ways_out import STOP, left
from bot.i18n import _
from bot.storage import shifts
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding.care_needs import hear_numbers
from bot.understanding.phrases import cut
from bot.understanding.visit_words import AS_EVER
from bot.understanding.visiting import POLITE, visiting
from bot.understanding.visits import (
    Heard,
    hear_found,
    hear_visit,
    is_a_visit,
    numbers_first,
)


async def begin(turn: Turn) -> Answer:
    """Write a visit down, from a button or from all that a line tells."""
    await circle.must_enter(turn)
    is_line = visiting(cut(turn.incoming.text)) is not None
    said = turn.incoming.text if is_line else turn.text  # with its commas
    of_card = "recipient" in turn.data and not said
    known: Data = {"for": turn.data["recipient"]} if of_card else {}
    return await go_on(turn, merged(known, hear_visit(said, turn.today)))


async def planned(turn: Turn) -> Answer:
    """A planned visit was made: only what was done, and how she was, is asked."""
    await circle.must_enter(turn)
    shift = await shifts.one(turn.db, turn.club.id, turn.data["shift"])
    if shift is None or shift.is_cancelled:
        raise turn.refuse(
            _("That visit is not planned any more. Write, please: “record a visit”.")
        )
    if shift.day > turn.today:
        raise turn.refuse(_("That visit is still to come."))
    if shift.volunteers and turn.member.id not in shift.volunteers:
        await circle.must_write(turn)
    draft: Data = {"for": shift.recipient_id, "days": [shift.day.isoformat()]}
    return await go_on(turn, {**draft, "by": list(shift.volunteers)})


async def go_on(turn: Turn, draft: Data) -> Answer:
    """Ask for what is not known yet; write it down where nothing is missing."""
    for ask in (
        visiting_who.came,
        visiting_who.went_along,
        visiting_days.which_day,
        visiting_who.visited,
        visiting_days.several,
        visiting_asked.what_was_done,
        visiting_asked.how_she_was,
    ):
        if asked := await ask(turn, draft):
            return asked
    return await visiting_written.write(turn, draft)


def merged(draft: Data, heard: Heard) -> Data:
    """Return what is known of a visit, with what was just heard."""
    more: Data = {"who": heard.who, "whom": heard.whom, "with": list(heard.beside)}
    if heard.needs:
        more["tasks"] = in_order({*draft.get("tasks", ()), *heard.needs})
    if heard.state or heard.unclear:
        more |= {"state": heard.state, "unclear": heard.unclear}
    more["days"] = [one.isoformat() for one in heard.days]
    more["which"] = [one.isoformat() for one in heard.which]
    more |= {"no_day": heard.no_day, "is_done": heard.is_done, "minutes": heard.minutes}
    known = {key: its for key, its in more.items() if its or key == "state"}
    note = ", ".join(filter(None, (draft.get("note", ""), heard.note)))
    return {**draft, **known, **({"note": note} if note else {})}


# --- who -----------------------------------------------------------------------------------------


async def take_by(turn: Turn) -> Answer:
    """The board said who made the visit."""
    await circle.must_enter(turn)
    if turn.choice == STOP:
        return left(turn)
    draft = turn.data
    if turn.choice:
        await visiting_who.chosen(turn, draft, int(turn.choice))
    else:
        draft["who"] = turn.text
    return await go_on(turn, draft)


async def take_with(turn: Turn) -> Answer:
    """It was said which of several went along."""
    await circle.must_enter(turn)
    if turn.choice == STOP:
        return left(turn)
    typed = turn.data["with"][1:]
    draft = {**turn.data, "with": typed if turn.choice else [turn.text, *typed]}
    if turn.choice:
        draft["by"] = list(dict.fromkeys([*draft["by"], int(turn.choice)]))
    return await go_on(turn, draft)


async def take_whom(turn: Turn) -> Answer:
    """It was said whom; a day, and all the rest, may stand beside the name."""
    await circle.must_enter(turn)
    if turn.choice == STOP:
        return left(turn)
    draft = turn.data
    if turn.choice == visiting_who.OTHERS:
        return await go_on(turn, {**draft, "all": True})
    if turn.choice == visiting_who.OTHER_DAY:
        return visiting_days.ask_day(turn, draft)
    if turn.choice:
        return await go_on(turn, {**draft, "for": int(turn.choice)})
    heard = hear_visit(turn.text, turn.today)
    if not heard.whom:
        raise NotUnderstood(turn.words(_("Whose name is it? Part of the name is enough.")))
    return await go_on(turn, {**merged(draft, heard), "is_answer": True})


async def take_day(turn: Turn) -> Answer:
    """It was said on which day."""
    await circle.must_enter(turn)
    if turn.choice == STOP:
        return left(turn)
    draft = {key: its for key, its in turn.data.items() if key not in ("days", "which", "no_day")}
    if turn.choice:
        return await go_on(turn, {**draft, "days": [turn.choice]})
    return await go_on(turn, {**draft, **visiting_days.heard_day(turn)})


async def take_days(turn: Turn) -> Answer:
    """Several days, or one to come, were read back."""
    await circle.must_enter(turn)
    if turn.choice == "no":
        return left(turn)
    return await go_on(turn, await visiting_days.plan(turn, turn.data))


# --- what was done, and how she was --------------------------------------------------------------


async def take_done(turn: Turn) -> Answer:
    """One thing was ticked or several were written; or that is all."""
    await circle.must_enter(turn)
    if turn.choice == STOP:
        return left(turn)
    draft = turn.data
    ticked, shown = draft["ticked"], draft["shown"]
    if turn.choice in (DONE, USUAL) or _is_as_ever(turn):
        return await go_on(turn, visiting_asked.with_tasks(draft, ticked or draft["usual"]))
    if turn.choice:
        if turn.choice == MORE:
            shown = [*shown, *(one for one in NEEDS if one not in shown)]
        else:
            ticked = [one for one in NEEDS if (one in ticked) != (one == turn.choice)]
        whose = await recipient_of(turn, draft["for"])
        return await visiting_asked.ask_done(
            turn, {**draft, "ticked": ticked, "shown": shown}, whose
        )
    _must_be_of_this_visit(turn)
    listed, others = numbers_first(turn.text)
    if numbers := hear_numbers(listed, shown) or _one_of(listed, shown):
        ticked, rest = [*ticked, *numbers], others
    else:
        rest = turn.text
    heard = hear_found(rest, turn.today)
    if not (numbers or heard.needs or heard.state or heard.unclear):
        raise NotUnderstood(
            turn.words(_("Please tick it, or write it, for example: “meals, laundry”."))
        )
    return await go_on(turn, merged(visiting_asked.with_tasks(draft, ticked), heard))


def _is_as_ever(turn: Turn) -> bool:
    """Whether it was typed that the same was done as always: that says nothing of how she was."""
    said = POLITE.trimmed(cut(turn.text))
    return not turn.choice and bool(turn.data["usual"]) and AS_EVER.is_all_of(said)


def _one_of(listed: str, shown: list[str]) -> tuple[str, ...]:
    place = int(listed) - 1 if listed.isdecimal() else -1
    return (shown[place],) if 0 <= place < len(shown) else ()


def _must_be_of_this_visit(turn: Turn) -> None:
    """Refuse a whole line of a visit as an answer: it is another one, and begins anew."""
    if is_a_visit(turn.text, turn.today):
        text = _("I did not understand that yet. Please choose one of these.")
        raise NotUnderstood(turn.words(text))


async def take_state(turn: Turn) -> Answer:
    """It was said how she was."""
    await circle.must_enter(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await go_on(turn, {**turn.data, "state": turn.choice})
    _must_be_of_this_visit(turn)
    heard = hear_found(turn.text, turn.today)
    if not heard.state and not heard.unclear:
        raise NotUnderstood(
            turn.words(_("Please choose one: well, as always, weak, or the health station."))
        )
    return await go_on(turn, merged(turn.data, heard))


HANDLERS = {
    "visit": Step(begin),
    "visit.planned": Step(planned),
    "visits.by": Step(take_by, typed=True),
    "visits.with": Step(take_with, typed=True),
    "visits.whom": Step(take_whom, typed=True),
    "visits.day": Step(take_day, typed=True),
    "visits.days": Step(take_days),
    "visits.done": Step(take_done, typed=True),
    "visits.state": Step(take_state, typed=True),
}
