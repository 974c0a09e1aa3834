"""The people's side: their phones, and what they do there."""

from __future__ import annotations

import urllib.request
from typing import Any

from tests.messenger_api import people
from tests.messenger_api.people import Words, pattern
from tests.messenger_api.world import Update
from tests.zalo_api.world import Bot, Chat, Message, World

JPEG = b"\xff\xd8\xff\xe0 a picture"
FETCH_SECONDS = 30


class Reader(people.Reader[Message]):
    """Somebody's, or some people's, chat with a bot."""

    world: World
    chat: Chat

    def __init__(self, world: World, chat: Chat, name: str) -> None:
        super().__init__(world, chat, name)
        world.chats[chat.bot.id, chat.id] = chat

    @property
    def id(self) -> str:
        return self.chat.id

    def looks_at(self, message: Message) -> bytes:
        """Fetch the picture of a message now, as a phone does whenever it is looked at."""
        return self.opens_link(message.photo)

    def opens_link(self, url: str) -> bytes:
        """Fetch what a link leads to, as a phone does."""
        here = self.world.inside(url)
        with urllib.request.urlopen(here, timeout=FETCH_SECONDS) as answer:  # noqa: S310  # ours
            return bytes(answer.read())


class Person(Reader):
    """Somebody with a phone, who knows of a bot and has not written to it yet."""

    def __init__(self, world: World, bot: Bot, name: str) -> None:
        number = world.number()
        super().__init__(world, Chat(id=number, kind="PRIVATE", bot=bot), name)

    @property
    def about(self) -> dict[str, Any]:
        return {"id": self.id, self.world.name_field: self.name, "is_bot": False}

    def opens(self) -> None:
        """Have written to the bot before now, so that it may write here."""
        self.chat.started = True
        if self.id not in self.chat.bot.people:
            self.chat.bot.people.append(self.id)

    def at(self, bot: Bot) -> Person:
        """The same person with another bot, where she has another id."""
        return Person(self.world, bot, self.name)

    def writes(self, text: str, *, sent_ago: float = 0) -> Update:
        """Type something, or have typed it `sent_ago` seconds ago."""
        return self.happens("message.text.received", {"text": text}, sent_ago)

    def picks(self, label: Words, message: Message | None = None) -> Update:
        """Type the number of a choice, by a part of its label: of the newest message with it."""
        chosen = message or self.newest(label)
        number = next(n for name, n in chosen.choices.items() if pattern(label).search(name))
        return self.writes(number)

    # A story that is told of Telegram, too, has people say and press.
    says, presses = writes, picks

    def sends_photo(
        self, caption: str = "", content: bytes = JPEG, *, sent_ago: float = 0
    ) -> Update:
        """Send a picture, which can be fetched for a while."""
        place = f"/pictures/{self.world.number()}.jpg"
        self.world.pictures[place] = content
        what = {self.world.photo_field: f"{self.world.url}{place}"}
        if caption:
            what["caption"] = caption
        return self.happens("message.image.received", what, sent_ago)

    def sends_sticker(self) -> Update:
        what = {"sticker": "0e078a4bab0b42551b1a", "url": "https://stickers.example/1.webp"}
        return self.happens("message.sticker.received", what)

    def sends_voice(self) -> Update:
        return self.happens("message.voice.received", {"voice_url": f"{self.world.url}/1.aac"})

    def sends_unsupported(self) -> Update:
        """Write something of which a bot gets to know nothing: she is a protected person."""
        return self.happens("message.unsupported.received")

    def happens(self, kind: str, what: dict[str, Any] | None = None, ago: float = 0) -> Update:
        """Do something that makes an event."""
        return self.world.happens(self.chat, kind, self.about, what or {}, ago)

    def blocks(self) -> None:
        """Block the bot, which is not told."""
        self.chat.blocked = True

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.chat.blocked = False


class Group(Reader):
    """Some people and a bot, which sees only what mentions it."""

    def __init__(self, world: World, bot: Bot, title: str) -> None:
        number = f"zgr-{world.number()}"
        super().__init__(world, Chat(id=number, kind="GROUP", bot=bot), title)

    def writes(self, person: Person, text: str, *, mentions: bool = False) -> Update | None:
        """Let somebody write; None when the bot does not get to see it."""
        if not mentions:
            return None
        return self._happens(person, "message.text.received", "text", text)

    def sends_photo(
        self, person: Person, caption: str, *, mentions: bool = False
    ) -> Update | None:
        """Let somebody send a picture; None when the bot does not get to see it."""
        if not mentions:
            return None
        place = f"/pictures/{self.world.number()}.jpg"
        self.world.pictures[place] = JPEG
        photo = {self.world.photo_field: f"{self.world.url}{place}"}
        return self._happens(person, "message.image.received", "caption", caption, photo)

    def _happens(
        self, person: Person, kind: str, name: str, text: str, more: dict[str, Any] | None = None
    ) -> Update:
        bot, mention = self.chat.bot, f"@{self.chat.bot.name}"
        what = {name: f"{mention} {text}" if self.world.mention_in_text else text, **(more or {})}
        if self.world.mention_list:
            what["mentions"] = [{"uid": bot.id, "offset": 0, "length": len(mention)}]
        return self.world.happens(self.chat, kind, person.about, what)
