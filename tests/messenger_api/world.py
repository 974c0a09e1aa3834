"""What a messenger remembers: messages, requests, what waits, and what is to go wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from tests.messenger_api.faults import Fault

Parameters = dict[str, Any]
Update = dict[str, Any]
"""One update, as a bot gets it."""

PATIENCE_SECONDS = 30


@dataclass(eq=False, kw_only=True)
class Message:
    """What a bot wrote, as a phone shows it."""

    said: dict[str, Any]
    at: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        return str(self.said.get("text", ""))

    @property
    def caption(self) -> str:
        return str(self.said.get("caption", ""))

    @property
    def words(self) -> str:
        return self.text or self.caption

    @property
    def labels(self) -> Collection[str]:
        """What may be chosen below it."""
        raise NotImplementedError


@dataclass(eq=False, kw_only=True)
class Waiting:
    """An update that no bot has taken."""

    update: Update
    lane: Hashable
    """The chat: within it updates keep their order."""
    again: bool = False
    """It comes whatever was confirmed before."""


@dataclass(eq=False, kw_only=True)
class Request:
    """What a bot asked for, and how it was answered."""

    method: str
    parameters: Parameters
    at: float = field(default_factory=time.monotonic)
    status: int = -1
    """-1: not answered yet; 0: the connection was dropped."""


class HasId(Protocol):
    """A person or a group."""

    @property
    def id(self) -> object: ...


AnyMessage = TypeVar("AnyMessage", bound=Message)
AnyWaiting = TypeVar("AnyWaiting", bound=Waiting)
AnyRequest = TypeVar("AnyRequest", bound=Request)


class World(Generic[AnyRequest, AnyWaiting]):
    """Everything that a messenger knows; to be used under `lock`, which may be taken twice."""

    def __init__(self) -> None:
        self.lock = threading.Condition(threading.RLock())
        self.waiting: list[AnyWaiting] = []
        self.requests: list[AnyRequest] = []
        self.reaches: dict[str, str] = {}
        """The address on this machine for a public one."""
        self._faults: list[tuple[str, Fault, str]] = []
        self._held: list[AnyWaiting] | None = None

    # --- what a test asks ---------------------------------------------------------------------

    @property
    def pending(self) -> int:
        """How many updates no bot has taken yet."""
        return len(self.waiting) + len(self._held or ())

    def times(self, method: str) -> list[float]:
        """When a method was asked for, in monotonic seconds."""
        with self.lock:
            return [request.at for request in self.requests if request.method == method]

    def count(self, method: str) -> int:
        """How often a method was asked for."""
        return len(self.times(method))

    def wait_for(
        self, condition: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Return as soon as `condition` holds; fail when it does not within `seconds`."""
        with self.lock:
            if not self.lock.wait_for(condition, seconds):
                raise AssertionError(f"not within {seconds} s: {what}")

    # --- what a test lets happen --------------------------------------------------------------

    def next(self, method: str, fault: Fault, times: int = 1, to: HasId | None = None) -> None:
        """Let the next requests of a method go wrong, only those `to` somebody if given."""
        with self.lock:
            self._faults += [(method, fault, str(to.id) if to else "")] * times

    def fault(self, method: str, chat: str = "") -> Fault | None:
        """Take what is to go wrong now."""
        for number, (name, fault, to) in enumerate(self._faults):
            any_request = name == "*" and method != "update"
            if (name == method or any_request) and to in ("", chat):
                del self._faults[number]
                return fault
        return None

    @contextmanager
    def holding(self, *, backwards: bool = False) -> Iterator[None]:
        """Keep back what happens, until the end."""
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held[:: -1 if backwards else 1], None
            with self.lock:
                for one in held:
                    one.again = backwards
                    self.put(one)

    # --- what happens -------------------------------------------------------------------------

    def put(self, one: AnyWaiting) -> None:
        """Let an update wait until it is taken."""
        with self.lock:
            (self.waiting if self._held is None else self._held).append(one)
        self.woken()

    def is_taken(self, one: AnyWaiting) -> None:
        """Forget an update."""
        with self.lock:
            self.waiting = [other for other in self.waiting if other is not one]

    def inside(self, url: str) -> str:
        """Return the address on this machine for a public one."""
        for public, here in self.reaches.items():
            if url.startswith(public):
                return here + url.removeprefix(public)
        return url

    def woken(self) -> None:
        """Tell whoever waits that something happened."""
        with self.lock:
            self.lock.notify_all()
