"""Put a question to the board: two officers decide, never whose matter it is or her household.

What is asked and what a yes does is a `Kind`, defined where its subject is; all of them stand in
`bot.handlers.resolution_kinds`, and the answers are taken in `bot.handlers.resolved`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat import Choice
from bot.handlers import deciders
from bot.handlers.ways_out import never_mind
from bot.i18n import _
from bot.people import Listener, Member
from bot.storage import members, readings, resolutions
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn

LAPSED = "lapsed"
"""How a question ended that nobody needed to answer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of question, by its name in `Resolution.kind`."""

    name: str
    facts: Callable[[Turn, Resolution], Awaitable[str]]
    """Says what is asked, why and by whom, in the language that is spoken now."""
    agreed: Callable[[Turn, Resolution], Awaitable[str]]
    """Does it, tells whom it concerns, and says what was done, to the officer who decided."""
    refused: Callable[[Turn, Resolution, str], Awaitable[str]]
    """Tells whom it concerns kindly, with the reason, and says so to the officer.

    Also where who asked takes it back: then nobody but those of the board had heard of it.
    """
    asker_votes: bool = True
    """Whether asking is already one of the two answers, and is taken back here.

    Otherwise the kind tells who asked, and has a way of its own to take it back.
    """
    first: tuple[str, ...] = ("head", "accountant")
    """The offices that are asked first; others where these are not free."""
    by_meeting: bool = False
    """Whether the meeting may decide it where officers are missing, and not only a paper."""
    lapsed: Callable[[Turn, Resolution], Awaitable[str | None]] | None = None
    """Says why nobody needs to answer any more; None while somebody does."""
    usual_no: Callable[[], Mapping[str, str]] = dict
    """Usual reasons of a no, by what is kept of them, in the language that is spoken now."""
    no_told: Callable[[Turn, Resolution, str], Awaitable[str]] | None = None
    """Says what she whose matter it is hears of a no with a reason, or with none that is told.

    None: only who asked hears of it.
    """
    reading: str = ""
    """What stands in the list of readings when somebody opens it; empty: anybody may read it."""


async def propose(
    turn: Turn,
    kind: Kind,
    *,
    subject: int = 0,
    concerns: Member | None = None,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Answer:
    """Put a question to those of the board who may decide it, and say who was asked.

    The question that was answered last is the operation: the same tap twice asks once.
    """
    asked = await put(
        turn,
        kind,
        subject=subject,
        concerns=concerns,
        details=details,
        reason=reason,
        origin=turn.operation,
    )
    if asked is None:
        return turn.say(_("I have asked the board already."))
    return await ask_board(turn, kind, asked)


async def put(
    turn: Turn,
    kind: Kind,
    *,
    subject: int,
    concerns: Member | None,
    details: Mapping[str, Any] | None,
    reason: str,
    origin: str,
    asked_by: int | None = None,
) -> Resolution | None:
    """Write a question to the board down, asking nobody yet; None where `origin` did so before."""
    made = await resolutions.propose(
        turn.db,
        club_id=turn.club.id,
        kind=kind.name,
        subject_id=subject,
        concerns_id=concerns.id if concerns else None,
        details=details or {},
        reason=reason,
        asked_by=turn.member.id if asked_by is None else asked_by,
        origin=origin,
        now=turn.now,
    )
    if made is None:
        return None
    if kind.asker_votes and turn.acts_as_officer:
        await resolutions.vote(
            turn.db,
            made,
            member_id=turn.member.id,
            says="yes",
            reason=reason,
            shared=turn.phone.is_shared,
            now=turn.now,
        )
    return await resolutions.locked(turn.db, turn.club.id, made)


async def ask_board(turn: Turn, kind: Kind, resolution: Resolution) -> Answer:
    """Ask who is to decide; say who that is, or what to do where too few are free."""
    asked = await tell_board(turn, kind, resolution)
    if not asked:
        return without_officers(turn, kind, resolution)
    return turn.say(
        _("I have asked {names}. I tell you what they say."),
        *_way_back(turn, kind, resolution),
        data={"resolution": resolution.id},
        names=", ".join(called(one, turn.today) for one in asked),
    )


def _way_back(turn: Turn, kind: Kind, resolution: Resolution) -> list[Choice]:
    """Return what lets who asked take the question back while it waits."""
    if not kind.asker_votes or resolution.asked_by != turn.member.id:
        return []
    return [Choice("resolution.mine", _("Take the question back"))]


async def tell_board(turn: Turn, kind: Kind, resolution: Resolution) -> list[Member]:
    """Put a question to those who are asked first; return them, nobody where too few are free."""
    asked = await deciders.to_be_asked(turn, resolution, kind.first)
    await _tell(turn, kind, resolution, asked)
    return [one.member for one in asked]


async def ask_others(turn: Turn, kind: Kind, resolution: Resolution) -> bool:
    """After a first yes: ask others where none of those who were asked is still free.

    False where nobody is left who could say the second yes.
    """
    left = await deciders.able(turn, resolution, kind.first)
    before = {one.member.id for one in await deciders.asked_at_first(turn, resolution, kind.first)}
    if not any(one.member.id in before for one in left):
        await _tell(turn, kind, resolution, left)
    return bool(left)


async def _tell(turn: Turn, kind: Kind, resolution: Resolution, asked: Iterable[Listener]) -> None:
    for listener in asked:
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                words("{facts}", facts=await kind.facts(turn, resolution)),
                *choices(words),
                step="resolutions.vote",
                data={"resolution": resolution.id},
            )


async def note_reading(turn: Turn, kind: Kind) -> None:
    """Note that the officer who speaks read what is for those who decide."""
    if kind.reading:
        await readings.note(
            turn.db,
            club_id=turn.club.id,
            member_id=turn.member.id,
            what=kind.reading,
            now=turn.now,
        )


async def put_to_speaker(turn: Turn, kind: Kind, resolution: Resolution) -> Answer:
    """Put a question to the officer who speaks; that she read it is noted where that matters."""
    await note_reading(turn, kind)
    return turn.ask(
        "resolutions.vote",
        "{facts}",
        *choices(turn.words),
        never_mind(),
        data={"resolution": resolution.id},
        facts=await kind.facts(turn, resolution),
    )


def choices(words: Callable[..., str]) -> tuple[Choice, ...]:
    """Return what an officer can answer."""
    return Choice("yes", words(_("I agree"))), Choice("no", words(_("I do not agree")))


def without_officers(turn: Turn, kind: Kind, resolution: Resolution) -> Answer:
    """Say what a small board does where nobody else is free: a signed paper, or the meeting."""
    ways = [Choice("resolution.paper", _("Two have signed a paper"))]
    if kind.by_meeting:
        ways.append(Choice("resolution.meeting", _("The meeting has decided")))
    ways += _way_back(turn, kind, resolution)
    return turn.say(
        _(
            "Nobody else of the board is free to decide this. Let it be signed on paper by two, "
            "or decided at the meeting, and then tell me."
        ),
        *ways,
        data={"resolution": resolution.id},
    )


async def has_lapsed(turn: Turn, kind: Kind, resolution: Resolution) -> bool:
    """Withdraw a question that nobody needs to answer any more, and say whether it is one.

    Who asked hears of it.
    """
    if kind.lapsed is None or await kind.lapsed(turn, resolution) is None:
        return False
    if await resolutions.decide(
        turn.db, resolution.id, status="withdrawn", how=LAPSED, now=turn.now
    ):
        await _tell_lapsed(turn, kind, resolution)
    return True


async def _tell_lapsed(turn: Turn, kind: Kind, resolution: Resolution) -> None:
    if resolution.asked_by == turn.member.id or not kind.asker_votes or kind.lapsed is None:
        return
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    for listener in await turn.reach_officers([asker] if asker.is_officer else []):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("Nobody decides this any more: {why}\n{facts}"),
                why=await kind.lapsed(turn, resolution),
                facts=await kind.facts(turn, resolution),
            )
            await turn.tell(listener, text)
