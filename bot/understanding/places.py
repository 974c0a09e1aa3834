"""Where in a text the words of a pattern stand, so that they can be cut out of it as typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from bot.understanding.calendar_words import Wording
from bot.understanding.tokens import tokens_of


class Place(NamedTuple):
    """What was found of a pattern, and what stands around it, as typed (NFC)."""

    before: str
    said: str
    behind: str
    groups: Mapping[str, str | None]

    @property
    def rest(self) -> str:
        """Return the text without what was found."""
        return f"{self.before} {self.behind}"


def place_of(way: Wording, text: str) -> Place | None:
    """Return the first place of a pattern that `calendar_words.wording` made; None for none."""
    composed = unicodedata.normalize("NFC", text)
    tokens = tokens_of(composed)
    found = way.search(" ".join(token.text for token in tokens))
    if found is None or not found[0]:
        return None
    at, within = 0, []
    for token in tokens:
        if found.start() <= at < found.end():
            within.append(token)
        at += len(token.text) + 1
    start, end = within[0].start, within[-1].end
    return Place(composed[:start], composed[start:end], composed[end:], found.groupdict())
