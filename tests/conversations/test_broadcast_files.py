"""An announcement with a picture or a document: taken where it is wanted, shown, sent, kept."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.chat import Attachment, Incoming, Reply
from bot.storage import files, housekeeping
from bot.storage import tables as t
from tests.conversations.test_broadcasts import announced, writes
from tests.sent_files import PDF, PROGRAM, Parcel, office, picture, sends
from tests.village import Village, address

RED, BLUE = picture("red"), picture("blue")
TOO_BIG = files.LIMIT + 1
WAITS = """
    minh > thông báo
    minh < What shall I tell them? … or send a picture or a document.
"""


async def content_of(village: Village, name: str) -> bytes | None:
    async with village.database.read() as db:
        found = await files.get(db, name, village.clock.now)
    return found.content if found else None


def newest(village: Village, who: str) -> Reply:
    return village.phones.by_chat[who].last[-1]


async def goes(village: Village, who: str = "minh") -> None:
    """Let what is shown go now, and a second officer agree."""
    await village.press(who, "Send it now")
    village.hears(who, "There is a picture or a document that I cannot read in it, so another")
    await asked(village, who)
    await village.press("thu", "Let it go")
    village.hears("thu", "It goes out")
    forget(village)


async def asked(village: Village, who: str = "minh") -> None:
    """Let another officer be asked."""
    await village.press(who, "Ask another officer")
    village.hears(who, "I have asked")
    forget(village)


async def status(village: Village) -> str:
    async with village.database.read() as db:
        return str(await db.scalar(select(t.Broadcast.status)))


def forget(village: Village) -> None:
    for phone in village.phones.by_chat.values():
        phone.unread.clear()


# --- Writing it ----------------------------------------------------------------------------------


async def test_a_picture_with_words_below_arrives_as_it_was_shown(village: Village) -> None:
    await village(WAITS)
    await sends(village, "minh", RED, "Mời bà con xem áp phích")
    await village("""
        minh < Whom is it for?
        minh # Everybody
        minh < Làng – Mr Minh (Head) lets you know: … Mời bà con xem áp phích … ——— To everybody
    """)
    shown = newest(village, "minh")
    assert shown.image.endswith(".jpg")
    assert await content_of(village, shown.image) == RED
    await goes(village)
    await announced(village)
    for who in ("hoa", "lan", "tu", "minh", "thu"):
        arrived = village.hears(who, "Mời bà con xem áp phích")
        assert (arrived.image, arrived.document) == (shown.image, "")
        assert shown.text.startswith(arrived.text)


async def test_one_without_words_needs_a_line_for_those_without_a_phone(village: Village) -> None:
    await village(WAITS)
    await sends(village, "minh", RED)
    await village("""
        minh < I have it. Now please write a line … who has no phone is told it in words.
        minh > Giấy mời họp ngày mai
        minh < Whom is it for?
        minh # Everybody
        minh < Giấy mời họp ngày mai
    """)
    assert await content_of(village, newest(village, "minh").image) == RED


async def test_a_line_that_is_wanted_may_be_left_or_shames(village: Village) -> None:
    await village(WAITS)
    await sends(village, "minh", RED)
    await village("""
        minh < Now please write a line
        minh > ai nợ quá hạn xem đây
        minh < makes people feel ashamed
        minh # Send it as it is
        minh < Whom is it for?
        minh # Everybody
        minh < ai nợ quá hạn xem đây
    """)
    assert newest(village, "minh").image
    await village(WAITS)
    await sends(village, "minh", RED)
    await village("""
        minh < Now please write a line
        minh # Never mind
        minh < nothing was sent
    """)


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (PDF, ".pdf"),
        (office("word/document.xml"), ".docx"),
        (picture(size=(9000, 4000)), ".jpg"),  # no messenger shows it as a picture
    ],
    ids=lambda value: repr(value[:9]),
)
async def test_a_document_arrives_as_one(village: Village, content: bytes, extension: str) -> None:
    await village(WAITS)
    await sends(village, "minh", content, "Giấy mời", kind="document")
    await village("""
        minh < Whom is it for?
        minh # Everybody
        minh < Giấy mời
    """)
    await goes(village)
    await announced(village)
    arrived = village.hears("hoa", "Giấy mời")
    assert arrived.image == ""
    assert arrived.document.endswith(extension)


async def test_first_the_text_and_then_a_picture(village: Village) -> None:
    await writes(village, "Mai họp")
    await village("""
        minh # Add a picture or a document
        minh < Please send me the picture or document now.
        minh > đợi chút
        minh < Please choose one of these
    """)
    await sends(village, "minh", RED)
    village.hears("minh", "Whom is it for?")
    assert "Add a picture or a document" not in [one.label for one in village.choices("minh")[:5]]
    await village("""
        minh # Everybody
        minh < Mai họp
    """)
    assert await content_of(village, newest(village, "minh").image) == RED


async def test_a_picture_may_be_left_out_after_all(village: Village) -> None:
    await writes(village, "Mai họp")
    await village("""
        minh # Add a picture
        minh < Please send me
        minh # Go on without one
        minh < Whom is it for?
        minh # Add a picture
        minh < Please send me
        minh # Never mind
        minh < nothing was sent
    """)


async def test_it_may_be_sent_at_the_next_questions_and_replaces_one(village: Village) -> None:
    await writes(village, "Mai họp")
    await sends(village, "minh", RED, "Nhớ mang sổ")
    await village("""
        minh < Whom is it for?
        minh # Those who pay back a loan
        minh < Mai họp  Nhớ mang sổ … To those who pay back a loan
    """)
    assert await content_of(village, newest(village, "minh").image) == RED
    await sends(village, "minh", PDF, kind="document")
    village.hears("minh", "Mai họp … To those who pay back a loan")
    assert newest(village, "minh").image == ""
    await goes(village)
    await announced(village)
    assert await content_of(village, village.hears("hoa", "Mai họp").document) == PDF


async def test_one_that_came_with_the_command_is_asked_for_once_more(village: Village) -> None:
    early = await sends(village, "minh", RED, "Thông báo: mai họp")
    village.hears("minh", "Please send the picture or document once more")
    assert early.fetched == 0
    await sends(village, "minh", RED, "Mai họp")
    village.hears("minh", "Whom is it for?")


async def test_of_an_album_the_first_is_taken_and_the_others_are_answered_once(
    village: Village,
) -> None:
    await village(WAITS)
    parcels = [await sends(village, "minh", RED, album="7") for _picture in range(4)]
    await village("""
        minh < Now please write a line
        minh < I can take one picture at a time: the first one. … Now please write a line
    """)
    assert [parcel.fetched for parcel in parcels] == [1, 0, 0, 0]
    await sends(village, "minh", RED, "Mai họp", album="7")
    village.hears("minh", "Whom is it for?")


async def test_an_album_that_nobody_wants_is_answered_once(village: Village) -> None:
    for _picture in range(3):
        await sends(village, "hoa", RED, album="7")
    await sends(village, "hoa", RED, "con no bao nhieu", album="7")
    await village("""
        hoa < I cannot look at pictures yet.
        hoa < You still have 5,000,000 đ
    """)


async def test_who_holds_the_phone_is_asked_without_losing_the_picture(village: Village) -> None:
    await village(WAITS)
    await village.link("binh", "minh")
    await sends(village, "minh", RED)
    await village("""
        minh < Who is holding the phone, please?
        minh # Mr Minh
        minh < Now please write a line
    """)


async def test_nor_the_one_that_is_sent_instead_of_an_answer(village: Village) -> None:
    await village(WAITS)
    await village.link("binh", "minh")
    for content in (RED, BLUE):
        await sends(village, "minh", content)
        village.hears("minh", "Who is holding the phone, please?")
    await village("""
        minh # Mr Minh
        minh < Now please write a line
        minh > Mời xem
        minh < Whom is it for?
        minh # Everybody
        minh < Mời xem
    """)
    assert await content_of(village, newest(village, "minh").image) == BLUE


async def test_and_not_its_trouble_either(village: Village) -> None:
    await village(WAITS)
    await village.link("binh", "minh")
    await sends(village, "minh", PROGRAM, "Mai họp")
    await village("""
        minh < Who is holding the phone, please?
        minh # Mr Minh
        minh < I can pass on photos, PDF, Word and Excel files only. … What shall I tell them?
    """)


async def test_a_warning_of_danger_below_a_picture_is_asked_back(village: Village) -> None:
    await village(WAITS)
    await sends(village, "minh", RED, "Ai khó thở thì gọi 115")
    await village("""
        minh < Is somebody in danger?
        minh # No, go on
        minh < Whom is it for?
        minh # Everybody
        minh < Ai khó thở thì gọi 115
    """)
    assert newest(village, "minh").image


# --- What cannot be taken ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parcel", "size", "answer", "fetched"),
    [
        (Parcel(RED), TOO_BIG, "too big for me: at most 5 MB", 0),
        (Parcel(bytes(TOO_BIG)), 0, "too big for me: at most 5 MB", 1),
        (Parcel(PROGRAM), None, "photos, PDF, Word and Excel files only", 1),
        (Parcel(RED, fails=True), None, "could not get that file just now", 1),
    ],
)
async def test_what_cannot_be_taken_is_told_and_the_question_stays(
    village: Village, parcel: Parcel, size: int | None, answer: str, fetched: int
) -> None:
    parcel.fetched = 0
    await village(WAITS)
    await sends(village, "minh", parcel, "Mai họp", size=size)
    village.hears("minh", f"{answer} … What shall I tell them?")
    assert parcel.fetched == fetched
    async with village.database.read() as db:
        assert await db.scalar(select(t.File.name)) is None
    await sends(village, "minh", RED, "Mai họp")
    village.hears("minh", "Whom is it for?")


async def test_elsewhere_nothing_is_fetched(village: Village) -> None:
    await village("""
        minh > thông báo
        minh < What shall I tell them?
        hoa > tôi nộp 500k
        hoa < Is that right?
    """)
    for who in ("hoa", "lan", "new"):
        assert (await sends(village, who, RED)).fetched == 0
    assert (await sends(village, "hoa", RED, "đúng")).fetched == 0
    await village("""
        hoa < I cannot look at pictures yet. … Is that right?
        lan < I cannot look at pictures yet.
        new < I cannot look at pictures yet. … 4827 1593
        hoa < Whom did you give it to?
    """)


async def test_what_is_delivered_twice_is_fetched_once(village: Village) -> None:
    await village(WAITS)
    parcel = Parcel(RED)
    for _time in range(2):
        await sends(village, "minh", parcel, message="the same")
    village.hears("minh", "Now please write a line")
    assert parcel.fetched == 1


async def test_others_write_while_it_is_fetched(village: Village) -> None:
    await village(WAITS)

    async def fetch() -> bytes:
        async with asyncio.timeout(20):
            await village.say("hoa", "con no bao nhieu")
        return RED

    slow = Attachment(fetch=fetch)
    await village.send(
        Incoming(address=address("minh"), message="slow", kind="photo", attachment=slow)
    )
    await village("""
        hoa < You still have 5,000,000 đ
        minh < Now please write a line
    """)


# --- Guards --------------------------------------------------------------------------------------


async def test_the_same_words_with_another_picture_are_another_announcement(
    village: Village,
) -> None:
    for content, asks in ((RED, False), (BLUE, False), (RED, True)):
        await village(WAITS)
        await sends(village, "minh", content, "Mời xem")
        await village("""
            minh < Whom is it for?
            minh # Everybody
            minh < Mời xem
        """)
        await village.press("minh", "Send it now")
        village.hears("minh", "The same goes, or went" if asks else "Shall I ask?")
        if not asks:
            await asked(village)


async def test_a_second_officer_sees_the_picture(village: Village) -> None:
    await village.link("binh", "tu")
    await village(WAITS)
    await sends(village, "minh", RED, "Xem ở www.quatang.vn nhé")
    await village("""
        minh < Whom is it for?
        minh # Everybody
        minh < When shall I send it?
    """)
    shown = newest(village, "minh").image
    await village("""
        minh # Send it now
        minh < another officer looks at it first
    """)
    await village.press("minh", "Ask another officer")
    assert village.hears("thu", "Mr Minh wants to send this").image == shown
    assert village.hears("tu", "has news from the club").image == ""
    await village.press("tu", "I am Tư")
    assert village.hears("tu", "Mr Minh wants to send this").image == shown
    forget(village)
    await village("""
        thu # Let it go
        thu < It goes out
        minh < agrees
    """)
    await announced(village)
    assert village.hears("hoa", "www.quatang.vn").image == shown


async def test_where_nobody_can_look_the_words_go_without_it(village: Village) -> None:
    async with village.database.write() as db:
        today = village.clock.now.date()
        await db.execute(update(t.Role).where(t.Role.role != "head").values(until_on=today))
    for content, name in ((RED, "picture"), (PDF, "document")):
        await village(WAITS)
        await sends(village, "minh", content, f"Mời xem {name}")
        await village(f"""
            minh < Whom is it for?
            minh # Everybody
            minh < Mời xem
            minh # Send it now
            minh < Shall I ask?
            minh # Ask another officer
            minh < It has a {name}, so another officer has to look first
        """)
        assert [one.label for one in newest(village, "minh").choices] == [
            f"Leave the {name} out, send the words",
            "Never mind, send nothing",
        ]
        await village(f"""
            minh # Leave the {name} out
            minh < Shall I send it?
            minh # Yes, send it
            minh < Done. It goes out
        """)
        forget(village)
        await announced(village)
        arrived = village.hears("hoa", "Mời xem")
        assert (arrived.image, arrived.document) == ("", "")
        forget(village)


async def test_the_record_shows_it_as_long_as_it_is_kept(village: Village) -> None:
    await village(WAITS)
    await sends(village, "minh", RED, "Mời xem")
    await village("""
        minh < Whom is it for?
        minh # Everybody
        minh < Mời xem
    """)
    await goes(village)
    await announced(village)
    forget(village)
    for days, is_shown in ((20, True), (12, False)):
        village.clock.pass_by(days=days)
        await village(
            """
            thu > thông báo
            thu < What shall I tell them?
            thu # Announcements so far
            thu < Which announcement?
            thu # 12:0
            thu < Mời xem … Written by Mr Minh
        """.replace("thu # 12:0", "thu > 1")
        )
        assert bool(newest(village, "thu").image) == is_shown


async def test_what_lay_about_for_days_is_not_sent_without_its_picture(village: Village) -> None:
    await village(WAITS)
    await sends(village, "minh", RED, "Mời xem")
    await village("""
        minh < Whom is it for?
        minh # Everybody
        minh < Mời xem
        minh # Send it now
        minh < Shall I ask?
    """)
    village.clock.pass_by(hours=49)
    await village("""
        minh # Ask another officer
        minh < I no longer have the picture
    """)
    async with village.database.read() as db:
        assert await db.scalar(select(t.Broadcast.id)) is None


# --- How long it is kept -------------------------------------------------------------------------


async def housekept(village: Village, **spans: float) -> int:
    """Let time pass, and the house be kept; return how many files there are."""
    village.clock.pass_by(**spans)
    async with village.database.write() as db:
        await housekeeping.forget(db, village.clock.now)
        return len((await db.execute(select(t.File.name))).all())


async def planned(village: Village, when: str, hour: str) -> None:
    """Plan one with a picture."""
    await village(WAITS)
    await sends(village, "minh", RED, "Mời xem")
    await village(f"""
        minh < Whom is it for?
        minh # Everybody
        minh < Mời xem
        minh # {when}
        minh < When
        minh > {hour}
        minh < Shall I ask?
    """)
    await asked(village)
    await village.press("thu", "Let it go")
    forget(village)


async def test_one_for_a_far_day_is_kept_until_then(village: Village) -> None:
    await planned(village, "At another time", "8 giờ ngày 20/3")
    assert await housekept(village, days=110) == 1
    village.clock.now = datetime.fromisoformat("2027-03-20T08:00+07:00")
    await announced(village)
    assert await content_of(village, village.hears("hoa", "Mời xem").image) == RED
    assert await housekept(village, days=29) == 1
    assert await housekept(village, days=2) == 0


async def test_one_that_repeats_is_kept_until_it_is_ended(village: Village) -> None:
    await planned(village, "Every week", "8 giờ sáng mai")
    for week in range(6):
        village.clock.now = datetime.fromisoformat("2026-11-22T08:00+07:00") + timedelta(
            weeks=week
        )
        await announced(village)
        assert await content_of(village, village.hears("hoa", "Mời xem").image) == RED
        forget(village)
    assert await housekept(village, days=3) == 1
    await village("""
        minh > thông báo
        minh < What shall I tell them?
        minh # Announcements so far
        minh < Which announcement?
        minh > 1
        minh < Mời xem
        minh # End it for good
        minh < Stop
        minh # Stop sending
        minh < Stopped.
    """)
    assert await housekept(village, days=29) == 1
    assert await housekept(village, days=2) == 0


async def test_one_that_rests_for_months_is_kept(village: Village) -> None:
    await planned(village, "Every week", "8 giờ sáng mai")
    rests = "Let it rest"
    for label in (rests, "Let it go on again"):
        await village(f"""
            minh > thông báo
            minh < What shall I tell them?
            minh # Announcements so far
            minh < Which announcement?
            minh > 1
            minh < Mời xem
            minh # {label}
            minh < Mời xem
        """)
        if label == rests:
            assert await housekept(village, days=90) == 1
    async with village.database.read() as db:
        village.clock.now = (await db.execute(select(t.Broadcast.send_at))).scalar_one()
    await announced(village)
    assert await content_of(village, village.hears("hoa", "Mời xem").image) == RED


async def test_what_nothing_came_of_is_gone_after_two_days(village: Village) -> None:
    await village(WAITS)
    await sends(village, "minh", RED)
    village.hears("minh", "Now please write a line")
    assert await housekept(village, hours=47) == 1
    assert await housekept(village, hours=2) == 0
