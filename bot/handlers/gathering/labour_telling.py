"""Who hears that hands are wanted: those who have time then; and for whom somebody else wrote."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.gathering.labour_words import (
    days_of,
    hands,
    listed,
    name_of,
    open_days,
    when,
    who_hears,
)
from bot.i18n import _
from bot.people import Listener, Member
from bot.storage import labour, labour_swaps, members
from bot.storage.labour import Labour
from bot.telling import called, speaking_to
from bot.turn import Turn


async def tell_those_free(turn: Turn, asker: Member, asked: Labour) -> int:
    """Tell those who offered their hands for a day of it, each once; return how many heard."""
    told: set[int] = set()
    for offer in await labour.on_board(turn.db, turn.club.id, turn.today):
        if offer.asks or offer.member_id in (asker.id, turn.member.id, *told):
            continue
        if await _tell_one(turn, asked, offer):
            told.add(offer.member_id)
    return len(told)


async def _tell_one(turn: Turn, asked: Labour, offer: Labour) -> bool:
    going = await labour_swaps.of_member(turn.db, turn.club.id, offer.member_id, turn.today)
    free = open_days(asked, going, helper_id=offer.member_id, today=turn.today)
    days = [day for day in free if day in days_of(offer)]
    helper = await members.member(turn.db, offer.member_id, turn.today)
    listener = await who_hears(turn, helper, offer.entered_by) if days else None
    if listener is None:
        return False
    with speaking_to(listener.member, turn.today) as words:
        text = _("{name} needs {hands} on {days}: {work}. Can {you} go?")
        if listener.member.id != helper.id:
            text = _(
                "{name} needs {hands} on {days}: {work}. Please ask {helper}: can he or she go?"
            )
        said = words(
            text,
            name=await name_of(turn, asked.member_id),
            hands=hands(asked.hands),
            days=listed(days),
            work=asked.work,
            helper=called(helper, turn.today),
        )
        choices = [Choice("go", words(_("Yes, I can go"))), Choice("no", words(_("Not then")))]
        if listener.member.id != helper.id:
            choices[0] = Choice(
                "go", words(_("Yes, {name} goes"), name=called(helper, turn.today))
            )
    await turn.tell(
        listener,
        said,
        *choices,
        step="labour.told",
        data={
            "asked": asked.id,
            "for": helper.id,
            "days": [day.isoformat() for day in days],
        },
        once=True,
    )
    return True


async def tell_who_it_is_for(turn: Turn, member: Member, one: Labour) -> None:
    """Tell a member what somebody else put on the board for her, where she has a phone."""
    if member.id == turn.member.id:
        return
    for listener in await turn.reach([member]):
        await _tell_her(turn, listener, one)


async def _tell_her(turn: Turn, listener: Listener, one: Labour) -> None:
    with speaking_to(listener.member, turn.today) as words:
        text = _("{name} wrote on the board for {you} that {you} have time to help on {when}.")
        if one.asks:
            text = _("{name} asked for {you} on the board: {when}, {hands}: {work}.")
        said = words(
            text,
            name=called(turn.member, turn.today),
            when=when(one),
            hands=hands(one.hands),
            work=one.work,
        )
        choice = Choice("withdraw", words(_("Take it off the board")))
    await turn.tell(listener, said, choice, step="labour.off", data={"labour": one.id})
