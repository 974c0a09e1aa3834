"""One visit of the rota is changed, step by step: whose, which, and what is to become of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers.care import circle, rota_screen, whom
from bot.handlers.care.rota_applying import add, apply, unsaid
from bot.handlers.care.rota_facts import Screen, seen, when
from bot.handlers.names import SHOWN, choices_of, matching
from bot.i18n import _, near_day
from bot.people import Member
from bot.storage import shifts, stand_ins
from bot.storage.shifts import Shift
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding.rota_lines import days_meant

BACK = "back"


def example() -> str:
    """Return how a change is written in one line."""
    return _("“Lan Tuesday Hoa goes”, “move Lan Tuesday to Thursday”, “drop Lan Tuesday”")


async def begin(turn: Turn, screen: Screen) -> Answer:
    """Ask whose visits shall change."""
    people = list(screen.names.recipients.values())
    return turn.ask(
        "rota.whose",
        _("Whose visits shall change? You may also write: {example}"),
        *whom.choices_of(people),
        _back(),
        data=screen.data,
        example=example(),
    )


async def take_whose(turn: Turn) -> Answer:
    """It is clear whose, or it was written in one line what shall change."""
    screen = await _screen(turn)
    if turn.choice == BACK or screen.became:
        return rota_screen.show(turn, screen)
    if turn.choice:
        return await of_recipient(turn, screen, int(turn.choice))
    found = whom.matching(turn.text, screen.names.recipients.values())
    if len(found) == 1:
        return await of_recipient(turn, screen, found[0].id)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name who is visited.")))
    return turn.ask(
        "rota.whose",
        _("Which one do you mean?"),
        *whom.choices_of(found),
        _back(),
        data=screen.data,
    )


async def of_recipient(turn: Turn, screen: Screen, recipient_id: int) -> Answer:
    """Ask which of somebody's visits, or whether one more."""
    hers = [
        one for one in screen.planned if one.recipient_id == recipient_id and one.day >= turn.today
    ]
    return turn.ask(
        "rota.which",
        _("Which visit to {name}?"),
        *(Choice(str(one.id), _short(screen, one)) for one in hers[:SHOWN]),
        Choice("add", _("One more visit")),
        _back(),
        data={**screen.data, "recipient": recipient_id},
        name=screen.names.of(recipient_id),
    )


def _short(screen: Screen, one: Shift) -> str:
    return f"{when(one)}: {screen.names.going(one.volunteers) or _('nobody yet')}"


async def take_which(turn: Turn) -> Answer:
    """It is clear which visit."""
    screen = await _screen(turn)
    if turn.choice == BACK or screen.became:
        return rota_screen.show(turn, screen)
    if turn.choice == "add":
        return _ask_day(turn, screen, turn.data["recipient"], 0)
    shift = await shifts.one(turn.db, turn.club.id, int(turn.choice))
    return what(turn, screen, shift)


def what(turn: Turn, screen: Screen, shift: Shift | None, lead: str = "") -> Answer:
    """Ask what is to become of a visit."""
    if shift is None or shift.is_cancelled:
        text = turn.words(_("That visit was taken out meanwhile."))
        return rota_screen.show(turn, screen, lead=text)
    text = turn.words(
        _("{day}, {name}: {others}. What shall change?"),
        day=when(shift),
        name=screen.names.her(shift),
        others=screen.names.going(shift.volunteers) or _("nobody yet"),
    )
    choices = [
        Choice("who", _("Somebody else goes")),
        Choice("along", _("Somebody goes along")),
        Choice("when", _("On another day")),
        Choice("out", _("No visit then")),
        _back(),
    ]
    if not shift.volunteers:
        choices[:2] = [Choice("who", _("Who goes"))]
    data = {**screen.data, "shift": shift.id, "was": seen([shift])}
    lines = f"{lead}\n{text}" if lead else text
    return turn.ask("rota.what", "{lines}", *choices, data=data, lines=lines)


async def take_what(turn: Turn) -> Answer:
    """It is clear what is to become of it."""
    screen = await _screen(turn)
    shift = await shifts.one(turn.db, turn.club.id, turn.data["shift"])
    if turn.choice == BACK or screen.became:
        return rota_screen.show(turn, screen)
    if shift is None or unsaid(turn, shift):
        return changed_meanwhile(turn, screen, shift)
    if turn.choice == "out":
        return await apply(turn, screen, shift, None)
    if turn.choice == "when":
        return _ask_day(turn, screen, shift.recipient_id, shift.id)
    return await ask_who(turn, screen, shift, along=turn.choice == "along")


def changed_meanwhile(turn: Turn, screen: Screen, shift: Shift | None) -> Answer:
    """Say that somebody else changed it, and how it is now."""
    return what(turn, screen, shift, turn.words(_("That visit was changed meanwhile.")))


async def ask_who(
    turn: Turn,
    screen: Screen,
    shift: Shift,
    *,
    along: bool = False,
    among: Sequence[Member] = (),
) -> Answer:
    """Ask who goes: first who has time then and not yet all her visits; any name may be typed."""
    goers = screen.names.goers
    could = await stand_ins.of(turn.db, shift, turn.today)
    free = [goers[one.id] for one in could if one.id in goers]
    text = _("Who visits {name} on {day}? These could; you may also write another name.")
    if not free:
        text = _("Nobody has said that {day} suits. Please write who visits {name}.")
    return turn.ask(
        "rota.who",
        _("Which one do you mean?") if among else text,
        *choices_of(among or free),
        _back(),
        data={**screen.data, **_of(shift), "along": along},
        name=screen.names.her(shift),
        day=when(shift),
    )


def _of(shift: Shift) -> Data:
    """Return what a question about a visit carries; one that is not there yet has no id."""
    return {
        "shift": shift.id,
        "was": seen([shift]) if shift.id else "",
        "recipient": shift.recipient_id,
        "day": shift.day.isoformat(),
        "part": shift.part,
    }


async def take_who(turn: Turn) -> Answer:
    """It is clear who goes."""
    screen = await _screen(turn)
    if turn.choice == BACK or screen.became:
        return rota_screen.show(turn, screen)
    goers = screen.names.goers
    found = [goers[int(turn.choice)]] if turn.choice and int(turn.choice) in goers else []
    if not turn.choice and not (found := matching(turn.text, goers.values())):
        raise NotUnderstood(turn.words(_("I find no volunteer of that name.")))
    along = turn.data["along"]
    if turn.data["shift"]:
        shift = await shifts.one(turn.db, turn.club.id, turn.data["shift"])
        if shift is None or unsaid(turn, shift):
            return changed_meanwhile(turn, screen, shift)
    else:
        shift = _new(turn)
    if len(found) != 1:
        return await ask_who(turn, screen, shift, along=along, among=found)
    goes = (*(shift.volunteers if along else ()), found[0].id)
    if not shift.id:
        return await add(turn, screen, shift, goes)
    return await apply(turn, screen, shift, goes)


def _new(turn: Turn) -> Shift:
    day = date.fromisoformat(turn.data["day"])
    return planned_for(turn, turn.data["recipient"], day, turn.data["part"])


def planned_for(turn: Turn, recipient_id: int, day: date, part: str = "") -> Shift:
    """Return a visit that is not there yet."""
    return Shift(
        id=0,
        club_id=turn.club.id,
        rota_id=None,
        recipient_id=recipient_id,
        name="",
        hamlet="",
        day=day,
        part=part,
    )


def _ask_day(turn: Turn, screen: Screen, recipient_id: int, shift_id: int) -> Answer:
    days = _free_days(turn, screen, recipient_id)
    return turn.ask(
        "rota.when",
        _("On which day? You may also write it, such as “Thursday” or “3/12”."),
        *(Choice(one.isoformat(), near_day(one, with_lunar=False)) for one in days[:SHOWN]),
        _back(),
        data={
            **screen.data,
            "recipient": recipient_id,
            "shift": shift_id,
            "was": turn.data.get("was", ""),
        },
    )


def _free_days(turn: Turn, screen: Screen, recipient_id: int) -> list[date]:
    """Return the days to come on which somebody has no visit yet."""
    taken = {one.day for one in screen.planned if one.recipient_id == recipient_id}
    first = max(screen.first, turn.today)
    days = (first + timedelta(days=day) for day in range((screen.before - first).days))
    return [day for day in days if day not in taken]


async def take_when(turn: Turn) -> Answer:
    """It is clear on which day."""
    screen = await _screen(turn)
    if turn.choice == BACK or screen.became:
        return rota_screen.show(turn, screen)
    days = [date.fromisoformat(turn.choice)] if turn.choice else _typed_days(turn, screen)
    if len(days) != 1:
        raise NotUnderstood(turn.words(_("Which day is that? For example “3/12”.")))
    if not turn.data["shift"]:
        shift = planned_for(turn, turn.data["recipient"], days[0])
        return await ask_who(turn, screen, shift)
    shift_now = await shifts.one(turn.db, turn.club.id, turn.data["shift"])
    if shift_now is None or unsaid(turn, shift_now):
        return changed_meanwhile(turn, screen, shift_now)
    return await apply(turn, screen, shift_now, shift_now.volunteers, day=days[0])


def _typed_days(turn: Turn, screen: Screen) -> list[date]:
    free = _free_days(turn, screen, turn.data["recipient"])
    found = days_meant(turn.text, turn.today, screen.before)
    return [one for one in found if one in free][:1] or found


async def _screen(turn: Turn) -> Screen:
    """Return what there is now; others wait until this turn is over."""
    await circle.must_lead(turn)
    await shifts.hold(turn.db, turn.club.id)
    return await rota_screen.now(turn)


def _back() -> Choice:
    return Choice(BACK, _("Back to the visits"))


HANDLERS = {
    "rota.whose": Step(take_whose, typed=True),
    "rota.which": Step(take_which),
    "rota.what": Step(take_what),
    "rota.who": Step(take_who, typed=True),
    "rota.when": Step(take_when, typed=True),
}
