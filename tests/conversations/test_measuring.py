"""Blood pressure and weight of a whole room by quick lines, and who sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.storage import consents, measurements
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.sealing import key_file
from tests.village import Village, plain

LINES = "Hoa 150/90 52\nông Bình 185/112 mạch 78 nặng 61"


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a database on a server the key lies in the folder `var` of where the bot runs."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def room(village: Village) -> Village:
    """Xuân leads health; Hoa and Bình agreed that their figures are kept."""
    await village.join("xuan", "Lê Thị Xuân", "health_lead", birth_year=1963)
    await agree(village, "hoa", "binh")
    return village


async def agree(village: Village, *who: str, messages: Sequence[str] = ("hoa",)) -> None:
    async with village.database.write() as db:
        given: list[tuple[str, consents.Purpose]] = [(one, "health") for one in who]
        given += [(one, "reminders") for one in messages]
        for one, purpose in given:
            await consents.record(
                db,
                club_id=village.club,
                member_id=village.ids[one],
                purpose=purpose,
                given=True,
                wording="test",
                now=village.clock.now,
            )


async def kept(village: Village, who: str) -> list[str]:
    async with village.database.read() as db:
        found = await measurements.of_member(db, village.club, village.ids[who])
    return [
        f"{one.number}: {one.figures.systolic}/{one.figures.diastolic} {one.figures.grams}"
        for one in found
    ]


async def rows(village: Village) -> int:
    async with village.database.read() as db:
        return await db.scalar(select(func.count()).select_from(t.Measurement)) or 0


async def test_a_room_is_read_back_written_and_told_to_each_alone(room: Village) -> None:
    await room("""
        xuan > đo huyết áp
        xuan < Please write a line for each
    """)
    await room.say("xuan", LINES)
    await room("""
        xuan < Please check 2 lines. … do not read them out.
    """)
    read_back = plain(room.phones.by_chat["xuan"].last[-1].text)
    assert "1. Nguyễn Thị Hoa (Hoa Bính, xóm 2): 150/90, 52 kg — to the health" in read_back
    assert "2. Vi Văn Bình: 185/112, pulse 78, 61 kg — high: measure again after 5" in read_back
    assert "minutes, then to the health station today  With a crooked mouth" in read_back
    assert await rows(room) == 0
    await room("""
        xuan # Yes, write it down
        hoa < Measured on 21 Nov: 150/90, 52 kg. … health station this week
        xuan < Written down: 2 lines. … Measure again after 5 minutes: Mr Bình.
    """)
    assert await kept(room, "hoa") == ["1: 150/90 52000"]
    room.clock.pass_by(minutes=6)
    await room("""
        xuan # More lines
        xuan < Please write a line for each
        xuan > binh 181/100
        xuan < Vi Văn Bình: 181/100 (measured again) — still high: to the health station today
        xuan > 1
        xuan < Written down: 1 line.
    """)
    assert await kept(room, "binh") == ["1: 185/112 61000", "2: 181/100 None"]


async def test_lines_behind_the_command_and_more_of_them_come_together(room: Village) -> None:
    await room.say("xuan", "Ghi huyết áp\nHoa 120/80 52")
    await room("""
        xuan < Please check 1 line. … Hoa (Hoa Bính, xóm 2): 120/80, 52 kg
        xuan > binh 130/80
        xuan < Please check 2 lines. … Hoa … Bình: 130/80
        xuan # Leave somebody out
        xuan < Which line shall I leave out?
        xuan # Vi Văn Bình
        xuan < Please check 1 line. … Hoa
        xuan # Never mind
        xuan < nothing was written down
    """)
    assert await rows(room) == 0


async def test_what_is_not_clear_is_asked_back_one_by_one(room: Village) -> None:
    await room.join("hoa2", "Trần Thị Hoa", hamlet="xóm 5", phone=None)
    await agree(room, "hoa2", "lan", "tu", messages=())
    await room("""
        xuan > đo huyết áp
        xuan < Please write a line for each
    """)
    await room.say("xuan", "Hoa 150/90 52\nLan 15/9\nTư 90/150\nXuyến 120/80\nbinh 120/80\nvắng")
    await room("""
        xuan < “vắng”: I found nothing measured in that. … “Hoa 150/90 52”: which one is it?
        xuan > 2
        xuan < “Lan 15/9”: Hoàng Thị Lan 150/90, is that right?
        xuan > dung roi
        xuan < “Tư 90/150”: 90/150 cannot be. Please write it again for Trần Văn Tư
        xuan > 150/90
        xuan < “Xuyến 120/80”: I find nobody of that name. Who is it?
        xuan # Leave this line out
        xuan < Please check 4 lines.
        xuan # Yes, write it down
        xuan < Written down: 4 lines.
    """)
    assert await kept(room, "hoa2") == ["1: 150/90 52000"]
    assert await kept(room, "hoa") == []
    assert await kept(room, "lan") == ["1: 150/90 None"]
    assert await kept(room, "tu") == ["1: 150/90 None"]


async def test_without_a_yes_nothing_is_stored(room: Village) -> None:
    await room("""
        xuan > đo huyết áp
        xuan < Please write a line for each
    """)
    await room.say("xuan", "Lan 120/80\nTư 130/85\nMinh 140/80\nThu 135/80")
    await room("""
        xuan < Hoàng Thị Lan has not been asked yet whether the figures may be kept.
        xuan # Ask by message
        lan < At meetings Xuân measures blood pressure … Only you and Xuân see them
        xuan < I ask Lan. … once more: “Lan 120/80”. … Trần Văn Tư has not been asked yet
        xuan # Leave this line out
        xuan < Lê Văn Minh has not been asked yet
        xuan # All 2 who are left agreed on paper
        xuan < Please check 2 lines. … Minh … Thu
        xuan # Yes, write it down
        xuan < Written down: 2 lines.
        lan # Yes, keep them
        xuan < Hoàng Thị Lan agreed … write the line once more.
        lan < Thank you. I keep them from now on.
    """)
    assert await rows(room) == 2
    async with room.database.read() as db:
        given = await consents.of_club(db, room.club, "health")
        paper = (await consents.latest(db, room.ids["minh"]))["health"]
    assert {room.ids["lan"], room.ids["minh"], room.ids["thu"]} <= given.keys()
    assert room.ids["tu"] not in given
    assert (paper.how, paper.given) == ("paper", True)


async def test_two_lines_of_one_person_and_the_same_line_again(room: Village) -> None:
    await room("""
        xuan > đo huyết áp: Hoa 150/90
        xuan < Please check 1 line.
        xuan > Hoa 145/85
        xuan < “Hoa 145/85”: … is on the list already with 150/90. And this?
        xuan # This is the right one
        xuan < Please check 1 line. … 145/85
        xuan # Yes, write it down
        hoa < Measured on 21 Nov: 145/85.
        xuan < Written down: 1 line.
        xuan > đo huyết áp Hoa 145/85
        xuan < 145/85 was written down already at 12:00. … Please write a line
    """)
    room.clock.pass_by(minutes=6)
    await room("""
        xuan > Hoa 145/85
        xuan < 145/85 was written down already at 12:00. Measured once more?
        xuan # Yes, measured once more
        xuan < Please check 1 line. … 145/85 (measured again)
        xuan # Yes, write it down
        hoa < Measured
        xuan < Written down: 1 line.
    """)
    assert await kept(room, "hoa") == ["1: 145/85 None", "2: 145/85 None"]


@pytest.mark.parametrize("who", ["minh", "thu", "lan", "tu", "hoa"])
async def test_nobody_but_the_lead_measures_or_sees_others(room: Village, who: str) -> None:
    await agree(room, "minh", "thu", "lan", "tu", messages=())
    await room("""
        xuan > đo huyết áp: binh 150/90
        xuan < Please check 1 line.
        xuan # Yes, write it down
        xuan < Written down
    """)
    for said in ("đo huyết áp", "đo huyết áp: Hoa 150/90", "ai chưa đo", "huyết áp bà Xuân"):
        await room(f"""
            {who} > {said}
            {who} < Blood pressure and weight are written down by Xuân alone.
        """)
    await room(f"""
        {who} > huyết áp ông Bình
        {who} < written down by Xuân alone.
    """)


async def test_who_leads_no_more_writes_nothing_by_an_old_button(room: Village) -> None:
    await room("""
        xuan > đo huyết áp: Hoa 150/90
        xuan < Please check 1 line.
    """)
    async with room.database.write() as db:
        await db.execute(
            update(t.Role).where(t.Role.role == "health_lead").values(until_on=date(2026, 11, 21))
        )
    await room("""
        xuan # Yes, write it down
        xuan < Nobody leads health in the club yet.
    """)
    assert await rows(room) == 0


async def test_on_a_phone_that_others_read_nothing_of_the_room_is_shown(room: Village) -> None:
    await room.link("binh", "xuan")
    await room("""
        xuan > đo huyết áp
        xuan < Who
        xuan # Xuân
        xuan < Others use this phone, too. Please do that on a phone of your own.
    """)


async def test_a_line_needs_no_command_before_it(room: Village) -> None:
    await room("""
        xuan > Hoa 150/90 52
        xuan < Please check 1 line. … Hoa (Hoa Bính, xóm 2): 150/90, 52 kg
        xuan > ai chưa đo
        xuan < Still to come (2) … Please check 1 line. … 150/90
        xuan # Yes, write it down
        hoa < Measured
        xuan < Written down: 1 line.
        minh > Hoa 120/80 52
        minh < Blood pressure and weight are written down by Xuân alone.
        tu > ông Bình 185/112
        tu < High: measure again after 5 minutes, then … call 115 at once. … by Xuân alone.
        lan > Bình 22/11
        lan < I did not understand that yet.
    """)
    assert await rows(room) == 1


async def test_who_is_missing_this_month(room: Village) -> None:
    await room("""
        xuan > đo huyết áp: Hoa 150/90
        xuan < Please check 1 line.
        xuan # Yes, write it down
        hoa < Measured
        xuan < Written down
        xuan # Who is not measured yet
        xuan < 1 person is measured this month. Still to come (1): … Bình … Not asked … Lan
    """)
    room.clock.pass_by(days=12)
    await room("""
        xuan > ai chua do
        xuan < 0 people are measured this month. Still to come (2): … Bình … Hoa
    """)


async def test_messages_are_for_those_who_want_them_and_stay_hidden_on_a_shared_phone(
    room: Village,
) -> None:
    await agree(room, "lan", messages=())
    await room.join("bay", "Vi Thị Bảy", phone=None)
    await agree(room, "bay", messages=["bay"])
    await room.link("bay", "hoa")
    await agree(room, messages=["binh"])
    await room.link("binh", "son", kind="helper")  # he was never allowed to see it
    await room.say("xuan", "đo huyết áp\nLan 150/90\nBảy 150/90\nBình 150/90")
    await room("""
        xuan < Please check 3 lines.
        xuan # Yes, write it down
        hoa < Ms Bảy has news from the club.
        xuan < Written down: 3 lines.
    """)
    assert not any("150/90" in one.text for one in room.phones.by_chat["hoa"].last)


async def test_without_its_key_the_lead_is_told_and_nothing_is_lost(room: Village) -> None:
    await room("""
        xuan > đo huyết áp: Hoa 150/90
        xuan < Please check 1 line.
        xuan # Yes, write it down
        hoa < Measured
        xuan < Written down
    """)
    file = key_file(room.database.url)
    key = file.read_text("ascii")
    file.unlink()
    await room("""
        xuan > đo huyết áp: binh 150/90
        xuan < I cannot open the book of measurements now. Nothing is lost … HEALTH_KEY
        hoa > huyết áp của tôi
        hoa < I cannot open the book
    """)
    file.write_text(key, "ascii")
    await room("""
        hoa > huyết áp của tôi
        hoa < 21 Nov 2026: 150/90
    """)


async def test_in_vietnamese_from_the_lines_to_her_own_view(database: Database) -> None:
    village = Village(database, "vi")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("xuan", "Lê Thị Xuân", "health_lead", birth_year=1963)
    await agree(village, "hoa")
    await village("""
        xuan > do huyet ap
        xuan < viết mỗi người một dòng
        xuan > hoa 185/112 52,5
        xuan < xem lại 1 dòng … Hoa: 185/112, 52,5 kg — cao: đo lại sau 5 phút, rồi đến trạm y tế
        xuan > 1
        hoa < Ngày 21/11 bà đo: 185/112, 52,5 kg. … ngồi nghỉ 5 phút … trạm y tế
        xuan < Đã ghi 1 dòng. … Đo lại sau 5 phút: bà Hoa.
        hoa > huyet ap cua toi
        hoa < 21/11/2026: 185/112, 52,5 kg
    """)
