"""Words of how many messages the club's bot has left this month."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE = {
    "usage": Phrases(
        """
        tin zalo tháng này, tin nhắn zalo tháng này, số tin zalo, số tin zalo tháng này, tin zalo
        còn lại, số tin còn lại, còn bao nhiêu tin, còn mấy tin, zalo còn bao nhiêu tin, zalo còn
        mấy tin, hết tin zalo, hạn mức zalo, hạn mức tin nhắn, gói zalo, zalo usage, zalo messages,
        zalo messages left, messages left, how many messages are left, messages this month
        """
    ),
}
OPENING: dict[str, Phrases] = {}
