"""From the values of a roster to what its sheet shows; the other way round is `roster_rows`."""

from __future__ import annotations

from bot.papers.roster_form import Shown
from bot.papers.roster_words import (
    FORMS,
    FUNDS,
    HARDSHIPS,
    RATE_LABELS,
    ROLES,
    SEXES,
    WAYS,
    WHERES,
    YES_NO,
)
from bot.roster import BalanceRow, ClubSheet, LoanRow, MemberRow, Roster

Cells = dict[str, Shown]


def club_cells(club: ClubSheet) -> Cells:
    """Show the club, by field."""
    return {
        "name": club.name,
        "hamlet": club.hamlet,
        "commune": club.commune,
        "province": club.province,
        "started_on": club.started_on,
        "unit": club.unit,
        "interest_to_income_bp": _percent(club.interest_to_income_bp),
        "rate_label": RATE_LABELS[club.rate_label][0],
        "as_of": club.as_of,
        "prepared_by": _number(club.prepared_by),
        "checked_by": _number(club.checked_by),
    }


def member_cells(row: MemberRow) -> Cells:
    """Show one member, by field."""
    consents = {
        f"consent_{purpose}": YES_NO["yes" if given else "no"][0]
        for purpose, given in row.consents
    }
    return {
        "number": _number(row.number),
        "name": row.name,
        "village_name": row.village_name,
        "hamlet": row.hamlet,
        "birth_year": row.birth_year,
        "sex": SEXES[row.sex][0],
        "form": FORMS[row.form][0] if row.form else "",
        "household": _number(row.household),
        "hardship": HARDSHIPS[row.hardship][0] if row.hardship else "",
        "hardship_on": row.hardship_on,
        "phone": row.phone,
        "roles": ", ".join(ROLES[role][0] for role in row.roles),
        "roles_since": row.roles_since,
        "joined_on": row.joined_on,
        "fees_paid_to": row.fees_paid_to,
        "deposit": row.deposit or None,
        "consented_on": row.consented_on,
        **consents,
    }


def loan_cells(row: LoanRow, names: dict[str, str]) -> Cells:
    """Show one loan, by field, with the borrower's name beside the number."""
    return {
        "number": _number(row.number),
        "member": _number(row.member),
        "borrower": names.get(row.member, ""),
        "principal": row.principal,
        "principal_left": row.principal_left,
        "rate_bp": _percent(row.rate_bp),
        "way": WAYS[row.way][0],
        "paid_out_on": row.paid_out_on,
        "interest_paid_to": row.interest_paid_to,
        "interest_unpaid": row.interest_unpaid or None,
        "next_due": row.next_due,
        "periods_left": row.periods_left,
        "every": row.every,
    }


def balance_cells(line: int, row: BalanceRow, names: dict[str, str]) -> Cells:
    """Show one line of opening balance, by field, with the holder's name."""
    return {
        "line": line,
        "where": WHERES[row.where][0],
        "fund": FUNDS[row.fund][0],
        "holder": _number(row.holder),
        "holder_name": names.get(row.holder, ""),
        "amount": row.amount,
    }


def table_cells(roster: Roster) -> dict[str, list[Cells]]:
    """Show the rows of every table, by the name of its page."""
    names = {row.number: row.name for row in roster.members}
    return {
        "members": [member_cells(row) for row in roster.members],
        "loans": [loan_cells(row, names) for row in roster.loans],
        "balances": [
            balance_cells(line, row, names) for line, row in enumerate(roster.balances, 1)
        ],
    }


def _number(number: str) -> Shown:
    """Show digits as a number, so that Excel does not warn of a number kept as text."""
    return int(number) if number.isdecimal() else number


def _percent(basis_points: int) -> int | float:
    whole, rest = divmod(basis_points, 100)
    return basis_points / 100 if rest else whole
