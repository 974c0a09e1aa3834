"""The cash count: one counts, a second officer signs, and a difference is never hidden."""

from __future__ import annotations

import asyncio
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from bot.chat import Incoming
from bot.money import books
from bot.money.books import Fund
from bot.storage import files, ledger
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.conversations.test_cashbox import keep
from tests.village import Village, address

FITS = "Counted: 12,450,000 đ (twelve million four hundred and fifty thousand đồng). \
The book says 12,450,000 đ. It fits the book. Is that right?"


@pytest.fixture
async def box(village: Village) -> Village:
    """Lan keeps 9,000,000 đ of the loan fund and 3,450,000 đ of the activity fund."""
    await keep(village, Fund.INCOME, {"lan": 9_000_000})
    await keep(village, Fund.ACTIVITY, {"lan": 3_450_000})
    return village


async def counted(village: Village) -> list[tuple[int, int, str, str, str]]:
    async with village.database.read() as db:
        rows = await db.execute(select(t.CashCount).order_by(t.CashCount.id))
        return [(row.expected, row.counted, row.reason, row.fund, row.status) for row in rows]


async def differences(village: Village) -> list[tuple[str, str, int]]:
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Posting.fund, t.Posting.kind, t.Posting.amount)
            .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
            .where(t.Transaction.kind == "cash_difference")
            .order_by(t.Posting.id)
        )
        return [(row.fund, row.kind, row.amount) for row in rows]


async def minutes(village: Village, chat: str) -> str:
    """Read the paper that a chat was sent last."""
    name = next(
        one.document for one in reversed(village.phones.by_chat[chat].last) if one.document
    )
    async with village.database.read() as db:
        found = await files.get(db, name, village.clock.now)
    assert found is not None
    (page,) = PdfReader(BytesIO(found.content)).pages
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


async def pays(village: Village, amount: str = "50k") -> None:
    """Let Bình, who has no phone, pay Lan."""
    await village(f"""
        lan > vi van binh
        lan < Vi Văn Bình
        lan # Another sum
        lan < How much
        lan > {amount}
        lan < Is that right?
        lan # I hold all
        lan < Written down
    """)


async def counts_short(village: Village) -> None:
    """Let Lan count 20,000 đ too little."""
    await village("""
        lan > kiểm quỹ
        lan < By the book you keep
        lan > thiếu 20k
        lan < Counted: 12,430,000 đ … The book says 12,450,000 đ. 20,000 đ less than the book.
        lan # Too little: 20,000 đ
        lan < In which fund is the difference?
        lan # Activity fund
        lan < 20,000 đ less than the book. Why
        lan # Change was given wrongly
        lan < I asked Tư, Mr Minh. As soon as one of them signs, I send you the minutes.
        tu < Lan counted the cash: 12,430,000 đ … 20,000 đ less … Why: Change was given wrongly
        minh < Lan counted the cash
    """)


async def test_what_fits_is_counted_in_two_taps_and_signed_by_a_second_officer(
    box: Village,
) -> None:
    await box(f"""
        lan > kiem quy
        lan < By the book you keep 12,450,000 đ (loan fund 9,000,000 đ, activity fund 3,450,000 đ)
        lan # It fits: 12,450,000 đ
        lan < {FITS}
        lan # It fits: 12,450,000 đ
        lan < I asked Tư, Mr Minh.
        tu < Lan counted the cash: 12,450,000 đ at 12:00 on 21 Nov. … It fits the book.
        minh < Lan counted the cash
        tu # I sign for 12,450,000 đ
        tu < Signed, thank you.
        lan < The count is signed.
    """)
    assert await counted(box) == [(12_450_000, 12_450_000, "", "income", "agreed")]
    assert await differences(box) == []
    for chat in ("lan", "tu"):
        text = await minutes(box, chat)
        assert "II Counted 12,450,000 đ" in text
        assert "signed by phone at 12:00 on 21 Nov" in text


async def test_notes_are_told_in_several_messages_each_read_back(box: Village) -> None:
    await box("""
        lan > kiểm quỹ
        lan < Write the total, or the notes
        lan > 20 tờ 500, 200k x 10
        lan < 20 of 500,000 đ: 10,000,000 đ … 10 of 200,000 đ … Together: 12,000,000 đ
        lan > 5 x 10, 4 tờ 100
        lan < 4 of 100,000 đ … Together: 12,400,000 đ … I did not understand “5 x 10”.
        lan # 50,000 đ
        lan < How many of 50,000 đ are there? Write the number.
        lan > 2
        lan < 2 of 50,000 đ: 100,000 đ … Together: 12,500,000 đ
        lan > 1 tờ 50
        lan < 1 of 50,000 đ: 50,000 đ … Together: 12,450,000 đ
        lan # That is all: 12,450,000 đ
        lan < It fits the book. Is that right?
        lan # It fits
        lan < I asked
        tu < Lan counted the cash
        minh < Lan counted the cash
        tu # I sign
        tu < Signed
        lan < The count is signed.
    """)
    text = await minutes(box, "tu")
    assert "Notes of 500,000 đ 20 10,000,000 đ" in text
    assert "Notes of 50,000 đ 1 50,000 đ" in text


async def test_a_total_beside_other_notes_is_asked_back(box: Village) -> None:
    await box("""
        lan > kiểm quỹ
        lan < Write the total, or the notes
        lan > 20 tờ 500
        lan < Together: 10,000,000 đ
        lan > 12tr450
        lan < The notes come to 10,000,000 đ, and you wrote 12,450,000 đ. Which one is right?
        lan # 12,450,000 đ
        lan < It fits the book
        lan # Count again
        lan < Write the total, or the notes
        lan > đủ
        lan < It fits the book
        lan # Never mind
        lan < nothing was written down
    """)
    assert await counted(box) == []


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("du", "Does it fit, is there more, or is there less?"),
        ("12tr4", "Counted: 12,400,000 đ"),
        ("150", "Counted: 150,000 đ"),
        ("0", "Counted: 0 đ"),
        ("dư 50k", "Counted: 12,500,000 đ"),
        ("thừa", "How much more"),
        ("There is less", "How much less"),
        ("thiếu 20tr", "That is more than the book says there is."),
    ],
)
async def test_what_is_typed_at_the_count_is_read_back_or_asked_back(
    box: Village, said: str, heard: str
) -> None:
    await box(f"""
        lan > kiểm quỹ
        lan < How much is there?
        lan > {said}
        lan < {heard}
    """)


async def test_a_difference_is_posted_to_its_own_account_with_its_reason(box: Village) -> None:
    await counts_short(box)
    assert await differences(box) == []  # not before a second officer has signed
    await box("""
        tu # I sign for 12,430,000 đ
        tu < Signed, thank you. … 20,000 đ less than the book. … Change was given wrongly
        lan < The count is signed.
        lan > tiền mặt
        lan < The box must hold: 12,430,000 đ
    """)
    assert await differences(box) == [
        ("activity", "cash_difference", 20_000),
        ("activity", "cash", -20_000),
    ]
    async with box.database.read() as db:
        row = (
            await db.execute(select(t.Transaction).where(t.Transaction.kind == "cash_difference"))
        ).one()
        touched = (
            await db.execute(
                select(t.Agreement.member_id, t.Agreement.how).where(
                    t.Agreement.transaction_id == row.id
                )
            )
        ).one()
    assert (row.note, row.entered_by) == ("Change was given wrongly", box.ids["lan"])
    assert tuple(touched) == (box.ids["tu"], "count")
    assert "Too little: 20,000 đ (twenty thousand đồng)." in await minutes(box, "lan")
    await box("""
        lan > kiểm quỹ
        lan < you keep 12,430,000 đ … Earlier differences: … On 21 Nov: 20,000 đ less than the \
book (Change was given wrongly).
    """)


async def test_a_reason_in_own_words_and_a_box_that_holds_too_much(village: Village) -> None:
    await keep(village, Fund.INCOME, {"lan": 500_000})
    await village("""
        lan > kiểm quỹ
        lan < By the book you keep 500,000 đ.
        lan > 550k
        lan < 50,000 đ more than the book. Is that right?
        lan # Too much: 50,000 đ
        lan < Why, as far as you know?
        lan > Có người đưa mà chưa ghi
        lan < I asked
        tu < 50,000 đ more than the book. Why: Có người đưa mà chưa ghi
        minh < Lan counted
        minh # I sign
        minh < Signed
        lan < The count is signed.
    """)
    assert await differences(village) == [
        ("income", "cash", 50_000),
        ("income", "cash_difference", -50_000),
    ]


async def test_the_first_signature_counts_and_later_ones_are_told_the_same(box: Village) -> None:
    await counts_short(box)
    key = box.key("tu", "I sign")
    await box("""
        tu # I sign
        tu < Signed
        lan < The count is signed.
        minh # I sign
        minh < Lan counted the cash … Tư signed at 12:00.
    """)
    await box.send(Incoming(address=address("tu"), message="again", pressed=key))
    box.hears("tu", "You already chose")
    assert len(await differences(box)) == 2


async def test_who_does_not_sign_says_why_and_it_is_counted_again(box: Village) -> None:
    await counts_short(box)
    await box("""
        tu # That is not right
        tu < What is not right? In a few words
        tu > còn một cọc tiền lẻ chưa đếm
        tu < All right, it is counted again. I told Lan.
        lan < Tư did not sign the count of 12,430,000 đ: còn một cọc tiền lẻ chưa đếm.
        minh # I sign
        minh < Tư did not sign at 12:00: còn một cọc tiền lẻ chưa đếm.
        lan # Count again
        lan < By the book you keep 12,450,000 đ
        lan # It fits
        lan < It fits the book
        lan # It fits
        lan < I asked
        tu < Lan counted the cash: 12,450,000 đ
        minh < Lan counted the cash: 12,450,000 đ
        tu # I sign
        tu < Signed
        lan < The count is signed.
    """)
    assert [one[-1] for one in await counted(box)] == ["refused", "agreed"]
    assert await differences(box) == []


async def test_what_was_entered_after_the_count_is_named_and_does_not_change_it(
    box: Village,
) -> None:
    await counts_short(box)
    box.clock.pass_by(minutes=5)
    await pays(box)
    await box("""
        tu # I sign
        tu < Since the count this was entered: - Mr Bình: 50,000 đ Was it counted already?
        tu # No, it came after
        tu < Signed
        lan < The count is signed.
    """)
    assert await differences(box) == [
        ("activity", "cash_difference", 20_000),
        ("activity", "cash", -20_000),
    ]


async def test_what_lay_in_the_box_before_it_was_entered_explains_the_difference(
    box: Village,
) -> None:
    await box("""
        lan > kiểm quỹ
        lan < By the book
        lan > 12tr5
        lan < 50,000 đ more than the book
        lan # Too much
        lan < In which fund
        lan # Loan fund
        lan < Why
        lan # Nobody knows yet
        lan < I asked
        tu < 50,000 đ more
        minh < 50,000 đ more
    """)
    box.clock.pass_by(minutes=5)
    await pays(box)
    await box("""
        tu # I sign
        tu < Was it counted already?
        tu # Yes, it was counted
        tu < Signed, thank you. … 12,500,000 đ … It fits the book.
        lan < The count is signed.
    """)
    assert await differences(box) == []


async def test_what_still_differs_with_the_new_entry_is_counted_again(box: Village) -> None:
    await counts_short(box)
    box.clock.pass_by(minutes=5)
    await pays(box)
    await box("""
        tu # I sign
        tu < Was it counted already?
        tu # Yes, it was counted
        tu < All right, it is counted again.
        lan < Something was entered after the count
    """)
    assert await differences(box) == []


async def test_an_entry_while_the_count_is_read_back_is_said_before_it_is_written(
    box: Village,
) -> None:
    await box("""
        lan > kiểm quỹ
        lan < By the book
        lan # It fits
        lan < It fits the book
    """)
    async with box.database.write() as db:
        await ledger.post(
            db,
            club_id=box.club,
            kind="gift",
            lines=books.opening(
                Fund.INCOME, cash={box.ids["lan"]: 100_000}, bank={}, loans={}, deposits={}
            ),
            value_day=box.clock.now.date(),
            now=box.clock.now,
            entered_by=box.ids["tu"],
            member_id=None,
            origin="meanwhile",
        )
    await box("""
        lan # It fits
        lan < Something was entered meanwhile. … The book says 12,550,000 đ. 100,000 đ less
    """)
    assert await counted(box) == []


async def test_who_keeps_or_counted_the_cash_or_lives_with_them_does_not_sign(
    box: Village,
) -> None:
    await box.join("tam", "Đỗ Văn Tám", "deputy", sex="male", household="Hộ 7")
    async with box.database.write() as db:
        home = await db.scalar(select(t.Household.id))
        await db.execute(
            update(t.Member).where(t.Member.id == box.ids["lan"]).values(household_id=home)
        )
    await counts_short(box)
    await box("""
        lan > kiểm quỹ
        lan < 12,430,000 đ was counted at 12:00 … It waits for the signature of a second officer.
        lan # Let it wait
        lan < it waits for the second signature
        tam > kiểm quỹ
        tam < 12,430,000 đ was counted at 12:00
        thu > kiểm quỹ
        thu < Lan counted the cash: 12,430,000 đ … Is that what you see in the box?
        thu # I sign
        thu < Signed
        lan < The count is signed.
    """)


async def test_a_phone_that_others_use_gives_no_signature(box: Village) -> None:
    await counts_short(box)
    await box.link("hoa", "tu")
    await box("""
        tu # I sign
        tu < Who is holding the phone
        tu # Tư
        tu < Others use this phone, too. Please agree on a phone of your own.
    """)
    assert await differences(box) == []


async def test_an_officer_counts_for_a_group_lead_without_a_phone(village: Village) -> None:
    await keep(village, Fund.INCOME, {"lan": 500_000, "binh": 300_000})
    await village("""
        tu > kiểm quỹ
        tu < Whose cash is counted?
        tu # Vi Văn Bình
        tu < By the book Mr Bình keeps 300,000 đ.
        tu # It fits: 300,000 đ
        tu < It fits the book
        tu # It fits
        tu < I asked Mr Minh, Thu.
        minh < Tư counted the cash that Mr Bình keeps: 300,000 đ
        thu < Tư counted the cash that Mr Bình keeps
        thu # I sign
        thu < Signed
        tu < The count is signed.
    """)


async def test_a_group_lead_counts_her_own_cash_and_members_count_none(village: Village) -> None:
    await keep(village, Fund.INCOME, {"hoa": 300_000})
    await village("""
        hoa > kiểm quỹ
        hoa < By the book you keep 300,000 đ.
        hoa # It fits
        hoa < It fits the book
        hoa # It fits
        hoa < I asked
        tu < Hoa Bính counted the cash
        minh < Hoa Bính counted the cash
    """)
    await village.join("mai", "Lê Thị Mai")
    await village("""
        mai > kiểm quỹ
        mai < That is the board's work.
    """)


async def test_where_nobody_else_can_sign_here_two_sign_the_paper(database: Database) -> None:
    club = Village(database)
    await club.found()
    await club.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await club.join("tu", "Trần Văn Tư", "accountant", sex="male", phone=None)
    await keep(club, Fund.INCOME, {"lan": 500_000})
    await club("""
        lan > kiểm quỹ
        lan < By the book
        lan > 480k
        lan < 20,000 đ less
        lan # Too little
        lan < Why
        lan # Nobody knows yet
        lan < It waits until one of these signs, each on a phone of their own
        lan # Two have signed the paper
        lan < Please take a photo
    """)
    async with club.database.write() as db:
        photo = await files.put(
            db,
            "image/jpeg",
            b"signed",
            club_id=club.club,
            now=club.clock.now,
            expires_at=club.clock.now,
        )
    await club.send(Incoming(address=address("lan"), message="photo", kind="photo", file=photo))
    club.hears("lan", "Signed, thank you.")
    assert await differences(club) == [
        ("income", "cash_difference", 20_000),
        ("income", "cash", -20_000),
    ]
    async with club.database.read() as db:
        row = (await db.execute(select(t.CashCount))).one()
    assert (row.status, row.agreed_by, row.file) == ("agreed", None, photo)


async def test_the_minutes_can_be_had_again(box: Village) -> None:
    await box("""
        tu > biên bản kiểm quỹ
        tu < No cash count is signed yet.
    """)
    await counts_short(box)
    await box("""
        tu # I sign
        tu < Signed
        lan < The count is signed.
        minh > biên bản kiểm quỹ
        minh < Lan counted the cash: 12,430,000 đ
    """)
    assert "II Counted 12,430,000 đ" in await minutes(box, "minh")


async def test_two_officers_who_sign_at_once_post_one_difference(box: Village) -> None:
    await counts_short(box)
    keys = {chat: box.key(chat, "I sign") for chat in ("tu", "minh")}
    await asyncio.gather(
        *(
            box.conversation.handle(
                Incoming(address=address(chat), message=f"at once {chat}", pressed=key)
            )
            for chat, key in keys.items()
        )
    )
    assert len(await differences(box)) == 2
    assert [one[-1] for one in await counted(box)] == ["agreed"]
    async with box.database.read() as db:
        kept = await ledger.cash(db, box.club)
    assert sum(amount for *_place, amount in kept) == 12_430_000


async def test_in_vietnamese_it_is_said_as_neighbours_say_it(database: Database) -> None:
    club = Village(database, locale="vi")
    await club.found()
    await club.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await club.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await keep(club, Fund.INCOME, {"lan": 2_000_000})
    await club("""
        lan > kiểm quỹ
        lan < Theo sổ, bác giữ 2.000.000 đ. Bác đếm được bao nhiêu ạ?
        lan > 3 tờ 500, 200k x 2
        lan < 3 tờ 500.000 đ: 1.500.000 đ 2 tờ 200.000 đ: 400.000 đ … Tổng: 1.900.000 đ
        lan # Hết rồi, cộng 1.900.000 đ
        lan < Đếm được 1.900.000 đ (một triệu chín trăm nghìn đồng). Sổ ghi 2.000.000 đ. \
Thiếu 100.000 đ so với sổ. Đúng không ạ?
        lan # Thiếu 100.000 đ
        lan < Thiếu 100.000 đ so với sổ. Bác có biết vì sao không ạ?
        lan # Chưa rõ vì sao
        lan < Cháu đã nhờ bác Tư ký.
        tu < Bác Lan kiểm quỹ: đếm được 1.900.000 đ, lúc 12:00 ngày 21/11. \
Sổ ghi 2.000.000 đ. Thiếu 100.000 đ so với sổ. Lý do: Chưa rõ vì sao
        tu # Đúng, tôi ký 1.900.000 đ
        tu < Dạ, bác đã ký.
        lan < Lần kiểm quỹ đã đủ hai chữ ký.
    """)
    text = await minutes(club, "lan")
    assert "BIÊN BẢN KIỂM KÊ QUỸ" in text
    assert "II Số kiểm kê thực tế 1.900.000 đ" in text
    assert "Thiếu: 100.000 đ (một trăm nghìn đồng)." in text
