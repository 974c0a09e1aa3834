"""A member died, moved away or left: what ends with it, and what comes back where it was wrong.

What was ended is kept as a decision of the kind "departure", with who said it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, delete, exists, insert, or_, select, update

from bot.storage import means
from bot.storage import tables as t
from bot.storage.applications import OPEN
from bot.storage.engine import AnyRow, AnySelect, Connection

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
    await _alone(db, club_id, member_id)
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


async def offices_ended(db: Connection, club_id: int, member_id: int, on: date) -> frozenset[str]:
    """Return which offices ended on a day as somebody was noted as gone; none for most."""
    rows = await db.execute(_departure(club_id, member_id, on))
    row = rows.first()
    if row is None:
        return frozenset()
    ended = [role_id for role_id, _until in row.details["roles"]]
    roles = await db.execute(select(t.Role.role).where(t.Role.id.in_(ended)))
    return frozenset(roles.scalars())


async def come_back(
    db: Connection, *, club_id: int, member_id: int, on: date, now: datetime
) -> list[int] | None:
    """Take back what an officer said by mistake on the same day; None where that is over.

    All that ended then is as it was, but for the applications that are returned: the fund has no
    longer what was promised for them, and they stay withdrawn.
    """
    wanted = _departure(club_id, member_id, on).with_for_update(of=t.Resolution)
    row = (await db.execute(wanted)).first()
    if row is None:
        return None
    await db.execute(
        update(t.Resolution)
        .where(t.Resolution.id == row.id)
        .values(status="withdrawn", decided_at=now)
    )
    await means.alone(db, club_id)
    await _restore(db, member_id, row.details, on)
    return await _promise_again(db, club_id, row.details["applications"])


def _departure(club_id: int, member_id: int, on: date) -> AnySelect:
    """Select how somebody was noted as gone on a day; nothing once that is taken back."""
    return (
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
    )


async def _alone(db: Connection, club_id: int, member_id: int) -> None:
    """Let nobody decide on her applications or pay them out meanwhile, in the order of others.

    What is read after that is what they left.
    """
    asked = select(t.Resolution.id).where(_asked_for(club_id, member_id))
    await db.execute(asked.order_by(t.Resolution.id).with_for_update())
    await means.alone(db, club_id)
    hers = select(t.Application.id).where(
        t.Application.member_id == member_id, t.Application.status.in_(OPEN)
    )
    await db.execute(hers.order_by(t.Application.id).with_for_update())


def _asked_for(club_id: int, member_id: int) -> ColumnElement[bool]:
    return and_(
        t.Resolution.club_id == club_id,
        t.Resolution.concerns_id == member_id,
        t.Resolution.kind == "loan",
        t.Resolution.status == "pending",
    )


async def _kept(db: Connection, member: AnyRow, on: date) -> Kept:
    """Return what is about to end, as JSON."""
    held = select(t.Role.id, t.Role.until_on).where(
        t.Role.member_id == member.id,
        t.Role.from_on <= on,
        or_(t.Role.until_on.is_(None), t.Role.until_on > on),
    )
    roles = [(row.id, row.until_on and row.until_on.isoformat()) for row in await db.execute(held)]
    passing = await db.execute(select(t.Messenger).where(_passes(member.id)))
    asked = await db.execute(
        select(t.Application.id, t.Application.status).where(
            t.Application.member_id == member.id,
            t.Application.status.in_(OPEN),
            # once its cash has left the box, the witness must still be able to say so
            ~exists().where(t.Handover.application_id == t.Application.id),
        )
    )
    waiting = select(t.Resolution.id).where(_asked_for(member.club_id, member.id))
    return {
        "volunteer": member.volunteer,
        "roles": roles,
        "messengers": [_written(row) for row in passing],
        "applications": [(row.id, row.status) for row in asked],
        "resolutions": list((await db.execute(waiting)).scalars()),
    }


async def _end(db: Connection, member_id: int, kept: Mapping[str, Any], on: date) -> None:
    ended = [role_id for role_id, _until in kept["roles"]]
    await db.execute(update(t.Role).where(t.Role.id.in_(ended)).values(until_on=on))
    await db.execute(delete(t.Messenger).where(_passes(member_id)))
    await db.execute(
        update(t.Loan)
        .where(
            t.Loan.member_id == member_id,
            t.Loan.closed_on.is_(None),
            t.Loan.board_since.is_(None),
        )
        .values(board_since=on)
    )
    asked = [application_id for application_id, _status in kept["applications"]]
    await _settle_questions(db, kept["resolutions"], "withdrawn", was="pending")
    await _settle(db, asked, "withdrawn", was=OPEN)


async def _restore(db: Connection, member_id: int, kept: Mapping[str, Any], on: date) -> None:
    for role_id, until in kept["roles"]:
        until_on = date.fromisoformat(until) if until else None
        await db.execute(update(t.Role).where(t.Role.id == role_id).values(until_on=until_on))
    if kept["messengers"]:
        await db.execute(insert(t.Messenger), [_read(one) for one in kept["messengers"]])
    # Also what was paid out since: it became the board's because she was noted as gone.
    await db.execute(
        update(t.Loan)
        .where(t.Loan.member_id == member_id, t.Loan.board_since == on)
        .values(board_since=None)
    )
    waiting = [one for one, status in kept["applications"] if status == "waiting"]
    await _settle_questions(db, kept["resolutions"], "pending", was="withdrawn")
    await _settle(db, waiting, "waiting", was=("withdrawn",))
    await db.execute(
        update(t.Member)
        .where(t.Member.id == member_id, t.Member.left_on == on)
        .values(left_on=None, left_because="", volunteer=kept["volunteer"])
    )


async def _promise_again(
    db: Connection, club_id: int, kept: Sequence[tuple[int, str]]
) -> list[int]:
    """Promise what had been agreed as far as the fund has it; return what it cannot promise."""
    agreed = [one for one, status in kept if status == "agreed"]
    if not agreed:
        return []
    free = (await means.of_club(db, club_id)).free
    wanted = select(t.Application.id, t.Application.amount).where(t.Application.id.in_(agreed))
    given_up = []
    for row in await db.execute(wanted.order_by(t.Application.id)):
        if row.amount > free:
            given_up.append(row.id)
            continue
        free -= row.amount
        await _settle(db, [row.id], "agreed", was=("withdrawn",))
    return given_up


async def _settle(
    db: Connection, applications: Sequence[int], status: str, *, was: Collection[str]
) -> None:
    if applications:
        hers = t.Application.id.in_(applications), t.Application.status.in_(was)
        await db.execute(update(t.Application).where(*hers).values(status=status))


async def _settle_questions(
    db: Connection, resolutions: Sequence[int], status: str, *, was: str
) -> None:
    if resolutions:
        asked = t.Resolution.id.in_(resolutions), t.Resolution.status == was
        await db.execute(update(t.Resolution).where(*asked).values(status=status))


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
