"""A reply as the messages that Zalo takes: text or a picture with words, choices as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat import Reply
from bot.platforms.render import OFFER_KEY, choice_lines, split

TEXT = 2000
"""Characters of a text, and of the words below a picture; counted here as UTF-16 units, of which
there are never fewer."""
LISTED = re.compile(r"^\d{1,2}\. ", re.MULTILINE)
"""A line of a list that looks like a choice: "1. Thăm bà Lan ốm"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZaloTexts:
    """What is said on Zalo beside what the bot says, in one language."""

    offer_line: str
    """How to answer one of several questions: {answer} and {label}."""
    choose: str
    """Between a numbered list and the choices, which are numbered, too."""
    page: str
    """Below a page of a paper: {page} and {pages}."""
    more_pages: str
    """Where only the first {shown} of {pages} are shown."""
    cannot_show: str
    """In place of a paper that is no picture."""
    opens: str
    """With an officer's paper: {link} and {days}."""
    no_files: str
    """Instead of any picture or paper, to members, where Zalo cannot fetch them from us."""
    no_address: str
    """The same to officers, with what there is to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message: a text, or a picture with a text below it."""

    text: str = ""
    photo: str = ""
    """The address of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What goes with the words of a reply."""

    photos: Sequence[Part] = ()
    """Each with what is said below it, unless it is the last."""
    note: str = ""
    """Behind the words, before the choices."""


def needs_texts(reply: Reply) -> bool:
    """Whether a reply cannot be cut into messages without texts in her language."""
    offers = [bool(OFFER_KEY.match(choice.key)) for choice in reply.choices]
    return any(offers) or (bool(offers) and bool(LISTED.search(reply.text)))


def messages(
    reply: Reply, texts: ZaloTexts | None = None, beside: Beside | None = None
) -> list[Part]:
    """Cut a reply into messages; without `texts` only one that needs none.

    Pictures come first, the last of them with the words below it where they fit. The choices are
    the end of the last message; none is cut in two, and where they can they stand together.
    """
    photos = list(beside.photos) if beside else []
    words = "\n\n".join(part for part in (reply.text, beside.note if beside else "") if part)
    choices = choice_lines(reply, texts.offer_line if texts else "")
    if texts and choices and LISTED.search(reply.text):
        choices = f"{texts.choose}\n{choices}"
    said = _said(words, choices)
    if photos and len(said) <= 1:
        return [*photos[:-1], replace(photos[-1], text=said[0] if said else photos[-1].text)]
    # A text that is empty is Zalo's to refuse.
    return [*photos, *(Part(text=text) for text in said or [""])]


def _said(words: str, choices: str) -> list[str]:
    parts = split(words, TEXT)
    if not choices:
        return parts
    together = "\n\n".join([*parts[-1:], choices])
    if len(split(together, TEXT)) == 1:
        return [*parts[:-1], together]
    if len(split(choices, TEXT)) == 1:
        return [*parts, choices]
    return split(f"{words}\n\n{choices}", TEXT)
