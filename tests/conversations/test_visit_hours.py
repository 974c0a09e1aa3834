"""A month of home care: each volunteer's hours and thanks, and the picture for who leads."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from bot.storage import files
from tests.cared_for import visited, with_carers
from tests.conversations.test_family import came, joined
from tests.village import Village


@pytest.fixture
async def village(village: Village) -> Village:
    """The club of all tests: Mai leads care, Sau and Bay visit, Hoa is visited."""
    await with_carers(village)
    await visited(village)
    return village


async def thanked(village: Village) -> None:
    """Let Hạnh thank for the visit of Sau."""
    await joined(village)
    for text in ("cảm ơn", "Cảm ơn cô Sáu"):
        await village.say("hanh", text)
    for phone in village.phones.by_chat.values():
        phone.unread.clear()


async def test_a_volunteer_sees_her_own_hours_and_thanks_alone(village: Village) -> None:
    await came(village, day=13)
    await came(village, day=20)
    await thanked(village)
    await village("""
        bay > visit hours
        bay < In month 11/2026 you have written no visit down yet.
        mai > giờ thăm tháng này
        mai < All volunteers in month 11/2026: Ms Sáu: 2 visits, 2 hours
    """)
    heard = village.phones.by_chat["bay"].last[-1].text
    assert "Ms Sáu" not in heard
    await village.say("sau", "gio tham")
    said = village.hears("sau", "you made 2 visits: 2 hours. Thank you!").text
    assert "Hạnh" not in said or "Cảm ơn cô Sáu" in said
    assert "All volunteers" not in said


async def test_thanks_are_quoted_once(village: Village) -> None:
    await came(village)
    await thanked(village)
    await village("""
        sau > visit hours
        sau < you made 1 visit: 1 hour. … Ms Hạnh (daughter of Ms Hoa Bính): “Cảm ơn cô Sáu”
        minh > visit hours
        minh < Ms Sáu: 1 visit, 1 hour, thanked 1 time.
        minh # The month before
        minh < All volunteers in month 10/2026: … Nobody has written a visit down yet.
    """)


async def test_the_picture_of_the_month_is_for_who_leads(village: Village) -> None:
    await came(village)
    await village.say("mai", "picture of visits")
    image = village.hears("mai", "The visits in month 11/2026").image
    async with village.database.read() as db:
        found = await files.get(db, image, village.clock.now)
    assert found
    assert Image.open(BytesIO(found.content)).width == 780
    await village("""
        sau > picture of visits
        sau < Please ask Ms Mai
        lan > visit hours
        lan < Please ask Ms Mai
    """)


async def test_of_an_empty_month_there_is_no_picture(village: Village) -> None:
    await village("""
        mai > hình thăm tháng 9
        mai < In month 9/2026 nobody was visited yet.
    """)
