"""The day's list: what one hand alone has entered, agreed by a second officer in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.chat import Choice, NotUnderstood
from bot.handlers import noted_money, titles
from bot.handlers.cards import must_be_officer
from bot.handlers.names import matching
from bot.i18n import _, day, ngettext
from bot.people import Member
from bot.rights import is_independent
from bot.storage import cases, entries, ledger, members, one_hand
from bot.storage.entries import Entry
from bot.telling import called
from bot.turn import Answer, Step, Turn

TAPPED = 9  # as many rows can be set aside by a digit; more are named or numbered in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry on the list with its people."""

    entry: Entry
    payer: Member | None
    """Whose money it was; nobody's of the club: a gift from outside, an expense."""
    recorder: Member

    @property
    def amount(self) -> int:
        """What it brought, đồng; what was paid out is below zero."""
        return self.entry.amount

    @property
    def people(self) -> list[Member]:
        """Who had a hand in it."""
        return [self.recorder, *([self.payer] if self.payer else [])]


async def daylist(turn: Turn) -> Answer:
    """Show what the speaker may agree to, and how much waits for others."""
    must_be_officer(turn)
    mine, others = await _waiting(turn)
    if mine:
        return await _listed(turn, mine, others)
    if others:
        return turn.say("{others}", others=_left_to_others(turn, others))
    return turn.say(_("Everything in the book has been seen by two people."))


async def decide(turn: Turn) -> Answer:
    """All of it fits, one row is set aside, or another time."""
    must_be_officer(turn)
    if turn.choice == "later":
        return turn.say(_("All right. The list stays until somebody agrees it."))
    mine, others = await _waiting(turn)
    shown = set(turn.data["entries"])
    rows = [row for row in mine if row.entry.id in shown]
    if not rows:
        return turn.say(_("All of that was agreed or set aside in the meantime."))
    if turn.choice == "aside":
        # The numbers must be those that were read: a list that has changed is shown again.
        if len(rows) != len(shown):
            return await _listed(turn, mine, others)
        return _which(turn, rows)
    return await _agree(turn, rows, len(shown), others)


async def set_aside(turn: Turn) -> Answer:
    """One row is disputed: it becomes a case, and the rest is shown again."""
    must_be_officer(turn)
    mine, _others = await _waiting(turn)
    found = _chosen(turn, mine)
    if len(found) > 1:
        return _which(turn, found)
    row = found[0]
    made = await cases.open_case(
        turn.db,
        club_id=turn.club.id,
        member_id=(row.payer or row.recorder).id,
        transaction=row.entry.id,
        reason="set_aside",
        note=called(turn.member, turn.today),
        now=turn.now,
    )
    if made is not None:
        await cases.assign(turn.db, made, turn.member.id)
    mine, others = await _waiting(turn)
    if mine:
        return await _listed(turn, mine, others)
    return turn.say(
        _("{name} {amount} is set aside. Nothing else waits for your yes."),
        name=_titled(turn, row),
        amount=titles.signed(row.entry),
    )


async def _waiting(turn: Turn) -> tuple[list[Row], list[Row]]:
    """Return the rows that the speaker may agree to, and those that wait for somebody else.

    What is being looked at in a case is on neither list.
    """
    looked_at = {case.transaction_id for case in await cases.open_cases(turn.db, turn.club.id)}
    waiting = await entries.unagreed(turn.db, turn.club.id)
    rows = await _rows(turn, (one for one in waiting if one.id not in looked_at))
    hands = (await one_hand.beside(turn.db, [turn.member.id]))[turn.member.id]
    free = {row.entry.id for row in rows if is_independent(turn.member, row.people, hands)}
    mine = [row for row in rows if row.entry.id in free]
    return mine, [row for row in rows if row.entry.id not in free]


async def _rows(turn: Turn, waiting: Iterable[Entry]) -> list[Row]:
    people: dict[int, Member] = {}
    rows = []
    for entry in waiting:
        if entry.entered_by is None:
            continue
        for one in (entry.member_id, entry.entered_by):
            if one is not None and one not in people:
                people[one] = await members.member(turn.db, one, turn.today)
        payer = people[entry.member_id] if entry.member_id is not None else None
        rows.append(Row(entry=entry, payer=payer, recorder=people[entry.entered_by]))
    return rows


def _titled(turn: Turn, row: Row) -> str:
    return titles.title(row.entry, row.payer, turn.today)


async def _listed(turn: Turn, mine: list[Row], others: list[Row]) -> Answer:
    total = _total(mine)
    lines = [_("Does this fit what is in the box?")]
    line = _("({number}) {name}: {amount} ({recorder}, {day})")
    for number, row in enumerate(mine, 1):
        lines.append(
            line.format(
                number=number,
                name=_titled(turn, row),
                amount=titles.signed(row.entry),
                recorder=called(row.recorder, turn.today),
                day=day(row.entry.value_day),
            )
        )
    lines.append(_("Together: {amount}").format(amount=total))
    if noted := noted_money.sure(await noted_money.of_club(turn)):
        lines.append(_("⚠ Not in the book yet:"))
        lines += [f"- {line}" for line in await noted_money.lines(turn, noted)]
    if others:
        lines.append(_left_to_others(turn, others))
    return turn.ask(
        "daylist.decide",
        "{lines}",
        Choice("yes", _("All fits, {amount} together").format(amount=total)),
        Choice("aside", _("Set one aside")),
        Choice("later", _("Another time")),
        data={"entries": [row.entry.id for row in mine]},
        lines="\n".join(lines),
    )


def _left_to_others(turn: Turn, others: list[Row]) -> str:
    text = ngettext(
        "{count} entry of {amount} waits for another officer: you had a hand in it.",
        "{count} entries of {amount} wait for another officer: you had a hand in them.",
        len(others),
    )
    return turn.words(text, count=len(others), amount=_total(others))


def _which(turn: Turn, rows: list[Row]) -> Answer:
    label = _("{name} {amount}")
    choices = [
        Choice(
            str(row.entry.id),
            label.format(name=_titled(turn, row), amount=titles.signed(row.entry)),
        )
        for row in rows
    ]
    return turn.ask(
        "daylist.aside",
        _("Which one? Its number or the name is enough."),
        *(choices if len(rows) <= TAPPED else ()),
        data={"entries": [row.entry.id for row in rows]},
    )


def _chosen(turn: Turn, mine: list[Row]) -> list[Row]:
    """Return the rows that were meant: by number on the list, by name, or tapped."""
    by_id = {row.entry.id: row for row in mine}
    if turn.choice:
        chosen = [int(turn.choice)]
    elif turn.text.strip().isdecimal():
        number = int(turn.text)
        chosen = turn.data["entries"][number - 1 : number] if number else []
    else:
        payers = [row.payer for row in mine if row.payer]
        named = {one.id for one in matching(turn.text, payers)}
        chosen = [row.entry.id for row in mine if row.payer and row.payer.id in named]
    found = [by_id[one] for one in chosen if one in by_id]
    if not found:
        raise NotUnderstood(turn.words(_("I do not find that on the list. Which one is it?")))
    return found


async def _agree(turn: Turn, rows: list[Row], shown: int, others: list[Row]) -> Answer:
    for row in rows:
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=row.entry.id,
            member_id=turn.member.id,
            how="list",
            now=turn.now,
            shared=turn.phone.is_shared,
        )
    text = ngettext(
        "Agreed: {count} entry, {amount}.", "Agreed: {count} entries, {amount}.", len(rows)
    )
    lines = [text.format(count=len(rows), amount=_total(rows))]
    if skipped := shown - len(rows):
        lines.append(
            ngettext(
                "{count} was agreed or set aside by somebody else in the meantime.",
                "{count} were agreed or set aside by somebody else in the meantime.",
                skipped,
            ).format(count=skipped)
        )
    if others:
        lines.append(_left_to_others(turn, others))
    return turn.say("{lines}", Choice("cash", _("What the box must hold")), lines="\n".join(lines))


def _total(rows: list[Row]) -> str:
    return titles.in_or_out(sum(row.amount for row in rows))


HANDLERS = {
    "daylist": Step(daylist),
    "daylist.decide": Step(decide, counts=True),
    "daylist.aside": Step(set_aside, typed=True, counts=True),
}
