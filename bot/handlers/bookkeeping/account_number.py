"""A new number of the club's bank account: two officers, two days, and everybody is told."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.bookkeeping.bank import on_its_way
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import heard_words
from bot.handlers.resolving import Kind, propose
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.storage import bank, members, resolutions
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

FEWEST_DIGITS = 6


async def begin(turn: Turn) -> Answer:
    """Ask for the new number."""
    must_be_officer(turn)
    return turn.ask(
        "bank.number",
        _("Please write the new account: the number, the bank, and whose name it is in."),
        never_mind(),
    )


async def take_number(turn: Turn) -> Answer:
    """The officer wrote the new account: read it back."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    account = heard_words(turn)
    if sum(char.isdecimal() for char in account) < FEWEST_DIGITS:
        raise turn.refuse(_("I miss the number in it. Please write the number, too."))
    return turn.ask(
        "bank.propose",
        _(
            "New account: {account}. If a second officer agrees, everybody is told, and it holds"
            " two days later. Is that right?"
        ),
        Choice("yes", _("Yes, ask the board")),
        Choice("no", _("Never mind, write nothing")),
        data={"account": account},
        account=account,
    )


async def put_to_board(turn: Turn) -> Answer:
    """Ask a second officer."""
    must_be_officer(turn)
    if turn.choice == "no":
        return left(turn)
    return await propose(turn, BANK_ACCOUNT, details={"account": turn.data["account"]})


async def stop(turn: Turn) -> Answer:
    """Any officer can stop a change within its two days; the board and the members hear of it."""
    must_be_officer(turn)
    if turn.choice == "fine":
        return turn.say(_("Thank you, then all is well."))
    if not await bank.stop(turn.db, turn.club.id, turn.data["resolution"], turn.now):
        return turn.say(_("There is no change to stop any more."))
    number = await bank.account(turn.db, turn.club.id, turn.now)
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    for listener in await turn.reach([one for one in everybody if one.id != turn.member.id]):
        with speaking_to(listener.member, turn.today) as words:
            text = words(_("The club's bank account does not change."))
            if number:
                text += " " + words(_("It stays: {account}"), account=number)
            await turn.tell(listener, text)
    return turn.say(_("Stopped: the club's bank account stays as it was. I have told everybody."))


async def _facts(turn: Turn, resolution: Resolution) -> str:
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    return turn.words(
        _(
            "{asker} asks to change the club's bank account to: {account}. Please talk with"
            " {asker} before you agree. Do you agree?"
        ),
        asker=called(asker, turn.today),
        account=resolution.details["account"],
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    """Tell everybody; officers can stop it until it holds."""
    change = await resolutions.locked(turn.db, turn.club.id, resolution.id)
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    board = {one.id for one in officers}
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    others = [one for one in everybody if one.id not in board]
    for listener in await turn.reach(others):
        with speaking_to(listener.member, turn.today) as words:
            ask = words(_("If that seems strange to you, please ask the head of the club."))
            await turn.tell(listener, f"{on_its_way(turn, change)}\n{ask}")
    told = [one for one in officers if one.id != turn.member.id]
    for listener in await turn.reach_officers(told):
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                on_its_way(turn, change),
                Choice("fine", words(_("That is right"))),
                Choice("stop", words(_("Stop the change"))),
                step="bank.stop",
                data={"resolution": change.id},
            )
    return on_its_way(turn, change)


async def _refused(turn: Turn, _resolution: Resolution, _reason: str) -> str:
    return turn.words(_("The club's bank account stays as it was."))


BANK_ACCOUNT = Kind(name=bank.KIND, facts=_facts, agreed=_agreed, refused=_refused)

HANDLERS = {
    "bank.change": Step(begin),
    "bank.number": Step(take_number, typed=True, own_words=True),
    "bank.propose": Step(put_to_board),
    "bank.stop": Step(stop, counts=True),
}
