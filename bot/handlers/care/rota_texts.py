"""The visits of a rota as text, short enough for a phone: by day, by volunteer, by recipient."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from bot.care.rota import Lacking, Plan, common_part
from bot.handlers.care.rota_facts import Names, Screen, when
from bot.i18n import _, near_day, ngettext, sentence, short_day
from bot.storage.shifts import Shift
from bot.turn import Turn


def summary(turn: Turn, screen: Screen) -> str:
    """Say how many visits there are, who has too few and why, and how the load is spread."""
    count = len(screen.planned)
    text = ngettext(
        "{count} visit from {first} to {last}.", "{count} visits from {first} to {last}.", count
    )
    last = screen.before - timedelta(days=1)
    lines = [text.format(count=count, first=short_day(screen.first), last=short_day(last))]
    if screen.rota:
        lines.append(turn.words(_("I only propose them: nobody has been told yet.")))
    lines += too_few(screen.names, screen.plan, screen.weeks)
    if nobody := [one for one in screen.planned if not one.volunteers and one.day >= turn.today]:
        told = ", ".join(
            f"{screen.names.her(one)} {near_day(one.day, with_lunar=False)}" for one in nobody
        )
        lines.append(_("Nobody goes yet: {visits}.").format(visits=told))
    if unsuited := _unsuited(turn, screen):
        lines.append(unsuited)
    if load := _load(screen.names, screen.planned):
        lines.append(load)
    return "\n".join(lines)


def _unsuited(turn: Turn, screen: Screen) -> str:
    """Name those who go on a day of which they have said, perhaps since, that they cannot."""
    cannot = [
        f"{screen.names.going([member])} {near_day(one.day, with_lunar=False)}"
        for one in screen.planned
        for member in one.volunteers
        if one.day >= turn.today and not screen.names.suits(member, one.day, one.part)
    ]
    if not cannot:
        return ""
    return _("Not a day of those who go: {visits}.").format(visits=", ".join(cannot))


def too_few(names: Names, plan: Plan, weeks: Sequence[date]) -> list[str]:
    """Say who has too few visits: where nobody can, and where it only was not planned yet."""
    lines = [_lacking(names, one) for one in plan.lacking]
    more = Counter(
        (one.recipient, max(week for week in weeks if week <= one.day)) for one in plan.visits
    )
    lines += [
        sentence(
            ngettext(
                "{name}, week of {day}: {count} more visit is possible.",
                "{name}, week of {day}: {count} more visits are possible.",
                count,
            ),
            name=names.of(recipient),
            day=short_day(week),
            count=count,
        )
        for (recipient, week), count in sorted(more.items())
    ]
    return lines


def _lacking(names: Names, one: Lacking) -> str:
    if one.limits:
        why = _("the volunteers who could go have all their visits already")
    elif one.days:
        text = ngettext(
            "somebody can go on {count} day only", "somebody can go on {count} days only", one.days
        )
        why = text.format(count=one.days)
    else:
        why = _("no volunteer has a day for it")
    text = ngettext(
        "{name}, week of {day}: {count} visit too few, {why}.",
        "{name}, week of {day}: {count} visits too few, {why}.",
        one.missing,
    )
    return sentence(
        text, name=names.of(one.recipient), day=short_day(one.week), count=one.missing, why=why
    )


def _load(names: Names, planned: Iterable[Shift]) -> str:
    """Say how many visits each volunteer has, the most first."""
    load = Counter(one for shift in planned for one in shift.volunteers)
    for one in names.goers:
        load.setdefault(one, 0)
    each = ", ".join(f"{names.going([one])} {count}" for one, count in load.most_common())
    return _("Visits of each: {each}.").format(each=each) if each else ""


def by_day(names: Names, planned: Sequence[Shift], monday: date) -> str:
    """List one week."""
    if not planned:
        return _("Week of {day}: no visits.").format(day=short_day(monday))
    is_mixed = len({one.is_told for one in planned}) > 1
    lines = []
    for day, its in groupby(planned, key=lambda one: one.day):
        lines.append(_opening(near_day(day, with_lunar=False)))
        lines += [f"– {_line(names, one, is_mixed=is_mixed)}" for one in its]
    return "\n".join(lines)


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(names: Names, one: Shift, *, is_mixed: bool) -> str:
    part = {"morning": _("morning"), "afternoon": _("afternoon")}.get(one.part, "")
    notes = [part] if part else []
    if is_mixed and one.is_told:
        notes.append(_("told already"))
    if not is_wished(names, one):
        notes.append(_("another day than wished"))
    beside = f" ({', '.join(notes)})" if notes else ""
    return f"{names.her(one)}: {names.going(one.volunteers) or _('nobody yet')}{beside}"


def is_wished(names: Names, one: Shift) -> bool:
    """Whether a visit is when she likes it."""
    her = names.recipients.get(one.recipient_id)
    its = {(one.day.weekday(), one.part)}
    return her is None or common_part(her.times, its, one.day.weekday()) is not None


def by_volunteer(names: Names, planned: Sequence[Shift]) -> str:
    """List who goes where, to be read out to whoever has no phone."""
    hers: dict[int, list[Shift]] = defaultdict(list)
    for shift in planned:
        for one in shift.volunteers:
            hers[one].append(shift)
    paragraphs = [
        "\n".join(
            [_opening(f"{names.going([one])}:"), *(f"– {_visit(names, it)}" for it in hers[one])]
        )
        for one in names.goers
        if hers[one]
    ]
    if free := [one for one in names.goers if not hers[one]]:
        each = ", ".join(names.going([one]) for one in free)
        paragraphs.append(_("Without a visit: {names}.").format(names=each))
    return "\n\n".join(paragraphs)


def _visit(names: Names, one: Shift) -> str:
    return f"{when(one)}: {names.her(one)}"


def by_recipient(names: Names, planned: Sequence[Shift]) -> str:
    """List who comes to whom."""
    hers: dict[int, list[Shift]] = defaultdict(list)
    for shift in planned:
        hers[shift.recipient_id].append(shift)
    return "\n\n".join(
        "\n".join(
            [
                _opening(f"{names.of(one) or its[0].name}:"),
                *(f"– {when(it)}: {names.going(it.volunteers) or _('nobody yet')}" for it in its),
            ]
        )
        for one, its in hers.items()
    )
