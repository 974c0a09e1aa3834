"""The last yes to an announcement, and what is asked before it: the night, the same once more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat import Choice
from bot.clock import local
from bot.handlers import broadcast_second
from bot.handlers.broadcast_draft import TEXT, file_of, must_be_kept
from bot.handlers.broadcast_words import as_it_arrives, at, goes, so_many_phones, what_is_in_it
from bot.handlers.cards import must_be_officer
from bot.i18n import _
from bot.rights import may_broadcast
from bot.storage import broadcast_people, broadcasts
from bot.storage.broadcasts import Audience, Draft
from bot.storage.talk import Data
from bot.telling import sleeps
from bot.turn import Answer, Step, Turn
from bot.understanding.folding import fold
from bot.understanding.risky_words import Risk, risks

WITHOUT_FILE = "without_file"


def audience(data: Data) -> Audience:
    """Return for whom it is, as far as it was said."""
    return Audience(groups=tuple(data["groups"]), members=tuple(data["members"]))


async def proceed(turn: Turn, data: Data) -> Answer:
    """Ask what must be asked before it goes, the last yes at the end."""
    return await _asked_before(turn, data) or await _confirm(turn, data)


async def take_night(turn: Turn) -> Answer:
    """Wait for the morning, or wake people after all."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was sent."))
    if turn.choice == "wait":
        return await proceed(turn, {**turn.data, "at": turn.data["morning"]})
    return await proceed(turn, {**turn.data, "insist": True})


async def take_again(turn: Turn) -> Answer:
    """Send the same once more, or not."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was sent."))
    return await proceed(turn, {**turn.data, "again": True})


async def take_confirmation(turn: Turn) -> Answer:
    """The last yes: put it on record; it goes at its time, or a second officer looks first."""
    must_be_officer(turn)
    if turn.choice == "no" or not may_broadcast(turn.member):
        return turn.say(_("All right, nothing was sent."))
    if turn.choice == WITHOUT_FILE:
        return await proceed(turn, {**turn.data, **file_of({})})
    if asked := await _asked_before(turn, turn.data):
        return asked
    await must_be_kept(turn, turn.data)
    found = await _risks(turn, turn.data)
    others = await broadcast_second.others(turn) if found else []
    if found and not others:
        return _nobody_to_ask(turn, turn.data, found)
    wanted = audience(turn.data)
    draft = Draft(
        club_id=turn.club.id,
        made_by=turn.member.id,
        text=as_it_arrives(turn.member, turn.data["text"], turn.today),
        image=turn.data["image"],
        document=turn.data["document"],
        audience=wanted,
        fingerprint=_fingerprint(turn.data),
        send_at=_moment(turn, turn.data),
        repeats=turn.data["repeats"],
        needs_second=bool(found),
    )
    made = await broadcasts.make(turn.db, draft, turn.now)
    if found:
        return await broadcast_second.ask_another(turn, made, found, others)
    return turn.say(
        _("Done. It goes out: {when}, to {phones}."),
        Choice("broadcast.progress", _("See how far it is")),
        Choice("broadcast.stop", _("Stop sending")),
        data={"broadcast": made},
        when=goes(turn, draft.send_at, draft.repeats),
        phones=await _phones(turn, wanted),
    )


def _nobody_to_ask(turn: Turn, data: Data, found: Sequence[Risk]) -> Answer:
    """Offer what can still be sent where no second officer can look: words without the risk."""
    never = Choice("no", _("Never mind, send nothing"))
    if not data["digest"]:
        return turn.ask(
            TEXT,
            _(
                "There is {risks} in it, and no other officer can be asked by phone."
                " Please leave that out, or tell it at the meeting."
            ),
            never,
            risks=what_is_in_it(found, turn.words),
        )
    text = _(
        "It has a picture, so another officer has to look first, and none of them has a phone yet"
        " on which I could ask."
    )
    label = _("Leave the picture out, send the words")
    if not data["image"]:
        text = _(
            "It has a document, so another officer has to look first, and none of them has a phone"
            " yet on which I could ask."
        )
        label = _("Leave the document out, send the words")
    return turn.ask("broadcasts.confirm", text, Choice(WITHOUT_FILE, label), never, data=data)


async def _asked_before(turn: Turn, data: Data) -> Answer | None:
    """Return what is to be asked before the last yes; None when nothing is."""
    moment = _moment(turn, data)
    if moment < turn.now:
        return turn.ask(
            "broadcasts.time",
            _("That time is over by now. When shall I send it?"),
            data={**data, "at": "", "insist": False},
        )
    if not data.get("insist") and sleeps(turn.club, moment):
        return _asleep(turn, data, moment)
    old = await broadcasts.same(turn.db, turn.club.id, _fingerprint(data), moment)
    if old is None or data.get("again"):
        return None
    return turn.ask(
        "broadcasts.again",
        _("The same goes, or went, to the same people at {when}. Send it once more?"),
        Choice("yes", _("Yes, once more")),
        Choice("no", _("No, once is enough")),
        data=data,
        when=at(turn, old.send_at),
    )


def _asleep(turn: Turn, data: Data, moment: datetime) -> Answer:
    here = local(moment, turn.zone)
    wakes = here.replace(
        hour=turn.club.wakes_at.hour, minute=turn.club.wakes_at.minute, second=0, microsecond=0
    )
    if wakes <= here:
        wakes += timedelta(days=1)
    return turn.ask(
        "broadcasts.night",
        _("People are asleep at that hour. Shall I send it at {when}?"),
        Choice("wait", _("Yes, at {when}").format(when=at(turn, wakes))),
        Choice("insist", _("No, it cannot wait")),
        Choice("no", _("Never mind, send nothing")),
        data={**data, "morning": wakes.isoformat()},
        when=at(turn, wakes),
    )


async def _confirm(turn: Turn, data: Data) -> Answer:
    phones = await _phones(turn, audience(data))
    text, yes = _("{when}, to {phones}. Shall I send it?"), _("Yes, send it")
    found = await _risks(turn, data)
    if found:
        text = _(
            "{when}, to {phones}. There is {risks} in it, so another officer looks at it first."
            " Shall I ask?"
        )
        yes = _("Ask another officer to look")
    return turn.ask(
        "broadcasts.confirm",
        text,
        Choice("yes", yes),
        Choice("no", _("No, do not send it")),
        data=data,
        when=goes(turn, _moment(turn, data), data["repeats"]),
        phones=phones,
        risks=what_is_in_it(found, turn.words),
    )


async def _phones(turn: Turn, wanted: Audience) -> str:
    ways = await broadcast_people.ways(turn.db, turn.club.id, wanted, turn.today, turn.now)
    return so_many_phones(ways)


async def _risks(turn: Turn, data: Data) -> tuple[Risk, ...]:
    found = risks(data["text"], await broadcasts.known_phones(turn.db, turn.club.id))
    return (*found, Risk.FILE) if data["digest"] else found


def _moment(turn: Turn, data: Data) -> datetime:
    return datetime.fromisoformat(data["at"]) if data["at"] else turn.now


def _fingerprint(data: Data) -> str:
    """Return what the same to the same people has in common, however its text was typed."""
    what = json.dumps([fold(data["text"]), data["digest"], audience(data).as_data()])
    return hashlib.sha256(what.encode()).hexdigest()


HANDLERS = {
    "broadcasts.night": Step(take_night),
    "broadcasts.again": Step(take_again),
    "broadcasts.confirm": Step(take_confirmation, counts=True),
}
