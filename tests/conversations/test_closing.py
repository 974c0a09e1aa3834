"""A month is signed by two and then closed: what comes late counts from a day that is open."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.chat import Choice, Incoming
from bot.money import books
from bot.money.books import Fund
from bot.storage import closings, files, ledger, loans
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.collecting import borrows, forget
from tests.conversations.test_cashbox import keep
from tests.lending import live_with
from tests.sent_files import picture, sends
from tests.village import Village, address

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
THEN = datetime(2026, 12, 2, 3, 0, tzinfo=UTC)  # 10:00 in the village


@pytest.fixture
async def books_of(village: Village) -> Village:
    """Lan has kept cash from 1 November on; it is the second of December."""
    await keep(village, Fund.INCOME, {"lan": 9_000_000}, {"minh": 2_000_000})
    await keep(village, Fund.ACTIVITY, {"lan": 3_450_000})
    return village


async def december(village: Village) -> None:
    village.clock.now = THEN


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


async def close_november(village: Village) -> None:
    await december(village)
    await village("""
        tu > khóa sổ
        tu < Month 11/2026
        tu # I sign 11/2026
        tu < Signed. I asked Mr Minh, Thu to sign, too; then Month 11/2026 is closed.
        minh < Month 11/2026 … Tư has signed this. Do you sign, too?
        thu < Month 11/2026
        minh # I sign 11/2026
        minh < Month 11/2026 is closed: signed by Tư and Mr Minh, 10:00 on 2 Dec.
        tu < Month 11/2026 is closed: signed by Tư and Mr Minh, 10:00 on 2 Dec.
    """)


async def closed(village: Village) -> list[date]:
    async with village.database.read() as db:
        return [one.month for one in await closings.closed_from(db, village.club, date.min)]


async def repayments(village: Village, kind: str = "repayment") -> list[tuple[date, str]]:
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Transaction.value_day, t.Transaction.note)
            .where(t.Transaction.kind == kind)
            .order_by(t.Transaction.id)
        )
        return [(row.value_day, row.note) for row in rows]


async def test_two_officers_sign_the_figures_and_the_month_is_closed(books_of: Village) -> None:
    await pays(books_of)
    await december(books_of)
    await books_of("""
        tu > khoa so thang 11
        tu < Month 11/2026 … Loan fund: 11,000,000 đ at the start, 0 đ came in, 0 đ went out, \
11,000,000 đ now. … Activity fund: 3,450,000 đ at the start, 50,000 đ came in, 0 đ went out, \
3,500,000 đ now. … Lan keeps: 12,500,000 đ (loan fund 9,000,000 đ, activity fund 3,500,000 đ) \
… In the bank, in the name of Mr Minh: 2,000,000 đ … Lent out: 10,000,000 đ in 2 loans. … \
Not finished yet: - 1 entry was seen by one person only. Once two have signed
        tu # Another time
        tu < nothing was signed
    """)
    await close_november(books_of)
    assert await closed(books_of) == [NOVEMBER]
    async with books_of.database.read() as db:
        (row,) = await closings.closed_from(db, books_of.club, NOVEMBER)
    assert row.figures["funds"]["activity"]["in"] == 50_000
    assert (row.signed_by, row.agreed_by) == (books_of.ids["tu"], books_of.ids["minh"])
    await books_of("""
        thu # I sign 11/2026
        thu < Month 11/2026 is closed: signed by Tư and Mr Minh
        tu > khóa sổ tháng 11
        tu < Month 11/2026 is signed and closed.
        tu > khóa sổ
        tu < Everything up to 30 Nov 2026 is signed. Month 12/2026 can be signed when it is over.
    """)


async def test_what_is_not_finished_is_named_before_the_month_is_signed(
    books_of: Village,
) -> None:
    await books_of("""
        lan > kiểm quỹ
        lan < By the book
        lan # It fits
        lan < It fits the book
        lan # It fits
        lan < I asked
        tu < Lan counted
        minh < Lan counted
        hoa > tôi nộp 50k
        hoa < Is that right?
        hoa # Yes
        hoa < Whom did you give it to?
        hoa # Lan
        hoa < I told Lan.
        lan < handed to you
        tu < handed to the treasurer
    """)
    async with books_of.database.write() as db:
        db_row = {
            "club_id": books_of.club,
            "held_on": date(2026, 11, 10),
            "opened_by": books_of.ids["lan"],
            "opened_at": books_of.clock.now,
            "by": "name",
            "status": "open",
            "reason": "",
        }
        await db.execute(insert(t.Collection).values(**db_row))
    await december(books_of)
    await books_of("""
        minh > khóa sổ tháng 11
        minh < Not finished yet: … 1 cash count waits for its second signature. … \
The money of a meeting day is not closed yet. … 1 member told of money that nobody has confirmed.
    """)


async def test_only_the_accountant_or_the_head_signs_first(books_of: Village) -> None:
    await december(books_of)
    await books_of("""
        lan > khóa sổ
        lan < A month is signed first by Tư, Mr Minh.
        hoa > khóa sổ
        hoa < That is the board's work.
    """)


async def test_a_month_that_is_not_over_cannot_be_signed(books_of: Village) -> None:
    await books_of("""
        tu > khóa sổ
        tu < No month of these books is over yet. Month 11/2026 can be signed when it is over.
        tu > khóa sổ tháng 12
        tu < No month of these books is over yet. Month 11/2026 can be signed when it is over.
        tu > khóa sổ tháng 11/0000
        tu < No month of these books is over yet.
    """)


async def test_another_month_than_the_one_whose_turn_it_is_leads_to_that_one(
    books_of: Village,
) -> None:
    await december(books_of)
    await books_of("""
        tu > khóa sổ tháng 12/2026
        tu < Month 12/2026 can be signed when it is over. Month 11/2026 can be signed now: … \
Month 11/2026 Loan fund
        tu > khóa sổ tháng 1/2020
        tu < The books here begin with Month 11/2026. Month 11/2026 can be signed now:
        tu > khóa sổ tháng 11/0000
        tu < Month 11/2026
    """)
    await close_november(books_of)
    books_of.clock.now = datetime(2027, 2, 3, 3, 0, tzinfo=UTC)
    await books_of("""
        tu > khóa sổ tháng 1
        tu < Month 12/2026 comes before Month 1/2027: … Month 12/2026 Loan fund
        tu # Another time
        tu < nothing was signed
        tu > khóa sổ tháng 12
        tu < Month 12/2026 Loan fund
    """)


async def test_a_club_without_any_entry_has_no_month_to_sign(database: Database) -> None:
    village = Village(database)
    await village.found()
    await village.join("tu", "Phạm Thị Tư", "accountant", birth_year=1968)
    await village("""
        tu > khóa sổ
        tu < Nothing is in these books yet, so no month can be signed.
    """)


async def test_the_second_officer_who_does_not_sign_leaves_it_open(books_of: Village) -> None:
    await december(books_of)
    await books_of("""
        tu > khóa sổ
        tu < Month 11/2026
        tu # I sign
        tu < Signed.
        minh < Do you sign, too?
        thu < Do you sign, too?
        minh # That is not right
        minh < What is not right?
        minh > thiếu phiếu chi mua chè
        minh < All right, the month stays open. I told Tư.
        tu < Mr Minh did not sign Month 11/2026: thiếu phiếu chi mua chè. It stays open
        thu # I sign
        thu < That month is not signed any more
        tu # Sign a month
        tu < Month 11/2026
    """)
    assert await closed(books_of) == []


async def test_what_was_entered_between_the_two_signatures_asks_for_them_anew(
    books_of: Village,
) -> None:
    await december(books_of)
    await books_of("""
        tu > khóa sổ
        tu < Month 11/2026
        tu # I sign
        tu < Signed.
        minh < Do you sign, too?
        thu < Do you sign, too?
    """)
    await late_gift(books_of)
    await books_of("""
        minh # I sign
        minh < Since Month 11/2026 was signed something was entered into it. It must be
        tu < Since Month 11/2026 was signed something was entered
    """)
    assert await closed(books_of) == []


async def late_gift(village: Village) -> int | None:
    """Enter 100,000 đ with the value day 28 November."""
    async with village.database.write() as db:
        return await ledger.post(
            db,
            club_id=village.club,
            kind="gift",
            lines=books.opening(
                Fund.INCOME, cash={village.ids["lan"]: 100_000}, bank={}, loans={}, deposits={}
            ),
            value_day=date(2026, 11, 28),
            now=village.clock.now,
            entered_by=village.ids["lan"],
            member_id=None,
            origin="late gift",
        )


async def test_nothing_is_entered_into_a_closed_month_or_one_before_it(books_of: Village) -> None:
    await close_november(books_of)
    with pytest.raises(ledger.MonthClosed) as refused:
        await late_gift(books_of)
    assert refused.value.open_from == DECEMBER
    async with books_of.database.read() as db:
        assert await ledger.posted_from(db, books_of.club, "late gift") is None
        assert await ledger.first_open_day(db, books_of.club, date(2026, 3, 5)) == DECEMBER
        assert await ledger.first_open_day(db, books_of.club, THEN.date()) == THEN.date()


async def test_a_caller_that_goes_on_leaves_nothing_of_what_was_refused(books_of: Village) -> None:
    await close_november(books_of)
    async with books_of.database.write() as db:
        before = (await db.execute(select(t.Posting.id))).all()
        with pytest.raises(ledger.MonthClosed):
            await ledger.post(
                db,
                club_id=books_of.club,
                kind="gift",
                lines=books.opening(
                    Fund.INCOME, cash={books_of.ids["lan"]: 5}, bank={}, loans={}, deposits={}
                ),
                value_day=date(2026, 11, 28),
                now=THEN,
                entered_by=None,
                member_id=None,
                origin="late gift",
            )
    async with books_of.database.read() as db:
        assert (await db.execute(select(t.Posting.id))).all() == before
        assert (
            await db.execute(select(t.Transaction.id).where(t.Transaction.origin == "late gift"))
        ).all() == []


async def test_a_repayment_declared_in_the_closed_month_counts_from_today_and_she_is_told(
    books_of: Village,
) -> None:
    await books_of("""
        hoa > tôi nộp 50k
        hoa < Is that right?
        hoa # Yes
        hoa < Whom did you give it to?
        hoa # Lan
        hoa < I told Lan.
        lan < handed to you
        tu < handed to the treasurer
    """)
    await close_november(books_of)
    await books_of("""
        lan # I hold all
        lan < Written down: Ms Hoa Bính 50,000 đ … It moved on 21 Nov; that month is signed and \
closed, so it counts from 2 Dec.
        hoa < Receipt … It moved on 21 Nov; that month is signed and closed, so it counts
    """)
    assert await repayments(books_of) == [
        (
            date(2026, 12, 2),
            "It moved on 21 Nov; that month is signed and closed, so it counts from 2 Dec.",
        )
    ]


async def test_an_entry_of_a_closed_month_is_mended_in_an_open_one_and_the_loan_stands_as_before(
    books_of: Village,
) -> None:
    await pays(books_of, "500k")
    await close_november(books_of)
    await books_of("""
        lan > sửa lại
        lan < Which entry is it?
        lan # 500,000 đ
        lan < What was wrong with it?
        lan # The sum is wrong
        lan < I asked
        minh < Do you agree?
        minh # Yes, mend it
        minh < does not count any more
        lan < does not count any more
    """)
    ((day, note),) = await repayments(books_of, "reversal")
    assert day == DECEMBER
    assert note == "It moved on 21 Nov; that month is signed and closed, so it counts from 1 Dec."
    async with books_of.database.read() as db:
        (loan,) = await loans.open_loans(db, books_of.ids["binh"])
    assert [(one.value_day, one.principal) for one in loan.payments] == [(date(2026, 11, 21), 0)]
    assert loan.standing(THEN.date()).principal_left == 5_000_000


async def test_a_closed_month_is_opened_again_by_two_with_a_reason_on_record(
    books_of: Village,
) -> None:
    await close_november(books_of)
    await books_of.say("tu", "mở lại sổ tháng 11")
    books_of.hears("tu", "Two of the board must agree to open Month 11/2026 again.")
    await books_of.say("tu", "quên ghi tiền điện")
    for phone in books_of.phones.by_chat.values():
        phone.unread.clear()
    assert await closed(books_of) == [NOVEMBER]
    await books_of.press("minh", "I agree")
    books_of.hears("minh", "Month 11/2026 is open again.")
    assert await closed(books_of) == []
    async with books_of.database.read() as db:
        row = (
            await db.execute(select(t.Resolution).where(t.Resolution.kind == "open_month"))
        ).one()
    assert (row.reason, row.status) == ("quên ghi tiền điện", "agreed")
    assert row.details["closed"][0]["agreed_by"] == books_of.ids["minh"]
    assert await late_gift(books_of) is not None


async def test_with_a_month_all_those_after_it_are_opened(books_of: Village) -> None:
    await close_november(books_of)
    books_of.clock.now = datetime(2027, 1, 2, 3, 0, tzinfo=UTC)
    await books_of("""
        minh > khóa sổ
        minh < Month 12/2026
        minh # I sign
        minh < Signed. I asked Tư, Thu
        tu < Do you sign, too?
        thu < Do you sign, too?
        tu # I sign
        tu < Month 12/2026 is closed
        minh < Month 12/2026 is closed
        tu > mở lại sổ tháng 11
        tu < open Month 11/2026 again, and with it all that was closed after it: Month 12/2026.
    """)
    assert await closed(books_of) == [NOVEMBER, DECEMBER]
    async with books_of.database.write() as db:
        await closings.open_from(db, books_of.club, NOVEMBER)
    assert await closed(books_of) == []


async def test_whoever_would_enter_into_a_closed_month_hears_what_to_do(
    books_of: Village,
) -> None:
    await close_november(books_of)
    books_of.clock.now = THEN - timedelta(days=3)  # as where a computer's clock was set back
    await books_of("""
        lan > vi van binh
        lan < Vi Văn Bình
        lan # Another sum
        lan < How much
        lan > 50k
        lan < Is that right?
        lan # I hold all
        lan < That month is signed and closed, so nothing was written down. Please give it a day \
from 1 Dec 2026 on
    """)
    assert await repayments(books_of) == []


async def test_where_nobody_else_can_sign_here_two_sign_on_paper(database: Database) -> None:
    club = Village(database)
    await club.found()
    await club.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await club.join("lan", "Hoàng Thị Lan", "treasurer", phone=None)
    await keep(club, Fund.INCOME, {"lan": 500_000})
    await december(club)
    await club("""
        tu > khóa sổ
        tu < Month 11/2026
        tu # I sign
        tu < It waits until one of these signs, each on a phone of their own: Ms Lan.
        tu > khóa sổ
        tu < Tư has signed Month 11/2026. It waits for the second signature: Ms Lan.
        tu # Two have signed the paper
        tu < Please take a photo
    """)
    async with club.database.write() as db:
        photo = await files.put(
            db,
            "image/jpeg",
            b"signed",
            club_id=club.club,
            now=club.clock.now,
            expires_at=club.clock.now + timedelta(days=1),
        )
    await club.send(Incoming(address=address("tu"), message="photo", kind="photo", file=photo))
    club.hears("tu", "Month 11/2026 is closed: signed by Tư and two on paper")
    assert await closed(club) == [NOVEMBER]


async def test_a_paper_does_for_a_month_once_those_who_can_sign_here_were_waited_for(
    books_of: Village,
) -> None:
    await december(books_of)
    await books_of("""
        tu > khóa sổ
        tu < Month 11/2026
        tu # I sign
        tu < Signed.
        minh < Do you sign, too?
        thu < Do you sign, too?
        tu > khóa sổ
        tu < Tư has signed Month 11/2026. It waits for the second signature
    """)
    paper = "Two have signed the paper"
    assert paper not in [one.label for one in books_of.choices("tu")]
    books_of.clock.pass_by(hours=1)
    await books_of("""
        tu > khóa sổ
        tu < Tư has signed Month 11/2026. It waits for the second signature
        tu # Two have signed the paper
        tu < Please take a photo
    """)


async def test_a_month_closed_on_paper_is_shown_to_another_officer(books_of: Village) -> None:
    for short in ("tu", "minh", "thu", "lan"):  # nobody is free of who signs first
        await live_with(books_of, short, "N1")
    await december(books_of)
    await books_of("""
        tu > khóa sổ
        tu < Month 11/2026
        tu # I sign
        tu < Nobody else of the board can sign here.
        tu # Two have signed the paper
        tu < Please take a photo
    """)
    await sends(books_of, "tu", picture(), kind="photo")
    books_of.hears("tu", "Month 11/2026 is closed: signed by Tư and two on paper")
    assert books_of.hears("minh", "Month 11/2026 was closed on this signed paper.").image


async def test_who_enters_while_another_closes_either_comes_first_or_is_refused(
    books_of: Village,
) -> None:
    await december(books_of)
    await books_of("""
        tu > khóa sổ
        tu < Month 11/2026
        tu # I sign
        tu < Signed.
        minh < Do you sign, too?
        thu < Do you sign, too?
    """)
    key = books_of.key("minh", "I sign")
    signs = books_of.conversation.handle(
        Incoming(address=address("minh"), message="signs", pressed=key)
    )
    gave, _settled = await asyncio.gather(late_gift(books_of), signs, return_exceptions=True)
    if isinstance(gave, BaseException):
        assert isinstance(gave, ledger.MonthClosed)
        assert await closed(books_of) == [NOVEMBER]
    else:
        assert await closed(books_of) == []  # the figures were no longer those that were signed


async def test_two_who_sign_at_once_close_it_once(books_of: Village) -> None:
    await december(books_of)
    await books_of("""
        tu > khóa sổ
        tu < Month 11/2026
        tu # I sign
        tu < Signed.
        minh < Do you sign, too?
        thu < Do you sign, too?
    """)
    keys = {chat: books_of.key(chat, "I sign") for chat in ("minh", "thu")}
    await asyncio.gather(
        *(
            books_of.conversation.handle(
                Incoming(address=address(chat), message=f"at once {chat}", pressed=key)
            )
            for chat, key in keys.items()
        )
    )
    await books_of.delivery.deliver()
    assert await closed(books_of) == [NOVEMBER]
    said = [books_of.phones.by_chat[chat].last[-1].text for chat in ("minh", "thu")]
    assert said[0] == said[1]


async def test_in_vietnamese_the_figures_are_read_out_and_the_month_is_closed(
    database: Database,
) -> None:
    club = Village(database, locale="vi")
    await club.found()
    await club.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await club.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await keep(club, Fund.INCOME, {"minh": 2_000_000})
    await december(club)
    await club("""
        tu > khóa sổ tháng 11
        tu < Tháng 11/2026 Quỹ tăng thu nhập: đầu tháng 2.000.000 đ, thu 0 đ, chi 0 đ, cuối tháng \
2.000.000 đ. … Đang cho vay: 0 đ, 0 món.
        tu # Tôi ký sổ tháng 11/2026
        tu < Bác đã ký. Cháu đã nhờ ông Minh ký nữa là khóa sổ
        minh < Bác Tư đã ký các số này. Ông có ký không ạ?
        minh # Tôi ký sổ tháng 11/2026
        minh < Tháng 11/2026 đã khóa sổ: bác Tư và ông Minh ký lúc 10:00 ngày 2/12.
        tu < Tháng 11/2026 đã khóa sổ
    """)
    assert await closed(club) == [NOVEMBER]


# --- What is only noted --------------------------------------------------------------------------


async def meeting_of_november(village: Village) -> None:
    """Open the list of 30 November; nobody has paid yet."""
    village.clock.now = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
    for who in ("hoa", "binh"):
        await borrows(village, who, number=f"due {who}", principal=1_000_000)
    await village.say("lan", "thu tiền hôm nay")
    forget(village)


async def test_a_month_is_not_signed_while_money_of_its_meeting_is_only_on_the_list(
    books_of: Village,
) -> None:
    await meeting_of_november(books_of)
    await books_of.press("lan", "Paid in full")
    forget(books_of)
    await december(books_of)
    await books_of("""
        tu > khóa sổ
        tu < This is not in the book yet: - 30 Nov: … stands on the meeting's list, which is not \
closed yet. Please finish that first; then Month 11/2026 can be signed with it.
        tu # Go to the list
        tu < Collection of 30 Nov
    """)
    assert await closed(books_of) == []


async def test_the_second_officer_is_told_of_the_open_list_and_cannot_sign_over_its_money(
    books_of: Village,
) -> None:
    await meeting_of_november(books_of)
    await december(books_of)
    await books_of("""
        tu > khóa sổ
        tu < Not finished yet: - The money of a meeting day is not closed yet.
        tu # I sign
        tu < Signed.
        minh < Not finished yet: - The money of a meeting day is not closed yet. … Tư has signed \
this. Do you sign, too?
        thu < The money of a meeting day is not closed yet.
    """)
    await books_of.say("lan", "thu tiếp")
    await books_of.press("lan", "Go on with the list of 30 Nov")
    await books_of.press("lan", "Paid in full")
    forget(books_of)
    await books_of("""
        minh # I sign 11/2026
        minh < This is not in the book yet: - 30 Nov: … Please finish that first; then Month \
11/2026 can be signed with it.
    """)
    assert await closed(books_of) == []


async def test_a_list_filled_after_its_month_was_signed_keeps_the_day_of_the_meeting(
    books_of: Village,
) -> None:
    await meeting_of_november(books_of)
    await december(books_of)
    await books_of("""
        tu > khóa sổ
        tu < Not finished yet
        tu # I sign
        tu < Signed.
        minh < Do you sign, too?
        thu < Do you sign, too?
        minh # I sign
        minh < Month 11/2026 is closed
        tu < Month 11/2026 is closed
    """)
    await books_of.say("lan", "thu tiếp")
    await books_of.press("lan", "Go on with the list of 30 Nov")
    while any(one.label.startswith("Paid in full") for one in newest(books_of, "lan")):
        await books_of.press("lan", "Paid in full")
    forget(books_of)
    await books_of("""
        lan # Read it back
        lan < The month of 30 Nov is signed and closed: it counts from 1 Dec. Collection of 30 Nov
    """)
    await books_of.press("lan", "It fits")
    forget(books_of)
    await books_of.press("minh", "I agree")
    books_of.hears("minh", "The collection of 30 Nov is in the book")
    slip = books_of.hears("hoa", "Receipt").text
    assert "It moved on 30 Nov; that month is signed and closed, so it counts from 1 Dec." in slip
    assert set(await repayments(books_of)) == {
        (
            DECEMBER,
            "It moved on 30 Nov; that month is signed and closed, so it counts from 1 Dec.",
        )
    }


def newest(village: Village, chat: str) -> Sequence[Choice]:
    """Return the buttons of the last message that a chat got."""
    return village.phones.by_chat[chat].last[-1].choices


async def test_a_yes_to_figures_that_were_signed_anew_since_is_none(books_of: Village) -> None:
    await december(books_of)
    await books_of.say("tu", "khóa sổ")
    await books_of.press("tu", "I sign")
    first = books_of.key("minh", "I sign")
    await books_of.press("thu", "That is not right")
    await books_of.say("thu", "thiếu phiếu chi")
    await late_gift(books_of)
    books_of.clock.pass_by(minutes=5)
    await books_of.say("tu", "khóa sổ")
    await books_of.press("tu", "I sign")
    forget(books_of)
    await books_of.send(Incoming(address=address("minh"), message="old", pressed=first))
    await books_of("""
        minh < Month 11/2026 Loan fund: 11,000,000 đ at the start, 100,000 đ came in … Do you \
sign, too?
    """)
    assert await closed(books_of) == []


async def test_a_signature_under_an_earlier_month_does_not_outlive_the_later_one(
    books_of: Village,
) -> None:
    async with books_of.database.write() as db:
        await closings.sign(
            db,
            club_id=books_of.club,
            month=date(2026, 10, 1),
            signed_by=books_of.ids["tu"],
            figures={},
            now=books_of.clock.now,
        )
        await closings.sign(
            db,
            club_id=books_of.club,
            month=NOVEMBER,
            signed_by=books_of.ids["minh"],
            figures={},
            now=books_of.clock.now,
        )
        await closings.close(
            db, books_of.club, NOVEMBER, by=books_of.ids["tu"], now=books_of.clock.now
        )
        assert await closings.waiting(db, books_of.club) is None
