"""Cash from hand to hand: asked once, taken back by who asked, and of the day it changed hands."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from sqlalchemy import insert, select, update

from bot.chat import Incoming
from bot.money.books import Fund
from bot.storage import tables as t
from tests.collecting import forget
from tests.conversations.test_other_money import held, keep
from tests.village import Village, address

GIVES = """
    lan > bàn giao tiền
    lan < To whom do you hand the cash?
    lan > tư
    lan < Money of which fund?
    lan # loan fund
    lan < How much
    lan > 1tr
    lan < To Tư: 1,000,000 đ (one million đồng), loan fund. Is that right?
    lan # I have handed over 1,000,000 đ
    lan < I ask Tư. It is in the book when Tư says so, too.
    tu < Lan says: 1,000,000 đ (one million đồng), loan fund, was handed to you to keep.
"""
WAITS = "21 Nov: Lan handed Tư 1,000,000 đ of the loan fund to keep. It is in the book when Tư \
says so."


@pytest.fixture
async def club(village: Village) -> Village:
    """Lan keeps 3,000,000 đ, and has handed Tư 1,000,000 đ of it."""
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    await village(GIVES)
    return village


async def entries(village: Village) -> list[tuple[date, str]]:
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Transaction.value_day, t.Transaction.note).where(
                t.Transaction.kind == "handed_over"
            )
        )
        return [(row.value_day, row.note) for row in rows]


async def test_the_same_cash_that_is_asked_about_again_counts_once(club: Village) -> None:
    await club(f"""
        lan > bàn giao tiền
        lan < {WAITS}
        lan # Ask Tư again: 1,000,000 đ
        lan < I ask Tư.
        tu < Lan says: 1,000,000 đ
    """)
    first, second = [one.key for one in club.choices("tu") if one.label.startswith("I hold all")]
    for number, key in enumerate((first, second)):
        await club.send(Incoming(address=address("tu"), message=f"yes {number}", pressed=key))
    await club("""
        tu < you keep 1,000,000 đ more
        lan < Tư holds 1,000,000 đ
        tu < Tư said at 12:00 on 21 Nov that 1,000,000 đ is there: it is in the book.
    """)
    assert await held(club, "tu", Fund.INCOME) == 1_000_000
    assert await held(club, "lan", Fund.INCOME) == 2_000_000


async def test_a_second_phone_in_the_middle_of_the_same_handing_is_shown_what_waits(
    village: Village,
) -> None:
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    await village.link("lan", "lan2")
    await village("""
        lan2 > bàn giao tiền
        lan2 < To whom
        lan2 > tư
        lan2 < Money of which fund?
        lan2 # loan fund
        lan2 < How much
        lan2 > 1tr
        lan2 < Is that right?
    """)
    await village(GIVES)
    await village(f"""
        lan2 # I have handed over 1,000,000 đ
        lan2 < {WAITS}
        lan2 # Hand over other cash
        lan2 < To whom
        lan2 > tư
        lan2 < Money of which fund?
        lan2 # loan fund
        lan2 < How much
        lan2 > 1tr
        lan2 < Is that right?
        lan2 # I have handed over 1,000,000 đ
        lan2 < I ask Tư.
        tu < Lan says: 1,000,000 đ
    """)


async def test_who_asked_takes_it_back_and_the_other_hears_of_it(club: Village) -> None:
    await club(f"""
        lan > bàn giao tiền
        lan < {WAITS}
        lan # Not handed over after all: 1,000,000 đ
        lan < All right, 1,000,000 đ was not handed over. I tell Tư.
        tu < Lan says that 1,000,000 đ was not handed to you after all. Nothing was written.
        tu # I hold all
        tu < Lan took it back at 12:00 on 21 Nov: 1,000,000 đ was not handed over.
        lan > bàn giao tiền
        lan < To whom do you hand the cash?
    """)
    assert await entries(club) == []


async def test_the_day_is_the_one_on_which_the_cash_changed_hands(club: Village) -> None:
    club.clock.pass_by(days=2)
    await club("""
        tu # I hold all 1,000,000 đ
        tu < you keep 1,000,000 đ more, loan fund. It counts from 21 Nov, when it changed hands.
        lan < Tư holds 1,000,000 đ
    """)
    assert [day for day, _note in await entries(club)] == [date(2026, 11, 21)]


async def test_in_a_month_that_was_closed_meanwhile_it_counts_from_the_first_open_day(
    club: Village,
) -> None:
    async with club.database.write() as db:
        await db.execute(
            insert(t.ClosedMonth).values(
                club_id=club.club,
                month=date(2026, 11, 1),
                signed_by=club.ids["tu"],
                signed_at=club.clock.now,
                agreed_by=club.ids["minh"],
                agreed_at=club.clock.now,
                figures={},
                file="",
            )
        )
    club.clock.pass_by(days=12)
    await club("""
        tu # I hold all 1,000,000 đ
        tu < It moved on 21 Nov; that month is signed and closed, so it counts from 1 Dec.
        lan < Tư holds 1,000,000 đ
    """)
    ((day, note),) = await entries(club)
    assert day == date(2026, 12, 1)
    assert "It moved on 21 Nov" in note


async def test_what_was_handed_on_is_not_there_to_be_spent(club: Village) -> None:
    await club("""
        lan > gửi ngân hàng
        lan < Money of which fund?
        lan # loan fund: 3,000,000 đ
        lan < How much
        lan > 2tr5
        lan < There is not that much: Lan can give 2,000,000 đ of the loan fund
    """)


async def test_the_taker_finds_the_question_again_and_others_only_see_it(club: Village) -> None:
    await club(f"""
        minh > tiền mặt
        minh < The box must hold: 3,000,000 đ … Not in the book yet: - {WAITS}
        tu > kiểm quỹ
        tu < {WAITS} Please finish that first
        tu # Cash handed on
        tu < Lan says: 1,000,000 đ
        tu # I hold all
        tu < you keep 1,000,000 đ more
        lan < Tư holds 1,000,000 đ
        minh # Cash handed on
        minh < No cash that was handed on waits for a yes.
    """)


async def test_a_yes_and_a_taking_back_at_once_agree_with_each_other(club: Village) -> None:
    await club.say("lan", "bàn giao tiền")
    keys = {"lan": club.key("lan", "Not handed over"), "tu": club.key("tu", "I hold all")}
    forget(club)
    await asyncio.gather(
        *(
            club.conversation.handle(
                Incoming(address=address(chat), message=f"at once {chat}", pressed=key)
            )
            for chat, key in keys.items()
        )
    )
    async with club.database.read() as db:
        (status,) = (await db.execute(select(t.Handing.status))).scalars()
    assert await held(club, "tu", Fund.INCOME) == (1_000_000 if status == "taken" else 0)


async def test_where_the_giver_is_no_member_any_more_the_board_takes_it_back(
    club: Village,
) -> None:
    async with club.database.write() as db:
        lan = update(t.Member).where(t.Member.id == club.ids["lan"])
        await db.execute(lan.values(left_on=date(2026, 11, 20)))
    await club(f"""
        minh > tiền mặt
        minh < Not in the book yet
        minh # Cash handed on
        minh < {WAITS}
        minh # Not handed over after all
        minh < All right, 1,000,000 đ was not handed over. I tell Tư.
        tu < Mr Minh says that 1,000,000 đ was not handed to you after all.
    """)


async def test_nobody_else_takes_it_back(club: Village) -> None:
    await club.say("lan", "bàn giao tiền")
    forget(club)
    (back,) = [one.key for one in club.choices("lan") if one.label.startswith("Not handed")]
    await club.send(Incoming(address=address("minh"), message="not hers", pressed=back))
    forget(club)
    async with club.database.read() as db:
        (status,) = (await db.execute(select(t.Handing.status))).scalars()
    assert status == "pending"
