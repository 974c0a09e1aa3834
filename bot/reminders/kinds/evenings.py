"""The evening's line: what moved today, what the box must hold, and where that cannot be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.chat import Choice
from bot.clock import local_day
from bot.i18n import _, money, ngettext, sentence
from bot.money.books import Fund
from bot.people import DEFAULT_ZONE, Member
from bot.reminders.kinds.dues import today_of
from bot.reminders.kinds.kind import Kind, Part, Said, Told
from bot.rights import CASHIERS
from bot.storage import members, noted, notices_cash, notices_duties
from bot.storage.engine import Connection
from bot.storage.notices_cash import Short
from bot.storage.notices_duties import COUNT, NOTHING, Moved
from bot.telling import called, speaking_to

HEARERS = (*CASHIERS, "head")
"""Who has the box and the book in hand, and who hears of it where something is wrong."""
COUNTED = "counted today"
ALL_WELL = "nothing for the head to look at"


async def plan_counts(db: Connection, now: datetime) -> None:
    """Write a notice where cash has moved today."""
    await notices_duties.plan_counts(db, now, roles=HEARERS)


async def say_counts(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Word what moved today and what the box must hold, unless that was counted since.

    Who has less than nothing by the book is named, to the head as well.
    """
    said: dict[int, Part | str] = {}
    clubs = {one.due.club_id for one in told}
    boxes = await notices_duties.boxes(db, clubs)
    short = await notices_cash.below_zero(db, clubs)
    beside = await noted.of_clubs(db, clubs)
    people = await members.several(db, _holders(short), local_day(now, DEFAULT_ZONE))
    for on in {one.due.due_on for one in told}:
        moved = await notices_duties.moved(db, clubs, on, on)
        counted = await notices_cash.counted(db, clubs, on)
        for one in told:
            club = one.due.club_id
            if one.due.due_on != on:
                continue
            wrong = _Wrong(shorts=short.get(club, ()), people=people)
            is_cashier = not one.listener.member.roles.isdisjoint(CASHIERS)
            if not wrong.shorts and not is_cashier:
                said[one.due.id] = ALL_WELL
            elif not wrong.shorts and club in counted:
                said[one.due.id] = COUNTED
            else:
                box = _Box(
                    booked=boxes.get(club, 0), noted=noted.beside_the_book(beside.get(club, ()))
                )
                said[one.due.id] = _line(
                    one, moved.get(club, NOTHING), box, wrong, today_of(one, now)
                )
    return said


def _holders(short: Mapping[int, Collection[Short]]) -> set[int]:
    return {
        one.holder_id for shorts in short.values() for one in shorts if one.holder_id is not None
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrong:
    """What cannot be, and who it concerns."""

    shorts: Collection[Short]
    people: Mapping[int, Member]

    def lines(self, today: date) -> list[str]:
        """Name each who has less than nothing by the book."""
        text = _("⚠ By the book {name} keeps {amount} of the {fund}: less than nothing.")
        return [
            sentence(
                text,
                name=called(self.people[one.holder_id], today) if one.holder_id else _("nobody"),
                amount=money(one.amount),
                fund=_("loan fund") if one.fund is Fund.INCOME else _("activity fund"),
            )
            for one in self.shorts
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """What must be in the box, đồng."""

    booked: int
    """By the book."""
    noted: int
    """What is only noted yet; negative: was given out."""

    def lines(self) -> list[str]:
        """Say what must be there with what is only noted, where there is some."""
        if not self.noted:
            return []
        text = _("⚠ With what is noted and not in the book yet it must hold {amount}.")
        return [text.format(amount=money(self.booked + self.noted))]


def _line(told: Told, moved: Moved, box: _Box, wrong: _Wrong, today: date) -> Part | str:
    if not (moved.times_in or moved.times_out or wrong.shorts):
        return "taken back meanwhile"
    with speaking_to(told.listener.member, today) as words:
        lines = [
            words(
                _("Today: {received}, {paid_out}. The box must hold {amount}."),
                received=ngettext(
                    "{count} sum came in", "{count} sums came in", moved.times_in
                ).format(count=moved.times_in),
                paid_out=ngettext(
                    "{count} was paid out", "{count} were paid out", moved.times_out
                ).format(count=moved.times_out),
                amount=money(box.booked),
            ),
            *box.lines(),
            *wrong.lines(today),
        ]
        if wrong.shorts:
            lines.append(
                words(
                    _(
                        "Something that came in is not written down yet, or stands under another"
                        " name. Please look at the day's list together."
                    )
                )
            )
        return Part(
            text="\n".join(lines),
            choices=(
                Choice("count", words(_("Count the cash"))),
                Choice("daylist", words(_("The day's list"))),
            ),
            step="cash.evening",
        )


KINDS = {
    COUNT: Kind(
        plan=plan_counts,
        say=say_counts,
        importance=45,
        office=True,
        alone=True,
        useful=timedelta(hours=2),
    ),
}
