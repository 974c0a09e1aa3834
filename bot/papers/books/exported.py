"""All papers of a club for a month, as files to be kept or printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.config import Refused
from bot.i18n import _, use_locale
from bot.papers.books import gathered, whole_report
from bot.papers.books.paper import Occasion, file_name, month_name
from bot.papers.books.printed import as_pdf
from bot.papers.books.slips_printed import printed_slips
from bot.papers.books.spreadsheet import as_xlsx
from bot.storage import reporting
from bot.storage.engine import Connection
from bot.storage.reporting import Letterhead
from bot.understanding.folding import fold

SHOWN = 20
"""Clubs that are named where it is not clear which one is meant."""
PAPERS = (
    whole_report.drawn_up,
    gathered.monthly_report,
    gathered.cash_book,
    gathered.loan_book,
    gathered.all_passbooks,
    gathered.debtors,
    gathered.slip_list,
)


async def export_papers(
    db: Connection, folder: Path, month: date, today: date, *, club: str, every: bool
) -> int:
    """Write the papers of a club, or of every club into a folder for each; return how many files.

    Nobody else on the machine may read them. Raises `Refused` where it is not clear which club
    is meant, and OSError.
    """
    clubs = await reporting.letterheads(db)
    written = 0
    for one in clubs if every and clubs else [_club_named(club, clubs)]:
        when = await _occasion(db, one, month, today, every=every)
        if when is None:
            continue
        name = "-".join([str(one.club_id), *fold(one.hamlet or one.name).split()])
        into = folder / name if every else folder
        made = await papers_of(db, when)
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file, content in made.items():
            (into / file).touch(mode=0o600, exist_ok=False)
            (into / file).write_bytes(content)
            written += 1
    if not written:
        raise Refused(_("Nowhere had the books begun by {month}.").format(month=month_name(month)))
    return written


def _club_named(name: str, clubs: Sequence[Letterhead]) -> Letterhead:
    """Return the one club that is called like that; the only one where none is named."""
    found = [one for one in clubs if fold(name) in fold(f"{one.name}, {one.hamlet}")]
    if len(found) == 1:
        return found[0]
    if not clubs:
        raise Refused(_("There is no club yet: take in its sheet with `tugiup import`."))
    text = _("There are several clubs: name one with --club, or take --all.")
    if not found:
        text = _("There is no club called {name}. There are:").format(name=name)
    known = [f"  {one.name}, {one.hamlet}" for one in found or clubs]
    more = ["  …"] if len(known) > SHOWN else []
    raise Refused("\n".join([text, *known[:SHOWN], *more]))


async def _occasion(
    db: Connection, club: Letterhead, month: date, today: date, *, every: bool
) -> Occasion | None:
    """Return of what the papers are; None, of several clubs, where its books began later."""
    when = await gathered.occasion(db, club.club_id, month, today)
    if not when.is_early or when.begun is None:
        return when
    if every:
        return None
    raise Refused(_("The books here begin with {month}.").format(month=month_name(when.begun)))


async def papers_of(db: Connection, when: Occasion) -> dict[str, bytes]:
    """Return what is in each file by its name, in the language of the club."""
    month = when.month
    made: dict[str, bytes] = {}
    with use_locale(when.head.locale):
        for make in PAPERS:
            paper = await make(db, when)
            if make is gathered.monthly_report:
                read_out = file_name(_("to-be-read-out"), month)
                made[f"{read_out}.txt"] = f"{paper.notes[-1]}\n".encode()
            if paper.tables:  # where nobody borrows there is no passbook
                made[f"{paper.file}.pdf"] = as_pdf(paper)
                made[f"{paper.file}.xlsx"] = as_xlsx(paper)
        if slips := await gathered.slips_of(db, when):
            name = file_name(_("slips-to-print"), month)
            made[f"{name}.pdf"] = printed_slips(when.head, slips)
        if chart := await gathered.fund_chart(db, when):
            name = file_name(_("chart-of-the-fund"), month)
            made[f"{name}.png"] = chart
        ages = gathered.age_chart(when, await gathered.month_of(db, when))
        name = file_name(_("chart-of-ages"), month)
        made[f"{name}.png"] = ages
    return made
