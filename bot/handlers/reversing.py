"""The second officer's answer to a correction, and the reversing entry that a yes posts.

Nothing is ever deleted: both slips stay, and the loan stands as if the entry had never been.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.chat import Choice
from bot.clock import local
from bot.handlers import (
    reversing_cash,
    reversing_payouts,
    reversing_written_off,
    slips,
    touches,
)
from bot.i18n import _, clock_time, sentence
from bot.money import books
from bot.people import Member
from bot.storage import cases, corrections, entries, fees, ledger, loans, members
from bot.storage.corrections import Correction
from bot.storage.entries import Entry
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

USUAL = ("sum", "person", "twice")
"""The usual reasons to mend an entry; any other is in words of an officer's own."""


async def may_decide(turn: Turn, asked: Correction) -> bool:
    """Say whether the speaker is a second officer for a request: free of asker and payer."""
    return await _hindrance(turn, asked, await touches.of_entry(turn, asked.transaction_id)) == ""


async def show(turn: Turn, correction_id: int) -> Answer:
    """Put a request to an officer who found it on the list."""
    asked = await corrections.locked(turn.db, correction_id)
    matter = await touches.of_entry(turn, asked.transaction_id)
    return turn.ask(
        "corrections.decide",
        "{facts}",
        *choices(),
        data={"correction": asked.id},
        facts=await facts(turn, asked, matter),
    )


async def decide(turn: Turn) -> Answer:
    """The second officer agrees, or does not; the first answer counts."""
    asked = await corrections.locked(turn.db, turn.data["correction"])
    if asked.status != "pending":
        return await what_became(turn, asked)
    matter = await touches.of_entry(turn, asked.transaction_id)
    if hindered := await _hindrance(turn, asked, matter):
        raise turn.refuse(hindered)
    if turn.choice == "no":
        return await _left_as_it_is(turn, asked, matter)
    return await _reverse(turn, asked, matter)


async def leave_as_it_is(turn: Turn, asked: Correction) -> None:
    """Refuse a request because the entry stays as it is, and tell who asked."""
    await must_be_free_to_leave(turn, asked)
    matter = await touches.of_entry(turn, asked.transaction_id)
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    await _leave(turn, asked, matter, asker)


async def must_be_free_to_leave(turn: Turn, asked: Correction) -> None:
    """Refuse who may not decide a request; whoever asked for it may take it back."""
    if asked.asked_by == turn.member.id or await may_decide(turn, asked):
        return
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    raise turn.refuse(
        _("{name} asks to mend this entry. Somebody else of the board must first answer that."),
        name=called(asker, turn.today),
    )


def reason(said: str) -> str:
    """Return why an entry is mended, in the language that is spoken now: usual or own words."""
    usual = {
        "sum": _("The sum is wrong"),
        "person": _("It is somebody else's money"),
        "twice": _("It was written down twice"),
    }
    return usual.get(said, said)


async def facts(turn: Turn, asked: Correction, matter: touches.Matter) -> str:
    """Say what is asked for, by whom and why, in the language that is spoken now."""
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    before = await reversing_written_off.warnings(turn, matter.entry) if matter.entry else ""
    said = sentence(
        _("{asker} asks to mend an entry of {name}: {sum}. {reason}. Do you agree?")
        if matter.is_hers
        else _("{asker} asks to mend an entry: {name}, {sum}. {reason}. Do you agree?"),
        asker=called(asker, turn.today),
        name=touches.title(turn, matter),
        sum=touches.sum_and_slip(matter),
        reason=reason(asked.reason),
    )
    return "\n".join(filter(None, (before, said)))


async def what_became(turn: Turn, asked: Correction) -> Answer:
    """Say the same to everybody who asks: what became of a request."""
    matter = await touches.of_entry(turn, asked.transaction_id)
    texts = {
        "pending": _("{who} asked at {time}: {name} {sum} waits for a second officer."),
        "agreed": _("{who} agreed at {time}: {name} {sum} does not count any more."),
        "refused": _("{who} said at {time} to leave it as it is: {name} {sum}."),
    }
    who = await members.member(turn.db, asked.decided_by or asked.asked_by, turn.today)
    return turn.say(
        texts[asked.status],
        who=called(who, turn.today),
        time=clock_time(local(asked.decided_at or asked.asked_at, turn.zone)),
        name=touches.title(turn, matter),
        sum=touches.sum_and_slip(matter),
    )


def choices() -> tuple[Choice, Choice]:
    """Return what the second officer can answer."""
    return Choice("yes", _("Yes, mend it")), Choice("no", _("No, leave it"))


async def _hindrance(turn: Turn, asked: Correction, matter: touches.Matter) -> str:
    """Return why the speaker cannot be the second officer, to be filled in; "" if she can."""
    if not turn.acts_as_officer:
        return _("That is the board's work.")
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    if turn.phone.is_shared:
        return _("Others use this phone, too. Please agree on a phone of your own.")
    near = [asker, matter.payer] if matter.is_hers else [asker]
    if await touches.independent(turn, [turn.member], near):
        return ""
    return _("Somebody else of the board must agree to this one.")


async def _left_as_it_is(turn: Turn, asked: Correction, matter: touches.Matter) -> Answer:
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    await _leave(turn, asked, matter, asker)
    return turn.say(
        _("All right, it stays as it is. I told {name}."), name=called(asker, turn.today)
    )


async def _leave(turn: Turn, asked: Correction, matter: touches.Matter, asker: Member) -> None:
    await corrections.decide(turn.db, asked.id, status="refused", by=turn.member.id, now=turn.now)
    if asker.id != turn.member.id:
        await _tell(
            turn,
            asker,
            matter,
            lambda: _("{who} would like to talk with you before this is mended: {name} {sum}."),
        )


async def _reverse(turn: Turn, asked: Correction, matter: touches.Matter) -> Answer:
    """Post the reversing entry and tell everybody.

    Its value day is that of what it takes back, or the first that is possible.
    """
    original = matter.entry
    if original is None:
        raise ValueError("a correction is about an entry")
    if original.loan_id is not None:
        await loans.locked(turn.db, original.loan_id)
    await reversing_payouts.must_be_untouched(turn, original)
    await reversing_cash.must_be_there(turn, original)
    on = await reversing_cash.value_day(turn, original)
    posted = await ledger.post(
        turn.db,
        club_id=turn.club.id,
        kind="reversal",
        lines=books.reversal(await ledger.lines_of(turn.db, original.id)),
        value_day=on,
        now=turn.now,
        entered_by=asked.asked_by,
        member_id=original.member_id,
        origin=f"correction:{asked.id}",
        slip=_slip_back(original),
        reverses=original.id,
        note=await reversing_cash.written(turn, original, on),
    )
    if posted is None:
        return await what_became(turn, asked)
    await _settle(turn, asked, original, posted)
    told = not matter.is_hers or await _give_slip(turn, asked, original, posted)
    await _tell_hands(turn, asked, matter)
    answer = await what_became(turn, await corrections.locked(turn.db, asked.id))
    if told:
        return answer
    no_phone = turn.words(
        _("{name} has no phone here: please write the paper slip."),
        name=called(matter.payer, turn.today),
    )
    return replace(answer, text=f"{answer.text} {no_phone}")


def _slip_back(original: Entry) -> str:
    """Return the kind of slip that takes an entry back: cash that came in goes out again."""
    kinds = {slip.kind for slip in original.slips}
    return "" if not kinds else "payment" if "receipt" in kinds else "receipt"


async def _settle(turn: Turn, asked: Correction, original: Entry, posted: int) -> None:
    """Write down who agreed, and undo what came of the entry: loan, fees, open questions."""
    await ledger.agree(
        turn.db,
        club_id=turn.club.id,
        transaction=posted,
        member_id=turn.member.id,
        how="correction",
        now=turn.now,
    )
    await corrections.decide(
        turn.db, asked.id, status="agreed", by=turn.member.id, now=turn.now, reversal=posted
    )
    if original.kind == reversing_payouts.PAYOUT:
        await reversing_payouts.undo(turn, original)
    else:
        lines = await ledger.lines_of(turn.db, original.id)
        for loan in sorted({line.loan for line in lines if line.loan is not None}):
            await loans.close(turn.db, loan, None)
        await reversing_written_off.settle(turn, asked, original)
    await fees.undo(turn.db, original.id)
    await cases.settle_about(
        turn.db, original.id, by=turn.member.id, outcome=asked.reason, now=turn.now
    )


async def _give_slip(turn: Turn, asked: Correction, original: Entry, posted: int) -> bool:
    """Send the payer the slip of the reversal; False when there is no phone to send it to."""
    reversal = await entries.entry(turn.db, posted)
    left = None
    if original.loan_id is not None and original.kind != reversing_payouts.PAYOUT:
        loan = await loans.locked(turn.db, original.loan_id)
        left = loan.standing(turn.today).principal_left
    matter = await touches.of_entry(turn, original.id)
    for listener in await turn.reach([matter.payer]):
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                slips.taken_back(original, reversal, reason(asked.reason), left),
                Choice("right", words(_("That is right"))),
                Choice("look", words(_("Please look at it again"))),
                step="cases.slip",
                data={"transaction": posted},
                once=True,
            )
        return True
    return False


async def _tell_hands(turn: Turn, asked: Correction, matter: touches.Matter) -> None:
    """Tell who asked, and whoever entered it: what that officer must hold has changed."""
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    hands = {one.id: one for one in (asker, matter.recorder) if one}
    for keeper in await _keepers(turn, asked.transaction_id):
        hands[keeper.id] = keeper
    hands.pop(turn.member.id, None)
    for one in hands.values():
        await _tell(
            turn, one, matter, lambda: _("{who} agreed: {name} {sum} does not count any more.")
        )


async def _keepers(turn: Turn, transaction: int) -> list[Member]:
    """Return whose cash the entry had changed: what they must hold is another sum now."""
    lines = await ledger.lines_of(turn.db, transaction)
    holders = {
        line.account.holder
        for line in lines
        if line.account.kind is books.AccountKind.CASH and line.account.holder is not None
    }
    return [await members.member(turn.db, one, turn.today) for one in sorted(holders)]


async def _tell(
    turn: Turn, member: Member, matter: touches.Matter, text: Callable[[], str]
) -> None:
    for listener in await turn.reach_officers([member]):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                text(),
                who=called(turn.member, turn.today),
                name=touches.title(turn, matter),
                sum=touches.sum_and_slip(matter),
            )
            await turn.tell(listener, said)


HANDLERS = {"corrections.decide": Step(decide, counts=True)}
