"""Taking an entry back never leaves less than nothing: it is said before, and refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.storage import ledger, proofs
from bot.storage import tables as t
from tests.conversations.test_other_money import held
from tests.village import Village

SHORT = """⚠ Lan has only 200,000 đ of the activity fund by the book; to take this back \
300,000 đ more is needed. Please write down first what came in and is missing in the book, or \
bring cash there."""


async def gives(village: Village, amount: int, on: date) -> None:
    """Let Lan take money for the activity fund on a day; a negative sum is spent."""
    cash = Account(fund=Fund.ACTIVITY, kind=AccountKind.CASH, holder=village.ids["lan"])
    other = AccountKind.JOINT_INCOME if amount > 0 else AccountKind.EXPENSES
    account = Account(fund=Fund.ACTIVITY, kind=other)
    out_of, into = (account, cash) if amount > 0 else (cash, account)
    async with village.database.write() as db:
        await ledger.post(
            db,
            club_id=village.club,
            kind="income" if amount > 0 else "expense",
            lines=books.moved(abs(amount), out_of=out_of, into=into),
            value_day=on,
            now=village.clock.now,
            entered_by=village.ids["lan"],
            member_id=None,
            origin=f"{amount} on {on}",
            slip="receipt" if amount > 0 else "payment",
            note="chè",
        )


async def reversals(village: Village) -> list[tuple[date, str]]:
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Transaction.value_day, t.Transaction.note).where(
                t.Transaction.kind == "reversal"
            )
        )
        return [(row.value_day, row.note) for row in rows]


async def broken(village: Village) -> list[str]:
    async with village.database.read() as db:
        return [one.proof async for one in proofs.prove(db, date(2026, 11, 21))]


@pytest.fixture
async def spent(village: Village) -> Village:
    """Of 500,000 đ that came in, 300,000 đ are spent."""
    await gives(village, 500_000, date(2026, 11, 19))
    await gives(village, -300_000, date(2026, 11, 20))
    return village


async def test_it_is_said_before_the_yes_and_refused_after_it(spent: Village) -> None:
    await spent(f"""
        tu > sửa lại
        tu < Which entry is it?
        tu # 500,000 đ, 19 Nov
        tu < {SHORT} … What was wrong with it?
        tu # It was written down twice
        tu < I asked Mr Minh.
        minh < {SHORT} Tư asks to mend an entry
        minh # Yes, mend it
        minh < {SHORT}
    """)
    assert await reversals(spent) == []
    assert await held(spent, "lan") == 200_000


async def test_once_the_cash_is_there_the_same_yes_takes_it_back(spent: Village) -> None:
    await spent(f"""
        tu > sửa lại
        tu < Which entry is it?
        tu # 500,000 đ, 19 Nov
        tu < {SHORT}
        tu # It was written down twice
        tu < I asked Mr Minh.
        minh < {SHORT}
        minh # Yes, mend it
        minh < {SHORT}
    """)
    await gives(spent, 400_000, date(2026, 11, 21))
    await spent("""
        minh # Yes, mend it
        minh < does not count any more
        tu < does not count any more
        lan < does not count any more
    """)
    ((day, note),) = await reversals(spent)
    assert day == date(2026, 11, 21)  # on the twentieth it would have been below zero
    assert (
        note
        == "It was entered for 19 Nov; since then it was spent, so it is taken back on \
21 Nov."
    )
    assert await held(spent, "lan") == 100_000
    assert await broken(spent) == []


async def test_what_was_never_spent_is_taken_back_on_its_own_day(village: Village) -> None:
    await gives(village, 500_000, date(2026, 11, 18))
    await gives(village, 200_000, date(2026, 11, 19))
    await gives(village, -300_000, date(2026, 11, 20))
    await village("""
        tu > sửa lại
        tu < Which entry is it?
        tu # 200,000 đ, 19 Nov
        tu < What was wrong with it?
        tu # It was written down twice
        tu < I asked Mr Minh.
        minh < Tư asks to mend an entry
        minh # Yes, mend it
        minh < does not count any more
        tu < does not count any more
        lan < does not count any more
    """)
    assert await reversals(village) == [(date(2026, 11, 19), "")]


async def test_cash_that_was_handed_on_is_taken_back_only_from_who_still_has_it(
    village: Village,
) -> None:
    await gives(village, 500_000, date(2026, 11, 20))
    await village("""
        lan > bàn giao tiền
        lan < To whom
        lan > tư
        lan < Money of which fund?
        lan # activity fund
        lan < How much
        lan > 400k
        lan < Is that right?
        lan # I have handed over
        lan < I ask Tư
        tu < was handed to you to keep
        tu # I hold all
        tu < you keep 400,000 đ more
        lan < Tư holds
        tu > chi mua 300k chè
        tu < From which fund
        tu # Activity fund
        tu < Is there a receipt
        tu # No, there is none
        tu < Is that right?
        tu # I have paid
        tu < Written down
        minh < Tư wrote down
        minh > sửa lại
        minh < Which entry is it?
        minh # 400,000 đ, 21 Nov: Cash from hand to hand
        minh < ⚠ Tư has only 100,000 đ of the activity fund by the book; to take this back \
300,000 đ more is needed.
    """)
