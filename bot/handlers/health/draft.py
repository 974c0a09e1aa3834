"""Lines of a meeting that are not written yet: what is clear, and what must be asked first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.care.pressure import AGAIN_AFTER, Figures
from bot.handlers.health.who import unsealed
from bot.handlers.names import matching
from bot.people import Member
from bot.storage import consents, measurements, members
from bot.storage.measurements import Measured
from bot.storage.talk import Data
from bot.turn import Turn
from bot.understanding.measuring import Line

NAMED = ("who", "nobody")
"""Questions about whom a line is of; all others are about a member who is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line, as far as it is understood."""

    said: str
    name: str
    figures: Figures
    sure: bool
    member: int | None = None
    passed: frozenset[str] = frozenset()
    """Questions that were answered with a yes."""

    def with_yes(self, why: str) -> Entry:
        """Return it with one question answered."""
        return replace(self, passed=self.passed | {why})

    def stored(self) -> Data:
        """Return it as a question keeps it."""
        found = self.figures
        return {
            "said": self.said,
            "name": self.name,
            "figures": [found.systolic, found.diastolic, found.pulse, found.grams],
            "sure": self.sure,
            "member": self.member,
            "passed": sorted(self.passed),
        }


def entry_of(data: Data) -> Entry:
    """Return what a question kept."""
    systolic, diastolic, pulse, grams = data["figures"]
    return Entry(
        said=data["said"],
        name=data["name"],
        figures=Figures(systolic=systolic, diastolic=diastolic, pulse=pulse, grams=grams),
        sure=data["sure"],
        member=data["member"],
        passed=frozenset(data["passed"]),
    )


def entry_from(line: Line) -> Entry:
    """Return a line that was just heard."""
    return Entry(said=line.said, name=line.name, figures=line.figures, sure=line.sure)


@dataclass(slots=True, kw_only=True)
class Draft:
    """All lines of one list: those that can be written, and those that are still asked about."""

    day: date
    """On which it was heard: a yes of the next morning is still about that day."""
    clear: list[Entry] = field(default_factory=list)
    asked: list[Entry] = field(default_factory=list)

    def stored(self) -> Data:
        """Return it as a question keeps it."""
        return {
            "day": self.day.isoformat(),
            "clear": [one.stored() for one in self.clear],
            "asked": [one.stored() for one in self.asked],
        }


def draft_of(data: Data, today: date) -> Draft:
    """Return what a question kept; an empty one where nothing was heard yet."""
    return Draft(
        day=date.fromisoformat(data["day"]) if "day" in data else today,
        clear=[entry_of(one) for one in data.get("clear", ())],
        asked=[entry_of(one) for one in data.get("asked", ())],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Everybody who may be measured, who agreed to it, and what stands of that day."""

    people: dict[int, Member]
    agreed: dict[int, bool]
    """The latest yes or no; who was never asked is missing."""
    today: dict[int, list[Measured]]
    now: datetime

    def named(self, name: str) -> list[Member]:
        """Return whom a name fits best."""
        return matching(name, self.people.values()) if name else []

    def last(self, member_id: int) -> Measured | None:
        """Return what was measured of somebody last on that day."""
        found = self.today.get(member_id)
        return found[-1] if found else None

    def same(self, entry: Entry) -> Measured | None:
        """Return what stands of that day and says just that."""
        found = self.today.get(entry.member or 0, ())
        return next((one for one in found if one.figures == entry.figures), None)


async def room(turn: Turn, day: date) -> Room:
    """Return the speaker's club as it is now, and what was measured on a day."""
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    ids = [one.id for one in people]
    with unsealed(turn):
        today = await measurements.on_day(turn.db, turn.club.id, ids, day)
    return Room(
        people={one.id: one for one in people},
        agreed=await consents.of_club(turn.db, turn.club.id, "health"),
        today=today,
        now=turn.now,
    )


def resolved(entry: Entry, here: Room) -> Entry:
    """Return it with the member whom its name fits, if it is one alone."""
    found = here.named(entry.name) if entry.member is None else []
    return replace(entry, member=found[0].id) if len(found) == 1 else entry


def question_about(entry: Entry, here: Room, clear: Iterable[Entry]) -> str:
    """Return what must be asked first about a line; empty where it can be written.

    Those of `LEFT_OUT` are no questions: such a line is left out, and that is said.
    """
    if entry.member is None:
        return _of_whom(entry, here)
    same = here.same(entry)
    twice = same is not None and here.now - same.entered_at < AGAIN_AFTER
    doubts = {
        "gone": entry.member not in here.people,
        "declined": here.agreed.get(entry.member) is False,
        "there": twice,
        "impossible": not entry.figures.is_possible,
        "figures": not entry.sure,
        "again": any(one.member == entry.member for one in clear),
        "same": same is not None,
        "consent": entry.member not in here.agreed,
    }
    return next((why for why, is_so in doubts.items() if is_so and why not in entry.passed), "")


def _of_whom(entry: Entry, here: Room) -> str:
    if here.named(entry.name):
        return "who"
    return "nobody" if entry.figures != Figures() else "words"


LEFT_OUT = ("gone", "declined", "there", "words")


def sorted_out(draft: Draft, here: Room, heard: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Put lines where they belong in the draft; return those that are left out, and why."""
    left: list[tuple[str, Entry]] = []
    for one in heard:
        entry = resolved(one, here)
        why = question_about(entry, here, draft.clear)
        if why in LEFT_OUT:
            left.append((why, entry))
        elif why:
            draft.asked.append(entry)
        else:
            draft.clear.append(entry)
    return left
