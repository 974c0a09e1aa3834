"""A volunteer cannot go and asks the others: the first yes wins, and everybody hears of it."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.almanac.meetings import MeetingRule, MonthDay
from bot.storage import carers, meeting_rules, shifts
from bot.storage.engine import Database
from tests.conversations.test_rota import founded
from tests.village import Village, plain
from tests.visited import pair, plan, planned, take_in, volunteer

TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)


@pytest.fixture
async def club(village: Village) -> Village:
    """Sáu goes to Én on Friday; everybody has time then, and Chín has a phone, too."""
    await founded(village)
    await village.link("chin", "chin")
    async with village.database.write() as db:
        for short in ("sau", "bay", "chin"):
            await carers.note_times(db, village.club, village.ids[short], [])
    en = await take_in(village, "Vi Thị Nọi", hamlet="xóm 3")
    await plan(village, en, FRIDAY, "sau")
    return village


async def test_the_first_yes_wins_and_all_are_told_kindly(club: Village) -> None:
    await club("""
        sau > thứ 6 tôi không đi được
        sau < Friday 27 Nov, Ms Nọi (xóm 3): shall I ask the others to go for you?
        sau # Yes, please ask them
        sau < I have asked 2 other volunteers, … Until then it is still your visit.
        bay < Sáu cannot visit Ms Nọi (xóm 3) on Friday 27 Nov. Could you go instead?
        chin < Sáu cannot visit Ms Nọi (xóm 3) on Friday 27 Nov. Could you go instead?
        chin # I will go
        chin < Thank you! You visit Ms Nọi (xóm 3) on Friday 27 Nov. I tell Sáu and the others.
        sau < Chín visits Ms Nọi (xóm 3) on Friday 27 Nov for you. All is well.
        bay < Chín goes to Ms Nọi (xóm 3) on Friday 27 Nov: you need not think of it any more.
        mai < Chín visits Ms Nọi (xóm 3) on Friday 27 Nov instead of Sáu.
        bay # I will go
        bay < Somebody else goes already.
        chin # I will go
        chin < You already chose “I will go”
    """)
    assert await planned(club) == [(FRIDAY, (club.ids["chin"],))]


async def test_by_numbers_alone(club: Village) -> None:
    await club("""
        sau > đổi lịch thăm
        sau < shall I ask the others to go for you?
        sau > 1
        sau < I have asked 2 other volunteers
        bay < Could you go instead?
        chin < Could you go instead?
        bay > 2
        bay < All right, thank you for telling. I ask the others.
        chin > 1
        chin < Thank you! You visit Ms Nọi
        sau < All is well.
        mai < instead of Sáu.
    """)
    assert await planned(club) == [(FRIDAY, (club.ids["chin"],))]


async def test_two_who_say_yes_at_once_are_told_apart(club: Village) -> None:
    await club.say("sau", "đổi lịch thăm")
    await club.say("sau", "1")
    for phone in club.phones.by_chat.values():
        phone.unread.clear()
    await asyncio.gather(club.press("bay", "I will go"), club.press("chin", "I will go"))
    said = [
        plain(reply.text)
        for short in ("bay", "chin")
        for reply in club.phones.by_chat[short].unread
    ]
    assert sum("Thank you! You visit" in one for one in said) == 1
    assert sum("Somebody else goes already." in one for one in said) == 1
    ((_day, who),) = await planned(club)
    assert len(who) == 1
    assert who[0] in {club.ids["bay"], club.ids["chin"]}


async def test_when_all_say_no_the_care_lead_places_somebody(club: Village) -> None:
    await club("""
        sau > lịch của tôi
        sau < Your visits in these two weeks: – Friday 27 Nov: Ms Nọi (xóm 3). Meals, laundry
        sau # I cannot go once
        sau < shall I ask the others
        sau > có
        sau < I have asked 2 other volunteers
        bay < Could you go instead?
        chin < Could you go instead?
        bay > không
        bay < All right, thank you for telling. I ask the others.
        chin > 2
        mai < Sáu cannot visit Ms Nọi (xóm 3) on Friday 27 Nov, and nobody else goes yet.
        sau < Nobody of the others can visit Ms Nọi (xóm 3) on Friday 27 Nov. I have told Mai.
        chin < All right, thank you for telling.
        mai # Bảy goes
        mai < Noted: Friday 27 Nov, Ms Nọi (xóm 3): Bảy. I tell those concerned.
        sau < Bảy will visit Ms Nọi (xóm 3) on Friday 27 Nov: you need not go then.
        bay < Please visit on Friday 27 Nov: Ms Nọi (xóm 3).
    """)
    assert await planned(club) == [(FRIDAY, (club.ids["bay"],))]


async def test_the_answers_may_be_typed(club: Village) -> None:
    await club("""
        sau > thu 6 toi khong di duoc
        sau < shall I ask the others
        sau > 1
        sau < I have asked 2 other volunteers
        bay < Could you go instead?
        chin < Could you go instead?
        bay > tôi không đi được
        bay < All right, thank you for telling. I ask the others.
        chin > thứ 6 tôi đi được
        chin < Thank you! You visit Ms Nọi
        sau < All is well.
        mai < instead of Sáu.
    """)


async def test_nobody_has_time_and_the_care_lead_hears_at_once(club: Village) -> None:
    async with club.database.write() as db:
        for short in ("bay", "chin"):
            away = club.ids[short], FRIDAY, FRIDAY + timedelta(days=1)
            await carers.note_away(db, club.club, *away)
    await club("""
        sau > thứ sáu tôi không đi được
        sau < shall I ask the others
        sau # Yes
        sau < Nobody I can ask has time then. I have told Mai, who will see to it.
        mai < Sáu cannot visit Ms Nọi (xóm 3) on Friday 27 Nov, and nobody else goes yet.
        mai # Somebody else, or no visit
        mai < What shall change?
        mai # No visit then
        mai < Noted: no visit to Ms Nọi (xóm 3) on Friday 27 Nov. I tell those concerned.
        sau < The visit to Ms Nọi (xóm 3) on Friday 27 Nov is not needed. You need not go.
    """)
    assert await planned(club) == []


async def test_she_can_go_after_all(club: Village) -> None:
    await club("""
        sau > thứ 6 tôi không đi được
        sau < shall I ask
        sau # Yes
        sau < I have asked 2
        bay < Could you
        chin < Could you
        sau > đổi lịch thăm
        sau < shall I ask
        sau # Yes
        sau < I am asking the others already
        sau > tôi đi được rồi
        sau < Good, thank you! Then you go, and nobody else need.
        bay # I will go
        bay < It is settled already: nobody need go.
    """)
    assert await planned(club) == [(FRIDAY, (club.ids["sau"],))]


async def test_one_of_two_cannot_and_the_other_goes_with_who_says_yes(club: Village) -> None:
    await club.join("muoi", "Hà Thị Mười", birth_year=1972)
    await volunteer(club, "muoi")
    await pair(club, "sau", "muoi")
    async with club.database.write() as db:
        (found,) = await shifts.of_days(db, club.club, FRIDAY, FRIDAY + timedelta(days=1))
        goes = [club.ids["sau"], club.ids["muoi"]]
        await shifts.assign(db, found.id, goes, club.clock.now)
    await club("""
        sau > thứ 6 tôi không đi được
        sau < shall I ask
        sau # Yes
        sau < I have asked 2
        bay < Could you
        chin < Could you
        bay # I will go
        bay < Thank you!
        sau < Bảy visits Ms Nọi (xóm 3) on Friday 27 Nov for you.
        chin < Bảy goes
        mai < Bảy visits Ms Nọi (xóm 3) on Friday 27 Nov instead of Sáu.
        muoi < Bảy visits Ms Nọi (xóm 3) on Friday 27 Nov instead of Sáu.
    """)
    assert await planned(club) == [(FRIDAY, (club.ids["bay"], club.ids["muoi"]))]


async def test_what_the_care_lead_changed_meanwhile_holds(club: Village) -> None:
    await club("""
        sau > thứ 6 tôi không đi được
        sau < shall I ask
        sau # Yes
        sau < I have asked 2
        bay < Could you
        chin < Could you
        mai > lịch thăm bà Nọi 27/11 ông Bảy đi
        mai < Noted: Friday 27 Nov, Ms Nọi (xóm 3): Bảy.
        sau < Bảy will visit
        bay < Please visit
        chin # I will go
        chin < It is settled already
    """)
    assert await planned(club) == [(FRIDAY, (club.ids["bay"],))]


async def meets_on_friday(club: Village) -> None:
    async with club.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=club.club,
            rule=MeetingRule(on=MonthDay(day=27)),
            at=club.clock.now.time(),
            place="the house of culture",
            by=None,
            now=club.clock.now,
            today=club.clock.now.date(),
        )
        await meeting_rules.keep_ahead(db, club.clock.now)


async def test_a_meeting_on_that_day_is_meant_before_a_visit(club: Village) -> None:
    await meets_on_friday(club)
    await club("""
        sau > thứ sáu tôi không đi được
        sau < Thank you for telling. The board will tell you what is decided
    """)


async def test_who_visits_nobody_on_that_day_may_mean_the_meeting(club: Village) -> None:
    await meets_on_friday(club)
    await club("""
        lan > thu 6 toi khong di duoc
        lan < The club meets on Friday 27 Nov … at the house of culture.
        lan # I cannot come
        lan < Thank you for telling. The board will tell you what is decided on Friday 27 Nov
    """)


async def test_others_have_no_visits_to_swap(club: Village) -> None:
    await club("""
        lan > đổi lịch thăm
        lan < No visits of yours are planned in these two weeks.
        bay > thứ 6 tôi không đi được
        bay < No visit of yours is planned then.
    """)


async def test_in_vietnamese(database: Database) -> None:
    village = Village(database, locale="vi")
    await village.found()
    await founded(village)
    async with database.write() as db:
        for short in ("sau", "bay"):
            await carers.note_times(db, village.club, village.ids[short], [])
    noi = await take_in(village, "Vi Thị Nọi", hamlet="xóm 3")
    await plan(village, noi, FRIDAY, "sau")
    await village("""
        sau > thu 6 toi khong di duoc
        sau < Thứ sáu 27/11, thăm bà Nọi (xóm 3): cháu hỏi người khác đi thay bác nhé?
        sau # Ừ, hỏi giúp tôi
        sau < Cháu đã hỏi 1 người khác, ai nhận cháu báo bác ngay.
        bay < Bác Sáu không đi thăm bà Nọi (xóm 3) thứ sáu 27/11 được. Bác đi thay giúp được
        bay > tôi đi được
        bay < Cháu cảm ơn bác! Bác đi thăm bà Nọi (xóm 3) thứ sáu 27/11 nhé.
        sau < Bác Bảy đi thăm bà Nọi (xóm 3) thứ sáu 27/11 thay bác rồi ạ. Bác cứ yên tâm.
        mai < Bác Bảy đi thăm bà Nọi (xóm 3) thứ sáu 27/11 thay bác Sáu.
    """)
