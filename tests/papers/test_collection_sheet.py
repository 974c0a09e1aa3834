"""The sheet for a meeting day's money: everybody with the sums, and totals that agree."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.i18n import use_locale
from bot.papers.collection_sheet import HEIGHT, WIDTH, collection_sheet
from bot.papers.wanted import Sheet, SheetRow

NAMES = ["Nguyễn Thị Hoa (Hoa Bính, xóm 2)", "Trần Thị Tuyết Nhung (Nhung Hậu, xóm Đồng)", "Vi Tư"]
MONEY = st.integers(0, 20_000).map(lambda thousands: thousands * 1000)
ROWS = st.lists(
    st.builds(SheetRow, name=st.sampled_from(NAMES), interest=MONEY, principal=MONEY, fee=MONEY),
    min_size=1,
    max_size=90,
)


def sheet(*rows: SheetRow) -> Sheet:
    return Sheet(
        club="Câu lạc bộ Liên thế hệ tự giúp nhau",
        hamlet="bản Huổi Mận",
        held_on=date(2026, 11, 21),
        rate_label="lai",
        rows=rows,
    )


def row(number: int) -> SheetRow:
    return SheetRow(name=f"Vi Thị {number}", interest=50_000, principal=number * 1000, fee=5_000)


def pages(wanted: Sheet, locale: str = "en") -> list[str]:
    with use_locale(locale):
        read = PdfReader(BytesIO(collection_sheet(wanted)))
    return [" ".join(page.extract_text().split()) for page in read.pages]


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (60, 1), (61, 1), (75, 2), (150, 3)])
def test_sixty_stand_on_one_page_and_more_on_as_few_as_hold_them(
    count: int, expected: int
) -> None:
    found = pages(sheet(*map(row, range(1, count + 1))))
    assert len(found) == expected
    assert f"Vi Thị {count} " in found[-1]
    assert "Together" not in "".join(found[:-1])
    if expected > 1:
        assert f"{expected}/{expected}" in found[-1]
        assert "Principal" in found[-1]


def test_a_row_has_each_part_and_the_sum() -> None:
    (text,) = pages(sheet(row(450)))
    assert "COLLECTION SHEET OF 21 Nov 2026" in text
    assert "1 Vi Thị 450 50,000 450,000 5,000 505,000" in text
    assert "Together (1 people) 50,000 450,000 5,000 505,000" in text


def test_it_is_an_a4_page_with_vietnamese_figures() -> None:
    (text,) = pages(sheet(row(450)), "vi")
    assert "505.000" in text
    with use_locale("vi"):
        (page,) = PdfReader(BytesIO(collection_sheet(sheet(row(1))))).pages
    size = [float(page.mediabox.width), float(page.mediabox.height)]
    assert size == pytest.approx([WIDTH, HEIGHT], abs=0.01)


@given(ROWS)
def test_the_totals_are_what_the_rows_come_to(rows: list[SheetRow]) -> None:
    wanted = sheet(*rows)
    text = pages(wanted)[-1]
    sums = [
        sum(one.interest for one in rows),
        sum(one.principal for one in rows),
        sum(one.fee for one in rows),
    ]
    shown = " ".join(f"{amount:,}" for amount in [*(one for one in sums if one), sum(sums)])
    assert f"Together ({len(rows)} people) {shown}" in text
    assert wanted.total == sum(sums)
