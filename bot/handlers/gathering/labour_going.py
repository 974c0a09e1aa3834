"""Somebody goes to help: first come, first served, up to the hands that are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat import Choice
from bot.handlers.gathering.labour_board import board
from bot.handlers.gathering.labour_words import (
    listed,
    may_answer,
    missing_on,
    open_days,
    short_name,
    spoken_for,
    still_missing,
    who_hears,
)
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, near_day
from bot.people import Listener, Member
from bot.storage import labour, labour_swaps, members
from bot.storage.labour import Labour
from bot.storage.labour_swaps import Swap
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


async def go(turn: Turn, asked_id: int, helper_id: int, only: Sequence[str] = ()) -> Answer:
    """Let somebody go to what was asked, on these days (ISO); of several it is asked which."""
    helper = await spoken_for(turn, helper_id)
    one = await labour.one(turn.db, turn.club.id, asked_id)
    if one is None or one.is_withdrawn or one.until_on < turn.today:
        return await board(turn, helper, lead=turn.words(_("That is not wanted any more.")))
    days = await _free(turn, one, helper, only)
    if len(days) < 2:
        return await _agree(turn, one, helper, days)
    return turn.ask(
        "labour.day",
        _("On which day?"),
        Choice("all", _("On all of these days")),
        *(Choice(day.isoformat(), near_day(day, with_lunar=False)) for day in days),
        never_mind(),
        data={"asked": one.id, "for": helper.id, "days": [day.isoformat() for day in days]},
    )


async def _free(turn: Turn, one: Labour, helper: Member, only: Sequence[str]) -> list[date]:
    """Return the days on which hands are missing and she goes to nobody else."""
    going = await labour_swaps.of_member(turn.db, turn.club.id, helper.id, turn.today)
    swaps = {swap.id: swap for swap in [*going, *await labour_swaps.of_asked(turn.db, [one.id])]}
    free = open_days(one, list(swaps.values()), helper_id=helper.id, today=turn.today)
    return [day for day in free if not only or day.isoformat() in only]


async def take_day(turn: Turn) -> Answer:
    """She chose on which of the days she goes."""
    if turn.choice == STOP:
        return left(turn)
    only = turn.data["days"] if turn.choice == "all" else [turn.choice]
    helper = await spoken_for(turn, turn.data["for"])
    one = await labour.one(turn.db, turn.club.id, turn.data["asked"])
    if one is None:
        return await board(turn, helper, lead=turn.words(_("That is not wanted any more.")))
    days = [date.fromisoformat(day) for day in only]
    return await _agree(turn, one, helper, [day for day in days if day >= turn.today])


async def take_told(turn: Turn) -> Answer:
    """Who had said that she has time was told of a new ask, and answers."""
    if turn.choice == "no":
        return turn.say(_("All right. Thank you for telling me."), _to_board())
    return await go(turn, turn.data["asked"], turn.data["for"], turn.data["days"])


async def _agree(turn: Turn, one: Labour, helper: Member, days: Sequence[date]) -> Answer:
    made = {}
    for day in days:
        swap = await labour_swaps.agree(
            turn.db,
            club_id=turn.club.id,
            asked_id=one.id,
            helper_id=helper.id,
            day=day,
            by=turn.member.id,
            now=turn.now,
        )
        if swap is not None:
            made[swap] = day
    if not made:
        text = _("Enough hands are coming there already. Thank you all the same!")
        return await board(turn, helper, lead=turn.words(text))
    told = await _tell_asker(turn, one, helper, list(made.values()))
    return await _thanks(turn, one, helper, made, told)


async def _thanks(
    turn: Turn, one: Labour, helper: Member, made: dict[int, date], told: Member | None
) -> Answer:
    asker = await short_name(turn, one.member_id)
    text = _("Thank you! {You} go to {asker} on {days}: {work}. {more}")
    if helper.id != turn.member.id:
        text = _("Written down: {helper} goes to {asker} on {days}: {work}. {more}")
    more = _("I have told {asker}.")
    if told is None:
        more = _("Please tell {asker} yourself.")
    elif told.id != one.member_id:
        more = _("I have asked {other} to tell {asker}.")
    return turn.say(
        text,
        Choice("labour.cannot", _("Cannot go after all")),
        _to_board(),
        data={"swaps": list(made)},
        helper=called(helper, turn.today),
        asker=asker,
        days=listed(list(made.values())),
        work=one.work,
        more=turn.words(more, asker=asker, other=called(told or helper, turn.today)),
    )


async def _tell_asker(
    turn: Turn, one: Labour, helper: Member, days: Sequence[date]
) -> Member | None:
    """Tell who asked, or who asked for her; return whom, None where nobody is reached."""
    asker = await members.member(turn.db, one.member_id, turn.today)
    if asker.id == turn.member.id:
        return asker
    listener = await who_hears(turn, asker, one.entered_by)
    if listener is None:
        return None
    swaps = await labour_swaps.of_asked(turn.db, [one.id])
    missing = max(missing_on(one, day, swaps) for day in days)
    with speaking_to(listener.member, turn.today) as words:
        text = _("{name} comes to help {you} on {days}: {work}. {missing}")
        if listener.member.id != asker.id:
            text = _("Please tell {asker}: {name} comes to help on {days}: {work}. {missing}")
        said = words(
            text,
            name=await _named(helper, turn),
            asker=called(asker, turn.today),
            days=listed(days),
            work=one.work,
            missing=still_missing(missing),
        )
    await turn.tell(listener, said)
    return listener.member


async def _named(helper: Member, turn: Turn) -> str:
    """Return a name with the hamlet: who asked knows which of three Hoa comes."""
    hamlet = f" ({helper.hamlet})" if helper.hamlet else ""
    return f"{called(helper, turn.today)}{hamlet}"


async def cannot(turn: Turn) -> Answer:
    """She cannot go after all: who asked hears of it, and the place is free again."""
    said = []
    for swap_id in turn.data.get("swaps", ()):
        swap = await labour_swaps.one(turn.db, turn.club.id, int(swap_id))
        if swap is None or not swap.is_open:
            continue
        may_answer(turn, swap.helper_id, swap.entered_by)
        await fall_through(turn, swap)
        said.append(near_day(swap.day, with_lunar=False))
    if not said:
        return turn.say(_("That is settled already."), _to_board(), _to_own())
    text = _("All right, {days} is taken off. Who asked hears of it.")
    return turn.say(text, _to_board(), _to_own(), days=", ".join(said))


async def fall_through(turn: Turn, swap: Swap) -> None:
    """Take a swap off and tell who asked."""
    await labour_swaps.fall_through(turn.db, club_id=turn.club.id, swap_id=swap.id, now=turn.now)
    asked = await labour.one(turn.db, turn.club.id, swap.asked_id)
    asker = await members.member(turn.db, swap.asker_id, turn.today)
    listener = await who_hears(turn, asker, asked.entered_by if asked else asker.id)
    if listener:
        await _tell_of_no(turn, listener, swap, asker)


async def _tell_of_no(turn: Turn, listener: Listener, swap: Swap, asker: Member) -> None:
    with speaking_to(listener.member, turn.today) as words:
        text = _("{name} cannot come to help {you} on {day} after all; it is on the board again.")
        if listener.member.id != asker.id:
            text = _("Please tell {asker}: {name} cannot come on {day} after all.")
        said = words(
            text,
            name=await short_name(turn, swap.helper_id),
            asker=called(asker, turn.today),
            day=near_day(swap.day, with_lunar=False),
        )
    await turn.tell(listener, said)


def _to_board() -> Choice:
    return Choice("labour", _("Labour swap"))


def _to_own() -> Choice:
    return Choice("labour.mine", _("My days of labour"))


HANDLERS = {
    "labour.day": Step(take_day),
    "labour.told": Step(take_told),
    "labour.cannot": Step(cannot),
}
