"""Whose cash it is that goes to a borrower, and who saw it: on a phone, or on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat import Choice, NotUnderstood
from bot.handlers import touches
from bot.handlers.cards import must_be_officer
from bot.handlers.lending import first_due, handing_over
from bot.handlers.lending.answers import givers
from bot.handlers.names import choices_of, full_name
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _, day, in_words, money
from bot.people import Listener, Member
from bot.storage import applications, means, members
from bot.storage.applications import Application
from bot.telling import called
from bot.turn import Answer, Step, Turn

SHOWN = 6


async def ask_witness(turn: Turn, application: Application, who: Member) -> Answer:
    """Ask who saw the cash being handed over; refuses what `keeper` refuses."""
    if who.left_on is not None:
        raise turn.refuse(
            _("{name} is no member any more, so nothing is paid out."),
            name=called(who, turn.today),
        )
    giver = await keeper(turn, who, application.amount)
    if again := await first_due.asked_anew(turn, application, who):
        return again
    free = await _officers(turn, who, giver)
    return turn.ask(
        "payout.witness",
        _(
            "{amount} ({words}) in cash to {name}, to be paid back from {day} on. Who saw it with"
            " {you}?"
        ),
        *(Choice(str(one.member.id), called(one.member, turn.today)) for one in free[:SHOWN]),
        Choice("other", _("Somebody else saw it")),
        never_mind(),
        data={"application": application.id},
        amount=money(application.amount),
        words=in_words(application.amount),
        day=day(application.first_due),
        name=called(who, turn.today),
    )


async def another_witness(turn: Turn) -> Answer:
    """Who was asked does not answer: somebody else saw it, too."""
    must_be_officer(turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.status != "agreed":
        return await handing_over.settled(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    return await ask_witness(turn, application, who)


async def take_witness(turn: Turn) -> Answer:
    """The officer chose or typed who saw the cash being handed over."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.status != "agreed":
        return await handing_over.settled(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    if again := await first_due.asked_anew(turn, application, who):  # it was asked days ago
        return again
    if turn.choice == "other":
        return turn.ask(
            "payout.witness",
            _("Who saw it? Please write the name."),
            never_mind(),
            data=turn.data,
        )
    if turn.choice == "paper":
        return await handing_over.on_paper(
            turn, application, who, await keeper(turn, who, application.amount), turn.data["name"]
        )
    return await _witnessed_by(turn, application, who)


async def _witnessed_by(turn: Turn, application: Application, who: Member) -> Answer:
    if turn.choice:
        found = [await members.member(turn.db, int(turn.choice), turn.today)]
    else:
        found = await named(turn, turn.text)
    if len(found) > 1:
        return turn.ask(
            "payout.witness",
            _("Which one do you mean?"),
            *choices_of(found),
            never_mind(),
            data=turn.data,
        )
    giver = await keeper(turn, who, application.amount)
    near = [who, giver, turn.member]
    if found and not await touches.independent(turn, found, near):
        raise turn.refuse(
            _("{name} is too near to be the witness. Who else saw it?"),
            name=called(found[0], turn.today),
        )
    for listener in await turn.reach(found):
        if listener.kind == "self":
            return await handing_over.ask(turn, application, who, giver, listener)
    return await _on_paper(turn, who, giver, full_name(found[0]) if found else _name(turn))


def _name(turn: Turn) -> str:
    name = " ".join(turn.text.split())
    if len(name) < 2:
        raise NotUnderstood(turn.words(_("Who saw it? Please write the name.")))
    return name


async def _on_paper(turn: Turn, who: Member, giver: Member, name: str) -> Answer:
    """Who saw it has no phone: that goes on paper, where nobody of the board can say so here."""
    if free := await _officers(turn, who, giver):
        raise turn.refuse(
            _("{name} has no phone here. {others} can say on a phone that they saw it."),
            name=name,
            others=", ".join(called(one.member, turn.today) for one in free),
        )
    return turn.ask(
        "payout.witness",
        _("{name} has no phone here. Let {name} sign the paper slip; I note that it is on paper."),
        Choice("paper", _("{name} has signed").format(name=name)),
        Choice("other", _("Somebody else saw it")),
        never_mind(),
        data={**turn.data, "name": name},
        name=name,
    )


async def _officers(turn: Turn, who: Member, giver: Member) -> Sequence[Listener]:
    """Return who of the board can say on a phone that the cash was handed over."""
    near = [who, giver, turn.member]
    return await turn.reach_officers(
        await touches.independent(turn, await touches.board(turn), near)
    )


async def keeper(turn: Turn, who: Member, amount: int) -> Member:
    """Return whose cash it is; refuses who may not hand it over, and where there is too little.

    Somebody else's only where that one is too near to the borrower to hand it over herself.
    """
    able = await givers(turn, who)
    is_able = turn.member.id in {one.id for one in able}
    if not is_able or not turn.phone.member_ids().isdisjoint({who.id}):
        raise turn.refuse(
            _("The cash for {name} is handed over by {others}."),
            name=called(who, turn.today),
            others=", ".join(called(one, turn.today) for one in able) or _("the board"),
        )
    kept = await means.kept(turn.db, turn.club.id)
    enough = [holder for holder, keeps in kept.items() if keeps >= amount]
    if turn.member.id in enough:
        return turn.member
    if free := [one for one in able if one.id in enough]:
        raise turn.refuse(
            _("{name} keeps that cash and hands it over."), name=called(free[0], turn.today)
        )
    if enough:
        return await members.member(turn.db, enough[0], turn.today)
    raise turn.refuse(
        _(
            "By the book {names} of the loan fund; {amount} is needed. If cash came from the bank"
            " or from somebody else, please write that down first."
        ),
        names=await _kept(turn, kept),
        amount=money(amount),
    )


async def _kept(turn: Turn, kept: Mapping[int, int]) -> str:
    people = await members.several(turn.db, {*kept, turn.member.id}, turn.today)
    text = _("{name} keeps {amount}")
    shown = kept or {turn.member.id: 0}
    return ", ".join(
        text.format(name=called(people[one], turn.today), amount=money(amount))
        for one, amount in shown.items()
    )


HANDLERS = {
    "payout.witness": Step(take_witness, typed=True, counts=True),
    "payout.other": Step(another_witness),
}
