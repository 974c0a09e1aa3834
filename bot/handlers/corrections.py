"""Mend an entry: an officer says which one and why, and a second officer is asked.

Nobody is scolded: what is typed wrongly is soon mended. `reversing` has what comes of it.
"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers import reversing, reversing_payouts, reversing_written_off, titles, touches
from bot.handlers.cards import must_be_officer
from bot.handlers.names import choices_of, matching
from bot.handlers.own_words import asked_to_reword, heard_words
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, sentence, short_day
from bot.people import Member
from bot.storage import corrections, entries, members
from bot.storage.corrections import Correction
from bot.storage.entries import Entry
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

SHOWN = 6
LOOKED_THROUGH = 60  # entries back from now: what is older is found through the member's name


async def undo(turn: Turn) -> Answer:
    """Show the last entries: of the member whose card is open or who is named, or the newest."""
    must_be_officer(turn)
    if turn.text:
        return await _of_whom(turn)
    member_id = turn.data.get("member")
    return await (_last_of(turn, member_id) if member_id else _newest(turn))


async def take_member(turn: Turn) -> Answer:
    """Several people are called like that: the officer chose one."""
    if turn.choice == STOP:
        return left(turn)
    return await _last_of(turn, int(turn.choice))


async def take_entry(turn: Turn) -> Answer:
    """The officer chose the entry that is wrong."""
    if turn.choice == STOP:
        return left(turn)
    return await begin(turn, int(turn.choice))


async def begin(turn: Turn, transaction: int) -> Answer:
    """Ask why an entry is to be mended, unless that is under way or done."""
    must_be_officer(turn)
    if asked := await corrections.about(turn.db, transaction):
        return await reversing.what_became(turn, asked)
    matter = await touches.of_entry(turn, transaction)
    short = ""
    if matter.entry:
        await reversing_payouts.must_be_untouched(turn, matter.entry)
        short = await reversing_written_off.warnings(turn, matter.entry)
    text = _("{name} {sum}. What was wrong with it? A few words of your own are fine, too.")
    return turn.ask(
        "corrections.reason",
        f"{{short}}\n{text}" if short else text,
        *(Choice(key, reversing.reason(key)) for key in reversing.USUAL),
        never_mind(),
        data={"transaction": transaction},
        short=short,
        name=touches.title(turn, matter),
        sum=touches.sum_and_slip(matter),
    )


async def take_reason(turn: Turn) -> Answer:
    """Write the request down, and ask a second officer; the payer reads the reason on her slip."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    transaction = turn.data["transaction"]
    said = turn.choice if turn.choice in reversing.USUAL else heard_words(turn)
    if again := asked_to_reword(turn, "corrections.reason", said):
        return again
    made = await corrections.ask(
        turn.db,
        club_id=turn.club.id,
        transaction=transaction,
        asked_by=turn.member.id,
        reason=said,
        now=turn.now,
    )
    if made is None:
        asked = await corrections.about(turn.db, transaction)
        if asked is None:
            raise turn.refuse(_("Please try again in a moment."))
        return await reversing.what_became(turn, asked)
    return await _ask_second(turn, await corrections.locked(turn.db, made))


async def _of_whom(turn: Turn) -> Answer:
    people = await members.to_be_found(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, people)
    if not found:
        return await _newest(turn)
    if len(found) == 1:
        return await _last_of(turn, found[0].id)
    return turn.ask(
        "corrections.member", _("Which one do you mean?"), *choices_of(found), never_mind()
    )


async def _last_of(turn: Turn, member_id: int) -> Answer:
    return await _choose(turn, await entries.repayments_of(turn.db, member_id, LOOKED_THROUGH))


async def _newest(turn: Turn) -> Answer:
    """Show the newest entries, those that this officer entered first."""
    newest = await entries.latest(turn.db, turn.club.id, LOOKED_THROUGH)
    return await _choose(turn, sorted(newest, key=lambda one: one.entered_by != turn.member.id))


async def _choose(turn: Turn, offered: list[Entry]) -> Answer:
    """Offer what still counts and is not the officer's own money."""
    live = [one for one in offered if one.is_mendable and one.member_id != turn.member.id][:SHOWN]
    if not live:
        return turn.say(_("There is no entry here that could be mended."))
    label = _("{amount}, {day}: {name}")
    choices = [
        Choice(
            str(one.id),
            sentence(
                label,
                name=await _called(turn, one),
                amount=titles.signed(one),
                day=short_day(one.value_day),
            ),
        )
        for one in live
    ]
    return turn.ask(
        "corrections.entry",
        _("That happens to everybody, and is soon mended. Which entry is it?"),
        *choices,
        never_mind(),
    )


async def _called(turn: Turn, entry: Entry) -> str:
    payer = None
    if entry.member_id is not None:
        payer = await members.member(turn.db, entry.member_id, turn.today)
    return titles.title(entry, payer, turn.today)


async def _ask_second(turn: Turn, asked: Correction) -> Answer:
    matter = await touches.of_entry(turn, asked.transaction_id)
    near = [turn.member, *([matter.payer] if matter.is_hers else [])]
    able = await touches.independent(turn, await touches.board(turn), near)
    listener = await touches.first_reached(turn, able, alone=True)
    if listener is None:
        return _nobody_to_ask(turn, able)
    with speaking_to(listener.member, turn.today) as words:
        await turn.tell(
            listener,
            words("{facts}", facts=await reversing.facts(turn, asked, matter)),
            *reversing.choices(),
            step="corrections.decide",
            data={"correction": asked.id},
        )
    return turn.say(
        _("I asked {name}. As soon as somebody else of the board agrees, it is mended."),
        name=called(listener.member, turn.today),
    )


def _nobody_to_ask(turn: Turn, able: list[Member]) -> Answer:
    if not able:
        return turn.say(
            _("It waits: nobody else of the board may agree to it. Decide it at the meeting.")
        )
    return turn.say(
        _("It waits until one of these agrees, each on a phone of their own: {names}."),
        names=", ".join(called(one, turn.today) for one in able),
    )


HANDLERS = {
    "undo": Step(undo),
    "corrections.member": Step(take_member),
    "corrections.entry": Step(take_entry),
    "corrections.reason": Step(take_reason, typed=True, own_words=True, counts=True),
}
