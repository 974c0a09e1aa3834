"""An announcement while it is written: its text, and the picture or document that goes with it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.chat import Choice, NotUnderstood
from bot.handlers.own_words import asked_to_reword
from bot.i18n import _
from bot.storage import files
from bot.storage.talk import Data
from bot.turn import Answer, Turn

LONGEST = 1000
"""Characters: with its heading it fits into one message on every platform."""
FILES = ("photo", "document")
"""The kinds of messages that are more than words."""
TEXT = "broadcasts.text"
"""The step that takes the text."""


def file_of(data: Data) -> Data:
    """Return what of a draft concerns its picture or document; the digest is of the content."""
    return {name: data.get(name, "") for name in ("image", "document", "digest")}


def with_file(answer: Answer, data: Data) -> Answer:
    """Show the picture or document of a draft together with an answer."""
    return replace(answer, image=data["image"], document=data["document"])


async def added(turn: Turn) -> Data:
    """Return the draft with what came along just now, and with the words below it."""
    given = turn.incoming
    found = await files.get(turn.db, given.file, turn.now)
    if found is None:
        raise turn.refuse(_lost())
    said = "\n\n".join(filter(None, (turn.data.get("text", ""), turn.text.strip())))
    kind = "image" if given.kind == "photo" else "document"
    digest = hashlib.sha256(found.content).hexdigest()
    return {**turn.data, **file_of({kind: given.file, "digest": digest}), "text": said}


def asked_for_words(turn: Turn, draft: Data) -> Answer | None:
    """Ask for what the text lacks: any words at all, kinder ones; None when it is good."""
    text = draft["text"]
    if not text and draft["digest"]:
        return turn.ask(
            TEXT,
            _(
                "I have it. Now please write a line that says what it is: who has no phone is"
                " told it in words."
            ),
            Choice("no", _("Never mind, send nothing")),
            data=file_of(draft),
        )
    if len(text) < 2:
        raise NotUnderstood(turn.words(_("A few words, please. Write “menu” to go back.")))
    if len(text) > LONGEST:
        raise turn.refuse(_("That is too long for one message. Please say it in fewer words."))
    asked = asked_to_reword(turn, TEXT, text)
    return replace(asked, data={**file_of(draft), "said": text}) if asked else None


async def must_be_kept(turn: Turn, draft: Data) -> None:
    """Refuse what lay about for so long that its picture or document is gone."""
    name = draft["image"] or draft["document"]
    if name and not await files.is_kept(turn.db, name, turn.now):
        raise turn.refuse(
            _("That took so long that I no longer have the picture. Please write it anew.")
        )


def must_have_come(turn: Turn) -> None:
    """Refuse words below a picture that is not there: they would go without it."""
    if turn.incoming.kind in FILES and not turn.incoming.file:
        raise turn.refuse(_lost())


def _lost() -> str:
    return _("I could not get that file just now. Please send it once more.")
