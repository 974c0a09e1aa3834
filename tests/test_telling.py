"""Speaking to people who did not just write: language, form, name and hour are theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.i18n import current_locale
from bot.people import OFFICES, Club, Holder, Member, Phone
from bot.telling import called, form_of, locale_of, sleeps, speaking_to

TODAY = date(2026, 11, 21)


def club(**more: Any) -> Club:
    fields = {
        "id": 1,
        "name": "Làng",
        "hamlet": "Làng",
        "zone": "Asia/Ho_Chi_Minh",
        "locale": "vi",
        "unit": 1000,
        "interest_to_income_bp": 0,
        "rate_label": "lai",
        "wakes_at": time(6, 30),
        "sleeps_at": time(20, 30),
        **more,
    }
    return Club(**fields)


def member(**more: Any) -> Member:
    fields = {
        "id": 1,
        "club": club(),
        "number": "1",
        "name": "Nguyễn Thị Hoa",
        "village_name": "",
        "hamlet": "",
        "birth_year": 1950,
        "sex": "female",
        "form": "",
        "locale": "",
        "household_id": None,
        "roles": frozenset[str](),
        **more,
    }
    return Member(**fields)


@pytest.mark.parametrize(("own", "spoken"), [("", "vi"), ("en", "en"), ("vi", "vi")])
def test_her_own_language_comes_before_the_clubs(own: str, spoken: str) -> None:
    assert locale_of(member(locale=own)) == spoken


@pytest.mark.parametrize(
    ("more", "form", "name"),
    [
        ({}, "ba", "bà Hoa"),
        ({"form": "co"}, "co", "cô Hoa"),
        ({"birth_year": 1970}, "bac", "bác Hoa"),
        ({"birth_year": None}, "bac", "bác Hoa"),
        ({"village_name": "Hoa Bính"}, "ba", "bà Hoa Bính"),
    ],
)
def test_the_form_is_chosen_or_by_age_and_sex(more: dict[str, Any], form: str, name: str) -> None:
    assert form_of(member(**more), TODAY) == form
    assert called(member(**more), TODAY) == name


def test_she_is_spoken_to_in_her_language_and_form_and_nobody_else_is() -> None:
    before = current_locale()
    with speaking_to(member(locale="vi", form="chi"), TODAY) as words:
        assert current_locale() == "vi"
        assert words("{You} ơi, {me} nghe {what}.", what="đây") == "Chị ơi, em nghe đây."
    with speaking_to(member(locale="en"), TODAY) as words:
        assert words("{You}, {me}") == "You, I"
    assert current_locale() == before


@pytest.mark.parametrize(
    ("hour", "minute", "asleep"),
    [(0, 0, True), (6, 29, True), (6, 30, False), (20, 29, False), (20, 30, True)],
)
def test_a_club_sleeps_by_its_own_clock(hour: int, minute: int, asleep: bool) -> None:
    now = datetime(2026, 11, 21, (hour - 7) % 24, minute, tzinfo=UTC)
    assert sleeps(club(), now) is asleep


@pytest.mark.parametrize("role", OFFICES)
def test_who_holds_an_office_is_an_officer(role: str) -> None:
    assert member(roles=frozenset({role})).is_officer
    assert not member(roles=frozenset({"volunteer"})).is_officer


def test_one_roof_is_one_household_and_nobody_lives_in_none() -> None:
    here, next_door, nowhere = (
        member(id=number, household_id=house) for number, house in ((1, 5), (2, 6), (3, None))
    )
    assert here.shares_roof(member(id=4, household_id=5))
    assert not here.shares_roof(next_door)
    assert not nowhere.shares_roof(member(id=4, household_id=None))
    assert nowhere.shares_roof(nowhere)


def test_a_phone_is_shared_when_several_hold_it() -> None:
    def phone(*ids: int) -> Phone:
        return Phone(
            id=1,
            locale="vi",
            holders=tuple(Holder(member=member(id=one), kind="self") for one in ids),
            speaker_id=None,
            speaker_until=None,
            wrong_codes=0,
            locked_until=None,
        )

    assert [phone(*ids).is_shared for ids in ((), (1,), (1, 2))] == [False, False, True]
    assert phone(1, 2).member_ids() == {1, 2}
