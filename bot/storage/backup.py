"""Copies of the database that are consistent while the bot runs."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import tempfile
from contextlib import AsyncExitStack, closing
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.clock import local, utc_now
from bot.config import BadSetting
from bot.i18n import _
from bot.people import DEFAULT_ZONE
from bot.storage import restored
from bot.storage.engine import Database
from bot.storage.migrate import reach
from bot.storage.restored import MARK

BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite calls a database's files: the name itself, and these behind it."""


class BackupFailed(Exception):
    """The copy could not be made; the text says why."""


def backup(url: str, file: Path) -> None:
    """Copy the database to `file`: SQLite's online backup, or pg_dump's custom format.

    No file that is there is replaced; the copy is readable for nobody else on the machine, and
    says that it is a copy: see `restored`. Raises `BackupFailed`.
    """
    try:
        source = _source(url)
        _refuse(file, source)
        partial = _partial(file)
        try:
            if source:
                _sqlite(source, partial)
            else:
                _postgres(url, partial)
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise BackupFailed(
            _("{file} cannot be written: {reason}.").format(file=file, reason=error.strerror)
        ) from error


def _source(url: str) -> Path | None:
    """Return the SQLite file that is to be copied; None for a server."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite":
        return None
    source = Path(parts.database or "")
    if not source.is_file():
        raise BackupFailed(_("{file} is not there yet: start the bot once.").format(file=source))
    return source


def _refuse(file: Path, source: Path | None) -> None:
    """Refuse a place where no copy can be, or where something is already."""
    if file.is_dir():
        example = file / "ban-sao.db"
        raise BackupFailed(
            _("{file} is a folder: write the name of a file too, such as {example}.").format(
                file=file, example=example
            )
        )
    if not file.parent.is_dir():
        raise BackupFailed(
            _("There is no folder {folder}: make it first.").format(folder=file.parent)
        )
    if source and any(_is(file, Path(f"{source.resolve()}{end}")) for end in BESIDE):
        raise BackupFailed(
            _("{file} is the database itself: give the copy another name.").format(file=file)
        )
    if any(Path(f"{file}{end}").exists() for end in BESIDE[1:]):
        raise BackupFailed(
            _("{file} is a database in use: give the copy another name.").format(file=file)
        )
    if file.exists():
        raise BackupFailed(
            _("{file} is there already: give the copy another name, such as {example}.").format(
                file=file, example=_free_name(file)
            )
        )


def _free_name(file: Path) -> Path:
    """Return a name with today's date beside `file`; with the time too for a second copy."""
    now = local(utc_now(), DEFAULT_ZONE)
    of_today = file.with_name(f"ban-sao-{now:%Y-%m-%d}.db")
    return file.with_name(f"ban-sao-{now:%Y-%m-%d-%H%M}.db") if of_today.exists() else of_today


def _is(file: Path, other: Path) -> bool:
    """Say whether both are one file, by whatever names; it may not be there yet."""
    both = file.exists() and other.exists()
    return file.samefile(other) if both else file.resolve() == other


def _partial(file: Path) -> Path:
    """Make an empty file of our own beside `file`, with a name that nobody else has."""
    handle, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".partial", dir=file.parent)
    os.close(handle)
    return Path(name)


def _sqlite(source: Path, file: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(file)) as copy:
            live.backup(copy)
            made_at = f"{utc_now():%Y-%m-%d %H:%M:%S.%f}"
            copy.execute("INSERT OR REPLACE INTO ticks VALUES (?, ?)", (MARK, made_at))
            copy.commit()
    except sqlite3.Error as error:
        raise BackupFailed(
            _("{file} cannot be copied: {reason}.").format(file=source, reason=error)
        ) from error


def _postgres(url: str, file: Path) -> None:
    try:
        asyncio.run(reach(url))
        asyncio.run(_marked_dump(url, file))
    except BadSetting as error:
        raise BackupFailed(str(error)) from error
    except DBAPIError as error:  # it may be a server that only reads
        raise BackupFailed(str(error.orig).splitlines()[0]) from error


async def _marked_dump(url: str, file: Path) -> None:
    """Dump the database as it is while it says for a moment that it is a copy."""
    database = Database(url)
    try:
        async with AsyncExitStack() as until_dumped:
            async with database.write() as db:
                await restored.mark(db, utc_now())
            try:
                seen = await until_dumped.enter_async_context(database.read())
                snapshot = await seen.scalar(select(func.pg_export_snapshot()))
            finally:
                async with database.write() as db:
                    await restored.unmark(db)
            await asyncio.to_thread(_dump, url, file, str(snapshot))
    finally:
        await database.close()


def _dump(url: str, file: Path, snapshot: str) -> None:
    parts = make_url(url)
    plain = parts.set(drivername="postgresql", password=None)
    environment = {"PGPASSWORD": parts.password} if parts.password else {}
    try:
        done = subprocess.run(  # noqa: S603 -- the operator's own database, no shell
            [  # noqa: S607 -- wherever PostgreSQL's client is
                "pg_dump",
                "--format=custom",
                f"--snapshot={snapshot}",
                f"--file={file}",
                plain.render_as_string(),
            ],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupFailed(_("pg_dump is not installed: install PostgreSQL's client.")) from error
    if done.returncode:
        said = done.stderr.strip() or f"pg_dump: {done.returncode}"  # none, when it was killed
        raise BackupFailed(said.splitlines()[0])
