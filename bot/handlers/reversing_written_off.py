"""Money taken back on a loan whose rest was written off: that decision covers it as well."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bot.handlers import reversing_cash
from bot.i18n import _, money
from bot.money import books
from bot.money.books import AccountKind
from bot.people import Member
from bot.storage import ledger, loan_changes, loans, members, resolutions
from bot.storage.corrections import Correction
from bot.storage.entries import Entry
from bot.storage.loans import Borrowed
from bot.telling import called, speaking_to
from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Principal that would be owed again on a loan of which nobody is asked for anything."""

    loan: Borrowed
    borrower: Member
    amount: int
    """Đồng."""

    def words(self, turn: Turn) -> dict[str, str]:
        """Return what it is called, in the language that is spoken now."""
        return {
            "number": self.loan.number,
            "name": called(self.borrower, turn.today),
            "amount": money(self.amount),
        }


async def warnings(turn: Turn, entry: Entry) -> str:
    """Say what taking an entry back comes to beside it; empty where that is nothing.

    What cash it would take below zero, and what it writes off; in the language that is spoken now.
    """
    text = _(
        "⚠ The board has written off what was left of loan {number} of {name}. Once this is taken"
        " back, {amount} more is written off with it."
    )
    off = [text.format(**one.words(turn)) for one in await _comes_back(turn, entry)]
    return "\n".join(filter(None, (await reversing_cash.warning(turn, entry), *off)))


async def settle(turn: Turn, asked: Correction, original: Entry) -> None:
    """Write off what came back as owed, and tell who had decided on that loan.

    It counts from the day of the first writing off, or from the first day after it that is open.
    """
    for one in await _comes_back(turn, original):
        written_off_on = await loan_changes.written_off_on(turn.db, one.loan.id)
        if written_off_on is None:
            continue
        made = await ledger.post(
            turn.db,
            club_id=turn.club.id,
            kind="write_off",
            lines=books.written_off(one.loan.id, one.amount),
            value_day=await ledger.first_open_day(turn.db, turn.club.id, written_off_on),
            now=turn.now,
            entered_by=asked.asked_by,
            member_id=one.borrower.id,
            origin=f"correction:{asked.id}:loan:{one.loan.id}",
        )
        if made is None:
            continue
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=made,
            member_id=turn.member.id,
            how="correction",
            now=turn.now,
        )
        await _tell_deciders(turn, one)


async def _comes_back(turn: Turn, entry: Entry) -> list[Back]:
    repaid: dict[int, int] = defaultdict(int)
    for line in await ledger.lines_of(turn.db, entry.id):
        if line.loan is not None and line.account.kind is AccountKind.LOANS and line.part:
            repaid[line.loan] -= line.amount
    found = []
    for loan in (
        await loans.several(turn.db, [one for one in repaid if repaid[one] > 0])
    ).values():
        if await loan_changes.is_written_off(turn.db, loan.id):
            borrower = await members.member(turn.db, loan.member_id, turn.today)
            found.append(Back(loan=loan, borrower=borrower, amount=repaid[loan.id]))
    return found


async def _tell_deciders(turn: Turn, back: Back) -> None:
    """Tell those who had written the loan off that it is more now, but for who speaks."""
    about = await resolutions.about(turn.db, turn.club.id, "write_off", back.loan.id)
    decided = next((one for one in about if one.status == "agreed"), None)
    if decided is None:
        return
    ids = {one.member_id for one in await resolutions.votes(turn.db, decided.id)}
    ids |= {decided.asked_by}
    people = await members.several(turn.db, sorted(ids - {turn.member.id}), turn.today)
    officers = [one for one in people.values() if one.is_officer]
    for listener in await turn.reach_officers(officers):
        with speaking_to(listener.member, turn.today) as words:
            text = _(
                "Money for loan {number} of {name} was taken back, so {amount} more is written"
                " off: you had decided that what was left is asked for no more."
            )
            await turn.tell(listener, words(text, **back.words(turn)))
