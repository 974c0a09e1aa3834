"""A reply as the messages that Telegram takes, and how far the sending of each reply has got."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Reply
from bot.clock import Clock
from bot.platforms.render import split

TEXT = 4096  # UTF-16 units, as all of Telegram's lengths
CAPTION = 1024
REMEMBERED = 100  # replies
FOR = timedelta(hours=1)
"""Later, the same words to the same chat are another reply."""


def messages(reply: Reply) -> list[Reply]:
    """Cut a reply into messages, none with more than one file or too much text.

    Files come first, the last of them with the text as its caption where it fits. The buttons are
    on the last message.
    """
    files = [
        Reply(text="", image=image, document=document, silent=reply.silent)
        for image, document in ((reply.image, ""), ("", reply.document))
        if image or document
    ]
    if files and len(split(reply.text, CAPTION)) <= 1:
        said = [replace(files.pop(), text=reply.text)]
    else:
        # A text that is empty is Telegram's to refuse.
        said = [Reply(text=part, silent=reply.silent) for part in split(reply.text, TEXT) or [""]]
    *first, last = [*files, *said]
    return [*first, replace(last, choices=reply.choices)]


class Begun:
    """Replies whose sending broke off: the next try goes on, so that nobody reads a part twice.

    Only this process knows of them, of the last 100 and for an hour.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._parts: dict[tuple[int, Reply], tuple[int, datetime]] = {}

    def parts(self, chat: int, reply: Reply) -> int:
        """Return how many messages of a reply have been sent."""
        sent, at = self._parts.get(_key(chat, reply), (0, self._clock()))
        return sent if self._clock() - at < FOR else 0

    def note(self, chat: int, reply: Reply, sent: int) -> None:
        """Note how many messages of a reply have been sent; the oldest reply is forgotten."""
        self._parts.pop(_key(chat, reply), None)
        self._parts[_key(chat, reply)] = sent, self._clock()
        if len(self._parts) > REMEMBERED:
            del self._parts[next(iter(self._parts))]

    def forget(self, chat: int, reply: Reply) -> None:
        """Forget a reply: all of it has been sent, or nothing more of it will be."""
        self._parts.pop(_key(chat, reply), None)


def _key(chat: int, reply: Reply) -> tuple[int, Reply]:
    return chat, replace(reply, choices=tuple(reply.choices))  # a list could not be looked up
