"""How a member is reached: her quiet times and who passes notices on, as her card shows them."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice
from bot.handlers import my_phones
from bot.i18n import _, day
from bot.people import Member
from bot.rights import may_enrol
from bot.storage import members, messengers, phones, quiets
from bot.storage.quiets import ALL, MONEY
from bot.telling import called
from bot.turn import Turn


async def on_card(turn: Turn, member: Member) -> tuple[list[str], list[Choice]]:
    """Return the lines and buttons of a member's card; none for who has left the club."""
    if member.left_on is not None:
        return [], []
    found = await quiets.of(turn.db, [member.id], turn.today)
    lines = [
        _("Not reminded of {what} {until} ({reason}).").format(
            what=about(one.kind), until=until(one.until_on), reason=reason(one.reason)
        )
        for one in found.get(member.id, ())
    ]
    choices = [Choice("member.quiet", _("Pause reminders"))]
    passing = await messengers.of(turn.db, turn.club.id, [member.id])
    names = [await _name(turn, one.messenger_id) for one in passing]
    held = await phones.of(turn.db, turn.club.id, member.id)
    reached = any(one.reached for one in held)
    if held:
        lines.append(_("On the phone: {phones}.").format(phones=my_phones.of_her(held)))
    if names:
        lines.append(_("Notices are passed on by {names}.").format(names=", ".join(names)))
    elif not reached:
        lines.append(_("No phone here, and nobody passes notices on yet."))
    if may_enrol(turn.member) and (names or not reached):
        choices.append(Choice("member.messengers", _("Who passes notices on")))
    return lines, choices


async def of_the_club(turn: Turn, member_id: int) -> Member:
    """Return a member of the speaker's own club; refuses any other."""
    member = await members.member(turn.db, member_id, turn.today)
    if member.club.id != turn.club.id:
        raise turn.refuse(_("I find nobody of that name in the club."))
    return member


def about(kind: str) -> str:
    """Return what a quiet time is about."""
    if kind == ALL:
        return _("anything")
    return _("money") if kind == MONEY else _("meetings")


def reason(why: str) -> str:
    """Return why somebody is not reminded."""
    known = {
        "ill": _("ill"),
        "mourning": _("in mourning"),
        "talk": _("somebody of the board speaks with them first"),
    }
    return known.get(why, _("own wish"))


def until(on: date | None) -> str:
    """Return how long a quiet time lasts."""
    return _("until {day}").format(day=day(on)) if on else _("until told to again")


async def _name(turn: Turn, member_id: int) -> str:
    return called(await members.member(turn.db, member_id, turn.today), turn.today)
