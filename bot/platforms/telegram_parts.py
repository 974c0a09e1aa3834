"""A reply as the messages that Telegram takes."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Reply
from bot.platforms.render import split

TEXT = 4096  # UTF-16 units, as all of Telegram's lengths
CAPTION = 1024


def messages(reply: Reply) -> list[Reply]:
    """Cut a reply into messages, none with more than one file or too much text.

    Files come first, the last of them with the text as its caption where it fits. The buttons are
    on the last message.
    """
    files = [
        Reply(text="", image=image, document=document, silent=reply.silent)
        for image, document in ((reply.image, ""), ("", reply.document))
        if image or document
    ]
    if files and len(split(reply.text, CAPTION)) <= 1:
        said = [replace(files.pop(), text=reply.text)]
    else:
        # A text that is empty is Telegram's to refuse.
        said = [Reply(text=part, silent=reply.silent) for part in split(reply.text, TEXT) or [""]]
    *first, last = [*files, *said]
    return [*first, replace(last, choices=reply.choices)]
