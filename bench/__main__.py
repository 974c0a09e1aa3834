"""Measures, and prints figures that can be compared inside this one run only."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import (
    books,
    bulk_table,
    collecting,
    fleet_runs,
    lending,
    meanwhile,
    outgoing,
    planning,
    rates,
    starting,
    telegram,
    telegram_table,
)
from bench.rates import CONCURRENCIES, LAPS, Measured
from bench.starting import Starts
from bot.storage.migrate import migrate
from tests import databases

MEGABYTE = 1_000_000


def main() -> None:
    """Measure on SQLite, then on PostgreSQL where there is one.

    With `--long` an announcement goes to the last of 12,450, the fleet is whole and also killed, a
    million are reminded, and the books of 250 clubs over three years are proved: together it takes
    three quarters of an hour.
    """
    long = "--long" in sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="tugiup-bench-") as name:
        folder = Path(name)
        file = databases.migrated_file(folder / "bench.db")
        measured = asyncio.run(rates.measure(databases.sqlite_url_of(file)))
        show("SQLite", measured, starting.measure(folder))
        file = databases.migrated_file(folder / "telegram.db")
        telegram_table.show(asyncio.run(telegram.measure(databases.sqlite_url_of(file), folder)))
        _reminders(
            databases.sqlite_url_of(databases.migrated_file(folder / "planned.db")),
            databases.sqlite_url_of(databases.migrated_file(folder / "sent.db")),
            folder,
            long=long,
        )
        try:
            with databases.postgres(databases.DURABLE) as server:
                _on_postgres(server, folder, long=long)
        except databases.PostgresMissing as missing:
            print(f"PostgreSQL: not measured: {missing}")
    print()
    lending.main()
    collecting.main()
    if long:
        books.main()


def _reminders(planned: str, sent: str, folder: Path, *, long: bool) -> None:
    """Measure on two databases, which have their tables and nothing in them."""
    planning_took = asyncio.run(planning.measure(planned))
    bulk_table.show_planned(planning_took, asyncio.run(outgoing.measure(planned)))
    bulk_table.show_sent(asyncio.run(meanwhile.measure(sent, folder, long=long)))


def _on_postgres(server: databases.Postgres, folder: Path, *, long: bool) -> None:
    made = [server.create() for _number in range(6)]
    try:
        turns, empty, messages, planned, sent, huge = (server.url(name) for name in made)
        migrate(turns)
        measured = asyncio.run(rates.measure(turns))
        show("PostgreSQL", measured, starting.measure(folder, empty))
        migrate(messages)
        telegram_table.show(asyncio.run(telegram.measure(messages, folder)))
        migrate(planned)
        migrate(sent)
        _reminders(planned, sent, folder, long=long)
        fleet_runs.measure(server, folder, fleet_runs.QUICK, fleet_runs.QUICK_SECONDS)
        if long:
            for run in (fleet_runs.measure, fleet_runs.measure_killed):
                run(server, folder, fleet_runs.WHOLE, fleet_runs.WHOLE_SECONDS)
            migrate(huge)
            bulk_table.show_huge(asyncio.run(planning.measure_huge(huge)))
    finally:
        for name in made:
            server.drop(name)


def show(database: str, measured: Measured, starts: Starts) -> None:
    """Print everything about one database."""
    at_1, at_8 = (measured.rates[at_once] for at_once in CONCURRENCIES)
    print(f"\n{database}, each commit on disk; medians of {LAPS} laps")
    print(f"{'':44}{'1 at once':>10}{'8 at once':>10}{'wanted':>8}")

    def row(name: str, one: float, eight: float, wanted: str = "", digits: int = 0) -> None:
        print(f"{name:44}{one:10.{digits}f}{eight:10.{digits}f}{wanted:>8}")

    row("bare transactions a second", median(at_1.bare), median(at_8.bare))
    row("turns a second, what do I owe", median(at_1.question), median(at_8.question))
    ratios = at_1.ratio(at_1.question), at_8.ratio(at_8.question)
    row("  of the bare ones", *ratios, wanted="≥ 0.5", digits=2)
    row("turns a second, paid and confirmed", median(at_1.repayment), median(at_8.repayment))
    ratios = at_1.ratio(at_1.repayment), at_8.ratio(at_8.repayment)
    row("  of the bare ones", *ratios, wanted="≥ 0.3", digits=2)
    row("messages delivered a second, to nobody", median(at_1.delivery), median(at_8.delivery))

    for kind, sent in (("question", measured.question), ("repayment", measured.repayment)):
        print(
            f"a turn of a {kind} sends {sent.statements:.1f} statements"
            f" and sets {sent.savepoints:.1f} savepoints (the bare one: 5)"
        )
    first, later = starts.first, starts.later
    print(f"first answer after {later.seconds:.2f} s (< 2), at the very first start", end=" ")
    print(f"after {first.seconds:.2f} s; then {later.bytes / MEGABYTE:.0f} MB resident (< 120)")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
