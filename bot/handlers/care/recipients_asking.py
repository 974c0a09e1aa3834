"""What is asked of somebody who is visited, one thing at a time: at first, and on a change.

A question carries a draft, or the id of whose record is changed.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from bot.care.people import MOST_WEEKLY, NEEDS, Recipient
from bot.chat import Choice, NotUnderstood
from bot.handlers.care.circle import hers_to_change, must_write
from bot.handlers.care.recipients_drafts import SELF, of_draft, summary
from bot.handlers.care.recipients_shown import card
from bot.handlers.care.whom import need, weekly_said
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.storage import recipients
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.care_kin import hear_kin
from bot.understanding.care_needs import hear_needs, hear_numbers
from bot.understanding.care_times import hear_times, hear_weekly
from bot.understanding.words import command

DONE = "done"
_PHONE = re.compile(r"\+?\d[\d .-]{6,16}\d")
_DIGITS = range(8, 13)
_LONGEST = 60


async def go_on(turn: Turn, draft: Data) -> Answer:
    """Ask for what is not known yet; show it all where nothing is missing."""
    missing = next(
        (field for field in ("needs", "times", "phone", "agreed") if field not in draft), ""
    )
    return await ASKING[missing](turn, draft) if missing else await summary(turn, draft)


async def ask_needs(turn: Turn, data: Data, lead: str = "") -> Answer:
    """Ask what she needs help with: several may be ticked."""
    picked = data.get("picked", [])
    ticked = [Choice(key, f"✓ {need(key)}" if key in picked else need(key)) for key in NEEDS]
    text = _(
        "What does {name} need help with? Tick all of it, or write it, for example “1 3 5” or"
        " “meals, laundry”."
    )
    if picked:
        text = _("Anything else? If not, please choose “That is all of it”.")
    return turn.ask(
        "care.needs",
        "{lead}{asked}",
        *ticked,
        *([Choice(DONE, _("That is all of it"))] if picked else []),
        never_mind(),
        data=data,
        lead=f"{lead} " if lead else "",
        asked=turn.words(text, name=await _name(turn, data)),
    )


async def take_needs(turn: Turn) -> Answer:
    """One was ticked, several were written, or that is all."""
    await _may(turn)
    if turn.choice == STOP:
        return left(turn)
    picked = list(turn.data.get("picked", []))
    if turn.choice == DONE:
        return await _known(turn, needs=picked)
    if turn.choice:
        picked = [one for one in NEEDS if (one in picked) != (one == turn.choice)]
        return await ask_needs(turn, {**turn.data, "picked": picked})
    if numbers := hear_numbers(turn.text, NEEDS):
        return await _known(turn, needs=list(numbers))
    heard = hear_needs(turn.text)
    if not heard.needs:
        raise NotUnderstood(turn.words(_("Please write it, for example: “meals, laundry”.")))
    both = [one for one in NEEDS if one in picked or one in heard.needs]
    if not heard.unclear:
        return await _known(turn, needs=both)
    lead = turn.words(_("I did not understand “{words}”."), words=", ".join(heard.unclear))
    return await ask_needs(turn, {**turn.data, "picked": both}, lead)


async def ask_times(turn: Turn, data: Data) -> Answer:
    """Ask on which days she likes to be visited."""
    return turn.ask(
        "care.times",
        _("On which days does {name} like to be visited? For example: Tuesday, Friday morning."),
        Choice("any", _("Any day will do")),
        never_mind(),
        data=data,
        name=await _name(turn, data),
    )


async def take_times(turn: Turn) -> Answer:
    """Days of the week and parts of a day; how often may stand beside."""
    await _may(turn)
    if turn.choice == STOP:
        return left(turn)
    times = frozenset() if turn.choice else hear_times(turn.text)
    if times is None:
        raise NotUnderstood(
            turn.words(_("Which days of the week? For example: Tuesday, Friday morning."))
        )
    known: Data = {"times": sorted(map(list, times))}
    weekly = None if turn.choice else hear_weekly(turn.text)
    if weekly is not None:
        known["weekly"] = weekly
    return await _known(turn, **known)


async def ask_weekly(turn: Turn, data: Data) -> Answer:
    """Ask how often a week she is to be visited."""
    return turn.ask(
        "care.weekly",
        _("How often a week shall somebody visit {name}?"),
        *(Choice(str(count), weekly_said(count)) for count in range(1, MOST_WEEKLY + 1)),
        never_mind(),
        data=data,
        name=await _name(turn, data),
    )


async def take_weekly(turn: Turn) -> Answer:
    """It was said how often."""
    await _may(turn)
    if turn.choice == STOP:
        return left(turn)
    weekly = int(turn.choice) if turn.choice else hear_weekly(turn.text)
    if weekly is None:
        raise NotUnderstood(turn.words(_("How often a week: once, twice, up to seven times?")))
    return await _known(turn, weekly=weekly)


async def ask_phone(turn: Turn, data: Data) -> Answer:
    """Ask whom to call in an emergency."""
    return turn.ask(
        "care.phone",
        _("Which number shall be called in an emergency? You may add whose it is."),
        Choice("none", _("There is none yet")),
        never_mind(),
        data=data,
    )


async def take_phone(turn: Turn) -> Answer:
    """A telephone number, and perhaps whose it is."""
    await _may(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await _known(turn, phone="")
    found = _PHONE.search(turn.text)
    if not found or sum(one.isdigit() for one in found[0]) not in _DIGITS:
        raise NotUnderstood(turn.words(_("Please write the number, for example 0912 345 678.")))
    whose = " ".join((turn.text[: found.start()] + turn.text[found.end() :]).split()).strip(" ,:-")
    number = " ".join(found[0].split())
    return await _known(turn, phone=(f"{number} ({whose})" if whose else number)[:_LONGEST])


async def ask_agreed(turn: Turn, data: Data) -> Answer:
    """Ask who agreed to the visits."""
    name = await _name(turn, data)
    return turn.ask(
        "care.agreed",
        _(
            "Who agreed to the visits? If somebody else did for {name}, please write who, for"
            " example: Mai, daughter."
        ),
        Choice(SELF, turn.words(_("{name} in person"), name=name)),
        never_mind(),
        data=data,
        name=name,
    )


async def take_agreed(turn: Turn) -> Answer:
    """She agreed herself, or somebody for her: who, and what she is to her."""
    await _may(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await _known(turn, agreed=SELF)
    if command(turn.text):
        raise NotUnderstood(turn.words(_("Please write who it is, for example: Mai, daughter.")))
    name, kin = hear_kin(f"{turn.data.get('agrees', '')} {turn.text}"[:_LONGEST])
    if not name:
        raise NotUnderstood(
            turn.words(_("Please write the name too, for example: Mai, daughter."))
        )
    if not kin:
        return turn.ask(
            "care.agreed",
            _("What is {who} to {name}? For example: daughter."),
            never_mind(),
            data={**turn.data, "agrees": name + ","},
            who=name,
            name=await _name(turn, turn.data),
        )
    return await _known(turn, agreed=f"{name}, {kin}")


async def _known(turn: Turn, **known: object) -> Answer:
    """Go on with what is known now; or write it down where it is a change, and show the card."""
    data = {key: value for key, value in turn.data.items() if key not in ("picked", "agrees")}
    if "recipient" not in data:
        return await go_on(turn, {**data, **known})
    before = await hers_to_change(turn, data["recipient"])
    after = await of_draft(turn, {"name": "", **_kept(before), **known})
    ids = turn.db, turn.club.id, before.id
    await recipients.note_wishes(turn.db, before.id, needs=after.needs, times=after.times)
    await recipients.change(*ids, weekly=after.weekly, emergency_phone=after.emergency_phone)
    if "agreed" in known:
        await recipients.change(*ids, agreed=(after.agreed_by, turn.today))
    return await card(turn, await hers_to_change(turn, before.id), _("Good, I wrote that down."))


def _kept(recipient: Recipient) -> Data:
    return {
        "needs": list(recipient.needs),
        "times": sorted(recipient.times),
        "weekly": recipient.weekly,
        "phone": recipient.emergency_phone,
        "agreed": recipient.agreed_by,
    }


async def _may(turn: Turn) -> None:
    if "recipient" in turn.data:
        await hers_to_change(turn, turn.data["recipient"])
    else:
        await must_write(turn)


async def _name(turn: Turn, data: Data) -> str:
    if "recipient" in data:
        return called(await hers_to_change(turn, data["recipient"]), turn.today)
    return called(await of_draft(turn, data), turn.today)


Asking = Callable[[Turn, Data], Awaitable[Answer]]
ASKING: dict[str, Asking] = {
    "needs": ask_needs,
    "times": ask_times,
    "weekly": ask_weekly,
    "phone": ask_phone,
    "agreed": ask_agreed,
}
"""How each thing is asked for."""
HANDLERS = {
    "care.needs": Step(take_needs, typed=True),
    "care.times": Step(take_times, typed=True),
    "care.weekly": Step(take_weekly, typed=True),
    "care.phone": Step(take_phone, typed=True),
    "care.agreed": Step(take_agreed, typed=True),
}
