"""The minutes of a meeting (biên bản họp): A4, laid out as clubs and communes know them."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    KeepTogether,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from bot.i18n import _, clock_time, current_locale, day
from bot.papers.books.lettering import PLAIN, register
from bot.papers.meeting_notice import MARGIN
from bot.papers.minutes_facts import MinutesPaper
from bot.papers.minutes_words import sections
from bot.papers.signing import line, signatures

SIZE = 11.0
"""Points."""
FOOT = 14 * mm
WIDTH = A4[0] - 2 * MARGIN - 12  # the frame keeps 6 points on either side
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_line = partial(line, size=SIZE)


def meeting_minutes(wanted: MinutesPaper) -> bytes:
    """Draw the minutes as a PDF, in the language that is spoken now."""
    register()
    paper = BytesIO()
    SimpleDocTemplate(
        paper,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN * 0.6,
        bottomMargin=MARGIN * 0.7,
        title=f"{_('Minutes of the meeting')} {day(wanted.facts.held_on)}",
        author=wanted.head.name,
        lang=current_locale(),
        invariant=1,
    ).build(
        [*_heading(wanted), *_body(wanted), *_end(wanted)], onFirstPage=_foot, onLaterPages=_foot
    )
    return paper.getvalue()


def _heading(wanted: MinutesPaper) -> list[Any]:
    head = wanted.head
    place = ", ".join(part for part in (head.hamlet, head.commune, head.province) if part)
    left = [_line(head.name, bold=True, align=TA_CENTER), _line(place, align=TA_CENTER)]
    right = [
        _line(_("SOCIALIST REPUBLIC OF VIET NAM"), bold=True, size=SIZE - 1.5, align=TA_CENTER),
        _line(_("Independence - Freedom - Happiness"), bold=True, align=TA_CENTER),
    ]
    top = Table([[left, right]], colWidths=[WIDTH * 0.44, WIDTH * 0.56])
    top.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    )
    return [
        top,
        Spacer(1, 16),
        _line(_("MINUTES OF THE MEETING"), bold=True, size=18, align=TA_CENTER),
        _line(
            _("Regular meeting of {day}").format(day=day(wanted.facts.held_on)), align=TA_CENTER
        ),
        Spacer(1, 10),
    ]


def _body(wanted: MinutesPaper) -> list[Any]:
    drawn: list[Any] = []
    for number, section in zip(ROMAN, sections(wanted.facts), strict=False):
        first, *more = [_line(one, indent=12) for one in section.lines]
        heading = _line(f"{number}. {section.heading}", bold=True, above=6)
        drawn += [KeepTogether([heading, first]), *more]
    return drawn


def _end(wanted: MinutesPaper) -> list[Any]:
    drawn: list[Any] = [
        _line(_("These minutes were read back before they were closed."), above=8),
        Spacer(1, 14),
        KeepTogether([signatures((wanted.secretary, wanted.leader), WIDTH, SIZE)]),
    ]
    if not wanted.added:
        return drawn
    drawn.append(_line(_("Added after the minutes were closed"), bold=True, above=14))
    text = _("{words} ({name}, {time}, {day})")
    drawn += [
        _line(
            text.format(
                words=one.words,
                name=one.name,
                time=clock_time(one.at),
                day=day(one.at.date()),
            ),
            indent=12,
        )
        for one in wanted.added
    ]
    return drawn


def _foot(canvas: Any, document: Any) -> None:  # the library that draws has no types
    canvas.saveState()
    canvas.setFont(PLAIN, 9)
    canvas.drawCentredString(A4[0] / 2, FOOT, _("Page {page}").format(page=document.page))
    canvas.restoreState()
