"""The open question of an address, and the standing offers that wait beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, or_, select, update

from bot.chat import Choice
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, insert_numbered, insert_on, numbered

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """What an address was asked last; `step` is empty when nothing is open."""

    number: int
    step: str
    data: Data
    text: str
    choices: tuple[Choice, ...]
    member_id: int | None
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffer:
    """Something that is about to be offered to a member at an address."""

    club_id: int
    address_id: int
    member_id: int
    step: str
    data: Data
    choices: Sequence[Choice]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOffer:
    """Something offered to a member at an address, with the fate of it so far."""

    id: int
    member_id: int
    step: str
    data: Data
    choices: tuple[Choice, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_label: str | None


def offer_number(offer_id: int) -> int:
    """Return the short number, 10 to 999, under which an offer is answered without buttons."""
    return 10 + offer_id % 990


def question_of(row: AnyRow) -> OpenQuestion | None:
    """Build the question from a row that outer-joined it."""
    if row.asked_number is None:
        return None
    return OpenQuestion(
        number=row.asked_number,
        step=row.asked_step,
        data=row.asked_data,
        text=row.asked_text,
        choices=_choices(row.asked_choices),
        member_id=row.asked_member_id,
        asked_at=row.asked_at,
    )


def question_to(question: OpenQuestion) -> Data:
    """Return a question as JSON, to be kept inside another one."""
    return {
        **asdict(question),
        "choices": _stored(question.choices),
        "asked_at": question.asked_at.isoformat(),
    }


def question_from(kept: Data) -> OpenQuestion:
    """Build a question that `question_to` has put away."""
    return OpenQuestion(
        **{
            **kept,
            "choices": _choices(kept["choices"]),
            "asked_at": datetime.fromisoformat(kept["asked_at"]),
        }
    )


async def ask(db: Connection, address_id: int, question: OpenQuestion) -> None:
    """Make `question` the one that is open at the address."""
    values = {
        "address_id": address_id,
        "number": question.number,
        "step": question.step,
        "data": question.data,
        "text": question.text,
        "choices": _stored(question.choices),
        "member_id": question.member_id,
        "asked_at": question.asked_at,
    }
    await db.execute(_ask(db.dialect.name), values)


async def offer(
    db: Connection,
    *,
    club_id: int,
    address_id: int,
    member_id: int,
    step: str,
    data: Data,
    choices: Sequence[Choice],
    now: datetime,
    expires_at: datetime,
) -> int:
    """Make a standing offer and return its id: the operation code of what it may start."""
    made = NewOffer(
        club_id=club_id,
        address_id=address_id,
        member_id=member_id,
        step=step,
        data=data,
        choices=choices,
        expires_at=expires_at,
    )
    (its_id,) = await offers(db, [made], now)
    return its_id


async def offers(db: Connection, made: Sequence[NewOffer], now: datetime) -> list[int]:
    """Make standing offers and return their ids, in order: the codes of what they may start."""
    if not made:
        return []
    values = [
        {
            "club_id": one.club_id,
            "address_id": one.address_id,
            "member_id": one.member_id,
            "step": one.step,
            "data": one.data,
            "choices": _stored(one.choices),
            "made_at": now,
            "expires_at": one.expires_at,
        }
        for one in made
    ]
    return await insert_numbered(db, _OFFERS, values)


async def offer_at(db: Connection, address_id: int, offer_id: int) -> StandingOffer | None:
    """Return an offer that was made at this address; an offer of another address is None."""
    rows = await db.execute(_OFFER_AT, {"offer_id": offer_id, "at_address": address_id})
    row = rows.one_or_none()
    return None if row is None else _offer(row)


async def open_offers(db: Connection, address_id: int, now: datetime) -> list[StandingOffer]:
    """Return the unused, unexpired offers of an address, newest first."""
    rows = await db.execute(
        select(t.Offer)
        .where(
            t.Offer.address_id == address_id,
            t.Offer.used_at.is_(None),
            t.Offer.expires_at > now,
        )
        .order_by(t.Offer.id.desc())
        .limit(200)
    )
    return [_offer(row) for row in rows]


async def offers_over(db: Connection, address_id: int, now: datetime) -> list[StandingOffer]:
    """Return the offers of an address that were answered or have expired, newest first."""
    over = or_(t.Offer.used_at.is_not(None), t.Offer.expires_at <= now)
    rows = await db.execute(
        select(t.Offer)
        .where(t.Offer.address_id == address_id, over)
        .order_by(t.Offer.id.desc())
        .limit(200)
    )
    return [_offer(row) for row in rows]


async def use_offer(db: Connection, offer_id: int, label: str, now: datetime) -> None:
    """Mark an offer as used, with what was chosen."""
    values = {"offer_id": offer_id, "its_used_at": now, "its_label": label}
    await db.execute(_USE_OFFER, values)


def _offer(row: AnyRow) -> StandingOffer:
    return StandingOffer(
        id=row.id,
        member_id=row.member_id,
        step=row.step,
        data=row.data,
        choices=_choices(row.choices),
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        used_label=row.used_label,
    )


def _stored(choices: Sequence[Choice]) -> list[list[str]]:
    return [[choice.key, choice.label] for choice in choices]


def _choices(stored: list[list[str]]) -> tuple[Choice, ...]:
    return tuple(Choice(key, label) for key, label in stored)


# Statements of every turn are made once: that costs more than running them.


@cache
def _ask(dialect: str) -> Executable:
    insert = insert_on(dialect, t.Question)
    asked = ("number", "step", "data", "text", "choices", "member_id", "asked_at")
    return insert.on_conflict_do_update(
        index_elements=["address_id"], set_={name: insert.excluded[name] for name in asked}
    )


_OFFERS = numbered(t.Offer)
_OFFER_AT = select(t.Offer).where(
    t.Offer.id == bindparam("offer_id"), t.Offer.address_id == bindparam("at_address")
)
_USE_OFFER = (
    update(t.Offer)
    .where(t.Offer.id == bindparam("offer_id"), t.Offer.used_at.is_(None))
    .values(used_at=bindparam("its_used_at"), used_label=bindparam("its_label"))
)
