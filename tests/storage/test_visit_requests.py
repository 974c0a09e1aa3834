"""Visits that are asked for, and thanks for visits: each once, whoever is quicker."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.visits import Made
from bot.storage import thanks, visit_requests, visits
from bot.storage.engine import Database
from bot.storage.visit_requests import Request, to_come
from tests.village import NOON, Village
from tests.visited import take_in

TODAY, TUESDAY = date(2026, 11, 21), date(2026, 11, 24)


@pytest.fixture
async def village(database: Database) -> Village:
    """A club of Mai, Sáu and Bảy."""
    village = Village(database)
    await village.found()
    for short, name in (("mai", "Lò Thị Mai"), ("sau", "Vi Thị Sáu"), ("bay", "Hà Văn Bảy")):
        await village.join(short, name)
    return village


async def ask(village: Village, recipient: int, *, origin: str = "1") -> tuple[Request, bool]:
    async with village.database.write() as db:
        return await visit_requests.ask(
            db,
            club_id=village.club,
            recipient_id=recipient,
            member_id=village.ids["sau"],
            relative_id=None,
            whom="",
            day=TUESDAY,
            weekly=False,
            origin=origin,
            now=NOON,
        )


async def settle(village: Village, request: Request, by: str) -> bool:
    async with village.database.write() as db:
        its_id = village.ids[by]
        return await visit_requests.settle(db, request, "cannot", by=its_id, now=NOON)


async def test_asked_twice_is_asked_once_until_it_is_answered(village: Village) -> None:
    lan = await take_in(village, "Hoàng Thị Lan")
    first, is_new = await ask(village, lan)
    again, is_new_again = await ask(village, lan, origin="2")
    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert await settle(village, first, "mai")
    assert (await ask(village, lan, origin="3"))[1]


async def test_of_two_answers_at_once_one_counts(village: Village) -> None:
    request, _new = await ask(village, await take_in(village, "Hoàng Thị Lan"))
    done = await asyncio.gather(settle(village, request, "mai"), settle(village, request, "bay"))
    assert sorted(done) == [False, True]


async def test_another_club_sees_no_request(village: Village) -> None:
    request, _new = await ask(village, await take_in(village, "Hoàng Thị Lan"))
    async with village.database.read() as db:
        assert await visit_requests.one(db, village.club, request.id) == request
        assert await visit_requests.one(db, village.club + 1, request.id) is None
        assert await visit_requests.waiting(db, village.club, TODAY) == [request]
        assert await visit_requests.waiting(db, village.club + 1, TODAY) == []


@given(days=st.integers(0, 400))
def test_a_weekly_request_is_always_for_a_day_to_come(days: int) -> None:
    request = Request(
        id=1,
        club_id=1,
        recipient_id=1,
        member_id=1,
        relative_id=None,
        whom="",
        day=TUESDAY,
        weekly=True,
        answer="",
        answered_by=None,
        shift_id=None,
    )
    today = TUESDAY + timedelta(days=days)
    meant = to_come(request, today).day
    assert today <= meant < today + timedelta(days=7)
    assert meant.weekday() == TUESDAY.weekday()


async def test_thanks_are_said_once_by_each_and_count_for_all_who_came(village: Village) -> None:
    lan = await take_in(village, "Hoàng Thị Lan")
    both = (village.ids["sau"], village.ids["bay"])
    async with village.database.write() as db:
        made = Made(recipient_id=lan, day=TODAY, visitors=both)
        visit = (await visits.record(db, village.club, made, entered_by=both[0], now=NOON)).visit
        said = [
            await thanks.say(db, visit, one, words, NOON)
            for one, words in (
                (thanks.by_relative(3), "cảm ơn"),
                (thanks.by_relative(3), "cảm ơn nữa"),
                (thanks.by_member(village.ids["mai"]), ""),
            )
        ]
        heard = await thanks.between(db, village.club, TODAY, TODAY + timedelta(days=1))
        none = await thanks.between(db, village.club, TODAY - timedelta(days=9), TODAY)
    assert said == [True, False, True]
    assert {who: [one.words for one in its] for who, its in heard.items()} == {
        who: ["cảm ơn", ""] for who in both
    }
    assert none == {}
