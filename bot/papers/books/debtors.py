"""The debtors by age (danh sách trễ hạn): for the board alone, and every reading is noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.i18n import _, day, money
from bot.money.loans import Band, aged
from bot.papers.books.paper import Column, Occasion, Paper, Row, Shape, Table, file_name, total
from bot.papers.books.words import is_with_board, person
from bot.people import Member
from bot.storage.loans import Borrowed

SUMS = (5, 6, 7, 8, 9)
NAMES = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A loan of which something was not paid in time."""

    loan: Borrowed
    since: date
    bands: Mapping[Band, int]
    """Đồng by age."""
    with_board: bool
    """Who borrowed has died or left: it is still owed, and nobody is reminded of it."""
    frozen: bool

    @property
    def amount(self) -> int:
        """All of it, đồng."""
        return sum(self.bands.values())


def late_loans(loans: Iterable[Borrowed], on: date) -> list[Late]:
    """Return the loans of which something is late on a day, the longest first."""
    found = []
    for loan in loans:
        bands = aged(loan.terms, loan.payments, on)
        since = loan.standing(on).overdue_since
        if bands and since:
            found.append(
                Late(
                    loan=loan,
                    since=since,
                    bands=bands,
                    with_board=is_with_board(loan.board_since, on),
                    frozen=not loan.terms.bears_interest(on),
                )
            )
    return sorted(found, key=lambda late: (late.since, late.loan.id))


def by_age(late: Iterable[Late]) -> dict[Band, int]:
    """Add up what is late by its age; no name in it."""
    sums = dict.fromkeys(Band, 0)
    for one in late:
        for band, amount in one.bands.items():
            sums[band] += amount
    return sums


def with_board(late: Iterable[Late]) -> int:
    """Add up what of it is with the board, as who borrowed has died or left; đồng."""
    return sum(one.amount for one in late if one.with_board)


def band_title(band: Band) -> str:
    """Return an age as it heads a column: "1–30 ngày"."""
    if band is Band.OVER_90:
        return _("over 90 days")
    return _("{band} days").format(band=band.value.replace("-", "–"))


def debtors(occasion: Occasion, late: Sequence[Late], people: Mapping[int, Member]) -> Paper:
    """Write the list of what was not paid in time, by its age."""
    rows = [
        _row(number, one, people[one.loan.member_id], occasion.on)
        for number, one in enumerate(late, 1)
    ]
    columns = _columns()
    return Paper(
        file=file_name(_("late"), occasion.month),
        head=occasion.head,
        title=_("What was not paid in time"),
        about=_("up to {day}").format(day=day(occasion.on)),
        tables=(
            Table(
                columns=columns,
                rows=(*rows, total(_("In all"), rows, SUMS, at=NAMES, columns=columns)),
            ),
        ),
        written_on=occasion.written_on,
        signers=occasion.signers("accountant", "head"),
        notes=tuple(_notes(late)),
        stamp=_("ONLY FOR THE BOARD"),
        wide=True,
    )


def _notes(late: Sequence[Late]) -> Iterator[str]:
    yield _("Sums in đồng, principal and interest together.")
    if amount := with_board(late):
        text = _(
            "Of it {amount} is with the board, as who borrowed has died or left: it is still"
            " counted, and nobody is reminded of it."
        )
        yield text.format(amount=money(amount))


def _remark(late: Late) -> str:
    if late.with_board:
        return _("with the board")
    return _("no new interest (frozen)") if late.frozen else ""


def _columns() -> tuple[Column, ...]:
    ages = (Column(title=band_title(one), shape=Shape.MONEY, width=25) for one in Band)
    return (
        Column(title=_("No."), shape=Shape.SHORT, width=10),
        Column(title=_("Who borrowed"), shape=Shape.TEXT, width=58),
        Column(title=_("Loan"), shape=Shape.SHORT, width=24),
        Column(title=_("Since"), shape=Shape.DAY, width=22),
        Column(title=_("Days"), shape=Shape.SHORT, width=14),
        *ages,
        Column(title=_("In all"), shape=Shape.MONEY, width=27),
        Column(title=_("Remarks"), shape=Shape.TEXT, width=32),
    )


def _row(number: int, late: Late, member: Member, on: date) -> Row:
    return Row(
        cells=(
            number,
            person(member.name, member.village_name, member.hamlet),
            late.loan.number,
            late.since,
            (on - late.since).days,
            *(late.bands.get(one) for one in Band),
            late.amount,
            _remark(late),
        )
    )
