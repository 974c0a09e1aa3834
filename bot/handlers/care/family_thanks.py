"""Thanks of the family, and of who is visited: they reach each of those who came, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot import i18n
from bot.care.visits import Visit
from bot.chat import Choice, NotUnderstood
from bot.handlers.care.family_eyes import (
    Looker,
    asked,
    form,
    introduced,
    looker,
    lookers,
    nothing_to_see,
    shown,
)
from bot.handlers.own_words import LONGEST
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _
from bot.storage import members, thanks, visits
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.phrases import cut
from bot.understanding.replies import is_puzzled, leaves
from bot.understanding.risky_words import risks
from bot.understanding.small_talk import THANKS
from bot.understanding.words import command

BACK = timedelta(days=14)
"""So long after a visit people still thank for it."""
OFFERED = 4
USUAL = "usual"
WHICH, WORDS = ("thanks.which", "family.thank.which"), ("thanks.words", "family.thank.words")


async def to_thank(turn: Turn, found: Sequence[Looker]) -> list[tuple[Looker, Visit]]:
    """Return the visits for which the speaker may say thanks and has not yet, newest first."""
    open_: list[tuple[Looker, Visit]] = []
    before = turn.today + timedelta(days=1)
    for one in found:
        if not one.sees:
            continue
        whose = one.recipient.club_id, one.recipient.id
        made = await visits.of_recipient(turn.db, *whose, turn.today - BACK, before)
        ids = [visit.id for visit in made]
        said = await thanks.thanked(turn.db, one.recipient.club_id, ids, one.said_by)
        open_ += [(one, visit) for visit in made if visit.id not in said and _others(turn, visit)]
    return sorted(open_, key=lambda its: (its[1].day, its[1].id), reverse=True)


async def begin(turn: Turn) -> Answer:
    """Ask for which visit, where there were several, or for the words."""
    found = await lookers(turn)
    if not found:
        raise nothing_to_see(turn)
    waiting = await to_thank(turn, found)
    if not waiting:
        text = _("Thank you! You have said thanks for every visit of these two weeks.")
        return shown(turn, found[0], text)
    if len(waiting) == 1:
        return await _ask_words(turn, *waiting[0])
    choices = [
        Choice(str(visit.id), await _on_a_button(turn, one, visit))
        for one, visit in waiting[:OFFERED]
    ]
    text = _("Thanks for which visit?")
    return asked(turn, waiting[0][0], WHICH, text, *choices, never_mind())


async def take_which(turn: Turn) -> Answer:
    """A visit was chosen: ask for the words."""
    if turn.choice == STOP:
        return await _left(turn)
    return await _ask_words(turn, *await _its(turn, int(turn.choice)))


async def take_words(turn: Turn) -> Answer:
    """Say it to those who came, in the usual words or her own."""
    if turn.choice == STOP:
        return await _left(turn)
    one, visit = await _its(turn, turn.data["visit"])
    words = "" if turn.choice == USUAL else _own_words(turn, one)
    if not await thanks.say(turn.db, visit, one.said_by, words, turn.now):
        return shown(turn, one, _("You have said thanks for that visit already."))
    told = await _tell(turn, one, visit, words)
    return shown(
        turn,
        one,
        _("{names} will be glad. I pass it on.") if told else _("{names} will be told."),
        names=told or await _names(turn, visit),
    )


async def _ask_words(turn: Turn, one: Looker, visit: Visit) -> Answer:
    return asked(
        turn,
        one,
        WORDS,
        _("What shall I say to {names}, for {day}? Choose, or write it in your own words."),
        Choice(USUAL, _("Thank you very much!")),
        never_mind(),
        data={"visit": visit.id},
        names=await _names(turn, visit),
        day=i18n.near_day(visit.day, with_lunar=False),
    )


def _own_words(turn: Turn, one: Looker) -> str:
    """Return what was typed; what might harm those who read it is not passed on."""
    said = " ".join(turn.text.split())
    if len(said) < 2 or leaves(said) or is_puzzled(said) or _asks_for_more(turn, said):
        text = _("A few words, please. Write “menu” to go back.")
        raise NotUnderstood(i18n.say(text, form(turn, one)))
    if risks(said):
        text = _(
            "I pass on thanks, but no links, numbers, offers or cures."
            " Please write it once more without them."
        )
        raise NotUnderstood(i18n.say(text, form(turn, one)))
    return said[:LONGEST]


def _asks_for_more(turn: Turn, said: str) -> bool:
    """Whether a member says something else: what she owes is for nobody else to read."""
    return turn.holder is not None and command(said) is not None and not THANKS.are_in(cut(said))


async def _its(turn: Turn, visit_id: int) -> tuple[Looker, Visit]:
    """Return a visit that the speaker may see still; refuses any other."""
    for one in await lookers(turn):
        visit = await visits.one(turn.db, one.recipient.club_id, visit_id)
        mine = visit is not None and visit.recipient_id == one.recipient.id and one.sees
        if visit and mine and visit.taken_back_at is None:
            return await looker(turn, one.recipient.id), visit
    raise nothing_to_see(turn)


async def _tell(turn: Turn, one: Looker, visit: Visit, words: str) -> str:
    """Tell those who came, and return the names of who is reached."""
    ids = _others(turn, visit)
    people = await members.several(turn.db, ids, turn.today)
    reached = await turn.reach_officers(people[one] for one in ids if one in people)
    for listener in reached:
        with speaking_to(listener.member, turn.today) as speak:
            who = called(one.recipient, turn.today)
            if turn.holder is not None:
                who = called(turn.member, turn.today)
            elif one.relative is not None:
                who = introduced(turn, one.relative, one.recipient)
            text = _("{name} thanks you for the visit of {day}: “{words}”")
            if not words:
                text = _("{name} thanks you very much for the visit of {day}.")
            day = i18n.near_day(visit.day, with_lunar=False)
            await turn.tell(listener, speak(text, name=who, day=day, words=words))
    return ", ".join(called(each.member, turn.today) for each in reached)


async def _names(turn: Turn, visit: Visit) -> str:
    people = await members.several(turn.db, visit.visitors, turn.today)
    return ", ".join(called(people[one], turn.today) for one in visit.visitors if one in people)


async def _on_a_button(turn: Turn, one: Looker, visit: Visit) -> str:
    return _("{day}: {names} to {name}").format(
        day=i18n.near_day(visit.day, with_lunar=False),
        names=await _names(turn, visit),
        name=called(one.recipient, turn.today),
    )


async def _left(turn: Turn) -> Answer:
    found = await lookers(turn)
    return shown(turn, found[0] if found else None, _("All right, nothing was written down."))


def _others(turn: Turn, visit: Visit) -> list[int]:
    """Return who made a visit, but for the speaker: nobody thanks herself."""
    mine = turn.holder.member.id if turn.holder else None
    return [one for one in visit.visitors if one != mine]


HANDLERS = {
    "family.thank": Step(begin, public=True),
    "thanks.which": Step(take_which),
    "family.thank.which": Step(take_which, public=True),
    "thanks.words": Step(take_words, typed=True),
    "family.thank.words": Step(take_words, typed=True, public=True),
}
