"""Who may hear what now: by phone, hour, wish and quiet times; looked up for many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import local_day
from bot.people import DEFAULT_ZONE, Listener
from bot.reminders.digest import Heard
from bot.reminders.hours import at_local, next_allowed
from bot.reminders.kinds import kind_of
from bot.reminders.kinds.kind import Kind, Told
from bot.storage import addresses, notices_people, quiets, reminder_times
from bot.storage.engine import Connection
from bot.storage.notices import Due, Outcome
from bot.storage.notices_people import SaidBefore
from bot.storage.quiets import Quiet
from bot.storage.reminder_times import MORNING, Hours

A_DAY = timedelta(hours=25)
"""The longest that a day can be, where clocks change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearers:
    """What is known of people whom something waits for."""

    now: datetime
    listeners: Mapping[int, Listener]
    hours: Mapping[int, Hours]
    """When a club may be written to, by club."""
    said: Mapping[int, Sequence[SaidBefore]]
    """What they heard lately, by person, as the next three."""
    left: Collection[int]
    declined: Collection[int]
    quiet: Mapping[int, Sequence[Quiet]]

    def verdict(self, due: Due, kind: Kind) -> Told | Outcome:
        """Return a notice with who hears it now, or why nobody does, or when somebody will."""
        if why := self._why_not(due, kind):
            return Outcome(id=due.id, skipped=why)
        allowed = next_allowed(self.now, self.hours[due.club_id], money=kind.money)
        if allowed > self.now:
            late = allowed >= useless_after(due, kind)
            return Outcome(id=due.id, skipped="too late" if late else None, wait_until=allowed)
        return Told(due=due, listener=self.listeners[due.recipient_id])

    def heard(self, person: int, day: date, zone: str) -> Heard:
        """Return what somebody heard of her own affairs on a day."""
        messages: set[int | None] = set()
        heard = Heard()
        for one in self.said.get(person, ()):
            kind = kind_of(one.kind)
            if kind is None or kind.office or local_day(one.said_at, zone) != day:
                continue
            messages.add(one.outbox_id)
            heard.digest = heard.digest or not kind.alone
        heard.messages = len(messages)
        return heard

    def tomorrow(self, due: Due, *, money: bool) -> datetime:
        """Return when something can be said on the next day that allows it."""
        hours = self.hours[due.club_id]
        day = local_day(self.now, hours.zone) + timedelta(days=1)
        return next_allowed(at_local(day, MORNING, hours.zone), hours, money=money)

    def _why_not(self, due: Due, kind: Kind) -> str:
        who = due.recipient_id
        if self.now >= useless_after(due, kind):
            return "too late"
        if who in self.left:
            return "left the club"
        if who in self.declined and not kind.office:
            return "declined"
        money = kind.money and not kind.office
        for one in self.quiet.get(who, ()):
            if one.covers(due.kind, money=money):
                return f"quiet: {one.reason}"
        listener = self.listeners.get(who)
        # What an officer hears of others is no business of who helps her with her own affairs.
        if listener is None or (kind.office and listener.kind != "self"):
            return "no phone"
        return ""


def useless_after(due: Due, kind: Kind) -> datetime:
    """Return until when a notice says something."""
    return due.useless_after or due.made_at + kind.useful


async def look_up(
    db: Connection, people: Collection[int], clubs: Collection[int], now: datetime
) -> Hearers:
    """Load what decides whether these people, of these clubs, hear something now."""
    day = local_day(now, DEFAULT_ZONE)
    said: defaultdict[int, list[SaidBefore]] = defaultdict(list)
    for one in await notices_people.said_since(db, people, now - A_DAY):
        said[one.recipient_id].append(one)
    listeners = await addresses.listeners(db, people, day)
    missing = set(people) - set(listeners)
    return Hearers(
        now=now,
        listeners=listeners,
        hours=await reminder_times.hours(db, clubs),
        said=said,
        left=await notices_people.left(db, missing) if missing else (),
        declined=await notices_people.declined(db, people),
        quiet=await quiets.of(db, people, day),
    )
