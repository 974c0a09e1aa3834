"""The meeting day in Vietnamese, typed without marks: the roll, decisions, minutes."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.storage import meetings_held
from bot.storage.engine import Database
from tests.village import Village


@pytest.fixture
async def lang(database: Database) -> Village:
    """A club that speaks Vietnamese and meets today; two are called Hoa."""
    village = Village(database, locale="vi")
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1965)
    await village.join("hoa", "Nguyễn Thị Hoa", village_name="Hoa Bính", phone=None)
    await village.join("hoa2", "Lô Thị Hoa", village_name="Hoa Mận", phone=None)
    await village.join("tu", "Trần Văn Tư", sex="male", phone=None)
    async with village.database.write() as db:
        await meetings_held.note(
            db,
            club_id=village.club,
            held_on=date(2026, 11, 21),
            at=time(9),
            place="nhà văn hóa",
            by=village.ids["thu"],
        )
    return village


async def test_the_roll_without_marks_and_by_numbers(lang: Village) -> None:
    await lang("""
        thu > diem danh
        thu < Điểm danh thứ bảy 21/11: có mặt 5/5. Ai vắng ạ? Bác … tên, hoặc viết tên
        thu > vang hoa, ong tu
        thu < Vắng: ông Tư. … “hoa”: bác nào vắng ạ?
        thu # Lô Thị Hoa
        thu < Vắng: bà Hoa Mận. … có mặt 3/5. Vắng: … Ai vắng ạ?
        thu > tu den muon
        thu < Có mặt: ông Tư. … có mặt 4/5.
        thu > khach: ong Binh hoi NCT
        thu < Khách mời: ong Binh hoi NCT.
        thu # Xong, còn lại có mặt
        thu < Cháu đã ghi điểm danh. Có mặt 4/5, vắng 1. Khách mời
    """)


async def test_decisions_and_minutes(lang: Village) -> None:
    await lang("""
        thu > ghi quyết định
        thu < Cuộc họp quyết định những gì ạ?
        thu > Thăm bà Lan ốm, 3 đồng ý, 1 không
        thu < Quyết định của buổi họp thứ bảy 21/11: 1. Thăm bà Lan ốm (3 đồng ý, 1 không)
        thu # Thế là đủ
        thu < Vâng ạ.
        thu > biên bản
        thu < Biên bản họp thứ bảy 21/11, chưa khép: … Chủ trì: Lê Văn Minh, Chủ nhiệm. Chưa có\
 điểm danh. … 1. Thăm bà Lan ốm (3 đồng ý, 1 không)
        thu # Đọc lại và khép
        thu < Như vậy đúng chưa ạ?
        thu # Đã đọc lại, khép biên bản
        thu < Đã khép biên bản họp thứ bảy 21/11, cháu gửi cho Ban Chủ nhiệm rồi ạ.
        minh < Bác Thu đã khép biên bản họp thứ bảy 21/11.
    """)
