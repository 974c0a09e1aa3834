"""How far an announcement is: one message to its writer that changes while it goes, to its end.

A short one is over before that message is due, and has only its end told. Where a message cannot
be changed, one comes at the beginning, with a button to ask, and one at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.chat import Choice
from bot.clock import local_day
from bot.i18n import _, ngettext, sentence
from bot.papers.announcement_words import counted, not_reached
from bot.papers.plan_words import still_held
from bot.people import DEFAULT_ZONE, Listener, Member
from bot.reminders.broadcasting import one_by_one
from bot.storage import (
    addresses,
    broadcast_fates,
    broadcast_progress,
    broadcast_times,
    changes,
    holding,
    members,
)
from bot.storage.broadcast_progress import Shown
from bot.storage.broadcasts import Broadcast
from bot.storage.engine import Connection, Database
from bot.storage.holding import NONE_HELD, Held
from bot.telling import NEWS_LIFE, Part, Words, change, speaking_to, tell_parts

AT_ONCE = 500
"""Announcements dealt with in one look."""
FOLLOWED = timedelta(days=3)
"""So long after it went out its writer hears how it went."""
CHANGING = frozenset({"telegram", "web"})
"""Where a message can be changed after it was sent."""
MISSED = "broadcast.missed"
SENDING = "broadcast.sending"


async def follow(database: Database, now: datetime, changing: Collection[str] = CHANGING) -> None:
    """Tell the writers of what goes out how far it is, and once how it went.

    Any number of processes may do it at once. `changing` are the platforms on which one message
    is changed for that: once in a look at the most, and only when its figures are others.
    """
    async with database.read() as db:
        found = await broadcast_progress.followed(db, now - FOLLOWED, AT_ONCE)

    async def look(db: Connection, one: Broadcast) -> None:
        # Its lock is held from here on: another process sees what this one has said.
        counts = await broadcast_fates.fates(db, one.id)
        held = await holding.waiting(db, one.id, now) if counts.get("waiting") else NONE_HELD
        await _Look(db=db, one=one, counts=counts, held=held, now=now).follow(changing)

    await one_by_one(database, found, look)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One look at one announcement."""

    db: Connection
    one: Broadcast
    counts: Mapping[str, int]
    held: Held
    now: datetime

    async def follow(self, changing: Collection[str]) -> None:
        """Change the message about it, or say in a new one that it goes or how it went."""
        shown = await broadcast_progress.shown(self.db, self.one.id)
        if shown and shown.is_lost:
            shown = None
        if shown and shown.platform in changing and not shown.is_shared:
            if shown.status == "waiting":
                return
            if shown.status == "sent":
                await self._change(shown)
                return
        await self._tell(changing, has_begun=shown is not None)

    @property
    def _goes(self) -> bool:
        return bool(self.counts.get("waiting"))

    @property
    def _is_stopped(self) -> bool:
        return self.one.status == "stopped"

    async def _change(self, shown: Shown) -> None:
        writer = await members.member(self.db, self.one.made_by, self._day)
        if self._goes:
            text = self._how_far(writer)
            if text != shown.text and not self._is_stopped:
                until = self.now + NEWS_LIFE
                await changes.change(
                    self.db, shown.id, text, None, now=self.now, useless_after=until
                )
            return
        end = self._end(writer)
        if end.text == shown.text:
            await broadcast_times.report(self.db, self.one, self.now)  # now that it has arrived
            return
        at = Listener(address_id=shown.address_id, member=writer, kind="self", shared=False)
        await change(self.db, shown.id, Words(listener=at, parts=(end,)), self.now)

    async def _tell(self, changing: Collection[str], *, has_begun: bool) -> None:
        if self._goes and (has_begun or self._is_stopped):
            return
        if not self._goes and not await broadcast_times.report(self.db, self.one, self.now):
            return
        listener = await self._listener()
        if listener is None or self._is_stopped:  # she stopped it, or was told who did
            return
        if not self._goes:
            await self._say(listener, self._end(listener.member))
            return
        platform = await broadcast_progress.platform(self.db, listener.address_id)
        changes_here = platform in changing and not listener.shared
        begins = self._begin(listener.member, changes=changes_here)
        message = await self._say(listener, begins)
        await broadcast_progress.show(self.db, self.one.id, message)

    async def _listener(self) -> Listener | None:
        wanted = self.one.made_by
        found = await addresses.listeners(self.db, [wanted], self._day, as_officers=True)
        return found.get(wanted)

    async def _say(self, listener: Listener, part: Part) -> int:
        (message,) = await tell_parts(self.db, [Words(listener=listener, parts=(part,))], self.now)
        return message

    # --- What is said ----------------------------------------------------------------------------

    @property
    def _day(self) -> date:
        return local_day(self.now, DEFAULT_ZONE)

    def _begin(self, writer: Member, *, changes: bool) -> Part:
        """Word that it goes, with the way to stop it, and to ask where nothing changes."""
        with speaking_to(writer, self._day) as words:
            stop = Choice("stop", words(_("Stop sending")))
            ask = Choice("see", words(_("See how far it is")))
        return self._part(self._how_far(writer), SENDING, *([] if changes else [ask]), stop)

    def _how_far(self, writer: Member) -> str:
        with speaking_to(writer, self._day) as words:
            text = words(
                _("Sending “{said}”: it has arrived at {count} of {all}."),
                said=self.one.brief,
                count=self.counts.get("sent", 0),
                all=sum(self.counts.values()),
            )
            if self.held.until:
                held = still_held(self.held.people, self.held.until, words, self.now)
                text = f"{text} {held}"
            return self._with_others(text)

    def _end(self, writer: Member) -> Part:
        """Word how it went, with the way to those who have not got it."""
        got, left = self.counts.get("sent", 0), not_reached(self.counts)
        with speaking_to(writer, self._day) as words:
            said = [self._went(words, got)]
            if sure := left - self.counts.get("unknown", 0):
                said.append(words(_("Not at {left}; somebody should tell them."), left=sure))
            sees = [
                Choice("see", words(_("Whom to tell in person"))),
                Choice("aloud", words(_("To read out over the loudspeaker"))),
            ]
            return self._part(self._with_others(" ".join(said)), MISSED, *(sees if left else []))

    def _went(self, words: Callable[..., str], got: int) -> str:
        if self._is_stopped:
            text = _("“{said}” was stopped. It had arrived at {count}.")
        else:
            text = ngettext(
                "“{said}” has arrived at {count} person.",
                "“{said}” has arrived at {count} people.",
                got,
            )
        return words(text, said=self.one.brief, count=got)

    def _with_others(self, text: str) -> str:
        """Add how many have not got it, by the reason."""
        known = ("sent", "waiting")
        others = {fate: people for fate, people in self.counts.items() if fate not in known}
        if not others:
            return text
        return f"{text}\n" + sentence("{counts}.", counts=counted(others))

    def _part(self, text: str, step: str, *choices: Choice) -> Part:
        return Part(text=text, choices=choices, step=step, data={"broadcast": self.one.id})
