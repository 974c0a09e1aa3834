"""That an officer was noted as gone was a mistake: what two had ended, two bring back."""

from __future__ import annotations

from bot.handlers import touches
from bot.handlers.resolving import Kind, propose
from bot.handlers.troubles import deciding, restoring
from bot.handlers.troubles.whose import before_the_board
from bot.i18n import _, sentence
from bot.people import OFFICES, Member
from bot.storage import members
from bot.storage.resolutions import Resolution
from bot.telling import called, office
from bot.turn import Answer, Turn


async def must_be_apart(turn: Turn, member: Member) -> None:
    """Refuse her household, and a phone with her, while another officer can say so."""
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please do this on a phone of your own."))
    if await touches.independent(turn, [turn.member], [member]):
        return
    others = await touches.independent(turn, await touches.board(turn), [member])
    if reached := await turn.reach_officers(others):
        raise turn.refuse(
            _("You are too near to this. Please let {name} tell me."),
            name=called(reached[0].member, turn.today),
        )


async def ask_another(turn: Turn, officer: Member, offices: frozenset[str]) -> Answer:
    """Ask another of the board whether it was a mistake, too; meanwhile nothing comes back."""
    await members.hold(turn.db, turn.club.id, officer.id)
    return await before_the_board(turn, OFFICER_BACK, officer.id) or await propose(
        turn,
        OFFICER_BACK,
        subject=officer.id,
        concerns=officer,
        details={"offices": [role for role in OFFICES if role in offices]},
    )


async def _facts(turn: Turn, resolution: Resolution) -> str:
    officer = await members.member(turn.db, resolution.subject_id, turn.today)
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    return sentence(
        _(
            "{asker} says that it was a mistake that {name} ({office}) was noted as gone. Shall"
            " {name} be a member as before, with phone and office?"
        ),
        asker=called(asker, turn.today),
        name=called(officer, turn.today),
        office=", ".join(office(role).lower() for role in resolution.details["offices"]),
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    officer = await members.member(turn.db, resolution.subject_id, turn.today)
    return "\n".join(await restoring.restore(turn, officer, but_for=resolution.asked_by))


async def _lapsed(turn: Turn, resolution: Resolution) -> str | None:
    """Say that she is a member as before, or that the day on which she left is over."""
    officer = await members.member(turn.db, resolution.subject_id, turn.today)
    if officer.left_on is None:
        return turn.words(_("{name} is a member as before."), name=called(officer, turn.today))
    return None if officer.left_on == turn.today else restoring.too_late(turn)


OFFICER_BACK = Kind(
    name="officer_back",
    facts=_facts,
    agreed=_agreed,
    refused=deciding.stays,
    by_meeting=True,
    lapsed=_lapsed,
)
