"""What is due to be said of the bot's own accord: planned by one statement, unique by its key.

A notice that was not said yet waits, for a better hour or another day's message, or is skipped
with the reason. One that was said names the message that it became a part of.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    BindParameter,
    Executable,
    and_,
    bindparam,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection, insert_on, inserting
from bot.storage.messages import Lane

ONCE = date(2000, 1, 1)
"""The due day of what is said once only, whenever it comes up (no column of the key is empty)."""
COLUMNS = ["club_id", "kind", "subject_id", "due_on", "recipient_id", "made_at"]
UNSENT, LOOKS_BACK = timedelta(hours=1), timedelta(days=7)
"""What was given up so long before all was planned last, or before now, is not taken up again."""
AT_ONCE = 1000
"""Messages that one statement names: a list of ids has its limits."""
WITHOUT_FAULT = "without fault"
"""All kinds were planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One notice that was planned and not said yet."""

    id: int
    club_id: int
    kind: str
    subject_id: int
    due_on: date
    recipient_id: int
    made_at: datetime
    useless_after: datetime | None
    """None: the kind says how long it is useful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a notice: said in a message, skipped for a reason, or waiting."""

    id: int
    said_at: datetime | None = None
    outbox_id: int | None = None
    skipped: str | None = None
    wait_until: datetime | None = None


def planning(dialect: str, kind: str, due: AnySelect) -> Executable:
    """Return the statement that writes the notices of a kind which are due at `now`.

    It may run again and again, without writing one twice. `due` selects the columns club_id,
    subject_id, due_on and recipient_id, with a WHERE. To be made once: that costs more than
    running it.
    """
    club_id, subject_id, due_on, recipient_id = due.selected_columns
    rows = due.with_only_columns(club_id, literal(kind), subject_id, due_on, recipient_id, NOW)
    return insert_on(dialect, t.Notice).from_select(COLUMNS, rows).on_conflict_do_nothing()


async def plan(db: Connection, kind: str, due: AnySelect, now: datetime) -> None:
    """Write the notices of a kind that are due, as `planning` does."""
    await db.execute(planning(db.dialect.name, kind, due), {"now": now})


async def again(
    db: Connection,
    *,
    club_id: int,
    kind: str,
    subject_id: int,
    due_on: date,
    recipient_id: int,
    wait_until: datetime,
    useless_after: datetime,
    now: datetime,
) -> None:
    """Plan one notice for a moment that somebody has chosen; the same once more is one."""
    row = inserting(db, t.Notice).values(
        club_id=club_id,
        kind=kind,
        subject_id=subject_id,
        due_on=due_on,
        recipient_id=recipient_id,
        made_at=now,
        wait_until=wait_until,
        useless_after=useless_after,
    )
    await db.execute(row.on_conflict_do_nothing())


async def outdate(db: Connection, kinds: Collection[str], subjects: Collection[int]) -> None:
    """Let what was planned of these subjects stand for the past: it may be planned once more.

    Who heard it that day still did: it stays, under a subject that is none.
    """
    await db.execute(
        update(t.Notice)
        .where(t.Notice.kind.in_(kinds), t.Notice.subject_id.in_(subjects))
        .values(subject_id=-t.Notice.id)
    )


async def last_planned(db: Connection, kind: str) -> datetime | None:
    """Return when this kind was planned last."""
    return (
        await db.execute(select(t.Tick.slot).where(t.Tick.name == _tick(kind)))
    ).scalar_one_or_none()


async def note_planned(db: Connection, kind: str, now: datetime) -> None:
    """Note that everything of this kind is planned up to `now`."""
    row = inserting(db, t.Tick).values(name=_tick(kind), slot=now)
    await db.execute(row.on_conflict_do_update(index_elements=["name"], set_={"slot": now}))


async def due_for(db: Connection, people: Collection[int], now: datetime) -> list[Due]:
    """Return what is to be said to these people now; it is locked until the transaction ends."""
    rows = await db.execute(_DUE, {"people": list(people), "now": now})
    return [
        Due(
            id=row.id,
            club_id=row.club_id,
            kind=row.kind,
            subject_id=row.subject_id,
            due_on=row.due_on,
            recipient_id=row.recipient_id,
            made_at=row.made_at,
            useless_after=row.useless_after,
        )
        for row in rows
    ]


async def settle(db: Connection, outcomes: Sequence[Outcome]) -> None:
    """Write what became of notices."""
    values = [
        {
            "its_id": one.id,
            "its_said_at": one.said_at,
            "its_outbox_id": one.outbox_id,
            "its_skipped": one.skipped,
            "its_wait_until": one.wait_until,
        }
        for one in outcomes
    ]
    if values:
        await db.execute(_SETTLE, values)


async def take_up_again(db: Connection, now: datetime) -> None:
    """Let wait again what was a part of messages that came too late, or reached nobody.

    Whether it is still true, and of use, is looked at once more before it is said.
    """
    planned = min(await last_planned(db, WITHOUT_FAULT) or now, now)
    since = max(planned - UNSENT, now - LOOKS_BACK)
    found = (await db.execute(_GIVEN_UP, {"since": since})).all()
    for first in range(0, len(found), AT_ONCE):
        rows = found[first : first + AT_ONCE]
        await db.execute(
            update(t.Notice)
            .where(
                t.Notice.recipient_id.in_({row.member_id for row in rows}),
                t.Notice.outbox_id.in_([row.id for row in rows]),
                t.Notice.said_at.is_not(None),
            )
            .values(said_at=None, outbox_id=None)
        )


def _tick(kind: str) -> str:
    return f"planned {kind}"


# Made once: reminders ask it for many at a time, again and again.
NOW = bindparam("now", type_=t.Outbox.next_at.type)
PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
WAITS = (
    t.Notice.said_at.is_(None),
    t.Notice.skipped.is_(None),
    or_(t.Notice.wait_until.is_(None), t.Notice.wait_until <= NOW),
)
_DUE = (
    select(t.Notice)
    .where(t.Notice.recipient_id.in_(PEOPLE), *WAITS)
    .order_by(t.Notice.recipient_id, t.Notice.id)
    .with_for_update(skip_locked=True)
)
_SETTLE = (
    update(t.Notice)
    .where(t.Notice.id == bindparam("its_id"))
    .values(
        said_at=bindparam("its_said_at"),
        outbox_id=bindparam("its_outbox_id"),
        skipped=bindparam("its_skipped"),
        wait_until=bindparam("its_wait_until"),
    )
    .execution_options(synchronize_session=False)
)
_GIVEN_UP = select(t.Outbox.id, t.Outbox.member_id).where(
    t.Outbox.done_at >= bindparam("since", type_=t.Notice.said_at.type),
    t.Outbox.lane == literal_column(str(int(Lane.REMINDERS))),
    or_(
        t.Outbox.status == "expired",
        and_(t.Outbox.status == "failed", t.Outbox.reason == "unreachable"),
    ),
)
