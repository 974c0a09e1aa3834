"""The care lead has visits proposed, looks at them, and has everybody told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from bot.care.rota import WEEK, Planned
from bot.chat import NotUnderstood
from bot.handlers.care import (
    circle,
    rota_changing,
    rota_paper,
    rota_screen,
    rota_typed,
    shifts_mine,
)
from bot.handlers.care.rota_facts import Screen, facts
from bot.handlers.care.rota_screen import BY_RECIPIENT, BY_VOLUNTEER, VIEW, WEEKS
from bot.handlers.care.rota_texts import too_few
from bot.handlers.care.shifts_told import by_phone, tell_all
from bot.i18n import _, ngettext
from bot.storage import rotas, shifts
from bot.storage.shifts import NewShift
from bot.turn import Answer, Step, Turn
from bot.understanding.rota_lines import days_meant, line_in

AHEAD = timedelta(days=60)
"""Nobody plans visits further off."""


async def begin(turn: Turn) -> Answer:
    """Show the visits that are planned, or propose some; a name, a day or a change may follow."""
    if not circle.leads(turn):
        return await shifts_mine.mine(turn)
    await shifts.hold(turn.db, turn.club.id)
    screen = await rota_screen.now(turn)
    if turn.text and line_in(turn.text):
        return await _changed(turn, screen)
    days = _days(turn) if turn.text else []
    if turn.text and not days:
        return await shifts_mine.of_named(turn)
    week = _monday(days[0]) if days else None
    runs = screen.told_until is not None and screen.told_until > turn.today
    if screen.rota or (runs and (week is None or week in screen.weeks)):
        return rota_screen.show(turn, screen, week=week)
    return await _proposed(turn, week or _monday(turn.today) + timedelta(days=WEEK))


async def _changed(turn: Turn, screen: Screen) -> Answer:
    """Do what was written in one line; say how to write it to who wrote something else."""
    if changed := await rota_typed.take(turn, screen):
        return changed
    text = _("Please choose one of these, or write it like this: {example}")
    raise NotUnderstood(turn.words(text, example=rota_changing.example()))


def _days(turn: Turn) -> list[date]:
    return days_meant(turn.text, turn.today, turn.today + AHEAD)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


async def take(turn: Turn) -> Answer:
    """Something was chosen on the screen of visits, or a change was written in one line."""
    await circle.must_lead(turn)
    await shifts.hold(turn.db, turn.club.id)
    screen = await rota_screen.now(turn)
    if not turn.choice:
        return await _changed(turn, screen)
    if turn.choice == "leave":
        return turn.say(_("All right. Write “visiting rota” to see it again."))
    if screen.became:
        return rota_screen.show(turn, screen)
    if turn.choice.startswith("week:"):
        week = date.fromisoformat(turn.choice.removeprefix("week:"))
        return rota_screen.show(turn, screen, week=week)
    if turn.choice in (BY_VOLUNTEER, BY_RECIPIENT):
        return rota_screen.show(turn, screen, how=turn.choice)
    return await _DOES[turn.choice](turn, screen)


async def _proposed(turn: Turn, first: date) -> Answer:
    """Make the best plan of some weeks, and show it; what was told or done stays."""
    known = await facts(turn, first, WEEKS)
    if not known.wanted:
        return turn.say(_("Nobody is visited at home yet: first write down who needs visits."))
    if not known.carers:
        return turn.say(_("There are no volunteers yet: first write down who can visit."))
    before = first + timedelta(days=WEEK * WEEKS)
    plan = await known.plan(first, WEEKS)
    await _put(turn, first, before, plan.visits)
    screen = await rota_screen.now(turn)
    if screen.rota:
        return rota_screen.show(turn, screen)
    nothing = turn.words(_("There is nothing more to plan."))
    return turn.say("{lines}", lines="\n".join([nothing, *too_few(screen.names, plan, [first])]))


async def _put(turn: Turn, first: date, before: date, visits: tuple[Planned, ...]) -> None:
    """Add visits to what is being made, and begin to make it where nothing is."""
    if not visits:
        return
    club = turn.club.id
    await rotas.begin(turn.db, club, first, before, by=turn.member.id, now=turn.now)
    if rota := await rotas.proposed(turn.db, club):
        new = [
            NewShift(recipient_id=one.recipient, day=one.day, part=one.part, volunteers=one.carer)
            for one in visits
        ]
        await shifts.put_many(turn.db, club_id=club, made=new, now=turn.now, rota_id=rota.id)


async def _next(turn: Turn, screen: Screen) -> Answer:
    return await _proposed(turn, screen.told_until or screen.before)


async def _fill(turn: Turn, screen: Screen) -> Answer:
    """Plan what is missing and possible, beside what is there."""
    await _put(turn, *screen.planning, screen.plan.visits)
    return rota_screen.show(turn, await rota_screen.now(turn))


async def _drop(turn: Turn, screen: Screen) -> Answer:
    if screen.rota:
        await rotas.drop(turn.db, turn.club.id, screen.rota.id)
    return turn.say(_("All right, that proposal is gone; what was told before stays as it is."))


async def _publish(turn: Turn, screen: Screen) -> Answer:
    """Let the proposal count, and tell every volunteer of hers; once, whoever presses first."""
    rota, club = screen.rota, turn.club.id
    if rota is None:
        return rota_screen.show(turn, screen)
    if screen.data["seen"] != turn.data["seen"]:
        text = _("It was changed meanwhile. Please look at it once more:")
        return rota_screen.show(turn, screen, lead=turn.words(text))
    its = await shifts.of_rota(turn.db, club, rota.id)
    past = [one.id for one in its if one.day < turn.today]
    await shifts.cancel(turn.db, club, past, "late", turn.now)
    await rotas.publish(turn.db, club, rota.id, by=turn.member.id, now=turn.now)
    coming = [one for one in its if one.day >= turn.today]
    unheard = await tell_all(turn, coming, screen.names)
    goers = {one for shift in coming for one in shift.volunteers}
    told = len(goers) - len(unheard)
    text = ngettext(
        "Done: I have told {count} volunteer of the visits.",
        "Done: I have told {count} volunteers of the visits.",
        told,
    )
    parts = [turn.words(text, count=told), by_phone(turn, unheard)]
    if unheard:
        parts.append(turn.words(_("Under “By volunteer” stands what to read out to them.")))
    lead = " ".join(part for part in parts if part)
    return rota_screen.show(turn, await rota_screen.now(turn), lead=lead)


_DOES: dict[str, Callable[[Turn, Screen], Awaitable[Answer]]] = {
    "publish": _publish,
    "fill": _fill,
    "next": _next,
    "drop": _drop,
    "print": rota_paper.to_print,
    "change": rota_changing.begin,
}

HANDLERS = {
    "rota": Step(begin),
    VIEW: Step(take, typed=True, view=True),
}
