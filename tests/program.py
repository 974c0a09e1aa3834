"""The program as a process of its own, and the web page's windows without a browser."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import text

from bot.i18n import _, use_locale
from bot.storage.engine import Database
from tests.databases import free_port

ROOT = Path(__file__).parent.parent
START_SECONDS = 90
PATIENCE_SECONDS = 30
SETTINGS = {
    *("DATABASE_URL", "HOST", "HOSTS", "LATE_MINUTES", "LOG_LEVEL", "OPERATOR", "PORT"),
    *("HEALTH_KEY", "PUBLIC_URL", "TELEGRAM_API", "TELEGRAM_TOKEN", "TOKEN_KEY"),
    *("ZALO_API", "ZALO_MESSAGES", "ZALO_PEOPLE", "ZALO_TOKEN"),
}

KEPT = ("clubs", "members", "roles", "loans", "instalments", "transactions", "postings")

Line = dict[str, Any]
"""A line of a chat, as the page's script gets it."""


class Program:
    """A bot that runs in `folder`, with the settings that are given and no others."""

    def __init__(self, folder: Path, *arguments: str, module: str = "bot", **given: str) -> None:
        self.port = int(given.get("PORT") or free_port())
        self.out, self.log = folder / "out.txt", folder / "log.txt"
        with self.out.open("wb") as out, self.log.open("ab") as log:
            self.process = subprocess.Popen(
                _command(module, *(arguments or ("run",))),
                cwd=folder,
                env={**_environment(given), "PORT": str(self.port)},
                stdout=out,
                stderr=log,
            )

    def __enter__(self) -> Self:
        try:
            wait_for(self._has_started, START_SECONDS)
            assert self.process.poll() is None, self.log.read_text("utf-8")
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        if kind is None and self.process.poll() is None:
            assert self.stop() == 0
        self.kill()

    @property
    def url(self) -> str:
        """The address that it printed."""
        return self.out.read_text("utf-8").strip()

    def window(self, chat: str = "") -> Window:
        """Open the page, as somebody of the demo club or in a browser of one's own."""
        opened = Window(self.port, chat)
        opened.gets(f"/chat/{chat}" if chat else "/")
        opened.visit()
        opened.last = max((line["number"] for line in opened.history()), default=0)
        return opened

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and return its exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait until it has ended and return its exit code."""
        return self.process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """End it at once, if it still runs."""
        self.process.kill()
        self.process.wait()

    def _has_started(self) -> bool:
        return bool(self.url) or self.process.poll() is not None


class Window:
    """What the page's script does: posts out, server-sent events in."""

    def __init__(self, port: int, chat: str) -> None:
        self.port = port
        self.chat = chat
        self.cookie = ""
        self.last = 0
        self.buttons: dict[str, str] = {}

    def visit(self) -> None:
        """Get the cookie that makes this browser a chat of its own."""
        with closing(self._connection()) as server:
            server.request("POST", "/api/visit", headers=self._headers())
            response = server.getresponse()
            self.cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]

    def says(self, words: str) -> int:
        """Type something; return the status of the answer."""
        return self.posts({"id": str(uuid.uuid4()), "text": words})

    def presses(self, name: str) -> int:
        """Press the newest button whose key ends so, such as "yes" for q3:yes."""
        return self.posts({"id": str(uuid.uuid4()), "pressed": self.buttons[name]})

    def posts(self, body: Line, meanwhile: Callable[[], object] = lambda: None) -> int:
        """Send a message; `meanwhile` happens between the request and the answer."""
        with closing(self._connection()) as server:
            headers = {**self._headers(), "Content-Type": "application/json"}
            server.request("POST", f"/api/send?chat={self.chat}", json.dumps(body), headers)
            meanwhile()
            return server.getresponse().status

    def hears(self) -> Line:
        """Wait for the next line that the bot says."""
        for line in self._lines(self.last):
            self.last = line["number"]
            self._see(line)
            if not line["mine"]:
                return line
        raise AssertionError("the bot hung up")

    def history(self) -> list[Line]:
        """Return what a freshly loaded page shows."""
        lines = list(self._lines(None))
        for line in lines:
            self._see(line)
        return lines

    def _see(self, line: Line) -> None:
        self.buttons |= {key.partition(":")[2]: key for key, _label in line["choices"]}

    def gets(self, path: str) -> tuple[int, str]:
        """Return the status and the text of a page."""
        with closing(self._connection()) as server:
            server.request("GET", path, headers=self._headers())
            response = server.getresponse()
            return response.status, response.read().decode()

    def _lines(self, after: int | None) -> Iterator[Line]:
        """Follow the chat; without `after` until the whole history has come."""
        with closing(self._connection()) as server:
            start = "" if after is None else f"&after={after}"
            server.request("GET", f"/api/stream?chat={self.chat}{start}", headers=self._headers())
            with server.getresponse() as events:
                assert events.status == 200, events.read()
                for event in _events(events):
                    if event.get("event") == "live" and after is None:
                        return
                    if "id" in event:
                        yield json.loads(event["data"])

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)

    def _headers(self) -> dict[str, str]:
        return {"Origin": f"http://127.0.0.1:{self.port}", "Cookie": self.cookie}


def tugiup(
    folder: Path, *arguments: str, typed: str = "", **given: str
) -> subprocess.CompletedProcess[str]:
    """Run one command of the program to its end."""
    return subprocess.run(
        _command("bot", *arguments),
        cwd=folder,
        env=_environment(given),
        input=typed,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )


def wait_for(
    condition: Callable[[], object], seconds: float = PATIENCE_SECONDS, every: float = 0.02
) -> None:
    """Return as soon as `condition` holds; fail when it does not within `seconds`.

    One that costs much is looked at less often: `every` so many seconds.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(every)


def counted(url: str) -> dict[str, int]:
    """Return how many rows a database has in what a club would miss."""

    async def count() -> dict[str, int]:
        database = Database(url)
        async with database.read() as db:
            rows = {name: await db.scalar(text(f"SELECT count(*) FROM {name}")) for name in KEPT}
        await database.close()
        return rows

    return asyncio.run(count())


def worded(msgid: str, locale: str = "vi") -> re.Pattern[str]:
    """Return what finds a text of the program in a language, whatever its placeholders say.

    The voice's words may begin a sentence, where a name gets a capital letter.
    """
    with use_locale(locale):
        parts = re.split(r"\{\w+\}", _(msgid))
    return re.compile(".*".join(re.escape(part) for part in parts), re.DOTALL)


def _events(stream: http.client.HTTPResponse) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    for raw in stream:
        name, _colon, value = raw.decode().rstrip("\r\n").partition(": ")
        if name:
            event[name] = value
        elif event:
            yield event
            event = {}


def _command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", module, *arguments]


def _environment(given: dict[str, str]) -> dict[str, str]:
    """Return this process's environment, which knows of the coverage, with other settings."""
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return {**inherited, "PYTHONPATH": str(ROOT), **given}
