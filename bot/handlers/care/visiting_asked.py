"""What is asked of a visit: what was done there, and how she was."""

from __future__ import annotations

from collections.abc import Collection

from bot.care.people import NEEDS, STATES, Recipient
from bot.chat import Choice
from bot.handlers.care import circle
from bot.handlers.care.visiting_words import recipient_of, state_button
from bot.handlers.care.whom import need, needs_said
from bot.handlers.ways_out import never_mind
from bot.i18n import _
from bot.storage import recipients, visits
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn

SHOWN = 6
"""So many things stand on the first list: with the ways out it ends at nine."""
DONE, MORE, USUAL = "done", "more", "usual"


async def what_was_done(turn: Turn, draft: Data) -> Answer | None:
    """Ask what was done; None where that is known, or nothing is over yet."""
    if "tasks" in draft or not draft["days"]:
        return None
    whose = await recipient_of(turn, draft["for"])
    usual = await _usual(turn, whose)
    shown = sorted(NEEDS, key=lambda one: (one not in whose.needs, one not in usual))[:SHOWN]
    return await ask_done(turn, {**draft, "ticked": [], "shown": shown, "usual": usual}, whose)


async def _usual(turn: Turn, whose: Recipient) -> list[str]:
    """Return what was done the last time, or what she needs; to who may know of it."""
    known = await recipients.known_to(turn.db, turn.club.id, turn.member.id)
    if circle.leads(turn) or whose.id in known:
        last = await visits.last_of(turn.db, turn.club.id, whose.id)
        if last and last.tasks:
            return in_order(last.tasks)
    return in_order(whose.needs)


async def ask_done(turn: Turn, draft: Data, whose: Recipient) -> Answer:
    """Show what may have been done, and what is ticked."""
    ticked, shown, usual = draft["ticked"], draft["shown"], draft["usual"]
    more = [Choice(MORE, _("Something else was done"))] if len(shown) < len(NEEDS) else []
    last = Choice(DONE, _("That is all") if ticked else _("I only looked in"))
    text = _("What was done for {name}? Tick all of it; you may also write “1 3” or “meals”.")
    if ticked:
        text = _("Anything else for {name}? If not, please choose “That is all”.")
    elif usual:
        last = Choice(USUAL, _("The usual"))
        text = _(
            "What was done for {name}? Tick all of it; you may also write “1 3” or “meals”."
            " The usual is: {usual}."
        )
    return turn.ask(
        "visits.done",
        text,
        *(Choice(key, f"✓ {need(key)}" if key in ticked else need(key)) for key in shown),
        *more,
        last,
        never_mind(),
        data=draft,
        name=called(whose, turn.today),
        usual=needs_said(usual).lower(),
    )


def with_tasks(draft: Data, tasks: Collection[str]) -> Data:
    """Return the draft with what was done, without the list."""
    kept = {key: its for key, its in draft.items() if key not in ("ticked", "shown", "usual")}
    return {**kept, "tasks": in_order(tasks)}


def in_order(tasks: Collection[str]) -> list[str]:
    """Return what was done in the order in which it is always shown."""
    return [one for one in NEEDS if one in tasks]


async def how_she_was(turn: Turn, draft: Data) -> Answer | None:
    """Ask how she was; None where that is known."""
    if draft.get("state") or not draft["days"]:
        return None
    whose = await recipient_of(turn, draft["for"])
    text = _("How was {name}?")
    if draft.get("unclear"):
        text = _("“{word}” may mean well or ill. How was {name}?")
    return turn.ask(
        "visits.state",
        text,
        *(Choice(state, state_button(state)) for state in STATES),
        never_mind(),
        data=draft,
        name=called(whose, turn.today),
        word=draft.get("unclear", ""),
    )
