"""The bots that are measured, each in a process of its own: our program, and two bare ones."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.telegram_fake import Api
from tests.databases import free_port

ROOT = Path(__file__).parent.parent
BOT = "8123456789"
TOKEN = f"{BOT}:AAInventedForTheBenchInventedForBench"
SECONDS = 60
"""For everything that is waited for."""

Process = asyncio.subprocess.Process


@asynccontextmanager
async def ours(
    api: Api, folder: Path, database_url: str, port: int, *, webhook: bool
) -> AsyncIterator[Process]:
    """Run the real program with its page on `port`; it polls unless it is to have a webhook."""
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API": api.url,
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }
    if webhook:
        settings["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    async with running(folder, "bot", "run", **settings) as process:
        yield process


@asynccontextmanager
async def bare_webhook(api: Api, folder: Path, database_url: str) -> AsyncIterator[Process]:
    """Run the bare handler with a database, behind aiogram's own webhook."""
    arguments = api.url, TOKEN, database_url, str(free_port())
    async with running(folder, "bench.bare_webhook", *arguments) as process:
        yield process


@asynccontextmanager
async def bare_polling(api: Api, folder: Path) -> AsyncIterator[Process]:
    """Run a bot that is aiogram and nothing else."""
    async with running(folder, "bench.bare_polling", api.url, TOKEN) as process:
        yield process


@asynccontextmanager
async def running(folder: Path, *command: str, **settings: str) -> AsyncIterator[Process]:
    """Run a module in a process of its own, until it is left."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", *command),
        cwd=folder,
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(SECONDS):
            await process.wait()
