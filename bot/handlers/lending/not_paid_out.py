"""A loan that was agreed does not come about, or its cash was not handed over after all."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.lending import handing_over
from bot.handlers.lending.paying_out import show
from bot.handlers.ways_out import left
from bot.i18n import _, money
from bot.storage import applications, handovers, members
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


async def gone(turn: Turn) -> Answer:
    """The loan is no longer wanted: nothing is promised any more."""
    must_be_officer(turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.status != "agreed":
        return await handing_over.settled(turn, application)
    if await handovers.locked(turn.db, turn.club.id, application.id):
        return await show(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    return turn.ask(
        "payout.gone.sure",
        _("{name} does not want the {amount} any more. Is that right?"),
        Choice("yes", _("Yes, it is no longer wanted")),
        Choice("no", _("No, leave it")),
        data=turn.data,
        name=called(who, turn.today),
        amount=money(application.amount),
    )


async def take_gone(turn: Turn) -> Answer:
    """It is sure: the money can be lent to somebody else, and she is told so."""
    must_be_officer(turn)
    if turn.choice == "no":
        return left(turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.status != "agreed":
        return await handing_over.settled(turn, application)
    await applications.settle(
        turn.db, turn.club.id, application.id, status="withdrawn", was=("agreed",)
    )
    who = await members.member(turn.db, application.member_id, turn.today)
    for listener in await turn.reach([who]):
        with speaking_to(listener.member, turn.today) as words:
            said = _(
                "I noted that {you} no longer want the {amount}. {You} can ask again any time."
            )
            await turn.tell(listener, words(said, amount=money(application.amount)))
    return turn.say(_("Noted. That money can be lent again."))


async def back(turn: Turn) -> Answer:
    """Who said so takes it back while nobody has seen it."""
    must_be_officer(turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    handover = await handovers.locked(turn.db, turn.club.id, application.id)
    if handover is None or application.status != "agreed":
        return await handing_over.settled(turn, application)
    if handover.said_by != turn.member.id:
        raise turn.refuse(_("Only who said so can take it back."))
    await handovers.take_back(turn.db, turn.club.id, application.id)
    return turn.say(_("All right, it was not handed over yet."))


HANDLERS = {
    "payout.gone": Step(gone),
    "payout.gone.sure": Step(take_gone, counts=True),
    "payout.back": Step(back),
}
