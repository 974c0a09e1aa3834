"""The board announces something: written, shown as it arrives, confirmed, sent once to each."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import func, insert, select

from bot.chat import Incoming
from bot.reminders.broadcasting import announce
from bot.reminders.progress import follow
from bot.storage import tables as t
from tests.conversations.test_statements import ENGINE, takes_at_most
from tests.small_talk import typed
from tests.village import NOON, Village, address

WRITE = """
    {who} > thông báo
    {who} < What shall I tell them?
    {who} > {text}
    {who} < Whom is it for?
"""


async def writes(village: Village, text: str, who: str = "minh") -> None:
    """Write an announcement, up to the question for whom it is."""
    await village(WRITE.format(who=who, text=text))


async def sends(village: Village, text: str = "Mai họp lúc 8 giờ", who: str = "minh") -> None:
    """Write an announcement to everybody, and let it go now."""
    await writes(village, text, who)
    await village(f"""
        {who} # Everybody
        {who} < {text} … To everybody: 6 people
        {who} # Send it now
        {who} < Now, to 5 phones; 1 person gets it on none. Shall I send it?
        {who} # Yes, send it
        {who} < Done. It goes out: now, to 5 phones; 1 person gets it on none.
    """)


async def announced(village: Village) -> None:
    """Let a minute pass, tell how it went with what was on its way, and let out what is due."""
    village.clock.pass_by(minutes=1)
    await follow(village.database, village.clock.now)
    await announce(village.database, village.clock.now)
    await village.delivery.deliver()


def silence(village: Village) -> bool:
    return not any(phone.unread for phone in village.phones.by_chat.values())


async def test_it_arrives_exactly_as_it_was_shown_under_the_name_of_who_wrote(
    village: Village,
) -> None:
    await writes(village, "Mai họp lúc 8 giờ.  Nhớ mang sổ!")
    await village.press("minh", "Everybody")
    shown = village.phones.by_chat["minh"].unread.popleft().text
    before, _, facts = shown.partition("\n\n———\n")
    assert facts.startswith("To everybody: 6 people (test 5, without a phone 1).")
    await village("""
        minh # Send it now
        minh < Shall I send it?
        minh # Yes
        minh < Done
    """)
    await announced(village)
    for who in ("hoa", "lan", "tu", "minh", "thu"):
        assert village.phones.by_chat[who].unread.popleft().text == before
    heading, _, body = before.partition("\n\n")
    assert heading == "Làng – Mr Minh (Head) lets you know:"
    assert body == "Mai họp lúc 8 giờ.  Nhớ mang sổ!"
    assert silence(village)


async def test_a_line_break_stays_where_it_was_typed(village: Village) -> None:
    await village.say("minh", "thông báo")
    village.hears("minh", "What shall I tell them?")
    await village.say("minh", "Mai họp\nNhớ mang sổ")
    village.hears("minh", "Whom is it for?")
    await village.press("minh", "Everybody")
    assert "Mai họp\nNhớ mang sổ" in village.phones.by_chat["minh"].unread.popleft().text


async def test_the_words_may_follow_the_command_at_once(village: Village) -> None:
    await village.say("thu", "Thông báo: mai họp, 8 giờ; nhớ mang sổ!")
    village.hears("thu", "Whom is it for?")
    await village("""
        thu > mọi người
        thu < (Secretary) lets you know: … mai họp, 8 giờ; nhớ mang sổ! … ——— To everybody
    """)


@pytest.mark.parametrize("who", ["lan", "tu"])
async def test_other_officers_hear_who_announces(village: Village, who: str) -> None:
    await village(f"""
        {who} > thông báo
        {who} < Announcements are sent by … Minh, … Thu.
    """)


async def test_a_member_announces_nothing(village: Village) -> None:
    await village.link("minh", "grandson", kind="helper")
    await village("""
        hoa > thông báo
        hoa < That is the board's work.
        grandson > thông báo
        grandson < That is the board's work.
    """)


async def test_it_can_be_left_at_every_question(village: Village) -> None:
    await village("""
        minh > ban chủ nhiệm
        minh < The board's work
        minh # Send an announcement
        minh < What shall I tell them?
        minh # Never mind
        minh < nothing was sent
        minh > thông báo
        minh < What shall I tell them?
        minh > menu
        minh < What can I do for you?
        minh > thông báo
        minh < What shall I tell them?
        minh > mai họp
        minh < Whom is it for?
        minh # Never mind
        minh < nothing was sent
    """)
    await announced(village)
    assert silence(village)


async def test_a_word_that_shames_is_asked_to_be_said_another_way(village: Village) -> None:
    await village("""
        minh > thông báo
        minh < What shall I tell them?
        minh > ai nợ quá hạn thì trả ngay
        minh < makes people feel ashamed
        minh > ai còn thiếu quỹ thì gặp bác Lan
        minh < Whom is it for?
    """)


async def test_a_picture_is_not_passed_on_silently_without_it(village: Village) -> None:
    await village("""
        minh > thông báo
        minh < What shall I tell them?
    """)
    photo = Incoming(address=address("minh"), message="p", text="Giấy mời", kind="photo")
    await village.send(photo)
    village.hears("minh", "I could not get that file just now. Please send it once more.")


async def test_a_warning_of_danger_may_be_announced(village: Village) -> None:
    await village("""
        minh > thông báo
        minh < What shall I tell them?
        minh > Ai khó thở thì gọi 115
        minh < Is somebody in danger?
        minh # No, go on
        minh < Whom is it for?
        minh # Everybody
        minh < Ai khó thở thì gọi 115
    """)


async def test_a_text_that_fits_no_message_is_not_taken(village: Village) -> None:
    await village.say("minh", "thông báo")
    village.hears("minh", "What shall I tell them?")
    await village.say("minh", "họp " * 300)
    village.hears("minh", "too long")


async def test_borrowers_only(village: Village) -> None:
    await writes(village, "Kỳ này thu tại nhà văn hóa")
    await village("""
        minh # Those who pay back a loan
        minh < To those who pay back a loan: 2 people (test 1, without a phone 1)
        minh # Send it now
        minh < to 1 phone; 1 person gets it on none
        minh # Yes
        minh < Done
    """)
    await announced(village)
    await village("""
        hoa < Kỳ này thu
    """)


async def test_names_with_commas_and_a_group_beside_them(village: Village) -> None:
    await village.join("hoa2", "Trần Thị Hoa", hamlet="xóm 5")
    await writes(village, "Mai dọn đường")
    await village("""
        minh > người vay, hoa, ông Tư và thu
        minh < Which “hoa” do you mean?
        minh # Trần Thị Hoa
        minh < To those who pay back a loan, Tư, Thu, Ms Hoa: 5 people
        minh # Send it now
        minh < to 4 phones; 1 person gets it on none
        minh # Yes
        minh < Done
    """)
    await announced(village)
    await village("""
        hoa < Mai dọn đường
        hoa2 < Mai dọn đường
        tu < Mai dọn đường
        thu < Mai dọn đường
    """)


async def test_only_the_name_that_nobody_has_is_asked_for(village: Village) -> None:
    await writes(village, "Mai dọn đường")
    await village("""
        minh > Thu, Laan, Xyzt
        minh < I find nobody called “Laan” in the club. Whom do you mean?
        minh # Hoàng Thị Lan
        minh < I find nobody called “Xyzt” in the club. Whom do you mean?
        minh # Leave that name out
        minh < To Lan, Thu: 2 people
    """)


async def test_a_name_that_was_misspelt_is_typed_once_more(village: Village) -> None:
    await village.join("hoa2", "Trần Thị Hoa", hamlet="xóm 5")
    await writes(village, "Mai dọn đường")
    await village("""
        minh > Thu, Xuân
        minh < I find nobody called “Xuân”
        minh > Xuyến
        minh < I find nobody of that name in the club.
        minh > hoa
        minh < Which “hoa” do you mean?
        minh # Trần Thị Hoa
        minh < To Thu, Ms Hoa: 2 people
    """)


async def test_where_no_name_is_left_it_is_asked_again_for_whom_it_is(village: Village) -> None:
    await writes(village, "Mai dọn đường")
    await village("""
        minh > Xuân
        minh < I find nobody called “Xuân”
        minh # Leave that name out
        minh < Whom is it for?
        minh > Xuân
        minh < I find nobody called “Xuân”
        minh # Never mind
        minh < nothing was sent
    """)


async def test_a_command_is_no_name(village: Village) -> None:
    await writes(village, "Mai dọn đường")
    await village("""
        minh > thực đơn
        minh < What can I do for you?
    """)


@pytest.mark.parametrize(
    ("typed", "answer"), [("later", "When? For example"), ("tonight at 7", "19:00 today, to 5")]
)
async def test_english_words_for_when(village: Village, typed: str, answer: str) -> None:
    await writes(village, "Mai họp")
    await village(f"""
        minh # Everybody
        minh < When shall I send it?
        minh > {typed}
        minh < {answer}
    """)


async def test_nobody_is_asked_about_a_meeting_that_is_not_known(village: Village) -> None:
    await writes(village, "Mai họp")
    labels = [one.label for one in village.choices("minh")]
    assert "Those who have not answered for the meeting" not in labels[:4]
    await village("""
        minh > chưa trả lời
        minh < No meeting is known yet
    """)


async def test_those_who_have_not_answered(village: Village) -> None:
    async with village.database.write() as db:
        meeting = await db.execute(
            insert(t.Meeting)
            .values(
                club_id=village.club,
                wanted_on=date(2026, 12, 10),
                held_on=date(2026, 12, 10),
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
                member_id=village.ids["hoa"],
                answer="come",
                at=NOON,
            )
        )
    await writes(village, "Ai chưa trả lời thì trả lời giúp cháu")
    await village("""
        minh # Those who have not answered
        minh < To those who have not answered for the meeting: 5 people
    """)


async def test_who_cannot_be_reached_at_all_is_no_audience(village: Village) -> None:
    await writes(village, "Mai dọn đường")
    await village("""
        minh > bình
        minh < None of them can be reached by phone
    """)


async def test_a_shared_phone_hears_it_once_and_openly(village: Village) -> None:
    await village.join("ong", "Nguyễn Văn Páo", phone="hoa", sex="male")
    await writes(village, "Mai họp")
    await village("""
        minh # Everybody
        minh < To everybody: 7 people (test 6, without a phone 1)
        minh # Send it now
        minh < Shall I send it?
        minh # Yes
        minh < Done
    """)
    await announced(village)
    village.hears("hoa", "Mai họp")
    assert not village.phones.by_chat["hoa"].unread
    async with village.database.read() as db:
        people = await db.scalar(select(func.count()).select_from(t.BroadcastTo))
        messages = await db.scalar(
            select(func.count()).select_from(t.Outbox).where(t.Outbox.broadcast_id.is_not(None))
        )
    assert (people, messages) == (7, 5)


async def test_a_double_tap_sends_once(village: Village) -> None:
    await writes(village, "Mai họp")
    await village("""
        minh # Everybody
        minh < Mai họp
        minh # Send it now
        minh < Shall I send it?
    """)
    key = village.key("minh", "Yes, send it")
    for message in ("a", "b", "a"):
        await village.send(Incoming(address=address("minh"), message=message, pressed=key))
    await village("""
        minh < Done
        minh < That one was answered already
    """)
    async with village.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(t.Broadcast)) == 1


async def test_the_same_to_the_same_people_is_asked_back(village: Village) -> None:
    await sends(village)
    await announced(village)
    for phone in village.phones.by_chat.values():
        phone.unread.clear()
    await writes(village, "mai hop luc 8 gio!", "thu")
    await village("""
        thu # Everybody
        thu < mai hop
        thu # Send it now
        thu < The same goes, or went, to the same people at 12:01 today. Send it once more?
        thu # No
        thu < nothing was sent
    """)
    village.clock.pass_by(hours=12)
    await writes(village, "Mai họp lúc 8 giờ", "thu")
    await village("""
        thu # Everybody
        thu < Mai họp
        thu # Send it now
        thu < asleep … 6:30
    """)


async def test_a_time_that_is_typed(village: Village) -> None:
    await writes(village, "Tối nay họp")
    await village("""
        minh # Everybody
        minh < When shall I send it?
        minh > 19:00 tối nay
        minh < 19:00 today, to 5 phones; 1 person gets it on none. Shall I send it?
        minh > đúng
        minh < It goes out: 19:00 today
    """)
    await announced(village)
    assert silence(village)
    village.clock.pass_by(hours=7)
    await announced(village)
    assert village.phones.by_chat["hoa"].unread
    assert not village.phones.by_chat["hoa"].unread[0].silent


async def test_a_time_with_a_day_and_one_without(village: Village) -> None:
    await writes(village, "Mai họp")
    await village("""
        minh # Everybody
        minh < When shall I send it?
        minh # At another time
        minh < When? For example
        minh > lúc nào cũng được
        minh < At what hour?
        minh > 8 giờ
        minh < 8:00, Sunday 22 Nov 2026, to 5 phones
        minh # No
        minh < nothing was sent
    """)
    await writes(village, "Mai họp")
    await village("""
        minh # Everybody
        minh < When shall I send it?
        minh > thứ bảy 7 giờ sáng
        minh < 7:00, Saturday 28 Nov 2026
    """)


async def test_nobody_is_woken_unless_the_officer_insists(village: Village) -> None:
    await writes(village, "Nước lên, bà con dọn đồ")
    await village("""
        minh # Everybody
        minh < When shall I send it?
        minh > 23 giờ đêm nay
        minh < asleep at that hour. Shall I send it at 6:30, Sunday 22 Nov 2026?
        minh # Yes
        minh < 6:30, Sunday … to 5 phones; 1 person gets it on none. Shall I send it?
        minh # No
        minh < nothing was sent
    """)
    await writes(village, "Nước lên, bà con dọn đồ")
    await village("""
        minh # Everybody
        minh < When shall I send it?
        minh > 23 giờ đêm nay
        minh < asleep at that hour
        minh # No, it cannot wait
        minh < 23:00 today, to 5 phones; 1 person gets it on none. Shall I send it?
        minh # Yes
        minh < It goes out: 23:00 today
    """)
    village.clock.now = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    await announced(village)
    assert village.phones.by_chat["hoa"].unread


async def test_a_yes_that_comes_after_its_hour_asks_for_another(village: Village) -> None:
    await writes(village, "Tối nay họp")
    await village("""
        minh # Everybody
        minh < When shall I send it?
        minh > 13 giờ
        minh < Shall I send it?
    """)
    village.clock.pass_by(hours=2)
    await village("""
        minh # Yes
        minh < That time is over by now
        minh > 15 giờ
        minh < 15:00 today, to 5 phones
    """)


async def test_two_thousand_people_cost_no_more_statements_than_two(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(
            insert(t.Member),
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
    await writes(village, "Mai họp")
    await takes_at_most(village, ENGINE + 1, typed("minh", "1", "x1"))
    await takes_at_most(village, ENGINE + 3, typed("minh", "1", "x2"))
    await takes_at_most(village, ENGINE + 4, typed("minh", "1", "x3"))
    village.hears("minh", "2006 people (test 5, without a phone 2001)")
    village.hears("minh", "Now, to 5 phones; 2001 people get it on none")
    village.hears("minh", "Done")


@pytest.mark.parametrize("now", ["gửi luôn", "gửi ngay đi", "ngay bây giờ ạ", "gui di", "send it"])
async def test_now_is_said_in_many_words(village: Village, now: str) -> None:
    await writes(village, "Mai họp")
    await village(f"""
        minh # Everybody
        minh < When shall I send it?
        minh > {now}
        minh < Now, to 5 phones … Shall I send it?
    """)
