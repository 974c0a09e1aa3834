"""When to look: each scan is run by one process of several, and comes again whatever happens."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import insert, select

from bot.chat import Reply
from bot.clock import utc_now
from bot.reminders.scheduler import SCANS, scheduler, tidy
from bot.storage import files, housekeeping, webchat
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.post_office import PostOffice
from tests.village import NOON, Clock, address

MINUTE = timedelta(minutes=1)


# --- Slots ---------------------------------------------------------------------------------------


async def test_a_slot_is_won_by_one_of_many(database: Database) -> None:
    async def wins(one: Database, slot: datetime) -> bool:
        async with one.write() as db:
            return await housekeeping.wins(db, "plan", slot)

    other = Database(database.url)
    for slot in (NOON, NOON + MINUTE, NOON + 5 * MINUTE):
        won = await asyncio.gather(*(wins(one, slot) for one in (database, other) * 3))
        assert sum(won) == 1
    assert not await wins(other, NOON + 4 * MINUTE)  # a clock that is behind wins nothing
    await other.close()


async def test_the_scans_have_slots_of_their_own(database: Database) -> None:
    async with database.write() as db:
        assert await housekeeping.wins(db, "plan", NOON)
        assert await housekeeping.wins(db, "tidy", NOON)
        assert not await housekeeping.wins(db, "tidy", NOON)


# --- Scans ---------------------------------------------------------------------------------------


class Scan:
    """A scan that notes when it ran, and fails as often as it is told to."""

    def __init__(self, fails: int = 0, error: Exception | None = None) -> None:
        self.ran: list[datetime] = []
        self.fails = fails
        self.error = error or ValueError("at fault")

    async def __call__(self, _database: Database, now: datetime) -> None:
        self.ran.append(now)
        if len(self.ran) <= self.fails:
            raise self.error


async def look(made: Any, name: str = "plan") -> None:
    """Do what the scheduler does when a job is due."""
    job = made.get_job(name)
    await job.func(*job.args, **job.kwargs)


async def test_a_scan_runs_once_in_its_slot_and_again_in_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, clock, planned = Scan(), Clock(), list[str]()
    monkeypatch.setitem(SCANS, "plan", (MINUTE, scan))
    made = scheduler(database, clock, lambda: planned.append("look now"))
    for seconds in (0, 59, 1, 30, 30):
        clock.pass_by(seconds=seconds)
        await look(made)
    assert scan.ran == [NOON, NOON + MINUTE, NOON + 2 * MINUTE]
    assert len(planned) == 3


async def test_a_scan_that_fails_is_logged_and_comes_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scan, clock, planned = Scan(fails=1), Clock(), list[str]()
    monkeypatch.setitem(SCANS, "plan", (MINUTE, scan))
    made = scheduler(database, clock, lambda: planned.append("look now"))
    await look(made)
    assert not planned
    assert "scan plan failed" in caplog.text
    clock.pass_by(minutes=1)
    await look(made)
    assert len(scan.ran) == 2
    assert planned


async def test_a_database_that_is_down_is_one_line_until_it_is_back(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    scan, clock = Scan(fails=6, error=ConnectionError("no database")), Clock()
    for name in ("announce", "follow"):
        monkeypatch.setitem(SCANS, name, (MINUTE, scan))
    made = scheduler(database, clock, lambda: None)
    for _minute in range(4):
        for name in ("announce", "follow"):
            await look(made, name)
        clock.pass_by(minutes=1)
    assert len(scan.ran) == 8
    told = [one.getMessage() for one in caplog.records if one.name.startswith("bot.")]
    assert told == [
        "the scans wait for the database (ConnectionError)",
        "the scans run again",
    ]


async def test_looks_that_were_missed_are_made_up_for_by_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as after a night in which the machine slept; the default is to drop them."""
    scan, late = Scan(), utc_now() - timedelta(hours=9, seconds=30)
    monkeypatch.setitem(SCANS, "plan", (MINUTE, scan))
    looked = await looks_of([scheduler(database, lambda: late, lambda: None)], len(SCANS))
    assert looked.count("plan") == 1
    assert len(scan.ran) == 1


async def test_of_two_processes_that_start_at_once_one_scans(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, now = Scan(), utc_now()
    for name in SCANS:
        monkeypatch.setitem(SCANS, name, (timedelta(hours=1), scan))
    other = Database(database.url)
    made = [scheduler(one, lambda: now, lambda: None) for one in (database, other)]
    await looks_of(made, 2 * len(SCANS))
    await other.close()
    assert scan.ran == [now] * len(SCANS)


async def looks_of(schedulers: list[AsyncIOScheduler], number: int) -> list[str]:
    """Start schedulers, wait for so many looks, and return whose they were."""
    looked: list[str] = []
    enough = asyncio.Event()

    def note(event: JobExecutionEvent) -> None:
        looked.append(event.job_id)
        if len(looked) >= number:
            enough.set()

    for one in schedulers:
        one.add_listener(note, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED)
        one.start()
    async with asyncio.timeout(10):
        await enough.wait()
    for one in schedulers:
        one.shutdown(wait=False)
    return looked


# --- Tidying -------------------------------------------------------------------------------------


async def test_what_is_old_goes_and_what_waits_stays(office: PostOffice) -> None:
    await office.queue("hoa", "said long ago")
    await office.deliver_after()
    month = timedelta(days=30)
    await office.queue("hoa", "still waits", next_at=NOON + 2 * month)
    await heard_and_shown(office, "old", expires_at=NOON + month)
    office.clock.pass_by(seconds=1)
    await office.queue("hoa", "said just within the month")
    await office.deliver_after()
    await heard_and_shown(office, "new", expires_at=NOON + month + timedelta(seconds=1))

    await tidy(office.database, NOON + month)  # nothing is older than a month by now
    assert len(await office.fates()) == 3
    await tidy(office.database, NOON + month + timedelta(seconds=1))
    assert list(await office.fates()) == ["still waits", "said just within the month"]
    async with office.database.read() as db:
        assert list((await db.execute(select(t.Heard.message))).scalars()) == ["new"]
        assert list((await db.execute(select(t.WebLine.text))).scalars()) == ["new"]
        assert (await db.execute(select(t.File.name))).all() == []


async def heard_and_shown(office: PostOffice, name: str, expires_at: datetime) -> None:
    """Leave what a turn leaves beside its answer: the message's id, a line of the page, a file."""
    async with office.database.write() as db:
        hoa = (await db.execute(select(t.Address.id).where(t.Address.chat == "hoa"))).scalar_one()
        now = office.clock.now
        await db.execute(insert(t.Heard).values(address_id=hoa, message=name, at=now))
        await webchat.add_line(db, address("hoa"), Reply(text=name), now)
        await files.put(db, "image/png", b"x", club_id=None, now=now, expires_at=expires_at)
