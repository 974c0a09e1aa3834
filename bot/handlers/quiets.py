"""Quiet times: ill, in mourning, or by one's own wish; set by oneself or by an officer."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Choice
from bot.handlers import settings
from bot.handlers.cards import must_be_officer
from bot.handlers.reaching import about, of_the_club, until
from bot.i18n import _, ngettext
from bot.people import Member
from bot.storage import consents, quiets
from bot.storage.quiets import ALL, MEETINGS, MONEY, Quiet, Reason
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding import words

MOURNING_DAYS = 49
"""The usual time after a death; another one can be chosen."""
DAYS: dict[str, tuple[int, ...]] = {
    "mourning": (MOURNING_DAYS, 30),
    "ill": (7, 30),
    "wish": (7, 30),
}
KINDS = {"all": ALL, "money": MONEY, "meetings": MEETINGS}


async def ill(turn: Turn) -> Answer:
    """The member is ill."""
    return _how_long(
        turn,
        turn.member,
        "ill",
        _(
            "Get well soon! If it gets worse, call 115 or your neighbours."
            " How long shall I not remind you?"
        ),
    )


async def mourning(turn: Turn) -> Answer:
    """Somebody of the household has died."""
    text = _("My condolences to your family. How long shall I not remind you?")
    return _how_long(turn, turn.member, "mourning", text)


async def wish(turn: Turn) -> Answer:
    """The member does not want to be reminded, of something or at all."""
    kind = KINDS.get(words.reminded_of(turn.text))
    return _how_long(turn, turn.member, "wish", _how_long_text(turn, turn.member), kind)


async def why(turn: Turn) -> Answer:
    """From a member's card: an officer asks for quiet, or ends it."""
    must_be_officer(turn)
    member = await of_the_club(turn, turn.data["member"])
    choices = [
        Choice("ill", _("Is ill")),
        Choice("mourning", _("Mourning in the house")),
        Choice("wish", _("Wishes so")),
    ]
    if await _own(turn, member):
        choices.insert(0, Choice("again", _("Remind again as usual")))
    return turn.ask(
        "quiet.why",
        _("Why shall {name} not be reminded?"),
        *choices,
        Choice("no", _("Never mind")),
        data={"member": member.id},
        name=called(member, turn.today),
    )


async def take_why(turn: Turn) -> Answer:
    """The officer said why, or that it is over."""
    must_be_officer(turn)
    member = await of_the_club(turn, turn.data["member"])
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    if turn.choice == "again":
        await quiets.end_quiet(turn.db, turn.club.id, member.id, turn.today)
        text = _("All right, {name} is reminded again.")
        return turn.say(text, name=called(member, turn.today))
    return _how_long(turn, member, turn.choice, _how_long_text(turn, member))


async def take_until(turn: Turn) -> Answer:
    """It is clear how long; of what is asked next where she has not said it."""
    member = await _whose(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    data = {**turn.data, "days": int(turn.choice)}
    if data["kind"] is not None:
        return await _begin(turn, member, data["kind"], data["days"])
    choices = [Choice("all", _("Of nothing at all")), Choice("money", _("Not of money"))]
    if data["reason"] != "mourning":
        choices.append(Choice("meetings", _("Not of meetings")))
    return turn.ask(
        "quiet.kind",
        _("What shall I be silent about?"),
        *choices,
        Choice("no", _("Never mind")),
        data=data,
    )


async def take_kind(turn: Turn) -> Answer:
    """It is clear what about."""
    member = await _whose(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    return await _begin(turn, member, KINDS[turn.choice], turn.data["days"])


async def again(turn: Turn) -> Answer:
    """The member wants to be reminded again."""
    await quiets.end_quiet(turn.db, turn.club.id, turn.member.id, turn.today)
    found = await quiets.of(turn.db, [turn.member.id], turn.today)
    for one in found.get(turn.member.id, ()):
        return turn.say(
            _("All right. Only of money I say nothing {until}: your house is in mourning."),
            until=until(one.until_on),
        )
    agreed = (await consents.latest(turn.db, turn.member.id)).get("reminders")
    if agreed is None or not agreed.given:
        return await settings.remind(turn)
    return turn.say(_("All right, I remind you again as usual."))


def _how_long(
    turn: Turn, member: Member, reason: str, text: str, kind: str | None = None
) -> Answer:
    choices = [Choice(str(days), _span(days)) for days in DAYS[reason]]
    return turn.ask(
        "quiet.until",
        text,
        *choices,
        Choice("0", _("Until told to again")),
        Choice("no", _("No, keep reminding")),
        data={"member": member.id, "reason": reason, "kind": kind},
        name=called(member, turn.today),
    )


def _how_long_text(turn: Turn, member: Member) -> str:
    if member.id == turn.member.id:
        return _("I understand. How long shall I not remind you?")
    return _("How long shall {name} not be reminded?")


def _span(days: int) -> str:
    if days == 7:
        return _("A week")
    if days == 30:
        return _("A month")
    return ngettext("{days} day", "{days} days", days).format(days=days)


async def _begin(turn: Turn, member: Member, kind: str, days: int) -> Answer:
    """Write the quiet time down; no days: until she says so."""
    until_on = turn.today + timedelta(days=days) if days else None
    why: Reason = turn.data["reason"]
    await quiets.set_quiet(
        turn.db,
        club_id=turn.club.id,
        member_id=member.id,
        kind=kind,
        reason=why,
        from_on=turn.today,
        until_on=until_on,
        set_by=turn.member.id,
        now=turn.now,
    )
    text = _("All right, {name} is not reminded of {what} {until}.")
    if member.id == turn.member.id:
        text = _(
            "All right, I do not remind you of {what} {until}."
            " To hear from me again, write “remind me again”."
        )
    return turn.say(text, name=called(member, turn.today), what=about(kind), until=until(until_on))


async def _whose(turn: Turn) -> Member:
    """Return whose quiet time is talked about: one's own, or an officer may."""
    member = await of_the_club(turn, turn.data["member"])
    if member.id != turn.member.id:
        must_be_officer(turn)
    return member


async def _own(turn: Turn, member: Member) -> list[Quiet]:
    found = await quiets.of(turn.db, [member.id], turn.today)
    return [one for one in found.get(member.id, ()) if one.of_id == member.id]


HANDLERS = {
    "quiet.ill": Step(ill),
    "quiet.mourning": Step(mourning),
    "quiet.wish": Step(wish),
    "member.quiet": Step(why),
    "quiet.why": Step(take_why),
    "quiet.until": Step(take_until),
    "quiet.kind": Step(take_kind),
    "remind.again": Step(again),
}
