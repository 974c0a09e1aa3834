"""Who hears of a phone that joins: the secretary in doubt, her other phone, an officer's board."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.board import reachable_enroller
from bot.handlers.names import on_platform
from bot.i18n import Form, _, say
from bot.people import OFFICES, Member
from bot.rights import by_office, may_enrol
from bot.storage import members
from bot.storage.codes import JoiningCode
from bot.telling import called, office, speaking_to
from bot.turn import Answer, Turn


async def have_it_looked_at(turn: Turn, code: JoiningCode, member: Member, heard: range) -> Answer:
    """Papers are often wrong, and the village knows: the secretary says whether it is she."""
    data = {
        "code": code.id,
        "phone": turn.phone.id,
        "platform": turn.incoming.address.platform,
        "locale": turn.locale,
    }
    if turn.acts_as_officer and may_enrol(turn.member) and turn.club.id == code.club_id:
        text, choices = _is_it_she(turn, member, heard, turn.form)
        return Answer(text=text, choices=choices, step="join.vouch", data=data)
    listener = await reachable_enroller(turn, code.club_id)
    if listener is None:
        raise turn.refuse(
            _(
                "The club's book has another year. Please try the year on your card,"
                " or ask the secretary to look at the book."
            )
        )
    with speaking_to(listener.member, turn.today):
        text, choices = _is_it_she(turn, member, heard, Form.BAC)
        await turn.tell(listener, text, *choices, step="join.vouch", data=data)
    return turn.ask(
        "join.wait",
        _(
            "The club's book has another year, which happens often. I have asked {name}"
            " to look, and write to you here."
        ),
        data={"code": code.id},
        name=called(listener.member, turn.today),
    )


async def tell_her_other_phone(turn: Turn, member: Member, code: JoiningCode) -> None:
    """Tell the member where she was reached so far that somebody joined in her name.

    Where the same code was used before it is most likely she, and perhaps on the same phone.
    """
    board = await members.officers(turn.db, member.club.id, turn.today)
    for listener in await turn.reach([member]):
        if listener.address_id == turn.phone.id:
            continue
        with speaking_to(listener.member, turn.today) as words:
            text = _(
                "Another phone has just joined in your name."
                " If you know nothing of it, please tell {officer}."
            )
            if code.used_on:
                text = _(
                    "Your joining code has just been used in one more place. If it was you,"
                    " all is well: write wherever you like. If not, please tell {officer}."
                )
            await turn.tell(listener, words(text, officer=_whom_to_tell(turn, member, board)))


async def tell_the_board(turn: Turn, officer: Member) -> None:
    """Tell the others: an officer's name opens the books."""
    board = await members.officers(turn.db, officer.club.id, turn.today)
    for listener in await turn.reach_officers(one for one in board if one.id != officer.id):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _(
                    "{name} ({office}) has just joined on {place}."
                    " If you know nothing of it, please ask."
                ),
                place=on_platform(turn.incoming.address.platform),
                name=called(officer, turn.today),
                office=", ".join(office(role) for role in OFFICES if role in officer.roles),
            )
            await turn.tell(listener, text)


def _whom_to_tell(turn: Turn, member: Member, board: list[Member]) -> str:
    """Return the secretary; for herself, or where there is none, a name of the board."""
    others = [one for one in by_office(board) if one.id != member.id]
    if not others or any("secretary" in one.roles for one in others):
        return _("the secretary")
    return called(others[0], turn.today)


def _is_it_she(
    turn: Turn, member: Member, heard: range, form: Form
) -> tuple[str, tuple[Choice, ...]]:
    told = str(heard[0]) if len(heard) == 1 else f"{heard[0]}–{heard[-1]}"
    text = say(
        _("{name} is joining. Born {told}, says the phone; the book says {year}. Is it {name}?"),
        form,
        name=called(member, turn.today),
        told=told,
        year=member.birth_year,
    )
    return text, (
        Choice("yes", _("The right person, let in")),
        Choice("no", _("Somebody else")),
    )
