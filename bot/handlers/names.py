"""Members by name: found without marks, told apart by village name and hamlet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot import i18n
from bot.chat import BRANDS, Choice
from bot.i18n import _
from bot.people import Member
from bot.telling import form_of
from bot.understanding.names import Named, find, near

SHOWN = 9
PROPOSED = 3
"""So many are named where nobody is called as was typed."""
WIDEST = 35
"""Characters: longer labels are cut on a phone."""


def full_name(member: Member) -> str:
    """Return the name with what tells namesakes apart: village name and hamlet."""
    more = ", ".join(part for part in (member.village_name, member.hamlet) if part)
    return f"{member.name} ({more})" if more else member.name


def in_full(member: Member, day: date) -> str:
    """Return how a member is spoken of by the full name: "bà Nguyễn Thị Hoa (xóm 2)"."""
    return i18n.called(member.name, form_of(member, day), full_name(member))


def matching(typed: str, people: Iterable[Member]) -> list[Member]:
    """Return the members whose name fits best what was typed; several when it fits them alike."""
    by_id = {one.id: one for one in people}
    return [by_id[one.id] for one in find(typed, map(_named, by_id.values()))]


def nearly(typed: str, people: Iterable[Member]) -> list[Member]:
    """Return the few members whose names are nearly what was typed, the nearest first."""
    by_id = {one.id: one for one in people}
    return [by_id[one.id] for one in near(typed, map(_named, by_id.values()), PROPOSED)]


def on_platform(platform: str) -> str:
    """Return what people call a platform: "Zalo", "Telegram", "the web page"."""
    return _("the web page") if platform == "web" else BRANDS.get(platform, platform)


def _named(member: Member) -> Named:
    return Named(
        id=member.id, name=member.name, village_name=member.village_name, hamlet=member.hamlet
    )


def choices_of(people: Iterable[Member]) -> list[Choice]:
    """Return one choice for each member, keyed by id; at most nine can be typed as a digit."""
    return [Choice(str(one.id), _on_a_button(one)) for one in list(people)[:SHOWN]]


def _on_a_button(member: Member) -> str:
    """Return the full name, without its first words where it would be too long for a button."""
    name = member.name.split()
    while len(name) > 1 and len(full_name(replace(member, name=" ".join(name)))) > WIDEST:
        name = name[1:]
    return full_name(replace(member, name=" ".join(name)))
