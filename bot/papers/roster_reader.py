"""A club's roster out of its sheet: everything, or nothing and the list of what to put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.i18n import _
from bot.papers import roster_rows
from bot.papers.roster_advice import advice
from bot.papers.roster_checks import Finding, PageName, findings
from bot.papers.roster_form import Page
from bot.papers.roster_layout import Found, Line, gather
from bot.papers.roster_pages import PAGES
from bot.papers.roster_people import CLUB, MEMBERS
from bot.papers.roster_rows import Entry
from bot.roster import Mistake, Roster
from bot.understanding.folding import fold

NO_CLUB = Line(CLUB.title, 0, {})
"""Stands in for a missing page, so that the other pages are still looked at."""


def read_roster(
    paths: Sequence[Path],
) -> tuple[Roster | None, list[Mistake], list[Mistake]]:
    """Read a roster from one XLSX, or from CSV files with one page each.

    Returns the roster, the mistakes and the warnings. With any mistake there is no roster;
    warnings leave it whole.
    """
    found = gather(paths)
    found.mistakes.extend(_missing_pages(found))
    draft = _draft(found)
    mistakes = [*found.mistakes, *draft.mistakes()]
    warnings = list(found.warnings)
    # Where a page or column is missing, every row would only complain about that once more.
    for finding in draft.findings() if not found.mistakes else ():
        (mistakes if finding.grave else warnings).append(draft.said(finding))
    roster = None if mistakes else draft.roster
    return roster, draft.in_order(mistakes), draft.in_order(warnings)


def _missing_pages(found: Found) -> Iterator[Mistake]:
    if any(mistake.row == 0 for mistake in found.mistakes):
        # A file could not be opened: what is missing may well be in there.
        return
    for page in (CLUB, MEMBERS):
        if not found.lines.get(page.name):
            advice = _("This page is missing or empty. Fill it in as in the empty form.")
            yield Mistake(sheet=page.title, row=0, column="", found="", advice=advice)
    for line in found.lines.get("club", [])[1:]:
        advice = _("Two pages speak of the club. Leave one of them.")
        yield Mistake(sheet=line.sheet, row=0, column="", found="", advice=advice)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A roster as far as it could be read, beside the lines from which it was read."""

    roster: Roster
    entries: dict[PageName, list[Entry]]

    def mistakes(self) -> Iterator[Mistake]:
        for page in self.entries.values():
            for entry in page:
                yield from entry.mistakes

    def findings(self) -> Iterator[Finding]:
        """Give the findings that do not merely follow from a cell that could not be read."""
        unsure_numbers = any("number" in entry.bad for entry in self.entries["members"])
        for finding in [*findings(self.roster), *self._wrong_names()]:
            entry = self.entries[finding.page][finding.index]
            unsure = unsure_numbers and finding.problem == "unknown_member"
            if not unsure and entry.bad.isdisjoint(finding.fields):
                yield finding

    def _wrong_names(self) -> Iterator[Finding]:
        """Compare the names that stand beside the numbers of borrowers and holders."""
        times = Counter(row.number for row in self.roster.members)
        names = {row.number: row.name for row in self.roster.members if times[row.number] == 1}
        borrowers = [row.member for row in self.roster.loans]
        holders = [row.holder for row in self.roster.balances]
        yield from self._strangers("loans", ("borrower", "member"), borrowers, names)
        yield from self._strangers("balances", ("holder_name", "holder"), holders, names)

    def _strangers(
        self, page: PageName, fields: tuple[str, str], numbers: list[str], names: dict[str, str]
    ) -> Iterator[Finding]:
        for index, number in enumerate(numbers):
            beside = fold(str(self.entries[page][index].cell(fields[0]) or ""))
            name = names.get(number, "")
            # "Nguyễn Thị Hoa (Hoa Bính)" is fine: the sheet may say more than the name.
            if beside and name and not beside.startswith(fold(name)):
                yield Finding(page, index, "other_name", fields, name)

    def said(self, finding: Finding) -> Mistake:
        entry = self.entries[finding.page][finding.index]
        mistake = entry.said(finding.fields[0], advice(finding))
        return mistake if finding.index >= 0 else replace(mistake, row=0, found="")

    def in_order(self, mistakes: list[Mistake]) -> list[Mistake]:
        """Sort as somebody reads the sheet: page by page, from the top."""
        sheets = dict.fromkeys(x.line.sheet for page in self.entries.values() for x in page)
        order = {sheet: place for place, sheet in enumerate(sheets)}
        return sorted(mistakes, key=lambda mistake: (order.get(mistake.sheet, -1), mistake.row))


def _draft(found: Found) -> _Draft:
    pages: dict[PageName, Page] = {page.name: page for page in PAGES}
    entries = {
        name: [Entry(page, line) for line in found.lines.get(name, [])]
        for name, page in pages.items()
    }
    entries["club"] = entries["club"][:1] or [Entry(CLUB, NO_CLUB)]
    club = roster_rows.club(entries["club"][0])
    roster = Roster(
        club=club,
        members=tuple(roster_rows.member(entry, club.as_of) for entry in entries["members"]),
        loans=tuple(map(roster_rows.loan, entries["loans"])),
        balances=tuple(map(roster_rows.balance, entries["balances"])),
    )
    return _Draft(roster, entries)
