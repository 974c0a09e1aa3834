"""What the bot does when it is told something: one module per subject.

Handlers know no messenger, never commit and never read the clock. Each takes a `Turn`, parses,
loads, applies the rule, saves and says; a name without a dot is a command that words lead to.
"""

from __future__ import annotations

from bot.handlers import (
    balance,
    cards,
    cases,
    casework,
    cashbox,
    corrections,
    daylist,
    decisions,
    declaring,
    enrolling,
    joining,
    menu,
    phones,
    receipts,
    repayments,
    reversing,
    settings,
    wrong_codes,
)
from bot.turn import Handlers

HANDLERS: Handlers = {
    **menu.HANDLERS,
    **balance.HANDLERS,
    **cards.HANDLERS,
    **repayments.HANDLERS,
    **declaring.HANDLERS,
    **decisions.HANDLERS,
    **receipts.HANDLERS,
    **cases.HANDLERS,
    **casework.HANDLERS,
    **corrections.HANDLERS,
    **reversing.HANDLERS,
    **daylist.HANDLERS,
    **cashbox.HANDLERS,
    **enrolling.HANDLERS,
    **joining.HANDLERS,
    **phones.HANDLERS,
    **settings.HANDLERS,
    **wrong_codes.HANDLERS,
}
