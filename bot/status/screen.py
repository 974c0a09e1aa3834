"""The screen that an operator reads with `tugiup status`."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from bot.clock import local, local_day
from bot.i18n import _, clock_time, day, ngettext
from bot.people import DEFAULT_ZONE
from bot.status.seen import Seen
from bot.storage.measures import OurBot, Size
from bot.storage.messages import Lane

REASONS = 5
SHOWN_BOTS = 20
SHOWN_HOLDS = 5


def screen(seen: Seen) -> str:
    """Return what an operator reads."""
    rows = [
        (_("Now"), [f"{moment(seen.now, seen.now)}, {day(local_day(seen.now, DEFAULT_ZONE))}"]),
        (_("Waiting"), _waiting(seen) or [_("nothing")]),
        (_("Held back"), _held(seen)),
        (_("Last 24 hours"), _fates(seen) or [_("nothing")]),
        (_("Bots"), _bots(seen) or [_("none yet")]),
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


def _waiting(seen: Seen) -> list[str]:
    text = _("{platform}, {lane}: {count}, the oldest for {time}")
    names = {
        Lane.ANSWERS: _("answers"),
        Lane.REMINDERS: _("reminders"),
        Lane.BROADCASTS: _("notices of the board"),
        Lane.CHANGES: _("changes of what was said"),
    }
    counts: Counter[tuple[str, Lane]] = Counter()
    since: dict[tuple[str, Lane], datetime] = {}
    for one in seen.waiting:
        where = one.account[0], one.lane
        counts[where] += one.count
        since[where] = min(since.get(where, one.since), one.since)
    return [
        text.format(
            platform=where[0],
            lane=names[where[1]],
            count=count,
            time=span(seen.now - since[where]),
        )
        for where, count in counts.items()
    ]


def _held(seen: Seen) -> list[str]:
    """Return a line for each bot that has to keep messages back; of very many for the first."""
    text = _("{bot}: {count}, until {time}")
    lines = [
        text.format(bot=named(one.account), count=one.count, time=moment(one.until, seen.now))
        for one in seen.held[:SHOWN_HOLDS]
    ]
    if more := len(seen.held) - len(lines):
        text = ngettext("and {count} more bot", "and {count} more bots", more)
        lines.append(text.format(count=more))
    return lines


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


def _bots(seen: Seen) -> list[str]:
    """Return a line for each bot; of very many only for those that something ails."""
    if len(seen.bots) <= SHOWN_BOTS:
        return [_bot(one, seen.now) for one in seen.bots]
    ail = [one for one in seen.bots if one.trouble or one.is_silenced(seen.now)]
    well = ngettext(
        "{count} that is well; `tugiup tokens list` shows each",
        "{count} that are well; `tugiup tokens list` shows each",
        len(seen.bots) - len(ail),
    )
    shown = [_bot(one, seen.now) for one in ail]
    return [*shown, well.format(count=len(seen.bots) - len(ail))]


def _bot(bot: OurBot, now: datetime) -> str:
    parts = [named(bot.account)]
    if bot.trouble:
        parts.append(_("not served"))
    if bot.heard_until:
        parts.append(_("heard until {time}").format(time=moment(bot.heard_until, now)))
    if bot.paused_until and bot.paused_until > now:
        parts.append(_("silent until {time}").format(time=moment(bot.paused_until, now)))
    if bot.link:
        parts.append(bot.link.partition("?")[0])
    return ", ".join(parts)


def _counts(size: Size) -> str:
    return f"{size.clubs}, {size.members}, {size.phones}"


def _since(since: datetime | None, now: datetime) -> str:
    if since is None:
        return _("none")
    return _("{time}, {span} ago").format(time=moment(since, now), span=span(now - since))


def moment(at: datetime, now: datetime) -> str:
    """Return the time, with the day where it is another one."""
    on = local_day(at, DEFAULT_ZONE)
    written = clock_time(local(at, DEFAULT_ZONE))
    return written if on == local_day(now, DEFAULT_ZONE) else f"{written} {day(on)}"


def span(length: timedelta) -> str:
    """Return how long something took, or is ago, in the largest unit that says enough."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 120:
        return ngettext("{number} minute", "{number} minutes", minutes).format(number=minutes)
    hours = minutes // 60
    if hours < 48:
        return ngettext("{number} hour", "{number} hours", hours).format(number=hours)
    return ngettext("{number} day", "{number} days", hours // 24).format(number=hours // 24)
