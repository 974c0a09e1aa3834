"""The checks that look across the rows of a roster; each hands back findings, not words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.roster import BalanceRow, ClubSheet, LoanRow, MemberRow, Roster

PageName = Literal["club", "members", "loans", "balances"]
TINY_RATE = 10
"""Basis points: below 0.1 % a month somebody has most likely written 0.01 for 1 %."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that cannot be, or that contradicts another; `fields[0]` is the cell to point at."""

    page: PageName
    index: int
    """Place among the page's rows from 0; -1 when the page as a whole is meant."""
    problem: str
    fields: tuple[str, ...]
    other: str | int | date = ""
    """What the cell clashes with."""
    grave: bool = True
    """False: worth saying, but it may stay as it is."""


def findings(roster: Roster) -> list[Finding]:
    """List everything in which the rows contradict one another or themselves."""
    return [finding for check in CHECKS for finding in check(roster)]


def _club(roster: Roster) -> Iterator[Finding]:
    club = roster.club
    if club.started_on and club.started_on > club.as_of:
        yield Finding("club", 0, "not_yet", ("started_on",), club.as_of)
    yield from _signatures(club, {row.number: row.household for row in roster.members})


def _signatures(club: ClubSheet, homes: dict[str, str]) -> Iterator[Finding]:
    first, second = club.prepared_by, club.checked_by
    both = ("checked_by", "prepared_by")
    if first not in homes:
        yield Finding("club", 0, "unknown_member", ("prepared_by",))
    if first == second:
        yield Finding("club", 0, "one_signature", both)
    elif second not in homes:
        yield Finding("club", 0, "unknown_member", ("checked_by",))
    elif homes[second] and homes[second] == homes.get(first):
        yield Finding("club", 0, "kin_signatures", both, grave=False)


def _numbers(roster: Roster) -> Iterator[Finding]:
    yield from _repeated("members", [row.number for row in roster.members])
    yield from _repeated("loans", [row.number for row in roster.loans])


def _repeated(page: PageName, numbers: Sequence[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, number in enumerate(numbers):
        if number in seen:
            yield Finding(page, index, "number_twice", ("number",))
        seen.add(number)


def _members(roster: Roster) -> Iterator[Finding]:
    for index, row in enumerate(roster.members):
        yield from _age(index, row, roster.club.as_of.year - 10)
        yield from _signed(index, row, roster.club.as_of)


def _age(index: int, row: MemberRow, youngest: int) -> Iterator[Finding]:
    if row.birth_year is None:
        yield Finding("members", index, "no_birth_year", ("birth_year",), grave=False)
    elif not 1900 <= row.birth_year <= youngest:
        yield Finding("members", index, "birth_year", ("birth_year",), str(youngest))


def _signed(index: int, row: MemberRow, as_of: date) -> Iterator[Finding]:
    if row.consents and not row.consented_on:
        yield Finding("members", index, "consent_undated", ("consented_on",))
    for field in ("joined_on", "roles_since", "hardship_on", "consented_on"):
        on: date | None = getattr(row, field)
        if on and on > as_of:
            yield Finding("members", index, "not_yet", (field,), as_of)


def _offices(roster: Roster) -> Iterator[Finding]:
    head = ""
    for index, row in enumerate(roster.members):
        if "head" in row.roles and head:
            yield Finding("members", index, "two_heads", ("roles",), head)
        elif "head" in row.roles:
            head = row.name
        if {"accountant", "treasurer"} <= set(row.roles):
            yield Finding("members", index, "books_and_cash", ("roles",), grave=False)


def _vacancies(roster: Roster) -> Iterator[Finding]:
    held = {role for row in roster.members for role in row.roles}
    if "head" not in held:
        yield Finding("members", -1, "no_head", ("roles",), grave=False)
    if "treasurer" not in held:
        yield Finding("members", -1, "no_treasurer", ("roles",), grave=False)


def _same_names(roster: Roster) -> Iterator[Finding]:
    known = [(row.name, row.village_name, row.hamlet) for row in roster.members]
    times = Counter(known)
    for index, person in enumerate(known):
        if times[person] > 1:
            fields = ("village_name", "name", "hamlet")
            yield Finding("members", index, "same_name", fields, person[0], grave=False)


def _households(roster: Roster) -> Iterator[Finding]:
    known: dict[str, str] = {}
    for index, row in enumerate(roster.members):
        if not (row.household and row.hardship):
            continue
        if known.setdefault(row.household, row.hardship) != row.hardship:
            yield Finding("members", index, "household_differs", ("hardship", "household"))


def _loans(roster: Roster) -> Iterator[Finding]:
    known = {row.number for row in roster.members}
    for index, row in enumerate(roster.loans):
        if row.member not in known:
            yield Finding("loans", index, "unknown_member", ("member",))
        yield from _principal(index, row)
        yield from _days(index, row, roster.club.as_of)
        yield from _rate(index, row)


def _principal(index: int, row: LoanRow) -> Iterator[Finding]:
    if row.principal_left > row.principal:
        fields = ("principal_left", "principal")
        yield Finding("loans", index, "left_above_principal", fields, row.principal)
    if not row.principal_left:
        yield Finding("loans", index, "nothing_left", ("principal_left",))


def _days(index: int, row: LoanRow, as_of: date) -> Iterator[Finding]:
    if row.next_due <= row.interest_paid_to:
        fields = ("next_due", "interest_paid_to")
        yield Finding("loans", index, "due_before_paid_to", fields, row.interest_paid_to)
    if row.paid_out_on and row.paid_out_on > as_of:
        yield Finding("loans", index, "not_yet", ("paid_out_on",), as_of)
    elif row.paid_out_on and row.paid_out_on > row.interest_paid_to:
        fields = ("interest_paid_to", "paid_out_on")
        yield Finding("loans", index, "paid_to_before_paid_out", fields, row.paid_out_on)


def _rate(index: int, row: LoanRow) -> Iterator[Finding]:
    if row.way == "no_interest" and row.rate_bp:
        yield Finding("loans", index, "rate_without_interest", ("way", "rate_bp"))
    elif row.above_cap:
        yield Finding("loans", index, "above_cap", ("rate_bp",), grave=False)
    elif 0 < row.rate_bp < TINY_RATE:
        yield Finding("loans", index, "tiny_rate", ("rate_bp",), grave=False)


def _balances(roster: Roster) -> Iterator[Finding]:
    known = {row.number for row in roster.members}
    seen: set[tuple[str, str, str]] = set()
    for index, row in enumerate(roster.balances):
        place = (row.where, row.fund, row.holder)
        yield from _holder(index, row, known)
        if place in seen:
            fields = ("amount", "where", "fund", "holder")
            yield Finding("balances", index, "balance_twice", fields)
        seen.add(place)


def _holder(index: int, row: BalanceRow, known: set[str]) -> Iterator[Finding]:
    if row.holder and row.holder not in known:
        yield Finding("balances", index, "unknown_member", ("holder",))
    elif row.where == "cash" and not row.holder:
        yield Finding("balances", index, "no_holder", ("holder", "where"))


CHECKS: tuple[Callable[[Roster], Iterator[Finding]], ...] = (
    _club,
    _numbers,
    _members,
    _offices,
    _vacancies,
    _same_names,
    _households,
    _loans,
    _balances,
)
