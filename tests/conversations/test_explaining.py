"""How it is counted, and what comes next, for every way of paying."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.money.loans import Charge, Freeze, Part, Terms, Way, schedule
from bot.storage import charges, loan_changes, loans
from bot.storage import tables as t
from tests.village import Village, plain


async def borrow(village: Village, **agreed: Any) -> int:
    """Thu borrows 6,000,000 đ at 1% a month for six periods from 10 November 2026 on."""
    terms = Terms(
        **{
            "principal": 6_000_000,
            "rate_bp": 100,
            "starts_on": date(2026, 11, 10),
            "first_due": date(2026, 12, 10),
            "periods": 6,
            **agreed,
        }
    )
    async with village.database.write() as db:
        return await loan_changes.lend(
            db,
            club_id=village.club,
            member_id=village.ids["thu"],
            number="KU-9",
            terms=terms,
            product_id=None,
        )


async def said(village: Village) -> tuple[str, str]:
    """Return what Thu reads of her loan, and how it is counted."""
    await village.say("thu", "con no bao nhieu")
    await village.press("thu", "How it is counted")
    balance, explained = [plain(one.text) for one in village.phones.by_chat["thu"].last[-2:]]
    village.phones.by_chat["thu"].unread.clear()
    return balance, explained


@pytest.mark.parametrize(
    ("agreed", "comes", "explained"),
    [
        (
            {"way": Way.EQUAL_PRINCIPAL},
            "Next: 1,060,000 đ (interest 60,000 đ, the loan itself 1,000,000 đ), on 10 Dec 2026.",
            "You still hold 6,000,000 đ of the loan; at 1% a month that makes 60,000 đ interest"
            " from 10 Nov to 10 Dec. 1,000,000 đ of the loan itself comes with it: 1,060,000 đ",
        ),
        (
            {"way": Way.EQUAL_INSTALMENTS},
            "Next: 1,035,000 đ (interest 60,000 đ, the loan itself 975,000 đ), on 10 Dec 2026.",
            "at 1% a month that makes 60,000 đ interest from 10 Nov to 10 Dec. 975,000 đ of the",
        ),
        (
            {"way": Way.FLAT},
            "Next: 1,060,000 đ (interest 60,000 đ, the loan itself 1,000,000 đ), on 10 Dec 2026.",
            "At 1% a month of the 6,000,000 đ first lent that makes 60,000 đ interest from 10 Nov"
            " to 10 Dec. 1,000,000 đ of the loan itself comes with it: 1,060,000 đ together.",
        ),
        (
            {"way": Way.NO_INTEREST, "rate_bp": 0},
            "Next: 1,000,000 đ, on 10 Dec 2026.",
            "No interest is counted on this loan. 1,000,000 đ of the loan itself is to be paid.",
        ),
        (
            {"way": Way.PRINCIPAL_AT_END, "every": 3, "first_due": date(2027, 2, 10)},
            "Next: 180,000 đ, on 10 Feb 2027.",
            "You still hold 6,000,000 đ of the loan; at 1% a month that makes 180,000 đ interest"
            " from 10 Nov to 10 Feb 2027 (3 months).",
        ),
        (
            {"way": Way.EQUAL_PRINCIPAL, "first_due": date(2027, 1, 20)},
            "Next: 1,142,000 đ (interest 142,000 đ, the loan itself 1,000,000 đ), on 20 Jan 2027.",
            "that makes 142,000 đ interest from 10 Nov to 20 Jan 2027. That time is counted by",
        ),
        (
            {"way": Way.PRINCIPAL_AT_END, "interest_from": 3},
            "Next: 180,000 đ, on 10 Feb 2027.",
            "that makes 60,000 đ interest from 10 Jan 2027 to 10 Feb 2027. 120,000 đ interest"
            " that was put off comes with it.",
        ),
    ],
)
async def test_each_way_says_what_comes_and_why(
    village: Village, agreed: dict[str, Any], comes: str, explained: str
) -> None:
    await borrow(village, **agreed)
    balance, why = await said(village)
    assert comes in balance
    assert explained in why


async def test_a_freeze_and_a_charge_are_named(village: Village) -> None:
    loan = await borrow(village, way=Way.EQUAL_PRINCIPAL)
    async with village.database.write() as db:
        freeze = Freeze(starts_on=date(2026, 11, 10), ends_on=date(2026, 12, 10))
        await loan_changes.freeze(
            db, club_id=village.club, loan_id=loan, freeze=freeze, resolution_id=None
        )
        for part in (Part.FEE, Part.PENALTY):
            await charges.add(
                db,
                club_id=village.club,
                loan_id=loan,
                charge=Charge(part=part, due_on=date(2026, 12, 1), amount=7_000),
                by=None,
                now=village.clock.now,
            )
    balance, why = await said(village)
    assert "1,014,000 đ (the loan itself 1,000,000 đ, paper fee 7,000 đ, late charge 7" in balance
    assert "From 10 Nov to 10 Dec no interest is counted: the board decided so." in why
    assert "7,000 đ is a fee of the club's paper rules." in why
    assert "7,000 đ is for paying late, by the club's paper rules." in why
    await village("""
        lan > Thu nộp 1014k
        lan < Thu: 1,014,000 đ … the loan itself 1,000,000 đ, paper fee 7,000 đ, late charge 7,000
        lan # I hold all
        lan < Written down: Thu 1,014,000 đ
        thu < Receipt … Split: the loan itself 1,000,000 đ, paper fee 7,000 đ, late charge 7,000 đ.
    """)


async def test_after_an_extension_the_time_before_it_is_told_apart(village: Village) -> None:
    await village("""
        tu > gia hạn bà Hoa
        tu < From which day
        tu > 10/6/2027
        tu < In how many times
        tu > 12
        tu < Why
        tu # The harvest
        tu < Shall I ask
        tu # Ask the board
        tu < I have asked
        minh < asks for new days
        minh # I agree
        minh < pays on new days
        hoa < Good news
        tu < It is decided
        hoa > con no bao nhieu
        hoa < Next: 353,000 đ, on 10 Jun 2027.
        hoa # How it is counted
        hoa < 50,000 đ interest is from before the new days were agreed on 21 Nov. … From 10 Dec\
 to 10 Jun 2027: 1% of 5,000,000 đ makes 303,000 đ interest. That time is counted by days. That is\
 353,000 đ together.
    """)


async def test_a_flat_loan_of_the_paper_book_counts_on_what_was_first_lent(
    village: Village,
) -> None:
    loan = await borrow(village, way=Way.FLAT)
    async with village.database.write() as db:
        await db.execute(update(t.Loan).where(t.Loan.id == loan).values(principal=9_000_000))
        assert (await loans.locked(db, loan)).terms.way is Way.FLAT
        assert (await db.execute(select(t.Loan.principal))).scalars().all().count(9_000_000) == 1
    assert "of the 9,000,000 đ first lent" in (await said(village))[1]


def test_the_figures_above_are_the_engines() -> None:
    terms = Terms(
        way=Way.EQUAL_INSTALMENTS,
        rate_bp=100,
        principal=6_000_000,
        starts_on=date(2026, 11, 10),
        first_due=date(2026, 12, 10),
        periods=6,
    )
    assert schedule(terms)[0].total == 1_035_000
