"""What machines that watch the bot are told: to whom, in which words, and when it is not well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.typedefs import Handler
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.chat import Rejected, TryLater
from bot.platforms.hooks import Hooks
from bot.platforms.metrics import Turns
from bot.platforms.web import Doorbell, Site, Who, page_keys, web_app
from bot.storage import housekeeping, measures
from bot.storage.engine import Database
from bot.storage.messages import Lane
from tests.databases import free_port
from tests.post_office import PostOffice
from tests.reminders.conftest import founded

TEXTS = {"vi": {**{key: key for key in page_keys()}, "offer_line": "{answer} {label}"}}


@pytest.fixture
async def office(database: Database) -> PostOffice:
    return await founded(database)


Named = tuple[str, frozenset[tuple[str, str]]]


def named(name: str, **labels: str) -> Named:
    """A figure's name as a whole."""
    return name, frozenset(labels.items())


def ended(status: str, reason: str = "") -> Named:
    return named("tugiup_messages_total", status=status, reason=reason)


class Watched:
    """A bot's page, and who looks how it fares."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office
        self.port = free_port()
        self.turns = Turns()
        self.client: TestClient[Any, Any]

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        given = {"Host": f"127.0.0.1:{self.port}", **headers}
        async with self.client.get(path, headers=given) as response:
            return response.status, await response.text()

    async def figures(self) -> dict[Named, float]:
        """What Prometheus reads."""
        status, body = await self.get("/metrics")
        assert status == 200
        return {
            named(sample.name, **sample.labels): sample.value
            for family in text_string_to_metric_families(body)
            for sample in family.samples
        }

    async def plans(self) -> None:
        async with self.office.database.write() as db:
            await housekeeping.wins(db, measures.PLAN, self.office.clock.now)


@asynccontextmanager
async def served(
    office: PostOffice, remote: str = "", *, plans: bool = True
) -> AsyncIterator[Watched]:
    """Serve the page; with `remote` everybody comes from that address."""

    async def nothing(*_any: object) -> Any:
        return Who()

    @web.middleware
    async def from_there(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await handler(request.clone(remote=remote) if remote else request)

    made = Watched(office)
    names = ("127.0.0.1", "localhost", "clb.example.org")
    site = Site(
        database=office.database,
        clock=office.clock,
        doorbell=Doorbell(),
        handle=nothing,
        describe=nothing,
        read_file=nothing,
        texts=TEXTS,
        hosts=frozenset(f"{name}:{made.port}" for name in names),
        hooks=Hooks(),
        turns=made.turns,
        plans=plans,
    )
    app = web_app(site)
    app.middlewares.append(from_there)
    async with TestClient(TestServer(app, port=made.port)) as made.client:
        yield made


@pytest.fixture
async def watched(office: PostOffice) -> AsyncIterator[Watched]:
    async with served(office) as made:
        yield made


# --- Figures -------------------------------------------------------------------------------------


async def test_what_waits_is_told_by_bot_and_lane_with_the_age_of_the_oldest(
    watched: Watched,
) -> None:
    office = watched.office
    await office.queue("hoa", "1", lane=Lane.REMINDERS)
    office.clock.pass_by(seconds=90)
    await office.queue("lan", "2", "3", lane=Lane.REMINDERS)
    await office.queue("lan", "4")
    await office.queue("tu", "tomorrow", next_at=office.clock.now + timedelta(days=1))
    figures = await watched.figures()
    for lane, count, age in (("reminders", 3, 90), ("answers", 1, 0)):
        of = {"platform": "test", "bot": "bot", "lane": lane}
        assert figures[named("tugiup_messages_waiting", **of)] == count
        assert figures[named("tugiup_oldest_message_seconds", **of)] == age


async def test_what_is_being_sent_or_was_tried_in_vain_still_waits(watched: Watched) -> None:
    office = watched.office
    await office.queue("hoa", "taken")
    await office.queue("lan", "tried")
    office.postman.fails["tried"] = [TryLater(None, "no route")] * 9
    await office.deliver_after()
    await office.queue("hoa", "held")
    await office.claim("another process")
    figures = await watched.figures()
    of = {"platform": "test", "bot": "bot", "lane": "answers"}
    assert figures[named("tugiup_messages_waiting", **of)] == 2


async def test_what_became_of_messages_is_counted_by_reason_without_its_figures(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    office = watched.office
    await office.queue("hoa", "1", "2", "3")
    office.postman.fails["1"] = [Rejected("wrong entity at byte 17")]
    office.postman.fails["2"] = [Rejected("wrong entity at byte 4")]
    await office.deliver_after()
    figures = await watched.figures()
    assert figures[ended("failed", "wrong entity at byte #")] == 2
    assert figures[ended("sent")] == 1
    assert "byte 17" in caplog.text


async def test_the_counts_begin_anew_at_midnight_in_vietnam(watched: Watched) -> None:
    office = watched.office
    await office.queue("hoa", "before midnight")
    await office.deliver_after(hours=11, minutes=59, seconds=59)
    assert (await watched.figures())[ended("sent")] == 1
    office.clock.pass_by(seconds=1)
    assert ended("sent") not in await watched.figures()
    await office.queue("hoa", "after it")
    await office.deliver_after()
    assert (await watched.figures())[ended("sent")] == 1


async def test_when_was_planned_last_and_how_long_ago(watched: Watched) -> None:
    assert named("tugiup_planned_timestamp_seconds") not in await watched.figures()
    await watched.plans()
    planned = watched.office.clock.now.timestamp()
    watched.office.clock.pass_by(seconds=75)
    figures = await watched.figures()
    assert figures[named("tugiup_planned_timestamp_seconds")] == planned
    assert figures[named("tugiup_planning_lag_seconds")] == 75


async def test_turns_are_counted_however_they_end(watched: Watched) -> None:
    with watched.turns.timed():
        pass
    with pytest.raises(ZeroDivisionError), watched.turns.timed():
        raise ZeroDivisionError
    figures = await watched.figures()
    assert figures[named("tugiup_turn_seconds_count")] == 2
    assert figures[named("tugiup_turn_seconds_bucket", le="10.0")] == 2
    assert 0 < figures[named("tugiup_turn_seconds_sum")] < 1


async def test_nothing_in_the_figures_is_anybodys(watched: Watched) -> None:
    await watched.office.queue("hoa", "secret")
    await watched.office.deliver_after()
    _status, body = await watched.get("/metrics")
    assert not {"secret", "Hoa", "hoa", "Làng"} & set(body.replace('"', " ").split())


# --- To whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_figures_are_for_this_machine(watched: Watched, name: str) -> None:
    assert (await watched.get("/metrics", Host=f"{name}:{watched.port}"))[0] == 200


async def test_figures_are_not_for_who_asks_by_a_public_name(watched: Watched) -> None:
    status, _body = await watched.get("/metrics", Host=f"clb.example.org:{watched.port}")
    assert status == 404
    assert (await watched.get("/health", Host=f"clb.example.org:{watched.port}"))[0] == 200


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
async def test_figures_are_not_for_who_comes_through_a_proxy(watched: Watched, name: str) -> None:
    assert (await watched.get("/metrics", **{name: "127.0.0.1"}))[0] == 404


@pytest.mark.parametrize(
    ("remote", "status"), [("192.168.1.7", 404), ("::ffff:127.0.0.1", 200), ("2001:db8::1", 404)]
)
async def test_figures_are_not_for_other_machines(
    office: PostOffice, remote: str, status: int
) -> None:
    async with served(office, remote) as watched:
        assert (await watched.get("/metrics"))[0] == status
        assert (await watched.get("/health"))[0] == 200


# --- Health --------------------------------------------------------------------------------------


async def test_a_bot_that_plans_is_well(watched: Watched) -> None:
    await watched.plans()
    watched.office.clock.pass_by(minutes=10)
    assert await watched.get("/health") == (200, "ok")
    watched.office.clock.pass_by(seconds=1)
    status, line = await watched.get("/health")
    assert status == 503
    assert "planned" in line
    assert len(line.splitlines()) == 1


async def test_a_bot_that_has_just_begun_need_not_have_planned(watched: Watched) -> None:
    watched.office.clock.pass_by(seconds=119)
    assert await watched.get("/health") == (200, "ok")
    watched.office.clock.pass_by(seconds=1)
    assert (await watched.get("/health"))[0] == 503


async def test_a_process_that_leaves_planning_to_others_is_well_without_them(
    office: PostOffice,
) -> None:
    async with served(office, plans=False) as watched:
        office.clock.pass_by(hours=1)
        assert await watched.get("/health") == (200, "ok")


async def test_without_its_database_it_is_not_well(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    async with watched.office.database.write() as db:
        await db.execute(text("ALTER TABLE ticks RENAME TO gone"))
    assert await watched.get("/health") == (503, "the database cannot be read")
    assert (await watched.get("/metrics"))[0] == 503
    assert "cannot be read" in caplog.text


@pytest.mark.postgres
async def test_a_database_that_does_not_answer_is_waited_for_two_seconds(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgres_url)
    office = await founded(database)
    locked, over = asyncio.Event(), asyncio.Event()

    async def lock() -> None:
        async with database.write() as db:
            await db.execute(text("LOCK TABLE ticks IN ACCESS EXCLUSIVE MODE"))
            locked.set()
            await over.wait()

    monkeypatch.setattr("bot.platforms.metrics.DATABASE_S", 0.2)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(lock())
        await locked.wait()
        async with served(office) as watched:
            status, line = await watched.get("/health")
            over.set()
            assert (status, line.partition(" within")[0]) == (503, "the database did not answer")
    await database.close()
