"""The settings of the messengers: the bots that the environment names, and where they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.config.refused import BadSetting
from bot.config.values import read, web_address

APIS = {"telegram": "https://api.telegram.org", "zalo": "https://bot-api.zaloplatforms.com"}
TOKENS = {
    "telegram": re.compile(r"\d{5,15}:[A-Za-z0-9_-]{30,64}"),
    # Nobody says what a token of Zalo's is made of; it must only be fit to stand in an address.
    "zalo": re.compile(r"\d{3,30}:[A-Za-z0-9._~=+-]{8,256}"),
}
WANTED = {
    "telegram": "what @BotFather gave you, such as 123456789:AAE4…:"
    " digits, a colon, and some 35 letters",
    "zalo": "what Zalo Bot Creator sent you, such as 1234567890123456789:Ab…:"
    " digits, a colon, and letters",
}

NEEDED = {
    "PUBLIC_URL": ("TELEGRAM_TOKEN", "ZALO_TOKEN"),
    "TELEGRAM_API": ("TELEGRAM_TOKEN",),
    "ZALO_API": ("ZALO_TOKEN",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Messenger:
    """A bot that the environment names: it serves all clubs."""

    platform: str
    token: str = field(repr=False)
    api: str
    """Base address of the Bot API: the platform's own, or a server of one's own."""


def token_setting(platform: str) -> str:
    """Return the setting that names a bot there."""
    return f"{platform.upper()}_TOKEN"


def is_token(platform: str, text: str) -> bool:
    """Whether a text may be the token of a bot there."""
    return bool(TOKENS[platform].fullmatch(text))


def api(given: Mapping[str, str], platform: str) -> str:
    """Return where a platform's Bot API is; raises `BadSetting`."""
    name = f"{platform.upper()}_API"
    return read(given, name, APIS[platform], web_address, "an address with http(s)://")


def messenger(given: Mapping[str, str], platform: str) -> Messenger | None:
    """Return the bot that the environment names on a platform, if it does."""
    name = token_setting(platform)
    token = given.get(name, "").strip()
    if not token:
        return None
    if not is_token(platform, token):
        # The value is never repeated: it is a secret, mistyped or not.
        raise BadSetting(f"{name} must be {WANTED[platform]}.")
    return Messenger(platform=platform, token=token, api=api(given, platform))


def need_some(given: Mapping[str, str]) -> None:
    """Refuse settings of messengers where there can be none: a token was forgotten."""
    for name, tokens in NEEDED.items():
        if name in given and not any(token in given for token in (*tokens, "TOKEN_KEY")):
            missing = "neither " + " nor ".join(tokens) + " is"
            missing = missing if len(tokens) > 1 else f"{tokens[0]} is not"
            raise BadSetting(
                f"{name} is set, but {missing}: set it too,"
                " or TOKEN_KEY for bots that `tugiup tokens add` makes known."
            )
