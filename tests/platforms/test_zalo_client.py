"""Requests to Zalo: what an answer means, whichever way it is put, and the token in none of it."""

from __future__ import annotations

import json
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.chat import Rejected, SlowDown, TryLater, Unclear, Unreachable, Unsure, UsedUp
from bot.platforms import zalo_client
from bot.platforms.zalo_client import AnswerLost, NeverLeft, ZaloClient, ZaloError, new_session
from tests.zalo_api import (
    Fault,
    Person,
    Zalo,
    bad_gateway,
    breaks,
    garbage,
    hangs_up,
    loses_answer,
    no_result,
    quota,
    refuse,
    strange,
)
from tests.zalo_api.server import SECRET

CLOSED = "http://127.0.0.1:1"


@pytest.fixture
def hoa(zalo: Zalo) -> Person:
    """Somebody who may be written to."""
    person = zalo.person("Hoa")
    person.chat.started = True
    return person


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with new_session() as opened:
        yield opened


@pytest.fixture
def client(zalo: Zalo, session: ClientSession) -> ZaloClient:
    return ZaloClient(session, zalo.bot.token, zalo.url)


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged, by whomever, which must never tell the token."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    assert SECRET not in caplog.text


def answered(body: object, status: int = 200) -> Fault:
    """Answer just so."""
    return Fault(status=status, body=json.dumps(body))


def without_token(error: BaseException) -> None:
    """Fail where the token can be found in an error, or in whatever it drags along."""
    assert error.__cause__ is None
    assert error.__context__ is None
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert SECRET not in shown


async def failing(client: ZaloClient, method: str = "sendMessage", **asked: Any) -> ZaloError:
    with pytest.raises(ZaloError) as caught:
        await client.call(method, **asked)
    without_token(caught.value)
    return caught.value


async def asking(client: ZaloClient, hoa: Person) -> Exception:
    """Send something that does not arrive, and return what a sender gets to see."""
    with pytest.raises((Rejected, TryLater, Unsure)) as caught:
        await client.ask("sendMessage", chat_id=hoa.id, text="chào bác")
    without_token(caught.value)
    return caught.value


# --- Answers -------------------------------------------------------------------------------------


async def test_a_request_brings_its_result(client: ZaloClient, zalo: Zalo) -> None:
    me = await client.call("getMe")
    assert (me["id"], me["account_name"]) == (zalo.bot.id, zalo.bot.name)
    assert client.id == zalo.bot.id


async def test_parameters_go_along_as_json(client: ZaloClient, zalo: Zalo, hoa: Person) -> None:
    said = await client.ask("sendMessage", chat_id=hoa.id, text="Chào bác: 500.000 đ 🌾")
    assert hoa.heard[0].text == "Chào bác: 500.000 đ 🌾"
    assert said["message_id"] == hoa.heard[0].id


@pytest.mark.parametrize(
    ("body", "result"),
    [
        ({"ok": True, "result": {"id": "5"}}, {"id": "5"}),
        ({"ok": "true", "result": {"id": "5"}}, {"id": "5"}),
        ({"ok": True, "result": {"id": "5"}, "error_code": 0}, {"id": "5"}),
        ({"result": {"id": "5"}}, {"id": "5"}),
        ({"id": "5"}, {"id": "5"}),
        ({"ok": True, "result": None}, {}),
        ({"ok": True, "result": True}, {}),
        ({"ok": True, "result": [{"id": "5"}]}, {}),
        ([], {}),
    ],
)
async def test_an_envelope_may_be_as_it_likes(
    client: ZaloClient, zalo: Zalo, body: object, result: dict[str, str]
) -> None:
    zalo.next("getMe", answered(body))
    assert await client.call("getMe") == result


async def test_a_result_may_be_missing(client: ZaloClient, zalo: Zalo, hoa: Person) -> None:
    zalo.next("sendMessage", no_result)
    answer = await client.ask("sendMessage", chat_id=hoa.id, text="chào bác")
    assert "message_id" not in answer
    assert hoa.count("chào bác") == 1


@pytest.mark.parametrize("status", [0, 200])
async def test_a_refusal_is_one_with_its_own_status_or_with_200(
    client: ZaloClient, zalo: Zalo, hoa: Person, status: int
) -> None:
    zalo.refusal_status = status
    zalo.next("sendMessage", refuse(429, "Quota exceeded"))
    error = await failing(client, chat_id=hoa.id, text="chào bác")
    assert (error.code, error.description) == (429, "Quota exceeded")
    assert str(error) == "Quota exceeded (429)"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"ok": False, "error_code": 401}, 200, 401),
        ({"ok": False, "error_code": "401"}, 200, 401),
        ({"ok": False, "errorCode": 426, "description": "too often"}, 200, 426),
        ({"ok": True, "error_code": 403}, 200, 403),
        ({"error_code": 403, "message": "no"}, 200, 403),
        ({"ok": False, "error_code": 400}, 404, 400),
        ({"ok": False}, 404, 404),
        ({"ok": False, "error_code": None}, 404, 404),
        ({"ok": False, "error_code": "none"}, 200, 0),
        ({"ok": False}, 200, 0),
        ({"ok": True, "result": {}}, 502, 502),
        ([], 504, 504),
    ],
)
async def test_the_code_is_zalos_own_else_the_status(
    client: ZaloClient, zalo: Zalo, body: object, status: int, code: int
) -> None:
    zalo.next("getMe", answered(body, status))
    assert (await failing(client, "getMe")).code == code


async def test_what_is_between_may_answer_as_it_likes(client: ZaloClient, zalo: Zalo) -> None:
    zalo.next("getMe", bad_gateway)
    zalo.next("getMe", breaks(504))
    codes = [(await failing(client, "getMe")).code for _time in range(2)]
    assert codes == [502, 504]


@pytest.mark.parametrize(
    "fault", [garbage, Fault(status=200, body="[" * 100_000), hangs_up, answered(5)]
)
async def test_an_answer_that_nobody_can_read_is_lost(
    client: ZaloClient, zalo: Zalo, fault: Fault
) -> None:
    zalo.next("getMe", fault)
    error = await failing(client, "getMe")
    assert (type(error), error.code) == (AnswerLost, 0)


async def test_a_request_is_not_waited_for_any_longer_than_it_may_take(
    client: ZaloClient, zalo: Zalo
) -> None:
    zalo.next("getMe", Fault(seconds=60))
    error = await failing(client, "getMe", within=0.2)
    assert (type(error), str(error)) == (AnswerLost, "TimeoutError")


async def test_nothing_leaves_where_there_is_nobody(session: ClientSession, zalo: Zalo) -> None:
    error = await failing(ZaloClient(session, zalo.bot.token, CLOSED), "getMe")
    assert isinstance(error, NeverLeft)
    assert "Cannot connect to host 127.0.0.1:1" in str(error)


async def test_nothing_leaves_by_an_address_that_is_none(session: ClientSession) -> None:
    error = await failing(ZaloClient(session, f"1:{SECRET}", "http://[::1"), "getMe")
    assert isinstance(error, NeverLeft)


async def test_nothing_leaves_when_the_connections_are_closed(zalo: Zalo) -> None:
    session = new_session()
    await session.close()
    error = await failing(ZaloClient(session, zalo.bot.token, zalo.url), "getMe")
    assert isinstance(error, NeverLeft)


async def test_who_does_not_answer_a_connection_has_heard_nothing(
    session: ClientSession, zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zalo_client, "CONNECT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=1) as deaf:
        port = deaf.getsockname()[1]
        full = [socket.socket() for _one in range(8)]
        for one in full:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        error = await failing(
            ZaloClient(session, zalo.bot.token, f"http://127.0.0.1:{port}"), "getMe"
        )
        for one in full:
            one.close()
    assert isinstance(error, NeverLeft)


async def test_the_token_goes_nowhere_else(
    client: ZaloClient, zalo: Zalo, session: ClientSession
) -> None:
    zalo.next("getMe", Fault(status=302, body="moved"))
    assert (await failing(client, "getMe")).code == 302
    assert [one.method for one in zalo.requests] == ["getMe"]


async def test_what_zalo_quotes_is_told_without_the_token(client: ZaloClient, zalo: Zalo) -> None:
    quoted = f"No bot\n at /bot{zalo.bot.token}/getMe " + "x" * 1000
    zalo.next("getMe", refuse(404, quoted))
    error = await failing(client, "getMe")
    assert error.description.startswith(f"No bot at /bot{zalo.bot.id}:…/getMe xxx")
    assert len(error.description) == 200
    assert SECRET not in repr(client)


async def test_what_zalo_shows_us_depends_on_the_token_and_does_not_tell_it(
    session: ClientSession, client: ZaloClient, zalo: Zalo
) -> None:
    other = ZaloClient(session, f"{zalo.bot.token}x", zalo.url)
    again = ZaloClient(session, zalo.bot.token, zalo.url)
    assert client.secret == again.secret != other.secret
    assert len(client.secret) == 64
    assert SECRET not in client.secret


# --- Asking for messages -------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 408])
async def test_nothing_written_is_no_error(client: ZaloClient, zalo: Zalo, status: int) -> None:
    zalo.idle_status = status
    assert await client.updates(1) == []


@pytest.mark.parametrize(
    "fault",
    [
        breaks(408),
        no_result,
        answered({"ok": True, "result": None}),
        answered({"ok": True, "result": []}),
        answered({"ok": False, "errorCode": "408"}),
    ],
)
async def test_nothing_may_be_said_in_many_ways(
    client: ZaloClient, zalo: Zalo, fault: Fault
) -> None:
    zalo.next("getUpdates", replace(fault, accepted=False))
    assert await client.updates(1) == []


async def test_what_was_written_comes_alone_or_in_a_list(
    client: ZaloClient, zalo: Zalo, hoa: Person
) -> None:
    update = hoa.writes("menu")
    assert await client.updates(5) == [update]
    zalo.next("getUpdates", answered({"ok": True, "result": [update, update]}))
    assert await client.updates(5) == [update, update]
    zalo.next("getUpdates", answered(update))
    assert await client.updates(5) == [update]


async def test_a_refusal_is_one_here_too(client: ZaloClient, zalo: Zalo) -> None:
    zalo.bot.webhook = {"url": "https://other.example", "secret_token": "x" * 8}
    with pytest.raises(ZaloError) as caught:
        await client.updates(1)
    assert caught.value.code == 400


# --- What a failed request means for a sender ----------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (refuse(400, "Bad request"), Rejected),
        (refuse(413), Rejected),
        (strange, Unclear),
        (refuse(404), Unclear),
        (refuse(-201), Unclear),
        (breaks(400), Unclear),
        (breaks(403), Unclear),
        (breaks(404), Unclear),
        (breaks(413), Unclear),
        (answered({"message": "Blocked"}, 400), Unclear),
        (breaks(401), TryLater),
        (breaks(429), UsedUp),
        (refuse(401), TryLater),
        (quota, UsedUp),
        (refuse(408), Unsure),
        (refuse(500), Unsure),
        (breaks(502), Unsure),
        (breaks(504), Unsure),
        (bad_gateway, Unsure),
        (garbage, Unsure),
        (answered({"message": "Under maintenance"}), Unsure),
        (answered([]), Unsure),
        (hangs_up, Unsure),
        (loses_answer, Unsure),
    ],
)
@pytest.mark.parametrize("status", [0, 200])
async def test_what_a_failed_request_means(
    client: ZaloClient,
    zalo: Zalo,
    hoa: Person,
    *,
    fault: Fault,
    meaning: type[Exception],
    status: int,
) -> None:
    zalo.refusal_status = status if fault.code > 0 else 200
    zalo.next("sendMessage", fault)
    assert type(await asking(client, hoa)) is meaning


async def test_without_a_connection_it_was_not_sent_and_the_delivery_knows_when_to_try_again(
    session: ClientSession, zalo: Zalo, hoa: Person
) -> None:
    error = await asking(ZaloClient(session, zalo.bot.token, CLOSED), hoa)
    assert isinstance(error, TryLater)
    assert error.seconds is None


async def test_somebody_who_blocked_the_bot_is_never_taken_for_one_who_has(
    client: ZaloClient, zalo: Zalo, hoa: Person
) -> None:
    hoa.blocks()
    for code in (400, 403):
        zalo.unreachable = code
        assert not isinstance(await asking(client, hoa), Unreachable)


async def test_a_refused_token_rests_and_is_told_once(
    client: ZaloClient,
    zalo: Zalo,
    hoa: Person,
    monkeypatch: pytest.MonkeyPatch,
    log: pytest.LogCaptureFixture,
) -> None:
    zalo.next("sendMessage", refuse(401, "Unauthorized"), times=2)
    first, second = [await asking(client, hoa) for _time in range(2)]
    assert isinstance(first, TryLater)
    assert isinstance(second, TryLater)
    assert first.seconds == 60
    assert 50 < (second.seconds or 0) <= 60
    assert zalo.count("sendMessage") == 1
    monkeypatch.setattr(zalo_client, "REFUSED_S", 0.0)
    client._refused_until = 0.0
    await asking(client, hoa)
    await client.ask("sendMessage", chat_id=hoa.id, text="chào bác")
    told = [one.getMessage() for one in log.records if one.name == "bot.platforms.zalo_client"]
    assert told == [
        f"Zalo refuses bot {zalo.bot.id}: nothing is sent until its token is put right",
        f"Zalo takes messages of bot {zalo.bot.id} again",
    ]


async def test_a_quota_that_is_used_up_means_silence_ever_longer_up_to_an_hour(
    client: ZaloClient, zalo: Zalo, hoa: Person
) -> None:
    waits = []
    for _time in range(8):
        zalo.next("sendMessage", quota)
        error = await asking(client, hoa)
        assert isinstance(error, SlowDown)
        waits.append(round(error.seconds))
        client._quota_until = 0.0  # the silence is over
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    await client.ask("sendMessage", chat_id=hoa.id, text="chào bác")
    zalo.next("sendMessage", quota)
    again = await asking(client, hoa)
    assert isinstance(again, SlowDown)
    assert round(again.seconds) == 60


async def test_what_was_under_way_together_makes_the_silence_no_longer(
    client: ZaloClient, zalo: Zalo, hoa: Person
) -> None:
    zalo.next("sendMessage", quota, times=5)
    errors = [await asking(client, hoa) for _time in range(5)]
    assert all(isinstance(one, SlowDown) and 50 < one.seconds <= 60 for one in errors)


async def test_a_message_is_taken_whether_its_answer_is_wrapped_or_not(
    client: ZaloClient, zalo: Zalo, hoa: Person
) -> None:
    for body in ({"ok": True, "result": {"message_id": "5"}}, {"message_id": "5"}):
        zalo.next("sendMessage", answered(body))
        assert await client.ask("sendMessage", chat_id=hoa.id, text="chào bác") == body.get(
            "result", body
        )


async def test_a_refusal_has_its_code_and_words_that_any_database_takes(
    client: ZaloClient, zalo: Zalo, hoa: Person
) -> None:
    zalo.next("sendMessage", refuse(400, "Bad\0 request:\n\x1b[31m\ud800 \u202edỗi" + "x" * 999))
    error = await asking(client, hoa)
    assert isinstance(error, Rejected)
    assert error.code == 400
    assert str(error).startswith("Bad request: [31m dỗixxx")
    assert len(str(error)) < 210
