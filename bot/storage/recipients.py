"""Who is visited at home: a member under her own name, or another person of the village."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, union, update

from bot.care.people import Recipient
from bot.care.rota import Time
from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection, exclusive
from bot.understanding.names import name_order


async def of_club(db: Connection, club_id: int, on: date) -> list[Recipient]:
    """Return who is visited on that day, by name."""
    cared = t.Recipient.until.is_(None) | (t.Recipient.until > on)
    rows = await db.execute(_people().where(t.Recipient.club_id == club_id, cared))
    return _by_name(await _with_wishes(db, map(_recipient, rows)))


async def ended(db: Connection, club_id: int, since: date, on: date) -> list[Recipient]:
    """Return whom nobody visits any more since some day from `since` on, by name."""
    over = t.Recipient.until.is_not(None), t.Recipient.until >= since, t.Recipient.until <= on
    rows = await db.execute(_people().where(t.Recipient.club_id == club_id, *over))
    return _by_name(await _with_wishes(db, map(_recipient, rows)))


async def one(db: Connection, club_id: int, recipient_id: int) -> Recipient | None:
    """Return one of the club, also where nobody visits her any more."""
    rows = await db.execute(
        _people().where(t.Recipient.club_id == club_id, t.Recipient.id == recipient_id)
    )
    found = await _with_wishes(db, map(_recipient, rows))
    return found[0] if found else None


async def several(db: Connection, recipient_ids: Collection[int]) -> dict[int, Recipient]:
    """Return these people, of any clubs, by their ids."""
    rows = await db.execute(_people().where(t.Recipient.id.in_(recipient_ids)))
    return {one.id: one for one in await _with_wishes(db, map(_recipient, rows))}


async def of_member(db: Connection, club_id: int, member_id: int) -> Recipient | None:
    """Return the newest record of a member who is visited, or was."""
    hers = t.Recipient.club_id == club_id, t.Recipient.member_id == member_id
    rows = await db.execute(_people().where(*hers).order_by(t.Recipient.id.desc()).limit(1))
    found = await _with_wishes(db, map(_recipient, rows))
    return found[0] if found else None


async def known_to(db: Connection, club_id: int, member_id: int) -> frozenset[int]:
    """Return whom a volunteer visits by the rota, or has visited, by their ids."""
    planned = (
        select(t.Shift.recipient_id)
        .join(t.ShiftVolunteer, t.ShiftVolunteer.shift_id == t.Shift.id)
        .where(
            t.Shift.club_id == club_id,
            t.Shift.cancelled_at.is_(None),
            t.ShiftVolunteer.member_id == member_id,
            t.ShiftVolunteer.until.is_(None),
        )
    )
    made = (
        select(t.Visit.recipient_id)
        .join(t.Visitor, t.Visitor.visit_id == t.Visit.id)
        .where(
            t.Visit.club_id == club_id,
            t.Visit.taken_back_at.is_(None),
            t.Visitor.member_id == member_id,
        )
    )
    return frozenset((await db.execute(union(planned, made))).scalars())


async def alone(db: Connection, club_id: int) -> None:
    """Keep others from taking anybody in until the transaction ends."""
    await exclusive(db, f"recipients {club_id}")


async def begin(db: Connection, recipient: Recipient, *, made_by: int, now: datetime) -> int:
    """Take somebody in, and return her id; `recipient.id` is not looked at."""
    row = {
        field: getattr(recipient, field)
        for field in (
            *("club_id", "member_id", "name", "village_name", "hamlet", "birth_year", "sex"),
            *("emergency_phone", "agreed_by", "agreed_on", "weekly", "photos", "since"),
        )
    }
    made = await db.execute(
        insert(t.Recipient)
        .values(**row, until=None, because="", made_by=made_by, made_at=now)
        .returning(t.Recipient.id)
    )
    recipient_id = int(made.scalar_one())
    await note_wishes(db, recipient_id, needs=recipient.needs, times=recipient.times)
    return recipient_id


async def note_wishes(
    db: Connection, recipient_id: int, *, needs: Collection[str], times: Collection[Time]
) -> None:
    """Write down what she needs and when she likes to be visited, instead of what was there."""
    for table in (t.Need, t.WishedTime):
        await db.execute(delete(table).where(table.recipient_id == recipient_id))
    whose = {"recipient_id": recipient_id}
    if needs:
        await db.execute(insert(t.Need), [{**whose, "need": need} for need in sorted(needs)])
    if times:
        rows = [{**whose, "weekday": weekday, "part": part} for weekday, part in sorted(times)]
        await db.execute(insert(t.WishedTime), rows)


async def change(
    db: Connection,
    club_id: int,
    recipient_id: int,
    *,
    weekly: int | None = None,
    emergency_phone: str | None = None,
    agreed: tuple[str, date] | None = None,
    photos: bool | None = None,
) -> None:
    """Write down what else is different now; None leaves it as it is."""
    new: dict[str, Any] = {
        "weekly": weekly,
        "emergency_phone": emergency_phone,
        "photos": photos,
        "agreed_by": agreed and agreed[0],
        "agreed_on": agreed and agreed[1],
    }
    await db.execute(
        update(t.Recipient)
        .where(t.Recipient.club_id == club_id, t.Recipient.id == recipient_id)
        .values({name: value for name, value in new.items() if value is not None})
    )


async def end(
    db: Connection, club_id: int, recipient_id: int, *, until: date, because: str
) -> bool:
    """Let visits end on a day; False where they ended already. Planned ones are not looked at."""
    rows = await db.execute(
        update(t.Recipient)
        .where(
            t.Recipient.club_id == club_id,
            t.Recipient.id == recipient_id,
            t.Recipient.until.is_(None),
        )
        .values(until=until, because=because)
    )
    return rows.rowcount == 1


async def resume(
    db: Connection, club_id: int, recipient_id: int, *, because: Collection[str]
) -> bool:
    """Take visits up again as they were, where they ended for one of these reasons."""
    rows = await db.execute(
        update(t.Recipient)
        .where(
            t.Recipient.club_id == club_id,
            t.Recipient.id == recipient_id,
            t.Recipient.until.is_not(None),
            t.Recipient.because.in_(because),
        )
        .values(until=None, because="")
    )
    return rows.rowcount == 1


def _by_name(people: Iterable[Recipient]) -> list[Recipient]:
    return sorted(people, key=lambda one: (name_order(one.name), one.id))


def _people() -> AnySelect:
    named = [
        func.coalesce(getattr(t.Member, field), getattr(t.Recipient, field)).label(field)
        for field in ("name", "village_name", "hamlet", "birth_year", "sex")
    ]
    return select(
        *(t.Recipient.id, t.Recipient.club_id, t.Recipient.member_id, *named),
        func.coalesce(t.Member.form, "").label("form"),
        *(t.Recipient.emergency_phone, t.Recipient.agreed_by, t.Recipient.agreed_on),
        *(t.Recipient.weekly, t.Recipient.photos, t.Recipient.since, t.Recipient.until),
        *(t.Recipient.because, t.Recipient.made_by),
    ).outerjoin(t.Member, t.Member.id == t.Recipient.member_id)


def _recipient(row: AnyRow) -> Recipient:
    return Recipient(**row._mapping)


async def _with_wishes(db: Connection, found: Iterable[Recipient]) -> list[Recipient]:
    people = list(found)
    ids = [one.id for one in people]
    needs: dict[int, list[str]] = defaultdict(list)
    times: dict[int, set[Time]] = defaultdict(set)
    for row in await db.execute(select(t.Need).where(t.Need.recipient_id.in_(ids))):
        needs[row.recipient_id].append(row.need)
    wished = select(t.WishedTime).where(t.WishedTime.recipient_id.in_(ids))
    for wish in await db.execute(wished):
        times[wish.recipient_id].add((wish.weekday, wish.part))
    return [
        replace(one, needs=tuple(sorted(needs[one.id])), times=frozenset(times[one.id]))
        for one in people
    ]
