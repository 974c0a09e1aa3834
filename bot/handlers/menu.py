"""The menus, help, and what is said when nothing else fits: no message is met with silence."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Choice
from bot.handlers import alarms, cards, repayments
from bot.handlers.care import family_alarms
from bot.handlers.collecting import unasked
from bot.handlers.gathering import roll
from bot.handlers.health import looking
from bot.i18n import _
from bot.rights import (
    may_broadcast,
    may_enrol,
    may_enter_care,
    may_lead_care,
    may_see_health,
    may_stand_in,
)
from bot.storage import members, usage
from bot.turn import SOFT, Answer, Step, Turn
from bot.understanding.amounts import hear_amount
from bot.understanding.hours import is_hour
from bot.understanding.payers import name_beside_sum

SHOWN = 8
"""So many buttons fit on the screen of a phone."""
_MOST_USED = {
    "secretary": ("gathering", "member.code", "meeting.days", "broadcast", "papers", "lending"),
    "head": ("receive", "lending", "papers", "gathering", "broadcast", "care", "meeting.days"),
}
"""Commands that an office uses most; of the others as they stand: the money first."""
JUST_NOW = timedelta(minutes=5)


async def menu(turn: Turn) -> Answer:
    """Show the few things that a member asks for; an officer sees one more."""
    return _menu(turn, _("What can I do for you?"))


async def helps(turn: Turn) -> Answer:
    """Say in three lines what can be written here."""
    return _menu(
        turn,
        _(
            "Just write to me as you speak, with or without accents. "
            "For example: “how much do I owe”, or “I paid 500k”. "
            "Write “menu” to come back here, or “cancel” to stop."
        ),
    )


async def cancel(turn: Turn) -> Answer:
    """Drop the open question: nothing was written down."""
    return _menu(turn, _("All right, nothing was written down."))


async def helping(turn: Turn) -> Answer:
    """Show how people here look after each other, as far as it is the speaker's."""
    herself = turn.holder is not None and turn.holder.kind == "self"
    visits = herself and may_enter_care(turn.member)
    choices = [
        *([Choice("visit", _("I have visited"))] if visits else []),
        Choice("care", _("Home care")),
        *([] if visits else [Choice("visit.ask", _("Ask for a visit"))]),
        Choice("health.mine", _("My blood pressure and weight")),
        Choice("labour", _("Labour swap")),
    ]
    if herself and may_see_health(turn.member):
        choices.append(Choice("measure", _("Write down blood pressure and weight")))
        choices.append(Choice("measure.missed", _("Who was not measured this month")))
    text = turn.words(_("How we look after each other: what would you like?"))
    return Answer(text=text, choices=tuple(choices), step=SOFT)


async def officers(turn: Turn) -> Answer:
    """Show the board's work, as far as it is the speaker's."""
    choices = await _board_work(turn)
    text = turn.words(_("The board's work. You may also just write a member's name."))
    return Answer(text=text, choices=_first(turn, choices), step=SOFT)


async def more_officers(turn: Turn) -> Answer:
    """Show the rest of the board's work."""
    choices = await _board_work(turn)
    shown = {one.key for one in _first(turn, choices)}
    rest = [one for one in choices if one.key not in shown]
    if await usage.of_club(turn.db, turn.club.id, turn.plans, turn.now):
        rest.append(Choice("usage", _("Messages this month")))
    return turn.say(_("The board's other work:"), *rest)


def _first(turn: Turn, choices: list[Choice]) -> tuple[Choice, ...]:
    """Return what the speaker's office needs most, as much as a phone's screen shows."""
    office = next((role for role in _MOST_USED if role in turn.member.roles), "")
    keys = _MOST_USED.get(office, ())
    last = len(choices)
    used = sorted(choices, key=lambda one: keys.index(one.key) if one.key in keys else last)
    if len(used) <= SHOWN:
        return tuple(used)
    return (*used[: SHOWN - 1], Choice("officers.more", _("Other work of the board")))


async def _board_work(turn: Turn) -> list[Choice]:
    if not turn.acts_as_officer:
        raise turn.refuse(_("That is the board's work."))
    choices = [
        Choice("collecting", _("Collect today's money")),
        Choice("cash", _("What the box must hold")),
        Choice("daylist", _("Agree the day's list")),
        Choice("money", _("Money in and out")),
        Choice("lending", _("Lending")),
        Choice("papers", _("Books and reports")),
        Choice("cases", _("What members asked to look at")),
        Choice("meeting.days", _("Meetings")),
        Choice("gathering", _("Today's meeting")),
    ]
    if may_lead_care(turn.member) or "secretary" in turn.member.roles:
        choices.append(Choice("care", _("Home care")))
    if may_broadcast(turn.member):
        choices.append(Choice("broadcast", _("Send an announcement")))
    board = await members.officers(turn.db, turn.club.id, turn.today)
    if may_stand_in(turn.member, board):
        choices.insert(0, Choice("receive", _("Receive money")))
    if may_enrol(turn.member):
        choices.append(Choice("member.code", _("Give out a joining code")))
    return choices


async def emergency(turn: Turn) -> Answer:
    """Send somebody in danger to the ambulance at once, and tell the board's head."""
    whom = await family_alarms.visited(turn)
    await alarms.tell_head(turn, lambda: _emergency(turn), whom)
    await family_alarms.tell_heads(turn, lambda: _emergency(turn))
    return Answer(text=turn.words(_("Call 115 now! And call somebody near you.")))


def _emergency(turn: Turn) -> str:
    sent_at = turn.incoming.sent_at or turn.now
    if turn.now - sent_at < JUST_NOW:
        return _("{name} just wrote to me of an emergency. Please go and see at once.")
    return _(
        "At {time} {name} wrote to me of an emergency; it reached me only now."
        " Please go and see at once."
    )


async def thanks(turn: Turn) -> Answer:
    """Answer thanks and "ok" warmly; a question that is open stays so, as that answers none."""
    raise turn.refuse(_("Thank you, too!"))


async def named(turn: Turn) -> Answer | None:
    """Show whom an officer has named, or take the sum beside the name; None for other words.

    "Hoa 150/90 52" is what was measured of Hoa, whoever writes it.
    """
    if measured := await looking.lines_alone(turn):
        return measured
    return await _with_a_name(turn) if turn.acts_as_officer else None


async def otherwise(turn: Turn) -> Answer:
    """Answer what fits nothing with the menu."""
    return _menu(turn, _("I did not understand that yet. Please choose one of these."))


async def _with_a_name(turn: Turn) -> Answer | None:
    """Show whom an officer names, or take the sum beside the name; None for other words."""
    if is_hour(turn.text):
        return None
    if begun := await unasked.offered(turn) or await roll.named_absent(turn):
        return begun
    if found := await cards.card_for(turn, turn.text):  # Mười is a name before it is a sum
        return found
    if not hear_amount(turn.text):
        return None
    return await repayments.from_named(turn, name_beside_sum(turn.text))


def _menu(turn: Turn, text: str) -> Answer:
    choices = [
        Choice("balance", _("How much do I still have to pay?")),
        Choice("repay", _("I have paid")),
        Choice("borrow", _("Ask for a loan")),
        Choice("slips", _("My slips")),
        Choice("meeting", _("The next meeting")),
        Choice("helping", _("Looking after each other")),
        Choice("settings", _("Language and this phone")),
    ]
    if turn.holder is not None and turn.holder.kind == "self" and turn.member.volunteer:
        choices.insert(-2, Choice("visit", _("I have visited")))
    if turn.acts_as_officer:
        choices.append(Choice("officers", _("The board")))
    return Answer(text=turn.words(text), choices=tuple(choices), step=SOFT)


HANDLERS = {
    "menu": Step(menu),
    "help": Step(helps),
    "cancel": Step(cancel),
    "helping": Step(helping),
    "officers": Step(officers),
    "officers.more": Step(more_officers),
    "thanks": Step(thanks),
    "emergency": Step(emergency, public=True),
    "named": Step(named),
    "otherwise": Step(otherwise),
}
