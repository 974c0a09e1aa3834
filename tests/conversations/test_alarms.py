"""Somebody is in danger: the ambulance first, then the head hears of it at once."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from bot.storage import addresses
from bot.storage import tables as t
from tests.village import Village, address


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


async def test_a_phone_of_two_clubs_alarms_each_head_of_her_own_people_only(
    village: Village,
) -> None:
    here = village.club
    await village.found(key="tren", name="Trên")
    await village.join("sen", "Đào Thị Sen", phone="hoa")
    await village.join("loc", "Mai Văn Lộc", "head", sex="male")
    assert village.club != here
    await village("""
        hoa > khó thở quá
        hoa < Call 115 now!
        minh < Nguyễn Thị Hoa (Hoa Bính, xóm 2) just wrote
        loc < Đào Thị Sen just wrote
    """)
    assert "Sen" not in village.phones.by_chat["minh"].last[-1].text


async def test_the_phone_of_the_heads_grandchild_does_not_ring(village: Village) -> None:
    async with village.database.write() as db:
        row = await addresses.arrive(db, address("minh"), village.clock.now, "en")
        await addresses.unlink(db, row.id, village.ids["minh"], village.clock.now)
    await village.link("minh", "grandchild", kind="helper")
    await village("""
        hoa > khó thở
        hoa < Call 115 now!
        thu < Nguyễn Thị Hoa
        lan < Nguyễn Thị Hoa
        tu < Nguyễn Thị Hoa
    """)


# --- A fall, or somebody called Nga? -------------------------------------------------------------


@pytest.fixture
async def nga(village: Village) -> Village:
    """The club has a member called Nga."""
    await village.join("nga", "Đỗ Thị Nga", phone=None)
    return village


async def test_an_officer_who_types_nga_is_asked_whom_she_means(nga: Village) -> None:
    await nga("""
        thu > ba nga roi
        thu < call 115 at once! Is somebody in danger?
        thu # No, I am looking for Ms Nga
        thu < Đỗ Thị Nga
    """)


async def test_the_name_goes_to_the_question_that_was_open(nga: Village) -> None:
    await nga("""
        lan > nhận tiền
        lan < From whom?
        lan > nga roi
        lan < Is somebody in danger?
        lan > 2
        lan < Đỗ Thị Nga
    """)


@pytest.mark.parametrize("said", ["1", "có", "bà ngã rồi, cứu với"])
async def test_an_officer_who_means_a_fall_is_believed(nga: Village, said: str) -> None:
    await nga(f"""
        thu > bi nga roi
        thu < Is somebody in danger?
        thu > {said}
        thu < Call 115 now!
        minh < Phạm Thị Thu just wrote to me of an emergency.
    """)


async def test_other_words_leave_that_question_behind(nga: Village) -> None:
    await nga("""
        thu > nga roi
        thu < Is somebody in danger?
        thu > hoa
        thu < Nguyễn Thị Hoa
        thu # No, I am looking
        thu < answered already
    """)


async def test_a_member_who_writes_of_a_fall_is_believed_at_once(nga: Village) -> None:
    await nga("""
        hoa > bi nga
        hoa < Call 115 now!
        minh < Nguyễn Thị Hoa
    """)


async def test_an_officer_is_believed_at_once_where_nobody_is_called_nga(
    village: Village,
) -> None:
    await village("""
        thu > bi nga roi
        thu < Call 115 now!
        minh < Phạm Thị Thu
    """)


# --- A fall in a report --------------------------------------------------------------------------

REPORT = """
    lan > bình
    lan < Vi Văn Bình
    lan # Receive 50,000 đ
    lan < 50,000 đ
    lan # I hold all
    lan < Written down
    lan > sửa lại
    lan < Which entry
    lan # 50,000 đ, 21 Nov: Mr Bình
    lan < What was wrong
    lan > bác ấy bị ngã nên tôi ghi nhầm
    lan < Is somebody in danger?
"""


async def test_a_fall_in_an_officers_report_does_not_ring(village: Village) -> None:
    await village(REPORT)
    await village("""
        lan # No, go on
        lan < I asked Mr Minh
        minh < Bác ấy bị ngã nên tôi ghi nhầm. Do you agree?
    """)


async def test_an_officer_in_danger_while_reporting_is_helped_and_may_go_on_later(
    village: Village,
) -> None:
    await village(REPORT)
    await village("""
        lan > có
        lan < Call 115 now!
        minh < Hoàng Thị Lan just wrote to me of an emergency.
        lan > ghi hai lần
        lan < I asked Mr Minh
        minh < Ghi hai lần. Do you agree?
    """)


async def test_an_emergency_that_was_heard_late_says_when_it_was(village: Village) -> None:
    await village("""
        hoa @50 > toi bi nga
        hoa < Call 115 now
        minh < At 11:10 Nguyễn Thị Hoa … wrote to me of an emergency; it reached me only now.
    """)
