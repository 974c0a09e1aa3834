"""A joining code as a picture, to be printed or shown on the secretary's phone."""

from __future__ import annotations

from io import BytesIO

import segno

SCALE = 12
"""Pixels a module: 8 digits make a picture of about 350 pixels, a link one of about 500."""


def joining_qr(code: str, link: str = "") -> bytes:
    """Draw a joining code ("48271593", with or without its space) as a PNG.

    With `link` ("https://t.me/clb_bot?start=") a camera opens the chat with the code; without it
    the picture holds nothing but the digits. It never says whose code it is.
    """
    # Printed 6 cm wide. Digits alone make 2 mm modules even at level H, which still reads with a
    # third of it creased or stained. A link at H would shrink them to 1.2 mm for bots with long
    # names; at Q (a quarter) they stay above 1.3 mm, which cheap cameras without focus need.
    level = "q" if link else "h"
    picture = BytesIO()
    segno.make_qr(link + "".join(code.split()), error=level, boost_error=False).save(
        picture, kind="png", scale=SCALE, border=4
    )
    return picture.getvalue()
