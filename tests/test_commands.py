"""The operator's commands, as they are typed."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from bot import i18n
from bot.__main__ import main
from bot.clock import utc_now
from bot.i18n import ngettext, use_locale
from bot.papers.joining_qr import joining_qr
from bot.storage import bots, members, restored
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.sealing import key_file
from tests.databases import Postgres, find_binaries, sqlite_url_of
from tests.program import ROOT, SETTINGS, Program, counted, worded

LINKED = "{name}: {code}, good until {day}: {places}."
SHEET = ROOT / "demo" / "cau-lac-bo-mau.xlsx"


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


Tugiup = Callable[..., Done]


@pytest.fixture
def tugiup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Tugiup:
    """Run a command in a folder of its own, with the settings that are given and no others."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, **given: str) -> Done:
        with monkeypatch.context() as environment:
            for name in SETTINGS:
                environment.delenv(name, raising=False)
            for name, value in given.items():
                environment.setenv(name, value)
            code = main(arguments)
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


def with_mistakes(file: Path) -> Path:
    """The demo club's sheet with two slips of the pen."""
    book = load_workbook(SHEET)
    people, loans = book["Thành viên"], book["Khoản vay"]
    people["E5"] = "bảy mươi"
    loans["B4"] = 999
    book.save(file)
    return file


def test_the_empty_sheet_is_written_once_and_never_over_another(
    tmp_path: Path, tugiup: Tugiup
) -> None:
    done = tugiup("template", "roster.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert "roster.xlsx" in done.stdout
    assert "Thành viên" in load_workbook(tmp_path / "roster.xlsx").sheetnames
    for file in ("roster.xlsx", "roster.ods", "nowhere/roster.xlsx"):
        again = tugiup("template", file)
        assert (again.returncode, again.stdout) == (1, "")
        assert len(again.stderr.splitlines()) == 1


def test_a_sheet_is_taken_in_once(tugiup: Tugiup, empty_database_url: str) -> None:
    first = tugiup("import", str(SHEET), DATABASE_URL=empty_database_url)
    assert (first.returncode, first.stderr) == (0, "")
    assert re.search(r"\b55\b.*\b20\b", first.stdout)
    rows = counted(empty_database_url)
    assert (rows["members"], rows["loans"]) == (55, 20)
    second = tugiup("import", str(SHEET), DATABASE_URL=empty_database_url)
    assert worded("Nothing new: this sheet was taken in before.").search(second.stdout)
    assert counted(empty_database_url) == rows


def without_treasurer(file: Path) -> Path:
    """The demo club's sheet, on which nobody is treasurer."""
    book = load_workbook(SHEET)
    for row in book["Thành viên"].iter_rows():
        for cell in row:
            if cell.value == "Thủ quỹ":
                cell.value = None
    book.save(file)
    return file


def test_who_leaves_an_office_and_comes_back_is_named(
    tmp_path: Path, tugiup: Tugiup, empty_database_url: str
) -> None:
    real = {"DATABASE_URL": empty_database_url}
    leaves = worded("{name} no longer holds the office {office}.")
    holds = worded("{name} now holds the office {office}.")
    first = tugiup("import", str(SHEET), **real)
    (treasurer,) = [line for line in first.stdout.splitlines() if "Thủ quỹ" in line]
    assert holds.fullmatch(treasurer)
    copy = without_treasurer(tmp_path / "copy.xlsx")
    gone = tugiup("import", str(copy), **real)
    assert (gone.returncode, gone.stderr) == (0, "")
    (line,) = [line for line in gone.stdout.splitlines() if "Thủ quỹ" in line and "Lan" in line]
    assert leaves.fullmatch(line)
    back = tugiup("import", str(SHEET), **real)
    assert (back.returncode, back.stderr) == (0, "")
    assert treasurer in back.stdout.splitlines()
    again = tugiup("import", str(SHEET), **real)
    assert worded("Nothing new: this sheet was taken in before.").search(again.stdout)


def changed_club(file: Path, label: str, value: str) -> Path:
    """The demo club's sheet with another value on its first page."""
    book = load_workbook(SHEET)
    page = book["Câu lạc bộ"]
    (cell,) = [row[1] for row in page.iter_rows() if str(row[0].value or "").startswith(label)]
    cell.value = value
    book.save(file)
    return file


def test_a_sheet_that_names_a_known_club_otherwise_is_refused_with_both_names(
    tmp_path: Path, tugiup: Tugiup, sqlite_url: str
) -> None:
    tugiup("import", str(SHEET), DATABASE_URL=sqlite_url)
    rows = counted(sqlite_url)
    other = changed_club(tmp_path / "other.xlsx", "Xã", "Xã Khác")
    done = tugiup("import", str(other), DATABASE_URL=sqlite_url)
    assert (done.returncode, done.stdout) == (1, "")
    assert worded("Before: {club}").search(done.stderr)
    assert re.search(r": .*Xã Khác", done.stderr)
    assert counted(sqlite_url) == rows


def test_an_older_sheet_than_the_newest_is_refused(
    tmp_path: Path, tugiup: Tugiup, sqlite_url: str
) -> None:
    newest = changed_club(tmp_path / "newest.xlsx", "Số dư tính đến ngày", "20/11/2026")
    tugiup("import", str(newest), DATABASE_URL=sqlite_url)
    done = tugiup("import", str(SHEET), DATABASE_URL=sqlite_url)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"10/11/2026.*20/11/2026", done.stderr)


def test_a_sheet_with_mistakes_has_all_of_them_named_and_nothing_is_taken_in(
    tmp_path: Path, tugiup: Tugiup, sqlite_url: str
) -> None:
    file = with_mistakes(tmp_path / "roster.xlsx")
    done = tugiup("import", str(file), DATABASE_URL=sqlite_url)
    assert (done.returncode, done.stdout) == (1, "")
    *mistakes, last = done.stderr.splitlines()
    assert len(mistakes) == 2
    assert re.search(r"Thành viên.* 5\b.*Năm sinh.*bảy mươi", mistakes[0])
    assert re.search(r"Khoản vay.* 4\b.*Số thành viên.*999", mistakes[1])
    with use_locale("vi"):
        said = ngettext(
            "{count} mistake; nothing was taken in.", "{count} mistakes; nothing was taken in.", 2
        )
    assert last == said.format(count=2)
    assert not any(counted(sqlite_url).values())


def test_a_file_that_is_no_sheet_is_refused_in_words(tmp_path: Path, tugiup: Tugiup) -> None:
    (tmp_path / "roster.xlsx").write_text("not a sheet", "utf-8")
    for file in ("roster.xlsx", "gone.xlsx"):
        done = tugiup("import", file, DATABASE_URL="sqlite:///club.db")
        assert (done.returncode, done.stdout) == (1, "")
        assert "Traceback" not in done.stderr


def test_a_code_goes_to_one_member_whose_name_is_clear(tugiup: Tugiup) -> None:
    real = {"DATABASE_URL": "sqlite:///club.db"}
    tugiup("import", str(SHEET), **real)
    given = tugiup("code", "tran thi lan", **real)
    assert re.match(r"Trần Thị Lan.*\b\d{4} \d{4}\b", given.stdout)
    several = tugiup("code", "nguyen thi hoa", **real)
    assert several.returncode == 1
    assert several.stderr.count("Nguyễn Thị Hoa") == 3
    nobody = tugiup("code", "Obama", **real)
    assert nobody.returncode == 1
    assert "Obama" in nobody.stderr


@pytest.mark.parametrize("office", ["Thư ký", "thu ky", "Secretary"])
def test_a_code_goes_to_who_holds_an_office_today(tugiup: Tugiup, office: str) -> None:
    real = {"DATABASE_URL": "sqlite:///club.db"}
    tugiup("import", str(SHEET), **real)
    given = tugiup("code", office, **real)
    assert re.match(r"Lương Thị Mai.*\b\d{4} \d{4}\b", given.stdout)
    assert worded("Whoever joins with it is asked for the year of birth.").search(given.stdout)


def test_an_office_that_nobody_holds_has_no_code(tmp_path: Path, tugiup: Tugiup) -> None:
    real = {"DATABASE_URL": "sqlite:///club.db"}
    tugiup("import", str(without_treasurer(tmp_path / "copy.xlsx")), **real)
    given = tugiup("code", "Thủ quỹ", **real)
    assert (given.returncode, given.stdout) == (1, "")
    said = worded("Nobody holds the office {office}: please write a name.").search(given.stderr)
    assert said
    assert "Thủ quỹ" in said[0]


def test_an_office_that_two_hold_is_asked_about(tmp_path: Path, tugiup: Tugiup) -> None:
    real = {"DATABASE_URL": "sqlite:///club.db"}
    tugiup("import", str(SHEET), **real)
    with closing(sqlite3.connect(tmp_path / "club.db")) as db:
        db.execute(
            "INSERT INTO roles (club_id, member_id, role, from_on)"
            " SELECT club_id, id, 'secretary', '2026-01-01' FROM members WHERE number = '20'"
        )
        db.commit()
    given = tugiup("code", "Thư ký", **real)
    assert (given.returncode, given.stdout) == (1, "")
    assert len(given.stderr.splitlines()) == 3
    assert "Lương Thị Mai" in given.stderr


def second_club(file: Path) -> Path:
    """The demo club's sheet, with another club's name and other numbers of the same people."""
    book = load_workbook(SHEET)
    page = book["Câu lạc bộ"]
    for row in page.iter_rows():
        label = str(row[0].value or "")
        if label.startswith(("Tên câu lạc bộ", "Thôn")):
            row[1].value = "Xóm Tây"
        elif label.startswith("Người") and isinstance(row[1].value, int):
            row[1].value += 100
    people = book["Thành viên"]
    for cell in people["A"]:
        if isinstance(cell.value, int):
            cell.value += 100
    for name in ("Khoản vay", "Số dư đầu kỳ"):
        book[name].delete_rows(3, book[name].max_row)
    book.save(file)
    return file


def test_where_several_clubs_have_a_secretary_the_club_is_named(
    tmp_path: Path, tugiup: Tugiup
) -> None:
    real = {"DATABASE_URL": "sqlite:///club.db"}
    tugiup("import", str(SHEET), **real)
    second = tugiup("import", str(second_club(tmp_path / "second.xlsx")), **real)
    assert (second.returncode, second.stderr) == (0, "")
    unclear = tugiup("code", "Thư ký", **real)
    assert (unclear.returncode, unclear.stdout) == (1, "")
    assert "--club" in unclear.stderr
    assert "— Xóm Tây" in unclear.stderr
    given = tugiup("code", "Thư ký", "--club", "xom tay", **real)
    assert re.match(r"Lương Thị Mai.*\b\d{4} \d{4}\b", given.stdout)
    nowhere = tugiup("code", "Thư ký", "--club", "Xóm Bắc", **real)
    assert nowhere.returncode == 1
    assert "Xóm Tây, Xóm Tây" in nowhere.stderr


def test_a_second_code_says_that_the_first_one_ended(tugiup: Tugiup) -> None:
    real = {"DATABASE_URL": "sqlite:///club.db"}
    tugiup("import", str(SHEET), **real)
    ended = worded("The code given before for {name} does not work any more.")
    assert not ended.search(tugiup("code", "tran thi lan", **real).stdout)
    assert ended.search(tugiup("code", "tran thi lan", **real).stdout)


@pytest.mark.parametrize("before", [None, 0o644])
def test_what_holds_codes_or_people_is_for_its_owner_only(
    tmp_path: Path, tugiup: Tugiup, before: int | None
) -> None:
    real = {"DATABASE_URL": "sqlite:///club.db"}
    tugiup("import", str(SHEET), **real)
    picture, sheet = tmp_path / "lan.png", tmp_path / "roster.xlsx"
    if before:
        picture.touch(before)
    mask = os.umask(0o022)
    try:
        tugiup("code", "tran thi lan", "--picture", "lan.png", **real)
        tugiup("template", "roster.xlsx")
    finally:
        os.umask(mask)
    assert [stat.S_IMODE(file.stat().st_mode) for file in (picture, sheet)] == [0o600, 0o600]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "Thành viên" in load_workbook(sheet).sheetnames


def test_a_picture_cannot_take_the_place_of_a_folder(tmp_path: Path, tugiup: Tugiup) -> None:
    real = {"DATABASE_URL": "sqlite:///club.db"}
    tugiup("import", str(SHEET), **real)
    (tmp_path / "folder").mkdir(0o755)
    done = tugiup("code", "tran thi lan", "--picture", "folder", **real)
    assert done.returncode == 1
    assert re.search(r"\d{4} \d{4}", done.stderr)  # the code is made, and has to be seen
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o755


def test_a_code_is_a_link_too_where_there_is_a_chat_to_open(
    tmp_path: Path, tugiup: Tugiup, sqlite_url: str
) -> None:
    tugiup("import", str(SHEET), DATABASE_URL=sqlite_url)
    alone = tugiup("code", "tran thi lan", "--picture", "lan.png", DATABASE_URL=sqlite_url)
    assert "http" not in alone.stdout
    digits = re.sub(r"\D", "", re.findall(r"\d{4} \d{4}", alone.stdout)[0])
    assert (tmp_path / "lan.png").read_bytes() == joining_qr(digits)
    asyncio.run(opens(sqlite_url, "https://t.me/clb_bot?start="))
    given = tugiup("code", "tran thi lan", "--picture", "lan.png", DATABASE_URL=sqlite_url)
    assert worded(LINKED).search(given.stdout)
    (code,) = re.findall(r"https://t\.me/clb_bot\?start=(\d{8})$", given.stdout, re.M)
    assert f"{code[:4]} {code[4:]}" in given.stdout
    picture = (tmp_path / "lan.png").read_bytes()
    assert picture == joining_qr(code, "https://t.me/clb_bot?start=")


def test_a_code_names_the_bots_of_its_own_club_on_each_platform(
    tmp_path: Path, tugiup: Tugiup, sqlite_url: str
) -> None:
    tugiup("import", str(SHEET), DATABASE_URL=sqlite_url)
    asyncio.run(serve_clubs(sqlite_url))
    given = tugiup("code", "tran thi lan", "--picture", "lan.png", DATABASE_URL=sqlite_url)
    (code,) = re.findall(r"Telegram: https://t\.me/own_bot\?start=(\d{8})$", given.stdout, re.M)
    assert "Zalo" in given.stdout
    assert "https://zalo.me/own" in given.stdout
    assert "other" not in given.stdout
    picture = (tmp_path / "lan.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert picture != joining_qr(code, "https://t.me/own_bot?start=")


async def serve_clubs(url: str) -> None:
    """Let the club have a bot on each platform, and another club, too; one serves them all."""
    database, now = Database(url), utc_now()
    async with database.write() as db:
        club = await members.only_club(db)
        for account, link, whose in (
            (("telegram", "1"), "https://t.me/all_bot?start=", None),
            (("telegram", "2"), "https://t.me/own_bot?start=", club),
            (("telegram", "3"), "https://t.me/other_bot?start=", (club or 0) + 1),
            (("zalo", "4"), "https://zalo.me/own", club),
            (("zalo", "5"), "https://zalo.me/other", (club or 0) + 1),
        ):
            await bots.register(db, account, now)
            await bots.note_link(db, account, link, f"Bot {account[1]}")
            its = update(t.Bot).where(t.Bot.platform == account[0], t.Bot.bot == account[1])
            await db.execute(its.values(club_id=whose))
    await database.close()


async def opens(url: str, link: str) -> None:
    """Let a bot have said which link opens its chat."""
    database, now = Database(url), utc_now()
    async with database.write() as db:
        await bots.register(db, ("telegram", "1"), now)
        await bots.note_link(db, ("telegram", "1"), link)
    await database.close()


@pytest.mark.process
def test_a_copy_of_the_running_bots_file_holds_everything(tmp_path: Path, tugiup: Tugiup) -> None:
    with Program(tmp_path) as bot:
        bot.window("demo-7").says("con no bao nhieu")
        done = tugiup("backup", "copy.db")
        assert (done.returncode, done.stderr) == (0, "")
        live = counted(sqlite_url_of(tmp_path / "var" / "demo.db"))
        assert live["members"] == 55
        assert counted(sqlite_url_of(tmp_path / "copy.db")) == live
    there = tmp_path / "there" / "var" / "demo.db"
    there.parent.mkdir(parents=True)
    (tmp_path / "copy.db").rename(there)
    assert is_marked(sqlite_url_of(there))
    with Program(tmp_path / "there"):
        assert not is_marked(sqlite_url_of(there))


def is_marked(url: str) -> bool:
    """Say whether a database says that it is a copy."""

    async def look() -> bool:
        database = Database(url)
        try:
            async with database.read() as db:
                return await restored.copied_at(db) is not None
        finally:
            await database.close()

    return asyncio.run(look())


def test_a_copy_of_a_postgresql_database_can_be_restored(
    tmp_path: Path, tugiup: Tugiup, empty_postgres_url: str, postgres: Postgres
) -> None:
    tugiup("import", str(SHEET), DATABASE_URL=empty_postgres_url)
    done = tugiup("backup", "club.dump", DATABASE_URL=empty_postgres_url)
    assert (done.returncode, done.stderr) == (0, "")
    name = postgres.create()
    try:
        restore(tmp_path / "club.dump", postgres.url(name))
        assert counted(postgres.url(name)) == counted(empty_postgres_url)
        assert is_marked(postgres.url(name))
        assert not is_marked(empty_postgres_url)
    finally:
        postgres.drop(name)


def restore(file: Path, url: str) -> None:
    program = find_binaries() / "pg_restore"
    plain = url.replace("+asyncpg", "")
    subprocess.run([program, "--exit-on-error", "--no-owner", "--dbname", plain, file], check=True)


def test_a_copy_never_takes_the_place_of_a_file_that_is_there(
    tmp_path: Path, tugiup: Tugiup, sqlite_url: str
) -> None:
    (tmp_path / "copy.db").write_text("of yesterday")
    said = worded("{file} is there already: give the copy another name, such as {example}.")
    name, names = "copy.db", set[str]()
    while name not in names and len(names) < 2:
        done = tugiup("backup", name, DATABASE_URL=sqlite_url)
        assert (done.returncode, done.stdout) == (1, "")
        assert said.search(done.stderr)
        names.add(name)
        (name,) = re.findall(r"ban-sao-[-\d]+\.db", done.stderr.replace(name, ""))
        assert tugiup("backup", name, DATABASE_URL=sqlite_url).returncode == 0
    assert (tmp_path / "copy.db").read_text() == "of yesterday"
    assert len([*tmp_path.glob("ban-sao-*.db")]) == 2


def test_a_copy_is_for_its_owner_only(tmp_path: Path, tugiup: Tugiup, sqlite_url: str) -> None:
    before = os.umask(0o022)
    try:
        done = tugiup("backup", "copy.db", DATABASE_URL=sqlite_url)
    finally:
        os.umask(before)
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert counted(sqlite_url_of(tmp_path / "copy.db")) == counted(sqlite_url)


def test_a_copy_says_that_the_key_of_measurements_is_not_in_it(
    tmp_path: Path, tugiup: Tugiup, sqlite_url: str
) -> None:
    before = tugiup("backup", "first.db", DATABASE_URL=sqlite_url)
    assert "health.key" not in before.stdout
    key_file(sqlite_url).write_text("secret", "ascii")
    done = tugiup("backup", "second.db", DATABASE_URL=sqlite_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(key_file(sqlite_url)) in done.stdout
    assert "secret" not in done.stdout
    assert b"secret" not in (tmp_path / "second.db").read_bytes()


@pytest.mark.parametrize(
    "name", ["club.db", "../club/club.db", "link.db", "twin.db", "club.db-wal", "club.db-shm"]
)
def test_a_copy_never_takes_the_place_of_the_database_itself(
    tmp_path: Path, tugiup: Tugiup, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / "club"
    folder.mkdir()
    monkeypatch.chdir(folder)
    url = "sqlite:///club.db"
    tugiup("import", str(SHEET), DATABASE_URL=url)
    (folder / "link.db").symlink_to("club.db")
    (folder / "twin.db").hardlink_to("club.db")
    live, found = Path("club.db").stat().st_ino, sorted(folder.iterdir())
    done = tugiup("backup", name, DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (1, "")
    assert worded("{file} is the database itself: give the copy another name.").search(done.stderr)
    assert Path("club.db").stat().st_ino == live
    assert sorted(folder.iterdir()) == found


def test_a_copy_never_takes_the_place_of_another_database_in_use(
    tmp_path: Path, tugiup: Tugiup, sqlite_url: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE kept (number INTEGER)")
        done = tugiup("backup", "other.db", DATABASE_URL=sqlite_url)
        assert (done.returncode, done.stdout) == (1, "")
    assert worded("{file} is a database in use: give the copy another name.").search(done.stderr)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("there/copy.db", {}),
        ("/copy-nowhere/copy.db", {"DATABASE_URL": "sqlite:///club.db"}),
        ("folder", {"DATABASE_URL": "sqlite:///club.db"}),
        (".", {"DATABASE_URL": "sqlite:///club.db"}),
        ("club.db/copy.db", {"DATABASE_URL": "sqlite:///club.db"}),
        ("copy.db", {"DATABASE_URL": "sqlite:///broken.db"}),
        ("copy.db", {"DATABASE_URL": "sqlite:///not-yet.db"}),
        ("copy.dump", {"DATABASE_URL": "postgresql://user:geheim@127.0.0.1:1/club"}),
    ],
)
def test_a_copy_that_cannot_be_made_leaves_nothing_behind(
    tmp_path: Path, tugiup: Tugiup, name: str, settings: dict[str, str]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken.db").write_text("not a database, but long enough to be looked at" * 9)
    (tmp_path / "club.db").touch()
    done = tugiup("backup", name, **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "geheim" not in done.stderr
    assert "partial" not in done.stderr
    assert not [*tmp_path.rglob("copy*"), *tmp_path.rglob("*partial*")]


def test_without_its_languages_it_refuses_to_speak(
    tmp_path: Path, tugiup: Tugiup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    for arguments in (["template", "roster.xlsx"], ["run"]):
        done = tugiup(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "The languages are not compiled yet: run `make locales`.\n"
    assert not list(tmp_path.iterdir())
