"""What `tugiup tokens list` shows: every bot with its club, this month's use and what ails it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import local, local_day, utc_now
from bot.config import Settings, token_setting
from bot.fleet.platform import account_of, written
from bot.i18n import _, clock_time, day
from bot.people import DEFAULT_ZONE, Plan
from bot.storage import by_command, serving, tokens, usage
from bot.storage.engine import Connection
from bot.storage.serving import KnownBot
from bot.storage.tokens import KeptToken, TokenSealed
from bot.storage.usage import Use

UNLIMITED = Plan(people=0, messages=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One bot, with all that is known of it."""

    bot: KnownBot
    use: Use | None
    kept: KeptToken | None
    """None: the environment names it."""


def listing(given: Settings) -> str:
    """Return a line for each bot, below their heads; only reads."""
    found = by_command.look(given.database_url, lambda db: _listed(db, given))
    if not found:
        return _("No bot is known yet: add one with `tugiup tokens add`.")
    named = {account_of(one.platform, one.token) for one in given.messengers}
    heads = (_("bot"), _("club"), _("name"), _("people"), _("messages"), _("to know"))
    rows = [heads, *(_row(one, given, is_named=one.bot.account in named) for one in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


async def _listed(db: Connection, given: Settings) -> list[Listed]:
    plan = Plan(people=given.zalo_people, messages=given.zalo_messages)
    plans = {"telegram": UNLIMITED, "zalo": plan}
    uses = {one.account: one for one in await usage.of_all(db, plans, utc_now())}
    kept = {one.account: one for one in await tokens.all_of(db)}
    return [
        Listed(bot=bot, use=uses.get(bot.account), kept=kept.get(bot.account))
        for bot in await serving.known(db)
    ]


def _row(one: Listed, given: Settings, *, is_named: bool) -> Sequence[str]:
    use = one.use
    return (
        written(one.bot.account),
        one.bot.club or _("all clubs"),
        one.bot.name,
        _of(use.people, use.plan.people) if use else "",
        _of(use.messages, use.plan.messages) if use else "",
        "; ".join(_to_know(one, given, is_named=is_named)),
    )


def _to_know(one: Listed, given: Settings, *, is_named: bool) -> list[str]:
    """Return what the operator should know of a bot, and do about it."""
    found = _trouble(one.bot)
    if is_named:
        found.append(_("named by {setting}").format(setting=token_setting(one.bot.account[0])))
        if one.kept:
            found.append(_("the token that is kept is not used"))
    elif one.kept is None:
        found.append(_("named by the settings of another process"))
    if one.kept and not one.kept.is_sealed_anew(given.token_keys):
        found += [said for said in [_sealed(one.kept, given)] if said != one.bot.trouble]
    if one.kept and not (one.bot.link or is_named):  # of a named one there is nowhere to say it
        found.append(_("its link is not known: see `tugiup tokens add --help`"))
    if one.use and one.use.held_until:
        until = local_day(one.use.held_until, DEFAULT_ZONE)
        found.append(_("what can wait is held until {day}").format(day=day(until)))
    return found


def _trouble(bot: KnownBot) -> list[str]:
    if not bot.trouble or bot.trouble_at is None:
        return []
    since = local(bot.trouble_at, DEFAULT_ZONE)
    text = _("not served since {time} on {day}: {reason}")
    return [text.format(time=clock_time(since), day=day(since.date()), reason=bot.trouble)]


def _sealed(kept: KeptToken, given: Settings) -> str:
    try:
        kept.open(given.token_keys)
    except TokenSealed as error:
        return str(error)
    return _("sealed with an older key: `tugiup tokens reseal`")


def _of(used: int, limit: int) -> str:
    return f"{used}/{limit}" if limit else str(used)
