"""Pictures and documents that people send: told by what is in them, never by their names.

A picture is passed on as it is seen, without what a camera writes beside it: above all where it
was taken.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

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
    from bot.papers.pictures import drawn_anew  # noqa: PLC0415 -- Pillow is loaded with the first

    return drawn_anew(content)


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
