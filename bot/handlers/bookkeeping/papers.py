"""The club's papers in the chat: which one, of which month, as PDF and then as XLSX."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.documents import PDF, XLSX, store
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, use_locale
from bot.papers.books import gathered
from bot.papers.books.paper import Occasion, Paper, month_name
from bot.papers.drawn import as_pdf, as_xlsx
from bot.storage import closings, readings
from bot.storage.engine import Connection
from bot.turn import Answer, Step, Turn
from bot.understanding.months import hear_month
from bot.understanding.words import command

LIST = "papers.list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A paper of one month that the board asks for."""

    name: str
    """The command that brings it."""
    title: Callable[[], str]
    """In the language that is spoken now, on a button."""
    make: Callable[[Connection, Occasion], Awaitable[Paper]]
    is_private: bool = False
    """Each reading is noted."""


REPORT = Kind(
    name="papers.report", title=lambda: _("The month's report"), make=gathered.monthly_report
)
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        REPORT,
        Kind(name="papers.cash", title=lambda: _("Cash book"), make=gathered.cash_book),
        Kind(name="papers.loans", title=lambda: _("Loan book"), make=gathered.loan_book),
        Kind(
            name="papers.late",
            title=lambda: _("What was not paid in time"),
            make=gathered.debtors,
            is_private=True,
        ),
        Kind(name=LIST, title=lambda: _("List of slips"), make=gathered.slip_list),
    )
}


async def papers(turn: Turn) -> Answer:
    """Show the board which papers there are."""
    must_be_officer(turn)
    return turn.say(
        _("Which paper would you like?"),
        Choice("report", _("Report of activities")),
        *(Choice(kind.name, kind.title()) for kind in KINDS.values() if kind.name != LIST),
        Choice("month.close", _("Sign a month")),
        Choice("papers.more", _("More papers")),
    )


async def more(turn: Turn) -> Answer:
    """Show the papers that are needed less often."""
    must_be_officer(turn)
    return turn.say(
        _("Which paper would you like?"),
        Choice("collection.sheet", _("The collection sheet")),
        Choice("papers.passbook", _("A member's passbook")),
        Choice("papers.slips", _("Print slips")),
        Choice(LIST, KINDS[LIST].title()),
        Choice("papers.fund", _("Chart of the fund")),
        Choice("papers.ages", _("Chart of loans by age")),
    )


def asked_for(kind: Kind) -> Step:
    """Return the step that brings a paper, of the month in the words or of one that is asked."""

    async def bring(turn: Turn) -> Answer:
        must_be_officer(turn)
        month = month_told(turn, kind.name)
        return await _send(turn, kind, month) if month else await ask_month(turn, kind.name)

    return Step(bring)


def month_told(turn: Turn, paper: str) -> date | None:
    """Return the month in the words; of "tháng này" the second may have seemed mere politeness."""
    said = command(turn.incoming.text)
    whole = turn.incoming.text if said and said.name == paper else ""
    return hear_month(turn.text, turn.today) or hear_month(whole, turn.today)


async def ask_month(turn: Turn, paper: str, step: str = "papers.month") -> Answer:
    """Ask of which month a paper is wanted; the step brings it."""
    this = turn.today.replace(day=1)
    before = (this - timedelta(days=1)).replace(day=1)
    begun = await closings.begun(turn.db, turn.club.id)
    offered = []
    if begun and begun <= before:
        last = _("The last: {month}").format(month=month_name(before))
        offered.append(Choice(before.isoformat(), last))
    return turn.ask(
        step,
        _("Of which month? For example “October”, or “10/2025”."),
        *offered,
        Choice(this.isoformat(), _("This: {month}").format(month=month_name(this))),
        never_mind(),
        data={"paper": paper},
    )


async def take_month(turn: Turn) -> Answer:
    """Bring the paper of the month that was chosen or typed."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    return await _send(turn, KINDS[turn.data["paper"]], month_chosen(turn))


def month_chosen(turn: Turn) -> date:
    """Return the month that answers the question for one; asks again where none does."""
    month = date.fromisoformat(turn.choice) if turn.choice else hear_month(turn.text, turn.today)
    if month is None:
        raise NotUnderstood(turn.words(_("Which month is it, please? For example “October”.")))
    return month


async def as_sheet(turn: Turn) -> Answer:
    """Bring the paper that was just read as XLSX, to reckon with."""
    must_be_officer(turn)
    kind = KINDS.get(turn.data.get("paper", ""))
    if kind is None:
        return await papers(turn)
    month = date.fromisoformat(turn.data["month"])
    _must_be_alone(turn, kind)
    if kind.is_private:
        await _note_reading(turn, kind)
    when = await occasion(turn, month)
    with use_locale(turn.club.locale):
        made = as_xlsx(await kind.make(turn.db, when))
    name = await store(turn, XLSX, made)
    return turn.say("{paper}, {month}", document=name, paper=kind.title(), month=month_name(month))


async def occasion(turn: Turn, month: date | None = None) -> Occasion:
    """Return of which month papers are, today's without one."""
    return await gathered.occasion(turn.db, turn.club.id, month or turn.today, turn.today)


def _must_be_alone(turn: Turn, kind: Kind) -> None:
    """Keep what is for the board alone from a phone that others read."""
    if kind.is_private and turn.phone.is_shared:
        raise turn.refuse(
            _("Others use this phone, too. Please ask for this list on a phone of your own.")
        )


async def _send(turn: Turn, kind: Kind, month: date) -> Answer:
    """Send a paper as PDF; the month's report with what is read out of it."""
    _must_be_alone(turn, kind)
    when = await occasion(turn, month)
    if when.begun and when.is_early:
        raise turn.refuse(_("The books here begin with {month}."), month=month_name(when.begun))
    said, aloud = "{paper}, {month}.", ""
    with use_locale(turn.club.locale):
        paper = await kind.make(turn.db, when)
        made = as_pdf(paper)
    if kind is REPORT:
        said, aloud = _("{paper}, {month}. To be read out:\n“{aloud}”"), paper.notes[-1]
    if kind.is_private:
        await _note_reading(turn, kind)
        said = _("{paper}, {month}. Only for the board: I note who has read it.")
    whole = [Choice("report.show", _("Report of activities"))] if kind is REPORT else []
    return turn.say(
        said,
        Choice("papers.sheet", _("The same for Excel")),
        *whole,
        Choice("papers", _("Another paper")),
        data={"paper": kind.name, "month": month.isoformat()},
        document=await store(turn, PDF, made),
        paper=kind.title(),
        month=month_name(month),
        aloud=aloud,
    )


async def _note_reading(turn: Turn, kind: Kind) -> None:
    await readings.note(
        turn.db, club_id=turn.club.id, member_id=turn.member.id, what=kind.name, now=turn.now
    )


HANDLERS = {
    "papers": Step(papers),
    "papers.more": Step(more),
    "papers.month": Step(take_month, typed=True),
    "papers.sheet": Step(as_sheet),
    **{kind.name: asked_for(kind) for kind in KINDS.values()},
}
