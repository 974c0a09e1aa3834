"""Words of a meeting day's money: the list, the count, closing."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE: dict[str, Phrases] = {
    "collecting": Phrases(
        """
        thu tiền hôm nay, thu tiền buổi họp, thu tiền kỳ này, thu tiền cả buổi, thu tiền theo danh
        sách, danh sách thu, danh sách thu tiền, danh sách thu hôm nay, thu tiếp, thu tiền tiếp,
        tiếp tục thu, tiếp tục thu tiền, đóng sổ buổi thu, collect today, collect at the meeting,
        collect today's money, today's collection, collection, go on collecting
        """
    ),
    "collection.sheet": Phrases(
        """
        tờ thu, tờ thu hôm nay, tờ thu tiền, tờ thu tiền hôm nay, in tờ thu, in tờ thu hôm nay,
        giấy thu hôm nay, collection sheet, the collection sheet, today's sheet
        """
    ),
}
"""Commands that are the whole message."""
OPENING: dict[str, Phrases] = {}
"""Commands that open a message; then comes a name, a sum, a day."""
