"""Words that ask for nothing the bot does: thanks, a wish for a loan, a sum put right."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

# A loan is the meeting's to grant.
BORROWING = Phrases(
    """
    muốn vay, xin vay, cần vay, vay thêm, vay tiếp, được vay, vay được, cho vay, đăng ký vay,
    làm đơn vay, đơn vay, hỏi vay, vay mới, xin mượn, mượn thêm, borrow, a new loan, get a loan,
    take a loan, want a loan
    """,
    if_marked="muốn mượn, mượn tiền, cho mượn, mượn được",
)

# Thanks, and what is said when all is well.
THANKS = Phrases(
    """
    cảm ơn, cám ơn, đội ơn, ok, oke, okê, okie, okay, oki, ô kê, vâng, được rồi, tốt rồi, biết rồi,
    hiểu rồi, thanks, thank you, thank, thx, great, all right, alright, good
    """,
)
"""Not "dạ" alone: where a yes or no is asked it may be half of either."""
ASSENT = Phrases(
    """
    ok, oke, okê, okie, okay, oki, ô kê, vâng, được rồi, tốt rồi, biết rồi, hiểu rồi, great,
    all right, alright, good
    """,
)
"""Thanks that may be meant as a yes, where something was asked."""
BESIDE_THANKS = Phrases(
    """
    cảm ơn, cám ơn, đội ơn, ok, oke, okê, okie, okay, oki, ô kê, vâng, được rồi, tốt rồi, biết rồi,
    hiểu rồi, thanks, thank you, thank, thx, great, all right, alright, good, ạ, a, dạ, thưa, rồi,
    nhé, nha, nhiều, lắm, rất, quá, luôn, này, thế, vậy, ơi, xin, cháu, con, em, bác, ông, bà,
    chú, anh, chị, tôi, tui, very, much, so, you, a lot
    """,
    if_marked="cô, à, á, ừ",
)

# Beside a sum that is another one than was read back.
BESIDE_A_SUM = Phrases(
    """
    không, ko, không phải, không đúng, sai, sai rồi, nhầm, nhầm rồi, phải, là, phải là, đúng,
    đúng ra, chỉ, có, chỉ có, thôi, tiền, số, số khác, sửa, sửa lại, thành, thực ra, nộp, đưa,
    nhận, cơ, mà, chứ, dạ, ạ, a, thưa, nhé, nha, rồi, cháu, con, tôi, tui, bác, ông, bà, đồng, đ,
    no, it, is, was, only, not, but, actually, sorry
    """,
    if_marked="đã",
)
