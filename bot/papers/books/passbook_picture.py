"""A member's own passbook as a picture: what is paid, what comes, what is left, in big type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.i18n import _, day, money, percent
from bot.money.loans import Row as Period
from bot.money.loans import rows as periods
from bot.papers.books.drawing import (
    BIG,
    EDGE,
    GREEN,
    GREY,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    Picture,
    fitting,
)
from bot.papers.books.paper import figures
from bot.papers.books.words import interest_word
from bot.storage.loans import Borrowed
from bot.storage.reporting import Letterhead

DAY, ASKED, PAID = EDGE, 470, WIDTH - EDGE
"""Where the columns stand: the day from the left, the sums up to the right."""
LINE = 58
TICK = 46
"""Room for the tick behind what was paid."""
HEAD_HEIGHT = 700
LONGEST = 9_000
"""Pixels: beyond that messengers take no picture."""


def passbook_picture(head: Letterhead, name: str, loans: Sequence[Borrowed], *, on: date) -> bytes:
    """Draw a member's loans with their periods as PNG, up to a day."""
    lines = sum(len(loan.terms.instalments) + 12 for loan in loans)
    picture = Picture(min(LONGEST, lines * LINE + HEAD_HEIGHT * len(loans)))
    picture.write(_("Passbook"), TITLE, bold=True)
    picture.write(name, BIG, bold=True)
    picture.write(f"{head.name}, {day(on)}", SMALL, colour=GREY)
    for loan in loans:
        _loan(picture, head, loan, on)
    return picture.as_png()


def _loan(picture: Picture, head: Letterhead, loan: Borrowed, on: date) -> None:
    picture.y += 22
    now = loan.standing(on)
    picture.write(
        _("Loan {number}: {amount}").format(number=loan.number, amount=money(loan.principal)),
        TEXT,
        bold=True,
    )
    if loan.terms.rate_bp:
        picture.write(
            _("{interest_word} a month: {rate}").format(
                interest_word=interest_word(head).capitalize(),
                rate=percent(loan.terms.rate_bp),
            )
        )
    picture.write(
        _("Left of the loan: {amount}").format(amount=money(now.principal_left)), BIG, bold=True
    )
    picture.y += 10
    _titles(picture)
    for period in periods(loan.terms, loan.payments, on):
        if picture.y > LONGEST - 3 * LINE:
            return
        _period(picture, period, on)


def _titles(picture: Picture) -> None:
    picture.put(DAY, _("Due day"), SMALL, colour=GREY)
    picture.put(ASKED, _("To pay"), SMALL, colour=GREY, anchor="ra")
    picture.put(PAID - TICK, _("Paid"), SMALL, colour=GREY, anchor="ra")
    picture.y += 42
    picture.rule(GREY)
    picture.y += 10


def _period(picture: Picture, period: Period, on: date) -> None:
    """Write a line for one period; one that is paid in full has a tick, whatever its colour."""
    done = not period.left and period.paid > 0
    asked = figures(period.asked.total)
    is_due = period.asked.due_on <= on
    paid = figures(period.paid) if period.paid or is_due else ""
    picture.put(DAY, day(period.asked.due_on))
    picture.put(ASKED, asked, fitting(asked, TEXT, 220, bold=True), bold=True, anchor="ra")
    colour = GREEN if done else GREY
    picture.put(PAID - TICK, paid, fitting(paid, TEXT, 160), colour=colour, bold=done, anchor="ra")
    if done:
        left, top = PAID - TICK + 12, picture.y + 20
        tick = [(left, top), (left + 9, top + 11), (left + 27, top - 15)]
        picture.draw.line(tick, GREEN, 6, joint="curve")
    picture.y += LINE - 12
    picture.rule()
    picture.y += 12
