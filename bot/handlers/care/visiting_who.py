"""Who made a visit, and to whom: the speaker and her people first, anybody else by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.care.people import Recipient
from bot.chat import Choice, NotUnderstood
from bot.handlers import names
from bot.handlers.care import circle, whom
from bot.handlers.care.visiting_words import when_said
from bot.handlers.ways_out import never_mind
from bot.i18n import _
from bot.people import Member
from bot.storage import carers, members, recipients, shifts, visits
from bot.storage.talk import Data
from bot.turn import Answer, Turn
from bot.understanding.naming import ADDRESS
from bot.understanding.phrases import cut

OTHERS, OTHER_DAY = "others", "day"
FIRST = 6
"""So many of her people stand on the first list: with the ways out it ends at nine."""


async def volunteers(turn: Turn) -> list[Member]:
    """Return who visits others at home, by name."""
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    return [one for one in people if one.volunteer]


async def came(turn: Turn, draft: Data) -> Answer | None:
    """Find out who visited: the speaker with her partner, or who is named; None where known."""
    if draft.get("by"):
        return None
    typed = draft.pop("who", "")
    if not typed and circle.volunteers(turn):
        draft["by"] = await _with_partner(turn, turn.member, draft)
        return None
    if not typed:
        await circle.must_write(turn)
        return ask_who(turn, draft, await volunteers(turn), _("Who made the visit?"))
    found = names.matching(typed, await volunteers(turn))
    if [one.id for one in found] == [turn.member.id]:
        draft["by"] = await _with_partner(turn, turn.member, draft)
        return None
    await circle.must_write(turn)
    if not found:
        text = _("I find no volunteer called {name}. Somebody is one by: “Hoa is a volunteer”.")
        raise NotUnderstood(turn.words(text, name=typed))
    if len(found) > 1:
        return ask_who(turn, draft, found, _("Which one do you mean?"))
    draft["by"] = await _with_partner(turn, found[0], draft)
    return None


async def chosen(turn: Turn, draft: Data, member_id: int) -> None:
    """Note who visited, as the board chose it."""
    await circle.must_write(turn)
    for one in await volunteers(turn):
        if one.id == member_id:
            draft["by"] = await _with_partner(turn, one, draft)


def ask_who(turn: Turn, draft: Data, people: Sequence[Member], asked: str) -> Answer:
    """Ask which volunteer it was."""
    if not people:
        raise turn.refuse(
            _("Nobody is noted as a volunteer yet. Write, for example: “Hoa is a volunteer”.")
        )
    choices = names.choices_of(people)[:8]
    return turn.ask("visits.by", asked, *choices, never_mind(), data=draft)


async def _with_partner(turn: Turn, volunteer: Member, draft: Data) -> list[int]:
    """Return her, and who always goes with her unless others were named."""
    if draft.get("with"):
        return [volunteer.id]
    partner = (await carers.volunteer(turn.db, volunteer, turn.today)).partner
    others = {one.id for one in await volunteers(turn)}
    return [volunteer.id, *([partner] if partner in others else [])]


async def went_along(turn: Turn, draft: Data) -> Answer | None:
    """Find out who else came, of the names that were told; who is no member stays in the note."""
    while draft.get("with"):
        typed = draft["with"][0]
        people = await members.everybody(turn.db, turn.club.id, turn.today)
        found = names.matching(typed, [one for one in people if one.volunteer])
        found = found or names.matching(typed, people)
        if len(found) > 1:
            return turn.ask(
                "visits.with",
                _("Which {name} went along?"),
                *names.choices_of(found)[:8],
                never_mind(),
                data=draft,
                name=typed,
            )
        draft["with"] = draft["with"][1:]
        if found:
            draft["by"] = list(dict.fromkeys([*draft["by"], found[0].id]))
        else:
            note = turn.words(_("with {name}"), name=typed)
            draft["note"] = ", ".join(filter(None, (draft.get("note", ""), note)))
    return None


async def visited(turn: Turn, draft: Data) -> Answer | None:
    """Find out whom; None where it is known."""
    if draft.get("for"):
        return None
    on = date.fromisoformat(draft["days"][0]) if draft.get("days") else turn.today
    people = await _in_order(turn, draft, on)
    if not people:
        raise turn.refuse(
            _("Nobody is written down to be visited yet. Please ask {names} about that."),
            names=await circle.names(turn),
        )
    typed = draft.pop("whom", "")
    found = _matching(typed, [one for _mine, one in people], draft)
    if len(found) == 1:
        draft["for"] = found[0].id
        return None
    if typed and not found and draft.pop("is_answer", False):  # it may be a command
        raise NotUnderstood(turn.words(_nobody(), name=typed))
    return ask_whom(turn, draft, people, found, typed)


def ask_whom(
    turn: Turn,
    draft: Data,
    people: Sequence[tuple[bool, Recipient]],
    found: Sequence[Recipient] = (),
    typed: str = "",
) -> Answer:
    """Ask whom: of those who are called so, or her people first."""
    mine = [one for is_mine, one in people if is_mine]
    shown = list(found) or (mine if mine and not draft.get("all") else [one for _, one in people])
    more = [Choice(OTHERS, _("Somebody else"))] if len(shown[:FIRST]) < len(people) else []
    day = [Choice(OTHER_DAY, _("Another day"))] if not found else []
    days = draft.get("days", [])
    when = when_said(date.fromisoformat(days[0]), turn.today) if len(days) == 1 else ""
    asked = _("Who was visited {when}? Part of the name is enough.")
    if turn.member.id in draft["by"]:
        asked = _("Whom did you visit {when}? Part of the name is enough.")
    text = turn.words(asked, when=when or turn.words(_("on those days")))
    if found:
        text = turn.words(_("Which one do you mean?"))
    elif typed:
        text = f"{turn.words(_nobody(), name=typed)} {text}"
    count = 8 if draft.get("all") or found else FIRST
    return turn.ask(
        "visits.whom",
        "{said}",
        *whom.choices_of(shown)[:count],
        *([] if draft.get("all") or found else more),
        *day,
        never_mind(),
        data=draft,
        said=text,
    )


def _nobody() -> str:
    return _("I find nobody called {name} among those who are visited.")


def _matching(typed: str, people: Sequence[Recipient], draft: Data) -> list[Recipient]:
    """Return whose name the words begin with; what is behind the name is a note."""
    words = cut(typed)
    alone = 1 if words and ADDRESS.length_at(words, 0) else 0  # a mere "bà" is nobody
    for count in range(len(words), alone, -1):
        found = whom.matching(" ".join(word.typed for word in words[:count]), people)
        if found:
            rest = " ".join(word.typed for word in words[count:])
            draft["note"] = ", ".join(filter(None, (rest, draft.get("note", ""))))
            return found
    return []


async def _in_order(turn: Turn, draft: Data, on: date) -> list[tuple[bool, Recipient]]:
    """Return who is visited, and whether she is one of the visitor's people: those come first.

    First of all come those to whom she was to go on that day, and nobody has written it yet.
    """
    people = await recipients.of_club(turn.db, turn.club.id, on)
    next_day = on + timedelta(days=1)
    visitor = draft["by"][0]
    known = await recipients.known_to(turn.db, turn.club.id, visitor)
    made = {one.shift_id for one in await visits.between(turn.db, turn.club.id, on, next_day)}
    planned = {
        one.recipient_id
        for one in await shifts.of_member(turn.db, visitor, on, next_day)
        if one.id not in made
    }
    hers = [one for one in people if one.member_id not in draft["by"]]
    hers.sort(key=lambda one: (one.id not in planned, one.id not in known))  # stable: by name
    return [(one.id in known or one.id in planned, one) for one in hers]
