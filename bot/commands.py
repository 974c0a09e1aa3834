"""What the operator's commands do; `bot.__main__` only reads their arguments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.clock import local_day, utc_now
from bot.config import Refused
from bot.handlers import doors as joins
from bot.handlers.names import full_name, matching
from bot.i18n import _, day, ngettext
from bot.papers.books.exported import export_papers
from bot.papers.books.paper import month_name
from bot.papers.joining_qr import joining_picture
from bot.papers.roster_reader import read_roster
from bot.papers.roster_template import write_template
from bot.papers.roster_words import ROLES
from bot.people import DEFAULT_ZONE, OFFICES, Member
from bot.roster import Mistake, Role, Roster
from bot.storage import backup as copies
from bot.storage import by_command, codes, doors, members, rosters, sealing
from bot.storage.codes import JoiningCode
from bot.storage.doors import Door
from bot.storage.engine import Connection
from bot.storage.roster_club import OlderSheet, OtherName
from bot.storage.roster_money import Disagreement
from bot.storage.roster_offices import Office
from bot.storage.rosters import TakenIn
from bot.understanding.folding import fold, same
from bot.understanding.months import hear_month

SHOWN = 20
"""Names that are told where it is not clear which one is meant."""


def template(file: Path) -> str:
    """Write the empty sheet and say where."""
    if file.suffix.lower() != ".xlsx":
        raise Refused(_("Please let the name end in .xlsx."))
    if file.exists():
        raise Refused(_("{file} is there already; please take another name.").format(file=file))
    try:
        _keep_from_others(file)
        write_template(file)
    except OSError as error:
        raise _unwritable(file, error) from error
    return _("The empty sheet is in {file}.").format(file=file)


def take_in(url: str, files: Sequence[Path]) -> list[str]:
    """Take in a club's sheet; raises `Refused` with every mistake, and then nothing is stored."""
    roster, mistakes, warnings = read_roster(files)
    if roster is None:
        count = ngettext(
            "{count} mistake; nothing was taken in.",
            "{count} mistakes; nothing was taken in.",
            len(mistakes),
        ).format(count=len(mistakes))
        raise Refused("\n".join([*map(said, mistakes), count]))
    try:
        done = _stored(url, roster)
    except Disagreement as error:
        raise Refused(_disagreed(error)) from error
    except OtherName as error:
        raise Refused(_misnamed(error)) from error
    except OlderSheet as error:
        text = _(
            "This sheet is of {day}, but one of {newest} was taken in before: take the newest."
        )
        raise Refused(text.format(day=day(error.as_of), newest=day(error.newest))) from error
    return [*map(said, warnings), *_summary(done)]


def joining_code(url: str, name: str, picture: Path | None, club: str = "") -> str:
    """Give out a joining code, for a club's first officers who have nobody to ask yet.

    `club` is a part of the club's name, where there are several.
    """

    async def give(db: Connection) -> tuple[str, JoiningCode, list[Door]]:
        now = utc_now()
        member = await _only(db, name, club)
        stops_another = await codes.works_for(db, member.id, now)
        made = await codes.make(
            db, club_id=member.club.id, member_id=member.id, made_by=None, now=now
        )
        found = await doors.doors(db, member.club.id)
        return _about(member, made, found, stops_another=stops_another), made, found

    text, code, found = by_command.run(url, give)
    if picture:
        try:
            _keep_from_others(picture)
            picture.write_bytes(joining_picture(code.shown, found))
        except OSError as error:
            raise Refused(f"{text}\n{_unwritable(picture, error)}") from error
    return text


def backup(url: str, file: Path) -> str:
    """Copy the database and say where."""
    try:
        copies.backup(url, file)
    except copies.BackupFailed as error:
        raise Refused(str(error)) from error
    said = _("The copy is in {file}.").format(file=file)
    if not (key := sealing.key_file(url)).is_file():
        return said
    more = _(
        "The key of blood pressures and weights is not in it: keep {key} in another place, for"
        " without it nobody can read them."
    )
    return f"{said}\n{more.format(key=key)}"


def export(url: str, folder: Path, *, month: str, club: str, every: bool) -> str:
    """Write all papers of a month into a new folder, and say how many; nothing is overwritten."""
    today = local_day(utc_now(), DEFAULT_ZONE)
    of = hear_month(month or "last month", today)
    if of is None:
        raise Refused(_("Please write the month as 10/2026; it must not be one to come."))
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise Refused(_("{file} is there already; please name a new folder.").format(file=folder))
    try:
        written = by_command.run(
            url,
            lambda db: export_papers(db, folder, of, today, club=club, every=every),
            writes=False,
        )
    except OSError as error:
        raise _unwritable(folder, error) from error
    return ngettext(
        "{count} file of {month} is in {folder}.",
        "{count} files of {month} are in {folder}.",
        written,
    ).format(count=written, month=month_name(of), folder=folder)


def said(mistake: Mistake) -> str:
    """Return a mistake as one line: where, what was found, what to write instead."""
    place = [mistake.sheet]
    if mistake.row:
        place.append(_("row {row}").format(row=mistake.row))
    if mistake.column:
        place.append(mistake.column)
    found = f" “{mistake.found}”" if mistake.found else ""
    return f"{', '.join(place)}:{found} {mistake.advice}"


def _about(
    member: Member, made: JoiningCode, found: Sequence[Door], *, stops_another: bool
) -> str:
    """Say what a code is good for, and what comes next."""
    good_for = _("{name}: {code}, good until {day}: {places}.").format(
        name=full_name(member),
        code=made.shown,
        day=day(local_day(made.expires_at, member.club.zone)),
        places=joins.ways(found),
    )
    lines = [good_for, *joins.lines(found, made.code)]
    lines.append(_("Whoever joins with it is asked for the year of birth."))
    if stops_another:
        ended = _("The code given before for {name} does not work any more.")
        lines.append(ended.format(name=full_name(member)))
    return "\n".join(lines)


async def _only(db: Connection, name: str, club: str) -> Member:
    """Return the one member who is called like that, or holds that office, in clubs so called."""
    on = local_day(utc_now(), DEFAULT_ZONE)
    every = await members.all_clubs(db, on)
    people = [one for one in every if fold(club) in fold(f"{one.club.name}, {one.club.hamlet}")]
    if every and not people:
        text = _("There is no club called {name}. There are:").format(name=club)
        known = sorted({f"  {one.club.name}, {one.club.hamlet}" for one in every})
        raise Refused("\n".join([text, *known[:SHOWN], *(["  …"] if len(known) > SHOWN else [])]))
    role = _office_named(name)
    found = [one for one in people if role in one.roles] if role else matching(name, people)
    if role and not found:
        text = _("Nobody holds the office {office}: please write a name.")
        raise Refused(text.format(office=ROLES[role][0]))
    if not found:
        raise Refused(_("There is nobody called {name}.").format(name=name))
    if len(found) > 1:
        text = _("Several are called so; please write more:")
        if len({one.club.id for one in found}) > 1:
            text = _("Several are called so; please name the club with --club:")
        several = [f"  {full_name(one)} — {one.club.name}" for one in found[:SHOWN]]
        raise Refused("\n".join([text, *several, *(["  …"] if len(found) > SHOWN else [])]))
    return found[0]


def _office_named(typed: str) -> Role | None:
    """Return the office that was typed instead of a name: "Thư ký", "thu ky", "secretary"."""
    for role, words in ROLES.items():
        if role in OFFICES and any(same(typed, one) for one in (role, *words)):
            return role
    return None


def _keep_from_others(file: Path) -> None:
    """Make a file, or take one that is there, so that nobody else on the machine may read it."""
    file.touch(mode=0o600)
    if file.is_file():
        file.chmod(0o600)


def _stored(url: str, roster: Roster) -> TakenIn:
    return by_command.run(url, lambda db: rosters.take_in(db, roster, utc_now()))


def _summary(done: TakenIn) -> list[str]:
    if done.is_nothing:
        return [_("Nothing new: this sheet was taken in before.")]
    counts = _(
        "Taken in: {members} new members, {changed} corrected, {loans} loans,"
        " {balances} opening balances."
    ).format(
        members=done.new_members,
        changed=done.changed_members,
        loans=done.new_loans,
        balances=done.balances,
    )
    begun = [_in_words(one, _("{name} now holds the office {office}.")) for one in done.begun]
    ended = [
        _in_words(one, _("{name} no longer holds the office {office}.")) for one in done.ended
    ]
    return [counts, *begun, *ended]


def _in_words(held: Office, text: str) -> str:
    row = held.member
    more = ", ".join(part for part in (row.village_name, row.hamlet) if part)
    (office,) = (words[0] for role, words in ROLES.items() if role == held.role)
    return text.format(name=f"{row.name} ({more})" if more else row.name, office=office)


def _misnamed(error: OtherName) -> str:
    return "\n".join(
        (
            _("Most of these members are those of a club that was taken in before."),
            _("Before: {club}").format(club=error.known),
            _("On this sheet: {club}").format(club=error.written),
            _(
                "If it is the same club, write its name and place as before."
                " If it is another one, number its members differently."
            ),
        )
    )


def _disagreed(error: Disagreement) -> str:
    lines = [
        _("Loan {number} was taken in before with other figures.").format(number=number)
        for number in error.loans
    ]
    lines += [
        _("The opening balance of the {fund} was taken in before with other figures.").format(
            fund=_("loan fund") if fund == "income" else _("activity fund")
        )
        for fund in error.funds
    ]
    lines.append(_("Money in the books is corrected by the board in the chat, not by a sheet."))
    return "\n".join(lines)


def _unwritable(file: Path, error: OSError) -> Refused:
    return Refused(
        _("{file} cannot be written: {reason}.").format(file=file, reason=error.strerror)
    )
