"""What every test may ask for: fresh databases, a browser, and no skipped test in CI."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import settings

from bot.storage.engine import Database
from bot.storage.migrate import migrate
from tests import databases
from tests.browser import Launch, find_chromium

ROOT = Path(__file__).parent.parent
CI = os.environ.get("CI") == "true"

# The machines that run this are slow and shared: no deadline. In CI the same examples each time.
settings.register_profile("tugiup", deadline=None, derandomize=CI, print_blob=True)
settings.load_profile("tugiup")

# A shell lets what it runs in the background ignore an interrupt, and so would the programs here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# --- Databases -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """A PostgreSQL server; the test is skipped where there is none."""
    try:
        with databases.postgres() as server:
            yield server
    except databases.PostgresMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest schema, to be copied."""
    return databases.migrated_file(tmp_path_factory.mktemp("template") / "template.db")


@pytest.fixture(scope="session")
def postgres_template(postgres: databases.Postgres) -> Iterator[str]:
    """The name of a PostgreSQL database with the newest schema, to be copied."""
    name = postgres.create()
    databases.apart(lambda: migrate(postgres.url(name)))
    yield name
    postgres.drop(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database with the newest schema."""
    file = tmp_path / "tugiup.db"
    shutil.copyfile(sqlite_template, file)
    return databases.sqlite_url_of(file)


@pytest.fixture
def postgres_url(postgres: databases.Postgres, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database with the newest schema."""
    name = postgres.create(postgres_template)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """An SQLite database that does not exist yet."""
    return databases.sqlite_url_of(tmp_path / "empty.db")


@pytest.fixture
def empty_postgres_url(postgres: databases.Postgres) -> Iterator[str]:
    """A PostgreSQL database without a table."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with the newest schema; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A database without a table; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A `Database` on a fresh `database_url`."""
    opened = Database(database_url)
    yield opened
    await opened.close()


# --- Browser -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Launch:
    """How Playwright starts the system's Chromium; the test is skipped where there is none."""
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium: install one (apt-get install chromium fonts-noto-core)")
    return found


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """The directory where pictures of the page are left for people to look at."""
    directory = ROOT / "var" / "screenshots"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


# --- The run itself ------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Compile catalogues that are newer than what is compiled: tests start without make, too."""
    if hasattr(config, "workerinput"):
        return  # the process that started this worker did it
    for texts in ROOT.glob("locales/*/LC_MESSAGES/messages.po"):
        compiled = texts.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < texts.stat().st_mtime:
            with texts.open("rb") as source, compiled.open("wb") as target:
                write_mo(target, read_po(source))


MARKED_BY_FIXTURE = {"chromium": "browser", "postgres": "postgres"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or PostgreSQL by the fixtures that it asks for."""
    for item in items:
        for fixture, marker in MARKED_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test in CI: there everything can be installed."""
    report = yield
    refuse_skipping(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a skipped module in CI."""
    report = yield
    refuse_skipping(report)
    return report


def refuse_skipping(report: pytest.TestReport | pytest.CollectReport) -> None:
    """With CI=true, turn a skip into a failure that tells the reason."""
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"with CI=true nothing may be skipped: {reason}"
