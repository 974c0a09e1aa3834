"""Clocks: where the server stands, a day that it slept through, the ends of months, and Tết."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.reminders.planning import plan
from bot.storage import reminder_times
from bot.storage.engine import Database
from bot.storage.migrate import migrate
from bot.storage.reminder_times import ReminderTime
from tests.clocked import meets_on, week
from tests.databases import sqlite_url_of
from tests.program import ROOT
from tests.reminded import at, lent, remind, skipped
from tests.village import Village

ZONES = ("UTC", "America/New_York", "Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)
EVERYBODY = ("hoa", "lan", "minh", "tu")

WEEK = [
    *(("2026-12-03 08:00", one, "aloud: The club meets on Thursday 10 Dec") for one in EVERYBODY),
    ("2026-12-07 08:00", "hoa", "aloud: On Thursday 10 Dec, 50,000 đ is to be paid"),
    *(("2026-12-09 08:00", one, "aloud: The club meets tomorrow") for one in EVERYBODY),
    ("2026-12-10 08:00", "hoa", "aloud: Today 50,000 đ is to be paid"),
    *(
        ("2026-12-10 08:00", one, "aloud: Today is the meeting. The collection sheet is ready")
        for one in ("lan", "tu")
    ),
    ("2026-12-13 12:00", "hoa", "silently: Of 10 Dec, 50,000 đ is not in the book"),
]


# --- Where the server stands ---------------------------------------------------------------------


def is_the_week(heard: list[str]) -> bool:
    """Compare with what must be heard."""
    begins = [f"{moment} {chat} {words}" for moment, chat, words in WEEK]
    return len(heard) == len(begins) and all(map(str.startswith, heard, begins))


def week_in(zone: str, url: str) -> list[str]:
    """Let the week pass in a process of its own, on a server in that zone."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.clocked", url],
        env={**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return done.stdout.splitlines()


@pytest.mark.process
def test_wherever_the_server_stands_people_hear_the_same_at_the_same_time(tmp_path: Path) -> None:
    urls = [sqlite_url_of(tmp_path / f"{number}.db") for number in range(len(ZONES))]
    for url in urls:
        migrate(url)
    with ThreadPoolExecutor(2) as threads:
        weeks = list(threads.map(week_in, ZONES, urls))
    assert weeks[0] == weeks[1] == weeks[2]
    assert is_the_week(weeks[0]), weeks[0]


async def test_the_zone_of_the_database_changes_nothing_either(postgres_url: str) -> None:
    database = Database(postgres_url)
    name = database.engine.url.database
    async with database.write() as db:
        await db.execute(text(f"ALTER DATABASE \"{name}\" SET timezone TO 'America/New_York'"))
    await database.close()
    async with database.read() as db:
        assert (await db.execute(text("SHOW timezone"))).scalar_one() == "America/New_York"
    heard = await week(database)
    await database.close()
    assert is_the_week(heard), heard


# --- A day of downtime ---------------------------------------------------------------------------


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa pays on 10 December 2026, when the club meets; she is reminded the day before, too."""
    village = await lent(database)
    await village.join("binh", "Vi Văn Bình", sex="male")
    await village.lend("binh", first_due=date(2027, 1, 20), starts_on=date(2026, 12, 20))
    await meets_on(village, 10)
    async with database.write() as db:
        eve = ReminderTime(kind="repay", days=-1, at=time(8))
        await reminder_times.put(db, village.club, eve)
    return village


async def test_after_a_day_of_downtime_what_is_useful_is_said_once_and_the_rest_is_skipped(
    club: Village,
) -> None:
    await remind(club, "2026-12-03 08:00", "2026-12-07 08:00")
    club.clock.now = at("2026-12-09 07:30")
    await club("""
        binh > toi nop 50k
        binh < Is that right?
        binh # Yes
        binh < Whom
        binh # Lan
        binh < I told Lan
        lan < Mr Bình says
        tu < Mr Bình says
        lan # I hold all
        lan < Written down
        binh < Receipt
    """)
    for hour in ("08:00", "19:30"):
        await plan(club.database, at(f"2026-12-09 {hour}"))  # but all else was down by then
    heard = await remind(club, *(f"2026-12-10 {hour}" for hour in ("07:30", "08:00", "08:10")))
    money = "Today 50,000 đ is to be paid"
    meets = "The club meets today, Thursday 10 Dec (2/11 lunar): 14:00"
    others = dict.fromkeys((*EVERYBODY, "binh"), (False, True))
    for cashier in ("lan", "tu"):
        assert heard[cashier].pop(0).startswith("Today is the meeting. The collection sheet")
    assert {chat: (money in text, meets in text) for chat, (text,) in heard.items()} == {
        **others,
        "hoa": (True, True),
    }
    assert await skipped(club, "repay") == ["said with another"]
    assert set(await skipped(club, "cash.count")) == {"too late"}
    later = [f"2026-12-10 {hour}" for hour in ("08:15", "11:00", "18:00", "20:00")]
    assert await remind(club, *later) == {}


# --- The ends of months, and Tết -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "due_days", "meeting_days"),
    [
        (2029, ["01-31", "02-28", "03-31"], ["01-30", "02-27", "03-30"]),
        (2032, ["01-31", "02-29", "03-31"], ["01-30", "02-28", "03-30"]),
    ],
)
async def test_the_31st_falls_back_to_the_end_of_a_month_and_returns(
    database: Database, year: int, due_days: list[str], meeting_days: list[str]
) -> None:
    village = await lent(database)
    village.clock.now = at(f"{year}-01-02 08:00")
    first_due = date(year, 1, 31)
    await village.lend("tu", first_due=first_due, starts_on=date(year - 1, 12, 31), periods=3)
    await meets_on(village, 31)
    said: dict[str, list[str]] = {"Today": [], "The club meets tomorrow": []}
    for day in days(date(year, 1, 28), date(year, 4, 1)):
        if 1 < day.day < 27:
            continue
        for words in (await remind(village, f"{day} 08:00")).get("tu", []):
            for part, told in said.items():
                if part in words:
                    told.append(f"{day:%m-%d}")
    assert said == {"Today": due_days, "The club meets tomorrow": meeting_days}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2030, 1, 28), date(2030, 2, 8)),  # from 25 to 29 Chạp; in China a day later
        (date(2034, 2, 13), date(2034, 2, 25)),  # from 25 to 30 Chạp
    ],
)
async def test_around_tet_nobody_hears_of_money_and_afterwards_everybody_of_hers(
    database: Database, first: date, last: date
) -> None:
    village = await lent(database)
    due = list(days(first - 2 * DAY, last + DAY))
    for day in due:
        await village.join(f"due_{day}", "Nguyễn Thị Hoa")
        await village.lend(f"due_{day}", first_due=day, starts_on=day - 30 * DAY, periods=1)
    heard: dict[date, set[str]] = {}
    for day in days(due[0], last + 5 * DAY):
        messages = await remind(village, f"{day} 08:10")
        heard[day] = {chat for chat in messages if chat.startswith("due_")}
    assert [day for day in due if not heard[day]] == list(days(first, last))
    after = set().union(*(heard[day] for day in heard if day > last))
    assert after >= {f"due_{day}" for day in days(first, last)}


def days(first: date, last: date) -> Iterator[date]:
    """Return the days from one to the other, both with it."""
    while first <= last:
        yield first
        first += DAY
