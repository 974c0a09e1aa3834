"""The record of announcements, open to the whole board: who, when, to whom, agreed by whom."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers.broadcast_draft import TEXT
from bot.handlers.broadcast_words import at, goes, in_list, state, whom
from bot.handlers.cards import card_for, must_be_officer
from bot.i18n import _, sentence
from bot.papers.announcement_words import counted
from bot.rights import may_broadcast
from bot.storage import broadcast_fates, broadcast_times, broadcasts, files, members
from bot.storage.broadcasts import Broadcast
from bot.telling import called
from bot.turn import SOFT, Answer, Step, Turn

SHOWN = 8


def ask_text(turn: Turn, *, once_more: bool = False) -> Answer:
    """Ask what is to be announced; a picture that came too early is asked for `once_more`."""
    return turn.ask(
        TEXT,
        _question(once_more=once_more, pictures_only=turn.pictures_only),
        Choice("list", _("Announcements so far")),
        Choice("no", _("Never mind")),
    )


def _question(*, once_more: bool, pictures_only: bool) -> str:
    if once_more:
        return _(
            "What shall I tell them? Please send the picture or document once more, with the words"
            " below it: now I can take it."
        )
    if pictures_only:
        return _(
            "What shall I tell them? Please write it just as it should arrive, or send a picture."
        )
    return _(
        "What shall I tell them? Please write it just as it should arrive, or send a picture or"
        " a document."
    )


async def announcements(turn: Turn) -> Answer:
    """List the last announcements, and those to come."""
    must_be_officer(turn)
    found = await broadcasts.recent(turn.db, turn.club.id, SHOWN)
    if not found:
        return turn.say(_("No announcement was sent yet."))
    listed = [Choice(str(one.id), in_list(turn, one)) for one in found]
    if may_broadcast(turn.member):
        listed.append(Choice("new", _("Write an announcement")))
    return turn.ask("broadcasts.open", _("Which announcement?"), *listed)


async def take_one(turn: Turn) -> Answer:
    """Show one of them, or leave the list; a name opens a member's card as elsewhere."""
    must_be_officer(turn)
    if not turn.choice:
        if card := await card_for(turn, turn.text):
            return card
        raise NotUnderstood(
            turn.words(_("I did not quite understand. Please choose one of these."))
        )
    return ask_text(turn) if turn.choice == "new" else await _shown(turn, int(turn.choice))


async def pause(turn: Turn) -> Answer:
    """Let a repeating announcement rest until somebody lets it go on."""
    must_be_officer(turn)
    one = await broadcasts.broadcast(turn.db, turn.club.id, turn.data["broadcast"])
    await broadcast_times.pause(turn.db, one.id)
    return await _shown(turn, one.id)


async def resume(turn: Turn) -> Answer:
    """Let a resting announcement go on at its next time."""
    must_be_officer(turn)
    one = await broadcasts.broadcast(turn.db, turn.club.id, turn.data["broadcast"])
    if one.status == "paused":
        await broadcast_times.resume(turn.db, one, turn.zone, turn.now)
    return await _shown(turn, one.id)


async def _shown(turn: Turn, broadcast_id: int) -> Answer:
    one = await broadcasts.broadcast(turn.db, turn.club.id, broadcast_id)
    counts = await broadcast_fates.fates(turn.db, one.id)
    lines = [one.text, "———", *await _record(turn, one)]
    if counts:
        lines.append(sentence("{counts}.", counts=counted(counts)))
    kept = await files.is_kept(turn.db, one.image or one.document, turn.now)
    return Answer(
        text="\n".join(lines),
        image=one.image if kept else "",
        document=one.document if kept else "",
        choices=(*_choices(one, bool(counts)), Choice("menu", _("Something else"))),
        step=SOFT,
        data={"broadcast": one.id},
    )


async def _record(turn: Turn, one: Broadcast) -> list[str]:
    """Say who wrote it when, to whom, who agreed, who stopped it, and how it stands."""
    lines = [
        sentence(
            _("Written by {name}, {when}, to {whom}."),
            name=await _name(turn, one.made_by),
            when=at(turn, one.made_at),
            whom=await whom(turn, one.audience),
        )
    ]
    if one.agreed_by and one.agreed_at:
        lines.append(
            sentence(
                _("Agreed by {name}, {when}."),
                name=await _name(turn, one.agreed_by),
                when=at(turn, one.agreed_at),
            )
        )
    if one.stopped_by and one.stopped_at:
        lines.append(
            sentence(
                _("Stopped by {name}, {when}."),
                name=await _name(turn, one.stopped_by),
                when=at(turn, one.stopped_at),
            )
        )
    standing = state(turn, one)
    if one.status == "paused":
        standing += f" ({goes(turn, one.send_at, one.repeats)})"
    return [*lines, sentence("{standing}.", standing=standing)]


def _choices(one: Broadcast, is_out: bool) -> list[Choice]:
    choices = []
    if one.repeats and one.status == "planned":
        choices.append(Choice("broadcast.pause", _("Let it rest")))
    if one.repeats and one.status == "paused":
        choices.append(Choice("broadcast.resume", _("Let it go on again")))
    if one.is_to_come:
        label = _("End it for good") if one.repeats else _("Stop sending")
        choices.append(Choice("broadcast.stop", label))
    if is_out:
        choices.append(Choice("broadcast.progress", _("See how far it is")))
    return choices


async def _name(turn: Turn, member_id: int) -> str:
    return called(await members.member(turn.db, member_id, turn.today), turn.today)


HANDLERS = {
    "broadcasts": Step(announcements),
    "broadcasts.open": Step(take_one, typed=True),
    "broadcast.pause": Step(pause),
    "broadcast.resume": Step(resume),
}
