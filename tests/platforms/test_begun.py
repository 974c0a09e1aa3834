"""Which messages of a long reply have been sent."""

from __future__ import annotations

from bot.chat import Choice, Reply
from bot.platforms.begun import REMEMBERED, Begun
from tests.village import Clock

YES = (Choice("q1:yes", "Đúng rồi"),)


def test_nothing_is_known_of_a_reply_that_has_not_begun_or_has_ended() -> None:
    begun, reply = Begun(Clock()), Reply(text="a", choices=list(YES))
    assert begun.parts(7, reply) == 0
    begun.note(7, reply, 2)
    assert (begun.parts(7, reply), begun.parts(8, reply)) == (2, 0)
    begun.forget(7, reply)
    assert begun.parts(7, reply) == 0


def test_a_reply_begun_an_hour_ago_begins_anew() -> None:
    clock = Clock()
    begun, reply = Begun(clock), Reply(text="a")
    begun.note(7, reply, 1)
    clock.pass_by(minutes=59)
    assert begun.parts(7, reply) == 1
    clock.pass_by(minutes=1)
    assert begun.parts(7, reply) == 0


def test_only_the_last_begun_replies_are_remembered() -> None:
    begun, reply = Begun(Clock()), Reply(text="a")
    for chat in range(REMEMBERED):
        begun.note(chat, reply, 1)
    begun.note(0, reply, 2)  # the oldest went on: now it is the newest
    begun.note(REMEMBERED, reply, 1)
    assert [begun.parts(chat, reply) for chat in (0, 1, 2, REMEMBERED)] == [2, 0, 1, 1]
