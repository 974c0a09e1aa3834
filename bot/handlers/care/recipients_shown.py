"""Who is visited, by name, and the card of one: as much of it as the speaker may know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.care.people import PAUSED, Recipient
from bot.chat import Choice, NotUnderstood
from bot.handlers.care import circle
from bot.handlers.care.recipients_drafts import lines
from bot.handlers.care.whom import (
    because_said,
    choices_of,
    full_name,
    in_full,
    matching,
    needs_said,
    times_said,
    weekly_said,
)
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day
from bot.storage import members
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def everybody(turn: Turn) -> Answer:
    """Show who is visited, or the card of who is named."""
    people = await circle.visible(turn)
    if not people and not circle.writes(turn):
        if circle.volunteers(turn):
            return turn.say(_("The rota has nobody for you to visit yet."))
        await circle.must_lead(turn)
    if turn.text and not turn.choice:
        return await _named(turn, turn.text)
    add = Choice("care.take", _("Take somebody in"))
    adding = [add] if circle.writes(turn) else []
    if not people:
        return turn.say(_("Nobody is visited at home yet."), *adding)
    return turn.ask(
        "care.who",
        _("Visited at home:\n{people}\nWhose card shall I show?"),
        *choices_of(people),
        *adding,
        never_mind(),
        people="\n".join(_in_a_line(one) for one in people),
    )


async def take_who(turn: Turn) -> Answer:
    """A name was chosen or typed."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await card(turn, await circle.one(turn, int(turn.choice)))
    return await _named(turn, turn.text)


async def _named(turn: Turn, typed: str) -> Answer:
    found = matching(typed, await circle.visible(turn, ended=True))
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name who is visited.")))
    if len(found) == 1:
        return await card(turn, found[0])
    return turn.ask("care.who", _("Which one do you mean?"), *choices_of(found), never_mind())


async def shown(turn: Turn) -> Answer:
    """A notice or a list led to somebody's card."""
    return await card(turn, await circle.one(turn, turn.data["recipient"]))


async def card(turn: Turn, recipient: Recipient, lead: str = "") -> Answer:
    """Show somebody who is visited: all of it to who may change it, to others what they need."""
    said = [turn.words(lead)] if lead else []
    if circle.may_change(turn, recipient):
        said += [*lines(turn, recipient), *await _more(turn, recipient)]
    else:
        said += _in_short(turn, recipient)
    said += _over(turn, recipient)
    data: Data = {"recipient": recipient.id}
    return turn.say("{said}", *_choices(turn, recipient), data=data, said="\n".join(said))


def _in_a_line(one: Recipient) -> str:
    return f"• {full_name(one)}: {weekly_said(one.weekly)}, {times_said(one.times)}"


def _in_short(turn: Turn, one: Recipient) -> list[str]:
    """Return what who visits her needs, and what she herself may look at."""
    said = [
        turn.words("{who}.", who=in_full(one, turn.today)),
        turn.words(_("Needs: {needs}."), needs=needs_said(one.needs).lower()),
        turn.words(
            _("Visits: {days}; {weekly}."),
            days=times_said(one.times),
            weekly=weekly_said(one.weekly),
        ),
    ]
    phone = one.emergency_phone or "–"
    return [
        *said,
        turn.words(_("In an emergency call: {phone}."), phone=phone),
        _photos(turn, one),
    ]


def _photos(turn: Turn, one: Recipient) -> str:
    text = _("Photos of care: no.")
    return turn.words(_("Photos of care: yes, agreed to.") if one.photos else text)


async def _more(turn: Turn, one: Recipient) -> list[str]:
    by = await members.member(turn.db, one.made_by, turn.today) if one.made_by else None
    since = turn.words(_("Visited since {day}."), day=day(one.since))
    if by is None:
        return [_photos(turn, one), since]
    text = _("Visited since {day}; written down by {officer}.")
    officer = called(by, turn.today)
    return [_photos(turn, one), turn.words(text, day=day(one.since), officer=officer)]


def _over(turn: Turn, one: Recipient) -> list[str]:
    if one.until is None:
        return []
    text = _("Nobody visits since {day} ({why}).")
    return [turn.words(text, day=day(one.until), why=because_said(one.because))]


def _choices(turn: Turn, one: Recipient) -> Sequence[Choice]:
    if one.until is not None:
        if not circle.may_change(turn, one):
            return []
        home, again = _("Home again: visit as before"), _("Visit again as before")
        return [Choice("care.again", home if one.because == PAUSED else again)]
    if circle.may_change(turn, one):
        return [
            Choice("visit", _("Write a visit down")),
            Choice("care.change", _("Change something")),
            Choice("relatives", _("The family")),
            Choice("care.photos", _("Photos of care")),
            Choice("care.stop", _("No visits any more")),
        ]
    if circle.is_herself(turn, one):
        return [
            Choice("family", _("Who came")),
            Choice("visit.ask", _("Ask for a visit")),
            Choice("relatives", _("The family")),
            Choice("care.photos", _("Photos of care")),
            Choice("care.stop", _("I need no visits any more")),
        ]
    return [Choice("visit", _("I have visited"))]


HANDLERS = {
    "care.people": Step(everybody),
    "care.shown": Step(shown),
}
