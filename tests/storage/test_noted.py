"""What is noted of somebody's cash, and from which day on cash can be missing."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.storage import collections, handings, ledger, members, noted, purse
from bot.storage.engine import Database
from bot.storage.noted import Kind
from tests.village import Village

FIRST = date(2026, 11, 1)


@pytest.fixture
async def club(database: Database) -> Village:
    """Lan and Tư keep cash; Hoa keeps some and does not sit on the board."""
    club = Village(database)
    await club.found()
    await club.join("lan", "Hoàng Thị Lan", "treasurer")
    await club.join("tu", "Trần Văn Tư", "accountant", sex="male")
    await club.join("hoa", "Nguyễn Thị Hoa")
    return club


def cash_of(club: Village, who: str = "lan") -> Account:
    return Account(fund=Fund.ACTIVITY, kind=AccountKind.CASH, holder=club.ids[who])


async def moves(club: Village, amount: int, on: date, number: int = 0) -> None:
    """Bring money to Lan's cash on a day, or take it out."""
    other = Account(fund=Fund.ACTIVITY, kind=AccountKind.GIFTS)
    cash = cash_of(club)
    out_of, into = (other, cash) if amount > 0 else (cash, other)
    async with club.database.write() as db:
        await ledger.post(
            db,
            club_id=club.club,
            kind="gift",
            lines=books.moved(abs(amount), out_of=out_of, into=into),
            value_day=on,
            now=club.clock.now,
            entered_by=club.ids["lan"],
            member_id=None,
            origin=f"{on}:{number}",
        )


async def hands(club: Village, amount: int = 100_000, origin: str = "tap") -> int | None:
    async with club.database.write() as db:
        return await handings.say(
            db,
            club_id=club.club,
            giver_id=club.ids["lan"],
            taker_id=club.ids["tu"],
            fund=Fund.ACTIVITY,
            amount=amount,
            origin=origin,
            now=club.clock.now,
        )


async def test_cash_that_is_handed_on_touches_both_who_keep_it_and_nobody_else(
    club: Village,
) -> None:
    await moves(club, 500_000, FIRST)
    made = await hands(club)
    assert made is not None
    async with club.database.write() as db:
        (one,) = await noted.of_club(db, club.club)
        people = await members.several(db, set(club.ids.values()), FIRST)
        left = await purse.to_spend(db, club.club, cash_of(club))
        itself = noted.handing(made)
        with_it = await purse.to_spend(db, club.club, cash_of(club), but_for=itself)
    assert (one.kind, one.amount, one.is_sure) == (Kind.HANDING, -100_000, True)
    assert {short for short, its in club.ids.items() if one.touches(people[its])} == {"lan", "tu"}
    assert (left, with_it) == (400_000, 500_000)


async def test_the_same_operation_hands_on_once_and_is_settled_once(club: Village) -> None:
    made = await asyncio.gather(*(hands(club) for _tap in range(4)))
    (number,) = [one for one in made if one is not None]
    async with club.database.write() as db:
        assert await handings.settle(db, number, status="withdrawn", now=club.clock.now)
        assert not await handings.settle(db, number, status="taken", now=club.clock.now)
        assert await handings.pending(db, club.club) == []
        assert await noted.of_club(db, club.club) == []


async def test_what_is_noted_in_another_club_is_not_found(club: Village) -> None:
    await hands(club)
    other = Village(club.database)
    await other.found(key="other")
    async with club.database.read() as db:
        assert await noted.of_club(db, other.club) == []


async def test_the_open_list_of_another_club_is_not_found(club: Village) -> None:
    async with club.database.write() as db:
        await collections.begin(
            db,
            club_id=club.club,
            held_on=FIRST,
            opened_by=club.ids["tu"],
            by="name",
            now=club.clock.now,
        )
    async with club.database.read() as db:
        assert await noted.of_clubs(db, [club.club + 1]) == {}
        assert list(await noted.of_clubs(db, [club.club])) == [club.club]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(-5, 8)), min_size=1, max_size=8),
    st.integers(1, 8),
    st.integers(0, 6),
)
def test_from_that_day_on_no_close_is_below_zero_and_from_none_before(
    steps: list[tuple[int, int]], amount: int, on: int
) -> None:
    closes = _closes(steps)
    assume(closes[-1] >= amount)  # callers refuse what is not there
    moved = [
        (FIRST + timedelta(days=day), sum(by for its, by in steps if its == day))
        for day in sorted({day for day, _by in steps})
    ]
    number = (purse.first_day(moved, amount, FIRST + timedelta(days=on)) - FIRST).days
    assert number >= on
    assert min(closes[number:]) >= amount
    assert number == on or min(closes[number - 1 :]) < amount


def _closes(steps: list[tuple[int, int]]) -> list[int]:
    return [sum(by for its, by in steps if its <= day) for day in range(7)]
