"""What is due now: found by queries, written as notices, said once each.

A kind of notice is one query in `bot.storage.notices` and one text here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat import Choice
from bot.clock import local_day
from bot.i18n import _, day, money
from bot.people import DEFAULT_ZONE
from bot.storage import addresses, declarations, members, notices
from bot.storage.engine import Connection, Database
from bot.storage.messages import Lane
from bot.storage.notices import Due
from bot.telling import called, speaking_to, tell

FORGOTTEN = "declaration.forgotten"
FORGOTTEN_AFTER = timedelta(days=3)
"""A declared repayment waits so long for the treasurer; then the accountant hears of it."""

AT_ONCE = 200
"""Notices dealt with in one transaction."""


async def plan(database: Database, now: datetime) -> int:
    """Find what has come due and queue it; return how many notices were dealt with."""
    async with database.write() as db:
        await notices.plan_forgotten(
            db,
            kind=FORGOTTEN,
            before=now - FORGOTTEN_AFTER,
            role="accountant",
            day=local_day(now, DEFAULT_ZONE),
            now=now,
        )
        waiting = await notices.unsaid(db, AT_ONCE)
        for notice in waiting:
            await notices.settle(db, notice.id, now, skipped=await _say(db, notice, now))
    return len(waiting)


async def _say(db: Connection, notice: Due, now: datetime) -> str | None:
    """Say one notice if it is still true; return why not otherwise."""
    declared = await declarations.locked(db, notice.subject_id)
    if declared.status != "pending":
        return "decided meanwhile"
    on = local_day(now, DEFAULT_ZONE)
    found = await addresses.listeners(db, [notice.recipient_id], on, as_officers=True)
    listener = found.get(notice.recipient_id)
    if listener is None:
        return "no phone"
    payer = await members.member(db, declared.member_id, on)
    with speaking_to(listener.member, on) as words:
        text = words(
            _("{name} told me on {day} of {amount}; nobody has confirmed it. Please take it up."),
            name=called(payer, on),
            day=day(local_day(declared.declared_at, listener.member.club.zone)),
            amount=money(declared.amount),
        )
        sees = Choice("open", words(_("See {name}"), name=called(payer, on)))
    await tell(
        db,
        listener,
        text,
        [sees],
        now=now,
        step="card.open",
        data={"member": payer.id},
        lane=Lane.REMINDERS,
    )
    return None
