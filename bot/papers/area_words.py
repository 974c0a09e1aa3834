"""The eight areas in words: their names, what a club does in them, what a month has on record."""

from __future__ import annotations

from bot.care.areas import Done, Month
from bot.i18n import _, money, ngettext


def area_name(area: str) -> str:
    """Return the name of one of `care.areas.AREAS`."""
    return {
        "income": _("Earning more"),
        "health": _("Health"),
        "home_care": _("Care at home"),
        "mutual": _("Helping each other and the village"),
        "rights": _("Rights and benefits"),
        "learning": _("Talks and learning"),
        "culture": _("Culture and joy of life"),
        "resources": _("Raising money and gifts"),
    }[area]


def kind_name(kind: str) -> str:
    """Return what one of `care.areas.KINDS` or `ELSEWHERE` is called, on a button too."""
    return {
        "exercise": _("Morning exercise"),
        "talk": _("A talk on a topic"),
        "songs": _("Songs and dances"),
        "rights": _("Help with rights and allowances"),
        "help": _("Helping neighbours or the village"),
        "presents": _("Presents brought to somebody"),
        "checkup": _("Health check by the station"),
        "farming": _("Course on farming or trade"),
        "outing": _("Outing, games, sport"),
        "birthday": _("Birthdays and long life"),
        "lesson": _("Lesson or course"),
        "care_training": _("Course for home care"),
        "business": _("Joint work for the fund"),
        "visit": _("Visit at home"),
        "measuring": _("Measuring blood pressure"),
        "meeting": _("Club meeting"),
        "labour": _("Labour swap"),
        "gift": _("Gift in kind or money"),
        "loan": _("Lending money"),
    }[kind]


def people_said(number: int) -> str:
    """Return so many people: "25 người"."""
    return ngettext("{number} person", "{number} people", number).format(number=number)


def done(one: Done) -> str:
    """Return what was done of one kind, and with how many: "Văn nghệ 2 lần, 75 lượt người"."""
    if one.times == 1:
        return f"{one.note}, {people_said(one.people)}"
    return _("{note} {times} times, {people} people in all").format(
        note=one.note, times=one.times, people=one.people
    )


def on_record(month: Month, area: str) -> str:
    """Return an area with what is on record in a month; plainly so where there is nothing."""
    own = [done(one) for one in month.activities if one.area == area]
    parts = [*_elsewhere(month)[area], *own]
    return _("{area}: {what}").format(
        area=area_name(area), what="; ".join(parts) or _("nothing yet")
    )


def _elsewhere(month: Month) -> dict[str, list[str]]:
    """Return by area what other parts of the bot wrote down."""
    return {
        "income": _income(month),
        "health": [_("{people} measured").format(people=people_said(month.measured))]
        if month.measured
        else [],
        "home_care": _visits(month),
        "mutual": _counted(
            ngettext(
                "{number} day of swapped labour",
                "{number} days of swapped labour",
                month.labour_days,
            ),
            month.labour_days,
        ),
        "rights": [],
        "learning": [_("talk at the meeting: {talk}").format(talk=talk) for talk in month.talks],
        "culture": [],
        "resources": _raised(month),
    }


def _counted(text: str, number: int) -> list[str]:
    return [text.format(number=number)] if number else []


def _income(month: Month) -> list[str]:
    lent = ngettext("{number} loan paid out", "{number} loans paid out", month.lent)
    borrow = ngettext(
        "{number} member has a loan", "{number} members have a loan", month.borrowers
    )
    return [*_counted(borrow, month.borrowers), *_counted(lent, month.lent)]


def _visits(month: Month) -> list[str]:
    if not month.visits:
        return []
    visits = ngettext("{number} visit to {people}", "{number} visits to {people}", month.visits)
    return [visits.format(number=month.visits, people=people_said(month.visited))]


def _raised(month: Month) -> list[str]:
    parts = _counted(ngettext("{number} gift", "{number} gifts", month.gifts), month.gifts)
    if month.gift_money:
        parts = [f"{parts[0]} ({money(month.gift_money)})"]
    fees = ngettext("{number} member paid the fee", "{number} members paid the fee", month.fees)
    return [*parts, *_counted(fees, month.fees)]
