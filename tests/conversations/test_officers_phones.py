"""What an officer hears of others comes to a phone of her own, and never to who helps her."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.storage import tables as t
from tests.enrolment import code_for
from tests.village import Village

OFFICERS = ("lan", "tu", "minh", "thu")


@pytest.fixture
async def helped(village: Village) -> Village:
    """Each officer but Lan is reached through a grandchild's phone only."""
    async with village.database.write() as db:
        for one in ("tu", "minh", "thu"):
            await db.execute(
                update(t.Link).where(t.Link.member_id == village.ids[one]).values(kind="helper")
            )
    return village


async def test_a_declared_sum_is_told_to_the_treasurer_alone(helped: Village) -> None:
    await helped("""
        hoa > tôi nộp 500k
        hoa < 500,000 đ
        hoa > đúng
        hoa < Whom
        hoa > 1
        hoa < I told Lan.
        lan < Ms Hoa Bính says that 500,000 đ was handed
    """)


async def test_a_doubt_waits_on_the_list_and_a_correction_says_who_can_agree(
    helped: Village,
) -> None:
    await helped("""
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Receive 50,000 đ
        lan < 50,000 đ
        lan # I hold all
        lan < Written down
        hoa < Receipt
        hoa # Please look
        hoa < What
        hoa > 1
        hoa < It is on the board's list until the next meeting.
        lan > sửa lại
        lan < Which entry
        lan # 50,000 đ, 21 Nov: Ms Hoa Bính
        lan < What was wrong
        lan # The sum is wrong
        lan < It waits until one of these agrees, each on a phone of their own
    """)


async def test_who_asked_to_mend_hears_the_answer_on_her_own_phone_only(village: Village) -> None:
    await village("""
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Receive 50,000 đ
        lan < 50,000 đ
        lan # I hold all
        lan < Written down
        hoa < Receipt
        lan > sửa lại
        lan < Which entry
        lan # 50,000 đ, 21 Nov: Ms Hoa Bính
        lan < What was wrong
        lan # The sum is wrong
        lan < I asked Mr Minh
        minh < Do you agree?
    """)
    async with village.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id == village.ids["lan"]).values(kind="helper")
        )
    await village("""
        minh # No
        minh < All right, it stays as it is.
    """)


async def test_that_an_officer_joined_is_told_to_officers_alone(helped: Village) -> None:
    await helped.join("dep", "Hà Văn Đệ", "deputy", birth_year=1966, sex="male", phone=None)
    code = await code_for(helped, "dep")
    await helped(f"""
        new > {code.shown}
        new < year
        new > 1966
        new < Who is holding the phone?
        new > 1
        new < May I remind you
        new > 2
        new < Welcome
        lan < (Deputy head) has just joined on test.
    """)


async def test_her_own_money_a_helper_hears_of(helped: Village) -> None:
    await helped.lend("thu", 1_000_000)
    await helped("""
        lan > thu
        lan < Phạm Thị Thu
        lan # Receive 10,000 đ
        lan < 10,000 đ
        lan # I hold all
        lan < Written down
        thu < Receipt
    """)
