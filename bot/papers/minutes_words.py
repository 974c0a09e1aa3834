"""What minutes say, as lines: the same in a chat and on paper, in the language spoken now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.i18n import _, clock_time, day, money, ngettext
from bot.money.books import Fund
from bot.papers.books.words import fund_title
from bot.papers.minutes_facts import FundDay, LoanDecided, MinutesFacts
from bot.telling import office


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of minutes."""

    heading: str
    lines: tuple[str, ...]


def sections(facts: MinutesFacts) -> list[Section]:
    """Return the parts of minutes in their order; a part that says nothing is left out."""
    made = (
        (_("Time and place"), (_when(facts),)),
        (_("Who was there"), tuple(_people(facts))),
        (_("What was talked about"), tuple(_talked(facts))),
        (_("The funds on that day"), tuple(_funds(facts))),
        (_("Decisions"), tuple(_decisions(facts))),
        (_("Other words"), facts.words),
    )
    return [Section(heading=heading, lines=lines) for heading, lines in made if lines]


def as_text(facts: MinutesFacts) -> str:
    """Return minutes as they are read back in a chat."""
    parts = []
    for number, one in enumerate(sections(facts), 1):
        lines = [f"{number}. {one.heading.upper()}", *one.lines]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def decided(words: str, in_favour: int | None, against: int | None) -> str:
    """Return a decision with its votes, where they were told."""
    return f"{words} ({_votes(in_favour, against)})" if in_favour is not None else words


def _votes(in_favour: int, against: int | None) -> str:
    if against is None:
        return _("{count} for it").format(count=in_favour)
    if against == 0:
        return _("{count} for it, nobody against").format(count=in_favour)
    return _("{count} for it, {against} against").format(count=in_favour, against=against)


def _when(facts: MinutesFacts) -> str:
    return _("At {time} on {day}, at {place}.").format(
        time=clock_time(facts.at), day=day(facts.held_on, weekday=True), place=facts.place
    )


def _people(facts: MinutesFacts) -> Iterator[str]:
    if facts.led_by and facts.led_office:
        yield _("Led by: {name}, {office}.").format(
            name=facts.led_by, office=office(facts.led_office)
        )
    elif facts.led_by:
        yield _("Led by: {name}.").format(name=facts.led_by)
    if not facts.members:
        yield _("The roll was not called.")
    else:
        yield _("Members there: {present} of {members}.").format(
            present=facts.present, members=facts.members
        )
    if facts.absent:
        yield _("Absent ({count}): {names}.").format(
            count=len(facts.absent), names=", ".join(facts.absent)
        )
    if facts.guests:
        yield _("Guests: {names}.").format(names=", ".join(facts.guests))


def _talked(facts: MinutesFacts) -> Iterator[str]:
    yield from (f"– {one}" for one in facts.agenda)
    if facts.talk:
        yield _("Talk of the month: {talk}.").format(talk=facts.talk.rstrip("."))


def _funds(facts: MinutesFacts) -> Iterator[str]:
    yield from map(_fund, facts.funds)
    agreed = [one for one in facts.loans if one.agreed]
    if agreed:
        yield _("The meeting agreed to these loans:")
    yield from map(_loan, agreed)
    if refused := len(facts.loans) - len(agreed):
        yield ngettext(
            "To {count} request for a loan the meeting has not agreed yet.",
            "To {count} requests for a loan the meeting has not agreed yet.",
            refused,
        ).format(count=refused)


def _fund(one: FundDay) -> str:
    return _("{fund}: {into} came in, {out} went out; now there are {closed}.").format(
        fund=fund_title(Fund(one.fund)),
        into=money(one.into),
        out=money(one.out),
        closed=money(one.closed),
    )


def _loan(one: LoanDecided) -> str:
    return "– " + _("{name}: {amount} ({votes})").format(
        name=one.name, amount=money(one.amount), votes=_votes(one.in_favour, one.against)
    )


def _decisions(facts: MinutesFacts) -> Iterator[str]:
    for number, one in enumerate(facts.decisions, 1):
        yield f"{number}. {decided(one.words, one.in_favour, one.against)}"
