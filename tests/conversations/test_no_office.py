"""Who leads the volunteers, or supervises, is not on the board: she hears none of its business."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from bot.people import OFFICES
from bot.roster import Role
from bot.storage import members
from bot.storage.engine import Database
from tests.collecting import borrows, everybody_pays, forget, meeting_day
from tests.lending import keep_cash
from tests.reminded import remind
from tests.village import Village, plain

NO_OFFICES = sorted(set(get_args(Role)) - set(OFFICES))


def test_there_are_roles_that_are_no_office() -> None:
    assert NO_OFFICES == ["supervisor", "volunteer_lead"]


@pytest.fixture(params=NO_OFFICES)
async def club(request: pytest.FixtureRequest, database: Database) -> Village:
    """A club on the day on which it takes money; Thảo has a role that is no office."""
    village = await meeting_day(database)
    await village.join("thao", "Lò Thị Thảo", request.param)
    return village


def heard(village: Village) -> list[str]:
    """Return what was said to Thảo."""
    return [plain(reply.text) for reply in village.phones.by_chat["thao"].last]


async def test_she_is_none_of_the_officers(club: Village) -> None:
    async with club.database.read() as db:
        board = await members.officers(db, club.club, date(2026, 11, 21))
    assert {one.id for one in board} == {club.ids[who] for who in ("lan", "tu", "minh")}


async def test_the_list_of_who_paid_is_not_put_to_her(club: Village) -> None:
    await everybody_pays(club)
    assert heard(club) == []


async def test_what_a_loan_is_for_is_not_told_her(club: Village) -> None:
    await keep_cash(club, "lan", 8_000_000)
    await club.join("ly", "Trần Thị Lý")
    await club.say("ly", "vay 5 triệu nuôi lợn 12 tháng")
    await club.press("ly", "On ")
    await club.press("ly", "Nobody")
    await club.press("ly", "Yes, send it")
    assert [reply for reply in club.phones.by_chat["minh"].last if "nuôi lợn" in reply.text]
    assert heard(club) == []


async def test_a_death_with_a_loan_is_not_told_her(club: Village) -> None:
    await club.say("tu", "bà Hoa mất rồi")
    await club.press("tu", "Yes")
    assert [reply for reply in club.phones.by_chat["minh"].last if "has died" in reply.text]
    assert heard(club) == []


@pytest.mark.parametrize("role", NO_OFFICES)
async def test_a_board_of_one_is_not_kept_waiting_for_her(role: str, database: Database) -> None:
    village = Village(database)
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer")
    await village.join("thao", "Lò Thị Thảo", role)
    await village.join("hoa", "Nguyễn Thị Hoa", phone=None)
    await borrows(village, "hoa")
    await village.say("lan", "thu tiền hôm nay")
    await village.press("lan", "Paid in full")
    await village.press("lan", "Read it back")
    forget(village)
    await village("""
        lan # It fits
        lan < Nobody else of the board can agree here. Let two sign the list on paper
    """)
    assert heard(village) == []


async def test_nothing_of_the_boards_comes_to_her_by_itself(club: Village) -> None:
    said = await remind(club, "2026-11-21 18:30", "2026-11-24 08:00", "2026-12-22 08:00")
    assert said["minh"]
    assert not said.get("thao")
