"""What is merged, what waits for tomorrow, and what is too much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat import Choice
from bot.reminders.digest import Heard, Ready, digest
from bot.reminders.kinds.kind import Kind, Part, Said, Told
from bot.storage.engine import Connection
from bot.storage.notices import Due

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


async def nothing(_db: Connection, _now: datetime) -> None: ...


async def silence(_db: Connection, _told: Sequence[Told], _now: datetime) -> Said:
    return {}


def ready(
    number: int,
    importance: int = 1,
    *,
    buttons: int = 0,
    alone: bool = False,
    office: bool = False,
    useful: timedelta = timedelta(days=3),
) -> Ready:
    return Ready(
        due=Due(
            id=number,
            club_id=1,
            kind="kind",
            subject_id=1,
            due_on=date(2026, 11, 21),
            recipient_id=1,
            made_at=NOW,
            useless_after=None,
        ),
        kind=Kind(plan=nothing, say=silence, importance=importance, alone=alone, office=office),
        part=Part(
            text=str(number),
            choices=tuple(Choice(str(one), "tap") for one in range(buttons)),
        ),
        useless_after=NOW + useful,
    )


def shared(
    *those: Ready, messages: int = 0, digested: bool = False
) -> tuple[list[list[int]], list[int], list[int]]:
    """Return the notices of each message, those of tomorrow, and those that are dropped."""
    found = digest(those, Heard(messages=messages, digest=digested), TOMORROW)
    return (
        [[one.due.id for one in message] for message in found.messages],
        [one.due.id for one in found.tomorrow],
        [one.due.id for one in found.dropped],
    )


def test_what_is_due_is_one_message_in_order_of_importance() -> None:
    assert shared(ready(1, 30), ready(2, 10), ready(3, 20)) == ([[2, 3, 1]], [], [])


def test_nothing_is_no_message() -> None:
    assert shared() == ([], [], [])


def test_a_fourth_thing_waits_for_tomorrow_unless_it_is_of_no_use_then() -> None:
    soon = timedelta(hours=5)
    assert shared(*(ready(one) for one in range(1, 5))) == ([[1, 2, 3]], [4], [])
    assert shared(*(ready(one) for one in range(1, 4)), ready(4, useful=soon)) == (
        [[1, 2, 3, 4]],
        [],
        [],
    )


@pytest.mark.parametrize(
    ("buttons", "together"), [((4, 3), True), ((4, 4), False), ((9,), True), ((9, 0), False)]
)
def test_a_message_has_few_buttons(buttons: tuple[int, ...], together: bool) -> None:
    those = [ready(number, buttons=count) for number, count in enumerate(buttons, 1)]
    messages, tomorrow, _dropped = shared(*those)
    assert (len(messages[0]) == len(those)) is together
    assert len(messages[0]) + len(tomorrow) == len(those)


def test_a_second_digest_of_a_day_waits() -> None:
    assert shared(ready(1), messages=1, digested=True) == ([], [1], [])
    assert shared(ready(1, useful=timedelta(hours=5)), messages=1, digested=True) == (
        [],
        [],
        [1],
    )


def test_what_is_bound_to_an_hour_comes_by_itself_beside_the_digest() -> None:
    assert shared(ready(1), ready(2, 9, alone=True)) == ([[2], [1]], [], [])
    assert shared(ready(1, alone=True), messages=1, digested=True) == ([[1]], [], [])


def test_three_a_day_are_enough() -> None:
    assert shared(*(ready(one, alone=True) for one in range(1, 5)), ready(5)) == (
        [[1], [2], [3]],
        [4, 5],
        [],
    )
    assert shared(ready(1, alone=True), ready(2), messages=3) == ([], [1, 2], [])
    assert shared(ready(1, alone=True, useful=timedelta(0)), messages=3) == ([], [], [1])


def test_what_officers_do_is_outside_of_the_limits() -> None:
    duties = [ready(number, office=True) for number in range(1, 6)]
    assert shared(*duties, messages=3, digested=True) == ([[1, 2, 3], [4, 5]], [], [])
    assert shared(ready(1, alone=True, office=True), messages=3) == ([[1]], [], [])


def test_an_officers_own_affairs_stand_with_the_duties() -> None:
    assert shared(ready(1, 40, office=True), ready(2, 20)) == ([[2, 1]], [], [])
    assert shared(ready(1, 40, office=True), ready(2, 20), digested=True) == ([[1]], [2], [])
