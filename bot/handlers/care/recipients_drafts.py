"""Somebody who is being taken in: what is known so far, and all of it shown before the yes."""

from __future__ import annotations

from collections.abc import Iterable

from bot.care.people import USUAL_WEEKLY, Recipient
from bot.care.rota import Time
from bot.chat import Choice
from bot.handlers.care.whom import in_full, needs_said, times_said, weekly_said
from bot.i18n import _, day
from bot.storage import members
from bot.storage.talk import Data
from bot.turn import Answer, Turn

SELF = "self"


async def of_draft(turn: Turn, draft: Data) -> Recipient:
    """Return her as she would be written down; what was not asked yet is empty."""
    member = None
    if draft.get("member") is not None:
        member = await members.member(turn.db, draft["member"], turn.today)
    return Recipient(
        id=0,
        club_id=turn.club.id,
        member_id=member.id if member else None,
        name=member.name if member else draft["name"],
        village_name=member.village_name if member else "",
        hamlet=member.hamlet if member else draft.get("hamlet", ""),
        birth_year=member.birth_year if member else draft.get("birth_year"),
        sex=member.sex if member else draft.get("sex", ""),
        form=member.form if member else "",
        emergency_phone=draft.get("phone", ""),
        agreed_by=draft.get("agreed", ""),
        agreed_on=turn.today,
        weekly=draft.get("weekly", USUAL_WEEKLY),
        photos=False,
        since=turn.today,
        until=None,
        because="",
        needs=tuple(draft.get("needs", ())),
        times=times_of(draft.get("times", ())),
    )


def times_of(stored: Iterable[tuple[int, str]]) -> frozenset[Time]:
    """Return days and parts as they were kept in a question."""
    return frozenset((int(weekday), str(part)) for weekday, part in stored)


def lines(turn: Turn, recipient: Recipient) -> list[str]:
    """Return what is written of somebody, a line for each thing."""
    who = in_full(recipient, turn.today)
    born = turn.words(_("born {year}"), year=recipient.birth_year) if recipient.birth_year else ""
    of = _("a member") if recipient.member_id else _("of the village, no member")
    wished = times_said(recipient.times)
    return [
        turn.words("{line}.", line=", ".join(part for part in (who, born, of) if part)),
        turn.words(_("Needs: {needs}."), needs=needs_said(recipient.needs).lower()),
        turn.words(
            _("Visits: {days}; {weekly}."), days=wished, weekly=weekly_said(recipient.weekly)
        ),
        turn.words(_("In an emergency call: {phone}."), phone=recipient.emergency_phone or "–"),
        agreed_line(turn, recipient),
    ]


def agreed_line(turn: Turn, recipient: Recipient) -> str:
    """Say who agreed to the visits, and when."""
    on = day(recipient.agreed_on)
    if recipient.agreed_by == SELF:
        return turn.words(_("Agreed in person on {day}."), day=on)
    text = _("{who} agreed instead on {day}.")
    return turn.words(text, who=recipient.agreed_by, day=on)


async def summary(turn: Turn, draft: Data) -> Answer:
    """Show all that is to be written down, and ask for the yes."""
    written = "\n".join(lines(turn, await of_draft(turn, draft)))
    return turn.ask(
        "care.take.confirm",
        _("Please look whether this is right:\n{written}"),
        Choice("yes", _("Yes, write it down")),
        Choice("fix", _("Change something")),
        Choice("no", _("No, do not write it down")),
        data=draft,
        written=written,
    )
