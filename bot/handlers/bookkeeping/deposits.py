"""What the club owes: deposits that it must give back, and loans to it, without interest.

New ones, and giving back, are decided by two officers or the meeting; the money is in the book
when who keeps the cash says that it changed hands.
"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.bookkeeping import booking, owing, vouchers
from bot.handlers.bookkeeping.owing import DEPOSIT, deposit_of
from bot.handlers.cards import must_be_officer
from bot.handlers.entering import must_be_free
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.own_words import heard_words
from bot.handlers.resolving import propose
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.money.books import AccountKind
from bot.people import Member
from bot.storage import members, purse
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn

KNOWN = "known:"
MOST_LENDERS = 3


async def overview(turn: Turn) -> Answer:
    """Show what the club owes to whom, against the money that it has."""
    must_be_officer(turn)
    owed = await purse.owed(turn.db, turn.club.id)
    lines = []
    for one in owed:
        text = _("{name}: {amount}, deposit")
        if one.account.kind is AccountKind.BORROWED:
            text = _("{name}: {amount}, lent to the club")
        name = await owing.creditor(turn, one)
        lines.append(text.format(name=name, amount=money(one.amount)))
    has = sum(one.amount for one in await purse.places(turn.db, turn.club.id))
    if lines:
        total = money(sum(one.amount for one in owed))
        lines.append(
            _("To give back: {total}. In cash and bank: {has}.").format(
                total=total, has=money(has)
            )
        )
    else:
        lines.append(_("The club owes nobody anything."))
    choices = [
        Choice("deposit.in", _("Somebody leaves a deposit")),
        Choice("deposit.lent", _("Somebody lends the club")),
    ]
    if owed:
        choices.append(Choice("deposit.back", _("Give something back")))
    choices.append(Choice("deposit.decided", _("Decided, money not handed over yet")))
    return turn.say("{lines}", *choices, lines="\n".join(lines))


async def leave_deposit(turn: Turn) -> Answer:
    """A member leaves money that the club gives back: who?"""
    return await _begin(turn, AccountKind.DEPOSITS)


async def lend_club(turn: Turn) -> Answer:
    """Somebody lends the club money without interest: who?"""
    return await _begin(turn, AccountKind.BORROWED)


async def _begin(turn: Turn, kind: AccountKind) -> Answer:
    await booking.must_keep_cash(turn)
    return turn.ask(
        "deposits.who",
        _("Whose money is it? Part of the name is enough."),
        never_mind(),
        data={"what": kind.value, "way": "in"},
    )


async def take_who(turn: Turn) -> Answer:
    """The officer named whose money it is; who lends need not be a member."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "outside":
        return _ask_amount(turn, {**turn.data, "member": None}, turn.data["name"])
    if turn.choice.startswith(KNOWN):
        name = turn.data["known"][int(turn.choice.removeprefix(KNOWN))]
        return _ask_amount(turn, {**turn.data, "member": None, "name": name}, name)
    if turn.choice:
        return await _of(turn, await members.member(turn.db, int(turn.choice), turn.today))
    said = heard_words(turn)
    lends = turn.data["what"] == AccountKind.BORROWED.value
    found = matching(said, await members.everybody(turn.db, turn.club.id, turn.today))
    known = await _lenders(turn, said) if lends else []
    if len(found) == 1 and not known:
        return await _of(turn, found[0])
    if not found and not lends:
        raise turn.refuse(_("I find nobody of that name in the club."))
    label = _("{name}, who has lent before")
    others = [
        Choice(f"{KNOWN}{place}", label.format(name=name)) for place, name in enumerate(known)
    ]
    if lends and not any(purse.same_name(said, name) for name in known):
        others.append(Choice("outside", _("No, somebody else: {name}").format(name=said)))
    return turn.ask(
        "deposits.who",
        _("Which one do you mean?") if found or known else _("Is it somebody of the club?"),
        *choices_of(found[:5]),
        *others,
        never_mind(),
        data={**turn.data, "name": said, "known": known},
    )


async def _lenders(turn: Turn, said: str) -> list[str]:
    """Return who outside the club has lent it something, and is called as was typed."""
    names = [
        one.name
        for one in await purse.owed(turn.db, turn.club.id)
        if one.account.holder is None and one.name
    ]
    return [names[place] for place in owing.called_like(said, names)][:MOST_LENDERS]


async def _of(turn: Turn, member: Member) -> Answer:
    await must_be_free(turn, member)
    data = {**turn.data, "member": member.id, "name": full_name(member)}
    return _ask_amount(turn, data, called(member, turn.today))


def _ask_amount(turn: Turn, data: Data, name: str) -> Answer:
    return turn.ask(
        "deposits.amount", _("How much does {name} give?"), never_mind(), data=data, name=name
    )


async def take_amount(turn: Turn) -> Answer:
    """The officer said how much: read it back."""
    if turn.choice == STOP:
        return left(turn)
    amount = int(turn.choice) if turn.choice else heard_sum(turn).amount
    if turn.data["way"] == "out" and amount > turn.data["owed"]:
        raise turn.refuse(
            _("The club owes {owed} there, not more."), owed=money(turn.data["owed"])
        )
    asked = deposit_of({**turn.data, "amount": amount})
    return turn.ask(
        "deposits.propose",
        _("{what}: {sum}, without interest. Shall I ask the board?"),
        Choice("yes", _("Yes, {amount}").format(amount=money(amount))),
        Choice("no", _("Never mind, write nothing")),
        data={**turn.data, "amount": amount},
        what=asked.says(),
        sum=vouchers.spelled(amount),
    )


async def put_to_board(turn: Turn) -> Answer:
    """Two officers, or the meeting, decide it."""
    if turn.choice == "no":
        return left(turn)
    await booking.must_keep_cash(turn)
    concerns = None
    if turn.data["member"]:
        concerns = await members.member(turn.db, turn.data["member"], turn.today)
        await must_be_free(turn, concerns)
    keys = ("what", "way", "member", "name", "amount", "fund")
    details = {key: turn.data[key] for key in keys if key in turn.data}
    return await propose(turn, DEPOSIT, concerns=concerns, details=details)


HANDLERS = {
    "deposits": Step(overview),
    "deposit.in": Step(leave_deposit),
    "deposit.lent": Step(lend_club),
    "deposits.who": Step(take_who, typed=True, own_words=True),
    "deposits.amount": Step(take_amount, typed=True),
    "deposits.propose": Step(put_to_board),
}
