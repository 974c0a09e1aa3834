"""The real program: how long from its start to the first answer, and how much memory it takes."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from tests.databases import free_port

ROOT = Path(__file__).parent.parent
STARTS = 3
SECONDS = 60
"""For everything that is waited for."""


@dataclass(frozen=True, slots=True)
class Started:
    """What one start took."""

    seconds: float
    """From the start of the process until the page has the answer."""
    bytes: int
    """Resident then."""


@dataclass(frozen=True, slots=True)
class Starts:
    """The first start on a fresh database, and medians of the later ones."""

    first: Started
    later: Started


def measure(folder: Path, database_url: str = "") -> Starts:
    """Start the bot in `folder` again and again; without a database it serves the demo club."""
    first, *later = [_start(folder, database_url, number) for number in range(STARTS + 1)]
    return Starts(
        first=first,
        later=Started(
            seconds=median(one.seconds for one in later),
            bytes=int(median(one.bytes for one in later)),
        ),
    )


def _start(folder: Path, database_url: str, number: int) -> Started:
    port = free_port()
    started = time.perf_counter()
    with _running(folder, database_url, port) as process:
        _asked(process, port, f"start-no-{number}")
        took = time.perf_counter() - started
        return Started(seconds=took, bytes=psutil.Process(process.pid).memory_info().rss)


@contextmanager
def _running(folder: Path, database_url: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    # As on anybody's machine, what the first start compiles is there for the second.
    settings = {"PORT": str(port), "LOG_LEVEL": "WARNING", "PYTHONDONTWRITEBYTECODE": ""}
    if database_url:
        settings["DATABASE_URL"] = database_url  # otherwise the demo club
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "bot", "run"],
        cwd=folder,
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(SECONDS)


def _asked(process: subprocess.Popen[bytes], port: int, message: str) -> None:
    """Write as a page does, as soon as the port answers, and read its stream up to the answer."""
    page = _connected(process, port)
    origin = {"Origin": f"http://127.0.0.1:{port}"}
    cookie = _request(page, "POST", "/api/visit", origin, None).getheader("Set-Cookie") or ""
    me = {**origin, "Cookie": cookie.partition(";")[0], "Content-Type": "application/json"}
    body = json.dumps({"id": message, "text": "con no bao nhieu"})
    sent = _request(page, "POST", "/api/send?chat=demo-1", me, body)
    if sent.status != http.client.NO_CONTENT:
        raise RuntimeError(f"the page answers {sent.status}")
    page.request("GET", "/api/stream?chat=demo-1", headers=me)
    said = False
    for line in page.getresponse():
        data = line.removeprefix(b"data: ")
        if data == line or b'"mine"' not in data:
            continue
        shown = json.loads(data)
        if said and not shown["mine"]:
            break
        said = said or shown["message"] == message
    page.close()


def _connected(process: subprocess.Popen[bytes], port: int) -> http.client.HTTPConnection:
    deadline = time.perf_counter() + SECONDS
    while process.poll() is None and time.perf_counter() < deadline:
        page = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        try:
            page.connect()
        except ConnectionRefusedError:
            time.sleep(0.005)
        else:
            return page
    raise RuntimeError("the bot did not start")


def _request(
    page: http.client.HTTPConnection,
    method: str,
    path: str,
    headers: dict[str, str],
    body: str | None,
) -> http.client.HTTPResponse:
    page.request(method, path, body, headers)
    response = page.getresponse()
    response.read()
    return response
