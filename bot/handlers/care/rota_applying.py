"""A visit of the rota changes: in a proposal quietly, otherwise those concerned hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.care.rota import WEEK, common_part
from bot.handlers.care import rota_screen
from bot.handlers.care.rota_facts import Names, Screen, names, seen, when
from bot.handlers.care.shifts_told import by_phone, tell_change
from bot.i18n import _, ngettext
from bot.storage import shifts, swaps
from bot.storage.shifts import Shift
from bot.turn import Answer, Turn


def unsaid(turn: Turn, shift: Shift) -> bool:
    """Whether a visit is not any more as the speaker had it before her."""
    return shift.is_cancelled or bool(turn.data.get("was") and turn.data["was"] != seen([shift]))


async def apply(
    turn: Turn,
    screen: Screen,
    shift: Shift,
    goes: Sequence[int] | None,
    *,
    day: date | None = None,
) -> Answer:
    """Let these go, perhaps on another day, or None: let it not take place; show how it is then.

    Whoever always goes with another brings that one along.
    """
    if goes is None:
        await shifts.cancel(turn.db, turn.club.id, [shift.id], "taken out", turn.now)
        await _settle(turn, shift, ())
        return await _shown(turn, screen, before=shift)
    on = day or shift.day
    together = _with_partners(screen.names, goes, shift, on)
    part = _part(screen.names, shift, together, on)
    await shifts.assign(turn.db, shift.id, together, turn.now)
    if (on, part) != (shift.day, shift.part):
        await shifts.move(turn.db, shift.id, on, part)
    await _settle(turn, shift, together if on == shift.day else ())
    after = replace(shift, volunteers=together, day=on, part=part)
    doubts = _doubts(turn, screen, after)
    return await _shown(turn, screen, before=shift, after=after, doubts=doubts)


async def add(turn: Turn, screen: Screen, new: Shift, goes: Sequence[int]) -> Answer:
    """Plan one more visit, and show how it is then."""
    together = _with_partners(screen.names, goes, new, new.day)
    part = _part(screen.names, new, together, new.day)
    rota = screen.rota
    within = rota is not None and rota.from_on <= new.day < rota.until_on
    made = await shifts.put(
        turn.db,
        club_id=turn.club.id,
        recipient_id=new.recipient_id,
        day=new.day,
        part=part,
        volunteers=together,
        now=turn.now,
        rota_id=rota.id if rota and within else None,
    )
    after = replace(
        new, id=made, volunteers=together, part=part, is_told=not within, name=new.name
    )
    doubts = _doubts(turn, screen, after)
    return await _shown(turn, screen, after=after, doubts=doubts)


async def _shown(
    turn: Turn,
    screen: Screen,
    *,
    before: Shift | None = None,
    after: Shift | None = None,
    doubts: Sequence[str] = (),
) -> Answer:
    shown = after or before
    if shown is None:
        return rota_screen.show(turn, screen)
    parts = [_noted(turn, screen, shown, is_out=after is None)]
    if shown.is_told:
        known = await names(turn, [one for one in (before, after) if one])
        unheard = await tell_change(turn, known, before=before, after=after)
        parts.append(by_phone(turn, unheard))
    parts += doubts
    turn.data = {}
    now = await rota_screen.now(turn)
    monday = shown.day - timedelta(days=shown.day.weekday())
    return rota_screen.show(turn, now, lead=" ".join(filter(None, parts)), week=monday)


def _noted(turn: Turn, screen: Screen, shown: Shift, *, is_out: bool) -> str:
    text = _("Noted: {day}, {name}: {others}.")
    if is_out:
        text = _("Noted: no visit to {name} on {day}.")
    told = turn.words(
        text,
        day=when(shown),
        name=screen.names.her(shown),
        others=screen.names.going(shown.volunteers) or _("nobody yet"),
    )
    if shown.is_told:
        return " ".join([told, turn.words(_("I tell those concerned."))])
    return told


async def _settle(turn: Turn, shift: Shift, goes: Sequence[int]) -> None:
    """Let nobody be looked for any more who was asked to go instead of one who need not go."""
    for one in await swaps.open_of(turn.db, [shift.id]):
        if one.asked_by not in goes:
            await swaps.withdraw(turn.db, one.id, turn.now)


def _with_partners(known: Names, goes: Sequence[int], shift: Shift, day: date) -> tuple[int, ...]:
    """Add who always goes with somebody that did not go there before, where she can."""
    together = set(goes)
    for one in goes:
        hers = known.volunteers.get(one)
        other = hers.partner if hers and one not in shift.volunteers else None
        if other and known.suits(other, day, shift.part):
            together.add(other)
    return tuple(sorted(together))


def _part(known: Names, shift: Shift, goes: Sequence[int], day: date) -> str:
    """Return the part of the day that suits her and those who go; on the same day, its own."""
    her = known.recipients.get(shift.recipient_id)
    parts = [one.times for member in goes if (one := known.volunteers.get(member))]
    if day == shift.day and shift.part:
        return shift.part
    suits = [common_part(her.times if her else (), times, day.weekday()) for times in parts]
    told = {one for one in suits if one}
    return told.pop() if len(told) == 1 else ""


def _doubts(turn: Turn, screen: Screen, after: Shift) -> list[str]:
    """Say what speaks against it; the care lead knows best."""
    doubts = []
    monday = after.day - timedelta(days=after.day.weekday())
    others = [one for one in screen.planned if one.id != after.id]
    for member in after.volunteers:
        name = screen.names.going([member])
        known = screen.names.volunteers.get(member)
        if known and not screen.names.suits(member, after.day, after.part):
            doubts.append(turn.words(_("{name} has said that this day does not suit."), name=name))
        week = [
            one
            for one in others
            if member in one.volunteers and monday <= one.day < monday + timedelta(days=WEEK)
        ]
        if known and len(week) + 1 > known.weekly:
            text = ngettext(
                "{name} wanted {count} visit a week at the most.",
                "{name} wanted {count} visits a week at the most.",
                known.weekly,
            )
            doubts.append(turn.words(text, name=name, count=known.weekly))
    if any(one.recipient_id == after.recipient_id and one.day == after.day for one in others):
        doubts.append(turn.words(_("There is another visit to her on that day.")))
    return doubts
