"""An officer died, moved away or left: one word does not end an office, two of the board do."""

from __future__ import annotations

from bot.handlers import touches
from bot.handlers.resolving import Kind, propose
from bot.handlers.troubles import deciding, leaving
from bot.handlers.troubles.whose import before_the_board
from bot.i18n import _, sentence
from bot.people import OFFICES, Member
from bot.storage import members, quiets
from bot.storage.departures import Because
from bot.storage.resolutions import Resolution
from bot.telling import called, office
from bot.turn import Answer, Turn


async def is_too_near(turn: Turn, officer: Member) -> bool:
    """Whether the speaker is of the officer's household, or on a phone with her."""
    return not await touches.independent(turn, [turn.member], [officer])


async def ask_another(turn: Turn, officer: Member, because: Because) -> Answer:
    """Ask another of the board to say so, too; meanwhile nothing ends."""
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please do this on a phone of your own."))
    await members.hold(turn.db, turn.club.id, officer.id)
    if before := await before_the_board(turn, OFFICER_LEAVES, officer.id):
        return before
    if because == "died":
        await _leave_in_peace(turn, officer)
    return await propose(
        turn,
        OFFICER_LEAVES,
        subject=officer.id,
        concerns=officer,
        details={
            "because": because,
            "offices": [role for role in OFFICES if role in officer.roles],
        },
    )


async def _leave_in_peace(turn: Turn, officer: Member) -> None:
    """Let nobody be reminded of her money until the question is settled, whoever it is."""
    await quiets.set_quiet(
        turn.db,
        club_id=turn.club.id,
        member_id=officer.id,
        kind=quiets.MONEY,
        reason="talk",
        from_on=turn.today,
        until_on=None,
        set_by=turn.member.id,
        now=turn.now,
    )


async def _facts(turn: Turn, resolution: Resolution) -> str:
    officer = await members.member(turn.db, resolution.subject_id, turn.today)
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    texts = {
        "died": _("{asker} says that {name} ({office}) has died."),
        "moved": _("{asker} says that {name} ({office}) has moved away, and is no member now."),
        "left": _("{asker} says that {name} ({office}) has left the club."),
    }
    said = sentence(
        texts[resolution.details["because"]],
        asker=called(asker, turn.today),
        name=called(officer, turn.today),
        office=", ".join(office(role).lower() for role in resolution.details["offices"]),
    )
    after = turn.words(_("An office ends only where two of the board say so."))
    return f"{said} {after}"


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    officer = await members.member(turn.db, resolution.subject_id, turn.today)
    await _peace_ends(turn, resolution)
    lines = await leaving.end(
        turn,
        officer,
        resolution.details["because"],
        by=resolution.asked_by,
        origin=f"resolution:{resolution.id}",
    )
    return "\n".join(lines) if lines else turn.words(_("That is written down already."))


async def _refused(turn: Turn, resolution: Resolution, why: str) -> str:
    await _peace_ends(turn, resolution)
    return await deciding.stays(turn, resolution, why)


async def _peace_ends(turn: Turn, resolution: Resolution) -> None:
    if resolution.details["because"] == "died":
        await quiets.end_quiet(
            turn.db, turn.club.id, resolution.subject_id, turn.today, reason="talk"
        )


async def _lapsed(turn: Turn, resolution: Resolution) -> str | None:
    """Say that she is no member any more, by the sheet or otherwise; None while she is."""
    officer = await members.member(turn.db, resolution.subject_id, turn.today)
    if officer.left_on is None:
        return None
    return turn.words(_("{name} is no member any more."), name=called(officer, turn.today))


OFFICER_LEAVES = Kind(
    name="officer_leaves",
    facts=_facts,
    agreed=_agreed,
    refused=_refused,
    by_meeting=True,
    lapsed=_lapsed,
)
