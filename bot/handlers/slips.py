"""The words of a slip, the same for everybody who is shown it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.i18n import _, day, in_words, money, sentence
from bot.money.books import Fund
from bot.money.loans import Share
from bot.people import Club, Member
from bot.storage.entries import Entry, SlipNumber
from bot.storage.loans import Borrowed
from bot.telling import called


def fund_name(fund: Fund) -> str:
    """Return the name of a fund as clubs say it."""
    return _("loan fund") if fund is Fund.INCOME else _("activity fund")


def numbers(slips: Sequence[SlipNumber]) -> str:
    """Return the numbers of a slip: one for each fund that the money went to."""
    return ", ".join(
        _("{number}/{year} ({fund})").format(
            number=slip.number, year=slip.year, fund=fund_name(slip.fund)
        )
        for slip in slips
    )


def heading(slips: Sequence[SlipNumber], sums: Mapping[Fund, int], *, came: bool = True) -> str:
    """Return the first line of a slip; of two funds the whole sum, then what went to each."""
    if len(slips) < 2:
        single = _("Receipt {numbers}") if came else _("Payment slip {numbers}")
        return single.format(numbers=numbers(slips))
    several = _("Receipt over {amount}: {numbers}")
    if not came:
        several = _("Payment slip over {amount}: {numbers}")
    each = (
        _("{number} {amount}").format(number=numbers([slip]), amount=money(sums[slip.fund]))
        for slip in slips
    )
    whole = sum(sums[slip.fund] for slip in slips)
    return several.format(amount=money(whole), numbers=", ".join(each))


def rate_word(club: Club) -> str:
    """Return what the club calls interest: "lãi", or "phí"."""
    return _("fee") if club.rate_label == "phi" else _("interest")


def split(club: Club, share: Share, *, whole: bool = True) -> str:
    """Say how a sum is split, before the yes and on the slip alike: "lãi …, gốc …".

    Not `whole`: something else comes beside it, and each part is told with its sum.
    """
    charges = _charges(share)
    text = _loan_split(club, share, whole=whole and not charges)
    return ", ".join(filter(None, (text, *charges)))


def _loan_split(club: Club, share: Share, *, whole: bool) -> str:
    if not (share.principal or share.interest):
        return ""
    if not share.principal:
        text = _("all of it {interest_word}") if whole else _("{interest_word} {amount}")
        return text.format(interest_word=rate_word(club), amount=money(share.interest))
    if not share.interest:
        text = _("all of it for the loan itself") if whole else _("the loan itself {amount}")
        return text.format(amount=money(share.principal))
    return _("{interest_word} {interest}, the loan itself {principal}").format(
        interest_word=rate_word(club),
        interest=money(share.interest),
        principal=money(share.principal),
    )


def _charges(share: Share) -> list[str]:
    """Name the parts that only a club's own paper rules know."""
    charges = []
    if share.fee:
        charges.append(_("paper fee {amount}").format(amount=money(share.fee)))
    if share.penalty:
        charges.append(_("late charge {amount}").format(amount=money(share.penalty)))
    return charges


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaid:
    """What a handing pays of one loan."""

    loan: Borrowed
    share: Share
    left: int = 0
    """Of the loan once it is paid, đồng."""


def by_loan(club: Club, repaid: Iterable[Repaid]) -> str:
    """Say how a sum for several loans is split: "khoản vay 1: lãi …; khoản vay 2: …"."""
    text = _("loan {number}: {split}")
    return "; ".join(
        text.format(number=one.loan.number, split=split(club, one.share, whole=False))
        for one in repaid
    )


def slip(
    entry: Entry,
    payer: Member,
    receiver: Member | None,
    left: int,
    *,
    on: date,
    sums: Mapping[Fund, int],
    beside: str = "",
    several: Sequence[Repaid] = (),
) -> str:
    """Return a receipt: number, sum in digits and words, split, who took it, what is left.

    `sums` is what went to each fund, đồng; `beside` what was paid beside the loan: fees. Of
    `several` loans each is told with its number.
    """
    share = Share(
        interest=entry.interest,
        principal=entry.principal,
        fee=entry.fee,
        penalty=entry.penalty,
    )
    parts = split(payer.club, share, whole=not beside) if share.total else ""
    if several:
        parts = by_loan(payer.club, several)
    taken = called(receiver, on) if receiver else _("the bank account")
    lines = [
        heading(entry.slips, sums),
        sentence(_("{name} paid {amount}"), name=called(payer, on), amount=money(entry.amount)),
        f"({in_words(entry.amount)})",
        _("Split: {split}.").format(
            split=("; " if several else ", ").join(filter(None, (parts, beside)))
        ),
        _("Taken by: {name}, {day}").format(name=taken, day=day(entry.value_day)),
        *_left(left, several),
    ]
    return "\n".join(lines)


def _left(left: int, several: Iterable[Repaid]) -> list[str]:
    text = _("Left of loan {number}: {amount}")
    each = [text.format(number=one.loan.number, amount=money(one.left)) for one in several]
    return each or [_("Left of the loan: {amount}").format(amount=money(left))]


def taken_back(original: Entry, reversal: Entry, why: str, left: int | None) -> str:
    """Return the slip of a reversal; the first one is kept beside it.

    `left` is what is left of the loan, đồng; None for money that repays none.
    """
    slip = _("Receipt {numbers}")
    before = _("Payment slip {numbers} over {amount} is mended: it does not count any more.")
    if any(one.kind == "payment" for one in reversal.slips):
        slip = _("Payment slip {numbers}")
        before = _("Receipt {numbers} over {amount} is mended: it does not count any more.")
    lines = [
        slip.format(numbers=numbers(reversal.slips)),
        before.format(numbers=numbers(original.slips), amount=money(original.sum)),
        _("Why: {reason}").format(reason=why),
    ]
    if left is not None:
        lines.append(_("Left of the loan: {amount}").format(amount=money(left)))
    return "\n".join(lines)
