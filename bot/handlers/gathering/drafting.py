"""The minutes drafted from what is on record: the roll, the books, decisions, the topic."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from bot.handlers.names import full_name
from bot.money.books import PLACES, Fund
from bot.papers.minutes_facts import (
    Decided,
    FundDay,
    LoanDecided,
    MinutesFacts,
)
from bot.people import OFFICES, Member
from bot.storage import meeting_decisions, members, minutes, reporting, roll_calls
from bot.storage.meetings import Meeting
from bot.storage.reporting import Balances, Flow
from bot.storage.roll_calls import Roll
from bot.turn import Turn

LEADERS = ("head", "deputy")


async def draft(turn: Turn, meeting: Meeting) -> MinutesFacts:
    """Return all that the minutes of a meeting say by now."""
    club_id = turn.club.id
    roll = await roll_calls.of_meeting(turn.db, club_id, meeting.id)
    people = await roll_calls.on_roll(turn.db, club_id, meeting.held_on)
    written = await minutes.of_meeting(turn.db, club_id, meeting.id)
    leader = await _leader(turn, roll, written.led_by if written else None)
    decisions = await meeting_decisions.of_meeting(turn.db, club_id, meeting.id)
    called = roll if roll and roll.is_done else None
    return MinutesFacts(
        held_on=meeting.held_on,
        at=meeting.at,
        place=meeting.place,
        led_by=leader.name if leader else "",
        led_office=next((one for one in OFFICES if leader and one in leader.roles), ""),
        members=len(called.came) if called else 0,
        present=len(called.present) if called else 0,
        absent=tuple(full_name(one) for one in people if called and one.id in called.absent),
        guests=roll.guests if roll else (),
        agenda=tuple(line for line in meeting.agenda.splitlines() if line.strip()),
        talk=written.talk if written else "",
        funds=tuple(await _funds(turn, meeting)),
        loans=tuple(await _loans(turn, meeting)),
        decisions=tuple(
            Decided(words=one.words, in_favour=one.in_favour, against=one.against)
            for one in decisions
        ),
        words=tuple(written.words.splitlines()) if written else (),
    )


def version(facts: MinutesFacts) -> str:
    """Return what tells these minutes from what they were before something was changed."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


async def _leader(turn: Turn, roll: Roll | None, chosen: int | None) -> Member | None:
    """Return who led the meeting: as it is written, or the head or deputy who was there."""
    if chosen is not None:
        return await members.member(turn.db, chosen, turn.today)
    board = await members.officers(turn.db, turn.club.id, turn.today, LEADERS)
    absent = roll.absent if roll else frozenset()
    there = [one for one in board if one.id not in absent]
    return next((one for role in LEADERS for one in there if role in one.roles), None)


async def _funds(turn: Turn, meeting: Meeting) -> Iterator[FundDay]:
    """Return what each fund did on the day, in totals: those that nothing came to are left out."""
    since, before = meeting.held_on, meeting.held_on + timedelta(days=1)
    flows = await reporting.flows(turn.db, turn.club.id, since, before)
    closed = await reporting.balances(turn.db, turn.club.id, before)
    return (one for fund in Fund if (one := _fund(fund, flows, closed)))


def _fund(fund: Fund, flows: list[Flow], closed: Balances) -> FundDay | None:
    own = [flow for flow in flows if flow.fund is fund]
    there = sum(closed.get((fund, kind), 0) for kind in PLACES)
    into, out = sum(flow.into for flow in own), sum(flow.out for flow in own)
    if not (into or out or there):
        return None
    return FundDay(fund=fund.value, into=into, out=out, closed=there)


async def _loans(turn: Turn, meeting: Meeting) -> list[LoanDecided]:
    found = await meeting_decisions.loans_decided(turn.db, turn.club.id, meeting.held_on)
    people = await members.several(turn.db, {one.member_id for one in found}, turn.today)
    return [
        LoanDecided(
            name=full_name(people[one.member_id]),
            amount=one.amount,
            agreed=one.agreed,
            in_favour=one.in_favour,
            against=one.against,
        )
        for one in found
    ]
