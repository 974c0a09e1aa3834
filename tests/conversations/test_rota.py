"""The care lead has visits proposed, changes them, and has the volunteers told."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.storage import carers, files, shifts
from bot.storage.engine import Database
from tests.storage.test_shifts import told as statements_of
from tests.village import Village, plain
from tests.visited import (
    BEGINNING,
    END,
    hold_role,
    lose_roles,
    pair,
    plan,
    planned,
    take_in,
    volunteer,
)

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
WEEK = timedelta(days=7)


async def founded(village: Village) -> Village:
    """Mai leads care; Sáu and Bảy have phones, Chín has none; Én and Mơ are visited."""
    await village.join("mai", "Lò Thị Mai", birth_year=1968)
    await village.join("sau", "Vi Thị Sáu", birth_year=1972, hamlet="xóm 1")
    await village.join("bay", "Hà Văn Bảy", birth_year=1972, sex="male")
    await village.join("chin", "Lô Thị Chín", birth_year=1972, phone=None)
    await hold_role(village, "mai", "care_lead")
    await volunteer(village, "sau", "bay", "chin")
    await take_in(village, "Lò Thị Én", hamlet="xóm 3")
    await take_in(village, "Vi Thị Mơ", needs=["company"])
    async with village.database.write() as db:
        club, days = village.club, {"sau": [1, 3], "bay": [4], "chin": [1, 5]}
        for short, hers in days.items():
            times = [(day, "") for day in hers]
            await carers.note_times(db, club, village.ids[short], times)
    return village


@pytest.fixture
async def club(village: Village) -> Village:
    return await founded(village)


async def goes(club: Village) -> dict[tuple[str, date], set[str]]:
    """Return who goes where, of what was told."""
    names = {number: short for short, number in club.ids.items()}
    async with club.database.read() as db:
        found = await shifts.of_days(db, club.club, BEGINNING, END)
    return {(one.name.split()[-1], one.day): {names[it] for it in one.volunteers} for one in found}


async def test_visits_are_proposed_looked_at_and_told(club: Village) -> None:
    await club("""
        mai > xếp lịch thăm
        mai < 8 visits from 23 Nov to 6 Dec. I only propose them … Visits of each: … Tuesday 24 Nov
        mai # By volunteer
        mai < Bảy: – Friday 27 Nov: Ms Én (xóm 3) … Chín: – Tuesday 24 Nov: Ms Én … Sáu:
        mai # By who is visited
        mai < Ms Én (xóm 3): – Tuesday 24 Nov
        mai # Week of 30 Nov
        mai < 8 visits … Tuesday 1 Dec
    """)
    assert await goes(club) == {}
    await club.press("mai", "It is right")
    club.hears("mai", "Done: I have told 2 volunteers of the visits. Without a phone here, please")
    assert "Your visits from" in plain(club.hears("sau", "Your visits from").text)
    club.hears("bay", "Your visits from")
    assert len(await goes(club)) == 8
    await club("""
        sau > lich cua toi
        sau < Your visits in these two weeks: – Tuesday 24 Nov
        mai > lịch thăm bà Chín
        mai < Visits of … Chín: –
        mai > lịch thăm bà Én
        mai < Visits to Ms Én (xóm 3): – Tuesday 24 Nov
        minh > lịch thăm
        minh < 8 visits from
        lan > lịch thăm
        lan < Please ask Mai about that.
        lan > lịch của tôi
        lan < Please ask Mai about that.
    """)


async def test_what_was_told_can_be_printed_for_those_without_a_phone(club: Village) -> None:
    await told(club)
    await club("""
        mai > lịch thăm
        mai < 8 visits
        mai # By volunteer
        mai < Chín: – Tuesday 24 Nov: Ms Én
        mai # To print
        mai < Here are the visits to print: please give them only to those who visit.
    """)
    async with club.database.read() as db:
        document = club.phones.by_chat["mai"].last[-1].document
        paper = await files.get(db, document, club.clock.now)
    assert paper is not None
    read = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    written = " ".join(read.replace("\u00a0", " ").split())
    for part in ("Who visits whom", "ONLY FOR THOSE WHO VISIT", "Lô Thị Chín", "Tuesday 24 Nov"):
        assert part.casefold() in written.casefold()


async def test_the_same_without_buttons(club: Village) -> None:
    await club("""
        mai > lich tham
        mai < 8 visits from 23 Nov to 6 Dec.
        mai > 1
        mai < Done: I have told 2 volunteers
        sau < Your visits
        bay < Your visits
        mai > 1
        mai < 8 visits from
    """)


async def test_who_lacks_visits_and_why_is_said_plainly(club: Village) -> None:
    async with club.database.write() as db:
        for short in ("sau", "chin"):
            await carers.note_away(db, club.club, club.ids[short], MONDAY, date(2026, 12, 20))
    await club("""
        mai > lịch thăm
        mai < 4 visits … Ms Én (xóm 3), week of 23 Nov: 1 visit too few, somebody can go on 1 day
    """)


async def told(club: Village) -> None:
    """Have everybody told of the visits, and read it."""
    await club.say("mai", "lịch thăm")
    await club.press("mai", "It is right")
    for phone in club.phones.by_chat.values():
        phone.unread.clear()


async def test_a_proposal_is_changed_by_words_and_nobody_hears_of_it(club: Village) -> None:
    await club.say("mai", "lịch thăm")
    for phone in club.phones.by_chat.values():
        phone.unread.clear()
    await club("""
        mai > bà Én 24/11 ông Bảy đi
        mai < Noted: Tuesday 24 Nov, Ms Én (xóm 3): … Bảy. … has said that this day does not suit.
        mai > thêm bà Mơ 28/11 bà Chín
        mai < Noted: Saturday 28 Nov, … Mơ: … Chín.
        mai > bà Én 24/11 sang 25/11
        mai < Noted: Wednesday 25 Nov
        mai > bỏ bà Én 25/11
        mai < Noted: no visit to Ms Én (xóm 3) on Wednesday 25 Nov.
        mai > bà Chín thăm bà Én thứ 6 tuần sau
        mai < Noted: Friday 27 Nov, Ms Én (xóm 3): Chín. Chín has said that this day does not suit.
        mai > chuyển bà Mơ thứ 7 sang thứ 2
        mai < Which visit to Ms Mơ?
        mai # Back to the visits
        mai < I only propose them
        mai > sao cũng được
        mai < Please choose one of these, or write it like this
    """)
    assert await goes(club) == {}


async def test_a_visit_is_changed_by_buttons(club: Village) -> None:
    await told(club)
    await club("""
        mai > lịch thăm
        mai < 8 visits
        mai # Change something
        mai < Whose visits shall change?
        mai # Lò Thị Én
        mai < Which visit to Ms Én (xóm 3)?
        mai # Tuesday 24 Nov
        mai < What shall change?
        mai # On another day
        mai < On which day?
        mai > thứ 4 tuần sau
        mai < Noted: Wednesday 25 Nov, Ms Én (xóm 3): Chín. I tell those concerned. Without a phone
        mai # Change something
        mai < Whose visits
        mai > én
        mai < Which visit
        mai # Wednesday 25 Nov
        mai < What shall change?
        mai # Somebody goes along
        mai < Nobody has said that Wednesday 25 Nov suits. Please write who visits Ms Én (xóm 3).
        mai > sáu
        mai < Noted: Wednesday 25 Nov, Ms Én (xóm 3): Sáu, Chín.
        sau < Please visit on Wednesday 25 Nov: Ms Én (xóm 3), with Chín. Meals, laundry
        mai # Change something
        mai < Whose visits
        mai # Vi Thị Mơ
        mai < Which visit
        mai # One more visit
        mai < On which day?
        mai # Monday 23 Nov
        mai < Nobody has said that Monday 23 Nov suits.
        mai > bà Hoa
        mai < I find no volunteer of that name.
        mai # Back to the visits
        mai < 8 visits
    """)


async def test_a_changed_visit_is_told_to_those_concerned_and_nobody_else(club: Village) -> None:
    noi = await take_in(club, "Lô Thị Nọi")
    await plan(club, noi, TUESDAY, "sau", "bay")
    await club("""
        mai > lịch thăm bà Nọi 24/11 bà Chín đi
        mai < Noted: Tuesday 24 Nov, Ms Nọi: Chín. I tell those concerned. Without a phone
        sau < Chín will visit Ms Nọi on Tuesday 24 Nov: you need not go then.
        bay < Chín will visit Ms Nọi on Tuesday 24 Nov: you need not go then.
        mai > lịch thăm bà Nọi 24/11 sang 25/11 ông Bảy đi
        mai < Noted: Wednesday 25 Nov, Ms Nọi: Bảy.
        bay < Please visit on Wednesday 25 Nov: Ms Nọi. Meals, laundry
        mai > chuyển bà Nọi 25/11 sang 27/11
        mai < Noted: Friday 27 Nov
        bay < The visit to Ms Nọi is on Friday 27 Nov now, not on Wednesday 25 Nov.
        mai > bỏ bà Nọi 27/11
        mai < Noted: no visit to Ms Nọi on Friday 27 Nov.
        bay < The visit to Ms Nọi on Friday 27 Nov is not needed. You need not go.
    """)
    assert await planned(club) == []


async def test_a_new_proposal_keeps_what_was_told(club: Village) -> None:
    noi = await take_in(club, "Lô Thị Nọi")
    for day in (TUESDAY, TUESDAY + timedelta(days=2)):
        await plan(club, noi, day, "sau")
    await told(club)
    before = await goes(club)
    mine = {key: who for key, who in before.items() if key[0] == "Nọi" and key[1] < MONDAY + WEEK}
    assert mine == {("Nọi", TUESDAY): {"sau"}, ("Nọi", TUESDAY + timedelta(days=2)): {"sau"}}
    await take_in(club, "Hà Thị Liên")
    await club.say("mai", "lịch thăm")
    club.hears("mai", "Ms Liên, week of 23 Nov: … possible.")
    await club.press("mai", "Plan what is missing")
    club.hears("mai", "I only propose them: nobody has been told yet. … (told already)")
    assert await goes(club) == before
    await club.press("mai", "It is right")
    after = await goes(club)
    assert before.items() <= after.items()
    assert {name for name, _day in after.keys() - before.keys()} == {"Liên"}


async def test_two_leads_see_what_the_other_did_meanwhile(club: Village) -> None:
    await club("""
        mai > lịch thăm
        mai < I only propose them
        minh > lịch thăm
        minh < I only propose them
        minh > bỏ bà Mơ 24/11
        minh < Noted: no visit to Ms Mơ on Tuesday 24 Nov.
        mai # It is right
        mai < It was changed meanwhile. Please look at it once more: … 7 visits
        mai # It is right
        mai < Done: I have told 2 volunteers
        sau < Your visits
        bay < Your visits
        minh # It is right
        minh < Mai has told everybody of these visits meanwhile. Nothing else … 7 visits
        minh # Change something
        minh < Whose visits
        minh # Vi Thị Mơ
        minh < Which visit
        minh # Thursday 26 Nov
        minh < What shall change?
        mai > bỏ bà Mơ 26/11
        mai < Noted: no visit to Ms Mơ on Thursday 26 Nov. I tell those concerned.
        sau < is not needed
        minh # Somebody else goes
        minh < That visit was taken out meanwhile.
    """)


async def test_an_old_step_of_a_proposal_that_was_told_changes_nothing(club: Village) -> None:
    await club("""
        minh > lịch thăm
        minh < I only propose them
        minh # Change something
        minh < Whose visits
        minh # Lò Thị Én
        minh < Which visit
        minh # Tuesday 24 Nov
        minh < What shall change?
        mai > lịch thăm
        mai < I only propose them
        mai # It is right
        mai < Done
        sau < Your visits
        bay < Your visits
        minh # No visit then
        minh < Mai has told everybody of these visits meanwhile. Nothing else was changed.
    """)
    assert len(await goes(club)) == 8


async def test_two_leads_publish_at_the_same_moment_and_each_volunteer_hears_once(
    club: Village,
) -> None:
    await club.say("mai", "lịch thăm")
    await club.say("minh", "lịch thăm")
    for phone in club.phones.by_chat.values():
        phone.unread.clear()
    await asyncio.gather(club.press("mai", "It is right"), club.press("minh", "It is right"))
    for short in ("sau", "bay"):
        assert len(club.phones.by_chat[short].unread) == 1
    said = [plain(club.phones.by_chat[short].unread[0].text) for short in ("mai", "minh")]
    assert sum(one.startswith("Done") for one in said) == 1
    assert sum("has told everybody" in one for one in said) == 1


async def test_a_proposal_may_be_dropped(club: Village) -> None:
    await club("""
        mai > lịch thăm
        mai < I only propose them
        minh > lịch thăm
        minh < I only propose them
        mai # Drop this proposal
        mai < All right, that proposal is gone
        minh # By volunteer
        minh < Those proposed visits were dropped meanwhile.
    """)
    assert await goes(club) == {}


@pytest.mark.parametrize("role", ["", "treasurer", "accountant", "secretary", "health_lead"])
async def test_nobody_else_sees_or_changes_the_rota(club: Village, role: str) -> None:
    """A press from the time when she led care does nothing any more."""
    await told(club)
    await club.join("ut", "Lương Thị Út", *[role] if role else [], birth_year=1990)
    for said in (
        "lịch thăm",
        "xếp lịch thăm",
        "lịch thăm bà Én",
        "lịch thăm bà Én 24/11 bà Hoa đi",
    ):
        await club.say("ut", said)
        club.hears("ut", "Please ask Mai about that.")
    before = await goes(club)
    await lose_roles(club, "mai")
    club.phones.by_chat["mai"].unread.clear()
    for button in ("By volunteer", "Change something"):
        await club.press("mai", button)
        heard = plain(club.phones.by_chat["mai"].unread.popleft().text)
        assert "Én" not in heard
    assert await goes(club) == before


async def test_a_helper_of_a_volunteer_sees_nothing(club: Village) -> None:
    await told(club)
    await club.link("sau", "child", "helper")
    await club("""
        child > lịch của tôi
        child < Please ask Mai about that.
        child > đổi lịch thăm
        child < Please ask Mai about that.
    """)


async def test_who_is_visited_sees_who_comes(club: Village) -> None:
    hoa = await take_in(club, "", member="hoa")
    await plan(club, hoa, TUESDAY, "sau")
    await club("""
        hoa > lịch thăm
        hoa < Visits to Ms Hoa Bính (xóm 2): – Tuesday 24 Nov: Sáu
    """)
    heard = len(club.phones.by_chat["hoa"].last)
    await told(club)
    await club.say("mai", "bỏ bà Hoa 24/11")
    club.hears("mai", "Noted: no visit to Ms Hoa Bính")
    assert len(club.phones.by_chat["hoa"].last) == heard  # plans that change are no news to her


async def test_a_longer_list_takes_no_more_statements(club: Village) -> None:
    with statements_of(club.database) as few:
        await club.say("mai", "lịch thăm")
    for name in ("Nọi", "Liên", "Pành", "Xuân", "Mỷ", "Dợ"):
        await take_in(club, f"Hà Thị {name}")
    await club.press("mai", "Drop")
    with statements_of(club.database) as many:
        await club.say("mai", "lịch thăm")
    club.phones.by_chat["mai"].unread.clear()
    assert len(many) <= len(few) + 2


async def test_two_who_go_together_are_planned_and_changed_together(club: Village) -> None:
    async with club.database.write() as db:
        for short in ("sau", "bay", "chin"):
            await carers.note_times(db, club.club, club.ids[short], [])
    await pair(club, "sau", "bay")
    await told(club)
    assert {frozenset(who) for who in (await goes(club)).values()} == {
        frozenset({"sau", "bay"}),
        frozenset({"chin"}),
    }
    noi = await take_in(club, "Lô Thị Nọi")
    await plan(club, noi, TUESDAY, "chin")
    await club("""
        mai > lịch thăm bà Nọi 24/11 bà Sáu đi
        mai < Noted: Tuesday 24 Nov, Ms Nọi: Sáu, Bảy.
        sau < Please visit on Tuesday 24 Nov: Ms Nọi, with Bảy. Meals, laundry
        bay < Please visit on Tuesday 24 Nov: Ms Nọi, with Sáu. Meals, laundry
    """)


async def test_nothing_can_be_planned_without_people(village: Village) -> None:
    await village.join("mai", "Lò Thị Mai")
    await hold_role(village, "mai", "care_lead")
    await village("""
        mai > lịch thăm
        mai < Nobody is visited at home yet: first write down who needs visits.
    """)
    await take_in(village, "Lò Thị Én", member="mai")
    await village("""
        mai > lịch thăm
        mai < There are no volunteers yet: first write down who can visit.
    """)
    await volunteer(village, "mai")
    await village("""
        mai > lịch thăm
        mai < There is nothing more to plan. … Mai, week of 23 Nov: 2 visits too few, no volunteer
    """)


async def test_in_vietnamese(database: Database) -> None:
    village = Village(database, locale="vi")
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await founded(village)
    await village("""
        mai > xep lich tham
        mai < 8 buổi thăm từ 23/11 đến 6/12. Cháu mới xếp thử, chưa báo cho ai ạ.
        mai > ba En 24/11 sang 25/11
        mai < Cháu ghi rồi: thứ tư 25/11, thăm bà Én (xóm 3)
        mai # Chốt lịch
        mai < Xong rồi ạ: cháu đã báo lịch cho 2 tình nguyện viên.
        sau < Lịch bác đi thăm từ
        bay < Lịch bác đi thăm từ
        bay > thứ 6 tôi không đi được
        bay < Bác không đi được buổi nào ạ? Cháu hỏi những người khác giúp bác.
        bay # thứ sáu 27/11
        bay < Hôm đó cháu không thấy ai rảnh. Cháu đã báo bác Mai để lo giúp ạ.
        mai < Bác Bảy không đi thăm bà Én (xóm 3) thứ sáu 27/11 được, mà chưa có ai đi thay.
    """)
