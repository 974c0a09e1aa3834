"""Minutes of a meeting as lines and as a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.i18n import use_locale
from bot.papers.drawn import meeting_minutes
from bot.papers.minutes_facts import (
    Added,
    Decided,
    FundDay,
    LoanDecided,
    MinutesFacts,
    MinutesPaper,
    facts_of,
)
from bot.papers.minutes_words import as_text, sections
from bot.papers.wanted import Signature
from bot.storage.reporting import Letterhead

FACTS = MinutesFacts(
    held_on=date(2026, 11, 21),
    at=time(14),
    place="nhà văn hóa <Huổi Mận>",
    led_by="Lê Văn Minh",
    led_office="head",
    members=60,
    present=55,
    absent=("Nguyễn Thị Hoa (xóm 2)",),
    guests=("ông Bình (hội NCT)",),
    agenda=("Thu lãi",),
    talk="Ăn nhạt",
    funds=(FundDay(fund="income", into=3_250_000, out=5_000_000, closed=12_000_000),),
    loans=(
        LoanDecided(name="Vi Văn Anh", amount=5_000_000, agreed=True, in_favour=40, against=2),
        LoanDecided(name="Lò Thị Mơ", amount=9_000_000, agreed=False, in_favour=10, against=30),
    ),
    decisions=(
        Decided(words="Thăm người ốm", in_favour=50, against=0),
        Decided(words="Trồng rau"),
    ),
    words=("Đường vào xóm hỏng",),
)
HEAD = Letterhead(
    club_id=1,
    name="CLB Huổi Mận",
    hamlet="Bản Huổi Mận",
    commune="Xã Mường Mẫu",
    province="Tỉnh Mẫu",
    zone="Asia/Ho_Chi_Minh",
    locale="vi",
    rate_label="lai",
)
PAPER = MinutesPaper(
    head=HEAD,
    facts=FACTS,
    secretary=Signature(office="Secretary", name="Phạm Thị Thu", signed="signed by phone"),
    leader=Signature(office="Led the meeting", name="Lê Văn Minh"),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_locale("en"):
        yield


def _text(paper: MinutesPaper) -> str:
    pages = PdfReader(BytesIO(meeting_minutes(paper))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_facts_read_the_same_after_they_were_kept() -> None:
    assert facts_of(FACTS.kept()) == FACTS


def test_minutes_tell_totals_and_name_only_the_loans_that_the_meeting_agreed_to() -> None:
    said = as_text(FACTS)
    assert "Members there: 55 of 60." in said
    assert "Vi Văn Anh: 5,000,000 đ (40 for it, 2 against)" in said.replace("\u00a0", " ")
    assert "Lò Thị Mơ" not in said
    assert "1 request for a loan" in said


def test_a_part_that_says_nothing_is_left_out() -> None:
    bare = replace(FACTS, agenda=(), talk="", funds=(), loans=(), decisions=(), words=())
    assert [one.heading for one in sections(bare)] == ["Time and place", "Who was there"]


def test_without_a_roll_nobody_stands_as_present() -> None:
    said = as_text(replace(FACTS, members=0, present=0, absent=()))
    assert "The roll was not called." in said


def test_the_paper_has_the_head_of_state_papers_and_all_that_was_decided() -> None:
    said = _text(PAPER)
    for part in (
        "SOCIALIST REPUBLIC OF VIET NAM",
        "MINUTES OF THE MEETING",
        "CLB Huổi Mận",
        "nhà văn hóa <Huổi Mận>",
        "1. Thăm người ốm (50 for it, nobody against)",
        "2. Trồng rau",
        "Phạm Thị Thu",
    ):
        assert part in said


def test_what_was_added_later_stands_below_with_who_wrote_it() -> None:
    added = Added(
        words="Có thêm ông Bảy", name="Phạm Thị Thu", at=datetime(2026, 11, 23, 9, tzinfo=UTC)
    )
    said = _text(replace(PAPER, added=(added,)))
    assert "Có thêm ông Bảy (Phạm Thị Thu" in said


def test_long_minutes_go_on_over_several_pages() -> None:
    many = tuple(
        Decided(words=f"Quyết định số {number} " + "rất dài " * 12) for number in range(30)
    )
    paper = replace(PAPER, facts=replace(FACTS, decisions=many))
    pages = PdfReader(BytesIO(meeting_minutes(paper))).pages
    assert len(pages) > 1
