"""The second signature under a cash count: of who neither keeps the cash nor counted it."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Choice
from bot.clock import local
from bot.handlers import touches
from bot.handlers.bookkeeping import count_papers
from bot.handlers.bookkeeping.count_words import facts
from bot.handlers.bookkeeping.counting_posts import post_difference
from bot.handlers.bookkeeping.counting_since import ask_of_entries
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import heard_words
from bot.handlers.signed_papers import Asked, still_asked
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, clock_time, money
from bot.people import Listener, Member
from bot.storage import counts, members
from bot.storage.counts import Count, Moved
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

FIRST = ("accountant", "head", "deputy")
ASKED = 2
"""So many of those who may sign are asked; any other may still do it."""


async def ask_second(turn: Turn, count: Count) -> Answer:
    """Ask those who may sign, on phones of their own; say who that is, or what to do instead."""
    able = await _able(turn, count)
    waited_for = await asked(turn, count)
    reached = waited_for.others
    for listener in reached[:ASKED]:
        with speaking_to(listener.member, turn.today) as words:
            said = await facts(turn, count)
            await turn.tell(
                listener,
                words(_("{facts}\nIs that what you see in the box?"), facts=said),
                *choices(words, count),
                step="counting.sign",
                data={"count": count.id},
            )
    if not reached:
        return await _nobody(turn, count, able)
    return turn.say(
        _("I asked {names}. As soon as one of them signs, I send you the minutes."),
        *(() if still_asked(turn, waited_for) else (_on_paper(),)),
        data={"count": count.id},
        names=", ".join(called(one.member, turn.today) for one in reached[:ASKED]),
    )


def choices(words: Callable[..., str], count: Count) -> tuple[Choice, Choice]:
    """Return what the second officer can answer."""
    yes = words(_("I sign for {amount}"), amount=money(count.counted))
    return Choice("yes", yes), Choice("no", words(_("That is not right")))


async def put(turn: Turn, count: Count) -> Answer:
    """Put a count to an officer who asked for it herself."""
    return turn.ask(
        "counting.sign",
        _("{facts}\nIs that what you see in the box?"),
        *choices(turn.words, count),
        data={"count": count.id},
        facts=await facts(turn, count),
    )


async def hindrance(turn: Turn, count: Count) -> str:
    """Return why the speaker cannot give the second signature, to be filled in; "" if she can."""
    if not turn.acts_as_officer:
        return _("That is the board's work.")
    if turn.phone.is_shared:
        return _("Others use this phone, too. Please agree on a phone of your own.")
    if turn.member.id in {one.id for one in await _able(turn, count)}:
        return ""
    return _("Somebody else of the board must sign this count.")


async def sign(turn: Turn) -> Answer:
    """The second officer signs, or does not; the first answer counts."""
    count = await counts.locked(turn.db, turn.club.id, turn.data["count"])
    if count.status != "pending":
        return await what_became(turn, count)
    if hindered := await hindrance(turn, count):
        raise turn.refuse(hindered)
    if turn.choice == "no":
        return _ask_why(turn, count)
    return await signed(turn, count)


async def signed(turn: Turn, count: Count, file: str = "") -> Answer:
    """A count was signed: it holds, once it is clear what was entered since.

    `file` is the photo of a paper that was signed by hand: then the speaker's is no signature.
    """
    if moved := await _moved(turn, count):
        return await ask_of_entries(turn, count, moved, file)
    return await _finish(turn, count, file)


async def _moved(turn: Turn, count: Count) -> list[Moved]:
    return await counts.moved_since(turn.db, turn.club.id, count.holder_id, count.counted_at)


async def take_moved(turn: Turn) -> Answer:
    """What was entered since the count: had it been counted, or did it come afterwards?"""
    count = await counts.locked(turn.db, turn.club.id, turn.data["count"])
    file = str(turn.data.get("file", ""))
    if count.status != "pending":
        return await what_became(turn, count)
    if file:  # two have signed by hand: who sent their paper may say it
        must_be_officer(turn)
    elif hindered := await hindrance(turn, count):
        raise turn.refuse(hindered)
    moved = await _moved(turn, count)
    if moved and moved[-1].transaction != turn.data["until"]:
        return await ask_of_entries(turn, count, moved, file)
    funds = await counts.kept_by(turn.db, turn.club.id, count.holder_id)
    # What is missing cannot be more than there is by now.
    if turn.choice == "after" and sum(funds.values()) + count.difference >= 0:
        return await _finish(turn, count, file)
    if turn.choice == "counted" and sum(funds.values()) == count.counted:
        await counts.expect(turn.db, count.id, funds)
        again = await counts.locked(turn.db, turn.club.id, count.id)
        return await _finish(turn, again, file)
    return await _refuse(
        turn, count, _("Something was entered after the count, so that it must be counted again")
    )


async def take_objection(turn: Turn) -> Answer:
    """The second officer says what is not right: it is counted again."""
    if turn.choice == STOP:
        return left(turn)
    count = await counts.locked(turn.db, turn.club.id, turn.data["count"])
    if count.status != "pending":
        return await what_became(turn, count)
    if hindered := await hindrance(turn, count):
        raise turn.refuse(hindered)
    return await _refuse(turn, count, heard_words(turn))


async def _finish(turn: Turn, count: Count, file: str) -> Answer:
    """Post the difference, if there is one, and give the minutes to those who signed."""
    signer = None if file else turn.member
    await counts.settle(
        turn.db,
        count.id,
        status="agreed",
        by=signer.id if signer else None,
        now=turn.now,
        transaction=await post_difference(turn, count, signer, file),
        file=file,
    )
    count = await counts.locked(turn.db, turn.club.id, count.id)
    paper = await count_papers.minutes(turn, count)
    for listener in await _others(turn, count):
        with speaking_to(listener.member, turn.today) as words:
            said = words(_("The count is signed.\n{facts}"), facts=await facts(turn, count))
            await turn.tell(listener, said, document=paper)
    if file:
        await _show_paper(turn, count, file)
    return turn.say(
        _("Signed, thank you.\n{facts}"),
        Choice("daylist", _("Agree the day's list")),
        Choice("cash", _("What the box must hold")),
        document=paper,
        facts=await facts(turn, count),
    )


async def _show_paper(turn: Turn, count: Count, file: str) -> None:
    """Show the paper that was signed by hand to the head, or to another officer."""
    if listener := await touches.shown_a_paper(turn, {count.holder_id}):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                _("A cash count was signed on paper:\n{facts}"), facts=await facts(turn, count)
            )
            await turn.tell(listener, said, image=file)


async def what_became(turn: Turn, count: Count) -> Answer:
    """Say the same to everybody who asks: what became of a count."""
    texts = {
        "pending": _("{facts}\nIt waits for the signature of a second officer."),
        "agreed": _("{facts}\n{who} signed at {time}."),
        "refused": _("{facts}\n{who} did not sign at {time}: {why}."),
        "dropped": _("{facts}\nIt was counted again at {time}."),
    }
    who = await _settled_by(turn, count)
    return turn.say(
        texts[count.status],
        facts=await facts(turn, count),
        who=called(who, turn.today) if who else _("Two on paper"),
        time=clock_time(local(count.agreed_at or count.counted_at, turn.zone)),
        why=count.objection,
    )


def _ask_why(turn: Turn, count: Count) -> Answer:
    return turn.ask(
        "counting.objection",
        _("What is not right? In a few words; then it is counted again."),
        never_mind(),
        data={"count": count.id},
    )


async def _refuse(turn: Turn, count: Count, why: str) -> Answer:
    await counts.settle(
        turn.db, count.id, status="refused", by=turn.member.id, now=turn.now, objection=why
    )
    for listener in await _others(turn, count):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                _("{name} did not sign the count of {amount}: {why}. Please count again."),
                name=called(turn.member, turn.today),
                amount=money(count.counted),
                why=why,
            )
            again = Choice("count", words(_("Count again")))
            await turn.tell(listener, said, again, step="count")
    if count.counted_by == turn.member.id:
        return turn.say(_("All right. Please count it again."), Choice("count", _("Count again")))
    return turn.say(
        _("All right, it is counted again. I told {name}."), name=await _counter(turn, count)
    )


async def _counter(turn: Turn, count: Count) -> str:
    return called(await members.member(turn.db, count.counted_by, turn.today), turn.today)


async def asked(turn: Turn, count: Count) -> Asked:
    """Return who else can sign a count on a phone of her own, and since when."""
    reached = await turn.reach_officers(await _able(turn, count))
    others = [one for one in reached if not one.shared and one.member.id != turn.member.id]
    return Asked(others=others, since=count.counted_at)


async def _able(turn: Turn, count: Count) -> list[Member]:
    """Return who may sign: free of who keeps the cash and of who counted it."""
    both = await members.several(turn.db, {count.holder_id, count.counted_by}, turn.today)
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    able = await touches.independent(turn, officers, both.values())
    return sorted(able, key=_place)


def _place(officer: Member) -> int:
    return min((FIRST.index(role) for role in officer.roles if role in FIRST), default=len(FIRST))


async def _others(turn: Turn, count: Count) -> list[Listener]:
    """Return those whose count it is, without the speaker."""
    both = {count.holder_id, count.counted_by} - {turn.member.id}
    people = await members.several(turn.db, both, turn.today)
    return await turn.reach_officers(people.values())


async def _settled_by(turn: Turn, count: Count) -> Member | None:
    if count.agreed_by is None:
        return None
    return await members.member(turn.db, count.agreed_by, turn.today)


def _on_paper() -> Choice:
    return Choice("count.paper", _("Two have signed the paper"))


async def _nobody(turn: Turn, count: Count, able: list[Member]) -> Answer:
    """Say who could sign on a phone of her own, or that a paper is signed by hand."""
    text = _("Nobody else of the board can sign here. Let two sign the paper, then tell me.")
    if able:
        text = _(
            "It waits until one of these signs, each on a phone of their own: {names}. Or let one"
            " of them sign the paper."
        )
    return turn.say(
        text,
        _on_paper(),
        data={"count": count.id},
        document=await count_papers.minutes(turn, count),
        names=", ".join(called(one, turn.today) for one in able),
    )


HANDLERS = {
    "counting.sign": Step(sign, counts=True),
    "counting.moved": Step(take_moved, counts=True),
    "counting.objection": Step(take_objection, typed=True, own_words=True, counts=True),
}
