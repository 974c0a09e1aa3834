"""A gift in kind that was written down by mistake is taken back, with the reason.

Both lines stay in the book; neither is read out. Money that was given is mended with its entry.
"""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers import touches
from bot.handlers.bookkeeping.gifts import LONGEST
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import heard_words
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, short_day
from bot.storage import gifts
from bot.storage.gifts import Given
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.names import Named, find

LOOKED_BACK = timedelta(days=366)
SHOWN = 8


async def begin(turn: Turn) -> Answer:
    """Show the last gifts in kind: which one was a mistake?"""
    must_be_officer(turn)
    found = await _in_kind(turn)
    if not found:
        return turn.say(_("There is no gift in kind in the book of the last twelve months."))
    return _which(turn, found)


def _which(turn: Turn, found: list[Given]) -> Answer:
    label = _("{giver}: {what}, {day}")
    return turn.ask(
        "gifts.back",
        _("Which gift was written down by mistake? The giver's name will do, too."),
        *(
            Choice(
                str(one.id),
                label.format(giver=one.giver, what=one.what, day=short_day(one.given_on)),
            )
            for one in found[:SHOWN]
        ),
        never_mind(),
    )


async def take_gift(turn: Turn) -> Answer:
    """The officer chose the gift, or named who gave it: what was wrong?"""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    found = await _in_kind(turn)
    if turn.choice:
        found = [one for one in found if str(one.id) == turn.choice]
        if not found:
            return turn.say(_("That gift is taken back already."))
    else:
        people = [Named(id=place, name=one.giver) for place, one in enumerate(found)]
        places = sorted(one.id for one in find(turn.text, people))
        found = [found[place] for place in places]
        if not found:
            raise NotUnderstood(turn.words(_("I find no gift in kind of that name.")))
    if len(found) > 1:
        return _which(turn, found)
    gift = found[0]
    return turn.ask(
        "gifts.back.why",
        _("{giver}, {what}: what was wrong? In a few words; both stay in the book."),
        never_mind(),
        data={"gift": gift.id},
        giver=gift.giver,
        what=gift.what,
    )


async def take_why(turn: Turn) -> Answer:
    """The officer said what was wrong: take it back, and tell another officer."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    why = heard_words(turn)[:LONGEST]
    gift = next((one for one in await _in_kind(turn) if one.id == turn.data["gift"]), None)
    if gift is None or not await gifts.take_back(
        turn.db,
        club_id=turn.club.id,
        gift_id=gift.id,
        why=why,
        by=turn.member.id,
        now=turn.now,
    ):
        return turn.say(_("That gift is taken back already."))
    await _tell(turn, gift, why)
    return turn.say(
        _("{giver}, {what}: taken back. The Golden Heart book no longer reads it out."),
        Choice("gift", _("Write a gift down")),
        Choice("gifts", _("Golden Heart book")),
        giver=gift.giver,
        what=gift.what,
    )


async def _tell(turn: Turn, gift: Given, why: str) -> None:
    if listener := await touches.shown_a_paper(turn, {turn.member.id}):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                _("{who} took a gift in kind back: {giver}, {what}. Why: {reason}"),
                who=called(turn.member, turn.today),
                giver=gift.giver,
                what=gift.what,
                reason=why,
            )
            await turn.tell(listener, said)


async def _in_kind(turn: Turn) -> list[Given]:
    """Return the gifts in kind of the last twelve months, the newest first."""
    since = turn.today - LOOKED_BACK
    found = await gifts.given(turn.db, turn.club.id, since, turn.today)
    return [one for one in reversed(found) if not one.amount]


HANDLERS = {
    "gift.back": Step(begin),
    "gifts.back": Step(take_gift, typed=True),
    "gifts.back.why": Step(take_why, typed=True, own_words=True, counts=True),
}
