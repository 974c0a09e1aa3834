"""What the web page is told of the people."""

from __future__ import annotations

from bot.page import Page
from bot.platforms.web import Who
from bot.storage.engine import Database
from tests.village import Village, address


async def test_the_board_comes_first_and_the_others_in_vietnamese_order(
    database: Database,
) -> None:
    village = Village(database)
    await village.found()
    names = ["Đỗ Thị Đào", "Lê Thị Út", "Lê Văn Ất", "Vi Thị Hoà", "Ngô Thị Hoa", "Bùi Thị Hoa"]
    for place, name in enumerate([*names, "Lê Văn Ai", "Lê Thị Dung"]):
        await village.join(f"member{place}", name, phone=None)
    await village.join("treasurer", "Lê Thị An", "treasurer", phone=None)
    await village.join("head", "Lê Thị Ý", "head", phone=None)
    shown = await Page(database, village.clock).people()
    assert [one.name for one in shown] == [
        *("Lê Thị Ý", "Lê Thị An"),
        *("Lê Văn Ai", "Lê Văn Ất", "Lê Thị Dung", "Đỗ Thị Đào"),
        *("Bùi Thị Hoa", "Ngô Thị Hoa", "Vi Thị Hoà", "Lê Thị Út"),
    ]


async def test_it_is_told_whether_a_picture_is_wanted(database: Database) -> None:
    village = Village(database)
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    page = Page(database, village.clock)
    assert await page.describe(address("nobody")) == Who()
    shown = []
    for said in ("thông báo", "Mai họp", "menu"):
        await village.say("minh", said)
        shown.append((await page.describe(address("minh"))).takes_file)
    assert shown == [True, True, False]
