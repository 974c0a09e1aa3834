"""Who has left the club: no page, no office, no news; a loan that is still open can be found."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from bot.storage import addresses, members
from bot.storage import tables as t
from tests.village import Village, address

TODAY = date(2026, 11, 21)


async def leave(village: Village, short: str) -> None:
    """Write down that a member has left; her phone and her office stay in the tables."""
    async with village.database.write() as db:
        await db.execute(
            update(t.Member).where(t.Member.id == village.ids[short]).values(left_on=TODAY)
        )


@pytest.mark.parametrize("who", ["hoa", "lan"])
async def test_her_phone_is_a_strangers(village: Village, who: str) -> None:
    await village(f"""
        {who} > con no bao nhieu
        {who} < to pay
    """)
    await leave(village, who)
    await village(f"""
        {who} > con no bao nhieu
        {who} < Hello, I am the assistant of the self-help club.
        {who} > hoa
        {who} < Hello
    """)
    async with village.database.read() as db:
        assert await addresses.holders(db, address(who), TODAY) == ()
        assert await addresses.listeners(db, [village.ids[who]], TODAY) == {}


async def test_her_office_ends(village: Village) -> None:
    await leave(village, "lan")
    async with village.database.read() as db:
        assert (await members.member(db, village.ids["lan"], TODAY)).roles == frozenset()
    await village("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ
        hoa > đúng
        hoa < Whom
        hoa > 1
        hoa < I told Tư.
        tu < Ms Hoa Bính says
    """)


async def test_who_shared_a_phone_with_her_has_it_alone(village: Village) -> None:
    await village.link("binh", "hoa")
    await village("""
        hoa > con no bao nhieu
        hoa < Who is holding the phone
    """)
    await leave(village, "hoa")
    await village("""
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ
        lan > bình
        lan < Vi Văn Bình
        lan # Receive 50,000 đ
        lan < 50,000 đ
        lan # I hold all
        lan < Written down
        hoa < Receipt
    """)


async def test_officers_find_her_while_her_loan_is_open(village: Village) -> None:
    await village.join("chin", "Lò Thị Chín", phone=None)
    for one in ("hoa", "chin"):
        await leave(village, one)
    async with village.database.read() as db:
        found = await members.to_be_found(db, village.club, TODAY)
    ids = {one.id: one.left_on for one in found}
    assert ids[village.ids["hoa"]] == TODAY
    assert ids[village.ids["binh"]] is None
    assert village.ids["chin"] not in ids


async def test_an_entry_of_hers_is_mended_by_her_name(village: Village) -> None:
    await village("""
        lan > bình
        lan < Vi Văn Bình
        lan # Receive 50,000 đ
        lan < 50,000 đ
        lan # I hold all
        lan < Written down
    """)
    await leave(village, "binh")
    await village("""
        lan > sửa lại bình
        lan < Which entry is it?
        lan # 50,000 đ, 21 Nov: Mr Bình
        lan < What was wrong
    """)


async def test_a_name_with_line_breaks_is_shown_on_one_line(village: Village) -> None:
    await village.join("mai", "Lò  Thị\n Mai", village_name="Mai\nBính", phone=None)
    async with village.database.read() as db:
        mai = await members.member(db, village.ids["mai"], TODAY)
    assert (mai.name, mai.village_name) == ("Lò Thị Mai", "Mai Bính")
