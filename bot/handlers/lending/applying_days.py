"""When a loan is first paid: at a meeting a month on, or after the harvest or the sale."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from bot.almanac.meetings import usual_days
from bot.chat import Choice, NotUnderstood
from bot.handlers.due_days import must_be_near, no_such_day
from bot.handlers.lending import applying_end
from bot.handlers.lending.applying_beside import beside, why
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day, short_day
from bot.money.loans import anchored
from bot.storage import meeting_rules
from bot.storage.meeting_rules import ClubRule
from bot.storage.products import Product
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding.days import is_no_day
from bot.understanding.loan_terms import FirstDue, hear_first_due

SOONEST = timedelta(days=14)
"""Nobody pays for the first time before that."""
HARVEST = "harvest"


async def ask(turn: Turn, product: Product, data: Data) -> Answer:
    """Ask for the first day to pay; the next meetings are one tap away."""
    club = await meeting_rules.newest_rule(turn.db, turn.club.id)
    days = _usual_days(turn, product, club)
    label = _("At the meeting of {day}") if club else _("On {day}")
    return turn.ask(
        "borrow.first",
        _("When is something paid for the first time?"),
        *[Choice(one.isoformat(), label.format(day=_shown(turn, one))) for one in days],
        Choice(HARVEST, _("After the harvest or the sale")),
        never_mind(),
        data=data,
    )


async def take_first(turn: Turn) -> Answer:
    """She said when: a day, a month, or after the harvest."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == HARVEST:
        return await _ask_month(turn)
    if turn.choice:
        return await _checked(turn, date.fromisoformat(turn.choice))
    return await _heard(turn)


async def take_month(turn: Turn) -> Answer:
    """She said in which month she harvests or sells."""
    typed = turn.text.strip().removeprefix("month ")
    if typed.isdecimal() and 1 <= int(typed) <= 12:
        turn.text = f"tháng {typed}"
    return await _heard(turn)


async def _heard(turn: Turn) -> Answer:
    heard = hear_first_due(turn.text, turn.today)
    if heard is None:
        if is_no_day(turn.text, turn.today):
            raise no_such_day(turn)
        text = _("Which day or month, please? For example “10/1”, or “June”.")
        raise NotUnderstood(turn.words(text))
    return await _meant(turn, heard)


async def _meant(turn: Turn, heard: FirstDue) -> Answer:
    if heard.month:
        return await _checked(turn, await _day_in(turn, heard.month))
    if len(heard.days) == 1:
        return await _checked(turn, heard.days[0])
    if heard.days:
        choices = [Choice(one.isoformat(), _shown(turn, one)) for one in heard.days]
        text = _("Which day do you mean?")
        return turn.ask("borrow.first", text, *choices, never_mind(), data=turn.data)
    return await _ask_month(turn)


async def _ask_month(turn: Turn) -> Answer:
    """Ask in which month that is; "6" is one here, and no number of a choice."""
    return turn.ask(
        "borrow.month",
        _("In which month will that be? For example “month 6”, or “June”."),
        data=turn.data,
    )


async def _checked(turn: Turn, first: date) -> Answer:
    """Go on with a first day that fits; refuses one that does not, and says what would."""
    if first <= turn.today:
        raise turn.refuse(_("That day is over already. Please say a day to come."))
    if first < turn.today + SOONEST:
        raise turn.refuse(
            _("That is too soon: the board decides first. {day} is the soonest day to begin."),
            day=day(turn.today + SOONEST),
        )
    if first > _ends_on(turn):
        raise turn.refuse(
            _("By then all of it must be paid back. The latest day is {day}."),
            day=day(_ends_on(turn)),
        )
    must_be_near(turn, first)
    return await applying_end.go_on(turn, {**turn.data, "first_due": first.isoformat()})


def _ends_on(turn: Turn) -> date:
    return anchored(turn.today, turn.data["months"], turn.today.day)


def _usual_days(turn: Turn, product: Product, club: ClubRule | None) -> list[date]:
    """Return the next days on which something would first be paid, the usual one first."""
    every = product.offer.conditions.every
    about = anchored(turn.today, every, turn.today.day) - SOONEST
    since = turn.today + SOONEST if every == 1 else about
    found = _meetings(club, since - timedelta(days=1), since + timedelta(days=100))
    if not found:
        found = [anchored(turn.today, ahead, turn.today.day) for ahead in (every, every + 1)]
    return [one for one in found if one <= _ends_on_of(turn, product)][:2] or found[:1]


def _ends_on_of(turn: Turn, product: Product) -> date:
    return anchored(turn.today, product.offer.months[-1], turn.today.day)


async def _day_in(turn: Turn, month: date) -> date:
    """Return the day of the meeting in a month; without one the same day of the month as today.

    Of a month that has its soonest day to begin in it, a day from that one on.
    """
    last = month.replace(day=monthrange(month.year, month.month)[1])
    soonest = turn.today + SOONEST
    since = soonest if soonest <= last else month
    club = await meeting_rules.newest_rule(turn.db, turn.club.id)
    found = _meetings(club, max(month, since) - timedelta(days=1), last)
    if found:
        return found[0]
    return max(since, month.replace(day=min(turn.today.day, last.day)))


def _meetings(club: ClubRule | None, after: date, until: date) -> list[date]:
    return usual_days(club.rule, after=after, until=until) if club else []


def _shown(turn: Turn, on: date) -> str:
    return short_day(on, today=turn.today)


HANDLERS = {
    "borrow.first": Step(take_first, typed=True, beside=beside, why=why("borrow.first")),
    "borrow.month": Step(take_month, typed=True, beside=beside, why=why("borrow.month")),
}
