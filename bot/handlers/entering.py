"""Where money becomes an entry: posted once, touched by two, with a numbered slip for the member.

The declaration, or the question that was answered, is the operation: two taps, a message delivered
twice or two officers at once make one entry, and everybody is told the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.chat import Choice
from bot.clock import local, local_day
from bot.handlers import closed_months, slips, touches
from bot.handlers.sums import share_of
from bot.i18n import _, clock_time, money
from bot.money import books
from bot.money.books import AccountKind
from bot.people import Member
from bot.rights import may_confirm
from bot.storage import declarations, entries, ledger, loans, members
from bot.storage.declarations import Declared
from bot.storage.loans import Borrowed
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn


async def must_be_free(turn: Turn, payer: Member) -> None:
    """Refuse an officer who may not touch this payer's money, and say who may."""
    cash = await touches.cashiers(turn, payer)
    if turn.acts_as_officer and may_confirm(turn.member, payer, _others(turn), cash):
        return
    if not cash:
        raise turn.refuse(_("Nobody of the board may take this money; decide it at the meeting."))
    raise turn.refuse(
        _("For {name} only somebody else may confirm: {other}."),
        name=called(payer, turn.today),
        other=called(cash[0], turn.today),
    )


def _others(turn: Turn) -> frozenset[int]:
    """Return who else is linked to the officer's phone."""
    return turn.phone.member_ids() - {turn.member.id}


async def enter(
    turn: Turn,
    payer: Member,
    loan: Borrowed,
    amount: int,
    *,
    principal_first: bool,
    declared: Declared | None,
    prepaying: str = "",
) -> Answer:
    """Post the entry, note who touched it, give out the slip.

    What a member declared counts from the day she said it, or from today where that month is
    closed, and as agreed only where sum and split are what she was shown. `prepaying` is what the
    payer chose for principal paid ahead.
    """
    said = local_day(declared.declared_at, turn.zone) if declared else turn.today
    on = await closed_months.day_declared(turn, declared) if declared else turn.today
    share = share_of(turn, loan, amount, principal_first=principal_first, on=on)
    if declared and await declarations.was_said_beside(turn.db, declared.id, turn.member):
        raise turn.refuse(_("This was told on a phone of yours: somebody else must confirm it."))
    kind, holder = await place_of(turn, declared)
    lines = books.repayment(
        loan=loan.id,
        share=share,
        into=kind,
        holder=holder,
        interest_to_income_bp=turn.club.interest_to_income_bp,
    )
    posted = await ledger.post(
        turn.db,
        club_id=turn.club.id,
        kind="repayment",
        lines=lines,
        value_day=on,
        now=turn.now,
        entered_by=turn.member.id,
        member_id=payer.id,
        origin=f"declaration:{declared.id}" if declared else turn.operation,
        slip="receipt",
        note=closed_months.written(turn, said, on),
        prepaying=declared.prepaying if declared else prepaying,
    )
    if posted is None:
        return turn.say(_("This money is in the book already."))
    as_declared = declared is not None and (
        (declared.amount, declared.interest) == (share.total, share.interest)
    )
    if declared:
        await declarations.decide(
            turn.db,
            declared.id,
            status="confirmed",
            by=turn.member.id,
            now=turn.now,
            transaction=posted,
        )
    if declared and as_declared:
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=posted,
            member_id=payer.id,
            how="declared",
            now=turn.now,
            shared=declared.shared,
        )
    after = (await loans.locked(turn.db, loan.id)).standing(turn.today)
    if not after.payoff:
        await loans.close(turn.db, loan.id, turn.today)
    left = after.principal_left
    entry = await entries.entry(turn.db, posted)
    told = await _give_slip(
        turn,
        payer,
        entry,
        left,
        None if kind is AccountKind.BANK else turn.member,
        as_declared=as_declared,
        said=said,
    )
    answer = _written(turn, payer, entry, told=told, agreed=as_declared)
    late = closed_months.note(said, on)
    return replace(answer, text=f"{answer.text} {late}") if late else answer


async def _give_slip(
    turn: Turn,
    payer: Member,
    entry: entries.Entry,
    left: int,
    taker: Member | None,
    *,
    as_declared: bool,
    said: date,
) -> bool:
    """Send the member the slip; False when there is no phone to send it to.

    `said` is the day on which she told of the money, another one than that of the entry where its
    month was closed.
    """
    sums = books.by_fund(await ledger.lines_of(turn.db, entry.id))
    for listener in await turn.reach([payer]):
        with speaking_to(listener.member, turn.today) as words:
            right = [] if as_declared else [Choice("right", words(_("That is right")))]
            await turn.tell(
                listener,
                "\n".join(
                    part
                    for part in (
                        slips.slip(entry, payer, taker, left, on=turn.today, sums=sums),
                        closed_months.note(said, entry.value_day),
                    )
                    if part
                ),
                *right,
                Choice("look", words(_("Please look at it again"))),
                step="cases.slip",
                data={"transaction": entry.id},
                once=True,
            )
        return True
    return False


def _written(
    turn: Turn, payer: Member, entry: entries.Entry, *, told: bool, agreed: bool
) -> Answer:
    name = called(payer, turn.today)
    if told:
        after = turn.words(_("{name} gets the slip."), name=name)
    else:
        after = turn.words(_("{name} has no phone here: please write the paper slip."), name=name)
    if not agreed and not told:
        after += " " + turn.words(
            _("It stays unchecked until a second officer agrees the day's list.")
        )
    return turn.say(
        _("Written down: {name} {amount}, slip {numbers}. {after}"),
        Choice("cash", _("What the box must hold")),
        name=name,
        amount=money(entry.amount),
        numbers=slips.numbers(entry.slips),
        after=after,
    )


async def already_decided(turn: Turn, declared: Declared) -> Answer:
    """Say what became of a declaration that somebody has decided."""
    if declared.status == "withdrawn" or declared.decided_by is None or not declared.decided_at:
        return turn.say(_("The member took that back."))
    who = await members.member(turn.db, declared.decided_by, turn.today)
    at = clock_time(local(declared.decided_at, turn.zone))
    if declared.transaction_id is None:
        text = _("{name} said at {time} that it has not arrived.")
        return turn.say(text, name=called(who, turn.today), time=at)
    entry = await entries.entry(turn.db, declared.transaction_id)
    return turn.say(
        _("{name} confirmed this money at {time}: {amount}, slip {numbers}."),
        name=called(who, turn.today),
        time=at,
        amount=money(entry.amount),
        numbers=slips.numbers(entry.slips),
    )


async def place_of(turn: Turn, declared: Declared | None) -> tuple[AccountKind, int | None]:
    """Return where money comes to lie and who keeps it: the speaker's cash, or the bank account.

    The account is in whose name the opening balances have it.
    """
    if declared is None or declared.in_cash:
        return AccountKind.CASH, turn.member.id
    places = await ledger.cash(turn.db, turn.club.id)
    names = {holder for _fund, kind, holder, _sum in places if kind is AccountKind.BANK}
    return AccountKind.BANK, names.pop() if len(names) == 1 else None
