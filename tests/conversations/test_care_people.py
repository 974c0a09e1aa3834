"""Who is visited at home: taken in, shown to the care circle alone, changed, ended, resumed."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.care.people import Recipient
from bot.storage import care_roles, recipients, shifts
from bot.storage.engine import Database
from tests.cared_for import visited, with_carers
from tests.village import Village
from tests.visited import plan, take_in


@pytest.fixture
async def village(village: Village) -> Village:
    """The club of all tests, where Mai leads care and Sau and Bay visit others."""
    await with_carers(village)
    return village


async def _all(village: Village) -> list[Recipient]:
    async with village.database.read() as db:
        return await recipients.of_club(db, village.club, date(2026, 11, 21))


async def test_the_secretary_takes_a_member_in(village: Village) -> None:
    await village("""
        thu > take in Hoa
        thu < Which one do you mean?
        thu # Nguyễn Thị Hoa
        thu < What does Ms Hoa Bính need help with?
        thu # Meals
        thu < Anything else?
        thu # Laundry
        thu < Anything else?
        thu # That is all
        thu < On which days does Ms Hoa Bính like to be visited?
        thu > Tuesday, Friday morning
        thu < Which number shall be called in an emergency?
        thu > 0912 345 678 chị Mai
        thu < Who agreed to the visits?
        thu # Ms Hoa Bính in person
        thu < Please look … laundry. … Friday morning; 2 visits … 678 (chị Mai). … Agreed in person
        thu # Change something
        thu < What shall I change?
        thu # How often a week
        thu < How often a week shall somebody visit
        thu # 3 visits a week
        thu < Please look … 3 visits a week.
        thu # Yes, write it down
        thu < Good … xóm 2), born 1950, a member. … Photos of care: no. … by Thu.
        mai < Thu took Nguyễn Thị Hoa (Hoa Bính, xóm 2) in for visits.
        hoa < From now on somebody of the club comes to see you: 3 visits a week.
        hoa # See what is written
        hoa < Nguyễn Thị Hoa (Hoa Bính, xóm 2). … Needs: meals, laundry.
        mai # See the card
        mai < Nguyễn Thị Hoa
    """)
    (one,) = await _all(village)
    assert one.times == {(1, "morning"), (4, "morning")}
    assert (one.weekly, one.photos, one.agreed_by) == (3, False, "self")


async def test_somebody_of_the_village_by_numbers_alone(village: Village) -> None:
    await village("""
        mai > nhan cham soc cu Lo Thi En xom 3
        mai < Lo Thi En is no member, but may be visited all the same. Is it a woman or a man?
        mai > 1
        mai < In which year was Lo Thi En born?
        mai > 84 tuoi
        mai < What does Ms En need help with?
        mai > 1 4 10
        mai < On which days
        mai > thu 3, thu 6 sang, 1 lan
        mai < Which number
        mai > 1
        mai < Who agreed to the visits?
        mai > Mai
        mai < What is Mai to Ms En?
        mai > con gai
        mai < (xom 3), born 1942, of the village … preparing for storms. … call: –. … Mai, con gai
        mai > 1
        mai < Good, I wrote that down.
    """)
    (one,) = await _all(village)
    assert (one.member_id, one.sex, one.hamlet, one.birth_year) == (None, "female", "xom 3", 1942)


async def test_who_is_taken_in_twice_is_visited_once(village: Village) -> None:
    await visited(village)
    await village("""
        mai > take in Hoa
        mai < Which one do you mean?
        mai > 1
        mai < That is written down already. … Nguyễn Thị Hoa
        thu > take in Hoa
        thu < Which one do you mean?
        thu > 1
        thu < is visited already. Please ask Ms Mai about it.
    """)
    assert len(await _all(village)) == 1


async def test_two_phones_at_once_take_her_in_once(village: Village) -> None:
    for who in ("mai", "thu"):
        for words in ("take in Hoa", "1", "1 2", "any day", "1", "1"):
            await village.say(who, words)
        assert "Please look" in village.phones.by_chat[who].last[-1].text
    await asyncio.gather(*(village.press(who, "Yes, write it down") for who in ("mai", "thu")))
    assert len(await _all(village)) == 1
    said = [village.phones.by_chat[who].last[-1].text for who in ("mai", "thu")]
    assert any("already" in text for text in said)


async def test_what_is_not_understood_is_asked_again_and_nothing_is_lost(village: Village) -> None:
    await village("""
        mai > take in Hoa
        mai < Which one
        mai > 1
        mai < What does
        mai > cơm, xyz
        mai < I did not understand “xyz”. Anything else?
        mai > giặt
        mai < On which days
        mai > hmm
        mai < Which days of the week?
        mai # Any day will do
        mai < Which number
        mai > 12
        mai < Please write the number
        mai # There is none yet
        mai < Who agreed
        mai > con gái
        mai < Please write the name too
        mai > Never mind
        mai < All right, nothing was written down.
    """)
    assert not await _all(village)


async def test_a_command_is_no_name_and_no_hamlet(village: Village) -> None:
    await village("""
        mai > nhận chăm sóc
        mai < Who needs care?
        mai > cụ Lò Thị Én
        mai < Is it a woman or a man?
        mai > 1
        mai < In which hamlet does Lò Thị Én live?
        mai > menu
        mai < What can I do for you?
    """)
    assert not await _all(village)


@pytest.mark.parametrize("who", ["lan", "tu", "hoa", "grandson", "bay"])
async def test_outside_the_care_circle_nobody_sees_who_is_visited(
    village: Village, who: str
) -> None:
    await village.link("minh", "grandson", kind="helper")
    await visited(village, "binh", "sau")
    for words in ("ai được chăm sóc", "chăm sóc Bình", "nhận chăm sóc Bình"):
        await village.say(who, words)
        heard = village.phones.by_chat[who].unread.popleft().text
        assert "Bình" not in heard
        assert "Vi Văn" not in heard
    assert not village.phones.by_chat[who].unread


@pytest.mark.parametrize("who", ["minh", "mai", "sau"])
async def test_the_care_circle_sees_her_card(village: Village, who: str) -> None:
    await visited(village, "binh", "sau")
    await village.say(who, "chăm sóc Bình")
    heard = village.phones.by_chat[who].unread.popleft().text
    assert "Vi Văn Bình" in heard
    labels = [one.label for one in village.phones.by_chat[who].last[-1].choices]
    assert ("No visits any more" in labels) == (who != "sau")


async def test_the_secretary_sees_whom_he_wrote_down_and_nobody_else(village: Village) -> None:
    await visited(village, "binh")
    await visited(village, "hoa", by="thu")
    await village("""
        thu > ai được chăm sóc
        thu < Visited at home: • Nguyễn Thị Hoa (Hoa Bính, xóm 2): 2 visits a week, any day
        thu > Bình
        thu < I find nobody of that name who is visited.
        thu > Hoa
        thu < Nguyễn Thị Hoa
    """)


async def test_a_card_opened_in_office_changes_nothing_after_it(village: Village) -> None:
    await visited(village, "hoa", "sau")
    await village("""
        mai > chăm sóc Hoa
        mai < Nguyễn Thị Hoa
        mai # No visits any more
        mai < Why shall nobody visit Ms Hoa Bính any more?
    """)
    async with village.database.write() as db:
        lead = village.ids["mai"]
        await care_roles.dismiss(db, village.club, lead, "care_lead", date(2026, 11, 21))
    await village("""
        mai # In hospital
        mai < Please ask Mr Minh about that.
    """)
    assert (await _all(village))[0].until is None


async def test_one_thing_after_another_is_changed(village: Village) -> None:
    await visited(village)
    await village("""
        mai > chăm sóc Hoa
        mai < Needs: meals.
        mai # Change something
        mai < What shall I change for Ms Hoa Bính?
        mai # What is needed
        mai < Anything else?
        mai # ✓ Meals
        mai < What does
        mai > giặt, thuốc
        mai < Good, I wrote that down. … Needs: laundry, reminding of medicine.
        mai # Change something
        mai < What shall I change
        mai # Who agreed
        mai < Who agreed
        mai > Hạnh, con dâu
        mai < Hạnh, con dâu agreed instead on 21 Nov 2026.
    """)


async def test_photos_need_a_yes_of_their_own(village: Village) -> None:
    await visited(village)
    await village.link("hoa", "daughter", kind="helper")
    await village("""
        daughter > chăm sóc
        daughter < Nguyễn Thị Hoa
        daughter # Photos of care
        daughter < Only Ms Hoa Bính can say that.
        hoa > chăm sóc
        hoa < Nguyễn Thị Hoa … Photos of care: no.
        hoa # Photos of care
        hoa < Do you agree that volunteers take photos
        hoa # Yes, I agree
        hoa < Photos of care: yes, agreed to.
        mai > chăm sóc Hoa
        mai < Photos of care: yes
        mai # Photos of care
        mai < Does Ms Hoa Bính agree
        mai # No photos
        mai < Photos of care: no.
    """)


async def test_in_hospital_the_visits_rest_and_go_on_afterwards(village: Village) -> None:
    await visited(village, "hoa", "sau", "bay")
    await village("""
        mai > chăm sóc Hoa
        mai < Nguyễn Thị Hoa
        mai # No visits any more
        mai < Why shall nobody visit
        mai # In hospital
        mai < Written down: nobody visits Ms Hoa Bính any more (in hospital).
        sau < Nobody need go to see Ms Hoa Bính any more: in hospital. Your visits there are off.
        bay < Your visits there are off.
        mai > bà Hoa ra viện rồi
        mai < Visits go on as before.
    """)
    (one,) = await _all(village)
    assert one.needs == ("meals",)
    async with village.database.read() as db:
        assert not await shifts.of_days(db, village.club, date(2026, 11, 21), date(2026, 12, 31))


async def test_she_may_end_it_herself(village: Village) -> None:
    await visited(village, "hoa", "sau")
    await village("""
        hoa > chăm sóc
        hoa < Nguyễn Thị Hoa
        hoa # I need no visits any more
        hoa < Shall nobody come to see you any more?
        hoa # No, nobody need come
        hoa < All right, nobody comes any more.
        mai < Nobody need go to see Ms Hoa Bính any more: by own wish.
        sau < Your visits there are off.
    """)
    assert not await _all(village)


async def test_who_is_ill_in_hospital_is_not_visited_at_home(village: Village) -> None:
    await visited(village)
    await village("""
        minh > bà Hoa nằm viện
        minh < Ms Hoa Bính is not reminded
        minh # In hospital: no visits
        minh < nobody visits Ms Hoa Bính any more (in hospital).
        mai < Nobody need go to see Ms Hoa Bính any more
    """)


async def test_a_death_ends_the_visits_and_a_mistake_brings_them_back(village: Village) -> None:
    await visited(village, "hoa", "sau")
    await village("""
        thu > bà Hoa mất rồi
        thu < Is it certain
        thu # Yes, Ms Hoa Bính has died
        thu < Ms Hoa Bính has died.
        mai < Nobody need go to see Ms Hoa Bính any more: has died.
        sau < Nobody need go to see Ms Hoa Bính any more: has died. Your visits there are off.
        lan < Ms Hoa Bính has died.
        tu < Ms Hoa Bính has died.
        minh < Ms Hoa Bính has died.
    """)
    assert not await _all(village)
    await village("""
        thu > bà Hoa còn sống
        thu < Then Ms Hoa Bính is a member as before
        thu # Yes, Ms Hoa Bính is a member
        thu < is a member as before.
        lan < That was a mistake
        tu < That was a mistake
        minh < That was a mistake
    """)
    assert len(await _all(village)) == 1


@pytest.mark.parametrize("how", ["# Take somebody in", "> 3"])
async def test_below_the_list_somebody_is_taken_in(village: Village, how: str) -> None:
    await visited(village)
    await take_in(village, "Vi Thị Én")
    await village(f"""
        mai > who is visited
        mai < Visited at home: … Whose card shall I show?
        mai {how}
        mai < Who needs care?
    """)


@pytest.fixture
async def en(village: Village) -> Village:
    """Én is no member of the club; Sáu visits her."""
    whose = await take_in(village, "Vi Thị Én", hamlet="xóm 3")
    await plan(village, whose, date(2026, 11, 24), "sau")
    return village


@pytest.mark.parametrize(
    ("said", "reason", "written"),
    [
        ("bà Én mất rồi", "Has died", "(has died)"),
        ("bà Én chuyển đi rồi", "Moved away", "(moved away)"),
        ("bà Én nằm viện", "In hospital", "(in hospital)"),
    ],
)
async def test_what_became_of_somebody_of_the_village_ends_her_visits(
    en: Village, said: str, reason: str, written: str
) -> None:
    await en(f"""
        mai > {said}
        mai < Why shall nobody visit Ms Én any more?
        mai # {reason}
        sau < Nobody need go to see Ms Én any more … Your visits there are off.
        mai < Written down: nobody visits Ms Én any more {written}.
    """)
    assert await _all(en) == []


async def test_a_volunteer_tells_of_a_death_and_who_leads_sees_to_it(en: Village) -> None:
    await en("""
        sau > bà Én mất rồi
        mai < Sáu tells me that Ms Én has died. Please see whether it is so.
        sau < Thank you for telling me; I am sorry. Ms Mai sees to it.
        mai # See the card
        mai < Vi Thị Én
        bay > bà Én mất rồi
        bay < Thank you for telling me. Please tell the board, too.
        lan > bà Én mất rồi
        lan < I find nobody of that name in the club.
    """)
    assert [one.name for one in await _all(en)] == ["Vi Thị Én"]


async def test_each_sees_only_the_work_that_is_hers(village: Village) -> None:
    for who, first in {
        "minh": "Who is visited",
        "thu": "Who is visited",
        "sau": "I have visited",
        "lan": "Ask for a visit",
    }.items():
        await village.say(who, "chăm sóc")
        reply = village.phones.by_chat[who].unread.popleft()
        assert reply.choices[0].label == first


async def test_in_vietnamese_one_is_taken_in_and_rests_in_hospital(database: Database) -> None:
    village = Village(database, locale="vi")
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village("""
        minh > nhận chăm sóc bà Lò Thị Én, xóm 3, 1942
        minh < Bà Én cần giúp việc gì
        minh > cơm, giặt
        minh < Bà Én thích được thăm hôm nào
        minh > thứ 3, thứ 6 sáng
        minh < Khi khẩn cấp thì gọi số nào
        minh > 0912 345 678
        minh < Ai đồng ý
        minh > Mai, con gái
        minh < (xóm 3), sinh năm 1942 … nấu cơm, giặt giũ. … sáng thứ sáu; mỗi tuần 2 lần.
        minh # Đúng, ghi đi
        minh < Vâng, cháu ghi rồi ạ.
        minh > chăm sóc bà Én
        minh < Bà Lò Thị Én (xóm 3)
        minh # Ngừng thăm
        minh < Vì sao thôi không thăm bà Én nữa
        minh # Nằm viện
        minh < từ nay không ai phải sang thăm bà Én nữa (nằm viện)
        minh > bà Én ra viện rồi
        minh < Lại thăm như trước
    """)
