"""What Zalo tells, read whichever way it is wrapped, named and dated."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Address, Incoming
from bot.platforms.zalo_updates import Myself, events, picture, said, stand_in

ME = Myself("1234567890123456789", ("Bot CLB Xóm Đông",))
HOA = "0f1e2d3c4b5a69788796"
GROUP = "zgr-0011223344556677889a"
WRITTEN = datetime(2026, 11, 21, 6, 13, 20, 123000, tzinfo=UTC)


def event(name: str = "message.text.received", /, **message: Any) -> dict[str, Any]:
    """An event as documented; None takes a field away."""
    whole = {
        "message_id": "a1b2c3d4e5f60718293a",
        "date": 1795241600123,
        "from": {"id": HOA, "display_name": "Hoa", "is_bot": False},
        "chat": {"id": HOA, "chat_type": "PRIVATE"},
        "text": "con no",
    }
    given = {key: value for key, value in (whole | message).items() if value is not None}
    return {"event_name": name, "message": given}


def in_group(text: str = "menu", /, **message: Any) -> dict[str, Any]:
    return event(text=text, chat={"id": GROUP, "chat_type": "GROUP"}, **message)


def heard(told: dict[str, Any], me: Myself = ME) -> Incoming:
    found = said(told, me)
    assert found
    return found


# --- Wrapping ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        {"ok": True, "result": event()},
        {"ok": True, "result": [event()]},
        {"result": event()},
        event(),
        [event()],
        [{"ok": True, "result": event()}],
        {"ok": True, "result": [None, 3, event(), "x"]},
    ],
)
def test_an_event_is_found_wrapped_or_not_alone_or_in_a_list(raw: object) -> None:
    assert events(raw) == [event()]


def test_several_events_keep_their_order() -> None:
    one, other = event(text="một"), event(text="hai")
    assert events({"ok": True, "result": [one, other]}) == [one, other]


def test_an_event_without_a_name_is_one_by_its_message() -> None:
    bare = {"message": event()["message"]}
    assert events({"ok": True, "result": bare}) == [bare]
    assert heard(bare).text == "con no"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        3,
        "x",
        [],
        {},
        {"ok": True},
        {"ok": True, "result": None},
        {"result": []},
        [[event()]],
    ],
)
def test_in_anything_else_there_is_none(raw: object) -> None:
    assert events(raw) == []


def test_what_is_wrapped_a_thousand_times_is_none() -> None:
    raw: object = event()
    for _time in range(5000):
        raw = {"result": raw}
    assert events(raw) == []


# --- Private messages ----------------------------------------------------------------------------


def test_a_message_is_read_whole() -> None:
    assert heard(event()) == Incoming(
        address=Address("zalo", ME.id, HOA),
        person=HOA,
        message="a1b2c3d4e5f60718293a",
        text="con no",
        sent_at=WRITTEN,
    )


@pytest.mark.parametrize(
    "author",
    [
        {"id": HOA, "name": "Hoa"},
        {"id": HOA, "first_name": "Hoa"},
        {"id": HOA, "display_name": ""},
        {"id": HOA, "display_name": None, "is_bot": None},
        {"id": HOA},
        {},
        None,
    ],
)
def test_a_name_is_not_needed_and_in_private_no_author_either(author: object) -> None:
    found = heard(event(**{"from": author}))
    assert (found.person, found.group) == (HOA, False)


@pytest.mark.parametrize("chat", [None, {}, {"id": ""}, {"chat_type": "PRIVATE"}])
def test_without_a_chat_the_answer_goes_to_who_wrote(chat: object) -> None:
    assert heard(event(chat=chat)).address.chat == HOA


def test_who_wrote_nowhere_is_an_error() -> None:
    with pytest.raises(ValueError, match="who wrote"):
        said(event(chat=None, **{"from": None}), ME)


def test_ids_are_text_also_where_they_come_as_numbers() -> None:
    told = event(chat={"id": 77, "chat_type": "PRIVATE"}, message_id=5, **{"from": {"id": 77}})
    found = heard(told)
    assert (found.address.chat, found.person, found.message) == ("77", "77", "5")


@pytest.mark.parametrize(
    "date", [1795241600123, "1795241600123", 1795241600.123, 1795241600123.0, "1795241600.123"]
)
def test_a_date_is_in_milliseconds_or_seconds(date: object) -> None:
    assert heard(event(date=date)).sent_at == WRITTEN


@pytest.mark.parametrize(
    "date", [None, 0, -5, "", "gestern", [], {}, 10**40, float("inf"), float("nan"), "1" * 5000]
)
def test_a_date_that_is_none_is_left_out(date: object) -> None:
    assert heard(event(date=date)).sent_at is None


def test_without_an_id_the_same_message_has_the_same_and_another_another() -> None:
    one = heard(event(message_id=None)).message
    assert len(one) == 20
    assert one == heard(event(message_id=None)).message
    assert one != heard(event(message_id=None, text="menu")).message


def test_text_is_made_fit_for_the_database() -> None:
    assert heard(event(text=" nộp\0 500k \ud83d ")).text == "nộp 500k ?"


def test_of_a_text_longer_than_any_phone_sends_the_beginning_is_read() -> None:
    assert heard(event(text="đ" * 4000)).text == "đ" * 4000
    assert heard(event(text="nộp 500k " * 100_000)).text == ("nộp 500k " * 445)[:4000].strip()


# --- Kinds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message", "kind", "text"),
    [
        ("message.image.received", {"photo_url": "https://z/1.jpg"}, "photo", ""),
        (
            "message.image.received",
            {"photo": "https://z/1.jpg", "caption": "phiếu"},
            "photo",
            "phiếu",
        ),
        ("message.image.received", {}, "photo", ""),
        ("message.voice.received", {"voice_url": "https://z/1.aac"}, "voice", ""),
        ("message.sticker.received", {"sticker": "0e07", "url": "https://z"}, "sticker", ""),
        ("message.unsupported.received", {}, "unsupported", ""),
        ("message.unsupported.received", {"text": "?"}, "unsupported", ""),
        ("message.poll.received", {}, "unsupported", ""),
        ("message.reply.received", {"text": "menu"}, "text", "menu"),
        ("message.text.received", {}, "unsupported", ""),
        ("message.text.received", {"text": " \n"}, "unsupported", ""),
        ("message.text.received", {"text": 5}, "unsupported", ""),
        ("", {"text": "menu"}, "text", "menu"),
        ("", {"photo": "https://z/1.jpg"}, "photo", ""),
        ("", {"photo_url": "https://z/1.jpg", "caption": "phiếu"}, "photo", "phiếu"),
        ("", {"voice_url": "https://z/1.aac"}, "voice", ""),
        ("", {"sticker": "0e07"}, "sticker", ""),
        ("", {}, "unsupported", ""),
    ],
)
def test_kinds_of_messages(name: str, message: dict[str, Any], kind: str, text: str) -> None:
    found = heard(event(name, **({"text": None} | message)))
    assert (found.kind, found.text) == (kind, text)


@pytest.mark.parametrize(
    "name",
    ["user.follow", "message.text.edited", "message.seen", "bot.added", "message..received"],
)
def test_other_events_are_no_messages(name: str) -> None:
    assert said(event(name), ME) is None


@pytest.mark.parametrize("message", [None, 5, "x", []])
def test_an_event_without_a_message_needs_no_answer(message: object) -> None:
    assert said({"event_name": "message.text.received", "message": message}, ME) is None


def test_our_own_words_that_come_back_are_dropped() -> None:
    assert said(event(**{"from": {"id": ME.id, "is_bot": False}}), ME) is None
    assert said(in_group(**{"from": {"id": "other", "is_bot": True}}), ME) is None
    assert said(event(**{"from": {"id": "7"}}), Myself(ME.id, (), "7")) is None
    assert heard(event(), Myself(ME.id)).person == HOA


@pytest.mark.parametrize(
    ("message", "address"),
    [
        ({"photo_url": "https://z/1.jpg"}, "https://z/1.jpg"),
        ({"photo": "https://z/1.jpg"}, "https://z/1.jpg"),
        ({"photo": "https://z/doc.jpg", "photo_url": "https://z/real.jpg"}, "https://z/real.jpg"),
        ({"photo": {"url": "https://z/1.jpg"}}, "https://z/1.jpg"),
        ({"photo": ["https://z/small.jpg", "https://z/big.jpg"]}, "https://z/big.jpg"),
        ({"photo": [{"url": "https://z/1.jpg"}]}, "https://z/1.jpg"),
        ({"photo": []}, ""),
        ({"photo": 5}, ""),
        ({}, ""),
    ],
)
def test_the_address_of_a_picture(message: dict[str, Any], address: str) -> None:
    assert picture(event("message.image.received", text=None, **message)) == address


# --- Groups --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chat", "group"),
    [
        ({"id": GROUP, "chat_type": "GROUP"}, True),
        ({"id": GROUP, "chat_type": "group"}, True),
        ({"id": GROUP, "chat_type": "COMMUNITY"}, True),
        ({"id": GROUP}, True),
        ({"id": HOA, "chat_type": "private"}, False),
        ({"id": HOA}, False),
    ],
)
def test_in_doubt_others_read_along(chat: dict[str, str], group: bool) -> None:
    found = heard(event(chat=chat))
    assert (found.group, found.address.chat, found.person) == (group, chat["id"], HOA)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@Bot CLB Xóm Đông menu", "menu"),
        ("@bot clb xóm đông, menu", "menu"),
        ("menu @Bot CLB Xóm Đông", "menu"),
        ("cho hỏi @Bot CLB  Xóm Đông: lịch", "cho hỏi lịch"),
        ("@Bot CLB Xo\u0301m \u0110o\u0302ng menu", "menu"),
        ("@Bot CLB Xóm Đông", ""),
        ("@Bot CLB Xóm Đông2 menu", "@Bot CLB Xóm Đông2 menu"),
        ("@Bot CLB Xóm Tây menu", "@Bot CLB Xóm Tây menu"),
        ("menu", "menu"),
        ("@Bot CLB Xóm Đông hỏi @Bot CLB Xóm Đông", "hỏi @Bot CLB Xóm Đông"),
    ],
)
def test_our_name_is_no_part_of_what_is_said_to_us_in_a_group(text: str, meant: str) -> None:
    assert heard(in_group(text)).text == meant


def test_the_longer_of_two_names_is_meant() -> None:
    me = Myself(ME.id, ("Bot", "", "Bot CLB"))
    assert heard(in_group("@Bot CLB menu"), me).text == "menu"
    assert heard(in_group("@Bot menu"), me).text == "menu"


def test_in_private_nothing_is_taken_from_the_words() -> None:
    assert heard(event(text="@Bot CLB Xóm Đông menu")).text == "@Bot CLB Xóm Đông menu"


# --- What cannot be handled ----------------------------------------------------------------------


def test_a_stand_in_has_the_id_and_no_words() -> None:
    whole = heard(event())
    instead = stand_in(whole)
    assert instead
    assert (instead.message, instead.text, instead.kind) == (whole.message, "", "failed")
    assert stand_in(heard(in_group())) is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "message_id date from chat text caption photo photo_url voice_url sticker id chat_type url"
)


@given(
    st.dictionaries(st.sampled_from(FIELDS.split()), ANYTHING),
    st.sampled_from(["message.text.received", "message.image.received", "", None, 3]),
)
def test_whatever_is_in_a_message_it_is_read_or_refused(
    message: dict[str, Any], name: object
) -> None:
    told = {"event_name": name, "message": message}
    assert isinstance(picture(told), str)
    try:
        found = said(told, ME)
    except ValueError:
        return
    assert found is None or (found.person and found.message and found.address.chat)
    assert json.dumps(found.text if found else "")
