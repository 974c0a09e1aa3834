"""Who speaks: the only holder of a phone, or the one of several who says that she holds it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Choice
from bot.conversation.choosing import offer_meant, picked, press_of
from bot.i18n import _, sentence
from bot.people import Holder, Phone
from bot.storage import talk
from bot.storage.talk import OpenQuestion
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding import codes

STAYS = timedelta(minutes=10)
"""On a shared phone the bot forgets after so long who spoke."""

WHO = "who"
"""The step of "Who is holding the phone?"; it keeps what was written before the bot asked."""

NEWS = "news.open"
"""The step of the offer behind which a member's news waits on a shared phone."""


def speaker(phone: Phone, now: datetime) -> Holder | None:
    """Return who speaks: the only holder, or the one who spoke within the last minutes."""
    if not phone.is_shared:
        return phone.holders[0] if phone.holders else None
    if phone.speaker_id is None or phone.speaker_until is None or phone.speaker_until <= now:
        return None
    return _holder(phone, phone.speaker_id)


def is_hers(question: OpenQuestion, turn: Turn) -> bool:
    """Whether the speaker may answer it: it was not put to another holder of this phone.

    Until somebody says who holds a shared phone it may be hers.
    """
    if turn.holder is None and turn.phone.is_shared:
        return True
    speaks = turn.holder.member.id if turn.holder else None
    return question.member_id in (None, speaks)


def open_to(turn: Turn, question: OpenQuestion | None) -> OpenQuestion | None:
    """Return the question that is open to the speaker, of what is written as open here.

    Once it is known who speaks, that is what was asked before the bot asked who it is.
    """
    if question and question.step == WHO and (turn.holder or not turn.phone.is_shared):
        before = question.data["question"]
        question = talk.question_from(before) if before else None
    if question is None or not question.step or not is_hers(question, turn):
        return None
    return question


async def identify(turn: Turn, question: OpenQuestion | None) -> OpenQuestion | None:
    """Learn who holds a shared phone, and return the question that is open to her.

    She says so by opening news of hers, whoever spoke a minute ago, or by answering "who?": then
    the turn goes on with what was written before the bot had to ask.
    """
    offer = await offer_meant(turn)
    if offer and offer.step == NEWS:
        turn.holder = _holder(turn.phone, offer.member_id)
    elif turn.holder is None and question and question.step == WHO:
        named = _named(turn, question)
        turn.holder = _holder(turn.phone, int(named)) if named else None
        if turn.holder:
            turn.incoming = replace(turn.incoming, **question.data["wrote"])
            turn.text = turn.incoming.text
    return open_to(turn, question)


async def is_for_anybody(
    turn: Turn, question: OpenQuestion | None, public: Collection[str]
) -> bool:
    """Whether nobody need say who she is yet: somebody new is joining on this phone.

    `public` names the steps that work before the bot knows who writes.
    """
    asked = question is not None and question.step in public
    if turn.incoming.pressed:
        offer = await offer_meant(turn)
        its_own = question and turn.incoming.pressed.startswith(f"q{question.number}:")
        return offer.step in public if offer else bool(asked and its_own)
    return asked or codes.joining_code(turn.text) is not None


def who_is_it(turn: Turn, question: OpenQuestion | None) -> Answer:
    """Ask for the speaker by name, before anything is shown."""
    if question and question.step == WHO:
        kept = question.data
    else:
        wrote = {
            "text": turn.incoming.text.strip(),
            "pressed": turn.incoming.pressed,
            "kind": turn.incoming.kind,
            "file": turn.incoming.file,
        }
        kept = {"wrote": wrote, "question": talk.question_to(question) if question else None}
    names = tuple(
        Choice(str(one.member.id), sentence("{name}", name=called(one.member, turn.today)))
        for one in turn.phone.holders
    )
    text = turn.words(_("Who is holding the phone, please?"))
    return Answer(text=text, choices=names, step=WHO, data=kept)


def _named(turn: Turn, question: OpenQuestion) -> str | None:
    """Return the key of the name that was pressed or typed."""
    if not turn.incoming.pressed:
        return picked(turn.text, question.choices)
    press = press_of(turn.incoming.pressed)
    if press is None or press.of_offer or press.number != question.number:
        return None
    return press.key if press.key in {one.key for one in question.choices} else None


def _holder(phone: Phone, member_id: int) -> Holder | None:
    return next((one for one in phone.holders if one.member.id == member_id), None)
