"""What a rota looks like now, as its care lead has it before her: proposed, or told already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.care.rota import WEEK, Plan
from bot.chat import Choice
from bot.handlers.care import rota_texts
from bot.handlers.care.rota_facts import Screen, facts, names
from bot.i18n import _, short_day
from bot.people import Member
from bot.storage import members, rotas, shifts
from bot.storage.rotas import Rota
from bot.storage.shifts import Shift
from bot.telling import called
from bot.turn import Answer, Turn

Span = tuple[date, date]
"""From a day until another one, which is not of it."""
VIEW = "rota.view"
WEEKS = 2
"""So many are planned at once."""
BY_DAY, BY_VOLUNTEER, BY_RECIPIENT = "days", "goers", "people"


async def now(turn: Turn) -> Screen:
    """Return what is being made, or else the weeks that run and come.

    Where the speaker had another proposal before her, it says what became of that.
    """
    rota = await _being_made(turn)
    until = await rotas.told_until(turn.db, turn.club.id)
    had = turn.data.get("rota", 0)
    became = await _became(turn, had) if had and (rota is None or rota.id != had) else ""
    if rota is not None:
        span = planning = rota.from_on, rota.until_on
        made = await shifts.of_rota(turn.db, turn.club.id, rota.id)
        told = await shifts.of_days(turn.db, turn.club.id, *span)
    else:
        made = []
        told, span, planning = await _told(turn, until)
    planned = sorted([*told, *made], key=lambda one: (one.day, one.name, one.id))
    return Screen(
        first=span[0],
        before=span[1],
        rota=rota,
        planned=planned,
        names=await names(turn, planned),
        planning=planning,
        plan=await _plan(turn, planning, made),
        told_until=until,
        became=became,
    )


async def _being_made(turn: Turn) -> Rota | None:
    """Return the proposal; one whose weeks are over is dropped."""
    rota = await rotas.proposed(turn.db, turn.club.id)
    if rota is None or rota.until_on > turn.today:
        return rota
    await rotas.drop(turn.db, turn.club.id, rota.id)
    return None


async def _told(turn: Turn, until: date | None) -> tuple[list[Shift], Span, Span]:
    """Return the visits that were told, their weeks, and those of them that a rota is for."""
    monday = turn.today - timedelta(days=turn.today.weekday())
    after = monday + timedelta(days=WEEK)
    before = max(monday + timedelta(days=WEEK * WEEKS), until or monday)
    told = await shifts.of_days(turn.db, turn.club.id, monday, before)
    runs = any(one.rota_id and one.day < after for one in told)
    first = monday if not told or told[0].day < after else after
    return told, (first, before), (monday if runs else after, until or monday)


async def _plan(turn: Turn, planning: Span, made: Sequence[Shift]) -> Plan:
    first, before = planning
    weeks = (before - first).days // WEEK
    if weeks <= 0:
        return Plan(visits=(), lacking=())
    known = await facts(turn, first, weeks, made)
    return await known.plan(first, weeks)


async def _became(turn: Turn, rota_id: int) -> str:
    rota = await rotas.one(turn.db, turn.club.id, rota_id)
    if rota is None:
        return turn.words(
            _("Those proposed visits were dropped meanwhile. This is how it is now:")
        )
    return await told_by(turn, rota)


async def told_by(turn: Turn, rota: Rota) -> str:
    """Say that everybody was told of a rota already."""
    who: Member = await members.member(turn.db, rota.published_by or rota.made_by, turn.today)
    text = _("{name} has told everybody of these visits meanwhile. Nothing else was changed.")
    return turn.words(text, name=called(who, turn.today))


def show(
    turn: Turn, screen: Screen, *, lead: str = "", how: str = BY_DAY, week: date | None = None
) -> Answer:
    """Show the visits, and what can be done with them; `lead` is said first."""
    monday = week if week in screen.weeks else _this_week(turn, screen)
    parts = [lead or screen.became]
    if how == BY_DAY:
        head = rota_texts.summary(turn, screen)
        parts += [head, rota_texts.by_day(screen.names, screen.of_week(monday), monday)]
    elif how == BY_VOLUNTEER:
        parts.append(rota_texts.by_volunteer(screen.names, screen.planned))
    else:
        parts.append(rota_texts.by_recipient(screen.names, screen.planned))
    return turn.ask(
        VIEW,
        "{lines}",
        *_choices(screen, how, monday),
        data=screen.data,
        lines="\n\n".join(part for part in parts if part),
    )


def _this_week(turn: Turn, screen: Screen) -> date:
    """Return the week that runs, or the next in which there is a visit."""
    running = max((one for one in screen.weeks if one <= turn.today), default=screen.first)
    later = [one for one in screen.weeks if one >= running and screen.of_week(one)]
    return min(later, default=running)


def _choices(screen: Screen, how: str, monday: date) -> list[Choice]:
    choices = []
    if screen.rota:
        choices.append(Choice("publish", _("It is right: tell the volunteers")))
    choices += [
        Choice(f"week:{one.isoformat()}", _("Week of {day}").format(day=short_day(one)))
        for one in screen.weeks
        if one != monday or how != BY_DAY
    ]
    if screen.planned:
        choices += [
            Choice(key, label)
            for key, label in (
                (BY_VOLUNTEER, _("By volunteer")),
                (BY_RECIPIENT, _("By who is visited")),
            )
            if key != how
        ]
    if how == BY_VOLUNTEER and not screen.rota:
        choices.append(Choice("print", _("To print")))
    choices.append(Choice("change", _("Change something")))
    if screen.plan.visits:
        choices.append(Choice("fill", _("Plan what is missing")))
    if screen.rota:
        choices.append(Choice("drop", _("Drop this proposal")))
    elif screen.told_until:
        label = _("Plan from {day} on").format(day=short_day(screen.told_until))
        choices.append(Choice("next", label))
    choices.append(Choice("leave", _("That is all")))
    return choices
