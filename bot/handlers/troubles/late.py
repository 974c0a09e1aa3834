"""Who is behind, for the board only: since when, how much, and what was last said to her.

Who looks is written down. That times are hard is shown only to the head, whom the member trusts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.chat import NotUnderstood
from bot.clock import local_day
from bot.handlers import reaching, slips
from bot.handlers.board import HEADS
from bot.handlers.cards import must_be_officer
from bot.handlers.names import SHOWN, choices_of, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.troubles import matters
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money, ngettext, sentence, short_day
from bot.money.loans import Band, band
from bot.people import Member
from bot.storage import addresses, loans, members, notices_repay, quiets, readings
from bot.storage import late as told
from bot.storage.late import LastWord
from bot.storage.loans import Borrowed
from bot.storage.quiets import MONEY, Quiet
from bot.telling import called
from bot.turn import Answer, Step, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A member with what of her loans is not in the book yet."""

    member: Member
    loans: Sequence[Borrowed]
    since: date
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of all who are behind."""

    words: Mapping[int, LastWord]
    declared: Mapping[int, datetime]
    quiet: Mapping[int, Sequence[Quiet]]
    reached: frozenset[int]


async def late(turn: Turn) -> Answer:
    """List who is behind, the longest first, and what was passed to the board."""
    must_be_officer(turn)
    await readings.note(
        turn.db, club_id=turn.club.id, member_id=turn.member.id, what=told.LATE, now=turn.now
    )
    owed = await loans.open_of_club(turn.db, turn.club.id)
    people = await members.several(turn.db, {one.member_id for one in owed}, turn.today)
    behind = _behind([one for one in owed if not one.board_since], people, turn.today)
    known = await _known(turn, behind)
    lines = [_line(turn, one, known) for one in behind]
    passed = list(_passed(owed, people, turn.today))
    if not lines and not passed:
        return turn.say(_("Nobody is behind. All of it is in the book."))
    if lines:
        lines.insert(0, turn.words(_("For the board only. Not in the book yet:")))
    if passed:
        lines += [turn.words(_("With the board, nobody is reminded of it:")), *passed]
    if not behind:
        return turn.say("{lines}", lines="\n".join(lines))
    return turn.ask(
        "late.which",
        "{lines}",
        *choices_of([one.member for one in behind[:SHOWN]]),
        never_mind(),
        data={"members": [one.member.id for one in behind]},
        lines="\n".join(lines),
    )


async def take_which(turn: Turn) -> Answer:
    """The officer chose somebody of the list: what can be done for her."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await matters.shown(turn, await of_the_club(turn, int(turn.choice)))
    listed = await members.several(turn.db, turn.data["members"], turn.today)
    found = matching(turn.text, listed.values())
    if not found:
        raise NotUnderstood(turn.words(_("I do not find that on the list. Which one is it?")))
    if len(found) == 1:
        return await matters.shown(turn, found[0])
    return turn.ask(
        "late.which",
        _("Which one do you mean?"),
        *choices_of(found),
        never_mind(),
        data=turn.data,
    )


# --- The list ------------------------------------------------------------------------------------


def _behind(owed: Sequence[Borrowed], people: Mapping[int, Member], today: date) -> list[Behind]:
    theirs: dict[int, list[Borrowed]] = {}
    for loan in owed:
        if loan.standing(today).overdue:
            theirs.setdefault(loan.member_id, []).append(loan)
    found = [_of(people[who], those, today) for who, those in theirs.items()]
    return sorted(found, key=lambda one: one.since)


def _of(member: Member, behind: Sequence[Borrowed], today: date) -> Behind:
    stands = [loan.standing(today) for loan in behind]
    return Behind(
        member=member,
        loans=behind,
        since=min(one.overdue_since or today for one in stands),
        amount=sum(one.overdue for one in stands),
    )


async def _known(turn: Turn, behind: Sequence[Behind]) -> _Known:
    people = [one.member.id for one in behind]
    loan_ids = [loan.id for one in behind for loan in one.loans]
    return _Known(
        words=await told.last_words(turn.db, turn.club.id, people),
        declared=await notices_repay.declared(turn.db, loan_ids),
        quiet=await quiets.of(turn.db, people, turn.today),
        reached=frozenset(await addresses.listeners(turn.db, people, turn.today)),
    )


def _line(turn: Turn, behind: Behind, known: _Known) -> str:
    days = (turn.today - behind.since).days
    found = band(behind.since, turn.today)
    line = sentence(
        _("{name}: {amount}, {late} ({band})"),
        name=called(behind.member, turn.today),
        amount=money(behind.amount),
        late=ngettext("{count} day", "{count} days", days).format(count=days),
        band=_band(found) if found else "",
    )
    return "; ".join([line, *_beside(turn, behind, known)])


def _band(found: Band) -> str:
    if found is Band.OVER_90:
        return _("over 90 days")
    return _("{band} days").format(band=found.value)


def _beside(turn: Turn, behind: Behind, known: _Known) -> Iterator[str]:
    """Say what was last said to her, and what keeps her from being reminded."""
    today, ids = turn.today, [loan.id for loan in behind.loans]
    words = [known.words[one] for one in ids if one in known.words]
    if words:
        yield _said(max(words, key=lambda one: one.at), turn)
    elif behind.member.id in known.reached:
        yield _("not reminded yet")
    if behind.member.id not in known.reached:
        yield _("no phone here")
    declared = [known.declared[one] for one in ids if one in known.declared]
    if declared:
        on = short_day(local_day(max(declared), turn.zone), today=today)
        yield _("told me on {day} that it is paid").format(day=on)
    yield from _resting(turn, known.quiet.get(behind.member.id, ()))
    if any(one.holds(today) for loan in behind.loans for one in loan.terms.freezes):
        yield _("no new {interest_word}").format(interest_word=slips.rate_word(turn.club))


def _said(word: LastWord, turn: Turn) -> str:
    text = _("reminded on {day}")
    if word.by_neighbour:
        text = _("told by a neighbour on {day}")
    elif word.unsure:
        text = _("not sure whether the reminder of {day} arrived")
    elif not word.arrived:
        text = _("the reminder of {day} did not arrive")
    return text.format(day=short_day(local_day(word.at, turn.zone), today=turn.today))


def _resting(turn: Turn, quiet: Sequence[Quiet]) -> Iterator[str]:
    trusted = not turn.member.roles.isdisjoint(HEADS)
    for one in quiet:
        if not one.covers(MONEY, money=True):
            continue
        if one.reason == "hardship":
            yield _("says that times are hard") if trusted else _("not reminded now")
            continue
        yield _("not reminded {until} ({reason})").format(
            until=reaching.until(one.until_on), reason=reaching.reason(one.reason)
        )


def _passed(owed: Sequence[Borrowed], people: Mapping[int, Member], today: date) -> Iterator[str]:
    for loan in owed:
        if loan.board_since:
            yield sentence(
                _("{name}, loan {number}: {amount} left, since {day}"),
                name=called(people[loan.member_id], today),
                number=loan.number,
                amount=money(loan.standing(today).principal_left),
                day=short_day(loan.board_since, today=today),
            )


HANDLERS = {
    "late": Step(late),
    "late.which": Step(take_which, typed=True),
}
