"""The papers can be printed, put up in Excel, and looked at on a phone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from bot.i18n import use_locale
from bot.money.books import AccountKind, Fund
from bot.money.loans import Band, Charge, Loan, Part, Payment, Terms, Way, extended
from bot.papers.books import charts, words
from bot.papers.books.drawing import WIDTH
from bot.papers.books.fitting import INSIDE, SIZES, fit, shown
from bot.papers.books.lettering import BOLD
from bot.papers.books.paper import (
    Column,
    Occasion,
    Paper,
    Row,
    Shape,
    Signer,
    Table,
    figures,
    total,
)
from bot.papers.books.passbook import Passbook, passbooks
from bot.papers.books.passbook_picture import LONGEST, passbook_picture
from bot.papers.books.printed import as_pdf
from bot.papers.books.slips import Slip
from bot.papers.books.slips_printed import printed_slips
from bot.papers.books.spreadsheet import as_xlsx
from bot.people import Club, Member
from bot.storage.entries import SlipNumber
from bot.storage.loans import Borrowed
from bot.storage.reporting import Letterhead, MonthEnd

HEAD = Letterhead(
    club_id=1,
    name="Câu lạc bộ Liên thế hệ tự giúp nhau bản Huổi Mận",
    hamlet="Bản Huổi Mận",
    commune="Xã Mẫu",
    province="Nghệ An",
    zone="Asia/Ho_Chi_Minh",
    locale="vi",
    rate_label="lai",
)
COLUMNS = (
    Column(title="Ngày", shape=Shape.DAY, width=20),
    Column(title="Diễn giải", shape=Shape.TEXT, width=60),
    Column(title="Số tiền", shape=Shape.MONEY, width=30),
)
ON = date(2026, 10, 31)


def paper(rows: int, *, stamp: str = "", wide: bool = False) -> Paper:
    lines = [
        Row(cells=(ON, f"Nguyễn Thị Hoa nộp lần {number}", 1000 * number))
        for number in range(1, rows + 1)
    ]
    return Paper(
        file="so",
        head=HEAD,
        title="Sổ quỹ",
        about="tháng 10/2026",
        tables=(
            Table(
                columns=COLUMNS, rows=(*lines, total("Cộng", lines, [2], at=1, columns=COLUMNS))
            ),
        ),
        written_on=ON,
        signers=(Signer(office="Thủ quỹ", name="Hoàng Thị Lan"), Signer(office="Kế toán")),
        notes=("Đơn vị tính: đồng.",),
        stamp=stamp,
        wide=wide,
    )


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_a_long_table_has_its_head_and_its_number_on_every_page() -> None:
    with use_locale("en"):
        pages = texts(as_pdf(paper(120)))
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert f"Page {number}/" in page
        assert f"\n{len(pages)}\n" in f"\n{page}\n"
    tables = [page for page in pages if "nộp lần" in page]
    assert all("Diễn giải" in page for page in tables)
    together = " ".join(pages)
    assert all(f"nộp lần {number}\n" in together for number in range(1, 121))


def test_the_sum_is_never_alone_on_a_page() -> None:
    for rows in range(30, 50):
        with use_locale("vi"):
            pages = texts(as_pdf(paper(rows)))
        with_sum = next(page for page in pages if "Cộng" in page)
        assert f"nộp lần {rows}" in with_sum


@pytest.mark.parametrize("rows", [30, 36, 40, 45])
def test_signatures_stay_together(rows: int) -> None:
    with use_locale("vi"):
        pages = texts(as_pdf(paper(rows)))
    (page,) = [page for page in pages if "Thủ quỹ" in page]
    assert "Hoàng Thị Lan" in page
    assert "Kế toán" in page


@pytest.mark.parametrize("amount", [0, 5_000_000, 1_234_567_890, -12_345_678_900])
@pytest.mark.parametrize("wide", [False, True])
def test_nothing_runs_over_its_column_however_large_the_sums_are(
    amount: int, *, wide: bool
) -> None:
    columns = (
        Column(title="STT", shape=Shape.SHORT, width=10),
        Column(title="Số khế ước", shape=Shape.SHORT, width=22),
        Column(title="Người vay", shape=Shape.TEXT, width=56),
        Column(title="Ngày vay", shape=Shape.DAY, width=21),
        *(Column(title="Số tiền vay", shape=Shape.MONEY, width=26) for _nth in range(4)),
    )
    row = Row(cells=("120", "KU-120/2026", "Mồng Thị Kiều Oanh", ON, *(amount,) * 4), strong=True)
    table = Table(columns=columns, rows=(row,))
    room = 745 if wide else 498
    with use_locale("vi"):
        as_pdf(replace(paper(1, wide=wide), tables=(table,)))
        found = fit([table], room)
        widths = found.widths[columns]
        for column, wide_enough, cell in zip(columns, widths, row.cells, strict=True):
            words = column.title.split()
            if column.shape is not Shape.TEXT:
                words.append(shown(column.shape, cell))
            for word in words:
                assert stringWidth(word, BOLD, found.size) + 2 * INSIDE <= wide_enough
    assert sum(widths) == pytest.approx(room)


def test_letters_are_big_where_there_is_room() -> None:
    assert fit(paper(5).tables, 498).size == SIZES[0]


def test_who_alone_may_read_it_stands_on_every_page() -> None:
    with use_locale("vi"):
        pages = texts(as_pdf(paper(120, stamp="CHỈ BAN CHỦ NHIỆM", wide=True)))
    assert len(pages) > 1
    assert all("CHỈ BAN CHỦ NHIỆM" in page for page in pages)


def test_a_paper_is_a4_and_lies_down_where_it_is_wide() -> None:
    for wide in (False, True):
        (page, *_more) = PdfReader(BytesIO(as_pdf(paper(1, wide=wide)))).pages
        size = (round(page.mediabox.width), round(page.mediabox.height))
        assert size == ((842, 595) if wide else (595, 842))


def test_the_same_paper_is_the_same_file() -> None:
    assert as_pdf(paper(5)) == as_pdf(paper(5))


def test_a_sheet_has_real_figures_and_days_and_is_ready_to_be_printed() -> None:
    page = load_workbook(BytesIO(as_xlsx(paper(3, wide=True)))).worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    whole = next(row for row in rows if "Cộng" in row)
    assert whole[2] == 6000
    cell = next(cell for row in page.iter_rows() for cell in row if cell.value == 2000)
    assert cell.number_format == "#,##0"
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.fitToHeight == 0
    assert page.print_title_rows is not None
    assert page.freeze_panes is not None
    assert page.oddFooter is not None
    assert page.oddFooter.right.text is not None
    assert "&P" in page.oddFooter.right.text


def test_a_long_note_is_seen_whole_in_a_sheet() -> None:
    long = replace(paper(1), notes=("Đơn vị tính: đồng.", "Để đọc tại buổi họp. " * 30))
    page = load_workbook(BytesIO(as_xlsx(long))).worksheets[0]
    heights = {
        str(cell.value)[:6]: page.row_dimensions[cell.row].height
        for cells in page.iter_rows()
        for cell in cells
        if cell.value
    }
    assert heights["Để đọc"] > 5 * heights["Đơn vị"]


def test_only_a_table_that_is_alone_has_its_head_on_every_printed_page() -> None:
    (table,) = paper(1).tables
    for count in (1, 2, 3, 4):
        several = replace(paper(1), tables=(table,) * count)
        page = load_workbook(BytesIO(as_xlsx(several))).worksheets[0]
        assert bool(page.print_title_rows) is (count == 1)


def test_nothing_that_was_typed_becomes_a_formula() -> None:
    row = Row(cells=(ON, "=HYPERLINK(1)", 1))
    wicked = replace(paper(1), tables=(Table(columns=COLUMNS, rows=(row,)),))
    wicked = replace(wicked, head=replace(HEAD, name="=1+1"), signers=(Signer(office="=2"),))
    page = load_workbook(BytesIO(as_xlsx(wicked))).worksheets[0]
    kinds = Counter(cell.data_type for cells in page.iter_rows() for cell in cells)
    assert "f" not in kinds


def test_what_was_typed_is_printed_as_it_is() -> None:
    row = Row(cells=(ON, "<b>Hoa</b> & Con <i", 1))
    wicked = replace(paper(1), tables=(Table(columns=COLUMNS, rows=(row,)),))
    assert "<b>Hoa</b> & Con <i" in " ".join(texts(as_pdf(wicked)))


def test_figures_have_points_in_vietnamese() -> None:
    with use_locale("vi"):
        assert figures(5_000_000) == "5.000.000"
        assert figures(-1_500) == "-1.500"
    with use_locale("en"):
        assert figures(5_000_000) == "5,000,000"


@pytest.mark.parametrize("kind", [kind for kind in AccountKind if kind not in ("cash", "bank")])
def test_every_kind_of_money_has_its_words(kind: AccountKind) -> None:
    with use_locale("en"):
        assert words.came_in(kind, HEAD) != "other money"
        assert words.went_out(kind, HEAD) != "other payments"


def test_the_club_calls_interest_as_it_likes() -> None:
    with use_locale("en"):
        assert words.came_in(AccountKind.INTEREST, HEAD) == "interest"
        assert words.came_in(AccountKind.INTEREST, replace(HEAD, rate_label="phi")) == "fee"


# --- Passbooks -----------------------------------------------------------------------------------


def borrowed(periods: int = 12, *, charges: tuple[Charge, ...] = ()) -> Borrowed:
    terms = Terms(
        way=Way.EQUAL_PRINCIPAL,
        rate_bp=100,
        principal=6_000_000,
        starts_on=date(2026, 1, 10),
        first_due=date(2026, 2, 10),
        periods=periods,
    )
    return Borrowed(
        id=1,
        club_id=1,
        member_id=1,
        number="KU-1",
        principal=6_000_000,
        terms=Loan.on(terms, charges=charges),
        payments=(Payment(value_day=date(2026, 2, 9), principal=500_000, interest=60_000),),
    )


def member() -> Member:
    club = Club(
        id=1,
        name=HEAD.name,
        hamlet=HEAD.hamlet,
        zone=HEAD.zone,
        locale="vi",
        unit=1000,
        interest_to_income_bp=0,
        rate_label="lai",
        wakes_at=time(6),
        sleeps_at=time(20),
    )
    return Member(
        id=1,
        club=club,
        number="1",
        name="Nguyễn Thị Hoa",
        village_name="Hoa Bính",
        hamlet="xóm 2",
        birth_year=1950,
        sex="female",
        form="",
        locale="",
        household_id=None,
        roles=frozenset(),
    )


def occasion() -> Occasion:
    return Occasion(
        head=HEAD,
        month=date(2026, 10, 1),
        written_on=ON,
        officers={"treasurer": "Hoàng Thị Lan"},
    )


def test_a_passbook_says_what_is_owed_each_period_and_what_was_paid() -> None:
    with use_locale("en"):
        made = passbooks(occasion(), [Passbook(member=member(), loan=borrowed())], on=ON)
        text = " ".join(texts(as_pdf(made)))
    first = made.tables[0].rows[0].cells
    assert first == (
        "1",
        date(2026, 2, 10),
        500_000,
        60_000,
        560_000,
        560_000,
        first[6],
        5_500_000,
    )
    assert first[6] == date(2026, 2, 9)
    for part in ("Nguyễn Thị Hoa (Hoa Bính, xóm 2)", "KU-1", "6,000,000 đ (six million đồng)"):
        assert part in text
    assert "Principal still to be paid: 5,500,000 đ" in " ".join(text.split())
    assert "Borrower" in text


def test_charges_of_the_paper_book_have_a_column_of_their_own() -> None:
    charge = Charge(part=Part.FEE, due_on=date(2026, 3, 1), amount=15_000)
    with use_locale("en"):
        plain = passbooks(occasion(), [Passbook(member=member(), loan=borrowed())], on=ON)
        charged = passbooks(
            occasion(), [Passbook(member=member(), loan=borrowed(charges=(charge,)))], on=ON
        )
    assert "Charges" not in [column.title for column in plain.tables[0].columns]
    assert "Charges" in [column.title for column in charged.tables[0].columns]
    assert charged.tables[0].rows[-1].cells[4] == 15_000


def test_what_is_entered_after_an_extension_for_a_day_before_it_counts_once() -> None:
    before = borrowed()
    agreed_on = date(2026, 5, 20)
    terms = extended(
        before.terms, before.payments, agreed_on, first_due=date(2026, 7, 10), periods=6
    )
    later = Payment(value_day=date(2026, 3, 10), principal=100_000, interest=0)
    loan = replace(before, terms=terms, payments=(*before.payments, later))
    with use_locale("en"):
        made = passbooks(occasion(), [Passbook(member=member(), loan=loan)], on=ON)
    assert [table.heading for table in made.tables][1] == "The schedule until 20 May 2026"
    paid = [table.rows[-1].cells[5] for table in made.tables]
    assert paid == [100_000, 560_000]


@pytest.mark.parametrize("periods", [1, 12, 24, 400])
def test_the_picture_of_a_passbook_is_as_long_as_it_must_be(periods: int) -> None:
    with use_locale("vi"):
        made = passbook_picture(HEAD, "Nguyễn Thị Hoa", [borrowed(periods)] * 2, on=ON)
    with Image.open(BytesIO(made)) as seen:
        assert seen.width == WIDTH
        assert seen.height <= LONGEST


# --- Slips ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["receipt", "payment"])
def test_a_slip_is_one_a5_page_with_the_sum_in_words(kind: str) -> None:
    slip = Slip(
        number=SlipNumber(fund=Fund.INCOME, kind=kind, year=2026, number=12),
        transaction=1,
        value_day=ON,
        amount=1_005_000,
        who="",
        hamlet="",
        keeper="Hoàng Thị Lan",
        what_for="Thu hồi gốc vay 950.000 đ, lãi 55.000 đ " * 3,
        mends=False,
    )
    with use_locale("vi"):
        made = printed_slips(HEAD, [slip, replace(slip, transaction=2, who="Nguyễn Thị Hoa")])
    pages = PdfReader(BytesIO(made)).pages
    assert len(pages) == 2
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (595, 420)
    text = pages[1].extract_text()
    for part in ("1.005.000", "Một triệu không trăm linh năm nghìn đồng.", "12/2026"):
        assert part in text
    assert text.count("Nguyễn Thị Hoa") == 2


def test_one_handing_for_two_funds_is_one_page_with_both_numbers_and_the_whole() -> None:
    income = Slip(
        number=SlipNumber(fund=Fund.INCOME, kind="receipt", year=2026, number=12),
        transaction=1,
        value_day=ON,
        amount=16_000,
        who="Nguyễn Thị Hoa",
        hamlet="Bản Mận",
        keeper="Hoàng Thị Lan",
        what_for="Thu hồi gốc vay, lãi " * 5,
        mends=False,
    )
    activity = replace(
        income, number=replace(income.number, fund=Fund.ACTIVITY, number=7), amount=64_000
    )
    with use_locale("vi"):
        (page,) = PdfReader(BytesIO(printed_slips(HEAD, [income, activity]))).pages
    text = page.extract_text()
    for part in ("12/2026", "7/2026", "16.000", "64.000", "80.000", "Tám mươi nghìn đồng."):
        assert part in text


# --- Charts --------------------------------------------------------------------------------------


def month_end(year: int, month: int, money: int, lent: int) -> MonthEnd:
    return MonthEnd(month=date(year, month, 1), money=money, lent=lent)


def test_a_month_without_change_is_as_the_one_before() -> None:
    found = [month_end(2025, 3, 1, 2), month_end(2026, 8, 3, 4)]
    months = charts.last_months(found, ON)
    assert len(months) == 12
    assert months[0] == month_end(2025, 11, 1, 2)
    assert months[-1] == month_end(2026, 10, 3, 4)


def test_months_before_the_books_began_are_left_out() -> None:
    assert len(charts.last_months([month_end(2026, 8, 3, 4)], ON)) == 3
    assert charts.last_months([], ON) == []


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("count", [1, 12])
def test_charts_fit_a_phone(locale: str, count: int) -> None:
    months = [
        month_end(2026, 1 + number, 900_000_000 * number - 5, 10**9) for number in range(count)
    ]
    with use_locale(locale):
        made = [
            charts.fund_over_the_year(HEAD, months, Fund.INCOME),
            charts.loans_by_age(HEAD, 10**9, dict.fromkeys(Band, 10**8), with_board=10**8, on=ON),
            charts.loans_by_age(
                HEAD, 0, dict.fromkeys(Band, 0), with_board=0, on=ON + timedelta(days=1)
            ),
        ]
    for content in made:
        with Image.open(BytesIO(content)) as seen:
            assert seen.width == WIDTH
            assert seen.height < 2 * WIDTH
        assert len(content) < 100_000
