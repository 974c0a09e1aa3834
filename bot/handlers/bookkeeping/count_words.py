"""How a count is spoken of: what was counted, how it fits the book, and why it does not."""

from __future__ import annotations

from collections.abc import Mapping

from bot.clock import local
from bot.handlers import slips
from bot.i18n import _, clock_time, in_words, money, sentence, short_day
from bot.money.books import Fund
from bot.people import Member
from bot.storage import members
from bot.storage.counts import Count
from bot.telling import called
from bot.turn import Turn

USUAL = ("change", "unclear")
"""The usual reasons of a difference; any other is in words of the counter's own."""


def why(said: str) -> str:
    """Return why a count differs, in the language that is spoken now: usual or own words."""
    usual = {
        "change": _("Change was given wrongly"),
        "unclear": _("Nobody knows yet"),
    }
    return usual.get(said, said)


def fits(difference: int) -> str:
    """Say in short how a count fits the book: that it does, or by how much it does not."""
    if difference > 0:
        return _("{amount} more than the book").format(amount=money(difference))
    if difference < 0:
        return _("{amount} less than the book").format(amount=money(-difference))
    return _("It fits the book")


def fits_button(counted: int, difference: int) -> str:
    """Return the label that says yes to a count: it carries the sum."""
    if difference > 0:
        return _("Too much: {amount}").format(amount=money(difference))
    if difference < 0:
        return _("Too little: {amount}").format(amount=money(-difference))
    return _("It fits: {amount}").format(amount=money(counted))


def by_fund(funds: Mapping[Fund, int]) -> str:
    """Return what is whose: "loan fund 9,000,000 đ, activity fund 1,000,000 đ"."""
    return ", ".join(f"{slips.fund_name(fund)} {money(funds[fund])}" for fund in funds)


def read_back(counted: int, expected: int) -> str:
    """Say what was counted in digits and words, beside what the book says."""
    return sentence(
        _("Counted: {counted} ({words}). The book says {expected}. {fits}."),
        counted=money(counted),
        words=in_words(counted),
        expected=money(expected),
        fits=fits(counted - expected),
    )


async def facts(turn: Turn, count: Count) -> str:
    """Say who counted whose cash, when and with what result, in the language spoken now."""
    people = await members.several(turn.db, {count.counted_by, count.holder_id}, turn.today)
    counter, holder = people[count.counted_by], people[count.holder_id]
    text = _("{counter} counted the cash that {holder} keeps: {counted} at {time} on {day}.")
    if counter.id == holder.id:
        text = _("{holder} counted the cash: {counted} at {time} on {day}.")
    at = local(count.counted_at, turn.zone)
    lines = [
        sentence(
            text,
            counter=called(counter, turn.today),
            holder=called(holder, turn.today),
            counted=money(count.counted),
            time=clock_time(at),
            day=short_day(at.date()),
        ),
        sentence(
            _("The book says {expected}. {fits}."),
            expected=money(count.expected),
            fits=fits(count.difference),
        ),
    ]
    if count.difference:
        lines.append(_("Why: {reason}").format(reason=why(count.reason)))
    return "\n".join(lines)


def earlier(count: Count) -> str:
    """Say how an earlier count differed."""
    return _("On {day}: {fits} ({reason}).").format(
        day=short_day(count.counted_on), fits=fits(count.difference), reason=why(count.reason)
    )


def must_hold(turn: Turn, holder: Member, funds: Mapping[Fund, int]) -> str:
    """Say what the book says that somebody keeps, by fund."""
    text = _("By the book {name} keeps {amount}{funds}.")
    if holder.id == turn.member.id:
        text = _("By the book {you} keep {amount}{funds}.")
    return turn.words(
        text,
        name=called(holder, turn.today),
        amount=money(sum(funds.values())),
        funds=f" ({by_fund(funds)})" if len(funds) > 1 else "",
    )
