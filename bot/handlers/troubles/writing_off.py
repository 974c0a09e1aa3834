"""Writing off what is left of a loan (xóa): agreed by two, posted, and told nobody as shame."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.resolving import Kind
from bot.handlers.troubles import deciding
from bot.handlers.troubles.whose import Whose, ask_once, borrowed
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money, sentence
from bot.money import books
from bot.people import Member
from bot.storage import declarations, ledger, loan_changes
from bot.storage.loans import Borrowed
from bot.storage.resolutions import Resolution
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def _ask_why(turn: Turn, borrower: Member, loan: Borrowed) -> Answer:
    await _nothing_must_wait(turn, borrower, loan)
    return await deciding.ask_why(turn, "loan.write_off.why", "write_off", {"loan": loan.id})


async def take_why(turn: Turn) -> Answer:
    """The officer said why: read it back before anybody is asked."""
    if turn.choice == STOP:
        return left(turn)
    why = deciding.heard_why(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    return turn.ask(
        "loan.write_off.confirm",
        _(
            "{name} is asked for nothing more of loan {number}: {left} stays in the books as"
            " written off. Shall I ask the board?"
        ),
        Choice("yes", _("Ask the board")),
        never_mind(),
        data={**turn.data, "why": why},
        name=called(borrower, turn.today),
        number=loan.number,
        left=money(loan.standing(turn.today).principal_left),
    )


async def take_confirmation(turn: Turn) -> Answer:
    """It was read back: ask the board."""
    if turn.choice == STOP:
        return left(turn)
    borrower, loan = await borrowed(turn, turn.data["loan"])
    await _nothing_must_wait(turn, borrower, loan)
    details = {"left": loan.standing(turn.today).principal_left}
    return await ask_once(turn, WRITE_OFF, borrower, loan, details)


async def _nothing_must_wait(turn: Turn, borrower: Member, loan: Borrowed) -> None:
    """Refuse while money for this loan was told of and nobody has decided whether it came."""
    for declared in await declarations.pending_of(turn.db, borrower.id):
        if declared.loan_id == loan.id:
            raise turn.refuse(
                _("{name} told me of {amount}. Please say first whether that has arrived."),
                name=called(borrower, turn.today),
                amount=money(declared.amount),
            )


async def _facts(turn: Turn, resolution: Resolution) -> str:
    matter = await deciding.matter_of(turn, resolution)
    left_now = matter.loan.standing(turn.today).principal_left
    return sentence(
        _(
            "{asker} asks that nothing more is asked for of loan {number} of {name}: {left} would"
            " be written off. {reason}."
        ),
        **{**matter.words, "left": money(left_now or resolution.details["left"])},
    )


async def _agreed(turn: Turn, resolution: Resolution) -> str:
    borrower, loan = await borrowed(turn, resolution.subject_id)
    await _nothing_must_wait(turn, borrower, loan)
    principal = loan.standing(turn.today).principal_left
    if principal:
        await _post(turn, resolution, borrower, books.written_off(loan.id, principal))
    await loan_changes.write_off(turn.db, loan.id, turn.today)
    told = await deciding.tell_borrower(
        turn,
        borrower,
        lambda words: words(
            _("The board has closed loan {number}: nothing more is to be paid. Take care!"),
            number=loan.number,
        ),
    )
    done = turn.words(
        _("Loan {number} of {name} is closed: {amount} is written off."),
        number=loan.number,
        name=called(borrower, turn.today),
        amount=money(principal),
    )
    return " ".join(filter(None, (done, deciding.and_told(turn, borrower, told=told))))


async def _post(
    turn: Turn, resolution: Resolution, borrower: Member, lines: tuple[books.Line, ...]
) -> None:
    posted = await ledger.post(
        turn.db,
        club_id=turn.club.id,
        kind="write_off",
        lines=lines,
        value_day=turn.today,
        now=turn.now,
        entered_by=resolution.asked_by,
        member_id=borrower.id,
        origin=f"resolution:{resolution.id}",
    )
    if posted is not None:
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=posted,
            member_id=turn.member.id,
            how="resolution",
            now=turn.now,
        )


WRITE_OFF = Kind(
    name="write_off",
    facts=_facts,
    agreed=_agreed,
    refused=deciding.stays,
    by_meeting=True,
    lapsed=deciding.is_over,
)
HANDLERS = {
    **Whose(name="loan.write_off", kind=WRITE_OFF, goes_on=_ask_why).steps(),
    "loan.write_off.why": Step(take_why, typed=True, own_words=True),
    "loan.write_off.confirm": Step(take_confirmation, counts=True),
}
