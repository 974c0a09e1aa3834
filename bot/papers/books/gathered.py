"""Each paper with what belongs into it, read from the books of one club."""

from __future__ import annotations

from datetime import date

from bot.money.books import Fund
from bot.papers.books import cash_book as cash_books
from bot.papers.books import debtors as debtor_lists
from bot.papers.books import loan_book as loan_books
from bot.papers.books import monthly_report as reports
from bot.papers.books import slips
from bot.papers.books.debtors import by_age, late_loans, with_board
from bot.papers.books.monthly_report import Month
from bot.papers.books.paper import Occasion, Paper
from bot.papers.books.passbook import Passbook, passbooks
from bot.papers.books.slips import Slip
from bot.storage import (
    closings,
    fee_rates,
    loans,
    members,
    reporting,
    reporting_lines,
    reporting_loans,
    reporting_people,
)
from bot.storage.engine import Connection


async def occasion(db: Connection, club_id: int, month: date, today: date) -> Occasion:
    """Return of which club and month papers are, and who signs them today."""
    board = await members.officers(db, club_id, today)
    return Occasion(
        head=await reporting.letterhead(db, club_id),
        month=month.replace(day=1),
        written_on=today,
        begun=await closings.begun(db, club_id),
        officers={role: one.name for one in reversed(board) for role in one.roles},
    )


async def month_of(db: Connection, when: Occasion) -> Month:
    """Return what a month came to."""
    club, on = when.head.club_id, when.on
    running = await loans.several(db, await reporting_loans.running(db, club, on))
    late = late_loans(running.values(), on)
    opened, closed = await reporting.balances_around(db, club, when.month, when.before)
    return Month(
        opened=opened,
        closed=closed,
        flows=await reporting.flows(db, club, when.month, when.before),
        lending=await reporting_loans.lending(db, club, when.month, when.before),
        borrowers=await reporting_loans.borrowers(db, club, when.before),
        late=by_age(late),
        with_board=with_board(late),
        late_borrowers=len({one.loan.member_id for one in late}),
        asks_fee=(await fee_rates.rates(db, club)).of(when.month).amount > 0,
        people=await reporting_people.people(db, club, when.month, when.before),
    )


async def monthly_report(db: Connection, when: Occasion) -> Paper:
    """Write the month's report."""
    return reports.monthly_report(when, await month_of(db, when))


async def cash_book(db: Connection, when: Occasion) -> Paper:
    """Write the month's cash book."""
    club = when.head.club_id
    opened = await reporting.balances(db, club, when.month)
    lines = await reporting_lines.money_lines(db, club, when.month, when.before)
    return cash_books.cash_book(when, opened, lines)


async def loan_book(db: Connection, when: Occasion) -> Paper:
    """Write the loan book as it stood at the month's end."""
    lines = await reporting_loans.loan_lines(db, when.head.club_id, when.on)
    return loan_books.loan_book(when, lines)


async def debtors(db: Connection, when: Occasion) -> Paper:
    """Write the list of what was not paid in time; that somebody reads it is for the caller."""
    club = when.head.club_id
    running = await loans.several(db, await reporting_loans.running(db, club, when.on))
    late = late_loans(running.values(), when.on)
    people = await members.several(db, [one.loan.member_id for one in late], when.written_on)
    return debtor_lists.debtors(when, late, people)


async def slips_of(db: Connection, when: Occasion) -> list[Slip]:
    """Return the slips of a month."""
    club = when.head.club_id
    lines = await reporting_lines.money_lines(db, club, when.month, when.before)
    return slips.slips_of(lines, when.head)


async def slip_list(db: Connection, when: Occasion) -> Paper:
    """Write the list of the month's slips."""
    return slips.slip_list(when, await slips_of(db, when))


async def passbook(db: Connection, when: Occasion, loan_ids: list[int]) -> Paper:
    """Write the passbooks of these loans, in this order."""
    found = await loans.several(db, loan_ids)
    lines = await reporting_loans.lent_on(db, when.head.club_id, loan_ids)
    people = await members.several(db, {one.member_id for one in found.values()}, when.written_on)
    books = [
        Passbook(member=people[one.member_id], loan=one, lent_on=lines[one.id])
        for one in (found[loan_id] for loan_id in loan_ids)
    ]
    return passbooks(when, books, on=when.on)


async def all_passbooks(db: Connection, when: Occasion) -> Paper:
    """Write the passbooks of all loans that are running."""
    return await passbook(db, when, await reporting_loans.running(db, when.head.club_id, when.on))


async def fund_chart(db: Connection, when: Occasion, fund: Fund = Fund.INCOME) -> bytes:
    """Draw what a fund had over the year; empty before its books began."""
    from bot.papers.books import charts  # noqa: PLC0415 -- Pillow is loaded with the first chart

    found = await reporting.month_ends(db, when.head.club_id, fund, when.before)
    months = charts.last_months(found, when.on)
    return charts.fund_over_the_year(when.head, months, fund) if months else b""


def age_chart(when: Occasion, month: Month) -> bytes:
    """Draw what is lent and what of it is late, by age."""
    from bot.papers.books import charts  # noqa: PLC0415 -- Pillow is loaded with the first chart

    return charts.loans_by_age(
        when.head, month.lent(), month.late, with_board=month.with_board, on=when.on
    )
