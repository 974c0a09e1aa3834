"""What `tugiup tokens` does: the operator makes bots known, looks at them and takes them away."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat import Account
from bot.clock import utc_now
from bot.config import Refused, Settings, is_token, token_setting
from bot.fleet.platform import account_of, written
from bot.i18n import _, ngettext
from bot.platforms.whose import NotAsked, TokenRefused, Whose, leave, whose
from bot.reminders.lost_slips import tell_cashiers
from bot.storage import by_command, outbox, reporting, serving, tokens
from bot.storage.engine import Connection
from bot.storage.reporting import Letterhead
from bot.storage.tokens import KeptToken, TokenSealed, no_key
from bot.understanding.folding import fold

LINK = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")
NOBODY = Whose(name="", link="")
SHOWN = 20
"""Clubs that are named where it is not clear which one is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the operator says of a bot; None: as before, for a new one as usual."""

    club: str | None = None
    """The only club that it serves; empty: all."""
    link: str = ""
    people: int | None = None
    messages: int | None = None


def need_untold(words: Sequence[str]) -> None:
    """Refuse a token that stands in the command itself, without repeating it."""
    if words:
        raise Refused(
            _(
                "Leave the token out of the command, where others may read it: it is asked for"
                " then, or read from a file (`< token.txt`)."
            )
        )


def need_key(given: Settings) -> None:
    """Refuse where no token can be kept, before anybody is asked for one."""
    if not given.token_keys:
        raise no_key()


def add(given: Settings, platform: str, token: str, wanted: Wanted, *, checks: bool) -> str:
    """Keep a bot's token and say so; with `checks` its messenger is asked whose it is."""
    _need_token(given, platform, token)
    _need_link(wanted.link)
    about = _asked(given.apis[platform], platform, token) if checks else NOBODY
    about = replace(about, link=wanted.link or about.link)
    is_known, serves, link = by_command.run(
        given.database_url,
        lambda db: _keep(db, given, platform, token, about=about, wanted=wanted),
    )
    text = _("{bot} is known, and serves {club}. A program that runs begins it within seconds.")
    if is_known:
        text = _("{bot} is changed, and serves {club}. A program that runs takes it up now.")
    name = f" “{about.name}”" if about.name else ""
    bot = written(account_of(platform, token)) + name
    lines = [text.format(bot=bot, club=serves or _("all clubs"))]
    if not link:
        more = _("Its link is not known: with --link it is printed for people who are to join.")
        lines.append(more)
    return "\n".join(lines)


def remove(given: Settings, typed: str) -> str:
    """Forget a bot's token, let its messenger deliver nothing more, and say so."""
    account = _account(typed)
    named = {account_of(one.platform, one.token) for one in given.messengers}

    async def forget(db: Connection) -> KeptToken:
        kept = await tokens.kept(db, account)
        if kept is None and account in named:
            text = _("{bot} is named by {setting}: leave it out there, and start the bot again.")
            raise Refused(text.format(bot=written(account), setting=token_setting(account[0])))
        if kept is None:
            text = _("No token of {bot} is kept; see `tugiup tokens list`.")
            raise Refused(text.format(bot=written(account)))
        await tokens.remove(db, account)
        return kept

    kept = by_command.run(given.database_url, forget)
    text = _("{bot} is forgotten. A program that runs ends it within seconds.")
    lines = [text.format(bot=written(account))]
    try:
        asyncio.run(leave(given.apis[account[0]], kept.open(given.token_keys)))
    except (NotAsked, TokenSealed) as error:
        text = _("Its messenger could not be told to deliver nothing more: {reason}")
        lines.append(text.format(reason=error))
    return "\n".join(lines)


def reseal(given: Settings) -> str:
    """Seal all tokens with the first key and say how many; raises where some stay closed."""
    done, closed = by_command.run(
        given.database_url, lambda db: tokens.seal_anew(db, given.token_keys)
    )
    text = ngettext(
        "{count} token is sealed with the first key of TOKEN_KEY now.",
        "{count} tokens are sealed with the first key of TOKEN_KEY now.",
        done,
    ).format(count=done)
    if not closed:
        return text
    more = _("No key of TOKEN_KEY opens those of {bots}: add their keys, or the bots again.")
    raise Refused("\n".join([text, more.format(bots=", ".join(map(written, closed)))]))


async def _keep(
    db: Connection, given: Settings, platform: str, token: str, *, about: Whose, wanted: Wanted
) -> tuple[bool, str, str]:
    """Keep a token; return whether the bot was known, the only club that it serves, its link.

    What it was still to say to members of others than that club it does not say any more.
    """
    account, now = account_of(platform, token), utc_now()
    before = await tokens.kept(db, account)
    club = await _club(db, before, wanted)
    people, messages = wanted.people, wanted.messages
    if before:
        people = before.people if people is None else people
        messages = before.messages if messages is None else messages
    is_known = await tokens.add(
        db,
        platform,
        token,
        keys=given.token_keys,
        now=now,
        club_id=club.club_id if club else None,
        name=about.name,
        link=about.link,
        people=people,
        messages=messages,
    )
    if club:
        for whose, status in await outbox.leave_to(db, club.club_id, account, now):
            await tell_cashiers(db, whose, status, now)
    link = {one.account: one.link for one in await serving.known(db)}[account]
    return is_known, f"{club.name}, {club.hamlet}" if club else "", link


def _need_token(given: Settings, platform: str, token: str) -> None:
    """Refuse what is no token, or is served already, before anybody is asked about it."""
    if not is_token(platform, token):
        # It is never repeated: it is a secret, mistyped or not.
        raise Refused(
            _(
                "This is no token of {platform}: paste it whole, digits, a colon and letters."
            ).format(platform=platform.capitalize())
        )
    for one in given.messengers:
        if account_of(one.platform, one.token) == account_of(platform, token):
            text = _(
                "{bot} is named by {setting}, and serves all clubs: leave it out there first."
            )
            named = written(account_of(platform, token))
            raise Refused(text.format(bot=named, setting=token_setting(platform)))


def _need_link(link: str) -> None:
    """Refuse what a phone's camera would not open."""
    if link and not LINK.fullmatch(link):
        text = _("--link must begin with https://, such as {example}, not “{link}”.")
        raise Refused(text.format(example="https://zalo.me/1234567890", link=link))


def _asked(api: str, platform: str, token: str) -> Whose:
    try:
        return asyncio.run(whose(api, token))
    except TokenRefused as error:
        text = _("{platform} knows no such token ({reason}): copy it anew from where it was made.")
        refused = Refused(text.format(platform=platform.capitalize(), reason=error))
    except NotAsked as error:
        text = _("{platform} could not be asked ({reason}): try again, or add --unchecked.")
        refused = Refused(text.format(platform=platform.capitalize(), reason=error))
    raise refused


async def _club(db: Connection, before: KeptToken | None, wanted: Wanted) -> Letterhead | None:
    """Return the only club that a bot is to serve; None for all."""
    clubs = await reporting.letterheads(db)
    if wanted.club is None:
        of = before.club_id if before else None
        return next((one for one in clubs if one.club_id == of), None)
    return _club_named(wanted.club, clubs) if wanted.club else None


def _club_named(name: str, clubs: Sequence[Letterhead]) -> Letterhead:
    found = [one for one in clubs if fold(name) in fold(f"{one.name}, {one.hamlet}")]
    whole = [one for one in found if fold(name) in {fold(one.name), fold(one.hamlet)}]
    if len(found) == 1 or len(whole) == 1:
        return (whole or found)[0]
    if not clubs:
        raise Refused(_("There is no club yet: take in its sheet with `tugiup import`."))
    text = _("Several clubs are called so; please write more:")
    if not found:
        text = _("There is no club called {name}. There are:").format(name=name)
    known = [f"  {one.name}, {one.hamlet}" for one in found or clubs]
    raise Refused("\n".join([text, *known[:SHOWN], *(["  …"] if len(known) > SHOWN else [])]))


def _account(typed: str) -> Account:
    platform, _colon, bot = typed.strip().partition(":")
    if not bot:
        raise Refused(_("Please name the bot as `tugiup tokens list` does, such as zalo:123."))
    return platform, bot.partition(":")[0]
