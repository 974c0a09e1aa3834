"""The cash of an agreed loan is handed over: whoever keeps it says so.

Who saw it is asked in `witnesses`; what the witness says is in `handing_over`.
"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.due_days import first_day
from bot.handlers.lending import first_due, handing_over, witnesses
from bot.handlers.lending.answers import GIVE
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money, sentence
from bot.storage import applications, handovers, members
from bot.storage.applications import Application
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def show(turn: Turn, application: Application) -> Answer:
    """Show a loan that was agreed and is not paid out, with what the speaker can do."""
    who = await members.member(turn.db, application.member_id, turn.today)
    name, amount = called(who, turn.today), money(application.amount)
    data = {"application": application.id}
    handover = await handovers.locked(turn.db, turn.club.id, application.id)
    if handover is None:
        give = Choice(GIVE, _("Cash handed over"))
        gone = Choice("payout.gone", _("It is no longer wanted"))
        text = _("{name} is to get {amount}. Has the cash been handed over?")
        return turn.say(text, give, gone, data=data, name=name, amount=amount)
    giver = await members.member(turn.db, handover.said_by, turn.today)
    lines = [
        sentence(
            _("{giver} said that {amount} went to {name}. It waits for who saw it."),
            giver=called(giver, turn.today),
            amount=amount,
            name=name,
        )
    ]
    if turn.member.id == giver.id:
        again = Choice("payout.other", _("Somebody else saw it"))
        back = Choice("payout.back", _("It was not handed over after all"))
        return turn.say("{lines}", again, back, data=data, lines="\n".join(lines))
    if await handing_over.may_witness(turn, [turn.member], who, handover):
        return turn.ask(
            handing_over.WITNESS,
            "{lines}",
            *handing_over.choices(turn.words),
            never_mind(),
            data=data,
            lines="\n".join(lines),
        )
    return turn.say("{lines}", lines="\n".join(lines))


async def give(turn: Turn) -> Answer:
    """Somebody says that the cash was handed over: is it hers to give, and is it there?"""
    must_be_officer(turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.status != "agreed":
        return await handing_over.settled(turn, application)
    if await handovers.locked(turn.db, turn.club.id, application.id):
        return await show(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    return await witnesses.ask_witness(turn, application, who)


async def take_first_due(turn: Turn) -> Answer:
    """The first day to pay has passed meanwhile: the borrower's new one."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.status != "agreed":
        return await handing_over.settled(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    if turn.choice == first_due.STAYS:
        turn.data = {**turn.data, first_due.NEAR: application.first_due.isoformat()}
        return await witnesses.ask_witness(turn, application, who)
    first = first_day(turn)
    await applications.put_off(turn.db, turn.club.id, application.id, first)
    application = await applications.locked(turn.db, turn.club.id, application.id)
    return await witnesses.ask_witness(turn, application, who)


HANDLERS = {
    GIVE: Step(give, counts=True),
    "payout.first_due": Step(take_first_due, typed=True),
}
