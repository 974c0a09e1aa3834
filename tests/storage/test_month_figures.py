"""The figures of a month: what there was, came in, went out and is there, from the entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.money import books
from bot.money.books import Account, AccountKind, Fund, Line
from bot.storage import closings, ledger, month_figures
from bot.storage.engine import Database
from tests.village import Village

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
async def club(database: Database) -> Village:
    """Lan has kept 1,000,000 đ since 5 November."""
    club = Village(database)
    await club.found()
    await club.join("lan", "Hoàng Thị Lan", "treasurer")
    await club.join("minh", "Lê Văn Minh", "head", sex="male")
    await club.join("hoa", "Nguyễn Thị Hoa")
    opened = books.opening(
        Fund.INCOME, cash={club.ids["lan"]: 1_000_000}, bank={}, loans={}, deposits={}
    )
    await post(club, "opening", opened, date(2026, 11, 5))
    return club


async def post(
    club: Village, kind: str, lines: Sequence[Line], on: date, reverses: int | None = None
) -> int:
    async with club.database.write() as db:
        made = await ledger.post(
            db,
            club_id=club.club,
            kind=kind,
            lines=lines,
            value_day=on,
            now=club.clock.now,
            entered_by=None,
            member_id=None,
            origin=f"{kind} {on} {club.messages}",
            reverses=reverses,
        )
    club.messages += 1
    assert made is not None
    return made


def cash(club: Village, who: str = "lan") -> Account:
    return Account(fund=Fund.INCOME, kind=AccountKind.CASH, holder=club.ids[who])


def elsewhere(kind: AccountKind) -> Account:
    return Account(fund=Fund.INCOME, kind=kind)


async def figures(club: Village, month: date) -> dict[str, Any]:
    async with club.database.read() as db:
        return await month_figures.figures(db, club.club, month)


def of_fund(start: int, into: int, out: int, end: int) -> dict[str, dict[str, int]]:
    return {"income": {"start": start, "in": into, "out": out, "end": end}}


async def test_opening_balances_are_there_at_the_start_and_the_rest_comes_in_or_goes_out(
    club: Village,
) -> None:
    gift = books.moved(300_000, out_of=elsewhere(AccountKind.GIFTS), into=cash(club))
    await post(club, "gift", gift, date(2026, 11, 30))
    tea = books.moved(50_000, out_of=cash(club), into=elsewhere(AccountKind.EXPENSES))
    await post(club, "expense", tea, date(2026, 12, 1))
    assert (await figures(club, OCTOBER))["funds"] == {}
    november, december = await figures(club, NOVEMBER), await figures(club, DECEMBER)
    assert november["funds"] == of_fund(1_000_000, 300_000, 0, 1_300_000)
    assert december["funds"] == of_fund(1_300_000, 0, 50_000, 1_250_000)
    lan = club.ids["lan"]
    assert november["places"] == [["income", "cash", lan, 1_300_000]]
    assert december["places"] == [["income", "cash", lan, 1_250_000]]


async def test_what_goes_from_hand_to_hand_neither_comes_in_nor_goes_out(club: Village) -> None:
    handed = books.moved(400_000, out_of=cash(club), into=cash(club, "minh"))
    await post(club, "handed_over", handed, date(2026, 11, 9))
    found = await figures(club, NOVEMBER)
    assert found["funds"] == of_fund(1_000_000, 0, 0, 1_000_000)
    assert [amount for *_place, amount in found["places"]] == [600_000, 400_000]


async def test_what_was_taken_back_in_the_month_counts_as_if_it_had_not_come(
    club: Village,
) -> None:
    gift = books.moved(300_000, out_of=elsewhere(AccountKind.GIFTS), into=cash(club))
    made = await post(club, "gift", gift, date(2026, 11, 9))
    await post(club, "reversal", books.reversal(gift), date(2026, 11, 9), reverses=made)
    assert (await figures(club, NOVEMBER))["funds"] == of_fund(1_000_000, 0, 0, 1_000_000)


async def test_loans_are_told_with_what_is_still_lent_at_the_end(club: Village) -> None:
    await club.lend("hoa", 5_000_000, starts_on=date(2026, 11, 10))
    found = await figures(club, NOVEMBER)
    assert (found["lent"], found["loans"]) == (5_000_000, 1)
    assert ((await figures(club, OCTOBER))["lent"], found["funds"]) == (
        0,
        of_fund(1_000_000, 0, 0, 1_000_000),
    )


async def test_other_clubs_are_not_counted(club: Village) -> None:
    other = Village(club.database)
    await other.found(key="other")
    assert await figures(other, NOVEMBER) == {"funds": {}, "places": [], "lent": 0, "loans": 0}


@pytest.mark.parametrize(
    ("month", "following"),
    [
        (date(2026, 1, 1), date(2026, 2, 1)),
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2028, 2, 29), date(2028, 3, 1)),
    ],
)
def test_a_month_follows_a_month(month: date, following: date) -> None:
    assert closings.next_month(month) == following


MOVES = st.lists(
    st.tuples(st.sampled_from([-1, 1]), st.integers(1, 90), st.integers(1, 60), st.booleans()),
    max_size=8,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
async def test_the_end_of_a_month_is_the_start_of_the_next_whatever_moved(
    club: Village, moves: list[tuple[int, int, int, bool]]
) -> None:
    for sign, amount, days, back in moves:
        on = date.fromordinal(NOVEMBER.toordinal() + days)
        lines = books.cash_difference(Fund.INCOME, club.ids["lan"], sign * amount)
        made = await post(club, "cash_difference", lines, on)
        if back:
            await post(club, "reversal", books.reversal(lines), on, reverses=made)
    november, december = await figures(club, NOVEMBER), await figures(club, DECEMBER)
    first, second = november["funds"]["income"], december["funds"]["income"]
    assert first["end"] == second["start"] == sum(place[-1] for place in november["places"])
    assert second["end"] == sum(place[-1] for place in december["places"])
    assert min(first["in"], first["out"], second["in"], second["out"]) >= 0
