"""The picture of a joining code."""

from __future__ import annotations

import struct

from bot.papers.joining_qr import SCALE, joining_qr

SMALLEST_SIDE = 21
QUIET_SIDE = 4


def test_the_picture_is_a_png_with_its_quiet_zone() -> None:
    picture = joining_qr("4827 1593")
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    # The smallest code there is: beside eight digits nothing else, and no link, would fit in.
    side = (SMALLEST_SIDE + 2 * QUIET_SIDE) * SCALE
    assert struct.unpack(">II", picture[16:24]) == (side, side)


def test_the_space_that_people_see_is_not_in_the_picture() -> None:
    assert joining_qr("4827 1593") == joining_qr("48271593")
    assert joining_qr("48271593") != joining_qr("48271594")
