"""Finding phrases in what was typed, word by word, with marks or without."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.folding import fold, words_of

_WORD = re.compile(r"\d+(?:[.,/:-]\d+)*[^\W_]*|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it was typed, and as `folding.marked` gives it."""

    typed: str
    key: str


def cut(text: str) -> list[Word]:
    """Cut a text into words; a sum such as 1.500.000 or a day such as 10/12 stays whole."""
    composed = unicodedata.normalize("NFC", text)
    return [Word(typed, " ".join(words_of(typed))) for typed in _WORD.findall(composed)]


def join(words: Iterable[Word]) -> str:
    """Put words together again as they were typed."""
    return " ".join(word.typed for word in words)


class Phrases:
    """A set of phrases to look for, written with their marks.

    Typed without marks they are found too, except those of `if_marked`, which would then mean
    something commoner ("dừng" would be found in "dung", which is "đúng").
    """

    def __init__(self, phrases: str, *, if_marked: str = "") -> None:
        """Take phrases of any length, with commas between them."""
        self._by_first: dict[str, list[list[frozenset[str]]]] = defaultdict(list)
        for phrase in phrases.split(","):
            self._add([frozenset({word, fold(word)}) for word in words_of(phrase)])
        for phrase in if_marked.split(","):
            self._add([frozenset({word}) for word in words_of(phrase)])
        for found in self._by_first.values():
            found.sort(key=len, reverse=True)

    def _add(self, phrase: list[frozenset[str]]) -> None:
        for first in phrase[0] if phrase else ():
            self._by_first[first].append(phrase)

    @property
    def firsts(self) -> Collection[str]:
        """The words with which a phrase begins."""
        return self._by_first.keys()

    def length_at(self, words: Sequence[Word], place: int) -> int:
        """Return how many words from `place` on are the longest phrase there; 0 for none."""
        for phrase in self._by_first.get(words[place].key, ()):
            behind = words[place : place + len(phrase)]
            pairs = zip(behind, phrase, strict=False)
            if len(behind) == len(phrase) and all(word.key in forms for word, forms in pairs):
                return len(phrase)
        return 0

    def is_all_of(self, words: Sequence[Word]) -> bool:
        """Whether the words are one of the phrases, and nothing else."""
        return bool(words) and self.length_at(words, 0) == len(words)

    def place_in(self, words: Sequence[Word]) -> int | None:
        """Return where the first phrase begins."""
        return next((place for place in range(len(words)) if self.length_at(words, place)), None)

    def are_in(self, words: Sequence[Word]) -> bool:
        """Whether any of the phrases is among the words."""
        return self.place_in(words) is not None

    def end(self, words: Sequence[Word]) -> bool:
        """Whether the last word is one of the phrases."""
        return bool(words) and self.length_at(words, len(words) - 1) == 1

    def without(self, words: Sequence[Word]) -> list[Word]:
        """Return the words that belong to none of the phrases."""
        kept, place = [], 0
        while place < len(words):
            length = self.length_at(words, place)
            if not length:
                kept.append(words[place])
            place += length or 1
        return kept

    def trimmed(self, words: Sequence[Word]) -> Sequence[Word]:
        """Return the words without phrases in front and without single words at the end."""
        while words and (length := self.length_at(words, 0)):
            words = words[length:]
        while self.end(words):
            words = words[:-1]
        return words


class Named:
    """Phrases of several names, of which only those are tried that begin like the words.

    Where more than one name fits, the longest phrase counts, then the name that was given first.
    """

    def __init__(self, phrases: Mapping[str, Phrases]) -> None:
        self._by_first: dict[str, list[tuple[str, Phrases]]] = defaultdict(list)
        for name, its in phrases.items():
            for first in its.firsts:
                self._by_first[first].append((name, its))

    def whole(self, words: Sequence[Word]) -> str | None:
        """Return the name of a phrase that is all of the words."""
        return next((name for name, its in self._beginning(words) if its.is_all_of(words)), None)

    def opening(self, words: Sequence[Word]) -> tuple[str, int] | None:
        """Return the name of the longest phrase that the words begin with, and its length."""
        lengths = [(name, its.length_at(words, 0)) for name, its in self._beginning(words)]
        longest = max(lengths, key=lambda found: found[1], default=("", 0))
        return longest if longest[1] else None

    def _beginning(self, words: Sequence[Word]) -> Sequence[tuple[str, Phrases]]:
        return self._by_first.get(words[0].key, ()) if words else ()
