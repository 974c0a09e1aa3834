"""What is meant otherwise is not written where words of one's own are asked for."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select

from bot.almanac.meetings import MeetingRule, NthWeekday
from bot.storage import meeting_rules
from bot.storage import tables as t
from tests.conversations.test_broadcasts import sends
from tests.conversations.test_broadcasts_progress import queued
from tests.village import Village

HERE = "shall I write that down here, as an answer to my question?"
MORE = "What else is to be talked about?"


@pytest.fixture
async def club(village: Village) -> Village:
    """The village meets on Saturday; the head has begun to say what it is about."""
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=MeetingRule(on=NthWeekday(nth=1, weekday=5)),
            at=time(14),
            place="the house of culture",
            by=village.ids["thu"],
            now=village.clock.now,
            today=village.clock.now.date(),
        )
    village.clock.now = datetime(2026, 12, 1, 5, tzinfo=UTC)
    await village.lend("minh")
    await village(f"""
        minh > nội dung họp
        minh < What is to be talked about?
        minh > tập văn nghệ
        minh < tập văn nghệ … {MORE}
    """)
    return village


async def agenda(village: Village) -> str:
    async with village.database.read() as db:
        found = await db.execute(select(t.Meeting.agenda).order_by(t.Meeting.held_on))
        return str(found.scalars().first())


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("tôi còn phải trả bao nhiêu", "You still have 5,000,000 đ"),
        ("tôi nộp 100k", "100,000 đ … Is that right?"),
        ("dời họp", "To which day shall it be moved?"),
        ("100k", "I did not understand that yet."),
    ],
)
async def test_a_command_or_a_sum_is_asked_about_before_everybody_reads_it(
    club: Village, written: str, answer: str
) -> None:
    await club(f"""
        minh > {written}
        minh < {written} … {HERE}
        minh # No, that is something else
        minh < {answer}
    """)
    assert await agenda(club) == "tập văn nghệ"


async def test_it_may_be_meant_for_the_meeting(club: Village) -> None:
    await club(f"""
        minh > nộp tiền quỹ
        minh < {HERE}
        minh # Yes, write it down here
        minh < tập văn nghệ - nộp tiền quỹ … {MORE}
        minh > việc họp: bầu tổ trưởng
        minh < bầu tổ trưởng … {MORE}
        minh > mua cờ
        minh < mua cờ … {MORE}
    """)
    assert await agenda(club) == "tập văn nghệ\nnộp tiền quỹ\nbầu tổ trưởng\nmua cờ"


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("tôi còn phải trả bao nhiêu", "You still have 5,000,000 đ"),
        ("tôi nộp 100k", "100,000 đ … Is that right?"),
        ("dời họp", "To which day shall it be moved?"),
        ("trời mưa quá", HERE),
    ],
)
async def test_the_next_morning_a_command_is_followed_and_anything_else_is_asked_about(
    club: Village, written: str, answer: str
) -> None:
    club.clock.pass_by(hours=18)
    await club(f"""
        minh > {written}
        minh < {answer}
    """)
    assert await agenda(club) == "tập văn nghệ"


async def test_whoever_goes_on_without_an_answer_is_followed(club: Village) -> None:
    await club(f"""
        minh > tôi nộp 100k
        minh < {HERE}
        minh > tôi nộp 100k
        minh < 100,000 đ … Is that right?
    """)


async def test_in_a_reason_ones_own_payment_is_asked_about(village: Village) -> None:
    await village.lend("lan")
    await village(f"""
        lan > bình
        lan < Vi Văn Bình
        lan # Receive 50,000 đ
        lan < Is that right?
        lan # I hold all
        lan < Written down
        lan > sửa lại
        lan < Which entry is it?
        lan # 50,000 đ
        lan < What was wrong
        lan > tôi nộp 100k
        lan < {HERE}
        lan # No, that is something else
        lan < 100,000 đ … Is that right?
    """)


async def test_an_announcement_may_say_anything_as_it_is_shown_first(village: Village) -> None:
    await village("""
        minh > thông báo
        minh < What shall I tell them?
        minh > Nộp tiền quỹ trước ngày 10
        minh < Whom is it for?
    """)


async def test_who_is_asked_whether_to_stop_sending_may_turn_to_something_else(
    village: Village,
) -> None:
    await sends(village)
    await queued(village)
    await village("""
        minh > ngưng gửi
        minh < Stop “Mai họp lúc 8 giờ”?
        minh > ok
        minh < Please choose one of the two … Stop “Mai họp lúc 8 giờ”?
        minh > dung
        minh < Please choose one of the two … Stop “Mai họp lúc 8 giờ”?
        minh > các thông báo đã gửi
        minh < Which announcement?
    """)
