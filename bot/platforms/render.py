"""What text becomes on its way: in, what can be stored; out, choices as lines, and parts."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from bot.chat import Choice, Reply
from bot.storage.talk import offer_number

OFFER_KEY = re.compile(r"o(\d+):(?!\?$)")
"""What the key of a standing offer's choice starts with, e.g. `o2:yes`.

`o2:?` answers none: of several that wait it says which one is meant, by a number of the list."""


def storable(text: str) -> str:
    """Return the text without what no database takes: zeros and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode().strip()


def numbered(reply: Reply, offer_line: str = "{answer} = {label}") -> str:
    """The text of a reply with its choices as numbered lines below it.

    The open question is answered by a bare number, its place among all choices as the engine
    counts them; a standing offer by two: the choice, then the offer's short number.
    `offer_line` words such a line: "Nhắn {answer} = {label}" becomes "Nhắn 1 12 = Đã cầm đủ
    500.000 đ", complete in itself, since often only one is read out.
    """
    parts = (reply.text, choice_lines(reply, offer_line))
    return "\n\n".join(part for part in parts if part)


def choice_lines(reply: Reply, offer_line: str) -> str:
    """Return the choices of a reply as numbered lines; empty for none."""
    return "\n".join(_lines(reply, offer_line))


def _lines(reply: Reply, offer_line: str) -> Iterator[str]:
    seen: defaultdict[str, int] = defaultdict(int)
    for place, choice in enumerate(reply.choices, 1):
        if offer := _offer(choice):
            seen[offer] += 1
            yield offer_line.format(answer=f"{seen[offer]} {offer}", label=choice.label)
        else:
            yield f"{place}. {choice.label.removeprefix(f'{place}. ')}"  # it may have its own


def _offer(choice: Choice) -> str:
    """The short number of the standing offer a choice belongs to; empty for the open question."""
    match = OFFER_KEY.match(choice.key)
    return str(offer_number(int(match[1]))) if match else ""


def split(text: str, limit: int) -> list[str]:
    """Cut a text into parts of at most `limit` UTF-16 units, at line ends, else between words.

    Telegram counts its 4096 in UTF-16 units, Zalo's 2000 are never more. White space at a cut
    is dropped, nothing else. `limit` is at least 2, the length of one emoji.
    """
    parts = []
    rest = text.strip()
    while rest:
        end = _cut(rest, limit)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return parts


def _cut(text: str, limit: int) -> int:
    """Where the first part of a text without white space in front ends."""
    longest = _fitting(text, limit)
    if longest == len(text):
        return longest
    window = text[: longest + 1]
    for pattern in (r"\n", r"\s"):
        ends = [match.start() for match in re.finditer(pattern, window)]
        if ends:
            return ends[-1]
    return _before_mark(text, longest)


def _fitting(text: str, limit: int) -> int:
    """How many characters from the start fit into `limit` UTF-16 units."""
    units = 0
    for index, letter in enumerate(text):
        units += 2 if ord(letter) > 0xFFFF else 1
        if units > limit:
            return index
    return len(text)


def _before_mark(text: str, end: int) -> int:
    """Move a cut inside a word off a letter's own marks: decomposed, "ộ" is three characters."""
    for index in range(end, 0, -1):
        if not unicodedata.combining(text[index]):
            return index
    return end
