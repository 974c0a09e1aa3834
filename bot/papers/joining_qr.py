"""A joining code as a picture, to be printed or shown on the secretary's phone.

Pictures never say whose code it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import segno

from bot.papers import drawn
from bot.storage.doors import Door

SCALE = 12
"""Pixels a module: 8 digits make a picture of about 350 pixels, a link one of about 500."""


def joining_picture(code: str, doors: Sequence[Door]) -> bytes:
    """Draw a joining code for all bots through which it may be used, as a PNG.

    A single code to scan is enough where it is all that is needed. Where a bot must be found
    first, or there are several, each has its own, with its name, and the digits stand below.
    """
    linked = [one for one in doors if one.link]
    if not linked:
        return joining_qr(code)
    if len(linked) == len(doors) == 1 and linked[0].takes_code:
        return joining_qr(code, linked[0].link)
    return drawn.joining_paper(code, linked)


def joining_qr(code: str, link: str = "") -> bytes:
    """Draw a joining code ("48271593", with or without its space) as a PNG.

    With `link` ("https://t.me/clb_bot?start=") a camera opens the chat with the code; without it
    the picture holds nothing but the digits.
    """
    # Printed 6 cm wide. Digits alone make 2 mm modules even at level H, which still reads with a
    # third of it creased or stained. A link at H would shrink them to 1.2 mm for bots with long
    # names; at Q (a quarter) they stay above 1.3 mm, which cheap cameras without focus need.
    return scanned(link + "".join(code.split()), level="q" if link else "h")


def scanned(content: str, *, level: str) -> bytes:
    """Draw what a camera reads, at this level of repair, as a PNG."""
    picture = BytesIO()
    segno.make_qr(content, error=level, boost_error=False).save(
        picture, kind="png", scale=SCALE, border=4
    )
    return picture.getvalue()
