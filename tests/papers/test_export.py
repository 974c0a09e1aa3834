"""`tugiup export` writes all papers of a month, and never over what is there."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.__main__ import main
from bot.i18n import use_locale
from bot.money import books
from bot.money.books import Fund
from bot.storage import ledger
from bot.storage.engine import Database
from tests.papers.kept import kept_books
from tests.program import SETTINGS
from tests.village import Village

Tugiup = Callable[..., tuple[int, str]]
ENDINGS = [".pdf", ".png", ".txt", ".xlsx"]


@pytest.fixture
def two_clubs(database_url: str) -> str:
    """A database with two clubs whose books were kept."""

    async def keep() -> None:
        database = Database(database_url)
        await kept_books(database, 1, operations=30)
        await kept_books(database, 2, operations=5)
        await database.close()

    asyncio.run(keep())
    return database_url


@pytest.fixture
def tugiup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Tugiup:
    """Run a command in a folder of its own; returns the exit code and what was said."""
    monkeypatch.chdir(tmp_path)

    def run(url: str, *arguments: str) -> tuple[int, str]:
        for name in SETTINGS:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("DATABASE_URL", url)
        with use_locale("en"):
            code = main(["export", *arguments])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_all_papers_of_every_club_are_written(
    two_clubs: str, tugiup: Tugiup, tmp_path: Path
) -> None:
    code, said = tugiup(two_clubs, "papers", "--all", "--month", "10/2026")
    assert code == 0, said
    folders = sorted((tmp_path / "papers").iterdir())
    assert len(folders) == 2
    for folder in folders:
        files = sorted(folder.iterdir())
        assert sorted({file.suffix for file in files}) == ENDINGS
        assert all("2026-10" in file.stem for file in files)
        assert all(file.stat().st_size for file in files)
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    written = [file for folder in folders for file in folder.iterdir()]
    assert str(len(written)) in said
    report = PdfReader(folders[0] / "report-2026-10.pdf").pages[0].extract_text()
    assert "REPORT OF MONEY IN AND OUT" in report
    whole = PdfReader(folders[0] / "activities-2026-10.pdf").pages[0].extract_text()
    assert "REPORT OF ACTIVITIES" in whole
    assert "DRAFT" in whole
    assert (folders[0] / "activities-2026-10.xlsx").exists()


def test_a_month_before_the_books_began_is_refused_and_leaves_no_folder(
    two_clubs: str, tugiup: Tugiup, tmp_path: Path
) -> None:
    code, said = tugiup(two_clubs, "papers", "--all", "--month", "5/2026")
    assert (code, (tmp_path / "papers").exists()) == (1, False)
    assert "Nowhere had the books begun by month 5/2026." in said


@pytest.fixture
def without_loans(database_url: str) -> str:
    """A database with one club that keeps cash since 5 October, and lends nothing."""

    async def keep() -> None:
        database = Database(database_url)
        club = Village(database)
        await club.found()
        await club.join("lan", "Hoàng Thị Lan", "treasurer")
        await club.join("hoa", "Nguyễn Thị Hoa")
        opened = books.opening(
            Fund.INCOME, cash={club.ids["lan"]: 1_000_000}, bank={}, loans={}, deposits={}
        )
        async with database.write() as db:
            await ledger.post(
                db,
                club_id=club.club,
                kind="opening",
                lines=opened,
                value_day=date(2026, 10, 5),
                now=club.clock.now,
                entered_by=None,
                member_id=None,
                origin="opening",
            )
        await club.lend("hoa")
        await database.close()

    asyncio.run(keep())
    return database_url


def test_a_month_before_the_first_loan_has_its_papers(
    without_loans: str, tugiup: Tugiup, tmp_path: Path
) -> None:
    code, said = tugiup(without_loans, "papers", "--month", "10/2026")
    assert code == 0, said
    book = PdfReader(tmp_path / "papers" / "loan-book-2026-10.pdf").pages[0].extract_text()
    assert "LOAN BOOK" in book
    code, said = tugiup(without_loans, "earlier", "--month", "9/2026")
    assert (code, (tmp_path / "earlier").exists()) == (1, False)
    assert "The books here begin with month 10/2026." in said


def test_one_of_several_clubs_is_named(two_clubs: str, tugiup: Tugiup, tmp_path: Path) -> None:
    code, said = tugiup(two_clubs, "papers")
    assert (code, (tmp_path / "papers").exists()) == (1, False)
    assert "--club" in said
    assert "--all" in said
    code, said = tugiup(two_clubs, "papers", "--club", "Nowhere")
    assert code == 1
    assert "There is no club called Nowhere" in said


@pytest.mark.parametrize("month", ["13", "1/2100", "soon"])
def test_a_month_that_is_none_is_refused(two_clubs: str, tugiup: Tugiup, month: str) -> None:
    code, said = tugiup(two_clubs, "papers", "--all", "--month", month)
    assert code == 1
    assert "Please write the month as 10/2026" in said


def test_nothing_is_written_over_what_is_there(
    two_clubs: str, tugiup: Tugiup, tmp_path: Path
) -> None:
    (tmp_path / "papers").mkdir()
    kept = tmp_path / "papers" / "mine.txt"
    kept.write_text("mine")
    code, said = tugiup(two_clubs, "papers", "--all")
    assert code == 1
    assert "please name a new folder" in said
    assert list((tmp_path / "papers").iterdir()) == [kept]
    code, said = tugiup(two_clubs, str(kept / "below"), "--all")
    assert code == 1
    assert "cannot be written" in said


def test_without_a_club_there_is_nothing_to_export(database_url: str, tugiup: Tugiup) -> None:
    code, said = tugiup(database_url, "papers", "--all")
    assert code == 1
    assert "take in its sheet" in said
