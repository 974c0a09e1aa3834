"""On the next morning: did she go and help? Each day that came about counts for both."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.gathering.labour_words import may_answer, short_name, who_hears
from bot.i18n import _, near_day
from bot.storage import labour, labour_swaps, members
from bot.storage.labour_swaps import Swap
from bot.telling import speaking_to
from bot.turn import Answer, Step, Turn


async def take_helped(turn: Turn) -> Answer:
    """Whoever went, or was helped, says whether it came about."""
    return await settle(turn, turn.data["swap"], came_about=turn.choice == "yes")


async def settle(turn: Turn, swap_id: int, *, came_about: bool) -> Answer:
    """Write down whether a day came about; the first word on it counts, and the other hears."""
    swap = await labour_swaps.one(turn.db, turn.club.id, swap_id)
    if swap is None:
        return turn.say(_("That is settled already."), _own())
    asked = await labour.one(turn.db, turn.club.id, swap.asked_id)
    entered_by = asked.entered_by if asked else swap.asker_id
    may_answer(turn, swap.helper_id, swap.asker_id, swap.entered_by, entered_by)
    if swap.day > turn.today:
        raise turn.refuse(_("That day is still to come."))
    write = labour_swaps.done if came_about else labour_swaps.fall_through
    if not await write(turn.db, club_id=turn.club.id, swap_id=swap.id, now=turn.now):
        return turn.say(_("That is settled already."), _own())
    if not came_about:
        return turn.say(_("All right, that day does not count. Thank you for telling me."), _own())
    await _tell_other(turn, swap, entered_by)
    return turn.say(
        _("Thank you! One day counts: {helper} helped {asker} on {day}."),
        _own(),
        helper=await short_name(turn, swap.helper_id),
        asker=await short_name(turn, swap.asker_id),
        day=near_day(swap.day, with_lunar=False),
    )


async def _tell_other(turn: Turn, swap: Swap, entered_by: int) -> None:
    """Tell who was helped that the day counts; she can say that nobody came."""
    asker = await members.member(turn.db, swap.asker_id, turn.today)
    listener = await who_hears(turn, asker, entered_by)
    if listener is None:
        return
    with speaking_to(listener.member, turn.today) as words:
        text = _("{name} helped {you} on {day}: {work}. I noted one day.")
        if listener.member.id != asker.id:
            text = _("{name} helped {asker} on {day}: {work}. I noted one day.")
        said = words(
            text,
            name=await short_name(turn, swap.helper_id),
            asker=await short_name(turn, swap.asker_id),
            day=near_day(swap.day, with_lunar=False),
            work=swap.work,
        )
        choice = Choice("unseen", words(_("Nobody came")))
    await turn.tell(listener, said, choice, step="labour.unseen", data={"swap": swap.id})


async def unseen(turn: Turn) -> Answer:
    """Who was to be helped says that nobody came: the day does not count, and the helper hears."""
    swap = await labour_swaps.one(turn.db, turn.club.id, turn.data["swap"])
    if swap is None:
        return turn.say(_("That is settled already."), _own())
    asked = await labour.one(turn.db, turn.club.id, swap.asked_id)
    may_answer(turn, swap.asker_id, asked.entered_by if asked else swap.asker_id)
    if not await labour_swaps.undo(turn.db, club_id=turn.club.id, swap_id=swap.id, now=turn.now):
        return turn.say(_("That is settled already."), _own())
    helper = await members.member(turn.db, swap.helper_id, turn.today)
    listener = await who_hears(turn, helper, swap.entered_by)
    if listener:
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                _("{asker} says that nobody came on {day}. Please talk it over with each other."),
                asker=await short_name(turn, swap.asker_id),
                day=near_day(swap.day, with_lunar=False),
            )
        await turn.tell(listener, said)
    return turn.say(_("All right, that day does not count. Thank you for telling me."), _own())


def _own() -> Choice:
    return Choice("labour.mine", _("My days of labour"))


HANDLERS = {
    "labour.helped": Step(take_helped),
    "labour.unseen": Step(unseen),
}
