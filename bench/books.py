"""How long `tugiup check` and a month's report take on the books of 250 clubs over three years.

`python -m bench.books` measures on SQLite and PostgreSQL, `python -m bench.books URL` on one empty
database.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from bench.copying import multiply
from bench.years import Years
from bot.papers.books import gathered
from bot.papers.books.printed import as_pdf
from bot.papers.books.spreadsheet import as_xlsx
from bot.papers.books.whole_gathered import report_of
from bot.papers.books.whole_report import whole_report
from bot.status import prove
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.migrate import migrate
from tests import databases

ROOT = Path(__file__).parent.parent
FIRST, MONTHS = date(2023, 12, 1), 36
TODAY = date(2026, 11, 21)
DIFFERENT = 2
"""Clubs that are made; the others are copies of these."""
CLUBS = 250
COUNTED = {
    "clubs": t.Club,
    "members": t.Member,
    "entries": t.Transaction,
    "lines": t.Posting,
    "loans": t.Loan,
}
KILOBYTE, MEGABYTE = 1024, 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What something took, in a process of its own."""

    seconds: float
    bytes: int
    """The most that the process held."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What there was, and what it took."""

    counts: dict[str, int]
    made: float
    """Seconds to make it."""
    check: Taken
    report: Taken
    """A month's report of one club's money, as PDF and XLSX."""
    whole: Taken
    """The whole report of that month, of all parts."""


async def measure(url: str, clubs: int = CLUBS) -> Measured:
    """Fill the empty database at `url`, and look at it."""
    started = time.perf_counter()
    database = Database(url)
    try:
        for number in range(DIFFERENT):
            await Years(database, number).live(FIRST, MONTHS)
        await multiply(database, clubs // DIFFERENT)
        made = time.perf_counter() - started
        async with database.read() as db:
            counts = {
                name: int((await db.execute(select(func.count()).select_from(table))).scalar_one())
                for name, table in COUNTED.items()
            }
    finally:
        await database.close()
    return Measured(
        counts=counts,
        made=made,
        check=await apart("check", url),
        report=await apart("report", url),
        whole=await apart("whole", url),
    )


async def apart(what: str, url: str) -> Taken:
    """Do one thing in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bench.books", what, url),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _nothing = await process.communicate()
    return Taken(**json.loads(printed))


async def _check(database: Database) -> None:
    async with database.read() as db:
        lines, faults = await prove(db, TODAY)
    assert not faults, "\n".join(lines)


async def _report(database: Database) -> None:
    async with database.read() as db:
        club = (await db.execute(select(func.max(t.Club.id)))).scalar_one()
        when = await gathered.occasion(db, club, TODAY.replace(month=10), TODAY)
        paper = await gathered.monthly_report(db, when)
    as_pdf(paper)
    as_xlsx(paper)


async def _whole(database: Database) -> None:
    async with database.read() as db:
        club = (await db.execute(select(func.max(t.Club.id)))).scalar_one()
        paper = whole_report(await report_of(db, club, TODAY.replace(month=10), TODAY))
    as_pdf(paper)
    as_xlsx(paper)


WORK: dict[str, Callable[[Database], Awaitable[None]]] = {
    "check": _check,
    "report": _report,
    "whole": _whole,
}


async def _taken(what: str, url: str) -> Taken:
    database = Database(url)
    try:
        started = time.perf_counter()
        await WORK[what](database)
        seconds = time.perf_counter() - started
    finally:
        await database.close()
    return Taken(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE)


def show(name: str, measured: Measured) -> None:
    """Print what was measured on one database."""
    print(
        f"\n{name}: {', '.join(f'{count} {what}' for what, count in measured.counts.items())};"
        f" made in {measured.made:.0f} s"
    )
    print(f"{'':40}{'seconds':>10}{'MB':>8}{'wanted':>12}")
    for what, taken, wanted in (
        ("tugiup check", measured.check, "seconds"),
        ("a month's report of one club", measured.report, "< 1 s"),
        ("its whole report", measured.whole, "< 1 s"),
    ):
        print(f"{what:40}{taken.seconds:10.2f}{taken.bytes / MEGABYTE:8.0f}{wanted:>12}")
    sys.stdout.flush()


def main() -> None:
    """Measure on SQLite, then on PostgreSQL where there is one."""
    with tempfile.TemporaryDirectory(prefix="tugiup-books-") as name:
        file = databases.migrated_file(Path(name) / "books.db")
        show("SQLite", asyncio.run(measure(databases.sqlite_url_of(file))))
        try:
            with databases.postgres(databases.DURABLE) as server:
                url = server.url(made := server.create())
                migrate(url)
                show("PostgreSQL", asyncio.run(measure(url)))
                server.drop(made)
        except databases.PostgresMissing as missing:
            print(f"PostgreSQL: not measured: {missing}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            main()
        case [("check" | "report" | "whole") as work, place]:
            print(json.dumps(asdict(asyncio.run(_taken(work, place)))))
        case [place, *number]:
            migrate(place)
            show(place, asyncio.run(measure(place, *map(int, number))))
