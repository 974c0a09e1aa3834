"""The board asks for the notice of the next meeting, to print and to read out."""

from __future__ import annotations

from datetime import date, time
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import insert

from bot.storage import files
from bot.storage import tables as t
from tests.village import Village


async def meets(village: Village, on: date) -> None:
    async with village.database.write() as db:
        await db.execute(
            insert(t.Meeting).values(
                club_id=village.club,
                wanted_on=on,
                held_on=on,
                at=time(8),
                place="Culture house",
                agenda="The fund\nVisits",
                moved_because="",
            )
        )


@pytest.mark.parametrize("said", ["giấy mời họp", "giay moi hop", "cho tôi bài đọc loa"])
async def test_the_board_gets_the_paper_and_the_text_for_the_loudspeaker(
    village: Village, said: str
) -> None:
    await meets(village, date(2026, 12, 10))
    await meets(village, date(2026, 11, 10))
    await village.say("thu", said)
    reply = village.hears("thu", "The paper is to print … For the loudspeaker: “Attention")
    assert "Thursday 10/12" in reply.text
    async with village.database.read() as db:
        found = await files.get(db, reply.document, village.clock.now)
    assert found is not None
    assert found.mime == "application/pdf"
    text = PdfReader(BytesIO(found.content)).pages[0].extract_text()
    assert "Thursday 10 Dec 2026" in text
    assert "HEAD\nLê Văn Minh" in text


async def test_without_a_meeting_there_is_no_paper(village: Village) -> None:
    await village("""
        thu > giấy mời họp
        thu < No meeting is fixed yet.
    """)


async def test_members_do_not_print_it(village: Village) -> None:
    await village("""
        hoa > giấy mời họp
        hoa < That is the board's work.
    """)
