"""Settings from the environment and `.env`, read once; a wrong one is named in one line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.config import values
from bot.config.given import EXAMPLE, given_in
from bot.config.messengers import (
    APIS,
    Messenger,
    api,
    is_token,
    messenger,
    need_some,
    token_setting,
)
from bot.config.refused import BadSetting, Refused
from bot.config.roles import ALL_ROLES, Role, roles_in
from bot.config.values import KEY_BYTES, Operator, keys_in, read

__all__ = [
    "ALL_ROLES",
    "KEY_BYTES",
    "BadSetting",
    "Messenger",
    "Operator",
    "Refused",
    "Role",
    "Settings",
    "is_token",
    "keys_in",
    "roles_in",
    "settings",
    "token_setting",
]

CHAT = "telegram:5512345678 (`tugiup chats` lists who wrote last)"
HTTPS = "an address that begins with https://, such as https://clb.example.org"
DEFAULT_LATE = timedelta(minutes=30)
DEFAULT_PEOPLE, DEFAULT_MESSAGES = 50, 3000
"""What Zalo gives a bot for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an operator can set; the README has the table."""

    database_url: str
    demo: bool
    host: str
    port: int
    hosts: tuple[str, ...]
    """Names under which the web page may be asked for, beside the loopback ones."""
    log_level: str
    late: timedelta
    """What was written so long ago counts no money before it is confirmed anew."""
    public_url: str = ""
    """Where messengers reach us, and fetch pictures; empty: we ask for messages."""
    telegram: Messenger | None = None
    """None: the environment names no bot on Telegram; others may be in the database."""
    zalo: Messenger | None = None
    """Likewise on Zalo."""
    apis: Mapping[str, str] = field(default_factory=lambda: APIS)
    """Where the Bot API of each platform is, also for bots from the database."""
    zalo_people: int = DEFAULT_PEOPLE
    """How many may write to a bot on Zalo; 0: no limit."""
    zalo_messages: int = DEFAULT_MESSAGES
    """How many messages a bot on Zalo has a month, in both directions; 0: no limit."""
    operator: Operator | None
    """The platform and chat that are told when something needs a hand."""
    health_keys: tuple[bytes, ...] = field(default=(), repr=False)
    """What measurements are sealed with, the first one; empty: a file beside the database."""
    token_keys: tuple[bytes, ...] = field(default=(), repr=False)
    """What tokens in the database are sealed with, the first one; empty: none can be kept."""

    @property
    def messengers(self) -> tuple[Messenger, ...]:
        """The bots that the environment names."""
        return tuple(one for one in (self.telegram, self.zalo) if one)


def settings(environment: Mapping[str, str] | None = None, folder: Path = Path()) -> Settings:
    """Read the settings; the environment wins over `.env` in `folder`. Raises `BadSetting`."""
    given = given_in(os.environ if environment is None else environment, folder / ".env")
    need_some(given)
    telegram, zalo = messenger(given, "telegram"), messenger(given, "zalo")
    token_keys = values.keys(given, "TOKEN_KEY")
    is_real = bool(telegram or zalo or token_keys)
    url = given.get("DATABASE_URL", EXAMPLE if is_real else "")
    if not url and (folder / "var" / "club.db").exists():
        raise BadSetting(
            "There is a club in var/club.db, but neither DATABASE_URL nor a token is set:"
            f" write DATABASE_URL={EXAMPLE}, or move that file away for the demo club."
        )
    demo_url = f"sqlite+aiosqlite:///{folder / 'var' / 'demo.db'}"
    a_number = "a number such as {}, or 0 for no limit"
    return Settings(
        database_url=values.database(url) if url else demo_url,
        demo=not url,
        host=given.get("HOST", "127.0.0.1"),
        port=read(given, "PORT", 8080, values.port, "a number from 0 to 65535, such as 8080"),
        hosts=read(
            given, "HOSTS", (), values.hosts, "names such as clb.example.org,192.168.1.5:8080"
        ),
        log_level=read(given, "LOG_LEVEL", "INFO", values.level, "DEBUG, INFO, WARNING or ERROR"),
        late=read(
            given,
            "LATE_MINUTES",
            DEFAULT_LATE,
            values.minutes,
            "minutes (up to a week), such as 30",
        ),
        public_url=read(given, "PUBLIC_URL", "", values.https_address, HTTPS),
        telegram=telegram,
        zalo=zalo,
        apis={platform: api(given, platform) for platform in APIS},
        zalo_people=read(
            given, "ZALO_PEOPLE", DEFAULT_PEOPLE, values.count, a_number.format(DEFAULT_PEOPLE)
        ),
        zalo_messages=read(
            given,
            "ZALO_MESSAGES",
            DEFAULT_MESSAGES,
            values.count,
            a_number.format(DEFAULT_MESSAGES),
        ),
        operator=read(given, "OPERATOR", None, values.chat, f"a chat, such as {CHAT}"),
        health_keys=values.keys(given, "HEALTH_KEY"),
        token_keys=token_keys,
    )
