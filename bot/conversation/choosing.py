"""What was chosen of what is offered: by a press, by its number, or in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import Choice
from bot.conversation.late import written_before
from bot.storage import talk
from bot.storage.talk import OpenQuestion, StandingOffer
from bot.turn import Turn
from bot.understanding import choices

AGAIN = "?"
"""The key by which a waiting offer is shown once more, before it is answered."""
PRESS = re.compile(r"([qmo])(\d{1,18}):(.*)", re.DOTALL)
NUMBERED = re.compile(
    r"(?:(?:so|số|nhắn|nhan|chọn|chon|write) )?(.+?),? (?:so |số )?(\d{2,3})"
    r"(?: ?=.*| ?[.ạ]| a| nhé| nhe| nha)?"
)
"""Also as the line is that says so: "Nhắn 1 12 = Chưa nhận"."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button's key taken apart: whose it is, and what it chooses."""

    of_offer: bool
    """Of a standing offer, otherwise of an open question."""
    of_menu: bool
    """Of a question that carried nothing and only named commands."""
    number: int
    """The offer's id, or the question's number."""
    key: str


def press_of(pressed: str) -> Press | None:
    """Take a button's key apart; None for what no button of this bot sends."""
    match = PRESS.fullmatch(pressed)
    return Press(match[1] == "o", match[1] == "m", int(match[2]), match[3]) if match else None


def picked(text: str, offered: Sequence[Choice]) -> str | None:
    """Return the key of the choice that was typed: its number, its words, a yes or a no.

    Of several offers that stand together each counts its own choices: a bare number takes none.
    """
    keys = [one.key for one in offered]
    yes = keys.index("yes") if "yes" in keys else None
    no = keys.index("no") if "no" in keys else None
    labels = [one.label.removeprefix(f"{place}. ") for place, one in enumerate(offered, 1)]
    index = choices.pick(text, labels, yes=yes, no=no)
    if index is None or (choices.is_number(text) and _counts_apart(keys, index)):
        return None
    return keys[index]


def _counts_apart(keys: Sequence[str], index: int) -> bool:
    """Whether a key answers one of several offers: its number is not its place among all."""
    answers = [press_of(key) for key in keys]
    own = answers[index]
    if own is None or not own.of_offer or own.key == AGAIN:
        return False
    return any(one and one.of_offer and one.number != own.number for one in answers)


def answer_to(turn: Turn, question: OpenQuestion) -> str | None:
    """Return the key of the choice of `question` that was pressed or typed, None for neither."""
    if not turn.incoming.pressed:
        early = written_before(turn, question)
        return None if early else picked(turn.text, question.choices)
    press = press_of(turn.incoming.pressed)
    if press is None or press.of_offer or press.number != question.number:
        return None
    return press.key if press.key in {one.key for one in question.choices} else None


def may_be_a_no(text: str, question: OpenQuestion | None) -> bool:
    """Whether a bare "no" (nợ, or the English no) came while yes or no was asked."""
    asked = question.choices if question else ()
    return text.casefold() == "no" and any(one.key == "yes" for one in asked)


async def offer_by_number(turn: Turn, *, over: bool = False) -> tuple[StandingOffer, str] | None:
    """Find the offer that "1 12", "so 1 12" or "dung 12" answers where buttons are missing.

    With `over` it is one that was answered already, or expired.
    """
    match = NUMBERED.fullmatch(turn.text.strip().casefold())
    if match is None:
        return None
    offers = talk.offers_over if over else talk.open_offers
    for offer in await offers(turn.db, turn.phone.id, turn.now):
        if talk.offer_number(offer.id) == int(match[2]):
            key = picked(match[1], offer.choices)
            if key is not None:
                return offer, key
    return None


async def offer_meant(turn: Turn) -> StandingOffer | None:
    """Return the standing offer that is pressed, or typed by its number."""
    if turn.incoming.pressed:
        press = press_of(turn.incoming.pressed)
        if press is None or not press.of_offer:
            return None
        return await talk.offer_at(turn.db, turn.phone.id, press.number)
    typed = await offer_by_number(turn)
    return typed[0] if typed else None
