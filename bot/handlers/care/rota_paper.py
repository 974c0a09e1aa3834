"""The visits of each volunteer on paper, for whoever has no phone: a table for each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice
from bot.handlers.care import whom
from bot.handlers.care.rota_facts import Names, Screen, when
from bot.handlers.documents import PDF, store
from bot.handlers.names import full_name
from bot.i18n import _, short_day, use_locale
from bot.papers.books.paper import Column, Paper, Row, Shape, Table
from bot.papers.drawn import as_pdf
from bot.storage import reporting
from bot.storage.shifts import Shift
from bot.turn import Answer, Turn


async def to_print(turn: Turn, screen: Screen) -> Answer:
    """Print who goes where from today on."""
    coming = [one for one in screen.planned if one.day >= turn.today and one.is_told]
    if not coming:
        return turn.say(_("There are no visits to print yet."), Choice("rota", _("The rota")))
    with use_locale(turn.club.locale):
        made = as_pdf(await _paper(turn, screen.names, coming))
    name = await store(turn, PDF, made)
    return turn.say(
        _("Here are the visits to print: please give them only to those who visit."),
        Choice("rota", _("The rota")),
        document=name,
    )


async def _paper(turn: Turn, names: Names, coming: Sequence[Shift]) -> Paper:
    first, last = coming[0].day, coming[-1].day
    return Paper(
        file=f"{_('rota-of-visits')}-{first.isoformat()}",
        head=await reporting.letterhead(turn.db, turn.club.id),
        title=_("Who visits whom"),
        about=_("From {first} to {last}").format(first=short_day(first), last=short_day(last)),
        tables=tuple(
            _table(names, member, coming)
            for member in names.goers
            if any(member in one.volunteers for one in coming)
        ),
        written_on=turn.today,
        stamp=_("ONLY FOR THOSE WHO VISIT"),
    )


def _table(names: Names, member: int, coming: Sequence[Shift]) -> Table:
    columns = (
        Column(title=_("Day"), shape=Shape.TEXT, width=3),
        Column(title=_("Visit to"), shape=Shape.TEXT, width=4),
        Column(title=_("Together with"), shape=Shape.TEXT, width=3),
        Column(title=_("What is needed"), shape=Shape.TEXT, width=4),
    )
    return Table(
        heading=full_name(names.goers[member]),
        columns=columns,
        rows=tuple(_row(names, member, one) for one in coming if member in one.volunteers),
    )


def _row(names: Names, member: int, one: Shift) -> Row:
    her = names.recipients.get(one.recipient_id)
    others = names.going(other for other in one.volunteers if other != member)
    needs = whom.needs_said(her.needs) if her else ""
    return Row(cells=(when(one), names.her(one), others, needs))
