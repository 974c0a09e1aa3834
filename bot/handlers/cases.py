"""Please look at it again: a member asks, and an officer who did not touch the entry is told.

Nobody is accused and nothing is forgotten: a case stays on the board's list until it is settled.
"""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers import touches
from bot.handlers.touches import Matter
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _, money
from bot.storage import cases, ledger, members
from bot.storage.cases import Case
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding import saying_of_cash
from bot.understanding.amounts import hear_amount
from bot.understanding.words import command

REASONS = frozenset({"amount", "unpaid", "not_mine", "not_received"})


async def slip(turn: Turn) -> Answer:
    """The member answers a slip: it is right, or somebody should look at it again."""
    matter = await touches.of_entry(turn, turn.data["transaction"])
    entry = matter.entry
    if entry is None:
        raise ValueError("a slip belongs to an entry")
    if found := await cases.open_about(turn.db, matter.payer.id, transaction=entry.id):
        return await being_looked_at(turn, found)
    if entry.reversed_by is not None:
        return turn.say(_("That was mended in the meantime: it does not count any more."))
    if turn.choice == "right":
        return await _is_right(turn, matter, entry.id)
    if not turn.incoming.pressed and saying_of_cash.complaint(turn.text):
        return await take_reason(turn)  # she has said at once what is wrong
    return turn.ask(
        "cases.reason",
        _("What should be looked at?"),
        Choice("amount", _("The sum was another one")),
        Choice("unpaid", _("I have not paid")),
        Choice("not_mine", _("It is not mine")),
        never_mind(),
        data={"transaction": entry.id},
    )


async def take_reason(turn: Turn) -> Answer:
    """The member said what is wrong with a slip, or that nothing is."""
    if turn.choice == STOP:
        return turn.say(_("All right, everything stays as it is."))
    matter = await touches.of_entry(turn, turn.data["transaction"])
    if turn.choice in REASONS:
        return await _open(turn, matter, turn.choice)
    reason, amount = heard_reason(turn)
    return await _open(turn, matter, reason, said=amount)


def heard_reason(turn: Turn) -> tuple[str, int | None]:
    """Return what is wrong in words of her own, with the sum that it was where she names one.

    Whatever else may be meant by a sum: it is said of this slip, and is no other payment.
    """
    reason = saying_of_cash.complaint(turn.text)
    heard, said = hear_amount(turn.text), command(turn.text)
    if heard and not (said and (said.name != "repay" or said.who)):
        return "amount", heard.amount
    if not reason:
        raise NotUnderstood(turn.words(_why()))
    return reason, heard.amount if heard else None


def _why() -> str:
    return _(
        "Please choose what is not right on the slip. Was it another sum? Then just write it, for"
        " example 100k."
    )


async def refused(turn: Turn) -> Answer:
    """The treasurer has not received what the member declared: was it handed over?"""
    if turn.choice == "later":
        return turn.say(_("All right, there is no hurry. Just tell me when it is done."))
    matter = await touches.of_declaration(turn, turn.data["declaration"])
    return await _open(turn, matter, "refused")


async def _is_right(turn: Turn, matter: Matter, transaction: int) -> Answer:
    """Note the member's yes, unless it comes from the phone or the house of who recorded it."""
    here = [turn.member, *(one.member for one in turn.phone.holders)]
    recorder = matter.recorder
    if recorder is None or any(one.shares_roof(recorder) for one in here):
        return turn.say(
            _("Thank you. Somebody else of the board will look at the book once more, as always.")
        )
    await ledger.agree(
        turn.db,
        club_id=turn.club.id,
        transaction=transaction,
        member_id=turn.member.id,
        how="member",
        now=turn.now,
        shared=turn.phone.is_shared,
    )
    return turn.say(_("Thank you, then all is well."))


async def _open(turn: Turn, matter: Matter, reason: str, *, said: int | None = None) -> Answer:
    """Open a case once, and tell an officer who is free to look at it."""
    entry = matter.entry.id if matter.entry else None
    declaration = matter.declared.id if matter.declared else None
    made = await cases.open_case(
        turn.db,
        club_id=turn.club.id,
        member_id=matter.payer.id,
        reason=reason,
        now=turn.now,
        transaction=entry,
        declaration=declaration,
        note=str(said or ""),
    )
    if made is None:
        found = await cases.open_about(
            turn.db, matter.payer.id, transaction=entry, declaration=declaration
        )
        return await being_looked_at(turn, found)
    able = await touches.free(turn, matter, await touches.board(turn))
    listener = await touches.first_reached(turn, able)
    if listener is None:
        return turn.say(
            _("Thank you for telling me. It is on the board's list until the next meeting.")
        )
    await cases.assign(turn.db, made, listener.member.id)
    with speaking_to(listener.member, turn.today) as words:
        text = words(
            _("{name} asks to look at {sum} again."),
            name=called(matter.payer, turn.today),
            sum=touches.sum_and_slip(matter),
        )
        see = Choice("open", words(_("Look at it")))
        await turn.tell(listener, text, see, step="cases.open", data={"case": made})
    text = _("Thank you for telling me. {name} will look at it and talk with you.")
    if said:
        text = _(
            "Thank you: {amount}, I noted that. {name} will look at it and talk with you. No new"
            " payment is written down."
        )
    return turn.say(
        text, name=called(listener.member, turn.today), amount=money(said) if said else ""
    )


async def being_looked_at(turn: Turn, case: Case | None) -> Answer:
    """Say who looks at it already."""
    if case is None or case.officer_id is None:
        return turn.say(_("It is on the board's list already, and is looked at soon."))
    officer = await members.member(turn.db, case.officer_id, turn.today)
    return turn.say(
        _("{name} is looking at it already, and will talk with you."),
        name=called(officer, turn.today),
    )


HANDLERS = {
    "cases.slip": Step(slip, counts=True, says=saying_of_cash.payer),
    "cases.reason": Step(take_reason, typed=True, why=_why),
    "cases.refused": Step(refused),
}
