"""Somebody is in danger: the ambulance first, then the head hears of it at once."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from bot.storage import tables as t
from tests.village import Village


async def test_the_head_hears_who_is_in_danger_and_where(village: Village) -> None:
    await village("""
        hoa > tôi bị ngã
        hoa < Call 115 now!
        minh < Nguyễn Thị Hoa (Hoa Bính, xóm 2) just wrote to me of an emergency.
    """)


async def test_the_deputy_hears_it_too(village: Village) -> None:
    await village.join("dung", "Lò Thị Dung", "deputy")
    await village("""
        hoa > đau ngực quá
        hoa < Call 115 now!
        minh < Nguyễn Thị Hoa
        dung < Nguyễn Thị Hoa
    """)


async def test_without_head_and_deputy_anybody_of_the_board_hears_it(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(delete(t.Role).where(t.Role.role == "head"))
    await village("""
        hoa > khó thở
        hoa < Call 115 now!
        thu < Nguyễn Thị Hoa
        lan < Nguyễn Thị Hoa
        tu < Nguyễn Thị Hoa
    """)


async def test_it_rings_in_the_night(village: Village) -> None:
    village.clock.pass_by(hours=12)
    await village("""
        hoa > khó thở
        hoa < Call 115 now!
        minh < emergency
    """)
    assert not village.phones.by_chat["minh"].last[-1].silent


async def test_on_a_shared_phone_nobody_is_asked_first_who_it_is(village: Village) -> None:
    await village.join("nam", "Nguyễn Văn Nam", phone="hoa", sex="male")
    await village.link("thu", "minh")
    await village("""
        hoa > bị ngã
        hoa < Call 115 now!
        minh < Nguyễn Thị Hoa (Hoa Bính, xóm 2) / Nguyễn Văn Nam just wrote
    """)


@pytest.mark.parametrize("who", ["minh"])
async def test_the_head_in_danger_is_not_told_of_himself(village: Village, who: str) -> None:
    await village(f"""
        {who} > tôi bị ngã
        {who} < Call 115 now!
        thu < Lê Văn Minh
        lan < Lê Văn Minh
        tu < Lê Văn Minh
    """)


async def test_a_stranger_in_danger_is_answered(village: Village) -> None:
    await village("""
        stranger > tôi bị ngã
        stranger < Call 115 now!
    """)


async def test_when_the_head_cannot_be_told_the_answer_comes_all_the_same(
    village: Village, caplog: pytest.LogCaptureFixture
) -> None:
    async with village.database.write() as db:
        await db.execute(
            update(t.Member).where(t.Member.id == village.ids["minh"]).values(locale="xx")
        )
    await village("""
        hoa > tôi bị ngã
        hoa < Call 115 now!
    """)
    assert "the head could not be told" in caplog.text
