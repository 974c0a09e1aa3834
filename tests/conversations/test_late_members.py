"""Who is behind, for the board only; what was last said to her, and who looked."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.reminders.composing import compose_all
from bot.reminders.planning import plan
from bot.storage import tables as t
from tests.lending import live_with
from tests.reminded import remind
from tests.village import Village, plain


async def readings(village: Village) -> list[tuple[str, str]]:
    """Return who looked at what, oldest first."""
    names = {number: short for short, number in village.ids.items()}
    async with village.database.read() as db:
        rows = await db.execute(select(t.Reading.member_id, t.Reading.what).order_by(t.Reading.id))
        return [(names[row.member_id], row.what) for row in rows]


async def test_who_is_behind_is_listed_with_days_sum_and_last_word(village: Village) -> None:
    await remind(village, "2026-12-13 08:00")
    await village.lend("thu", 2_000_000, number="KU-thu")
    await remind(village, "2026-12-21 08:00")
    await village("""
        tu > ai nộp chậm
        tu < For the board only. Not in the book yet: Ms Hoa Bính: 50,000 đ, 11 days (1-30 days);\
 reminded on 21 Dec … Mr Bình: 50,000 đ, 11 days (1-30 days); no phone here
    """)
    assert await readings(village) == [("tu", "late")]


async def test_nobody_behind_is_said_so_and_a_member_sees_nothing(village: Village) -> None:
    await village("""
        tu > who is late
        tu < Nobody is behind.
        hoa > ai nộp chậm
        hoa < That is the board's work.
    """)
    assert await readings(village) == [("tu", "late")]


async def test_hard_times_are_shown_to_the_head_alone(village: Village) -> None:
    village.clock.pass_by(days=60)
    await village("""
        hoa > đang khó khăn
        hoa < Mr Minh alone will hear of it
        minh < Ms Hoa Bính says that times are hard.
        tu > ai nộp chậm
        tu < Ms Hoa Bính: 100,000 đ, 41 days (31-60 days); not reminded yet; not reminded now
        minh > ai nộp chậm
        minh < Ms Hoa Bính: 100,000 đ … says that times are hard
    """)
    assert await readings(village) == [("tu", "late"), ("minh", "late")]


async def test_from_the_list_the_head_is_asked_to_speak_with_her(village: Village) -> None:
    village.clock.pass_by(days=30)
    await village("""
        tu > ai nộp chậm
        tu < Not in the book yet
        tu # Nguyễn Thị Hoa
        tu < Ms Hoa Bính From 10 Dec 2026: 50,000 đ is not in the book yet.
        tu # Speak in private first
        tu < I asked Mr Minh to speak with Ms Hoa Bính in private, and do not remind until 4 Jan
        minh < Tư asks you to go and speak with Ms Hoa Bính in private about the loan.
        minh # See Ms Hoa Bính
        minh < Nguyễn Thị Hoa … Not reminded of money until 4 Jan 2027 (somebody of the board
        tu > ai nộp chậm
        tu < Ms Hoa Bính … not reminded until 4 Jan 2027 (somebody of the board
        tu > 1
        tu < Ms Hoa Bính
        tu # The card
        tu < Nguyễn Thị Hoa
    """)


async def test_who_was_asked_to_speak_with_her_lets_her_be_reminded_again(
    village: Village,
) -> None:
    village.clock.pass_by(days=30)
    await village("""
        tu > ai nộp chậm
        tu < Not in the book yet
        tu # Nguyễn Thị Hoa
        tu < Ms Hoa Bính
        tu # Speak in private first
        tu < I asked Mr Minh to speak with Ms Hoa Bính in private
        minh < Tư asks you to go and speak with Ms Hoa Bính
    """)
    assert "hoa" not in await remind(village, "2026-12-24 08:00")
    await village("""
        minh # Remind Ms Hoa Bính again
        minh < All right, I remind Ms Hoa Bính again.
    """)
    assert "hoa" in await remind(village, "2027-01-10 08:00")


async def test_kin_of_hers_on_the_board_do_not_silence_her_reminders(village: Village) -> None:
    await live_with(village, "tu", "N1")
    await live_with(village, "hoa", "N1")
    village.clock.pass_by(days=30)
    await village("""
        tu > ai nộp chậm
        tu < Not in the book yet
        tu # Nguyễn Thị Hoa
        tu < Ms Hoa Bính
        tu # Speak in private first
        tu < You are too near to this to ask for it. Another officer must.
        lan > bà Hoa
        lan < Nguyễn Thị Hoa
    """)
    heard = lan_sees(village)
    assert "Not reminded of money" not in heard


async def test_a_head_who_is_kin_is_not_the_one_who_goes(village: Village) -> None:
    await live_with(village, "minh", "N1")
    await live_with(village, "hoa", "N1")
    village.clock.pass_by(days=30)
    await village("""
        tu > ai nộp chậm
        tu < Not in the book yet
        tu # Nguyễn Thị Hoa
        tu < Ms Hoa Bính
        tu # Speak in private first
        tu < I do not remind Ms Hoa Bính until 4 Jan 2027, so that you can speak in private.
        tu # Remind Ms Hoa Bính again
        tu < All right, I remind Ms Hoa Bính again.
    """)


def lan_sees(village: Village) -> str:
    return plain(village.phones.by_chat["lan"].last[-1].text)


async def test_a_declared_payment_and_a_failed_reminder_are_told(village: Village) -> None:
    village.clock.pass_by(days=30)
    await plan(village.database, village.clock.now)
    await compose_all(village.database, village.clock.now)
    async with village.database.write() as db:
        await db.execute(update(t.Outbox).values(status="failed", done_at=village.clock.now))
    await village("""
        hoa > tôi nộp 50k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < says that
        tu < says that
        minh > ai nộp chậm
        minh < Ms Hoa Bính: 50,000 đ, 11 days … the reminder of 21 Dec did not arrive; told me on\
 21 Dec that it is paid
    """)


async def test_a_reminder_that_may_have_arrived_is_told_as_such(village: Village) -> None:
    village.clock.pass_by(days=30)
    await plan(village.database, village.clock.now)
    await compose_all(village.database, village.clock.now)
    async with village.database.write() as db:
        await db.execute(update(t.Outbox).values(status="unknown", done_at=village.clock.now))
    await village("""
        minh > ai nộp chậm
        minh < Ms Hoa Bính: 50,000 đ, 11 days … not sure whether the reminder of 21 Dec arrived
    """)


async def test_what_the_list_is_asked_for_is_understood(village: Village) -> None:
    village.clock.pass_by(days=30)
    await village("""
        lan > ai trễ
        lan < For the board only.
        lan > bình
        lan < Mr Bình
        lan > menu
        lan < What can I do
        lan > ai đang chậm ạ
        lan < For the board only.
        lan > xyz
        lan < I do not find that on the list.
    """)
