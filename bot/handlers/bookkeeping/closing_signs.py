"""The second signature under a month: from then on it is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.chat import Choice
from bot.clock import local
from bot.handlers import touches
from bot.handlers.bookkeeping.closing_words import (
    facts,
    finish_first,
    month_name,
    must_be_finished,
    unfinished,
)
from bot.handlers.own_words import heard_words
from bot.handlers.signed_papers import Asked, still_asked
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, clock_time, sentence, short_day
from bot.people import Listener, Member
from bot.storage import closings, members, month_figures
from bot.storage.closings import Closing
from bot.storage.talk import Data
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

FIRST = ("head", "accountant", "deputy")
ASKED = 2
"""So many of those who may sign are asked; any other may still do it."""


async def ask_second(turn: Turn, found: Closing) -> Answer:
    """Ask those who may sign, on phones of their own; say who that is, or what to do instead."""
    able = await _able(turn, found)
    reached = (await asked(turn, found)).others
    for listener in reached[:ASKED]:
        with speaking_to(listener.member, turn.today) as words:
            said = await _asked(turn, found, words)
            await turn.tell(
                listener,
                said,
                *_choices(words, found),
                step="closing.agree",
                data=_data(found),
            )
    if reached:
        return turn.say(
            _("Signed. I asked {names} to sign, too; then {month} is closed."),
            names=", ".join(called(one.member, turn.today) for one in reached[:ASKED]),
            month=month_name(found.month),
        )
    text = _("Nobody else of the board can sign here. Let two sign the figures on paper.")
    if able:
        text = _(
            "It waits until one of these signs, each on a phone of their own: {names}. Or let one"
            " of them sign the figures on paper."
        )
    return turn.say(
        text,
        Choice("month.paper", _("Two have signed the paper")),
        data=_data(found),
        names=", ".join(called(one, turn.today) for one in able),
    )


async def put(turn: Turn, found: Closing) -> Answer:
    """Put a month that one has signed to who asks for it; say who can sign, where she cannot."""
    if found.agreed_at is not None:
        return await what_became(turn, found)
    if unfinished_money := await must_be_finished(turn, found.month):
        return await finish_first(turn, unfinished_money, found.month)
    if not await _hindrance(turn, found):
        return turn.ask(
            "closing.agree",
            "{said}",
            *_choices(turn.words, found),
            data=_data(found),
            said=await _asked(turn, found, turn.words),
        )
    able = await _able(turn, found)
    signer = await members.member(turn.db, found.signed_by, turn.today)
    waited_for = still_asked(turn, await asked(turn, found))
    return turn.say(
        _("{signer} has signed {month}. It waits for the second signature: {names}."),
        *(() if waited_for else (Choice("month.paper", _("Two have signed the paper")),)),
        data=_data(found),
        signer=called(signer, turn.today),
        month=month_name(found.month),
        names=", ".join(called(one, turn.today) for one in able) or _("on paper"),
    )


async def agree(turn: Turn) -> Answer:
    """The second officer signs, or does not; the first answer counts."""
    found = await spoken_of(turn)
    if found is None or found.agreed_at is not None:
        return await what_became(turn, found)
    if hindered := await _hindrance(turn, found):
        raise turn.refuse(hindered)
    if is_another(turn, found):
        return await put(turn, found)
    if turn.choice == "no":
        return turn.ask(
            "closing.objection",
            _("What is not right? In a few words, please."),
            never_mind(),
            data=turn.data,
        )
    return await close_it(turn, found, turn.member, "")


async def take_objection(turn: Turn) -> Answer:
    """The second officer says what is not right: the month stays open."""
    if turn.choice == STOP:
        return left(turn)
    found = await spoken_of(turn)
    if found is None or found.agreed_at is not None:
        return await what_became(turn, found)
    if hindered := await _hindrance(turn, found):
        raise turn.refuse(hindered)
    why = heard_words(turn)
    await closings.take_back(turn.db, turn.club.id, found.month)
    await _tell_signer(turn, found, _not_signed, why)
    signer = await members.member(turn.db, found.signed_by, turn.today)
    return turn.say(
        _("All right, the month stays open. I told {name}."), name=called(signer, turn.today)
    )


def _data(found: Closing) -> Data:
    return {"month": found.month.isoformat(), "signed_at": found.signed_at.isoformat()}


def is_another(turn: Turn, found: Closing) -> bool:
    """Whether a month was signed anew, perhaps with other figures, since it was put to her."""
    return bool(turn.data["signed_at"] != found.signed_at.isoformat())


async def what_became(turn: Turn, found: Closing | None) -> Answer:
    """Say the same to everybody who asks: whether the month is closed, and who signed."""
    if found is None or found.agreed_at is None:
        return turn.say(
            _("That month is not signed any more: something changed. It must be signed anew."),
            Choice("month.close", _("Sign a month")),
        )
    return turn.say("{said}", said=await _closed(turn, found))


async def close_it(turn: Turn, found: Closing, signer: Member | None, file: str) -> Answer:
    """Close a month whose figures are still those that were signed.

    Refuses it while cash of that month is only noted.
    """
    if unfinished_money := await must_be_finished(turn, found.month):
        first = await finish_first(turn, unfinished_money, found.month)
        raise turn.refuse("{first}", first=first.text)
    if await month_figures.figures(turn.db, turn.club.id, found.month) != found.figures:
        await closings.take_back(turn.db, turn.club.id, found.month)
        await _tell_signer(turn, found, _changed, "")
        return turn.say(
            _changed(), Choice("month.close", _("Sign a month")), month=month_name(found.month)
        )
    await closings.close(
        turn.db,
        turn.club.id,
        found.month,
        by=signer.id if signer else None,
        now=turn.now,
        file=file,
    )
    closed = await closings.locked(turn.db, turn.club.id, found.month)
    if closed is None:
        raise ValueError("a month that was just closed is there")
    for listener in await _reach_signer(turn, found):
        with speaking_to(listener.member, turn.today):
            await turn.tell(listener, await _closed(turn, closed), image=file)
    return turn.say("{said}", said=await _closed(turn, closed))


async def _tell_signer(turn: Turn, found: Closing, text: Callable[[], str], why: str) -> None:
    """Tell who signed first that it was in vain, and let her sign anew."""
    for listener in await _reach_signer(turn, found):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                text(),
                name=called(turn.member, turn.today),
                month=month_name(found.month),
                why=why,
            )
            again = Choice("month.close", words(_("Sign a month")))
            await turn.tell(listener, said, again, step="month.close")


async def _reach_signer(turn: Turn, found: Closing) -> list[Listener]:
    if found.signed_by == turn.member.id:
        return []
    signer = await members.member(turn.db, found.signed_by, turn.today)
    return await turn.reach_officers([signer])


def _not_signed() -> str:
    return _("{name} did not sign {month}: {why}. It stays open; please look at it together.")


def _changed() -> str:
    return _("Since {month} was signed something was entered into it. It must be signed anew.")


async def _closed(turn: Turn, found: Closing) -> str:
    signer = await members.member(turn.db, found.signed_by, turn.today)
    second = _("two on paper")
    if found.agreed_by is not None:
        second = called(await members.member(turn.db, found.agreed_by, turn.today), turn.today)
    at = local(found.agreed_at or found.signed_at, turn.zone)
    return sentence(
        _("{month} is closed: signed by {signer} and {second}, {time} on {day}."),
        month=month_name(found.month),
        signer=called(signer, turn.today),
        second=second,
        time=clock_time(at),
        day=short_day(at.date()),
    )


async def _asked(turn: Turn, found: Closing, words: Callable[..., str]) -> str:
    signer = await members.member(turn.db, found.signed_by, turn.today)
    asks = _("{name} has signed this. Do you sign, too? Nothing is entered into it afterwards.")
    lines = [await facts(turn, found.month, found.figures)]
    if still_open := await unfinished(turn, found.month):
        lines += [_("Not finished yet:"), *(f"- {line}" for line in still_open)]
    return "\n".join([*lines, words(asks, name=called(signer, turn.today))])


def _choices(words: Callable[..., str], found: Closing) -> tuple[Choice, Choice]:
    month = f"{found.month.month}/{found.month.year}"
    return (
        Choice("yes", words(_("I sign {month}"), month=month)),
        Choice("no", words(_("That is not right"))),
    )


async def spoken_of(turn: Turn) -> Closing | None:
    """Return the month that is talked about, as it stands; nothing is entered until the end."""
    month = date.fromisoformat(turn.data["month"])
    return await closings.locked(turn.db, turn.club.id, month)


async def _hindrance(turn: Turn, found: Closing) -> str:
    """Return why the speaker cannot give the second signature, to be filled in; "" if she can."""
    if not turn.acts_as_officer:
        return _("That is the board's work.")
    if turn.phone.is_shared:
        return _("Others use this phone, too. Please agree on a phone of your own.")
    if turn.member.id in {one.id for one in await _able(turn, found)}:
        return ""
    return _("Somebody else of the board must sign this month.")


async def asked(turn: Turn, found: Closing) -> Asked:
    """Return who else can sign a month on a phone of her own, and since when."""
    reached = await turn.reach_officers(await _able(turn, found))
    others = [one for one in reached if not one.shared and one.member.id != turn.member.id]
    return Asked(others=others, since=found.signed_at)


async def _able(turn: Turn, found: Closing) -> list[Member]:
    signer = await members.member(turn.db, found.signed_by, turn.today)
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    return sorted(await touches.independent(turn, officers, [signer]), key=_place)


def _place(officer: Member) -> int:
    return min((FIRST.index(role) for role in officer.roles if role in FIRST), default=len(FIRST))


HANDLERS = {
    "closing.agree": Step(agree, counts=True),
    "closing.objection": Step(take_objection, typed=True, own_words=True, counts=True),
}
