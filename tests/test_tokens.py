"""`tugiup tokens`: bots come and go without a restart, and nobody ever reads a token."""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import commands
from bot.chat import Address, Reply
from bot.clock import utc_now
from bot.config import KEY_BYTES, Refused, Settings
from bot.fleet import command
from bot.fleet.command import Wanted
from bot.fleet.listing import listing
from bot.storage import addresses, outbox, serving, usage
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.messages import Message
from tests import fleets
from tests.program import Program, tugiup, wait_for, worded
from tests.served_club import HOA, PUBLIC, SHEET, TREASURER
from tests.telegram_api import Telegram
from tests.village import Village
from tests.zalo_api import Zalo, refuse

KEY = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
USUAL = Wanted()
LOST = "{name}'s slip did not reach the phone. Please write a paper one when you meet."
CLUB = "huoi man"
"""A part of the sheet's club's name, as it is typed."""


@pytest.fixture
def zalo() -> Iterator[Zalo]:
    with Zalo() as made:
        yield made


@pytest.fixture
def given(zalo: Zalo, sqlite_url: str) -> Settings:
    """The settings of an installation with one club."""
    commands.take_in(sqlite_url, [SHEET])
    return fleets.settings(zalo, Database(sqlite_url))


def add(given: Settings, token: str, wanted: Wanted = USUAL, *, checks: bool = True) -> str:
    return command.add(given, "zalo", token, wanted, checks=checks)


def refused(given: Settings, token: str, wanted: Wanted = USUAL) -> str:
    """Return why a bot is not kept; nothing of it is, and nobody reads its token."""
    before = listing(given)
    with pytest.raises(Refused) as no:
        add(given, token, wanted)
    assert token.partition(":")[2] not in f"{no.value}{no.value.__cause__}"
    assert listing(given) == before
    return str(no.value)


def in_database(given: Settings, work: Callable[[Connection], Awaitable[None]]) -> None:
    """Write something in the database of an installation."""

    async def run() -> None:
        database = Database(given.database_url)
        async with database.write() as db:
            await work(db)
        await database.close()

    asyncio.run(run())


@pytest.mark.process
def test_a_bot_comes_and_goes_while_the_program_runs(
    zalo: Zalo, given: Settings, tmp_path: Path
) -> None:
    environment = {
        "DATABASE_URL": given.database_url.replace("+aiosqlite", ""),
        "PUBLIC_URL": PUBLIC,
        "TOKEN_KEY": KEY,
        "ZALO_API": zalo.url,
    }
    with Program(tmp_path, **environment) as program:
        zalo.reaches[PUBLIC] = f"http://127.0.0.1:{program.port}"
        added = tugiup(
            tmp_path,
            *("tokens", "add", "zalo", "--club", CLUB, "--people", "60"),
            typed=f"{zalo.bot.token}\n",
            **environment,
        )
        assert (added.returncode, added.stderr) == (0, "")
        wait_for(lambda: zalo.bot.webhook)
        hoa = zalo.person("Hoa")
        hoa.writes("menu")
        assert hoa.hears().text
        listed = tugiup(tmp_path, "tokens", "list", **environment)
        removed = tugiup(tmp_path, "tokens", "remove", f"zalo:{zalo.bot.id}", **environment)
        assert removed.returncode == 0, removed.stderr
        wait_for(lambda: "is not served any more" in program.log.read_text("utf-8"))
        assert not zalo.bot.webhook
    assert [part.strip() for part in listed.stdout.splitlines()[1].split("  ") if part][:2] == [
        f"zalo:{zalo.bot.id}",
        "Câu lạc bộ Liên thế hệ tự giúp nhau bản Huổi Mận, Bản Huổi Mận",
    ]
    assert zalo.bot.name in listed.stdout
    assert " 1/60 " in listed.stdout
    assert f"{zalo.bot.id} “{zalo.bot.name}”" in added.stdout
    written = program.log.read_text("utf-8") + program.out.read_text("utf-8")
    for said in (written, added.stdout, listed.stdout, removed.stdout):
        assert zalo.bot.token.partition(":")[2] not in said


@pytest.mark.process
def test_a_bot_is_heard_by_one_process_and_spoken_for_by_another(
    zalo: Zalo, postgres_url: str, tmp_path: Path
) -> None:
    commands.take_in(postgres_url, [SHEET])
    environment = {
        "DATABASE_URL": postgres_url.replace("+asyncpg", ""),
        "PUBLIC_URL": PUBLIC,
        "TOKEN_KEY": KEY,
        "ZALO_API": zalo.url,
    }
    hears, speaks = tmp_path / "hears", tmp_path / "speaks"
    hears.mkdir()
    speaks.mkdir()
    with (
        Program(hears, "run", "--role", "web", **environment) as web,
        Program(speaks, "run", "--role", "sender,planner", **environment) as sender,
    ):
        assert sender.url == "planner, sender"
        zalo.reaches[PUBLIC] = f"http://127.0.0.1:{web.port}"
        added = tugiup(
            tmp_path, "tokens", "add", "zalo", typed=f"{zalo.bot.token}\n", **environment
        )
        assert (added.returncode, added.stderr) == (0, "")
        wait_for(lambda: zalo.bot.webhook)
        hoa = zalo.person("Hoa")
        hoa.writes("menu")
        zalo.wait_for(lambda: hoa.heard, "an answer")
    for program in (web, sender):
        assert zalo.bot.token.partition(":")[2] not in program.log.read_text("utf-8")


@pytest.mark.process
def test_without_a_key_nobody_is_asked_for_a_token(tmp_path: Path, sqlite_url: str) -> None:
    done = tugiup(
        tmp_path,
        *("tokens", "add", "telegram"),
        DATABASE_URL=sqlite_url.replace("+aiosqlite", ""),
    )
    assert done.returncode == 1
    assert "TOKEN_KEY is not set" in done.stderr
    assert "openssl rand -base64 32" in done.stderr


@pytest.mark.process
def test_a_token_in_the_command_is_refused_without_repeating_it(
    zalo: Zalo, tmp_path: Path, sqlite_url: str
) -> None:
    done = tugiup(
        tmp_path,
        *("tokens", "add", "zalo", zalo.bot.token),
        DATABASE_URL=sqlite_url.replace("+aiosqlite", ""),
        TOKEN_KEY=KEY,
    )
    assert done.returncode == 1
    assert "token.txt" in done.stderr
    assert zalo.bot.token.partition(":")[2] not in done.stderr


@pytest.mark.parametrize("link", ["zalo.me/1234567890", "https://zalo", "https://zalo.me/a b"])
def test_a_link_that_a_phone_would_not_open_is_refused(
    zalo: Zalo, given: Settings, link: str
) -> None:
    assert link in refused(given, zalo.bot.token, Wanted(link=link))


@pytest.mark.parametrize(
    "typed", ["", "abc", "123:short", "no token 1:2", "123:has/a/slash/in/it"]
)
def test_what_is_no_token_is_refused_without_repeating_it(given: Settings, typed: str) -> None:
    with pytest.raises(Refused) as no:
        add(given, typed)
    assert "Zalo" in str(no.value)
    assert not typed or typed not in str(no.value)


def test_a_token_that_the_messenger_does_not_know_is_not_kept(zalo: Zalo, given: Settings) -> None:
    before = zalo.bot.token
    zalo.bot.resets()
    said = refused(given, before)
    assert "Unauthorized (401)" in said
    assert zalo.bot.id in add(given, zalo.bot.token)


def test_a_messenger_that_does_not_answer_may_be_left_unasked(zalo: Zalo, given: Settings) -> None:
    zalo.next("getMe", refuse(500, f"down for {zalo.bot.token}"))
    assert "--unchecked" in refused(given, zalo.bot.token)
    zalo.goes_down()
    assert "--unchecked" in refused(given, zalo.bot.token)
    assert "--link" in add(given, zalo.bot.token, checks=False)
    assert zalo.bot.id in listing(given)


def test_a_bot_that_the_environment_names_is_not_kept_as_well(zalo: Zalo, given: Settings) -> None:
    named = fleets.settings(zalo, Database(given.database_url), named=zalo.bot)
    with pytest.raises(Refused, match="ZALO_TOKEN"):
        add(named, zalo.bot.token)


def test_a_club_is_named_by_a_part_of_its_name_or_told_which_there_are(
    zalo: Zalo, given: Settings
) -> None:
    assert "Huổi Mận" in add(given, zalo.bot.token, Wanted(club=CLUB))
    said = refused(given, zalo.bot.token, Wanted(club="Xóm Núi"))
    assert "Xóm Núi" in said
    assert "Huổi Mận" in said


def test_what_is_not_said_again_stays_as_it_was(zalo: Zalo, given: Settings) -> None:
    add(
        given,
        zalo.bot.token,
        Wanted(club=CLUB, people=60, messages=0, link="https://zalo.me/1"),
    )
    zalo.bot.resets()
    assert "--link" not in add(given, zalo.bot.token)
    listed = listing(given)
    assert "Huổi Mận" in listed
    assert "0/60" in listed
    add(given, zalo.bot.token, Wanted(club="", people=70))
    listed = listing(given)
    assert "Huổi Mận" not in listed
    assert "0/70" in listed
    in_database(given, lambda db: _has_link(db, "https://zalo.me/1"))


async def _has_link(db: Connection, link: str) -> None:
    assert [one.link for one in await serving.known(db)] == [link]


def test_a_bot_that_is_given_to_another_club_says_nothing_more_of_the_first(
    zalo: Zalo, given: Settings
) -> None:
    """A slip among it is told to the treasurer, who has joined on the page, too."""
    token, slip = zalo.bot.token, "Phiếu thu số 1"
    add(given, token)
    asyncio.run(_let_wait(given, Address("zalo", zalo.bot.id, "hoa"), slip))
    add(given, token)
    add(given, token, Wanted(club=CLUB))
    assert _waiting(given) == [slip]
    add(given, token, Wanted(club="xóm đông"))
    (told,) = _waiting(given)
    assert worded(LOST).search(told)


async def _let_wait(given: Settings, where: Address, slip: str) -> None:
    """Let a slip wait for Hoa there, and found another club."""
    database, now = Database(given.database_url), utc_now()
    async with database.write() as db:
        club = await db.scalar(select(t.Member.club_id).where(t.Member.id == HOA))
        assert club
        for member, address in ((TREASURER, Address("web", "web", "lan")), (HOA, where)):
            row = await addresses.arrive(db, address, now, "vi")
            await addresses.link(
                db, address_id=row.id, club_id=club, member_id=member, kind="self", now=now
            )
        await outbox.put(
            db,
            [
                Message(
                    address_id=row.id,
                    club_id=club,
                    member_id=HOA,
                    reply=Reply(text=slip),
                    once=True,
                    next_at=now,
                    useless_after=now + timedelta(days=1),
                )
            ],
            now,
        )
    await Village(database).found(key="dong", name="Xóm Đông")
    await database.close()


def _waiting(given: Settings) -> list[str]:
    """Return what waits to be said."""
    texts: list[str] = []

    async def look(db: Connection) -> None:
        wait = select(t.Outbox.text).where(t.Outbox.status == "waiting")
        texts.extend((await db.execute(wait)).scalars())

    in_database(given, look)
    return texts


def test_a_list_shows_the_use_of_the_month_and_what_ails_a_bot(
    zalo: Zalo, given: Settings
) -> None:
    other = zalo.new_bot("Bot Xóm Đông")
    add(given, zalo.bot.token)
    add(given, other.token, Wanted(messages=100))

    async def use(db: Connection) -> None:
        await usage.said(db, {("zalo", zalo.bot.id): 7, ("zalo", other.id): 12}, utc_now())
        await serving.note_trouble(db, ("zalo", other.id), "its token is wrong", utc_now())

    in_database(given, use)
    listed = listing(given).splitlines()
    assert len(listed) == 3
    assert " 7/3000" in next(line for line in listed if zalo.bot.id in line)
    mine = next(line for line in listed if other.id in line)
    assert " 12/100 " in mine
    assert "Bot Xóm Đông" in mine
    assert "its token is wrong" in mine


def test_a_list_tells_what_is_sealed_with_an_older_key_or_not_to_be_opened(
    zalo: Zalo, given: Settings
) -> None:
    add(given, zalo.bot.token)
    new = secrets.token_bytes(KEY_BYTES)
    rotated = replace(given, token_keys=(new, *given.token_keys))
    assert "tokens reseal" in listing(rotated)
    assert "TOKEN_KEY is not the key" in listing(replace(given, token_keys=(new,)))
    assert "TOKEN_KEY is not set" in listing(replace(given, token_keys=()))
    with pytest.raises(Refused, match=f"zalo:{zalo.bot.id}"):
        command.reseal(replace(given, token_keys=(new,)))
    assert "1" in command.reseal(rotated)
    assert "tokens reseal" not in listing(rotated)
    assert "TOKEN_KEY" not in listing(replace(given, token_keys=(new,)))


def test_a_bot_on_telegram_tells_its_name_and_link(zalo: Zalo, given: Settings) -> None:
    with Telegram() as telegram:
        there = replace(given, apis={**given.apis, "telegram": telegram.url})
        said = command.add(there, "telegram", telegram.token, USUAL, checks=True)
        telegram.token_is_good = False
        with pytest.raises(Refused, match="Unauthorized"):
            command.add(there, "telegram", telegram.token, USUAL, checks=True)
        telegram.token_is_good = True
        assert "--link" not in said
        in_database(given, lambda db: _has_link(db, f"https://t.me/{telegram.username}?start="))
        (line,) = listing(there).splitlines()[1:]
        assert line.startswith(f"telegram:{telegram.token.partition(':')[0]} ")
        telegram.webhook = {"url": "https://elsewhere.example"}
        command.remove(there, f"telegram:{telegram.token.partition(':')[0]}")
        assert not telegram.webhook


def test_a_bot_that_is_named_and_kept_is_told_in_the_list(zalo: Zalo, given: Settings) -> None:
    add(given, zalo.bot.token)
    named = fleets.settings(zalo, Database(given.database_url), named=zalo.bot)
    (line,) = listing(named).splitlines()[1:]
    assert "ZALO_TOKEN; " in line
    assert "tokens add" not in line
    (line,) = listing(replace(named, zalo=None, token_keys=())).splitlines()[1:]
    assert "ZALO_TOKEN" not in line


def test_only_a_bot_that_is_kept_can_be_taken_away(zalo: Zalo, given: Settings) -> None:
    for typed in ("zalo", "zalo:1", f"telegram:{zalo.bot.id}", ""):
        with pytest.raises(Refused, match="tokens list"):
            command.remove(given, typed)
    with pytest.raises(Refused) as refused:  # somebody pastes the whole token
        command.remove(given, f"zalo:{zalo.bot.token}")
    assert zalo.bot.id in str(refused.value)
    assert zalo.bot.token.partition(":")[2] not in str(refused.value)
    named = fleets.settings(zalo, Database(given.database_url), named=zalo.bot)
    with pytest.raises(Refused, match="ZALO_TOKEN"):
        command.remove(named, f"zalo:{zalo.bot.id}")


def test_a_bot_is_taken_away_though_its_messenger_does_not_answer(
    zalo: Zalo, given: Settings
) -> None:
    add(given, zalo.bot.token)
    zalo.bot.resets()
    assert "Unauthorized" in command.remove(given, f"zalo:{zalo.bot.id}")
    add(given, zalo.bot.token)
    assert "TOKEN_KEY" in command.remove(replace(given, token_keys=()), f"zalo:{zalo.bot.id}")
    assert "tokens add" in listing(given)


def test_a_backup_without_the_key_tells_nothing(
    zalo: Zalo, given: Settings, tmp_path: Path
) -> None:
    add(given, zalo.bot.token)
    copy = tmp_path / "copy.db"
    commands.backup(given.database_url, copy)
    assert zalo.bot.id.encode() in copy.read_bytes()
    assert zalo.bot.token.partition(":")[2].encode() not in copy.read_bytes()
