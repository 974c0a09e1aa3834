"""Whom an announcement reaches: each person once, each phone once, however many they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.storage import broadcast_fates, broadcast_people, broadcast_times, broadcasts, outbox
from bot.storage import tables as t
from bot.storage.broadcast_people import Way
from bot.storage.broadcasts import Audience, Broadcast, Draft
from bot.storage.engine import Database
from tests.conversations.test_statements import counted
from tests.village import NOON, Village

DAY = date(2026, 11, 21)
ALL = Audience(groups=("all",))


@pytest.fixture
async def village(database: Database) -> Village:
    """Seven people: two share a tablet, one has two phones, one is not reached, one has none."""
    village = Village(database)
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", hamlet="xóm 1")
    await village.join("hoa", "Nguyễn Thị Hoa", phone="tablet", hamlet="xóm 2", household="Hộ 2")
    await village.join("nam", "Nguyễn Văn Nam", phone="tablet", household="Hộ 2")
    await village.join("lan", "Hoàng Thị Lan", phone="other_lan")
    await village.link("lan", "tablet", kind="helper")
    await village.join("tu", "Trần Văn Tư")
    await village.join("binh", "Vi Văn Bình", phone=None, hamlet="xóm 2", household="Hộ 2")
    await village.join("pao", "Vi Văn Páo", phone=None, hamlet="xóm 1")
    async with database.write() as db:
        await db.execute(
            update(t.Address).where(t.Address.chat == "tu").values(unreachable_at=NOON)
        )
    return village


def draft(village: Village, **more: object) -> Draft:
    values = {
        "club_id": village.club,
        "made_by": village.ids["minh"],
        "text": "Mai họp",
        "audience": ALL,
        "fingerprint": "same",
        "send_at": NOON,
        **more,
    }
    return Draft(**values)  # type: ignore[arg-type]  # a test gives what fits


async def made(village: Village, **more: object) -> Broadcast:
    """Put an announcement on record."""
    async with village.database.write() as db:
        number = await broadcasts.make(db, draft(village, **more), NOON)
        return await broadcasts.broadcast(db, village.club, number)


async def put_out(village: Village, sent: Broadcast) -> bool:
    async with village.database.write() as db:
        return await broadcast_people.put_out(db, sent, day=DAY, now=NOON, silent=False)


async def queued(village: Village) -> list[str]:
    """Return the chats to which something was queued."""
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Address.chat)
            .join(t.Outbox, t.Outbox.address_id == t.Address.id)
            .order_by(t.Address.chat)
        )
        return list(rows.scalars())


async def fates(village: Village, sent: Broadcast) -> dict[str, int]:
    async with village.database.read() as db:
        return dict(await broadcast_fates.fates(db, sent.id))


async def reached(village: Village, audience: Audience) -> set[str]:
    """Return who is meant, by their short names."""
    sent = await made(village, audience=audience)
    await put_out(village, sent)
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.BroadcastTo.member_id).where(t.BroadcastTo.broadcast_id == sent.id)
        )
        ids = set(rows.scalars())
    return {name for name, member in village.ids.items() if member in ids}


async def test_the_ways_are_told_before_anything_is_sent(village: Village) -> None:
    async with village.database.read() as db:
        ways = await broadcast_people.ways(db, village.club, ALL, DAY, NOON)
    assert ways == [
        Way(name="test", people=3, phones=2),
        Way(name="other", people=1, phones=1),
        Way(name="none", people=2, phones=0),
        Way(name="unreachable", people=1, phones=0),
    ]
    assert await queued(village) == []


async def test_each_phone_gets_it_once_and_each_person_is_on_record(village: Village) -> None:
    sent = await made(village)
    assert await put_out(village, sent)
    assert await queued(village) == ["minh", "other_lan", "tablet"]
    assert await fates(village, sent) == {"waiting": 4, "none": 2, "unreachable": 1}


async def test_whom_a_bot_was_to_tell_that_was_given_to_another_club_they_are_missed(
    village: Village,
) -> None:
    sent = await made(village)
    await put_out(village, sent)
    async with village.database.write() as db:
        await outbox.leave_to(db, village.club + 1, ("test", "bot"), NOON)
        missed = await broadcast_fates.missed(db, sent.id, DAY, 10)
    assert await fates(village, sent) == {"waiting": 1, "failed": 3, "none": 2, "unreachable": 1}
    assert {"Lê Văn Minh", "Nguyễn Thị Hoa", "Nguyễn Văn Nam"} <= {
        one.member.name for one in missed
    }


async def test_putting_it_out_again_sends_nothing(village: Village) -> None:
    sent = await made(village)
    assert await put_out(village, sent)
    assert not await put_out(village, sent)
    assert len(await queued(village)) == 3


async def test_whoever_is_in_several_groups_gets_it_once(village: Village) -> None:
    await village.lend("hoa")
    both = Audience(groups=("borrowers", "all"), members=(village.ids["hoa"],))
    sent = await made(village, audience=both)
    await put_out(village, sent)
    assert await queued(village) == ["minh", "other_lan", "tablet"]


async def test_borrowers_are_those_with_a_loan_that_is_open(village: Village) -> None:
    await village.lend("hoa")
    closed = await village.lend("lan")
    async with village.database.write() as db:
        await db.execute(update(t.Loan).where(t.Loan.id == closed).values(closed_on=DAY))
    assert await reached(village, Audience(groups=("borrowers",))) == {"hoa"}


async def test_people_by_name_and_a_group_together(village: Village) -> None:
    await village.lend("hoa")
    named = Audience(groups=("borrowers",), members=(village.ids["tu"], village.ids["pao"]))
    assert await reached(village, named) == {"hoa", "tu", "pao"}


async def test_nobody_chosen_is_nobody(village: Village) -> None:
    assert await reached(village, Audience()) == set()


async def test_those_who_have_not_answered_for_the_next_meeting(village: Village) -> None:
    async with village.database.write() as db:
        for held_on, answered in ((date(2026, 11, 20), "tu"), (date(2026, 12, 10), "hoa")):
            meeting = await db.execute(
                insert(t.Meeting)
                .values(
                    club_id=village.club,
                    wanted_on=held_on,
                    held_on=held_on,
                    at=time(8),
                    place="",
                    agenda="",
                    moved_because="",
                )
                .returning(t.Meeting.id)
            )
            await db.execute(
                insert(t.MeetingAnswer).values(
                    meeting_id=meeting.scalar_one(),
                    member_id=village.ids[answered],
                    answer="come",
                    at=NOON,
                )
            )
    waiting = await reached(village, Audience(groups=("unanswered",)))
    assert waiting == village.ids.keys() - {"hoa"}


async def test_who_has_left_gets_nothing(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(
            update(t.Member).where(t.Member.id == village.ids["lan"]).values(left_on=DAY)
        )
    assert await reached(village, ALL) == village.ids.keys() - {"lan"}
    assert await queued(village) == ["minh", "tablet"]


async def test_who_wants_to_be_left_in_peace_is_to_be_told_in_person(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(
            insert(t.Quiet).values(
                club_id=village.club,
                member_id=village.ids["hoa"],
                kind="",
                reason="mourning",
                from_on=DAY,
                set_at=NOON,
            )
        )
    sent = await made(village)
    await put_out(village, sent)
    assert await fates(village, sent) == {"waiting": 3, "none": 2, "unreachable": 1, "quiet": 1}


async def test_other_clubs_are_left_alone(village: Village) -> None:
    there = Village(village.database)
    await there.found(key="khác")
    await there.join("la", "Lò Thị La")
    sent = await made(village)
    await put_out(village, sent)
    assert "la" not in await queued(village)
    async with village.database.read() as db:
        assert await broadcasts.recent(db, there.club, 9) == []


async def test_the_missed_and_their_neighbours(village: Village) -> None:
    sent = await made(village)
    await put_out(village, sent)
    ids = village.ids
    async with village.database.write() as db:
        await db.execute(update(t.Outbox).values(status="sent", done_at=NOON))
        found = await broadcast_fates.missed(db, sent.id, DAY, 9)
        assert [(one.member.id, one.fate) for one in found] == [
            (ids["tu"], "unreachable"),
            (ids["pao"], "none"),
            (ids["binh"], "none"),
        ]
        near = await broadcast_fates.neighbours(db, sent.id, DAY, [one.member for one in found])
        assert {who: [one.id for one in those] for who, those in near.items()} == {
            ids["tu"]: [],
            ids["pao"]: [ids["minh"]],
            ids["binh"]: [ids["hoa"], ids["nam"]],
        }
        await broadcast_fates.tell(db, sent.id, ids["pao"], NOON)
        left = await broadcast_fates.missed(db, sent.id, DAY, 9)
    assert ids["pao"] not in {one.member.id for one in left}
    assert await fates(village, sent) == {"sent": 4, "none": 1, "unreachable": 1, "told": 1}


async def test_stopping_takes_back_what_waits_and_ends_what_is_being_sent(
    village: Village,
) -> None:
    sent = await made(village)
    await put_out(village, sent)
    leased = NOON + timedelta(seconds=60)
    async with village.database.write() as db:
        first = await db.scalar(select(t.Outbox.id).order_by(t.Outbox.id).limit(1))
        await db.execute(
            update(t.Outbox).where(t.Outbox.id == first).values(owner="one", next_at=leased)
        )
        await broadcasts.stop(db, sent.id, village.ids["minh"], NOON)
        rows = await db.execute(
            select(t.Outbox.status, t.Outbox.useless_after, t.Outbox.id).order_by(t.Outbox.id)
        )
        in_flight, *others = rows.all()
        stopped = await broadcasts.broadcast(db, village.club, sent.id)
    assert (in_flight.status, in_flight.useless_after) == ("waiting", NOON)
    assert {row.status for row in others} == {"expired"}
    assert (stopped.status, stopped.stopped_by) == ("stopped", village.ids["minh"])


async def test_the_same_text_within_twelve_hours_is_found(village: Village) -> None:
    old = await made(village)
    async with village.database.write() as db:
        for hours, found in ((-12, False), (-11, True), (11, True), (12, False)):
            again = await broadcasts.same(db, village.club, "same", NOON + timedelta(hours=hours))
            assert (again == old) is found
        assert await broadcasts.same(db, village.club, "another", NOON) is None
        await broadcasts.stop(db, old.id, None, NOON)
        assert await broadcasts.same(db, village.club, "same", NOON) is None


@pytest.mark.parametrize(
    ("repeats", "days"),
    [
        ("week", ["2027-02-07", "2027-02-14"]),
        ("month 31", ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
    ],
)
def test_a_repeating_one_keeps_its_hour_and_the_wanted_day(repeats: str, days: list[str]) -> None:
    at = datetime(2027, 1, 31, 1, 30, tzinfo=UTC)  # 8:30 in the village
    for day in days:
        at = broadcast_times.next_time(at, repeats, "Asia/Ho_Chi_Minh")
        assert at.isoformat() == f"{day}T08:30:00+07:00"


async def test_two_thousand_people_take_three_statements(village: Village) -> None:
    async with village.database.write() as db:
        members = await db.execute(
            insert(t.Member).returning(t.Member.id),
            [
                {
                    "club_id": village.club,
                    "number": f"m{number}",
                    "name": f"Nguyễn Văn {number}",
                    **dict.fromkeys(["village_name", "hamlet", "sex", "form", "locale"], ""),
                    "phone": "",
                }
                for number in range(2000)
            ],
        )
        phones = await db.execute(
            insert(t.Address).returning(t.Address.id),
            [
                {
                    "platform": "test",
                    "bot": "bot",
                    "chat": f"c{number}",
                    "locale": "vi",
                    "seen_at": NOON,
                    "wrong_codes": 0,
                }
                for number in range(2000)
            ],
        )
        await db.execute(
            insert(t.Link),
            [
                {
                    "club_id": village.club,
                    "address_id": address,
                    "member_id": member,
                    "kind": "self",
                    "since": NOON,
                }
                for address, member in zip(phones.scalars(), members.scalars(), strict=True)
            ],
        )
    sent = await made(village)
    with counted(village.database) as statements:
        await put_out(village, sent)
    assert len(statements) == 3, statements
    assert (await fates(village, sent))["waiting"] == 2004
    with counted(village.database) as statements:
        async with village.database.write() as db:
            await broadcasts.stop(db, sent.id, None, NOON)
    assert len(statements) == 3, statements
