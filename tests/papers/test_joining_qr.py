"""The picture of a joining code."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
import segno
from PIL import Image

from bot.papers.joining_qr import SCALE, joining_picture, joining_qr
from bot.storage.doors import Door

SMALLEST_SIDE = 21
QUIET_SIDE = 4
LINK = "https://t.me/clb_bot?start="
LONGEST_NAME = "a_bot_with_the_longest_name_abot"
PRINTED_MM = 60


def side(picture: bytes) -> int:
    """Return how many modules wide a picture is, with its quiet zone."""
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, width % SCALE) == (height, 0)
    return int(width // SCALE)


def drawn(content: str, level: str) -> bytes:
    """Return the picture whose whole content is `content`."""
    picture = BytesIO()
    made = segno.make_qr(content, error=level, boost_error=False)
    made.save(picture, kind="png", scale=SCALE, border=QUIET_SIDE)
    return picture.getvalue()


def test_the_picture_is_a_png_with_its_quiet_zone() -> None:
    picture = joining_qr("4827 1593")
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    # The smallest code there is: beside eight digits nothing else, and no link, would fit in.
    assert side(picture) == SMALLEST_SIDE + 2 * QUIET_SIDE


@pytest.mark.parametrize("code", ["4827 1593", "48271593", "4827\u00a01593"])
def test_the_space_that_people_see_is_not_in_the_picture(code: str) -> None:
    assert joining_qr(code) == drawn("48271593", "h")
    assert joining_qr(code, LINK) == drawn("https://t.me/clb_bot?start=48271593", "q")


def test_each_code_has_its_own_picture() -> None:
    assert joining_qr("48271593") != joining_qr("48271594")
    assert joining_qr("48271593", LINK) != joining_qr("48271594", LINK)


@pytest.mark.parametrize("bot", ["clb_bot", LONGEST_NAME])
def test_on_a_slip_of_6_cm_the_links_modules_are_large_enough(bot: str) -> None:
    assert len(LONGEST_NAME) == 32
    picture = joining_qr("48271593", f"https://t.me/{bot}?start=")
    assert PRINTED_MM / side(picture) > 1.3


ZALO = Door(platform="zalo", name="Bot CLB Liên thế hệ Xóm Đông", link="https://zalo.me/bot/east")
TELEGRAM = Door(platform="telegram", name="CLB Xóm Đông", link=LINK)
NAMELESS = Door(platform="zalo", name="Bot CLB Xóm Đông", link="")


def test_one_bot_that_takes_the_code_needs_no_more_than_what_is_scanned() -> None:
    assert joining_picture("4827 1593", [TELEGRAM]) == joining_qr("48271593", LINK)


def test_without_a_link_the_picture_holds_the_digits() -> None:
    assert joining_picture("4827 1593", [NAMELESS]) == joining_qr("48271593")
    assert joining_picture("4827 1593", []) == joining_qr("48271593")


@pytest.mark.parametrize("doors", [[ZALO], [ZALO, TELEGRAM], [NAMELESS, TELEGRAM]])
def test_otherwise_each_is_drawn_whole_beside_its_name_and_the_digits(doors: list[Door]) -> None:
    paper = opened(joining_picture("4827 1593", doors))
    for door in (one for one in doors if one.link):
        code = opened(drawn(door.opened_with("48271593"), "q"))
        assert any(
            paper.crop((left, top, left + code.width, top + code.height)).tobytes()
            == code.tobytes()
            for left in [(paper.width - code.width) // 2]
            for top in range(paper.height - code.height)
        )
    assert joining_picture("4827 1593", doors) != joining_picture("4827 1594", doors)


def test_a_link_that_is_long_is_shrunk_by_whole_pixels_a_module() -> None:
    long = Door(platform="zalo", name="", link="https://zalo.me/" + "a" * 300)
    paper = opened(joining_picture("4827 1593", [long]))
    assert paper.width == 780


def opened(picture: bytes) -> Image.Image:
    """Return a picture in black and white."""
    return Image.open(BytesIO(picture)).convert("L").point(lambda grey: 255 * (grey > 127))
