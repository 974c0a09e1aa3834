"""The month's whole report as it is read on a phone: a short paragraph for each part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.care.areas import AREAS
from bot.i18n import _, money, ngettext, percent
from bot.money.books import Fund
from bot.papers.books.monthly_report import fund_in_words
from bot.papers.books.paper import month_name
from bot.papers.books.whole_figures import PARTS
from bot.papers.books.whole_gathered import Report
from bot.papers.books.whole_report import signed_by
from bot.papers.books.whole_rows import area_lines, full_label, missing, part_title, shown
from bot.papers.books.words import interest_word

WHOLE_BP = 10_000
FIRST = 3
"""So many gifts in kind, topics and late figures are told; all of them stand on paper."""


def whole_text(report: Report) -> str:
    """Return the report in the language that is spoken now, with the board's words beside it."""
    title = _("Draft: report of activities, {month}")
    if report.signed:
        title = _("Report of activities, {month}")
    told = [title.format(month=month_name(report.month))]
    for part in PARTS:
        said = [*_PARTS[part](report)] if part in _PARTS else []
        if beside := report.words.get(part):
            said.append(_("Remark: {words}").format(words=beside))
        if said:
            told.append("\n".join([f"{part_title(part)}:", *said]))
    told += _late(report)
    if report.signed:
        told.append(signed_by(report.signed))
    return "\n\n".join(told)


def _members(report: Report) -> Iterator[str]:
    get = report.facts.get
    yield _("{all} members: {women} women, {men} men, {older} aged 60 or more.").format(
        all=get("members.all"),
        women=get("members.women"),
        men=get("members.men"),
        older=get("members.older"),
    )
    yield _("Poor {poor}, near-poor {near_poor}, in hardship {hardship}.").format(
        poor=get("members.poor"),
        near_poor=get("members.near_poor"),
        hardship=get("members.hardship"),
    )
    yield _("Joined {joined}, left {left}.").format(
        joined=get("members.joined"), left=get("members.left")
    )


def _money(report: Report) -> Iterator[str]:
    get = report.facts.get
    for fund in Fund:
        yield fund_in_words(
            report.when,
            fund,
            opened=get(f"fund.{fund.value}.start"),
            into=get(f"fund.{fund.value}.in"),
            out=get(f"fund.{fund.value}.out"),
            closed=get(f"fund.{fund.value}.end"),
        )


def _loans(report: Report) -> Iterator[str]:
    get = report.facts.get
    yield ngettext(
        "{amount} lent out to {count} member.",
        "{amount} lent out to {count} members.",
        get("loans.borrowers"),
    ).format(amount=money(get("loans.lent")), count=get("loans.borrowers"))
    if get("loans.new"):
        yield ngettext(
            "In the month {count} loan was paid out, {amount} in all.",
            "In the month {count} loans were paid out, {amount} in all.",
            get("loans.new"),
        ).format(count=get("loans.new"), amount=money(get("loans.paid_out")))
    yield _("Paid back: principal {principal}, {interest_word} {interest}.").format(
        principal=money(get("repaid.principal")),
        interest=money(get("repaid.interest")),
        interest_word=interest_word(report.when.head),
    )
    if late := get("loans.late"):
        yield _("Due, and not paid yet: {amount}.").format(amount=money(late))


def _care(report: Report) -> Iterator[str]:
    get = report.facts.get
    yield _(
        "{visits} visits to {visited} people, by {volunteers} volunteers in {hours} hours;"
        " {recipients} are to be visited."
    ).format(
        visits=get("care.visits"),
        visited=get("care.visited"),
        volunteers=get("care.volunteers"),
        hours=shown("care.minutes", get("care.minutes")),
        recipients=get("care.recipients"),
    )
    yield ngettext(
        "Weight or blood pressure was taken of {count} person.",
        "Weight or blood pressure was taken of {count} people.",
        get("care.measured"),
    ).format(count=get("care.measured"))


def _meetings(report: Report) -> Iterator[str]:
    get = report.facts.get
    if not get("meetings.held"):
        yield _("None in this month.")
        return
    yield ngettext("{count} was held.", "{count} were held.", get("meetings.held")).format(
        count=get("meetings.held")
    )
    if roll := get("meetings.roll"):
        yield _("{came} of {roll} came ({share}), {guests} guests.").format(
            came=get("meetings.came"),
            roll=roll,
            share=percent(get("meetings.came") * 100 // roll * 100),
            guests=get("meetings.guests"),
        )
    else:
        yield _("No roll was called.")
    if report.facts.talks:
        yield _("Talked about: {topics}.").format(topics=_some(report.facts.talks))


def _areas(report: Report) -> Iterator[str]:
    nowhere = set(report.facts.areas_missing())
    told = zip(AREAS, area_lines(report.facts), strict=True)
    for title, times, people in (line for area, line in told if area not in nowhere):
        entered = ngettext(
            "{count} activity, {people} people", "{count} activities, {people} people", times
        ).format(count=times, people=people)
        sign = ";" if ":" in title else ":"
        yield f"– {title}{sign} {entered}" if times else f"– {title}"
    if nothing := missing(report.facts):
        yield _("Nothing on record of: {areas}.").format(areas=nothing)


def _raised(report: Report) -> Iterator[str]:
    get = report.facts.get
    yield _("Gifts {gifts}, fees {fees}, what we run together {joint}.").format(
        gifts=money(get("raised.gifts")),
        fees=money(get("raised.fees")),
        joint=money(get("raised.joint")),
    )
    if get("raised.kind"):
        yield _("In kind: {things}.").format(things=_some(report.facts.kind))


def _late(report: Report) -> Iterator[str]:
    """Say of each month that was signed what came to it since."""
    late = report.facts.late
    for month in dict.fromkeys(one.month for one in late):
        found = [one for one in late if one.month == month]
        told = [
            f"{full_label(one.name, report.when)} {shown(one.name, one.more):+}" for one in found
        ]
        yield _("Came late to {month}, which is signed: {what}.").format(
            month=month_name(month), what=_some(told)
        )


def _some(things: Sequence[str]) -> str:
    """Return the first of some things in a row, and how many more there are."""
    told = "; ".join(things[:FIRST])
    more = len(things) - FIRST
    return _("{told} and {more} more").format(told=told, more=more) if more > 0 else told


_PARTS = {
    "members": _members,
    "money": _money,
    "loans": _loans,
    "care": _care,
    "meetings": _meetings,
    "areas": _areas,
    "raised": _raised,
}
