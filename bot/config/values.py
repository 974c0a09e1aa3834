"""What settings may be: each is read by a function that raises ValueError for anything else."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar

from bot.config.given import EXAMPLE
from bot.config.refused import BadSetting

Value = TypeVar("Value")
Operator = tuple[str, str]
"""A platform and a chat there, whichever of our bots it is with."""

HOST_NAME = re.compile(r"([\w.-]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?")
KEY_BYTES = 32
DRIVERS = {
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}


def read(
    given: Mapping[str, str],
    name: str,
    default: Value,
    parse: Callable[[str], Value],
    wanted: str,
) -> Value:
    """Return a setting, or its default where it is not given; raises `BadSetting`."""
    if name not in given:
        return default
    try:
        return parse(given[name].strip())
    except ValueError:
        said = "" if "@" in given[name] else f", not {given[name]!r}"  # there may be a password
        raise BadSetting(f"{name} must be {wanted}{said}.") from None


def keys_in(text: str) -> tuple[bytes, ...]:
    """Read keys with commas or lines between them; raises ValueError."""
    plain = text.replace("-", "+").replace("_", "/")
    found = tuple(base64.b64decode(one, validate=True) for one in re.findall(r"[^,\s]+", plain))
    if not found or any(len(key) != KEY_BYTES for key in found):
        raise ValueError("no key")
    return found


def keys(given: Mapping[str, str], name: str) -> tuple[bytes, ...]:
    """Return the keys of a setting; raises `BadSetting`."""
    # The value is never repeated: it is a secret, mistyped or not.
    text = given.get(name, "")
    try:
        return keys_in(text) if text.strip() else ()
    except ValueError:
        raise BadSetting(
            f"{name} must be 32 bytes as base64, such as `openssl rand -base64 32` prints;"
            " an older key may stand behind it, with a comma between them."
        ) from None


def web_address(text: str) -> str:
    """Read an address with http or https."""
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise ValueError(text)
    return text.rstrip("/")


def https_address(text: str) -> str:
    """Read an address under which messengers reach us."""
    # They refuse anything else; on this machine alone, a Bot API server of one's own may not.
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)\b", text):
        raise ValueError(text)
    return web_address(text)


def hosts(text: str) -> tuple[str, ...]:
    """Read names of hosts, with commas between them."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not all(HOST_NAME.fullmatch(name) for name in names):
        raise ValueError(text)
    return names


def minutes(text: str) -> timedelta:
    """Read minutes: one to a week."""
    number = int(text)
    if not 1 <= number <= 7 * 24 * 60:
        raise ValueError(text)
    return timedelta(minutes=number)


def count(text: str) -> int:
    """Read how many: 0 or more."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(text)
    return int(text)


def chat(text: str) -> Operator:
    """Read a platform and a chat there."""
    if not re.fullmatch(r"[a-z]+:[\w-]{1,64}", text):
        raise ValueError(text)
    platform, _, name = text.partition(":")
    return platform, name


def port(text: str) -> int:
    """Read the number of a port; 0: any that is free."""
    number = int(text)
    if not 0 <= number <= 65_535:
        raise ValueError(text)
    return number


def level(text: str) -> str:
    """Read how much is logged."""
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError(text)
    return text.upper()


def database(url: str) -> str:
    """Return the address of a database with its driver; raises `BadSetting`."""
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
