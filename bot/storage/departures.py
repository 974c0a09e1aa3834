"""A member died, moved away or left: what ends with it, and what comes back where it was wrong.

What was ended is kept as a decision of the kind "departure", with who said it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import delete, exists, insert, or_, select, update

from bot.storage import tables as t
from bot.storage.applications import OPEN
from bot.storage.engine import AnyRow, Connection

DEPARTURE = "departure"
Because = Literal["died", "moved", "left"]
Kept = dict[str, Any]


async def leave(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    because: Because,
    by: int,
    origin: str,
    on: date,
    now: datetime,
) -> bool:
    """End everything of a member who is no longer one; False where she had left before.

    Her phones and helpers speak for her no more, her offices end, nobody passes anything on to or
    through her, her open loans are the board's, and what waited to be said to her is not said.
    """
    locked = select(t.Member).where(t.Member.id == member_id, t.Member.club_id == club_id)
    member = (await db.execute(locked.with_for_update())).one()
    if member.left_on is not None:
        return False
    kept = await _kept(db, member, on)
    await _end(db, member_id, kept, on)
    await db.execute(
        update(t.Member)
        .where(t.Member.id == member_id)
        .values(left_on=on, left_because=because, volunteer=False)
    )
    await db.execute(
        update(t.Outbox)
        .where(t.Outbox.member_id == member_id, t.Outbox.status == "waiting")
        .values(status="expired", done_at=now, reason="left")
    )
    await db.execute(
        insert(t.Resolution).values(
            club_id=club_id,
            kind=DEPARTURE,
            subject_id=member_id,
            concerns_id=member_id,
            details=kept,
            reason=because,
            asked_by=by,
            asked_at=now,
            origin=origin,
            status="agreed",
            decided_at=now,
            how="officers",
            file="",
            meeting={},
        )
    )
    return True


async def why(db: Connection, club_id: int, member_id: int) -> str:
    """Return why somebody is no member any more: a `Because`, empty where nobody has said it."""
    rows = await db.execute(
        select(t.Member.left_because).where(t.Member.id == member_id, t.Member.club_id == club_id)
    )
    return rows.scalar_one()


async def left_on(db: Connection, club_id: int, day: date) -> list[int]:
    """Return who of a club was noted as gone on a day."""
    rows = await db.execute(
        select(t.Member.id).where(t.Member.club_id == club_id, t.Member.left_on == day)
    )
    return list(rows.scalars())


async def come_back(
    db: Connection, *, club_id: int, member_id: int, on: date, now: datetime
) -> bool:
    """Take back what an officer said by mistake on the same day; False where that is over.

    All that ended then is as it was.
    """
    found = await db.execute(
        select(t.Resolution.id, t.Resolution.details)
        .join(t.Member, t.Member.id == t.Resolution.subject_id)
        .where(
            t.Resolution.club_id == club_id,
            t.Resolution.kind == DEPARTURE,
            t.Resolution.subject_id == member_id,
            t.Resolution.status == "agreed",
            t.Member.left_on == on,
        )
        .order_by(t.Resolution.id.desc())
        .limit(1)
        .with_for_update(of=t.Resolution)
    )
    row = found.first()
    if row is None:
        return False
    await db.execute(
        update(t.Resolution)
        .where(t.Resolution.id == row.id)
        .values(status="withdrawn", decided_at=now)
    )
    await _restore(db, member_id, row.details, on)
    return True


async def _kept(db: Connection, member: AnyRow, on: date) -> Kept:
    """Return what is about to end, as JSON."""
    held = select(t.Role.id, t.Role.until_on).where(
        t.Role.member_id == member.id,
        t.Role.from_on <= on,
        or_(t.Role.until_on.is_(None), t.Role.until_on > on),
    )
    roles = [(row.id, row.until_on and row.until_on.isoformat()) for row in await db.execute(held)]
    passing = await db.execute(select(t.Messenger).where(_passes(member.id)))
    lent = select(t.Loan.id).where(
        t.Loan.member_id == member.id, t.Loan.closed_on.is_(None), t.Loan.board_since.is_(None)
    )
    asked = await db.execute(
        select(t.Application.id, t.Application.status).where(
            t.Application.member_id == member.id,
            t.Application.status.in_(OPEN),
            # once its cash has left the box, the witness must still be able to say so
            ~exists().where(t.Handover.application_id == t.Application.id),
        )
    )
    waiting = select(t.Resolution.id).where(
        t.Resolution.club_id == member.club_id,
        t.Resolution.concerns_id == member.id,
        t.Resolution.kind == "loan",
        t.Resolution.status == "pending",
    )
    return {
        "volunteer": member.volunteer,
        "roles": roles,
        "messengers": [_written(row) for row in passing],
        "loans": list((await db.execute(lent)).scalars()),
        "applications": [(row.id, row.status) for row in asked],
        "resolutions": list((await db.execute(waiting)).scalars()),
    }


async def _end(db: Connection, member_id: int, kept: Mapping[str, Any], on: date) -> None:
    ended = [role_id for role_id, _until in kept["roles"]]
    await db.execute(update(t.Role).where(t.Role.id.in_(ended)).values(until_on=on))
    await db.execute(delete(t.Messenger).where(_passes(member_id)))
    await db.execute(update(t.Loan).where(t.Loan.id.in_(kept["loans"])).values(board_since=on))
    asked = [application_id for application_id, _status in kept["applications"]]
    await _settle(db, asked, kept["resolutions"], "withdrawn", "withdrawn")


async def _restore(db: Connection, member_id: int, kept: Mapping[str, Any], on: date) -> None:
    for role_id, until in kept["roles"]:
        until_on = date.fromisoformat(until) if until else None
        await db.execute(update(t.Role).where(t.Role.id == role_id).values(until_on=until_on))
    if kept["messengers"]:
        await db.execute(insert(t.Messenger), [_read(one) for one in kept["messengers"]])
    await db.execute(update(t.Loan).where(t.Loan.id.in_(kept["loans"])).values(board_since=None))
    for application_id, status in kept["applications"]:
        await _settle(db, [application_id], [], status, "")
    await _settle(db, [], kept["resolutions"], "", "pending")
    await db.execute(
        update(t.Member)
        .where(t.Member.id == member_id, t.Member.left_on == on)
        .values(left_on=None, left_because="", volunteer=kept["volunteer"])
    )


async def _settle(
    db: Connection,
    applications: Sequence[int],
    resolutions: Sequence[int],
    asked: str,
    waiting: str,
) -> None:
    if applications:
        await db.execute(
            update(t.Application).where(t.Application.id.in_(applications)).values(status=asked)
        )
    if resolutions:
        await db.execute(
            update(t.Resolution).where(t.Resolution.id.in_(resolutions)).values(status=waiting)
        )


def _passes(member_id: int) -> Any:
    return or_(t.Messenger.member_id == member_id, t.Messenger.messenger_id == member_id)


def _written(row: AnyRow) -> Kept:
    return {
        "member_id": row.member_id,
        "messenger_id": row.messenger_id,
        "club_id": row.club_id,
        "agreed_at": row.agreed_at.isoformat(),
        "money": row.money,
        "set_by": row.set_by,
    }


def _read(kept: Kept) -> Kept:
    return {**kept, "agreed_at": datetime.fromisoformat(kept["agreed_at"])}
