"""The board asks for the club's papers in the chat, and members for their own passbooks."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select, update

from bot.storage import files
from bot.storage import tables as t
from bot.storage.files import StoredFile
from tests.village import Village


async def sent(village: Village, chat: str) -> StoredFile:
    """What came along with the last message of a chat."""
    reply = village.phones.by_chat[chat].last[-1]
    async with village.database.read() as db:
        found = await files.get(db, reply.document or reply.image, village.clock.now)
    assert found is not None
    return found


async def read(village: Village, chat: str) -> str:
    """What is printed on the PDF that came along."""
    paper = await sent(village, chat)
    assert paper.mime == "application/pdf"
    pages = PdfReader(BytesIO(paper.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


async def paid(village: Village, amount: str = "500k") -> None:
    """The treasurer takes money from Hoa."""
    await village.say("lan", f"nhận tiền bà Hoa {amount}")
    await village.press("lan", "I hold all")
    for phone in village.phones.by_chat.values():
        phone.unread.clear()


async def test_the_board_chooses_a_paper_and_a_month(village: Village) -> None:
    await paid(village)
    await village("""
        tu > sổ và báo cáo
        tu < Which paper would you like?
        tu # Cash book
        tu < Of which month?
        tu # This: month 11/2026
        tu < Cash book, month 11/2026.
    """)
    text = await read(village, "tu")
    assert "CASH BOOK" in text
    for part in ("R 1", "Nguyễn Thị Hoa: principal paid back", "450,000"):
        assert part in text


@pytest.mark.parametrize(
    "said", ["sổ quỹ tháng 11", "so quy thang 11", "cho tôi xem sổ quỹ tháng này", "cash book 11"]
)
async def test_a_paper_is_asked_for_in_words(village: Village, said: str) -> None:
    await village.say("minh", said)
    village.hears("minh", "Cash book, month 11/2026.")
    assert "CASH BOOK" in await read(village, "minh")


async def test_without_a_month_it_is_asked_for_and_may_be_typed(village: Village) -> None:
    await village("""
        tu > báo cáo tháng
        tu < Of which month? For example “October”
        tu > thirteen
        tu < Which month is it, please?
        tu > 11
        tu < The month's report, month 11/2026. … Report on the funds of Làng
    """)
    assert "REPORT OF MONEY IN AND OUT" in await read(village, "tu")


async def test_a_month_before_the_books_began_is_not_offered_and_not_made_up(
    village: Village,
) -> None:
    await village("""
        tu > báo cáo tháng
        tu < Of which month?
        tu > 10
        tu < The books here begin with month 11/2026.
        tu > 9/2026
        tu < The books here begin with month 11/2026.
        tu # This
        tu < The month's report, month 11/2026.
        tu > sổ theo dõi vốn vay tháng 10
        tu < The books here begin with month 11/2026.
    """)
    asked = village.phones.by_chat["tu"].last[0]
    assert [one.label for one in asked.choices] == ["This: month 11/2026", "Never mind"]
    village.clock.pass_by(days=20)
    await village("""
        tu > báo cáo tháng
        tu < Of which month?
        tu # The last: month 11/2026
        tu < now there are
    """)


async def test_the_running_month_is_told_up_to_today(village: Village) -> None:
    async with village.database.write() as db:  # as a club's sheet had it before it gave up fees
        await db.execute(
            update(t.Member)
            .where(t.Member.id == village.ids["hoa"])
            .values(fees_paid_to=date(2026, 12, 1))
        )
    await village("""
        tu > báo cáo tháng này
        tu < at the beginning of the month there were 0 đ; 0 đ came in, 0 đ went out; up to today
    """)
    assert "fee" not in village.phones.by_chat["tu"].last[-1].text
    assert "Up to today" in await read(village, "tu")
    assert "Have paid the month's fee" not in await read(village, "tu")
    async with village.database.write() as db:
        await village.ask_fee(db, 20_000)
    await village.say("tu", "báo cáo tháng này")
    assert "1 of 6 members has paid the month's fee" in village.phones.by_chat["tu"].last[-1].text


async def test_what_is_read_out_names_nobody(village: Village) -> None:
    await paid(village)
    village.clock.pass_by(days=200)
    await village.say("minh", "báo cáo tháng này")
    said = village.phones.by_chat["minh"].last[-1].text
    assert "500,000" not in said
    for word in ("Hoa", "Bình", "debt", "nợ"):
        assert word not in said


async def test_of_fewer_than_three_late_borrowers_nothing_is_read_out(village: Village) -> None:
    village.clock.pass_by(days=60)
    await village.say("minh", "báo cáo tháng này")
    assert "have not come yet" not in village.phones.by_chat["minh"].last[-1].text
    for who in ("thu", "tu", "lan"):
        await village.lend(who)
    await village.say("minh", "báo cáo tháng này")
    assert "500,000" in village.phones.by_chat["minh"].last[-1].text


async def test_the_same_paper_comes_for_excel(village: Village) -> None:
    await village("""
        tu > sổ theo dõi vốn vay tháng 11
        tu < Loan book, month 11/2026.
        tu # The same for Excel
        tu < Loan book, month 11/2026
    """)
    paper = await sent(village, "tu")
    rows = list(load_workbook(BytesIO(paper.content)).worksheets[0].values)
    whole = next(row for row in rows if "In all" in row)
    assert whole[10] == 10_000_000


async def test_who_reads_the_list_of_what_is_late_is_noted(village: Village) -> None:
    village.clock.pass_by(days=40)
    await village("""
        minh > danh sách trễ hạn
        minh < Of which month?
        minh # This
        minh < Only for the board: I note who has read it.
        minh # The same for Excel
        minh < What was not paid in time
    """)
    async with village.database.read() as db:
        rows = list(await db.execute(select(t.Reading.member_id, t.Reading.what)))
    assert [tuple(row) for row in rows] == [(village.ids["minh"], "papers.late")] * 2
    await village.say("minh", "danh sách trễ hạn tháng này")
    text = await read(village, "minh")
    assert "ONLY FOR THE BOARD" in text
    assert "Nguyễn Thị Hoa" in text


@pytest.mark.parametrize(
    "said",
    [
        "sổ và báo cáo",
        "sổ quỹ tháng 11",
        "báo cáo tháng 10",
        "danh sách trễ hạn",
        "in phiếu",
        "biểu đồ",
    ],
)
async def test_members_are_not_shown_the_clubs_papers(village: Village, said: str) -> None:
    await village.say("hoa", said)
    village.hears("hoa", "That is the board's work.")


@pytest.mark.parametrize("said", ["sổ vay của tôi", "so vay cua toi", "my passbook"])
async def test_a_member_sees_her_own_passbook_as_a_picture(village: Village, said: str) -> None:
    await village.say("hoa", said)
    village.hears("hoa", "This is your passbook, as of today.")
    picture = await sent(village, "hoa")
    assert picture.mime == "image/png"
    with Image.open(BytesIO(picture.content)) as seen:
        assert seen.width == 780
        assert seen.height > seen.width
    assert len(picture.content) < 200_000


async def test_a_member_is_not_shown_the_passbook_of_another(village: Village) -> None:
    await village("""
        hoa > sổ vay ông Bình
        hoa < your own money only
    """)


async def test_who_owes_nothing_has_no_passbook(village: Village) -> None:
    await village("""
        thu > sổ vay của tôi
        thu < You have nothing left to pay to the fund.
    """)


async def test_an_officer_gets_any_passbook_by_name(village: Village) -> None:
    await paid(village)
    await village.say("lan", "sổ vay bà Hoa")
    village.hears("lan", "The passbook of Nguyễn Thị Hoa (Hoa Bính, xóm 2), as of today.")
    text = await read(village, "lan")
    assert "Nguyễn Thị Hoa" in text
    assert "5,000,000 đ" in text
    assert "500,000" in text


async def test_of_two_namesakes_the_officer_chooses_one(village: Village) -> None:
    await village.join("other", "Lò Thị Hoa", hamlet="xóm 3")
    await village.lend("other", 3_000_000)
    await village("""
        lan > sổ vay Hoa
        lan < Which one do you mean?
        lan # Lò Thị Hoa
        lan < The passbook of Lò Thị Hoa (xóm 3)
        lan > sổ vay Phượng
        lan < I find nobody of that name.
        lan > bà Thu
        lan < has no open loan
    """)


async def test_a_slip_is_printed_by_its_number(village: Village) -> None:
    await paid(village)
    await village.say("lan", "in phiếu thu 1")
    village.hears("lan", "1 slip to print on A5: 1/2026.")
    text = await read(village, "lan")
    for part in (
        "RECEIPT",
        "Loan fund: No. R 1/2026",
        "Activity fund: No. R 1/2026",
        "Nguyễn Thị Hoa",
        "450,000 đ",
        "50,000 đ",
        "500,000 đ",
        "Five hundred thousand đồng",
    ):
        assert part in text


async def test_slips_are_printed_of_a_day_and_of_a_month(village: Village) -> None:
    await paid(village)
    await village("""
        lan > in phiếu
        lan < Which slips?
        lan # Today's
        lan < 1 slip to print on A5
        lan > in phiếu tháng 11
        lan < 1 slip to print on A5: month 11/2026.
        lan > in phiếu tháng 10
        lan < There are no slips: month 10/2026.
        lan > in phiếu thu 7
        lan < There is no slip 7/2026.
    """)


async def test_charts_are_pictures(village: Village) -> None:
    village.clock.pass_by(days=60)
    await village("""
        minh > biểu đồ
        minh < The loan fund over the year.
        minh # Chart of loans by age
        minh < Due, and not paid yet: 200,000
    """)
    for reply in village.phones.by_chat["minh"].last[-2:]:
        async with village.database.read() as db:
            found = await files.get(db, reply.image, village.clock.now)
        assert found is not None
        with Image.open(BytesIO(found.content)) as seen:
            assert seen.width == 780


async def test_a_chart_of_nothing_is_not_drawn(village: Village) -> None:
    empty = Village(village.database)
    await empty.found(key="other", name="Other")
    await empty.join("an", "Lê Thị An", "head")
    await empty("""
        an > biểu đồ
        an < The books have nothing to draw yet.
    """)


async def test_what_is_for_the_board_alone_does_not_come_to_a_shared_phone(
    village: Village,
) -> None:
    await village.link("hoa", "minh")
    await village("""
        minh > danh sách trễ hạn tháng này
        minh < Who
        minh # Mr Minh
        minh < Others use this phone, too. Please ask for this list on a phone of your own.
    """)


async def test_her_card_before_does_not_decide_whose_passbook_is_named(village: Village) -> None:
    await village("""
        lan > bà Hoa
        lan < Nguyễn Thị Hoa
        lan > sổ vay ông Bình
        lan < The passbook of Vi Văn Bình
        lan > bà Hoa
        lan < Nguyễn Thị Hoa
        lan > sổ vay của tôi
        lan < You have nothing left to pay to the fund.
    """)
