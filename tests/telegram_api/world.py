"""What Telegram remembers: chats, messages, updates that wait, presses, files."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.clock import utc_now
from tests.telegram_api.faults import Fault, bad
from tests.telegram_api.parameters import Parameters, Upload

Update = dict[str, Any]
"""One update, as the bot gets it."""

PATIENCE_SECONDS = 10
DOWNLOAD_BYTES = 20_000_000


@dataclass(eq=False, kw_only=True)
class Message:
    """A message as a phone shows it now."""

    said: dict[str, Any]
    """As Telegram describes it to bots."""
    silent: bool = False
    file: Upload | None = None
    edits: list[str] = field(default_factory=list)
    """The words that it had before."""
    ever: dict[str, str] = field(default_factory=dict)
    """The data of all buttons that it ever had, by their labels."""
    keyboard: list[str] = field(default_factory=list)
    """The labels of a keyboard in place of the letters."""
    at: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> int:
        return int(self.said["message_id"])

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
    def buttons(self) -> list[str]:
        """The labels of the buttons below it."""
        rows = self.said.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    @property
    def photo(self) -> bytes | None:
        return self.file.content if self.file and "photo" in self.said else None

    @property
    def document(self) -> Upload | None:
        return self.file if "document" in self.said else None


@dataclass(eq=False, kw_only=True)
class Chat:
    """A private chat or a group."""

    id: int
    kind: str
    name: dict[str, str]
    written: list[Message] = field(default_factory=list)
    """By the bot."""
    started: bool = False
    blocked: bool = False
    moved_to: int = 0
    numbers: int = 0
    """Message ids of its own, which only supergroups have."""

    @property
    def about(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, **self.name}


@dataclass(eq=False, kw_only=True)
class Press:
    """A button that somebody pressed, and what her phone showed upon it."""

    id: str
    update: Update
    answers: list[str] = field(default_factory=list)
    """What the bot answered; an answer may have no words."""
    at: float = field(default_factory=time.monotonic)
    answered_at: float = 0


@dataclass(eq=False, kw_only=True)
class Waiting:
    """An update that the bot has not confirmed."""

    update: Update
    lane: int
    """The chat: within it updates keep their order."""
    again: bool = False
    """It comes whatever was confirmed before."""
    handed: bool = False


@dataclass(eq=False, kw_only=True)
class Request:
    """What the bot asked for, and how it was answered."""

    method: str
    parameters: Parameters
    at: float = field(default_factory=time.monotonic)
    status: int = -1
    """-1: not answered yet; 0: the connection was dropped."""


class HasId(Protocol):
    """A person or a group."""

    @property
    def id(self) -> int: ...


class World:
    """Everything that Telegram knows; to be used under `lock`, which may be taken twice."""

    def __init__(self, token: str, username: str) -> None:
        self.token, self.username = token, username
        self.token_is_good = True
        self.lock = threading.Condition(threading.RLock())
        self.chats: dict[int, Chat] = {}
        self.waiting: list[Waiting] = []
        self.presses: dict[str, Press] = {}
        self.files: dict[str, tuple[str, Upload]] = {}
        self.paths: dict[str, Upload] = {}
        """What was asked for by getFile, and may be fetched."""
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.requests: list[Request] = []
        self.a_second = 0
        """More messages within any second are refused with 429; 0: any number is taken."""
        self._taken: deque[float] = deque()
        self.webhook: Parameters = {}
        self.allowed: list[str] = []
        self._faults: list[tuple[str, Fault, int]] = []
        self._held: list[Waiting] | None = None
        self._numbers = 100
        self._updates = 800_000_000

    @property
    def me(self) -> dict[str, Any]:
        bot = {"id": int(self.token.partition(":")[0]), "is_bot": True}
        return {**bot, "first_name": "Câu lạc bộ", "username": self.username}

    # --- what a test asks ---------------------------------------------------------------------

    @property
    def unanswered(self) -> list[Press]:
        """The presses upon which a phone still shows that it waits."""
        return [press for press in self.presses.values() if not press.answers]

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
            self._faults += [(method, fault, to.id if to else 0)] * times

    def fault(self, method: str, chat: str) -> Fault | None:
        """Take what is to go wrong now."""
        for number, (name, fault, to) in enumerate(self._faults):
            if name in (method, "*") and (not to or str(to) == chat):
                del self._faults[number]
                return fault
        return None

    def too_fast(self, method: str) -> bool:
        """Say whether one message more is more than the bot may send now; else count it."""
        if not self.a_second or not method.startswith("send"):
            return False
        now = time.monotonic()
        while self._taken and now - self._taken[0] >= 1:
            self._taken.popleft()
        if len(self._taken) >= self.a_second:
            return True
        self._taken.append(now)
        return False

    def delivers_again(self, update: Update) -> None:
        """Deliver the same update once more."""
        self._add(Waiting(update=update, lane=lane_of(update), again=True))

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
                    self._add(one)

    # --- what happens -------------------------------------------------------------------------

    def happens(self, kind: str, what: dict[str, Any]) -> Update:
        """Make an update of something, for the bot to be told."""
        with self.lock:
            self._updates += 1
            update = {"update_id": self._updates, kind: what}
            if not self.allowed or kind in self.allowed:
                self._add(Waiting(update=update, lane=lane_of(update)))
            return update

    def number(self, chat: Chat) -> int:
        """Return the id of the next message in a chat: only supergroups count for themselves."""
        if chat.kind == "supergroup":
            chat.numbers += 1
            return chat.numbers
        self._numbers += 1
        return self._numbers

    def message(self, chat: Chat, author: dict[str, Any], ago: float = 0) -> dict[str, Any]:
        """Return what every message has."""
        date = int(utc_now().timestamp() - ago)
        number = self.number(chat)
        return {"message_id": number, "from": author, "chat": chat.about, "date": date}

    def file(self, name: str) -> dict[str, Any]:
        """Describe a file and let it be fetched from now on; raises `Refused`."""
        if name not in self.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        kind, upload = self.files[name]
        if len(upload.content) > DOWNLOAD_BYTES:
            raise bad("file is too big")
        ending = upload.name.rpartition(".")[2] or "bin"
        path = f"{kind}s/file_{list(self.files).index(name)}.{ending}"
        self.paths[path] = upload
        about = {"file_unique_id": f"u{name[-9:]}", "file_size": len(upload.content)}
        return {"file_id": name, **about, "file_path": path}

    def keep(self, kind: str, upload: Upload) -> str:
        """Keep a file and return its id."""
        name = f"AgACAgUAAxkBAAI{len(self.files):04}{kind}"
        self.files[name] = (kind, upload)
        return name

    def kept(self, kind: str, file: str) -> Upload:
        """Return what was kept by an id; raises `Refused`."""
        if file not in self.files:
            raise bad("wrong file identifier/HTTP URL specified")
        was, upload = self.files[file]
        if was != kind:
            raise bad("type of file mismatch")
        return upload

    def take(self, offset: int, limit: int) -> list[Update]:
        """Forget what was confirmed and return the next updates."""
        if offset < 0:
            offset = ([one.update["update_id"] for one in self.waiting] or [0])[offset:][0]
        self.waiting = [
            one
            for one in self.waiting
            if one.update["update_id"] >= offset or (one.again and not one.handed)
        ]
        taken = self.waiting[:limit]
        for one in taken:
            one.handed = True
        return [one.update for one in taken]

    def woken(self) -> None:
        """Tell whoever waits that something happened."""
        with self.lock:
            self.lock.notify_all()

    def _add(self, one: Waiting) -> None:
        with self.lock:
            (self.waiting if self._held is None else self._held).append(one)
        self.woken()


def lane_of(update: Update) -> int:
    """Return the chat of an update."""
    (about,) = (value for name, value in update.items() if name != "update_id")
    return int((about.get("chat") or about["message"]["chat"])["id"])
