"""Where settings stand: in the environment, and in a file `.env`, whose slips are told."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream

from bot.config.refused import BadSetting

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
    "PUBLIC_URL",
    "TELEGRAM_API",
    "TELEGRAM_TOKEN",
    "TOKEN_KEY",
    "ZALO_API",
    "ZALO_MESSAGES",
    "ZALO_PEOPLE",
    "ZALO_TOKEN",
)
RENAMED = {"TELEGRAM_WEBHOOK": "PUBLIC_URL"}
"""Left out, a bot would ask for its messages and take the webhook away."""


def given_in(environment: Mapping[str, str], file: Path) -> dict[str, str]:
    """Return the settings that are not empty; the environment wins. Raises `BadSetting`."""
    from_file = _from_file(file)
    for name in from_file:
        _need_no_slip(name, file)
    every = {**from_file, **environment}
    for old, new in RENAMED.items():
        if every.get(old, "").strip():
            raise BadSetting(f"{old} is called {new} now: write {new} instead.")
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
    if meant and name not in (*NAMES, *RENAMED):
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
