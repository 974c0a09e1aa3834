"""What the Bot API does: each method is named as there, and returns what it returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.clock import utc_now
from tests.messenger_api.world import Parameters
from tests.zalo_api.faults import OVER, Refused, bad
from tests.zalo_api.world import Bot, Chat, Message, World

TEXT, CAPTION = 2000, 2000
TAKES = {
    "getMe": set[str](),
    "getUpdates": {"timeout"},
    "setWebhook": {"url", "secret_token"},
    "getWebhookInfo": set[str](),
    "deleteWebhook": set[str](),
    "sendMessage": {"chat_id", "text"},
    "sendPhoto": {"chat_id", "photo", "caption"},
    "sendSticker": {"chat_id", "sticker"},
    "sendVoice": {"chat_id", "voice_url"},
    "sendChatAction": {"chat_id", "action"},
}
"""Each method, spelt with its capitals, and what it takes."""
NOTHING = object()
"""What answers without a result return."""


def need_known(method: str, asked: Parameters) -> None:
    """Raise `Refused` for what is not documented."""
    if method not in TAKES:
        raise Refused(404, "Not found")
    if unknown := asked.keys() - TAKES[method]:
        raise bad(f"unknown parameters {sorted(unknown)}")


class Methods:
    """The bots' side of the world, without what takes time."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, bot: Bot, method: str, asked: Parameters) -> Any:
        """Do what was asked for; raises `Refused`."""
        action: Callable[[Bot, Parameters], Any] = getattr(self, method)
        with self.world.lock:
            done = action(bot, asked)
            self.world.woken()
            return done

    def getMe(self, bot: Bot, _asked: Parameters) -> Any:
        can = {"can_join_groups": self.world.can_join_groups}
        return {"id": bot.id, "account_name": bot.name, "account_type": "BASIC", **can}

    # --- webhook --------------------------------------------------------------------------------

    def setWebhook(self, bot: Bot, asked: Parameters) -> Any:
        url, secret = asked.get("url"), asked.get("secret_token")
        if not isinstance(url, str) or not url.startswith(("https://", "http://127.0.0.1:")):
            raise bad("url must be a public HTTPS address")
        if not isinstance(secret, str) or not 8 <= len(secret) <= 256:
            raise bad("secret_token must have 8 to 256 characters")
        bot.webhook = {"url": url, "secret_token": secret, "updated_at": _now()}
        return self.getWebhookInfo(bot, {})

    def getWebhookInfo(self, bot: Bot, _asked: Parameters) -> Any:
        url, date = bot.webhook.get("url", ""), bot.webhook.get("updated_at", 0)
        return {"url": url, "updated_at": date}

    def deleteWebhook(self, bot: Bot, _asked: Parameters) -> Any:
        bot.webhook = {}
        return {"url": "", "updated_at": _now()}

    # --- sending --------------------------------------------------------------------------------

    def sendMessage(self, bot: Bot, asked: Parameters) -> Any:
        chat = self._chat(bot, asked)
        return self._send(chat, {"text": _text(asked, "text", TEXT)})

    def sendPhoto(self, bot: Bot, asked: Parameters) -> Any:
        chat, photo = self._chat(bot, asked), asked.get("photo")
        if not isinstance(photo, str) or not photo.startswith(("https://", "http://127.0.0.1:")):
            raise bad("photo must be the address of a picture")
        caption = {}
        if "caption" in asked:
            caption["caption"] = _text(asked, "caption", CAPTION)
        return self._send(chat, {"photo": photo, **caption})

    def sendSticker(self, bot: Bot, asked: Parameters) -> Any:
        return self._send(self._chat(bot, asked), {"sticker": _text(asked, "sticker", 100)})

    def sendVoice(self, bot: Bot, asked: Parameters) -> Any:
        chat, url = self._chat(bot, asked), _text(asked, "voice_url", 2000)
        if not url.endswith(".aac"):
            raise bad("voice_url must end in .aac")
        return self._send(chat, {"voice_url": url}, arrives=chat.kind == "PRIVATE")

    def sendChatAction(self, bot: Bot, asked: Parameters) -> Any:
        self._chat(bot, asked)
        if asked.get("action") != "typing":
            raise bad("unknown action")
        return NOTHING

    def _send(self, chat: Chat, said: dict[str, Any], *, arrives: bool = True) -> dict[str, Any]:
        bot = chat.bot
        if bot.most_messages and bot.used >= bot.most_messages:
            raise Refused(429, OVER)
        if chat.kind == "PRIVATE" and not bot.has_room_for(chat.id):
            raise Refused(429, OVER)
        bot.used += 1
        bot.said += 1
        message = Message(id=self.world.number(), said=said, chat=chat.id)
        if arrives:
            chat.written.append(message)
        if self.world.echoes:
            me = {"id": bot.id, self.world.name_field: bot.name, "is_bot": True}
            self.world.happens(chat, "message.text.received", me, said)
        return {"message_id": message.id, "date": _now()}

    def _chat(self, bot: Bot, asked: Parameters) -> Chat:
        name = asked.get("chat_id")
        if not isinstance(name, str) or not name:
            raise bad("chat_id must be a string")
        chat = self.world.chats.get((bot.id, name))
        if chat is None or not chat.started or chat.blocked:
            raise Refused(self.world.unreachable, "Bad request: this chat cannot be written to")
        return chat


def _text(asked: Parameters, name: str, most: int) -> str:
    text = asked.get(name)
    if not isinstance(text, str) or not text.strip():
        raise bad(f"{name} is empty")
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > most:
        raise bad(f"{name} is longer than {most} characters")
    return text


def _now() -> int:
    return int(utc_now().timestamp() * 1000)
