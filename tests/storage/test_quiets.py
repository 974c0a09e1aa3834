"""Quiet times count while they last, and mourning silences money for the whole household."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.storage import quiets
from bot.storage.engine import Database
from bot.storage.quiets import ALL, MEETINGS, MONEY, Reason
from tests.village import NOON, Village

DAY = date(2026, 11, 21)
WEEK = DAY + timedelta(days=7)


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa and Bình live under one roof, Lan elsewhere; Mai has no household written down."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", household="Hoa")
    await village.join("binh", "Vi Văn Bình", household="Hoa", phone=None)
    await village.join("lan", "Hoàng Thị Lan", household="Lan")
    await village.join("mai", "Lò Thị Mai")
    return village


async def begin(
    club: Village, who: str, kind: str, reason: Reason, until: date | None = WEEK
) -> None:
    async with club.database.write() as db:
        await quiets.set_quiet(
            db,
            club_id=club.club,
            member_id=club.ids[who],
            kind=kind,
            reason=reason,
            from_on=DAY,
            until_on=until,
            set_by=None,
            now=NOON,
        )


async def end(club: Village, who: str, day: date) -> None:
    async with club.database.write() as db:
        await quiets.end_quiet(db, club.club, club.ids[who], day)


async def quiet_on(club: Village, day: date) -> dict[str, set[tuple[str, str, str]]]:
    """Return who is quiet on a day: of what, why, and whose quiet time it is."""
    names = {member: short for short, member in club.ids.items()}
    async with club.database.read() as db:
        found = await quiets.of(db, names, day)
    return {
        names[one]: {(quiet.kind, quiet.reason, names[quiet.of_id]) for quiet in those}
        for one, those in found.items()
    }


async def test_it_lasts_until_its_day_and_ends_by_itself(club: Village) -> None:
    await begin(club, "hoa", ALL, "ill")
    assert await quiet_on(club, DAY - timedelta(days=1)) == {}
    assert await quiet_on(club, DAY) == {"hoa": {(ALL, "ill", "hoa")}}
    assert await quiet_on(club, WEEK - timedelta(days=1)) == {"hoa": {(ALL, "ill", "hoa")}}
    assert await quiet_on(club, WEEK) == {}


async def test_without_a_day_it_lasts_until_she_says_so(club: Village) -> None:
    await begin(club, "hoa", MONEY, "wish", until=None)
    assert await quiet_on(club, DAY + timedelta(days=900)) == {"hoa": {(MONEY, "wish", "hoa")}}
    await end(club, "hoa", WEEK)
    assert await quiet_on(club, WEEK) == {}


async def test_mourning_silences_money_for_the_household_and_nobody_else(club: Village) -> None:
    await begin(club, "hoa", ALL, "mourning")
    await begin(club, "mai", ALL, "mourning")
    assert await quiet_on(club, DAY) == {
        "hoa": {(ALL, "mourning", "hoa")},
        "binh": {(MONEY, "mourning", "hoa")},
        "mai": {(ALL, "mourning", "mai")},
    }
    await end(club, "binh", DAY)
    assert (await quiet_on(club, DAY))["binh"] == {(MONEY, "mourning", "hoa")}


async def test_the_illness_of_one_says_nothing_of_the_others(club: Village) -> None:
    await begin(club, "hoa", ALL, "ill")
    assert (await quiet_on(club, DAY)).keys() == {"hoa"}


async def test_a_wish_outlasts_an_illness(club: Village) -> None:
    await begin(club, "hoa", MONEY, "wish", until=None)
    await begin(club, "hoa", ALL, "ill")
    assert (await quiet_on(club, DAY))["hoa"] == {(MONEY, "wish", "hoa"), (ALL, "ill", "hoa")}
    assert (await quiet_on(club, WEEK))["hoa"] == {(MONEY, "wish", "hoa")}


async def test_the_last_word_on_one_reason_counts(club: Village) -> None:
    await begin(club, "hoa", ALL, "ill")
    await begin(club, "hoa", MONEY, "ill")
    assert (await quiet_on(club, DAY))["hoa"] == {(MONEY, "ill", "hoa")}
    await begin(club, "lan", MONEY, "wish")
    await begin(club, "lan", MEETINGS, "wish")
    assert len((await quiet_on(club, DAY))["lan"]) == 2
    await begin(club, "lan", ALL, "wish")
    assert (await quiet_on(club, DAY))["lan"] == {(ALL, "wish", "lan")}


@pytest.mark.parametrize(
    ("kind", "held_back"),
    [
        (ALL, {"repay-3", "repay.board", "meeting-7", "fee.due"}),
        (MONEY, {"repay-3", "repay.board", "fee.due"}),
        (MEETINGS, {"meeting-7"}),
    ],
)
def test_it_covers_what_it_is_about(kind: str, held_back: set[str]) -> None:
    quiet = quiets.Quiet(member_id=1, of_id=1, kind=kind, reason="wish", until_on=None)
    money = {"repay-3": True, "repay.board": True, "meeting-7": False, "fee.due": True}
    assert {one for one, of_money in money.items() if quiet.covers(one, money=of_money)} == (
        held_back
    )
