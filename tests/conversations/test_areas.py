"""What the club did, one line each, and the month's eight areas with what is missing."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import insert, select

from bot.storage import gifts
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.village import Village, plain


async def entered(village: Village) -> list[tuple[str, int, str, str]]:
    """Return what counts: area, people, day and note."""
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Activity).where(t.Activity.taken_back_at.is_(None)).order_by(t.Activity.id)
        )
        return [(row.area, row.people, row.day.isoformat()[5:], row.note) for row in rows]


async def test_three_taps_write_an_activity_down(village: Village) -> None:
    await village("""
        thu > activity
        thu < What did the club do?
        thu # Morning exercise
        thu < Morning exercise: how many took part?
        thu # 25 people
        thu < Written down: Morning exercise, 25 people, Saturday 21 Nov (Health).
    """)
    assert await entered(village) == [("health", 25, "11-21", "Morning exercise")]


async def test_it_was_yesterday_or_a_mistake_after_all(village: Village) -> None:
    await village("""
        thu > văn nghệ 40 người
        thu < Written down: Văn nghệ, 40 people, Saturday 21 Nov (Culture and joy of life).
        thu # It was yesterday
        thu < Corrected: Văn nghệ, 40 people, Friday 20 Nov.
    """)
    assert await entered(village) == [("culture", 40, "11-20", "Văn nghệ")]
    await village("""
        minh > take an activity back
        minh < Which one was a mistake?
        minh # 20 Nov: Văn nghệ (40)
        minh < Taken back, it does not count: Văn nghệ, 40 people, Friday 20 Nov.
        thu > take an activity back
        thu < There is nothing of that any more
    """)
    assert not await entered(village)


async def test_by_numbers_alone_and_on_another_day(village: Village) -> None:
    await village("""
        thu > ghi hoat dong
        thu < What did the club do?
        thu > 3
        thu < Songs and dances: how many took part?
        thu > 32 nguoi
        thu < Written down: Songs and dances, 32 people, Saturday 21 Nov
        thu > 2
        thu < On which day was it?
        thu > 10/11
        thu < Corrected: Songs and dances, 32 people, Tuesday 10 Nov.
    """)
    assert await entered(village) == [("culture", 32, "11-10", "Songs and dances")]


async def test_several_lines_at_once_and_what_is_unclear_is_asked_back(village: Village) -> None:
    lines = "tập dưỡng sinh 25 người", "nói chuyện huyết áp 52 người 10/11"
    await village.say("thu", "\n".join((*lines, "bánh chưng 30 người", "văn nghệ")))
    await village("""
        thu < “Bánh chưng”: for which of the eight areas does it count?
        thu # Helping each other
        thu < Văn nghệ: how many took part?
        thu > 40
        thu < Written down: … 25 people … Tuesday 10 Nov … Bánh chưng, 30 people … Văn nghệ, 40
    """)
    assert await entered(village) == [
        ("health", 25, "11-21", "Tập dưỡng sinh"),
        ("learning", 52, "11-10", "Nói chuyện huyết áp"),
        ("mutual", 30, "11-21", "Bánh chưng"),
        ("culture", 40, "11-21", "Văn nghệ"),
    ]


async def test_lines_that_wait_are_not_lost_to_another_word_and_ending_names_them(
    village: Village,
) -> None:
    lines = "tập dưỡng sinh 25 người", "bánh chưng 30 người", "văn nghệ 40 người"
    await village.say("thu", "\n".join(lines))
    await village("""
        thu < “Bánh chưng”: for which of the eight areas does it count?
        thu > how much do i owe
        thu < I did not quite understand. Please choose one of these.
        thu > thôi
        thu < Written down: Tập dưỡng sinh, 25 people … Not written down: Bánh chưng; Văn nghệ.
    """)
    assert [note for _area, _people, _day, note in await entered(village)] == ["Tập dưỡng sinh"]


async def test_two_officers_who_write_the_same_down_make_one_line(village: Village) -> None:
    await village("""
        thu > văn nghệ 40 người
        thu < Written down
        minh > van nghe 41 nguoi
        minh < wrote down at 12:00: Văn nghệ, 40 people … Is “Van nghe, 41 people” the same?
        minh # It is the same
        minh < nothing was written down
        minh > van nghe 41 nguoi
        minh < Is “Van nghe, 41 people” the same?
        minh # It is another one
        minh < Written down: Van nghe, 41 people
    """)
    assert [people for _area, people, _day, _note in await entered(village)] == [40, 41]


async def test_what_other_parts_count_is_not_entered_twice_by_mistake(village: Village) -> None:
    await village("""
        thu > ghi hoạt động đo huyết áp 48 người
        thu < “Đo huyết áp”: Who is measured counts by itself, entered by the health lead.
        thu # No, leave it out
        thu < nothing was written down
        thu > ghi hoạt động đo huyết áp 48 người
        thu < Shall I write it down here all the same?
        thu # Write it down here too
        thu < Written down: Đo huyết áp, 48 people, Saturday 21 Nov (Health).
    """)


async def test_a_command_leaves_the_question_and_words_without_sense_are_asked_again(
    village: Village,
) -> None:
    await village("""
        thu > activity
        thu < What did the club do?
        thu # Songs and dances
        thu < how many took part?
        thu > rất đông
        thu < like “25 people”.
        thu > menu
        thu < What can I do for you?
    """)
    assert not await entered(village)


async def test_only_the_board_writes_activities_down_and_sees_the_areas(village: Village) -> None:
    await village("""
        hoa > văn nghệ 40 người hôm qua
        hoa < That is the board's work.
        hoa > eight areas
        hoa < That is the board's work.
    """)


async def talked_about(village: Village, talk: str) -> None:
    """Let the club have met on 10 November, and have talked about something."""
    async with village.database.write() as db:
        made = await db.execute(
            insert(t.Meeting)
            .values(
                club_id=village.club,
                wanted_on=date(2026, 11, 10),
                held_on=date(2026, 11, 10),
                at=time(14),
                place="",
                agenda="",
                moved_because="",
            )
            .returning(t.Meeting.id)
        )
        await db.execute(
            insert(t.Minutes).values(
                meeting_id=made.scalar_one(),
                club_id=village.club,
                talk=talk,
                words="",
                written_by=village.ids["thu"],
                written_at=village.clock.now,
                facts={},
                addenda={},
            )
        )


async def test_the_month_shows_all_eight_and_plainly_what_is_missing(village: Village) -> None:
    await talked_about(village, "blood pressure")
    async with village.database.write() as db:
        await gifts.note(
            db,
            club_id=village.club,
            given_on=date(2026, 11, 12),
            giver="Ms Phúc",
            member_id=None,
            what="20 kg of rice",
            transaction=None,
            entered_by=village.ids["lan"],
            now=village.clock.now,
        )
    for said in ("văn nghệ 40 người", "văn nghệ 35 người 10/11", "giúp nhau 12 người"):
        await village.say("thu", said)
        village.hears("thu", "Written down")
    await village.say("minh", "eight areas")
    shown = plain(village.hears("minh", "The eight areas, 11/2026:").text)
    for line in (
        "1. Earning more: 2 members have a loan",
        "2. Health: nothing yet",
        "3. Care at home: nothing yet",
        "4. Helping each other and the village: Giúp nhau, 12 people",
        "5. Rights and benefits: nothing yet",
        "6. Talks and learning: talk at the meeting: blood pressure",
        "7. Culture and joy of life: Văn nghệ 2 times, 75 people in all",
        "8. Raising money and gifts: 1 gift",
        "1 meeting was held",
        "Still missing: Health; Care at home; Rights and benefits.",
    ):
        assert line in shown
    await village("""
        minh # Enter what is missing
        minh < Which area?
        minh # Rights and benefits
        minh < What did the club do?
        minh # Help with rights
        minh < how many took part?
        minh # 15 people
        minh < Written down: Help with rights and allowances, 15 people
        minh # The eight areas
        minh < Still missing: Health; Care at home.
    """)


async def test_what_another_part_counts_is_entered_there(village: Village) -> None:
    await village("""
        minh > eight areas
        minh < Still missing
        minh # Enter what is missing
        minh < Which area?
        minh # Care at home
        minh < What did the club do?
        minh # Visit at home
        minh < Visits at home count by themselves as soon as somebody writes them down.
    """)
    assert "visit" in village.key("minh", "Visit at home")
    await village("""
        minh > eight areas
        minh < Still missing
        minh # Enter what is missing
        minh < Which area?
        minh # Health
        minh < What did the club do?
        minh # Measuring blood pressure
        minh < Who is measured counts by itself, entered by the health lead.
    """)
    newest = village.phones.by_chat["minh"].last[-1]
    assert [plain(one.label) for one in newest.choices] == ["Something else"]


async def test_what_is_missing_of_an_earlier_month_asks_for_its_day(village: Village) -> None:
    await village("""
        minh > eight areas 10
        minh < The eight areas, 10/2026: … Still missing: … Culture
        minh # Enter what is missing
        minh < Which area?
        minh # Culture
        minh < What did the club do?
        minh > văn nghệ 40 người
        minh < on which day was it?
        minh > 20/10
        minh < Written down: Văn nghệ, 40 people, Tuesday 20 Oct
        minh # The eight areas
        minh < The eight areas, 11/2026
        minh # The month before
        minh < The eight areas, 10/2026: … Văn nghệ, 40 people
    """)


async def test_a_talk_that_stands_in_the_minutes_is_asked_after(village: Village) -> None:
    await talked_about(village, "blood pressure")
    await village("""
        thu > nói chuyện huyết áp 52 người 10/11
        thu < The minutes of that day's meeting have a talk already: “blood pressure”.
        thu # It is the same
        thu < nothing was written down
    """)


@pytest.fixture
async def lang(database: Database) -> Village:
    """A club that speaks Vietnamese."""
    village = Village(database, locale="vi")
    await village.found()
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    return village


async def test_in_vietnamese(lang: Village) -> None:
    await lang("""
        thu > tập dưỡng sinh 25 người
        thu < Cháu đã ghi: Tập dưỡng sinh, 25 người, thứ bảy 21/11 (Chăm sóc sức khỏe).
        thu > ghi hoat dong
        thu < Câu lạc bộ mình đã làm gì ạ?
        thu # Văn nghệ
        thu < Văn nghệ: có bao nhiêu người tham gia ạ?
        thu # 40 người
        thu < Cháu đã ghi: Văn nghệ, 40 người
        thu > tam linh vuc
        thu < Tám lĩnh vực, tháng 11/2026: … 5. Quyền và lợi ích: chưa ghi gì … Còn thiếu:
        thu # Ghi phần còn thiếu
        thu < Lĩnh vực nào ạ?
    """)
