"""Bring a database to the newest schema with Alembic."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.config import BadSetting
from bot.storage.engine import Connection, Database

HERE = Path(__file__).parent / "migrations"


def config(url: str) -> Config:
    """Return Alembic's configuration for `url`; there is no alembic.ini."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.attributes["url"] = url
    return made


def migrate(url: str, to: str = "head") -> None:
    """Upgrade the database at `url`, in one transaction; call it outside a running loop.

    Raises `BadSetting` when there is no database to be reached.
    """
    asyncio.run(reach(url))
    command.upgrade(config(url), to)


def is_there(url: str) -> bool:
    """Say whether there is an SQLite file; of a server that shows only when it is asked."""
    parts = make_url(url)
    return parts.get_backend_name() != "sqlite" or Path(parts.database or "").is_file()


async def is_newest(db: Connection, url: str) -> bool:
    """Say whether the database has the schema that this program needs."""
    known = ScriptDirectory.from_config(config(url)).get_heads()
    found = await db.run_sync(lambda sync: MigrationContext.configure(sync).get_current_heads())
    return set(found) == set(known)


async def reach(url: str) -> None:
    """Connect once, so that what cannot be reached is told as the setting that names it.

    Raises `BadSetting`.
    """
    try:
        database = Database(url)
        _keep_from_others(url)
    except (ArgumentError, ValueError):
        # Their texts repeat parts of the value, which may be parts of a password.
        raise BadSetting(
            "DATABASE_URL cannot be read; in a password, write @ as %40, / as %2F and : as %3A."
        ) from None
    except OSError as error:
        raise _unreachable(error) from error
    try:
        async with database.read():
            pass
    except (OSError, DBAPIError) as error:
        raise _unreachable(error) from error
    finally:
        await database.close()


def _keep_from_others(url: str) -> None:
    """Make a new SQLite file that only its owner may read: it holds names and sums.

    SQLite gives the files that it keeps beside a database the rights of the database.
    """
    parts = make_url(url)
    file = Path(parts.database or "")
    if parts.get_backend_name() == "sqlite" and not file.exists():
        file.touch(0o600)


def _unreachable(error: OSError | DBAPIError) -> BadSetting:
    reason: BaseException | None = error
    if isinstance(error, DBAPIError) and error.orig is not None:
        reason = error.orig.__cause__ or error.orig  # the driver's own words, without its class
    said = next(iter(str(reason).splitlines()), "") or type(reason).__name__
    return BadSetting(f"The database of DATABASE_URL cannot be reached: {said.rstrip('.')}.")
