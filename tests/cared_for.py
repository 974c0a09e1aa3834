"""A village in which somebody is visited at home, and others visit."""

from __future__ import annotations

from datetime import date

from bot.care.people import Recipient
from bot.storage import care_roles, members, recipients, shifts
from tests.village import Village

TUESDAY = date(2026, 11, 24)


async def with_carers(village: Village) -> None:
    """Let Mai lead care, and Sau and Bay visit others."""
    await village.join("mai", "Lò Thị Mai", birth_year=1950)
    await village.join("sau", "Vi Thị Sáu", birth_year=1952, hamlet="xóm 1")
    await village.join("bay", "Hà Văn Bảy", birth_year=1953, sex="male")
    async with village.database.write() as db:
        for short in ("sau", "bay"):
            member = village.ids[short]
            await members.note_volunteer(db, village.club, member, volunteer=True)
        lead = village.ids["mai"]
        await care_roles.appoint(db, village.club, lead, "care_lead", date(2026, 1, 1))


async def visited(village: Village, short: str = "hoa", *goes: str, by: str = "mai") -> int:
    """Let a member be visited, next by these volunteers; return her id as a recipient."""
    new = Recipient(
        id=0,
        club_id=village.club,
        member_id=village.ids[short],
        name=short,
        village_name="",
        hamlet="",
        birth_year=None,
        sex="",
        form="",
        emergency_phone="0912 345 678",
        agreed_by="self",
        agreed_on=date(2026, 11, 1),
        weekly=2,
        photos=False,
        since=date(2026, 11, 1),
        until=None,
        because="",
        needs=("meals",),
    )
    async with village.database.write() as db:
        now = village.clock.now
        made = await recipients.begin(db, new, made_by=village.ids[by], now=now)
        if goes:
            await shifts.put(
                db,
                club_id=village.club,
                recipient_id=made,
                day=TUESDAY,
                part="morning",
                volunteers=[village.ids[one] for one in goes],
                now=now,
            )
    return made
