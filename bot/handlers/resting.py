"""Reminders rest: at once for who is ill or in mourning, and as somebody else wishes it."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.care import recipients_ending
from bot.handlers.reaching import about, of_the_club, until
from bot.i18n import _, ngettext
from bot.people import Member
from bot.storage import quiets
from bot.storage.quiets import ALL, MEETINGS, MONEY, Reason
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.spans import hear_days_until

DAYS: dict[Reason, tuple[int, ...]] = {
    "mourning": (49, 30, 100),
    "ill": (7, 30),
    "wish": (7, 30),
}
"""The usual time first; another one can be chosen."""
AT_ONCE: dict[Reason, str] = {"mourning": MONEY, "ill": ALL}
"""What rests as soon as it is known, for the usual time."""
FURTHEST = 366
"""Days; nobody means a longer time, unless it shall have no end."""
KINDS = {"all": ALL, "money": MONEY, "meetings": MEETINGS}


async def rest(turn: Turn, member: Member, reason: Reason, kind: str | None) -> Answer:
    """Begin what needs no question, and ask how long otherwise."""
    if reason not in AT_ONCE:
        return _how_long(turn, member, reason, kind)
    return await _begin(turn, member, reason, AT_ONCE[reason], DAYS[reason][0], at_once=True)


async def take_until(turn: Turn) -> Answer:
    """It was said how long; of what is asked next where she has not said it."""
    member = await _whose(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    data = {**turn.data, "days": _days(turn)}
    if data["kind"] is not None:
        return await _begin(turn, member, data["reason"], data["kind"], data["days"])
    return turn.ask(
        "quiet.kind",
        _("What shall I be silent about?"),
        Choice("all", _("Of nothing at all")),
        Choice("money", _("Not of money")),
        Choice("meetings", _("Not of meetings")),
        Choice("no", _("Never mind")),
        data=data,
    )


def _days(turn: Turn) -> int:
    """Return the days that were chosen, or typed: "hai tuần", "đến 10/12"; 0 is without an end."""
    if turn.choice:
        return int(turn.choice)
    days = hear_days_until(turn.text, turn.today)
    if days is None or days > FURTHEST:
        raise NotUnderstood(
            turn.words(_("Until when? For example: 10 days, 2 weeks, or until 10/12."))
        )
    return days


async def take_kind(turn: Turn) -> Answer:
    """It is clear what about."""
    member = await _whose(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    kind, days = KINDS[turn.choice], turn.data["days"]
    return await _begin(turn, member, turn.data["reason"], kind, days)


async def other_days(turn: Turn) -> Answer:
    """What rests already shall rest for another time."""
    member = await _whose(turn)
    return _how_long(turn, member, turn.data["reason"], turn.data["kind"])


async def over(turn: Turn) -> Answer:
    """What rests already shall not rest."""
    member = await _whose(turn)
    reason = turn.data["reason"]
    await quiets.end_quiet(turn.db, turn.club.id, member.id, turn.today, reason)
    return await as_usual(turn, member)


async def as_usual(turn: Turn, member: Member) -> Answer:
    """Say that somebody is reminded again, as far as her house is not in mourning."""
    if member.id != turn.member.id:
        text = _("All right, {name} is reminded again.")
        return turn.say(text, name=called(member, turn.today))
    if mourning := await in_mourning(turn):
        return mourning
    return turn.say(_("All right, I remind you again as usual."))


async def in_mourning(turn: Turn) -> Answer | None:
    """Say that money rests all the same: somebody else's mourning is the speaker's too."""
    found = await quiets.of(turn.db, [turn.member.id], turn.today)
    for one in found.get(turn.member.id, ()):
        if one.of_id != turn.member.id:
            return turn.say(
                _("All right. Only of money I say nothing {until}: your house is in mourning."),
                until=until(one.until_on),
            )
    return None


def _how_long(turn: Turn, member: Member, reason: Reason, kind: str | None) -> Answer:
    text = _("How long shall {name} not be reminded?")
    if member.id == turn.member.id:
        text = _("I understand. How long shall I not remind you?")
    stays = _("Never mind") if reason in AT_ONCE else _("No, keep reminding")
    return turn.ask(
        "quiet.until",
        text,
        *(Choice(str(days), _span(days)) for days in DAYS[reason]),
        Choice("0", _("Until told to again")),
        Choice("no", stays),
        data={"member": member.id, "reason": reason, "kind": kind},
        name=called(member, turn.today),
    )


def _span(days: int) -> str:
    if days == 7:
        return _("A week")
    if days == 30:
        return _("A month")
    return ngettext("{days} day", "{days} days", days).format(days=days)


async def _begin(
    turn: Turn, member: Member, reason: Reason, kind: str, days: int, *, at_once: bool = False
) -> Answer:
    """Write the quiet time down; no days: until she says so. `at_once`: it can be changed."""
    until_on = turn.today + timedelta(days=days) if days else None
    await quiets.set_quiet(
        turn.db,
        club_id=turn.club.id,
        member_id=member.id,
        kind=kind,
        reason=reason,
        from_on=turn.today,
        until_on=until_on,
        set_by=turn.member.id,
        now=turn.now,
    )
    changes = (
        Choice("quiet.days", _("Another number of days")),
        Choice("quiet.over", _("Remind as usual")),
    )
    care = await recipients_ending.offered(turn, member) if reason == "ill" else []
    return turn.say(
        _it_rests(turn, member, reason if at_once else "wish", kind),
        *(changes if at_once else ()),
        *care,
        data={"member": member.id, "reason": reason, "kind": kind},
        name=called(member, turn.today),
        what=about(kind),
        until=until(until_on),
    )


def _it_rests(turn: Turn, member: Member, reason: Reason, kind: str) -> str:
    if member.id != turn.member.id:
        return _("All right, {name} is not reminded of {what} {until}.")
    if reason == "mourning":
        return _("My condolences to your family. I do not remind you of money {until}.")
    if reason == "ill":
        return _(
            "Get well soon! If it gets worse, call 115 or your neighbours."
            " I do not remind you of anything {until}."
        )
    if kind == ALL:
        return _(
            "All right, I do not remind you of anything {until}."
            " To hear from me again, write “remind me again”."
        )
    return _(
        "All right, I do not remind you of {what} {until}."
        " To hear from me again, write “remind me again”."
    )


async def _whose(turn: Turn) -> Member:
    """Return who is to rest: the speaker, or an officer may."""
    member = await of_the_club(turn, turn.data["member"])
    if member.id != turn.member.id:
        must_be_officer(turn)
    return member


HANDLERS = {
    "quiet.until": Step(take_until, typed=True),
    "quiet.kind": Step(take_kind),
    "quiet.days": Step(other_days),
    "quiet.over": Step(over),
}
