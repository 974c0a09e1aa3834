"""What is typed reaches the question that a message has just asked, or is asked back."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import insert, select

from bot.almanac.meetings import MeetingRule, NthWeekday
from bot.chat import Choice
from bot.storage import addresses, meeting_rules
from bot.storage import tables as t
from bot.storage.talk import Data, offer_number
from bot.telling import tell
from tests.conversations.test_statements import ENGINE, takes_at_most
from tests.small_talk import pressed, typed
from tests.village import Village

COME = "Thank you, I noted that you will come"
AWAY = "Thank you for telling. The board will tell you"
LIFT = "I noted that you need a lift"
SURE = "To be sure: please choose one of these."
MESSENGER = "Would you pass the club's notices on to"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Words mean the same on every database."""
    return sqlite_url


@pytest.fixture
async def club(village: Village) -> Village:
    """The village meets on the first Saturday at 14:00; today it is 1 December."""
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=MeetingRule(on=NthWeekday(nth=1, weekday=5)),
            at=time(14),
            place="the house of culture",
            by=village.ids["thu"],
            now=village.clock.now,
            today=village.clock.now.date(),
        )
    village.clock.now = datetime(2026, 12, 1, 5, tzinfo=UTC)
    return village


async def told(village: Village, who: str, text: str, *labels: str, step: str, data: Data) -> None:
    """Let a message come by itself: labels are given as "key=label"."""
    now, choices = village.clock.now, [Choice(*one.split("=")) for one in labels]
    async with village.database.write() as db:
        found = await addresses.listeners(db, [village.ids[who]], now.date())
        (listener,) = found.values()
        await tell(db, listener, text, choices, step=step, data=data, now=now)
    await village.delivery.deliver()
    village.hears(who, text)


async def reminded(village: Village, who: str = "hoa") -> None:
    """Let the reminder of the meeting come, and somebody read it an hour later."""
    async with village.database.read() as db:
        meeting = (await db.execute(select(t.Meeting.id).order_by(t.Meeting.held_on))).scalars()
        first = int(meeting.first() or 0)
    choices = "come=I will come", "away=I cannot come", "lift=Please fetch me"
    text = "The club meets. Will you come?"
    await told(village, who, text, *choices, step="meetings.answer", data={"meeting": first})
    village.clock.pass_by(hours=1)


# --- A message asks, and is answered in words ----------------------------------------------------


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("có", COME),
        ("dạ có", COME),
        ("Ừ tôi có đi", COME),
        ("vâng", COME),
        ("ok", COME),
        ("1", COME),
        ("Không", AWAY),
        ("toi khong den dau", AWAY),
        ("hôm đó tôi bận", AWAY),
        ("chắc không đi được", AWAY),
        ("tôi ốm không đi được", AWAY),
        ("cho tôi đi nhờ với", LIFT),
        ("nhờ ai chở tôi với", LIFT),
        ("3", LIFT),
    ],
)
async def test_the_reminder_of_a_meeting_is_answered_in_words(
    club: Village, written: str, answer: str
) -> None:
    await reminded(club)
    await club(f"""
        hoa > {written}
        hoa < {answer}
    """)


@pytest.mark.parametrize("written", ["da", "no", "dung", "thoi", "chưa", "👍", "tôi có đi đâu"])
async def test_what_may_mean_either_is_asked_back_with_the_buttons(
    club: Village, written: str
) -> None:
    await reminded(club)
    await club(f"""
        hoa > {written}
        hoa < {SURE}
        hoa # I cannot come
        hoa < {AWAY}
    """)


async def test_mere_thanks_are_thanked_for_and_the_question_stays(club: Village) -> None:
    await reminded(club)
    await club(f"""
        hoa > cảm ơn cháu
        hoa < Thank you, too!
        hoa > có
        hoa < {COME}
        hoa > vâng
        hoa < Thank you, too!
    """)


async def test_a_clear_command_is_followed_and_a_name_is_found(club: Village) -> None:
    await reminded(club)
    await reminded(club, "lan")
    await club("""
        hoa > con no bao nhieu
        hoa < You still have 5,000,000 đ
        lan > bình
        lan < Vi Văn Bình
    """)


@pytest.mark.parametrize("written", ["vâng", "đồng ý", "được", "ok"])
async def test_who_is_asked_to_pass_notices_on_says_yes_in_words(
    village: Village, written: str
) -> None:
    await village(f"""
        thu > bình
        thu < Vi Văn Bình
        thu # Who passes notices on
        thu < Nobody passes notices on
        thu # Name somebody
        thu < Who shall pass
        thu > hoa
        thu < I asked
        hoa < {MESSENGER}
        hoa > {written}
        thu < passes notices on to Mr Bình from now on.
        hoa < Thank you so much!
    """)


async def test_an_okay_after_another_answer_is_no_yes(club: Village) -> None:
    """What the bot has said since is what she read last."""
    await reminded(club)
    await club("""
        hoa > menu
        hoa < What can I do for you?
        hoa > ok
        hoa < Thank you, too!
        hoa > tôi có đi
        hoa < Thank you, I noted that you will come
    """)


@pytest.mark.parametrize("written", ["đã nhắn", "tôi nhắn rồi", "1"])
async def test_a_messenger_says_in_words_that_it_is_passed_on(
    village: Village, written: str
) -> None:
    await told(
        village,
        "hoa",
        "Please pass on",
        "all=I told Mr Bình",
        "cannot=I cannot",
        step="errands.passed",
        data={"errands": []},
    )
    await village(f"""
        hoa > {written}
        hoa < Thank you! Now everybody knows.
    """)


# --- Money, and more than one --------------------------------------------------------------------


@pytest.mark.parametrize("written", ["có", "ok", "1", "đã cầm đủ", "👍"])
async def test_of_money_a_press_or_its_number_is_needed(village: Village, written: str) -> None:
    await village(f"""
        hoa > tôi nộp 500k
        hoa < Is that right?
        hoa > 1
        hoa < Whom
        hoa > 1
        hoa < I told
        lan < was handed to you
        tu < was handed to the treasurer
        lan > {written.replace("đã cầm đủ", "I hold all")}
        lan < {SURE}
    """)
    number = offer_number(int(village.key("lan", "I hold all").partition(":")[0][1:]))
    await village(f"""
        lan > 1 {number}
        lan < Written down
        hoa < Receipt
    """)


async def test_a_reminder_to_pay_is_thanked_for_and_its_number_begins_a_dialogue(
    village: Village,
) -> None:
    async with village.database.read() as db:
        loan = (await db.execute(select(t.Loan.id).order_by(t.Loan.id))).scalars().first()
    labels = "paid=I have paid", "hard=Times are hard"
    await told(village, "hoa", "Due today", *labels, step="reminders.repay", data={"loan": loan})
    await village("""
        hoa > vâng
        hoa < Thank you, too!
        hoa > 1
        hoa < How much did you pay?
    """)


async def test_on_a_shared_phone_it_is_for_whom_it_was_said_to(club: Village) -> None:
    await reminded(club)
    await club.join("nam", "Nguyễn Văn Nam", phone="hoa", sex="male")
    await club("""
        hoa > có
        hoa < Who is holding the phone
        hoa # Mr Nam
        hoa < I did not understand that yet.
        hoa > tiếng anh
        hoa < From now on
    """)
    club.clock.pass_by(minutes=11)
    await club(f"""
        hoa > tôi bận không đi được
        hoa < Who is holding the phone
        hoa # Ms Hoa
        hoa < {AWAY}
    """)


async def test_with_two_questions_in_one_message_it_is_asked_which(club: Village) -> None:
    await told(
        club, "hoa", "First?", "yes=I will", "no=I cannot", step="messengers.asked", data={}
    )
    await reminded(club)
    club.clock.pass_by(hours=-1)
    await reminded(club)
    async with club.database.read() as db:
        moments = set((await db.execute(select(t.Offer.made_at))).scalars())
    assert len(moments) == 1
    await club(f"""
        hoa > có
        hoa < Which one do you mean? … 1. The club meets. Will you come? … 2. First?
        hoa > vâng
        hoa < Which one do you mean? … 1. The club meets. Will you come? … 2. First?
        hoa > 1
        hoa < The club meets. Will you come?
        hoa # I cannot come
        hoa < {AWAY}
    """)


async def test_after_a_day_nobody_answers_in_words_any_more(club: Village) -> None:
    await reminded(club)
    club.clock.pass_by(hours=24)
    await club("""
        hoa > có
        hoa < I did not understand that yet.
    """)


async def test_what_was_written_before_the_message_is_no_answer(club: Village) -> None:
    await reminded(club)
    await club("""
        hoa @70 > có
        hoa < I did not understand that yet.
    """)


async def test_looking_for_a_question_costs_one_statement_only_where_it_may_be_one(
    club: Village,
) -> None:
    await takes_at_most(club, ENGINE, typed("hoa", "menu", "m1"))
    not_understood = typed("hoa", "khám mắt", "m2")  # so what waits is looked up, too
    await takes_at_most(club, ENGINE + 1 + 1, not_understood)
    await takes_at_most(club, ENGINE + 1 + 1, typed("hoa", "4", "m3"))  # and her slips


# --- Numbers and menus ---------------------------------------------------------------------------


async def test_a_number_answers_the_newest_message_not_an_old_menu(club: Village) -> None:
    await club("""
        hoa > menu
        hoa < What can I do for you?
    """)
    club.clock.pass_by(days=3)
    await club("""
        hoa > 1
        hoa < I did not understand that yet.
    """)
    club.clock.pass_by(minutes=1)
    await reminded(club)
    await club(f"""
        hoa > 3
        hoa < {LIFT}
    """)


async def test_a_number_still_chooses_from_a_menu_just_shown(club: Village) -> None:
    await reminded(club)
    await club("""
        hoa > menu
        hoa < What can I do for you?
    """)
    club.clock.pass_by(minutes=29)
    await club("""
        hoa > 1
        hoa < You still have 5,000,000 đ
    """)


async def test_a_number_that_the_newest_message_does_not_offer_is_not_understood(
    club: Village,
) -> None:
    await club("""
        hoa > menu
        hoa < What can I do for you?
    """)
    club.clock.pass_by(minutes=1)
    await reminded(club)
    await club("""
        hoa > 5
        hoa < I did not quite understand. This still waits for your answer: … Will you come?
        hoa > 1
        hoa < Thank you, I noted that you will come
    """)


async def test_an_old_menu_s_button_is_simply_done_again(village: Village) -> None:
    await village("""
        hoa > menu
        hoa < What can I do for you?
        hoa > con no bao nhieu
        hoa < You still have
    """)
    village.clock.pass_by(days=3)
    menu = village.phones.by_chat["hoa"].last[0]
    (key,) = (one.key for one in menu.choices if one.label == "I have paid")
    await village.send(pressed("hoa", key, "old"))
    await village("hoa < How much did you pay?")
    await village.send(pressed("hoa", "m1:receipts.decide", "forged"))
    await village("hoa < That one was answered already.")


# --- Questions that take the natural answer ------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "answer"),
    [("có", "On which day does the club meet?"), ("ngày 10 hằng tháng", "At what hour?")],
)
async def test_shall_we_set_the_days_takes_a_yes_or_the_days(
    village: Village, written: str, answer: str
) -> None:
    await village(f"""
        thu > lịch họp
        thu < Shall we set the days on which the club meets?
        thu > {written}
        thu < {answer}
    """)


@pytest.mark.parametrize(("written", "answer"), [("hoa", "I asked"), ("có", "Who shall pass")])
async def test_nobody_passes_notices_on_takes_a_name(
    village: Village, written: str, answer: str
) -> None:
    await village("""
        thu > bình
        thu < Vi Văn Bình
        thu # Who passes notices on
        thu < Nobody passes notices on to Mr Bình yet.
    """)
    await village.say("thu", written)
    village.hears("thu", answer)


@pytest.mark.parametrize("question", ["Which announcement?", "Who shall pass"])
async def test_an_okay_to_an_open_question_is_no_thanks(village: Village, question: str) -> None:
    await _asked(village, question)
    await village.say("thu", "vâng")
    village.hears("thu", question)
    assert village.phones.by_chat["thu"].last[-1].text.startswith(question)


async def _asked(village: Village, question: str) -> None:
    if question == "Which announcement?":
        async with village.database.write() as db:
            await db.execute(
                insert(t.Broadcast).values(
                    club_id=village.club,
                    made_by=village.ids["minh"],
                    made_at=village.clock.now,
                    text="Khám mắt",
                    image="",
                    document="",
                    audience={"groups": ["all"], "members": []},
                    fingerprint="",
                    send_at=village.clock.now,
                    repeats="",
                    status="sent",
                )
            )
        await village("thu > thông báo đã gửi\nthu < Which announcement?")
        return
    await village(
        """
        thu > bình
        thu < Vi Văn Bình
        thu # Who passes notices on
        thu < Nobody passes notices on
        thu # Name somebody
        thu < Who shall pass
        """
    )


async def test_a_name_beside_the_list_of_announcements_opens_the_card(village: Village) -> None:
    await _asked(village, "Which announcement?")
    await village("""
        thu > ông Bình
        thu < Vi Văn Bình
    """)


# --- The screen of the next meeting, and what is out of sight ------------------------------------


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("tôi bận", AWAY),
        ("bận", AWAY),
        ("không", AWAY),
        ("hôm đó tôi bận rồi cháu ạ", AWAY),
        ("có chứ", COME),
        ("vâng tôi đi được", COME),
        ("vâng", COME),
        ("nhờ ai chở tôi với", LIFT),
        ("tôi có đi đâu", "To be sure: please choose one of these."),
    ],
)
async def test_the_screen_of_the_meeting_hears_what_its_reminder_hears(
    club: Village, written: str, answer: str
) -> None:
    await club(f"""
        hoa > buổi họp tới
        hoa < Will you come?
        hoa > {written}
        hoa < {answer}
    """)


async def test_a_mere_no_takes_no_answer_back(club: Village) -> None:
    await club(f"""
        hoa > buổi họp tới
        hoa < Will you come?
        hoa > có
        hoa < {COME}
        hoa > không
        hoa < I did not understand that yet.
        hoa > buổi họp tới
        hoa < You said: I will come.
        hoa > tôi bận rồi
        hoa < {AWAY}
    """)


@pytest.mark.parametrize("minutes", [5, 60 * 24 * 3])
@pytest.mark.parametrize("written", ["vâng", "cảm ơn cháu"])
async def test_thanks_for_a_reminder_bring_no_older_buttons_back(
    club: Village, minutes: int, written: str
) -> None:
    await club(f"""
        hoa > buổi họp tới
        hoa < Will you come?
        hoa > có
        hoa < {COME}
    """)
    club.clock.pass_by(minutes=minutes)
    await due(club)
    await club(f"""
        hoa > {written}
        hoa < Thank you, too!
    """)
    assert not club.phones.by_chat["hoa"].last[-1].choices


async def due(village: Village) -> None:
    """Let the reminder of a repayment come."""
    async with village.database.read() as db:
        loan = (await db.execute(select(t.Loan.id).order_by(t.Loan.id))).scalars().first()
    labels = "paid=I have paid", "hard=Times are hard"
    await told(village, "hoa", "Due today", *labels, step="reminders.repay", data={"loan": loan})


@pytest.mark.parametrize("written", ["mai tôi nộp", "để mai tôi nộp nhé", "thứ bảy tôi sẽ trả"])
async def test_who_will_pay_soon_is_thanked_and_nothing_is_entered(
    village: Village, written: str
) -> None:
    await due(village)
    await village(f"""
        hoa > {written}
        hoa < Thank you. When you have paid, just tell me.
        hoa > tôi nộp rồi
        hoa < How much did you pay?
    """)


# --- Words that are on a button ------------------------------------------------------------------


async def let_go(village: Village) -> None:
    """Ask an officer whether something may go; her menu may be open beside it."""
    labels = "yes=Cho gửi", "no=Không gửi"
    step, data = "broadcasts.second", {"broadcast": 0}
    await told(village, "thu", "May it go?", *labels, step=step, data=data)


@pytest.mark.parametrize("written", ["được", "được, gửi đi", "gửi đi", "không cho gửi"])
async def test_what_is_no_button_s_words_is_asked_back(village: Village, written: str) -> None:
    await let_go(village)
    await village(f"""
        thu > {written}
        thu < {SURE}
    """)
    labels = [one.label for one in village.phones.by_chat["thu"].last[-1].choices]
    assert labels == ["Cho gửi", "Không gửi"]
