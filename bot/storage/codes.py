"""Joining codes: eight digits that tie a member to a phone, and there once on each platform."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection, inserting

DIGITS = 8
LIFE = timedelta(days=45)
"""Longer than from one monthly meeting to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningCode:
    """One code and what became of it."""

    id: int
    club_id: int
    member_id: int
    code: str
    expires_at: datetime
    used_on: frozenset[str]
    """The platforms where it was used; it may still work on others."""
    member_left: bool

    @property
    def shown(self) -> str:
        """Return the code as it is read out and printed: "4827 1593"."""
        return f"{self.code[:4]} {self.code[4:]}"

    def is_live(self, now: datetime, platform: str) -> bool:
        """Whether one may join with it there: not used there, not expired, its member not gone."""
        return platform not in self.used_on and self.works_somewhere(now)

    def works_somewhere(self, now: datetime) -> bool:
        """Whether it has not expired or been stopped, and its member is not gone."""
        return now < self.expires_at and not self.member_left


async def make(
    db: Connection, *, club_id: int, member_id: int, made_by: int | None, now: datetime
) -> JoiningCode:
    """Make a code for a member; older codes of hers stop working, on every platform.

    `made_by` is None where the operator makes it, for a club's first officers.
    """
    await db.execute(
        update(t.JoiningCode)
        .where(t.JoiningCode.member_id == member_id, t.JoiningCode.expires_at > now)
        .values(expires_at=now)
    )
    while True:
        rows = await db.execute(
            inserting(db, t.JoiningCode)
            .values(
                club_id=club_id,
                member_id=member_id,
                code=f"{secrets.randbelow(10**DIGITS):0{DIGITS}}",
                made_by=made_by,
                made_at=now,
                expires_at=now + LIFE,
            )
            .on_conflict_do_nothing(index_elements=["code"])
            .returning(t.JoiningCode.id)
        )
        made: int | None = rows.scalar_one_or_none()
        if made is not None:
            return await by_id(db, made)


async def works_for(db: Connection, member_id: int, now: datetime) -> bool:
    """Whether a code that was given out for a member has not expired or been stopped yet."""
    found = await db.execute(
        select(t.JoiningCode.id)
        .where(t.JoiningCode.member_id == member_id, t.JoiningCode.expires_at > now)
        .limit(1)
    )
    return found.scalar_one_or_none() is not None


async def find(db: Connection, code: str) -> JoiningCode | None:
    """Look up eight digits; None when there never was such a code."""
    rows = (await db.execute(_codes().where(t.JoiningCode.code == code))).all()
    return _code(rows) if rows else None


async def by_id(db: Connection, code_id: int) -> JoiningCode:
    """Return a code that was found before, as it stands now."""
    return _code((await db.execute(_codes().where(t.JoiningCode.id == code_id))).all())


async def use(db: Connection, code_id: int, platform: str, now: datetime) -> bool:
    """Use a code up on a platform; False when somebody was quicker there, or it stopped working.

    The code's row is locked until the transaction ends: nobody stops it in the meantime.
    """
    working = await db.execute(
        update(t.JoiningCode)
        .where(t.JoiningCode.id == code_id, t.JoiningCode.expires_at > now)
        .values(used_at=func.coalesce(t.JoiningCode.used_at, now))
    )
    if not working.rowcount:
        return False
    row = inserting(db, t.CodeUse).values(code_id=code_id, platform=platform, at=now)
    return (await db.execute(row.on_conflict_do_nothing())).rowcount == 1


async def void(db: Connection, code_id: int, now: datetime) -> None:
    """Stop a code from working anywhere: it is in the wrong hands."""
    await db.execute(
        update(t.JoiningCode)
        .where(t.JoiningCode.id == code_id, t.JoiningCode.expires_at > now)
        .values(expires_at=now)
    )


async def void_used(db: Connection, member_id: int, now: datetime) -> None:
    """Stop the codes with which phones came to a member: whoever has one may not come elsewhere.

    A code that nobody has used yet is somebody else's, and stays.
    """
    await db.execute(
        update(t.JoiningCode)
        .where(
            t.JoiningCode.member_id == member_id,
            t.JoiningCode.used_at.is_not(None),
            t.JoiningCode.expires_at > now,
        )
        .values(expires_at=now)
    )


def _codes() -> AnySelect:
    """One row for each platform where a code was used, or one without a platform."""
    return (
        select(t.JoiningCode, t.Member.left_on, t.CodeUse.platform)
        .join(t.Member, t.Member.id == t.JoiningCode.member_id)
        .outerjoin(t.CodeUse, t.CodeUse.code_id == t.JoiningCode.id)
    )


def _code(rows: Sequence[AnyRow]) -> JoiningCode:
    row = rows[0]
    return JoiningCode(
        id=row.id,
        club_id=row.club_id,
        member_id=row.member_id,
        code=row.code,
        expires_at=row.expires_at,
        used_on=frozenset(one.platform for one in rows if one.platform),
        member_left=row.left_on is not None,
    )
