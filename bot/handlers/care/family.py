"""What the family sees of home care: when somebody came and what was done, and who comes next.

Nothing else: not how she was found, no note, nobody else who is visited, nothing of the club's
money. Who agreed to be warned hears of what worries when it is written down, and not here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot import i18n
from bot.care.visits import Visit
from bot.chat import Choice
from bot.handlers.care import family_thanks
from bot.handlers.care.family_eyes import (
    Looker,
    asked,
    form,
    looker,
    lookers,
    nothing_to_see,
    shown,
)
from bot.handlers.care.whom import needs_said, time_said
from bot.i18n import _
from bot.people import Member
from bot.storage import members, relatives, shifts, visits
from bot.storage.shifts import Shift
from bot.telling import called
from bot.turn import SOFT, Answer, Step, Turn
from bot.understanding.phrases import Phrases, cut
from bot.understanding.words import command

BACK, AHEAD = timedelta(days=14), timedelta(days=8)
MOST = 7
"""Visits that are shown: a phone's screen."""
THANKS = Phrases("cảm ơn, cám ơn, đội ơn, biết ơn, thank, thanks")


async def family(turn: Turn) -> Answer:
    """Show who came to somebody of the speaker's family, and who comes."""
    found = await lookers(turn)
    if not found:
        raise nothing_to_see(turn)
    parts = [await _seen(turn, one) for one in found]
    choices = [Choice("visit.ask", _("Ask for a visit"))]
    if await family_thanks.to_thank(turn, found):
        choices.insert(0, Choice("family.thank", _("Say thank you")))
    if any(one.relative for one in found):
        choices.append(Choice("family.leave", _("Show me no visits any more")))
    if turn.holder is None:
        return Answer(text="\n\n".join(parts), choices=tuple(choices), step=SOFT)
    return shown(turn, found[0], "{parts}", *choices, parts="\n\n".join(parts))


async def home(turn: Turn) -> Answer | None:
    """Answer whatever somebody of the family writes who is no member; None for a stranger."""
    if turn.phone.holders or not await lookers(turn):
        return None
    said = None if turn.incoming.pressed else command(turn.incoming.text)
    if not turn.incoming.pressed and THANKS.are_in(cut(turn.incoming.text)):
        return await family_thanks.begin(turn)
    return await (leave(turn) if said and said.name == "leave" else family(turn))


async def leave(turn: Turn) -> Answer:
    """Ask once before somebody of the family sees nothing any more."""
    found = [one for one in await lookers(turn) if one.relative]
    if not found:
        raise nothing_to_see(turn)
    names = [called(one.recipient, turn.today) for one in found]
    return asked(
        turn,
        found[0],
        ("family.leave.sure", "family.gone"),
        _("Shall I show you no visits any more? Who sees to home care can let you in again."),
        *(
            Choice(str(one.recipient.id), _("Nothing of {name} any more").format(name=name))
            for one, name in zip(found, names, strict=True)
        ),
        Choice("no", _("No, stay")),
    )


async def take_leave(turn: Turn) -> Answer:
    """Let the phone see nothing any more; whom to call stays written down."""
    if turn.choice == "no":
        return await family(turn)
    one = await looker(turn, int(turn.choice))
    if one.relative is None:
        raise nothing_to_see(turn)
    await relatives.untie(turn.db, one.relative.club_id, one.relative.id)
    name = called(one.recipient, turn.today)
    text = _("Done, I show you nothing of {name} any more. Take care of yourself.")
    return Answer(text=i18n.say(text, form(turn, one), name=name))


async def _seen(turn: Turn, one: Looker) -> str:
    """Return what is shown to one who looks of one person's visits."""
    name = called(one.recipient, turn.today)
    if not one.sees:
        return i18n.say(
            _("I tell you when something about {name} should be looked at."),
            form(turn, one),
            name=name,
        )
    whose = one.recipient.club_id, one.recipient.id
    before = turn.today + timedelta(days=1)
    made = await visits.of_recipient(turn.db, *whose, turn.today - BACK, before)
    planned = await shifts.of_recipient(turn.db, *whose, turn.today, turn.today + AHEAD)
    done = {visit.shift_id for visit in made}
    coming = [shift for shift in planned if shift.id not in done and shift.volunteers]
    people = await _people(turn, made, coming)
    lines = [_("Visits to {name}:").format(name=name)]
    lines += [_line(turn, visit, people) for visit in reversed(made[-MOST:])]
    if not made:
        lines.append(_("Nothing is written down of the last two weeks."))
    lines += [_coming(turn, shift, people) for shift in coming[:MOST]]
    return "\n".join(lines)


async def _people(
    turn: Turn, made: Sequence[Visit], coming: Sequence[Shift]
) -> Mapping[int, Member]:
    ids = {one for visit in made for one in visit.visitors}
    ids |= {one for shift in coming for one in shift.volunteers}
    return await members.several(turn.db, ids, turn.today)


def _line(turn: Turn, visit: Visit, people: Mapping[int, Member]) -> str:
    text = _("{day}: {names} came. {tasks}.") if visit.tasks else _("{day}: {names} came.")
    return i18n.sentence(
        text,
        day=i18n.near_day(visit.day, with_lunar=False),
        names=_names(turn, visit.visitors, people),
        tasks=needs_said(visit.tasks),
    )


def _coming(turn: Turn, shift: Shift, people: Mapping[int, Member]) -> str:
    return _("To come: {day}, {names}.").format(
        day=time_said(shift.day, shift.part), names=_names(turn, shift.volunteers, people)
    )


def _names(turn: Turn, ids: Sequence[int], people: Mapping[int, Member]) -> str:
    return ", ".join(called(people[one], turn.today) for one in ids if one in people)


HANDLERS = {
    "family": Step(family, public=True),
    "family.leave": Step(leave, public=True),
    "family.leave.sure": Step(take_leave),
    "family.gone": Step(take_leave, public=True),
}
