"""What Zalo remembers: bots, chats, messages, updates that wait, pictures, quotas."""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from bot.clock import utc_now
from tests.messenger_api import people, world
from tests.messenger_api.faults import Fault
from tests.messenger_api.server import Server
from tests.messenger_api.world import Update

CHOICE = re.compile(r"(?P<number>\d+)\. (?P<label>.+)")
OFFER = re.compile(r"(?:\D* )?(?P<number>\d+ \d+) = (?P<label>.+)")


@dataclass(eq=False, kw_only=True)
class Bot:
    """An account that programs speak for."""

    world: World = field(repr=False)
    id: str
    token: str
    name: str
    most_messages: int
    """A month; 0: no limit."""
    most_people: int
    used: int = 0
    """What counts for the month's quota; a test may set it."""
    said: int = 0
    heard: int = 0
    people: list[str] = field(default_factory=list)
    """Their chats, in the order of their first words."""
    webhook: dict[str, Any] = field(default_factory=dict)

    @property
    def link(self) -> str:
        """What people open, or scan, to find the bot."""
        return f"https://zalo.me/{self.id}"

    def resets(self) -> None:
        """Give it another token: the old one is refused from now on."""
        with self.world.lock:
            self.token = f"{self.id}:{self.token.partition(':')[2][::-1]}{len(self.token)}"

    def new_month(self) -> None:
        """Begin to count anew."""
        with self.world.lock:
            self.used = 0

    def has_room_for(self, chat: str) -> bool:
        """Say whether somebody is one of the people whom the plan allows."""
        first = self.people[: self.most_people or None]
        return chat in first or len(first) < (self.most_people or len(first) + 1)


@dataclass(eq=False, kw_only=True)
class Message(world.Message):
    """What a bot wrote, as a phone shows it; said as it was asked for."""

    id: str
    chat: str

    @property
    def photo(self) -> str:
        """The address of its picture; empty when it has none."""
        return str(self.said.get("photo", ""))

    @property
    def sticker(self) -> str:
        return str(self.said.get("sticker", ""))

    @property
    def choices(self) -> dict[str, str]:
        """What to type for each of the numbered lines that it ends with, by their labels."""
        found: dict[str, str] = {}
        for line in reversed(self.words.splitlines()):
            choice = OFFER.fullmatch(line) or CHOICE.fullmatch(line)
            if not choice:
                break
            found[choice["label"]] = choice["number"]
        return dict(reversed(found.items()))

    @property
    def labels(self) -> Collection[str]:
        return self.choices


@dataclass(eq=False, kw_only=True)
class Chat(people.Chat[Message]):
    """A private chat with one bot, or a group."""

    id: str
    bot: Bot

    @property
    def about(self) -> dict[str, str]:
        return {"id": self.id, "chat_type": self.kind}


@dataclass(eq=False, kw_only=True)
class Waiting(world.Waiting):
    """An update that was not handed out; one that comes late has a lane of its own."""

    bot: Bot
    since: float = field(default_factory=time.monotonic)
    due: float = 0
    tries: int = 0


@dataclass(eq=False, kw_only=True)
class Request(world.Request):
    """What a bot asked for, and how it was answered."""

    bot: Bot | None
    """None: the token is nobody's, or it is a picture that was fetched."""


class World(Server[Request, Waiting]):
    """Everything that Zalo knows."""

    wrapped = True
    photo_field = "photo_url"
    name_field = "display_name"
    idle_status = 408
    refusal_status = 0
    counts_heard = True
    lets_surplus_write = True
    unreachable = 400
    keeps_seconds = 20.0
    tries_again = 0
    echoes = False
    mention_in_text = True
    mention_list = False
    verification = True
    can_join_groups = True
    latency = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.bots: list[Bot] = []
        self.chats: dict[tuple[str, str], Chat] = {}
        """By the bot's id and their own."""
        self.pictures: dict[str, bytes] = {}
        """What people sent, by their place in the address."""
        self.black: list[tuple[str, int]] = []
        self._numbers = 0

    # --- what a test asks ---------------------------------------------------------------------

    def times(self, method: str, bot: Bot | None = None) -> list[float]:
        """When a method was asked for, in monotonic seconds."""
        with self.lock:
            mine = (one for one in self.requests if bot in (None, one.bot))
            return [request.at for request in mine if request.method == method]

    def count(self, method: str, bot: Bot | None = None) -> int:
        """How often a method was asked for."""
        return len(self.times(method, bot))

    # --- what a test lets happen --------------------------------------------------------------

    def delivers_again(self, update: Update, bot: Bot | None = None) -> None:
        """Deliver the same update once more."""
        self.add(update, bot or self.bots[0])

    # --- what happens -------------------------------------------------------------------------

    def number(self) -> str:
        """Return an id as Zalo makes them: 20 hex digits."""
        with self.lock:
            self._numbers += 1
            return f"{self._numbers * 0x9E3779B97F4A7C15 % 2**80:020x}"

    def happens(
        self, chat: Chat, kind: str, author: dict[str, Any], what: dict[str, Any], ago: float = 0
    ) -> Update:
        """Make an update of what somebody does in a chat, for its bot to be told."""
        with self.lock:
            date = int((utc_now().timestamp() - ago) * 1000)
            message = {"message_id": self.number(), "date": date, "message_type": "CHAT_MESSAGE"}
            message |= {"from": author, "chat": chat.about, **what}
            update = {"event_name": kind, "message": message}
            if self._is_heard(chat, str(author["id"])):
                fault = self.fault("update", chat.id) or Fault()
                for _copy in range(fault.copies):
                    self.add(update, chat.bot, fault.seconds)
            return update

    def _is_heard(self, chat: Chat, author: str) -> bool:
        bot, chat.started = chat.bot, True
        if author == bot.id:
            return True
        if author not in bot.people:
            bot.people.append(author)
        bot.heard += 1
        bot.used += self.counts_heard
        return self.lets_surplus_write or bot.has_room_for(author)

    def add(self, update: Update, bot: Bot, seconds: float = 0) -> None:
        """Let an update be on its way."""
        lane = "" if seconds else str(update["message"]["chat"]["id"])
        one = Waiting(update=update, bot=bot, lane=lane or self.number())
        one.due = one.since = one.since + seconds
        self.put(one)

    def take(self, bot: Bot) -> Update | None:
        """Hand out the oldest update of a bot: it is gone then, whoever got it."""
        now = time.monotonic()
        old = [one for one in self.waiting if now - one.since > self.keeps_seconds]
        self.waiting = [one for one in self.waiting if one not in old]
        for one in self.waiting:
            if one.bot is bot and one.due <= now:
                self.waiting.remove(one)
                return one.update
        return None

    def body(self, update: Update) -> dict[str, Any]:
        """Return how an update travels to a webhook."""
        return {"ok": True, "result": update} if self.wrapped else update
