"""A change of the rota is written in one line: "bà Lan thứ 3 bà Hoa đi"."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice
from bot.handlers.care import rota_changing, whom
from bot.handlers.care.rota_applying import add, apply
from bot.handlers.care.rota_facts import Screen, seen
from bot.handlers.names import matching
from bot.i18n import _, near_day
from bot.storage.shifts import Shift
from bot.turn import Answer, Turn
from bot.understanding.rota_lines import RotaLine, days_meant, line_in
from bot.understanding.words import command


async def take(turn: Turn, screen: Screen) -> Answer | None:
    """Do what a line says, or ask what it leaves open; None for what is no such line.

    A mere name of somebody who is visited asks which of her visits.
    """
    line = line_in(turn.text)
    if _means_another(turn, screen, line):
        return None
    found = whom.matching(line.whom if line else turn.text, screen.names.recipients.values())
    if len(found) != 1:
        return _which(turn, screen, [one.id for one in found]) if found and line else None
    if line is None:
        return await rota_changing.of_recipient(turn, screen, found[0].id)
    return await _do(turn, screen, found[0].id, line)


def _means_another(turn: Turn, screen: Screen, line: RotaLine | None) -> bool:
    """Whether the words are a command, such as "ghi thăm bà Lan thứ 3", and name no volunteer."""
    said = command(turn.text)
    if said is None or said.name == "rota":
        return False
    return line is None or not matching(line.who, screen.names.goers.values())


def _which(turn: Turn, screen: Screen, ids: list[int]) -> Answer:
    people = [screen.names.recipients[one] for one in ids]
    return turn.ask(
        "rota.whose",
        _("Which one do you mean?"),
        *whom.choices_of(people),
        Choice(rota_changing.BACK, _("Back to the visits")),
        data=screen.data,
    )


async def _do(turn: Turn, screen: Screen, recipient_id: int, line: RotaLine) -> Answer:
    """Do what is clear; a visit that is on one of two days, or on none, is asked for."""
    days = [one for one in days_meant(line.day, turn.today, screen.before) if one >= turn.today]
    hers = [one for one in screen.planned if one.recipient_id == recipient_id and one.day in days]
    if line.change == "add" or (line.change == "goes" and not hers):
        return await _add(turn, screen, recipient_id, days, line)
    if len(hers) != 1:
        return await rota_changing.of_recipient(turn, screen, recipient_id)
    (shift,) = hers
    if line.change == "out":
        return await apply(turn, screen, shift, None)
    if line.change == "move":
        return await _move(turn, screen, shift, line)
    if line.change == "look":
        return rota_changing.what(turn, screen, shift)
    return await _goes(turn, screen, shift, line.who)


async def _goes(turn: Turn, screen: Screen, shift: Shift, who: str) -> Answer:
    found = matching(who, screen.names.goers.values())
    if len(found) != 1:
        return await rota_changing.ask_who(turn, screen, shift, among=found)
    return await apply(turn, screen, shift, [found[0].id])


async def _move(turn: Turn, screen: Screen, shift: Shift, line: RotaLine) -> Answer:
    days = days_meant(line.to, turn.today, screen.before)
    its_week = shift.day.isocalendar()[:2]
    meant = [one for one in days if one.isocalendar()[:2] == its_week] or days
    if len(meant) != 1:
        return rota_changing.what(turn, screen, shift)
    found = matching(line.who, screen.names.goers.values()) if line.who else []
    goes = [found[0].id] if len(found) == 1 else shift.volunteers
    return await apply(turn, screen, shift, goes, day=meant[0])


async def _add(
    turn: Turn, screen: Screen, recipient_id: int, days: list[date], line: RotaLine
) -> Answer:
    if not days:
        return await rota_changing.of_recipient(turn, screen, recipient_id)
    if len(days) > 1:
        return turn.ask(
            "rota.when",
            _("On which day?"),
            *(Choice(one.isoformat(), near_day(one, with_lunar=False)) for one in days),
            Choice(rota_changing.BACK, _("Back to the visits")),
            data={**screen.data, "recipient": recipient_id, "shift": 0, "was": seen([])},
        )
    new = rota_changing.planned_for(turn, recipient_id, days[0])
    found = matching(line.who, screen.names.goers.values()) if line.who else []
    if len(found) != 1:
        return await rota_changing.ask_who(turn, screen, new, among=found)
    return await add(turn, screen, new, [found[0].id])
