"""The sheet "Tờ thu hôm nay": the list of a meeting day on paper, to be taken along and ticked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.chat import Choice
from bot.clock import local
from bot.handlers.cards import must_be_officer
from bot.handlers.collecting.opening import asked_on
from bot.handlers.collecting.owed import Owed
from bot.handlers.documents import LONG, PDF, store
from bot.handlers.names import full_name
from bot.i18n import _, day, money, use_locale
from bot.money.loans import TooMuch, allocate
from bot.papers.drawn import collection_sheet
from bot.papers.wanted import Sheet, SheetRow
from bot.people import Member
from bot.storage import collections, meetings
from bot.turn import Answer, Step, Turn

SOON = timedelta(days=7)
"""A meeting so near is what the paper is for."""


async def sheet(turn: Turn) -> Answer:
    """Draw the paper of the list that is open, of the next meeting, or of today."""
    must_be_officer(turn)
    on, by = await _day(turn)
    people, owed, _by = await asked_on(turn, on, by=by)
    if not people:
        return turn.say(_("Nobody has anything to pay on {day}."), day=day(on))
    with use_locale(turn.club.locale):
        paper = _sheet(turn, on, people, owed)
        drawn = collection_sheet(paper)
    name = await store(turn, PDF, drawn, LONG)
    return turn.say(
        _("The sheet for {day}: {count} people, {amount} together."),
        Choice("collecting", _("Collect today")),
        document=name,
        day=day(on),
        count=len(people),
        amount=money(paper.total),
    )


async def _day(turn: Turn) -> tuple[date, str]:
    """Return the day that the paper is for, and the order of its names where a list has one."""
    if told := turn.data.get("day"):
        return date.fromisoformat(told), ""
    if found := await collections.live(turn.db, turn.club.id):
        return found.held_on, found.by
    coming = await meetings.coming(turn.db, turn.club.id, local(turn.now, turn.zone))
    if coming and coming[0].held_on - turn.today <= SOON:
        return coming[0].held_on, ""
    return turn.today, ""


def _sheet(turn: Turn, on: date, people: Sequence[Member], owed: dict[int, list[Owed]]) -> Sheet:
    return Sheet(
        club=turn.club.name,
        hamlet=turn.club.hamlet,
        held_on=on,
        rate_label=turn.club.rate_label,
        rows=tuple(_row(one, owed[one.id], on) for one in people),
    )


def _row(member: Member, owed: Sequence[Owed], on: date) -> SheetRow:
    interest = principal = other = 0
    for one in owed:
        if one.loan is None or not one.due:
            other += one.due
            continue
        try:
            share = allocate(one.loan.terms, one.loan.payments, one.due, on)
        except TooMuch:  # closing it early costs less than what is due of it
            principal += one.due
            continue
        interest += share.interest
        principal += share.principal
        other += share.fee + share.penalty
    return SheetRow(name=full_name(member), interest=interest, principal=principal, fee=other)


HANDLERS = {"collection.sheet": Step(sheet)}
