"""Settings from the environment and `.env`, read once; a wrong one is named in one line."""

from __future__ import annotations

import base64
import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream

Value = TypeVar("Value")
Operator = tuple[str, str]
"""A platform and a chat there, whichever of our bots it is with."""

EXAMPLE = "sqlite:///var/club.db"
NAME = re.compile(r"\w+")
NAMES = (
    "DATABASE_URL",
    "HEALTH_KEY",
    "HOST",
    "HOSTS",
    "LATE_MINUTES",
    "LOG_LEVEL",
    "OPERATOR",
    "PORT",
    "TELEGRAM_API",
    "TELEGRAM_TOKEN",
    "TELEGRAM_WEBHOOK",
)
HOST_NAME = re.compile(r"([\w.-]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?")
TOKEN = re.compile(r"\d{5,15}:[A-Za-z0-9_-]{30,64}")
TELEGRAM_API = "https://api.telegram.org"
CHAT = "telegram:5512345678 (`tugiup chats` lists who wrote last)"
KEY_BYTES = 32
DEFAULT_LATE = timedelta(minutes=30)
DRIVERS = {
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}


class Refused(Exception):
    """Something that only the operator can mend; the text names it and says what to do."""

    exit_code = 1


class BadSetting(Refused):
    """A setting cannot be used; says which one and what to write, never its value if secret."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """The club's bot on Telegram."""

    token: str = field(repr=False)
    api: str
    """Base address of the Bot API: Telegram's own, or a server of one's own."""
    webhook: str
    """Public base address under which Telegram reaches us; empty: we ask for messages."""


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
    telegram: Telegram | None
    """None: no bot on Telegram."""
    operator: Operator | None
    """The platform and chat that are told when something needs a hand."""
    health_keys: tuple[bytes, ...] = field(default=(), repr=False)
    """What measurements are sealed with, the first one; empty: a file beside the database."""


def settings(environment: Mapping[str, str] | None = None, folder: Path = Path()) -> Settings:
    """Read the settings; the environment wins over `.env` in `folder`. Raises `BadSetting`."""
    given = _given(os.environ if environment is None else environment, folder / ".env")
    telegram = _telegram(given)
    url = given.get("DATABASE_URL", EXAMPLE if telegram else "")
    if not url and (folder / "var" / "club.db").exists():
        raise BadSetting(
            "There is a club in var/club.db, but neither DATABASE_URL nor TELEGRAM_TOKEN is set:"
            f" write DATABASE_URL={EXAMPLE}, or move that file away for the demo club."
        )
    demo_url = f"sqlite+aiosqlite:///{folder / 'var' / 'demo.db'}"
    return Settings(
        database_url=_database(url) if url else demo_url,
        demo=not url,
        host=given.get("HOST", "127.0.0.1"),
        port=_read(given, "PORT", 8080, _port, "a number from 0 to 65535, such as 8080"),
        hosts=_read(given, "HOSTS", (), _hosts, "names such as clb.example.org,192.168.1.5:8080"),
        log_level=_read(given, "LOG_LEVEL", "INFO", _level, "DEBUG, INFO, WARNING or ERROR"),
        late=_read(
            given,
            "LATE_MINUTES",
            DEFAULT_LATE,
            _minutes,
            "minutes (up to a week), such as 30",
        ),
        telegram=telegram,
        operator=_read(given, "OPERATOR", None, _chat, f"a chat, such as {CHAT}"),
        health_keys=_health_keys(given.get("HEALTH_KEY", "")),
    )


def keys_in(text: str) -> tuple[bytes, ...]:
    """Read the keys of measurements, with commas or lines between them; raises ValueError."""
    plain = text.replace("-", "+").replace("_", "/")
    found = tuple(base64.b64decode(one, validate=True) for one in re.findall(r"[^,\s]+", plain))
    if not found or any(len(key) != KEY_BYTES for key in found):
        raise ValueError("no key")
    return found


def _given(environment: Mapping[str, str], file: Path) -> dict[str, str]:
    from_file = _from_file(file)
    for name in from_file:
        _need_no_slip(name, file)
    every = {**from_file, **environment}
    given = {name: value for name, value in every.items() if value.strip()}
    misspelt = any(name.upper().startswith("DATABASE") for name in from_file)
    if "DATABASE_URL" not in given and ("DATABASE_URL" in every or misspelt):
        raise BadSetting(
            f"DATABASE_URL is empty: write DATABASE_URL={EXAMPLE},"
            " or leave the line out for the demo club."
        )
    return given


def _need_no_slip(name: str, file: Path) -> None:
    """Refuse a name that is nearly one of ours; others may be for other programs."""
    meant = get_close_matches(name.upper(), NAMES, n=1, cutoff=0.8)
    if meant and name not in NAMES:
        raise BadSetting(f"{file}: {name} is no setting; did you mean {meant[0]}?")


def _from_file(file: Path) -> dict[str, str]:
    """Read `.env` where there is one; without a line that was meant, a club would be the demo."""
    if not os.path.lexists(file):
        return {}
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSetting(f"{file} must be written in UTF-8.") from error
    except OSError as error:
        raise BadSetting(f"{file} cannot be read: {error.strerror}.") from error
    for line in parse_stream(io.StringIO(text)):
        # "DATABASE_URL:sqlite" without a blank would be a name to the parser.
        if line.error or (line.key and not NAME.fullmatch(line.key)):
            raise BadSetting(
                f"{file}, line {_number(line)}: write NAME=value, such as DATABASE_URL={EXAMPLE}."
            )
    found = dotenv_values(stream=io.StringIO(text))
    return {name: value or "" for name, value in found.items()}


def _number(line: Binding) -> int:
    """Return the number of a line; to the parser the empty ones before it are a part of it."""
    written = line.original.string
    return line.original.line + written[: -len(written.lstrip()) or None].count("\n")


def _read(
    given: Mapping[str, str],
    name: str,
    default: Value,
    parse: Callable[[str], Value],
    wanted: str,
) -> Value:
    if name not in given:
        return default
    try:
        return parse(given[name].strip())
    except ValueError:
        said = "" if "@" in given[name] else f", not {given[name]!r}"  # there may be a password
        raise BadSetting(f"{name} must be {wanted}{said}.") from None


def _telegram(given: Mapping[str, str]) -> Telegram | None:
    token = given.get("TELEGRAM_TOKEN", "").strip()
    if not token:
        for name in ("TELEGRAM_API", "TELEGRAM_WEBHOOK"):
            if name in given:
                raise BadSetting(f"{name} is set, but TELEGRAM_TOKEN is not: set it too.")
        return None
    if not TOKEN.fullmatch(token):
        # The value is never repeated: it is a secret, mistyped or not.
        raise BadSetting(
            "TELEGRAM_TOKEN must be what @BotFather gave you,"
            " such as 123456789:AAE4…: digits, a colon, and some 35 letters."
        )
    https = "an address that begins with https://, such as https://clb.example.org"
    return Telegram(
        token=token,
        api=_read(given, "TELEGRAM_API", TELEGRAM_API, _web_address, "an address with http(s)://"),
        webhook=_read(given, "TELEGRAM_WEBHOOK", "", _https_address, https),
    )


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise ValueError(text)
    return text.rstrip("/")


def _https_address(text: str) -> str:
    # Telegram refuses anything else; on this machine alone, a Bot API server of one's own may not.
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)\b", text):
        raise ValueError(text)
    return _web_address(text)


def _hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not all(HOST_NAME.fullmatch(name) for name in names):
        raise ValueError(text)
    return names


def _minutes(text: str) -> timedelta:
    minutes = int(text)
    if not 1 <= minutes <= 7 * 24 * 60:
        raise ValueError(text)
    return timedelta(minutes=minutes)


def _chat(text: str) -> Operator:
    if not re.fullmatch(r"[a-z]+:[\w-]{1,64}", text):
        raise ValueError(text)
    platform, _, chat = text.partition(":")
    return platform, chat


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise ValueError(text)
    return port


def _level(text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError(text)
    return text.upper()


def _database(url: str) -> str:
    # The value is never repeated: it may hold a password.
    match = re.match(r"([a-z]+)(?:\+[a-z0-9]+)?://", url)
    in_memory = match and match[1] == "sqlite" and url[match.end() :] in {"", "/", "/:memory:"}
    if not match or match[1] not in DRIVERS or in_memory:
        raise BadSetting(
            "DATABASE_URL must name a file or a server,"
            f" such as {EXAMPLE} or postgresql://user:password@localhost/tugiup."
        )
    if match[1] == "sqlite" and "?" in url:
        raise BadSetting(
            f"DATABASE_URL must name only the file for SQLite, such as {EXAMPLE}, without a “?”."
        )
    return DRIVERS[match[1]] + url[match.end() - len("://") :]


def _health_keys(text: str) -> tuple[bytes, ...]:
    # The value is never repeated: it is a secret, mistyped or not.
    try:
        return keys_in(text) if text.strip() else ()
    except ValueError:
        raise BadSetting(
            "HEALTH_KEY must be 32 bytes as base64, such as `openssl rand -base64 32` prints;"
            " an older key may stand behind it, with a comma between them."
        ) from None
