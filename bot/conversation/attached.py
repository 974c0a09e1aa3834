"""Pictures and documents beside a message: brought here only where the open question wants one.

That takes a while and belongs to no transaction: it is done before the turn begins.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Attachment, Incoming, NotFetched
from bot.conversation.kinds import words_in
from bot.conversation.putting_off import DANGER, LATE, WHO, open_before
from bot.i18n import _
from bot.papers.attachments import Recognised, recognised
from bot.people import Phone
from bot.storage import files, heard
from bot.storage.asked import asked_at
from bot.storage.engine import Connection, Database
from bot.storage.talk import OpenQuestion
from bot.turn import Handlers, Turn

LIFE = timedelta(days=2)
"""What nothing came of for so long is not kept."""
TOO_BIG, OTHER_KIND, LOST = "too big", "other kind", "lost"

log = logging.getLogger("bot.turn")


def wants_file(question: OpenQuestion | None, handlers: Handlers) -> bool:
    """Whether a picture or document is an answer to what is open, or was before "Who is it?"."""
    while question and question.step in (WHO, DANGER, LATE):
        question = open_before(question.data)
    return question is not None and _takes_file(question, handlers)


async def fetched(
    database: Database, handlers: Handlers, incoming: Incoming
) -> tuple[Incoming, Recognised | None]:
    """Bring here what came along, if it is wanted; else say why it is not there."""
    attachment = incoming.attachment
    if attachment is None or incoming.group:
        return incoming, None
    known = [incoming.message, *([_first(incoming)] if incoming.album else [])]
    async with database.read() as db:
        if not wants_file(await asked_at(db, incoming.address, known), handlers):
            return incoming, None
    found = await _brought(attachment)
    if isinstance(found, str):
        return replace(incoming, trouble=found), None
    return replace(incoming, kind="photo" if found.is_picture else "document"), found


async def _brought(attachment: Attachment) -> Recognised | str:
    """Return what came along, or why it is not there."""
    if attachment.size > files.LIMIT:
        return TOO_BIG
    try:
        content = await attachment.fetch()
    except NotFetched as error:
        log.warning("a file that somebody sent could not be fetched: %s", error)
        return LOST
    if len(content) > files.LIMIT:
        return TOO_BIG
    found = await asyncio.to_thread(recognised, content)  # a large picture takes a while
    if found and len(found.content) > files.LIMIT:
        return TOO_BIG
    return found or OTHER_KIND


async def kept(
    db: Connection, phone: Phone, incoming: Incoming, found: Recognised, now: datetime
) -> Incoming:
    """Store a file, for the while that passes until something comes of it."""
    name = await files.put(
        db,
        found.mime,
        found.content,
        club_id=phone.holders[0].member.club.id if phone.holders else None,
        now=now,
        expires_at=now + LIFE,
        extension=found.extension,
    )
    return replace(incoming, file=name)


async def of_album(
    db: Connection, phone: Phone, incoming: Incoming, now: datetime, *, taken: bool
) -> Incoming | None:
    """Return what a picture of an album counts as; None for one of which nothing is said.

    The first is as good as a single one. Of the others only the words count; where the first was
    taken one of them is answered.
    """
    answered = f"{_first(incoming)} answered"
    if await heard.note(db, phone.id, _first(incoming), now):
        if not taken:
            await heard.note(db, phone.id, answered, now)
        return incoming
    if words_in(incoming):
        return replace(incoming, kind="text", attachment=None)
    said = await heard.note(db, phone.id, answered, now)
    return replace(incoming, kind="more", attachment=None) if said else None


def given(turn: Turn, question: OpenQuestion | None, handlers: Handlers) -> bool:
    """Whether a file came that the open question takes; refuses when it should have come."""
    if question is None or not _takes_file(question, handlers):
        return False
    troubles = {
        TOO_BIG: _(
            "That file is too big for me: at most 5 MB. Please send a smaller one, or a photo of"
            " it."
        ),
        OTHER_KIND: _(
            "I can pass on photos, PDF, Word and Excel files only. Please send a photo of it"
            " instead."
        ),
        LOST: _("I could not get that file just now. Please send it once more."),
    }
    if turn.incoming.trouble:
        raise turn.refuse(troubles[turn.incoming.trouble])
    return bool(turn.incoming.file)


def _takes_file(question: OpenQuestion, handlers: Handlers) -> bool:
    return question.step in handlers and handlers[question.step].takes_file


def _first(incoming: Incoming) -> str:
    return f"album {incoming.album}"
