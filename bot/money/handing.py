"""One handing for several things: what each of them gets of a sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.money.amounts import Dong
from bot.money.loans import TooMuch


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that a member pays for, such as a loan or the fees of some months."""

    due: Dong
    """What is asked for now."""
    most: Dong
    """What it can take: a loan all that closes it."""
    steps: tuple[Dong, ...] = ()
    """It takes only whole ones of these, in their order: nobody pays half a month's fee."""

    def takes(self, amount: Dong) -> Dong:
        """Return what it can take of a sum."""
        most = min(amount, self.most)
        if not self.steps:
            return most
        return max(one for one in accumulate(self.steps, initial=0) if one <= most)


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
        parts.append(one.takes(min(rest, one.due)))
        rest -= parts[-1]
    for place, one in enumerate(asked):
        more = one.takes(parts[place] + rest) - parts[place]
        parts[place] += more
        rest -= more
    if rest:
        raise TooMuch(limit=amount - rest)
    return parts
