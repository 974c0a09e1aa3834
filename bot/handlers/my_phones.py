"""Where somebody's news come, who has joined in several places: shown to her, and as she chooses.

Answers go where she writes, whatever she chose. Her own phones come before those of helpers, and
neither chooses for the other; on a shared phone each of its holders chooses for herself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.chat import Choice
from bot.handlers.names import on_platform
from bot.i18n import _
from bot.storage import doors, phones
from bot.storage.phones import LinkedPhone
from bot.telling import called
from bot.turn import Answer, Step, Turn

PLATFORMS = ("zalo", "telegram", "web")
ANYWHERE = "phones.any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """That news still come where she chose, and the button that brings them here."""

    text: str
    here: Choice


async def show(turn: Turn) -> Answer:
    """Say where news come, and offer the other places."""
    text, choices = await shown(turn)
    return turn.say("{said}", *choices, said=text)


async def shown(turn: Turn) -> tuple[str, list[Choice]]:
    """Return in a sentence where news come, and a button for each other place."""
    mine = await _mine(turn)
    if not mine:  # she holds another phone of her own: that one comes first
        return _on_her_own_phone(turn), []
    first = mine[0]
    text = turn.words(_("News for you come on {place}."), place=on_platform(first.platform))
    if first.shared:
        text = f"{text} {_of_a_shared_phone(turn)}"
    others = sorted({one.platform for one in mine if one.reached} - {first.platform}, key=_order)
    choices = [Choice(f"phones.{one}", label(one)) for one in others if one in PLATFORMS]
    if first.chosen and others:
        choices.append(Choice(ANYWHERE, _("Wherever I wrote last")))
    return text, choices


async def choose(turn: Turn, platform: str) -> Answer:
    """Let news come on a platform from now on."""
    mine = await _mine(turn)
    if not mine:
        return turn.say("{said}", said=_on_her_own_phone(turn))
    there = [one for one in mine if one.platform == platform and one.reached]
    if not there:
        return turn.say("{said}", said=await _not_there(turn, platform))
    await phones.choose(turn.db, turn.club.id, turn.member.id, there[0].kind, platform)
    text = turn.words(
        _("All right: news for you come on {place} from now on. I answer where you write."),
        place=on_platform(platform),
    )
    if there[0].shared:
        text = f"{text} {_of_a_shared_phone(turn)}"
    return turn.say("{said}", said=text)


async def anywhere(turn: Turn) -> Answer:
    """Let news come wherever she wrote last."""
    mine = await _mine(turn)
    if not mine:
        return turn.say("{said}", said=_on_her_own_phone(turn))
    await phones.choose(turn.db, turn.club.id, turn.member.id, mine[0].kind)
    return turn.say(_("All right: news for you come where you wrote to me last."))


async def still_elsewhere(turn: Turn) -> Elsewhere | None:
    """Return what to say to who has just joined here, where her news still come elsewhere."""
    here = turn.incoming.address.platform
    mine = await _mine(turn)
    if not mine or not mine[0].chosen or mine[0].platform == here or here not in PLATFORMS:
        return None
    text = _("News for you still come on {place}, as you chose.")
    return Elsewhere(
        text=turn.words(text, place=on_platform(mine[0].platform)),
        here=Choice(f"phones.{here}", label(here)),
    )


def label(platform: str) -> str:
    """Return the words of the button that brings news to a platform."""
    labels = {
        "zalo": _("My news on Zalo"),
        "telegram": _("My news on Telegram"),
        "web": _("My news on the web page"),
    }
    return labels[platform]


def of_her(held: Sequence[LinkedPhone]) -> str:
    """Say to an officer on which phones a member is reached, the first of them first."""
    several = sum(one.kind == "self" for one in held) > 1
    return ", ".join(_of_one(one, first=not place and several) for place, one in enumerate(held))


def _of_one(one: LinkedPhone, *, first: bool) -> str:
    marks = [
        _("not reached") if not one.reached else "",
        _("of a helper") if one.kind == "helper" else "",
        _("shared") if one.shared else "",
        _("news come here") if first and one.reached else "",
    ]
    place = on_platform(one.platform)
    said = ", ".join(filter(None, marks))
    return f"{place} ({said})" if said else place


async def _mine(turn: Turn) -> list[LinkedPhone]:
    """Return the phones that the speaker chooses among; none for a helper of who has her own."""
    held = await phones.of(turn.db, turn.club.id, turn.member.id)
    kind = turn.holder.kind if turn.holder else "self"
    if kind == "helper" and any(one.kind == "self" and one.reached for one in held):
        return []
    return [one for one in held if one.kind == kind]


def _on_her_own_phone(turn: Turn) -> str:
    text = _("News for {name} come on {name}'s own phone.")
    return turn.words(text, name=called(turn.member, turn.today))


def _of_a_shared_phone(turn: Turn) -> str:
    return turn.words(
        _("Several people use that phone: I only say there that there is news, and no sum.")
    )


async def _not_there(turn: Turn, platform: str) -> str:
    """Say how she comes to be reached on a platform where she is not."""
    found = {one.platform: one for one in await doors.doors(turn.db, turn.club.id)}
    place = on_platform(platform)
    if platform != "web" and platform not in found:
        return turn.words(_("The club cannot be written to on {place}."), place=place)
    text = turn.words(
        _(
            "You have not joined on {place} yet. Please ask the secretary for a joining code, and"
            " write it to me there."
        ),
        place=place,
    )
    if platform in found and (name := found[platform].name):
        text = f"{text} " + turn.words(_("There I am called “{bot}”."), bot=name)
    return text


def _order(platform: str) -> tuple[int, str]:
    return (PLATFORMS.index(platform) if platform in PLATFORMS else len(PLATFORMS), platform)


HANDLERS = {
    "phones": Step(show),
    ANYWHERE: Step(anywhere),
    **{f"phones.{one}": Step(partial(choose, platform=one)) for one in PLATFORMS},
}
