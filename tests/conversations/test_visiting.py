"""A volunteer writes a visit down: three taps, one line, a week at once; nothing twice."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from sqlalchemy import update

from bot import telling
from bot.chat import Choice, Incoming
from bot.storage import addresses, files, recipients
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.sent_files import picture, sends
from tests.village import Village, address
from tests.visited import (
    TODAY,
    ago,
    all_rows,
    hold_role,
    pair,
    plan,
    planned,
    take_in,
    volunteer,
    written,
)


@pytest.fixture
async def care(village: Village) -> Village:
    """Hoa visits; of the two who are visited only Lan is of her people."""
    await village.join("mai", "Đỗ Thị Mai")
    await volunteer(village, "hoa", "mai")
    lan = await take_in(village, "Vi Thị Lan", hamlet="xóm 3")
    await take_in(village, "Lò Thị Én", needs=())
    await plan(village, lan, date(2026, 11, 1), "hoa")
    return village


async def told(village: Village) -> list[tuple[date, list[str], tuple[str, ...], str]]:
    """Return what is written: day, who came, what was done, how she was."""
    names = {its: short for short, its in village.ids.items()}
    return [
        (one.day, [names[who] for who in one.visitors], one.tasks, one.state)
        for one in await written(village)
    ]


async def test_three_taps_write_a_visit_down(care: Village) -> None:
    await care("""
        hoa > i have visited
        hoa < Whom did you visit today? Part of the name is enough.
        hoa # Vi Thị Lan
        hoa < What was done for Ms Lan? … The usual is: meals, laundry.
        hoa # The usual
        hoa < How was Ms Lan?
        hoa # Well
        hoa < Written down. You visited Ms Lan today: meals, laundry. Ms Lan is well. Thank you!
    """)
    assert await told(care) == [(TODAY, ["hoa"], ("laundry", "meals"), "well")]


async def test_her_people_come_first_and_all_the_others_by_a_tap(care: Village) -> None:
    await care("""
        hoa > i have visited
        hoa < Whom did you visit today?
    """)
    assert [one.label for one in care.choices("hoa")[:4]] == [
        *("Vi Thị Lan (xóm 3)", "Somebody else", "Another day", "Never mind")
    ]
    await care("""
        hoa # Somebody else
        hoa < Whom did you visit today?
    """)
    assert [one.label for one in care.choices("hoa")[:2]] == ["Vi Thị Lan (xóm 3)", "Lò Thị Én"]


async def test_numbers_alone_are_enough(care: Village) -> None:
    await care("""
        hoa > record a visit
        hoa < Whom did you visit today?
        hoa > 1
        hoa < What was done for Ms Lan?
        hoa > 1 3
        hoa < How was Ms Lan?
        hoa > 3
        hoa < Ms Lan is rather weak.
    """)
    assert await told(care) == [(TODAY, ["hoa"], ("cleaning", "meals"), "weak")]


async def test_things_are_ticked_one_after_another_and_off_again(care: Village) -> None:
    await care("""
        hoa > thăm bà Én
        hoa < What was done for Ms Én? Tick all of it
        hoa # Meals
        hoa < Anything else for Ms Én?
        hoa # Laundry
        hoa < Anything else
        hoa # ✓ Meals
        hoa < Anything else
        hoa # Something else was done
        hoa < Anything else
        hoa > the garden
        hoa < Anything else
        hoa # That is all
        hoa < How was Ms Én?
        hoa > khỏe
        hoa < You visited Ms Én today: laundry, the garden. Ms Én is well.
    """)
    assert await told(care) == [(TODAY, ["hoa"], ("garden", "laundry"), "well")]


async def test_numbers_and_words_go_together_and_another_visit_begins_anew(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan
        hoa < What was done for Ms Lan?
        hoa > thăm bà Én hôm qua
        hoa < What was done for Ms Én?
        hoa > 1 2, khỏe
        hoa < You visited Ms Én yesterday: meals, cleaning the house. Ms Én is well.
    """)
    assert [one.note for one in await written(care)] == [""]


async def test_one_line_says_it_all_and_on_is_asked_back(care: Village) -> None:
    await care("""
        hoa > tham ba Lan: com, giat, on
        hoa < “on” may mean well or ill. How was Ms Lan?
        hoa # As always
        hoa < You visited Ms Lan today: meals, laundry. Ms Lan is as always.
        hoa > thăm bà Én hôm qua: cơm, ổn, bà kêu đau lưng, 2 tiếng
        hoa < You visited Ms Én yesterday: meals. Ms Én is well. It is marked as added later
    """)
    en, _lan = await written(care)
    assert (en.day, en.state, en.minutes, en.note) == (ago(1), "well", 120, "bà kêu đau lưng")


@pytest.mark.parametrize("said", ["như cũ", "nhu moi khi", "as usual"])
async def test_as_ever_is_what_is_done_there_as_a_rule(care: Village, said: str) -> None:
    await care(f"""
        hoa > thăm bà Lan
        hoa < What was done for Ms Lan? … The usual is: meals, laundry.
        hoa > {said}
        hoa < How was Ms Lan?
        hoa > 1
        hoa < You visited Ms Lan today: meals, laundry. Ms Lan is well.
    """)


async def test_marks_that_are_typed_must_be_right(care: Village) -> None:
    await take_in(care, "Vi Thị Lân")
    await care("""
        hoa > thăm bà Lân: cơm, khỏe
        hoa < You visited Ms Lân today
        hoa > tham ba lan: com, khoe
        hoa < Which one do you mean?
        hoa # Vi Thị Lan
        hoa < You visited Ms Lan today
    """)


async def test_a_day_of_last_week_is_chosen_or_typed_and_marked_kindly(care: Village) -> None:
    await care("""
        hoa > record a visit
        hoa < Whom did you visit today?
        hoa # Another day
        hoa < On which day was it?
        hoa > thứ 3 tuần trước
        hoa < Whom did you visit Tuesday 10 Nov?
        hoa # Vi Thị Lan
        hoa < What was done
        hoa # The usual
        hoa < How was Ms Lan?
        hoa # Well
        hoa < It is marked as added later, that is all right.
        hoa > thăm bà Lan 30/2: cơm, khỏe
        hoa < There is no such day. On which day was it?
        hoa # yesterday
        hoa < You visited Ms Lan yesterday: meals.
        hoa > thăm bà Lan 12/5: cơm, khỏe
        hoa < That is long ago
    """)
    assert [one.day for one in await written(care)] == [ago(11), ago(1)]


async def test_a_week_at_once_writes_what_is_over_and_plans_what_is_to_come(
    care: Village,
) -> None:
    care.clock.pass_by(days=-3)  # Wednesday
    await care("""
        hoa > tuần này thăm bà Lan thứ 3, thứ 6
        hoa < You visited Ms Lan: yesterday. … You will go to Ms Lan: Friday 20 Nov. Is that right?
        hoa # Yes
        hoa < What was done
        hoa # The usual
        hoa < How was
        hoa # As always
        hoa < You visited Ms Lan yesterday: meals, laundry. … Friday 20 Nov is planned. Thank you!
        hoa > tuần này thăm bà Lan thứ 6
        hoa < You will go to Ms Lan: Friday 20 Nov.
        hoa # Yes
        hoa < Friday 20 Nov is planned.
    """)
    assert [one.day for one in await written(care)] == [date(2026, 11, 17)]
    hoa = care.ids["hoa"]
    assert (await planned(care))[1:] == [(date(2026, 11, 20), (hoa,))]


async def test_days_of_a_week_that_another_wrote_down_are_asked_one_by_one(care: Village) -> None:
    for day in ("thứ ba", "thứ năm"):
        await care(f"""
            mai > thăm bà Lan {day}: cơm, khỏe
            mai < Written down.
        """)
    await care("""
        hoa > tuần này thăm bà Lan thứ 3, thứ 4, thứ 5: cơm, giặt, yếu
        hoa < You visited Ms Lan: Tuesday 17 Nov, Wednesday 18 Nov, Thursday 19 Nov. Is that right?
        hoa # Yes
        hoa < Written down. You visited Ms Lan Wednesday 18 Nov … Ms Mai wrote … Tuesday 17 Nov
        hoa # The same: add it
        hoa < Added. … Tuesday 17 Nov: meals, laundry. … Ms Mai wrote this visit … Thursday 19 Nov
        hoa # The same: add it
        minh < Ms Lan was weak on three visits in a row.
        hoa < Added. You and Ms Mai visited Ms Lan Thursday 19 Nov
    """)
    both, one, other = (date(2026, 11, day) for day in (17, 18, 19))
    done = ("laundry", "meals")
    assert await told(care) == [
        (both, ["hoa", "mai"], done, "weak"),
        (one, ["hoa"], done, "weak"),
        (other, ["hoa", "mai"], done, "weak"),
    ]


async def test_a_plan_leaves_whoever_goes_already(care: Village) -> None:
    await plan(care, 1, date(2026, 11, 24), "mai")
    await care("""
        hoa > tuần sau thăm bà Lan thứ 3
        hoa < You will go to Ms Lan: Tuesday 24 Nov. Is that right?
        hoa # Yes
        hoa < On Tuesday 24 Nov Ms Mai goes to Ms Lan already; I left that as it is.
    """)
    assert (await planned(care))[1:] == [(date(2026, 11, 24), (care.ids["mai"],))]


async def offer(village: Village, who: str, shift: int) -> None:
    """Ask somebody whether she has made a planned visit."""
    async with village.database.write() as db:
        found = await addresses.listeners(db, [village.ids[who]], TODAY)
        await telling.tell(
            *(db, found[village.ids[who]], "Have you been there?", [Choice("yes", "I have")]),
            now=village.clock.now,
            step="visit.planned",
            data={"shift": shift},
        )
    await village.delivery.deliver()
    village.hears(who, "Have you been there?")


async def test_who_is_asked_after_a_planned_visit_says_only_what_was_done(care: Village) -> None:
    shift = await plan(care, 1, ago(1), "hoa", "mai")
    await offer(care, "mai", shift)
    await care("""
        mai # I have
        mai < What was done for Ms Lan?
        mai # The usual
        mai < How was Ms Lan?
        mai # Well
        mai < You and Ms Hoa Bính visited Ms Lan yesterday: meals, laundry.
    """)
    assert [one.shift_id for one in await written(care)] == [shift]


async def test_a_planned_visit_of_others_or_of_tomorrow_is_not_written(care: Village) -> None:
    others, ahead = await plan(care, 1, ago(1), "hoa"), await plan(care, 1, ago(-1), "mai")
    await offer(care, "mai", ahead)
    await care("""
        mai # I have
        mai < That visit is still to come.
    """)
    await offer(care, "mai", others)
    await care("""
        mai # I have
        mai < Please ask
    """)
    assert await all_rows(care) == 0


async def test_a_pair_enters_once_for_both(care: Village) -> None:
    await pair(care, "hoa", "mai")
    await care("""
        hoa > thăm bà Lan: cơm, khỏe
        hoa < You and Ms Mai visited Ms Lan today: meals.
        mai > thăm bà Lan: cơm, khỏe
        mai < Ms Hoa Bính wrote this visit down already, at 12:00 today. … You and Ms Hoa Bính
        mai > thăm bà Lan: cơm, giặt, yếu
        mai < wrote this visit down already … Is it the same visit? Then I add what you told me.
        mai # The same: add it
        mai < Added. … meals, laundry. Ms Lan is rather weak.
    """)
    assert await told(care) == [(TODAY, ["hoa", "mai"], ("laundry", "meals"), "weak")]


async def test_two_visits_of_a_day_are_possible_by_saying_so(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan: cơm, khỏe
        hoa < Written down.
        mai > thăm bà Lan: cơm, khỏe
        mai < wrote this visit down already … Is it the same visit?
        mai # That was another visit
        mai < Written down. You visited Ms Lan today: meals.
        mai > thăm bà Lan: cơm, khỏe
        mai < You wrote this visit down already
    """)
    assert [one[1] for one in await told(care)] == [["hoa"], ["mai"]]


async def test_one_is_named_who_went_along(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan với bà Mai: cơm, khỏe
        hoa < You and Ms Mai visited Ms Lan today
    """)
    assert (await told(care))[0][1] == ["hoa", "mai"]


async def test_the_board_enters_for_who_has_no_phone(care: Village) -> None:
    await volunteer(care, "binh")
    await care("""
        thu > ông Bình thăm bà Lan hôm qua: cơm, khỏe
        thu < Written down. Mr Bình visited Ms Lan yesterday: meals. Ms Lan is well.
        thu > record a visit
        thu < Who made the visit?
        thu # Vi Văn Bình
        thu < Who was visited today?
        thu > én
        thu < What was done for Ms Én?
        thu # I only looked in
        thu < How was Ms Én?
        thu # Well
        thu < Mr Bình visited Ms Én today. Ms Én is well.
        hoa > ông Bình thăm bà Lan: cơm, khỏe
        hoa < Please ask … about that.
    """)
    assert {tuple(one[1]) for one in await told(care)} == {("binh",)}


@pytest.mark.parametrize("who", ["lan", "tu", "binh_phone", "helper"])
async def test_who_is_of_no_care_circle_writes_and_sees_nothing(care: Village, who: str) -> None:
    await care.link("binh", "binh_phone")
    await care.link("hoa", "helper", "helper")  # a grandchild helps Hoa with her own money
    await care("""
        hoa > thăm bà Lan: cơm, khỏe
        hoa < Written down.
    """)
    for said in ("record a visit", "thăm bà Lan: cơm, khỏe", "bà Hoa thăm bà Lan"):
        await care.say(who, said)
        heard = care.hears(who, "Please ask … about that.")
        assert "Lan" not in heard.text.replace("Hoàng Thị Lan", "")
    assert await all_rows(care) == 1


async def test_the_secretary_writes_but_reads_nothing_that_others_wrote(care: Village) -> None:
    await volunteer(care, "binh")
    await care("""
        hoa > thăm bà Lan: giặt, bà kêu mệt, khỏe
        hoa < Written down.
    """)
    await care.say("thu", "ông Bình thăm bà Lan: cơm, bình thường")
    asked = care.hears("thu", "wrote this visit down already … Is it the same visit?").text
    await care.press("thu", "The same: add it")
    added = care.hears("thu", "Added.").text
    for secret in ("laundry", "mệt", "well"):
        assert secret not in asked + added


async def test_a_command_is_no_name(care: Village) -> None:
    await care("""
        hoa > record a visit
        hoa < Whom did you visit today?
        hoa > bà Tèo
        hoa < I find nobody called bà Tèo among those who are visited.
        hoa > menu
        hoa < What can I do for you?
    """)


async def test_a_right_that_ended_ends_a_visit_that_was_begun(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan: cơm
        hoa < How was Ms Lan?
    """)
    async with care.database.write() as db:
        hers = t.Member.id == care.ids["hoa"]
        await db.execute(update(t.Member).where(hers).values(volunteer=False))
    await care("""
        hoa # Well
        hoa < Please ask … about that.
    """)
    assert await all_rows(care) == 0


async def test_a_visit_after_the_visits_ended_is_none_but_one_before_is(care: Village) -> None:
    async with care.database.write() as db:
        await recipients.end(db, care.club, 1, until=ago(2), because="hospital")
    await care("""
        hoa > thăm bà Lan: cơm, khỏe
        hoa < I find nobody called bà Lan among those who are visited.
        hoa # Never mind
        hoa < nothing was written down
        hoa > thăm bà Lan 3 ngày trước: cơm, khỏe
        hoa < Written down.
    """)


async def test_a_pressed_button_twice_is_one_visit(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan: cơm
        hoa < How was Ms Lan?
    """)
    key = care.key("hoa", "Well")
    for message in ("p1", "p2", "p2"):
        await care.send(Incoming(address=address("hoa"), message=message, pressed=key))
    assert await all_rows(care) == 1


async def test_two_phones_at_once_write_one_visit(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan: cơm
        hoa < How was Ms Lan?
        mai > thăm bà Lan: cơm
        mai < How was Ms Lan?
    """)
    pressed = [
        Incoming(address=address(who), message=who, pressed=care.key(who, "Well"))
        for who in ("hoa", "mai")
    ]
    await asyncio.gather(*map(care.conversation.handle, pressed))
    assert await all_rows(care) == 1


# --- afterwards ----------------------------------------------------------------------------------


async def test_a_note_is_added_and_danger_in_it_is_asked_about(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan: cơm, khỏe
        hoa < Written down.
        hoa # Add a note
        hoa < What shall I note of Ms Lan? A few words will do.
        hoa > tuần trước bà bị ngã ở sân
        hoa < call 115 at once! Is somebody in danger?
        hoa # No, go on
        hoa < Noted. … Noted: tuần trước bà bị ngã ở sân.
    """)
    (visit,) = await written(care)
    assert visit.note == "tuần trước bà bị ngã ở sân"


async def test_a_photo_is_kept_only_where_she_agreed_to_photos(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan: cơm, khỏe
        hoa < Written down.
        hoa # Add a note
        hoa < What shall I note of Ms Lan?
    """)
    await sends(care, "hoa", picture())
    await care("""
        hoa < Ms Lan has not agreed to photos, so I did not keep it. What shall I note in words?
        hoa # Never mind
        hoa < nothing was written down
    """)
    assert (await written(care))[0].image == ""
    async with care.database.write() as db:
        await recipients.change(db, care.club, 1, photos=True)
    await care("""
        hoa > thăm bà Lan: cơm, khỏe
        hoa < You wrote this visit down already
        hoa > thăm bà Lan hôm qua: cơm, khỏe
        hoa < Written down.
        hoa # Add a note
        hoa < A few words will do, or send a photo.
    """)
    await sends(care, "hoa", picture(), "bà cười")
    await care("""
        hoa < Noted. … Noted: bà cười.
    """)
    first = (await written(care))[0]
    async with care.database.read() as db:
        assert await files.is_kept(db, first.image, care.clock.now)


async def test_a_visit_is_taken_back_or_put_right(care: Village) -> None:
    await care("""
        hoa > thăm bà Lan với bà Mai: cơm, khỏe
        hoa < Written down.
        hoa # Something is not right
        hoa < You and Ms Mai visited Ms Lan today … What is not right?
        hoa # I went alone
        hoa < Put right. You visited Ms Lan today
        hoa # Something is not right
        hoa < What is not right?
        hoa # How she was
        hoa < How was Ms Lan?
        hoa # As always
        hoa < Put right. Ms Lan is as always.
        hoa # Something is not right
        hoa < What is not right?
        hoa # Somebody went along
        hoa < Who went along?
        hoa > mai
        hoa < Put right. You and Ms Mai visited
        hoa # Something is not right
        hoa < What is not right?
        hoa # There was no such visit
        hoa < that visit does not count any more
    """)
    assert await told(care) == []
    assert await all_rows(care) == 1


async def test_some_days_later_only_a_lead_takes_it_back(care: Village) -> None:
    await hold_role(care, "binh", "care_lead")
    await care("""
        hoa > thăm bà Lan: cơm, khỏe
        hoa < Written down.
    """)
    care.clock.pass_by(days=4)
    await care("""
        hoa # Something is not right
        hoa < That visit is some days ago.
    """)


async def test_in_vietnamese(database: Database) -> None:
    village = Village(database, "vi")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    await volunteer(village, "hoa")
    await take_in(village, "Vi Thị Lan")
    await village("""
        hoa > ghi thăm
        hoa < Hôm nay bà sang thăm ai ạ?
        hoa > lan
        hoa < Lần này đã giúp bà Lan những việc gì ạ? … Như mọi khi là: nấu cơm, giặt giũ.
        hoa > nhu moi khi
        hoa < Bà Lan thế nào ạ?
        hoa > 1
        hoa < Cháu ghi rồi ạ. Bà đã thăm bà Lan hôm nay: nấu cơm, giặt giũ. Bà Lan khỏe. Cháu cảm
        hoa > tham ba Lan hom qua: com, on
        hoa < “on” có thể là ổn hay ốm. Bà Lan thế nào ạ?
        hoa # Cần gặp trạm y tế
        hoa < Cần có người của trạm y tế xem giúp bà Lan. … Cháu đã báo ngay cho ông Minh.
        minh < Bà Hoa đã sang thăm bà Vi Thị Lan hôm qua … cần có người của trạm y tế
    """)


@pytest.mark.parametrize("said", ["thăm bà Lan: méo miệng", "bà Lan ngã rồi"])
async def test_the_head_hears_at_whose_house_the_emergency_is(care: Village, said: str) -> None:
    await care(f"""
        hoa > {said}
        minh < Nguyễn Thị Hoa (Hoa Bính, xóm 2), for Vi Thị Lan (xóm 3) just wrote … emergency.
        hoa < Call 115 now!
        tu > {said}
        minh < Trần Văn Tư just wrote to me of an emergency.
        tu < Call 115 now!
    """)


async def test_an_emergency_within_a_visit_is_at_the_house_that_is_written_of(
    care: Village,
) -> None:
    await care("""
        hoa > i have visited
        hoa < Whom did you visit today?
        hoa # Vi Thị Lan
        hoa < What was done for Ms Lan?
        hoa > khó thở
        minh < Nguyễn Thị Hoa (Hoa Bính, xóm 2), for Vi Thị Lan (xóm 3) just wrote … emergency.
        hoa < Call 115 now!
    """)
