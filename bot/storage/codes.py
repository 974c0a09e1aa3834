"""One-time joining codes: eight digits that tie a phone to a member."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

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
    used_at: datetime | None
    member_left: bool

    @property
    def shown(self) -> str:
        """Return the code as it is read out and printed: "4827 1593"."""
        return f"{self.code[:4]} {self.code[4:]}"

    def is_live(self, now: datetime) -> bool:
        """Whether a phone may join with it: not used, not expired, its member not gone."""
        return self.used_at is None and now < self.expires_at and not self.member_left


async def make(
    db: Connection, *, club_id: int, member_id: int, made_by: int | None, now: datetime
) -> JoiningCode:
    """Make a code for a member; older codes of hers that nobody used stop working.

    `made_by` is None where the operator makes it, for a club's first officers.
    """
    await db.execute(
        update(t.JoiningCode)
        .where(
            t.JoiningCode.member_id == member_id,
            t.JoiningCode.used_at.is_(None),
            t.JoiningCode.expires_at > now,
        )
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


async def find(db: Connection, code: str) -> JoiningCode | None:
    """Look up eight digits; None when there never was such a code."""
    row = (await db.execute(_codes().where(t.JoiningCode.code == code))).one_or_none()
    return None if row is None else _code(row)


async def by_id(db: Connection, code_id: int) -> JoiningCode:
    """Return a code that was found before, as it stands now."""
    return _code((await db.execute(_codes().where(t.JoiningCode.id == code_id))).one())


async def use(db: Connection, code_id: int, now: datetime) -> bool:
    """Use a code up; False when somebody was quicker, or it stopped working meanwhile."""
    rows = await db.execute(
        update(t.JoiningCode)
        .where(
            t.JoiningCode.id == code_id,
            t.JoiningCode.used_at.is_(None),
            t.JoiningCode.expires_at > now,
        )
        .values(used_at=now)
    )
    return rows.rowcount == 1


async def void(db: Connection, code_id: int, now: datetime) -> None:
    """Stop a code from working: it is in the wrong hands."""
    await db.execute(
        update(t.JoiningCode)
        .where(t.JoiningCode.id == code_id, t.JoiningCode.expires_at > now)
        .values(expires_at=now)
    )


def _codes() -> AnySelect:
    return select(t.JoiningCode, t.Member.left_on).join(
        t.Member, t.Member.id == t.JoiningCode.member_id
    )


def _code(row: AnyRow) -> JoiningCode:
    return JoiningCode(
        id=row.id,
        club_id=row.club_id,
        member_id=row.member_id,
        code=row.code,
        expires_at=row.expires_at,
        used_at=row.used_at,
        member_left=row.left_on is not None,
    )
