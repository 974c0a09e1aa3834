"""The first day to pay has passed before the loan was paid out: the borrower has another one."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.ways_out import never_mind
from bot.i18n import _, day, near_day
from bot.money.loans import anchored
from bot.people import Member
from bot.storage.applications import Application
from bot.telling import called
from bot.turn import Answer, Turn

OFFERED = 2


def has_passed(turn: Turn, application: Application) -> bool:
    """Whether a loan that is paid out now would be due at once."""
    return application.first_due <= turn.today


def ask(turn: Turn, application: Application, who: Member) -> Answer:
    """Ask for a new first day, the same day of this month or the next among them."""
    first = application.first_due
    months = (turn.today.year - first.year) * 12 + turn.today.month - first.month
    days = [anchored(first, months + more, first.day) for more in range(3)]
    offered = [one for one in days if one > turn.today]
    return turn.ask(
        "payout.first_due",
        _("The first day to pay, {day}, has passed. From which day can {name} pay?"),
        *(Choice(one.isoformat(), near_day(one, with_lunar=False)) for one in offered[:OFFERED]),
        never_mind(),
        data={"application": application.id},
        day=day(first),
        name=called(who, turn.today),
    )
