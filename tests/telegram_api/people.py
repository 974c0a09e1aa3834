"""The people's side: their phones, and what they do there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.messenger_api import people
from tests.messenger_api.people import Words, pattern
from tests.messenger_api.world import PATIENCE_SECONDS, Update
from tests.telegram_api.parameters import Upload
from tests.telegram_api.world import Chat, Message, Press, World


class Reader(people.Reader[Message]):
    """Somebody's, or some people's, chat with the bot."""

    world: World
    chat: Chat

    def __init__(self, world: World, chat: Chat, name: str) -> None:
        super().__init__(world, chat, name)
        world.chats[chat.id] = chat

    @property
    def id(self) -> int:
        return self.chat.id

    def sees(
        self,
        message: Message,
        condition: Callable[[Message], object],
        seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """Wait until a message looks so."""
        what = f"{self.name} sees another message than {message.said}"
        self.world.wait_for(lambda: condition(message), what, seconds)


class Person(Reader):
    """Somebody with a phone, who knows of the bot and has not written to it yet."""

    def __init__(self, world: World, number: int, name: str, language: str) -> None:
        about = {"first_name": name}
        super().__init__(world, Chat(id=number, kind="private", name=about), name)
        self.about = {"id": number, "is_bot": False, **about, "language_code": language}

    def opens(self) -> None:
        """Let the bot write here; the bot hears nothing of it."""
        self.chat.started = True

    def says(self, text: str, *, sent_ago: float = 0) -> Update:
        """Type something, or have typed it `sent_ago` seconds ago."""
        return self._sends({"text": text, **_commands(text)}, sent_ago)

    def starts(self, code: str = "") -> Update:
        """Open the chat, by a link that may have a code in it."""
        return self.says(f"/start {code}".strip())

    def presses(self, label: Words, message: Message | None = None) -> Press:
        """Press a button, by a part of its label: on the newest message that has one.

        On a given message any button will do that it ever had: a phone may be slow to show that
        it has gone."""
        with self.world.lock:
            pressed = message or self.newest(label)
            names = pressed.ever if message else pressed.buttons
            data = next(pressed.ever[name] for name in names if pattern(label).search(name))
            return press(self.world, self.about, pressed, data)

    def edits(self, update: Update, text: str) -> Update:
        """Change what was typed."""
        old = update["message"]
        new = {**old, "text": text, "edit_date": old["date"] + 1, **_commands(text)}
        return self.world.happens("edited_message", new)

    def sends_photo(
        self, caption: str = "", content: bytes = b"\xff\xd8\xff", *, album: str = ""
    ) -> Update:
        """Send a photo, of which Telegram makes smaller ones; maybe one of an album."""
        sizes = [
            self._file("photo", Upload("p.jpg", some), width=width, height=width)
            for width, some in ((90, content[:500]), (320, content[:1000]), (1280, content))
        ]
        group = {"media_group_id": album} if album else {}
        return self._sends({"photo": sizes, **_caption(caption), **group})

    def sends_document(
        self, name: str, content: bytes, caption: str = "", mime: str = "application/pdf"
    ) -> Update:
        about = self._file("document", Upload(name, content), file_name=name, mime_type=mime)
        return self._sends({"document": about, **_caption(caption)})

    def _file(self, kind: str, upload: Upload, **about: Any) -> dict[str, Any]:
        with self.world.lock:
            name = self.world.keep(kind, upload)
        size = {"file_unique_id": f"u{name[-9:]}", "file_size": len(upload.content)}
        return {"file_id": name, **size, **about}

    def sends_voice(self) -> Update:
        return self._sends({"voice": {"file_id": "v", "file_unique_id": "v1", "duration": 4}})

    def sends_sticker(self) -> Update:
        sticker = {"file_id": "s", "file_unique_id": "s1", "type": "regular", "emoji": "👍"}
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._sends({"sticker": {**sticker, **size}})

    def sends_location(self) -> Update:
        return self._sends({"location": {"latitude": 19.8, "longitude": 105.7}})

    def shares_contact(self, number: str, of: Person | None = None) -> Update:
        """Share a number from the address book, one's own if not `of` somebody else."""
        whose = of or self
        contact = {"phone_number": number, "first_name": whose.name, "user_id": whose.id}
        return self._sends({"contact": contact})

    def blocks(self) -> None:
        """Block the bot."""
        self._member("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self._member("kicked", "member")

    def _member(self, old: str, new: str) -> None:
        self.chat.blocked = new == "kicked"
        change_membership(self.world, self.chat, self.about, old, new)

    def _sends(self, what: dict[str, Any], ago: float = 0) -> Update:
        with self.world.lock:
            self.chat.started = True
            message = self.world.message(self.chat, self.about, ago)
            return self.world.happens("message", {**message, **what})


class Group(Reader):
    """Some people and the bot, which sees only what is meant for it unless told otherwise."""

    def __init__(self, world: World, number: int, title: str, *, sees_all: bool) -> None:
        super().__init__(world, Chat(id=number, kind="group", name={"title": title}), title)
        self.title, self.sees_all = title, sees_all

    def begins(self, founder: Person) -> None:
        """Let somebody add the bot."""
        self.chat.started = True
        change_membership(self.world, self.chat, founder.about, "left", "member")
        message = self.world.message(self.chat, founder.about)
        self.world.happens("message", {**message, "new_chat_members": [self.world.me]})

    def says(self, person: Person, text: str) -> Update | None:
        """Let somebody write; None when the bot does not get to see it."""
        bot = f"@{self.world.username}"
        command = re.match(r"/\w+(@\w+)?", text)
        meant = command and command[1] in (None, bot)
        if not (self.sees_all or meant or bot in text):
            return None
        message = self.world.message(self.chat, person.about)
        return self.world.happens("message", {**message, "text": text, **_commands(text)})

    def presses(self, person: Person, label: Words) -> Press:
        """Let somebody press a button, by a part of its label, on the newest message with one."""
        message = self.newest(label)
        data = next(message.ever[one] for one in message.buttons if pattern(label).search(one))
        return press(self.world, person.about, message, data)

    def upgrades(self, founder: Person) -> None:
        """Become a supergroup, which is another chat."""
        with self.world.lock:
            old = self.chat
            new = Chat(id=-1_000_000_000_000 + old.id, kind="supergroup", name=old.name)
            new.started = True
            self.world.chats[new.id] = self.chat = new
            self.read = 0
            old.moved_to = new.id
            away = {**self.world.message(old, founder.about), "migrate_to_chat_id": new.id}
            here = {**self.world.message(new, founder.about), "migrate_from_chat_id": old.id}
            self.world.happens("message", away)
            self.world.happens("message", here)


def press(world: World, who: dict[str, Any], message: Message, data: str) -> Press:
    """Make a press of a button."""
    with world.lock:
        number = f"{who['id']}{len(world.presses):06}"
        about = {"id": number, "from": who, "message": dict(message.said), "data": data}
        made = Press(id=number, update={})
        world.presses[number] = made
        made.update = world.happens("callback_query", {**about, "chat_instance": "7"})
        return made


def change_membership(world: World, chat: Chat, who: dict[str, Any], old: str, new: str) -> Update:
    """Tell the bot that it was added, blocked or let in again."""
    ends = {"kicked": {"until_date": 0}}
    kinds = [{"user": world.me, "status": one, **ends.get(one, {})} for one in (old, new)]
    date = world.message(chat, who)["date"]
    about = {"chat": chat.about, "from": who, "date": date}
    about |= {"old_chat_member": kinds[0], "new_chat_member": kinds[1]}
    return world.happens("my_chat_member", about)


def _caption(words: str) -> dict[str, str]:
    return {"caption": words} if words else {}


def _commands(text: str) -> dict[str, Any]:
    found = re.match(r"/[a-zA-Z0-9_]+(@\w+)?", text)
    if not found:
        return {}
    entity = {"type": "bot_command", "offset": 0, "length": len(found[0])}
    return {"entities": [entity]}
