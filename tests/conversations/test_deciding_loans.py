"""Two officers decide on a loan: kindly told, never one's own, never more than there is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text

from bot.storage import applications, means, resolutions
from bot.storage import tables as t
from bot.storage.applications import Application
from bot.storage.engine import Database
from tests.lending import application, asks, keep_cash, live_with
from tests.village import Village

OPENED = """
    minh > các đơn xin vay
    minh < These wait, in the club's order: (1) Thảo 5,000,000 đ: has never borrowed, \
asked today
    minh # Thảo 5,000,000 đ
    minh < Thảo asks for 5,000,000 đ … nuôi lợn … In the queue: has never borrowed, \
asked today. It can lend 8,000,000 đ today.
"""
AGREED = """
    tu > đơn chờ duyệt
    tu < Thảo
    tu # Thảo 5,000,000 đ
    tu < Thảo asks for
    tu # I agree
    tu < It is agreed: Thảo is lent 5,000,000 đ. Thảo is told. \
Lan pays it out, with a witness.
    thao < Good news: the board lends you 5,000,000 đ for: nuôi lợn. Lan hands it over, \
with a witness.
    lan < The board lends Thảo 5,000,000 đ
"""


@pytest.fixture
async def club(village: Village) -> Village:
    """Lan keeps 8,000,000 đ of the loan fund; Thảo asks for 5,000,000 đ."""
    return await with_cash(village)


async def with_cash(village: Village) -> Village:
    await village.join("thao", "Lò Thị Thảo", birth_year=1958)
    await keep_cash(village, "lan", 8_000_000)
    return village


@pytest.fixture
async def postgres_club(postgres_url: str) -> AsyncIterator[Village]:
    """The same on PostgreSQL, where several turns run at the same time."""
    village = Village(Database(postgres_url))
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("hoa", "Nguyễn Thị Hoa", village_name="Hoa Bính")
    yield await with_cash(village)
    await village.database.close()


async def says(village: Village, number: int) -> list[tuple[str, str, str]]:
    """Return the answers of officers to an application: who, what and why."""
    names = {one: short for short, one in village.ids.items()}
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Vote.member_id, t.Vote.says, t.Vote.reason)
            .join(t.Resolution, t.Resolution.id == t.Vote.resolution_id)
            .where(t.Resolution.kind == "loan", t.Resolution.subject_id == number)
            .order_by(t.Vote.at, t.Vote.member_id)
        )
        return [(names[row.member_id], row.says, row.reason) for row in rows]


async def test_the_head_and_the_accountant_agree_and_she_is_told(club: Village) -> None:
    number = await asks(club, "thao")
    await club(OPENED)
    await club("""
        minh # I agree
        minh < Noted, thank you. One more of the board must agree.
    """)
    await club(AGREED)
    assert (await application(club, number)).status == "agreed"
    assert await says(club, number) == [
        ("tu", "yes", "never,waiting"),
        ("minh", "yes", "never,waiting"),
    ]


async def test_whoever_comes_later_hears_what_was_decided_and_by_whom(club: Village) -> None:
    number = await asks(club, "thao")
    await club(OPENED)
    await club("""
        thu > xét đơn vay
        thu < Thảo
        thu # Thảo
        thu < Thảo asks for
    """)
    await club("""
        minh # I agree
        minh < Noted
    """)
    await club(AGREED)
    await club("""
        thu # I agree
        thu < The board agreed to that on 21 Nov: … Tư
        thu > các đơn xin vay
        thu < No application waits. Promised, to be paid out: Thảo 5,000,000 đ \
The loan fund has 8,000,000 đ in cash and 0 đ in the bank. \
Promised and not paid out yet: 5,000,000 đ. Deposits to give back: 0 đ. \
It can lend 3,000,000 đ today.
    """)
    assert len(await says(club, number)) == 2


async def test_a_no_has_a_reason_and_is_passed_on_kindly(club: Village) -> None:
    number = await asks(club, "thao")
    await club(OPENED)
    await club("""
        minh # I do not agree
        minh < Why not? In a few words; they are passed on kindly.
        minh > bà đang vay ngân hàng, nên trả xong đã
        minh < This is what will be said: “This time the board cannot lend you 5,000,000 đ
        minh # Yes, say it so
        minh < Not this time: Thảo, 5,000,000 đ. Thảo is told.
        thao < This time the board cannot lend you 5,000,000 đ: \
bà đang vay ngân hàng, nên trả xong đã. You can ask again at any time; \
Mr Minh gladly talks it over.
        tu > các đơn xin vay
        tu < No application waits.
    """)
    assert (await application(club, number)).status == "refused"
    assert await says(club, number) == [("minh", "no", "bà đang vay ngân hàng, nên trả xong đã")]


async def test_hardship_shows_to_those_who_decide_only(club: Village) -> None:
    await live_with(club, "thao", "N1", "poor")
    await asks(club, "thao", days_ago=12)
    await club("""
        tu > các đơn xin vay
        tu < (1) Thảo 5,000,000 đ: poor household, has never borrowed, waits 12 days
        lan > các đơn xin vay
        lan < (1) Thảo 5,000,000 đ: has never borrowed, waits 12 days
        hoa > các đơn xin vay
        hoa < The board's list of applications is for the board.
    """)


async def test_who_read_of_hardship_is_written_down(club: Village) -> None:
    await live_with(club, "thao", "N1", "poor")
    await asks(club, "thao")
    await club("""
        lan > các đơn xin vay
        lan < (1) Thảo 5,000,000 đ: has never borrowed
        tu > các đơn xin vay
        tu < (1) Thảo 5,000,000 đ: poor household
        minh > các đơn xin vay
        minh < poor household
        minh # Thảo
        minh < In the queue: poor household
        tu > việc chờ quyết
        tu < In the queue: poor household
    """)
    assert await readers(club) == ["tu", "minh", "minh", "tu"]


async def readers(village: Village) -> list[str]:
    """Return who read what is for those who decide on loans."""
    names = {one: short for short, one in village.ids.items()}
    async with village.database.read() as db:
        rows = await db.execute(
            select(t.Reading.member_id)
            .where(t.Reading.what == "loan queue")
            .order_by(t.Reading.id)
        )
        return [names[one] for one in rows.scalars()]


async def test_where_nobody_is_in_hardship_no_reading_of_the_list_is_noted(
    club: Village,
) -> None:
    await asks(club, "thao")
    await club("""
        tu > các đơn xin vay
        tu < (1) Thảo 5,000,000 đ: has never borrowed
    """)
    assert await readers(club) == []


async def test_where_the_accountant_is_her_kin_another_officer_decides_and_reads_why(
    club: Village,
) -> None:
    await live_with(club, "thao", "N1", "poor")
    await live_with(club, "tu", "N1", "poor")
    number = await asks(club, "thao")
    await club("""
        tu > các đơn xin vay
        tu < (1) Thảo 5,000,000 đ: has never borrowed, asked today
        tu # Thảo
        tu < Thảo asks for … These decide on it: Mr Minh, Thu, Lan.
        thu > các đơn xin vay
        thu < (1) Thảo 5,000,000 đ: poor household, has never borrowed
        thu # Thảo
        thu < In the queue: poor household
        thu # I agree
        thu < Noted
        minh > việc chờ quyết
        minh < Thảo asks for
        minh # I agree
        minh < It is agreed
        thao < Good news
        lan < The board lends Thảo
    """)
    assert {who for who, *_more in await says(club, number)} == {"thu", "minh"}


async def test_who_wrote_it_down_does_not_decide_and_passes_the_answer_on(club: Village) -> None:
    number = await asks(club, "binh", entered_by="tu")
    await club("""
        tu > các đơn xin vay
        tu < (1) Mr Bình 5,000,000 đ
        tu # Mr Bình
        tu < Mr Bình asks for … Written down by Tư. These decide on it: Mr Minh
        minh > việc chờ quyết
        minh < Mr Bình asks for
        minh # I agree
        minh < Noted
        thu < Mr Bình asks for
        lan < Mr Bình asks for
        lan # I agree
        lan < The board lends Mr Bình 5,000,000 đ
        lan < It is agreed: Mr Bình is lent 5,000,000 đ. Tư tells Mr Bình, who has no phone here. \
You pay it out, with a witness.
        tu < The board lends Mr Bình 5,000,000 đ. Please tell Mr Bình.
    """)
    assert (await application(club, number)).status == "agreed"


async def test_the_applicant_sees_that_others_decide_on_her_own(club: Village) -> None:
    await asks(club, "minh")
    await club("""
        minh > các đơn xin vay
        minh < (1) Mr Minh 5,000,000 đ
        minh # Mr Minh
        minh < Mr Minh asks for … Others of the board decide on this one.
    """)


async def test_the_fund_lends_nothing_that_it_does_not_have(club: Village) -> None:
    await keep_cash(club, "tu", 0, deposits=1_000_000, bank=500_000)
    first = await asks(club, "thao", 7_000_000)
    await club("""
        minh > các đơn xin vay
        minh < It can lend 7,500,000 đ today.
        minh # Thảo
        minh < It can lend 7,500,000 đ today.
        minh # I agree
        minh < Noted
        tu > việc chờ quyết
        tu < Thảo asks for
        tu # I agree
        tu < It is agreed
        thao < Good news
        lan < The board lends
    """)
    second = await asks(club, "hoa", 3_000_000)
    await club("""
        minh > việc chờ quyết
        minh < There is nothing to decide.
        minh > các đơn xin vay
        minh < (1) Ms Hoa Bính 3,000,000 đ
        minh # Ms Hoa Bính
        minh < It can lend 500,000 đ today. That is not enough for this loan.
        minh # I agree
        minh < Noted
        tu > việc chờ quyết
        tu < Ms Hoa Bính asks for
        tu # I agree
        tu < The fund does not have 3,000,000 đ for this loan; nothing is decided yet. \
The loan fund has 8,000,000 đ in cash and 500,000 đ in the bank. \
Promised and not paid out yet: 7,000,000 đ. Deposits to give back: 1,000,000 đ. \
It can lend 500,000 đ today.
    """)
    assert (await application(club, first)).status == "agreed"
    assert (await application(club, second)).status == "waiting"
    await keep_cash(club, "thu", 3_000_000)
    await club("""
        tu # I agree
        tu < It is agreed
        hoa < Good news
        lan < The board lends Ms Hoa
    """)


async def test_what_she_takes_back_is_put_to_nobody_any_more(club: Village) -> None:
    await asks(club, "thao")
    await club(OPENED)
    await club("""
        thao > rút đơn
        thao < Take back the application
        thao # Yes
        thao < Taken back
        minh < Thảo has taken back
        tu < Thảo has taken back
        minh # I agree
        minh < That was taken back meanwhile.
        tu > việc chờ quyết
        tu < There is nothing to decide.
    """)


async def test_two_officers_who_agree_at_the_same_moment_decide_it_once(club: Village) -> None:
    number = await asks(club, "thao")
    await club(OPENED)
    await club("""
        tu > các đơn xin vay
        tu < Thảo
        tu # Thảo
        tu < Thảo asks for
    """)
    await asyncio.gather(club.press("minh", "I agree"), club.press("tu", "I agree"))
    heard = {who: club.phones.by_chat[who].unread.popleft().text for who in ("minh", "tu")}
    assert sorted(text.startswith("It is agreed") for text in heard.values()) == [False, True]
    assert len(await says(club, number)) == 2
    await club("""
        thao < Good news
        lan < The board lends
    """)


async def waiting_for_locks(database: Database) -> int:
    async with database.read() as db:
        found = await db.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        return int(found.scalar_one())


@pytest.mark.postgres
async def test_who_promises_waits_until_another_has_promised(postgres_club: Village) -> None:
    """Both read what there is only when they are alone, however their turns overlap."""
    club = postgres_club
    await two_for_one(club)
    async with asyncio.TaskGroup() as group, club.database.write() as db:
        await means.alone(db, club.club)
        group.create_task(club.press("tu", "I agree"))
        group.create_task(club.press("thu", "I agree"))
        async with asyncio.timeout(20):
            while await waiting_for_locks(club.database) < 2:  # noqa: ASYNC110 - a lock rings no bell
                await asyncio.sleep(0.02)
    found = await asked_by_all(club)
    assert sorted(one.status for one in found) == ["agreed", "waiting"]


@pytest.mark.postgres
async def test_what_is_taken_back_while_the_second_says_yes_is_not_promised(
    postgres_club: Village,
) -> None:
    """She has taken it back, and the officer's turn waits for her application."""
    club = postgres_club
    number = await second_yes_is_on_a_button(club)
    async with asyncio.TaskGroup() as group, club.database.write() as db:
        assert await applications.withdraw(db, club.club, number)
        group.create_task(club.press("tu", "I agree"))
        await until_somebody_waits(club)
    await club("""
        tu < That was taken back meanwhile.
    """)
    assert (await application(club, number)).status == "withdrawn"


@pytest.mark.postgres
async def test_who_takes_it_back_waits_for_who_decides_and_both_hear_what_came_of_it(
    postgres_club: Village,
) -> None:
    """Both lock the question first: neither waits for the other in a circle."""
    club = postgres_club
    number = await second_yes_is_on_a_button(club)
    await club("""
        thao > rút đơn
        thao < Take back the application
    """)
    async with asyncio.TaskGroup() as group, club.database.write() as db:
        (question,) = await resolutions.about(db, club.club, "loan", number)
        await resolutions.locked(db, club.club, question.id)
        group.create_task(club.press("thao", "Yes, take it back"))
        await until_somebody_waits(club)
        row = select(t.Application.status).where(t.Application.id == number)
        # What who decides locks next; it raises where somebody else has it.
        found = await db.execute(row.with_for_update(nowait=True))
        assert found.scalar_one() == "waiting"
    await club("""
        thao < Taken back
        minh < Thảo has taken back
        tu < Thảo has taken back
    """)


async def second_yes_is_on_a_button(club: Village) -> int:
    """Let Thảo ask and the head agree; the accountant has the question before him."""
    number = await asks(club, "thao")
    await club(OPENED)
    await club("""
        minh # I agree
        minh < Noted
        tu > đơn chờ duyệt
        tu < Thảo
        tu # Thảo 5,000,000 đ
        tu < Thảo asks for
    """)
    return number


async def until_somebody_waits(club: Village) -> None:
    async with asyncio.timeout(20):
        while not await waiting_for_locks(club.database):  # noqa: ASYNC110 - a lock rings no bell
            await asyncio.sleep(0.02)


async def asked_by_all(club: Village) -> list[Application]:
    async with club.database.read() as db:
        return await applications.by_status(db, club.club, "waiting", "agreed")


async def two_for_one(club: Village) -> None:
    """Let two ask for 5,000,000 đ each, of 8,000,000 đ; the second yes to each is on a button."""
    await asks(club, "thao", 5_000_000)
    await asks(club, "hoa", 5_000_000)
    for name in ("Thảo", "Ms Hoa Bính"):
        await club(f"""
            minh > các đơn xin vay
            minh < {name}
            minh # {name} 5,000,000 đ
            minh < {name} asks for
            minh # I agree
            minh < Noted
        """)
    for who, name in (("tu", "Thảo"), ("thu", "Ms Hoa Bính")):
        await club(f"""
            {who} > các đơn xin vay
            {who} < {name}
            {who} # {name} 5,000,000 đ
            {who} < {name} asks for
        """)


async def test_two_loans_agreed_at_the_same_moment_promise_no_more_than_there_is(
    club: Village,
) -> None:
    await two_for_one(club)
    await asyncio.gather(club.press("tu", "I agree"), club.press("thu", "I agree"))
    heard = [club.phones.by_chat[who].unread.popleft().text for who in ("tu", "thu")]
    assert sum(text.startswith("It is agreed") for text in heard) == 1
    assert sum(text.startswith("The fund does not have") for text in heard) == 1
    found = await asked_by_all(club)
    assert sorted(one.status for one in found) == ["agreed", "waiting"]
