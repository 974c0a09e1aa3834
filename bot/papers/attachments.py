"""Pictures and documents that people send: told by what is in them, never by their names.

A picture is passed on as it is seen, without what a camera writes beside it: above all where it
was taken.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass

from PIL import Image, ImageOps, JpegImagePlugin

PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png")}
DRAWN = 50_000_000
"""Pixels of a picture that is drawn anew; one of more is passed on to nobody."""
SEEN = frozenset({"icc_profile", "transparency"})
"""What is written beside a picture and seen: all else is left out."""
OFFICE = {
    "word/document.xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
    "xl/workbook.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
}
MACROS = "vbaproject.bin"
SIDES, THINNEST = 10_000, 20
"""Width and height together, and how many times one may be the other, in a picture that every
messenger shows as one; beyond that it is sent as a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A file that may be passed on."""

    mime: str
    extension: str
    is_picture: bool
    content: bytes


def recognised(content: bytes) -> Recognised | None:
    """Return what a file is: a JPEG or PNG, a PDF, a Word or Excel file without macros.

    None for everything else, above all what runs.
    """
    if content.startswith(b"%PDF-"):
        return _paper("application/pdf", ".pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return _picture(content)


def _paper(mime: str, extension: str, content: bytes) -> Recognised:
    return Recognised(mime=mime, extension=extension, is_picture=False, content=content)


def _office(content: bytes) -> Recognised | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except Exception:  # whatever people send: what cannot be opened here is passed on to nobody
        return None
    if any(name.lower().endswith(MACROS) for name in names):
        return None
    found = next((OFFICE[name] for name in OFFICE if name in names), None)
    return _paper(*found, content) if found else None


def _picture(content: bytes) -> Recognised | None:
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # of its size: DRAWN bounds it
            Image.open(io.BytesIO(content), formats=tuple(PICTURES)) as picture,
        ):
            if picture.width * picture.height > DRAWN:
                return None
            kind, clean, size = _anew(picture)
    except Exception:  # Pillow raises many things at what is broken: it is refused kindly
        return None
    mime, extension = PICTURES[kind]
    shown = sum(size) <= SIDES and max(size) <= THINNEST * min(size)
    return Recognised(mime=mime, extension=extension, is_picture=shown, content=clean)


def _anew(picture: Image.Image) -> tuple[str, bytes, tuple[int, int]]:
    """Return the format, the bytes and the size of a picture that is turned as it is looked at."""
    turned = ImageOps.exif_transpose(picture)
    turned.info = {name: turned.info[name] for name in SEEN & turned.info.keys()}
    drawn = io.BytesIO()
    if picture.format == "PNG":
        turned.save(drawn, "PNG")
        return "PNG", drawn.getvalue(), turned.size
    # The same tables lose next to nothing, and make it no larger.
    turned.save(
        drawn,
        "JPEG",
        qtables=getattr(picture, "quantization", None),
        subsampling=JpegImagePlugin.get_sampling(picture),
        progressive=bool(picture.info.get("progressive")),
    )
    return "JPEG", drawn.getvalue(), turned.size
