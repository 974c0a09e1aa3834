"""The A4 notice that is put up to call people to a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bot.i18n import _, current_locale, day, sentence
from bot.papers.loudspeaker import lunar_day, spoken_time
from bot.papers.wanted import Invitation

FONTS = Path(__file__).parent / "fonts"
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
MARGIN = 57
"""Points: 2 cm."""
WIDTH, HEIGHT = A4
LEADING = 1.35
LARGEST, SMALLEST, STEP = 1.2, 0.45, 0.02
"""A long agenda shrinks the letters to this share of their size; its end is left out then."""
ONE_LINE = 0.8
"""What fits on one line when it is shrunk to this share of its size is not broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    size: float
    """Points."""
    bold: bool = False
    gap: float = 0
    """Points above it."""
    place: str = "middle"
    """middle, left, or right: the half of the page where it is signed."""

    @property
    def font(self) -> str:
        return BOLD if self.bold else PLAIN


def meeting_notice(wanted: Invitation) -> bytes:
    """Draw the notice as a PDF of one page, in the language that is spoken now.

    The letters are large enough to be read from two steps away.
    """
    _fonts()
    paper = BytesIO()
    canvas = Canvas(paper, pagesize=A4, lang=current_locale(), invariant=True)
    canvas.setTitle(f"{_('Invitation to the meeting')} {day(wanted.held_on)}")
    canvas.setAuthor(wanted.club)
    _draw(canvas, _fitting(wanted))
    canvas.save()
    return paper.getvalue()


def _lines(wanted: Invitation) -> Iterator[_Line]:
    yield _Line(text=wanted.club, size=18, bold=True)
    yield _Line(text=wanted.hamlet, size=16)
    yield _Line(text=_("INVITATION TO THE MEETING"), size=40, bold=True, gap=30)
    yield _Line(text=_("All members are kindly invited to the club's meeting"), size=20, gap=10)
    on = sentence("{day}", day=day(wanted.held_on, weekday=True))
    yield _Line(text=on, size=34, bold=True, gap=24)
    if wanted.lunar_days:
        yield _Line(text=f"({lunar_day(wanted.held_on)})", size=22)
    at = _("At {time}").format(time=spoken_time(wanted.at))
    yield _Line(text=at, size=34, bold=True, gap=8)
    place = _("At {place}").format(place=wanted.place)
    yield _Line(text=place, size=30, bold=True, gap=8)
    if agenda := wanted.things:
        yield _Line(text=_("What we talk about:"), size=20, bold=True, gap=22, place="left")
        for number, thing in enumerate(agenda, 1):
            yield _Line(text=f"{number}. {thing}", size=20, gap=2, place="left")
    yield _Line(
        text=_("Please come, and on time. Who needs a lift, please say so beforehand."),
        size=18,
        gap=22,
    )
    written = _("{hamlet}, {day}").format(hamlet=wanted.hamlet, day=day(wanted.written_on))
    yield _Line(text=written, size=16, gap=24, place="right")
    yield _Line(text=wanted.office.upper(), size=16, bold=True, place="right")
    yield _Line(text=wanted.signer, size=18, bold=True, gap=54, place="right")


def _fitting(wanted: Invitation) -> list[tuple[_Line, list[str], float]]:
    """Return each line with what it is broken into and its size, so that one page holds all."""
    scale = LARGEST
    while True:
        lines = [(line, *_broken(line, scale)) for line in _lines(wanted) if line.text]
        high = sum(line.gap * scale + len(parts) * size * LEADING for line, parts, size in lines)
        if high <= HEIGHT - 2 * MARGIN:
            return lines
        if scale > SMALLEST:
            scale -= STEP
        elif agenda := wanted.things:
            wanted = replace(wanted, agenda="\n".join(agenda[:-1]))
        else:
            return lines


def _broken(line: _Line, scale: float) -> tuple[list[str], float]:
    size = line.size * scale
    width = (WIDTH - 2 * MARGIN) / (2 if line.place == "right" else 1)
    if line.place == "left":
        return simpleSplit(line.text, line.font, size, width), size
    fits = width / pdfmetrics.stringWidth(line.text, line.font, 1)
    if size > fits >= size * ONE_LINE:
        return [line.text], fits
    return _balanced(line, size, width), size


def _balanced(line: _Line, size: float, width: float) -> list[str]:
    """Break a line into parts of much the same length: no word stands alone."""
    parts: list[str] = simpleSplit(line.text, line.font, size, width)
    narrower = parts
    while len(parts) > 1 and len(narrower) == len(parts) and width > size:
        parts, width = narrower, width - size / 2
        narrower = simpleSplit(line.text, line.font, size, width)
    return parts


def _draw(canvas: Canvas, lines: list[tuple[_Line, list[str], float]]) -> None:
    y = HEIGHT - MARGIN
    for line, parts, size in lines:
        y -= line.gap * size / line.size
        canvas.setFont(line.font, size)
        for part in parts:
            y -= size * LEADING
            if line.place == "left":
                canvas.drawString(MARGIN, y, part)
            else:
                middle = WIDTH / 2 if line.place == "middle" else (3 * WIDTH - 2 * MARGIN) / 4
                canvas.drawCentredString(middle, y, part)


@cache
def _fonts() -> None:
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
