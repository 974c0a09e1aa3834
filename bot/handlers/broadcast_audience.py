"""Whom an announcement is for: groups, or people by name, who are asked back where unclear."""

from __future__ import annotations

import re

from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers.broadcast_times import preview
from bot.handlers.names import choices_of, matching
from bot.i18n import _
from bot.people import Member
from bot.storage import meetings, members
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding.phrases import Phrases, cut

_BETWEEN = re.compile(r"[,;\n]| và ")
_GROUPS = {
    "all": Phrases("tất cả, mọi người, tất cả mọi người, cả câu lạc bộ, everybody, all"),
    "borrowers": Phrases("người vay, người đang vay, những người vay, hộ vay, borrowers"),
    "unanswered": Phrases("chưa trả lời, người chưa trả lời, not answered"),
}


async def to_whom(turn: Turn, text: str) -> Answer:
    """Ask whom a text is for."""
    choices = [
        Choice("all", _("Everybody in the club")),
        Choice("borrowers", _("Those who pay back a loan")),
        Choice("unanswered", _("Those who have not answered for the meeting")),
        Choice("names", _("Some people by name")),
        Choice("no", _("Never mind, send nothing")),
    ]
    if not await _meets(turn):
        del choices[2]
    data: Data = {"text": text, "groups": [], "members": [], "unclear": []}
    return turn.ask(
        "broadcasts.to",
        _("Whom is it for? You may also write names, with commas between them."),
        *choices,
        data=data,
    )


async def take_audience(turn: Turn) -> Answer:
    """A group, or names and groups with commas between them."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was sent."))
    if turn.choice == "names":
        return turn.ask(
            "broadcasts.to",
            _("Which names? Please put commas between them."),
            Choice("no", _("Never mind, send nothing")),
            data=turn.data,
        )
    if turn.choice:
        return await preview(turn, {**turn.data, "groups": [turn.choice]})
    return await _typed(turn)


async def take_which(turn: Turn) -> Answer:
    """Which of several with the same name is meant."""
    people = await _everybody(turn)
    found = [one for one in people if str(one.id) == turn.choice]
    if not turn.choice:
        alike = matching(turn.data["unclear"][0], people)
        found = matching(turn.text, alike)
    if len(found) != 1:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    data = {
        **turn.data,
        "members": [*turn.data["members"], found[0].id],
        "unclear": turn.data["unclear"][1:],
    }
    return await _when_clear(turn, data, people)


async def _typed(turn: Turn) -> Answer:
    """Take names and groups apart; a name that nobody has is told, and all are asked again."""
    people = await _everybody(turn)
    data = {**turn.data, "groups": [], "members": [], "unclear": []}
    for part in filter(None, (part.strip() for part in _BETWEEN.split(turn.text))):
        group = next((name for name, said in _GROUPS.items() if said.is_all_of(cut(part))), None)
        found = matching(part, people)
        if group == "unanswered" and not await _meets(turn):
            raise turn.refuse(_("No meeting is known yet that they could answer for."))
        if group:
            data["groups"] = sorted({*data["groups"], group})
        elif not found:
            text = _("I find nobody called “{name}” in the club. Please write all names again.")
            raise NotUnderstood(turn.words(text, name=part))
        elif len(found) == 1:
            data["members"] = sorted({*data["members"], found[0].id})
        else:
            data["unclear"] = [*data["unclear"], part]
    return await _when_clear(turn, data, people)


async def _when_clear(turn: Turn, data: Data, people: list[Member]) -> Answer:
    """Ask for the next name that several have; show the announcement when all are clear."""
    if not data["unclear"]:
        return await preview(turn, data)
    name = data["unclear"][0]
    return turn.ask(
        "broadcasts.which",
        _("Which “{name}” do you mean?"),
        *choices_of(matching(name, people)),
        data=data,
        name=name,
    )


async def _everybody(turn: Turn) -> list[Member]:
    return await members.everybody(turn.db, turn.club.id, turn.today)


async def _meets(turn: Turn) -> bool:
    """Whether there is a meeting that people may have answered for."""
    here = local(turn.now, turn.zone)
    return bool(await meetings.coming(turn.db, turn.club.id, here))


HANDLERS = {
    "broadcasts.to": Step(take_audience, typed=True),
    "broadcasts.which": Step(take_which, typed=True),
}
