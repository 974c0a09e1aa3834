"""Changing what is written of somebody who is visited; photos have a consent of their own."""

from __future__ import annotations

from bot.care.people import Recipient
from bot.chat import Choice
from bot.handlers.care import circle, recipients_asking
from bot.handlers.care.recipients_new import fields
from bot.handlers.care.recipients_shown import card
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.storage import recipients
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def change(turn: Turn) -> Answer:
    """Ask what is to be another one."""
    recipient = await circle.hers_to_change(turn, turn.data["recipient"])
    return turn.ask(
        "care.change.what",
        _("What shall I change for {name}?"),
        *fields(),
        data={"recipient": recipient.id},
        name=called(recipient, turn.today),
    )


async def take_what(turn: Turn) -> Answer:
    """It was said what: ask for it anew."""
    recipient = await circle.hers_to_change(turn, turn.data["recipient"])
    if turn.choice == STOP:
        return left(turn)
    data: Data = {"recipient": recipient.id}
    if turn.choice == "needs":
        data = {**data, "picked": list(recipient.needs)}
    return await recipients_asking.ASKING[turn.choice](turn, data)


async def photos(turn: Turn) -> Answer:
    """Ask whether she agrees to pictures; without her yes none is taken."""
    recipient = await _who_agrees(turn)
    text = _("Does {name} agree that volunteers take photos of the care, for the family to see?")
    yes = turn.words(_("Yes, {name} agrees"), name=called(recipient, turn.today))
    if circle.is_herself(turn, recipient):
        text = _("Do you agree that volunteers take photos of the care, for your family to see?")
        yes = _("Yes, I agree")
    return turn.ask(
        "care.photos.set",
        text,
        Choice("yes", yes),
        Choice("no", _("No photos")),
        never_mind(),
        data={"recipient": recipient.id},
        name=called(recipient, turn.today),
    )


async def take_photos(turn: Turn) -> Answer:
    """Write her yes or no down."""
    recipient = await _who_agrees(turn)
    if turn.choice == STOP:
        return left(turn)
    await recipients.change(turn.db, turn.club.id, recipient.id, photos=turn.choice == "yes")
    return await card(turn, await circle.one(turn, recipient.id), _("Good, I wrote that down."))


async def _who_agrees(turn: Turn) -> Recipient:
    """Return whose pictures it is about; nobody of the family agrees in her stead."""
    recipient = await circle.hers_or_own(turn, turn.data["recipient"])
    if not circle.speaks_herself(turn):
        raise turn.refuse(_("Only {name} can say that."), name=called(recipient, turn.today))
    return recipient


HANDLERS = {
    "care.change": Step(change),
    "care.change.what": Step(take_what),
    "care.photos": Step(photos),
    "care.photos.set": Step(take_photos, counts=True),
}
