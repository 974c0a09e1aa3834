"""The words of the books: funds, kinds of money, slips and offices, as clubs write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.i18n import _, money
from bot.money.books import AccountKind, Fund
from bot.storage.entries import SlipNumber
from bot.storage.reporting import Letterhead
from bot.storage.reporting_lines import MoneyLine


def fund_title(fund: Fund) -> str:
    """Return the name of a fund as it heads a paper: "Quỹ tăng thu nhập"."""
    return _("Loan fund") if fund is Fund.INCOME else _("Activity fund")


def interest_word(head: Letterhead) -> str:
    """Return what the club calls interest: "lãi", or "phí"."""
    return _("fee") if head.rate_label == "phi" else _("interest")


def slip_name(slip: SlipNumber | None) -> str:
    """Return the number of a slip as it stands in the books: "PT 12", "PC 3"; "" for none."""
    if slip is None:
        return ""
    text = _("R {number}") if slip.kind == "receipt" else _("P {number}")
    return text.format(number=slip.number)


def slip_title(kind: str) -> str:
    """Return what heads a slip."""
    return _("RECEIPT") if kind == "receipt" else _("PAYMENT SLIP")


def came_in(kind: AccountKind, head: Letterhead) -> str:
    """Return what money was that came in, booked on this kind of account."""
    return _came_in(head).get(kind, _("other money"))


def went_out(kind: AccountKind, head: Letterhead) -> str:
    """Return what money was for that was paid out, booked on this kind of account."""
    return _went_out(head).get(kind, _("other payments"))


def _came_in(head: Letterhead) -> Mapping[AccountKind, str]:
    return {
        AccountKind.LOANS: _("principal paid back"),
        AccountKind.INTEREST: interest_word(head),
        AccountKind.CHARGES: _("charges of the club's own rules"),
        AccountKind.FEES: _("members' fees"),
        AccountKind.GIFTS: _("gifts (Golden Heart book)"),
        AccountKind.EXPENSES: _("expenses given back"),
        AccountKind.DEPOSITS: _("contributions to be given back"),
        AccountKind.CAPITAL: _("capital"),
        AccountKind.CASH_DIFFERENCE: _("found too much at the count"),
        AccountKind.WRITTEN_OFF: _("paid back after it was written off"),
        AccountKind.JOINT_INCOME: _("income of what we run together"),
        AccountKind.BORROWED: _("lent to the club without interest"),
        AccountKind.BETWEEN_FUNDS: _("from the other fund"),
    }


def _went_out(head: Letterhead) -> Mapping[AccountKind, str]:
    return {
        AccountKind.LOANS: _("loans paid out"),
        AccountKind.INTEREST: _("{interest_word} given back").format(
            interest_word=interest_word(head)
        ),
        AccountKind.CHARGES: _("charges given back"),
        AccountKind.FEES: _("members' fees given back"),
        AccountKind.GIFTS: _("gifts passed on"),
        AccountKind.EXPENSES: _("expenses"),
        AccountKind.DEPOSITS: _("contributions given back"),
        AccountKind.CAPITAL: _("capital"),
        AccountKind.CASH_DIFFERENCE: _("found missing at the count"),
        AccountKind.WRITTEN_OFF: _("written off"),
        AccountKind.JOINT_INCOME: _("cost of what we run together"),
        AccountKind.BORROWED: _("given back to who lent it to the club"),
        AccountKind.BETWEEN_FUNDS: _("to the other fund"),
    }


def described(line: MoneyLine, head: Letterhead, *, with_name: bool = True) -> str:
    """Return what a line of the cash book was: who, for what, and what was noted."""
    text = _mended(line) if line.is_reversal else _what_for(line, head)
    if line.member and with_name:
        text = f"{line.member}: {text}"
    if line.note:
        text = f"{text} ({line.note})"
    return text[:1].upper() + text[1:]


def _mended(line: MoneyLine) -> str:
    if line.mends is None:
        return _("mends what was written by mistake")
    return _("mends {slip}, written by mistake").format(slip=slip_name(line.mends))


def _what_for(line: MoneyLine, head: Letterhead) -> str:
    if not line.what_for:
        return _("between cash and bank")
    named = [(came_in if amount > 0 else went_out)(kind, head) for kind, amount in line.what_for]
    if len(named) == 1:
        return named[0]
    sums = (abs(amount) for _kind, amount in line.what_for)
    return ", ".join(f"{name} {money(one)}" for name, one in zip(named, sums, strict=True))


def office_title(role: str) -> str:
    """Return an office as it stands above a signature."""
    titles = {
        "head": _("Head of the club"),
        "accountant": _("Accountant"),
        "treasurer": _("Treasurer"),
        "secretary": _("Secretary"),
    }
    return titles[role]


def is_with_board(since: date | None, on: date) -> bool:
    """Whether a loan was the board's on a day: who borrowed had died, or left."""
    return since is not None and since <= on


def dated(on: date, hamlet: str = "") -> str:
    """Return "Bản Huổi Mận, ngày 10 tháng 10 năm 2026", as it stands above signatures."""
    text = _("{day}/{month}/{year}").format(  # Vietnamese: ngày … tháng … năm …
        day=f"{on.day:02}", month=f"{on.month:02}", year=on.year
    )
    return f"{hamlet}, {text[:1].lower()}{text[1:]}" if hamlet else text


def person(name: str, village_name: str = "", hamlet: str = "") -> str:
    """Return a name with what tells namesakes apart: village name and hamlet."""
    more = ", ".join(part for part in (village_name, hamlet) if part)
    return f"{name} ({more})" if more else name
