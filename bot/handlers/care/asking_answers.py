"""Who sees to home care says who goes to somebody for whom a visit was asked; the first counts.

What was offered may have changed by the time of a press: then it is said, and offered anew. Who
asked hears who comes, and so does who is visited.
"""

from __future__ import annotations

from bot.care.people import MOST_WEEKLY, Recipient
from bot.chat import Choice, NotUnderstood
from bot.handlers.care import asking_told, circle, recipients_new, rota_facts, shifts_told
from bot.handlers.care.asking_outcome import tell_nobody_comes, tell_who_comes
from bot.handlers.care.asking_told import ENOUGH, NEW, OTHER, TAKE, when
from bot.handlers.names import choices_of, matching
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, near_day
from bot.storage import (
    carers,
    members,
    recipients,
    shifts,
    visit_requests,
)
from bot.storage.visit_requests import Request
from bot.telling import called
from bot.turn import Answer, Step, Turn

SHOWN = 7
"""Requests that are listed: a phone's screen."""


async def requests(turn: Turn) -> Answer:
    """Show what is asked for and has no answer yet."""
    await circle.must_lead(turn)
    waiting = await visit_requests.waiting(turn.db, turn.club.id, turn.today)
    if not waiting:
        return turn.say(_("Nobody waits for an answer to a visit that was asked for."))
    if len(waiting) == 1:
        return await _panel(turn, await _open(turn, waiting[0].id))
    choices = []
    for one in waiting[:SHOWN]:
        recipient = await asking_told.recipient_of(turn, one)
        name = called(recipient, turn.today) if recipient else one.whom
        name = name or await asking_told.asker(turn, one, recipient)
        choices.append(Choice(str(one.id), f"{name}, {near_day(one.day, with_lunar=False)}"))
    return turn.ask("visit.requests.which", _("Which one?"), *choices, never_mind())


async def take_which(turn: Turn) -> Answer:
    """One of several that wait was chosen."""
    await circle.must_lead(turn)
    if turn.choice == STOP:
        return left(turn)
    return await _panel(turn, await _open(turn, int(turn.choice)))


async def take_answer(turn: Turn) -> Answer:
    """Somebody goes, goes anyway, or nobody can; or it is first said who is meant."""
    await circle.must_lead(turn)
    request = await _open(turn, turn.data["request"])
    deed, _colon, its_id = turn.choice.partition(":")
    if request.day < turn.today and deed in (NEW, ENOUGH, OTHER):
        return await _panel(turn, request)
    if deed == "is":
        recipient = await circle.one(turn, int(its_id))
        await visit_requests.is_for(turn.db, request, recipient.id)
        return await _panel(turn, await _open(turn, request.id))
    if deed == TAKE:
        turn.choice, turn.text = "", request.whom
        turn.data = {} if request.whom else {"member": request.member_id}
        return await recipients_new.begin(turn)
    if deed == OTHER:
        text = _("Who of the volunteers? Part of the name is enough.")
        return turn.ask("visit.asked.who", text, never_mind(), data=turn.data)
    if deed == NEW:
        return await _goes(turn, request, int(its_id))
    return await (
        _comes_anyway(turn, request, int(its_id)) if deed == ENOUGH else _no(turn, request)
    )


async def take_other(turn: Turn) -> Answer:
    """A volunteer was named who was not offered: the care lead has talked with her."""
    await circle.must_lead(turn)
    if turn.choice == STOP:
        return left(turn)
    request = await _open(turn, turn.data["request"])
    if turn.choice:
        return await _goes(turn, request, int(turn.choice), named=True)
    people = [one.member for one in await carers.volunteers(turn.db, turn.club.id, turn.today)]
    found = matching(turn.text, people)
    if not found:
        raise NotUnderstood(turn.words(_("I find no volunteer of that name.")))
    if len(found) == 1:
        return await _goes(turn, request, found[0].id, named=True)
    text = _("Which one do you mean?")
    return turn.ask("visit.asked.who", text, *choices_of(found), never_mind(), data=turn.data)


async def _goes(turn: Turn, request: Request, member_id: int, *, named: bool = False) -> Answer:
    await shifts.hold(turn.db, turn.club.id)
    recipient = await asking_told.recipient_of(turn, request)
    if recipient is None:
        return await _panel(turn, request, _("That has changed meanwhile."))
    people = {
        one.member.id: one.member
        for one in await carers.volunteers(turn.db, turn.club.id, turn.today)
    }
    free = {one.id for one in await asking_told.could_go(turn, request, recipient)}
    if member_id not in people or (not named and member_id not in free):
        lead = _("That volunteer is not free on that day any more. Who else?")
        return await _panel(turn, request, lead)
    who = await asking_told.asker(turn, request, recipient)
    made = await shifts.put(
        turn.db,
        club_id=turn.club.id,
        recipient_id=recipient.id,
        day=request.day,
        part="",
        volunteers=[member_id],
        now=turn.now,
        asked_by=who,
    )
    await _settle(turn, request, "goes", shift_id=made)
    if request.weekly:
        await _note_wish(turn, request, recipient)
    shift = await shifts.one(turn.db, turn.club.id, made)
    names = await rota_facts.names(turn, [shift] if shift else [])
    unheard = await shifts_told.tell_change(turn, names, after=shift)
    await tell_who_comes(turn, request, recipient, [people[member_id]])
    said = turn.words(
        _("Planned: {name} goes to {whom}, {day}."),
        name=called(people[member_id], turn.today),
        whom=called(recipient, turn.today),
        day=when(request),
    )
    more = [turn.words(_("Coming rotas have that day, too."))] if request.weekly else []
    more.append(shifts_told.by_phone(turn, unheard))
    return turn.say("{said}", said=" ".join(filter(None, (said, *more))))


async def _comes_anyway(turn: Turn, request: Request, shift_id: int) -> Answer:
    recipient = await asking_told.recipient_of(turn, request)
    shift = await shifts.one(turn.db, turn.club.id, shift_id)
    is_on = shift and shift.volunteers and not shift.is_cancelled and shift.is_told
    if recipient is None or shift is None or not is_on or shift.day != request.day:
        return await _panel(turn, request, _("That has changed meanwhile."))
    await _settle(turn, request, "goes", shift_id=shift.id)
    if request.weekly:
        await _note_wish(turn, request, recipient)
    people = await members.several(turn.db, shift.volunteers, turn.today)
    goers = [people[one] for one in shift.volunteers if one in people]
    await tell_who_comes(turn, request, recipient, goers)
    return turn.say(_("All right, I have said who comes."))


async def _no(turn: Turn, request: Request) -> Answer:
    await _settle(turn, request, "cannot")
    await tell_nobody_comes(turn, request, await asking_told.recipient_of(turn, request))
    return turn.say(_("All right, I have said so, and asked to talk with you."))


async def _note_wish(turn: Turn, request: Request, recipient: Recipient) -> None:
    """Let coming rotas have that day of the week: it is one more that she likes."""
    times = recipient.times | {(request.day.weekday(), "")}
    if not recipient.times:  # any day was good: it stays so, but once more a week
        weekly = min(recipient.weekly + 1, MOST_WEEKLY)
        await recipients.change(turn.db, turn.club.id, recipient.id, weekly=weekly)
        return
    if request.day.weekday() not in {day for day, _part in recipient.times}:
        await recipients.note_wishes(turn.db, recipient.id, needs=recipient.needs, times=times)


async def _open(turn: Turn, request_id: int) -> Request:
    """Return a request of the club that waits; says what came of any other."""
    request = await visit_requests.one(turn.db, turn.club.id, request_id)
    if request is None:
        raise turn.refuse(_("That was changed meanwhile: please look again."))
    if request.answer:
        raise await _answered(turn, request)
    return visit_requests.to_come(request, turn.today)


async def _answered(turn: Turn, request: Request) -> Exception:
    by = await members.member(turn.db, request.answered_by or 0, turn.today)
    shift = None
    if request.shift_id is not None:
        shift = await shifts.one(turn.db, turn.club.id, request.shift_id)
    goers = await asking_told.names_of(turn, shift.volunteers) if shift else ""
    text = _("{lead} has seen to that already: {names} goes.")
    if not goers:
        text = _("{lead} has seen to that already.")
    return turn.refuse(text, lead=called(by, turn.today), names=goers)


async def _settle(
    turn: Turn,
    request: Request,
    answer: visit_requests.Answered,
    shift_id: int | None = None,
) -> None:
    settled = await visit_requests.settle(
        turn.db, request, answer, by=turn.member.id, now=turn.now, shift_id=shift_id
    )
    if not settled:
        raise await _answered(turn, request)


async def _panel(turn: Turn, request: Request, lead: str = "") -> Answer:
    panel = await asking_told.shown_to(turn, request, turn.words, lead)
    data = {"request": request.id}
    return Answer(text=panel.text, choices=panel.choices, step=asking_told.STEP, data=data)


HANDLERS = {
    "visit.requests": Step(requests),
    "visit.requests.which": Step(take_which),
    "visit.asked": Step(take_answer),
    "visit.asked.who": Step(take_other, typed=True),
}
