"""Who speaks: the only holder of a phone, or the one of several who says that she holds it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat import Choice
from bot.conversation.choosing import answer_to, offer_meant
from bot.conversation.late import written_before
from bot.conversation.naming import holder_named
from bot.conversation.putting_off import DANGER, WHO, open_before, put_off, take_up
from bot.i18n import _, sentence
from bot.people import Holder, Phone
from bot.storage import talk
from bot.storage.talk import Data, OpenQuestion, StandingOffer
from bot.telling import called
from bot.turn import SOFT, Answer, Handlers, Turn
from bot.understanding import codes, words

STAYS = timedelta(minutes=10)
"""On a shared phone the bot forgets after so long who spoke."""

GREETINGS = frozenset({"menu", "start", "help", "cancel", "thanks"})
"""Commands that want nothing in particular."""

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

    What the bot asked for itself is left out: whether there is danger, and, once it is known who
    speaks, who it is.
    """
    if question and question.step == DANGER:
        question = open_before(question.data)
    if question and question.step == WHO and (turn.holder or not turn.phone.is_shared):
        question = open_before(question.data)
    if question is None or not question.step or not is_hers(question, turn):
        return None
    return question


async def identify(turn: Turn, question: OpenQuestion | None) -> OpenQuestion | None:
    """Learn who holds a shared phone, and return the question that is open to her.

    She says so by opening news of hers, whoever spoke a minute ago, or by answering "who?": then
    the turn goes on with what was written before the bot had to ask.
    """
    offer = await offer_meant(turn)
    if offer is None and (named := await news_named(turn, question)):
        offer = named[0]
    if offer and offer.step == NEWS:
        turn.holder = _holder(turn.phone, offer.member_id)
    elif turn.holder is None and question and question.step == WHO:
        key = answer_to(turn, question)
        if key:
            turn.holder = _holder(turn.phone, int(key))
        elif not written_before(turn, question):
            turn.holder = holder_named(turn)
        if turn.holder:
            take_up(turn, question.data)
    return open_to(turn, question)


async def news_named(
    turn: Turn, question: OpenQuestion | None
) -> tuple[StandingOffer, str] | None:
    """Find the newest news that waits for the holder whose name was typed, as if it was tapped.

    While something is asked, a bare name may be the answer to that.
    """
    if not turn.phone.is_shared or turn.incoming.pressed:
        return None
    named = holder_named(turn)
    if named is None or (turn.holder and turn.holder.member.id != named.member.id):
        return None
    if question and question.step != SOFT:
        return None
    for offer in await talk.open_offers(turn.db, turn.phone.id, turn.now):
        if offer.step == NEWS and offer.member_id == named.member.id:
            return offer, offer.choices[0].key
    return None


async def is_for_anybody(turn: Turn, question: OpenQuestion | None, handlers: Handlers) -> bool:
    """Whether nobody need say who she is yet: somebody new is joining on this phone."""
    asked = question is not None and is_public(question.step, handlers)
    if turn.incoming.pressed:
        offer = await offer_meant(turn)
        its_own = question and turn.incoming.pressed.startswith(f"q{question.number}:")
        return is_public(offer.step, handlers) if offer else bool(asked and its_own)
    return asked or codes.joining_code(turn.text) is not None


def is_public(step: str, handlers: Handlers) -> bool:
    """Whether a step works before the bot knows who writes."""
    return step in handlers and handlers[step].public


def who_is_it(turn: Turn, question: OpenQuestion | None) -> Answer:
    """Ask for the speaker by name, before anything is shown."""
    kept = put_off(turn, question)
    if question and question.step == WHO:
        before = question.data
        kept = before if _says_less(turn, before) else {**kept, "question": before["question"]}
    names = tuple(
        Choice(str(one.member.id), sentence("{name}", name=called(one.member, turn.today)))
        for one in turn.phone.holders
    )
    text = turn.words(_("Who is holding the phone, please?"))
    return Answer(text=text, choices=names, step=WHO, data=kept)


def _says_less(turn: Turn, before: Data) -> bool:
    """Whether the words that were put off before ask for something, and these do not.

    "Alo" gives way to whatever comes after it; "con no bao nhieu" does not to "ai hỏi vậy"
    or "ok".
    """
    said = words.command(turn.text)
    if turn.incoming.pressed or (said and said.name != "thanks"):
        return False
    asked = words.command(before["wrote"]["text"])
    return bool(before["wrote"]["pressed"] or (asked and asked.name not in GREETINGS))


def _holder(phone: Phone, member_id: int) -> Holder | None:
    return next((one for one in phone.holders if one.member.id == member_id), None)
