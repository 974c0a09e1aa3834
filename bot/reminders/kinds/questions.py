"""Officers are reminded of what the board has to decide, and of cash that nobody has seen go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.chat import Choice
from bot.clock import local_day
from bot.i18n import _, money, ngettext, short_day
from bot.people import DEFAULT_ZONE, Member
from bot.reminders.kinds.dues import grouped, today_of
from bot.reminders.kinds.kind import BESIDE, Kind, Part, Said, Told
from bot.rights import is_independent
from bot.storage import members, notices_questions, one_hand
from bot.storage.engine import Connection
from bot.storage.notices_questions import QUESTION, UNSEEN, WITNESS, Question, Unseen
from bot.telling import called, speaking_to

SETTLED = "settled meanwhile"


async def say_questions(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Word how many questions wait and since when, in one line, to who can still decide."""
    waiting = await notices_questions.questions(db, {one.due.subject_id for one in told})
    near = {member for one in waiting.values() for member in one.near}
    people = await members.several(db, near, local_day(now, DEFAULT_ZONE))
    hands = await one_hand.beside(db, {one.due.recipient_id for one in told})
    said: dict[int, Part | str] = {one.due.id: SETTLED for one in told}
    true = []
    for one in told:
        found = waiting.get(one.due.subject_id)
        if found is None:
            continue
        others = [people[member] for member in found.near]
        apart = is_independent(one.listener.member, others, hands[one.due.recipient_id])
        if apart and not one.listener.shared and one.due.recipient_id not in found.near:
            true.append(one)
        else:
            said[one.due.id] = "not hers to decide"
    for several in grouped(true, "recipient_id"):
        about = {one.due.subject_id: waiting[one.due.subject_id] for one in several}
        said |= {one.due.id: BESIDE for one in several}
        said[several[0].due.id] = _waits(several[0], list(about.values()), now)
    return said


def _waits(told: Told, waiting: Sequence[Question], now: datetime) -> Part:
    today = today_of(told, now)
    since = min(one.asked_at for one in waiting)
    with speaking_to(told.listener.member, today) as words:
        text = ngettext(
            "{count} question has waited for the board since {day}.",
            "{count} questions wait for the board, the oldest since {day}.",
            len(waiting),
        )
        day = short_day(local_day(since, told.listener.member.club.zone), today=today)
        see = Choice("list", words(_("What the board has to decide")))
        text = words(text, count=len(waiting), day=day)
        return Part(text=text, choices=(see,), step="resolutions")


async def say_unseen(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Word that cash is said to be handed over, and is not in the book."""
    found = await notices_questions.unseen(db, {one.due.subject_id for one in told})
    people = await _people(db, found.values(), now)
    said: dict[int, Part | str] = {}
    for one in told:
        cash = found.get(one.due.subject_id)
        said[one.due.id] = _unseen(one, cash, people, now) if cash else SETTLED
    return said


def _unseen(told: Told, cash: Unseen, people: dict[int, Member], now: datetime) -> Part:
    today = today_of(told, now)
    with speaking_to(told.listener.member, today) as words:
        text = _(
            "{giver} said on {day} that {amount} went to {name} in cash. {witness} has not said"
            " so yet, and it is not in the book. Please see to it."
        )
        if told.due.recipient_id == cash.said_by:
            text = _(
                "{You} said on {day} that {amount} went to {name} in cash. {witness} has not said"
                " so yet, and it is not in the book. Please see to it."
            )
        witness = people[cash.witness_id] if cash.witness_id else None
        text = words(
            text,
            giver=called(people[cash.said_by], today),
            witness=called(witness, today) if witness else _("Who saw it"),
            **_facts(told, cash, people, now),
        )
        see = Choice("list", words(_("See who asks for a loan")))
        return Part(text=text, choices=(see,), step="lending.queue")


async def say_to_witnesses(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Ask once more whether it was seen, on a phone of the witness's own."""
    found = await notices_questions.unseen(db, {one.due.subject_id for one in told})
    people = await _people(db, found.values(), now)
    said: dict[int, Part | str] = {}
    for one in told:
        cash = found.get(one.due.subject_id)
        if cash is None or cash.witness_id != one.due.recipient_id:
            said[one.due.id] = SETTLED
        elif one.listener.kind != "self":
            said[one.due.id] = "no phone"
        else:
            said[one.due.id] = _asked(one, cash, people, now)
    return said


def _asked(told: Told, cash: Unseen, people: dict[int, Member], now: datetime) -> Part:
    today = today_of(told, now)
    with speaking_to(told.listener.member, today) as words:
        text = words(
            _("{giver} said on {day} that {amount} went to {name} in cash. Did {you} see it?"),
            giver=called(people[cash.said_by], today),
            **_facts(told, cash, people, now),
        )
        return Part(
            text=text,
            choices=(
                Choice("yes", words(_("Yes, I saw it"))),
                Choice("no", words(_("No, I did not see that"))),
            ),
            step="payout.witnessed",
            data={"application": told.due.subject_id, "given": cash.given_at.timestamp()},
        )


def _facts(told: Told, cash: Unseen, people: dict[int, Member], now: datetime) -> dict[str, str]:
    today, zone = today_of(told, now), told.listener.member.club.zone
    return {
        "day": short_day(local_day(cash.given_at, zone), today=today),
        "amount": money(cash.amount),
        "name": called(people[cash.borrower_id], today),
    }


async def _people(db: Connection, found: Iterable[Unseen], now: datetime) -> dict[int, Member]:
    hands = [one for cash in found for one in (cash.borrower_id, cash.said_by, cash.witness_id)]
    ids = {one for one in hands if one is not None}
    return await members.several(db, ids, local_day(now, DEFAULT_ZONE))


KINDS = {
    QUESTION: Kind(
        plan=notices_questions.plan_questions,
        say=say_questions,
        importance=43,
        money=True,
        office=True,
        useful=timedelta(days=2),
    ),
    UNSEEN: Kind(
        plan=notices_questions.plan_unseen,
        say=say_unseen,
        importance=39,
        money=True,
        office=True,
        useful=timedelta(days=2),
    ),
    WITNESS: Kind(
        plan=notices_questions.plan_witnesses,
        say=say_to_witnesses,
        importance=38,
        money=True,
        agreed=True,
        alone=True,
        useful=timedelta(days=2),
    ),
}
