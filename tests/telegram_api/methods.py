"""What the Bot API does: each method is named as there, and returns what it returns."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.messenger_api.world import Parameters
from tests.telegram_api import checks
from tests.telegram_api.faults import Refused, bad
from tests.telegram_api.parameters import Upload
from tests.telegram_api.world import Chat, Message, World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
PIXELS = {"width": 300, "height": 300}


class Methods:
    """The bot's side of the world, without what takes time."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, method: str, asked: Parameters) -> Any:
        """Do what was asked for; raises `Refused`."""
        action: Callable[[Parameters], Any] = getattr(self, method)
        with self.world.lock:
            done = action(asked)
            self.world.woken()
            return done

    def getMe(self, _asked: Parameters) -> Any:
        can = {"can_join_groups": True, "can_read_all_group_messages": False}
        return {**self.world.me, **can, "supports_inline_queries": False}

    def getFile(self, asked: Parameters) -> Any:
        return self.world.file(asked.get("file_id") or "")

    # --- sending --------------------------------------------------------------------------------

    def sendMessage(self, asked: Parameters) -> Any:
        chat = self._chat(asked)
        return self._send(chat, asked, {"text": checks.text_of(asked)})

    def sendPhoto(self, asked: Parameters) -> Any:
        chat = self._chat(asked)
        upload, file = self._file(asked, "photo", checks.picture)
        size = {"file_unique_id": f"u{file[-9:]}", "file_size": len(upload.content)}
        about = {"photo": [{"file_id": file, **size, **PIXELS}], **self._caption(asked)}
        return self._send(chat, asked, about, upload)

    def sendDocument(self, asked: Parameters) -> Any:
        chat = self._chat(asked)
        upload, file = self._file(asked, "document", checks.paper)
        size = {"file_unique_id": f"u{file[-9:]}", "file_size": len(upload.content)}
        about = {"document": {"file_id": file, "file_name": upload.name, **size}}
        return self._send(chat, asked, {**about, **self._caption(asked)}, upload)

    def _send(
        self, chat: Chat, asked: Parameters, about: dict[str, Any], file: Upload | None = None
    ) -> dict[str, Any]:
        markup = checks.markup_of(asked)
        said = {**self.world.message(chat, self.world.me), **about}
        message = Message(said=said, file=file, silent=asked.get("disable_notification", False))
        for row in markup.get("keyboard", []):
            message.keyboard += [one if isinstance(one, str) else one["text"] for one in row]
        _put_below(message, markup)
        chat.written.append(message)
        return dict(message.said)

    def _caption(self, asked: Parameters) -> dict[str, str]:
        return {"caption": caption} if (caption := checks.caption_of(asked)) else {}

    def _file(
        self, asked: Parameters, kind: str, check: Callable[[bytes], None]
    ) -> tuple[Upload, str]:
        given = asked.get(kind) or ""
        if isinstance(given, Upload):
            check(given.content)
            return given, self.world.keep(kind, given)
        if not given:
            raise bad(f"there is no {kind} in the request")
        return self.world.kept(kind, given), given

    def _chat(self, asked: Parameters) -> Chat:
        if not asked.get("chat_id"):
            raise bad("chat_id is empty")
        name = asked["chat_id"]
        chat = self.world.chats.get(int(name) if name.lstrip("-").isdecimal() else 0)
        if chat is None or not chat.started:
            raise bad("chat not found")
        if chat.moved_to:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, words, migrate_to_chat_id=chat.moved_to)
        if chat.blocked:
            group = "bot was kicked from the group chat"
            words = "bot was blocked by the user" if chat.kind == "private" else group
            raise Refused(403, f"Forbidden: {words}")
        return chat

    # --- editing --------------------------------------------------------------------------------

    def editMessageText(self, asked: Parameters) -> Any:
        message = self._written(asked)
        if "text" not in message.said:
            raise bad("there is no text in the message to edit")
        return self._edit(message, asked, {"text": checks.text_of(asked, "MESSAGE_TOO_LONG")})

    def editMessageCaption(self, asked: Parameters) -> Any:
        message = self._written(asked)
        if "text" in message.said:
            raise bad("there is no caption in the message to edit")
        return self._edit(message, asked, {"caption": checks.caption_of(asked)})

    def editMessageReplyMarkup(self, asked: Parameters) -> Any:
        return self._edit(self._written(asked), asked, {})

    def _written(self, asked: Parameters) -> Message:
        chat = self._chat(asked)
        found = [one for one in chat.written if one.id == asked.get("message_id")]
        if not found:
            raise bad("message to edit not found")
        return found[0]

    def _edit(self, message: Message, asked: Parameters, words: dict[str, str]) -> Any:
        markup = checks.markup_of(asked, inline=True)
        said = message.said
        same = all(said.get(name, "") == value for name, value in words.items())
        if same and markup == said.get("reply_markup", {}):
            raise bad(NOT_MODIFIED)
        if not same:
            message.edits.append(message.words)
        date = {"edit_date": int(said["date"]) + 1 + len(message.edits)}
        message.said = {**said, **{k: v for k, v in words.items() if v}, **date}
        for name in (name for name, value in words.items() if not value):
            message.said.pop(name, None)
        message.said.pop("reply_markup", None)
        _put_below(message, markup)
        return dict(message.said)

    # --- the rest -------------------------------------------------------------------------------

    def answerCallbackQuery(self, asked: Parameters) -> Any:
        press = self.world.presses.get(asked.get("callback_query_id", ""))
        if press is None or press.answers:
            raise bad(TOO_OLD)
        words = asked.get("text", "")
        if checks.length(words) > 200:
            raise bad("MESSAGE_TOO_LONG")
        press.answers.append(words)
        press.answered_at = time.monotonic()
        return True

    def setMyCommands(self, asked: Parameters) -> Any:
        self.world.commands[checks.language(asked)] = checks.commands(asked)
        return True

    def getMyCommands(self, asked: Parameters) -> Any:
        return self.world.commands.get(checks.language(asked), [])

    def setMyDescription(self, asked: Parameters) -> Any:
        return _describe(self.world.descriptions, "description", asked, 512)

    def getMyDescription(self, asked: Parameters) -> Any:
        return {"description": self.world.descriptions.get(checks.language(asked), "")}

    def setMyShortDescription(self, asked: Parameters) -> Any:
        return _describe(self.world.short_descriptions, "short_description", asked, 120)

    def getMyShortDescription(self, asked: Parameters) -> Any:
        shown = self.world.short_descriptions.get(checks.language(asked), "")
        return {"short_description": shown}

    def deleteWebhook(self, asked: Parameters) -> Any:
        return self.setWebhook({**asked, "url": ""})

    def setWebhook(self, asked: Parameters) -> Any:
        url = asked.get("url", "")
        if url and not url.startswith(("https://", "http://127.0.0.1:")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if "secret_token" in asked and not checks.SECRET.fullmatch(asked["secret_token"]):
            raise bad("secret token contains unallowed characters")
        if not 1 <= asked.get("max_connections", 40) <= 100:
            raise bad("bad webhook: max_connections must be from 1 to 100")
        if asked.get("drop_pending_updates"):
            self.world.waiting.clear()
        if "allowed_updates" in asked:
            self.world.allowed = asked["allowed_updates"]
        self.world.webhook = dict(asked) if url else {}
        return True

    def getWebhookInfo(self, _asked: Parameters) -> Any:
        hook, more = self.world.webhook, {}
        if hook:
            more = {"max_connections": hook.get("max_connections", 40)}
        if hook and self.world.failed_at:
            more["last_error_date"] = int(self.world.failed_at)
            more["last_error_message"] = "Wrong response from the webhook"
        if self.world.allowed:
            more["allowed_updates"] = self.world.allowed
        count = {"pending_update_count": self.world.pending}
        return {"url": hook.get("url", ""), "has_custom_certificate": False, **count, **more}


def _put_below(message: Message, markup: dict[str, Any]) -> None:
    """Put buttons below a message."""
    if "inline_keyboard" not in markup:
        return
    message.said["reply_markup"] = markup
    for row in markup["inline_keyboard"]:
        message.ever |= {button["text"]: button.get("callback_data", "") for button in row}


def _describe(shown: dict[str, str], name: str, asked: Parameters, most: int) -> bool:
    text = asked.get(name, "")
    if checks.length(text) > most:
        raise bad(f"{name.replace('_', ' ')} is too long")
    shown[checks.language(asked)] = text
    return True
