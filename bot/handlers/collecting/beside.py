"""Words beside a list that are neither a sum nor a name: what is this, pass over, she is ill."""

from __future__ import annotations

from typing import cast

from bot.chat import Choice, NotUnderstood
from bot.handlers import resting
from bot.handlers.collecting import amounts, pasting, screens
from bot.handlers.collecting.people import Person
from bot.handlers.collecting.taking import current, hindered, listed, named
from bot.i18n import _, money
from bot.storage.collections import Collection
from bot.storage.quiets import Reason
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.collecting import bare_sum
from bot.understanding.collecting_beside import (
    asks_for_the_list,
    is_given_up,
    is_later,
    is_puzzled,
)
from bot.understanding.words import command


async def typed_of(turn: Turn, collection: Collection, one: Person) -> Answer:
    """Take what was typed while one person is shown: for her, of the list, or of others."""
    if is_puzzled(turn.text):
        text = _(
            "Choose what {name} hands over now: the line with the sum if it is all, “Another"
            " sum” if it is more or less, “Next time” if it is nothing."
        )
        raise turn.refuse(text, name=called(one.member, turn.today))
    if is_given_up(turn.text):
        return _pass_over(turn, collection, one)
    if is_later(turn.text):
        left = await hindered(turn, collection, one)
        return left or await amounts.passed_over(turn, collection, one)
    return await typed(turn, collection)


async def typed(turn: Turn, collection: Collection) -> Answer:
    """Take what was typed beside the list: lines, a name, or words of the list itself."""
    if asks_for_the_list(turn.text):
        return await screens.overview(turn, collection)
    if is_puzzled(turn.text):
        raise turn.refuse(
            _(
                "Here is who has paid and who has not. “Go on” shows the next person; when all is"
                " noted, it is read back and counted."
            )
        )
    if asked := await _left_in_peace(turn, collection):
        return asked
    if bare_sum(turn.text):
        text = _("Whose is it? Please write the name with the sum, like “Hoa {sum}”.")
        raise NotUnderstood(turn.words(text, sum=turn.text))
    return await pasting.typed(turn, collection)


def _pass_over(turn: Turn, collection: Collection, one: Person) -> Answer:
    return turn.ask(
        "collecting.person",
        _("Nothing is noted for {name} yet. Shall it be “Next time”?"),
        Choice("later", _("Next time")),
        Choice("aside", _("Set aside")),
        Choice("stay", _("Back to {name}").format(name=called(one.member, turn.today))),
        data=screens.data_of(collection, one),
        name=called(one.member, turn.today),
    )


async def _left_in_peace(turn: Turn, collection: Collection) -> Answer | None:
    """Ask what it means for the list that somebody is ill or in mourning; None: not said."""
    said = command(turn.text)
    if said is None or not pasting.says_who_rests(turn.text):
        return None
    found = await named(turn, collection, said.rest)
    one = await listed(turn, collection, found[0]) if len(found) == 1 else None
    if one is None:
        return None
    name = called(one.member, turn.today)
    ways = [
        Choice("quiet", _("Next time, and no reminders")),
        Choice("later", _("Next time")),
    ]
    if one.state == "paid":
        ways = [Choice("quiet", _("Do not remind {name}").format(name=name))]
        text = _("“{said}”: {name} {amount} stays noted. Shall I not remind {name} for a while?")
    else:
        text = _("“{said}”: is {name} for next time? And shall I not remind {name} for a while?")
    return turn.ask(
        "collecting.ill",
        text,
        *ways,
        Choice("stay", _("Back to {name}").format(name=name)),
        data={**screens.data_of(collection, one), "reason": said.name.partition(".")[2]},
        said=turn.text,
        name=name,
        amount=money(one.paid),
    )


async def take_ill(turn: Turn) -> Answer:
    """It was said what follows from it; the list goes on."""
    found = await current(turn)
    if isinstance(found, Answer):
        return found
    collection, one = found
    if turn.choice == "stay":
        return await screens.show(turn, collection, one)
    if left := await hindered(turn, collection, one):
        return left
    note = ""
    if turn.choice == "quiet":
        reason = cast(Reason, turn.data["reason"])
        note = (await resting.rest(turn, one.member, reason, None)).text
        if one.state == "paid":
            return await screens.next_person(turn, collection, note=note)
    return await amounts.passed_over(turn, collection, one, note=note)


HANDLERS = {"collecting.ill": Step(take_ill)}
