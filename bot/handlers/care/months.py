"""A month of home care: hours and thanks of each volunteer, and a picture of all visits.

A volunteer sees her own; those who see to home care see everybody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.care.months import cells_of, month_after
from bot.care.visits import Given
from bot.chat import Choice
from bot.handlers.care import circle
from bot.handlers.care.family_eyes import introduced
from bot.handlers.documents import PNG, store
from bot.i18n import _, ngettext
from bot.papers.books.paper import month_name
from bot.papers.care_words import hours_said
from bot.papers.drawn import care_picture
from bot.papers.wanted import CareMonth, CareRow
from bot.storage import members, recipients, relatives, thanks, visits
from bot.storage.thanks import Thanked
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.months import hear_month
from bot.understanding.names import name_order

QUOTED = 6
"""Thanks that are shown word by word: a phone's screen."""


async def hours(turn: Turn) -> Answer:
    """Show what a volunteer gave in a month and who thanked her; to who leads, everybody."""
    month = _month(turn)
    before = month_after(month)
    gave = await visits.hours(turn.db, turn.club.id, month, before)
    thanked = await thanks.between(turn.db, turn.club.id, month, before)
    if not circle.speaks_herself(turn):
        await circle.must_lead(turn)
    mine = gave.get(turn.member.id)
    if mine is None and not circle.volunteers(turn):
        await circle.must_lead(turn)
    lines = []
    if mine or circle.volunteers(turn):
        lines += await _own(turn, month, mine, thanked.get(turn.member.id, []))
    choices = [Choice("care.hours", _("The month before"))]
    if circle.leads(turn):
        lines += await _everybody(turn, month, gave, thanked)
        choices.insert(0, Choice("care.picture", _("Picture of the month")))
    earlier = (month - timedelta(days=1)).replace(day=1)
    data = {"month": month.isoformat(), "earlier": earlier.isoformat()}
    return turn.say("{lines}", *choices, data=data, lines="\n".join(lines))


async def picture(turn: Turn) -> Answer:
    """Draw the visits of a month by week and by who is visited."""
    await circle.must_lead(turn)
    month = _month(turn, shown="month")
    before = month_after(month)
    made = await visits.between(turn.db, turn.club.id, month, before)
    gave = await visits.hours(turn.db, turn.club.id, month, before)
    people = {
        one.id: one
        for one in [
            *await recipients.of_club(turn.db, turn.club.id, min(before, turn.today)),
            *await recipients.ended(turn.db, turn.club.id, month, turn.today),
        ]
        if one.since < before
    }
    names = [called(one, turn.today) for one in people.values()]
    rows = [
        CareRow(
            name=f"{name} ({one.hamlet})" if names.count(name) > 1 and one.hamlet else name,
            cells=cells_of(one, made, month, turn.today),
        )
        for one in sorted(people.values(), key=lambda one: (name_order(one.name), one.id))
        if (name := called(one, turn.today))
    ]
    shown = tuple(row for row in rows if any(row.cells))
    if not shown:
        raise turn.refuse(_("In {month} nobody was visited yet."), month=month_name(month))
    wanted = CareMonth(
        club=turn.club.name,
        month=month,
        rows=shown,
        volunteers=len(gave),
        minutes=sum(one.minutes for one in gave.values()),
    )
    return turn.say(
        _("The visits in {month}: only for those who see to home care."),
        Choice("care.hours", _("Hours and thanks")),
        image=await store(turn, PNG, care_picture(wanted)),
        data={"earlier": month.isoformat()},
        month=month_name(month),
    )


def _month(turn: Turn, *, shown: str = "earlier") -> date:
    """Return the month in the words, or that of the button that was pressed; else this one."""
    if turn.text and (heard := hear_month(turn.text, turn.today)):
        return heard
    if not turn.text and (told := turn.data.get(shown)):
        return date.fromisoformat(told)
    return turn.today.replace(day=1)


async def _own(turn: Turn, month: date, mine: Given | None, said: Sequence[Thanked]) -> list[str]:
    if mine is None:
        text = _("In {month} you have written no visit down yet.")
        return [turn.words(text, month=month_name(month))]
    lines = [
        turn.words(
            _("In {month} you made {visits}: {hours}. Thank you!"),
            month=month_name(month),
            visits=_visits(mine.visits),
            hours=hours_said(mine.minutes),
        )
    ]
    lines += [await _quoted(turn, one) for one in said[-QUOTED:]]
    return lines


async def _everybody(
    turn: Turn,
    month: date,
    gave: Mapping[int, Given],
    thanked: Mapping[int, Sequence[Thanked]],
) -> list[str]:
    people = await members.several(turn.db, gave, turn.today)
    lines = [turn.words(_("All volunteers in {month}:"), month=month_name(month))]
    for its_id, given in sorted(gave.items(), key=lambda its: (-its[1].minutes, its[0])):
        text = _("{name}: {visits}, {hours}.")
        if count := len(thanked.get(its_id, ())):
            text = ngettext(
                "{name}: {visits}, {hours}, thanked {count} time.",
                "{name}: {visits}, {hours}, thanked {count} times.",
                count,
            )
        lines.append(
            turn.words(
                text,
                name=called(people[its_id], turn.today),
                visits=_visits(given.visits),
                hours=hours_said(given.minutes),
                count=count,
            )
        )
    if not gave:
        lines.append(turn.words(_("Nobody has written a visit down yet.")))
    return lines


async def _quoted(turn: Turn, said: Thanked) -> str:
    """Return thanks with who said them; without words where there were none of her own."""
    who = await _sayer(turn, said)
    if not said.words:
        return turn.words(_("{name} said thank you."), name=who)
    return turn.words(_("{name}: “{words}”"), name=who, words=said.words)


async def _sayer(turn: Turn, said: Thanked) -> str:
    kind, its_id = thanks.sayer(said.said_by)
    if kind == "member":
        return called(await members.member(turn.db, its_id, turn.today), turn.today)
    found = (await relatives.several(turn.db, turn.club.id, [its_id])).get(its_id)
    recipient = await recipients.one(turn.db, turn.club.id, said.recipient_id)
    if found is None or recipient is None:
        return _("Somebody of the family")
    return introduced(turn, found, recipient)


def _visits(count: int) -> str:
    return ngettext("{count} visit", "{count} visits", count).format(count=count)


HANDLERS = {"care.hours": Step(hours), "care.picture": Step(picture)}
