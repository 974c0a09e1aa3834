"""The program as a process: started, stopped, killed, wrongly set, real, and what it logs."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import uuid
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.databases import free_port, sqlite_url_of
from tests.program import ROOT, Program, Window, counted, tugiup, wait_for, worded

pytestmark = pytest.mark.process

HOA, TREASURER = "demo-7", "demo-5"
"""A borrower of the demo club, and who takes her money."""

LATER = "61"
"""Seconds after which the lease of a dead process has ended: another one may still be sending."""


def answers(window: Window, key: str) -> list[dict[str, Any]]:
    """The bot's lines on a page that is freshly loaded, which offer a button with that key."""
    return [
        line
        for line in window.history()
        if any(name.endswith(f":{key}") for name, _label in line["choices"])
    ]


# --- Starting and stopping -----------------------------------------------------------------------


def test_without_any_setting_it_serves_the_demo_club_and_answers(tmp_path: Path) -> None:
    with Program(tmp_path) as bot:
        assert bot.url == f"http://127.0.0.1:{bot.port}"
        hoa = bot.window(HOA)
        status, page = hoa.gets("/")
        assert status == 200
        assert len(set(re.findall(r'href="/chat/(demo-\d+)"', page))) == 55
        assert hoa.says("con no bao nhieu") == 204
        assert re.search(r"\d00\.000\sđ", hoa.hears()["text"])


def test_a_second_start_loads_nothing_twice_and_remembers_what_was_said(tmp_path: Path) -> None:
    with Program(tmp_path) as bot:
        hoa = bot.window(HOA)
        hoa.says("con no bao nhieu")
        hoa.hears()
        before = hoa.history()
    url = sqlite_url_of(tmp_path / "var" / "demo.db")
    rows = counted(url)
    with Program(tmp_path) as bot:
        assert bot.window(HOA).history() == before
    assert counted(url) == rows


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_turn_in_hand_finish(tmp_path: Path, number: signal.Signals) -> None:
    question = {"id": str(uuid.uuid4()), "text": "con no bao nhieu"}
    with Program(tmp_path) as bot:
        hoa = bot.window(HOA)
        with closing(sqlite3.connect(tmp_path / "var" / "demo.db", isolation_level=None)) as db:

            def interrupt() -> None:
                assert hoa.gets("/health") == (200, "ok")  # so it has read the question before
                bot.process.send_signal(number)
                wait_for(lambda: is_deaf(bot))
                db.execute("COMMIT")

            db.execute("BEGIN IMMEDIATE")  # the turn can begin, but not end
            assert hoa.posts(question, meanwhile=interrupt) == 204
        assert bot.wait() == 0
        assert "Traceback" not in bot.log.read_text("utf-8")
    with Program(tmp_path) as bot:
        hoa = bot.window(HOA)
        wait_for(lambda: answers(hoa, "explain"))
        assert hoa.posts(question) == 204  # as a page does that never got the answer to its post
        assert len(answers(hoa, "explain")) == 1


def test_an_interrupt_while_the_database_keeps_it_waiting_ends_it_quietly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as database:
        url = f"postgresql://user@127.0.0.1:{database.getsockname()[1]}/club"
        bot = Program(tmp_path, DATABASE_URL=url)
        try:
            with database.accept()[0]:
                assert bot.stop(signal.SIGINT) == 130
        finally:
            bot.kill()
        assert bot.log.read_text("utf-8") == ""


def is_deaf(bot: Program) -> bool:
    """Say whether it takes no new connections any more."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", bot.port)) != 0


def test_in_the_demo_the_board_has_phones_and_who_leaves_stays_out(tmp_path: Path) -> None:
    with Program(tmp_path) as bot:
        hoa = bot.window(HOA)
        declare(hoa, "500k")
        assert answers(bot.window(TREASURER), "full")  # whose page nobody had opened before
        hoa.says("rời câu lạc bộ")
        hoa.hears()
        hoa.presses("yes")
        hoa.hears()
        again = bot.window(HOA)
        again.says("menu")
        assert "4827 1593" in again.hears()["text"]


# --- Killed --------------------------------------------------------------------------------------


def killed_on_the_way(tmp_path: Path, url: str, key: str) -> Program:
    """A bot that is killed when it is about to say something with that button."""
    return Program(tmp_path, "--dies-offering", key, module="tests.started", DATABASE_URL=url)


def restarted(tmp_path: Path, url: str) -> Program:
    """The same bot again: on PostgreSQL once the dead one's leases have ended."""
    later = "0" if url.startswith("sqlite") else LATER
    return Program(tmp_path, "--later", later, module="tests.started", DATABASE_URL=url)


def is_killed(bot: Program) -> bool:
    return bot.wait() == -signal.SIGKILL


def declare(member: Window, sum_typed: str) -> None:
    """Tell the bot of a sum that was handed to the treasurer."""
    member.says(f"tôi đã nộp {sum_typed}")
    member.hears()
    member.presses("yes")
    member.hears()
    member.presses("treasurer")
    member.hears()


def test_an_answer_is_said_after_all_when_the_process_is_killed_before_sending_it(
    tmp_path: Path, empty_database_url: str
) -> None:
    question = {"id": str(uuid.uuid4()), "text": "con no bao nhieu"}
    with killed_on_the_way(tmp_path, empty_database_url, "explain") as bot:
        hoa = bot.window(HOA)
        with suppress(ConnectionError):
            hoa.posts(question)
        assert is_killed(bot)
    with restarted(tmp_path, empty_database_url) as bot:
        hoa = bot.window(HOA)
        wait_for(lambda: answers(hoa, "explain"))
        assert hoa.posts(question) == 204  # the page sends again what was never acknowledged
        hoa.says("menu")
        hoa.hears()
        assert len(answers(hoa, "explain")) == 1


def test_a_money_slip_is_not_sent_twice_and_the_treasurer_hears_that_it_is_unsure(
    tmp_path: Path, empty_database_url: str
) -> None:
    with killed_on_the_way(tmp_path, empty_database_url, "look") as bot:
        treasurer = bot.window(TREASURER)
        declare(bot.window(HOA), "500k")
        treasurer.hears()
        with suppress(ConnectionError):
            treasurer.presses("full")
        assert is_killed(bot)
    with restarted(tmp_path, empty_database_url) as bot:
        treasurer, hoa = bot.window(TREASURER), bot.window(HOA)
        unsure = worded("I am not sure that {name} has got the slip. Please ask when you meet.")
        wait_for(lambda: any(unsure.search(line["text"]) for line in treasurer.history()))
        assert not answers(hoa, "look")
        treasurer.presses("full")
        already = worded("You already chose “{label}” at {time}.")
        wait_for(lambda: any(already.search(line["text"]) for line in treasurer.history()))


# --- Wrong settings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "65536"),
        ("LOG_LEVEL", "loud"),
        ("HOST", "nowhere.invalid"),
        ("DATABASE_URL", "mysql://user:geheim@localhost/club"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:////dev/null/club.db"),
        ("DATABASE_URL", "postgresql://user:geheim@127.0.0.1:1/club"),
        ("DATABASE_URL", "postgresql://user:ge/heim@localhost/club"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_without_its_secret(
    tmp_path: Path, name: str, value: str
) -> None:
    done = tugiup(tmp_path, "run", **{"PORT": str(free_port()), name: value})
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert name in done.stderr
    assert "heim" not in done.stderr


def test_a_database_that_is_no_database_and_a_wrong_password_are_told_too(
    tmp_path: Path, postgres_url: str
) -> None:
    (tmp_path / "club.db").write_text("not a database, but long enough to be looked at" * 9)
    file = tugiup(tmp_path, "run", DATABASE_URL="sqlite:///club.db")
    gone = tugiup(tmp_path, "run", DATABASE_URL=f"{postgres_url}_gone")
    for done, word in ((file, "not a database"), (gone, "does not exist")):
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert re.search(rf"DATABASE_URL.*{word}", done.stderr)


def test_a_second_process_on_one_file_is_refused_until_the_first_has_gone(tmp_path: Path) -> None:
    with Program(tmp_path) as bot:
        done = tugiup(tmp_path, "run", PORT=str(free_port()))
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "demo.db is served by another tugiup" in line
        assert "PostgreSQL" in line
        assert bot.window("demo-7").says("con no bao nhieu") < 300
        bot.kill()
        with Program(tmp_path) as again:
            assert again.window("demo-7").says("con no bao nhieu") < 300


def test_a_port_that_is_taken_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with Program(tmp_path) as bot:
        done = tugiup(tmp_path / "other", "run", PORT=str(bot.port))
    assert done.returncode == 2
    assert done.stderr == (
        f"PORT {bot.port} is taken by another program; stop it, or set another PORT.\n"
    )


def test_settings_are_read_from_a_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=99999\nLOG_LEVEL=loud\n", "utf-8")
    done = tugiup(tmp_path, "run", PORT=str(free_port()))
    assert done.stderr.startswith("LOG_LEVEL")


# --- What is logged ------------------------------------------------------------------------------

TURN = re.compile(
    r"[\d-]+ [\d:,]+ INFO bot\.turn"
    r" turn address=[0-9a-f]{8,} step=[a-z.]* ms=\d+ outcome=(ok|refused|repeated)"
)


def test_a_turn_is_one_line_of_log_that_says_nothing_of_what_was_said(tmp_path: Path) -> None:
    with Program(tmp_path) as bot:
        treasurer, hoa = bot.window(TREASURER), bot.window(HOA)
        declare(hoa, "500k")
        treasurer.hears()
        treasurer.presses("full")
        treasurer.hears()
        hoa.hears()
        hoa.says("Nguyễn Thị Hoa 4827 1593")
        hoa.hears()
    assert bot.url == f"http://127.0.0.1:{bot.port}"
    logged = bot.log.read_text("utf-8").splitlines()
    assert len(logged) == 5
    for line in logged:
        assert TURN.fullmatch(line)


def test_even_the_fullest_log_holds_no_word_and_no_sum(tmp_path: Path) -> None:
    with Program(tmp_path, LOG_LEVEL="DEBUG") as bot:
        declare(bot.window(HOA), "512k")
    logged = bot.log.read_text("utf-8")
    assert "step=repay" in logged
    for said in ("512", "nộp", "Hoa", HOA, "Lan"):
        assert said not in logged


# --- A real club ---------------------------------------------------------------------------------


def test_a_real_club_has_no_picker_and_takes_people_in_by_their_codes(tmp_path: Path) -> None:
    real = {"DATABASE_URL": "sqlite:///club.db"}
    tugiup(tmp_path, "import", str(ROOT / "demo" / "cau-lac-bo-mau.xlsx"), **real)
    given = tugiup(tmp_path, "code", "luong thi mai", "--picture", "code.png", **real)
    code = re.search(r"\d{4} \d{4}", given.stdout)
    assert code
    assert (tmp_path / "code.png").read_bytes().startswith(b"\x89PNG")
    with Program(tmp_path, **real) as bot:
        stranger = bot.window()
        assert "/chat/" not in stranger.gets("/")[1]
        assert stranger.gets("/chat/demo-3")[0] == 404
        stranger.says("xin chào")
        assert "4827 1593" in stranger.hears()["text"]
        stranger.says(code[0])
        stranger.hears()
        stranger.says("1975")
        stranger.hears()
        for answer in ("self", "yes"):
            stranger.presses(answer)
            stranger.hears()
        stranger.says("menu")
        stranger.hears()
        assert "officers" in stranger.buttons
        token = stranger.cookie.partition("=")[2]
    everything = bot.log.read_text("utf-8") + bot.out.read_text("utf-8")
    for secret in (code[0], code[0].replace(" ", ""), token, "1975", "Mai"):
        assert secret not in everything
    assert all(TURN.fullmatch(line) for line in bot.log.read_text("utf-8").splitlines())


def test_a_role_is_for_several_processes_and_they_need_a_server(tmp_path: Path) -> None:
    done = tugiup(tmp_path, "run", "--role", "sender", DATABASE_URL="sqlite:///var/club.db")
    assert done.returncode == 1
    assert "--role is for several processes, and they share PostgreSQL" in done.stderr
    done = tugiup(tmp_path, "run", "--role", "sendr", DATABASE_URL="sqlite:///var/club.db")
    assert done.returncode == 2
    assert "--role must be web, sender, planner or all, not 'sendr'" in done.stderr
