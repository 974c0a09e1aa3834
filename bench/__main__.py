"""Measures, and prints figures that can be compared inside this one run only."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import rates, starting, telegram, telegram_table
from bench.rates import CONCURRENCIES, LAPS, Measured
from bench.starting import Starts
from bot.storage.migrate import migrate
from tests import databases

MEGABYTE = 1_000_000


def main() -> None:
    """Measure on SQLite, then on PostgreSQL where there is one."""
    with tempfile.TemporaryDirectory(prefix="tugiup-bench-") as name:
        folder = Path(name)
        file = databases.migrated_file(folder / "bench.db")
        measured = asyncio.run(rates.measure(databases.sqlite_url_of(file)))
        show("SQLite", measured, starting.measure(folder))
        file = databases.migrated_file(folder / "telegram.db")
        telegram_table.show(asyncio.run(telegram.measure(databases.sqlite_url_of(file), folder)))
        try:
            with databases.postgres(databases.DURABLE) as server:
                _on_postgres(server, folder)
        except databases.PostgresMissing as missing:
            print(f"PostgreSQL: not measured: {missing}")


def _on_postgres(server: databases.Postgres, folder: Path) -> None:
    made = [server.create(), server.create(), server.create()]
    try:
        turns, empty, messages = (server.url(name) for name in made)
        migrate(turns)
        measured = asyncio.run(rates.measure(turns))
        show("PostgreSQL", measured, starting.measure(folder, empty))
        migrate(messages)
        telegram_table.show(asyncio.run(telegram.measure(messages, folder)))
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
