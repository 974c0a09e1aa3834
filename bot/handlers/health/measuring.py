"""Blood pressure and weight of a whole room, by quick lines: read, asked back, read back, written.

Only then does each person hear her own figures, in her own chat; nobody passes them on, and they
are never read out.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.care.pressure import Tier
from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers.health import saying, unclear
from bot.handlers.health.draft import (
    Draft,
    Entry,
    Room,
    draft_of,
    entry_from,
    question_about,
    room,
    sorted_out,
)
from bot.handlers.health.missing import missing
from bot.handlers.health.telling import tell_each
from bot.handlers.health.who import must_lead, unsealed
from bot.handlers.names import full_name
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, clock_time, ngettext, short_day
from bot.storage import measurements
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.measuring import behind, lines
from bot.understanding.phrases import cut
from bot.understanding.words import command

LINES, WRITE, DROP = "measure.lines", "measure.write", "measure.drop"


async def begin(turn: Turn) -> Answer:
    """Take lines at once, or ask for them."""
    await must_lead(turn)
    if typed := _typed(turn):
        return await heard(turn, Draft(day=turn.today), typed)
    return _ask(turn)


async def looked_up(turn: Turn) -> Answer | None:
    """Say between two lines who is not measured yet: what is not written down so far stays."""
    said = command(turn.text)
    if said is None or said.name != "measure.missed":
        return None
    return Answer(text=(await missing(turn)).text)


async def take_lines(turn: Turn) -> Answer:
    """The health lead typed lines."""
    await must_lead(turn)
    if turn.choice == "missed":
        return await missing(turn)
    if turn.choice == STOP:
        return left(turn)
    return await heard(turn, draft_of(turn.data, turn.today), turn.text)


async def take_unclear(turn: Turn) -> Answer:
    """One line was asked about: take the answer, and go on with the next."""
    await must_lead(turn)
    draft = draft_of(turn.data, turn.today)
    here = await room(turn, draft.day)
    answered = await unclear.answered(turn, draft, here)
    notes = [*answered.notes, *_left_out(turn, here, sorted_out(draft, here, answered.entries))]
    return await _go_on(turn, draft, here, notes)


async def take_write(turn: Turn) -> Answer:
    """All is read back: write it, leave somebody out, or take more lines."""
    await must_lead(turn)
    draft = draft_of(turn.data, turn.today)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "drop":
        return await _whom_to_drop(turn, draft)
    if turn.choice == "yes":
        return await _write(turn, draft)
    return await heard(turn, draft, turn.text)


async def take_drop(turn: Turn) -> Answer:
    """Leave the line of somebody out."""
    await must_lead(turn)
    draft = draft_of(turn.data, turn.today)
    if turn.choice != STOP:
        del draft.clear[int(turn.choice)]
    return await _go_on(turn, draft, await room(turn, draft.day), [])


async def heard(turn: Turn, draft: Draft, typed: str) -> Answer:
    """Take typed lines into the draft; other words are none."""
    said = [entry_from(one) for one in lines(typed)]
    here = await room(turn, draft.day)
    if all(question_about(one, here, ()) == "words" for one in said):
        raise NotUnderstood(turn.words(_how()))
    left_out = sorted_out(draft, here, said)
    return await _go_on(turn, draft, here, _left_out(turn, here, left_out))


def _typed(turn: Turn) -> str:
    """Return what stands behind the command, with its signs and lines."""
    if turn.choice or not turn.text:
        return ""
    opening = len(cut(turn.incoming.text)) - len(cut(turn.text))
    return behind(turn.incoming.text, opening) if opening > 0 else turn.text


def _how() -> str:
    return _(
        "Please write a line for each, with the name in front, for example:\nHoa 150/90 52\n"
        "ông Tư 135/85 mạch 78 nặng 61"
    )


def _ask(turn: Turn, notes: Sequence[str] = ()) -> Answer:
    text = "\n\n".join([*notes, turn.words(_how())])
    return turn.ask(
        LINES,
        "{told}",
        Choice("missed", _("Who is not measured yet this month")),
        never_mind(),
        told=text,
    )


async def _go_on(turn: Turn, draft: Draft, here: Room, notes: Sequence[str]) -> Answer:
    """Ask about the first line that is not clear; read all back when none is left."""
    if draft.asked:
        return await unclear.ask(turn, draft, here, notes)
    if not draft.clear:
        return _ask(turn, notes)
    count = len(draft.clear)
    title = ngettext(
        "Please check {count} line. It is only for you; please do not read it out.",
        "Please check {count} lines. They are only for you; please do not read them out.",
        count,
    )
    on = "" if draft.day == turn.today else f" ({short_day(draft.day)})"
    listed = [f"{nr}. {_line(one, draft, here)}" for nr, one in enumerate(draft.clear, 1)]
    if any(one.figures.tier is Tier.SEVERE for one in draft.clear):
        listed += ["", turn.words(saying.signs())]
    return turn.ask(
        WRITE,
        "{told}",
        Choice("yes", _("Yes, write it down")),
        Choice("drop", _("Leave somebody out")),
        never_mind(),
        data=draft.stored(),
        told="\n".join(
            [*notes, *([""] if notes else []), turn.words(title, count=count) + on, *listed]
        ),
    )


def _line(entry: Entry, draft: Draft, here: Room) -> str:
    """Return a line as it is read back: who, what, and what it calls for."""
    again = _is_again(entry, draft, here)
    calls_for = saying.for_the_lead(entry.figures, again=again)
    told = f"{full_name(here.people[entry.member or 0])}: {saying.figures(entry.figures)}"
    if again:
        told = _("{line} (measured again)").format(line=told)
    return f"{told} — {calls_for}" if calls_for else told


def _is_again(entry: Entry, draft: Draft, here: Room) -> bool:
    before = draft.clear[: next(n for n, one in enumerate(draft.clear) if one is entry)]
    earlier = any(one.member == entry.member for one in before)
    return earlier or here.last(entry.member or 0) is not None


def _left_out(turn: Turn, here: Room, left_out: Sequence[tuple[str, Entry]]) -> list[str]:
    """Say of each line that is left out why it is."""
    notes = []
    for why, entry in left_out:
        member = here.people.get(entry.member or 0)
        if member is None or why == "words":
            text = _("“{said}”: I found nothing measured in that.")
            notes.append(turn.words(text, said=entry.said))
        elif why == "declined":
            text = _("{name} does not want that written down: left out.")
            notes.append(turn.words(text, name=called(member, turn.today)))
        elif stands := here.same(entry):
            text = _("{name} {figures} was written down already at {time}.")
            at = clock_time(local(stands.entered_at, turn.zone))
            told = saying.figures(entry.figures)
            notes.append(turn.words(text, name=full_name(member), figures=told, time=at))
    return notes


async def _whom_to_drop(turn: Turn, draft: Draft) -> Answer:
    here = await room(turn, draft.day)
    return turn.ask(
        DROP,
        _("Which line shall I leave out?"),
        *(
            Choice(str(number), full_name(here.people[one.member or 0]))
            for number, one in enumerate(draft.clear)
        ),
        never_mind(),
        data=draft.stored(),
    )


async def _write(turn: Turn, draft: Draft) -> Answer:
    """Write what was read back; who said no meanwhile is left out."""
    here = await room(turn, draft.day)
    written: list[tuple[Entry, int]] = []
    left_out: list[tuple[str, Entry]] = []
    # In the order of the members: two phones never wait for each other.
    for entry in sorted(draft.clear, key=lambda one: one.member or 0):
        if why := question_about(entry, here, ()):
            left_out.append((why, entry))
            continue
        with unsealed(turn):
            number = await measurements.record(
                turn.db,
                club_id=turn.club.id,
                member_id=entry.member or 0,
                day=draft.day,
                figures=entry.figures,
                entered_by=turn.member.id,
                now=turn.now,
            )
        if number is None:
            left_out.append(("there", entry))
        else:
            written.append((entry, number))
    again = await tell_each(turn, here, written, draft.day)
    count = len(written)
    text = ngettext("Written down: {count} line.", "Written down: {count} lines.", count)
    lines_ = [turn.words(text, count=count), *_left_out(turn, here, left_out), *again]
    return turn.say(
        "{told}",
        Choice("measure", _("More lines")),
        Choice("measure.missed", _("Who is not measured yet this month")),
        told="\n".join(lines_),
    )


HANDLERS = {
    "measure": Step(begin),
    LINES: Step(take_lines, typed=True),
    unclear.STEP: Step(take_unclear, typed=True, beside=looked_up),
    WRITE: Step(take_write, typed=True, beside=looked_up),
    DROP: Step(take_drop),
}
