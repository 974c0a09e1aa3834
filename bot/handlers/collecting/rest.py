"""Once the exceptions are noted, all the rest have paid in full: one tap, and one to be sure."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.collecting import screens
from bot.handlers.collecting.people import hands, may_touch, on_list, version
from bot.handlers.collecting.taking import mark_due, opened
from bot.i18n import _, in_words, money, ngettext
from bot.storage import collected
from bot.storage.collections import Collection
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def ask(turn: Turn, collection: Collection) -> Answer:
    """Name those of whom nothing was said yet, and ask whether they have all paid in full."""
    rows = await collected.rows(turn.db, collection.id)
    people = await on_list(turn, collection, rows)
    near = await hands(turn)
    rest = [one for one in people if one.is_simply_due and may_touch(turn, one.member, near)]
    if not rest:
        return await screens.overview(turn, collection)
    amount = sum(one.due for one in rest)
    lines = [
        _("– {name} {amount}").format(name=called(one.member, turn.today), amount=money(one.due))
        for one in rest
    ]
    text = ngettext(
        "{count} person has paid in full?\n{lines}\nTogether: {amount} ({words})",
        "All of these {count} have paid in full?\n{lines}\nTogether: {amount} ({words})",
        len(rest),
    )
    return turn.ask(
        "collecting.rest",
        text,
        Choice("yes", _("Yes, {amount}").format(amount=money(amount))),
        Choice("no", _("No, back to the list")),
        data={
            "collection": collection.id,
            "read": version(people),
            "members": [one.member.id for one in rest],
        },
        count=len(rest),
        lines="\n".join(lines),
        amount=money(amount),
        words=in_words(amount),
    )


async def take(turn: Turn) -> Answer:
    """They have: note it, unless somebody has changed the list meanwhile."""
    found = await opened(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "no":
        return await screens.overview(turn, found)
    rows = await collected.rows(turn.db, found.id)
    people = await on_list(turn, found, rows)
    if version(people) != turn.data["read"]:
        note = turn.words(_("Somebody else has changed the list meanwhile."))
        return await screens.overview(turn, found, note=note)
    rest = [one for one in people if one.member.id in turn.data["members"]]
    await mark_due(turn, rest)
    text = ngettext(
        "Noted: {count} person, {amount}.", "Noted: {count} people, {amount}.", len(rest)
    )
    amount = money(sum(one.due for one in rest))
    note = text.format(count=len(rest), amount=amount)
    return await screens.overview(turn, found, note=note)


HANDLERS = {"collecting.rest": Step(take, counts=True)}
