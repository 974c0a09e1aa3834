"""A visit that is asked for: by a member, by the family, for a neighbour; who comes is told."""

from __future__ import annotations

from datetime import date

import pytest

from bot.storage import recipients, shifts, visit_requests
from tests.cared_for import visited, with_carers
from tests.conversations.test_family import joined, shown
from tests.village import Village
from tests.visited import lose_roles, plan, planned, take_in


@pytest.fixture
async def village(village: Village) -> Village:
    """The club of all tests: Mai leads care, Sau and Bay visit, Hoa is visited."""
    await with_carers(village)
    await visited(village)
    return village


async def waiting(village: Village) -> int:
    async with village.database.read() as db:
        return len(await visit_requests.waiting(db, village.club, date(2026, 11, 21)))


async def test_who_is_visited_asks_and_sees_who_comes(village: Village) -> None:
    await village("""
        hoa > ask for a visit
        hoa < Who is to be visited?
        hoa # For myself
        hoa < On which day?
        hoa # Tomorrow
        mai < Ms Hoa Bính asks for a visit to Ms Nguyễn Thị Hoa … Sunday 22 Nov. Who goes?
        hoa < I have asked Ms Mai for a visit to Ms Hoa Bính, Sunday 22 Nov. I write here
        mai # Ms Sáu
        sau < Please visit on Sunday 22 Nov: Ms Hoa Bính
        hoa < Ms Sáu will come to Ms Hoa Bính: Sunday 22 Nov.
        mai < Planned: Ms Sáu goes to Ms Hoa Bính, Sunday 22 Nov.
        hoa > who came
        hoa < To come: Sunday 22 Nov, Ms Sáu.
    """)
    assert await planned(village) == [(date(2026, 11, 22), (village.ids["sau"],))]
    assert await waiting(village) == 0


async def test_the_family_asks_in_one_line_and_hears_who_comes(village: Village) -> None:
    await joined(village)
    await village("""
        hanh > xin thăm mẹ tôi thứ ba
        mai < Ms Hạnh (daughter of Ms Hoa Bính) asks for a visit to … Tuesday 24 Nov.
        hanh < I have asked Ms Mai for a visit to Ms Hoa Bính, Tuesday 24 Nov.
        hanh > xin thăm thứ ba
        hanh < I have asked for that already.
        mai > 2
        bay < Please visit on Tuesday 24 Nov
        hanh < Mr Bảy will come to Ms Hoa Bính: Tuesday 24 Nov.
        hoa < Mr Bảy will come to you: Tuesday 24 Nov.
        mai < Planned: Mr Bảy goes to Ms Hoa Bính
    """)


async def test_each_week_is_a_day_that_she_likes(village: Village) -> None:
    await joined(village)
    await village("""
        hanh > xin thăm
        hanh < On which day?
        hanh # Each week
        hanh < Which day of the week is good?
        hanh > thứ năm
        mai < each Thursday, from Thursday 26 Nov on. Who goes?
        hanh < for a visit to Ms Hoa Bính, each Thursday
        mai # Ms Sáu
        sau < Please visit on Thursday 26 Nov
        hanh < Ms Sáu will come to Ms Hoa Bính: each Thursday
        hoa < Ms Sáu will come to you: each Thursday
        mai < Planned:
    """)


async def test_a_neighbour_asks_and_learns_nothing_of_who_is_visited(village: Village) -> None:
    await village("""
        lan > xin thăm bà Hoa ngày mai
        mai < Lan asks for a visit to “bà Hoa”: Sunday 22 Nov. Nobody visits there yet
        lan < I have asked Ms Mai for a visit to “bà Hoa”, Sunday 22 Nov.
        mai # It is Nguyễn Thị Hoa
        mai < Lan asks for a visit to Ms Nguyễn Thị Hoa … Who goes? These could.
        mai # Ms Sáu
        sau < Please visit
        lan < Ms Sáu will come to bà Hoa: Sunday 22 Nov.
        hoa < Ms Sáu will come to you: Sunday 22 Nov.
        mai < Planned:
    """)


async def test_the_day_may_be_said_before_who_is_meant(village: Village) -> None:
    await village("""
        lan > xin thăm
        lan < Who is to be visited?
        lan > hom nay
        lan < Who is to be visited?
        lan > bà Mai, xóm 2
        mai < Lan asks for a visit to “bà Mai, xóm 2”: Saturday 21 Nov.
        lan < I have asked Ms Mai for a visit to “bà Mai, xóm 2”, Saturday 21 Nov.
        tu > xin thăm
        tu < Who is to be visited?
        tu > cho tôi ngày mai
        mai < Tư asks to be visited: Sunday 22 Nov.
        tu < I have asked Ms Mai for a visit to Tư, Sunday 22 Nov.
    """)


async def test_who_is_not_visited_yet_is_taken_in(village: Village) -> None:
    await village("""
        lan > ask for a visit
        lan < Who is to be visited?
        lan # For myself
        lan < On which day?
        lan > Tuesday
        mai < Lan asks to be visited: Tuesday 24 Nov. Nobody visits there yet
        lan < I have asked Ms Mai for a visit to Lan, Tuesday 24 Nov.
        mai # Take in as one who is visited
        mai < What does Lan need help with?
    """)
    assert await waiting(village) == 1


async def test_the_first_answer_counts_and_the_second_hears_of_it(village: Village) -> None:
    await village.join("nhi", "Vi Thị Nhi", "care_lead", birth_year=1970)
    await village("""
        hoa > xin thăm cho tôi ngày mai
        mai < asks for a visit
        nhi < asks for a visit
        hoa < I have asked Ms Mai, Nhi
        mai # Ms Sáu
        sau < Please visit
        hoa < Ms Sáu will come
        mai < Planned
        nhi # Mr Bảy
        nhi < Ms Mai has seen to that already: Ms Sáu goes.
    """)
    assert await planned(village) == [(date(2026, 11, 22), (village.ids["sau"],))]


async def test_what_changed_meanwhile_is_said(village: Village) -> None:
    await village("""
        hoa > xin thăm cho tôi ngày mai
        mai < asks for a visit
        hoa < I have asked Ms Mai
    """)
    en = await take_in(village, "Lò Thị Én")
    for _number in range(2):  # two visits a day are enough for anybody
        await plan(village, en, date(2026, 11, 22), "sau")
    await village("""
        mai # Ms Sáu
        mai < That volunteer is not free on that day any more. Who else? … Who goes? These could.
        mai # Another volunteer
        mai < Who of the volunteers?
        mai > Sáu
        sau < Please visit
        hoa < Ms Sáu will come
        mai < Planned
    """)


async def test_somebody_comes_anyway(village: Village) -> None:
    async with village.database.read() as db:
        found = await recipients.of_member(db, village.club, village.ids["hoa"])
    assert found
    made = await plan(village, found.id, date(2026, 11, 24), "bay")
    await joined(village)
    await village("""
        hanh > xin thăm thứ ba
        mai < On that day Mr Bảy comes anyway.
        hanh < I have asked
        mai # Mr Bảy comes, that is enough
        hanh < Mr Bảy will come to Ms Hoa Bính
        hoa < Mr Bảy will come to you
        mai < All right, I have said who comes.
    """)
    async with village.database.read() as db:
        assert [
            one.id
            for one in await shifts.of_days(
                db, village.club, date(2026, 11, 24), date(2026, 11, 25)
            )
        ] == [made]


async def test_nobody_can_come(village: Village) -> None:
    await village("""
        hoa > xin thăm cho tôi hôm nay
        mai < asks for a visit
        hoa < I have asked Ms Mai
        mai # Nobody can come
        hoa < I am sorry, nobody can come to Ms Hoa Bính then … 21 Nov). … talk with Ms Mai.
        mai < All right, I have said so
    """)


async def test_without_a_care_lead_the_head_is_asked(village: Village) -> None:
    await lose_roles(village, "mai")
    await village(
        """
        hoa > xin thăm cho tôi ngày mai
        minh < Ms Hoa Bính asks for a visit
        hoa < I have asked Mr Minh
        minh > who asks for a visit
        minh < Ms Hoa Bính asks for a visit to
    """.replace("        mai # Ms\n", "")
    )


async def test_who_leads_no_more_cannot_answer(village: Village) -> None:
    await village("""
        hoa > xin thăm cho tôi ngày mai
        mai < asks for a visit
        hoa < I have asked Ms Mai
    """)
    await lose_roles(village, "mai")
    await village("""
        mai # Ms Sáu
        mai < Please ask Mr Minh
    """)
    assert await planned(village) == []


async def test_a_stranger_asks_for_nothing(village: Village) -> None:
    assert "joining code" in await shown(village, "new", "xin thăm bà Hoa")
    assert await waiting(village) == 0


@pytest.mark.parametrize("text", ["1/1/2020", "1/6/2030"])
async def test_a_day_that_is_over_or_far_away_is_asked_again(village: Village, text: str) -> None:
    await village(f"""
        hoa > xin thăm cho tôi
        hoa < On which day?
        hoa > {text}
        hoa < That day is over, or too far away. On which day, please?
        hoa > ngày mai
        mai < asks for a visit
        hoa < I have asked
    """)


async def test_what_is_owed_is_no_name_of_who_is_to_be_visited(village: Village) -> None:
    await village("""
        hoa > xin thăm
        hoa < Who is to be visited?
        hoa # For somebody else
        hoa < Who is it?
        hoa > tôi còn nợ bao nhiêu
        hoa < You still have … 5,000,000
    """)
