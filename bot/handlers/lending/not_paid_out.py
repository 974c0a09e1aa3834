"""A loan that was agreed does not come about, or its cash was not handed over after all."""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local_day
from bot.handlers import touches
from bot.handlers.cards import must_be_officer
from bot.handlers.lending import answers, applying_telling, handing_over
from bot.handlers.lending.apply_words import status_in_words
from bot.handlers.lending.paying_out import show
from bot.handlers.ways_out import left
from bot.handlers.whose import told_apart
from bot.i18n import _, money
from bot.people import Member
from bot.storage import applications, handovers, members
from bot.storage.applications import Application
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
    return await _ask_another(turn, application)


async def _ask_another(turn: Turn, application: Application) -> Answer:
    """Ask an officer whether a member really does not want what the board has agreed to."""
    who = await members.member(turn.db, application.member_id, turn.today)
    await _must_be_apart(turn, who)
    return turn.ask(
        "payout.gone.sure",
        _("{name} does not want the {amount} any more. Is that right?"),
        Choice("yes", _("Yes, it is no longer wanted")),
        Choice("no", _("No, leave it")),
        data={"application": application.id},
        name=called(who, turn.today),
        amount=money(application.amount),
    )


async def _must_be_apart(turn: Turn, who: Member) -> None:
    """Refuse to undo for her household what two had decided, and from a phone of several."""
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please do this on a phone of your own."))
    if not await touches.independent(turn, [turn.member], [who]):
        raise turn.refuse(_("You are too near to this. Another officer must say so."))


async def take_gone(turn: Turn) -> Answer:
    """It is sure: the money can be lent to somebody else, and she is told so, and the board."""
    must_be_officer(turn)
    if turn.choice == "no":
        return left(turn)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    handed = await handovers.locked(turn.db, turn.club.id, application.id)
    if application.status != "agreed" or handed:
        return await handing_over.settled(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    await _must_be_apart(turn, who)
    await _let_go(turn, application, who)
    for listener in await turn.reach([who]):
        with speaking_to(listener.member, turn.today) as words:
            said = _(
                "{officer} noted that {you} no longer want the {amount}. {You} can ask again any"
                " time."
            )
            officer = called(turn.member, turn.today)
            await turn.tell(
                listener, words(said, officer=officer, amount=money(application.amount))
            )
    return turn.say(_("Noted. That money can be lent again."))


async def _let_go(turn: Turn, application: Application, who: Member) -> None:
    """Promise nothing any more, and tell who would pay it out and who had been asked."""
    await applications.settle(
        turn.db, turn.club.id, application.id, status="withdrawn", was=("agreed",)
    )
    free = await answers.givers(turn, who)
    others = [one for one in await applying_telling.hearers(turn, who) if one not in free[:1]]
    hearers = [one for one in (*free[:1], *others) if one.id != turn.member.id]
    for listener in await turn.reach_officers(hearers):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("{name} does not want the {amount} any more. It can be lent to somebody else."),
                name=await told_apart(turn, who),
                amount=money(application.amount),
            )
            if who.id != turn.member.id:
                by = words(_("{officer} noted that."), officer=called(turn.member, turn.today))
                text = f"{text} {by}"
            await turn.tell(listener, text)


async def ask_unwanted(turn: Turn, application: Application) -> Answer:
    """She takes back what the board has agreed to: does she not want the money any more?"""
    if await handovers.locked(turn.db, turn.club.id, application.id):
        return turn.say(status_in_words(application, local_day(application.asked_at, turn.zone)))
    if application.member_id != turn.member.id:
        return await _ask_another(turn, application)
    return turn.ask(
        "borrow.unwanted",
        _("The board has agreed to lend the {amount}. Is it no longer wanted?"),
        Choice("yes", _("Yes, it is no longer wanted")),
        Choice("no", _("No, leave it")),
        data={"application": application.id},
        amount=money(application.amount),
    )


async def take_unwanted(turn: Turn) -> Answer:
    """She does not want it: nothing is promised any more, and who would pay it out hears of it."""
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.member_id != turn.member.id:
        return await take_gone(turn)
    handed = await handovers.locked(turn.db, turn.club.id, application.id)
    if application.status != "agreed" or handed:
        return turn.say(_("That was settled in the meantime."))
    await _let_go(turn, application, turn.member)
    return turn.say(_("Noted, I told the board. {You} can ask again any time."))


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
    "borrow.unwanted": Step(take_unwanted, counts=True),
}
