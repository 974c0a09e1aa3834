"""The whole report of a month: drafted from entries, amended, signed, sent to the board."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, insert, update

from bot.chat import Incoming
from bot.storage import files, month_reports
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.conversations.test_papers import read, sent
from tests.village import Village, address, plain

NOVEMBER = date(2026, 11, 1)
THEN = datetime(2026, 12, 2, 3, 0, tzinfo=UTC)  # 10:00 in the village


async def visited(village: Village, on: date, number: int = 1) -> None:
    """Let Thu visit old Lành."""
    now, who = village.clock.now, village.ids["thu"]
    async with village.database.write() as db:
        made = await db.execute(
            insert(t.Recipient)
            .values(
                club_id=village.club,
                name="Cụ Lành",
                village_name="",
                hamlet="",
                sex="female",
                emergency_phone="",
                agreed_by="self",
                agreed_on=on,
                weekly=2,
                since=on,
                made_by=who,
                made_at=now,
            )
            .returning(t.Recipient.id)
        )
        visit = await db.execute(
            insert(t.Visit)
            .values(
                club_id=village.club,
                recipient_id=made.scalar_one(),
                day=on,
                number=number,
                minutes=90,
                state="well",
                note="",
                image="",
                told="",
                entered_by=who,
                entered_at=now,
            )
            .returning(t.Visit.id)
        )
        await db.execute(insert(t.Visitor).values(visit_id=visit.scalar_one(), member_id=who))


async def december(village: Village) -> None:
    village.clock.now = THEN


async def signed(village: Village) -> None:
    """Let the head sign November on the second of December."""
    await december(village)
    await village("""
        minh > báo cáo hoạt động tháng 11
        minh < Draft: report of activities, month 11/2026
        minh # I sign the report 11/2026
        minh < Do you sign the report of month 11/2026?
        minh # I sign the report 11/2026
        minh < Signed, thank you. I sent it to Lan, Tư, Thu.
        lan < Mr Minh has signed the report of activities, month 11/2026.
        tu < Mr Minh has signed
        thu < Mr Minh has signed
    """)


async def test_the_secretary_writes_beside_it_the_head_signs_and_the_board_has_it(
    village: Village,
) -> None:
    await visited(village, date(2026, 11, 12))
    await december(village)
    await village("""
        thu > báo cáo hoạt động
        thu < Of which month?
        thu # The last: month 11/2026
        thu < Draft: report of activities, month 11/2026 … Members: 6 members: 3 women, 3 men\
 … Loans: 10,000,000 đ lent out to 2 members. … 1 visits to 1 people, by 1 volunteers in 2 hours\
 … Meetings of the month: None in this month. … Nothing on record of:
        thu # Write a remark
        thu < Beside which part? The figures come from what was entered
        thu # Home care and health
        thu < What shall stand beside “Home care and health”?
        thu > Cụ Lành đã khỏe hơn
        thu < Written beside “Home care and health”. … Remark: Cụ Lành đã khỏe hơn
        minh > báo cáo hoạt động tháng 11
        minh < Draft … Remark: Cụ Lành đã khỏe hơn
        minh # I sign the report 11/2026
        minh < Do you sign the report of month 11/2026? It then stays as it is
        minh # I sign the report 11/2026
        minh < Signed, thank you. I sent it to Lan, Tư, Thu.
        lan < Mr Minh has signed the report of activities, month 11/2026.
        tu < Mr Minh has signed the report of activities, month 11/2026.
        thu < Mr Minh has signed the report of activities, month 11/2026.
        lan # Read it here
        lan < Report of activities, month 11/2026 … Head Lê Văn Minh signed this on a phone, 10:00
    """)
    said = await read(village, "tu")
    assert "REPORT OF ACTIVITIES" in said
    assert "Cụ Lành đã khỏe hơn" in said
    assert "DRAFT" not in said


async def test_what_comes_after_the_signature_stands_in_the_next_months_report(
    village: Village,
) -> None:
    await visited(village, date(2026, 11, 12))
    await signed(village)
    await visited(village, date(2026, 11, 13))
    await village("""
        thu > báo cáo hoạt động tháng 11
        thu < Report of activities, month 11/2026 … 1 visits to 1 people … signed this on a phone
    """)
    labels = [plain(one.label) for one in village.phones.by_chat["thu"].last[-1].choices]
    assert not {"Write a remark", "I sign the report 11/2026"} & set(labels)
    await village("""
        thu > báo cáo hoạt động tháng 12
        thu < Draft … 0 visits … Came late to month 11/2026, which is signed: hours that\
 volunteers gave +2; people who were visited in the month +1; Visits at home in the month +1.
    """)


async def test_a_draft_says_that_it_is_one_wherever_it_is_read(village: Village) -> None:
    await december(village)
    await village("""
        thu > báo cáo hoạt động tháng 11
        thu < Draft: report of activities
        thu # To print
        thu < Draft: report of activities, month 11/2026
    """)
    assert "DRAFT" in await read(village, "thu")
    await village("""
        thu # The same for Excel
        thu < Draft: report of activities, month 11/2026
    """)
    book = load_workbook(BytesIO((await sent(village, "thu")).content))
    assert ("Members at the end", 6) in [row[:2] for row in book.worksheets[0].values]
    await village("""
        thu # Send it to the board
        thu < I sent it to Lan, Tư, Mr Minh.
        lan < A draft of the report of activities, month 11/2026: nobody has signed it yet.
        tu < A draft
        minh < A draft
        minh # Read it here
        minh < Draft: report of activities
    """)


async def test_by_numbers_and_typed_words_alone(village: Village) -> None:
    await december(village)
    await village("""
        thu > báo cáo gửi xã tháng 11
        thu < Draft: report of activities
        thu > 1
        thu < Beside which part?
        thu > 8
        thu < What shall stand beside “What else there is to say”?
        thu > Tháng sau khám mắt cho người cao tuổi
        thu < Written beside … Remark: Tháng sau khám mắt
        minh > ký báo cáo tháng 11
        minh < Draft … Remark: Tháng sau khám mắt
        minh > 2
        minh < Do you sign the report
        minh > đúng
        minh < Signed, thank you.
        lan < Mr Minh has signed
        tu < Mr Minh has signed
        thu < Mr Minh has signed
    """)


async def test_a_remark_is_changed_and_taken_away(village: Village) -> None:
    await december(village)
    await village("""
        minh > báo cáo hoạt động tháng 11
        minh < Draft
        minh # Write a remark
        minh < Beside which part?
        minh # Members
        minh < What shall stand beside
        minh > thêm hai hội viên mới
        minh < Remark: thêm hai hội viên mới
        minh # Write a remark
        minh < Beside which part?
        minh # Members
        minh < Beside “Members” stands: thêm hai hội viên mới. What shall stand there instead?
        minh # Take away
        minh < Nothing stands beside “Members” any more.
    """)
    assert "Remark" not in village.phones.by_chat["minh"].last[-1].text


@pytest.mark.parametrize("who", ["lan", "tu", "thu"])
async def test_only_the_head_signs_and_others_hear_who(village: Village, who: str) -> None:
    await december(village)
    await village(f"""
        {who} > báo cáo hoạt động tháng 11
        {who} < Draft
    """)
    labels = [plain(one.label) for one in village.phones.by_chat[who].last[-1].choices]
    assert "I sign the report 11/2026" not in labels
    assert ("Write a remark" in labels) is (who == "thu")


async def test_who_stopped_being_head_signs_no_more_by_an_old_button(village: Village) -> None:
    await december(village)
    await village("""
        minh > báo cáo hoạt động tháng 11
        minh < Draft
    """)
    async with village.database.write() as db:
        await db.execute(
            update(t.Role).where(t.Role.member_id == village.ids["minh"]).values(role="accountant")
        )
        await db.execute(
            update(t.Role).where(t.Role.member_id == village.ids["thu"]).values(role="deputy")
        )
    await village("""
        minh # I sign the report 11/2026
        minh < The report is signed by Thu.
        minh # Write a remark
        minh < Remarks are written by the secretary, the head or the deputy.
        thu > báo cáo hoạt động tháng 11
        thu < Draft
        thu # I sign the report 11/2026
        thu < Do you sign the report
        thu # I sign the report 11/2026
        thu < Signed, thank you.
        lan < Thu has signed
        tu < Thu has signed
        minh < Thu has signed
    """)
    assert "Deputy head Phạm Thị Thu signed this on a phone" in await read(village, "tu")


@pytest.mark.parametrize("said", ["báo cáo hoạt động tháng 11", "bao cao gui xa", "ký báo cáo"])
async def test_members_see_no_report(village: Village, said: str) -> None:
    await village.say("hoa", said)
    village.hears("hoa", "That is the board's work.")


async def test_a_month_that_is_running_can_be_read_but_not_signed(village: Village) -> None:
    await village("""
        minh > báo cáo hoạt động tháng này
        minh < Draft: report of activities, month 11/2026 … up to today there are
    """)
    labels = [plain(one.label) for one in village.phones.by_chat["minh"].last[-1].choices]
    assert "I sign the report 11/2026" not in labels


async def test_what_was_entered_since_it_was_read_is_read_before_it_is_signed(
    village: Village,
) -> None:
    await december(village)
    await village("""
        minh > báo cáo hoạt động tháng 11
        minh < 0 visits
        minh # I sign the report 11/2026
        minh < Do you sign the report
    """)
    await visited(village, date(2026, 11, 12))
    await village("""
        minh # I sign the report 11/2026
        minh < Something was entered meanwhile. … 1 visits to 1 people
    """)
    async with village.database.read() as db:
        assert await month_reports.one(db, village.club, NOVEMBER) is None


async def test_two_who_sign_at_once_sign_once(village: Village, database: Database) -> None:
    await village.join("phuong", "Lò Thị Phượng", "head", birth_year=1958)
    await december(village)
    for who in ("minh", "phuong"):
        await village.say(who, "báo cáo hoạt động tháng 11")
        await village.press(who, "I sign the report 11/2026")
    keys = {who: village.key(who, "I sign the report 11/2026") for who in ("minh", "phuong")}
    await asyncio.gather(
        *(
            village.conversation.handle(
                Incoming(address=address(who), message=f"at once {who}", pressed=key)
            )
            for who, key in keys.items()
        )
    )
    await village.delivery.deliver()
    texts = [
        plain(village.phones.by_chat[who].last[-1].text)
        + plain(village.phones.by_chat[who].last[-2].text)
        for who in keys
    ]
    assert sum("Signed, thank you." in one for one in texts) == 1
    assert all("signed" in one.lower() for one in texts)


async def test_words_that_come_after_the_signature_are_kept_for_the_next_month(
    village: Village,
) -> None:
    await december(village)
    await village("""
        thu > báo cáo hoạt động tháng 11
        thu < Draft
        thu # Write a remark
        thu < Beside which part?
        thu # Members
        thu < What shall stand beside
        minh > báo cáo hoạt động tháng 11
        minh < Draft
        minh # I sign the report
        minh < Do you sign
        minh # I sign the report
        minh < Signed, thank you.
        lan < Mr Minh has signed
        tu < Mr Minh has signed
        thu < Mr Minh has signed
        thu > thêm hai hội viên
        thu < The report of month 11/2026 is signed: it stays as it is. Write it into the next one.
    """)


async def test_the_paper_is_made_anew_the_same_when_it_is_asked_for_a_year_later(
    village: Village,
) -> None:
    await signed(village)
    before = await read(village, "tu")
    village.clock.pass_by(days=400)
    async with village.database.write() as db:
        await db.execute(delete(t.File))
    await village("""
        thu > báo cáo hoạt động tháng 11/2026
        thu < Report of activities
        thu # Send it to the board
        thu < I sent it to Lan, Tư, Mr Minh.
        lan < Mr Minh has signed
        tu < Mr Minh has signed
        minh < Mr Minh has signed
    """)
    assert await read(village, "tu") == before
    reply = village.phones.by_chat["tu"].last[-1]
    async with village.database.read() as db:
        assert await files.get(db, reply.document, village.clock.now)


async def test_the_report_of_money_leads_to_the_whole_one(village: Village) -> None:
    await village("""
        tu > báo cáo thu chi tháng 11
        tu < To be read out
        tu # Report of activities
        tu < Draft: report of activities, month 11/2026
        tu > sổ và báo cáo
        tu < Which paper would you like?
        tu # Report of activities
        tu < Of which month?
        tu > 11
        tu < Draft: report of activities, month 11/2026
    """)


@pytest.fixture
async def lang(database: Database) -> Village:
    """A club that speaks Vietnamese."""
    lang = Village(database, locale="vi")
    await lang.found(rate_label="lai")
    await lang.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await lang.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await lang.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await december(lang)
    return lang


async def test_in_vietnamese_it_is_drafted_amended_signed_and_sent(lang: Village) -> None:
    await visited(lang, date(2026, 11, 12))
    await lang("""
        thu > bao cao hoat dong thang 11
        thu < Bản nháp: báo cáo hoạt động, tháng 11/2026 … Thành viên: 3 người: 2 nữ, 1 nam\
 … Hộ nghèo 0, cận nghèo 0, khó khăn 0. … Thăm 1 lượt, 1 người; 1 tình nguyện viên giúp 2 giờ.\
 … Chưa ghi gì về:
        thu # Ghi thêm vào báo cáo
        thu < ghi thêm vào phần nào ạ? Số liệu lấy từ sổ nên giữ nguyên
        thu # Chăm sóc tại nhà
        thu < ghi gì vào phần “Chăm sóc tại nhà và sức khỏe” ạ?
        thu > cụ Lành đã khỏe hơn
        thu < Ghi chú: cụ Lành đã khỏe hơn
        minh > ký báo cáo tháng 11
        minh < Bản nháp … Ghi chú: cụ Lành đã khỏe hơn
        minh # Tôi ký báo cáo 11/2026
        minh < ký báo cáo tháng 11/2026 chứ ạ? Ký rồi thì báo cáo giữ nguyên
        minh > đúng
        minh < đã ký. Cháu cảm ơn
        lan < Ông Minh đã ký báo cáo hoạt động tháng 11/2026.
        thu < Ông Minh đã ký báo cáo hoạt động tháng 11/2026.
        lan # Đọc trên máy
        lan < Báo cáo hoạt động, tháng 11/2026 … Chủ nhiệm Lê Văn Minh đã ký trên điện thoại lúc
    """)
