"""Words for what a club does together, by kind; which area each counts for is in `care.areas`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.understanding.phrases import Phrases, Word

KINDS = {
    "care_training": Phrases(
        """
        tập huấn tình nguyện viên, họp tình nguyện viên, tập huấn chăm sóc, tập huấn chăm sóc tại
        nhà, chăm sóc tại nhà, home care training, home care
        """
    ),
    "farming": Phrases(
        """
        tập huấn nuôi, tập huấn trồng, tập huấn chăn nuôi, tập huấn trồng trọt, tập huấn kỹ thuật,
        tập huấn làm ăn, kỹ thuật nuôi, kỹ thuật trồng, chăn nuôi, trồng trọt, làm ăn, kinh tế,
        tăng thu nhập, nhóm tăng thu nhập, farming course, income group
        """
    ),
    "rights": Phrases(
        """
        quyền lợi, trợ cấp, bảo trợ, bảo hiểm, bảo hiểm y tế, thẻ bảo hiểm, chính sách, hồ
        sơ, làm hồ sơ, luật người cao tuổi, pháp luật, tư vấn luật, trợ giúp pháp lý, rights,
        rights help, allowance, allowances, insurance
        """,
        if_marked="quyền",  # Quyên is a name
    ),
    "talk": Phrases(
        """
        nói chuyện, nói chuyện chuyên đề, chuyên đề, tuyên truyền, truyền thông, phổ biến, phổ biến
        kiến thức, talk, talk on, talk about
        """
    ),
    "exercise": Phrases(
        """
        tập dưỡng sinh, dưỡng sinh, tập thể dục, thể dục, thể dục dưỡng sinh, đi bộ, yoga, dân vũ,
        tập luyện, exercise, exercises, morning exercise, walking, gymnastics
        """
    ),
    "checkup": Phrases(
        """
        khám sức khỏe, khám bệnh, khám mắt, khám răng, khám định kỳ, phát thuốc, cấp thuốc,
        check-up, checkup, health check
        """
    ),
    "songs": Phrases(
        """
        văn nghệ, giao lưu văn nghệ, tập văn nghệ, ca hát, hát múa, liên hoan văn nghệ, đọc thơ,
        ngâm thơ, song evening, songs, singing, dancing
        """,
        if_marked="hát, múa",  # "mua" is to buy
    ),
    "birthday": Phrases("mừng thọ, sinh nhật, chúc thọ, chúc mừng sinh nhật, birthday, birthdays"),
    "outing": Phrases(
        """
        giao lưu, tham quan, du lịch, dã ngoại, trò chơi, thể thao, thi đấu, bóng chuyền, bóng
        chuyền hơi, bóng bàn, cầu lông, cờ tướng, liên hoan, hội thi, outing, games, sports
        """
    ),
    "presents": Phrases(
        "tặng quà, trao quà, phát quà, thăm hỏi, thăm hỏi tặng quà, chúc tết, presents"
    ),
    "help": Phrases(
        """
        giúp nhau, giúp đỡ, thăm ốm, thăm người ốm, đi viếng, viếng đám, viếng đám tang, đám tang,
        phúng viếng, đám ma, đám hiếu, việc hiếu, đám cưới, gặt giúp, gặt lúa giúp, giúp gặt, giúp
        gặt lúa, cấy giúp, cấy lúa giúp, giúp cấy, giúp cấy lúa, thu hoạch giúp, giúp thu hoạch, hũ
        gạo, hũ gạo tình thương, vệ sinh, dọn vệ sinh, tổng vệ sinh, vệ sinh môi trường, vệ sinh
        đường làng, quét dọn, trồng cây, trồng hoa, sửa nhà, dựng nhà, lợp nhà, làm đường, sửa
        đường, làm cỏ, nấu cơm, nấu cháo, mutual help, helping, clean-up, cleaning the lanes, sick
        visit, funeral
        """,
        if_marked="dọn",
    ),
    "lesson": Phrases("tập huấn, lớp học, học, đọc sách, lesson, course, training"),
    "business": Phrases(
        """
        làm chung, gây quỹ, vận động, vận động quỹ, bán hàng gây quỹ, gian hàng, fund raising,
        fundraising, joint business
        """
    ),
}
"""Where several fit, the one that begins first counts, then the longest, then the first here."""

ELSEWHERE = {
    "measuring": Phrases(
        """
        đo huyết áp, đo ha, đo huyết áp cân nặng, cân đo, đo cân nặng, cân nặng, cân sức khỏe,
        blood pressure, weighing
        """
    ),
    "visit": Phrases("thăm nhà, đi thăm, thăm tại nhà, đi thăm nhà, home visit, home visits"),
    "labour": Phrases("đổi công, labour swap, swapping labour"),
    "gift": Phrases(
        "ủng hộ, tặng quỹ, ủng hộ quỹ, biếu quỹ, quyên góp, quà ủng hộ, gift, gifts in kind"
    ),
    "meeting": Phrases(
        """
        họp câu lạc bộ, sinh hoạt câu lạc bộ, sinh hoạt định kỳ, sinh hoạt clb, buổi sinh hoạt,
        meeting
        """,
        if_marked="họp",
    ),
    "loan": Phrases("cho vay, cho vay vốn, vay vốn, giải ngân, lending"),
}
"""What other parts of the bot write down."""


def is_kind(words: Sequence[Word]) -> bool:
    """Whether any of `KINDS` is among the words."""
    return any(phrases.are_in(words) for phrases in KINDS.values())


def kind_of(words: Sequence[Word]) -> str:
    """Return what was done: one of `KINDS`, or else of `ELSEWHERE`; empty where no word says."""
    found = _first(words, KINDS) or _first(words, ELSEWHERE)
    if found == "talk" and KINDS["rights"].are_in(words):
        return "rights"  # a talk on allowances helps people to what is theirs
    return found


def _first(words: Sequence[Word], kinds: Mapping[str, Phrases]) -> str:
    for place in range(len(words)):
        lengths = {name: phrases.length_at(words, place) for name, phrases in kinds.items()}
        name = max(lengths, key=lambda one: lengths[one])
        if lengths[name]:
            return name
    return ""
