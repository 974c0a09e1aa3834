"""Who may hear what now: by phone, hour, wish and quiet times; looked up for many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import local_day
from bot.people import Listener
from bot.reminders.digest import Heard
from bot.reminders.hours import allowed_until, at_local, next_allowed
from bot.reminders.kinds import kind_of
from bot.reminders.kinds.kind import Kind, Told
from bot.storage import addresses, notices_people, quiets, reminder_times
from bot.storage.engine import Connection
from bot.storage.notices import Due, Outcome
from bot.storage.notices_people import SaidBefore
from bot.storage.quiets import ALL, Quiet
from bot.storage.reminder_times import MORNING, Hours

TOGETHER = time(MORNING.hour, MORNING.minute + 5)
"""What waited for the morning goes when the planning of that hour is surely done, or with it."""
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
        if allowed >= (ends := useless_after(due, kind)):
            return Outcome(id=due.id, skipped="too late", wait_until=allowed)
        if not (kind.alone or kind.office) and self._waited(due, allowed):
            together = self._together(allowed, due, money=kind.money)
            allowed = together if together < ends else allowed
        if allowed > self.now:
            return Outcome(id=due.id, wait_until=allowed)
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
        allowed = next_allowed(at_local(day, time(0), hours.zone), hours, money=money)
        return self._together(allowed, due, money=money)

    def _waited(self, due: Due, allowed: datetime) -> bool:
        """Whether a notice is of another day than that on which it may be said."""
        zone = self.hours[due.club_id].zone
        return local_day(due.made_at, zone) < local_day(allowed, zone)

    def _together(self, allowed: datetime, due: Due, *, money: bool) -> datetime:
        """Let what waited for the night to end go with what is planned that morning.

        It would use up her one message of the day before.
        """
        hours = self.hours[due.club_id]
        day = local_day(allowed, hours.zone)
        morning, together = (at_local(day, one, hours.zone) for one in (MORNING, TOGETHER))
        ends = allowed_until(allowed, hours, money=money)
        return together if allowed < morning and together < ends else allowed

    def _why_not(self, due: Due, kind: Kind) -> str:
        who = due.recipient_id
        if self.now >= useless_after(due, kind):
            return "too late"
        if who in self.left:
            return "left the club"
        hers = not (kind.office or kind.agreed)
        if who in self.declined and hers:
            return "declined"
        for one in self.quiet.get(who, ()):
            # An officer who wants no word of her own money still hears of others'.
            peace = one.kind == ALL or (kind.agreed and one.is_own_mourning)
            if peace or (hers and one.covers(due.kind, money=kind.money)):
                return f"quiet: {one.reason}"
        listener = self.listeners.get(who)
        # What an officer hears of others is no business of who helps her with her own affairs.
        if listener is None or (kind.office and listener.kind != "self"):
            return "no phone"
        lost = kind.office and not kind.concerns(listener.member)
        return "no officer any more" if lost else ""


def useless_after(due: Due, kind: Kind) -> datetime:
    """Return until when a notice says something."""
    return due.useless_after or due.made_at + kind.useful


async def look_up(db: Connection, dues: Collection[Due], now: datetime) -> Hearers:
    """Load what decides whether those whom something is due for hear it now."""
    people = {one.recipient_id for one in dues}
    said: defaultdict[int, list[SaidBefore]] = defaultdict(list)
    for one in await notices_people.said_since(db, people, now - A_DAY):
        said[one.recipient_id].append(one)
    hours = await reminder_times.hours(db, {one.club_id for one in dues})
    listeners: dict[int, Listener] = {}
    quiet: dict[int, tuple[Quiet, ...]] = {}
    for zone in {one.zone for one in hours.values()}:
        day = local_day(now, zone)
        theirs = {one.recipient_id for one in dues if hours[one.club_id].zone == zone}
        listeners |= await addresses.listeners(db, theirs, day, reminded_at=now)
        quiet |= await quiets.of(db, theirs, day)
    missing = people - set(listeners)
    return Hearers(
        now=now,
        listeners=listeners,
        hours=hours,
        said=said,
        left=await notices_people.left(db, missing) if missing else (),
        declined=await notices_people.declined(db, people),
        quiet=quiet,
    )
