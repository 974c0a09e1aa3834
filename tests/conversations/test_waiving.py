"""Who lets whom off a fee: the head, or who stands in where the head is near or there is none."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from bot.storage import fees
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.village import Village


async def club(database: Database, **roles: str) -> Village:
    """A club that asks for 5,000 đ a month; Minh and Vân are one household, Hoa is apart."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", birth_year=1950)
    await village.join("minh", "Lê Văn Minh", roles["minh"], sex="male", household="Lê")
    await village.join("van", "Đỗ Thị Vân", household="Lê", phone=None)
    await village.join("quy", "Hà Văn Quý", roles["quy"], sex="male")
    await village.join("thu", "Phạm Thị Thu", roles["thu"])
    async with database.write() as db:
        await village.ask_fee(db, 5_000)
        await db.execute(update(t.Member).values(fees_paid_to=date(2026, 10, 1)))
    return village


async def unpaid(village: Village, who: str) -> int:
    ids = [village.ids[who]]
    async with village.database.read() as db:
        found = await fees.unpaid_months(db, village.club, ids, date(2026, 11, 21))
    return len(found[village.ids[who]])


@pytest.fixture
async def full(database: Database) -> Village:
    """A board with a head, a deputy and a secretary."""
    return await club(database, minh="head", quy="deputy", thu="secretary")


@pytest.mark.parametrize("name", ["Minh", "Vân"])
async def test_the_head_hears_at_once_who_decides_on_a_fee_of_the_own_household(
    full: Village, name: str
) -> None:
    await full(f"""
        minh > miễn phí {name}
        minh < only somebody else may decide: Mr Quý.
    """)


async def test_the_deputy_waives_a_fee_of_the_heads_household(full: Village) -> None:
    await full("""
        quy > hội phí
        quy < The fee is 5,000 đ
        quy # Waive somebody's fee
        quy < Whose fee?
        quy > Vân
        quy < Shall Ms Vân not have to pay the fee of 11/2026?
        quy # Yes, waive it
        quy < Ms Vân need not pay the fee of 11/2026.
        quy # That was a mistake
        quy < Shall Ms Vân pay the fee of 11/2026 after all?
        quy # Yes, ask for it again
        quy < is to be paid again
    """)
    assert await unpaid(full, "van") == 1


async def test_of_everybody_else_the_head_decides_and_not_the_deputy(full: Village) -> None:
    await full("""
        quy > miễn phí Hoa
        quy < On the fee of Ms Hoa only somebody else may decide: Mr Minh.
        thu > hội phí
        thu < The fee is 5,000 đ
    """)
    assert all("Waive" not in one.label for one in full.choices("thu"))


async def test_without_a_head_the_deputy_waives_it(database: Database) -> None:
    village = await club(database, minh="treasurer", quy="deputy", thu="secretary")
    await village("""
        quy > miễn phí Hoa
        quy < Shall Ms Hoa not
        quy # Yes, waive it
        quy < need not pay
        hoa < You need not pay
    """)
    assert await unpaid(village, "hoa") == 0


async def test_a_board_without_a_second_speaker_has_somebody_for_the_heads_fee(
    database: Database,
) -> None:
    village = await club(database, minh="head", quy="treasurer", thu="accountant")
    await village("""
        minh > miễn phí Minh
        minh < only somebody else may decide: Ms Thu, Mr Quý.
        thu > miễn phí Minh
        thu < Shall Mr Minh not
    """)


async def test_where_nobody_of_the_board_is_free_the_meeting_is_named(database: Database) -> None:
    village = Village(database)
    await village.found(fee=5_000)
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    await village("""
        minh > miễn phí Minh
        minh < Nobody of the board is free to decide on the fee of Mr Minh
    """)
