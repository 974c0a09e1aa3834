"""The words of a slip, the same for everybody who is shown it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.i18n import _, day, in_words, money, sentence
from bot.money.books import Fund
from bot.money.loans import Share
from bot.people import Club, Member
from bot.storage.entries import Entry, SlipNumber
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


def numbers_with_sums(slips: Sequence[SlipNumber], sums: Mapping[Fund, int]) -> str:
    """Return the numbers of a slip, with what went to each fund where there are two."""
    if len(slips) < 2:
        return numbers(slips)
    return ", ".join(
        _("{number} {amount}").format(number=numbers([slip]), amount=money(sums[slip.fund]))
        for slip in slips
    )


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


def slip(
    entry: Entry,
    payer: Member,
    receiver: Member | None,
    left: int,
    *,
    on: date,
    sums: Mapping[Fund, int],
    beside: str = "",
) -> str:
    """Return a receipt: number, sum in digits and words, split, who took it, what is left.

    `sums` is what went to each fund, đồng; `beside` what was paid beside the loan: fees.
    """
    share = Share(
        interest=entry.interest,
        principal=entry.principal,
        fee=entry.fee,
        penalty=entry.penalty,
    )
    parts = split(payer.club, share, whole=not beside) if share.total else ""
    taken = called(receiver, on) if receiver else _("the bank account")
    lines = [
        _("Receipt {numbers}").format(numbers=numbers_with_sums(entry.slips, sums)),
        sentence(_("{name} paid {amount}"), name=called(payer, on), amount=money(entry.amount)),
        f"({in_words(entry.amount)})",
        _("Split: {split}.").format(split=", ".join(filter(None, (parts, beside)))),
        _("Taken by: {name}, {day}").format(name=taken, day=day(entry.value_day)),
        _("Left of the loan: {amount}").format(amount=money(left)),
    ]
    return "\n".join(lines)


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
