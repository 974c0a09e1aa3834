"""What an operator sees with `tugiup status` and `tugiup check`: what needs a hand.

It only reads, beside a bot that runs or one that does not.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.clock import local, local_day, utc_now
from bot.config import Operator, Refused
from bot.i18n import _, clock_time, day, ngettext
from bot.papers import check_words
from bot.people import DEFAULT_ZONE
from bot.storage import chats, measures, proofs
from bot.storage.engine import Connection, Database
from bot.storage.measures import Fates, OurBot, Size, Waiting
from bot.storage.messages import Lane
from bot.storage.migrate import is_newest, is_there, reach

Result = TypeVar("Result")

DAY = timedelta(days=1)
STUCK_AFTER = timedelta(minutes=15)
CHATS_OF = timedelta(hours=1)
REASONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found at one moment."""

    now: datetime
    waiting: Sequence[Waiting]
    fates: Sequence[Fates]
    bots: Sequence[OurBot]
    planned: datetime | None
    tidied: datetime | None
    unsaid: datetime | None
    size: Size
    operator: Operator | None
    operator_wrote: bool
    """Whether the chat that is told of trouble is one."""


def status(url: str, operator: Operator | None) -> tuple[str, list[str]]:
    """Return the screen, and what an operator should do: nothing where all is well.

    Raises `Refused` where there is no database to look at.
    """
    seen = _looking(url, lambda db: look(db, operator, utc_now()))
    return screen(seen), troubles(seen)


def recent_chats(url: str) -> list[str]:
    """Return the chats that wrote within the last hour, as the setting OPERATOR names them."""
    now = utc_now()
    found = _looking(url, lambda db: chats.recent(db, now - CHATS_OF))
    if not found:
        raise Refused(_("Nobody has written for an hour: write to the bot, and call this again."))
    return [
        f"OPERATOR={one.address.platform}:{one.address.chat}  {_moment(one.seen_at, now)}"
        for one in found
    ]


def check(url: str) -> tuple[list[str], int]:
    """Try the proofs that the books hold; return what to say of it, and how many rows are wrong.

    Raises `Refused` where there is no database to look at.
    """
    today = local_day(utc_now(), DEFAULT_ZONE)
    return _looking(url, lambda db: prove(db, today))


async def prove(db: Connection, today: date) -> tuple[list[str], int]:
    """Try the proofs; the last line says how much was looked at."""
    found = [one async for one in proofs.prove(db, today)]
    faults = sum(one.faults for one in found)
    summary = check_words.summary(await proofs.looked(db), faults)
    return [*check_words.said(found), summary], faults


async def look(db: Connection, operator: Operator | None, now: datetime) -> Seen:
    """Read everything that is shown."""
    return Seen(
        now=now,
        waiting=await measures.waiting(db, now),
        fates=await measures.fates(db, now - DAY),
        bots=await measures.our_bots(db, now - STUCK_AFTER),
        planned=await measures.last_slot(db, measures.PLAN),
        tidied=await measures.last_slot(db, measures.TIDY),
        unsaid=await measures.oldest_unsaid(db, now),
        size=await measures.size(db),
        operator=operator,
        operator_wrote=operator is not None and await chats.named(db, *operator) is not None,
    )


def screen(seen: Seen) -> str:
    """Return what an operator reads."""
    rows = [
        (_("Now"), [f"{_moment(seen.now, seen.now)}, {day(local_day(seen.now, DEFAULT_ZONE))}"]),
        (_("Waiting"), _waiting(seen) or [_("nothing")]),
        (_("Last 24 hours"), _fates(seen) or [_("nothing")]),
        (_("Bots"), [_bot(one, seen.now) for one in seen.bots] or [_("none yet")]),
        (_("Planned last"), [_since(seen.planned, seen.now)]),
        (_("Tidied last"), [_since(seen.tidied, seen.now)]),
        (_("Oldest notice not said"), [_since(seen.unsaid, seen.now)]),
        (_("Clubs, members, phones"), [_counts(seen.size)]),
        (_("The operator's chat"), [":".join(seen.operator or ()) or _("none, see OPERATOR")]),
        (_("Database"), [f"{seen.size.bytes / 1_000_000:.1f} MB"]),
    ]
    width = max(len(name) for name, _lines in rows) + 2
    return "\n".join(
        f"{'' if number else name:{width}}{line}"
        for name, lines in rows
        for number, line in enumerate(lines)
    )


def troubles(seen: Seen) -> list[str]:
    """Return what needs a hand, each with what to do."""
    found = [*_not_planning(seen), *_not_sending(seen), *_not_hearing(seen)]
    if seen.operator and not seen.operator_wrote:
        text = _("The chat that OPERATOR names has never written: write to the bot from it once.")
        found.append(text)
    return found


def _not_planning(seen: Seen) -> list[str]:
    if seen.planned and seen.now - seen.planned <= measures.PLANS_WITHIN:
        return []
    return [
        _("The bot does not look what is due: start it, or see in its log what keeps it from it.")
    ]


def _not_sending(seen: Seen) -> list[str]:
    """Name the bots that have sent nothing although something waits, or that may not send."""
    found = []
    since: defaultdict[tuple[str, str], datetime] = defaultdict(lambda: seen.now)
    for one in seen.waiting:
        since[one.account] = min(since[one.account], one.since)
    for bot in seen.bots:
        name = named(bot.account)
        if bot.paused_until and bot.is_silenced(seen.now):
            text = _(
                "{bot} may say nothing until {time}: its token is refused, or its platform asks"
                " it to wait. The log says which; a token is copied anew from where it was made."
            )
            found.append(text.format(bot=name, time=_moment(bot.paused_until, seen.now)))
        elif seen.now - since[bot.account] > STUCK_AFTER and bot.sent_at is None:
            text = _(
                "{bot} has sent nothing for {time} although messages wait: see that the bot runs,"
                " that this machine reaches the internet, and what the log says."
            )
            found.append(text.format(bot=name, time=_span(STUCK_AFTER)))
    return found


def _not_hearing(seen: Seen) -> list[str]:
    text = _("{bot} has heard nothing since {time}: see that the bot runs, and what the log says.")
    return [
        text.format(bot=named(bot.account), time=_moment(bot.heard_until, seen.now))
        for bot in seen.bots
        if bot.heard_until and bot.is_deaf(seen.now)
    ]


def _waiting(seen: Seen) -> list[str]:
    text = _("{platform}, {lane}: {count}, the oldest for {time}")
    names = {
        Lane.ANSWERS: _("answers"),
        Lane.REMINDERS: _("reminders"),
        Lane.BROADCASTS: _("notices of the board"),
        Lane.CHANGES: _("changes of what was said"),
    }
    return [
        text.format(
            platform=one.account[0],
            lane=names[one.lane],
            count=one.count,
            time=_span(seen.now - one.since),
        )
        for one in seen.waiting
    ]


def _fates(seen: Seen) -> list[str]:
    """Return a line for each end that messages came to, with its commonest reasons."""
    names = {
        "sent": _("sent"),
        "failed": _("failed"),
        "unknown": _("nobody knows whether they arrived"),
        "expired": _("too late to be of use"),
    }
    lines = []
    for status_, name in names.items():
        found = [one for one in seen.fates if one.status == status_]
        reasons = [f"{one.reason} {one.count}" for one in found if one.reason][:REASONS]
        if found:
            more = f" ({'; '.join(reasons)})" if reasons else ""
            lines.append(f"{name}: {sum(one.count for one in found)}{more}")
    return lines


def named(account: tuple[str, str]) -> str:
    """Return the platform and the name of a bot; once where both are the same."""
    return " ".join(dict.fromkeys(account))


def _bot(bot: OurBot, now: datetime) -> str:
    parts = [named(bot.account)]
    if bot.heard_until:
        parts.append(_("heard until {time}").format(time=_moment(bot.heard_until, now)))
    if bot.paused_until and bot.paused_until > now:
        parts.append(_("silent until {time}").format(time=_moment(bot.paused_until, now)))
    if bot.link:
        parts.append(bot.link.partition("?")[0])
    return ", ".join(parts)


def _counts(size: Size) -> str:
    return f"{size.clubs}, {size.members}, {size.phones}"


def _since(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return _("none")
    return _("{time}, {span} ago").format(time=_moment(moment, now), span=_span(now - moment))


def _moment(moment: datetime, now: datetime) -> str:
    """Return the time, with the day where it is another one."""
    on = local_day(moment, DEFAULT_ZONE)
    at = clock_time(local(moment, DEFAULT_ZONE))
    return at if on == local_day(now, DEFAULT_ZONE) else f"{at} {day(on)}"


def _span(span: timedelta) -> str:
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 120:
        return ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)
    hours = minutes // 60
    if hours < 48:
        return ngettext("{number} hour", "{number} hours", hours).format(number=hours)
    return ngettext("{number} day", "{number} days", hours // 24).format(number=hours // 24)


def _looking(url: str, work: Callable[[Connection], Awaitable[Result]]) -> Result:
    """Read something from a database, and change nothing in it."""
    if not is_there(url):
        raise Refused(_("There is no database yet: start the bot once."))
    asyncio.run(reach(url))

    async def run() -> Result:
        database = Database(url)
        try:
            async with database.read() as db:
                if not await is_newest(db, url):
                    raise Refused(_("The database is of another version: start the bot once."))
                return await work(db)
        finally:
            await database.close()

    return asyncio.run(run())
