"""What people send is told by what is in it; what runs is passed on to nobody."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.papers.attachments import recognised
from bot.papers.pictures import DRAWN
from tests.sent_files import PDF, PROGRAM, office, picture


@pytest.mark.parametrize(
    ("content", "extension", "is_picture"),
    [
        (picture(), ".jpg", True),
        (picture(kind="PNG"), ".png", True),
        (picture(size=(6000, 4000)), ".jpg", True),
        (picture(size=(9000, 4000)), ".jpg", False),
        (picture(size=(2100, 100)), ".jpg", False),
        (PDF, ".pdf", False),
        (office("word/document.xml"), ".docx", False),
        (office("xl/workbook.xml"), ".xlsx", False),
    ],
    ids=lambda value: repr(value[:9] if isinstance(value, bytes) else value),
)
def test_what_may_be_passed_on(content: bytes, extension: str, is_picture: bool) -> None:
    found = recognised(content)
    assert found
    assert (found.extension, found.is_picture) == (extension, is_picture)
    assert found.content == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF",
        PROGRAM,
        b"\x7fELF",
        b"#!/bin/sh\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>",
        picture(kind="GIF"),
        picture(kind="WEBP"),
        picture()[:20],
        b"PK\x03\x04" + bytes(40),
        office("classes.dex"),
        office("word/document.xml", "word/vbaProject.bin"),
        office("xl/workbook.xml", "xl/VBAPROJECT.BIN"),
    ],
    ids=lambda content: repr(content[:10]),  # behind it a ZIP file has the time of its making
)
def test_what_is_not(content: bytes) -> None:
    assert recognised(content) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_where_a_picture_was_taken_is_told_to_nobody_and_it_stays_upright(kind: str) -> None:
    taken = Image.new("RGB", (64, 48), "red")
    taken.paste("blue", (0, 0, 64, 24))
    beside = taken.getexif()
    beside[0x0112] = 6  # it is to be turned clockwise
    beside[0x010F] = "A camera"
    beside.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)  # degrees north
    sent = io.BytesIO()
    taken.save(sent, kind, exif=beside, xmp=b"<x:xmpmeta/>", comment="at home")
    assert Image.open(sent).getexif().get_ifd(0x8825)
    found = recognised(sent.getvalue())
    assert found
    assert (found.is_picture, b"camera" in found.content) == (True, False)
    read = Image.open(io.BytesIO(found.content))
    assert not dict(read.getexif())
    assert not {"exif", "xmp", "comment", "XML:com.adobe.xmp"} & read.info.keys()
    assert read.size == (48, 64)
    right = read.convert("RGB").getpixel((44, 32))
    assert isinstance(right, tuple)
    assert right[2] > right[0], "blue was on top, and is on the right now"


def test_of_two_pictures_in_one_file_the_first_is_passed_on() -> None:
    sent = io.BytesIO()
    more = Image.new("RGB", (64, 48), "blue")
    Image.new("RGB", (64, 48), "red").save(sent, "MPO", save_all=True, append_images=[more])
    found = recognised(sent.getvalue())
    assert found
    read = Image.open(io.BytesIO(found.content))
    assert (found.extension, read.format) == (".jpg", "JPEG")


def test_a_picture_that_is_too_large_to_be_drawn_is_passed_on_to_nobody() -> None:
    sent = io.BytesIO()
    Image.new("1", (10_000, DRAWN // 10_000 + 1)).save(sent, "PNG")
    assert recognised(sent.getvalue()) is None


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"]),
)
def test_nothing_that_is_sent_breaks_it(content: bytes, start: bytes) -> None:
    recognised(start + content)
