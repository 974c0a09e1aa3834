"""What a press comes to: whether its buttons are of no use any more, and what was chosen there."""

from __future__ import annotations

import pytest

from bot.chat import Settled, UserError
from bot.storage.engine import Database
from bot.turn import Answer, Step, Turn
from tests.small_talk import YES_NO, offer, pressed, speaks, typed
from tests.village import Village

NOTHING_CHOSEN = Settled("")


@pytest.fixture
async def hall(database: Database) -> Village:
    """Two people with phones of their own, two with one phone, and plain handlers."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer")
    await village.join("tam", "Đinh Thị Tám", phone="house")
    await village.join("binh", "Vi Văn Bình", sex="male", phone="house")
    speaks(village, {})
    return village


async def refuse(turn: Turn) -> Answer:
    raise UserError("Not now.")


async def crash(turn: Turn) -> Answer:
    raise ZeroDivisionError


async def ask_more(turn: Turn) -> Answer:
    return turn.ask("chosen", "How much?", *YES_NO)


# --- The open question ---------------------------------------------------------------------------


async def test_a_choice_of_the_open_question_is_shown(hall: Village) -> None:
    await hall.say("hoa", "so du")
    assert await hall.press("hoa", "Yes") == Settled("Yes, do")


async def test_so_is_what_was_chosen_to_do_next(hall: Village) -> None:
    await hall.say("hoa", "phiếu")
    assert await hall.press("hoa", "Menu") == Settled("Menu, please")


async def test_a_refused_choice_is_shown_too_as_the_question_comes_again(hall: Village) -> None:
    speaks(hall, {"chosen": Step(refuse)})
    await hall.say("hoa", "so du")
    assert await hall.press("hoa", "No") == Settled("No, do not")
    assert [one.label for one in hall.phones.by_chat["hoa"].last[-1].choices][:1] == ["Yes, do"]


async def test_after_a_crash_the_buttons_stay(hall: Village) -> None:
    speaks(hall, {"chosen": Step(crash)})
    await hall.say("hoa", "so du")
    assert await hall.press("hoa", "Yes") is None


async def test_the_buttons_of_an_answered_question_go_and_nothing_was_chosen(
    hall: Village,
) -> None:
    await hall.say("hoa", "so du")
    old = hall.key("hoa", "Yes")
    await hall.press("hoa", "No")
    assert await hall.send(pressed("hoa", old, "again")) == NOTHING_CHOSEN


@pytest.mark.parametrize("key", ["q", "q1:never", "o77:yes", "x1:yes"])
async def test_so_do_buttons_that_never_were(hall: Village, key: str) -> None:
    await hall.say("hoa", "so du")
    assert await hall.send(pressed("hoa", key, "forged")) == NOTHING_CHOSEN


# --- Standing offers -----------------------------------------------------------------------------


async def test_an_offer_shows_what_was_chosen_and_goes_on_showing_it(hall: Village) -> None:
    made = await offer(hall, "hoa")
    assert await hall.send(pressed("hoa", f"o{made}:no", "first")) == Settled("No, do not")
    assert await hall.send(pressed("hoa", f"o{made}:yes", "second")) == Settled("No, do not")


async def test_an_offer_that_is_not_used_up_keeps_its_buttons(hall: Village) -> None:
    made = await offer(hall, "hoa")
    for number, handler in enumerate((ask_more, refuse, crash)):
        speaks(hall, {"offer": Step(handler)})
        assert await hall.send(pressed("hoa", f"o{made}:yes", f"press {number}")) is None


async def test_an_expired_offer_loses_its_buttons(hall: Village) -> None:
    made = await offer(hall, "hoa", days=1)
    hall.clock.pass_by(days=1)
    assert await hall.send(pressed("hoa", f"o{made}:yes", "late")) == NOTHING_CHOSEN


# --- Shared phones, and the rest -----------------------------------------------------------------


async def test_an_offer_to_somebody_else_on_the_phone_keeps_its_buttons(hall: Village) -> None:
    made = await offer(hall, "house", to="tam")
    await hall.say("house", "so du")
    await hall.press("house", "Mr Bình")
    assert await hall.send(pressed("house", f"o{made}:yes", "his press")) is None


async def test_a_press_that_is_put_off_keeps_its_buttons_and_who_it_is_does_not(
    hall: Village,
) -> None:
    made = await offer(hall, "house", to="tam")
    assert await hall.send(pressed("house", f"o{made}:yes", "put off")) is None
    assert await hall.press("house", "Ms Tám") == Settled("Ms Tám")
    hall.hears("house", "Who is holding")
    hall.hears("house", "Taken: yes")
    assert await hall.send(pressed("house", f"o{made}:yes", "again")) == Settled("Yes, do")


async def test_who_it_is_by_a_typed_name_settles_nothing(hall: Village) -> None:
    made = await offer(hall, "house", to="tam")
    await hall.send(pressed("house", f"o{made}:yes", "put off"))
    assert await hall.send(typed("house", "bà Tám", "name")) is None
    hall.hears("house", "Who is holding")
    hall.hears("house", "Taken: yes")


async def test_whether_there_is_danger_shows_what_was_chosen(village: Village) -> None:
    await village.join("nga", "Đỗ Thị Nga")
    await village("""
        lan > nga roi
        lan < Is somebody in danger?
    """)
    assert await village.press("lan", "No, I am") == Settled("No, I am looking for Ms Nga")


async def test_the_same_press_again_settles_nothing(hall: Village) -> None:
    await hall.say("hoa", "so du")
    press = pressed("hoa", hall.key("hoa", "Yes"), "the same")
    assert await hall.send(press) == Settled("Yes, do")
    assert await hall.send(press) is None


async def test_only_a_press_settles_something(hall: Village) -> None:
    made = await offer(hall, "hoa")
    await hall.say("hoa", "so du")
    assert await hall.send(typed("hoa", "1", "typed")) is None
    assert await hall.send(typed("hoa", f"1 {10 + made % 990}", "numbered")) is None
    hall.hears("hoa", "Shall I?")
    hall.hears("hoa", "You chose yes")
    hall.hears("hoa", "Taken: yes")
    assert await hall.send(typed("hoa", "so du", "in a group", group=True)) is None
