"""Whatever day and hour a club may set, it is reminded then."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import insert

from bot.storage import messengers
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import lent, remind
from tests.village import Village

TODAY = "The club meets today, Sunday 20 Dec (12/11 lunar): 15:00, at House."


@pytest.fixture
async def club(database: Database) -> Village:
    """It meets on 20 December; Lan passes on to Mai, who has no phone."""
    village = await lent(database)
    await village.join("mai", "Lò Thị Mai", phone=None)
    async with database.write() as db:
        both = {"member_id": village.ids["mai"], "messenger_id": village.ids["lan"]}
        await messengers.agree(
            db,
            club_id=village.club,
            **both,
            set_by=village.ids["minh"],
            now=village.clock.now,
        )
        await db.execute(
            insert(t.Meeting).values(
                club_id=village.club,
                wanted_on=date(2026, 12, 20),
                held_on=date(2026, 12, 20),
                at=time(15),
                place="House",
                agenda="",
                moved_because="",
                told_on=date(2026, 12, 20),
            )
        )
    return village


async def test_on_the_day_of_a_meeting_itself(club: Village) -> None:
    await club("""
        minh > lich nhac
        minh < This is when I remind.
        minh # 1 day before a meeting
        minh < 1 day before a meeting, at 8:00.
        minh > on the day, 7:00
        minh < From now on: on the day of a meeting, at 7:00.
    """)
    assert "tu" in await remind(club, "2026-12-13 08:00")
    assert "tu" not in await remind(club, "2026-12-19 08:00", "2026-12-20 06:59")
    heard = await remind(club, "2026-12-20 07:00", "2026-12-20 07:01")
    assert heard["tu"] == [f"{TODAY} Will you come?"]
    assert heard["lan"][1].startswith(
        "Please pass on to those without a phone: • Ms Mai: The club"
    )


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("3 days after", "For example: 3 days before"), ("45 days before", "That is too far off")],
)
async def test_a_day_on_which_no_meeting_can_be_reminded_of_is_not_taken(
    club: Village, typed: str, answer: str
) -> None:
    await club(f"""
        minh > lich nhac
        minh < This is when I remind.
        minh # 1 day before a meeting
        minh < 1 day before a meeting, at 8:00.
        minh > {typed}
        minh < {answer}
    """)
