"""The month's whole report with what belongs into it: as it was signed, or drafted from today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import local, local_day
from bot.papers.books import gathered
from bot.papers.books.monthly_report import Month
from bot.papers.books.paper import Occasion
from bot.papers.books.whole_figures import (
    Entries,
    Facts,
    Late,
    came_late,
    facts_of,
    happened,
    stood,
)
from bot.people import Member
from bot.storage import (
    closings,
    gifts,
    labour_swaps,
    members,
    minutes,
    month_reports,
    reporting,
    reporting_care,
    reporting_loans,
    reporting_people,
    roll_calls,
)
from bot.storage.engine import Connection
from bot.storage.month_reports import MonthReport

LOOKS_BACK = 3
"""Months: in the signed reports of so many before it a report looks for what came late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who signed a report, and when by the club's clock."""

    by: Member
    """With the offices of that day."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole report of one month."""

    when: Occasion
    """Of a signed one: with the day and the officers of its signature."""
    facts: Facts
    words: Mapping[str, str]
    """What the board wrote beside the figures, by part."""
    signed: Signed | None
    """None: a draft."""

    @property
    def month(self) -> date:
        """The first day of its month."""
        return self.when.month


async def report_of(db: Connection, club_id: int, month: date, today: date) -> Report:
    """Return the report of a month: what was signed, otherwise what is on record today."""
    kept = await month_reports.one(db, club_id, month.replace(day=1))
    if kept is not None and kept.signed_by is not None and kept.signed_at is not None:
        return await _as_signed(db, club_id, kept, kept.signed_by, kept.signed_at)
    when = await gathered.occasion(db, club_id, month, today)
    words = kept.words if kept else {}
    return Report(when=when, facts=await _facts(db, when), words=words, signed=None)


async def _as_signed(
    db: Connection, club_id: int, kept: MonthReport, signed_by: int, signed_at: datetime
) -> Report:
    head = await reporting.letterhead(db, club_id)
    on = local_day(signed_at, head.zone)
    signer = await members.member(db, signed_by, on)
    return Report(
        when=await gathered.occasion(db, club_id, kept.month, on),
        facts=facts_of(kept.figures),
        words=kept.words,
        signed=Signed(by=signer, at=local(signed_at, head.zone)),
    )


async def _facts(db: Connection, when: Occasion) -> Facts:
    club, month = when.head.club_id, when.month
    until = min(when.before, when.on + timedelta(days=1))
    found = await gathered.month_of(db, when)
    entries = await _entries(db, club, month, until=until, known=found)
    topics = await minutes.talks(db, club, month, until)
    return Facts(
        figures={**happened(entries), **stood(found, entries.care.recipients)},
        kind=tuple(entries.kind),
        talks=tuple(topics.values()),
        late=await _late(db, club, month),
    )


async def _entries(
    db: Connection,
    club: int,
    since: date,
    *,
    until: date,
    known: Month | None = None,
) -> Entries:
    """Read what was entered for a month, beside what is known of it already.

    Meetings count before `until`: one that is still to come is none yet.
    """
    before = closings.next_month(since)
    last = before - timedelta(days=1)
    given = await gifts.given(db, club, since, last)
    return Entries(
        people=known.people if known else await reporting_people.people(db, club, since, before),
        flows=known.flows if known else await reporting.flows(db, club, since, before),
        lending=known.lending if known else await reporting_loans.lending(db, club, since, before),
        repaying=await reporting_loans.repaying(db, club, since, before),
        care=await reporting_care.care(db, club, since, before),
        measured=await reporting_care.measured(db, club, since, before),
        meetings=await roll_calls.by_meeting(db, club, since, until),
        done=await reporting_care.done(db, club, since, before),
        labour_days=len(await labour_swaps.between(db, club, since, before)),
        kind=[one.what for one in given if not one.amount],
    )


async def _late(db: Connection, club: int, month: date) -> tuple[Late, ...]:
    """Return what came to earlier months after they were signed, and no report told yet."""
    first = month
    for _month in range(LOOKS_BACK):
        first = (first - timedelta(days=1)).replace(day=1)
    signed = await month_reports.signed_from(db, club, first)
    facts = {one.month: facts_of(one.figures) for one in signed}
    told = [late for one in facts.values() for late in one.late]
    found: list[Late] = []
    for earlier in (one for one in facts if one < month):
        entries = await _entries(db, club, earlier, until=closings.next_month(earlier))
        found += came_late(earlier, facts[earlier].figures, happened(entries), told)
    return tuple(found)
