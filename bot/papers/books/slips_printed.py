"""Slips to print: one A5 page for each handing of money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, TypeAlias

from reportlab.lib.pagesizes import A5, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from bot.i18n import _, current_locale, in_words, money
from bot.papers.books.lettering import BOLD, PLAIN, register
from bot.papers.books.paper import place_of
from bot.papers.books.slips import Handing, Slip, handings
from bot.papers.books.words import dated, fund_title, office_title, slip_name, slip_title
from bot.storage.reporting import Letterhead

Drawn: TypeAlias = Any  # the library that draws has no types

WIDTH, HEIGHT = landscape(A5)
MARGIN = 12 * mm
SIZE, LEADING = 12, 20
SIGNED_AT = 44 * mm
"""Where the places of the signatures begin, from below."""


def printed_slips(head: Letterhead, slips: Sequence[Slip]) -> bytes:
    """Draw slips as PDF, one A5 page a handing, in the language that is spoken now."""
    register()
    made = BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), lang=current_locale(), invariant=True)
    canvas.setTitle(_("List of slips"))
    canvas.setAuthor(head.name)
    for handing in handings(slips):
        _draw(canvas, head, handing)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _draw(canvas: Drawn, head: Letterhead, handing: Handing) -> None:
    slip = handing[0]
    canvas.setFont(BOLD, SIZE)
    y = HEIGHT - MARGIN - SIZE
    for text in simpleSplit(head.name, BOLD, SIZE, WIDTH * 0.6):
        canvas.drawString(MARGIN, y, text)
        y -= 14
    canvas.setFont(PLAIN, 10)
    canvas.drawString(MARGIN, y, place_of(head))
    _numbers(canvas, handing)
    canvas.setFont(BOLD, 20)
    y -= 26
    canvas.drawCentredString(WIDTH / 2, y, slip_title(slip.number.kind))
    canvas.setFont(PLAIN, 10)
    y -= 16
    canvas.drawCentredString(WIDTH / 2, y, dated(slip.value_day))
    y -= 24
    for label, said, strong in _facts(handing):
        y = _fact(canvas, y, label, said, strong=strong, leading=LEADING - 4 * (len(handing) > 1))
    _signatures(canvas, slip)


def _numbers(canvas: Drawn, handing: Handing) -> None:
    """Write at the upper right of which fund each number is."""
    right, y = WIDTH - MARGIN, HEIGHT - MARGIN - SIZE
    canvas.setFont(PLAIN, 10)
    if len(handing) == 1:
        canvas.drawRightString(right, y, fund_title(handing[0].number.fund))
        canvas.setFont(BOLD, 13)
        canvas.drawRightString(right, y - 17, _("No. {slip}").format(slip=_numbered(handing[0])))
        return
    for slip in handing:
        text = f"{fund_title(slip.number.fund)}: {_('No. {slip}').format(slip=_numbered(slip))}"
        canvas.drawRightString(right, y, text)
        y -= 14


def _numbered(slip: Slip) -> str:
    return f"{slip_name(slip.number)}/{slip.number.year}"


def _facts(handing: Handing) -> Iterator[tuple[str, str, bool]]:
    slip = handing[0]
    amount = sum(one.amount for one in handing)
    receipt = slip.number.kind == "receipt"
    yield (_("Paid in by") if receipt else _("Paid to")), slip.who, True
    yield _("Hamlet"), slip.hamlet, False
    if len(handing) == 1:
        yield _("What for"), slip.what_for, False
    else:
        for one in handing:
            yield _numbered(one), f"{one.what_for}: {money(one.amount)}", False
    yield _("Sum"), money(amount), True
    words = in_words(amount)
    yield _("In words"), f"{words[:1].upper()}{words[1:]}.", False


def _fact(
    canvas: Drawn, y: float, label: str, said: str, *, strong: bool, leading: float
) -> float:
    """Write a line of a slip; where nothing is known, dots to write on by hand."""
    canvas.setFont(PLAIN, SIZE)
    canvas.drawString(MARGIN, y, f"{label}:")
    start = MARGIN + stringWidth(f"{label}: ", PLAIN, SIZE) + 2
    if not said:
        canvas.setDash(1, 2)
        canvas.line(start, y - 1, WIDTH - MARGIN, y - 1)
        canvas.setDash()
        return y - leading
    font = BOLD if strong else PLAIN
    canvas.setFont(font, SIZE)
    for text in simpleSplit(said, font, SIZE, WIDTH - MARGIN - start):
        canvas.drawString(start, y, text)
        y -= leading
    return y


def _signatures(canvas: Drawn, slip: Slip) -> None:
    receipt = slip.number.kind == "receipt"
    other = _("Payer") if receipt else _("Receiver")
    signers = (
        (office_title("head"), ""),
        (office_title("accountant"), ""),
        (office_title("treasurer"), slip.keeper),
        (other, "" if slip.mends else slip.who),
    )
    each = (WIDTH - 2 * MARGIN) / len(signers)
    for place, (office, name) in enumerate(signers):
        middle = MARGIN + each * (place + 0.5)
        canvas.setFont(BOLD, 11)
        canvas.drawCentredString(middle, SIGNED_AT, office)
        canvas.setFont(PLAIN, 9)
        canvas.drawCentredString(middle, SIGNED_AT - 12, _("(signature, full name)"))
        canvas.setFont(PLAIN, 10)
        for number, text in enumerate(simpleSplit(name, PLAIN, 10, each - 4)):
            canvas.drawCentredString(middle, MARGIN + 8 - 12 * number, text)
