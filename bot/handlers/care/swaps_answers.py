"""What the others say who are asked to go instead, and where that leaves everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.chat import Choice
from bot.handlers.care import circle, rota_changing, rota_screen
from bot.handlers.care.rota_applying import apply, unsaid
from bot.handlers.care.rota_facts import Names, names, when
from bot.handlers.care.swaps_told import OTHERWISE, tell, tell_leads_that_nobody
from bot.i18n import _
from bot.people import Member
from bot.storage import members, shifts, swaps
from bot.storage.shifts import Shift
from bot.storage.swaps import NO, YES, Swap
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.swapping import answer_to_swap


async def answer(turn: Turn) -> Answer:
    """One who was asked says yes or no; the first yes wins."""
    await shifts.hold(turn.db, turn.club.id)
    swap = await swaps.one(turn.db, turn.club.id, turn.data["swap"])
    shift = await shifts.one(turn.db, turn.club.id, swap.shift_id) if swap else None
    if swap is None or shift is None:
        return turn.say(_("That visit is not planned any more."))
    if not circle.speaks_herself(turn) or turn.member.id not in dict(swap.said):
        raise turn.refuse(_("Please ask {names} about that."), names=await circle.names(turn))
    if settled := _settled(turn, swap, shift):
        return turn.say(settled, Choice("visits.mine", _("My visits")))
    await swaps.note_said(turn.db, swap.id, turn.member.id, turn.choice, turn.now)
    if turn.choice == NO:
        return await _refused(turn, swap, shift)
    if not await swaps.take(turn.db, swap.id, turn.member.id, turn.now):
        return turn.say(_("Somebody else goes already. Thank {you} all the same!"))
    return await _taken(turn, swap, shift)


def _settled(turn: Turn, swap: Swap, shift: Shift) -> str:
    """Say why nobody is looked for any more; empty while somebody is."""
    mine, left = swap.taken_by == turn.member.id, swap.asked_by not in shift.volunteers
    no_volunteer = turn.choice == YES and not turn.member.volunteer
    why = (
        (shift.is_cancelled, _("That visit is not needed any more. Thank {you}!")),
        (shift.day < turn.today, _("That day is over.")),
        (mine, _("{You} said so already: {you} go there. Thank {you}!")),
        (swap.taken_by, _("Somebody else goes already. Thank {you} all the same!")),
        (not swap.is_open or left, _("It is settled already: nobody need go. Thank {you}!")),
        (no_volunteer, _("{You} are no volunteer any more; the others go. Thank {you}!")),
    )
    return next((text for is_so, text in why if is_so), "")


async def _refused(turn: Turn, swap: Swap, shift: Shift) -> Answer:
    """She cannot; where she was the last one, who leads home care and the asker are told."""
    if [one for one in swap.waiting if one != turn.member.id]:
        return turn.say(_("All right, thank {you} for telling. I ask the others."))
    known = await names(turn, [shift])
    asker = await members.member(turn.db, swap.asked_by, turn.today)
    leads = await tell_leads_that_nobody(turn, known, shift, asker)
    whom = leads or await circle.names(turn)

    def text(words: Callable[..., str]) -> str:
        said = _("Nobody of the others can visit {who} on {day}. I have told {names}.")
        if not leads:
            said = _("Nobody of the others can visit {who} on {day}. Please call {names}.")
        return words(said, who=known.her(shift), day=when(shift), names=whom)

    await tell(turn, [asker], text)
    return turn.say(_("All right, thank {you} for telling."))


async def _taken(turn: Turn, swap: Swap, shift: Shift) -> Answer:
    """She goes: she is planned for it, and all whom it concerns hear so."""
    goes = sorted({*shift.volunteers, turn.member.id} - {swap.asked_by})
    await shifts.assign(turn.db, shift.id, goes, turn.now)
    after = replace(shift, volunteers=tuple(goes))
    known = await names(turn, [shift, after])
    asker = await members.member(turn.db, swap.asked_by, turn.today)
    await _tell_of_it(turn, known, swap, after, asker)
    return turn.say(
        _("Thank {you}! {You} visit {who} on {day}. I tell {name} and the others."),
        Choice("visits.mine", _("My visits")),
        who=known.her(after),
        day=when(after),
        name=called(asker, turn.today),
    )


async def _tell_of_it(turn: Turn, known: Names, swap: Swap, shift: Shift, asker: Member) -> None:
    me = turn.member

    def instead(words: Callable[..., str]) -> str:
        text = _("{name} visits {who} on {day} for {you}. All is well.")
        return words(text, name=called(me, turn.today), who=known.her(shift), day=when(shift))

    def of_others(words: Callable[..., str]) -> str:
        text = _("{name} visits {who} on {day} instead of {asker}.")
        return words(
            text,
            name=called(me, turn.today),
            who=known.her(shift),
            day=when(shift),
            asker=called(asker, turn.today),
        )

    def no_more(words: Callable[..., str]) -> str:
        text = _(
            "{name} goes to {who} on {day}: {you} need not think of it any more. Thank {you}!"
        )
        return words(text, name=called(me, turn.today), who=known.her(shift), day=when(shift))

    waiting = set(swap.waiting) - {me.id}
    beside = set(shift.volunteers) - {me.id}
    people = (
        await members.several(turn.db, waiting | beside, turn.today) if waiting | beside else {}
    )
    leads = await circle.told_first(turn, but=frozenset(waiting | {asker.id}))
    await tell(turn, [asker], instead)
    await tell(turn, [people[one] for one in sorted(waiting)], no_more)
    others = {one.id: one for one in (*leads, *(people[one] for one in sorted(beside)))}
    await tell(turn, list(others.values()), of_others)


async def placed(turn: Turn) -> Answer:
    """Who leads home care says who goes, now that nobody was found."""
    await circle.must_lead(turn)
    await shifts.hold(turn.db, turn.club.id)
    screen = await rota_screen.now(turn)
    shift = await shifts.one(turn.db, turn.club.id, turn.data["shift"])
    if shift is not None and shift.day < turn.today:
        return turn.say(_("That day is over."))
    if shift is None or unsaid(turn, shift):
        return rota_changing.changed_meanwhile(turn, screen, shift)
    if turn.choice == OTHERWISE or int(turn.choice) not in screen.names.goers:
        return rota_changing.what(turn, screen, shift)
    stays = [one for one in shift.volunteers if one != turn.data["instead"]]
    return await apply(turn, screen, shift, [*stays, int(turn.choice)])


HANDLERS = {
    "swap.answer": Step(answer, hears=answer_to_swap),
    "swap.placed": Step(placed),
}
