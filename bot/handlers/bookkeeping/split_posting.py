"""Money for a loan and for fees becomes one entry, with one slip."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice
from bot.handlers import slips
from bot.handlers.bookkeeping import booking, paying
from bot.i18n import _, money
from bot.money import books
from bot.money.books import AccountKind, Line
from bot.money.loans import Share
from bot.people import Member
from bot.storage import declarations, fees, ledger, loans
from bot.storage.declarations import Declared
from bot.storage.entries import Entry
from bot.storage.loans import Borrowed
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn


async def post(
    turn: Turn,
    payer: Member,
    loan: Borrowed | None,
    share: Share,
    months: list[date],
) -> Answer:
    """Post what was read back, settle what was declared, and give out the one slip."""
    declared = await _declared(turn)
    entry = await booking.book(
        turn,
        kind="repayment" if loan else "fee",
        lines=_lines(turn, loan, share),
        slip="receipt",
        payer=payer,
        origin=f"declaration:{declared.id}" if declared else "",
    )
    if entry is None:
        return booking.in_the_book_already(turn)
    await fees.pay(
        turn.db,
        club_id=turn.club.id,
        member_id=payer.id,
        months=months,
        amount=turn.data["fees"],
        transaction=entry.id,
    )
    if declared:
        await _settle(turn, declared, payer, entry, share)
    if loan is None:
        return await booking.written(turn, entry, payer, lambda: paying.what_for(months))
    after = (await loans.locked(turn.db, loan.id)).standing(turn.today)
    if not after.payoff:
        await loans.close(turn.db, loan.id, turn.today)
    told = await _give_slip(turn, payer, entry, after.principal_left, months)
    return _written(turn, payer, entry, told=told)


def _lines(turn: Turn, loan: Borrowed | None, share: Share) -> tuple[Line, ...]:
    lines: tuple[Line, ...] = ()
    if loan:
        lines = books.repayment(
            loan=loan.id,
            share=share,
            into=AccountKind.CASH,
            holder=turn.member.id,
            interest_to_income_bp=turn.club.interest_to_income_bp,
        )
    return (*lines, *(paying.fee_lines(turn, turn.data["fees"]) if turn.data["fees"] else ()))


async def _declared(turn: Turn) -> Declared | None:
    """Return what the member had declared of it, if somebody else has not decided it meanwhile."""
    if not turn.data.get("declaration"):
        return None
    declared = await declarations.locked(turn.db, turn.data["declaration"])
    if declared.status != "pending":
        raise turn.refuse(_("This money is in the book already."))
    if await declarations.was_said_beside(turn.db, declared.id, turn.member):
        raise turn.refuse(_("This was told on a phone of yours: somebody else must confirm it."))
    return declared


async def _settle(
    turn: Turn, declared: Declared, payer: Member, entry: Entry, share: Share
) -> None:
    """Note that it arrived; she has agreed where her part of the sum is just what she said."""
    await declarations.decide(
        turn.db,
        declared.id,
        status="confirmed",
        by=turn.member.id,
        now=turn.now,
        transaction=entry.id,
    )
    whole = not turn.data["fees"]
    if whole and (declared.amount, declared.interest) == (share.total, share.interest):
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=entry.id,
            member_id=payer.id,
            how="declared",
            now=turn.now,
            shared=declared.shared,
        )


async def _give_slip(
    turn: Turn, payer: Member, entry: Entry, left: int, months: list[date]
) -> bool:
    sums = books.by_fund(await ledger.lines_of(turn.db, entry.id))
    for listener in await turn.reach([payer]):
        with speaking_to(listener.member, turn.today) as words:
            fee = of_fee(turn.data["fees"], months)
            await turn.tell(
                listener,
                slips.slip(entry, payer, turn.member, left, on=turn.today, sums=sums, beside=fee),
                Choice("right", words(_("That is right"))),
                Choice("look", words(_("Please look at it again"))),
                step="cases.slip",
                data={"transaction": entry.id},
                once=True,
            )
        return True
    return False


def of_fee(amount: int, months: list[date]) -> str:
    """Say what of a sum is a fee, and of which months; nothing where none is."""
    if not amount:
        return ""
    return _("{what} {amount}").format(what=paying.what_for(months), amount=money(amount))


def _written(turn: Turn, payer: Member, entry: Entry, *, told: bool) -> Answer:
    name = called(payer, turn.today)
    after = turn.words(_("{name} gets the slip."), name=name)
    if not told:
        no_phone = _("{name} has no phone here: please write the paper slip.")
        stays = _("It stays unchecked until a second officer agrees the day's list.")
        after = f"{turn.words(no_phone, name=name)} {turn.words(stays)}"
    return turn.say(
        _("Written down: {name} {amount}, slip {numbers}. {after}"),
        Choice("cash", _("What the box must hold")),
        name=name,
        amount=money(entry.amount),
        numbers=slips.numbers(entry.slips),
        after=after,
    )
