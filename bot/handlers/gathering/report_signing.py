"""The head signs the month's report; from then on it is fixed, and the board has it."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.gathering import reports
from bot.i18n import _
from bot.papers.books.paper import month_name
from bot.papers.books.whole_gathered import Report
from bot.papers.books.whole_report import signed_by
from bot.storage import members, month_reports
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


async def sign(turn: Turn) -> Answer:
    """Ask whether the report that was just read is to be signed."""
    must_be_officer(turn)
    month = reports.month_of(turn)
    if month is None:
        return await reports.ask_month(turn)
    await _must_sign(turn)
    found = await reports.read(turn, month)
    if hindered := await _hindrance(turn, found):
        return hindered
    return turn.ask(
        "report.signing",
        _(
            "Do {you} sign the report of {month}? It then stays as it is; what comes later stands"
            " in the next month's report."
        ),
        Choice("yes", _("I sign the report {month}").format(month=f"{month.month}/{month.year}")),
        Choice("later", _("Another time")),
        data=turn.data,
        month=month_name(month),
    )


async def take_signature(turn: Turn) -> Answer:
    """Fix the report as it was shown, and send it to the board."""
    if turn.choice == "later":
        return turn.say(_("All right, nothing was signed."))
    must_be_officer(turn)
    await _must_sign(turn)
    month = date.fromisoformat(turn.data["month"])
    found = await reports.read(turn, month)
    if hindered := await _hindrance(turn, found):
        return hindered
    signed = await month_reports.sign(
        turn.db,
        club_id=turn.club.id,
        month=month,
        figures=found.facts.stored(),
        by=turn.member.id,
        now=turn.now,
    )
    found = await reports.read(turn, month)
    if not signed:
        return await _is_signed(turn, found)
    return await _sent(turn, found, _("Signed, thank you."))


async def send(turn: Turn) -> Answer:
    """Send the report to the board: a draft as a draft, and a signed one as it was signed."""
    must_be_officer(turn)
    month = reports.month_of(turn)
    if month is None:
        return await reports.ask_month(turn)
    return await _sent(turn, await reports.read(turn, month), "")


async def _must_sign(turn: Turn) -> None:
    """Refuse who does not sign reports, and phones that others use, too."""
    able = await reports.signers(turn)
    if turn.member.id not in {one.id for one in able}:
        raise turn.refuse(
            _("The report is signed by {names}."),
            names=", ".join(called(one, turn.today) for one in able) or _("the head of the club"),
        )
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please do this on a phone of your own."))


async def _hindrance(turn: Turn, found: Report) -> Answer | None:
    """Say why a report cannot be signed now; None where it can, as it was shown."""
    if found.signed is not None:
        return await _is_signed(turn, found)
    if found.when.is_running:
        return turn.say(_("{month} can be signed when it is over."), month=month_name(found.month))
    if turn.data.get("seen") != reports.mark(found):
        before = _("Something was entered meanwhile.")
        return await reports.show(turn, found.month, before=turn.words(before))
    return None


async def _is_signed(turn: Turn, found: Report) -> Answer:
    said = signed_by(found.signed) if found.signed else ""
    return await reports.show(turn, found.month, before=said)


async def _sent(turn: Turn, found: Report, done: str) -> Answer:
    """Send a report to everybody else of the board who has a phone, and say to whom."""
    paper = await reports.printed(turn, found)
    board = await members.officers(turn.db, turn.club.id, turn.today)
    reached = await turn.reach_officers([one for one in board if one.id != turn.member.id])
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            said = words(_told(found), name=_signer(turn, found), month=month_name(found.month))
            await turn.tell(
                listener,
                said,
                Choice("report.show", words(_("Read it here"))),
                step="report.show",
                data={"month": found.month.isoformat()},
                document=paper,
            )
    text = _("I sent it to {names}.") if reached else _("Nobody else of the board has a phone.")
    names = ", ".join(called(one.member, turn.today) for one in reached)
    return turn.say(
        f"{done} {text}".strip(),
        data={"month": found.month.isoformat()},
        document=paper,
        names=names,
    )


def _told(found: Report) -> str:
    if found.signed is None:
        return _("A draft of the report of activities, {month}: nobody has signed it yet.")
    return _("{name} has signed the report of activities, {month}.")


def _signer(turn: Turn, found: Report) -> str:
    return called(found.signed.by, turn.today) if found.signed else ""


HANDLERS = {
    "report.sign": Step(sign),
    "report.signing": Step(take_signature, counts=True),
    "report.send": Step(send),
}
