"""The meeting's notice can be read on paper and over the loudspeaker, with every mark."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, time
from io import BytesIO
from string import ascii_letters, digits, punctuation

import pytest
from pypdf import PdfReader
from reportlab.pdfbase.ttfonts import TTFontFile

from bot.i18n import use_locale
from bot.papers.loudspeaker import loudspeaker
from bot.papers.meeting_notice import BOLD, FONTS, HEIGHT, PLAIN, meeting_notice
from bot.papers.wanted import Invitation

INVITATION = Invitation(
    club="Câu lạc bộ Liên thế hệ tự giúp nhau bản Huổi Mận",
    hamlet="Bản Huổi Mận",
    held_on=date(2026, 12, 10),
    at=time(8),
    place="Nhà văn hoá bản",
    agenda="- Thu tiền tháng 12;\nBình xét hộ vay vốn\nThăm các cụ ốm\nTập dưỡng sinh buổi sớm",
    signer="Lò Văn Phượng",
    office="Chủ nhiệm",
    spoken_of="bác Phượng",
    written_on=date(2026, 11, 21),
)
LONG = "\n".join(f"Việc {number}: bàn chuyện phòng rét cho trâu bò" for number in range(1, 25))
VOWELS = [*"aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"]
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
VIETNAMESE = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]


def read(paper: bytes) -> str:
    (page,) = PdfReader(BytesIO(paper)).pages
    return " ".join(page.extract_text().split())


@pytest.mark.parametrize("name", [PLAIN, BOLD])
def test_the_letters_have_every_vietnamese_mark(name: str) -> None:
    font = TTFontFile(str(FONTS / f"{name}.ttf"))
    wanted = [*VIETNAMESE, *"đĐ₫–—“”‘’…•", *ascii_letters, *digits, *punctuation]
    assert [one for one in wanted if ord(one) not in font.charToGlyph] == []


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_paper_says_it_all_on_one_page(locale: str) -> None:
    with use_locale(locale):
        text = read(meeting_notice(INVITATION))
    for part in (
        INVITATION.club,
        INVITATION.hamlet,
        INVITATION.place,
        {"vi": "Lúc 8 giờ", "en": "At 8 o'clock in the morning"}[locale],
        "1. Thu tiền tháng 12",
        "4. Tập dưỡng sinh buổi sớm",
        "CHỦ NHIỆM",
        INVITATION.signer,
    ):
        assert part in text


def test_the_day_stands_with_its_weekday_and_its_lunar_day() -> None:
    with use_locale("en"):
        text = read(meeting_notice(INVITATION))
        plain = read(meeting_notice(replace(INVITATION, lunar_days=False)))
    assert "INVITATION TO THE MEETING" in text
    assert "Thursday 10 Dec 2026 (lunar day 2 of the month 11)" in text
    assert "lunar" not in plain


@pytest.mark.parametrize(
    ("on", "lunar"),
    [
        (date(2026, 12, 19), "lunar day 11 of month 11"),
        (date(2025, 8, 1), "lunar day 8 of leap month 6"),
    ],
)
def test_lunar_days_are_said_in_full(on: date, lunar: str) -> None:
    with use_locale("en"):
        assert lunar in read(meeting_notice(replace(INVITATION, held_on=on)))


def test_a_long_agenda_fits_on_the_page() -> None:
    with use_locale("vi"):
        text = read(meeting_notice(replace(INVITATION, agenda=LONG)))
    assert "24. Việc 24: bàn chuyện phòng rét cho trâu bò" in text
    assert INVITATION.signer in text


def test_of_an_endless_agenda_the_end_is_left_out() -> None:
    with use_locale("vi"):
        text = read(meeting_notice(replace(INVITATION, agenda="\n".join([LONG] * 5))))
    assert "24. Việc 24" in text
    assert "120." not in text
    assert INVITATION.signer in text


def test_without_an_agenda_there_is_no_heading_for_it() -> None:
    with use_locale("en"):
        assert "What we talk about" in read(meeting_notice(INVITATION))
        assert "What we talk about" not in read(meeting_notice(replace(INVITATION, agenda="")))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(7, 30), "At 7:30 in the morning"),
        (time(12), "At 12 o'clock at noon"),
        (time(14), "At 2 o'clock in the afternoon"),
        (time(19, 5), "At 7:05 in the evening"),
    ],
)
def test_the_hour_is_told_with_its_part_of_the_day(at: time, said: str) -> None:
    with use_locale("en"):
        assert said in read(meeting_notice(replace(INVITATION, at=at)))


@pytest.mark.parametrize("agenda", ["", INVITATION.agenda, LONG[:200]])
@pytest.mark.parametrize("club", [INVITATION.club, f"{INVITATION.club} và bản Huổi Sen"])
def test_no_last_word_stands_alone_on_its_line(agenda: str, club: str) -> None:
    with use_locale("en"):
        paper = meeting_notice(replace(INVITATION, agenda=agenda, club=club))
    (page,) = PdfReader(BytesIO(paper)).pages
    middle = page.extract_text().partition("INVITATION")[0].splitlines()
    assert all(len(line.split()) > 2 for line in middle if line.strip())


@pytest.mark.parametrize("things", range(9))
def test_the_letters_are_as_large_as_the_page_allows(things: int) -> None:
    with use_locale("vi"):
        agenda = "\n".join(LONG.splitlines()[:things])
        paper = meeting_notice(replace(INVITATION, agenda=agenda))
    (page,) = PdfReader(BytesIO(paper)).pages
    heights: list[float] = []

    def note(text: str, _page: object, place: list[float], *_more: object) -> None:
        if text.strip():
            heights.append(place[5])

    page.extract_text(visitor_text=note)
    assert min(heights) < HEIGHT * 0.2


def test_the_same_meeting_is_the_same_paper() -> None:
    with use_locale("vi"):
        assert meeting_notice(INVITATION) == meeting_notice(INVITATION)


@pytest.mark.parametrize("agenda", ["", INVITATION.agenda, LONG])
def test_the_loudspeaker_takes_half_a_minute(agenda: str) -> None:
    with use_locale("vi"):
        words = loudspeaker(replace(INVITATION, agenda=agenda)).split()
    assert 55 <= len(words) <= 95


def test_the_loudspeaker_names_day_hour_and_place_and_the_first_things_to_talk_about() -> None:
    with use_locale("en"):
        text = loudspeaker(replace(INVITATION, at=time(13, 30)))
    assert (
        "meeting Thursday 10/12, lunar day 2 of the month 11, at 1:30 in the afternoon, Nhà văn"
        " hoá bản." in text
    )
    assert "We talk about: thu tiền tháng 12; bình xét hộ vay vốn and other things." in text
    assert "please tell bác Phượng" in text
    assert "  " not in text
