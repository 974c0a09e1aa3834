"""Money goes from one fund to the other: only by a decision of two, with its reason."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers import slips
from bot.handlers.bookkeeping import booking, vouchers
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import heard_words
from bot.handlers.resolving import Kind, propose
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.storage import ledger, members, purse
from bot.storage.resolutions import Resolution
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def begin(turn: Turn) -> Answer:
    """Ask out of which fund, and where its money lies."""
    must_be_officer(turn)
    held = await purse.places(turn.db, turn.club.id)
    if not held:
        raise turn.refuse(_("There is no money there."))
    label = _("{fund}, {place}: {amount}")
    choices = [
        Choice(
            f"{one.account.fund}:{one.account.kind}:{one.account.holder or ''}",
            label.format(
                fund=slips.fund_name(one.account.fund),
                place=await booking.place_name(turn, one.account),
                amount=money(one.amount),
            ),
        )
        for one in held[:8]
    ]
    text = _("Out of which fund shall money go to the other one?")
    return turn.ask("transfer.from", text, *choices, never_mind())


async def take_source(turn: Turn) -> Answer:
    """The officer chose where the money comes from: how much?"""
    if turn.choice == STOP:
        return left(turn)
    fund, kind, holder = turn.choice.split(":")
    data: Data = {"fund": fund, "kind": kind, "holder": int(holder) if holder else None}
    text = _("How much is it, please? For example 500k, or 1,200,000.")
    return turn.ask("transfer.amount", text, never_mind(), data=data)


async def take_amount(turn: Turn) -> Answer:
    """The officer said how much: is it there, and why?"""
    if turn.choice == STOP:
        return left(turn)
    data = {**turn.data, "amount": heard_sum(turn).amount}
    out_of, _into = _accounts(data)
    await booking.must_be_there(turn, out_of, data["amount"])
    return turn.ask(
        "transfer.reason",
        _("Why shall it go to the other fund? In a few words, for the minutes."),
        never_mind(),
        data=data,
    )


async def take_reason(turn: Turn) -> Answer:
    """The officer said why: read it back."""
    if turn.choice == STOP:
        return left(turn)
    data = {**turn.data, "reason": heard_words(turn)}
    return turn.ask(
        "transfer.propose",
        _("{what}, because: {reason}. Shall I ask the board?"),
        Choice("yes", _("Yes, ask the board")),
        Choice("no", _("Never mind, write nothing")),
        data=data,
        what=_said(data),
        reason=data["reason"],
    )


async def put_to_board(turn: Turn) -> Answer:
    """Two officers, or the meeting, decide."""
    must_be_officer(turn)
    if turn.choice == "no":
        return left(turn)
    details = {key: turn.data[key] for key in ("fund", "kind", "holder", "amount")}
    return await propose(turn, TRANSFER, details=details, reason=turn.data["reason"])


def _accounts(data: Data) -> tuple[Account, Account]:
    """Return out of which account the money goes, and into which: it stays where it lies."""
    fund = Fund(data["fund"])
    other = Fund.ACTIVITY if fund is Fund.INCOME else Fund.INCOME
    kind, holder = AccountKind(data["kind"]), data["holder"]
    return (
        Account(fund=fund, kind=kind, holder=holder),
        Account(fund=other, kind=kind, holder=holder),
    )


def _said(data: Data) -> str:
    out_of, into = _accounts(data)
    return _("{sum} from the {fund} to the {other}").format(
        sum=vouchers.spelled(data["amount"]),
        fund=slips.fund_name(out_of.fund),
        other=slips.fund_name(into.fund),
    )


async def _facts(turn: Turn, resolution: Resolution) -> str:
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    return turn.words(
        _("{asker} asks: {what}, because: {reason}. Do you agree?"),
        asker=called(asker, turn.today),
        what=_said(dict(resolution.details)),
        reason=resolution.reason,
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    """Post it, if the money is still there; the decision is the second touch."""
    details = dict(resolution.details)
    out_of, into = _accounts(details)
    await booking.must_be_there(turn, out_of, details["amount"])
    entry = await booking.book(
        turn,
        kind="between_funds",
        lines=books.between_funds(details["amount"], out_of=out_of, into=into),
        slip="",
        note=resolution.reason,
        origin=f"resolution:{resolution.id}",
        entered_by=await members.member(turn.db, resolution.asked_by, turn.today),
    )
    if entry is not None:
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=entry.id,
            member_id=turn.member.id,
            how="decision",
            now=turn.now,
        )
    return turn.words("{what}.", what=_said(details))


async def _refused(turn: Turn, resolution: Resolution, _reason: str) -> str:
    return turn.words(_("It stays as it is: {what}."), what=_said(dict(resolution.details)))


TRANSFER = Kind(name="transfer", facts=_facts, agreed=_agreed, refused=_refused, by_meeting=True)

HANDLERS = {
    "transfer": Step(begin),
    "transfer.from": Step(take_source),
    "transfer.amount": Step(take_amount, typed=True),
    "transfer.reason": Step(take_reason, typed=True, own_words=True),
    "transfer.propose": Step(put_to_board),
}
