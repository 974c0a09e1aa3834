"""What a proof is: a name, and a look at a database that returns the rows that break it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import func, select

from bot.clock import local_day
from bot.people import DEFAULT_ZONE
from bot.storage.engine import AnySelect, Connection

SHOWN = 20
"""Rows of one kind that are kept; more of them are only counted."""
UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
"""What comes of rows that the bot cannot have written."""

# Any: what a row says depends on what is wrong with it.
Wrong: TypeAlias = Mapping[str, Any]
"""One row that breaks a proof, by column; `club_id` is always one of them, None for no club's.

`warning` is true where it is no fault yet: entries that come late may still mend it.
"""


@dataclass(slots=True)
class Found:
    """What breaks a proof."""

    faults: int = 0
    warnings: int = 0
    rows: list[Wrong] = field(default_factory=list)
    """The first of them."""

    def add(self, row: Wrong, *, in_all: int = 1) -> None:
        """Take in a row, which may stand for others that are not shown."""
        if row.get("warning"):
            self.warnings += in_all
        else:
            self.faults += in_all
        if len(self.rows) < SHOWN:
            self.rows.append(row)


Look: TypeAlias = Callable[[Connection, date], Awaitable[Found]]
"""Returns what is wrong; the day is today's, for what still may come."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that must hold for the books of every club."""

    name: str
    """What is wrong where it does not hold; the words for it go by this name."""
    look: Look


def query(name: str, wrong: AnySelect) -> Proof:
    """Make a proof of one statement that returns what is wrong."""
    few = limited(wrong)

    async def look(db: Connection, _on: date) -> Found:
        found = Found()
        await take(db, few, {}, found)
        return found

    return Proof(name, look)


def limited(wrong: AnySelect) -> AnySelect:
    """Return only the first rows, each with how many there are: the database counts them."""
    rows = wrong.subquery()
    return select(*rows.c, func.count().over().label("in_all")).limit(SHOWN)


async def take(db: Connection, few: AnySelect, given: Mapping[str, object], found: Found) -> None:
    """Add what a limited statement returns."""
    rows = (await db.execute(few, given)).all()
    for place, row in enumerate(rows):
        more = row.in_all - len(rows) if place == 0 else 0
        found.add(row._asdict(), in_all=1 + more)


def day_in(zone: str, moment: datetime) -> date:
    """Return the day that it was in a club's zone; where that cannot be read, in Vietnam's."""
    try:
        return local_day(moment, zone)
    except UNREADABLE:
        return local_day(moment, DEFAULT_ZONE)
