"""Two people are two people: a helper, a shared phone or the same house is no second one."""

from __future__ import annotations

import pytest

from bot.storage import one_hand
from bot.storage.engine import Database
from tests.village import Village


async def test_a_treasurer_who_helps_the_payer_confirms_nothing_for_her_on_any_phone(
    village: Village,
) -> None:
    await village.link("lan", "tablet")
    await village.link("hoa", "tablet", kind="helper")
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ
        hoa > đúng
        hoa < Whom
        hoa > 1
        hoa < I told
        tu < Ms Hoa Bính
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Receive 50,000 đ
        lan < For Ms Hoa Bính only somebody else may confirm: Tư.
    """)


async def test_where_both_cashiers_are_tied_to_the_payer_another_officer_stands_in(
    village: Village,
) -> None:
    await village.link("hoa", "lan", kind="helper")
    await village.link("hoa", "tu", kind="helper")
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ
        hoa > đúng
        hoa < Whom
        hoa > 1
        hoa < I told
        minh < Ms Hoa Bính
        thu < Ms Hoa Bính
        minh # I hold all
        minh < Written down
        hoa < Receipt
    """)


@pytest.mark.parametrize(
    ("linked", "tied"),
    [
        ([], set()),
        ([("hoa", "lan", "self")], {"hoa", "son"}),
        ([("hoa", "lan", "helper")], {"hoa", "son"}),
        ([("lan", "hoa", "helper")], {"hoa", "son"}),
        ([("son", "lan", "self")], {"hoa", "son"}),
        ([("hoa", "husband", "self")], {"hoa", "son"}),
        ([("minh", "lan", "self")], {"minh"}),
    ],
)
async def test_whose_hand_a_yes_may_be(
    database: Database, linked: list[tuple[str, str, str]], tied: set[str]
) -> None:
    """Who uses a phone of hers or of her household's, and those whom they live with."""
    village = Village(database)
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", household="Hộ 1")
    await village.join("husband", "Vi Văn Páo", household="Hộ 1")
    await village.join("hoa", "Nguyễn Thị Hoa", household="Hộ 2")
    await village.join("son", "Nguyễn Văn Nam", household="Hộ 2")
    await village.join("minh", "Lê Văn Minh")
    for who, chat, kind in linked:
        await village.link(who, chat, kind)
    async with database.read() as db:
        found = await one_hand.beside(db, [village.ids["lan"], village.ids["minh"]])
    beside = {name for name, member in village.ids.items() if member in found[village.ids["lan"]]}
    assert beside - {"husband"} == tied
