"""The words around names in messages about money; what they do stands in `payers`."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

ADDRESS = Phrases("bác, ông, bà, cô, chú, anh, chị, dì, cậu, mợ, thím, dượng, cụ, mr, ms, mrs")
HAMLET = Phrases("xóm, thôn, khu, tổ, đội, bản, ấp")
CALL = Phrases("ơi", if_marked="à")
FIRST_PERSON = Phrases("tôi, tui, tao, con, cháu, em, i, we, me", if_marked="mình")
"""How people call themselves, to the club or to a bot that could be their grandchild."""
ONESELF = Phrases(
    """
    tôi, tui, tao, con, cháu, em, chúng tôi, chúng em, chúng cháu, chúng con, bọn tôi, i, we, me,
    bác, ông, bà, cô, chú, anh, chị, dì, cậu, mợ, thím, dượng, cụ, nhà, gia đình, vợ chồng,
    vợ, chồng, ông bà, anh chị, cô chú, hai vợ chồng, cả nhà, quỹ, câu lạc bộ, clb, nhóm, hội
    """,
    if_marked="mình, chúng mình, bà cháu, ông cháu",
)
KIN = Phrases(
    """
    vợ, chồng, con trai, con gái, con dâu, con rể, mẹ, má, bố, mẹ chồng, mẹ vợ, bố chồng, bố vợ,
    husband, wife, mother, father
    """,
    if_marked="cha",
)
SENDING = Phrases("nhờ, gửi, gởi, đưa, bảo, kêu, giao")
TO = Phrases("cho, to")
ON_BEHALF = Phrases(
    """
    hộ, giùm, dùm, giúp, thay, hộ cho, giùm cho, giúp cho, thay cho, thay mặt, của, for,
    on behalf of
    """,
)
VERBS = Phrases("nộp, đóng, trả, góp, gửi, gởi, đưa, chuyển, paid, pay, pays")
BEFORE_A_PAYER = Phrases(
    """
    dạ, thưa, vâng, tôi, tui, tao, con, cháu, em, đã, vừa, vừa mới, vừa rồi, mới rồi, mới, muốn,
    xin, sẽ, cho, để, và, với, thì, có, nhận được, nhà, gia đình, vợ chồng, hai vợ chồng, vợ,
    chồng, con trai, con gái, con dâu, con rể, mẹ, má, bố, mr, ms, mrs, i, my, the, from, to, is,
    hỏi, xem, tới, đến, vào, husband, wife, mother, father
    """,
    if_marked="mình, là",
)
BEHIND_A_PAYER = Phrases(
    """
    đã, vừa, mới, muốn, xin, sẽ, phải, có, cũng, rồi, ạ, nhé, nha, với, has, have, just, want,
    wants, will, already, to
    """,
    if_marked="là, thì, đang, vẫn, lại",
)
TIMES = Phrases(
    """
    hôm nay, hôm qua, hôm kia, hôm trước, hôm nọ, hôm họp, ngày mai, ngày kia, sáng nay, sáng qua,
    sáng mai, trưa nay, trưa qua, chiều nay, chiều qua, chiều mai, tối nay, tối qua, ban nãy,
    hồi nãy, lúc nãy, khi nãy, hồi sáng, hồi chiều, bây giờ, vừa rồi, mới đây, tháng này,
    tháng trước, tháng sau, tháng tới, kỳ này, kỳ trước, kỳ sau, kỳ tới, tuần này, tuần trước,
    tuần sau, năm nay, năm sau, lần này, lần trước, lần đầu, đợt này, đợt trước, today,
    yesterday, tomorrow, this month, last month, next month, this week, this morning
    """,
)
OF_MONEY = Phrases(
    """
    tiền, nợ, lãi, lời, gốc, vốn, khoản, món, tiền lãi, tiền lời, tiền gốc, tiền vốn, tiền vay,
    tiền mặt, khoản vay, rồi, xong, đủ, hết, thêm, nốt, trước, tháng, ngày, kỳ, cho, vào, bằng,
    thủ quỹ, kế toán, thư ký, chủ nhiệm, phó chủ nhiệm, ban chủ nhiệm, trưởng nhóm, nhóm trưởng,
    chuyển khoản, ngân hàng, the treasurer, treasurer, the loan, loan, interest, principal, money
    """,
)
ASKING_FOR = Phrases(
    """
    ạ, dạ, thưa, nhé, nha, này, với, cho, hỏi, xin, xem, muốn, cần, được, biết, giùm, dùm, giúp,
    còn, the, my, show, please, i, to, want, does, do, did
    """,
    if_marked="đã, là, của",
)
OWING = Phrases("còn nợ, còn phải, còn thiếu, still")
NEVER_A_DEBTOR = Phrases(
    """
    vay, mượn, trả, nộp, đóng, vốn, gốc, lãi, lời, còn, hiện, nay, giờ, thì, vẫn, có, cũng, đang,
    tổng, cộng, tất, này, cháu, ơi, con, em, tôi, tui, nhà
    """,
)
"""Lower-case behind "bác" these are no names, though without marks some could be."""
