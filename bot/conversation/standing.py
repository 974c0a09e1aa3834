"""What is typed in answer to a message that came by itself: a reminder, a request, news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation.choosing import picked
from bot.conversation.late import was_sent_before
from bot.i18n import _
from bot.storage import talk
from bot.storage.talk import OpenQuestion, StandingOffer
from bot.turn import Handlers, Step, Turn
from bot.understanding import choices, replies, words

FRESH = timedelta(days=1)
"""For so long people answer a message in words, as if it had just been said."""
MENU_STAYS = timedelta(minutes=30)
"""A bare number means the line of a menu for so long."""


async def fresh(turn: Turn) -> list[StandingOffer]:
    """Return what was offered to the speaker within the day and is not answered yet."""
    if turn.holder is None:
        return []
    return [
        one
        for one in await talk.open_offers(turn.db, turn.phone.id, turn.now)
        if one.member_id == turn.holder.member.id
        and turn.now - one.made_at <= FRESH
        and not was_sent_before(turn, one.made_at)
    ]


async def newest(turn: Turn, handlers: Handlers) -> list[StandingOffer]:
    """Return what the newest message offers the speaker, as far as it can be answered still.

    All parts of a message are offered at one moment. Behind it comes what has a button of just
    these words, or is named by them, also of an earlier message.
    """
    mine = await fresh(turn)
    return [
        one
        for one in mine
        if one.made_at == mine[0].made_at or _named(turn, one, handlers.get(one.step))
    ]


def is_later(offers: Sequence[StandingOffer], menu: OpenQuestion | None) -> bool:
    """Whether these came after the menu that is open, if one is: they were read last."""
    return bool(offers) and (menu is None or offers[0].made_at > menu.asked_at)


def is_old(turn: Turn, menu: OpenQuestion | None) -> bool:
    """Whether nobody has a menu before her any more."""
    return menu is not None and turn.now - menu.asked_at > MENU_STAYS


def heard(
    turn: Turn, offers: Sequence[StandingOffer], handlers: Handlers, *, later: bool
) -> list[tuple[StandingOffer, str]]:
    """Return what the words answer, with the key of what they choose; empty where not clear.

    With `later` these offers were read last; otherwise numbers, yes and no are for what was.
    """
    named = [(one, key) for one in offers if (key := _named(turn, one, handlers.get(one.step)))]
    if len(named) == 1:
        return named
    meant = ((one, _meant(turn, one, handlers.get(one.step), later=later)) for one in offers)
    found = [(one, key) for one, key in meant if key is not None]
    return found if len(offers) == 1 else [(one, "") for one, _key in found]


def to_be_sure(turn: Turn) -> str:
    """Return what is said above the buttons that are shown once more."""
    return turn.words(_("To be sure: please choose one of these."))


def heard_on_screen(turn: Turn, menu: OpenQuestion, handlers: Handlers) -> str | None:
    """Return which command of a menu is meant by words of one's own; empty where not clear."""
    if turn.now - menu.asked_at > FRESH:
        return None
    keys = [one.key for one in menu.choices]
    for step in (handlers[key] for key in keys if key in handlers):
        if step.hears and (key := step.hears(turn.text, keys)) is not None:
            names = turn.acts_as_officer and not replies.is_yes_or_no_like(turn.text)
            return None if not key and names else key  # an officer may name a member
    return None


def _named(turn: Turn, offer: StandingOffer, step: Step | None) -> str | None:
    """Return the key of the button whose very words were typed; a mere yes or no names none."""
    text = turn.text
    if replies.is_yes_or_no_like(text) or replies.is_doubtful(text):
        return None
    index = choices.whole(text, [one.label for one in offer.choices])
    if index is not None:
        return offer.choices[index].key
    if step is None or step.says is None:
        return None
    return step.says(text, [one.key for one in offer.choices]) or None


def _meant(turn: Turn, offer: StandingOffer, step: Step | None, *, later: bool) -> str | None:
    if step is None:
        return None
    text, keys = turn.text, [one.key for one in offer.choices]
    key = picked(text, offer.choices) if later else None
    if key is None and step.hears and (later or words.yes_or_no(text) is None):
        key = step.hears(text, keys)
        if not key and turn.acts_as_officer and not replies.is_yes_or_no_like(text):
            key = None  # an officer may name a member
    asks = step.counts or not {"yes", "no"}.isdisjoint(keys)
    if key is None and later and asks and replies.is_yes_or_no_like(text):
        key = ""
    # Of money, and of what goes to all, no word is enough that may be meant for something else.
    return "" if key and (step.counts or replies.is_doubtful(text)) else key
