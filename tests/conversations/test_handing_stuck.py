"""Cash that was handed on while one of the two says nothing: others of the board settle it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from bot.money.books import Fund
from bot.storage import tables as t
from tests.collecting import forget
from tests.conversations.test_handing import GIVES, WAITS
from tests.conversations.test_officers_leaving import broken
from tests.conversations.test_other_money import agreed, held, keep
from tests.sent_files import picture, sends
from tests.village import Village

SETTLES = f"""
    minh > kiểm quỹ
    minh < {WAITS} Please finish that first
    minh # Cash handed on
    minh < {WAITS}
    minh # Nobody answers
    minh < {WAITS} Who has the cash now? One more of the board must say so, too.
"""
TAKEN = "The board said at 12:00 on 23 Nov that Tư has 1,000,000 đ of Lan."
NOT_TAKEN = "The board said at 12:00 on 23 Nov that Lan still has 1,000,000 đ."


@pytest.fixture
async def club(village: Village) -> Village:
    """Lan keeps 3,000,000 đ, handed Tư 1,000,000 đ of it two days ago, and he says nothing."""
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    await village(GIVES)
    village.clock.pass_by(days=2)
    forget(village)
    return village


async def status(village: Village) -> str:
    async with village.database.read() as db:
        return str(await db.scalar(select(t.Handing.status)))


async def test_it_was_taken_where_who_was_to_keep_it_is_gone(club: Village) -> None:
    async with club.database.write() as db:
        tu = update(t.Member).where(t.Member.id == club.ids["tu"])
        await db.execute(tu.values(left_on=club.clock.now.date(), left_because="died"))
    await club(
        SETTLES
        + f"""
        minh # Tư has 1,000,000 đ
        minh < I have asked Thu.
        thu < Mr Minh says: 1,000,000 đ (one million đồng), loan fund, that Lan handed on on 21 Nov
        thu # I agree
        thu < {TAKEN}
        minh < It is decided: {TAKEN}
        lan < {TAKEN}
        minh > bàn giao tiền
        minh < To whom
        minh # I have the cash of somebody who left
        minh < Which cash
    """
    )
    assert await held(club, "tu", Fund.INCOME) == 1_000_000
    assert await agreed(club) == [(club.ids["thu"], "decision")]
    assert await broken(club) == []


async def test_one_asks_and_one_agrees_that_it_was_not_taken(club: Village) -> None:
    await club(
        SETTLES
        + f"""
        minh # Lan has 1,000,000 đ
        minh < I have asked
        lan < Mr Minh says
        thu < Mr Minh says: 1,000,000 đ (one million đồng), loan fund, that Tư was to keep
        thu # I agree
        thu < {NOT_TAKEN}
        minh < It is decided: {NOT_TAKEN}
        lan < {NOT_TAKEN}
        tu < {NOT_TAKEN}
        tu # I hold all
        tu < {NOT_TAKEN}
    """
    )
    assert await held(club, "tu", Fund.INCOME) == 0
    assert await status(club) == "withdrawn"


async def test_she_who_is_relieved_by_it_says_it_in_vain(club: Village) -> None:
    await club(f"""
        lan > bàn giao tiền
        lan < {WAITS}
        lan # Nobody answers
        lan < Who has the cash now?
        lan # Tư has
        lan < I have asked Mr Minh, Tư.
        minh < Lan says
        tu < Lan says
        minh # I agree
        minh < One more of the board must agree.
    """)
    assert await status(club) == "pending"


async def test_in_a_small_board_a_signed_paper_settles_it(club: Village) -> None:
    async with club.database.write() as db:
        others = [club.ids[one] for one in ("lan", "tu", "thu")]
        await db.execute(delete(t.Link).where(t.Link.member_id.in_(others)))
    await club(
        SETTLES
        + """
        minh # Lan has 1,000,000 đ
        minh < Nobody else of the board is free to decide this.
        minh # Two have signed a paper
        minh < Please take a photo
    """
    )
    await sends(club, "minh", picture())
    await club(f"minh < {NOT_TAKEN}")
    assert await status(club) == "withdrawn"


async def test_who_speaks_at_last_makes_the_question_needless(club: Village) -> None:
    await club(
        SETTLES
        + """
        minh # Lan has 1,000,000 đ
        minh < I have asked
        lan < Mr Minh says
        thu < Mr Minh says
        tu # I hold all
        tu < you keep 1,000,000 đ more
        lan < Tư holds
        thu # I agree
        thu < Tư said at 12:00 on 23 Nov that 1,000,000 đ is there
        minh < Nobody decides this any more
    """
    )


async def test_within_a_day_the_two_are_waited_for(village: Village) -> None:
    await keep(village, "lan", 3_000_000, Fund.INCOME)
    await village(GIVES)
    await village(f"""
        minh > kiểm quỹ
        minh < {WAITS}
        minh # Cash handed on
        minh < {WAITS}
    """)
    assert not [one for one in village.choices("minh") if one.label.startswith("Nobody answers")]
