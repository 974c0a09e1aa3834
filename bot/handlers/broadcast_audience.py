"""Whom an announcement is for: groups, or people by name, who are asked back where unclear."""

from __future__ import annotations

import re

from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers.broadcast_draft import added, asked_for_words
from bot.handlers.broadcast_times import preview
from bot.handlers.names import choices_of, matching, nearly
from bot.i18n import _
from bot.people import Member
from bot.storage import meetings, members
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding import words
from bot.understanding.phrases import Phrases, cut

LEFT_OUT = "left out"
_NOBODY_YET: Data = {"groups": [], "members": [], "unclear": []}
_BETWEEN = re.compile(r"[,;\n]| và ")
_GROUPS = {
    "all": Phrases("tất cả, mọi người, tất cả mọi người, cả câu lạc bộ, everybody, all"),
    "borrowers": Phrases("người vay, người đang vay, những người vay, hộ vay, borrowers"),
    "volunteers": Phrases(
        """
        tình nguyện viên, các tình nguyện viên, những tình nguyện viên, tình nguyện viên thăm nhà,
        các tình nguyện viên thăm nhà, volunteers, the volunteers
        """
    ),
    "unanswered": Phrases("chưa trả lời, người chưa trả lời, not answered"),
}


async def to_whom(turn: Turn, draft: Data) -> Answer:
    """Ask whom an announcement is for; what it lacks may be added first."""
    choices = [
        Choice("all", _("Everybody in the club")),
        Choice("borrowers", _("Those who pay back a loan")),
        Choice("volunteers", _("The volunteers")),
        Choice("unanswered", _("Those who have not answered for the meeting")),
        Choice("names", _("Some people by name")),
        Choice("no", _("Never mind, send nothing")),
    ]
    lacking = await _lacking(turn)
    choices = [one for one in choices if one.key not in lacking]
    if not draft["digest"]:
        add = _("Add a picture") if turn.pictures_only else _("Add a picture or a document")
        choices.insert(-1, Choice("add", add))
    return turn.ask(
        "broadcasts.to",
        _("Whom is it for? You may also write names, with commas between them."),
        *choices,
        data={**draft, **_NOBODY_YET},
    )


async def take_audience(turn: Turn) -> Answer:
    """A group, or names and groups with commas between them."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was sent."))
    if turn.incoming.file:
        draft = await added(turn)
        return asked_for_words(turn, draft) or await to_whom(turn, draft)
    if turn.choice == "add":
        return _ask_for_file(turn)
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


async def take_file(turn: Turn) -> Answer:
    """A picture or document to the text, or none after all."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was sent."))
    if turn.choice == "without":
        return await to_whom(turn, turn.data)
    return await take_audience(turn)


def _ask_for_file(turn: Turn) -> Answer:
    text = _("Please send me the picture or document now.")
    if turn.pictures_only:
        text = _("Please send me the picture now. Documents do not get through to me here.")
    return turn.ask(
        "broadcasts.add",
        text,
        Choice("without", _("Go on without one")),
        Choice("no", _("Never mind, send nothing")),
        data=turn.data,
    )


async def take_which(turn: Turn) -> Answer:
    """Who is meant by a name that several have, or nobody."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was sent."))
    people = await _everybody(turn)
    name, *others = turn.data["unclear"]
    found = [one for one in people if str(one.id) == turn.choice]
    if not turn.choice:
        found = matching(turn.text, matching(name, people) or people)
    if not found and turn.choice != LEFT_OUT:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    data = {**turn.data, "unclear": others}
    if len(found) > 1:
        data["unclear"] = [turn.text, *others]
    else:
        data["members"] = sorted({*data["members"], *(one.id for one in found)})
    return await _when_clear(turn, data, people)


async def _typed(turn: Turn) -> Answer:
    """Take names and groups apart; a name that several have, or nobody, is asked for alone."""
    people = await _everybody(turn)
    data = {**turn.data, **_NOBODY_YET}
    lacking = await _lacking(turn)
    for part in filter(None, (part.strip() for part in _BETWEEN.split(turn.text))):
        group = next((name for name, said in _GROUPS.items() if said.is_all_of(cut(part))), None)
        found = matching(part, people)
        if group in lacking:
            raise turn.refuse(lacking[group])
        if group:
            data["groups"] = sorted({*data["groups"], group})
        elif len(found) == 1:
            data["members"] = sorted({*data["members"], found[0].id})
        else:
            data["unclear"] = [*data["unclear"], part]
    known = [data["groups"], data["members"], *(matching(one, people) for one in data["unclear"])]
    if not any(known) and words.command(turn.text):
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    return await _when_clear(turn, data, people)


async def _when_clear(turn: Turn, data: Data, people: list[Member]) -> Answer:
    """Ask for the next name that several have, or nobody; show it when all are clear."""
    if not data["unclear"]:
        if data["groups"] or data["members"]:
            return await preview(turn, data)
        return await to_whom(turn, data)
    name = data["unclear"][0]
    if found := matching(name, people):
        text, choices = _("Which “{name}” do you mean?"), choices_of(found)
    else:
        text = _("I find nobody called “{name}” in the club. Whom do you mean?")
        choices = [
            *choices_of(nearly(name, people)),
            Choice(LEFT_OUT, _("Leave that name out")),
            Choice("no", _("Never mind, send nothing")),
        ]
    return turn.ask("broadcasts.which", text, *choices, data=data, name=name)


async def _everybody(turn: Turn) -> list[Member]:
    return await members.everybody(turn.db, turn.club.id, turn.today)


async def _lacking(turn: Turn) -> dict[str | None, str]:
    """Return the groups that there are not, and what is told to who wants them."""
    lacking: dict[str | None, str] = {}
    if not await meetings.coming(turn.db, turn.club.id, local(turn.now, turn.zone)):
        lacking["unanswered"] = _("No meeting is known yet that they could answer for.")
    if not await members.has_volunteers(turn.db, turn.club.id):
        lacking["volunteers"] = _(
            "Nobody is noted as a volunteer yet. Please write for example: “bà Hoa là tình nguyện"
            " viên”."
        )
    return lacking


HANDLERS = {
    "broadcasts.to": Step(take_audience, typed=True, takes_file=True),
    "broadcasts.add": Step(take_file, takes_file=True),
    "broadcasts.which": Step(take_which, typed=True),
}
