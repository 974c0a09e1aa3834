"""What the club did, one line by an officer: typed at once, several pasted, or asked step by step.

By taps it is: the command, what it was, how many took part; it counts for today, and the day can
be changed behind it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.care.areas import ELSEWHERE, KINDS
from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.gathering.activity_rows import Row, row_of
from bot.handlers.gathering.activity_writing import counted_elsewhere, go_on
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.papers.area_words import kind_name
from bot.turn import Answer, Step, Turn
from bot.understanding.activities import hear
from bot.understanding.words import command

COMMON = ("exercise", "talk", "songs", "rights", "help", "checkup", "outing")
OTHERS = tuple(one for one in (*KINDS, "labour", "gift") if one not in COMMON)


async def begin(turn: Turn) -> Answer:
    """Begin to write an activity down; what was typed with the command is taken up."""
    must_be_officer(turn)
    if turn.text and not turn.choice:
        said = command(turn.incoming.text)
        whole = turn.incoming.text if said and said.name == "activity" else turn.text
        if lines := hear(whole, turn.today, turn.today):
            return await go_on(turn, [row_of(line) for line in lines])
    return ask_kind(turn)


def ask_kind(turn: Turn, area: str = "", *, day: date | None = None) -> Answer:
    """Ask what the club did, in one area or in any; `day` is only set for the month that is on."""
    everything = {**ELSEWHERE, **KINDS}
    kinds = [one for one in everything if everything[one] == area] if area else list(COMMON)
    more = [] if area else [Choice("more", _("Something else"))]
    return _kinds(turn, kinds, more, area=area, day=day or (None if area else turn.today))


def _kinds(
    turn: Turn, kinds: list[str], more: list[Choice], *, area: str, day: date | None
) -> Answer:
    return turn.ask(
        "activity.kind",
        _(
            "What did the club do? {You} may also write it in one line, or several lines at once:"
            " “exercise 25 people”, “songs 40 people yesterday”."
        ),
        *(Choice(one, kind_name(one)) for one in kinds),
        *more,
        never_mind(),
        data={"area": area, "day": day.isoformat() if day else None},
    )


async def take_kind(turn: Turn) -> Answer:
    """The officer chose what it was, or wrote it in lines of her own."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    kept = turn.data["day"]
    day = date.fromisoformat(kept) if kept else None
    if turn.choice == "more":
        return _kinds(turn, list(OTHERS), [], area="", day=day)
    if turn.choice in ELSEWHERE:
        return counted_elsewhere(turn, turn.choice)
    if turn.choice:
        row = Row(note=kind_name(turn.choice), area=KINDS[turn.choice], day=day)
        return await go_on(turn, [row])
    _must_be_no_command(turn)
    area = str(turn.data["area"])
    rows = [row_of(line) for line in hear(turn.text, turn.today, day)]
    if not rows:
        raise NotUnderstood(turn.words(_("A few words, please. Write “menu” to go back.")))
    return await go_on(turn, [row if row.area else replace(row, area=area) for row in rows])


def _must_be_no_command(turn: Turn) -> None:
    """Let go of words that ask for something else: "menu", "bà Hoa ủng hộ 500k"."""
    meant = command(turn.text)
    if meant and meant.name != "activity":
        raise NotUnderstood(turn.words(_("A few words, please. Write “menu” to go back.")))


HANDLERS = {
    "activity": Step(begin),
    "activity.kind": Step(take_kind, typed=True),
}
