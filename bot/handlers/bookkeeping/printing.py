"""Slips to print, by their number, of a day or of a month; and the charts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers import documents
from bot.handlers.bookkeeping import papers
from bot.handlers.cards import must_be_officer
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, day, money, ngettext, use_locale
from bot.papers.books import gathered
from bot.papers.books.monthly_report import Month
from bot.papers.books.paper import month_name
from bot.papers.books.slips import Slip, handings, slips_of
from bot.papers.drawn import printed_slips
from bot.storage import reporting, reporting_lines
from bot.turn import Answer, Step, Turn
from bot.understanding.folding import fold
from bot.understanding.months import hear_month

TODAY, MONTH = "today", "month"
_NUMBER = re.compile(
    r"(?:(?P<kind>thu|chi|pt|pc|receipt|payment) ?)?(?:so )?(?P<number>\d{1,5})"
    r"(?: ?/ ?(?P<year>\d{4}))?"
)
_KINDS = {"thu": "receipt", "pt": "receipt", "chi": "payment", "pc": "payment"}
_TODAY = re.compile(r"hom nay|today")


async def slips(turn: Turn) -> Answer:
    """Bring slips to print; ask which ones where the words do not say it."""
    must_be_officer(turn)
    return await _heard(turn) or turn.ask(
        "papers.which",
        _("Which slips? Write it as it stands on the slip, such as “receipt 12”."),
        Choice(TODAY, _("Today's")),
        Choice(MONTH, _("This month's")),
        never_mind(),
    )


async def take_which(turn: Turn) -> Answer:
    """Bring the slips that were chosen or typed."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == TODAY:
        return await _of_days(turn, turn.today, turn.today + timedelta(days=1))
    if turn.choice == MONTH:
        return await _of_month(turn, turn.today)
    found = await _heard(turn)
    if found is None:
        raise NotUnderstood(turn.words(_("Which slip is it, please? For example “receipt 12”.")))
    return found


async def fund(turn: Turn) -> Answer:
    """Draw the loan fund over the last year."""
    must_be_officer(turn)
    with use_locale(turn.club.locale):
        chart = await gathered.fund_chart(turn.db, await papers.occasion(turn))
    if not chart:
        return turn.say(_("The books have nothing to draw yet."))
    return turn.say(
        _("The loan fund over the year."),
        Choice("papers.ages", _("Chart of loans by age")),
        Choice("papers", _("Another paper")),
        image=await documents.store(turn, documents.PNG, chart),
    )


async def ages(turn: Turn) -> Answer:
    """Draw how old is what was not paid in time; totals only."""
    must_be_officer(turn)
    when = await papers.occasion(turn)
    found: Month = await gathered.month_of(turn.db, when)
    with use_locale(turn.club.locale):
        chart = gathered.age_chart(when, found)
    return turn.say(
        _("Due, and not paid yet: {amount}."),
        Choice("papers.late", _("What was not paid in time")),
        Choice("papers.fund", _("Chart of the fund")),
        image=await documents.store(turn, documents.PNG, chart),
        amount=money(sum(found.late.values())),
    )


async def _heard(turn: Turn) -> Answer | None:
    """Bring the slips that the words name: a number, today's, a month's."""
    said = fold(turn.text)
    if _TODAY.search(said):
        return await _of_days(turn, turn.today, turn.today + timedelta(days=1))
    if found := _NUMBER.fullmatch(said):
        return await _of_number(turn, found)
    month = hear_month(turn.text, turn.today)
    return await _of_month(turn, month) if month else None


async def _of_number(turn: Turn, found: re.Match[str]) -> Answer:
    number, year = int(found["number"]), int(found["year"] or turn.today.year)
    kind = _KINDS.get(found["kind"] or "", found["kind"])
    kinds = (kind,) if kind else ("receipt", "payment")
    lines = [
        line
        for one in kinds
        for line in await reporting_lines.lines_of_slips(
            turn.db, turn.club.id, kind=one, year=year, number=number
        )
    ]
    head = await reporting.letterhead(turn.db, turn.club.id)
    with use_locale(turn.club.locale):
        made = slips_of(lines, head)
    if not made:
        raise NotUnderstood(
            turn.words(_("There is no slip {number}/{year}."), number=number, year=year)
        )
    return await _printed(turn, made, f"{number}/{year}")


async def _of_month(turn: Turn, month: date) -> Answer:
    when = await papers.occasion(turn, month)
    with use_locale(turn.club.locale):
        found = await gathered.slips_of(turn.db, when)
    return await _printed(turn, found, month_name(month))


async def _of_days(turn: Turn, since: date, before: date) -> Answer:
    lines = await reporting_lines.money_lines(turn.db, turn.club.id, since, before)
    head = await reporting.letterhead(turn.db, turn.club.id)
    with use_locale(turn.club.locale):
        found = slips_of(lines, head)
    return await _printed(turn, found, day(since))


async def _printed(turn: Turn, found: Sequence[Slip], of_what: str) -> Answer:
    if not found:
        return turn.say(
            _("There are no slips: {what}."),
            Choice("papers.slips", _("Other slips")),
            what=of_what,
        )
    head = await reporting.letterhead(turn.db, turn.club.id)
    with use_locale(turn.club.locale):
        made = printed_slips(head, found)
    pages = len(handings(found))
    count = ngettext("{count} slip", "{count} slips", pages).format(count=pages)
    return turn.say(
        _("{count} to print on A5: {what}."),
        Choice("papers.slips", _("Other slips")),
        document=await documents.store(turn, documents.PDF, made),
        count=count,
        what=of_what,
    )


HANDLERS = {
    "papers.slips": Step(slips),
    "papers.which": Step(take_which, typed=True),
    "papers.fund": Step(fund),
    "papers.ages": Step(ages),
}
