"""What is asked of the head for each thing that can be set, and how the answers are heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.chat import Choice
from bot.handlers.lending.product_words import (
    capital,
    example_in_words,
    months_in_words,
    way_in_words,
    way_on_button,
)
from bot.handlers.slips import rate_word
from bot.handlers.ways_out import never_mind
from bot.i18n import _, money, percent
from bot.money.loans import EVERY, Way
from bot.money.products import Offer, changed
from bot.storage.products import Product
from bot.turn import Answer, Turn
from bot.understanding.amounts import hear_amount
from bot.understanding.loan_terms import hear_months, hear_several_months
from bot.understanding.rates import hear_rate
from bot.understanding.words import yes_or_no

SUMS = (3_000_000, 5_000_000, 10_000_000, 20_000_000)
TYPED = ("rate_bp", "months", "grace", "every")
"""Figures below ten are their answers, too, and no numbers of choices: there are none."""
LONGEST = 60
"""Months of a loan."""


def ask(turn: Turn, product: Product, field: str) -> Answer:
    """Ask for the new value of a field, with what is usual to tap."""
    step = "products.naming" if field == "name" else "products.value"
    return turn.ask(
        step,
        "{said}",
        *_choices(turn, product.offer, field),
        data={"product": product.id, "field": field},
        said=_question(turn, product.offer, field),
    )


def heard(field: str, text: str) -> object | None:
    """Return the value in typed words; None where there is none."""
    return _HEARD[field](text) if field in _HEARD else None


def chosen(field: str, key: str) -> object:
    """Return the value of a choice."""
    if field == "way":
        return key
    return key == "yes" if field == "second_loan" else int(key)


def stored(field: str, value: object) -> object:
    """Return a value as an offer has it, after it was kept with a question."""
    return tuple(value) if field == "months" and isinstance(value, list) else value


def example_of(field: str) -> str:
    """Say how the new value may be told, where it was not understood."""
    return {
        "rate_bp": _("How much a month, please? For example “1%” or “0.5%”."),
        "months": _("For how many months, please? For example “6, 12”."),
        "every": _("Every how many months? For example “3”."),
        "grace": _("How many months? For example “3”, or “0” for none."),
        "way": _("Please choose one of these ways."),
        "second_loan": _("Please answer yes or no."),
    }.get(field, _("How much is it, please? For example “5 million”."))


def misfit(field: str) -> str:
    """Say why a value does not fit the rest, and what to do first."""
    return {
        "least": _("The smallest loan cannot be larger than the largest one."),
        "owed_at_most": _("One member must be able to have the largest loan, at least."),
        "rate_bp": _("These loans are without interest. Please choose another way to pay first."),
        "every": _("The months of the loans cannot be shared out like that."),
    }.get(field, _("That is as long as the shortest loan itself. Please say fewer months."))


def _question(turn: Turn, offer: Offer, field: str) -> str:
    if field == "way":
        return _ways(turn, offer)
    now = _now(turn, offer, field)
    asked = {
        "rate_bp": _("How much shall it be a month? For example “0.8%”."),
        "least": _("How small may one loan be?"),
        "most": _("How large may one loan be?"),
        "owed_at_most": _("How much may one member have borrowed in all?"),
        "months": _("For how many months may one borrow? For example “6, 12”."),
        "every": _("Every how many months is something paid: 1, 2, 3, 6 or 12?"),
        "grace": _(
            "For how many months is only the {interest} paid at first? For example “3”; “0”: none."
        ).format(interest=rate_word(turn.club)),
        "second_loan": _("May somebody who has a loan have another one?"),
        "name": _("What shall it be called?"),
    }[field]
    return f"{now} {asked}" if now else asked


def _now(turn: Turn, offer: Offer, field: str) -> str:
    values = {
        "rate_bp": percent(offer.conditions.rate_bp),
        "least": money(offer.least),
        "most": money(offer.most),
        "owed_at_most": money(offer.owed_at_most),
        "months": months_in_words(offer.months),
    }
    return _("Now it is {value}.").format(value=values[field]) if field in values else ""


def _ways(turn: Turn, offer: Offer) -> str:
    """Show each way with what is paid each time for the same loan."""
    lines = [_("How shall loans be paid back?")]
    bare = replace(offer, conditions=replace(offer.conditions, principal_from=1))
    for way in Way:
        lines.append(f"• {capital(way_in_words(turn.club, way))}")
        lines.append(f"  {example_in_words(turn.club, changed(bare, 'way', way), turn.today)}")
    return "\n".join(lines)


def _choices(turn: Turn, offer: Offer, field: str) -> list[Choice]:
    sums = [one for one in SUMS if _is_other(offer, field, one)]
    offered = {
        "way": [(way.value, way_on_button(turn.club, way)) for way in Way],
        "second_loan": [("yes", _("Yes, a second one too")), ("no", _("No, one at a time"))],
        "name": [],
    }
    if field in TYPED:
        return []
    choices = offered.get(field, [(str(one), money(one)) for one in sums])
    return [*(Choice(key, label) for key, label in choices), never_mind()]


def _is_other(offer: Offer, field: str, amount: int) -> bool:
    if field == "least":
        return amount <= offer.most
    return amount >= (offer.most if field == "owed_at_most" else offer.least)


def _hear_sum(text: str) -> int | None:
    found = hear_amount(text)
    return found.amount if found else None


def _hear_months(text: str) -> list[int] | None:
    found = [one for one in hear_several_months(text) if 0 < one <= LONGEST]
    return sorted(set(found)) or None


def _hear_number(text: str) -> int | None:
    found = hear_months(text)
    if found is None and text.strip().isdecimal():
        found = int(text)
    return found if found is not None and found <= LONGEST else None


def _hear_every(text: str) -> int | None:
    found = _hear_number(text)
    return found if found in EVERY else None


_HEARD: Mapping[str, Callable[[str], object | None]] = {
    "rate_bp": hear_rate,
    "least": _hear_sum,
    "most": _hear_sum,
    "owed_at_most": _hear_sum,
    "months": _hear_months,
    "every": _hear_every,
    "grace": _hear_number,
    "second_loan": yes_or_no,
}
