"""Whatever is drawn: papers, sheets and pictures, each by a library that is loaded then.

reportlab, openpyxl and Pillow weigh 20 MB and take half a second together, which a program that
only talks does not spend. Texts are in the language that is spoken now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.papers.books.paper import Paper
from bot.papers.books.slips import Slip
from bot.papers.minutes_facts import MinutesPaper
from bot.papers.wanted import CareMonth, CountMinutes, Invitation, Sheet
from bot.storage.doors import Door
from bot.storage.loans import Borrowed
from bot.storage.measurements import Measured
from bot.storage.reporting import Letterhead


def as_pdf(paper: Paper) -> bytes:
    """Print a paper as PDF."""
    from bot.papers.books import printed

    return printed.as_pdf(paper)


def as_xlsx(paper: Paper) -> bytes:
    """Lay a paper out as XLSX."""
    from bot.papers.books import spreadsheet

    return spreadsheet.as_xlsx(paper)


def printed_slips(head: Letterhead, slips: Sequence[Slip]) -> bytes:
    """Print slips as PDF, one A5 page a handing."""
    from bot.papers.books import slips_printed

    return slips_printed.printed_slips(head, slips)


def passbook_picture(head: Letterhead, name: str, loans: Sequence[Borrowed], *, on: date) -> bytes:
    """Draw the passbook of one member as PNG."""
    from bot.papers.books import passbook_picture as drawing

    return drawing.passbook_picture(head, name, loans, on=on)


def count_minutes(wanted: CountMinutes) -> bytes:
    """Draw the minutes of a cash count as PDF."""
    from bot.papers import count_minutes as drawing

    return drawing.count_minutes(wanted)


def collection_sheet(sheet: Sheet) -> bytes:
    """Draw the list of a meeting day's money as PDF."""
    from bot.papers import collection_sheet as drawing

    return drawing.collection_sheet(sheet)


def meeting_notice(wanted: Invitation) -> bytes:
    """Draw the notice of a meeting as PDF of one page."""
    from bot.papers import meeting_notice as drawing

    return drawing.meeting_notice(wanted)


def meeting_minutes(wanted: MinutesPaper) -> bytes:
    """Draw the minutes of a meeting as PDF."""
    from bot.papers import minutes as drawing

    return drawing.meeting_minutes(wanted)


def health_picture(club: str, name: str, measured: Sequence[Measured], *, on: date) -> bytes:
    """Draw a person's own year of blood pressure and weight as PNG."""
    from bot.papers.books import health_chart as drawing

    return drawing.health_picture(club, name, measured, on=on)


def care_picture(wanted: CareMonth) -> bytes:
    """Draw a month's visits by week and by who is visited as PNG."""
    from bot.papers.books import care_picture as drawing

    return drawing.care_picture(wanted)


def joining_paper(code: str, doors: Sequence[Door]) -> bytes:
    """Draw a joining code for several bots as PNG."""
    from bot.papers import joining_paper as drawing

    return drawing.joining_paper(code, doors)
