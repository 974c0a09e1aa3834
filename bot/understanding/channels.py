"""Words of where somebody wants to be written to: on Zalo, on Telegram, or wherever."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.phrases import Phrases, Word

PLATFORMS = {
    "zalo": Phrases("zalo, za lo"),
    "telegram": Phrases("telegram, tê lê gram, te le, tele"),
    "web": Phrases("trang web, trang mạng, web, website, web page"),
}
WRITING = Phrases(
    """
    nhắn, nhắn tin, gửi, gởi, gửi tin, báo, báo tin, nhắc, viết, nói, liên lạc, nhận, nhận tin,
    write, message, send, text, remind, reach, tell
    """
)
THROUGH = Phrases("qua, bên, trên, bằng, ở, sang, về, vào, tại, on, via, through, by, to, over")
BESIDE = Phrases(
    """
    cho, tôi, tui, mình, cháu, con, em, bác, ông, bà, cô, chú, anh, chị, tin, tin nhắn, từ nay,
    từ giờ, bây giờ, nhé, nha, ạ, thôi, chỉ, luôn, hãy, xin, giúp, hộ, giùm, muốn, được, dùng,
    đi, với, dạ, thưa, me, my, news, please, from now on, only, just, want, i, the, messages, use
    """
)
NOT = Phrases(
    """
    đừng nhắn, đừng gửi, đừng báo, đừng nhắc, đừng viết, không, ko, nữa, not, don t, no, stop,
    any more
    """,
    if_marked="đừng, chớ",  # "dung" is "dùng", "cho" is "cho"
)
"""What somebody does not want leaves open what she does."""
OR = Phrases("hay, hoặc, và, với, or, and")
ANY = Phrases("cũng được, đều được, gì cũng được, nào cũng được, either, both, is fine")
ANYWHERE = Phrases(
    """
    chỗ nào cũng được, nơi nào cũng được, ở đâu cũng được, đâu cũng được, bên nào cũng được,
    máy nào cũng được, anywhere, anywhere is fine, wherever, wherever i write,
    wherever i wrote last
    """
)

WHOLE = {
    "phones": Phrases(
        """
        zalo, telegram, máy của tôi, các máy của tôi, tin của tôi ở đâu, nhận tin ở đâu,
        nơi nhận tin, my phones, where do my news come, where my news come
        """
    ),
    "phones.zalo": Phrases("my news on zalo"),
    "phones.telegram": Phrases("my news on telegram"),
    "phones.web": Phrases("my news on the web page"),
    "phones.any": Phrases("nhắn ở đâu thì nhận ở đó"),
}
OPENING: dict[str, Phrases] = {}


def channel(words: Sequence[Word]) -> tuple[str] | None:
    """Return the command in "nhắn tôi qua Zalo" or "chỗ nào cũng được"; None for other words.

    Every word must be about that: "nhắn bà Hoa qua Zalo" and "gửi tiền qua Zalo" are not.
    """
    if ANYWHERE.are_in(words):
        return None if _rest(ANYWHERE.without(words)) else ("phones.any",)
    named = [name for name, its in PLATFORMS.items() if its.are_in(words)]
    rest = list(words)
    for name in named:
        rest = PLATFORMS[name].without(rest)
    if not named or not rest or _rest(NOT.without(OR.without(ANY.without(rest)))):
        return None
    if len(named) > 1:
        return ("phones.any",) if ANY.are_in(rest) else ("phones",)
    return ("phones",) if NOT.are_in(rest) else (f"phones.{named[0]}",)


def _rest(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words that have nothing to do with writing to the speaker."""
    rest = words
    for known in (WRITING, THROUGH, BESIDE):
        rest = known.without(rest)
    return rest
