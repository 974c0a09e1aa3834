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
    "lending": Phrases("việc vay vốn, việc cho vay, chuyện vay vốn, loans, lending"),
    "products": Phrases(
        """
        cho vay, cách cho vay, quy định cho vay, các loại vay, loại vay, mức cho vay, sửa quy định
        cho vay, đổi quy định cho vay, loan conditions of the club, products, loan products, on
        what the club lends
        """,
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
        "khoanh nợ, khoanh khoản vay, khoanh vay, khoanh lãi, freeze", if_marked="khoanh"
    ),
    "loan.write_off": Phrases("xóa nợ, xóa khoản vay, write off"),
}
"""Commands that open a message; then comes a name, a sum, a day."""
