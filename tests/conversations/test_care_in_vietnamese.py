"""Worry, hours, the figures of one's own, and words of danger, in Vietnamese and without marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.storage.engine import Database
from tests.village import Village
from tests.visited import hold_role, take_in, volunteer, written


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a database on a server the key lies in the folder `var` of where the bot runs."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def lang(database: Database) -> Village:
    """Hoa and Lý visit Én; Mai leads home care, Xuân health."""
    village = Village(database, "vi")
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("ly", "Vi Thị Lý")
    await village.join("mai", "Lò Thị Mai")
    await village.join("xuan", "Lê Thị Xuân", birth_year=1963)
    await village.join("tu", "Trần Văn Tư", sex="male")
    await hold_role(village, "mai", "care_lead")
    await hold_role(village, "xuan", "health_lead")
    await volunteer(village, "hoa", "ly")
    await take_in(village, "Vi Thị Én", hamlet="xóm 3", phone="0912 345 678")
    return village


async def test_who_is_weak_for_the_third_time_is_told_without_marks(lang: Village) -> None:
    await lang("""
        hoa > tham ba En thu 3: com, yeu
        hoa < Bà Én hơi yếu.
        hoa > thăm bà Én thứ 5: cơm, yếu
        hoa < Bà Én hơi yếu.
        hoa > tham ba En: com, hoi met
        hoa < Bà Én hơi yếu. Cháu đã báo ngay cho bà Mai, ông Minh.
        minh < ba lần thăm liền thấy bà Én yếu. Ông ghé xem giúp … 0912 345 678
        mai < ba lần thăm liền thấy bà Én yếu. Bà ghé xem giúp
        ly > thăm bà Én hôm qua: cơm, can gap
        ly < Cần có người của trạm y tế xem giúp bà Én. … Nếu nặng thêm, bà gọi 115
        minh < cần có người của trạm y tế xem giúp bà Én. Ông lo giúp ngay nhé.
        mai < cần có người của trạm y tế xem giúp bà Én.
    """)


async def test_a_week_is_written_at_once(lang: Village) -> None:
    for who, said in (
        ("hoa", "tuần này thăm bà Én thứ 3, thứ 6"),
        ("ly", "tuan nay tham ba En thu 2, thu 5"),
    ):
        await lang.say(who, said)
        lang.hears(who, "Bà đã thăm bà Én: thứ … Đúng không ạ?")
        await lang.say(who, "1")
        lang.hears(who, "Lần này đã giúp bà Én những việc gì ạ?")
        await lang.say(who, "nhu moi khi")
        lang.hears(who, "Bà Én thế nào ạ?")
        await lang.say(who, "2")
        lang.hears(who, "nấu cơm, giặt giũ. Bà Én bình thường. Cháu đánh dấu là ghi bổ sung")
    assert [one.day.day for one in await written(lang)] == [16, 17, 19, 20]


async def test_hours_by_numbers_alone(lang: Village) -> None:
    await lang("""
        hoa > tham ba En: com, khoe
        hoa < Cháu ghi rồi ạ.
        hoa > gio tham
        hoa < Tháng 11/2026 bà đã đi thăm 1 lần: 1 giờ. Cháu cảm ơn bà!
        mai > gio tham
        mai < Tất cả tình nguyện viên, tháng 11/2026: Bà Hoa: 1 lần, 1 giờ.
        mai > 1
        mai < Các lần thăm tháng 11/2026: chỉ dành cho người lo việc thăm nom.
    """)


async def test_figures_of_ones_own_by_numbers_alone(lang: Village) -> None:
    await lang("""
        tu > huyet ap cua toi
        tu < Ở buổi họp bác Xuân đo huyết áp và cân nặng. Cháu ghi lại số đo cho ông nhé?
        tu > 1
        tu < Từ nay cháu ghi lại.
        xuan > ong tu 135/85 mach 78 nang 61
        xuan < 1. Trần Văn Tư: 135/85, mạch 78, 61 kg
        xuan > 1
        xuan < Đã ghi 1 dòng.
        xuan > ai chua do
        xuan < Tháng này đã đo 1 người.
        tu > huyet ap cua toi
        tu < 21/11/2026: 135/85, mạch 78, 61 kg
        tu > 1
        tu < Cháu thôi ghi số đo của ông ạ? Đang có 1 lần đo.
        tu > 1
        tu < đã xóa hẳn 1 lần đo ạ.
    """)


@pytest.mark.parametrize(
    "said",
    [
        *("bà Én bị ngã", "ba en bi nga", "méo miệng", "đau ngực", "kho tho"),
        *("không dậy được", "muon chet"),
    ],
)
async def test_danger_is_answered_at_once_also_amid_a_visit(lang: Village, said: str) -> None:
    await lang(f"""
        hoa > thăm bà Én
        hoa < Lần này đã giúp bà Én những việc gì ạ?
        hoa > {said}
        minh < Nguyễn Thị Hoa … vừa nhắn có chuyện nguy cấp. Ông sang xem ngay
        hoa < Gọi 115 ngay!
    """)
