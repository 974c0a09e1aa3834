"""A phone that several hold: what is private waits behind a knock, what all may read does not."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import insert

from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import lent, remind
from tests.village import Village

KNOCK = "Ms Hoa has news from the club. Whoever is Ms Hoa, please answer."


async def shared(database: Database, meeting_on: date) -> Village:
    """Hoa, who pays on 10 December, and Mai hold one phone."""
    village = await lent(database)
    await village.join("mai", "Lò Thị Mai", phone="hoa")
    async with database.write() as db:
        await db.execute(
            insert(t.Meeting).values(
                club_id=village.club,
                wanted_on=meeting_on,
                held_on=meeting_on,
                at=time(8),
                place="Culture house",
                agenda="",
                moved_because="",
                told_on=meeting_on,
            )
        )
    return village


async def heard(club: Village, day: str) -> list[str]:
    """Return how the messages begin that come to the phone in the first minutes after 8:00."""
    found = await remind(club, f"{day} 08:00", f"{day} 08:01")
    return sorted(text.partition(" tomorrow")[0] for text in found["hoa"])


async def test_a_meeting_is_said_at_once_to_each_by_name(database: Database) -> None:
    club = await shared(database, date(2026, 12, 5))
    meets = ["For Ms Hoa: The club meets", "For Ms Mai: The club meets"]
    assert await heard(club, "2026-12-04") == meets
    await club("""
        hoa # I will come
        hoa < Who is holding the phone
    """)


async def test_beside_what_is_private_it_waits_behind_the_knock(database: Database) -> None:
    club = await shared(database, date(2026, 12, 11))
    assert await heard(club, "2026-12-10") == ["For Ms Mai: The club meets", KNOCK]
    await club("""
        hoa # I am Ms Hoa
        hoa < 50,000 đ is to be paid … The club meets tomorrow
    """)
