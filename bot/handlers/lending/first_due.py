"""A loan cannot begin today with the first day that was agreed: another day is asked for."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.lending.applying_days import SOONEST
from bot.handlers.ways_out import never_mind
from bot.i18n import _, day, near_day
from bot.money.loans import AboveCap, anchored, check_cap
from bot.money.products import terms_of
from bot.people import Member
from bot.storage import products
from bot.storage.applications import Application
from bot.telling import called
from bot.turn import Answer, Turn

OFFERED = 2
STAYS = "stays"
NEAR = "near"
"""Under which a question carries the near first day that is to stay."""


async def asked_anew(turn: Turn, application: Application, who: Member) -> Answer | None:
    """Ask for another first day where that has passed or is too near, or it costs too much.

    Paid out late, the first period is short, and its instalment comes sooner than was agreed. A
    near day may stay; None where nothing is to be asked, or no more.
    """
    first = application.first_due
    if first <= turn.today:
        text = _("The first day to pay, {day}, has passed. From which day can {name} pay?")
        return _ask(turn, application, who, text)
    if await _is_too_dear(turn, application):
        return _ask(
            turn,
            application,
            who,
            _(
                "Paid out today and first paid back on {day}, it would cost more than the law"
                " allows. From which later day shall {name} pay?"
            ),
        )
    if first >= turn.today + SOONEST or turn.data.get(NEAR) == first.isoformat():
        return None
    stays = Choice(STAYS, _("It stays: {day}").format(day=near_day(first, with_lunar=False)))
    text = _(
        "{name} was to pay for the first time on {day}, soon after the money comes. From which"
        " day shall {name} pay?"
    )
    return _ask(turn, application, who, text, stays)


async def _is_too_dear(turn: Turn, application: Application) -> bool:
    """Whether a loan that is paid out today would cost more than the law allows."""
    product = await products.product(turn.db, turn.club.id, application.product_id)
    terms = terms_of(
        product.offer.conditions,
        principal=application.amount,
        periods=application.periods,
        starts_on=turn.today,
        first_due=application.first_due,
    )
    try:
        check_cap(terms, cap_bp=await products.cap_bp(turn.db, turn.club.id))
    except AboveCap:
        return True
    return False


def _ask(turn: Turn, application: Application, who: Member, text: str, *choices: Choice) -> Answer:
    """Ask for a new first day, the same day of this month or the next among them."""
    first = application.first_due
    months = (turn.today.year - first.year) * 12 + turn.today.month - first.month
    days = [anchored(first, months + more, first.day) for more in range(OFFERED + 2)]
    offered = [one for one in days if one >= turn.today + SOONEST and one != first]
    return turn.ask(
        "payout.first_due",
        text,
        *choices,
        *(Choice(one.isoformat(), near_day(one, with_lunar=False)) for one in offered[:OFFERED]),
        never_mind(),
        data={"application": application.id},
        day=day(first),
        name=called(who, turn.today),
    )
