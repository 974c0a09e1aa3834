"""Words of lending: products, asking for a loan, the queue, late members."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE: dict[str, Phrases] = {
    "borrow": Phrases(
        """
        vay mới, vay thêm, xin vay, xin vay vốn, muốn vay, muốn vay vốn, muốn vay tiền, cần vay,
        tôi muốn vay, tui muốn vay, bác muốn vay, ông muốn vay, bà muốn vay, tôi xin vay, tôi cần
        vay, cho tôi vay, cho tui vay, cho bác vay, cho ông vay, cho bà vay,
        cho tôi vay với, ask for a loan
        """,
        if_marked="vay, mượn",  # vậy, muốn
    ),
    "borrow.wait": Phrases(
        """
        bao giờ được tiền, bao giờ có tiền, bao giờ thì có tiền, bao giờ thì được tiền, bao giờ
        nhận được tiền, bao giờ được nhận tiền, bao giờ được nhận, khi nào có tiền, khi nào được
        tiền, khi nào nhận được tiền, khi nào được nhận tiền, bao giờ duyệt, bao giờ được duyệt,
        bao giờ xét, khi nào duyệt, sao lâu thế, sao lâu vậy, sao lâu quá, sao lâu, lâu thế, lâu
        quá, sao mãi chưa được, sao chưa thấy gì, when do i get the money, why does it take so long
        """,
    ),
    "borrow.why": Phrases(
        """
        sao lại không cho vay, sao không cho vay, sao không cho tôi vay, sao lại không cho tôi vay,
        sao không được vay, sao lại không được vay, sao tôi không được vay, vì sao không cho vay,
        vì sao không được vay, vì sao tôi không được vay, tại sao không cho vay, tại sao không cho
        tôi vay, tại sao không được vay, tại sao tôi không được vay, sao từ chối,
        why was it refused
        """,
    ),
    "borrow.mine": Phrases(
        """
        đơn vay, đơn xin vay, xem đơn, xem đơn vay, đơn vay tới đâu, đơn vay đến đâu, đơn vay tới
        đâu rồi, đơn vay đến đâu rồi, đơn của tôi, application, loan application, my application,
        my loan application
        """,
    ),
    "lending.queue": Phrases(
        """
        các đơn xin vay, các đơn vay, danh sách xin vay, danh sách đơn vay, danh sách đơn xin vay,
        đơn chờ duyệt, đơn vay chờ duyệt, xét đơn, xét đơn vay, duyệt đơn, duyệt đơn vay, xét vay,
        xét duyệt vay, ai xin vay, ai đang xin vay, chi tiền cho vay, giải ngân, applications,
        loan applications, xem các đơn vay, xem các đơn xin vay, see who
        asks for a loan, who asks for a loan, loans to decide, loan queue
        """,
    ),
    "lending.order": Phrases(
        """
        thứ tự cho vay, thứ tự xét vay, đổi thứ tự cho vay, đổi thứ tự xét vay, ai được vay trước,
        order of lending, change the order of lending
        """,
    ),
    "resolutions": Phrases(
        """
        việc chờ quyết, các việc chờ quyết, việc chờ quyết định, việc chờ biểu quyết, chờ quyết,
        what waits for a decision, what is to be decided, what is to decide, decisions, to decide
        """,
    ),
    "borrow.withdraw": Phrases(
        """
        rút đơn, rút đơn vay, rút lại đơn, rút lại đơn vay, hủy đơn, hủy đơn vay, không vay nữa,
        thôi không vay nữa, thôi không vay, withdraw my application, take my application back,
        take back my application, withdraw the application
        """,
    ),
    "resolution.mine": Phrases(
        """
        rút đề nghị, rút lại đề nghị, rút việc đã hỏi, rút lại việc đã hỏi, đề nghị của tôi, việc
        tôi đã đề nghị, việc tôi đã hỏi, what i asked for, take my question back, take back my
        question
        """,
    ),
    "lending": Phrases("việc vay vốn, việc cho vay, chuyện vay vốn, loans, lending"),
    "products": Phrases(
        """
        cho vay, cách cho vay, quy định cho vay, các loại vay, loại vay, mức cho vay, loan
        conditions of the club, products, loan products, on what the club lends
        """,
    ),
    "products.change": Phrases(
        "sửa quy định cho vay, đổi quy định cho vay, change on what the club lends"
    ),
    "products.way": Phrases(
        "đổi cách trả, đổi cách trả nợ, đổi cách trả vốn, đổi cách thu, sửa cách trả, change the"
        " way of paying"
    ),
    "products.months": Phrases(
        "đổi thời hạn vay, đổi kỳ hạn vay, sửa thời hạn vay, sửa kỳ hạn vay, change the terms"
    ),
    "products.add": Phrases("thêm loại vay, thêm cách cho vay, add a kind of loan"),
    "late": Phrases(
        """
        ai trễ, ai nộp trễ, ai trả trễ, ai chậm, ai nộp chậm, ai trả chậm, ai đang chậm, người nộp
        chậm, những người nộp chậm, danh sách nộp chậm, danh sách chậm, danh sách trễ,
        who is late, who has not paid in time,
        who is behind, late members
        """,
    ),
}
"""Commands that are the whole message."""
OPENING: dict[str, Phrases] = {
    "products.rate": Phrases(
        """
        đổi lãi suất, sửa lãi suất, đặt lãi suất, đổi mức lãi, sửa mức lãi, change the rate, change
        the interest rate
        """,
    ),
    "products.most": Phrases(
        "đổi mức vay cao nhất, đổi mức vay tối đa, đổi mức vay, sửa mức vay,"
        " change the largest loan"
    ),
    "products.least": Phrases(
        "đổi mức vay thấp nhất, đổi mức vay tối thiểu, change the smallest loan"
    ),
    "loan.extend": Phrases("gia hạn, xin gia hạn, gia hạn khoản vay, gia hạn vay, extend"),
    "loan.freeze": Phrases(
        """
        khoanh nợ, khoanh khoản vay, khoanh vay, khoanh lãi, tạm ngừng tính lãi, ngừng tính lãi,
        tạm dừng tính lãi, dừng tính lãi, tạm ngưng tính lãi, ngưng tính lãi, không tính lãi,
        đóng băng khoản vay, đóng băng nợ, đóng băng lãi, đóng băng vay, freeze
        """,
        if_marked="khoanh, đóng băng",
    ),
    "loan.charge": Phrases(
        """
        ghi phí theo quy ước, ghi khoản theo quy ước, ghi tiền theo quy ước, ghi phí theo quy chế,
        ghi tiền nộp chậm, ghi lệ phí, ghi phí phạt, ghi tiền phạt, a charge for
        """,
    ),
    "loan.waive": Phrases(
        """
        miễn khoản theo quy ước, miễn tiền theo quy ước, miễn phí theo quy ước, miễn phí theo quy
        chế, miễn tiền nộp chậm, miễn lệ phí, miễn phí phạt, miễn tiền phạt, waive a charge of
        """,
    ),
    "loan.write_off": Phrases("xóa nợ, xóa khoản vay, write off"),
}
"""Commands that open a message; then comes a name, a sum, a day."""
