"""The words that the bot knows, each with its marks; what they do stands in `words`.

A phrase is understood without marks too, unless it stands under `if_marked`.
"""

from __future__ import annotations

from bot.understanding.phrases import Phrases

# Words that say nothing about what is wanted.
POLITE = Phrases(
    """
    ạ, a, á, à, dạ, thưa, rồi, nhé, nha, nhá, nghe, đấy, đó, vậy, thế, mà, chứ, luôn, cũng, thì,
    đâu, ơi, này, với, cháu, con, em, bác, ông, bà, chú, anh, chị, tôi, tui, please
    """,
    if_marked="cô",  # "co" is more often "có"
)
ASKING = Phrases(
    """
    ạ, a, dạ, thưa, nhé, nha, ơi, này, với, cho, hỏi, xin, xem, muốn, cần, được, biết, là, của,
    giùm, dùm, giúp, cháu, con, em, bác, ông, bà, cô, chú, anh, chị, tôi, tui, tao, mình, còn,
    the, my, show, please, i, to, want
    """,
    if_marked="đã",
)

# Yes and no: each word of an answer is one of these, or the answer is neither.
YES = Phrases(
    """
    đúng, phải, ừ, ừm, ừa, ờ, uh, uhm, um, được, đc, dc, vâng, có, chuẩn, yes, yeah, yep, yup, y,
    sure, correct, right, đồng ý, chính xác, xác nhận, nhất trí, chắc chắn, đung
    """,
)
OKAY = Phrases("ok, oke, okê, okie, okay, oki, ô kê")
"""A yes where nothing is at stake; of money it says no more than a raised thumb."""
NO = Phrases(
    """
    không, ko, kg, khg, hông, hổng, chưa, khỏi, chẳng, nope, not, không cần, không muốn, không
    ghi nữa
    """,
    if_marked="đừng, đừng ghi, dừng, dừng lại",  # "dung" is "đúng" first of all
)
WRONG = Phrases("sai, nhầm, wrong")
ENOUGH = Phrases("thôi")
TRULY = Phrases("rồi, vậy, thế")
"""Behind a "dung" these make it "đúng": nobody says "đừng rồi"."""
CANCEL = Phrases(
    """
    hủy, thôi, không ghi nữa, thôi không ghi nữa, cancel, never mind
    """,
    if_marked="dừng, dừng lại",
)

# Commands: the whole message, or its beginning and then a name or a sum.
WHOLE = {
    "menu": Phrases(
        """
        menu, thực đơn, bắt đầu, start, về đầu, trang đầu, mục lục, quay lại, chào, xin chào,
        alo, hello, hi
        """,
    ),
    "help": Phrases("giúp, giúp đỡ, trợ giúp, hướng dẫn, cách dùng, làm sao, help"),
    "explain": Phrases(
        """
        cách tính, tính thế nào, tính sao, tại sao, vì sao, giải thích, sao lại thế, sao nhiều
        thế, explain, why, how
        """,
    ),
    "language": Phrases("ngôn ngữ, đổi tiếng, đổi ngôn ngữ, language"),
    "language.vi": Phrases("tiếng việt, vietnamese"),
    "language.en": Phrases("tiếng anh, english"),
    "consents": Phrases(
        """
        quyền riêng tư, riêng tư, sự đồng ý, những điều đã đồng ý, dữ liệu của tôi, thông tin của
        tôi, consents, consent, privacy, my data
        """,
    ),
    "settings": Phrases(
        """
        cài đặt, thiết lập, ngôn ngữ và máy này, language and this phone, settings
        """,
    ),
    "officers": Phrases("ban chủ nhiệm, bcn, việc của ban chủ nhiệm, officers, board"),
    "officers.more": Phrases("việc khác của ban chủ nhiệm, other work of the board"),
    "cash": Phrases(
        """
        tiền mặt, tồn quỹ, trong hộp, quỹ còn bao nhiêu, quỹ có bao nhiêu, cash, trong quỹ còn bao
        nhiêu, trong quỹ có bao nhiêu, cash box, what the box must hold, what must be in the box,
        what is in the box, what is in the cash box, what is in the cash, how much is in the box,
        how much is in the cash box
        """,
        if_marked="hộp, hộp tiền, hộp còn bao nhiêu",  # "hop" is a meeting
    ),
    "daylist": Phrases(
        """
        danh sách hôm nay, sổ hôm nay, các khoản hôm nay, đối chiếu sổ trong ngày, day list,
        daylist, agree the day's list, the day's list
        """,
    ),
    "cases": Phrases(
        """
        việc cần xem, việc cần xem lại, cần xem lại, khoản cần xem lại, xem lại, các việc cần xem
        lại, việc nhờ xem lại, việc nhờ xem, các việc nhờ xem lại, what members asked to look at,
        cases
        """,
    ),
    "meeting": Phrases(
        """
        buổi họp, buổi họp tới, kỳ họp tới, cuộc họp tới, lần họp tới, meeting, next meeting, the
        meeting
        """,
        if_marked="họp",  # "hop" is a box, too
    ),
    "meeting.who": Phrases("who comes, who is coming, who will come"),
    "meeting.dues": Phrases("ngày nộp theo ngày họp, ngày nộp theo buổi họp, days to pay"),
    "meeting.papers": Phrases(
        """
        giấy mời, giấy mời họp, in giấy mời, in giấy mời họp, giấy báo họp, thông báo họp, bài đọc
        loa, bài loa, đọc loa, phát loa, meeting notice, invitation, loudspeaker
        """,
    ),
    "remind.again": Phrases(
        """
        nhắc lại, nhắc lại tôi, nhắc lại cho tôi, nhắc tôi lại, nhắc tôi như cũ, nhắc như cũ, lại
        nhắc tôi, cứ nhắc tôi, nhắc tiếp, nhắc tiếp tôi, nhắc tôi tiếp, remind me again, remind me
        """,
    ),
    "broadcasts": Phrases("các thông báo, thông báo đã gửi, các thông báo đã gửi, announcements"),
    "broadcast.progress": Phrases(
        """
        thông báo tới đâu, thông báo đến đâu, thông báo tới đâu rồi, thông báo đến đâu rồi, gửi tới
        đâu rồi, gửi đến đâu rồi, how far is it
        """,
    ),
    "broadcast.stop": Phrases("ngưng gửi, ngừng gửi, stop sending", if_marked="dừng gửi"),
    "slips": Phrases(
        """
        phiếu, phiếu của tôi, xem phiếu, các phiếu, biên lai, phiếu thu, slips, my slips,
        receipts
        """,
    ),
    "reminders.later": Phrases(
        "nhắc lại chiều mai, chiều mai nhắc lại, mai nhắc lại, remind me tomorrow afternoon"
    ),
    "reminders.times": Phrases(
        "lịch nhắc, giờ nhắc, ngày nhắc, các lần nhắc, đổi lịch nhắc, đổi giờ nhắc, reminder times"
    ),
    "reminders.hard": Phrases("tôi đang khó khăn, đang khó khăn, times are hard"),
    "balance": Phrases(
        """
        nợ, dư nợ, số dư, số dư nợ, số nợ, món nợ, khoản nợ, tiền nợ, sổ nợ, khoản vay, món vay,
        tiền vay, vốn vay, sổ vay, vay vốn, nợ vay, nợ gốc, kiểm tra nợ, tra cứu nợ, hỏi nợ, tiền
        lãi, tiền lời, tiền gốc, tiền vốn, còn nợ, còn thiếu, còn lại bao nhiêu, còn bao nhiêu,
        bao nhiêu, còn bao nhiêu nữa, bao nhiêu nữa, kỳ tới, đến hạn, hạn trả, ngày trả, lịch
        trả, lịch trả nợ, balance, loan, debt, owe, what do i owe, how much is left, how much
        left, when do i pay, when is it due, what is due, amount due, how much do i have to pay
        """,
        if_marked="lãi, lời, gốc, vốn, tiền mượn",  # lại, lỗi, góc, tiền muốn
    ),
}
OPENING = {
    "leave": Phrases(
        """
        rời câu lạc bộ, rời nhóm, rời khỏi nhóm, rời khỏi câu lạc bộ, ra khỏi nhóm, không dùng
        nữa, thôi không dùng nữa, leave, unlink
        """,
    ),
    "private": Phrases("nói riêng, nói chuyện riêng, gặp riêng, talk in private, private"),
    "cash": Phrases("trong hộp phải có, trong hộp có, trong hộp còn, hộp phải có"),
    "daylist": Phrases("đối chiếu"),
    "receive": Phrases("nhận tiền, thu tiền, receive money, receive, collect"),
    "member.code": Phrases(
        """
        cấp mã, cấp lại mã, cấp mã mới, cấp mã vào câu lạc bộ, tạo mã, mã cho, joining code,
        give out a joining code, code for
        """,
    ),
    "meeting.move": Phrases(
        """
        dời họp, dời buổi họp, dời cuộc họp, dời ngày họp, hoãn họp, hoãn buổi họp, lùi họp, lùi
        buổi họp, chuyển họp, chuyển buổi họp, đổi buổi họp, move the meeting, move meeting,
        postpone the meeting
        """,
    ),
    "meeting.hour": Phrases(
        """
        đổi giờ họp, dời giờ họp, chuyển giờ họp, sửa giờ họp, đổi giờ buổi họp, move the hour of
        the meeting, change the hour of the meeting
        """,
    ),
    "meeting.place": Phrases(
        """
        đổi chỗ họp, đổi nơi họp, đổi địa điểm họp, đổi điểm họp, chuyển chỗ họp, chuyển nơi họp,
        chuyển địa điểm họp, sửa địa điểm họp, địa điểm họp, chỗ họp, nơi họp, change the place of
        the meeting, place of the meeting, meeting place
        """,
    ),
    "meeting.cancel": Phrases(
        """
        hủy họp, hủy buổi họp, hủy cuộc họp, hủy kỳ họp, cancel the meeting, cancel meeting
        """,
    ),
    "meeting.rule": Phrases(
        """
        đặt lịch họp, đổi lịch họp, sửa lịch họp, đặt ngày họp, đổi ngày họp, change the meeting
        days, set the meeting days
        """,
    ),
    "meeting.agenda": Phrases(
        """
        việc họp, thêm việc họp, nội dung họp, nội dung buổi họp, chương trình họp, thêm vào buổi
        họp, bàn ở buổi họp, agenda
        """,
    ),
    "meeting.days": Phrases("lịch họp, ngày họp, các buổi họp, meeting days, meetings"),
    "quiet.wish": Phrases(
        """
        đừng nhắc, xin đừng nhắc, thôi đừng nhắc, không cần nhắc, thôi không nhắc, ngừng nhắc,
        ngưng nhắc, tạm nghỉ nhắc, nghỉ nhắc, do not remind, don t remind, stop reminding, no more
        reminders
        """,
        if_marked="dừng nhắc",
    ),
    "messengers": Phrases(
        "ai nhắn giúp, ai nhắn hộ, ai nhắn giùm, nhờ ai nhắn, nhờ ai nhắn giúp, nhờ ai nhắn hộ,"
        "nhờ ai nhắn giùm, who passes on to, who passes notices on to, who passes notices on"
    ),
    "messengers.stop": Phrases(
        """
        thôi nhắn giúp, thôi nhắn hộ, không nhắn giúp nữa, không nhắn hộ nữa, không nhắn giúp
        được nữa, không nhắn được nữa, no more passing on
        """,
    ),
    "broadcast": Phrases(
        """
        thông báo, gửi thông báo, ra thông báo, thông báo cho mọi người, gửi thông báo cho mọi
        người, nhắn mọi người, nhắn cho mọi người, nhắn tất cả, announce, send an announcement
        """,
    ),
    "undo": Phrases("sửa lại, ghi nhầm, ghi sai, undo, mend an entry, mend", if_marked="sửa"),
    "withdraw": Phrases("rút lại, withdraw"),
}
HELD_AT = Phrases("họp ở, họp tại, buổi họp ở, buổi họp tại, họp về, meet at, meeting at")
"""Opens a message that names a place, where it says nothing else of the meeting."""
BEFORE_A_NAME = Phrases("của, cho, for, from", if_marked="từ")

# "What do I owe": something owed and a question about it.
OWED = Phrases(
    """
    nợ, vay, vốn, gốc, lãi, lời, trả, nộp, đóng, thiếu, owe, kỳ này, kỳ tới, tháng này, còn lại,
    còn mượn, tiền mượn, mượn vốn, to pay
    """,
    if_marked="mượn",  # "muon" is "muốn"
)
HOW_MUCH = Phrases(
    """
    bao nhiêu, nhiêu, mấy tiền, mấy đồng, mấy triệu, nợ mấy, còn mấy, how much, bao giờ, khi nào,
    lúc nào, ngày nào, hôm nào, hết chưa, xong chưa
    """,
    if_marked="mấy",  # "may" is "máy"
)
IS_IT_SO = Phrases("không, ko, chưa")
NO_BALANCE = Phrases(
    """
    vay được, được vay, vay tiền được, mượn được, mượn tiền được, vay thêm, muốn vay, xin vay,
    cho vay, muốn mượn, lãi suất, thu lãi, thu được, cho ai, ở đâu
    """,
)
BESIDE_BALANCE = Phrases(
    """
    còn, phải, tiền, nữa, hết, tất, cả, tổng, cộng, tháng, này, kỳ, tới, cho, quỹ, là, số, khoản,
    món, bây, giờ, hiện, nay, lại, đến, có, được, thì, xong, vậy, rồi, thế, do, much, how, still,
    have, pay, does, in, câu lạc bộ, hôm nay, tháng sau, tháng trước, kỳ sau, kỳ trước, năm nay,
    năm sau, tuần này, tuần sau
    """,
)

# "I have paid": a verb and money, or the sum.
PAYING = Phrases("nộp, đóng, trả, hoàn trả, thanh toán, chuyển khoản, paid, pay, repay")
HANDING = Phrases("góp, gửi, gởi, đưa, chuyển")
MONEY = Phrases("tiền, money")
PAID_ALONE = Phrases(
    """
    nộp, nộp tiền, đã nộp, paid, have paid, i paid, i have paid, pay, repay, payment, repayment,
    pay back, i want to pay, made a payment
    """,
    if_marked="đóng, trả, trả tiền",  # "tra" is tea
)
WHAT_IS_PAID = Phrases("tiền, nợ, lãi, tiền lãi, gốc, tiền gốc, vốn, rồi, xong, đủ, tiền rồi")
ALREADY = Phrases("đã, vừa, mới")
NOT_PAID = Phrases("không, ko, chưa, đừng, cho ai, ở đâu, thế nào, làm sao, not")
SPEAKER = Phrases("tôi, tui, con, cháu, em, dạ, thưa, đã, vừa, muốn, xin, i, have, want, to")
PAID_WORDS = Phrases("tiền, nợ, rồi, xong, đủ, ạ, nhé")

# What nobody wants to read about herself.
SHAMING = Phrases(
    "quá hạn, còn nợ, trả nợ, đòi nợ, khất nợ, nợ nần, nợ xấu, con nợ, khoản nợ, món nợ, tiền nợ",
    if_marked="nợ",  # "no" is "nó" (he, she) first of all
)
