"""The open question and the standing offers: what a press, a number or a word is taken for."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from bot.chat import Choice, NotUnderstood, UserError
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.talk import offer_number
from bot.turn import Answer, Step, Turn
from tests.small_talk import (
    YES_NO,
    leave,
    offer,
    pressed,
    speaks,
    traces,
    typed,
)
from tests.village import Village


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


# --- The open question ---------------------------------------------------------------------------


async def test_a_choice_may_be_typed_in_many_ways(hall: Village) -> None:
    ways = {
        "yes": "1; đúng; dung; Đúng rồi ạ; yes, do; yes",
        "no": "2.; không; đừng; dạ thôi; no, do not",
        "later": "số 3; một lát nữa; mot lat; MỘT LÁT NỮA",
    }
    for choice, answers in ways.items():
        for answer in answers.split("; "):
            await hall(f"""
                hoa > so du
                hoa < Shall I?
                hoa > {answer}
                hoa < You chose {choice}
            """)


async def test_what_is_no_answer_is_asked_again_with_the_choices(hall: Village) -> None:
    for unclear in ("4", "da", "dạ", "no", "dung không", "một lát rồi về", "x"):
        await hall(f"""
            hoa > so du
            hoa < Shall I?
            hoa > {unclear}
            hoa < I did not quite understand. Please choose one of these. … Shall I?
            hoa # Yes
            hoa < You chose yes
        """)


async def test_a_press_on_an_answered_question_says_so_and_asks_the_open_one_again(
    hall: Village,
) -> None:
    await hall("""
        hoa > so du
        hoa < Shall I?
    """)
    old = hall.key("hoa", "Yes")
    await hall("""
        hoa # No
        hoa < You chose no
    """)
    await hall.send(pressed("hoa", old, "late 1"))
    await hall("""
        hoa < That one was answered already.
        hoa > so du
        hoa < Shall I?
    """)
    await hall.send(pressed("hoa", old, "late 2"))
    await hall("""
        hoa < That one was answered already. … Shall I?
        hoa # Một lát nữa
        hoa < You chose later
    """)


async def test_a_button_that_never_was_does_nothing(hall: Village) -> None:
    await hall("""
        hoa > so du
        hoa < Shall I?
    """)
    forged = (
        "q",
        "q1",
        "yes",
        "q1:never",
        f"q{10**20}:yes",
        f"o{10**20}:yes",
        "o77:yes",
        "x1:yes",
    )
    for key in forged:
        await hall.send(pressed("hoa", key, key))
        await hall("hoa < That one was answered already. … Shall I?")
    await hall("""
        hoa > 1
        hoa < You chose yes
    """)


async def test_a_question_that_this_version_does_not_know_is_dropped(hall: Village) -> None:
    await hall("""
        hoa > so du
        hoa < Shall I?
    """)
    async with hall.database.write() as db:
        await db.execute(update(t.Question).values(step="gone"))
    await hall("""
        hoa > what now
        hoa < Otherwise: what now
    """)


async def test_an_empty_message_is_answered(hall: Village) -> None:
    await hall.say("hoa", "")
    await hall("hoa < Otherwise:")


async def test_words_below_a_picture_are_taken_as_typed(hall: Village) -> None:
    await hall.say("hoa", "so du", kind="photo")
    await hall.say("hoa", "1", kind="photo")
    await hall("""
        hoa < Shall I?
        hoa < You chose yes
    """)


# --- Commands inside a question ------------------------------------------------------------------


async def name(turn: Turn) -> Answer:
    """Take a name, and nothing that is a word to the bot."""
    await leave(turn.db, f"tried {turn.text}")
    if turn.text != "Hoa":
        raise NotUnderstood("No such name.")
    return Answer(text="It is Hoa")


async def ask_name(turn: Turn) -> Answer:
    """Ask for words."""
    return turn.ask("name", "Whose?")


NAMES = {"balance": Step(ask_name), "name": Step(name, typed=True)}


async def test_a_typed_question_takes_words_and_asks_again(hall: Village) -> None:
    speaks(hall, NAMES)
    await hall("""
        hoa > so du
        hoa < Whose?
        hoa > Cúc
        hoa < No such name.
        hoa > Hoa
        hoa < It is Hoa
    """)
    assert await traces(hall.database) == ["tried Hoa"]


async def test_a_command_in_place_of_an_answer_is_followed(hall: Village) -> None:
    speaks(hall, NAMES)
    await hall("""
        hoa > so du
        hoa < Whose?
        hoa > menu
        hoa < Menu
        hoa > Hoa
        hoa < Otherwise: Hoa
    """)
    assert await traces(hall.database) == []  # what the question's handler wrote is undone


async def test_a_command_that_nothing_takes_is_no_way_out_of_a_question(hall: Village) -> None:
    speaks(hall, NAMES)
    await hall("""
        hoa > so du
        hoa < Whose?
        hoa > tiền mặt
        hoa < No such name.
        hoa > Hoa
        hoa < It is Hoa
    """)


async def test_a_name_that_is_a_word_of_the_bot_stays_a_name(hall: Village) -> None:
    async def any_name(turn: Turn) -> Answer:
        return Answer(text=f"It is {turn.text}")

    speaks(hall, {**NAMES, "name": Step(any_name, typed=True)})
    await hall("""
        hoa > so du
        hoa < Whose?
        hoa > menu
        hoa < It is menu
    """)


async def test_a_refused_command_repeats_the_question_that_stays_open(hall: Village) -> None:
    async def refuse(turn: Turn) -> Answer:
        raise UserError("Not for you.")

    speaks(hall, {"menu": Step(refuse)})
    await hall("""
        hoa > so du
        hoa < Shall I?
        hoa > menu
        hoa < Not for you. … Shall I?
        hoa # Yes
        hoa < You chose yes
    """)


# --- What comes handy next -----------------------------------------------------------------------


async def test_what_comes_next_is_chosen_with_what_was_talked_about(hall: Village) -> None:
    await hall("""
        hoa > phiếu
        hoa < What next?
        hoa > 2
        hoa < Menu with {'from': 'soft'}
    """)


async def test_what_comes_next_is_no_question(hall: Village) -> None:
    """Other words are taken as if nothing were open."""
    await hall("""
        hoa > phiếu
        hoa < What next?
        hoa > what a day
        hoa < Otherwise: what a day
        hoa > phiếu
        hoa < What next?
        hoa > so du
        hoa < Shall I?
    """)


# --- Standing offers -----------------------------------------------------------------------------


async def test_an_offer_works_whatever_else_is_open(hall: Village) -> None:
    made = await offer(hall, "hoa")
    await hall("""
        hoa > so du
        hoa < Shall I?
    """)
    await hall.send(pressed("hoa", f"o{made}:yes", "press"))
    await hall("hoa < Taken: yes")
    assert await traces(hall.database) == [f"yes of offer:{made}"]


async def test_a_used_offer_tells_what_was_chosen_and_asks_the_open_question_again(
    hall: Village,
) -> None:
    made = await offer(hall, "hoa")
    await hall.send(pressed("hoa", f"o{made}:no", "first"))
    await hall("""
        hoa < Taken: no
        hoa > so du
        hoa < Shall I?
    """)
    hall.clock.pass_by(minutes=5)
    await hall.send(pressed("hoa", f"o{made}:yes", "second"))
    await hall("""
        hoa < You already chose “No, do not” at 12:00. … Shall I?
        hoa > 1
        hoa < You chose yes
    """)
    assert await traces(hall.database) == [f"no of offer:{made}"]


async def test_an_offer_works_until_it_expires(hall: Village) -> None:
    early, late = await offer(hall, "hoa", days=1), await offer(hall, "hoa", days=1)
    hall.clock.pass_by(hours=23, minutes=59)
    await hall.send(pressed("hoa", f"o{early}:yes", "in time"))
    hall.clock.pass_by(minutes=1)
    await hall.send(pressed("hoa", f"o{late}:yes", "too late"))
    await hall("""
        hoa < Taken: yes
        hoa < That is too long ago, it does not work any more.
    """)
    await hall.say("hoa", f"1 {offer_number(late)}")
    await hall("hoa < That is too long ago, it does not work any more.")


async def test_an_offer_of_another_chat_is_nothing(hall: Village) -> None:
    made = await offer(hall, "lan")
    await hall.send(pressed("hoa", f"o{made}:yes", "press"))
    await hall.say("hoa", f"1 {offer_number(made)}")
    await hall(f"""
        hoa < That one was answered already.
        hoa < Otherwise: 1 {offer_number(made)}
    """)
    assert await traces(hall.database) == []
    await hall.send(pressed("lan", f"o{made}:yes", "press"))
    await hall("lan < Taken: yes")


async def test_an_offer_stays_when_the_question_it_led_to_was_given_up(hall: Village) -> None:
    async def how_much(turn: Turn) -> Answer:
        return (
            turn.ask("chosen", "How much?", *YES_NO) if turn.choice == "no" else Answer(text="All")
        )

    speaks(hall, {"offer": Step(how_much)})
    made = await offer(hall, "hoa")
    for attempt in range(2):
        await hall.send(pressed("hoa", f"o{made}:no", f"other {attempt}"))
        await hall("""
            hoa < How much?
            hoa > menu
            hoa < Menu
        """)
    await hall.send(pressed("hoa", f"o{made}:yes", "all"))
    await hall.send(pressed("hoa", f"o{made}:no", "again"))
    await hall("""
        hoa < All
        hoa < You already chose “Yes, do” at 12:00.
    """)


async def test_a_refused_offer_stays_usable(hall: Village) -> None:
    async def refuse(turn: Turn) -> Answer:
        raise UserError("Not now.")

    made = await offer(hall, "hoa")
    speaks(hall, {"offer": Step(refuse)})
    await hall.send(pressed("hoa", f"o{made}:yes", "first"))
    speaks(hall, {})
    await hall.send(pressed("hoa", f"o{made}:yes", "second"))
    await hall("""
        hoa < Not now.
        hoa < Taken: yes
    """)


async def test_an_offer_is_taken_by_its_number_where_there_are_no_buttons(
    hall: Village,
) -> None:
    await offer(hall, "hoa")  # another one, left alone
    ways = {
        "yes": (
            *("1 {}", "so 1 {}", "đúng {}", "Dung {}", "đúng số {}", "Yes, do {}"),
            *("Nhắn 1 {}", "nhan 1 {}", "Write 1 {}", "Nhắn 1 {} = Yes, do it"),  # as it is said
            *("1 {}.", "1, {}", "1 {} ạ", "1 {} a", "1 {} ="),
        ),
        "no": ("2 {}", "không {}", "nhắn 2 {} nhé"),
    }
    for choice, written in ways.items():
        for way in written:
            answer = way.format(offer_number(await offer(hall, "hoa")))
            await hall(f"""
                hoa > so du
                hoa < Shall I?
                hoa > {answer}
                hoa < Taken: {choice}
            """)
    async with hall.database.read() as db:
        left = await db.execute(select(func.count()).where(t.Offer.used_at.is_(None)))
        assert left.scalar_one() == 1


async def test_a_number_that_fits_no_offer_takes_none(hall: Village) -> None:
    number = offer_number(await offer(hall, "hoa"))
    for written in (f"{number}", f"3 {number}", f"da {number}", f"1 {number + 1}"):
        await hall(f"""
            hoa > {written}
            hoa < I did not quite understand. This still waits for your answer:
        """)
    assert await traces(hall.database) == []


# --- Phones that several use ---------------------------------------------------------------------


async def test_what_was_written_before_who_was_asked_is_taken_up(hall: Village) -> None:
    await hall("""
        house > so du
        house < Who is holding the phone, please?
        house # Mr Bình
        house < Shall I?
        house > 1
        house < You chose yes
    """)


async def test_a_refusal_after_who_was_asked_leaves_the_phone_usable(hall: Village) -> None:
    """The question "who?" is answered, even where what was asked for is refused."""

    async def refuse(turn: Turn) -> Answer:
        raise UserError("Not for you.")

    speaks(hall, {"menu": Step(refuse)})
    await hall("""
        house > menu
        house < Who is holding the phone, please?
        house > 1
        house < Not for you.
        house > hello there
        house < Otherwise: hello there
    """)


async def test_silence_after_who_was_asked_leaves_the_phone_usable(hall: Village) -> None:
    async def say_nothing(turn: Turn) -> None:
        return None

    speaks(hall, {"menu": Step(say_nothing)})
    await hall("""
        house > menu
        house < Who is holding the phone, please?
        house > 1
        house > hello there
        house < Otherwise: hello there
    """)


async def test_a_question_taken_up_again_leaves_no_button_that_fits_a_later_one(
    hall: Village,
) -> None:
    async def pick(turn: Turn) -> Answer:
        if not turn.choice:
            raise NotUnderstood("Pick one.")
        return Answer(text=f"Picked {turn.choice}")

    async def whom(turn: Turn) -> Answer:
        people = [Choice(str(hall.ids[short]), short) for short in ("tam", "binh")]
        return turn.ask("pick", "Whom?", *people)

    speaks(hall, {"balance": Step(whom), "pick": Step(pick, typed=True)})
    await hall("""
        house > so du
        house < Who is holding the phone, please?
        house # Ms Tám
        house < Whom?
    """)
    hall.clock.pass_by(minutes=11)
    await hall("""
        house > somebody
        house < Who is holding the phone, please?
        house # Ms Tám
        house < Pick one.
        house > so du
        house < Whom?
    """)
    old = hall.key("house", "Mr Bình")  # of "who?", and a member's id as those of "whom?"
    await hall.send(pressed("house", old, "an old button"))
    await hall("""
        house < That one was answered already. … Whom?
        house # binh
        house < Picked
    """)


async def test_a_phone_that_is_not_shared_any_more_asks_nobody(hall: Village) -> None:
    await hall("""
        house > so du
        house < Who is holding the phone, please?
    """)
    async with hall.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id == hall.ids["binh"]).values(until=hall.clock.now)
        )
    await hall("""
        house > hello there
        house < Otherwise: hello there
    """)


async def test_an_offer_to_one_is_not_taken_or_told_by_the_other(hall: Village) -> None:
    made = await offer(hall, "house", to="tam")
    await hall("""
        house > so du
        house < Who is holding
        house # Mr Bình
        house < Shall I?
    """)
    for used in (None, hall.clock.now):
        async with hall.database.write() as db:
            await db.execute(update(t.Offer).values(used_at=used, used_label="Secret"))
        await hall.send(pressed("house", f"o{made}:yes", f"press {used}"))
        await hall("house < That is for somebody else on this phone. … Shall I?")
    assert await traces(hall.database) == []


# --- Groups --------------------------------------------------------------------------------------


async def test_a_group_gets_one_line_whatever_is_written(hall: Village) -> None:
    for text in ("so du", "4827 1593", "1 10", "xin chào cả nhà"):
        await hall.send(typed("group", text, text, group=True, person="hoa"))
        reply = hall.hears("group", "Please write to me in private; here I say nothing.")
        assert reply.choices == ()
    await hall("")  # and nobody hears anything else
    async with hall.database.read() as db:
        assert (await db.execute(select(t.Question.address_id))).all() == []
