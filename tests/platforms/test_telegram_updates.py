"""What people do on Telegram, as the conversation gets to hear it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram.types import CallbackQuery, Message, Update

from bot.chat import Address, Choice, Incoming, Reply
from bot.platforms import telegram_updates as updates
from bot.platforms.telegram_updates import Myself

ME = Myself("8123456789", "clb_bot")
HOA: dict[str, Any] = {"id": 2**33 + 1, "is_bot": False, "first_name": "Hoa"}
US = {"id": 8123456789, "is_bot": True, "first_name": "CLB", "username": "clb_bot"}
OTHER_BOT = {"id": 7, "is_bot": True, "first_name": "Bot"}
PRIVATE: dict[str, Any] = {"id": HOA["id"], "type": "private", "first_name": "Hoa"}
GROUP = {"id": -1001234567890, "type": "supergroup", "title": "Xóm 3"}
NOBODY: dict[str, Any] = {"from": None}
AT = 1_790_000_000
FILE: dict[str, Any] = {"file_id": "f", "file_unique_id": "u"}
SIZE: dict[str, Any] = {**FILE, "width": 9, "height": 9}
LIVE_PHOTO: dict[str, Any] = {"live_photo": {**SIZE, "duration": 3}, "photo": [SIZE]}
STICKER: dict[str, Any] = {**SIZE, "type": "regular", "is_animated": False, "is_video": False}


def message(chat: dict[str, Any] = PRIVATE, **about: Any) -> Message:
    raw = {"message_id": 17, "date": AT, "chat": chat, "from": HOA, **about}
    made = Update.model_validate({"update_id": 5, "message": raw}).message
    assert made
    return made


def heard(chat: dict[str, Any] = PRIVATE, **about: Any) -> Incoming | None:
    return updates.said(message(chat, **about), ME)


def words(text: str) -> str:
    found = heard(text=text)
    assert found
    return found.text


def kind(**about: Any) -> str | None:
    found = heard(**about)
    return found.kind if found else None


# --- Words ---------------------------------------------------------------------------------------


def test_a_message_tells_who_wrote_what_and_when() -> None:
    assert heard(text="con no bao nhieu") == Incoming(
        address=Address("telegram", "8123456789", str(HOA["id"])),
        person=str(HOA["id"]),
        message="m17",
        text="con no bao nhieu",
        sent_at=datetime.fromtimestamp(AT, UTC),
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/start 48271593", "48271593"),
        ("/start 4827-1593", "4827-1593"),
        ("/start@clb_bot 48271593", "48271593"),
        ("/START 48271593", "48271593"),
        ("/start", "/start"),
        ("/start from_a_friend", "/start"),
        ("/con_no@clb_bot", "/con_no"),
        ("/con_no@clb_bot của tôi", "/con_no của tôi"),
        ("/nop 500k\nhôm nay", "/nop 500k\nhôm nay"),
        ("/con_no@CLB_Bot", "/con_no"),
        ("1/2 triệu", "1/2 triệu"),
        ("/", "/"),
        ("có / không", "có / không"),
    ],
)
def test_commands_lose_what_only_telegram_puts_there(typed: str, text: str) -> None:
    assert words(typed) == text


def test_what_no_database_takes_is_left_out() -> None:
    assert words(" nộp\0 500k \ud83d ") == "nộp 500k ?"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("+84912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("+84 91 234 56 78", "0912345678"),
        ("0912345678", "0912345678"),
        ("+4915112345678", "+4915112345678"),
    ],
)
def test_a_shared_contact_is_its_number_as_people_write_it(number: str, text: str) -> None:
    found = heard(contact={"phone_number": number, "first_name": "Hoa"})
    assert found
    assert (found.text, found.kind) == (text, "text")


# --- Pictures, voices and the rest ---------------------------------------------------------------


@pytest.mark.parametrize(
    "about",
    [
        {"photo": [SIZE]},
        {"document": {**FILE, "mime_type": "image/jpeg"}},
        LIVE_PHOTO,
    ],
)
def test_a_picture_comes_with_what_is_written_below(about: dict[str, Any]) -> None:
    found = heard(**about, caption="biên lai")
    assert found
    assert (found.kind, found.text) == ("photo", "biên lai")
    assert kind(**about) == "photo"


def test_a_document_comes_with_what_is_written_below() -> None:
    found = heard(document={**FILE, "mime_type": "application/pdf"}, caption="giấy mời")
    assert found
    assert (found.kind, found.text) == ("document", "giấy mời")


def test_a_picture_of_an_album_tells_which() -> None:
    found = heard(photo=[SIZE], media_group_id="77")
    assert found
    assert found.album == "77"


@pytest.mark.parametrize(
    ("about", "is_a"),
    [
        ({"voice": {**FILE, "duration": 4}}, "voice"),
        ({"audio": {**FILE, "duration": 4}}, "voice"),
        ({"video_note": {**FILE, "duration": 4, "length": 9}}, "voice"),
        ({"sticker": STICKER}, "sticker"),
        ({"animation": {**SIZE, "duration": 1}, "document": FILE}, "sticker"),
        (
            {
                "animation": {**SIZE, "duration": 1},
                "document": {**FILE, "mime_type": "image/gif"},
            },
            "sticker",
        ),
        ({"document": {**FILE, "mime_type": "application/pdf"}}, "document"),
        ({"video": {**SIZE, "duration": 1}}, "unsupported"),
        ({"location": {"latitude": 19.8, "longitude": 105.7}}, "unsupported"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "unsupported"),
        ({"story": {"chat": PRIVATE, "id": 1}}, "unsupported"),
        ({"something_of_next_year": {"id": 1}}, "unsupported"),
    ],
)
def test_what_is_no_words_is_told_by_its_kind(about: dict[str, Any], is_a: str) -> None:
    assert kind(**about) == is_a


@pytest.mark.parametrize(
    "about",
    [
        {"migrate_to_chat_id": GROUP["id"]},
        {"migrate_from_chat_id": -42},
        {"new_chat_members": [US]},
        {"left_chat_member": US},
        {"pinned_message": {"message_id": 1, "date": AT, "chat": PRIVATE, "text": "x"}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"new_chat_title": "Xóm 3"},
        {"group_chat_created": True},
        {"write_access_allowed": {}},
    ],
)
@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
def test_what_happens_in_a_chat_is_nothing_said(
    chat: dict[str, Any], about: dict[str, Any]
) -> None:
    assert heard(chat, **about) is None


def test_other_bots_are_not_answered() -> None:
    assert heard(**{"from": OTHER_BOT}, text="xin chào") is None
    assert heard(PRIVATE, **NOBODY, text="xin chào") is None


# --- Groups --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "about",
    [
        {"text": "/menu"},
        {"text": "/menu@clb_bot"},
        {"text": "/menu@CLB_bot xin"},
        {"text": "chào @clb_bot nhé"},
        {"text": "@Clb_Bot"},
        {"photo": [SIZE], "caption": "@clb_bot đây"},
        {
            "text": "đúng rồi",
            "reply_to_message": {
                "message_id": 3,
                "date": AT,
                "chat": GROUP,
                "from": US,
                "text": "?",
            },
        },
    ],
)
def test_in_a_group_what_is_said_to_us_is_heard(about: dict[str, Any]) -> None:
    found = heard(GROUP, **about)
    assert found
    assert found.group
    assert (found.address.chat, found.person) == (str(GROUP["id"]), str(HOA["id"]))


@pytest.mark.parametrize(
    "about",
    [
        {"text": "hôm nay ai đi họp"},
        {"text": "/menu@other_bot"},
        {"text": "chào @clb_bot2"},
        {"text": "hoa@clb_bot.vn?", "reply_to_message": None},
        {"photo": [SIZE]},
        {
            "text": "đúng rồi",
            "reply_to_message": {
                "message_id": 3,
                "date": AT,
                "chat": GROUP,
                "from": HOA,
                "text": "?",
            },
        },
    ],
)
def test_in_a_group_what_others_say_to_each_other_is_not_heard(about: dict[str, Any]) -> None:
    assert heard(GROUP, **about) is None


def test_before_its_name_is_known_no_name_in_a_group_is_ours() -> None:
    for text in ("/menu@clb_bot", "@clb_bot", "/menu@"):
        assert updates.said(message(GROUP, text=text), Myself("8123456789")) is None
    assert updates.said(message(GROUP, text="/menu"), Myself("8123456789"))


def test_in_a_private_chat_everything_is_said_to_us() -> None:
    assert words("/menu@other_bot") == "/menu"


# --- Edits ---------------------------------------------------------------------------------------


def test_a_changed_message_comes_without_its_words() -> None:
    changed = message(text="nộp 900k", edit_date=AT + 60)
    assert updates.edited(changed, ME, 5) == Incoming(
        address=Address("telegram", "8123456789", str(HOA["id"])),
        person=str(HOA["id"]),
        message="e5",
        kind="edited",
        sent_at=datetime.fromtimestamp(AT + 60, UTC),
    )
    assert updates.edited(message(photo=[SIZE], caption="biên lai"), ME, 5)


def test_what_changes_by_itself_is_no_edit() -> None:
    walking = {"latitude": 19.8, "longitude": 105.7, "live_period": 900}
    assert updates.edited(message(location=walking, edit_date=AT + 60), ME, 5) is None
    assert updates.edited(message(GROUP, text="/menu", edit_date=AT + 60), ME, 5) is None
    assert updates.edited(message(text="x", **{"from": OTHER_BOT}), ME, 5) is None


# --- Presses -------------------------------------------------------------------------------------


def query(pressed: dict[str, Any] | None, **about: Any) -> CallbackQuery:
    raw = {"id": "99", "from": HOA, "chat_instance": "1", "message": pressed, **about}
    made = Update.model_validate({"update_id": 5, "callback_query": raw}).callback_query
    assert made
    return made


OURS = {"message_id": 3, "date": AT, "chat": PRIVATE, "from": US, "text": "Đúng chưa?"}


def test_a_press_tells_the_button_and_who_pressed_it() -> None:
    at = datetime.fromtimestamp(AT, UTC) + timedelta(hours=1)
    assert updates.pressed(query(OURS, data="q1:yes"), ME, at) == Incoming(
        address=Address("telegram", "8123456789", str(HOA["id"])),
        person=str(HOA["id"]),
        message="c99",
        pressed="q1:yes",
        sent_at=at,
    )


def test_a_press_in_a_group_says_so() -> None:
    found = updates.pressed(query({**OURS, "chat": GROUP}, data="q1:yes"), ME, None)
    assert found
    assert (found.group, found.address.chat) == (True, str(GROUP["id"]))


@pytest.mark.parametrize(
    "strange",
    [
        query(None, inline_message_id="1", data="q1:yes"),
        query(OURS, game_short_name="chess"),
        query(OURS, data="\0"),
    ],
)
def test_a_press_that_is_not_of_our_buttons_is_nothing_said(strange: CallbackQuery) -> None:
    assert updates.pressed(strange, ME, None) is None


def test_a_message_that_is_not_accessible_any_more_was_written_long_ago() -> None:
    gone = query({"message_id": 3, "date": 0, "chat": PRIVATE}, data="q1:yes")
    assert updates.written_at(gone).year == 1970
    assert updates.pressed(gone, ME, None)
    assert updates.written_at(query(OURS, data="q1:yes")) == datetime.fromtimestamp(AT, UTC)


# --- Order, and what stands in -------------------------------------------------------------------


def test_all_that_happens_in_a_chat_is_in_one_order() -> None:
    raw = {**OURS, "from": HOA}
    press = {"id": "99", "from": HOA, "chat_instance": "1", "data": "x"}
    for about, chat in (
        ({"message": raw}, PRIVATE["id"]),
        ({"edited_message": raw}, PRIVATE["id"]),
        ({"callback_query": {**press, "message": raw}}, PRIVATE["id"]),
        ({"callback_query": {**press, "inline_message_id": "1"}}, HOA["id"]),
        ({"channel_post": raw}, None),
        ({"something_of_next_year": raw}, None),
    ):
        assert updates.chat_of(Update.model_validate({"update_id": 5, **about})) == chat


@pytest.mark.parametrize(
    ("about", "number"),
    [
        ({"message": {**OURS, "from": HOA}}, "m3"),
        ({"edited_message": {**OURS, "from": HOA}}, "e5"),
        (
            {
                "callback_query": {
                    "id": "99",
                    "from": HOA,
                    "chat_instance": "1",
                    "data": "x",
                    "message": OURS,
                }
            },
            "c99",
        ),
    ],
)
def test_what_stands_in_has_the_number_of_what_failed_and_nothing_of_its_words(
    about: dict[str, Any], number: str
) -> None:
    found = updates.stand_in(Update.model_validate({"update_id": 5, **about}), ME)
    address = Address("telegram", "8123456789", str(HOA["id"]))
    person = str(HOA["id"])
    assert found == Incoming(address=address, person=person, message=number, kind="unsupported")


def test_nothing_stands_in_for_a_group_or_a_bot() -> None:
    for chat, author in ((GROUP, HOA), (PRIVATE, OTHER_BOT)):
        raw = {**OURS, "chat": chat, "from": author}
        assert (
            updates.stand_in(Update.model_validate({"update_id": 5, "message": raw}), ME) is None
        )


# --- A pressed message ---------------------------------------------------------------------------


def with_buttons(*keys: str, **about: Any) -> Message:
    row = [{"text": f"[{key}]", "callback_data": key} for key in keys]
    return message(reply_markup={"inline_keyboard": [[one] for one in row]}, **about)


def test_a_pressed_question_shows_what_was_chosen() -> None:
    asked = with_buttons("q3:yes", "q3:no", text="Đúng chưa ạ?")
    shown = updates.settled(updates.look(asked), "q3:yes", "Đúng rồi")
    assert shown == Reply(text="Đúng chưa ạ?\n\n✓ Đúng rồi", choices=[])


def test_buttons_of_other_questions_in_the_same_message_stay() -> None:
    asked = with_buttons("o12:paid", "o12:later", "o13:come", "o13:away", text="Nhắc hai việc")
    shown = updates.settled(updates.look(asked), "o12:paid", "Tôi đã nộp tiền")
    assert shown.choices == [Choice("o13:come", "[o13:come]"), Choice("o13:away", "[o13:away]")]
    assert shown.text == "Nhắc hai việc\n\n✓ Tôi đã nộp tiền"


def test_a_choice_that_is_shown_already_is_not_shown_again() -> None:
    shown = updates.settled(Reply(text="Đúng chưa ạ?\n\n✓ Đúng rồi"), "q3:yes", "Đúng rồi")
    assert shown.text == "Đúng chưa ạ?\n\n✓ Đúng rồi"
    asked = Reply(text="Bấm nút ✓ Đúng rồi")
    assert updates.settled(asked, "q3:yes", "Đúng rồi").text == f"{asked.text}\n\n✓ Đúng rồi"


def test_below_a_picture_the_choice_is_shown_too() -> None:
    asked = with_buttons("q1:menu", photo=[SIZE], caption="Mã của bà Hoa")
    assert updates.settled(updates.look(asked), "q1:menu", "").text == "Mã của bà Hoa"
    assert (
        updates.settled(updates.look(asked), "q1:menu", "Việc khác").text
        == "Mã của bà Hoa\n\n✓ Việc khác"
    )
