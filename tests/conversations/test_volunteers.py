"""Who visits others at home: noted on a card or in words, and an audience of announcements."""

from __future__ import annotations

from tests.conversations.test_broadcasts import announced, silence, writes
from tests.village import Village


async def test_the_volunteers_alone_get_an_announcement(village: Village) -> None:
    await village("""
        thu > bà Hoa là tình nguyện viên
        thu < I noted that Nguyễn Thị Hoa (Hoa Bính, xóm 2) is a volunteer.
        minh > ông Tư là tình nguyện viên
        minh < is a volunteer.
    """)
    await writes(village, "Chiều nay đi thăm bà Lan")
    await village("""
        minh # The volunteers
        minh < To the volunteers: 2 people (test 2). When shall I send it?
        minh # Send it now
        minh < Now, to 2 phones. Shall I send it?
        minh # Yes, send it
        minh < Done. It goes out: now, to 2 phones.
    """)
    await announced(village)
    await village("""
        hoa < đi thăm bà Lan
        tu < đi thăm bà Lan
    """)
    assert silence(village)


async def test_where_nobody_is_one_it_is_told_how_to_note_somebody(village: Village) -> None:
    await writes(village, "Chiều nay đi thăm bà Lan")
    assert "The volunteers" not in [one.label for one in village.choices("minh")[:6]]
    await village("""
        minh > tình nguyện viên
        minh < Nobody is noted as a volunteer yet. … “bà Hoa là tình nguyện viên”.
        minh > bà Hoa là tình nguyện viên
        minh < is a volunteer.
    """)


async def test_it_is_noted_and_ended_on_the_card(village: Village) -> None:
    await village("""
        thu > thu tiền hoa
        thu < Nguyễn Thị Hoa
        thu # Is a volunteer
        thu < I noted that Nguyễn Thị Hoa (Hoa Bính, xóm 2) is a volunteer.
        thu > thu tiền hoa
        thu < Nguyễn Thị Hoa … Is a volunteer.
        thu # No longer a volunteer
        thu < is no volunteer any more.
    """)
    await writes(village, "Mai họp")
    assert "The volunteers" not in [one.label for one in village.choices("minh")[:6]]


async def test_a_few_words_end_it_too(village: Village) -> None:
    await village("""
        thu > bà Hoa là tình nguyện viên
        thu < is a volunteer.
        thu > bà Hoa thôi làm tình nguyện viên
        thu < is no volunteer any more.
        thu > bà Xuyến là tình nguyện viên
        thu < I find nobody of that name in the club.
    """)


async def test_of_two_with_one_name_it_is_asked_which(village: Village) -> None:
    await village.join("hoa2", "Trần Thị Hoa", hamlet="xóm 5")
    await village("""
        thu > ba Hoa la tinh nguyen vien
        thu < Which one do you mean?
        thu # Trần Thị Hoa
        thu < I noted that Trần Thị Hoa (xóm 5) is a volunteer.
    """)


async def test_only_who_enrols_members_notes_it(village: Village) -> None:
    await village("""
        hoa > tôi là tình nguyện viên
        hoa < How kind of you! Mr Minh will speak with you about it.
        minh < Ms Hoa Bính would like to be a volunteer.
        lan > bà Hoa là tình nguyện viên
        lan < Minh
    """)
