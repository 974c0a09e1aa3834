"""The programs that serve the fleet, each in a process of its own: ours, and the bare ones."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.fleet_people import KEY
from bench.telegram_bots import TOKEN, Process, running


@dataclass(frozen=True, slots=True)
class Apis:
    """Where the platforms are."""

    telegram: str
    zalo: str


@asynccontextmanager
async def ours(
    apis: Apis, folder: Path, url: str, port: int, public: int, *, is_one_bot: bool
) -> AsyncIterator[Process]:
    """Run the real program; the platforms reach it through `public`, where no proxy is needed."""
    settings = {
        "DATABASE_URL": url,
        "LOG_LEVEL": "WARNING",
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{public}",
        "TELEGRAM_API": apis.telegram,
        "TOKEN_KEY": b64encode(KEY).decode(),
        "ZALO_API": apis.zalo,
    }
    if is_one_bot:
        settings["TELEGRAM_TOKEN"] = TOKEN
    async with running(folder, "bot", "run", **settings) as process:
        yield process


@asynccontextmanager
async def bare(
    apis: Apis, folder: Path, url: str, port: int, *fleet: int
) -> AsyncIterator[Process]:
    """Run the bare handlers."""
    arguments = apis.telegram, apis.zalo, url, str(port), *map(str, fleet)
    async with running(folder, "bench.fleet_bare", *arguments) as process:
        yield process
