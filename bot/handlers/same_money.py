"""The same cash told twice is the commonest wrong entry: is it what the member has declared?"""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local
from bot.handlers.ways_out import never_mind
from bot.i18n import _, clock_time, money, short_day
from bot.people import Member
from bot.storage.declarations import Declared
from bot.telling import called
from bot.turn import Answer, Turn

SHOWN = 7  # as many declared sums can be chosen by one digit, with other money and the way out


def which(turn: Turn, payer: Member, pending: list[Declared]) -> Answer:
    """Ask, before any sum is taken, whether it is one of those that she told of."""
    last = pending[-1]
    text = _("{name} told me of {amount} at {time}. Is it this money?")
    choices = [Choice(str(last.id), _("This very money"))]
    if len(pending) > 1:
        text = _("{name} told me of several sums. Which one is it?")
        choices = [Choice(str(one.id), _told(turn, one)) for one in pending[-SHOWN:]]
    return turn.ask(
        "receipts.same",
        text,
        *choices,
        Choice("another", _("Other money")),
        never_mind(),
        data=turn.data,
        name=called(payer, turn.today),
        amount=money(last.amount),
        time=clock_time(local(last.declared_at, turn.zone)),
    )


def _told(turn: Turn, declared: Declared) -> str:
    at = local(declared.declared_at, turn.zone)
    return _("{amount}, told at {time} on {day}").format(
        amount=money(declared.amount), time=clock_time(at), day=short_day(at.date())
    )
