"""What needs an operator's hand, each with what to do."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from bot.i18n import _
from bot.status.screen import moment, named, span
from bot.status.seen import STUCK_AFTER, Seen
from bot.storage import measures


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
    text = _(
        "The bot does not look what is due: start it (of several processes one as planner), or see"
        " in its log what keeps it from it."
    )
    return [text]


def _not_sending(seen: Seen) -> list[str]:
    """Name bots that are not served, may not send, or have not although something waits."""
    found = []
    since: defaultdict[tuple[str, str], datetime] = defaultdict(lambda: seen.now)
    for one in seen.waiting:
        since[one.account] = min(since[one.account], one.since)
    for bot in seen.bots:
        name = named(bot.account)
        if bot.trouble:
            text = _("{bot} is not served: {reason}")
            found.append(text.format(bot=name, reason=bot.trouble))
        elif bot.paused_until and bot.is_silenced(seen.now):
            text = _(
                "{bot} may say nothing until {time}: its token is refused, or its platform asks"
                " it to wait. The log says which; a token is copied anew from where it was made."
            )
            found.append(text.format(bot=name, time=moment(bot.paused_until, seen.now)))
        elif seen.now - since[bot.account] > STUCK_AFTER and bot.sent_at is None:
            text = _(
                "{bot} has sent nothing for {time} although messages wait: see that the bot runs,"
                " that this machine reaches the internet, and what the log says."
            )
            found.append(text.format(bot=name, time=span(STUCK_AFTER)))
    return found


def _not_hearing(seen: Seen) -> list[str]:
    text = _("{bot} has heard nothing since {time}: see that the bot runs, and what the log says.")
    return [
        text.format(bot=named(bot.account), time=moment(bot.heard_until, seen.now))
        for bot in seen.bots
        if bot.heard_until and bot.is_deaf(seen.now)
    ]
