"""What each person sees and decides of her own blood pressure and weight."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.care.pressure import Figures
from bot.storage import consents, files, measurements
from tests.conversations.test_measuring import agree, rows
from tests.village import Village


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a database on a server the key lies in the folder `var` of where the bot runs."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def room(village: Village) -> Village:
    """Hoa has three months of figures, Bình, who has no phone, one."""
    await village.join("xuan", "Lê Thị Xuân", "health_lead", birth_year=1963)
    await agree(village, "hoa", "binh", messages=())
    await measured(village, "hoa", 70, 150)
    await measured(village, "hoa", 40, 145)
    await measured(village, "hoa", 10, 150)
    await measured(village, "binh", 10, 120)
    return village


async def measured(village: Village, who: str, ago: int, upper: int) -> None:
    now = village.clock.now - timedelta(days=ago)
    async with village.database.write() as db:
        await measurements.record(
            db,
            club_id=village.club,
            member_id=village.ids[who],
            day=now.date(),
            figures=Figures(systolic=upper, diastolic=90, grams=52_500),
            entered_by=village.ids["xuan"],
            now=now,
        )


async def test_she_sees_her_year_in_words_and_as_a_picture(room: Village) -> None:
    await room.say("hoa", "huyet ap cua toi")
    reply = room.hears("hoa", "11 Nov 2026: 150/90, 52.5 kg … 12 Oct 2026: 145/90")
    async with room.database.read() as db:
        stored = await files.get(db, reply.image, room.clock.now)
    assert stored
    with Image.open(BytesIO(stored.content)) as picture:
        assert picture.width == 780
        assert picture.height > 1000
    await room("")


async def test_who_was_never_asked_is_asked(room: Village) -> None:
    await room("""
        minh > my blood pressure
        minh < At meetings Xuân measures … May I keep the figures for you?
        minh > 2
        minh < All right, I keep no figures of you.
        minh > my blood pressure
        minh < I keep no figures of you.
        minh # Keep my figures
        minh < May I keep the figures for you?
        minh # Yes, keep them
        minh < Thank you.
        xuan > đo huyết áp Minh 120/80
        xuan < Please check 1 line.
        xuan # Never mind
        xuan < nothing
    """)


async def test_who_said_no_is_left_out_without_a_question(room: Village) -> None:
    await room("""
        hoa > thoi ghi huyet ap
        hoa < Shall I keep no more figures of you? 3 measurements are there.
        hoa # Stop, and keep what is there
        hoa < nothing more is written down. What is there only you see.
        xuan > đo huyết áp Hoa 150/90
        xuan < Ms Hoa Bính does not want that written down: left out. … Please write a line
        xuan # Never mind
        xuan < nothing
        xuan > huyết áp bà Hoa
        xuan < does not want figures to be kept, so I show none.
        hoa > huyết áp
        hoa < 150/90
    """)


async def test_who_was_never_measured_stops_without_a_count(room: Village) -> None:
    await room("""
        minh > my blood pressure
        minh < May I keep the figures for you?
        minh # Yes, keep them
        minh < Thank you.
        minh > thoi ghi huyet ap
        minh < Shall I keep no more figures of you?
        minh # Stop writing it down
        minh < All right, nothing more is written down.
    """)


async def test_deleting_leaves_nothing(room: Village) -> None:
    await room("""
        hoa > xóa huyết áp
        hoa < 3 measurements are there.
        hoa # Stop, and delete
        hoa < 3 measurements are deleted for good.
        hoa > huyết áp của tôi
        hoa < I keep no figures of you.
    """)
    assert await rows(room) == 1


async def test_a_yes_withdrawn_between_read_back_and_writing_counts(room: Village) -> None:
    await room("""
        xuan > đo huyết áp Hoa 150/90
        xuan < Please check 1 line.
        hoa > thôi ghi huyết áp
        hoa < Shall I keep no more
        hoa # Stop, and delete
        hoa < deleted for good
        xuan # Yes, write it down
        xuan < Written down: 0 lines. … Ms Hoa Bính does not want that written down
    """)
    assert await rows(room) == 1


async def test_a_helper_sees_only_what_she_allowed_and_decides_nothing(room: Village) -> None:
    await room.link("hoa", "son", kind="helper")
    await room("""
        son > huyết áp của tôi
        son < Only Ms Hoa Bính sees those figures.
        son > thôi ghi huyết áp
        son < That only Ms Hoa Bính decides
        hoa > huyết áp của tôi
        hoa < 150/90
        hoa # The family's phone may show it
        hoa < may see the figures, too.
        son > huyết áp của tôi
        son < 150/90
        son > đồng ý ghi huyết áp
        son < That only Ms Hoa Bính decides
        hoa > huyết áp của tôi
        hoa < 150/90
        hoa # Nobody of the family
        hoa < nobody of the family sees the figures
        son > huyết áp của tôi
        son < Only Ms Hoa Bính sees
    """)


async def test_without_a_phone_the_lead_notes_it_on_paper(room: Village) -> None:
    await room("""
        xuan > huyết áp ông Bình
        xuan < Vi Văn Bình … 11 Nov 2026: 120/90
        xuan # Take the last one back
        xuan < Taken back.
        xuan > huyết áp ông Bình
        xuan < Nothing of Vi Văn Bình is written down yet.
        xuan # Does not want it any more
        xuan < Shall I keep no more figures of Mr Bình?
        xuan # Stop writing it down
        xuan < nothing more is written down.
        xuan > huyết áp ông Bình
        xuan < does not want figures to be kept
        xuan # Agreed on paper
        xuan < Noted: Vi Văn Bình agreed on paper.
    """)
    async with room.database.read() as db:
        given = (await consents.latest(db, room.ids["binh"]))["health"]
    assert (given.given, given.how) == (True, "paper")


async def test_who_tells_own_figures_hears_what_they_call_for(room: Village) -> None:
    await room("""
        minh > huyết áp 190/100
        minh < That is high. Please sit still … call 115 at once. … by Xuân alone.
    """)
    assert await rows(room) == 4


async def test_it_stands_among_what_she_agreed_to(room: Village) -> None:
    await room("""
        hoa > consents
        hoa < Keeping blood pressure and weight: yes, 21 Nov 2026
    """)
