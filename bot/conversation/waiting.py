"""What came by itself and still waits for an answer, said once more with its buttons.

Nobody is left with a menu while something was asked: after words that were not understood the
question comes back, and where two wait she chooses which one she means.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.chat import Choice
from bot.conversation import standing
from bot.conversation.choosing import AGAIN, picked
from bot.i18n import _
from bot.storage import outbox
from bot.storage.talk import OpenQuestion, StandingOffer
from bot.turn import SOFT, Answer, Handlers, Step, Turn

SHOWN = 4
LONGEST = 60
"""Characters of a button that says which question is meant."""
READING = timedelta(seconds=2)
"""Nobody reads faster what was shown, and answers it."""
_MARK = "waits"


def is_shown(menu: OpenQuestion | None) -> bool:
    """Whether what waits was shown last: then it is what the words answer."""
    return menu is not None and menu.step == SOFT and _MARK in menu.data


def picked_of(turn: Turn, menu: OpenQuestion | None) -> str | None:
    """Return the key that was typed of a menu; what waits is not answered before it was read.

    Who types a number twice, or whose messages come all at once, has not seen it yet.
    """
    sent_at = turn.incoming.sent_at
    if menu is None or (is_shown(menu) and sent_at and sent_at < menu.asked_at + READING):
        return None
    return picked(turn.text, menu.choices)


def asks(step: Step | None, offer: StandingOffer) -> bool:
    """Whether an offer wants an answer; a slip with a button to contest it wants none."""
    if step is None or len(offer.choices) < 2:
        return False
    keys = {one.key for one in offer.choices}
    is_asked = step.counts or step.hears or step.says
    return bool(is_asked or not keys.isdisjoint({"yes", "no"}))


async def open_questions(turn: Turn, handlers: Handlers) -> list[StandingOffer]:
    """Return what still waits for the speaker, newest first."""
    found = await standing.fresh(turn)
    return [one for one in found if asks(handlers.get(one.step), one)]


async def restated(
    turn: Turn, offers: Sequence[StandingOffer], lead: str, *, menu: bool = False
) -> Answer:
    """Say again what was asked, with its buttons; of several she chooses first.

    With `menu` a way to something else stands beside them.
    """
    said = await _texts(turn, offers)
    by_text: dict[str, list[StandingOffer]] = {}
    for one in offers:
        by_text.setdefault(said.get(one.id, ""), []).append(one)
    if len(by_text) == 1:
        ((text, together),) = by_text.items()
        return _one(turn, "\n\n".join(filter(None, (lead, text))), together, menu=menu)
    shown = [(text, one[0]) for text, one in by_text.items() if text][:SHOWN]
    lines = [turn.words(_("These wait for your answer. Which one do you mean?"))]
    if not turn.without_buttons:  # there the choices are these very lines
        lines += [f"{number}. {text}" for number, (text, _first) in enumerate(shown, 1)]
    buttons = [
        Choice(f"o{one.id}:{AGAIN}", _label(turn, f"{number}. {text}"))
        for number, (text, one) in enumerate(shown, 1)
    ]
    return _shown(turn, "\n\n".join(lines), buttons, menu=menu)


async def shown_again(turn: Turn, offer: StandingOffer) -> Answer:
    """Show the one that was chosen, with all that its message asks."""
    together = [one for one in await standing.fresh(turn) if one.made_at == offer.made_at] or [
        offer
    ]
    said = await _texts(turn, together)
    text = said.get(offer.id, "")
    same = [one for one in together if said.get(one.id, "") == text]
    return _one(turn, text or standing.to_be_sure(turn), same)


def _one(turn: Turn, text: str, offers: Sequence[StandingOffer], *, menu: bool = False) -> Answer:
    buttons = [Choice(f"o{o.id}:{one.key}", one.label) for o in offers for one in o.choices]
    return _shown(turn, text, buttons, menu=menu)


def _shown(turn: Turn, text: str, buttons: Sequence[Choice], *, menu: bool) -> Answer:
    other = [Choice("menu", turn.words(_("Something else")))] if menu else []
    return Answer(text=text, choices=(*buttons, *other), step=SOFT, data={_MARK: True})


async def _texts(turn: Turn, offers: Sequence[StandingOffer]) -> dict[int, str]:
    """Return what was said above the buttons of each offer, when it came."""
    since = min(one.made_at for one in offers)
    found: dict[int, str] = {}
    for text, choices in await outbox.last_said(turn.db, turn.phone.id, since):
        keys = {key.partition(":")[0] for key, _label in choices}
        for one in offers:
            if f"o{one.id}" in keys:
                found.setdefault(one.id, text)
    return found


def _label(turn: Turn, text: str) -> str:
    line = text.replace("\n", " ")
    fits = turn.without_buttons or len(line) <= LONGEST
    return line if fits else line[: LONGEST - 1].rstrip() + "…"
