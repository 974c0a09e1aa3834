"""While an announcement goes, its writer has one message that says how far it is."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.chat import Address, Incoming, Rejected, Reply, SlowDown, TryLater, Unreachable
from bot.reminders.broadcasting import announce
from bot.reminders.delivery import Delivery
from bot.reminders.progress import follow
from bot.storage import tables as t
from bot.storage.messages import Lane
from tests.conversations.test_broadcasts import sends
from tests.conversations.test_broadcasts_second import forget
from tests.village import Phones, Village, address, plain

PLATFORMS = {"test", "other"}
BEGINS = """Sending “Mai họp lúc 8 giờ”: it has arrived at 0 of 6. Without a phone 1."""
ENDS = (
    "“Mai họp lúc 8 giờ” has arrived at 5 people. Not at 1; somebody should tell them."
    " Without a phone 1."
)


class Changing(Phones):
    """Phones on which a message changes in its place; `trouble` comes at the next changes."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, Reply] = {}
        self.changes: list[str] = []
        self.trouble: list[Exception] = []

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        if replaces is None:
            number = await super().send(address, reply)
            self.messages[number] = reply
            return number
        if self.trouble:
            raise self.trouble.pop(0)
        old, self.messages[replaces] = self.messages[replaces], reply
        self.changes.append(plain(reply.text))
        phone = self.by_chat[address.chat]
        phone.last[:] = [reply if one is old else one for one in phone.last]
        return replaces


@pytest.fixture
def phones(village: Village) -> Changing:
    """Let the phones of the village change what arrived."""
    village.phones = phones = Changing()
    for platform in PLATFORMS:
        village.delivery.serve((platform, "bot"), phones)
    return phones


async def goes(village: Village, changing: set[str] = PLATFORMS) -> None:
    """Let an announcement of Minh begin to go; nobody has got it yet."""
    await sends(village)
    await begins(village, changing)


async def begins(village: Village, changing: set[str] = PLATFORMS) -> None:
    village.clock.pass_by(minutes=1)
    await announce(village.database, village.clock.now)
    async with village.database.write() as db:
        await db.execute(
            update(t.Outbox)
            .where(t.Outbox.broadcast_id.is_not(None), t.Outbox.status == "waiting")
            .values(next_at=village.clock.now + timedelta(days=1))
        )
    await look(village, changing)


async def arrives(village: Village, people: int) -> None:
    """Let it arrive at so many more."""
    first = (
        select(t.Outbox.id)
        .where(t.Outbox.broadcast_id.is_not(None), t.Outbox.status == "waiting")
        .order_by(t.Outbox.id)
        .limit(people)
    )
    async with village.database.write() as db:
        await db.execute(
            update(t.Outbox).where(t.Outbox.id.in_(first)).values(next_at=village.clock.now)
        )
    await village.delivery.deliver()
    for phone in village.phones.by_chat.values():
        for reply in [one for one in phone.unread if "lets you know" in one.text]:
            phone.unread.remove(reply)


async def look(village: Village, changing: set[str] = PLATFORMS, seconds: float = 10) -> None:
    """Let ten seconds pass, and one look."""
    village.clock.pass_by(seconds=seconds)
    await follow(village.database, village.clock.now, changing)
    await village.delivery.deliver()


async def press_there(village: Village, label: str) -> None:
    """Minh presses a button of the message that says how far it is, whatever was asked since."""
    offered = [one for one in village.choices("minh") if one.key.startswith("o")]
    key = next(one.key for one in offered if one.label == label)
    village.messages += 1
    pressed = Incoming(address=address("minh"), message=f"m{village.messages}", pressed=key)
    await village.send(pressed)


def labels(village: Village, chat: str = "minh") -> list[str]:
    return [one.label for one in village.phones.by_chat[chat].last[-1].choices]


# --- One message ---------------------------------------------------------------------------------


async def test_one_message_changes_while_it_goes_and_ends_as_the_report(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    await village(f"minh < {BEGINS}")
    for people, so_far in ((1, 1), (2, 3)):
        await arrives(village, people)
        await look(village)
        assert phones.changes[-1].startswith(
            f"Sending “Mai họp lúc 8 giờ”: it has arrived at {so_far} of 6."
        )
        assert labels(village) == ["Stop sending"]
    await arrives(village, 2)
    await look(village)
    assert phones.changes[-1] == ENDS
    await village("""
        minh # Whom to tell in person
        minh < - Vi Văn Bình: without a phone
    """)
    for _look in range(3):
        await look(village)
    assert len(phones.changes) == 3
    assert phones.sent == 5 + 5 + 2  # his dialogue, the announcement, this message and the list


async def test_nothing_is_changed_while_the_figures_stay(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    for _look in range(5):
        await look(village)
    assert not phones.changes


async def test_a_short_one_has_only_its_end_told(village: Village, phones: Changing) -> None:
    await sends(village)
    village.clock.pass_by(minutes=1)
    await announce(village.database, village.clock.now)
    await arrives(village, 5)
    for _look in range(3):
        await look(village)
    await village(f"minh < {ENDS}")
    assert not phones.changes


async def test_who_was_told_in_person_and_who_was_not_reached_is_counted(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    async with village.database.write() as db:
        binh = t.BroadcastTo.member_id == village.ids["binh"]
        await db.execute(update(t.BroadcastTo).where(binh).values(told_at=village.clock.now))
        hoas = select(t.Address.id).where(t.Address.chat == "hoa").scalar_subquery()
        lans = select(t.Address.id).where(t.Address.chat == "lan").scalar_subquery()
        for phone, reason in ((hoas, "unreachable"), (lans, "refused")):
            await db.execute(
                update(t.Outbox)
                .where(t.Outbox.broadcast_id.is_not(None), t.Outbox.address_id == phone)
                .values(status="failed", reason=reason)
            )
    await look(village)
    assert phones.changes == [
        "Sending “Mai họp lúc 8 giờ”: it has arrived at 0 of 6."
        " Failed 1, phone not reached 1, told in person 1."
    ]
    await arrives(village, 3)
    await look(village)
    assert phones.changes[-1].startswith(
        "“Mai họp lúc 8 giờ” has arrived at 3 people. Not at 2; somebody should tell them."
    )


async def test_each_of_several_announcements_has_a_message_of_its_own(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    await village(f"minh < {BEGINS}")
    await village.say("minh", "thông báo: quét đường làng")
    for label in ("Everybody", "Send it now", "Yes"):
        await village.press("minh", label)
    forget(village)
    await begins(village)
    await village("minh < Sending “quét đường làng”: it has arrived at 0 of 6.")
    await arrives(village, 10)
    await look(village)
    assert sorted(text[:12] for text in phones.changes) == ["“Mai họp lúc", "“quét đường "]


async def test_each_week_has_its_own(village: Village, phones: Changing) -> None:
    await village.say("minh", "thông báo: quét đường làng")
    for label in ("Everybody", "Every week"):
        await village.press("minh", label)
    await village.say("minh", "chủ nhật 7 giờ sáng")
    await village.press("minh", "Yes")
    village.clock.pass_by(hours=19)
    for _week in range(2):
        forget(village)
        await begins(village)
        await village("minh < Sending “quét đường làng”: it has arrived at 0 of 6.")
        await arrives(village, 5)
        await look(village)
        village.clock.pass_by(days=7)
    assert len(phones.changes) == 2


# --- Stopping ------------------------------------------------------------------------------------


async def test_it_is_stopped_at_the_message_that_goes_on_changing(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    forget(village)
    await arrives(village, 2)
    await village("""
        minh # Stop sending
        minh < Stop “Mai họp lúc 8 giờ”? 3 people have not got it yet.
        minh # Let it go on
        minh < it goes on
    """)
    await arrives(village, 1)
    await look(village)
    assert "arrived at 3 of 6" in phones.changes[-1]
    await press_there(village, "Stop sending")
    await village("""
        minh < Stop “Mai họp lúc 8 giờ”? 2 people have not got it yet.
        minh # Stop sending
        minh < Stopped. 3 people had it already.
    """)
    await look(village)
    assert phones.changes[-1] == (
        "“Mai họp lúc 8 giờ” was stopped. It had arrived at 3. Not at 3; somebody should tell"
        " them. Without a phone 1, not sent any more 2."
    )
    village.clock.pass_by(days=2)
    await look(village)
    await village("")
    assert len(phones.changes) == 2


async def test_its_writer_hears_of_another_officers_stop_once(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    forget(village)
    await village("""
        thu > ngưng gửi
        thu < Stop “Mai họp lúc 8 giờ”? 5 people have not got it yet.
        thu # Stop sending
        thu < Stopped. Nobody has got it yet.
        minh < Thu has stopped “Mai họp lúc 8 giờ”.
    """)
    await look(village)
    await look(village)
    await village("")
    assert len(phones.changes) == 1


async def test_when_all_have_it_there_is_nothing_left_to_stop(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    forget(village)
    await arrives(village, 5)
    await village("""
        minh # Stop sending
        minh < There is nothing left to stop: all of it was sent.
    """)


# --- Where nothing can be changed ----------------------------------------------------------------


async def test_where_a_message_cannot_change_it_is_told_at_both_ends_and_when_asked(
    village: Village,
) -> None:
    nowhere = set[str]()
    await goes(village, nowhere)
    await village(f"minh < {BEGINS}")
    for people, so_far in ((1, 1), (2, 3)):
        await arrives(village, people)
        await look(village, nowhere)
        await press_there(village, "See how far it is")
        await village(f"""
            minh < sent at 12:01 today. Arrived {so_far}, still waiting {5 - so_far}, without
        """)
    await press_there(village, "Stop sending")
    await village("""
        minh < 2 people have not got it yet.
        minh # Let it go on
        minh < it goes on
    """)
    await arrives(village, 2)
    for _look in range(3):
        await look(village, nowhere)
    await village(f"""
        minh < {ENDS}
    """)
    await press_there(village, "See how far it is")
    await village("minh < Arrived 5, without a phone 1.")


async def test_on_a_shared_phone_nothing_is_said_before_its_holder_has_named_herself(
    village: Village, phones: Changing
) -> None:
    await goes_on_a_shared_phone(village)
    for _look in range(3):
        await look(village)
    heard = [one.text for one in phones.by_chat["minh"].unread if "lets you know" not in one.text]
    assert heard == ["Mr Minh has news from the club. Whoever is Mr Minh, please answer."] * 2
    assert not phones.changes


async def goes_on_a_shared_phone(village: Village) -> None:
    await sends(village)
    await village.link("binh", "minh")
    await begins(village)
    await arrives(village, 5)


# --- What goes wrong -----------------------------------------------------------------------------


async def test_two_processes_at_once_say_and_change_it_once(
    village: Village, phones: Changing
) -> None:
    await sends(village)
    village.clock.pass_by(minutes=1)
    await announce(village.database, village.clock.now)
    async with village.database.write() as db:
        later = village.clock.now + timedelta(days=1)
        await db.execute(update(t.Outbox).values(next_at=later))

    async def at_once() -> None:
        async with asyncio.TaskGroup() as tasks:
            for _process in range(4):
                tasks.create_task(follow(village.database, village.clock.now, PLATFORMS))
        await village.delivery.deliver()

    await at_once()
    await village(f"minh < {BEGINS}")
    await arrives(village, 5)
    for _look in range(3):
        await at_once()
    assert phones.changes == [ENDS]


async def test_a_message_that_its_writer_deleted_stays_so_until_the_end(
    village: Village, phones: Changing, caplog: pytest.LogCaptureFixture
) -> None:
    await goes(village)
    forget(village)
    await arrives(village, 1)
    phones.trouble.append(Rejected("message to edit not found"))
    await look(village)
    await arrives(village, 1)
    await look(village)
    await village("")
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
    await arrives(village, 3)
    for _look in range(3):
        await look(village)
    await village(f"minh < {ENDS}")
    assert not phones.changes


async def test_when_it_is_deleted_just_before_the_end_the_end_is_told(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    forget(village)
    await arrives(village, 5)
    phones.trouble.append(Rejected("message to edit not found"))
    for _look in range(4):
        await look(village)
    await village(f"minh < {ENDS}")


@pytest.mark.parametrize("error", [TryLater(), TryLater(5), SlowDown(5)])
async def test_a_change_that_must_wait_is_made_later_and_what_is_newest_stays(
    village: Village, phones: Changing, error: Exception
) -> None:
    await goes(village)
    forget(village)
    await arrives(village, 2)
    phones.trouble.append(error)
    await look(village)
    assert not phones.changes
    await look(village)
    await arrives(village, 2)
    await look(village)
    assert [re.findall(r"at \d of 6", text) for text in phones.changes] == [
        ["at 2 of 6"],
        ["at 4 of 6"],
    ]


async def test_a_change_that_waits_holds_up_no_answer_and_comes_after_it(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    forget(village)
    await arrives(village, 2)
    phones.trouble.append(TryLater())
    await look(village)
    async with village.database.read() as db:
        waits = select(t.Outbox.lane, t.Outbox.status).join(
            t.Broadcast, t.Broadcast.progress_id == t.Outbox.id
        )
        assert (await db.execute(waits)).one() == (Lane.CHANGES, "waiting")
    village.delivery = Delivery(  # the pause of the bot is another matter
        village.database, {("test", "bot"): phones}, village.clock, owner="another"
    )
    await village("""
        minh > ngưng gửi
        minh < 3 people have not got it yet.
    """)


async def test_a_change_waits_behind_no_announcement(village: Village, phones: Changing) -> None:
    await goes(village)
    forget(village)
    await arrives(village, 2)
    async with village.database.write() as db:
        await db.execute(update(t.Outbox).values(next_at=village.clock.now))
    lanes = [Lane.ANSWERS, Lane.CHANGES]
    village.delivery = Delivery(
        village.database, {("test", "bot"): phones}, village.clock, owner="answers", lanes=lanes
    )
    await look(village)
    await village("")
    assert [text.partition("has ")[2] for text in phones.changes] == [
        "arrived at 2 of 6. Without a phone 1."
    ]


async def test_who_has_left_the_club_sees_no_more_of_it(
    village: Village, phones: Changing
) -> None:
    await goes(village)
    forget(village)
    async with village.database.write() as db:
        left = update(t.Member).where(t.Member.id == village.ids["minh"])
        await db.execute(left.values(left_on=village.clock.now.date()))
    await arrives(village, 5)
    await look(village)
    await look(village)
    await village("")
    assert not phones.changes


async def test_it_moves_to_the_phone_that_she_has_now(village: Village, phones: Changing) -> None:
    await goes(village)
    forget(village)
    async with village.database.write() as db:
        minhs = select(t.Address.id).where(t.Address.chat == "minh").scalar_subquery()
        old = update(t.Link).where(t.Link.address_id == minhs)
        await db.execute(old.values(until=village.clock.now))
    await look(village)
    await village("")  # she has none just now
    await village.link("minh", "new")
    await arrives(village, 1)
    await look(village)
    await village("new < it has arrived at 1 of 6")
    await arrives(village, 4)
    await look(village)
    await look(village)
    await village("")
    assert phones.changes == [ENDS]


async def test_who_blocks_the_bot_there_has_it_on_another_phone(
    village: Village, phones: Changing
) -> None:
    await village.link("minh", "other_minh")
    await sends(village)
    await begins(village)
    heard = {chat for chat, phone in phones.by_chat.items() if phone.unread}
    forget(village)
    phones.trouble.append(Unreachable())
    await arrives(village, 1)
    await look(village)
    await look(village)
    now = {chat for chat, phone in phones.by_chat.items() if phone.unread}
    assert heard | now == {"minh", "other_minh"}
    assert len(now) == 1


async def test_a_restart_goes_on_with_the_same_message(village: Village, phones: Changing) -> None:
    await goes(village)
    forget(village)
    await arrives(village, 3)
    await follow(village.database, village.clock.now, PLATFORMS)  # and then the process dies
    village.clock.pass_by(minutes=2)
    village.delivery = Delivery(
        village.database, {("test", "bot"): phones}, village.clock, owner="after"
    )
    await arrives(village, 2)
    await look(village)
    await village("")
    assert phones.changes[-1] == ENDS


async def test_a_club_whose_writer_has_no_phone_is_told_nothing(village: Village) -> None:
    await sends(village)
    async with village.database.write() as db:
        await db.execute(update(t.Link).values(until=village.clock.now))
    await begins(village)
    await look(village)
    async with village.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(t.Notice)) == 1
    await village("")
