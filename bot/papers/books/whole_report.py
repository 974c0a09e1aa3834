"""The month's whole report on paper (báo cáo hoạt động tháng): counts and sums, nobody's name."""

from __future__ import annotations

from collections.abc import Iterator

from bot.i18n import _, clock_time, day, sentence
from bot.money.books import Fund
from bot.papers.books.paper import (
    Column,
    Occasion,
    Paper,
    Row,
    Shape,
    Signer,
    Table,
    file_name,
    month_name,
)
from bot.papers.books.whole_gathered import Report, Signed, report_of
from bot.papers.books.whole_rows import (
    Line,
    area_lines,
    full_label,
    fund_lines,
    lines,
    missing,
    part_title,
    shown,
)
from bot.papers.books.words import fund_title, office_title
from bot.storage.engine import Connection
from bot.telling import office

ITEM = "– "


async def drawn_up(db: Connection, when: Occasion) -> Paper:
    """Write the report of a month of which other papers are written, too."""
    return whole_report(await report_of(db, when.head.club_id, when.month, when.written_on))


def whole_report(report: Report) -> Paper:
    """Write the report; one that nobody has signed says that it is a draft."""
    return Paper(
        file=file_name(_("activities"), report.month),
        head=report.when.head,
        title=_("Report of activities"),
        about=month_name(report.month),
        tables=tuple(_tables(report)),
        written_on=report.when.written_on,
        signers=_signers(report),
        notes=tuple(_notes(report)),
        stamp="" if report.signed else _("DRAFT"),
    )


def _tables(report: Report) -> Iterator[Table]:
    facts, when = report.facts, report.when
    yield _part(report, "members", lines("members", facts, when))
    yield from (_fund(report, fund) for fund in Fund)
    yield _part(report, "loans", lines("loans", facts, when))
    yield _part(report, "care", lines("care", facts, when))
    talks = tuple((_("Topic"), one) for one in facts.talks)
    yield _part(report, "meetings", lines("meetings", facts, when), *talks)
    yield _areas(report)
    kind = tuple((_("In kind"), one) for one in facts.kind if one)
    yield _part(report, "raised", lines("raised", facts, when), *kind)
    if facts.late:
        yield _late(report)


def _fund(report: Report, fund: Fund) -> Table:
    is_first = fund is next(iter(Fund))
    return Table(
        heading=fund_title(fund),
        columns=_columns(_("Sum (đồng)")),
        rows=tuple(_row(line) for line in fund_lines(fund, report.facts, report.when)),
        facts=_beside(report, "money") if is_first else (),
    )


def _part(report: Report, part: str, found: list[Line], *more: tuple[str, str]) -> Table:
    return Table(
        heading=part_title(part),
        columns=_columns(_("Figures")),
        rows=tuple(_row(line) for line in found),
        facts=(*more, *_beside(report, part)),
    )


def _areas(report: Report) -> Table:
    facts = report.facts
    more = []
    if nothing := missing(facts):
        more.append((_("Nothing on record of"), nothing))
    return Table(
        heading=part_title("areas"),
        columns=(
            Column(title=_("Area"), shape=Shape.TEXT, width=130),
            Column(title=_("Activities"), shape=Shape.MONEY, width=25),
            Column(title=_("People"), shape=Shape.MONEY, width=25),
        ),
        rows=tuple(Row(cells=cells) for cells in area_lines(facts)),
        facts=(*more, *_beside(report, "areas")),
    )


def _late(report: Report) -> Table:
    return Table(
        heading=_("Came late to months that were signed"),
        columns=(
            Column(title=_("Month"), shape=Shape.SHORT, width=30),
            Column(title=_("What it is"), shape=Shape.TEXT, width=110),
            Column(title=_("More than was signed"), shape=Shape.MONEY, width=40),
        ),
        rows=tuple(
            Row(
                cells=(
                    f"{one.month.month}/{one.month.year}",
                    full_label(one.name, report.when),
                    shown(one.name, one.more),
                )
            )
            for one in report.facts.late
        ),
    )


def _beside(report: Report, part: str) -> tuple[tuple[str, str], ...]:
    """Return what the board wrote beside a part."""
    said = report.words.get(part)
    return ((_("Remark"), said),) if said else ()


def _notes(report: Report) -> Iterator[str]:
    if rest := report.words.get("rest"):
        yield f"{part_title('rest')}: {rest}"
    if report.signed:
        yield signed_by(report.signed)
    else:
        yield _("A draft: nobody has signed it, and its figures may still change.")


def signed_by(signed: Signed) -> str:
    """Return who signed on a phone, and when: "Chủ nhiệm Lê Văn Minh đã ký …"."""
    return sentence(
        _("{office} {name} signed this on a phone, {time} on {day}."),
        office=office(_office(signed)),
        name=signed.by.name,
        time=clock_time(signed.at),
        day=day(signed.at.date()),
    )


def _office(signed: Signed) -> str:
    return "head" if "head" in signed.by.roles else "deputy"


def _signers(report: Report) -> tuple[Signer, ...]:
    if report.signed is None:
        return report.when.signers("secretary", "head")
    (secretary,) = report.when.signers("secretary")
    role = _office(report.signed)
    title = office_title(role) if role == "head" else office(role)
    return secretary, Signer(office=title, name=report.signed.by.name)


def _columns(figure: str) -> tuple[Column, ...]:
    return (
        Column(title=_("What it is"), shape=Shape.TEXT, width=130),
        Column(title=figure, shape=Shape.MONEY, width=50),
    )


def _row(line: Line) -> Row:
    label = line.label if line.strong else f"{ITEM}{line.label}"
    return Row(cells=(label, line.figure), strong=line.strong)
