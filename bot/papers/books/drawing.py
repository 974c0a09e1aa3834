"""Pictures for the chat: drawn twice as wide as a phone's screen, with big letters."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.papers.books.lettering import picture_font

WIDTH = 780
"""Pixels: twice the 390 of a phone; what is 32 high here is 16 there."""
EDGE = 36
TITLE, BIG, TEXT, SMALL = 44, 38, 32, 28
WHITE, BLACK, GREY, PALE = "#ffffff", "#111111", "#555555", "#d0d0d0"
GREEN, LEAF, AMBER, RUST = "#1b6b3a", "#9ecfae", "#d98a1f", "#a33a1c"
"""Told apart in black and white, too: dark, light, middling, dark."""


class Picture:
    """A white sheet that is filled from above; what is not used of it is cut off."""

    def __init__(self, height: int) -> None:
        """Begin a picture of at most so many pixels from top to bottom."""
        self.image = Image.new("RGB", (WIDTH, height), WHITE)
        self.draw = ImageDraw.Draw(self.image)
        self.y = EDGE

    def write(
        self, text: str, size: int = TEXT, *, bold: bool = False, colour: str = BLACK
    ) -> None:
        """Write a text over the whole width, broken into lines, and go below it."""
        for line in broken(text, picture_font(size, bold=bold), WIDTH - 2 * EDGE):
            self.draw.text((EDGE, self.y), line, colour, picture_font(size, bold=bold))
            self.y += round(size * 1.35)

    def put(
        self,
        x: float,
        text: str,
        size: int = TEXT,
        *,
        bold: bool = False,
        colour: str = BLACK,
        anchor: str = "la",
    ) -> None:
        """Put a text at a place of the line that is written now, without going below it."""
        font = picture_font(size, bold=bold)
        self.draw.text((x, self.y), text, colour, font, anchor=anchor)

    def rule(self, colour: str = PALE) -> None:
        """Draw a line over the whole width."""
        self.draw.line((EDGE, self.y, WIDTH - EDGE, self.y), colour, 2)

    def as_png(self) -> bytes:
        """Return the picture as far as it was filled."""
        made = BytesIO()
        cut = self.image.crop((0, 0, WIDTH, min(self.image.height, self.y + EDGE)))
        # A few flat colours: a palette makes it a quarter as large.
        cut.quantize(64, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
        return made.getvalue()


def broken(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Break a text into lines that are at most so wide, in pixels."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fitting(text: str, size: int, width: float, *, bold: bool = False) -> int:
    """Return the size, at most `size`, at which a text is not wider than that."""
    while size > SMALL // 2 and picture_font(size, bold=bold).getlength(text) > width:
        size -= 1
    return size
