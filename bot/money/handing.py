"""One handing for several things: what each of them gets of a sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.money.amounts import Dong
from bot.money.loans import TooMuch


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that a member pays for, such as a loan or the fees of some months."""

    due: Dong
    """What is asked for now."""
    most: Dong
    """What it can take: a loan all that closes it."""
    step: Dong = 1
    """It takes only whole multiples of this: nobody pays half a month's fee."""


def spread(amount: Dong, asked: Sequence[Asked]) -> list[Dong]:
    """Share a sum: in their order each gets what is due; what is left goes to the first that can.

    50,000 đ of interest and a fee of 5,000 đ: 55,000 đ pay both, 50,000 đ the interest alone, and
    of 100,000 đ the loan gets 95,000 đ.

    Raises:
        TooMuch: all together cannot take it; `limit` is what they can of it.
    """
    parts: list[Dong] = []
    rest = amount
    for one in asked:
        parts.append(min(rest, one.due) // one.step * one.step)
        rest -= parts[-1]
    for place, one in enumerate(asked):
        more = min(rest, one.most - parts[place]) // one.step * one.step
        parts[place] += more
        rest -= more
    if rest:
        raise TooMuch(limit=amount - rest)
    return parts
