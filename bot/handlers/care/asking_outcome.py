"""What comes of a visit that was asked for, told to who asked and to who is visited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.care.people import Recipient
from bot.handlers.care.asking_told import when
from bot.handlers.care.family_eyes import form_of_relative
from bot.i18n import _, say, use_locale
from bot.people import Member
from bot.storage import members, relatives
from bot.storage.visit_requests import Request
from bot.telling import called, speaking_to, tell_stranger
from bot.turn import Turn


async def tell_who_comes(
    turn: Turn, request: Request, recipient: Recipient, goers: Sequence[Member]
) -> None:
    """Tell who asked, and who is visited, who will come."""
    await _tell_asker(
        turn, request, recipient, lambda: _("{names} will come to {whom}: {day}."), goers
    )
    if recipient.member_id in (None, request.member_id, turn.member.id):
        return
    herself = await members.member(turn.db, recipient.member_id or 0, turn.today)
    for listener in await turn.reach([herself]):
        with speaking_to(herself, turn.today) as words:
            text = _("{names} will come to you: {day}.")
            names = ", ".join(called(one, turn.today) for one in goers)
            await turn.tell(listener, words(text, names=names, day=when(request)))


async def tell_nobody_comes(turn: Turn, request: Request, recipient: Recipient | None) -> None:
    """Tell who asked that nobody can come, and with whom to talk."""
    await _tell_asker(
        turn,
        request,
        recipient,
        lambda: _(
            "I am sorry, nobody can come to {whom} then ({day}). Please try another day, or talk"
            " with {lead}."
        ),
        [],
    )


async def _tell_asker(
    turn: Turn,
    request: Request,
    recipient: Recipient | None,
    text: Callable[[], str],
    goers: Sequence[Member],
) -> None:
    """Say `text`, made in the language that is spoken then, to who asked but is not speaking."""
    if request.member_id is None:
        await _tell_relative(turn, request, recipient, text, goers)
        return
    if request.member_id == turn.member.id:
        return
    member = await members.member(turn.db, request.member_id, turn.today)
    for listener in await turn.reach([member]):
        with speaking_to(member, turn.today) as words:
            said = words(text(), **_values(turn, request, recipient or member, goers))
            await turn.tell(listener, said)


async def _tell_relative(
    turn: Turn,
    request: Request,
    recipient: Recipient | None,
    text: Callable[[], str],
    goers: Sequence[Member],
) -> None:
    """Tell somebody of the family, if she may look still, at the phone that she joined with."""
    found = await relatives.one(turn.db, request.club_id, request.relative_id or 0)
    if found is None or recipient is None or not found.sees or found.address_id is None:
        return
    with use_locale(await relatives.locale_at(turn.db, found.address_id)):
        said = say(text(), form_of_relative(found), **_values(turn, request, recipient, goers))
    await tell_stranger(turn.db, found.address_id, turn.club, said, now=turn.now)


def _values(
    turn: Turn, request: Request, whom: Recipient | Member, goers: Sequence[Member]
) -> dict[str, object]:
    return {
        "names": ", ".join(called(one, turn.today) for one in goers),
        "whom": request.whom or called(whom, turn.today),
        "day": when(request),
        "lead": called(turn.member, turn.today),
    }
