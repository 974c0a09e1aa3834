"""Something that the club owes goes back: to whom, and how much, for the board to decide."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice, NotUnderstood
from bot.handlers.bookkeeping import booking
from bot.handlers.bookkeeping.owing import called_like, creditor
from bot.handlers.entering import must_be_free
from bot.handlers.names import full_name
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.money.books import Account, AccountKind, Fund
from bot.storage import members, purse
from bot.storage.purse import Held
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn

SHOWN = 8


async def give_back(turn: Turn) -> Answer:
    """Give something back: to whom?"""
    await booking.must_keep_cash(turn)
    owed = await purse.owed(turn.db, turn.club.id)
    if not owed:
        return turn.say(_("The club owes nobody anything."))
    return await _to_whom(turn, owed)


async def _to_whom(turn: Turn, owed: Sequence[Held]) -> Answer:
    label = _("{name}: {amount}")
    shown = owed[:SHOWN]
    return turn.ask(
        "deposits.back",
        _("To whom? Part of the name is enough."),
        *[
            Choice(
                str(place), label.format(name=await creditor(turn, one), amount=money(one.amount))
            )
            for place, one in enumerate(shown, 1)
        ],
        never_mind(),
        data={"owed": [_written(one) for one in shown]},
    )


async def take_back(turn: Turn) -> Answer:
    """The officer chose or named whose money goes back: all of it, or a part?"""
    if turn.choice == STOP:
        return left(turn)
    owed = await purse.owed(turn.db, turn.club.id)
    if not turn.choice:
        names = [await creditor(turn, one) for one in owed]
        owed = [owed[place] for place in called_like(turn.text, names)]
        if not owed:
            raise NotUnderstood(turn.words(_("The club owes nobody of that name anything.")))
        return await (_how_much(turn, owed[0]) if len(owed) == 1 else _to_whom(turn, owed))
    account, name = _read(turn.data["owed"][int(turn.choice) - 1])
    one = next((each for each in owed if each.is_of(account, name)), None)
    if one is None:
        return turn.say(_("The club owes nothing there any more."))
    return await _how_much(turn, one)


async def _how_much(turn: Turn, one: Held) -> Answer:
    holder = one.account.holder
    name = await creditor(turn, one)
    if holder is not None:
        member = await members.member(turn.db, holder, turn.today)
        await must_be_free(turn, member)
        name = full_name(member)
    return turn.ask(
        "deposits.amount",
        _("How much goes back? The club owes {amount}."),
        Choice(str(one.amount), _("All of it, {amount}").format(amount=money(one.amount))),
        never_mind(),
        data={
            "what": one.account.kind.value,
            "way": "out",
            "fund": one.account.fund.value,
            "member": holder,
            "name": name if holder is not None else one.name,
            "owed": one.amount,
        },
        amount=money(one.amount),
    )


def _written(one: Held) -> Data:
    account = one.account
    return {
        "kind": account.kind.value,
        "fund": account.fund.value,
        "holder": account.holder,
        "name": one.name,
    }


def _read(kept: Data) -> tuple[Account, str]:
    account = Account(
        fund=Fund(kept["fund"]), kind=AccountKind(kept["kind"]), holder=kept["holder"]
    )
    return account, kept["name"]


HANDLERS = {
    "deposit.back": Step(give_back),
    "deposits.back": Step(take_back, typed=True),
}
