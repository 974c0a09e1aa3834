"""Pictures that people send, drawn anew: as they are seen, and not where they were taken."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, JpegImagePlugin

from bot.papers.attachments import Recognised

PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png")}
DRAWN = 50_000_000
"""Pixels of a picture that is drawn anew; one of more is passed on to nobody."""
SEEN = frozenset({"icc_profile", "transparency"})
"""What is written beside a picture and seen: all else is left out."""
SIDES, THINNEST = 10_000, 20
"""Width and height together, and how many times one may be the other, in a picture that every
messenger shows as one; beyond that it is sent as a document."""


def drawn_anew(content: bytes) -> Recognised | None:
    """Draw a JPEG or PNG anew without what is written beside it; None for what is neither."""
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # of its size: DRAWN bounds it
            Image.open(io.BytesIO(content), formats=tuple(PICTURES)) as picture,
        ):
            if picture.width * picture.height > DRAWN:
                return None
            kind, clean, size = _anew(picture)
    except Exception:  # Pillow raises many things at what is broken: it is refused kindly
        return None
    mime, extension = PICTURES[kind]
    shown = sum(size) <= SIDES and max(size) <= THINNEST * min(size)
    return Recognised(mime=mime, extension=extension, is_picture=shown, content=clean)


def _anew(picture: Image.Image) -> tuple[str, bytes, tuple[int, int]]:
    """Return the format, the bytes and the size of a picture that is turned as it is looked at."""
    turned = ImageOps.exif_transpose(picture)
    turned.info = {name: turned.info[name] for name in SEEN & turned.info.keys()}
    drawn = io.BytesIO()
    if picture.format == "PNG":
        turned.save(drawn, "PNG")
        return "PNG", drawn.getvalue(), turned.size
    # The same tables lose next to nothing, and make it no larger.
    turned.save(
        drawn,
        "JPEG",
        qtables=getattr(picture, "quantization", None),
        subsampling=JpegImagePlugin.get_sampling(picture),
        progressive=bool(picture.info.get("progressive")),
    )
    return "JPEG", drawn.getvalue(), turned.size
