"""Settings from the environment and `.env`, read once; a wrong one is named in one line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dotenv import dotenv_values

Value = TypeVar("Value")

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
class Settings:
    """Everything that an operator can set; the README has the table."""

    database_url: str
    demo: bool
    host: str
    port: int
    hosts: tuple[str, ...]
    """Names under which the web page may be asked for, beside the loopback ones."""
    log_level: str


def settings(environment: Mapping[str, str] | None = None, folder: Path = Path()) -> Settings:
    """Read the settings; the environment wins over `.env` in `folder`. Raises `BadSetting`."""
    given = _given(os.environ if environment is None else environment, folder / ".env")
    url = given.get("DATABASE_URL", "")
    demo_url = f"sqlite+aiosqlite:///{folder / 'var' / 'demo.db'}"
    return Settings(
        database_url=_database(url) if url else demo_url,
        demo=not url,
        host=given.get("HOST", "127.0.0.1"),
        port=_read(given, "PORT", 8080, _port, "a number from 0 to 65535, such as 8080"),
        hosts=tuple(name.strip() for name in given.get("HOSTS", "").split(",") if name.strip()),
        log_level=_read(given, "LOG_LEVEL", "INFO", _level, "DEBUG, INFO, WARNING or ERROR"),
    )


def _given(environment: Mapping[str, str], file: Path) -> dict[str, str]:
    try:
        from_file = {name: value or "" for name, value in dotenv_values(file).items()}
    except UnicodeDecodeError as error:
        raise BadSetting(f"{file} must be written in UTF-8.") from error
    return {name: value for name, value in {**from_file, **environment}.items() if value.strip()}


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
    except ValueError as error:
        raise BadSetting(f"{name} must be {wanted}, not {given[name]!r}.") from error


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
            " such as sqlite:///var/club.db or postgresql://user:password@localhost/tugiup."
        )
    return DRIVERS[match[1]] + url[match.end() - len("://") :]
