"""Phones: who holds one, who speaks on a shared one, and how a member is reached."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Date,
    and_,
    bindparam,
    case,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot import chat
from bot.people import Holder, Listener, Phone
from bot.storage import bots, holding, phones
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, insert_on, inserting
from bot.storage.members import CLUB_COLUMNS, MEMBER_COLUMNS, member_of, offices_on, people
from bot.storage.messages import Lane
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


async def arrive(
    db: Connection, address: chat.Address, now: datetime, locale: str, *, unreadable: bool = False
) -> AnyRow:
    """Return the row of `address`, made if new, and locked until the transaction ends.

    The lock keeps two processes from running turns of one address at the same time. `unreadable`
    counts what came without anything to read, in a row.
    """
    given = arriving(address, now, locale, unreadable=unreadable)
    return (await db.execute(arrival(db.dialect.name), given)).one()


async def phone(db: Connection, row: AnyRow, day: date) -> tuple[Phone, OpenQuestion | None]:
    """Return who may be holding the phone that arrived as `row`, and its open question.

    Here and wherever phones are looked up, who has left the club holds none, and a bot of one
    club is nothing to the members of others.
    """
    found = (await db.execute(_PHONE, {"address_id": row.id, "day": day})).all()
    serves = found[0].serves
    linked = [one for one in found if one.link_kind and one.left_on is None]
    held = Phone(
        id=row.id,
        locale=row.locale,
        holders=tuple(
            Holder(member=member_of(one), kind=one.link_kind)
            for one in linked
            if serves in (None, one.club_id)
        ),
        serves=serves,
        others=tuple(one.club_id for one in linked if serves not in (None, one.club_id)),
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
    """Tie a member to an address; the same tie twice is one.

    Where she chose to be written to on its platform, that holds for this one, too.
    """
    values = {"address_id": address_id, "club_id": club_id, "member_id": member_id, "kind": kind}
    await db.execute(
        inserting(db, t.Link)
        .values(**values, since=now, chosen=phones.is_chosen_for(address_id, member_id, kind))
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


async def listeners(
    db: Connection,
    member_ids: Collection[int],
    day: date,
    *,
    as_officers: bool = False,
    reminded_at: datetime | None = None,
) -> dict[int, Listener]:
    """Return how each member is reached: the best by `phones.preference` of her phones.

    Members who have no phone are missing from the answer. `as_officers`: what an officer hears of
    others is no business of who helps her with her own money, so only her own phone counts.
    `reminded_at` is when they are to hear reminders, which a bot may hold back.
    """
    given = {"member_ids": list(member_ids), "day": day, **holding.moments(reminded_at)}
    rows = await db.execute(_LISTENERS, given)
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


async def language(db: Connection, address: chat.Address) -> str:
    """Return the language for whoever writes from an address; empty for an unknown one."""
    found = await db.execute(
        select(t.Address.locale).where(
            t.Address.platform == address.platform,
            t.Address.bot == address.bot,
            t.Address.chat == address.chat,
        )
    )
    return found.scalar_one_or_none() or ""


def arriving(
    address: chat.Address, now: datetime, locale: str, *, unreadable: bool
) -> dict[str, object]:
    """Return the values that `arrival` takes."""
    return {
        "its_platform": address.platform,
        "its_bot": address.bot,
        "its_chat": address.chat,
        "its_locale": locale,
        "now": now,
        "its_unreadable": int(unreadable),
    }


# Statements of every turn are made once: that costs more than running them.


@cache
def arrival(dialect: str) -> ReturningInsert[*tuple[Any, ...]]:
    """Return the statement by which an address arrives."""
    insert = insert_on(dialect, t.Address).values(
        platform=bindparam("its_platform"),
        bot=bindparam("its_bot"),
        chat=bindparam("its_chat"),
        locale=bindparam("its_locale"),
        seen_at=bindparam("now"),
        wrong_codes=0,
        unreadable=bindparam("its_unreadable"),
    )
    in_a_row = case((insert.excluded.unreadable == 0, 0), else_=t.Address.unreadable + 1)
    return insert.on_conflict_do_update(
        index_elements=["platform", "bot", "chat"],
        set_={
            "seen_at": insert.excluded.seen_at,
            "unreachable_at": None,
            "unreadable": in_a_row,
        },
    ).returning(
        t.Address.id,
        t.Address.locale,
        t.Address.speaker_id,
        t.Address.speaker_until,
        t.Address.wrong_codes,
        t.Address.locked_until,
        t.Address.unreadable,
    )


_PHONE = (
    select(
        *QUESTION_COLUMNS,
        t.Link.kind.label("link_kind"),
        t.Bot.club_id.label("serves"),
        *MEMBER_COLUMNS,
        *CLUB_COLUMNS,
        offices_on(bindparam("day", type_=Date)),
    )
    .select_from(t.Address)
    .outerjoin(t.Bot, bots.OF_ADDRESS)
    .outerjoin(t.Question, t.Question.address_id == t.Address.id)
    .outerjoin(t.Link, and_(t.Link.address_id == t.Address.id, t.Link.until.is_(None)))
    .outerjoin(t.Member, t.Member.id == t.Link.member_id)
    .outerjoin(t.Club, t.Club.id == t.Member.club_id)
    .where(t.Address.id == bindparam("address_id"))
    .order_by(t.Link.id)
)
_held = holding.holds(int(Lane.REMINDERS))
_LISTENERS = (
    people(bindparam("day", type_=Date))
    .add_columns(
        t.Link.address_id, t.Link.kind.label("link_kind"), phones.shared_by().label("holders")
    )
    .join(t.Link, and_(t.Link.member_id == t.Member.id, t.Link.until.is_(None)))
    .join(t.Address, t.Address.id == t.Link.address_id)
    .where(
        t.Member.id.in_(bindparam("member_ids", expanding=True)),
        t.Member.left_on.is_(None),
        t.Address.unreachable_at.is_(None),
        phones.is_served(),
    )
    .order_by(*(one.desc() for one in phones.preference(held=_held)))
)
