"""The family and a visit that is asked for, in Vietnamese, by numbers and without marks."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.care.visits import Made
from bot.storage import recipients, visits
from bot.storage.engine import Database
from tests.cared_for import visited, with_carers
from tests.village import Village, plain


@pytest.fixture
async def village(database: Database) -> Village:
    """A club where Mai leads care, Sáu and Bảy visit, and Hoa is visited."""
    village = Village(database, locale="vi")
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", village_name="Hoa Bính", hamlet="xóm 2")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await with_carers(village)
    await visited(village)
    return village


async def came(village: Village) -> None:
    """Let Sáu have visited Hoa yesterday."""
    async with village.database.write() as db:
        whose = await recipients.of_member(db, village.club, village.ids["hoa"])
        assert whose
        made = Made(
            recipient_id=whose.id,
            day=date(2026, 11, 20),
            visitors=(village.ids["sau"],),
            tasks=("meals", "company"),
            note="hơi chóng mặt",
        )
        by = village.ids["sau"]
        await visits.record(db, village.club, made, entered_by=by, now=village.clock.now)


async def test_a_daughter_is_let_in_says_thanks_and_asks_for_a_visit(village: Village) -> None:
    await came(village)
    await village("""
        mai > người nhà của bà Hoa
        mai < Người nhà của bà Hoa Bính: … Chưa ghi ai ạ.
        mai > 1
        mai < Người nhà của bà Hoa Bính tên đầy đủ là gì ạ?
        mai > Lò Thị Hạnh
        mai < Lò Thị Hạnh là gì của người được thăm ạ?
        mai > 1
        mai < Số điện thoại của Lò Thị Hạnh là bao nhiêu ạ?
        mai > 1
        mai < Bà Hoa Bính có đồng ý cho chị Hạnh xem hôm nào có người sang và đã làm gì không ạ?
        mai > 1
        mai < Bà Hoa Bính có đồng ý để cháu báo cho chị Hạnh khi bà Hoa Bính yếu không ạ?
    """)
    await village.say("mai", "2")
    given = village.hears("mai", "Mã của chị Hạnh: … Mã dùng một lần, đến 05/01/2027.")
    (code,) = re.findall(r"\d{4}\u00a0\d{4}", given.text)
    await village(f"""
        hanh > ma {plain(code)}
        hanh < Có phải chị Hạnh, con gái bà Hoa Bính không ạ? … em cho xem ở đây
        hanh > 1
        mai < Từ nay chị Hạnh (con gái bà Hoa Bính) xem được trên máy
        hoa < Từ nay chị Hạnh (con gái bà Hoa Bính) xem được trên máy
        hanh < Việc thăm bà Hoa Bính: Thứ sáu 20/11: bà Sáu đã sang. Nấu cơm, trò chuyện
        hanh > cam on ba Sau nhieu lam
        hanh < Em nhắn gì cho bà Sáu về lần thăm thứ sáu 20/11 ạ?
        hanh > Mẹ em khen cơm ngon lắm
        sau < Chị Hạnh (con gái bà Hoa Bính) cảm ơn bà về lần … 20/11: “Mẹ em khen cơm ngon lắm”
        hanh < Bà Sáu sẽ vui lắm. Em chuyển lời ngay ạ.
        hanh > xin tham me toi thu ba
        mai < Chị Hạnh (con gái bà Hoa Bính) xin có người sang thăm bà Nguyễn Thị Hoa
        hanh < Em đã nhờ bà Mai xếp người sang thăm bà Hoa Bính, thứ ba 24/11.
        mai # Bà Sáu (tuần ấy 0 lần)
        sau < bà Hoa Bính
        hanh < Bà Sáu sẽ sang thăm bà Hoa Bính: thứ ba 24/11 ạ.
        hoa < Bà Sáu sẽ sang thăm bà: thứ ba 24/11 ạ.
        mai < Cháu đã xếp: bà Sáu sang bà Hoa Bính, thứ ba 24/11.
        sau > gio tham thang nay
        sau < Tháng 11/2026 bà đã đi thăm 1 lần: 1 giờ. … “Mẹ em khen cơm ngon lắm”
    """)


async def test_who_is_visited_asks_by_numbers_alone(village: Village) -> None:
    await village("""
        hoa > xin tham
        hoa < Nhờ thăm ai ạ?
        hoa > 1
        hoa < Hôm nào ạ?
        hoa > 3
        hoa < Thứ mấy thì tiện ạ?
        hoa > 5
        mai < Bà Hoa Bính xin có người sang thăm … thứ năm hằng tuần, từ thứ năm 26/11.
        hoa < Cháu đã nhờ bà Mai xếp người sang thăm bà Hoa Bính, thứ năm hằng tuần
        mai > 2
        bay < bà Hoa Bính
        hoa < Ông Bảy sẽ sang thăm bà Hoa Bính: thứ năm hằng tuần
        mai < Cháu đã xếp: ông Bảy sang bà Hoa Bính
    """)
