"""Who hears that a visit is asked for, and what of it: with buttons for who could go that day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.care.people import Recipient
from bot.care.standing_in import StandIn
from bot.chat import Choice
from bot.handlers.care import whom
from bot.handlers.care.circle import speaks_herself
from bot.handlers.care.family_eyes import Looker, introduced, shown
from bot.i18n import _, near_day, ngettext, weekday_name
from bot.people import Listener, Member
from bot.rights import CARERS
from bot.storage import care_roles, members, recipients, relatives, shifts, stand_ins
from bot.storage.shifts import Shift
from bot.storage.visit_requests import Request
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn

STEP = "visit.asked"
OFFERED, MATCHED = 5, 3
NEW, ENOUGH, OTHER, TAKE, CANNOT = "go", "enough", "other", "take", "cannot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What somebody who sees to home care is shown of a request."""

    text: str
    choices: tuple[Choice, ...]


async def tell_leads(
    turn: Turn, one: Looker | None, request: Request, recipient: Recipient | None
) -> Answer:
    """Tell those who say who goes, and say to the asker who they are.

    Who sees to it herself gets the buttons at once.
    """
    leads = await _leads(turn, request.club_id)
    if speaks_herself(turn) and turn.member.id in {each.member.id for each in leads}:
        panel = await shown_to(turn, request, turn.words)
        data = {"request": request.id}
        return Answer(text=panel.text, choices=panel.choices, step=STEP, data=data)
    for listener in leads:
        await _tell(turn, listener, request)
    name = called(recipient, turn.today) if recipient else f"“{request.whom}”"
    if recipient is None and not request.whom:
        name = called(turn.member, turn.today)
    return shown(
        turn,
        one,
        _asked_text(request, reached=bool(leads)),
        name=name,
        day=when(request),
        lead=", ".join(called(each.member, turn.today) for each in leads)
        or await _officers(turn, request.club_id),
    )


def _asked_text(request: Request, *, reached: bool) -> str:
    if not reached:
        return _(
            "I have written it down: a visit to {name}, {day}. But nobody who sees to home care"
            " reads here, so please call {lead}, too."
        )
    return _("I have asked {lead} for a visit to {name}, {day}. I write here who comes.")


def when(request: Request) -> str:
    """Return the day of what was asked for, in the language that is spoken now."""
    day = near_day(request.day, with_lunar=False)
    if not request.weekly:
        return day
    return _("each {weekday}, from {day} on").format(
        weekday=weekday_name(request.day.weekday()), day=day
    )


async def shown_to(
    turn: Turn, request: Request, words: Callable[..., str], lead: str = ""
) -> Panel:
    """Say what is asked for, with a button for each who could go."""
    recipient = await recipient_of(turn, request)
    choices: list[Choice] = []
    who = await asker(turn, request, recipient)
    name = whom.in_full(recipient, turn.today) if recipient else f"“{request.whom}”"
    text = _("{who} asks for a visit to {name}: {day}.")
    if recipient is None and not request.whom:
        text = _("{who} asks to be visited: {day}.")
    lines = [words(lead)] if lead else []
    lines.append(words(text, who=who, name=name, day=when(request)))
    if recipient is None:
        choices = await _not_visited(turn, request, words)
        lines.append(words(_("Nobody visits there yet, as far as the name tells.")))
    elif request.day < turn.today:
        lines.append(words(_("But that day is over.")))
    else:
        said, choices = await _who_could_go(turn, request, recipient, words)
        lines += said
    return Panel(
        text="\n".join(lines),
        choices=(*choices, Choice(CANNOT, words(_("Nobody can come")))),
    )


async def _who_could_go(
    turn: Turn, request: Request, recipient: Recipient, words: Callable[..., str]
) -> tuple[list[str], list[Choice]]:
    lines: list[str] = []
    choices: list[Choice] = []
    for shift in await planned(turn, request, recipient):
        names = await names_of(turn, shift.volunteers)
        lines.append(words(_("On that day {names} comes anyway."), names=names))
        label = words(_("{names} comes, that is enough"), names=names)
        choices.append(Choice(f"{ENOUGH}:{shift.id}", label))
    free = await could_go(turn, request, recipient)
    people = await members.several(turn.db, [one.id for one in free], turn.today)
    for one in free[:OFFERED]:
        label = ngettext(
            "{name} ({count} visit that week)", "{name} ({count} visits that week)", one.load
        )
        choices.append(
            Choice(
                f"{NEW}:{one.id}",
                words(label, name=called(people[one.id], turn.today), count=one.load),
            )
        )
    lines.append(words(_("Who goes? These could.") if free else _("Nobody is free that day.")))
    return lines, [*choices, Choice(OTHER, words(_("Another volunteer")))]


async def _not_visited(turn: Turn, request: Request, words: Callable[..., str]) -> list[Choice]:
    choices = []
    if request.whom:
        people = await recipients.of_club(turn.db, request.club_id, turn.today)
        found = whom.matching(request.whom, people)[:MATCHED]
        choices = [
            Choice(f"is:{one.id}", words(_("It is {name}"), name=whom.full_name(one)))
            for one in found
        ]
    return [*choices, Choice(TAKE, words(_("Take in as one who is visited")))]


async def could_go(turn: Turn, request: Request, recipient: Recipient) -> list[StandIn]:
    """Return who could go on that day, the best first; nobody who comes anyway, nor is full."""
    goes = {one for shift in await planned(turn, request, recipient) for one in shift.volunteers}
    found = await stand_ins.of(turn.db, _as_shift(request, recipient), turn.today)
    asks = request.member_id
    return [one for one in found if not one.is_full and one.id not in goes and one.id != asks]


async def planned(turn: Turn, request: Request, recipient: Recipient) -> list[Shift]:
    """Return the visits to her that are planned for that day and have somebody who goes."""
    found = await shifts.of_recipient(
        *(turn.db, request.club_id, recipient.id),
        *(request.day, request.day + timedelta(days=1)),
    )
    return [one for one in found if one.volunteers]


def _as_shift(request: Request, recipient: Recipient) -> Shift:
    return Shift(
        id=0,
        club_id=request.club_id,
        rota_id=None,
        recipient_id=recipient.id,
        name=recipient.name,
        hamlet=recipient.hamlet,
        day=request.day,
        part="",
    )


async def recipient_of(turn: Turn, request: Request) -> Recipient | None:
    """Return who is to be visited, where she is visited still, or by now."""
    found = None
    if request.recipient_id is not None:
        found = await recipients.one(turn.db, request.club_id, request.recipient_id)
    elif not request.whom and request.member_id is not None:  # for herself
        found = await recipients.of_member(turn.db, request.club_id, request.member_id)
    is_over = found and found.until is not None and found.until <= turn.today
    return None if is_over else found


async def asker(turn: Turn, request: Request, recipient: Recipient | None) -> str:
    """Return who asks, as others speak of her, in the language that is spoken now."""
    if request.member_id is not None:
        member = await members.member(turn.db, request.member_id, turn.today)
        return called(member, turn.today)
    found = await relatives.several(turn.db, request.club_id, [request.relative_id or 0])
    one = found.get(request.relative_id or 0)
    if one is None or recipient is None:
        return _("Somebody of the family")
    return introduced(turn, one, recipient)


async def names_of(turn: Turn, ids: Sequence[int]) -> str:
    """Return who goes, by name."""
    people = await members.several(turn.db, ids, turn.today)
    return ", ".join(called(people[one], turn.today) for one in ids if one in people)


async def _tell(turn: Turn, listener: Listener, request: Request) -> None:
    with speaking_to(listener.member, turn.today) as words:
        panel = await shown_to(turn, request, words)
        await turn.tell(
            listener, panel.text, *panel.choices, step=STEP, data={"request": request.id}
        )


async def _leads(turn: Turn, club_id: int) -> list[Listener]:
    """Return who says who goes and has a phone: the care lead, else the head, else the deputy."""
    people = await care_roles.holders(turn.db, club_id, turn.today, CARERS)
    for role in CARERS:
        reached = await turn.reach_officers(one for one in people if role in one.roles)
        if reached:
            return reached
    return []


async def _officers(turn: Turn, club_id: int) -> str:
    people: list[Member] = await care_roles.who_lead_care(turn.db, club_id, turn.today)
    return ", ".join(called(one, turn.today) for one in people) or _("the board")
