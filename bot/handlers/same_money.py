"""The same cash told twice is the commonest wrong entry: is it what the member has declared?"""

from __future__ import annotations

from datetime import datetime

from bot.chat import Choice
from bot.clock import local
from bot.handlers import noted_money
from bot.handlers.ways_out import never_mind
from bot.i18n import _, clock_time, money, short_day
from bot.people import Member
from bot.storage import entries, members
from bot.storage.declarations import Declared
from bot.telling import called
from bot.turn import Answer, Turn

LOOKED_AT = 10
"""How many of a member's last entries are looked at for the same sum."""

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


async def told_today(
    turn: Turn, payer: Member, amount: int, *, since: datetime | None = None
) -> str:
    """Say who entered the same sum today, or noted some: it must not become two entries.

    Of what was declared (`since` then) also what was entered meanwhile, on whatever day, as that
    sum or as more: at a meeting it may have gone with a fee.
    """
    if noted := await noted_money.on_a_list(turn, payer):
        return f"{noted}\n"
    for entry in await entries.repayments_of(turn.db, payer.id, LOOKED_AT):
        if entry.entered_by is None or entry.reversed_by:
            continue
        today = entry.value_day == turn.today and entry.amount == amount
        meanwhile = since is not None and entry.entered_at > since and entry.amount >= amount
        if not (today or meanwhile):
            continue
        text = _("Since then {sum} of {name} was entered ({time} on {day}, {who}).")
        if today:
            text = _("Today {amount} of {name} is in the book already ({time}, {who}).")
        who = await members.member(turn.db, entry.entered_by, turn.today)
        at = local(entry.entered_at, turn.zone)
        said = text.format(
            amount=money(amount),
            sum=money(entry.amount),
            name=called(payer, turn.today),
            time=clock_time(at),
            day=short_day(at.date()),
            who=called(who, turn.today),
        )
        return f"{said}\n"
    return ""
