"""The pages of a paper as pictures: sharp, small, and read from whatever people send."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A0, A4, A5
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bot.i18n import use_locale
from bot.papers.meeting_notice import meeting_notice
from bot.papers.pages import LONGEST, Page, drawn
from bot.storage.files import LIMIT
from tests.papers.test_meeting_notice import INVITATION


def paper(*pages: str, size: tuple[float, float] = A4, photo: Image.Image | None = None) -> bytes:
    """Return a PDF with a line of letters on each page."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=True)
    for line in pages:
        canvas.drawString(72, size[1] - 72, line)
        if photo:
            canvas.drawImage(ImageReader(photo), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def one(pdf: bytes) -> Page:
    found = drawn(pdf, 1)
    assert found
    (page,) = found.shown
    return page


def seen(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.content))


def test_a_page_of_ours_is_a_picture_that_a_phone_shows_sharp() -> None:
    with use_locale("vi"):
        page = one(meeting_notice(INVITATION))
    picture = seen(page)
    assert (page.mime, page.extension, picture.format) == ("image/png", ".png", "PNG")
    width, height = picture.size
    assert 1230 <= width <= 1250
    assert 1.40 <= height / width <= 1.43
    shades = picture.convert("L").histogram()
    assert shades[255] > 0.8 * width * height > 0  # paper
    assert shades[0] > 10_000  # letters
    assert len(page.content) < 250_000


def test_the_first_pages_are_drawn_and_all_are_counted() -> None:
    found = drawn(paper(*"abcde"), 3)
    assert found
    assert (len(found.shown), found.all) == (3, 5)
    assert len({page.content for page in found.shown}) == 3


def test_a_small_page_is_as_sharp_and_a_poster_no_larger_than_phones_can_show() -> None:
    assert seen(one(paper("a", size=A5))).size == (875, 1241)
    assert LONGEST <= max(seen(one(paper("a", size=A0))).size) <= LONGEST + 1
    assert max(seen(one(paper("a", size=(20, 14_000)))).size) <= LONGEST


def test_a_photo_is_a_jpeg_and_never_too_big_to_be_sent() -> None:
    noise = Image.merge("RGB", [Image.effect_noise((2200, 2200), 100) for _colour in "RGB"])
    page = one(paper("a", size=(1056, 1056), photo=noise))
    assert (page.mime, page.extension) == ("image/jpeg", ".jpg")
    assert len(page.content) < LIMIT
    assert seen(page).mode == "RGB"


def test_colours_stay() -> None:
    page = one(paper("a", photo=Image.new("RGB", (10, 10), "red")))
    assert seen(page).convert("RGB").getpixel((600, 1000)) == (255, 0, 0)


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(paper("a"))))
    writer.encrypt("secret", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "pdf",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"%PDF-1.7 not a paper", id="broken"),
        pytest.param(paper("a")[:200], id="cut off"),
        pytest.param(locked(), id="with a password"),
        pytest.param(b"PK\x03\x04", id="another kind"),
    ],
)
def test_what_cannot_be_read_has_no_pages(pdf: bytes) -> None:
    assert drawn(pdf, 4) is None
