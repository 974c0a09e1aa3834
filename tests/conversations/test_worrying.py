"""What worries of a visit is told at once, once, to who sees to care and to who may know."""

from __future__ import annotations

import pytest

from bot.storage import addresses, relatives
from tests.village import Village, address
from tests.visited import hold_role, lose_roles, take_in, volunteer, written


@pytest.fixture
async def care(village: Village) -> Village:
    """Hoa and Tư visit; Mai leads home care."""
    await village.join("mai", "Đỗ Thị Mai")
    await hold_role(village, "mai", "care_lead")
    await volunteer(village, "hoa", "tu")
    await take_in(village, "Vi Thị Lan", hamlet="xóm 3", phone="0912 345 678 (Hạnh)")
    return village


async def family(village: Village, *, is_warned: bool) -> None:
    """Let somebody of Lan's family, who is a member herself, agree to see, and to be warned."""
    await village.join("hanh", "Vi Thị Hạnh", birth_year=1965)
    async with village.database.write() as db:
        hers, _new = await relatives.note(
            db,
            club_id=village.club,
            recipient_id=1,
            name="Hạnh",
            relation="daughter",
            phone="",
            member_id=village.ids["hanh"],
        )
        await relatives.agree(
            db,
            village.club,
            hers,
            sees=True,
            is_warned=is_warned,
            noted_by=village.ids["mai"],
            now=village.clock.now,
        )


async def test_the_lead_and_the_head_hear_at_once_and_only_once(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan: cơm, bà kêu chóng mặt, can gap
        hoa < Somebody of the health station should see Ms Lan. I told … call 115 or the health
        mai < Ms Hoa Bính visited Ms Vi Thị Lan (xóm 3) today: somebody of the health station …
        minh < somebody of the health station should see … Noted: bà kêu chóng mặt. To call: 0912
        tu > thăm bà Lan: cơm, can gap
        tu < wrote this visit down already … Is it the same visit?
        tu # The same: add it
        tu < Added.
    """)
    assert [one.told for one in await written(care)] == ["station"]


async def test_no_word_of_it_is_a_diagnosis(care: Village) -> None:
    await care.say("hoa", "thăm bà Lan: can gap, com")
    heard = "\n".join(
        reply.text for phone in care.phones.by_chat.values() for reply in phone.last
    ).casefold()
    assert "station" in heard
    for word in ("stroke", "disease", "diagnos", "medicine", "dose", "pressure", "ill "):
        assert word not in heard


async def test_the_third_weak_visit_in_a_row_is_told(care: Village) -> None:
    for days in (5, 3):
        await care(f"""
            hoa > thăm bà Lan {days} ngày trước: cơm, yếu
            hoa < Ms Lan is rather weak.
        """)
    await care("""
        hoa > thăm bà Lan: cơm, yếu
        hoa < Ms Lan is rather weak. I told Ms Mai, Mr Minh at once.
        mai < was weak on three visits in a row. Please look in
        minh < was weak on three visits in a row.
    """)


async def test_it_rings_in_the_night(care: Village) -> None:
    care.clock.pass_by(hours=11)
    await care.say("hoa", "thăm bà Lan: cơm, can gap")
    for who in ("mai", "minh"):
        assert not care.phones.by_chat[who].unread[0].silent


async def test_without_a_lead_the_deputy_hears_it_beside_the_head(care: Village) -> None:
    await lose_roles(care, "mai")
    await hold_role(care, "lan", "deputy")
    await care("""
        hoa > thăm bà Lan: cơm, can gap
        hoa < I told Mr Minh, Lan at once.
        minh < somebody of the health station should see
        lan < somebody of the health station should see
    """)


async def test_a_lead_without_a_phone_is_to_be_told_by_word_of_mouth(care: Village) -> None:
    await lose_roles(care, "mai")
    await hold_role(care, "binh", "care_lead")
    await care("""
        hoa > thăm bà Lan: cơm, can gap
        hoa < I told Mr Minh at once. Mr Bình has no phone here: please tell it.
        minh < somebody of the health station should see
    """)


async def test_where_nobody_can_be_reached_the_secretary_hears_it(care: Village) -> None:
    for short in ("mai", "minh"):
        await lose_roles(care, short)
    await care("""
        hoa > thăm bà Lan: cơm, can gap
        hoa < I told Thu at once.
        thu < somebody of the health station should see
    """)


@pytest.mark.parametrize("is_warned", [True, False])
async def test_the_family_hears_it_only_where_that_is_agreed(
    care: Village, *, is_warned: bool
) -> None:
    await family(care, is_warned=is_warned)
    await care.say("hoa", "thăm bà Lan: cơm, bà kêu chóng mặt, can gap")
    heard = [reply.text for reply in care.phones.by_chat["hanh"].unread]
    assert len(heard) == int(is_warned)
    assert not any("chóng mặt" in one for one in heard)
    if is_warned:
        care.hears("hanh", "Volunteers of the club visited Ms Lan today … Please call or come by")


async def test_a_daughter_who_is_no_member_hears_it_on_her_own_phone(care: Village) -> None:
    await family(care, is_warned=True)
    async with care.database.write() as db:
        row = await addresses.arrive(db, address("far_away"), care.clock.now, "en")
        (hers,) = await relatives.of_recipient(db, care.club, 1)
        code = await relatives.make_code(db, care.club, hers.id, care.clock.now)
        tied = {"address_id": row.id, "member_id": None, "now": care.clock.now}
        assert await relatives.tie(db, hers, code, **tied)
    await care.say("hoa", "thăm bà Lan: cơm, can gap")
    care.hears("far_away", "Volunteers of the club visited Ms Lan today … call or come by")
    await care("""
        hoa < I told
        mai < somebody of the health station should see
        minh < somebody of the health station should see
        hoa # Something is not right
        hoa < What is not right?
        hoa # There was no such visit
        hoa < that visit does not count any more
        far_away < is put right
        mai < is put right
        minh < is put right
    """)


async def test_who_heard_of_a_mistake_hears_that_it_is_put_right(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan: cơm, can gap
        hoa < I told
        mai < somebody of the health station should see
        minh < somebody of the health station should see
        hoa # Something is not right
        hoa < What is not right?
        hoa # How she was
        hoa < How was Ms Lan?
        hoa # Well
        hoa < Put right. Ms Lan is well.
        mai < What I told of Ms Lan (today) was written by mistake and is put right
        minh < is put right
    """)
    assert [one.told for one in await written(care)] == [""]


async def test_a_lead_who_writes_it_herself_is_not_told_by_herself(care: Village) -> None:
    await volunteer(care, "mai")
    await care("""
        mai > thăm bà Lan: cơm, can gap
        mai < I told Mr Minh at once. If it gets worse
        minh < Ms Mai visited
    """)
