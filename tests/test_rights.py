"""Who may confirm what: two people touch every move of cash, and nobody acts for herself."""

from __future__ import annotations

from datetime import time

import pytest

from bot.people import OFFICES, Club, Member
from bot.rights import (
    by_office,
    cashiers_for,
    is_independent,
    may_close_minutes,
    may_confirm,
    may_enrol,
    may_stand_in,
    may_take_cash,
)


def club(number: int = 1) -> Club:
    return Club(
        id=number,
        name="Làng",
        hamlet="",
        zone="Asia/Ho_Chi_Minh",
        locale="vi",
        unit=1000,
        interest_to_income_bp=0,
        rate_label="lai",
        wakes_at=time(6),
        sleeps_at=time(21),
    )


def person(number: int, *roles: str, household: int | None = None, of: int = 1) -> Member:
    return Member(
        id=number,
        club=club(of),
        number=str(number),
        name=f"P{number}",
        village_name="",
        hamlet="",
        birth_year=None,
        sex="",
        form="",
        locale="",
        household_id=household,
        roles=frozenset(roles),
    )


PAYER = person(1, household=7)
TREASURER = person(2, "treasurer")
ACCOUNTANT = person(3, "accountant")
HEAD = person(4, "head")
DEPUTY = person(5, "deputy")
SECRETARY = person(6, "secretary")
BOARD = [SECRETARY, HEAD, ACCOUNTANT, TREASURER, DEPUTY]
KIN = 7


@pytest.mark.parametrize(
    ("officer", "others", "phone", "independent"),
    [
        (TREASURER, [PAYER], set(), True),
        (PAYER, [PAYER], set(), False),  # her own
        (person(2, "treasurer", household=KIN), [PAYER], set(), False),  # one household
        (person(2, "treasurer", household=8), [PAYER], set(), True),
        (person(2, household=None), [person(1, household=None)], set(), True),  # not known: apart
        (TREASURER, [PAYER], {1}, False),  # a phone shared with the payer, or as her helper
        (TREASURER, [PAYER], {9}, True),  # a phone shared with somebody else
        (HEAD, [PAYER, TREASURER], set(), True),
        (HEAD, [PAYER, TREASURER], {2}, False),  # a phone shared with who recorded it
        (TREASURER, [PAYER, TREASURER], set(), False),  # recorded it herself
        (person(4, "head", of=2), [PAYER], set(), False),  # of another club
        (HEAD, [], set(), True),
    ],
)
def test_a_second_touch_comes_from_another_person_house_and_phone(
    officer: Member, others: list[Member], phone: set[int], independent: bool
) -> None:
    assert is_independent(officer, others, phone) is independent


@pytest.mark.parametrize(
    ("payer", "board", "cashiers"),
    [
        (PAYER, BOARD, [TREASURER, ACCOUNTANT]),
        (TREASURER, BOARD, [ACCOUNTANT]),  # not her own
        (ACCOUNTANT, BOARD, [TREASURER]),
        (PAYER, [HEAD, SECRETARY], [HEAD, SECRETARY]),  # a board without cashiers
        (TREASURER, [TREASURER, SECRETARY, HEAD], [HEAD, SECRETARY]),  # a small board
        (TREASURER, [TREASURER], []),  # nobody: for the meeting
        (PAYER, [person(2, "treasurer", household=KIN), HEAD], [HEAD]),  # the treasurer is kin
        (PAYER, [person(8)], []),  # no officer
        (PAYER, [], []),
    ],
)
def test_cash_is_confirmed_by_the_treasurer_then_the_accountant_then_any_other_officer(
    payer: Member, board: list[Member], cashiers: list[Member]
) -> None:
    assert cashiers_for(payer, board) == cashiers


@pytest.mark.parametrize(
    ("officer", "payer", "phone", "may"),
    [
        (TREASURER, PAYER, set(), True),
        (ACCOUNTANT, PAYER, set(), True),
        (HEAD, PAYER, set(), False),  # there are cashiers
        (HEAD, TREASURER, set(), False),  # the accountant can
        (TREASURER, TREASURER, set(), False),
        (TREASURER, PAYER, {1}, False),
        (person(8), PAYER, set(), False),
    ],
)
def test_who_may_confirm_money_of_whom(
    officer: Member, payer: Member, phone: set[int], may: bool
) -> None:
    assert may_confirm(officer, payer, phone, cashiers_for(payer, BOARD)) is may


@pytest.mark.parametrize(
    ("officer", "board", "may"),
    [
        (TREASURER, BOARD, True),
        (ACCOUNTANT, BOARD, True),
        (HEAD, BOARD, False),  # the one cashier takes the other's money
        (HEAD, [TREASURER, HEAD], True),
        (HEAD, [HEAD, SECRETARY], True),
        (person(8), [TREASURER, HEAD, person(8)], False),
    ],
)
def test_who_may_take_any_money_at_all(officer: Member, board: list[Member], may: bool) -> None:
    assert may_stand_in(officer, board) is may


def test_the_head_comes_first_and_members_without_office_last() -> None:
    assert [one.id for one in by_office([person(9), TREASURER, SECRETARY, HEAD, DEPUTY])] == [
        HEAD.id,
        DEPUTY.id,
        SECRETARY.id,
        TREASURER.id,
        9,
    ]


@pytest.mark.parametrize("office", OFFICES)
def test_each_office_has_its_own_work(office: str) -> None:
    officer = person(2, office)
    assert officer.is_officer
    assert may_take_cash(officer) == (office in {"treasurer", "accountant"})
    assert may_enrol(officer) == (office in {"secretary", "head", "deputy"})


def test_a_member_without_office_does_none_of_it() -> None:
    member = person(2, "volunteer")
    assert not member.is_officer
    assert not may_take_cash(member)
    assert not may_enrol(member)


@pytest.mark.parametrize(
    ("officer", "absent", "waits_long", "may"),
    [
        (person(1, "secretary"), [], False, True),
        (person(2, "head"), [], False, False),
        (person(2, "head"), [1], False, True),
        (person(2, "deputy"), [], True, True),
        (person(2, "treasurer"), [1], True, False),
    ],
)
def test_the_secretary_closes_minutes_and_the_head_where_she_was_absent(
    officer: Member, absent: list[int], waits_long: bool, may: bool
) -> None:
    board = [person(1, "secretary"), officer]
    assert may_close_minutes(officer, board, absent, waits_long=waits_long) is may


def test_without_a_secretary_the_head_closes_minutes() -> None:
    head = person(2, "head")
    assert may_close_minutes(head, [head], [], waits_long=False)
