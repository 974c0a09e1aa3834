"""Somebody asks for hands or offers her own: for what, how many, when; the fitting ones hear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers.gathering.labour_board import board
from bot.handlers.gathering.labour_telling import tell_those_free, tell_who_it_is_for
from bot.handlers.gathering.labour_words import hands, span, spoken_for
from bot.handlers.names import choices_of, matching
from bot.handlers.own_words import heard_words
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, near_day, ngettext
from bot.people import Member
from bot.storage import labour, members
from bot.storage.labour import Labour
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.folding import fold
from bot.understanding.labour import Told, hear_asking, hear_days, hear_hands, hear_offer
from bot.understanding.words import command

HANDS = range(1, 7)
"""As many are offered as buttons: their numbers are the hands."""
SHOWN_DAYS = 5
WORK = ("care.people", "activity", "visit")
"""Commands that may as well be work: "chăm sóc vườn". What else is one is not for the board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked or offered, as far as it is known."""

    whose: int
    asks: bool
    work: str = ""
    hands: int | None = None
    first: date | None = None
    last: date | None = None

    def to_data(self) -> Data:
        """Return it as a question carries it."""
        return {
            "for": self.whose,
            "asks": self.asks,
            "work": self.work,
            "hands": self.hands,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
        }


def wish_of(data: Data) -> Wish:
    """Take up what a question carried."""
    return Wish(
        whose=data["for"],
        asks=data["asks"],
        work=data["work"],
        hands=data["hands"],
        first=date.fromisoformat(data["first"]) if data["first"] else None,
        last=date.fromisoformat(data["last"]) if data["last"] else None,
    )


async def ask(turn: Turn) -> Answer:
    """Begin to ask for hands; what was typed is taken up."""
    return await _typed(turn, asks=True)


async def offer(turn: Turn) -> Answer:
    """Begin to offer one's own."""
    return await _typed(turn, asks=False)


async def _typed(turn: Turn, *, asks: bool) -> Answer:
    if not turn.text or turn.choice:
        return await go_on(turn, Wish(whose=turn.member.id, asks=asks))
    said = command(turn.incoming.text)
    is_whole = said is not None and said.name in ("labour.ask", "labour.offer")
    text = turn.incoming.text if is_whole else turn.text
    told = _heard(turn, text, asks=asks)
    if not told.who:
        return await _told(turn, turn.member, told, asks=asks)
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(told.who, people)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await _told(turn, found[0], told, asks=asks)
    return turn.ask(
        "labour.whose",
        _("Which one do you mean?"),
        *choices_of(found),
        never_mind(),
        data={"text": text, "asks": asks},
    )


async def take_whose(turn: Turn) -> Answer:
    """The speaker chose one of several who are called so."""
    if turn.choice == STOP:
        return left(turn)
    member = await spoken_for(turn, int(turn.choice))
    told = _heard(turn, turn.data["text"], asks=turn.data["asks"])
    return await _told(turn, member, told, asks=turn.data["asks"])


def _heard(turn: Turn, text: str, *, asks: bool) -> Told:
    return hear_asking(text, turn.today) if asks else hear_offer(text, turn.today)


async def _told(turn: Turn, member: Member, told: Told, *, asks: bool) -> Answer:
    await spoken_for(turn, member.id)
    wish = Wish(
        whose=member.id,
        asks=asks,
        work=told.work,
        hands=told.hands if asks else 1,
        first=told.days[0] if len(told.days) == 1 else None,
        last=told.until,
    )
    return await go_on(turn, wish, told.days)


async def go_on(turn: Turn, wish: Wish, days: Sequence[date] = ()) -> Answer:
    """Ask what is not known yet, or put it on the board; `days` are those it can be."""
    if wish.asks and not wish.work:
        text = _("What work is it? For example “harvesting rice” or “mending the roof”.")
        return turn.ask("labour.work", text, never_mind(), data=wish.to_data())
    if wish.asks and wish.hands is None:
        return turn.ask(
            "labour.hands",
            _("How many hands are needed?"),
            *(Choice(f"n{number}", hands(number)) for number in HANDS),
            never_mind(),
            data=wish.to_data(),
        )
    if wish.first is None:
        return _ask_day(turn, wish, days)
    return await _put(turn, wish, wish.first, wish.last or wish.first)


def _ask_day(turn: Turn, wish: Wish, days: Sequence[date]) -> Answer:
    near = days or [turn.today + timedelta(days=more) for more in range(1, SHOWN_DAYS + 1)]
    return turn.ask(
        "labour.when",
        _("On which day? Choose, or write it, such as “Saturday” or “20/11 to 22/11”."),
        *(Choice(day.isoformat(), near_day(day, with_lunar=len(days) > 1)) for day in near),
        never_mind(),
        data=wish.to_data(),
    )


async def take_work(turn: Turn) -> Answer:
    """She said what work it is."""
    if turn.choice == STOP:
        return left(turn)
    meant = command(turn.text)
    if meant and meant.name not in WORK:
        raise NotUnderstood(turn.words(_("What work is it? A few words, please.")))
    return await go_on(turn, replace(wish_of(turn.data), work=heard_words(turn)))


async def take_hands(turn: Turn) -> Answer:
    """She said how many hands are needed."""
    if turn.choice == STOP:
        return left(turn)
    meant = None if turn.choice else command(turn.text)
    number = int(turn.choice[1:]) if turn.choice else hear_hands(turn.text)
    if number is None or (meant and not meant.name.startswith("labour")):
        raise NotUnderstood(turn.words(_("How many hands are needed? A number, please.")))
    return await go_on(turn, replace(wish_of(turn.data), hands=number))


async def take_when(turn: Turn) -> Answer:
    """She said on which day, or from which day to which."""
    if turn.choice == STOP:
        return left(turn)
    wish = wish_of(turn.data)
    if turn.choice:
        return await go_on(turn, replace(wish, first=date.fromisoformat(turn.choice)))
    days, last = hear_days(turn.text, turn.today)
    if not days:
        raise NotUnderstood(turn.words(_("On which day? One to come, please.")))
    if len(days) > 1:
        return _ask_day(turn, wish, days)
    return await go_on(turn, replace(wish, first=days[0], last=last))


async def _put(turn: Turn, wish: Wish, first: date, last: date) -> Answer:
    member = await spoken_for(turn, wish.whose)
    if first < turn.today:  # the answer was given days later
        return _ask_day(turn, wish, ())
    await labour.one_at_a_time(turn.db, turn.club.id)
    there = await labour.on_board(turn.db, turn.club.id, turn.today)
    if any(_is_same(one, wish, first, last) for one in there):
        return await board(turn, member, lead=turn.words(_("That is on the board already.")))
    one = await labour.put(
        turn.db,
        club_id=turn.club.id,
        member_id=member.id,
        asks=wish.asks,
        work=wish.work,
        from_on=first,
        until_on=last,
        hands=wish.hands or 1,
        by=turn.member.id,
        now=turn.now,
    )
    await tell_who_it_is_for(turn, member, one)
    if wish.asks:
        return await _asked(turn, member, one)
    days = [first + timedelta(days=more) for more in range((last - first).days + 1)]
    text = _("I noted that {you} have time to help on {when}.")
    if member.id != turn.member.id:
        text = _("I noted that {name} has time to help on {when}.")
    lead = turn.words(text, name=called(member, turn.today), when=span(first, last))
    return await board(turn, member, days=days, lead=lead)


def _is_same(one: Labour, wish: Wish, first: date, last: date) -> bool:
    return (one.member_id, one.asks, one.from_on, one.until_on, fold(one.work)) == (
        wish.whose,
        wish.asks,
        first,
        last,
        fold(wish.work),
    )


async def _asked(turn: Turn, member: Member, one: Labour) -> Answer:
    told = await tell_those_free(turn, member, one)
    more = _("It stands on the board: whoever has time sees it there.")
    if told:
        more = ngettext(
            "{number} neighbour has time then, and hears of it now.",
            "{number} neighbours have time then, and hear of it now.",
            told,
        )
    text = _("On the board: {name}, {when}, {hands}: {work}. {more}")
    return turn.say(
        text,
        Choice("labour.off", _("Take it off the board")),
        Choice("labour.mine", _("My days of labour")),
        Choice("labour", _("Labour swap")),
        data={"labour": one.id},
        name=called(member, turn.today),
        when=span(one.from_on, one.until_on),
        hands=hands(one.hands),
        work=one.work,
        more=turn.words(more, number=told),
    )


HANDLERS = {
    "labour.ask": Step(ask),
    "labour.offer": Step(offer),
    "labour.whose": Step(take_whose),
    "labour.work": Step(take_work, typed=True),
    "labour.hands": Step(take_hands, typed=True),
    "labour.when": Step(take_when, typed=True),
}
