"""How far an announcement is, stopping it, and who is to be told in person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.chat import Address, Reply, Unreachable, Unsure
from bot.reminders.broadcasting import announce
from bot.reminders.delivery import Delivery
from bot.storage import tables as t
from tests.conversations.test_broadcasts import announced, sends
from tests.conversations.test_broadcasts_second import forget
from tests.village import Village


async def queued(village: Village) -> None:
    """Let what is due into the outbox, where it stays for now."""
    village.clock.pass_by(minutes=1)
    await announce(village.database, village.clock.now)
    async with village.database.write() as db:
        await db.execute(
            update(t.Outbox)
            .where(t.Outbox.broadcast_id.is_not(None))
            .values(next_at=village.clock.now + timedelta(minutes=20))
        )


async def test_it_is_told_how_far_it_is(village: Village) -> None:
    await village("""
        minh > thông báo tới đâu rồi
        minh < No announcement was sent yet
    """)
    await sends(village)
    await queued(village)
    await village("""
        minh > thông báo tới đâu rồi
        minh < “Mai họp lúc 8 giờ”: sent at 12:01 today. Still waiting 5, without a phone 1.
    """)


async def test_who_is_not_reached_is_counted_apart(village: Village) -> None:
    class Half:
        async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
            if address.chat == "tu":
                raise Unreachable
            return "1"

    await sends(village)
    village.clock.pass_by(minutes=1)
    await announce(village.database, village.clock.now)
    half = Delivery(village.database, {("test", "bot"): Half()}, village.clock, owner="half")
    await half.deliver()
    await village("""
        lan > thông báo tới đâu rồi
        lan < Arrived 4, phone not reached 1, without a phone 1.
    """)


async def test_who_may_have_got_it_is_told_in_person_and_the_board_hears_that_it_is_not_sure(
    village: Village,
) -> None:
    class Lossy:
        asked = 0

        async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
            if address.chat == "tu":
                self.asked += 1
                raise Unsure("the answer was lost")
            return "1"

    await sends(village)
    village.clock.pass_by(minutes=1)
    await announce(village.database, village.clock.now)
    lossy = Lossy()
    delivery = Delivery(village.database, {("test", "bot"): lossy}, village.clock, owner="lossy")
    for _try in range(10):
        await delivery.deliver()
        village.clock.pass_by(hours=1)
    assert lossy.asked == 8
    forget(village)
    await announced(village)
    await village("""
        minh < “Mai họp lúc 8 giờ” has arrived at 4 people. Not at 1; somebody should tell them. \
Not sure whether it arrived 1, without a phone 1.
        minh # Whom to tell in person
        minh < - Trần Văn Tư: not sure whether it arrived … - Vi Văn Bình: without a phone
        minh # Told Mr Bình
        minh < - Trần Văn Tư: not sure whether it arrived
        minh # Told Tư
        minh < Everybody has it by now
        lan > thông báo tới đâu rồi
        lan < Arrived 4, told in person 2.
    """)


async def test_stopping_asks_once_and_sends_no_more(village: Village) -> None:
    await sends(village)
    await queued(village)
    await village("""
        thu > ngưng gửi
        thu < Stop “Mai họp lúc 8 giờ”? 5 people have not got it yet.
        thu # Stop sending
        thu < Stopped. Nobody has got it yet.
        minh < Thu has stopped “Mai họp lúc 8 giờ”.
    """)
    village.clock.pass_by(days=60)
    await village.delivery.deliver()
    assert not village.phones.by_chat["hoa"].unread


@pytest.mark.parametrize("word", ["dung", "dừng", "thôi", "đừng gửi", "dung gui"])
async def test_a_word_that_may_mean_something_else_stops_nothing(
    village: Village, word: str
) -> None:
    await sends(village)
    await queued(village)
    await village.say("minh", word)
    forget(village)
    await village("""
        minh > ngưng gửi
        minh < Stop “Mai họp lúc 8 giờ”?
    """)
    await village.say("minh", word)
    village.hears("minh", "so that I stop nothing by mistake")
    async with village.database.read() as db:
        assert await db.scalar(select(t.Broadcast.status)) == "sent"
    await village("""
        minh # Let it go on
        minh < it goes on
    """)


async def test_the_words_stop_it_where_there_are_no_buttons(village: Village) -> None:
    await sends(village)
    await village("""
        minh > ngung gui
        minh < Stop “Mai họp lúc 8 giờ”? It is not sent then.
        minh > Stop sending
        minh < Stopped.
    """)
    await announced(village)
    assert not village.phones.by_chat["hoa"].unread


async def test_what_has_arrived_cannot_be_stopped(village: Village) -> None:
    await sends(village)
    await village("""
        minh > ngưng gửi
        minh < Stop
    """)
    await announced(village)
    forget(village)
    await village("""
        minh # Stop sending
        minh < There is nothing left to stop
        minh > ngưng gửi
        minh < Nothing is being sent just now.
    """)


async def test_a_member_stops_nothing(village: Village) -> None:
    await village("""
        hoa > ngưng gửi
        hoa < That is the board's work.
    """)


async def test_those_without_a_phone_are_told_by_their_neighbours(village: Village) -> None:
    await village.join("pao", "Vi Văn Páo", phone=None, hamlet="xóm 2")
    await village.say("minh", "thông báo: mai họp")
    await village.press("minh", "Everybody")
    await village.press("minh", "Send it now")
    await village.press("minh", "Yes")
    await announced(village)
    forget(village)
    await announced(village)
    await village("""
        minh < “mai họp” has arrived at 5 people. Not at 2; somebody should tell them.
        minh # Whom to tell in person
        minh < tell these in person what “mai họp” says: … - Vi Văn Bình: without a phone … \
- Vi Văn Páo (xóm 2): without a phone. Near: Ms Hoa Bính
        minh # Told Mr Bình
        minh < - Vi Văn Páo
        minh # Told Ms Páo
        minh < Everybody has it by now
        minh > thông báo tới đâu rồi
        minh < Arrived 5, told in person 2.
    """)


async def test_a_press_that_comes_twice_tells_once(village: Village) -> None:
    await sends(village)
    await announced(village)
    forget(village)
    await announced(village)
    forget(village)
    await village.press("minh", "Whom to tell in person")
    await village.press("minh", "Told Mr Bình")
    await village.press("minh", "Told Mr Bình")
    async with village.database.read() as db:
        told = await db.scalars(select(t.BroadcastTo.told_at))
        assert [at for at in told if at] == [village.clock.now]


async def test_the_writer_hears_once_how_it_went(village: Village) -> None:
    await sends(village)
    await announced(village)
    forget(village)
    await announced(village)
    village.hears("minh", "has arrived at 5 people. Not at 1")
    await announced(village)
    assert not village.phones.by_chat["minh"].unread


async def test_the_whole_board_sees_the_record(village: Village) -> None:
    await sends(village)
    await announced(village)
    forget(village)
    await village("""
        lan > các thông báo đã gửi
        lan < Which announcement?
        lan # Sent, 12:01 today: “Mai họp lúc 8 giờ”
        lan < Mai họp lúc 8 giờ ——— Written by Mr Minh, 12:00 today, to everybody. Sent at 12:01 \
today. Arrived 5, without a phone 1.
        lan # See how far
        lan < Arrived 5
        hoa > các thông báo đã gửi
        hoa < That is the board's work.
    """)


async def test_the_record_names_who_agreed_and_who_stopped(village: Village) -> None:
    await village.say("minh", "thông báo: xem www.lang.vn")
    await village.press("minh", "Everybody")
    await village.press("minh", "Send it now")
    await village.press("minh", "Ask another officer")
    await village.press("thu", "Let it go")
    forget(village)
    await village("""
        tu > ngưng gửi
        tu < Stop “xem www.lang.vn”?
        tu # Stop sending
        tu < Stopped.
        minh < Tư has stopped
        lan > các thông báo đã gửi
        lan < Which announcement?
        lan > 1
        lan < Written by Mr Minh … Agreed by Thu, 12:00 today. … Stopped by Tư, \
12:00 today. Stopped.
    """)


async def plans(village: Village, text: str, when: str, repeats: str = "At another time") -> None:
    """Plan an announcement to everybody for an hour."""
    await village.say("minh", f"thông báo: {text}")
    for label in ("Everybody", repeats):
        await village.press("minh", label)
    await village.say("minh", when)
    await village.press("minh", "Yes, send it")
    assert "Done." in village.phones.by_chat["minh"].unread[-1].text
    forget(village)


async def test_of_several_that_wait_it_is_asked_which_is_to_be_stopped_the_next_first(
    village: Village,
) -> None:
    await plans(village, "Quét đường", "chủ nhật 7 giờ sáng", "Every week")
    await plans(village, "Họp lúc 6 giờ", "17 giờ")
    await village("""
        thu > ngưng gửi
        thu < Which one shall I stop?
    """)
    labels = [one.label for one in village.choices("thu")[:3]]
    assert labels == [
        "To be sent, 17:00 today: “Họp lúc 6 giờ”",
        "Every week, 7:00, Sunday 22 Nov: “Quét đường”",
        "Never mind",
    ]
    await village("""
        thu # To be sent
        thu < Stop “Họp lúc 6 giờ”? It is not sent then.
        thu # Stop sending
        thu < Stopped. Nobody has got it yet.
        minh < Thu has stopped “Họp lúc 6 giờ”.
        thu > ngưng gửi
        thu < Stop “Quét đường”? It is not sent then.
        thu # Let it go on
        thu < it goes on
    """)


async def test_what_goes_out_now_is_stopped_before_what_waits(village: Village) -> None:
    await plans(village, "Quét đường", "chủ nhật 7 giờ sáng", "Every week")
    await plans(village, "Họp lúc 6 giờ", "17 giờ")
    await sends(village)
    await queued(village)
    await village("""
        minh > ngưng gửi
        minh < Stop “Mai họp lúc 8 giờ”? 5 people have not got it yet.
    """)


async def test_which_of_several_to_stop_may_be_none(village: Village) -> None:
    await plans(village, "Quét đường", "chủ nhật 7 giờ sáng")
    await plans(village, "Họp lúc 6 giờ", "17 giờ")
    await village("""
        thu > ngưng gửi
        thu < Which one shall I stop?
        thu # Never mind
        thu < it goes on
    """)


async def test_the_list_says_how_each_stands_and_its_day(village: Village) -> None:
    await plans(village, "Quét đường", "chủ nhật 7 giờ sáng", "Every week")
    await plans(village, "Dọn mương", "thứ hai 7 giờ sáng", "Every month")
    await sends(village)
    await announced(village)
    await village.say("minh", "thông báo: xem www.lang.vn")
    for label in ("Everybody", "Send it now", "Ask another officer"):
        await village.press("minh", label)
    forget(village)
    await village.say("lan", "các thông báo đã gửi")
    labels = [one.label for one in village.choices("lan")[:4]]
    assert labels == [
        "Every month, 7:00, Monday 23 Nov: “Dọn mương”",
        "Every week, 7:00, Sunday 22 Nov: “Quét đường”",
        "Waits for a second officer, 12:01 today: “xem www.lang.vn”",
        "Sent, 12:01 today: “Mai họp lúc 8 giờ”",
    ]
    forget(village)
    await village.press("lan", "Every week")
    forget(village)
    await village.press("lan", "Let it rest")
    forget(village)
    village.clock.pass_by(days=3)
    await village.say("lan", "các thông báo đã gửi")
    shown = [one.label.split(",")[0] for one in village.choices("lan")[:4]]
    assert shown == ["Every month", "Rests", "Not sent", "Sent"]
    forget(village)
    await village("""
        lan # Not sent
        lan < Not sent, as no second officer looked at it in time.
    """)


async def test_it_is_read_out_to_those_without_a_phone(village: Village) -> None:
    await sends(village)
    await announced(village)
    forget(village)
    await announced(village)
    read_out = "“Attention please. Làng lets everybody know: Mai họp lúc 8 giờ. Whoever lives near"
    await village(f"""
        minh < “Mai họp lúc 8 giờ” has arrived at 5 people.
        minh # To read out
        minh < {read_out}
        minh # Whom to tell in person
        minh < Vi Văn Bình
        lan > thông báo tới đâu rồi
        lan < Arrived 5
        lan # To read out
        lan < {read_out}
    """)


async def test_an_empty_record_says_so(village: Village) -> None:
    await village("""
        thu > các thông báo đã gửi
        thu < No announcement was sent yet.
        thu > thông báo
        thu < What shall I tell them?
        thu # Announcements so far
        thu < No announcement was sent yet.
    """)


async def test_a_new_one_can_be_written_from_the_record_by_who_may(village: Village) -> None:
    await sends(village)
    await village("""
        thu > các thông báo đã gửi
        thu < Which announcement?
        thu # Write an announcement
        thu < What shall I tell them?
        lan > các thông báo đã gửi
        lan < Which announcement?
    """)
    assert "Write an announcement" not in [one.label for one in village.choices("lan")]


async def test_a_repeating_one_rests_goes_on_and_ends(village: Village) -> None:
    await village.say("minh", "thông báo: quét đường làng")
    await village.press("minh", "Everybody")
    await village.press("minh", "Every week")
    forget(village)
    await village("""
        minh > chủ nhật 7 giờ sáng
        minh < 7:00, Sunday 22 Nov 2026, then every week, to 5 phones; 1 person gets it on none.
        minh # Yes
        minh < It goes out: 7:00, Sunday 22 Nov 2026, then every week
        thu > các thông báo đã gửi
        thu < Which announcement?
        thu > 1
        thu < Goes out: 7:00, Sunday 22 Nov 2026, then every week.
        thu # Let it rest
        thu < Rests (7:00, Sunday 22 Nov 2026, then every week).
    """)
    village.clock.pass_by(days=3)
    await announced(village)
    await village("""
        thu # Let it go on again
        thu < Goes out: 7:00, Sunday 29 Nov 2026, then every week.
        thu # End it for good
        thu < Stop “quét đường làng”?
        thu # Stop sending
        thu < Stopped.
        minh < Thu has stopped
    """)
    village.clock.pass_by(days=7)
    await announced(village)
    assert not village.phones.by_chat["hoa"].unread
