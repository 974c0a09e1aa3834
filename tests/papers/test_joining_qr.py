"""The picture of a joining code."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
import segno

from bot.papers.joining_qr import SCALE, joining_qr

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
