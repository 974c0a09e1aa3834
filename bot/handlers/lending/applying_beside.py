"""What is said beside the questions of an application: what it costs, not now, not at all.

Nothing that was said is lost by it: the question is asked again, or the answers are kept.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Choice
from bot.handlers.lending.possible import possible_in_words, room_of
from bot.handlers.ways_out import left
from bot.i18n import _, money
from bot.storage import talk
from bot.storage.talk import Data, StandingOffer
from bot.telling import OFFER_LIFE
from bot.turn import Answer, Turn
from bot.understanding import borrowing, replies
from bot.understanding.words import command

RESUME = "borrow.resume"
"""The step of the offer that keeps the answers of an application which was left."""


async def beside(turn: Turn) -> Answer | None:
    """Answer words that are about the application and answer none of its questions."""
    said = command(turn.text)
    if said and said.name == "borrow.withdraw":
        return left(turn)
    if replies.puts_off(turn.text):
        return await _keep(turn)
    if borrowing.asks_cost(turn.text):
        room = await room_of(turn, turn.member)
        if room.products:
            text = _("A loan is possible {what} The board decides, by who needs it most.")
            return Answer(text=turn.words(text, what=possible_in_words(turn, room)))
    return None


async def _keep(turn: Turn) -> Answer:
    """Put the answers aside; a tap or "vay" takes them up again."""
    for before in await _kept(turn):
        await talk.use_offer(turn.db, before.id, "", turn.now)
    go_on = Choice("go", _("Go on with the loan"))
    offer = await talk.offer(
        turn.db,
        club_id=turn.club.id,
        address_id=turn.phone.id,
        member_id=turn.member.id,
        step=RESUME,
        data=turn.data,
        choices=[go_on],
        now=turn.now,
        expires_at=turn.now + OFFER_LIFE,
    )
    return turn.say(
        _(
            "Of course, there is no hurry. I keep what {you} have told me, and nothing is sent."
            " When {you} want to go on, choose it below, or just write “loan”."
        ),
        Choice(f"o{offer}:go", go_on.label),
    )


async def kept(turn: Turn, member: int) -> Answer | None:
    """Ask whether to go on with what was left, where the speaker began for that member."""
    found = [one for one in await _kept(turn) if one.data.get("member") == member]
    if not found:
        return None
    amount = found[0].data.get("amount") or found[0].data.get("heard")
    text = _("{You} began to ask for a loan{what}. Shall we go on with that?")
    return turn.ask(
        "borrow.again",
        text,
        Choice("go", _("Go on with the loan")),
        Choice("anew", _("Begin anew")),
        data={"offer": found[0].id, "kept": found[0].data},
        what=" " + _("of {amount}").format(amount=money(amount)) if amount else "",
    )


async def _kept(turn: Turn) -> list[StandingOffer]:
    found = await talk.open_offers(turn.db, turn.phone.id, turn.now)
    return [one for one in found if one.step == RESUME and one.member_id == turn.member.id]


def acknowledged(turn: Turn, text: str, data: Data) -> str:
    """Say the sum that was told already in front of another question, so that it is not lost."""
    if not data.get("heard"):
        return text
    noted = turn.words(_("{amount}, I have noted that."), amount=money(data["heard"]))
    return f"{noted} {text}"


def why(step: str) -> Callable[[], str]:
    """Return what says why a question of the application is asked, and how to answer it."""
    texts: dict[str, Callable[[], str]] = {
        "borrow.purpose": lambda: _(
            "The board wants to know what the money is needed for. Choose what fits, or write it"
            " in a few words, for example “a cow”."
        ),
        "borrow.amount": lambda: _(
            "Please tell me how much money {you} want to borrow: choose a sum, or write it, for"
            " example “5 million”."
        ),
        "borrow.term": lambda: _(
            "That is how many months {you} take to pay all of it back. Choose one, or write it,"
            " for example “12 months”."
        ),
        "borrow.first": lambda: _(
            "That is the day on which {you} first bring money to the fund. Choose a day, or write"
            " one, for example “10/1”."
        ),
        "borrow.month": lambda: _(
            "That is the month in which the harvest or the sale brings money. Please write it, for"
            " example “month 6”."
        ),
        "borrow.household": lambda: _(
            "The board asks everybody whether somebody who lives with them still pays back a loan."
            " If nobody does, write “no”; otherwise who, how much, and where."
        ),
        "borrow.send": lambda: _(
            "If all of it is right, choose “Yes, send it”: then the board looks at it. It can be"
            " taken back later."
        ),
    }
    return texts[step]
