"""The board reads when the bot reminds, and changes it."""

from __future__ import annotations

from datetime import time

import pytest

from bot.storage import reminder_times
from bot.storage.engine import Database
from bot.storage.reminder_times import ReminderTime
from tests.reminded import lent, remind
from tests.village import Village


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa pays on 10 December 2026."""
    return await lent(database)


async def times_of(village: Village, kind: str = "repay") -> dict[int, time]:
    async with village.database.read() as db:
        found = await reminder_times.listed(db, village.club)
    return {one.days: one.at for one in found if one.kind == kind}


async def test_a_new_club_begins_with_the_usual_days(club: Village) -> None:
    assert await times_of(club) == dict.fromkeys((-3, 0, 3, 7, 14), time(8))
    assert await times_of(club, "meeting") == {-7: time(8), -1: time(8)}
    assert await times_of(club, "cash.count") == {0: time(19, 30)}


async def test_the_head_changes_a_day_and_an_hour(club: Village) -> None:
    await club("""
        minh > lịch nhắc
        minh < This is when I remind.
        minh # 3 days before a repayment, at 8:00
        minh < 3 days before a repayment, at 8:00. At what hour shall it be
        minh > trước 5 ngày, 9 giờ
        minh < From now on: 5 days before a repayment, at 9:00.
        minh > reminder times
        minh < This is when I remind.
        minh # On the day of a repayment
        minh < On the day of a repayment, at 8:00. At what hour
        minh > 7:30
        minh < From now on: on the day of a repayment, at 7:30.
    """)
    usual = dict.fromkeys((3, 7, 14), time(8))
    assert await times_of(club) == {-5: time(9), 0: time(7, 30), **usual}
    assert "hoa" in await remind(club, "2026-12-05 09:00")
    assert await remind(club, "2026-12-07 09:00") == {}


async def test_one_more_day_is_added_and_another_switched_off(club: Village) -> None:
    await club("""
        minh > lich nhac
        minh < This is when I remind.
        minh # One more day
        minh < How many days before or after
        minh > 9:00
        minh < For example: 3 days before, 8:00.
        minh > 99 days after
        minh < That is too far off.
        minh > 5 ngày sau
        minh < From now on: 5 days after a repayment that is not in the book, at 8:00.
        minh > lich nhac
        minh < This is when I remind.
        minh # 14 days after a repayment
        minh < 14 days after
        minh # Remind no more then
        minh < All right, not any more: 14 days after a repayment that is not in the book
    """)
    assert sorted(await times_of(club)) == [-3, 0, 3, 5, 7]


async def test_the_evenings_cash_has_an_hour_only(club: Village) -> None:
    await club("""
        minh > lich nhac
        minh < This is when I remind.
        minh # In the evening
        minh < In the evening after cash has moved … accountant, at 19:30. At what hour
        minh > 3 days before
        minh < For example
        minh > 18h
        minh < From now on: in the evening after cash has moved … at 18:00.
    """)
    assert await times_of(club, "cash.count") == {0: time(18)}


async def test_every_setting_has_its_words(club: Village) -> None:
    async with club.database.write() as db:
        await reminder_times.put(
            db, club.club, ReminderTime(kind="meeting", days=0, at=time(6, 30))
        )
    await club("""
        minh > lich nhac
        minh < This is when I remind.
    """)
    labels = [one.label for one in club.phones.by_chat["minh"].last[-1].choices]
    assert len(set(labels)) == 25
    assert labels[:2] == [
        "3 days before a repayment, at 8:00",
        "On the day of a repayment, at 8:00",
    ]
    at = labels.index("7 days before a meeting, at 8:00")
    assert labels[at + 2] == "On the day of a meeting, at 6:30", (
        "what is of one subject is together"
    )


async def test_what_was_switched_off_meanwhile_is_shown_as_it_is(club: Village) -> None:
    await club("""
        minh > lich nhac
        minh < This is when I remind.
    """)
    async with club.database.write() as db:
        await reminder_times.take_away(db, club.club, "repay", -3)
    await club("""
        minh # 3 days before a repayment
        minh < This is when I remind.
    """)


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("hoa", "That is the board's work."),
        ("lan", "The head or the secretary sets that. Please ask them."),
    ],
)
async def test_only_head_and_secretary_change_it(club: Village, who: str, answer: str) -> None:
    await club(f"""
        {who} > lich nhac
        {who} < {answer}
    """)


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        ("23h", "at 23:00. By then people are asleep, so I say it next morning."),
        ("5 giờ sáng", "at 5:00. People still sleep then, so I say it at 18:00 on the evening"),
    ],
)
async def test_an_hour_of_the_night_is_told_to_be_another_and_can_be_changed(
    club: Village, hour: str, said: str
) -> None:
    await club(f"""
        minh > lịch nhắc
        minh < This is when I remind.
        minh # 3 days before a repayment
        minh < At what hour
        minh > {hour}
        minh < From now on: 3 days before a repayment, {said}
        minh > 19h
        minh < From now on: 3 days before a repayment, at 19:00.
    """)
    assert (await times_of(club))[-3] == time(19)


async def test_the_evenings_cash_at_night_is_told_when_people_get_up(club: Village) -> None:
    await club("""
        minh > lịch nhắc
        minh < This is when I remind.
        minh # In the evening
        minh < At what hour
        minh > 5 giờ sáng
        minh < so I say it when they get up.
        minh # Leave it so
        minh < everything stays as it is
    """)
    assert await times_of(club, "cash.count") == {0: time(5)}


@pytest.mark.parametrize("hour", ["20h", "8 giờ tối", "20:00", "8h30"])
async def test_an_hour_that_nothing_asked_for_is_nobodys_name(club: Village, hour: str) -> None:
    await club.join("hung", "Lò Văn Hùng", phone=None)
    await club(f"""
        minh > {hour}
        minh < I did not understand that yet.
    """)


async def test_a_number_of_days_stays_on_the_side_where_the_reminder_is(club: Village) -> None:
    await club("""
        minh > lịch nhắc
        minh < This is when I remind.
        minh # 7 days before a meeting, at 8:00
        minh < 7 days before a meeting, at 8:00. At what hour
        minh > 5 ngày
        minh < From now on: 5 days before a meeting, at 8:00.
        minh > lịch nhắc
        minh < This is when I remind.
        minh # 3 days before a repayment
        minh < 3 days before a repayment
        minh > một tuần
        minh < From now on: 7 days before a repayment, at 8:00.
        minh > lịch nhắc
        minh < This is when I remind.
        minh # 7 days before a repayment
        minh < 7 days before a repayment
        minh > 5 ngay sau
        minh < From now on: 5 days after a repayment that is not in the book, at 8:00.
        minh > lịch nhắc
        minh < This is when I remind.
        minh # 14 days after a repayment
        minh < 14 days after a repayment
        minh > 10 ngày
        minh < From now on: 10 days after a repayment that is not in the book, at 8:00.
    """)
    assert set(await times_of(club)) == {0, 3, 5, 7, 10}
    assert set(await times_of(club, "meeting")) == {-5, -1}
