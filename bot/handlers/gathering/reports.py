"""The month's whole report in the chat: a draft from what was entered, or what was signed."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from bot.chat import Choice
from bot.handlers import documents
from bot.handlers.bookkeeping import papers
from bot.handlers.cards import must_be_officer
from bot.handlers.ways_out import STOP, left
from bot.i18n import _, use_locale
from bot.papers.books.paper import month_name
from bot.papers.books.whole_gathered import Report, report_of
from bot.papers.books.whole_report import whole_report
from bot.papers.books.whole_text import whole_text
from bot.papers.drawn import as_pdf, as_xlsx
from bot.people import Member
from bot.rights import may_amend_report, report_signers
from bot.storage import members
from bot.turn import Answer, Step, Turn


async def report(turn: Turn) -> Answer:
    """Show the report of the month in the words, or of one that is asked."""
    must_be_officer(turn)
    month = papers.month_told(turn, "report")
    return await show(turn, month) if month else await ask_month(turn)


async def ask_month(turn: Turn) -> Answer:
    """Ask of which month the report is wanted."""
    return await papers.ask_month(turn, "report", "report.month")


async def take_month(turn: Turn) -> Answer:
    """Show the report of the month that was chosen or typed."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    return await show(turn, papers.month_chosen(turn))


async def again(turn: Turn) -> Answer:
    """Show the report that is spoken of."""
    must_be_officer(turn)
    month = month_of(turn)
    return await show(turn, month) if month else await ask_month(turn)


def month_of(turn: Turn) -> date | None:
    """Return the month that the buttons are about; None where there were none."""
    said = turn.data.get("month")
    return date.fromisoformat(said) if said else None


async def read(turn: Turn, month: date) -> Report:
    """Read the report of a month of the speaker's club."""
    return await report_of(turn.db, turn.club.id, month, turn.today)


async def signers(turn: Turn) -> list[Member]:
    """Return who signs the club's reports today."""
    return report_signers(await members.officers(turn.db, turn.club.id, turn.today))


async def show(turn: Turn, month: date, before: str = "") -> Answer:
    """Show a report with what can be done with it, below what was just done."""
    found = await read(turn, month)
    text = "\n\n".join(filter(None, (before, whole_text(found))))
    return turn.say(
        "{said}",
        *await _choices(turn, found),
        data={"month": found.month.isoformat(), "seen": mark(found)},
        said=text,
    )


def mark(found: Report) -> str:
    """Return what tells this state of a report from any other."""
    whole = json.dumps([found.facts.stored(), dict(found.words)], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


async def _choices(turn: Turn, found: Report) -> list[Choice]:
    offered = []
    if found.signed is None and may_amend_report(turn.member):
        offered.append(Choice("report.amend", _("Write a remark")))
    can_sign = found.signed is None and not found.when.is_running
    if can_sign and turn.member.id in {one.id for one in await signers(turn)}:
        month = f"{found.month.month}/{found.month.year}"
        offered.append(Choice("report.sign", _("I sign the report {month}").format(month=month)))
    return [
        *offered,
        Choice("report.print", _("To print (PDF)")),
        Choice("report.sheet", _("The same for Excel")),
        Choice("report.send", _("Send it to the board")),
    ]


async def printed(turn: Turn, found: Report, *, sheet: bool = False) -> str:
    """Lay a report out in the club's language and return the name of the file."""
    with use_locale(turn.club.locale):
        paper = whole_report(found)
        made = as_xlsx(paper) if sheet else as_pdf(paper)
    return await documents.store(turn, documents.XLSX if sheet else documents.PDF, made)


async def as_print(turn: Turn) -> Answer:
    """Bring the report as PDF."""
    return await _brought(turn, sheet=False)


async def as_sheet(turn: Turn) -> Answer:
    """Bring the report as XLSX."""
    return await _brought(turn, sheet=True)


async def _brought(turn: Turn, *, sheet: bool) -> Answer:
    must_be_officer(turn)
    month = month_of(turn)
    if month is None:
        return await ask_month(turn)
    found = await read(turn, month)
    return turn.say(
        name_of(found),
        *await _choices(turn, found),
        data={"month": month.isoformat(), "seen": mark(found)},
        document=await printed(turn, found, sheet=sheet),
        month=month_name(month),
    )


def name_of(found: Report) -> str:
    """Return the title of a report, to be filled with its month."""
    if found.signed is None:
        return _("Draft: report of activities, {month}")
    return _("Report of activities, {month}")


HANDLERS = {
    "report": Step(report),
    "report.show": Step(again),
    "report.month": Step(take_month, typed=True),
    "report.print": Step(as_print),
    "report.sheet": Step(as_sheet),
}
