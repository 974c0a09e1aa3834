"""Where the club's other money becomes an entry: who may, is it there, who looks at it as well.

The question that was answered is the operation: the same tap twice makes one entry. A member is
given her slip and can say that it is right; of what is nobody's of the club a second officer is
asked at once, and the day's list has it until somebody agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.chat import Choice
from bot.handlers import closed_months, noted_money, slips, titles, touches
from bot.handlers.bookkeeping import vouchers
from bot.handlers.cards import must_be_officer
from bot.i18n import _, money
from bot.money.books import Account, AccountKind, Fund, Line
from bot.people import Member
from bot.rights import may_stand_in
from bot.storage import cases, entries, evidence, ledger, members, purse
from bot.storage.entries import Entry
from bot.storage.noted import Noted
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


async def must_keep_cash(turn: Turn) -> None:
    """Refuse who does not take or give out the club's cash: that is the cashiers' work."""
    must_be_officer(turn)
    board = await members.officers(turn.db, turn.club.id, turn.today)
    if may_stand_in(turn.member, board):
        return
    cash = await touches.cashiers(turn, turn.member)
    raise turn.refuse(
        _("Only who keeps the cash can write this down. Please tell {name}."),
        name=called(cash[0], turn.today) if cash else _("the board"),
    )


def cash_of(member: Member, fund: Fund) -> Account:
    """Return the account of the cash that an officer keeps of a fund."""
    return Account(fund=fund, kind=AccountKind.CASH, holder=member.id)


async def must_be_there(
    turn: Turn, account: Account, amount: int, *, but_for: Noted | None = None
) -> None:
    """Refuse to give out what is not there, and say what is: cash is never below zero.

    What was given out already and is only noted is not there; `but_for` is what is posted now.
    """
    there = await purse.to_spend(turn.db, turn.club.id, account, but_for=but_for)
    if amount <= there:
        return
    text = _("There is not that much: {place} holds {there} of the {fund}. Nothing was written.")
    gone = [one for one in await noted_money.of_club(turn) if one.account == account]
    if gone:
        text = _(
            "There is not that much: {place} can give {there} of the {fund}, as more has gone out"
            " than stands in the book:\n{gone}\nNothing was written."
        )
    raise turn.refuse(
        text,
        place=await place_name(turn, account),
        there=money(max(there, 0)),
        fund=slips.fund_name(account.fund),
        gone="\n".join(f"- {line}" for line in await noted_money.lines(turn, gone)),
    )


async def place_name(turn: Turn, account: Account) -> str:
    """Return where money is, to be read by officers: "bác Lan", "ngân hàng"."""
    if account.kind is AccountKind.BANK or account.holder is None:
        return _("the bank")
    return called(await members.member(turn.db, account.holder, turn.today), turn.today)


async def book(
    turn: Turn,
    *,
    kind: str,
    lines: Sequence[Line],
    slip: str,
    note: str = "",
    payer: Member | None = None,
    origin: str = "",
    entered_by: Member | None = None,
    moved_on: date | None = None,
) -> Entry | None:
    """Post an entry of the day on which the money moved (today); None where that was done before.

    Where two have signed that month already, it counts from the first day that is open.
    """
    meant = moved_on or turn.today
    on = await ledger.first_open_day(turn.db, turn.club.id, meant)
    notes = (note, closed_months.written(turn, meant, on) if moved_on else "")
    posted = await ledger.post(
        turn.db,
        club_id=turn.club.id,
        kind=kind,
        lines=lines,
        value_day=on,
        now=turn.now,
        entered_by=(entered_by or turn.member).id,
        member_id=payer.id if payer else None,
        origin=origin or turn.operation,
        slip=slip,
        note=". ".join(filter(None, notes)),
    )
    return None if posted is None else await entries.entry(turn.db, posted)


def in_the_book_already(turn: Turn) -> Answer:
    """Answer who does the same thing twice."""
    return turn.say(_("This money is in the book already."))


async def written(
    turn: Turn, entry: Entry, payer: Member | None, what: Callable[[], str], *, file: str = ""
) -> Answer:
    """Give out the slip, ask a second officer where no member can agree, and say what was done.

    `what` says in the language that is spoken what a member's money is for.
    """
    if file:
        await evidence.add(turn.db, entry.id, file, turn.now)
    if payer and await vouchers.give(turn, entry, payer, what):
        after = turn.words(_("{name} gets the slip."), name=called(payer, turn.today))
    else:
        after = await _second(turn, entry, file)
        if payer:
            no_phone = _("{name} has no phone here: please write the paper slip.")
            after = f"{turn.words(no_phone, name=called(payer, turn.today))} {after}"
    if late := closed_months.note(turn.today, entry.value_day):
        after = f"{late} {after}"
    number = _("Written down: {name}, {amount}, slip {numbers}. {after}")
    if not entry.slips:
        number = _("Written down: {name}, {amount}. {after}")
    return turn.say(
        number,
        Choice("cash", _("What the box must hold")),
        name=titles.title(entry, payer, turn.today),
        amount=money(entry.sum),
        numbers=slips.numbers(entry.slips),
        after=after,
    )


async def _second(turn: Turn, entry: Entry, file: str) -> str:
    """Ask another officer to agree; return what is said of it to who entered it."""
    matter = await touches.of_entry(turn, entry.id)
    able = await touches.independent(turn, await touches.board(turn), matter.concerns())
    listener = await touches.first_reached(turn, able, alone=True)
    if listener is None:
        return turn.words(_("It stays unchecked until a second officer agrees the day's list."))
    with speaking_to(listener.member, turn.today) as words:
        text = words(
            _("{who} wrote down: {name}, {sum}. Is that right?"),
            who=called(turn.member, turn.today),
            name=touches.title(turn, matter),
            sum=touches.sum_and_slip(matter),
        )
        await turn.tell(
            listener,
            text,
            Choice("yes", words(_("Yes, {amount}"), amount=money(entry.sum))),
            Choice("look", words(_("I want to look at it first"))),
            step="booked.agree",
            data={"transaction": entry.id},
            image=file,
        )
    return turn.words(_("I ask {name} to agree to it."), name=called(listener.member, turn.today))


async def agree(turn: Turn) -> Answer:
    """The second officer agrees to an entry, or sets it aside to look at it."""
    must_be_officer(turn)
    matter = await touches.of_entry(turn, turn.data["transaction"])
    entry = matter.entry
    if entry is None:
        raise ValueError("an entry is looked at")
    if entry.reversed_by is not None:
        return turn.say(_("That was mended in the meantime: it does not count any more."))
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please agree on a phone of your own."))
    if not await touches.independent(turn, [turn.member], matter.concerns()):
        raise turn.refuse(_("You are too near to this to decide it. Another officer must."))
    if turn.choice == "look":
        return await _set_aside(turn, matter, entry)
    await ledger.agree(
        turn.db,
        club_id=turn.club.id,
        transaction=entry.id,
        member_id=turn.member.id,
        how="officer",
        now=turn.now,
    )
    return turn.say(_("Thank you, then all is well."))


async def _set_aside(turn: Turn, matter: touches.Matter, entry: Entry) -> Answer:
    made = await cases.open_case(
        turn.db,
        club_id=turn.club.id,
        member_id=matter.payer.id,
        transaction=entry.id,
        reason="set_aside",
        note=called(turn.member, turn.today),
        now=turn.now,
    )
    if made is not None:
        await cases.assign(turn.db, made, turn.member.id)
    return turn.say(
        _("It is set aside until somebody has looked at it."),
        Choice("cases", _("What members asked to look at")),
    )


HANDLERS = {"booked.agree": Step(agree, counts=True)}
