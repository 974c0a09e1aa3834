"""The paper of a joining code for several bots: a code to scan for each, and the digits."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from bot.chat import BRANDS
from bot.papers.books.drawing import BIG, EDGE, TITLE, WIDTH, Picture
from bot.papers.joining_qr import SCALE, scanned
from bot.storage.doors import Door

HEIGHT = 900
"""Pixels that one bot takes at the most."""


def joining_paper(code: str, doors: Sequence[Door]) -> bytes:
    """Draw the bots below each other, and below them the digits, as a PNG."""
    picture = Picture(HEIGHT * len(doors) + 3 * TITLE + 2 * EDGE)
    for door in doors:
        _write_door(picture, door, code)
    picture.write("".join((code[:4], " ", code[-4:])), 2 * TITLE, bold=True)
    return picture.as_png()


def _write_door(picture: Picture, door: Door, code: str) -> None:
    brand = BRANDS.get(door.platform, door.platform)
    picture.write(f"{brand} · {door.name}" if door.name else brand, BIG, bold=True)
    with Image.open(BytesIO(scanned(door.opened_with(code), level="q"))) as read:
        modules = read.width // SCALE
        # Modules stay whole pixels: shrunk to anything else, it reads badly.
        side = modules * min(SCALE, WIDTH // modules)
        shown = read.convert("RGB").resize((side, side), Image.Resampling.NEAREST)
    picture.image.paste(shown, ((WIDTH - side) // 2, picture.y))
    picture.y += side + EDGE
