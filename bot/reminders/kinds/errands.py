"""Errands: messengers are asked to pass things on, and the board hears what was not passed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from bot.almanac.lunar import is_first_footing
from bot.chat import Choice
from bot.clock import local_day
from bot.i18n import _, day, money
from bot.papers import errand_words
from bot.people import DEFAULT_ZONE
from bot.reminders.kinds.dues import today_of
from bot.reminders.kinds.kind import Kind, Part, Said, Told
from bot.storage import errands, loans, notices_errands, notices_unpassed, reminder_times
from bot.storage.engine import Connection
from bot.storage.errands import Errand
from bot.storage.notices_errands import ASKED, ASKED_OF_MONEY
from bot.storage.notices_unpassed import NOT_PASSED
from bot.telling import speaking_to

MORNING, EVENING = time(7), time(18)
"""From then on, and until then, the board may hear what was not passed on the day before."""
NOTHING = "nothing to tell any more"
AT_HOME = "nobody calls on others in the first days of Tết"


async def _ask(db: Connection, now: datetime) -> None:
    day = local_day(now, DEFAULT_ZONE)
    if not is_first_footing(day):
        await notices_errands.ask(db, now, day)


async def _ask_of_money(db: Connection, now: datetime) -> None:
    day = local_day(now, DEFAULT_ZONE)
    if not is_first_footing(day):
        await notices_errands.ask_of_money(db, now, day)


async def _report(db: Connection, now: datetime) -> None:
    for clock in await reminder_times.clocks(db, now):
        if MORNING <= clock.at < EVENING and not is_first_footing(clock.day):
            await notices_unpassed.report(db, now, clock.day, clock.zone)


async def _say(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    return await _said_to_messengers(db, told, now, of_money=False)


async def _say_of_money(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    return await _said_to_messengers(db, told, now, of_money=True)


async def _said_to_messengers(
    db: Connection, told: Sequence[Told], now: datetime, *, of_money: bool
) -> Said:
    today = local_day(now, DEFAULT_ZONE)
    firsts = [one.due.subject_id for one in told]
    found = await errands.batches(db, firsts, today, of_money=of_money)
    said: dict[int, Part | str] = {}
    for one in told:
        today = today_of(one, now)
        if is_first_footing(today):
            said[one.due.id] = AT_HOME
            continue
        with speaking_to(one.listener.member, today) as words:
            what = await _still_true(db, found.get(one.due.subject_id, ()), today)
            text = _("Please pass on to those without a phone:\n{lines}")
            said[one.due.id] = (
                Part(
                    text=words(text, lines=errand_words.lines(what, today)),
                    choices=(
                        *errand_words.told(what, today),
                        Choice("cannot", words(_("I cannot"))),
                    ),
                    step="errands.passed",
                    data={"errands": [errand.id for errand in what]},
                )
                if what
                else NOTHING
            )
    return said


async def _say_to_board(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    today = local_day(now, DEFAULT_ZONE)
    clubs = [one.due.subject_id for one in told]
    found = await errands.unpassed(db, clubs, today, now - timedelta(days=1))
    said: dict[int, Part | str] = {}
    for one in told:
        today = today_of(one, now)
        with speaking_to(one.listener.member, today) as words:
            what = await _still_true(db, found.get(one.due.subject_id, ()), today)
            text = _("Not passed on yet:\n{lines}\nPlease tell them yourself, or send somebody.")
            lines = errand_words.lines(what, today, with_messenger=True)
            said[one.due.id] = (
                Part(
                    text=words(text, lines=lines),
                    choices=errand_words.told(what, today),
                    step="errands.passed",
                    data={"errands": [errand.id for errand in what]},
                )
                if what
                else NOTHING
            )
    return said


async def _still_true(db: Connection, asked: Iterable[Errand], today: date) -> dict[Errand, str]:
    """Return what still holds, with the words for it in the language that is spoken now."""
    found = {errand: await _what(db, errand, today) for errand in asked}
    return {errand: what for errand, what in found.items() if what}


async def _what(db: Connection, errand: Errand, today: date) -> str:
    if errand.member.left_on is not None:
        return ""
    if errand.text:
        return errand_words.of_announcement(errand)
    if errand.is_money:
        return await _sum(db, errand)
    return errand_words.of_meeting(errand.meeting, today=today) if errand.meeting else ""


async def _sum(db: Connection, errand: Errand) -> str:
    """Say what is to be paid by the day; nothing where it was paid, or moved, meanwhile."""
    if errand.due_on is None:
        return ""
    owed = [
        loan for loan in await loans.open_loans(db, errand.member.id) if loan.board_since is None
    ]
    if not any(errand.due_on in loan.terms.due_days for loan in owed):
        return ""
    due = sum(loan.standing(errand.due_on).to_pay_now for loan in owed)
    if not due:
        return ""
    text = _("{amount} to the fund for {day}; only to the treasurer or at the meeting")
    return text.format(amount=money(due), day=day(errand.due_on))


KINDS = {
    ASKED: Kind(plan=_ask, say=_say, importance=40, alone=True, agreed=True),
    ASKED_OF_MONEY: Kind(
        plan=_ask_of_money, say=_say_of_money, importance=41, money=True, alone=True, agreed=True
    ),
    NOT_PASSED: Kind(plan=_report, say=_say_to_board, importance=45, office=True),
}
