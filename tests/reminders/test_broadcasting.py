"""What a look does for announcements: what is due goes out once, what repeats comes again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from bot.chat import TryLater
from bot.reminders.broadcasting import announce
from bot.storage import broadcasts
from bot.storage import tables as t
from bot.storage.broadcasts import Audience, Broadcast, Draft
from tests.conversations.test_statements import counted
from tests.post_office import PostOffice, running
from tests.village import NOON

TEXT = "Làng – Lan lets you know:\n\nMai họp"


@pytest.fixture(autouse=True)
async def head(office: PostOffice) -> None:
    """Lan is the head as well."""
    async with office.database.write() as db:
        await db.execute(update(t.Role).where(t.Role.role == "treasurer").values(role="head"))


async def planned(office: PostOffice, at: datetime = NOON, **more: Any) -> int:
    """Plan an announcement of Lan to everybody, and return its id."""
    draft = Draft(
        club_id=office.village.club,
        made_by=office.village.ids["lan"],
        text=TEXT,
        audience=Audience(groups=("all",)),
        fingerprint="same",
        send_at=at,
    )
    async with office.database.write() as db:
        return await broadcasts.make(db, replace(draft, **more), NOON)


async def found(office: PostOffice, number: int) -> Broadcast:
    async with office.database.write() as db:
        return await broadcasts.broadcast(db, office.village.club, number)


async def look(office: PostOffice, **later: float) -> list[str]:
    """Let time pass, look, deliver, and return what was sent by that."""
    office.clock.pass_by(**later)
    await announce(office.database, office.clock.now)
    return await office.deliver_after()


async def test_what_is_due_goes_out_once_however_often_one_looks(office: PostOffice) -> None:
    number = await planned(office)
    assert await look(office) == [TEXT] * 4
    assert set(office.postman.by_chat) == {"hoa", "lan", "tu", "binh"}
    assert (await found(office, number)).status == "sent"
    assert TEXT not in await look(office, minutes=1)


async def test_two_processes_that_look_at_once_send_it_once(office: PostOffice) -> None:
    await planned(office)
    async with asyncio.TaskGroup() as tasks:
        for _process in range(4):
            tasks.create_task(announce(office.database, NOON))
    async with office.database.read() as db:
        rows = select(func.count()).select_from(t.Outbox).where(t.Outbox.text == TEXT)
        assert await db.scalar(rows) == 4


async def test_nothing_goes_before_its_time_nor_before_a_second_agreed(
    office: PostOffice,
) -> None:
    await planned(office, NOON + timedelta(hours=1))
    await planned(office, needs_second=True)
    assert await look(office) == []
    assert await look(office, hours=1) == [TEXT] * 4


async def test_what_is_late_waits_for_the_morning(office: PostOffice) -> None:
    number = await planned(office, NOON + timedelta(hours=8))  # 20:00
    assert await look(office, hours=10) == []  # nobody looked before 22:00
    assert (await found(office, number)).status == "planned"
    assert await look(office, hours=8, minutes=31) == [TEXT] * 4


async def test_what_an_officer_insists_on_goes_in_the_night_without_a_sound(
    office: PostOffice,
) -> None:
    await planned(office, NOON + timedelta(hours=11))  # 23:00
    assert await look(office, hours=11) == [TEXT] * 4
    async with office.database.read() as db:
        assert set(await db.scalars(select(t.Outbox.silent))) == {True}


async def test_what_is_a_day_late_is_not_sent_and_its_writer_hears_of_it(
    office: PostOffice,
) -> None:
    number = await planned(office)
    sent = await look(office, days=2)
    assert sent == ["I did not send what you announced for 12:00, 21 Nov 2026: “Mai họp”."]
    assert set(office.postman.by_chat) == {"lan"}
    assert (await found(office, number)).status == "stopped"


async def test_who_holds_the_office_no_more_announces_nothing(office: PostOffice) -> None:
    number = await planned(office, repeats="week")
    async with office.database.write() as db:
        await db.execute(update(t.Role).values(until_on=NOON.date()))
    sent = await look(office)
    assert [text[:14] for text in sent] == ["I did not send"]
    assert (await found(office, number)).status == "stopped"
    assert await look(office, days=7) == []


async def test_a_weekly_one_comes_every_week_at_its_hour(office: PostOffice) -> None:
    await planned(office, repeats="week")
    for _week in range(3):
        assert (await look(office)).count(TEXT) == 4
        assert TEXT not in await look(office, days=6)
        office.clock.pass_by(days=1)


async def test_after_a_long_absence_a_repeating_one_comes_once(office: PostOffice) -> None:
    await planned(office, repeats="week")
    office.clock.pass_by(days=21, hours=2)
    sent = await look(office)
    assert [text[:14] for text in sent] == ["I did not send"]
    assert await look(office, days=6) == []
    assert await look(office, days=1) == [TEXT] * 4


async def test_a_resting_one_does_not_go(office: PostOffice) -> None:
    number = await planned(office, repeats="week")
    async with office.database.write() as db:
        await db.execute(
            update(t.Broadcast).where(t.Broadcast.id == number).values(status="paused")
        )
    assert await look(office) == []


async def test_stopping_in_the_middle_lets_only_go_what_is_in_flight(office: PostOffice) -> None:
    number = await planned(office)
    await announce(office.database, office.clock.now)

    async def stop() -> None:
        async with office.database.write() as db:
            await broadcasts.stop(db, number, office.village.ids["lan"], office.clock.now)

    async with office.database.write() as db:
        later = office.clock.now + timedelta(minutes=1)
        first = select(func.min(t.Outbox.id)).scalar_subquery()
        await db.execute(update(t.Outbox).where(t.Outbox.id != first).values(next_at=later))
    office.postman.meanwhile[TEXT] = stop
    async with running(office.delivery):
        await office.until(lambda: sent_to(office, 1))
    assert await office.deliver_after(minutes=2) == []
    async with office.database.read() as db:
        rows = await db.execute(select(t.Outbox.status, t.Outbox.reason).order_by(t.Outbox.id))
        assert [tuple(row) for row in rows] == [("sent", None), *[("expired", "stopped")] * 3]


async def test_what_was_in_flight_and_failed_is_not_tried_again_after_a_stop(
    office: PostOffice,
) -> None:
    number = await planned(office, audience=Audience(members=(office.village.ids["hoa"],)))
    await announce(office.database, office.clock.now)
    office.postman.fails[TEXT].append(TryLater())

    async def stop() -> None:
        async with office.database.write() as db:
            await broadcasts.stop(db, number, None, office.clock.now)

    office.postman.meanwhile[TEXT] = stop
    await office.delivery.deliver()
    assert await office.deliver_after(minutes=5) == []
    assert office.postman.asked == [TEXT]
    assert await office.fates() == {TEXT: "expired"}


async def sent_to(office: PostOffice, people: int) -> bool:
    async with office.database.read() as db:
        rows = select(func.count()).select_from(t.Outbox).where(t.Outbox.status == "sent")
        return bool(await db.scalar(rows) == people)


async def test_two_thousand_people_are_queued_by_few_statements(office: PostOffice) -> None:
    async with office.database.write() as db:
        await db.execute(
            insert(t.Member),
            [
                {
                    "club_id": office.village.club,
                    "number": f"m{number}",
                    "name": f"Nguyễn Văn {number}",
                    **dict.fromkeys(["village_name", "hamlet", "sex", "form", "locale"], ""),
                    "phone": "",
                }
                for number in range(2000)
            ],
        )
    await planned(office)
    with counted(office.database) as statements:
        await announce(office.database, office.clock.now)
    assert len(statements) <= 7, "\n".join(statements)
    async with office.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(t.BroadcastTo)) == 2004


async def test_one_that_is_at_fault_keeps_no_other_back(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = await planned(office, repeats="a word of another version")
    await planned(office, NOON + timedelta(minutes=1))
    assert await look(office, minutes=2) == [TEXT] * 4
    assert f"announcement {wrong} is at fault" in caplog.text


async def test_those_that_wait_for_the_morning_hold_up_no_other_zone(
    office: PostOffice,
) -> None:
    village = office.village
    for minutes in range(60):
        await planned(office, NOON + timedelta(hours=8, minutes=minutes / 4))  # from 20:00 on
    await village.found(key="far", name="Xa", zone="America/New_York")
    await village.join("far", "Lê Thị Xa", "head")
    await planned(
        office,
        NOON + timedelta(hours=9),
        made_by=village.ids["far"],
        text="Thank you all",
    )
    assert await look(office, hours=10) == ["Thank you all"]  # 22:00, and 10:00 there
