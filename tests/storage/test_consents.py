"""What members agreed to: nothing is overwritten, the latest counts."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.storage import consents
from bot.storage import tables as t
from bot.storage.consents import Consent, Purpose
from bot.storage.engine import Database
from tests.village import NOON, Village


async def test_the_latest_word_counts_for_each_purpose_and_member(database: Database) -> None:
    people = Village(database)
    await people.found()
    hoa = await people.join("hoa", "Nguyễn Thị Hoa", phone=None)
    binh = await people.join("binh", "Vi Văn Bình", phone=None)
    said: list[tuple[int, Purpose, bool]] = [
        (hoa, "money", True),
        (hoa, "reminders", True),
        (binh, "reminders", True),
        (hoa, "reminders", False),
    ]
    async with database.write() as db:
        for hours, (member, purpose, given) in enumerate(said):
            await consents.record(
                db,
                club_id=people.club,
                member_id=member,
                purpose=purpose,
                given=given,
                wording=f"v{hours}",
                how="paper",
                now=NOON + timedelta(hours=hours),
            )
    async with database.read() as db:
        assert await consents.latest(db, hoa) == {
            "money": Consent(purpose="money", given=True, wording="v0", how="paper", at=NOON),
            "reminders": Consent(
                purpose="reminders",
                given=False,
                wording="v3",
                how="paper",
                at=NOON + timedelta(hours=3),
            ),
        }
        kept = await db.execute(select(func.count()).select_from(t.Consent))
    assert kept.scalar_one() == len(said)
