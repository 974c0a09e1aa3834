"""The ledger: what is posted stays as it is, balances, and is numbered without gaps."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.money import books
from bot.money.books import Account, AccountKind, Fund, Line
from bot.money.loans import Share
from bot.storage import entries, ledger
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from tests.village import Village

TODAY = date(2026, 11, 21)
WEIGHTS = 2_000


class Club(Village):
    """A village with one loan."""

    loan = 0


@pytest.fixture
async def club(database: Database) -> Club:
    """A club with a treasurer, and a member who owes 5,000,000 đ."""
    club = Club(database)
    await club.found()
    await club.join("lan", "Hoàng Thị Lan", "treasurer")
    await club.join("tu", "Trần Văn Tư", "accountant", sex="male")
    await club.join("hoa", "Nguyễn Thị Hoa")
    club.loan = await club.lend("hoa")
    return club


def lines_for(club: Club, amount: int = 500_000) -> tuple[Line, ...]:
    return books.repayment(
        loan=club.loan,
        share=Share(interest=50_000, principal=amount - 50_000),
        into=AccountKind.CASH,
        holder=club.ids["lan"],
        interest_to_income_bp=WEIGHTS,
    )


async def post(
    db: Connection, club: Club, origin: str = "op", amount: int = 500_000, **more: Any
) -> int | None:
    values: dict[str, Any] = {
        "kind": "repayment",
        "lines": lines_for(club, amount),
        "value_day": TODAY,
        "slip": "receipt",
        **more,
    }
    return await ledger.post(
        db,
        club_id=club.club,
        now=club.clock.now,
        entered_by=club.ids["lan"],
        member_id=club.ids["hoa"],
        origin=origin,
        **values,
    )


async def posted(club: Club, origin: str = "op", amount: int = 500_000, **more: Any) -> int:
    async with club.database.write() as db:
        made = await post(db, club, origin, amount, **more)
    assert made is not None
    return made


async def reverse(club: Club, original: int, origin: str) -> int:
    async with club.database.write() as db:
        lines = books.reversal(await ledger.lines_of(db, original))
    return await posted(
        club, origin, kind="reversal", lines=lines, slip="payment", reverses=original
    )


# --- what the database itself refuses -----------------------------------------------------------


CHANGES = {
    "the day of a transaction": "UPDATE transactions SET value_day = '2026-01-01' WHERE id = {id}",
    "its status": "UPDATE transactions SET status = 'draft' WHERE id = {id}",
    "the transaction": "DELETE FROM transactions WHERE id = {id}",
    "a sum": "UPDATE postings SET amount = amount + 1 WHERE transaction_id = {id}",
    "where a posting belongs": "UPDATE postings SET transaction_id = {other} "
    "WHERE transaction_id = {id}",
    "the postings": "DELETE FROM postings WHERE transaction_id = {id}",
    "a new posting": "INSERT INTO postings (club_id, transaction_id, fund, kind, amount, part) "
    "VALUES ({club}, {id}, 'income', 'cash', 1, '')",
    "a schedule's sum": "UPDATE instalments SET interest = 0",
    "a schedule": "DELETE FROM instalments",
}


@pytest.mark.parametrize("what", CHANGES)
async def test_the_database_refuses_to_change_what_is_posted(club: Club, what: str) -> None:
    transaction = await posted(club)
    other = await posted(club, "other")
    async with club.database.read() as db:
        before = await ledger.lines_of(db, transaction)
    statement = CHANGES[what].format(id=transaction, other=other, club=club.club)
    with pytest.raises(DBAPIError, match=r"is never changed"):
        async with club.database.write() as db:
            await db.execute(text(statement))
    async with club.database.read() as db:
        assert await ledger.lines_of(db, transaction) == before
        assert (await entries.entry(db, transaction)).value_day == TODAY


def header(club: Club, **more: Any) -> dict[str, Any]:
    return {
        "club_id": club.club,
        "kind": "repayment",
        "status": "draft",
        "value_day": TODAY,
        "entered_at": club.clock.now,
        "origin": "by hand",
        "note": "",
        **more,
    }


def line(club: Club, fund: str, amount: int) -> dict[str, Any]:
    return {"club_id": club.club, "fund": fund, "kind": "cash", "amount": amount, "part": ""}


async def post_by_hand(club: Club, lines: list[tuple[str, int]]) -> None:
    """Post past all of our own checks."""
    async with club.database.write() as db:
        rows = await db.execute(
            insert(t.Transaction).values(header(club)).returning(t.Transaction.id)
        )
        transaction = rows.scalar_one()
        for fund, amount in lines:
            values = {"transaction_id": transaction, **line(club, fund, amount)}
            await db.execute(insert(t.Posting).values(values))
        await db.execute(
            update(t.Transaction).where(t.Transaction.id == transaction).values(status="posted")
        )


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [("income", 1)],
        [("income", 5), ("income", -4)],
        [("income", 5), ("activity", -5)],  # zero together, but not in each fund
        [("income", 5), ("income", -5), ("activity", 1)],
    ],
)
async def test_the_database_refuses_to_post_what_does_not_balance_in_each_fund(
    club: Club, lines: list[tuple[str, int]]
) -> None:
    with pytest.raises(DBAPIError, match="do not sum to zero"):
        await post_by_hand(club, lines)
    async with club.database.read() as db:
        assert await ledger.posted_from(db, club.club, "by hand") is None


async def test_what_balances_in_each_fund_is_posted(club: Club) -> None:
    await post_by_hand(club, [("income", 5), ("income", -5), ("activity", 1), ("activity", -1)])
    async with club.database.read() as db:
        assert await ledger.posted_from(db, club.club, "by hand") is not None


async def test_a_line_of_nothing_is_refused(club: Club) -> None:
    with pytest.raises(DBAPIError):
        await post_by_hand(club, [("income", 5), ("income", -5), ("income", 0)])


async def test_nothing_is_born_posted(club: Club) -> None:
    with pytest.raises(DBAPIError, match="do not sum to zero"):
        async with club.database.write() as db:
            await db.execute(insert(t.Transaction).values(header(club, status="posted")))


async def test_a_draft_may_still_be_thrown_away(club: Club) -> None:
    async with club.database.write() as db:
        rows = await db.execute(
            insert(t.Transaction).values(header(club)).returning(t.Transaction.id)
        )
        transaction = rows.scalar_one()
        await db.execute(
            insert(t.Posting).values(transaction_id=transaction, **line(club, "income", 5))
        )
        await db.execute(delete(t.Posting).where(t.Posting.transaction_id == transaction))
        await db.execute(delete(t.Transaction).where(t.Transaction.id == transaction))


async def test_unbalanced_lines_are_named_before_the_database_sees_them(club: Club) -> None:
    cash = Account(fund=Fund.INCOME, kind=AccountKind.CASH)
    with pytest.raises(books.Unbalanced):
        await posted(club, lines=[Line(account=cash, amount=5)])


# --- one operation, one entry -------------------------------------------------------------------


async def test_the_same_operation_posts_once(club: Club) -> None:
    first = await posted(club, "declaration:1")
    async with club.database.write() as db:
        assert await post(db, club, "declaration:1", 700_000) is None
    async with club.database.read() as db:
        assert await ledger.posted_from(db, club.club, "declaration:1") == first
        (entry,) = await entries.latest(db, club.club, 9)
    assert (entry.amount, entry.interest, entry.principal) == (500_000, 50_000, 450_000)


async def test_the_same_operation_at_the_same_time_posts_once(club: Club) -> None:
    async def attempt() -> int | None:
        async with club.database.write() as db:
            return await post(db, club, "declaration:1")

    made = await asyncio.gather(*(attempt() for _ in range(5)))
    assert sum(one is not None for one in made) == 1
    async with club.database.read() as db:
        assert len(await entries.latest(db, club.club, 9)) == 1


async def test_an_entry_is_reversed_once(club: Club) -> None:
    original = await posted(club)
    await reverse(club, original, "correction:1")
    with pytest.raises(DBAPIError):
        await reverse(club, original, "correction:2")


async def test_a_reversal_takes_back_every_line(club: Club) -> None:
    original = await posted(club)
    back = await reverse(club, original, "correction:1")
    async with club.database.read() as db:
        entry, undone = await entries.entry(db, original), await entries.entry(db, back)
        assert await ledger.cash(db, club.club) == []
        assert await entries.unagreed(db, club.club) == []
    assert (entry.reversed_by, undone.reverses_id) == (back, original)
    assert undone.amount == -entry.amount
    assert [slip.kind for slip in undone.slips] == ["payment", "payment"]


# --- slips --------------------------------------------------------------------------------------


async def numbers(club: Club, fund: Fund = Fund.INCOME) -> list[int]:
    async with club.database.read() as db:
        rows = await db.execute(
            select(t.Slip.number)
            .where(t.Slip.fund == fund.value, t.Slip.kind == "receipt")
            .order_by(t.Slip.number)
        )
        return list(rows.scalars())


async def test_an_entry_has_one_number_in_each_fund_that_it_touches(club: Club) -> None:
    both = await posted(club, "1")
    one = await posted(
        club,
        "2",
        lines=books.repayment(
            loan=club.loan,
            share=Share(interest=0, principal=100_000),
            into=AccountKind.CASH,
            holder=club.ids["lan"],
            interest_to_income_bp=WEIGHTS,
        ),
    )
    async with club.database.read() as db:
        first, second = await entries.entry(db, both), await entries.entry(db, one)
    assert {(slip.fund, slip.number) for slip in first.slips} == {
        (Fund.INCOME, 1),
        (Fund.ACTIVITY, 1),
    }
    assert {(slip.fund, slip.number) for slip in second.slips} == {(Fund.INCOME, 2)}


async def test_numbers_begin_anew_each_year_by_the_day_the_money_moved(club: Club) -> None:
    await posted(club, "1", value_day=date(2026, 12, 31))
    later = await posted(club, "2", value_day=date(2027, 1, 1))
    async with club.database.read() as db:
        slips = (await entries.entry(db, later)).slips
    assert {(slip.year, slip.number) for slip in slips} == {(2027, 1)}


async def post_and_fail(club: Club, origin: str) -> None:
    """Fail after the entry got its number, before the commit."""
    async with club.database.write() as db:
        assert await post(db, club, origin)
        raise ZeroDivisionError


async def test_an_entry_that_fails_leaves_no_gap(club: Club) -> None:
    await posted(club, "1")
    with pytest.raises(ZeroDivisionError):
        await post_and_fail(club, "2")
    await posted(club, "3")
    assert await numbers(club) == [1, 2]


async def test_entries_at_the_same_time_are_numbered_without_gaps(club: Club) -> None:
    attempts = [
        post_and_fail(club, f"op{number}") if number % 4 == 3 else posted(club, f"op{number}")
        for number in range(12)
    ]
    done = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum(isinstance(one, ZeroDivisionError) for one in done) == 3
    assert await numbers(club) == list(range(1, 10))
    assert await numbers(club, Fund.ACTIVITY) == list(range(1, 10))


# --- the second touch ---------------------------------------------------------------------------


async def agree(club: Club, transaction: int, who: str, how: str = "list") -> bool:
    async with club.database.write() as db:
        return await ledger.agree(
            db,
            club_id=club.club,
            transaction=transaction,
            member_id=club.ids[who],
            how=how,
            now=club.clock.now,
        )


async def test_what_one_hand_entered_is_unchecked_until_somebody_agrees(club: Club) -> None:
    first, second = await posted(club, "1"), await posted(club, "2")
    async with club.database.read() as db:
        assert [one.id for one in await entries.unagreed(db, club.club)] == [first, second]
    assert await agree(club, first, "tu")
    assert not await agree(club, first, "tu")  # once is enough
    assert await agree(club, first, "hoa", "member")
    async with club.database.read() as db:
        assert [one.id for one in await entries.unagreed(db, club.club)] == [second]
        assert (await entries.entry(db, first)).agreed_by == {club.ids["tu"], club.ids["hoa"]}


async def test_opening_balances_wait_for_nobody_and_are_nobodys_repayment(club: Club) -> None:
    async with club.database.read() as db:
        assert await entries.unagreed(db, club.club) == []
        assert await entries.latest(db, club.club, 9) == []


async def test_cash_is_kept_by_holder_and_fund_and_what_is_gone_is_not_listed(
    club: Club,
) -> None:
    await posted(club)
    async with club.database.read() as db:
        kept = await ledger.cash(db, club.club)
    lan = club.ids["lan"]
    assert sorted(kept) == [
        (Fund.ACTIVITY, AccountKind.CASH, lan, 40_000),
        (Fund.INCOME, AccountKind.CASH, lan, 460_000),
    ]
