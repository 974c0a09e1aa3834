"""Two processes serve one club on one PostgreSQL: whoever takes a message, it is one club."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from sqlalchemy import select

from bot.chat import Address, Incoming
from bot.clock import utc_now
from bot.conversation import Conversation
from bot.handlers import HANDLERS
from bot.storage import heard
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, Database, inserting
from tests import club_story
from tests.club_story import ASKED, CONFIRM, RECEIPT, Talker, declare
from tests.databases import Postgres
from tests.pair import Pair
from tests.program import Program, counted, tugiup, wait_for, worded
from tests.served_club import PUBLIC, TREASURER
from tests.village import Village, address
from tests.watched import listening, overlapping, turns_of, watch

pytestmark = [
    pytest.mark.process,
    pytest.mark.postgres,
    pytest.mark.xdist_group("two processes"),
]

FAST = 200
"""Messages of one person, as fast as two processes take them."""
FIRST = 11
"""Thousands of đồng in the first of them; one more in each that follows."""
SLOW_S = 120
"""However busy the machine is."""
OWED = worded(club_story.OWED)
SUM = re.compile(r"\b(\d{2,3})\.000")
NUMBER = re.compile(r"q(\d+):")


@pytest.fixture(scope="module")
def pair(
    postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    """Two processes that do everything; their database notes every turn."""
    name = postgres.create(postgres_template)
    url = postgres.url(name)
    in_database(url, watch)
    with Pair(tmp_path_factory.mktemp("pair"), url) as running:
        yield running
    written = "".join(one.log.read_text("utf-8") for one in running.programs)
    postgres.drop(name)
    assert "Traceback" not in written


Result = TypeVar("Result")


def in_database(url: str, does: Callable[[Database], Awaitable[Result]]) -> Result:
    """Do something with a database, on a connection of its own."""

    async def run() -> Result:
        database = Database(url)
        try:
            return await does(database)
        finally:
            await database.close()

    return asyncio.run(run())


# --- One address ---------------------------------------------------------------------------------


@pytest.mark.parametrize("platform", ["telegram", "zalo"])
def test_two_hundred_fast_messages_of_one_phone_are_turns_one_after_the_other(
    pair: Pair, platform: str
) -> None:
    """Each is delivered to both processes at once, and once more by the messenger afterwards.

    Every turn asks the question after the one that it finds: two at a time would ask the same.
    """
    hoa, world = pair.phone(platform), pair.world(platform)
    with world.holding():
        typed = [hoa.says(f"tôi nộp {FIRST + number}k") for number in range(FAST)]
        assert set(pair.delivers_to_both(platform, typed)) == {200}
    world.wait_for(lambda: len(hoa.heard) >= FAST and not world.waiting, "all is done", SLOW_S)
    turns, numbers = in_database(pair.url, partial(look, address=pair.address(hoa)))
    assert len(turns) == FAST
    assert overlapping(turns) == []
    assert numbers == list(range(1, FAST + 1))
    told = [int(SUM.findall(one.words)[0]) for one in hoa.heard]
    sums = {str(one["message"]["message_id"]): FIRST + n for n, one in enumerate(typed)}
    assert told == [sums[turn.message.removeprefix("m")] for turn in turns]


async def test_the_same_look_would_see_turns_at_the_same_time(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lock of the address's row they overlap, and two ask the same question."""
    monkeypatch.setattr(heard, "hear", hear_without_lock)
    async with AsyncExitStack() as opened:
        one, other = Database(postgres_url), Database(postgres_url)
        for database in (one, other):
            opened.push_async_callback(database.close)
        village = Village(one, locale="vi")
        await village.found()
        await village.join("lan", "Hoàng Thị Lan", "treasurer")
        await village.join("hoa", "Nguyễn Thị Hoa")
        await village.lend("hoa")
        await watch(one)
        conversations = [Conversation(each, HANDLERS, utc_now) for each in (one, other)]
        said = [
            Incoming(address=address("hoa"), message=f"m{n}", text=f"tôi nộp {FIRST + n}k")
            for n in range(20)
        ]
        await asyncio.gather(*(conversations[n % 2].handle(each) for n, each in enumerate(said)))
        turns, numbers = await look(one, address("hoa"))
    assert len(turns) == len(said)
    assert overlapping(turns)
    assert len(set(numbers)) < len(said)


async def hear_without_lock(
    db: Connection, of: Address, message: str, now: datetime, locale: str, **_more: object
) -> tuple[AnyRow, bool]:
    """Find or make the row of an address, and leave it to whoever comes next."""
    where = {"platform": of.platform, "bot": of.bot, "chat": of.chat}
    made = inserting(db, t.Address).values(**where, locale=locale, seen_at=now, wrong_codes=0)
    await db.execute(made.on_conflict_do_nothing())
    row = (await db.execute(select(t.Address.__table__).filter_by(**where))).one()
    return row, await heard.note(db, row.id, message, now)


async def look(database: Database, address: Address) -> tuple[Sequence[AnyRow], list[int]]:
    """Return the turns of an address, and the numbers of the questions that it was asked."""
    async with database.read() as db:
        asked = await db.execute(
            select(t.Outbox.choices)
            .join(t.Address, t.Address.id == t.Outbox.address_id)
            .where(t.Address.chat == address.chat, t.Outbox.status == "sent")
            .order_by(t.Outbox.id)
        )
        keys = [choices[0][0] for choices in asked.scalars()]
    return await turns_of(database, address), [int(NUMBER.findall(key)[0]) for key in keys]


# --- Beginning -----------------------------------------------------------------------------------


def test_two_that_start_at_the_same_moment_make_one_database(
    tmp_path: Path, empty_postgres_url: str
) -> None:
    """Both bring the empty database to the newest schema, and both found the demo club."""
    folders = [tmp_path / str(number) for number in range(2)]
    for folder in folders:
        folder.mkdir()
    with ExitStack() as running:
        programs = [
            Program(
                folder, "--later", "0", module="tests.started", DATABASE_URL=empty_postgres_url
            )
            for folder in folders
        ]
        for program in programs:
            running.callback(program.kill)
        for program in programs:
            running.enter_context(program)
        rows = counted(empty_postgres_url)
        one, other = (program.window("demo-7") for program in programs)
        one.says("con no bao nhieu")
        assert OWED.search(one.hears()["text"])
        assert other.history() == one.history()  # what one has said the other shows
    assert (rows["clubs"], rows["members"]) == (1, 55)
    for program in programs:
        log = program.log.read_text("utf-8")
        assert " ERROR " not in log
        assert "Traceback" not in log


# --- Roles and pages -----------------------------------------------------------------------------


def test_a_page_in_one_process_shows_at_once_what_another_one_sends(
    tmp_path: Path, postgres_url: str
) -> None:
    """They look for it only every ten minutes: without bells nobody would live to see it."""
    roles = ("web", "sender")  # nobody plans: that, too, lets the sender look
    given = ["--real", "--polls", "600"]
    with (
        ThreadPoolExecutor() as threads,
        Pair(tmp_path, postgres_url, roles=roles, module="tests.started", arguments=given) as pair,
    ):
        wait_for(lambda: in_database(pair.url, listening) == len(roles))
        hoa = pair.phone()
        hoa.says("con no bao nhieu")
        hoa.hears(OWED, SLOW_S)
        window = pair.window()
        window.says("con no bao nhieu")
        shown = threads.submit(window.hears).result(SLOW_S)
        assert OWED.search(shown["text"])


def test_a_page_that_is_open_in_both_shows_the_same(pair: Pair) -> None:
    one = pair.window()
    other = pair.window(process=1, cookie=one.cookie)
    one.says("con no bao nhieu")
    assert OWED.search(one.hears()["text"])
    assert OWED.search(other.hears()["text"])
    other.says("menu")
    assert one.hears() == other.hears()
    assert one.history() == other.history()


def test_a_picture_that_one_has_made_is_fetched_from_either(pair: Pair) -> None:
    window = pair.window()
    window.says("sổ vay của tôi")
    name = window.hears()["image"]
    fetched = [content_of(f"{one.url}/files/{name}") for one in pair.programs]
    assert fetched[0].startswith(b"\x89PNG")
    assert fetched[0] == fetched[1]


def content_of(url: str) -> bytes:
    """Fetch a file as a phone does, which has no cookie."""
    with urlopen(url) as answer:  # noqa: S310 -- our own
        return bytes(answer.read())


def test_a_phone_on_zalo_gets_its_picture_from_whichever_is_asked(pair: Pair) -> None:
    hoa = pair.on_zalo()
    hoa.says("sổ vay của tôi")
    pair.zalo.wait_for(lambda: any(one.photo for one in hoa.heard), "a picture", SLOW_S)
    (picture,) = (one for one in hoa.heard if one.photo)
    pair.proxy.taken.clear()
    assert len({hoa.looks_at(picture) for _look in range(4)}) == 1
    assert set(pair.proxy.taken) == {one.port for one in pair.programs}
    assert not pair.zalo.black


# --- Bots that come later ------------------------------------------------------------------------


def test_a_bot_that_is_added_is_known_to_both_before_its_messenger_delivers(pair: Pair) -> None:
    """What Zalo delivers to a process that does not know the bot yet is lost."""
    bot = pair.zalo.new_bot("Bot Xóm Đông")
    added = tugiup(pair.folder, "tokens", "add", "zalo", typed=bot.token, **pair.given)
    assert added.returncode == 0, added.stderr
    pair.zalo.wait_for(lambda: bot.webhook, "its webhook", SLOW_S)
    path = bot.webhook["url"].removeprefix(PUBLIC)
    assert [status_of(f"{one.url}{path}") for one in pair.programs] == [401, 401]
    hoa = pair.zalo.person("Hoa", bot)
    hoa.says("xin chào")
    hoa.hears(seconds=SLOW_S)


def status_of(url: str) -> int:
    """Return how a webhook answers to somebody who does not know its secret."""
    try:
        with urlopen(url, data=b"{}") as answer:  # noqa: S310 -- our own
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


# --- Stopping ------------------------------------------------------------------------------------


@pytest.mark.parametrize("platform", ["telegram", "zalo"])
def test_one_stops_while_people_write_and_the_other_answers_them(
    pair: Pair, platform: str
) -> None:
    world = pair.world(platform)
    strangers = [world.person(f"Stranger {number}") for number in range(20)]
    for number, stranger in enumerate(strangers):
        stranger.says("xin chào")
        if number == len(strangers) // 2:
            pair.programs[0].process.terminate()
    try:
        for stranger in strangers:
            stranger.hears(seconds=SLOW_S)
        assert pair.programs[0].wait() == 0
        pays(pair, platform)
    finally:
        pair.programs[0].kill()
        pair.starts_again(0)
    assert {len(stranger.heard) for stranger in strangers} == {1}


def pays(pair: Pair, platform: str) -> None:
    """Let somebody hand money over, and the treasurer, who is on the other messenger, take it."""
    other = {"telegram": "zalo", "zalo": "telegram"}[platform]
    hoa: Talker = pair.phone(platform)
    lan: Talker = pair.phone(other, TREASURER)
    before = pair.books["transactions"]
    declare(hoa, "tôi nộp 90k")
    lan.presses(worded(CONFIRM), lan.hears(worded(ASKED)))
    hoa.hears(worded(RECEIPT))
    assert pair.books["transactions"] == before + 1
