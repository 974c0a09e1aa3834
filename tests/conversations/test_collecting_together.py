"""Two officers at one list, on two processes; and whatever breaks off in the middle."""

from __future__ import annotations

import asyncio
import logging

import pytest
from sqlalchemy import delete, insert, select

from bot.chat import Incoming
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.collecting import DUE, everybody_pays, forget, marks, meeting_day, posted
from tests.small_talk import another_process, pressed
from tests.village import Village, address


@pytest.fixture
async def club(database: Database) -> Village:
    """A club on the day on which it takes money."""
    return await meeting_day(database)


async def test_two_officers_at_once_do_not_overwrite_each_other(club: Village) -> None:
    await club.say("lan", "thu tiền hôm nay")
    await club.say("tu", "thu tiếp")
    forget(club)
    lan, tu = club.key("lan", "Paid in full"), club.key("tu", "Next time")
    async with another_process(club) as other:
        await asyncio.gather(
            club.conversation.handle(pressed("lan", lan, "a")),
            other.handle(pressed("tu", tu, "b")),
        )
    await club.delivery.deliver()
    said = {who: club.phones.by_chat[who].unread[0].text for who in ("lan", "tu")}
    late = [who for who, text in said.items() if "Somebody else has just" in text]
    assert len(late) == 1
    first = await marks(club)
    assert first[0] in {("binh", "paid", 50_000), ("binh", "later", 0)}
    assert (first[0][1] == "paid") == (late == ["tu"])


async def test_two_officers_begin_at_once_and_work_on_one_list(club: Village) -> None:
    async with another_process(club) as other:
        await asyncio.gather(
            club.conversation.handle(
                Incoming(address=address("lan"), message="a", text="thu tiền hôm nay")
            ),
            other.handle(Incoming(address=address("tu"), message="b", text="thu tiền hôm nay")),
        )
    async with club.database.read() as db:
        lists = (await db.execute(select(t.Collection.id))).all()
    assert len(lists) == 1
    assert len(await marks(club)) == 3


async def test_two_who_agree_at_once_post_it_once(club: Village) -> None:
    await everybody_pays(club)
    tu, minh = club.key("tu", "I agree"), club.key("minh", "I agree")
    async with another_process(club) as other:
        await asyncio.gather(
            club.conversation.handle(pressed("tu", tu, "a")),
            other.handle(pressed("minh", minh, "b")),
        )
    await club.delivery.deliver()
    assert [who for who, _kind, _amount, _day in await posted(club)] == ["binh", "chin", "hoa"]
    said = [
        reply.text
        for who in ("tu", "minh")
        for reply in club.phones.by_chat[who].unread
        if "agreed at" in reply.text
    ]
    assert len(said) == 1
    slips = [one for one in club.phones.by_chat["hoa"].unread if "Receipt" in one.text]
    assert len(slips) == 1


async def test_a_yes_and_a_change_at_once_never_post_what_nobody_has_counted(
    club: Village,
) -> None:
    await everybody_pays(club)
    await club.say("lan", "thu tiếp")
    forget(club)
    agrees, reopens = club.key("tu", "I agree"), club.key("lan", "Change the list again")
    async with another_process(club) as other:
        await asyncio.gather(
            club.conversation.handle(pressed("tu", agrees, "a")),
            other.handle(pressed("lan", reopens, "b")),
        )
    async with club.database.read() as db:
        status = await db.scalar(select(t.Collection.status))
    assert len(await posted(club)) == {"closed": 3, "open": 0}[str(status)]


async def test_what_breaks_in_the_middle_of_closing_leaves_nothing_and_can_be_done_again(
    club: Village, caplog: pytest.LogCaptureFixture
) -> None:
    await everybody_pays(club)
    async with club.database.write() as db:  # the number of the second slip is taken
        opening = await db.scalar(select(t.Transaction.id).limit(1))
        slip = insert(t.Slip).values(
            club_id=club.club,
            fund="activity",
            kind="receipt",
            year=DUE.year,
            number=2,
            transaction_id=opening,
        )
        await db.execute(slip)
    key = club.key("tu", "I agree")
    with caplog.at_level(logging.CRITICAL, logger="bot.turn"):
        await club.send(pressed("tu", key, "a"))
    club.hears("tu", "Sorry, I stumbled just now. Nothing was written down.")
    assert await posted(club) == []
    assert not club.phones.by_chat["hoa"].unread
    async with club.database.write() as db:
        await db.execute(delete(t.Slip))
    await club.send(pressed("tu", key, "b"))
    club.hears("tu", "is in the book: 3 people")
    assert len(await posted(club)) == 3
    async with club.database.read() as db:
        numbers = (await db.execute(select(t.Slip.number).order_by(t.Slip.number))).scalars()
        assert list(numbers) == [1, 2, 3]
