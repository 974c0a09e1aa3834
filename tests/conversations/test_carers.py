"""Who visits: her days, with whom, when she is away; and who leads home care and health."""

from __future__ import annotations

from datetime import date

import pytest

from bot.storage import carers, members, shifts
from bot.storage.engine import Database
from tests.cared_for import TUESDAY, visited, with_carers
from tests.village import Village

TODAY = date(2026, 11, 21)


@pytest.fixture
async def village(village: Village) -> Village:
    """The club of all tests, where Mai leads care and Sau and Bay visit others."""
    await with_carers(village)
    return village


async def _carer(village: Village, short: str) -> carers.Volunteer:
    async with village.database.read() as db:
        member = await members.member(db, village.ids[short], TODAY)
        return await carers.volunteer(db, member, TODAY)


async def test_a_volunteer_says_her_days_in_a_sentence(village: Village) -> None:
    await village("""
        sau > tôi thăm được thứ 3, thứ 6, 2 lần
        sau < Good, I wrote that down: Tuesday, Friday. … at most 2 visits a week
        sau # Away for some days
        sau < Away until when?
        sau > từ 1/12 đến 5/12
        sau < Good: no visits from 1 Dec to 5 Dec.
        sau # Back again
        sau < Good, I wrote that down.
    """)
    found = await _carer(village, "sau")
    assert (set(found.times), found.weekly, found.away) == ({(1, ""), (4, "")}, 2, ())


async def test_the_care_lead_writes_it_for_who_has_no_phone(village: Village) -> None:
    await village("""
        mai > bà Sáu thăm được thứ 3 sáng
        mai < Good, I wrote that down: Tuesday morning. … Vi Thị Sáu (xóm 1)
        mai # How often a week
        mai < How many visits a week at the most?
        mai > 4
        mai < at most 4 visits a week
        mai > danh sach tinh nguyen vien
        mai < • Hà Văn Bảy: can go: any day; at most 3 … • Vi Thị Sáu (xóm 1): can go: Tuesday
        mai > Bảy
        mai < Hà Văn Bảy
    """)


async def test_nobody_changes_the_days_of_others(village: Village) -> None:
    await village("""
        hoa > bà Sáu thăm được thứ 3
        hoa < Please ask Ms Mai about that.
        hoa > tôi thăm được thứ 3
        hoa < You are not noted as a volunteer.
        bay > bà Sáu thăm được thứ 3
        bay < Please ask Ms Mai about that.
    """)
    assert (await _carer(village, "sau")).times == frozenset()


async def test_two_always_go_together_until_one_cannot(village: Village) -> None:
    await village("""
        sau > ngày tôi thăm được
        sau < You: • can go: any day
        sau # Who goes along
        sau < With whom
        sau # Hà Văn Bảy
        sau < From now on Ms Sáu and Mr Bảy go together. … goes with Mr Bảy
        bay < From now on you go visiting together with Ms Sáu.
    """)
    assert (await _carer(village, "sau")).partner == village.ids["bay"]
    await village("""
        bay # I cannot go along
        bay < All right, you go alone. I told Ms Sáu.
        sau < Mr Bảy cannot go along.
    """)
    assert (await _carer(village, "sau")).partner is None


async def test_visits_in_days_away_are_named(village: Village) -> None:
    await visited(village, "hoa", "sau")
    await village("""
        sau > nghỉ thăm đến 30/11
        sau < Good: no visits from 21 Nov to 30 Nov. … Hoa (Tuesday 24 Nov morning). Who goes
    """)


async def test_the_visits_of_who_is_no_volunteer_any_more_are_open(village: Village) -> None:
    await visited(village, "hoa", "sau")
    await village("""
        thu > bà Sáu thôi làm tình nguyện viên
        thu < Vi Thị Sáu (xóm 1) is no volunteer any more.
        mai < no volunteer any more. Nobody goes yet: Nguyễn Thị Hoa (Tuesday 24 Nov
    """)
    await village("""
        mai # The rota
        mai < Nobody goes yet: Ms Hoa Bính (xóm 2) Tuesday 24 Nov.
    """)
    async with village.database.read() as db:
        (open_one,) = await shifts.of_days(db, village.club, TUESDAY, date(2026, 11, 25))
    assert open_one.volunteers == ()


async def test_one_begins_with_a_yes_and_ends_by_oneself(village: Village) -> None:
    await village("""
        hoa > tôi là tình nguyện viên
        hoa < How kind of you! Ms Mai will speak with you about it.
        mai < Ms Hoa Bính would like to be a volunteer.
        mai # Is a volunteer
        mai < I noted that Nguyễn Thị Hoa
        hoa < Welcome as a volunteer! On which days can you visit?
        hoa # My days for visits
        hoa < You: • can go: any day
        hoa # No longer a volunteer
        hoa < is no volunteer any more.
    """)


async def test_the_head_names_who_leads_and_she_is_told(village: Village) -> None:
    await village("""
        minh > bà Sáu phụ trách chăm sóc
        minh < Vi Thị Sáu (xóm 1) leads home care, and sees who is visited
        minh # Yes, that is right
        minh < Good, I wrote that down, and told Ms Sáu.
        sau < Mr Minh asks you to lead home care
        sau # Home care
        sau < Home care. Write “home care of” and a name to see a card.
        minh > ông Bảy phụ trách sức khỏe
        minh < alone sees what is measured
        minh > 1
        minh < told Mr Bảy
        bay < Mr Minh asks you to measure at the meetings.
        minh > ai phụ trách
        minh < Home care: Ms Mai, Ms Sáu. … Measuring, health: Mr Bảy.
        minh > bà Sáu thôi phụ trách chăm sóc
        minh < leads home care no more. Is that right?
        minh > 1
        minh < told Ms Sáu
        sau < you lead home care no more.
        sau > ai phụ trách
        sau < Home care: Ms Mai.
    """)


@pytest.mark.parametrize("who", ["thu", "lan", "mai", "hoa"])
async def test_only_the_head_names_them(village: Village, who: str) -> None:
    await village(f"""
        {who} > bà Sáu phụ trách chăm sóc
        {who} < That is for Mr Minh to say.
        {who} > bà Mai thôi phụ trách chăm sóc
        {who} < That is for Mr Minh to say.
    """)


async def test_in_vietnamese_a_volunteer_and_a_lead(database: Database) -> None:
    village = Village(database, locale="vi")
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("sau", "Vi Thị Sáu", birth_year=1950)
    await village("""
        minh > bà Sáu là tình nguyện viên
        minh < Vi Thị Sáu là tình nguyện viên
        minh > bà Sáu phụ trách chăm sóc
        minh < Vi Thị Sáu phụ trách chăm sóc tại nhà
        minh # Đúng rồi
        minh < cháu đã báo bà Sáu
        sau < nhờ bà phụ trách chăm sóc tại nhà
        sau > toi tham duoc thu 3 thu 6 sang
        sau < Vâng, cháu ghi rồi ạ: sáng thứ ba, sáng thứ sáu. … nhiều nhất 3 lần
        sau # Vắng mấy hôm
        sau < Vắng đến hôm nào
        sau > đến 30/11
        sau < Vâng: từ 21/11 đến 30/11 không đi thăm
    """)
