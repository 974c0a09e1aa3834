"""The applications that wait, in the club's order, and what the loan fund can lend today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.deciders import able, in_front, may_decide
from bot.handlers.lending import deciding, paying_out, queue_order
from bot.handlers.lending.reasons import HARDSHIP, figures, in_words
from bot.handlers.names import in_full, matching
from bot.handlers.resolving import note_reading, put_to_speaker, without_officers
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money, sentence
from bot.people import Member
from bot.rights import is_independent
from bot.storage import applications, handovers, means, members, one_hand, queue
from bot.storage.applications import Application
from bot.storage.queue import Place
from bot.telling import called
from bot.turn import Answer, Step, Turn

SHOWN = 7  # as many can be chosen by one digit, with the rule and the way out


@dataclass(frozen=True, slots=True, kw_only=True)
class _Board:
    """The officers of today, and whose hand a yes of each may be."""

    officers: Sequence[Member]
    hands: dict[int, frozenset[int]]

    def decide(self, applicant: Member, entered_by: Member | None) -> set[int]:
        """Return who is to decide on an application: the offices for it, or others instead."""
        near = [applicant, *([entered_by] if entered_by else [])]
        free = [one for one in self.officers if is_independent(one, near, self.hands[one.id])]
        front = in_front(free, deciding.LOAN.first)
        return {one.id for one in (front if len(front) > 1 else free)}


async def listed(turn: Turn) -> Answer:
    """List what waits for a decision and what is promised, with the means for it.

    Who was told of an application, and looks at it, is shown that one.
    """
    if turn.choice == "look" and "application" in turn.data:
        return await _told_of(turn)
    if not turn.acts_as_officer:
        ask = Choice("borrow", _("Ask for a loan"))
        return turn.say(_("The board's list of applications is for the board."), ask)
    rule = await queue.rule_of(turn.db, turn.club.id)
    waiting = await queue.waiting(turn.db, turn.club.id)
    agreed = await applications.by_status(turn.db, turn.club.id, "agreed")
    people = await _people(turn, [*(one.application for one in waiting), *agreed])
    lines = await _waiting_lines(turn, waiting, rule, people)
    lines += await _agreed_lines(turn, agreed, people)
    lines += figures(await means.of_club(turn.db, turn.club.id))
    offered = [*(one.application for one in waiting), *agreed]  # a number is a place
    buttons = [_button(turn, one, people) for one in offered[:SHOWN]]
    if "head" in turn.member.roles:
        buttons.append(Choice("rule", _("Change the order")))
    return turn.ask("lending.queue.one", "{lines}", *buttons, never_mind(), lines="\n".join(lines))


async def take_one(turn: Turn) -> Answer:
    """The officer chose an application, by its button or by the applicant's name."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "rule":
        return await queue_order.order(turn)
    found = await applications.by_status(turn.db, turn.club.id, *applications.OPEN)
    if turn.choice:
        chosen = [one for one in found if one.id == int(turn.choice)]
        if not chosen:
            return turn.say(_("That was settled in the meantime."))
        return await show(turn, chosen[0])
    people = await _people(turn, found)
    named = {one.id for one in matching(turn.text, people.values())}
    chosen = [one for one in found if one.member_id in named]
    if len(chosen) == 1:
        return await show(turn, chosen[0])
    if not chosen:
        raise NotUnderstood(turn.words(_("I find no application of that name.")))
    buttons = [_button(turn, one, people) for one in chosen[:SHOWN]]
    return turn.ask("lending.queue.one", _("Which one do you mean?"), *buttons, never_mind())


async def _told_of(turn: Turn) -> Answer:
    must_be_officer(turn)
    found = await applications.by_status(turn.db, turn.club.id, *applications.OPEN)
    chosen = [one for one in found if one.id == turn.data["application"]]
    if not chosen:
        return turn.say(_("That was settled in the meantime."))
    return await show(turn, chosen[0])


async def show(turn: Turn, application: Application) -> Answer:
    """Show one application to an officer: to decide on, to pay out, or as it stands."""
    if application.status == "agreed":
        return await paying_out.show(turn, application)
    if application.member_id == turn.member.id:
        return turn.say(
            "{facts}\n{others}",
            facts="\n".join(await deciding.request(turn, application)),
            others=_("Others of the board decide on this one."),
        )
    resolution = await deciding.question_of(turn, application)
    data = {"resolution": resolution.id}
    able_to = {one.member.id for one in await able(turn, resolution, deciding.LOAN.first)}
    if turn.member.id in able_to:
        return await put_to_speaker(turn, deciding.LOAN, resolution)
    facts = "\n".join(await deciding.request(turn, application))
    if not able_to:
        ways = without_officers(turn, deciding.LOAN, resolution)
        return Answer(
            text=f"{facts}\n\n{ways.text}", choices=ways.choices, step=ways.step, data=data
        )
    free = await may_decide(turn, resolution, deciding.LOAN.first)
    names = ", ".join(called(one, turn.today) for one in free if one.id in able_to)
    decide = _("These decide on it: {names}.").format(names=names)
    return turn.say("{facts}\n{decide}", facts=facts, decide=decide)


async def _waiting_lines(
    turn: Turn, waiting: Sequence[Place], rule: Sequence[str], people: dict[int, Member]
) -> list[str]:
    if not waiting:
        return [_("No application waits.")]
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    hands = await one_hand.beside(turn.db, [one.id for one in officers])
    board = _Board(officers=officers, hands=hands)
    lines = [_("These wait, in the club's order:")]
    names = _names(turn, people)
    read = False
    for number, place in enumerate(waiting, 1):
        asked = place.application
        entered_by = people[asked.entered_by] if asked.entered_by else None
        decide = board.decide(people[asked.member_id], entered_by)
        decides = turn.member.id in decide
        why = in_words(place, rule, turn.today, turn.zone, for_deciders=decides)
        read |= decides and place.hardship in HARDSHIP
        text = _("({number}) {name} {amount}: {why}")
        if number > SHOWN:  # its digit would be another button
            text = _("{name} {amount}: {why}")
        lines.append(
            text.format(
                number=number,
                name=names[asked.member_id],
                amount=money(asked.amount),
                why=why,
            )
        )
    if read:
        await note_reading(turn, deciding.LOAN)
    return lines


async def _agreed_lines(
    turn: Turn, agreed: Sequence[Application], people: dict[int, Member]
) -> list[str]:
    if not agreed:
        return []
    handed = await handovers.unwitnessed(turn.db, turn.club.id)
    names = _names(turn, people)
    lines = [_("Promised, to be paid out:")]
    for one in agreed:
        text = _("{name} {amount}")
        if one.id in handed:
            text = _("{name} {amount}: handed over, waits for the witness")
        lines.append(sentence(text, name=names[one.member_id], amount=money(one.amount)))
    return lines


async def _people(turn: Turn, asked: Sequence[Application]) -> dict[int, Member]:
    ids = {one.member_id for one in asked}
    ids |= {one.entered_by for one in asked if one.entered_by is not None}
    return await members.several(turn.db, ids, turn.today)


def _names(turn: Turn, people: dict[int, Member]) -> dict[int, str]:
    """Return what these are called, by the full name where two are called the same."""
    short = {one.id: called(one, turn.today) for one in people.values()}
    times = Counter(short.values())
    return {
        one.id: in_full(one, turn.today) if times[short[one.id]] > 1 else short[one.id]
        for one in people.values()
    }


def _button(turn: Turn, asked: Application, people: dict[int, Member]) -> Choice:
    label = _("Pay out: {name} {amount}") if asked.status == "agreed" else _("{name} {amount}")
    name = _names(turn, people)[asked.member_id]
    return Choice(str(asked.id), sentence(label, name=name, amount=money(asked.amount)))


HANDLERS = {
    "lending.queue": Step(listed),
    "lending.queue.one": Step(take_one, typed=True, view=True),
}
