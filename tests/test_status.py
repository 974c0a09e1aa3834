"""What an operator sees of a bot that runs, or does not."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot.__main__ import main
from bot.chat import Rejected, TryLater
from bot.clock import utc_now
from bot.i18n import use_locale
from bot.status.screen import named, screen
from bot.status.seen import Seen, look
from bot.status.troubles import troubles
from bot.storage import bots, housekeeping, measures, serving
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.measures import HeldBack, Waiting
from bot.storage.messages import Lane
from tests.databases import sqlite_url_of
from tests.post_office import BOT, PostOffice
from tests.program import ROOT, SETTINGS, Program, wait_for, worded
from tests.reminders.conftest import founded


@pytest.fixture
async def office(database: Database) -> PostOffice:
    """A club whose bot has just planned."""
    made = await founded(database)
    await plans(made)
    return made


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_locale("en"):
        yield


async def plans(office: PostOffice) -> None:
    async with office.database.write() as db:
        await housekeeping.wins(db, measures.PLAN, office.clock.now)


async def seen(office: PostOffice, operator: tuple[str, str] | None = None) -> Seen:
    async with office.database.read() as db:
        return await look(db, operator, office.clock.now)


async def lines(office: PostOffice) -> dict[str, str]:
    """The screen, by the names at its left; what has several lines is joined."""
    found: dict[str, str] = {}
    name = ""
    for line in screen(await seen(office)).splitlines():
        left, _blank, right = line.partition("  ")
        name = left or name
        found[name] = f"{found[name]} | {right.strip()}" if name in found else right.strip()
    return found


async def trouble(office: PostOffice, operator: tuple[str, str] | None = None) -> str:
    return "\n".join(troubles(await seen(office, operator)))


# --- The screen ----------------------------------------------------------------------------------


async def test_a_bot_that_is_well_is_one_screen_and_nothing_to_do(office: PostOffice) -> None:
    await office.queue("hoa", "1")
    await office.deliver_after()
    office.clock.pass_by(minutes=3)
    shown = await lines(office)
    assert shown["Waiting"] == "nothing"
    assert shown["Last 24 hours"] == "sent: 1"
    assert shown["Bots"] == "test bot"
    assert shown["Planned last"] == "12:00, 3 minutes ago"
    assert shown["Clubs, members, phones"] == "1, 4, 4"
    assert shown["Database"].endswith(" MB")
    assert not await trouble(office)


async def test_what_waits_is_shown_by_lane_with_its_age(office: PostOffice) -> None:
    await office.queue("hoa", "1", "2", lane=Lane.REMINDERS)
    office.clock.pass_by(hours=3)
    await office.queue("hoa", "3")
    waiting = (await lines(office))["Waiting"].split(" | ")
    assert waiting == [
        "test, answers: 1, the oldest for 0 minutes",
        "test, reminders: 2, the oldest for 3 hours",
    ]


async def test_what_became_of_a_days_messages_is_shown_with_the_commonest_reasons(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    await office.queue("hoa", "1", "2", "3", "4")
    await office.queue("lan", "old news", useless_after=office.clock.now)
    for words, reason in (("1", "too long"), ("2", "entity at 7"), ("3", "entity at 19")):
        office.postman.fails[words] = [Rejected(reason)]
    await office.deliver_after()
    fates = (await lines(office))["Last 24 hours"].split(" | ")
    assert fates == [
        "sent: 1",
        "failed: 3 (entity at # 2; too long 1)",
        "too late to be of use: 1 (useless by now 1)",
    ]
    office.clock.pass_by(days=1, seconds=1)
    assert (await lines(office))["Last 24 hours"] == "nothing"
    assert "entity at 7" in caplog.text


async def test_a_bot_is_shown_with_its_link_and_until_when_it_has_heard(
    office: PostOffice,
) -> None:
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
        await bots.note_link(db, BOT, "https://t.me/clb_bot?start=")
        await bots.note_heard(db, BOT, office.clock.now)
        await bots.pause_all(db, {BOT: office.clock.now + timedelta(minutes=1)})
    assert (await lines(office))["Bots"] == (
        "test bot, heard until 12:00, silent until 12:01, https://t.me/clb_bot"
    )
    office.clock.pass_by(days=1)
    assert "heard until 12:00 21 Nov 2026" in (await lines(office))["Bots"]


async def test_of_very_many_bots_only_those_are_shown_that_something_ails(
    office: PostOffice,
) -> None:
    many = [("zalo", str(number)) for number in range(1, 31)]
    async with office.database.write() as db:
        await bots.register_all(db, many, office.clock.now)
        await serving.note_trouble(db, many[4], "its token is wrong", office.clock.now)
        await serving.forget_others(db, ["zalo"], many[:25])
    shown = (await lines(office))["Bots"]
    assert shown.startswith("zalo 5, not served | 2")
    assert "that are well" in shown


async def test_what_waits_for_many_bots_is_shown_by_platform(office: PostOffice) -> None:
    others = [
        Waiting(
            account=("zalo", bot),
            lane=Lane.ANSWERS,
            count=count,
            since=office.clock.now - timedelta(minutes=count),
        )
        for bot, count in (("1", 3), ("2", 5))
    ]
    shown = screen(replace(await seen(office), waiting=others))
    assert "zalo, answers: 8, the oldest for 5 minutes" in shown


async def test_what_a_plan_holds_back_is_shown_by_bot(office: PostOffice) -> None:
    until = office.clock.now + timedelta(days=9, hours=19)
    await office.queue("hoa", "1", "2", lane=Lane.REMINDERS)
    await office.queue("hoa", "3", lane=Lane.BROADCASTS)
    await office.queue("hoa", "4")
    assert "Held back" not in await lines(office)
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
        await db.execute(update(t.Bot).values(held_lane=int(Lane.REMINDERS), held_until=until))
    assert (await lines(office))["Held back"] == "test bot: 3, until 7:00 1 Dec 2026"
    async with office.database.write() as db:
        await db.execute(update(t.Bot).values(held_lane=int(Lane.BROADCASTS)))
    assert (await lines(office))["Held back"] == "test bot: 1, until 7:00 1 Dec 2026"
    office.clock.now = until
    assert "Held back" not in await lines(office)


async def test_of_very_many_bots_that_hold_something_back_the_first_are_shown(
    office: PostOffice,
) -> None:
    held = [
        HeldBack(account=("zalo", str(bot)), count=500 - bot, until=office.clock.now)
        for bot in range(400)
    ]
    shown = screen(replace(await seen(office), held=held)).splitlines()
    first = next(number for number, line in enumerate(shown) if line.startswith("Held back"))
    assert "zalo 0: 500, until 12:00" in shown[first]
    assert [line.strip() for line in shown[first + 4 : first + 6]] == [
        "zalo 4: 496, until 12:00",
        "and 395 more bots",
    ]


async def test_the_oldest_notice_that_nobody_heard_is_shown(office: PostOffice) -> None:
    notice = {
        "club_id": office.village.club,
        "kind": "repay+0",
        "due_on": office.clock.now.date(),
        "recipient_id": office.village.ids["hoa"],
        "made_at": office.clock.now,
    }
    waits = office.clock.now + timedelta(hours=5)
    async with office.database.write() as db:
        await db.execute(insert(t.Notice).values({**notice, "subject_id": 1, "said_at": waits}))
        await db.execute(insert(t.Notice).values({**notice, "subject_id": 2, "wait_until": waits}))
    office.clock.pass_by(hours=4)
    assert (await lines(office))["Oldest notice not said"] == "none"
    office.clock.pass_by(hours=2)
    assert (await lines(office))["Oldest notice not said"] == "17:00, 60 minutes ago"


# --- What needs a hand ---------------------------------------------------------------------------


async def test_a_bot_that_does_not_plan_needs_a_hand(office: PostOffice) -> None:
    office.clock.pass_by(minutes=10)
    assert not await trouble(office)
    office.clock.pass_by(seconds=1)
    assert "does not look what is due" in await trouble(office)


async def test_a_bot_that_never_ran_needs_a_hand(database: Database) -> None:
    async with database.read() as db:
        (found,) = troubles(await look(db, None, utc_now()))
    assert "start it" in found


async def test_messages_that_wait_and_none_that_leaves_need_a_hand(office: PostOffice) -> None:
    await office.queue("hoa", "1")
    await office.queue("lan", "2")
    for words in ("1", "2"):
        office.postman.fails[words] = [TryLater(None, "no route")] * 99
    await office.deliver_after()
    for minutes in (15, 1):
        await plans(office)
        assert not await trouble(office)
        await office.deliver_after(minutes=minutes)
    await plans(office)
    assert "test bot has sent nothing for 15 minutes" in await trouble(office)
    office.postman.fails["2"].clear()
    office.clock.pass_by(minutes=1)
    await office.process("second").deliver()
    assert (await office.fates()) == {"1": "waiting", "2": "sent"}
    assert not await trouble(office)  # one leaves: the others have their reasons


async def test_a_bot_that_is_not_served_needs_a_hand_until_its_token_is_taken_away(
    office: PostOffice,
) -> None:
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
        await serving.note_trouble(db, BOT, "its token is wrong: copy it anew", office.clock.now)
    assert "test bot is not served: its token is wrong: copy it anew" in await trouble(office)
    async with office.database.write() as db:
        await serving.forget_others(db, [BOT[0]], [])
    assert await trouble(office) == ""


async def test_a_bot_that_may_say_nothing_for_long_needs_a_hand(office: PostOffice) -> None:
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
        await bots.pause_all(db, {BOT: office.clock.now + timedelta(minutes=10)})
    assert "test bot may say nothing until 12:10: its token is refused" in await trouble(office)
    office.clock.pass_by(minutes=9)
    assert not await trouble(office)


async def test_a_bot_that_hears_nothing_needs_a_hand(office: PostOffice) -> None:
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
        await bots.note_heard(db, BOT, office.clock.now)
    office.clock.pass_by(minutes=11)
    await plans(office)
    assert "test bot has heard nothing since 12:00" in await trouble(office)
    office.clock.pass_by(days=2)
    await plans(office)
    assert not await trouble(office)  # a bot that nobody uses any more


async def test_an_operators_chat_that_is_none_needs_a_hand(office: PostOffice) -> None:
    assert not await trouble(office, ("test", "hoa"))
    assert "OPERATOR" in await trouble(office, ("test", "hao"))


# --- The commands --------------------------------------------------------------------------------


@pytest.fixture
def tugiup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command with a database and nothing else set; its exit code and what it said."""
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)

    def run(command: str, url: str) -> tuple[int, str, str]:
        monkeypatch.setenv("DATABASE_URL", url)
        code = main([command])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def changed(url: str, change: Callable[[Database], Awaitable[object]]) -> None:
    async def run() -> None:
        database = Database(url)
        await change(database)
        await database.close()

    asyncio.run(run())


def test_status_exits_with_one_when_something_needs_a_hand(
    tugiup: Callable[..., tuple[int, str, str]], database_url: str
) -> None:
    code, screen_, said = tugiup("status", database_url)
    assert code == 1
    assert "Waiting" in screen_
    assert "start it" in said

    async def plan(database: Database) -> None:
        async with database.write() as db:
            await housekeeping.wins(db, measures.PLAN, utc_now())

    changed(database_url, plan)
    code, screen_, said = tugiup("status", database_url)
    assert (code, said) == (0, "")


@pytest.mark.process
def test_who_reads_no_further_than_the_first_lines_is_no_error(tmp_path: Path) -> None:
    for command in (["status"], ["--help"], ["template", "roster.xlsx"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-m", "bot", *command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        os.close(writing)
        assert "Traceback" not in done.stderr
        assert "BrokenPipe" not in done.stderr


def test_status_changes_nothing_and_makes_nothing(
    tugiup: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, screen_, said = tugiup("status", "sqlite:///var/nothing.db")
    assert (code, screen_) == (1, "")
    assert "start the bot once" in said
    assert not list(tmp_path.iterdir())


def test_status_of_an_older_database_says_so(
    tugiup: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "older.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE alembic_version (version_num TEXT)")
    code, screen_, said = tugiup("status", sqlite_url_of(file))
    assert (code, screen_) == (1, "")
    assert "another version" in said


def test_chats_lists_who_wrote_within_the_hour_as_a_setting(
    tugiup: Callable[..., tuple[int, str, str]], database_url: str
) -> None:
    async def join(database: Database) -> None:
        office = await founded(database)
        async with office.database.write() as db:
            await db.execute(update(t.Address).values(seen_at=utc_now() - timedelta(hours=2)))
            await db.execute(
                update(t.Address).where(t.Address.chat == "lan").values(seen_at=utc_now())
            )

    assert tugiup("chats", database_url)[0] == 1
    changed(database_url, join)
    code, said, _error = tugiup("chats", database_url)
    assert code == 0
    (line,) = said.splitlines()
    assert line.startswith("OPERATOR=test:lan  ")


@pytest.mark.process
def test_status_looks_at_a_bot_that_runs(
    tmp_path: Path, tugiup: Callable[..., tuple[int, str, str]]
) -> None:
    def shown() -> str:
        code, shown, said = tugiup("status", sqlite_url_of(tmp_path / "var" / "demo.db"))
        assert (code, said) == (0, "")
        return shown

    with Program(tmp_path) as bot:
        hoa = bot.window("demo-7")
        hoa.says("con no bao nhieu")
        hoa.hears()
        wait_for(lambda: worded("sent", "en").search(shown()))  # noted once she has heard it
        assert hoa.gets("/health") == (200, "ok")
        assert "tugiup_turn_seconds_count 1.0" in hoa.gets("/metrics")[1]


def test_a_bot_that_is_called_as_its_platform_is_named_once() -> None:
    assert named(("web", "web")) == "web"
    assert named(("telegram", "tugiup_bot")) == "telegram tugiup_bot"
