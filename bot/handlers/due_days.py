"""The first day to pay of a loan, chosen or typed: one rule wherever it is asked for."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat import NotUnderstood, UserError
from bot.i18n import _, day
from bot.turn import Turn
from bot.understanding.days import hear_day, is_no_day

FURTHEST = timedelta(days=731)
"""Ahead: what is later is a slip in the year."""


def first_day(turn: Turn) -> date:
    """Return the first day to pay that was chosen or typed; says what is wrong with any other."""
    if turn.choice:
        return date.fromisoformat(turn.choice)
    days = hear_day(turn.text, turn.today)
    if not days and is_no_day(turn.text, turn.today):
        raise no_such_day(turn)
    ahead = [one for one in days if one > turn.today]
    if days and not ahead:
        raise turn.refuse(_("That day is over already. Please say a day to come."))
    if len(ahead) != 1:
        raise NotUnderstood(turn.words(_("Please write one day to come, like “10/12”.")))
    must_be_near(turn, ahead[0])
    return ahead[0]


def must_be_near(turn: Turn, chosen: date) -> None:
    """Refuse a day that is years ahead, and say which is the latest."""
    latest = turn.today + FURTHEST
    if chosen > latest:
        raise turn.refuse(
            _("That is very far ahead. The latest day is {day}: please say one before it."),
            day=day(latest),
        )


def no_such_day(turn: Turn) -> UserError:
    """Return the error that says kindly that a day such as 30/2 is in no calendar."""
    return turn.refuse(
        _("I do not find that day in the calendar. Please look once more; write it like “10/12”.")
    )
