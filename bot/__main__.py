"""The command line, `tugiup`: run the bot, and what an operator needs around it."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from getpass import getpass
from pathlib import Path
from typing import TextIO

from bot.config import Refused, Settings, roles_in, settings

Command = Callable[[argparse.Namespace, Settings], str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 refused, 2 a wrong setting."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        given = settings()
        _need_languages()
        if said := command(options, given):
            _say(said, sys.stdout)
    except Refused as error:
        _say(str(error), sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:  # before the bot listens to signals, or in another command
        logging.disable()  # what a half-open connection says on its way out concerns nobody
        return 130
    return 0


def _say(text: str, to: TextIO) -> None:
    """Print; whoever reads no further, as `head` does, is no error."""
    try:
        print(text, file=to, flush=True)
    except BrokenPipeError:  # what is left is flushed at the end once more: let it go nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), to.fileno())


def _need_languages() -> None:
    from bot.i18n import is_compiled

    if not is_compiled():
        raise Refused("The languages are not compiled yet: run `make locales`.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tugiup", description="The bot of Vietnam's self-help clubs."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, does: Command, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(command=does)
        return made

    run = add("run", _run, "start the bot and its web page; without settings, with the demo club")
    run.add_argument(
        "--role",
        action="append",
        default=[],
        help="of several processes on PostgreSQL: web, sender or planner, or several of them with"
        " commas; otherwise all",
    )
    template = add("template", _template, "write an empty sheet for a club's papers")
    template.add_argument("file", type=Path, help="where to write it, such as roster.xlsx")
    taken = add("import", _import, "take in a filled sheet: one XLSX, or a CSV file for each page")
    taken.add_argument("files", type=Path, nargs="+", metavar="file")
    code = add("code", _code, "print a joining code, such as for a club's first officer")
    code.add_argument(
        "name", help="the member's name or a part of it, or an office, such as secretary"
    )
    code.add_argument("--club", default="", help="the club, where there are several, by name")
    code.add_argument(
        "--picture",
        type=Path,
        help="also write it as a QR picture (PNG) that opens the club's bots, as far as known",
    )
    backup = add("backup", _backup, "copy the database while the bot runs")
    backup.add_argument("file", type=Path, help="where to write the copy")
    exported = add("export", _export, "write all papers of a club for a month into a folder")
    exported.add_argument("folder", type=Path, help="a new folder, such as papers-2026-10")
    exported.add_argument("--month", default="", help="such as 10/2026; otherwise the last month")
    which = exported.add_mutually_exclusive_group()
    which.add_argument("--club", default="", help="its name or a part of it")
    which.add_argument("--all", action="store_true", help="all clubs, each in a folder of its own")
    add("status", _status, "say how the bot fares; exits with 1 when something needs a hand")
    add(
        "check",
        _check,
        "prove that the books of every club hold; exits with 1 when something is wrong",
    )
    add("chats", _chats, "list who wrote within the last hour, for the setting OPERATOR")
    text = "the bots on messengers that are kept in the database: one or more for each club"
    _add_tokens(commands.add_parser("tokens", help=text, description=text))
    return parser


def _add_tokens(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, does: Command, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(command=does)
        return made

    added = add("add", _add_token, "make a bot known, or give it another token or club")
    added.description = (
        "Make a bot known, or give it another token or club. The token is asked for, or read from"
        " standard input; it is sealed with TOKEN_KEY."
    )
    added.add_argument("platform", choices=("telegram", "zalo"))
    added.add_argument("told", nargs="*", help=argparse.SUPPRESS)
    added.add_argument("--club", help="the only club that it serves, by name; empty: all clubs")
    added.add_argument("--link", default="", help="what opens its chat, where it does not tell")
    plan = "of its plan, where it is not the usual one; 0: no limit"
    added.add_argument("--people", type=_count, help=f"how many may write to it {plan}")
    added.add_argument("--messages", type=_count, help=f"how many messages a month {plan}")
    added.add_argument(
        "--unchecked", action="store_true", help="do not ask the messenger whose token it is"
    )
    add("list", _list_tokens, "list the bots with this month's use, and what ails them")
    removed = add("remove", _remove_token, "forget a bot: it is served no longer")
    removed.add_argument("bot", help="as listed, such as zalo:1234567890123456789")
    add("reseal", _reseal_tokens, "seal all tokens with the first key of TOKEN_KEY")


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError("write a number, such as 50, or 0 for no limit")
    return int(text)


def _run(options: argparse.Namespace, given: Settings) -> str:
    roles = roles_in(options.role)
    from bot import app
    from bot.storage.migrate import migrate

    _log(given.log_level)
    migrate(given.database_url)
    asyncio.run(app.run(given, started=lambda url: _say(url, sys.stdout), roles=roles))
    gc.freeze()  # looking through all that goes with the process would be most of stopping
    return ""


def _template(options: argparse.Namespace, _given: Settings) -> str:
    from bot import commands

    return commands.template(options.file)


def _import(options: argparse.Namespace, given: Settings) -> str:
    from bot import commands

    return "\n".join(commands.take_in(given.database_url, options.files))


def _code(options: argparse.Namespace, given: Settings) -> str:
    from bot import commands

    return commands.joining_code(given.database_url, options.name, options.picture, options.club)


def _backup(options: argparse.Namespace, given: Settings) -> str:
    from bot import commands

    return commands.backup(given.database_url, options.file)


def _export(options: argparse.Namespace, given: Settings) -> str:
    from bot import commands

    return commands.export(
        given.database_url,
        options.folder,
        month=options.month,
        club=options.club,
        every=options.all,
    )


def _status(_options: argparse.Namespace, given: Settings) -> str:
    from bot import status

    screen, troubles = status.status(given.database_url, given.operator)
    _say(screen, sys.stdout)
    if troubles:
        raise Refused("\n".join(["", *troubles]))
    return ""


def _check(_options: argparse.Namespace, given: Settings) -> str:
    from bot import status

    lines, faults = status.check(given.database_url)
    if faults:
        raise Refused("\n".join(lines))
    return "\n".join(lines)


def _chats(_options: argparse.Namespace, given: Settings) -> str:
    from bot import status

    return "\n".join(status.recent_chats(given.database_url))


def _add_token(options: argparse.Namespace, given: Settings) -> str:
    from bot.fleet import command

    command.need_untold(options.told)
    command.need_key(given)
    token = getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline()
    wanted = command.Wanted(
        club=options.club, link=options.link, people=options.people, messages=options.messages
    )
    return command.add(
        given, options.platform, token.strip(), wanted, checks=not options.unchecked
    )


def _list_tokens(_options: argparse.Namespace, given: Settings) -> str:
    from bot.fleet import listing

    return listing.listing(given)


def _remove_token(options: argparse.Namespace, given: Settings) -> str:
    from bot.fleet import command

    return command.remove(given, options.bot)


def _reseal_tokens(_options: argparse.Namespace, given: Settings) -> str:
    from bot.fleet import command

    return command.reseal(given)


def _log(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # Below a warning these say nothing an operator needs, and httpx would print tokens.
    for noisy in ("alembic", "apscheduler", "httpx", "aiosqlite", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.root.level))


if __name__ == "__main__":
    sys.exit(main())
