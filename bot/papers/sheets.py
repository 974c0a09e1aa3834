"""Opening a sheet that somebody made: XLSX or CSV in, plain rows of cells out."""

from __future__ import annotations

import csv
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final, TypeAlias
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.cell.cell import MergedCell

from bot.i18n import _

Cell: TypeAlias = str | int | float | bool | date | None
"""What stands in a cell: text is in NFC with single spaces, an empty cell is None, a number that
Excel shows in percent is text ("0.65%")."""

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old .xls begins, and an .xlsx that is locked with a password."""
LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_QUOTED: Final = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a file; `rows[0]` is row 1."""

    name: str
    rows: list[tuple[Cell, ...]]


class Unreadable(Exception):
    """A file cannot be read as a sheet; the message says what to do about it."""


def open_sheets(path: Path) -> list[Sheet]:
    """Read every page of an XLSX, or the one page of a CSV file.

    Raises:
        Unreadable: there is no such file, it is locked, or it is no sheet.
    """
    content = _content(path)
    if content.startswith(ZIP):
        return _workbook(content)
    if content.startswith(OLE) and LOCKED in content:
        raise Unreadable(
            _("The file has a password. Open it in Excel, take the password off and save it.")
        )
    if content.startswith(OLE):
        raise Unreadable(
            _("This is an old Excel file. Open it in Excel and save it as Excel Workbook (.xlsx).")
        )
    return [Sheet(path.name, _csv_rows(content))]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise Unreadable(
            _("There is no such file. Please look at its name and folder again.")
        ) from None
    except OSError:
        raise Unreadable(
            _("The file cannot be opened. Close it in Excel, then try again.")
        ) from None


def _workbook(content: bytes) -> list[Sheet]:
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheets = []
        for page in book.worksheets:
            # Some programs write a wrong size into the file: let the rows speak.
            page.reset_dimensions()
            sheets.append(Sheet(page.title, [tuple(map(_cell, row)) for row in page.iter_rows()]))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, ParseError):
        raise Unreadable(_no_sheet()) from None
    return sheets


def _cell(cell: ExcelCell | MergedCell) -> Cell:
    value = cell.value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float | int) and not isinstance(value, bool):
        shown_in_percent = "%" in _QUOTED.sub("", cell.number_format)
        return f"{Decimal(repr(value)) * 100:f}%" if shown_in_percent else value
    return value if isinstance(value, bool | date | None) else str(value)


def _csv_rows(content: bytes) -> list[tuple[Cell, ...]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or "\0" in text:
        raise Unreadable(_no_sheet())
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    # A quoted cell may hold line breaks, as Excel counts it is still one row.
    try:
        return [tuple(map(_text, row)) for row in reader]
    except csv.Error:
        raise Unreadable(_no_sheet()) from None


def _delimiter(text: str) -> str:
    """Return what stands in most lines outside quotes; Vietnamese Excel writes semicolons."""
    lines = _QUOTED.sub("", text[:20_000]).splitlines()
    return max(";\t,", key=lambda mark: sum(mark in line for line in lines))


def _text(value: str) -> str | None:
    return " ".join(unicodedata.normalize("NFC", value).split()) or None


def _no_sheet() -> str:
    return _("This is not a sheet that can be read. Send the Excel form, or CSV in UTF-8.")
