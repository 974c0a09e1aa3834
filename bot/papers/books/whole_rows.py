"""What each figure of the month's whole report is called, and in which part it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.care.areas import AREAS
from bot.i18n import _
from bot.money.books import AccountKind, Fund
from bot.money.loans import Band
from bot.papers.area_words import area_name, on_record
from bot.papers.books.debtors import band_title
from bot.papers.books.paper import Occasion
from bot.papers.books.whole_figures import Facts
from bot.papers.books.words import came_in, fund_title, interest_word, went_out
from bot.storage.reporting import Letterhead

MINUTES = 60
"""In an hour: figures of time are kept in minutes and shown in hours."""
STRONG = frozenset(
    {
        *("members.all", "loans.lent", "loans.late", "loans.written_off", "loans.to_give_back"),
        *("members.paid_fee", "repaid.principal", "care.visits", "care.measured"),
        *("meetings.held", "raised.gifts", "raised.kind"),
    }
)
"""The others say more of the one above them."""
ALWAYS = STRONG - {"loans.written_off", "loans.to_give_back", "members.paid_fee"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure as it is shown."""

    name: str
    label: str
    figure: int
    """Hours where it is time."""
    strong: bool


def part_title(part: str) -> str:
    """Return what heads a part of the report."""
    return {
        "members": _("Members"),
        "money": _("The two funds"),
        "loans": _("Loans"),
        "care": _("Home care and health"),
        "meetings": _("Meetings of the month"),
        "areas": _("The eight areas"),
        "raised": _("Raised for the club"),
        "rest": _("What else there is to say"),
    }[part]


def shown(name: str, figure: int) -> int:
    """Return a figure as it is shown: minutes as hours, rounded."""
    return (figure + MINUTES // 2) // MINUTES if name.endswith(".minutes") else figure


def lines(part: str, facts: Facts, when: Occasion) -> list[Line]:
    """Return the figures of a part that has one table."""
    labels = _labels(when)
    names = [one for one in labels if one.split(".")[0] in _GROUPS[part]]
    return [_line(one, labels[one], facts) for one in names if _is_told(one, facts)]


def fund_lines(fund: Fund, facts: Facts, when: Occasion) -> list[Line]:
    """Return what a fund had, what came in and went out for what, and what it has."""
    at_end = _("Up to today") if when.is_running else _("At the end")
    first = f"fund.{fund.value}"
    found = [
        _strong(f"{first}.start", _("At the beginning"), facts),
        _strong(f"{first}.in", _("Came in"), facts),
        *_kinds(f"{first}.in", came_in, facts, when),
        _strong(f"{first}.out", _("Went out"), facts),
        *_kinds(f"{first}.out", went_out, facts, when),
        _strong(f"{first}.end", at_end, facts),
    ]
    if bank := facts.get(f"{first}.bank"):
        cash = facts.get(f"{first}.end") - bank
        found += [
            Line(name=f"{first}.cash", label=_("of it in cash"), figure=cash, strong=False),
            Line(name=f"{first}.bank", label=_("of it in the bank"), figure=bank, strong=False),
        ]
    return found


def full_label(name: str, when: Occasion) -> str:
    """Return what a figure is called where it stands alone, outside its table."""
    group, _dot, rest = name.partition(".")
    if group == "fund":
        fund, way, kind = rest.split(".")
        said = (came_in if way == "in" else went_out)(AccountKind(kind), when.head)
        text = _("{fund}, came in: {what}") if way == "in" else _("{fund}, went out: {what}")
        return text.format(fund=fund_title(Fund(fund)), what=said)
    if group == "areas":
        area, _dot, people = rest.partition(".")
        text = _("{area}: people") if people else _("{area}: times")
        return text.format(area=area_name(area))
    return _labels(when)[name]


def area_lines(facts: Facts) -> list[tuple[str, int, int]]:
    """Return each area with what other parts of the report say of it.

    Then comes how often something was written down for it alone, and how many took part.
    """
    elsewhere = replace(facts.on_record(), activities=())
    return [
        (
            on_record(elsewhere, area) if elsewhere.on_record(area) else area_name(area),
            facts.get(f"areas.{area}"),
            facts.get(f"areas.{area}.people"),
        )
        for area in AREAS
    ]


def missing(facts: Facts) -> str:
    """Return the areas of which nothing is on record, in a row."""
    return "; ".join(area_name(area) for area in facts.areas_missing())


def _kinds(
    first: str, called: Callable[[AccountKind, Letterhead], str], facts: Facts, when: Occasion
) -> Iterator[Line]:
    for kind in AccountKind:
        name = f"{first}.{kind.value}"
        if figure := facts.get(name):
            yield Line(name=name, label=called(kind, when.head), figure=figure, strong=False)


def _is_told(name: str, facts: Facts) -> bool:
    return name in facts.figures and (name in ALWAYS or bool(facts.get(name)))


def _line(name: str, label: str, facts: Facts) -> Line:
    figure = shown(name, facts.get(name))
    return Line(name=name, label=label, figure=figure, strong=name in STRONG)


def _strong(name: str, label: str, facts: Facts) -> Line:
    return Line(name=name, label=label, figure=facts.get(name), strong=True)


_GROUPS: Mapping[str, Collection[str]] = {
    "members": ("members",),
    "loans": ("loans", "repaid"),
    "care": ("care",),
    "meetings": ("meetings",),
    "raised": ("raised",),
}


def _labels(when: Occasion) -> Mapping[str, str]:
    """Return what each figure is called that is no fund's and no area's, in their order."""
    return _of_people() | _of_loans(when) | _of_care() | _of_what_we_do()


def _of_people() -> dict[str, str]:
    return {
        "members.all": _("Members at the end"),
        "members.women": _("women"),
        "members.men": _("men"),
        "members.older": _("aged 60 or more"),
        "members.poor": _("of poor households"),
        "members.near_poor": _("of near-poor households"),
        "members.hardship": _("of households in hardship"),
        "members.joined": _("joined in the month"),
        "members.left": _("left in the month"),
        "members.paid_fee": _("Have paid the month's fee"),
        "members.waived_fee": _("need not pay it"),
    }


def _of_loans(when: Occasion) -> dict[str, str]:
    lent = _("Lent out up to today") if when.is_running else _("Lent out at the end")
    interest = interest_word(when.head)
    return {
        "loans.lent": lent,
        "loans.borrowers": _("Members who are borrowing"),
        "loans.paid_out": _("Paid out in the month"),
        "loans.new": _("Loans paid out in the month"),
        "loans.late": _("Due, and not paid yet"),
        **{f"loans.late.{band.value}": band_title(band) for band in Band},
        "loans.with_board": _("of it with the board (has died or left)"),
        "loans.written_off": _("Written off in the month"),
        "loans.to_give_back": _("What the club must give back"),
        "repaid.principal": _("Principal paid back in the month"),
        "repaid.interest": _("{interest_word} paid in the month").format(interest_word=interest),
        "repaid.times": _("times something was paid back"),
        "repaid.members": _("members who paid something back"),
    }


def _of_care() -> dict[str, str]:
    return {
        "care.visits": _("Visits at home in the month"),
        "care.recipients": _("people who are visited, at the end"),
        "care.visited": _("people who were visited in the month"),
        "care.volunteers": _("volunteers who went"),
        "care.minutes": _("hours that volunteers gave"),
        "care.measured": _("People whose weight or blood pressure was taken"),
    }


def _of_what_we_do() -> dict[str, str]:
    return {
        "meetings.held": _("Meetings held"),
        "meetings.called": _("meetings with a roll"),
        "meetings.came": _("members who came, all meetings together"),
        "meetings.roll": _("of so many on the roll"),
        "meetings.guests": _("guests"),
        "raised.gifts": _("Gifts of money (đồng)"),
        "raised.fees": _("members' fees (đồng)"),
        "raised.joint": _("income of what we run together (đồng)"),
        "raised.joint_cost": _("cost of what we run together (đồng)"),
        "raised.kind": _("Gifts in kind"),
        "labour.days": _("Days of work given to each other"),
    }
