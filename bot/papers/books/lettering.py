"""The letters of printed papers and of pictures: a free font with every Vietnamese mark."""

from __future__ import annotations

from functools import cache

from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from bot.papers.meeting_notice import BOLD, FONTS, PLAIN

__all__ = ["BOLD", "PLAIN", "picture_font", "register"]


@cache
def register() -> None:
    """Make the letters known to what draws PDF; once is enough."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


@cache
def picture_font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the letters for pictures, `size` pixels high."""
    return ImageFont.truetype(FONTS / f"{BOLD if bold else PLAIN}.ttf", size)
