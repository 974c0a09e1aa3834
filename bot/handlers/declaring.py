"""To whom the money went; then it is written down as said, and the cashiers are asked."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers import ahead, touches
from bot.handlers.names import choices_of, matching
from bot.handlers.sums import paid_off, share_of
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, clock_time, money
from bot.people import Listener, Member
from bot.storage import declarations, loans, members
from bot.storage.declarations import Declared
from bot.storage.talk import Data
from bot.telling import Part, Words, called, speaking_to, tell_parts
from bot.turn import Answer, Step, Turn
from bot.understanding import paying_later
from bot.understanding.phrases import Phrases, cut, join

BANK = Phrases("chuyển khoản, ngân hàng, tài khoản, bank, transfer")
TREASURER = Phrases("thủ quỹ, the treasurer, treasurer")


async def to_whom(turn: Turn) -> Answer:
    """Ask who took the money: the treasurer by name, somebody else, or the bank."""
    cash = await touches.cashiers(turn, turn.member)
    treasurer = _("The treasurer")
    if cash:
        label = _("{name} (treasurer)") if "treasurer" in cash[0].roles else "{name}"
        treasurer = turn.words(label, name=called(cash[0], turn.today))
    return turn.ask(
        "repay.given",
        _("Whom did you give it to?"),
        Choice("treasurer", treasurer),
        Choice("other", _("Somebody else")),
        Choice("bank", _("By bank transfer")),
        data=turn.data,
    )


async def take_given(turn: Turn) -> Answer:
    """To whom the money went; somebody else is asked for by name."""
    if turn.choice == "other":
        return turn.ask(
            "repay.whom", _("What is the name of that person?"), never_mind(), data=turn.data
        )
    if turn.choice:
        return await _declare(turn, turn.choice, None)
    return await _heard_whom(turn)


async def _heard_whom(turn: Turn) -> Answer:
    """Take it in words: the treasurer by name or office, the bank, or somebody else's name."""
    said = cut(turn.text)
    if BANK.are_in(said):
        return await _declare(turn, "bank", None)
    cash = await touches.cashiers(turn, turn.member)
    first = cash[0] if cash else None
    name = join(TREASURER.without(said))
    is_meant = not name or first in matching(name, cash)
    if first and TREASURER.are_in(said) and "treasurer" in first.roles and is_meant:
        return await _declare(turn, "treasurer", None)
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, [one for one in everybody if one.id != turn.member.id])
    if first and [one.id for one in found] == [first.id]:
        return await _declare(turn, "treasurer", None)
    if not found:
        raise NotUnderstood(turn.words(_whom_to_name()))
    return await take_whom(turn)


def _whom_to_name() -> str:
    return _(
        "Who holds the money now? Choose the name, or write it: that person is asked whether it"
        " arrived."
    )


async def not_yet(turn: Turn) -> Answer | None:
    """Leave it where she says that she pays on another day: nothing is paid yet."""
    if not paying_later.is_later(cut(turn.text)):
        return None
    return turn.say(
        _(
            "All right, then I leave it for now: nothing is written down. When {you} have paid,"
            " just tell me."
        )
    )


async def take_whom(turn: Turn) -> Answer:
    """The name of who took the money, asked back when several have it."""
    if turn.choice == STOP:
        return left(turn)
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    others = [one for one in everybody if one.id != turn.member.id]
    if turn.choice:
        found = [one for one in others if one.id == int(turn.choice)]
    else:
        found = matching(turn.text, others)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await _declare(turn, "other", found[0])
    return turn.ask(
        "repay.whom",
        _("Which one do you mean?"),
        *choices_of(found),
        never_mind(),
        data=turn.data,
    )


def still_waiting(turn: Turn, pending: list[Declared], data: Data) -> Answer:
    """Ask whether this is other money than what was told already."""
    last = pending[-1]
    return turn.ask(
        "repay.another",
        _(
            "You told me of {amount} at {time}; the treasurer has not answered yet."
            " Did you pay another sum?"
        ),
        Choice("yes", _("Yes, another one")),
        Choice("withdraw", _("Take that one back")),
        data={**data, "known": [one.id for one in pending]},
        amount=money(last.amount),
        time=clock_time(local(last.declared_at, turn.zone)),
    )


async def _declare(turn: Turn, given_to: str, taker: Member | None) -> Answer:
    """Write it down as said, and ask the cashiers whether the money is there."""
    mine = await loans.open_loans(turn.db, turn.member.id)
    loan = next((one for one in mine if one.id == turn.data["loan"]), None)
    if loan is None:
        return paid_off(turn)
    amount, principal = turn.data["amount"], turn.data["principal"]
    pending = await declarations.pending_of(turn.db, turn.member.id)
    if any(one.id not in turn.data["known"] for one in pending):
        # Told meanwhile on another phone, or in a dialogue that was left: maybe the same money.
        return still_waiting(turn, pending, {**turn.data, "heard": amount})
    share = share_of(turn, loan, amount, principal_first=principal)
    made = await declarations.declare(
        turn.db,
        club_id=turn.club.id,
        member_id=turn.member.id,
        loan_id=loan.id,
        amount=amount,
        interest=share.interest,
        principal_first=principal,
        given_to=given_to,
        given_to_id=taker.id if taker else None,
        origin=turn.operation,
        address_id=turn.phone.id,
        shared=turn.phone.is_shared,
        now=turn.now,
        prepaying=ahead.prepaying(turn.data, amount),
    )
    number = loan.number if len(mine) > 1 else ""
    cash = await touches.cashiers(turn, turn.member)
    reached = await turn.reach_officers(cash)
    said = []
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            text = _announced(
                turn, words, amount, given_to, taker or cash[0], to=listener, number=number
            )
            choices = (
                Choice("full", _("I hold all {amount}").format(amount=money(amount))),
                Choice("none", _("Not received yet")),
                Choice("other", _("Received another sum")),
            )
        part = Part(text=text, choices=choices, step="receipts.decide", data={"declaration": made})
        said.append(Words(listener=listener, parts=(part,)))
    await tell_parts(turn.db, said, turn.now)
    if not reached:
        return turn.say(
            _("I wrote it down. The treasurer has no phone here; please ask for a paper slip.")
        )
    return turn.say(
        _("I told {name}. As soon as the money is confirmed I send you the slip."),
        name=called(reached[0].member, turn.today),
    )


def _announced(
    turn: Turn,
    words: Callable[..., str],
    amount: int,
    given_to: str,
    taker: Member,
    *,
    to: Listener,
    number: str,
) -> str:
    """Say to a cashier what the member declared, and to whom the money went."""
    name = called(turn.member, turn.today)
    if turn.phone.is_shared or (turn.holder and turn.holder.kind == "helper"):
        name = _("{name} (from a shared phone)").format(name=name)
    if given_to == "bank":
        text = _("{name} says that {amount} went to the club's bank account.")
    elif taker.id == to.member.id:
        text = _("{name} says that {amount} was handed to you.")
    elif given_to == "treasurer" and "treasurer" in taker.roles:
        text = _("{name} says that {amount} was handed to the treasurer.")
    else:
        text = _("{name} says that {amount} was handed to {taker}.")
    said = words(text, name=name, amount=money(amount), taker=called(taker, turn.today))
    if number:
        said += " " + _("For loan {number}.").format(number=number)
    return said


HANDLERS = {
    "repay.given": Step(take_given, typed=True, counts=True, beside=not_yet, why=_whom_to_name),
    "repay.whom": Step(take_whom, typed=True, counts=True, beside=not_yet, why=_whom_to_name),
}
