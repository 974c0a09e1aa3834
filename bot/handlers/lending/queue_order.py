"""In which order the club lends: the head puts it in order, and the board hears of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice
from bot.handlers import touches
from bot.handlers.cards import must_be_officer
from bot.handlers.lending.reasons import criterion
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.storage import queue
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


async def order(turn: Turn) -> Answer:
    """Show the head what goes first, to be put in another order."""
    must_be_officer(turn)
    if "head" not in turn.member.roles:
        raise turn.refuse(_("The head sets the order. Please ask the head."))
    return _ordered(turn, await queue.rule_of(turn.db, turn.club.id))


async def take_order(turn: Turn) -> Answer:
    """The head moved something to the front, went back to the usual order, or keeps this one."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    rule = tuple(turn.data["rule"])
    if turn.choice == "usual":
        return _ordered(turn, queue.USUAL)
    if turn.choice != "keep":
        return _ordered(turn, (turn.choice, *(one for one in rule if one != turn.choice)))
    if "head" not in turn.member.roles:
        raise turn.refuse(_("The head sets the order. Please ask the head."))
    await queue.set_rule(turn.db, turn.club.id, rule)
    await _tell_board(turn, rule)
    return turn.say(_("All right, this is the order from now on. I told the board."))


def _ordered(turn: Turn, rule: Sequence[str]) -> Answer:
    return turn.ask(
        "lending.order.change",
        _("This goes first, then the next:\n{rule}\nWhat shall I move to the very front?"),
        *(Choice(one, criterion(one)) for one in rule[1:]),
        Choice("usual", _("The usual order")),
        Choice("keep", _("It is right so")),
        never_mind(),
        data={"rule": list(rule)},
        rule=_in_words(rule),
    )


def _in_words(rule: Sequence[str]) -> str:
    return "\n".join(f"({place}) {criterion(one)}" for place, one in enumerate(rule, 1))


async def _tell_board(turn: Turn, rule: Sequence[str]) -> None:
    for listener in await turn.reach_officers(await touches.board(turn)):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                _("{name} has changed who is lent to first:\n{rule}"),
                name=called(turn.member, turn.today),
                rule=_in_words(rule),
            )
            await turn.tell(listener, said)


HANDLERS = {
    "lending.order": Step(order),
    "lending.order.change": Step(take_order),
}
