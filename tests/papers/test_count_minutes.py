"""The minutes of a cash count: one A4 with all that was counted, readable with every mark."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.i18n import use_locale
from bot.papers.count_minutes import count_minutes
from bot.papers.wanted import CountMinutes, Signature

MINUTES = CountMinutes(
    club="Câu lạc bộ Liên thế hệ tự giúp nhau bản Huổi Mận",
    hamlet="Bản Huổi Mận",
    counted_at=datetime(2026, 11, 21, 16, 5),  # noqa: DTZ001 - the club's own clock
    keeper=Signature(office="Thủ quỹ", name="Hoàng Thị Lan", signed="ký trên máy lúc 16:05"),
    others=[Signature(office="Kế toán", name="Trần Văn Tư", signed="ký trên máy lúc 16:20")],
    funds=[("Quỹ tăng thu nhập", 9_000_000), ("Quỹ hoạt động", 3_450_000)],
    notes=[(500_000, 20), (200_000, 10), (100_000, 4), (20_000, 1), (1_000, 10)],
    counted=12_430_000,
    reason="Trả nhầm tiền lẻ",
)


def read(paper: bytes) -> str:
    (page,) = PdfReader(BytesIO(paper)).pages
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


def test_it_says_what_the_book_says_what_was_counted_and_who_signed() -> None:
    with use_locale("en"):
        text = read(count_minutes(MINUTES))
    for part in (
        MINUTES.club,
        "MINUTES OF THE CASH COUNT",
        "At 16:05 on 21 Nov 2026",
        "1. Hoàng Thị Lan, Thủ quỹ",
        "I By the cash book 12,450,000 đ",
        "Quỹ tăng thu nhập 9,000,000 đ",
        "Quỹ hoạt động 3,450,000 đ",
        "II Counted 12,430,000 đ",
        "Notes of 500,000 đ 20 10,000,000 đ",
        "Notes of 1,000 đ 10 10,000 đ",
        "III Difference (II - I) -20,000 đ",
        "Too little: 20,000 đ (twenty thousand đồng).",
        "Why: Trả nhầm tiền lẻ",
        "KẾ TOÁN",
        "THỦ QUỸ",
        "ký trên máy lúc 16:20",
    ):
        assert part in text
    assert text.count("Trần Văn Tư") == 2


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_kind_of_note_and_a_long_reason_still_fit_one_page(locale: str) -> None:
    everything = replace(
        MINUTES,
        notes=[(1_000 * worth, 12) for worth in (500, 200, 100, 50, 20, 10, 5, 2, 1)],
        reason="Có hai khoản thu cuối buổi chưa kịp ghi và một lần thối nhầm tiền lẻ. " * 4,
        others=[*MINUTES.others, Signature(office="Chủ nhiệm", name="Lò Văn Phượng")],
    )
    with use_locale(locale):
        assert "Lò Văn Phượng" in read(count_minutes(everything))


def test_a_count_that_fits_says_so_and_one_without_notes_has_only_the_total() -> None:
    with use_locale("en"):
        text = read(count_minutes(replace(MINUTES, counted=12_450_000, notes=[], reason="")))
        more = read(count_minutes(replace(MINUTES, counted=12_500_000)))
    assert "III Difference (II - I) 0 đ" in text
    assert "What was counted fits the cash book." in text
    assert "Notes of" not in text
    assert "Why:" not in text
    assert "Too much: 50,000 đ (fifty thousand đồng)." in more


def test_signs_of_the_typesetter_in_names_are_only_letters() -> None:
    with use_locale("en"):
        text = read(count_minutes(replace(MINUTES, reason="<b>50k & lẻ</b>")))
    assert "Why: <b>50k & lẻ</b>" in text
