"""Joining codes that do not work: one answer for all of them, a count, a lock, and its key."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat import Choice, UserError
from bot.clock import local
from bot.handlers.board import must_enrol, reachable_enroller
from bot.i18n import Form, _, clock_time, say, use_locale
from bot.rights import may_enrol
from bot.storage import addresses, members
from bot.storage.codes import JoiningCode
from bot.storage.engine import Connection
from bot.telling import called, speaking_to, tell_stranger
from bot.turn import Answer, Step, Turn

IN_A_ROW = 5
LOCKED_FOR = timedelta(hours=1)


def does_not_work(turn: Turn) -> UserError:
    """Return the one answer to every code that fails: a guesser learns nothing from it."""
    return turn.refuse(_("This code does not work. Please ask the secretary for a new one."))


def must_be_open(turn: Turn) -> None:
    """Refuse any code, right or wrong, while this phone is locked."""
    until = turn.phone.locked_until
    if until and until > turn.now and not _is_an_enrollers(turn):
        raise _locked(turn, until)


async def failed(turn: Turn, code: JoiningCode | None) -> UserError:
    """Count a code that failed, lock at the fifth in a row, and tell the secretary.

    `code` is None for one that never was. A phone from which the board enrols is never locked.
    """
    if _is_an_enrollers(turn):
        return does_not_work(turn)
    # An hour's lock that is over begins a new row.
    count = 1 if turn.phone.locked_until else turn.phone.wrong_codes + 1
    until = turn.now + LOCKED_FOR if count >= IN_A_ROW else None

    async def write(db: Connection) -> None:
        await addresses.count_wrong_code(db, turn.phone.id, count, until)
        if count == 1 or until:
            await _tell_the_secretary(turn, code, until)

    turn.outside.append(write)
    return _locked(turn, until) if until else does_not_work(turn)


async def unlock(turn: Turn) -> Answer:
    """The secretary lets a locked phone try again."""
    await must_enrol(turn)
    phone = turn.data["phone"]
    await addresses.count_wrong_code(turn.db, phone, 0, None)
    with use_locale(turn.data["locale"]):
        text = say(_("The secretary lets you try again: please write the code."), Form.BAC)
    await tell_stranger(turn.db, phone, turn.club, text, now=turn.now)
    return turn.say(
        _("Done, that phone may try again."),
        Choice("member.code", _("Give out a joining code")),
        data=turn.data,
    )


def _is_an_enrollers(turn: Turn) -> bool:
    """Whether an officer who enrols holds this phone: she may let in twenty people on it."""
    return any(one.kind == "self" and may_enrol(one.member) for one in turn.phone.holders)


def _locked(turn: Turn, until: datetime) -> UserError:
    return turn.refuse(
        _(
            "Several codes in a row did not work here."
            " Please try again after {time}, or ask the secretary."
        ),
        time=clock_time(local(until, turn.zone)),
    )


async def _tell_the_secretary(
    turn: Turn, code: JoiningCode | None, until: datetime | None
) -> None:
    """Of the code's club; where the code says nothing, of the bot's, or of the only one."""
    served = turn.phone.serves
    club = code.club_id if code else served or await members.only_club(turn.db)
    listener = await reachable_enroller(turn, club) if club else None
    if listener is None:
        return
    data = {"phone": turn.phone.id, "locale": turn.locale, "member": code and code.member_id}
    with speaking_to(listener.member, turn.today) as words:
        if until:
            time = clock_time(local(until, listener.member.club.zone))
            text = words(
                _(
                    "Several joining codes in a row did not work on one phone."
                    " It is locked until {time}."
                ),
                time=time,
            )
            choice, step = Choice("open", words(_("Let it try again"))), "join.unlock"
        else:
            whose = await members.member(turn.db, code.member_id, turn.today) if code else None
            text = words(_("Somebody tried a joining code that does not work."))
            if whose:
                text = words(
                    _("Somebody tried the joining code of {name}, but it does not work any more."),
                    name=called(whose, turn.today),
                )
            choice, step = Choice("new", words(_("Give out a joining code"))), "member.code"
        await turn.tell(listener, text, choice, step=step, data=data)


HANDLERS = {"join.unlock": Step(unlock)}
