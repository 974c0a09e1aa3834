"""What a rota is made from and shown with: people, days, what is planned and what was done."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.care.people import Recipient
from bot.care.planning import propose
from bot.care.rota import WEEK, Carer, Plan, Planned, Wanted, common_part
from bot.care.visits import Visit
from bot.handlers.care import whom
from bot.people import Member
from bot.storage import carers, members, recipients, shifts, visits
from bot.storage.carers import Volunteer
from bot.storage.rotas import Rota
from bot.storage.shifts import Shift
from bot.storage.stand_ins import KNOWN_FOR, as_planned
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How those who are visited, and those who go, are spoken of."""

    today: date
    recipients: dict[int, Recipient]
    goers: dict[int, Member]
    volunteers: dict[int, Volunteer]

    def her(self, shift: Shift) -> str:
        """Return who is visited, with what tells namesakes apart: "bà Lan (xóm 2)"."""
        return self.of(shift.recipient_id) or shift.name

    def of(self, recipient_id: int) -> str:
        """Return how somebody who is visited is spoken of; empty where nobody visits her now."""
        found = self.recipients.get(recipient_id)
        if found is None:
            return ""
        name = called(found, self.today)
        return f"{name} ({found.hamlet})" if found.hamlet else name

    def going(self, ids: Iterable[int]) -> str:
        """Return who goes: "bác Hoa, ông Tư"; empty for nobody."""
        known = [self.goers[one] for one in ids if one in self.goers]
        shorts = [called(one, self.today) for one in self.goers.values()]
        return ", ".join(
            name if shorts.count(name := called(one, self.today)) == 1 else self._apart(one)
            for one in known
        )

    def suits(self, member: int, day: date, part: str) -> bool:
        """Say whether a volunteer can go then, as far as her own days say."""
        known = self.volunteers.get(member)
        if known is None or any(since <= day < until for since, until in known.away):
            return False
        wanted = {(day.weekday(), part)} if part else set()
        return common_part(wanted, known.times, day.weekday()) is not None

    def _apart(self, member: Member) -> str:
        return f"{called(member, self.today)} ({member.hamlet or member.number})"


async def names(turn: Turn, planned: Iterable[Shift]) -> Names:
    """Return how everybody in these visits is spoken of."""
    found = await recipients.of_club(turn.db, turn.club.id, turn.today)
    people = await carers.volunteers(turn.db, turn.club.id, turn.today)
    known = {one.member.id: one for one in people}
    others = {one for shift in planned for one in shift.volunteers} - known.keys()
    more = await members.several(turn.db, others, turn.today) if others else {}
    return Names(
        today=turn.today,
        recipients={one.id: one for one in found},
        goers={one: its.member for one, its in known.items()} | more,
        volunteers=known,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a rota is made from."""

    wanted: Sequence[Wanted]
    carers: Sequence[Carer]
    kept: Sequence[Planned]
    opens: date

    async def plan(self, first: date, weeks: int) -> Plan:
        """Return the best plan; in a club of sixty who are visited it takes two seconds."""
        return await asyncio.to_thread(
            propose,
            self.wanted,
            self.carers,
            first,
            weeks=weeks,
            kept=self.kept,
            opens=self.opens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The visits of some weeks, and what is missing of them."""

    first: date
    """A Monday."""
    before: date
    rota: Rota | None
    """What is being made; None where everybody was told."""
    planned: Sequence[Shift]
    """What was told and what is proposed, by day."""
    names: Names
    planning: tuple[date, date]
    """The weeks that a rota is for, of those that are shown; the end is exclusive."""
    plan: Plan
    """What could still be planned, and what cannot."""
    told_until: date | None
    became: str = ""
    """What became of the proposal that the speaker had before her, where it is gone."""

    @property
    def weeks(self) -> list[date]:
        """Return the Mondays."""
        days = (self.before - self.first).days
        return [self.first + timedelta(days=day) for day in range(0, days, WEEK)]

    @property
    def data(self) -> Data:
        """Return what a question about it carries."""
        return {"rota": self.rota.id if self.rota else 0, "seen": seen(self.planned)}

    def of_week(self, monday: date) -> list[Shift]:
        """Return the visits of one week."""
        end = monday + timedelta(days=WEEK)
        return [one for one in self.planned if monday <= one.day < end]


async def facts(turn: Turn, first: date, weeks: int, proposed: Sequence[Shift] = ()) -> Facts:
    """Return what weeks from `first` on are planned from; `proposed` count as settled, too.

    Nothing is planned for today or before: whoever goes has to hear of it first.
    """
    club, before = turn.club.id, first + timedelta(days=WEEK * weeks)
    told = await shifts.of_days(turn.db, club, first, before)
    lately = await visits.between(turn.db, club, turn.today - KNOWN_FOR, turn.today)
    made = await visits.between(turn.db, club, first, before)
    people = await recipients.of_club(turn.db, club, max(first, turn.today))
    goers = await carers.of_club(turn.db, club, turn.today)
    return Facts(
        wanted=[_wanted(one, lately) for one in people],
        carers=[_with_load(one, lately) for one in goers],
        kept=[*as_planned([*told, *proposed]), *_unplanned(made, told)],
        opens=max(first, turn.today + timedelta(days=1)),
    )


def _wanted(one: Recipient, lately: Collection[Visit]) -> Wanted:
    seen = (visit for visit in lately if visit.recipient_id == one.id)
    return Wanted(
        id=one.id,
        weekly=one.weekly,
        times=one.times,
        hamlet=one.hamlet,
        usual=frozenset(who for visit in seen for who in visit.visitors),
        barred=frozenset({one.member_id} if one.member_id else ()),
    )


def _with_load(carer: Carer, lately: Collection[Visit]) -> Carer:
    """Return a carer with how often whoever of them went more went lately."""
    went = [sum(one in visit.visitors for visit in lately) for one in carer.ids]
    return replace(carer, lately=max(went))


def _unplanned(made: Iterable[Visit], told: Collection[Shift]) -> list[Planned]:
    """Return visits that were made and had not been planned."""
    planned = {one.id for one in told}
    days = {(one.recipient_id, one.day) for one in told}
    return [
        Planned(day=one.day, recipient=one.recipient_id, carer=one.visitors, part="")
        for one in made
        if one.shift_id not in planned and (one.recipient_id, one.day) not in days
    ]


def when(shift: Shift) -> str:
    """Return the day of a visit and its part."""
    return whom.time_said(shift.day, shift.part)


def seen(planned: Iterable[Shift]) -> str:
    """Return these visits as they were shown, to find out whether they have changed since."""
    return ";".join(
        f"{one.id} {one.day} {one.part} {one.volunteers} {one.is_told} {one.is_cancelled}"
        for one in sorted(planned, key=lambda it: it.id)
    )
