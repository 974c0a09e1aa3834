"""Whatever officers do, in any order and at once, the books hold; repeating changes nothing."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bot.storage import proofs
from bot.storage.engine import Database, worth_retrying
from bot.storage.tables import Base
from tests.booked import Booked, noon
from tests.databases import sqlite_url_of
from tests.deeds import KINDS, MEMBERS, Deed, Done, do, resolve

BEGUN = date(2026, 10, 1)
STEPS = 40
AT_ONCE = 120
"""Deeds of each of two officers."""


async def findings(database: Database, today: date, *, may_be_short: bool) -> list[Any]:
    """What is wrong; a day below zero is allowed where money was taken back."""
    async with database.read() as db:
        return [
            one
            async for one in proofs.prove(db, today)
            if not (may_be_short and one.proof == "below_zero")
        ]


async def contents(database: Database) -> dict[str, list[Any]]:
    """Everything in the database, by table."""
    async with database.read() as db:
        return {
            table.name: sorted(map(repr, (await db.execute(select(table))).all()))
            for table in Base.metadata.sorted_tables
        }


class Officers(RuleBasedStateMachine):
    """One officer at a time, on a database of its own."""

    template: Path
    folder: Path
    made = 0

    def __init__(self) -> None:
        super().__init__()
        Officers.made += 1
        file = self.folder / f"{Officers.made}.db"
        shutil.copyfile(self.template, file)
        self.file = file
        self.runner = asyncio.Runner()
        self.database = Database(sqlite_url_of(file))
        self.club = Booked(self.database)
        self.today = BEGUN
        self.deeds = 0
        self.took_back = False

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()
        self.file.unlink()

    @initialize()
    def begin(self) -> None:
        self.club.clock.now = noon(BEGUN)
        self.runner.run(self.club.open(members=MEMBERS, on=BEGUN))

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.club.clock.now = noon(self.today)

    @rule(
        kind=st.sampled_from(KINDS),
        which=st.integers(0, 99),
        amount=st.integers(1, 12_000),
        days_ago=st.integers(0, 40),
    )
    def act(self, kind: str, which: int, amount: int, days_ago: int) -> None:
        self.deeds += 1
        deed = Deed(
            kind=kind,
            origin=f"op:{self.deeds}",
            which=which,
            amount=amount,
            days_ago=min(days_ago, (self.today - BEGUN).days),
        )
        self.took_back = self.took_back or kind == "take_back"
        self.runner.run(self._twice(deed))

    async def _twice(self, deed: Deed) -> None:
        async with self.database.read() as db:
            done = await resolve(self.club, db, deed, self.today)
        if done is None:
            return
        await do(self.club, done)
        before = await contents(self.database)
        await do(self.club, done)
        assert await contents(self.database) == before, "the same again changed something"

    @invariant()
    def the_books_hold(self) -> None:
        found = findings(self.database, self.today, may_be_short=self.took_back)
        assert self.runner.run(found) == []


def test_after_any_sequence_of_deeds_the_books_hold_and_repeating_changes_nothing(
    sqlite_template: Path, tmp_path: Path
) -> None:
    Officers.template, Officers.folder = sqlite_template, tmp_path
    run_state_machine_as_test(
        Officers, settings=settings(max_examples=15, stateful_step_count=STEPS, deadline=None)
    )


# --- Two at once, on PostgreSQL ------------------------------------------------------------------


class Officer:
    """Does deeds at random, each at the same time as another officer, and some of them twice."""

    def __init__(self, club: Booked, name: str, seed: int) -> None:
        self.club = club
        self.name = name
        self.chance = random.Random(seed)  # noqa: S311 -- the same deeds again, by the seed
        self.done = 0

    async def act(self) -> Done | None:
        """Do one deed; return it."""
        self.done += 1
        chance = self.chance
        today = self.club.clock.now.date()
        deed = Deed(
            kind=chance.choice(KINDS),
            origin=f"{self.name}:{self.done}",
            which=chance.randrange(100),
            amount=chance.randint(1, 6_000),
            days_ago=chance.randint(0, min(20, (today - BEGUN).days)),
        )
        async with self.club.database.read() as db:
            found = await resolve(self.club, db, deed, today)
        if found is not None:
            await insist(self.club, found)
        return found


async def insist(club: Booked, done: Done) -> None:
    """Do something, again where the database asks for it, as the conversation does."""
    while True:
        try:
            return await do(club, done)
        except Exception as error:  # whichever error the driver has for a deadlock
            if not worth_retrying(error):
                raise


@contextmanager
def chosen(seed: int) -> Iterator[None]:
    """Say in a failure with which seed it can be seen again."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"seed {seed}")
        raise


async def test_two_officers_at_once_keep_books_that_hold(postgres_url: str) -> None:
    seed = random.SystemRandom().randrange(10_000)
    one, other = Database(postgres_url), Database(postgres_url)
    club = Booked(one)
    club.clock.now = noon(BEGUN)
    await club.open(members=MEMBERS, on=BEGUN)
    beside = Booked(other)
    beside.clock, beside.ids, beside.club, beside.product = (
        club.clock,
        club.ids,
        club.club,
        club.product,
    )
    officers = [Officer(club, "lan", seed), Officer(beside, "tu", seed + 1)]
    with chosen(seed):
        for number in range(AT_ONCE):
            deeds = await asyncio.gather(*(officer.act() for officer in officers))
            again = next((deed for deed in deeds if deed), None)
            if again and number % 4 == 0:  # the same tap arrives at both processes
                await asyncio.gather(insist(club, again), insist(beside, again))
            if number % 20 == 19:
                club.clock.pass_by(days=9)
                today = club.clock.now.date()
                assert await findings(one, today, may_be_short=True) == []
    await other.close()
    await one.close()
