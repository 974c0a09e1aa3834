"""Words of a visit: how somebody was, and what says nothing of it."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WELL = Phrases(
    """
    khỏe, khỏe mạnh, khỏe khoắn, vẫn khỏe, tốt, vui, vui vẻ, tỉnh táo, đỡ rồi, fine, well, good
    """,
    if_marked="ổn, vẫn ổn, đỡ",
)
USUAL = Phrases(
    """
    bình thường, bt, bth, bthg, như thường, như mọi khi, như cũ, như trước, vẫn thế, vẫn vậy,
    tàm tạm, as usual, usual, so so
    """
)
AS_EVER = Phrases(
    """
    như mọi khi, như mọi lần, như mọi hôm, mọi khi, như cũ, như trước, như lần trước, như hôm
    trước, như thường lệ, as usual, the usual, as ever, as always
    """
)
"""As an answer to what was done: what is done there as a rule."""
WEAK = Phrases(
    """
    yếu, yếu lắm, hơi yếu, yếu đi, mệt, hơi mệt, mệt mỏi, mệt lắm, không khỏe, ko khỏe,
    không được khỏe, chưa khỏe, không ổn, ko ổn, xuống sức, weak, tired, not well
    """,
    if_marked="kém",
)
STATION = Phrases(
    """
    cần gặp, cần gấp, gặp trạm, gặp trạm y tế, gặp trạm xá, cần gặp trạm y tế, cần trạm y tế,
    cần khám, cần đi khám, cần gặp y tế, cần y tế, gặp bác sĩ, cần gặp bác sĩ, cần bác sĩ, rất gấp,
    health station, needs the station, needs the health station
    """,
    if_marked="gấp, khẩn",
)
"""Urgent wherever it stands, unless a "không" is before it."""
AT_STATION = Phrases("trạm y tế, trạm xá, trạm, station")
ILL_OR_WELL = Phrases("ốm", if_marked="on")
"""One slip apart: "on" is ổn and "om" is ốm; who is ill may be weak or worse."""
NOT = Phrases("không, không phải, chưa, ko, khỏi, not, no")
STATES_HEARD = (
    ("station", STATION),
    ("station", AT_STATION),
    ("weak", WEAK),
    ("well", WELL),
    ("usual", USUAL),
    ("", ILL_OR_WELL),
)
BESIDE = Phrases(
    """
    và, với, cả, giúp, hộ, giùm, làm, đã, rồi, xong, ạ, nhé, nha, thôi, cho, bà, ông, bác, cụ, cô,
    chú, có, thì, vẫn, đang, rất, hơi, lắm, là, được, một, chút, tí, các, việc, hết, she, he, is,
    and, the, was, her, him
    """
)
NOT_ALONE = Phrases("ăn, chợ, thuốc, chơi")
"""Beside strange words nothing that was done: "ăn ít", "uống thuốc không đều"."""
NEVER_BARE = frozenset({"cho", "bao", "an"})
"""Without marks these are commoner words than chợ, bão and ăn."""
FAR_ENOUGH = 3
"""Words; a "không" so near before denies what is said."""
TALK = Phrases("nói chuyện, trò chuyện, chuyện trò, tâm sự, chơi, talk, talking, chatting")
"""Whoever stands behind "với" then is no second visitor."""
