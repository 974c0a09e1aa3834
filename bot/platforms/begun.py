"""How far the sending of each reply has got, for those that are several messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Reply
from bot.clock import Clock

REMEMBERED = 100  # replies
FOR = timedelta(hours=1)
"""Later, the same words to the same chat are another reply."""
Chat = int | str


class Begun:
    """Replies whose sending broke off: the next try goes on, so that nobody reads a part twice.

    Only this process knows of them, of the last 100 and for an hour.
    """

    def __init__(self, clock: Clock) -> None:
        """Begin without any."""
        self._clock = clock
        self._parts: dict[tuple[Chat, Reply], tuple[int, datetime]] = {}

    def parts(self, chat: Chat, reply: Reply) -> int:
        """Return how many messages of a reply have been sent."""
        sent, at = self._parts.get(_key(chat, reply), (0, self._clock()))
        return sent if self._clock() - at < FOR else 0

    def note(self, chat: Chat, reply: Reply, sent: int) -> None:
        """Note how many messages of a reply have been sent; the oldest reply is forgotten."""
        self._parts.pop(_key(chat, reply), None)
        self._parts[_key(chat, reply)] = sent, self._clock()
        if len(self._parts) > REMEMBERED:
            del self._parts[next(iter(self._parts))]

    def forget(self, chat: Chat, reply: Reply) -> None:
        """Forget a reply: all of it has been sent, or nothing more of it will be."""
        self._parts.pop(_key(chat, reply), None)


def _key(chat: Chat, reply: Reply) -> tuple[Chat, Reply]:
    return chat, replace(reply, choices=tuple(reply.choices))  # a list could not be looked up
