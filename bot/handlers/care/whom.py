"""How the people of home care are found and named, and how needs and days are written out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from bot import i18n
from bot.care.people import NEEDS, Recipient
from bot.care.rota import WEEK, Time
from bot.chat import Choice
from bot.handlers.names import SHOWN, WIDEST
from bot.i18n import _, ngettext
from bot.telling import form_of
from bot.understanding.names import Named, find


def full_name(recipient: Recipient) -> str:
    """Return the name with what tells namesakes apart."""
    more = ", ".join(part for part in (recipient.village_name, recipient.hamlet) if part)
    return f"{recipient.name} ({more})" if more else recipient.name


def in_full(recipient: Recipient, day: date) -> str:
    """Return how somebody is spoken of by the full name: "bà Lò Thị Én (xóm 3)"."""
    return i18n.called(recipient.name, form_of(recipient, day), full_name(recipient))


def matching(typed: str, people: Iterable[Recipient]) -> list[Recipient]:
    """Return whose name fits best what was typed; several when it fits them alike."""
    by_id = {one.id: one for one in people}
    named = [
        Named(id=one.id, name=one.name, village_name=one.village_name, hamlet=one.hamlet)
        for one in by_id.values()
    ]
    return [by_id[one.id] for one in find(typed, named)]


def choices_of(people: Iterable[Recipient]) -> list[Choice]:
    """Return a choice for each, keyed by the recipient's id; at most nine."""
    return [Choice(str(one.id), _on_a_button(one)) for one in list(people)[:SHOWN]]


def _on_a_button(one: Recipient) -> str:
    name = one.name.split()
    while len(name) > 1 and len(full_name(replace(one, name=" ".join(name)))) > WIDEST:
        name = name[1:]
    return full_name(replace(one, name=" ".join(name)))


def need(key: str) -> str:
    """Return the name of what is helped with, as a button and in a list: "Nấu cơm"."""
    return {
        "meals": _("Meals"),
        "cleaning": _("Cleaning the house"),
        "washing": _("Washing and bathing"),
        "laundry": _("Laundry"),
        "medicine": _("Reminding of medicine"),
        "company": _("Company, a talk"),
        "massage": _("Massage, exercise"),
        "garden": _("The garden"),
        "shopping": _("Shopping"),
        "storm": _("Preparing for storms"),
    }[key]


def needs_said(needs: Collection[str]) -> str:
    """Return what somebody needs in one line."""
    said = [need(key) for key in NEEDS if key in needs]
    return ", ".join([*said[:1], *(one[:1].lower() + one[1:] for one in said[1:])])


def times_said(times: Collection[Time]) -> str:
    """Return days of the week in one line: "sáng thứ ba, thứ sáu"; none are any day."""
    if not times:
        return _("any day")
    for part in ("morning", "afternoon"):
        if set(times) == {(day, part) for day in range(WEEK)}:
            return _part_of_any_day(part)
    return ", ".join(_time(weekday, part) for weekday, part in sorted(times))


def time_said(on: date, part: str) -> str:
    """Return one day and its part: "sáng thứ ba 24/11", "thứ ba 24/11"."""
    return _with_part(i18n.near_day(on, with_lunar=False), part)


def _time(weekday: int, part: str) -> str:
    return _with_part(i18n.weekday_name(weekday), part)


def _with_part(day: str, part: str) -> str:
    if part == "morning":
        return _("{day} morning").format(day=day)
    return _("{day} afternoon").format(day=day) if part == "afternoon" else day


def _part_of_any_day(part: str) -> str:
    return _("any morning") if part == "morning" else _("any afternoon")


def weekly_said(weekly: int) -> str:
    """Return how often somebody is visited."""
    text = ngettext("{count} visit a week", "{count} visits a week", weekly)
    return text.format(count=weekly)


def because_said(because: str) -> str:
    """Return why nobody visits any more."""
    return {
        "hospital": _("in hospital"),
        "died": _("has died"),
        "moved": _("moved away"),
        "better": _("is well again"),
        "wish": _("by own wish"),
    }.get(because, "")
