"""A joining code as a picture, to be printed or shown on the secretary's phone."""

from __future__ import annotations

from io import BytesIO

import segno

SCALE = 12
"""Pixels a module: 8 digits make a picture of about 350 pixels, sharp on a 6 cm slip."""


def joining_qr(code: str) -> bytes:
    """Draw a joining code ("48271593", with or without its space) as a PNG.

    The picture holds nothing but the digits: no link, and no word on whose code it is.
    """
    picture = BytesIO()
    # Level H still reads with a third of it creased or stained.
    segno.make_qr("".join(code.split()), error="h", boost_error=False).save(
        picture, kind="png", scale=SCALE, border=4
    )
    return picture.getvalue()
