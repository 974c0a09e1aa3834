"""What a reminder's buttons do: paid, hard times, how it is counted, and tomorrow afternoon."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat import Choice
from bot.handlers import balance, explaining, repayments
from bot.handlers.board import HEADS, confidant
from bot.handlers.cards import must_be_officer
from bot.handlers.sums import own_loan, told_of
from bot.i18n import _
from bot.papers.late_words import late_list
from bot.storage import late, loans, members, notices, quiets, readings
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.replies import paying_soon

AFTERNOON = time(15)
STILL_OF_USE = timedelta(days=3)
UNHEARD = timedelta(days=14)
"""Where no head can be told, reminders rest for so long."""


async def chosen(turn: Turn) -> Answer:
    """Do what was chosen below a reminder of a repayment."""
    if turn.choice == "paid":
        return await repayments.begin(turn, turn.data)
    if turn.choice == "hard":
        return await hard(turn)
    if turn.choice == "later":
        return await _remind_again(turn, turn.data["loan"])
    return await _explain(turn)


async def soon(turn: Turn) -> Answer:
    """Somebody says when she will pay: nothing is written down, and the reminder stays."""
    raise turn.refuse(_("Thank you. When you have paid, just tell me."))


async def need(turn: Turn) -> Answer:
    """Somebody cannot pay now: shall the head come and speak with her?"""
    return turn.ask(
        "reminders.need.answer",
        _("I understand. Shall I ask the head to speak with you in private?"),
        Choice("yes", _("Yes, please")),
        Choice("no", _("No, thank you")),
    )


async def take_need(turn: Turn) -> Answer:
    """She wants the head to come, or not."""
    if turn.choice == "yes":
        return await hard(turn)
    return turn.say(_("All right. Whenever you wish it, just write to me."))


async def hard(turn: Turn) -> Answer:
    """Tell the head alone that times are hard; reminders rest until the head says so."""
    listener = await confidant(turn)
    resting = await quiets.of(turn.db, [turn.member.id], turn.today)
    if any(one.reason == "hardship" for one in resting.get(turn.member.id, ())):
        return turn.say(_("It is all right: I have told the head, and remind {you} no more."))
    await quiets.set_quiet(
        turn.db,
        club_id=turn.club.id,
        member_id=turn.member.id,
        kind=quiets.MONEY,
        reason="hardship",
        from_on=turn.today,
        until_on=None if listener else turn.today + UNHEARD,
        set_by=turn.member.id,
        now=turn.now,
    )
    if listener is None:
        return turn.say(
            _(
                "Thank you for telling me; I remind {you} no more for now. The head has no phone"
                " here yet: please speak with the head, who will surely find a way."
            )
        )
    name = called(turn.member, turn.today)
    with speaking_to(listener.member, turn.today) as words:
        text = words(
            _(
                "{name} says that times are hard. Please go and speak in private, and look for a"
                " way together. I remind {name} no more until {you} answer below."
            ),
            name=name,
        )
        again = Choice("again", words(_("Remind {name} again"), name=name))
        data = {"member": turn.member.id}
        await turn.tell(listener, text, again, step="reminders.hardship", data=data)
    return turn.say(
        _(
            "Thank you for telling me. {name} alone will hear of it, and come to speak with {you}."
            " I remind {you} no more until then."
        ),
        name=called(listener.member, turn.today),
    )


async def hardship(turn: Turn) -> Answer:
    """The head has spoken with somebody: remind her again."""
    if not turn.acts_as_officer or turn.member.roles.isdisjoint(HEADS):
        raise turn.refuse(_("That is the board's work."))
    borrower = await members.member(turn.db, turn.data["member"], turn.today)
    await quiets.end_quiet(turn.db, turn.club.id, borrower.id, turn.today, "hardship")
    text = _("All right, I remind {name} again.")
    return turn.say(text, name=called(borrower, turn.today))


async def board_list(turn: Turn) -> Answer:
    """Show to the end who has paid nothing for weeks, as far as it is still so."""
    must_be_officer(turn)
    await readings.note(
        turn.db, club_id=turn.club.id, member_id=turn.member.id, what=late.LATE, now=turn.now
    )
    found = await loans.several(turn.db, turn.data["loans"])
    behind = [loan for loan in found.values() if loan.standing(turn.today).overdue]
    if not behind:
        return turn.say(_("All of it is in the book by now."))
    people = await members.several(turn.db, {loan.member_id for loan in behind}, turn.today)
    return turn.say("{list}", list=late_list(behind, people, turn.today, turn.words))


async def later(turn: Turn) -> Answer:
    """Remind again tomorrow afternoon of the loan for which something is to be paid first."""
    mine = await loans.open_loans(turn.db, turn.member.id)
    if not mine:
        return turn.say(_("You have nothing left to pay to the fund."))
    first = max(mine, key=lambda loan: loan.standing(turn.today).to_pay_now)
    return await _remind_again(turn, first.id)


async def _remind_again(turn: Turn, loan_id: int) -> Answer:
    tomorrow = turn.today + timedelta(days=1)
    at = datetime.combine(tomorrow, AFTERNOON, ZoneInfo(turn.zone))
    await notices.again(
        turn.db,
        club_id=turn.club.id,
        kind="repay.again",
        subject_id=loan_id,
        due_on=tomorrow,
        recipient_id=turn.member.id,
        wait_until=at,
        useless_after=at + STILL_OF_USE,
        now=turn.now,
    )
    text = _("All right, I remind {you} again tomorrow afternoon at {time}.")
    return turn.say(text, time=_("{hour} o'clock").format(hour=AFTERNOON.hour - 12))


async def _explain(turn: Turn) -> Answer:
    """Explain the reminder's figure and ask again, so that the other buttons do their work."""
    answer = await balance.explain(turn)
    loan = await own_loan(turn, turn.data["loan"])
    if loan is None:
        return answer
    told = told_of(turn, loan, turn.data)
    return turn.ask(
        "reminders.repay",
        "{lines}",
        Choice("paid", _("I have paid")),
        Choice("hard", _("Times are hard")),
        Choice("later", _("Remind me tomorrow afternoon")),
        data=turn.data,
        lines=explaining.explained(turn, loan, told) if told else answer.text,
    )


HANDLERS = {
    "reminders.repay": Step(chosen, hears=paying_soon),
    "repay.soon": Step(soon),
    "reminders.need": Step(need),
    "reminders.need.answer": Step(take_need),
    "reminders.board": Step(board_list),
    "reminders.hard": Step(hard),
    "reminders.hardship": Step(hardship),
    "reminders.later": Step(later),
}
