"""What waits for the board: cases to settle, and entries that another officer asks to mend.

Who touched an entry sees that a case about it exists, and cannot settle it.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Choice
from bot.clock import local, local_day
from bot.handlers import corrections, reversing, touches
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import asked_to_reword, heard_words
from bot.handlers.touches import Matter
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _, clock_time, day, money, sentence, short_day
from bot.storage import cases, members
from bot.storage import corrections as requests
from bot.storage.cases import Case
from bot.storage.corrections import Correction
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

SHOWN = 8  # as many can be chosen by one digit, with the way out
SETTLE = "cases.settle"


async def listed(turn: Turn) -> Answer:
    """List what waits: open cases, and entries that officers ask to mend."""
    must_be_officer(turn)
    choices, others = await _open_cases(turn)
    choices += await _waiting_corrections(turn)
    lines = []
    if others:
        said = _("Somebody else sees to these, as you had a hand in them: {names}.")
        lines.append(turn.words(said, names="; ".join(others)))
    if not choices:
        return turn.say("{lines}", lines="\n".join(lines or [_("Nothing waits to be looked at.")]))
    if more := len(choices) - SHOWN:
        lines += [_("And {count} more after these.").format(count=more)] if more > 0 else []
    return turn.ask(
        "cases.list",
        "{lines}",
        *choices[:SHOWN],
        never_mind(),
        lines="\n".join([_("These wait to be looked at. Which one?"), *lines]),
    )


async def take_listed(turn: Turn) -> Answer:
    """The officer chose one from the list."""
    if turn.choice == STOP:
        return turn.say(_("All right, everything stays as it is."))
    kind, _colon, number = turn.choice.partition(":")
    if kind == "correction":
        return await reversing.show(turn, int(number))
    return await _show(turn, int(number))


async def opened(turn: Turn) -> Answer:
    """The officer who was told of a case opens it."""
    return await _show(turn, turn.data["case"])


async def take_decision(turn: Turn) -> Answer:
    """It was looked at: the entry stays, or is mended, or it is left for another time."""
    if turn.choice == STOP:
        return turn.say(_("All right, everything stays as it is."))
    case = await _still_open(turn, turn.data["case"])
    if isinstance(case, Answer):
        return case
    if turn.choice == "mend" and case.transaction_id is not None:
        return await corrections.begin(turn, case.transaction_id)
    if asked := await _asked_to_mend(turn, case):
        await reversing.must_be_free_to_leave(turn, asked)
    return turn.ask(SETTLE, _("In a few words: what did you find?"), data={"case": case.id})


async def settle(turn: Turn) -> Answer:
    """Close the case with the officer's words, and tell the member kindly."""
    outcome = heard_words(turn)
    case = await _still_open(turn, turn.data["case"])
    if isinstance(case, Answer):
        return case
    is_told = case.reason != "set_aside"
    if is_told and (again := asked_to_reword(turn, SETTLE, outcome)):
        return again
    if asked := await _asked_to_mend(turn, case):
        await reversing.leave_as_it_is(turn, asked)
    if not await cases.settle(turn.db, case.id, by=turn.member.id, outcome=outcome, now=turn.now):
        return await _settled(turn, await cases.case(turn.db, case.id))
    matter = await touches.of_case(turn, case)
    if not is_told:
        listed_again = _("Settled. The entry is on the day's list again.")
        return turn.say(listed_again if case.transaction_id else _("Settled."))
    name = called(matter.payer, turn.today)
    if await _told(turn, matter, outcome):
        return turn.say(_("Settled. I told {name}."), name=name)
    return turn.say(_("Settled. {name} has no phone here: please tell it in person."), name=name)


async def _open_cases(turn: Turn) -> tuple[list[Choice], list[str]]:
    """Return the cases that the speaker may settle, and the names of those that others see to."""
    choices, others = [], []
    for case in await cases.open_cases(turn.db, turn.club.id):
        matter = await touches.of_case(turn, case)
        if await touches.free(turn, matter, [turn.member]):
            label = _on_a_button(turn, _("{name} {amount}, {day}"), matter)
            choices.append(Choice(f"case:{case.id}", label))
        else:
            name = touches.title(turn, matter)
            others.append(_("{name} {sum}").format(name=name, sum=touches.sum_and_slip(matter)))
    return choices, others


async def _waiting_corrections(turn: Turn) -> list[Choice]:
    choices = []
    for asked in await requests.pending(turn.db, turn.club.id):
        if await reversing.may_decide(turn, asked):
            matter = await touches.of_entry(turn, asked.transaction_id)
            label = _on_a_button(turn, _("Mend: {name} {amount}, {day}"), matter)
            choices.append(Choice(f"correction:{asked.id}", label))
    return choices


def _on_a_button(turn: Turn, label: str, matter: Matter) -> str:
    """Fill the label of a button: whose money, how much and of which day."""
    return turn.words(
        label,
        name=touches.title(turn, matter),
        amount=money(matter.amount) if matter.amount else _("set aside"),
        day=short_day(matter.day(turn.zone)),
    )


async def _show(turn: Turn, case_id: int) -> Answer:
    """Show the facts: who, how much, who took it, what the member says."""
    case = await _still_open(turn, case_id)
    if isinstance(case, Answer):
        return case
    if case.officer_id is None:
        await cases.assign(turn.db, case.id, turn.member.id)
    matter = await touches.of_case(turn, case)
    stays, mend = _("It stays, we have talked"), _("Mend it")
    mendable = matter.entry is not None and matter.entry.is_mendable
    choices = [Choice("keep", stays if mendable else _("Settled, we have talked"))]
    if mendable:
        choices.append(Choice("mend", mend))
    return turn.ask(
        "cases.decide",
        "{facts}",
        *choices,
        never_mind(),
        data={"case": case.id},
        facts="\n".join([*_facts(turn, case, matter), *await _request(turn, case)]),
    )


async def _request(turn: Turn, case: Case) -> list[str]:
    """Say who asks to mend the entry: it is settled together with the case."""
    asked = await _asked_to_mend(turn, case)
    if asked is None:
        return []
    asker = await members.member(turn.db, asked.asked_by, turn.today)
    said = _("{name} asks to mend it: {reason}.")
    why = reversing.reason(asked.reason)
    return [sentence(said, name=called(asker, turn.today), reason=why)]


def _facts(turn: Turn, case: Case, matter: Matter) -> list[str]:
    name = touches.title(turn, matter)
    asked = local(case.opened_at, turn.zone)
    when = _("{time}, {day}").format(time=clock_time(asked), day=day(asked.date()))
    payer = called(matter.payer, turn.today)
    said = sentence(_saying(case.reason), name=payer, note=case.note)
    if case.reason == "amount" and case.note.isdecimal():
        text = _("{name} says that it was {amount}")
        said = sentence(text, name=payer, amount=money(int(case.note)))
    lines = [
        turn.words("{name}: {sum}", name=name, sum=touches.sum_and_slip(matter)),
        f"{said} ({when})",
    ]
    if matter.entry and matter.recorder:
        lines.append(
            _("Written down by {name}, {day}").format(
                name=called(matter.recorder, turn.today), day=day(matter.entry.value_day)
            )
        )
    elif matter.declared and matter.recorder:
        on = local_day(matter.declared.declared_at, turn.zone)
        lines.append(
            _("Told me on {day}; {name} has not received it").format(
                name=called(matter.recorder, turn.today), day=day(on)
            )
        )
    return lines


def _saying(reason: str) -> str:
    """Return what was said when a case was opened, with {name} of the member and {note}."""
    sayings: dict[str, Callable[[], str]] = {
        "amount": lambda: _("{name} says that the sum was another one"),
        "unpaid": lambda: _("{name} says that nothing was paid"),
        "not_mine": lambda: _("{name} says that it is somebody else's"),
        "not_received": lambda: _("{name} says that the money has not arrived"),
        "refused": lambda: _("{name} says that it was handed over"),
        "set_aside": lambda: _("{note} set it aside in the day's list"),
    }
    return sayings[reason]()


async def _still_open(turn: Turn, case_id: int) -> Case | Answer:
    """Return a case that the speaker may settle; an answer when that is done; else refuse."""
    must_be_officer(turn)
    case = await cases.case(turn.db, case_id)
    if case.settled_at is not None:
        return await _settled(turn, case)
    if await touches.free(turn, await touches.of_case(turn, case), [turn.member]):
        return case
    raise turn.refuse(_("Somebody else of the board sees to this one, as you had a hand in it."))


async def _settled(turn: Turn, case: Case) -> Answer:
    if case.settled_by is None or case.settled_at is None:
        raise ValueError(f"case {case.id} is open")
    who = await members.member(turn.db, case.settled_by, turn.today)
    return turn.say(
        _("{name} settled that at {time}: {outcome}"),
        name=called(who, turn.today),
        time=clock_time(local(case.settled_at, turn.zone)),
        outcome=reversing.reason(case.outcome),
    )


async def _asked_to_mend(turn: Turn, case: Case) -> Correction | None:
    """Return the request to mend the entry of a case that nobody has answered yet."""
    if case.transaction_id is None:
        return None
    found = await requests.about(turn.db, case.transaction_id)
    asked = await requests.locked(turn.db, found.id) if found else None
    return asked if asked and asked.status == "pending" else None


async def _told(turn: Turn, matter: Matter, outcome: str) -> bool:
    """Tell the member what came of it; False when there is no phone to tell it to."""
    for listener in await turn.reach([matter.payer]):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                _("{who} looked at {sum}: {outcome} Thank you for asking."),
                who=called(turn.member, turn.today),
                sum=touches.sum_and_slip(matter),
                outcome=_sentence(outcome),
            )
            await turn.tell(listener, said)
        return True
    return False


def _sentence(said: str) -> str:
    return said if said[-1] in ".!?…" else f"{said}."


HANDLERS = {
    "cases": Step(listed),
    "cases.list": Step(take_listed, view=True),
    "cases.open": Step(opened),
    "cases.decide": Step(take_decision),
    SETTLE: Step(settle, typed=True, own_words=True, counts=True),
}
