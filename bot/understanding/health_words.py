"""Words of what is measured at meetings."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE: dict[str, Phrases] = {
    "measure": Phrases(
        """
        đo huyết áp, ghi huyết áp, đo huyết áp và cân, cân đo, ghi số đo, ghi cân nặng, đo sức
        khỏe, measure, write down blood pressure, write down blood pressure and weight
        """,
    ),
    "measure.missed": Phrases(
        """
        ai chưa đo, ai chưa đo huyết áp, ai chưa cân, những ai chưa đo, còn ai chưa đo, chưa đo
        huyết áp, danh sách chưa đo, who is not measured yet, who is not measured,
        who is not measured yet this month
        """,
    ),
    "health.mine": Phrases(
        """
        huyết áp, huyết áp của tôi, huyết áp tôi, huyết áp của bác, huyết áp của bà, huyết áp của
        ông, xem huyết áp, cân nặng, cân nặng của tôi, số đo của tôi, sổ sức khỏe, sức khỏe của
        tôi, my blood pressure, blood pressure, my weight, my blood pressure and weight
        """,
    ),
    "health.agree": Phrases(
        """
        đồng ý ghi huyết áp, cho ghi huyết áp, cho phép ghi huyết áp, ghi huyết áp cho tôi, keep
        my figures, keep my figures from now on
        """,
    ),
    "health.withdraw": Phrases(
        """
        thôi ghi huyết áp, không ghi huyết áp nữa, không ghi huyết áp, ngừng ghi huyết áp, xóa
        huyết áp, xóa huyết áp của tôi, xóa số đo, xóa số đo của tôi, keep my figures no more,
        delete my figures
        """,
        if_marked="đừng ghi huyết áp, dừng ghi huyết áp",
    ),
}
"""Commands that are the whole message."""
OPENING: dict[str, Phrases] = {
    "measure": Phrases("đo huyết áp, ghi huyết áp, ghi số đo, measure"),
    "health.of": Phrases("huyết áp, huyết áp của, xem huyết áp, blood pressure of"),
}
"""Commands that open a message; then comes a name, a day, what was done."""
