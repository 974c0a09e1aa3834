"""Phones: who holds one, who speaks on a shared one, and how a member is reached."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Date, Executable, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased

from bot import chat
from bot.people import Holder, Listener, Phone
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, insert_on, inserting
from bot.storage.members import CLUB_COLUMNS, MEMBER_COLUMNS, member_of, offices_on, people
from bot.storage.talk import OpenQuestion, question_of

QUESTION_COLUMNS = (
    t.Question.number.label("asked_number"),
    t.Question.step.label("asked_step"),
    t.Question.data.label("asked_data"),
    t.Question.text.label("asked_text"),
    t.Question.choices.label("asked_choices"),
    t.Question.member_id.label("asked_member_id"),
    t.Question.asked_at,
)


async def arrive(db: Connection, address: chat.Address, now: datetime, locale: str) -> AnyRow:
    """Return the row of `address`, made if new, and locked until the transaction ends.

    The lock keeps two processes from running turns of one address at the same time.
    """
    values = {
        "platform": address.platform,
        "bot": address.bot,
        "chat": address.chat,
        "locale": locale,
        "seen_at": now,
        "wrong_codes": 0,
    }
    return (await db.execute(_arrive(db.dialect.name), values)).one()


async def note_message(db: Connection, address_id: int, message: str, now: datetime) -> bool:
    """Remember that a message is being acted on; False when it was already."""
    values = {"address_id": address_id, "message": message, "at": now}
    return (await db.execute(_hear(db.dialect.name), values)).rowcount == 1


async def phone(db: Connection, row: AnyRow, day: date) -> tuple[Phone, OpenQuestion | None]:
    """Return who may be holding the phone that arrived as `row`, and its open question.

    Here and wherever phones are looked up, who has left the club holds none.
    """
    found = (await db.execute(_PHONE, {"address_id": row.id, "day": day})).all()
    held = Phone(
        id=row.id,
        locale=row.locale,
        holders=tuple(
            Holder(member=member_of(one), kind=one.link_kind)
            for one in found
            if one.link_kind and one.left_on is None
        ),
        speaker_id=row.speaker_id,
        speaker_until=row.speaker_until,
        wrong_codes=row.wrong_codes,
        locked_until=row.locked_until,
    )
    return held, question_of(found[0])


async def remember_speaker(
    db: Connection, address_id: int, member_id: int | None, until: datetime | None
) -> None:
    """Remember who speaks on a shared phone, or forget it."""
    await db.execute(
        update(t.Address)
        .where(t.Address.id == address_id)
        .values(speaker_id=member_id, speaker_until=until)
    )


async def speak(db: Connection, address_id: int, locale: str) -> None:
    """Remember the language for whoever writes from an address and is not known yet."""
    await db.execute(update(t.Address).where(t.Address.id == address_id).values(locale=locale))


async def count_wrong_code(
    db: Connection, address_id: int, codes: int, locked_until: datetime | None
) -> None:
    """Keep how many wrong joining codes came in a row, and until when the address is locked."""
    await db.execute(
        update(t.Address)
        .where(t.Address.id == address_id)
        .values(wrong_codes=codes, locked_until=locked_until)
    )


async def link(
    db: Connection, *, address_id: int, club_id: int, member_id: int, kind: str, now: datetime
) -> None:
    """Tie a member to an address; the same tie twice is one."""
    await db.execute(
        inserting(db, t.Link)
        .values(address_id=address_id, club_id=club_id, member_id=member_id, kind=kind, since=now)
        .on_conflict_do_nothing()
    )


async def unlink(db: Connection, address_id: int, member_id: int, now: datetime) -> None:
    """End the tie between a member and an address."""
    await db.execute(
        update(t.Link)
        .where(
            t.Link.address_id == address_id,
            t.Link.member_id == member_id,
            t.Link.until.is_(None),
        )
        .values(until=now)
    )
    await remember_speaker(db, address_id, None, None)


async def helpers(db: Connection, member_id: int) -> dict[int, datetime]:
    """Return the addresses from which somebody of the family acts for a member, and since when."""
    rows = await db.execute(
        select(t.Link.address_id, t.Link.since)
        .where(t.Link.member_id == member_id, t.Link.kind == "helper", t.Link.until.is_(None))
        .order_by(t.Link.id)
    )
    return {row.address_id: row.since for row in rows}


async def listeners(
    db: Connection, member_ids: Collection[int], day: date, *, as_officers: bool = False
) -> dict[int, Listener]:
    """Return how each member is reached: own phone before a helper's, the last used first.

    Members who have no phone are missing from the answer. `as_officers`: what an officer hears of
    others is no business of who helps her with her own money, so only her own phone counts.
    """
    rows = await db.execute(_LISTENERS, {"member_ids": list(member_ids), "day": day})
    found: dict[int, Listener] = {}
    for row in rows:
        reached = Listener(
            address_id=row.address_id,
            member=member_of(row),
            kind=row.link_kind,
            shared=row.holders > 1,
        )
        if reached.kind == "self" or not as_officers:
            found.setdefault(row.member_id, reached)
    return found


async def beside(db: Connection, member_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return for each member whose hand a yes of hers may be.

    That is everybody linked to a phone of hers or of her household, in whatever way, and those
    whom they live with.
    """
    found: dict[int, set[int]] = {member_id: set() for member_id in member_ids}
    for member_id, other in await db.execute(_BESIDE, {"member_ids": list(member_ids)}):
        found[member_id].add(other)
    return {member_id: frozenset(others) for member_id, others in found.items()}


async def holders(db: Connection, address: chat.Address, day: date) -> tuple[Holder, ...]:
    """Return who may be holding a phone, without marking it as seen."""
    rows = await db.execute(
        people(day)
        .add_columns(t.Link.kind.label("link_kind"))
        .join(t.Link, and_(t.Link.member_id == t.Member.id, t.Link.until.is_(None)))
        .join(t.Address, t.Address.id == t.Link.address_id)
        .where(
            t.Address.platform == address.platform,
            t.Address.bot == address.bot,
            t.Address.chat == address.chat,
            t.Member.left_on.is_(None),
        )
        .order_by(t.Link.id)
    )
    return tuple(Holder(member=member_of(row), kind=row.link_kind) for row in rows)


# Statements of every turn are made once: that costs more than running them.


@cache
def _arrive(dialect: str) -> Executable:
    insert = insert_on(dialect, t.Address)
    return insert.on_conflict_do_update(
        index_elements=["platform", "bot", "chat"],
        set_={"seen_at": insert.excluded.seen_at, "unreachable_at": None},
    ).returning(
        t.Address.id,
        t.Address.locale,
        t.Address.speaker_id,
        t.Address.speaker_until,
        t.Address.wrong_codes,
        t.Address.locked_until,
    )


@cache
def _hear(dialect: str) -> Executable:
    return insert_on(dialect, t.Heard).on_conflict_do_nothing()


_PHONE = (
    select(
        *QUESTION_COLUMNS,
        t.Link.kind.label("link_kind"),
        *MEMBER_COLUMNS,
        *CLUB_COLUMNS,
        offices_on(bindparam("day", type_=Date)),
    )
    .select_from(t.Address)
    .outerjoin(t.Question, t.Question.address_id == t.Address.id)
    .outerjoin(t.Link, and_(t.Link.address_id == t.Address.id, t.Link.until.is_(None)))
    .outerjoin(t.Member, t.Member.id == t.Link.member_id)
    .outerjoin(t.Club, t.Club.id == t.Member.club_id)
    .where(t.Address.id == bindparam("address_id"))
    .order_by(t.Link.id)
)
_other = t.Link.__table__.alias("other")
_who = t.Member.__table__.alias("who")
_HOLDERS = (
    select(func.count())
    .select_from(_other)
    .join(_who, _who.c.id == _other.c.member_id)
    .where(
        _other.c.address_id == t.Link.address_id,
        _other.c.until.is_(None),
        _who.c.left_on.is_(None),
    )
    .scalar_subquery()
)
_LISTENERS = (
    people(bindparam("day", type_=Date))
    .add_columns(t.Link.address_id, t.Link.kind.label("link_kind"), _HOLDERS.label("holders"))
    .join(t.Link, and_(t.Link.member_id == t.Member.id, t.Link.until.is_(None)))
    .join(t.Address, t.Address.id == t.Link.address_id)
    .where(
        t.Member.id.in_(bindparam("member_ids", expanding=True)),
        t.Member.left_on.is_(None),
        t.Address.unreachable_at.is_(None),
    )
    .order_by(t.Link.kind.desc(), t.Address.seen_at.desc())
)


def _beside() -> Executable:
    me, kin, seen, roof = (aliased(t.Member) for _place in range(4))
    mine, theirs = aliased(t.Link), aliased(t.Link)
    # Few rows come of it: without statistics PostgreSQL would join all six places at once.
    home = (
        select(me.id.label("me"), kin.id.label("kin"))
        .join(kin, _one_roof(kin, me))
        .where(me.id.in_(bindparam("member_ids", expanding=True)))
        .cte("home")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return (
        select(home.c.me, roof.id)
        .join(mine, and_(mine.member_id == home.c.kin, mine.until.is_(None)))
        .join(theirs, and_(theirs.address_id == mine.address_id, theirs.until.is_(None)))
        .join(seen, seen.id == theirs.member_id)
        .join(roof, _one_roof(roof, seen))
        .where(theirs.member_id != mine.member_id, roof.id != home.c.me)
        .distinct()
    )


def _one_roof(one: type[t.Member], other: type[t.Member]) -> ColumnElement[bool]:
    same = or_(one.id == other.id, one.household_id == other.household_id)
    return and_(one.club_id == other.club_id, same)  # the club's index keeps this small


_BESIDE = _beside()
