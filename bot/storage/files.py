"""Pictures and papers to send: in the database, as several processes share nothing else."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, literal, select, update

from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

LIMIT = 5_000_000
"""Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A picture or paper as it is sent."""

    mime: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of a picture or paper that is kept, without what is in it."""

    mime: str
    size: int
    """Bytes."""
    club_id: int | None
    expires_at: datetime


async def put(
    db: Connection,
    mime: str,
    content: bytes,
    *,
    club_id: int | None,
    now: datetime,
    expires_at: datetime,
    extension: str = "",
) -> str:
    """Keep a file until `expires_at` and return its name, which nobody can guess.

    The name ends in `extension` (".pdf"). Raises ValueError above `LIMIT` bytes.
    """
    if len(content) > LIMIT:
        raise ValueError(f"a file of {len(content)} bytes; at most {LIMIT}")
    name = secrets.token_urlsafe(24) + extension
    await db.execute(
        insert(t.File).values(
            name=name,
            club_id=club_id,
            mime=mime,
            content=content,
            made_at=now,
            expires_at=expires_at,
        )
    )
    return name


async def get(db: Connection, name: str, now: datetime) -> StoredFile | None:
    """Return a file; None when there is none of that name, or not any more."""
    rows = await db.execute(
        select(t.File.mime, t.File.content).where(t.File.name == name, t.File.expires_at > now)
    )
    row = rows.one_or_none()
    return None if row is None else StoredFile(mime=row.mime, content=row.content)


async def about(db: Connection, name: str, now: datetime) -> About | None:
    """Return what is known of a file, without reading it; None when it is not kept any more."""
    rows = await db.execute(
        select(
            t.File.mime,
            func.length(t.File.content).label("size"),
            t.File.club_id,
            t.File.expires_at,
        ).where(t.File.name == name, t.File.expires_at > now)
    )
    row = rows.one_or_none()
    if row is None:
        return None
    return About(mime=row.mime, size=row.size, club_id=row.club_id, expires_at=row.expires_at)


async def is_kept(db: Connection, name: str, now: datetime) -> bool:
    """Say whether a file is still there, without reading it."""
    found = select(t.File.name).where(t.File.name == name, t.File.expires_at > now)
    return await db.scalar(found) is not None


async def keep_until(db: Connection, name: str, expires_at: datetime) -> None:
    """Let a file expire then, sooner or later than it was to."""
    await db.execute(update(t.File).where(t.File.name == name).values(expires_at=expires_at))


async def keep_at_least(db: Connection, name: str, until: datetime) -> None:
    """Let a file expire not before then; one that is kept for longer stays as it is."""
    await db.execute(
        update(t.File)
        .where(t.File.name == name, t.File.expires_at < until)
        .values(expires_at=until)
    )


async def copy(db: Connection, name: str, *, now: datetime, expires_at: datetime) -> str | None:
    """Keep a file under one more name, until then; None when it is not kept any more.

    Who knows only this name sees nothing of the file once that has expired.
    """
    _, dot, extension = name.rpartition(".")
    other = secrets.token_urlsafe(24) + (f".{extension}" if dot else "")
    columns = ("name", "club_id", "mime", "content", "made_at", "expires_at")
    found = select(
        literal(other),
        t.File.club_id,
        t.File.mime,
        t.File.content,
        literal(now, t.File.made_at.type),
        literal(expires_at, t.File.expires_at.type),
    ).where(t.File.name == name, t.File.expires_at > now)
    rows = await db.execute(insert(t.File).from_select(columns, found))
    return other if rows.rowcount else None


async def kept_as(db: Connection, name: str, platform: str, bot: str, now: datetime) -> str | None:
    """Return under which id a platform keeps a file for a bot of ours, until it expires here."""
    rows = await db.execute(
        select(t.SentFile.file)
        .join(t.File, t.File.name == t.SentFile.name)
        .where(
            t.SentFile.name == name,
            t.SentFile.platform == platform,
            t.SentFile.bot == bot,
            t.File.expires_at > now,
        )
    )
    return rows.scalar_one_or_none()


async def keep_as(db: Connection, name: str, platform: str, bot: str, file: str) -> None:
    """Note under which id a platform keeps a file for a bot of ours, so it need not go again."""
    row = inserting(db, t.SentFile).values(name=name, platform=platform, bot=bot, file=file)
    await db.execute(
        row.on_conflict_do_update(index_elements=["name", "platform", "bot"], set_={"file": file})
    )


async def forget_before(db: Connection, moment: datetime) -> int:
    """Delete what expired before `moment`; return how many files that were."""
    rows = await db.execute(delete(t.File).where(t.File.expires_at <= moment))
    return rows.rowcount
