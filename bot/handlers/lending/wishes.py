"""What a member wishes to borrow for, and what her words say of it at once."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.ways_out import never_mind
from bot.i18n import _
from bot.storage.talk import Data
from bot.turn import Answer, Turn
from bot.understanding.amounts import hear_amount
from bot.understanding.loan_terms import hear_months, purpose_in


def heard(text: str) -> Data:
    """Return what typed words say of it: a sum with its unit, how long, what for."""
    amount = hear_amount(text)
    rest = text
    found: Data = {}
    if amount and amount.sure:
        found["heard"], rest = amount.amount, amount.rest
    if months := hear_months(rest):
        found["months"] = months
    if len(purpose := purpose_in(rest)) > 1:
        found["purpose"] = purpose
    return found


def purposes() -> dict[str, str]:
    """Return what loans are usually for, by the key of its button."""
    return {
        "pigs": _("raising pigs"),
        "cattle": _("raising cows or buffaloes"),
        "poultry": _("raising chickens or ducks"),
        "crops": _("seeds, fertilizer, planting"),
        "trade": _("small trade"),
    }


def ask_purpose(turn: Turn, data: Data) -> Answer:
    """Ask what the loan is for."""
    choices = [Choice(key, label[:1].upper() + label[1:]) for key, label in purposes().items()]
    text = _("What is the loan for? Choose one, or write it in your own words.")
    return turn.ask("borrow.purpose", text, *choices, never_mind(), data=data)
