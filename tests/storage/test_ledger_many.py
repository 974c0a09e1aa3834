"""Many entries at once are checked, sealed and numbered as one alone is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.money import books
from bot.money.books import Account, AccountKind, Fund, Line
from bot.money.loans import Share
from bot.storage import entries, ledger, ledger_many
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.ledger_many import Draft, Posted, Touch
from tests.village import Village

TODAY = date(2026, 11, 21)


@pytest.fixture
async def club(database: Database) -> Village:
    """A club with a treasurer and two borrowers."""
    club = Village(database)
    await club.found()
    await club.join("lan", "Hoàng Thị Lan", "treasurer")
    await club.join("tu", "Trần Văn Tư", "accountant", sex="male")
    for who, name in (("hoa", "Nguyễn Thị Hoa"), ("ly", "Vi Thị Lý")):
        await club.join(who, name)
        await club.lend(who)
    return club


async def draft(club: Village, who: str, origin: str, weights: int = 2_000) -> Draft:
    async with club.database.read() as db:
        loan = await db.scalar(select(t.Loan.id).where(t.Loan.member_id == club.ids[who]))
    assert loan is not None
    return Draft(
        kind="repayment",
        lines=books.repayment(
            loan=loan,
            share=Share(interest=50_000, principal=100_000),
            into=AccountKind.CASH,
            holder=club.ids["lan"],
            interest_to_income_bp=weights,
        ),
        entered_by=club.ids["lan"],
        member_id=club.ids[who],
        origin=origin,
        slip="receipt",
        touches=[Touch(member_id=club.ids["tu"], how="list")],
    )


async def post(db: Connection, club: Village, *drafts: Draft) -> list[Posted]:
    return await ledger_many.post_many(
        db, club_id=club.club, value_day=TODAY, now=club.clock.now, drafts=drafts
    )


async def test_each_reads_back_as_one_that_was_posted_alone(club: Village) -> None:
    drafts = [await draft(club, "hoa", "a"), await draft(club, "ly", "b")]
    async with club.database.write() as db:
        alone = await ledger.post(
            db,
            club_id=club.club,
            kind="repayment",
            lines=drafts[0].lines,
            value_day=TODAY,
            now=club.clock.now,
            entered_by=club.ids["lan"],
            member_id=club.ids["hoa"],
            origin="alone",
            slip="receipt",
        )
        made = await post(db, club, *drafts)
    assert alone is not None
    async with club.database.read() as db:
        before = await entries.entry(db, alone)
        for one, who in zip(made, ("hoa", "ly"), strict=True):
            found = await entries.entry(db, one.id)
            assert found.slips == one.slips
            assert found.agreed_by == {club.ids["tu"]}
            same = replace(
                found,
                id=before.id,
                slips=before.slips,
                agreed_by=before.agreed_by,
                member_id=before.member_id,
                member_name=before.member_name,
                loan_id=before.loan_id,
            )
            assert same == before
            assert found.member_id == club.ids[who]
    assert [[slip.number for slip in one.slips] for one in made] == [[2, 2], [3, 3]]
    assert [slip.fund for slip in made[0].slips] == [Fund.INCOME, Fund.ACTIVITY]


async def test_one_that_does_not_balance_posts_none(club: Village) -> None:
    good = await draft(club, "hoa", "a")
    cash = Account(fund=Fund.INCOME, kind=AccountKind.CASH, holder=club.ids["lan"])
    bad = replace(good, origin="b", lines=[*good.lines, Line(account=cash, amount=1)])
    with pytest.raises(books.Unbalanced):
        async with club.database.write() as db:
            await post(db, club, good, bad)
    async with club.database.read() as db:
        assert await ledger.posted_from(db, club.club, "a") is None


async def test_an_origin_that_was_posted_before_is_refused_by_the_database(club: Village) -> None:
    one = await draft(club, "hoa", "a")
    async with club.database.write() as db:
        await post(db, club, one)
    with pytest.raises(IntegrityError):
        async with club.database.write() as db:
            await post(db, club, await draft(club, "ly", "b"), one)
    async with club.database.read() as db:
        assert await ledger.posted_from(db, club.club, "b") is None


async def test_nothing_is_entered_into_a_month_that_is_closed(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            insert(t.ClosedMonth).values(
                club_id=club.club,
                month=TODAY.replace(day=1),
                signed_by=club.ids["lan"],
                signed_at=club.clock.now,
                agreed_by=club.ids["tu"],
                agreed_at=club.clock.now,
                figures={},
                file="",
            )
        )
    with pytest.raises(ledger.MonthClosed):
        async with club.database.write() as db:
            await post(db, club, await draft(club, "hoa", "a"))


async def test_no_drafts_are_no_statement(club: Village) -> None:
    async with club.database.write() as db:
        assert await post(db, club) == []
