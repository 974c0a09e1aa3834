"""What Telegram remembers: chats, messages, updates that wait, presses, files."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from bot.clock import utc_now
from tests.messenger_api import people, world
from tests.messenger_api.server import Server
from tests.messenger_api.world import Parameters, Update
from tests.telegram_api.faults import bad
from tests.telegram_api.parameters import Upload

DOWNLOAD_BYTES = 20_000_000


@dataclass(eq=False, kw_only=True)
class Message(world.Message):
    """A message as a phone shows it now; said as Telegram describes it to bots."""

    silent: bool = False
    file: Upload | None = None
    edits: list[str] = field(default_factory=list)
    """The words that it had before."""
    ever: dict[str, str] = field(default_factory=dict)
    """The data of all buttons that it ever had, by their labels."""
    keyboard: list[str] = field(default_factory=list)
    """The labels of a keyboard in place of the letters."""

    @property
    def id(self) -> int:
        return int(self.said["message_id"])

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons below it."""
        rows = self.said.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    @property
    def labels(self) -> Collection[str]:
        return self.buttons

    @property
    def photo(self) -> bytes | None:
        return self.file.content if self.file and "photo" in self.said else None

    @property
    def document(self) -> Upload | None:
        return self.file if "document" in self.said else None


@dataclass(eq=False, kw_only=True)
class Chat(people.Chat[Message]):
    """A private chat or a group."""

    id: int
    name: dict[str, str]
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
class Waiting(world.Waiting):
    """An update that the bot has not confirmed."""

    handed: bool = False


class World(Server[world.Request, Waiting]):
    """Everything that Telegram knows."""

    def __init__(self, token: str, username: str) -> None:
        super().__init__()
        self.token, self.username = token, username
        self.token_is_good = True
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.files: dict[str, tuple[str, Upload]] = {}
        self.paths: dict[str, Upload] = {}
        """What was asked for by getFile, and may be fetched."""
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.a_second = 0
        """More messages within any second are refused with 429; 0: any number is taken."""
        self._taken: deque[float] = deque()
        self.webhook: Parameters = {}
        self.failed_at = 0.0
        """When the webhook failed last, in seconds since 1970."""
        self.allowed: list[str] = []
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

    # --- what a test lets happen --------------------------------------------------------------

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
        self.put(Waiting(update=update, lane=lane_of(update), again=True))

    # --- what happens -------------------------------------------------------------------------

    def happens(self, kind: str, what: dict[str, Any]) -> Update:
        """Make an update of something, for the bot to be told."""
        with self.lock:
            self._updates += 1
            update = {"update_id": self._updates, kind: what}
            if not self.allowed or kind in self.allowed:
                self.put(Waiting(update=update, lane=lane_of(update)))
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


def lane_of(update: Update) -> int:
    """Return the chat of an update."""
    (about,) = (value for name, value in update.items() if name != "update_id")
    return int((about.get("chat") or about["message"]["chat"])["id"])
