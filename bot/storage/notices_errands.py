"""Notices of errands: messengers are asked to pass on what did not reach somebody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    ScalarSelect,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.storage import quiets
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection, exclusive, inserting
from bot.storage.errands import still_passed_on
from bot.storage.notices import COLUMNS
from bot.storage.phones import is_served

NO_PHONE = "no phone"
"""Why a notice was skipped that a messenger may pass on."""
ASKED, ASKED_OF_MONEY = "errand", "errand.money"
"""The kinds of notices to messengers."""
COMPOSING = timedelta(hours=1)
"""A club's notices are composed one after the other: so long errands wait for the last of them."""
ERRAND = ["club_id", "messenger_id", "member_id", "notice_id", "broadcast_id", "asked_at"]


async def ask(db: Connection, now: datetime, day: date) -> None:
    """Turn what did not reach members without a phone into errands, and plan to ask for them.

    Doing it again, in any number of processes, asks nothing twice. A member's messenger is the
    one who agreed first, has a phone and is not ill or in mourning; where there is none such, who
    agreed first does not hear of it, and the board does.
    """
    await exclusive(db, "errands")
    said_to_all = ("meeting-%", "meeting+%", "meeting.moved%")
    meetings = or_(*(t.Notice.kind.like(one) for one in said_to_all))
    to_hear = _messenger(t.Notice.recipient_id, day)
    await _write(db, _notices(meetings, quiets.MEETINGS, to_hear, now, day))
    to_hear = _messenger(t.BroadcastTo.member_id, day, announced_at=t.Broadcast.send_at)
    await _write(db, _broadcasts(to_hear, now, day))
    await _plan(db, ASKED, ~_is_of_money(), now, day)


async def ask_of_money(db: Connection, now: datetime, day: date) -> None:
    """The same for repayments: only where the member has let that messenger hear of them."""
    await exclusive(db, "errands")
    to_hear = _messenger(t.Notice.recipient_id, day, of_money=True)
    await _write(db, _notices(_is_repayment(t.Notice), quiets.MONEY, to_hear, now, day))
    await _plan(db, ASKED_OF_MONEY, _is_of_money(), now, day)


async def _write(db: Connection, errands: AnySelect) -> None:
    """Write down what can be asked of somebody; who has no messenger is left out."""
    found = _once(errands, "found")
    rows = select(*found.c).where(found.c.messenger_id.is_not(None))
    await db.execute(inserting(db, t.Errand).from_select(ERRAND, rows))


async def _plan(
    db: Connection, kind: str, which: ColumnElement[bool], now: datetime, day: date
) -> None:
    """Plan one notice to each messenger for all that was written down just now."""
    asked = (
        select(
            t.Errand.club_id,
            literal(kind),
            func.min(t.Errand.id),
            literal(day),
            t.Errand.messenger_id,
            literal(now, t.Notice.made_at.type),
        )
        .where(t.Errand.asked_at == now, which)
        .group_by(t.Errand.club_id, t.Errand.messenger_id)
    )
    await db.execute(inserting(db, t.Notice).from_select(COLUMNS, asked).on_conflict_do_nothing())


def _is_repayment(notice: type[t.Notice]) -> ColumnElement[bool]:
    """Whether it is for the borrower: what the board hears of her is no messenger's business."""
    return and_(notice.kind.like("repay%"), notice.kind.not_like("repay.%"))


def _is_of_money() -> ColumnElement[bool]:
    about = aliased(t.Notice)
    return select(about.id).where(about.id == t.Errand.notice_id, _is_repayment(about)).exists()


def _messenger(
    of: InstrumentedAttribute[int],
    day: date,
    *,
    of_money: bool = False,
    announced_at: InstrumentedAttribute[datetime] | None = None,
) -> ScalarSelect[int]:
    """Select a member's first messenger, those last who cannot be asked on `day`.

    What was announced before somebody agreed is none of hers.
    """
    in_time = true() if announced_at is None else t.Messenger.agreed_at <= announced_at
    silent = t.Messenger.messenger_id.in_(select(_not_to_be_asked(day).c.messenger_id))
    return (
        select(t.Messenger.messenger_id)
        .where(t.Messenger.member_id == of, t.Messenger.money if of_money else true(), in_time)
        .order_by(silent, t.Messenger.agreed_at, t.Messenger.messenger_id)
        .limit(1)
        .correlate(of.class_, t.Broadcast)
        .scalar_subquery()
    )


def _not_to_be_asked(day: date) -> CTE:
    """Select the messengers who left, have no phone now, or are ill or in mourning."""
    passing = aliased(t.Messenger)
    reached = (
        select(t.Link.id)
        .join(t.Address, t.Address.id == t.Link.address_id)
        .where(
            t.Link.member_id == passing.messenger_id,
            t.Link.until.is_(None),
            t.Address.unreachable_at.is_(None),
            is_served(),
        )
        .exists()
    )
    found = select(passing.messenger_id).where(
        or_(
            passing.messenger_id.in_(_left()),
            passing.messenger_id.in_(quiets.left_in_peace(day)),
            ~reached,
        )
    )
    return _once(found, "silent")


def _once(rows: AnySelect, name: str) -> CTE:
    """Let PostgreSQL work out `rows` once, and not anew for each row that looks there."""
    return rows.cte(name).prefix_with("MATERIALIZED", dialect="postgresql")


def _left() -> AnySelect:
    return select(t.Member.id).where(t.Member.left_on.is_not(None))


def _notices(
    kinds: ColumnElement[bool], about: str, messenger: ScalarSelect[int], now: datetime, day: date
) -> AnySelect:
    asked = select(t.Errand.notice_id).where(
        t.Errand.notice_id.is_not(None), t.Errand.asked_at > still_passed_on(now, day)
    )
    return select(
        t.Notice.club_id,
        messenger.label("messenger_id"),
        t.Notice.recipient_id,
        t.Notice.id,
        cast(null(), BigInteger),
        literal(now, t.Errand.asked_at.type),
    ).where(
        t.Notice.skipped == NO_PHONE,
        kinds,
        t.Notice.made_at > still_passed_on(now, day),
        or_(t.Notice.useless_after.is_(None), t.Notice.useless_after > now),
        # Each of these is looked up once, however many notices there are: nothing is joined.
        t.Notice.recipient_id.not_in(_left()),
        t.Notice.recipient_id.not_in(quiets.quiet_people(about, day)),
        t.Notice.id.not_in(asked),
        t.Notice.club_id.not_in(_composing(now)),
    )


def _broadcasts(messenger: ScalarSelect[int], now: datetime, day: date) -> AnySelect:
    asked = select(t.Errand.broadcast_id, t.Errand.member_id).where(
        t.Errand.broadcast_id.is_not(None), t.Errand.asked_at > still_passed_on(now, day)
    )
    return (
        select(
            t.Broadcast.club_id,
            messenger.label("messenger_id"),
            t.BroadcastTo.member_id,
            cast(null(), BigInteger),
            t.Broadcast.id,
            literal(now, t.Errand.asked_at.type),
        )
        .join(t.BroadcastTo, t.BroadcastTo.broadcast_id == t.Broadcast.id)
        .where(
            t.Broadcast.status == "sent",
            t.Broadcast.send_at > still_passed_on(now, day),
            t.BroadcastTo.way.in_(("none", "unreachable")),
            t.BroadcastTo.told_at.is_(None),
            tuple_(t.BroadcastTo.broadcast_id, t.BroadcastTo.member_id).not_in(asked),
            t.Broadcast.club_id.not_in(_composing(now)),
        )
    )


def _composing(now: datetime) -> AnySelect:
    """Select the clubs of which notices wait for their turn: what comes of them goes along."""
    waiting = aliased(t.Notice)
    return select(waiting.club_id).where(
        waiting.said_at.is_(None),
        waiting.skipped.is_(None),
        waiting.kind.not_like("errand%"),
        or_(waiting.wait_until.is_(None), waiting.wait_until <= now),
        waiting.made_at > now - COMPOSING,
    )
