"""The money of a meeting with 60 borrowers: each tap of the list, and the closing."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.chat import Incoming
from bot.storage.engine import Database
from bot.storage.migrate import migrate
from tests import databases
from tests.collecting import SIXTY, sixty
from tests.conversations.test_statements import counted
from tests.village import Village, address

LAPS = 3
WANTED_CLOSING_S = 2
WANTED_ALL_S = 120


@dataclass(frozen=True, slots=True)
class Collected:
    """Medians of a few meetings; seconds of machine time, from a message to its commit."""

    list: float
    """To write the list."""
    tap: float
    """One of sixty: paid in full, and the next person is shown."""
    count: float
    """To read the list back, count it, and ask the second officer."""
    closing: float
    """The second officer's yes: 60 entries, slips and months, and 40 messages."""
    statements: int
    """Of the closing."""

    @property
    def all(self) -> float:
        """The whole meeting."""
        return self.list + len(SIXTY) * self.tap + self.count + self.closing


async def measure(url: str) -> Collected:
    """Hold a few meetings, of another club each, in the migrated database at `url`."""
    database = Database(url)
    try:
        laps = [await _meeting(database, f"x{lap}") for lap in range(LAPS)]
    finally:
        await database.close()
    return Collected(
        list=median(lap.list for lap in laps),
        tap=median(lap.tap for lap in laps),
        count=median(lap.count for lap in laps),
        closing=median(lap.closing for lap in laps),
        statements=max(lap.statements for lap in laps),
    )


async def _meeting(database: Database, more: str) -> Collected:
    club = await sixty(database, more)
    lan, khang = f"lan{more}", f"khang{more}"
    begun = await _timed(club, lan, text="thu tiền hôm nay")
    taps = [await _timed(club, lan, label="Paid in full") for _name in SIXTY]
    counting = await _timed(club, lan, label="Read it back and count 3,300,000")
    counting += await _timed(club, lan, label="It fits")
    with counted(database) as statements:
        closing = await _timed(club, khang, label="I agree", deliver=False)
    await club.delivery.deliver()
    (said,) = [reply.text for reply in list(club.phones.by_chat[khang].unread)[-1:]]
    assert "60" in said, said
    return Collected(
        list=begun,
        tap=sum(taps) / len(taps),
        count=counting,
        closing=closing,
        statements=len(statements),
    )


async def _timed(
    club: Village, chat: str, *, text: str = "", label: str = "", deliver: bool = True
) -> float:
    club.messages += 1
    key = club.key(chat, label) if label else ""
    incoming = Incoming(address=address(chat), message=f"b{club.messages}", text=text, pressed=key)
    started = time.perf_counter()
    await club.conversation.handle(incoming)
    took = time.perf_counter() - started
    if deliver:
        await club.delivery.deliver()
    return took


def show(database: str, found: Collected) -> None:
    """Print the figures of one database."""
    print(f"\n{database}, a meeting with {len(SIXTY)} borrowers; medians of {LAPS}")
    print(f"the list is written in {found.list * 1000:.0f} ms, each tap takes", end=" ")
    print(f"{found.tap * 1000:.0f} ms, reading back and counting {found.count * 1000:.0f} ms")
    print(f"closing: {found.closing:.2f} s (< {WANTED_CLOSING_S}),", end=" ")
    print(f"{found.statements} statements; all of it: {found.all:.1f} s (< {WANTED_ALL_S})")
    sys.stdout.flush()


def main() -> None:
    """Measure on SQLite, then on PostgreSQL where there is one."""
    with TemporaryDirectory(prefix="tugiup-bench-") as folder:
        file = databases.migrated_file(Path(folder) / "collecting.db")
        show("SQLite", asyncio.run(measure(databases.sqlite_url_of(file))))
        try:
            with databases.postgres(databases.DURABLE) as server:
                name = server.create()
                migrate(server.url(name))
                show("PostgreSQL", asyncio.run(measure(server.url(name))))
                server.drop(name)
        except databases.PostgresMissing as missing:
            print(f"PostgreSQL: not measured: {missing}")


if __name__ == "__main__":
    main()
