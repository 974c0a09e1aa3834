"""What ends when somebody is no member any more, and what of hers the board has to decide."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Choice
from bot.handlers import touches
from bot.handlers.care import carers_pairs, recipients_ending
from bot.i18n import _, money
from bot.people import Member
from bot.storage import applications, departures, loans, members, purse
from bot.storage.departures import Because
from bot.telling import called, speaking_to
from bot.turn import Turn

TOLD = "departure.told"
"""The step that takes what others of the board do when they are told."""


async def end(
    turn: Turn, member: Member, because: Because, *, by: int, origin: str
) -> list[str] | None:
    """End everything of hers, and tell the board; return what there is to decide.

    None where that was written down before. `by` said it first.
    """
    done = await departures.leave(
        turn.db,
        club_id=turn.club.id,
        member_id=member.id,
        because=because,
        by=by,
        origin=origin,
        on=turn.today,
        now=turn.now,
    )
    if not done:
        return None
    cared = await recipients_ending.departed(turn, member, because)
    if member.volunteer:
        await carers_pairs.leave(turn, member)
    await _tell_board(turn, member, because, by)
    return [*await _lines(turn, member, because, turn.words), *cared]


async def _tell_board(turn: Turn, member: Member, because: Because, by: int) -> None:
    """Tell the others of the board; who asked for it hears what was decided anyway."""
    hands = dict.fromkeys([by, turn.member.id])
    people = await members.several(turn.db, hands, turn.today)
    others = [one for one in await touches.board(turn) if one.id != by]
    for listener in await turn.reach_officers(others):
        with speaking_to(listener.member, turn.today) as words:
            names = ", ".join(called(people[one], turn.today) for one in hands)
            said = words(_("{officer} wrote this down."), officer=names)
            lines = await _lines(turn, member, because, words)
            await turn.tell(
                listener,
                "\n".join([*lines, said]),
                Choice("open", words(_("See {name}"), name=called(member, turn.today))),
                Choice("mistake", words(_("That was a mistake"))),
                step=TOLD,
                data={"member": member.id},
            )


async def _lines(
    turn: Turn, member: Member, because: Because, words: Callable[..., str]
) -> list[str]:
    """Say what ended, and what is left for the board to decide."""
    texts = {
        "died": _("{name} has died. We mourn with the family."),
        "moved": _("{name} has moved away and is no member any more."),
        "left": _("{name} has left the club."),
    }
    lines = [words(texts[because], name=called(member, turn.today))]
    for loan in await loans.open_loans(turn.db, member.id):
        lines.append(
            _("Loan {number}: {amount} left.").format(
                number=loan.number, amount=money(loan.standing(turn.today).principal_left)
            )
        )
    if len(lines) > 1:
        lines.append(
            words(
                _(
                    "Nobody is reminded of it. At the next meeting the board may give new days,"
                    " count no more interest, or write it off; what the heirs bring is taken as"
                    " before."
                )
            )
        )
    return [*lines, *await _under_way(turn, member), *await _money_with(turn, member, words)]


async def _under_way(turn: Turn, member: Member) -> list[str]:
    """Name the cash of a loan that has left the box, and that its witness has not spoken of."""
    text = _(
        "{amount} of a new loan is said to be handed over and waits for who saw it. Once it is in"
        " the book, that loan is for the board, too."
    )
    asked = await applications.of_member(turn.db, turn.club.id, member.id, "agreed")
    return [text.format(amount=money(one.amount)) for one in asked]


async def _money_with(turn: Turn, member: Member, words: Callable[..., str]) -> list[str]:
    """Say what of the club's money she keeps, and what the club owes her."""
    name, club = called(member, turn.today), turn.club.id
    kept = [one for one in await purse.places(turn.db, club) if one.account.holder == member.id]
    owed = [one for one in await purse.owed(turn.db, club) if one.account.holder == member.id]
    lines = []
    if kept:
        text = _(
            "{amount} of the club's money is with {name}: please count it together. Who keeps the"
            " cash from now on then tells me: “hand cash”."
        )
        lines.append(words(text, amount=money(sum(one.amount for one in kept)), name=name))
    if owed:
        text = _("The club has {amount} to give back to {name} or the heirs.")
        lines.append(words(text, amount=money(sum(one.amount for one in owed)), name=name))
    return lines
