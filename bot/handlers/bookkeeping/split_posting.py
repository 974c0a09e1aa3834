"""Money for a loan, for fees and as a gift becomes one entry, with one slip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.chat import Choice
from bot.clock import local_day
from bot.handlers import closed_months, slips
from bot.handlers.bookkeeping import booking, paying
from bot.handlers.bookkeeping.gifts import what_for
from bot.handlers.entering import place_of
from bot.handlers.names import full_name
from bot.handlers.slips import Repaid
from bot.i18n import _, money
from bot.money import books
from bot.money.books import Account, AccountKind, Fund, Line
from bot.people import Member
from bot.storage import declarations, fees, gifts, ledger, loans
from bot.storage.declarations import Declared
from bot.storage.entries import Entry
from bot.storage.talk import Data
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn

GIVEN_TO = Fund.ACTIVITY
"""What comes beside a loan as a gift is the club's to spend; a gift to lend of is said so."""


async def post(
    turn: Turn, payer: Member, repaid: Sequence[Repaid], months: Mapping[date, int]
) -> Answer:
    """Post what was read back, settle what was declared, and give out the one slip."""
    declared = await _declared(turn)
    place = await place_of(turn, declared)
    said, on = await days(turn, turn.data)
    entry = await booking.book(
        turn,
        kind="repayment" if repaid else "fee",
        lines=_lines(turn, repaid, *place),
        slip="receipt",
        note=closed_months.written(turn, said, on),
        payer=payer,
        origin=f"declaration:{declared.id}" if declared else "",
        moved_on=on if declared else None,
    )
    if entry is None:
        return booking.in_the_book_already(turn)
    await fees.pay(
        turn.db,
        club_id=turn.club.id,
        member_id=payer.id,
        months=months,
        transaction=entry.id,
    )
    if turn.data.get("gift"):
        await _note_gift(turn, payer, entry)
    if declared:
        await _settle(turn, declared, payer, entry, repaid)
    if not repaid:
        return await booking.written(turn, entry, payer, lambda: beside(turn.data, months))
    owed = [await _after(turn, one) for one in repaid]
    taker = turn.member if place[0] is AccountKind.CASH else None
    told = await _give_slip(turn, payer, entry, owed, months=months, taker=taker, said=said)
    return _written(turn, payer, entry, told=told, late=closed_months.note(said, entry.value_day))


async def days(turn: Turn, data: Data) -> tuple[date, date]:
    """Return the day on which the money was told of, and that from which it counts; else today."""
    if not data.get("declaration"):
        return turn.today, turn.today
    declared = await declarations.locked(turn.db, data["declaration"])
    said = local_day(declared.declared_at, turn.zone)
    return said, await closed_months.day_declared(turn, declared)


async def _after(turn: Turn, one: Repaid) -> Repaid:
    """Close a loan that is paid off, and return what is left of it."""
    after = (await loans.locked(turn.db, one.loan.id)).standing(turn.today)
    if not after.payoff:
        await loans.close(turn.db, one.loan.id, turn.today)
    return replace(one, left=after.principal_left)


def _lines(
    turn: Turn, repaid: Iterable[Repaid], kind: AccountKind, holder: int | None
) -> tuple[Line, ...]:
    lines: tuple[Line, ...] = ()
    for one in repaid:
        lines += books.repayment(
            loan=one.loan.id,
            share=one.share,
            into=kind,
            holder=holder,
            interest_to_income_bp=turn.club.interest_to_income_bp,
        )
    if fee := turn.data["fees"]:
        into = Account(fund=Fund.ACTIVITY, kind=kind, holder=holder)
        lines = (*lines, *paying.fee_lines(fee, into=into))
    if gift := turn.data.get("gift"):
        into = Account(fund=GIVEN_TO, kind=kind, holder=holder)
        given = Account(fund=GIVEN_TO, kind=AccountKind.GIFTS)
        lines = (*lines, *books.moved(gift, out_of=given, into=into))
    return lines


async def _note_gift(turn: Turn, payer: Member, entry: Entry) -> None:
    """Write it into the Golden Heart book, too."""
    await gifts.note(
        turn.db,
        club_id=turn.club.id,
        given_on=entry.value_day,
        giver=full_name(payer),
        member_id=payer.id,
        what="",
        transaction=entry.id,
        entered_by=turn.member.id,
        now=turn.now,
    )


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
    turn: Turn, declared: Declared, payer: Member, entry: Entry, repaid: Sequence[Repaid]
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
    shares = [(one.share.total, one.share.interest) for one in repaid]
    whole = not (turn.data["fees"] or turn.data.get("gift"))
    if whole and shares == [(declared.amount, declared.interest)]:
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
    turn: Turn,
    payer: Member,
    entry: Entry,
    owed: Sequence[Repaid],
    *,
    months: Iterable[date],
    taker: Member | None,
    said: date,
) -> bool:
    """Send the member the slip; False when there is no phone to send it to.

    `taker` is None where it went to the bank, `said` the day on which it was told of.
    """
    sums = books.by_fund(await ledger.lines_of(turn.db, entry.id))
    for listener in await turn.reach([payer]):
        with speaking_to(listener.member, turn.today) as words:
            slip = slips.slip(
                entry,
                payer,
                taker,
                owed[0].left,
                on=turn.today,
                sums=sums,
                beside=beside(turn.data, months),
                several=owed if len(owed) > 1 else (),
            )
            late = closed_months.note(said, entry.value_day)
            await turn.tell(
                listener,
                "\n".join(filter(None, (slip, late))),
                Choice("right", words(_("That is right"))),
                Choice("look", words(_("Please look at it again"))),
                step="cases.slip",
                data={"transaction": entry.id},
                once=True,
            )
        return True
    return False


def beside(data: Data, months: Iterable[date]) -> str:
    """Say what of a sum is a fee, of which months, and what a gift; nothing where none is."""
    parts = []
    text = _("{what} {amount}")
    if fee := data["fees"]:
        parts.append(text.format(what=paying.what_for(months), amount=money(fee)))
    if gift := data.get("gift"):
        parts.append(text.format(what=what_for(GIVEN_TO, ""), amount=money(gift)))
    return ", ".join(parts)


def _written(turn: Turn, payer: Member, entry: Entry, *, told: bool, late: str) -> Answer:
    name = called(payer, turn.today)
    after = turn.words(_("{name} gets the slip."), name=name)
    if not told:
        no_phone = _("{name} has no phone here: please write the paper slip.")
        stays = _("It stays unchecked until a second officer agrees the day's list.")
        after = f"{turn.words(no_phone, name=name)} {turn.words(stays)}"
    if late:
        after = f"{late} {after}"
    return turn.say(
        _("Written down: {name} {amount}, slip {numbers}. {after}"),
        Choice("cash", _("What the box must hold")),
        name=name,
        amount=money(entry.amount),
        numbers=slips.numbers(entry.slips),
        after=after,
    )
