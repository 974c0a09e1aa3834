"""The month's report (báo cáo thu chi tháng), and the short text that is read out of it.

Nobody is named in either: loans and what is late stand in totals only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.i18n import _, money, ngettext
from bot.money.books import PLACES, AccountKind, Fund
from bot.money.loans import Band
from bot.papers.books.debtors import band_title
from bot.papers.books.paper import (
    Column,
    Occasion,
    Paper,
    Row,
    Shape,
    Table,
    file_name,
    month_name,
)
from bot.papers.books.words import came_in, fund_title, went_out
from bot.storage.reporting import Balances, Flow
from bot.storage.reporting_loans import Lending
from bot.storage.reporting_people import People

FEW = 3
"""What fewer borrowers than this owe is not read out: everybody would know whose it is."""
OWED = (AccountKind.DEPOSITS, AccountKind.BORROWED)
ITEM = "– "


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What a club's month came to."""

    opened: Balances
    closed: Balances
    flows: Sequence[Flow]
    lending: Lending
    borrowers: int
    """Who still has a loan at the end."""
    late: Mapping[Band, int]
    """What was not paid in time by its age, đồng."""
    with_board: int
    """Of it, what those borrowed who have died or left, đồng."""
    late_borrowers: int
    people: People
    asks_fee: bool
    """Whether members are asked for a fee of this month."""

    def of(self, fund: Fund) -> list[Flow]:
        """Return what came into a fund and left it."""
        return [flow for flow in self.flows if flow.fund is fund and flow.kind]

    def at_the_beginning(self, fund: Fund) -> int:
        """Return what a fund had, with what the books began with if that was in the month."""
        begun = [flow for flow in self.flows if flow.fund is fund and flow.kind is None]
        return there(self.opened, fund) + sum(flow.into for flow in begun)

    def lent(self) -> int:
        """Return what is lent out at the end, đồng."""
        return sum(
            amount for (_fund, kind), amount in self.closed.items() if kind is AccountKind.LOANS
        )

    def written_off(self) -> int:
        """Return what of loans the board wrote off in the month, đồng."""
        kind = AccountKind.WRITTEN_OFF
        before, after = (
            sum(amount for (_fund, one), amount in balances.items() if one is kind)
            for balances in (self.opened, self.closed)
        )
        # What came in for it all the same is told with the money.
        came = sum(flow.into - flow.out for flow in self.flows if flow.kind is kind)
        return after - before + came

    def to_give_back(self) -> int:
        """Return what the club must give back to those who contributed or lent it, đồng."""
        return -sum(amount for (_fund, kind), amount in self.closed.items() if kind in OWED)


def there(balances: Balances, fund: Fund) -> int:
    """Return what a fund has in hands and in the bank, đồng."""
    return sum(balances.get((fund, kind), 0) for kind in PLACES)


def monthly_report(occasion: Occasion, month: Month) -> Paper:
    """Write the report of a month."""
    return Paper(
        file=file_name(_("report"), occasion.month),
        head=occasion.head,
        title=_("Report of money in and out"),
        about=month_name(occasion.month),
        tables=(
            *(_fund(occasion, month, fund) for fund in Fund),
            _loans(occasion, month),
            _members(month),
        ),
        written_on=occasion.written_on,
        signers=occasion.signers("treasurer", "accountant", "head"),
        notes=(_("To be read out at the meeting:"), read_out(occasion, month)),
    )


def read_out(occasion: Occasion, month: Month) -> str:
    """Return what is read out at the meeting: totals, and nobody's name."""
    return " ".join(_said(occasion, month))


def _said(occasion: Occasion, month: Month) -> Iterator[str]:
    yield _("Report on the funds of {club}, {month}.").format(
        club=occasion.head.name, month=month_name(occasion.month)
    )
    for fund in Fund:
        flows = month.of(fund)
        yield fund_in_words(
            occasion,
            fund,
            opened=month.at_the_beginning(fund),
            into=sum(flow.into for flow in flows),
            out=sum(flow.out for flow in flows),
            closed=there(month.closed, fund),
        )
    if month.lending.loans:
        yield ngettext(
            "In the month {count} loan was paid out, {amount} in all.",
            "In the month {count} loans were paid out, {amount} in all.",
            month.lending.loans,
        ).format(count=month.lending.loans, amount=money(month.lending.amount))
    if month.borrowers:
        yield ngettext(
            "{count} of us is borrowing, {amount} in all.",
            "{count} of us are borrowing, {amount} in all.",
            month.borrowers,
        ).format(count=month.borrowers, amount=money(month.lent()))
    late = sum(month.late.values())
    if late and month.late_borrowers >= FEW:
        yield _("{amount} that were due have not come yet.").format(amount=money(late))
    if month.asks_fee and month.people.paid_fee:
        yield ngettext(
            "{count} of {members} members has paid the month's fee.",
            "{count} of {members} members have paid the month's fee.",
            month.people.paid_fee,
        ).format(count=month.people.paid_fee, members=month.people.members)
    yield _("Whoever wants to see the books, please ask the accountant. Thank you all.")


def fund_in_words(
    occasion: Occasion, fund: Fund, *, opened: int, into: int, out: int, closed: int
) -> str:
    """Return what a fund had, what came in and went out, and what it has, as it is read out."""
    text = _(
        "{fund}: at the beginning there were {opened}; {into} came in, {out} went out;"
        " now there are {closed}."
    )
    if occasion.is_running:
        text = _(
            "{fund}: at the beginning of the month there were {opened}; {into} came in,"
            " {out} went out; up to today there are {closed}."
        )
    return text.format(
        fund=fund_title(fund),
        opened=money(opened),
        into=money(into),
        out=money(out),
        closed=money(closed),
    )


def _fund(occasion: Occasion, month: Month, fund: Fund) -> Table:
    return Table(
        heading=fund_title(fund),
        columns=_columns(_("Sum (đồng)")),
        rows=tuple(_fund_rows(occasion, month, fund)),
    )


def _fund_rows(occasion: Occasion, month: Month, fund: Fund) -> Iterator[Row]:
    flows, head = month.of(fund), occasion.head
    yield _strong(_("At the beginning"), month.at_the_beginning(fund))
    yield _strong(_("Came in"), sum(flow.into for flow in flows))
    yield from (
        _plain(came_in(flow.kind, head), flow.into) for flow in flows if flow.kind and flow.into
    )
    yield _strong(_("Went out"), sum(flow.out for flow in flows))
    yield from (
        _plain(went_out(flow.kind, head), flow.out) for flow in flows if flow.kind and flow.out
    )
    yield _strong(
        _("Up to today") if occasion.is_running else _("At the end"), there(month.closed, fund)
    )
    bank = month.closed.get((fund, AccountKind.BANK), 0)
    if bank:
        yield _plain(_("of it in cash"), month.closed.get((fund, AccountKind.CASH), 0))
        yield _plain(_("of it in the bank"), bank)


def _loans(occasion: Occasion, month: Month) -> Table:
    lending = month.lending
    rows = [
        _strong(
            _("Lent out up to today") if occasion.is_running else _("Lent out at the end"),
            month.lent(),
        ),
        _plain(_("Members who are borrowing"), month.borrowers),
        _plain(_("Paid out in the month"), lending.amount),
        _plain(_("Loans paid out in the month"), lending.loans),
        _strong(_("Due, and not paid yet"), sum(month.late.values())),
        *(_plain(band_title(band), amount) for band, amount in month.late.items() if amount),
    ]
    if month.with_board:
        rows.append(_plain(_("of it with the board (has died or left)"), month.with_board))
    if written_off := month.written_off():
        rows.append(_strong(_("Written off in the month"), written_off))
    if month.to_give_back():
        rows.append(_strong(_("What the club must give back"), month.to_give_back()))
    return Table(heading=_("Loans"), columns=_columns(_("Figures")), rows=tuple(rows))


def _members(month: Month) -> Table:
    people = month.people
    rows = [
        _strong(_("Members at the end"), people.members),
        _plain(_("women"), people.women),
        _plain(_("aged 60 or more"), people.older),
        _plain(_("joined in the month"), people.joined),
        _plain(_("left in the month"), people.left),
    ]
    if month.asks_fee:
        rows.append(_strong(_("Have paid the month's fee"), people.paid_fee))
        rows.append(_plain(_("need not pay it"), people.waived_fee))
    return Table(heading=_("Members"), columns=_columns(_("Figures")), rows=tuple(rows))


def _columns(figure: str) -> tuple[Column, ...]:
    return (
        Column(title=_("What it is"), shape=Shape.TEXT, width=130),
        Column(title=figure, shape=Shape.MONEY, width=50),
    )


def _strong(label: str, amount: int) -> Row:
    return Row(cells=(label, amount), strong=True)


def _plain(label: str, amount: int) -> Row:
    return Row(cells=(f"{ITEM}{label}", amount))
