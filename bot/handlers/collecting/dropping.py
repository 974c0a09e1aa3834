"""A list is dropped: at once where nobody has paid, else two officers decide, and all hear of it.

The money on it was handed over and stands in no book: one officer alone must not make it vanish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat import Choice
from bot.handlers import resolving
from bot.handlers.cards import must_be_officer
from bot.handlers.collecting import outcome, screens
from bot.handlers.collecting.people import by_member
from bot.handlers.own_words import heard_words
from bot.handlers.resolving import Kind
from bot.i18n import _, money, ngettext, sentence, short_day
from bot.storage import collected, collections, members
from bot.storage.collected import Row
from bot.storage.collections import Collection
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

USUAL = ("given_back", "entered", "trial")
"""The usual reasons; any other is in words of the officer's own."""
DROPPED = ("open", collections.PUT_BY)
"""What can be dropped; a counted list is opened again first."""


async def ask(turn: Turn, found: Collection) -> Answer:
    """Drop a list on which nobody has paid; of any other ask why, and then a second officer."""
    rows = await collected.rows(turn.db, found.id)
    paid = _paid(rows)
    if not paid:
        return await _dropped(turn, found)
    text = ngettext(
        "{count} person has paid {amount} that is not in the book: {names}. To drop it, a second"
        " officer must agree. Why shall it be dropped?",
        "{count} people have paid {amount} that is not in the book: {names}. To drop it, a second"
        " officer must agree. Why shall it be dropped?",
        len(paid),
    )
    return turn.ask(
        "collecting.drop",
        text,
        *(Choice(one, _why(one)) for one in USUAL),
        Choice("keep", _("No, keep the list")),
        data={"collection": found.id, "read": collected.version(rows)},
        count=len(paid),
        amount=money(sum(paid.values())),
        names=await _named(turn, paid),
    )


async def take_why(turn: Turn) -> Answer:
    """The officer said why a list is to be dropped: the board is asked."""
    must_be_officer(turn)
    found = await collections.locked(turn.db, turn.club.id, turn.data["collection"])
    if found.status not in DROPPED:
        return await outcome.over(turn, found)
    if turn.choice == "keep":
        if found.status == "open":
            return await screens.overview(turn, found)
        return turn.say(
            _("All right, nothing is dropped."), Choice("collecting", _("Go to the list"))
        )
    reason = turn.choice or heard_words(turn)
    rows = await collected.rows(turn.db, found.id)
    if collected.version(rows) != turn.data["read"]:  # what was named is not all by now
        return await ask(turn, found)
    details = {"paid": list(_paid(rows).items()), "read": collected.version(rows)}
    return await resolving.propose(
        turn, DROP_LIST, subject=found.id, details=details, reason=reason
    )


async def _dropped(turn: Turn, found: Collection) -> Answer:
    await collections.drop(turn.db, found.id, turn.now)
    return turn.say(
        _("Dropped: nothing of it is in the book."),
        Choice("collecting", _("Begin the list of today")),
    )


def _paid(rows: Sequence[Row]) -> dict[int, int]:
    """Return who has paid how much on a list, đồng."""
    sums = {group[0].member_id: sum(row.amount for row in group) for group in by_member(rows)}
    return {member: amount for member, amount in sums.items() if amount}


async def _named(turn: Turn, paid: Mapping[int, int]) -> str:
    people = await members.several(turn.db, paid, turn.today)
    return "; ".join(
        _("{name} {amount}").format(name=called(people[one], turn.today), amount=money(amount))
        for one, amount in paid.items()
    )


def _why(said: str) -> str:
    """Return why a list is dropped, in the language that is spoken now: usual or own words."""
    usual = {
        "given_back": _("The money was given back"),
        "entered": _("It was written down in another way"),
        "trial": _("It was only a trial"),
    }
    return usual.get(said, said)


# --- What two officers decide --------------------------------------------------------------------


async def _facts(turn: Turn, asked: Resolution) -> str:
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    return sentence(
        _(
            "{name} asks to drop the collection of {day}: {what}. Then nothing of it comes into"
            " the book. Why: {reason}"
        ),
        name=called(asker, turn.today),
        day=await _day(turn, asked),
        what=await _what(turn, asked),
        reason=_why(asked.reason),
    )


async def _agreed(turn: Turn, asked: Resolution) -> str:
    """Drop it, and tell all of the board whose money it was; who asked hears it anyway."""
    await collections.drop(turn.db, asked.subject_id, turn.now)
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    on, what = await _day(turn, asked), await _what(turn, asked)

    def said() -> str:
        return sentence(
            _(
                "The collection of {day} was dropped, as {name} asked: {what}. Nothing of it is in"
                " the book. Why: {reason}"
            ),
            day=on,
            name=called(asker, turn.today),
            what=what,
            reason=_why(asked.reason),
        )

    board = await members.officers(turn.db, turn.club.id, turn.today)
    others = [one for one in board if one.id not in (turn.member.id, asker.id)]
    for listener in await turn.reach_officers(others):
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(listener, words("{said}", said=said()))
    return said()


async def _refused(turn: Turn, asked: Resolution, _reason: str) -> str:
    on = await _day(turn, asked)
    return turn.words(_("The collection of {day} stays as it is."), day=on)


async def _lapsed(turn: Turn, asked: Resolution) -> str | None:
    """Say that the list is closed by now, or that something else stands on it."""
    found = await collections.locked(turn.db, turn.club.id, asked.subject_id)
    rows = await collected.rows(turn.db, found.id)
    if found.status in DROPPED and collected.version(rows) == asked.details["read"]:
        return None
    text = _("The collection of {day} has changed since, so nothing of it is dropped.")
    return text.format(day=await _day(turn, asked))


async def _day(turn: Turn, asked: Resolution) -> str:
    found = await collections.locked(turn.db, turn.club.id, asked.subject_id)
    return short_day(found.held_on, today=turn.today)


async def _what(turn: Turn, asked: Resolution) -> str:
    return await _named(turn, dict(asked.details["paid"]))


DROP_LIST = Kind(name="drop_list", facts=_facts, agreed=_agreed, refused=_refused, lapsed=_lapsed)

HANDLERS = {"collecting.drop": Step(take_why, typed=True, own_words=True, counts=True)}
