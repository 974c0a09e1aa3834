"""Measures the fleet alone: `python -m bench.fleet_runs --seconds 60`, or with `--killed`."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import fleet, fleet_killed, fleet_table
from bench.fleet import Size
from bot.storage.migrate import migrate
from tests import databases
from tests.databases import Postgres

QUICK, WHOLE = Size(40, 40, 40), Size(400, 400, 400)
QUICK_SECONDS, WHOLE_SECONDS = 12.0, 60.0


def measure(server: Postgres, folder: Path, size: Size, seconds: float) -> None:
    """Let the people talk so long, and print what came of it."""
    with_database(
        server,
        lambda url: fleet_table.show(
            asyncio.run(fleet.measure(url, folder, size, seconds=seconds))
        ),
    )


def measure_killed(server: Postgres, folder: Path, size: Size, seconds: float) -> None:
    """Let them talk while processes are killed, and print what came of it."""
    with_database(
        server,
        lambda url: fleet_table.show_killed(
            asyncio.run(fleet_killed.measure(url, folder, size, seconds=seconds))
        ),
    )


def with_database(server: Postgres, work: Callable[[str], None]) -> None:
    """Do something with a database that has its tables and nothing in them."""
    name = server.create()
    try:
        migrate(server.url(name))
        work(server.url(name))
    finally:
        server.drop(name)


def main() -> None:
    """Measure on a PostgreSQL of its own."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=WHOLE_SECONDS, help="of talk with us")
    parser.add_argument("--clubs", type=int, default=WHOLE.clubs)
    parser.add_argument("--telegram", type=int, default=WHOLE.telegram, help="clubs on it")
    parser.add_argument("--zalo", type=int, default=WHOLE.zalo, help="clubs on it")
    parser.add_argument("--killed", action="store_true", help="one process at a time is killed")
    asked = parser.parse_args()
    size = Size(asked.clubs, asked.telegram, asked.zalo)
    with (
        TemporaryDirectory(prefix="tugiup-fleet-") as name,
        databases.postgres(databases.DURABLE) as server,
    ):
        run = measure_killed if asked.killed else measure
        run(server, Path(name), size, asked.seconds)


if __name__ == "__main__":
    main()
