"""The pages of a PDF as pictures, for messengers that carry no papers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

DPI = 150
"""An A4 page is then 1240 dots wide: as many as a phone shows, and sharp when made larger."""
POINTS = 72  # in an inch
LONGEST = 2200
"""Dots of the longer side: a poster is drawn smaller."""
QUALITY = 85  # of a JPEG

one_at_a_time = Lock()
"""PDFium must not be used by two threads at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it is sent."""

    mime: str
    extension: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The first pages of a paper."""

    shown: Sequence[Page]
    all: int
    """How many pages the paper has."""


def drawn(pdf: bytes, most: int) -> Pages | None:
    """Draw the first `most` pages of a PDF; None for one that cannot be read.

    It takes up to half a second a page: nothing for the event loop.
    """
    import pypdfium2  # noqa: PLC0415 -- with the first paper: 10 MB that most programs never need

    try:
        with one_at_a_time, closing(pypdfium2.PdfDocument(pdf)) as paper:
            shown = [_page(paper, number) for number in range(min(most, len(paper)))]
            return Pages(shown=shown, all=len(paper)) if shown else None
    except pypdfium2.PdfiumError:  # broken, or with a password
        return None


def _page(paper: PdfDocument, number: int) -> Page:
    with (
        closing(paper[number]) as page,
        closing(page.render(scale=_scale(page), rev_byteorder=True)) as bitmap,
    ):
        return _smallest(bitmap.to_pil().convert("RGB"))


def _scale(page: PdfPage) -> float:
    longest = max(page.get_size())
    return float(min(DPI / POINTS, LONGEST / longest))


def _smallest(picture: Image.Image) -> Page:
    """Return a picture as PNG, which letters are small in, or as JPEG, which photos are."""
    grey = picture.convert("L")
    if ImageChops.difference(picture, grey.convert("RGB")).getbbox() is None:
        picture = grey
    png = Page(mime="image/png", extension=".png", content=_saved(picture, "PNG", optimize=True))
    jpeg = Page(
        mime="image/jpeg", extension=".jpg", content=_saved(picture, "JPEG", quality=QUALITY)
    )
    return min(png, jpeg, key=lambda page: len(page.content))


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()
