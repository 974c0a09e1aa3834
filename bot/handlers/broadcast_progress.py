"""While an announcement goes, and after: how far it is, stopping it, whom to tell in person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers.broadcast_words import in_list, is_over, so_many, state
from bot.handlers.cards import must_be_officer
from bot.handlers.names import full_name
from bot.i18n import _, sentence, use_locale
from bot.papers.announcement_words import counted, loudspeaker, not_reached
from bot.papers.plan_words import still_held
from bot.people import Member
from bot.storage import broadcast_fates, broadcasts, holding, members
from bot.storage.broadcasts import Broadcast, heading_and_body
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding import words

SHOWN = 6
LOOKED_AT = 20
STILL_GOES = timedelta(days=2)
"""What went out longer ago has nothing left that waits."""
NEAR = 2
"""Neighbours that are named for each who was missed."""
UNSURE = frozenset({"broadcast.stop", "cancel", "thanks"})
"""Commands that say neither that it shall be stopped nor what else is wanted."""


async def progress(turn: Turn) -> Answer:
    """Say how far an announcement is: the one that was shown, or the last one."""
    one = await _meant(turn)
    counts = await broadcast_fates.fates(turn.db, one.id)
    return turn.say(
        "{lines}",
        *_next(one, counts),
        data={"broadcast": one.id},
        lines=await _how_far(turn, one, counts),
    )


async def take_sending(turn: Turn) -> Answer:
    """Stop what its writer was told is going out, or say how far it is, as often as wanted."""
    if turn.choice == "stop":
        return await stop(turn)
    one = await _meant(turn)
    counts = await broadcast_fates.fates(turn.db, one.id)
    if not (one.status == "sent" and counts.get("waiting")):
        return await progress(turn)
    return turn.ask(
        "broadcast.sending",
        "{lines}",
        Choice("see", _("See how far it is")),
        Choice("stop", _("Stop sending")),
        data={"broadcast": one.id},
        lines=await _how_far(turn, one, counts),
    )


async def stop(turn: Turn) -> Answer:
    """Ask once before what was not sent yet is taken back: what goes now, or which."""
    must_be_officer(turn)
    if shown := turn.data.get("broadcast"):
        one = await broadcasts.broadcast(turn.db, turn.club.id, shown)
        if await _can_stop(turn, one):
            return await _ask_to_stop(turn, one)
        if turn.choice:
            raise turn.refuse(_("There is nothing left to stop: all of it was sent."))
    found = await _stoppable(turn)
    if not found:
        raise turn.refuse(_("Nothing is being sent just now."))
    going = [one for one in found if one.status == "sent"]
    if len(going) == 1 or len(found) == 1:
        return await _ask_to_stop(turn, found[0])
    return turn.ask(
        "broadcasts.stop_which",
        _("Which one shall I stop?"),
        *(Choice(str(one.id), in_list(turn, one)) for one in going or found),
        Choice("no", _("Never mind")),
    )


async def take_stop_which(turn: Turn) -> Answer:
    """Which of several is to be stopped."""
    if turn.choice == "no":
        return turn.say(_("All right, it goes on."))
    turn.data = {"broadcast": int(turn.choice)}
    return await stop(turn)


async def _ask_to_stop(turn: Turn, one: Broadcast) -> Answer:
    left = (await broadcast_fates.fates(turn.db, one.id)).get("waiting", 0)
    text = _("Stop {said}? It is not sent then.")
    if one.status == "sent":
        text = _("Stop {said}? {people} have not got it yet.")
    return turn.ask(
        "broadcasts.stop",
        text,
        Choice("stop", _("Stop sending")),
        Choice("go", _("Let it go on")),
        data={"broadcast": one.id},
        said=f"“{one.brief}”",
        people=so_many(left),
    )


async def take_stop(turn: Turn) -> Answer:
    """Stop only at the button or its words: "dung" alone may be đúng as well as dừng."""
    must_be_officer(turn)
    if not turn.choice:
        command = words.command(turn.text)
        if command and command.name not in UNSURE:
            raise NotUnderstood(turn.text)
        doubt = turn.words(_("Please choose one of the two, so that I stop nothing by mistake."))
        asked = await stop(turn)
        return replace(asked, text=f"{doubt}\n\n{asked.text}")
    one = await broadcasts.broadcast(turn.db, turn.club.id, turn.data["broadcast"])
    if turn.choice == "go":
        return turn.say(_("All right, it goes on."))
    if not await _can_stop(turn, one):
        return turn.say(_("There is nothing left to stop: all of it was sent."))
    await broadcasts.stop(turn.db, one.id, turn.member.id, turn.now)
    await _tell_the_writer(turn, one)
    counts = await broadcast_fates.fates(turn.db, one.id)
    reached = counts.get("sent", 0)
    text = (
        _("Stopped. {people} had it already.") if reached else _("Stopped. Nobody has got it yet.")
    )
    return turn.say(
        text,
        *_next(one, counts, stopped=True),
        data={"broadcast": one.id},
        people=so_many(reached),
    )


async def aloud(turn: Turn) -> Answer:
    """Give the announcement as it is read out to those without a phone, in the club's language."""
    one = await _meant(turn)
    with use_locale(turn.club.locale):
        read_out = loudspeaker(turn.club.name, heading_and_body(one.text)[1])
    return turn.say(
        _("For the loudspeaker, or to read out to each other:\n“{read_out}”"),
        Choice("broadcast.missed", _("Whom to tell in person")),
        data={"broadcast": one.id},
        read_out=read_out,
    )


async def missed(turn: Turn) -> Answer:
    """List whom no phone has reached, with those near them who got it: to be told in person."""
    if turn.choice == "aloud":
        return await aloud(turn)
    one = await _meant(turn)
    found = await broadcast_fates.missed(turn.db, one.id, turn.today, SHOWN)
    if not found:
        return turn.say(_("Everybody has it by now, or it is still on its way."))
    near = await broadcast_fates.neighbours(
        turn.db, one.id, turn.today, [person.member for person in found]
    )
    lines = [turn.words(_("Please tell these in person what {said} says:"), said=f"“{one.brief}”")]
    lines += [_line(turn, person, near.get(person.member.id, [])) for person in found]
    counts = await broadcast_fates.fates(turn.db, one.id)
    more = not_reached(counts) - len(found)
    if more > 0:
        lines.append(_("And {people} more.").format(people=so_many(more)))
    told = [
        Choice(
            str(person.member.id),
            _("Told {name}").format(name=called(person.member, turn.today)),
        )
        for person in found
    ]
    return turn.ask(
        "broadcasts.told",
        "{lines}",
        *told,
        Choice("later", _("Later")),
        data={"broadcast": one.id},
        lines="\n".join(lines),
    )


async def take_told(turn: Turn) -> Answer:
    """Somebody was told in person; show who is left."""
    must_be_officer(turn)
    if turn.choice == "later":
        return turn.say(_("All right. Write “announcements” to see the list again."))
    one = await broadcasts.broadcast(turn.db, turn.club.id, turn.data["broadcast"])
    await broadcast_fates.tell(turn.db, one.id, int(turn.choice), turn.now)
    return await missed(turn)


async def _how_far(turn: Turn, one: Broadcast, counts: Mapping[str, int]) -> str:
    lines = [f"“{one.brief}”: {state(turn, one)}."]
    if counts:
        lines.append(sentence("{counts}.", counts=counted(counts)))
    if counts.get("waiting"):
        held = await holding.waiting(turn.db, one.id, turn.now)
        if held.until:
            lines.append(still_held(held.people, held.until, turn.words, turn.now))
    return "\n".join(lines)


def _next(
    one: Broadcast, counts: Mapping[str, int], *, stopped: bool = False
) -> tuple[Choice, ...]:
    """Return what can be done with an announcement that is shown."""
    choices = []
    goes = one.is_to_come or (one.status == "sent" and counts.get("waiting"))
    if goes and not stopped:
        choices += [
            Choice("broadcast.progress", _("See how far it is")),
            Choice("broadcast.stop", _("Stop sending")),
        ]
    if not_reached(counts):
        choices.append(Choice("broadcast.missed", _("Whom to tell in person")))
        choices.append(Choice("broadcast.aloud", _("To read out over the loudspeaker")))
    return tuple(choices)


def _line(turn: Turn, person: broadcast_fates.Missed, near: list[Member]) -> str:
    names = ", ".join(called(one, turn.today) for one in near[:NEAR])
    line = f"- {full_name(person.member)}: {counted({person.fate: 1}).removesuffix(' 1')}"
    return line + (". " + _("Near: {names}").format(names=names) if names else "")


async def _meant(turn: Turn) -> Broadcast:
    """Return the announcement that was shown last, or the newest that went out."""
    must_be_officer(turn)
    if shown := turn.data.get("broadcast"):
        return await broadcasts.broadcast(turn.db, turn.club.id, shown)
    for one in await broadcasts.recent(turn.db, turn.club.id, LOOKED_AT):
        if one.status in {"sent", "stopped"}:
            return one
    raise turn.refuse(_("No announcement was sent yet."))


async def _stoppable(turn: Turn) -> list[Broadcast]:
    """Return what goes out now, and then what goes next."""
    found = [
        one
        for one in await broadcasts.recent(turn.db, turn.club.id, LOOKED_AT)
        if one.is_to_come or turn.now - one.send_at < STILL_GOES
    ]
    can = [one for one in found if not is_over(turn, one) and await _can_stop(turn, one)]
    return sorted(can, key=lambda one: (one.status != "sent", one.send_at, one.id))


async def _can_stop(turn: Turn, one: Broadcast) -> bool:
    if one.status != "sent":
        return one.is_to_come
    return bool((await broadcast_fates.fates(turn.db, one.id)).get("waiting"))


async def _tell_the_writer(turn: Turn, one: Broadcast) -> None:
    if one.made_by == turn.member.id:
        return
    writer = await members.member(turn.db, one.made_by, turn.today)
    for listener in await turn.reach_officers([writer]):
        with speaking_to(listener.member, turn.today) as say:
            text = say(
                _("{name} has stopped {said}."),
                name=called(turn.member, turn.today),
                said=f"“{one.brief}”",
            )
        await turn.tell(listener, text)


HANDLERS = {
    "broadcast.progress": Step(progress),
    "broadcast.stop": Step(stop),
    "broadcast.sending": Step(take_sending),
    "broadcasts.stop": Step(take_stop, typed=True),
    "broadcasts.stop_which": Step(take_stop_which),
    "broadcast.aloud": Step(aloud),
    "broadcast.missed": Step(missed),
    "broadcasts.told": Step(take_told),
}
