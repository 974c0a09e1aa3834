"""A loan is paid out: lent, posted and numbered at once, and its schedule begins that day."""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local_day
from bot.handlers.lending import payout_slip
from bot.i18n import _, money
from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.money.products import terms_of
from bot.people import Member
from bot.storage import (
    applications,
    entries,
    handovers,
    ledger,
    loan_changes,
    loan_numbers,
    loans,
    members,
    noted,
    products,
    purse,
)
from bot.storage.applications import Application
from bot.storage.entries import Entry
from bot.storage.handovers import Handover
from bot.telling import called, speaking_to
from bot.turn import Turn

BORROWER = "payout.borrower"
"""The step that takes what the borrower says to her slip."""


async def pay_out(
    turn: Turn, application: Application, handover: Handover, witness: Member | None, paper: str
) -> Entry:
    """Lend and post what was handed over; `paper` is the witness' name where it is on paper.

    Everybody who saw it or has a part in it is told by the caller. Refuses what would take cash
    below zero. The caller is `means.alone`, and holds the locks of the application and of the
    handing over.
    """
    await _must_be_there(turn, handover, application.amount)
    on = local_day(handover.given_at, turn.zone)
    loan = await _lend(turn, application, handover)
    posted = await ledger.post(
        turn.db,
        club_id=turn.club.id,
        kind="payout",
        lines=books.payout(loan, application.amount, holder=handover.giver_id),
        # Said late, it goes into the first month that is not closed; interest runs from that day.
        value_day=await ledger.first_open_day(turn.db, turn.club.id, on),
        now=turn.now,
        entered_by=handover.said_by,
        member_id=application.member_id,
        origin=turn.operation,
        slip="payment",
    )
    if posted is None:
        raise turn.refuse(_("This money is in the book already."))
    if witness and not paper:
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=posted,
            member_id=witness.id,
            how="witness",
            now=turn.now,
            shared=turn.phone.is_shared,
        )
    await handovers.witnessed(
        turn.db,
        turn.club.id,
        application.id,
        witness_id=witness.id if witness else None,
        witness_name=paper,
        transaction=posted,
        now=turn.now,
    )
    await applications.settle(
        turn.db, turn.club.id, application.id, status="lent", was=("agreed",), loan_id=loan
    )
    return await entries.entry(turn.db, posted)


async def _lend(turn: Turn, application: Application, handover: Handover) -> int:
    on = local_day(handover.given_at, turn.zone)
    product = await products.product(turn.db, turn.club.id, application.product_id)
    borrower = await members.member(turn.db, application.member_id, turn.today)
    return await loan_changes.lend(
        turn.db,
        club_id=turn.club.id,
        member_id=application.member_id,
        number=await loan_numbers.following(turn.db, turn.club.id, on.year),
        terms=terms_of(
            product.offer.conditions,
            principal=application.amount,
            periods=application.periods,
            starts_on=on,
            first_due=application.first_due,
        ),
        product_id=application.product_id,
        board_since=turn.today if borrower.left_on else None,
    )


async def _must_be_there(turn: Turn, handover: Handover, amount: int) -> None:
    cash = Account(fund=Fund.INCOME, kind=AccountKind.CASH, holder=handover.giver_id)
    itself = noted.payout(handover.application_id)
    there = await purse.to_spend(turn.db, turn.club.id, cash, but_for=itself)
    if there < amount:
        giver = await members.member(turn.db, handover.giver_id, turn.today)
        raise turn.refuse(
            _(
                "By the book {name} keeps only {kept} of the loan fund, so this {amount} cannot"
                " be written down yet. Please tell {name}."
            ),
            name=called(giver, turn.today),
            kept=money(max(0, there)),
            amount=money(amount),
        )


async def give_slip(turn: Turn, entry: Entry, handover: Handover, witness: str) -> bool:
    """Send the borrower the slip with the schedule; False when there is no phone to send it to."""
    if entry.loan_id is None or entry.member_id is None:
        raise ValueError("a loan is paid out to somebody")
    lent = await loans.locked(turn.db, entry.loan_id)
    borrower = await members.member(turn.db, entry.member_id, turn.today)
    giver = await members.member(turn.db, handover.said_by, turn.today)
    for listener in await turn.reach([borrower]):
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                payout_slip.slip(
                    entry,
                    borrower,
                    giver,
                    witness,
                    number=lent.number,
                    dues=lent.terms.instalments,
                    on=turn.today,
                ),
                Choice("yes", words(_("I have received it"))),
                Choice("look", words(_("Please look at it again"))),
                step=BORROWER,
                data={"transaction": entry.id},
                once=True,
            )
        return True
    return False
