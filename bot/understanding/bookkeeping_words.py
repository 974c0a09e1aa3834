"""Words of the books: fees, gifts, expenses, transfers, counts, papers."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE: dict[str, Phrases] = {
    "money": Phrases("money in and out, thu chi, tiền khác, sổ sách, việc sổ sách, other money"),
    "money.more": Phrases("thu chi khác, mục thu chi khác, more money in and out"),
    "papers.more": Phrases("sổ khác, sổ và báo cáo khác, báo cáo khác, more papers"),
    "fees": Phrases(
        """
        phí, hội phí, phí thành viên, phí hội viên, tiền phí, tiền hội phí, phí của tôi, hội phí
        của tôi, ai chưa nộp phí, ai chưa đóng phí, ai chưa đóng hội phí, fees, fee, my fees,
        member fees, members' fees
        """,
    ),
    "fees.set": Phrases(
        """
        đặt mức phí, đổi mức phí, sửa mức phí, đặt hội phí, đổi hội phí, sửa hội phí, đặt phí thành
        viên, đổi phí thành viên, set the fee
        """,
    ),
    "gifts": Phrases(
        "sổ tấm lòng vàng, tấm lòng vàng, sổ vàng, xem sổ tấm lòng vàng, golden heart book, gifts"
    ),
    "gift": Phrases(
        """
        tặng quỹ, ghi quà tặng, ghi tiền tặng, ghi tấm lòng vàng, ghi ủng hộ, tiền ủng hộ, nhận ủng
        hộ, có người ủng hộ, có người tặng, write a gift down, gift
        """,
    ),
    "gift.back": Phrases(
        """
        ghi nhầm quà tặng, ghi nhầm quà, sửa quà tặng, sửa sổ tấm lòng vàng, sửa tấm lòng vàng,
        sửa sổ vàng, take a gift back
        """,
    ),
    "expense": Phrases("chi tiền, ghi khoản chi, ghi tiền chi, spend money, expense"),
    "deposits": Phrases(
        """
        tiền gửi, tiền gửi lại, tiền phải trả lại, câu lạc bộ nợ, câu lạc bộ nợ ai, quỹ nợ ai,
        deposits, what the club owes
        """,
    ),
    "bank": Phrases(
        "ngân hàng, tài khoản, tài khoản ngân hàng, tài khoản câu lạc bộ, số tài khoản, bank,"
        "bank account"
    ),
    "bank.in": Phrases(
        """
        gửi ngân hàng, nộp ngân hàng, gửi tiền vào ngân hàng, nộp tiền vào ngân hàng, gửi tiền ngân
        hàng, take cash to the bank
        """,
    ),
    "bank.out": Phrases(
        "rút tiền, rút tiền ngân hàng, rút tiền ở ngân hàng, rút ngân hàng, fetch cash from the"
        " bank"
    ),
    "bank.change": Phrases(
        "đổi số tài khoản, đổi tài khoản, đổi tài khoản ngân hàng, sửa số tài khoản, change the"
        " account's number"
    ),
    "hand": Phrases(
        """
        giao tiền, giao tiền quỹ, bàn giao tiền, bàn giao tiền quỹ, bàn giao tiền mặt, đưa tiền
        quỹ, hand cash to somebody, hand cash
        """,
    ),
    "transfer": Phrases(
        """
        chuyển quỹ, chuyển giữa hai quỹ, chuyển tiền giữa hai quỹ, chuyển quỹ này sang quỹ kia,
        from one fund to the other
        """,
    ),
    "split": Phrases(
        "chia lãi, chia tiền lãi, lãi vào quỹ nào, lãi về quỹ nào, how interest is shared"
    ),
    "papers": Phrases(
        """
        sổ và báo cáo, các sổ, các sổ sách, báo cáo, in sổ, in báo cáo, papers, reports,
        books and reports, the club's papers
        """,
    ),
    "passbook": Phrases(
        "sổ vay của tôi, sổ vay tôi, xem sổ vay, xem sổ vay của tôi, passbook, my passbook"
    ),
    "count": Phrases(
        """
        kiểm quỹ, kiểm kê quỹ, kiểm kê tiền mặt, kiểm kê, kiểm tiền, kiểm tiền mặt, đếm quỹ, đếm
        tiền, đếm tiền mặt, đếm lại, kiểm quỹ lại, count the cash, cash count, count
        """,
    ),
    "count.minutes": Phrases(
        "biên bản kiểm quỹ, biên bản kiểm kê quỹ, biên bản kiểm kê, minutes of the cash count"
    ),
}
"""Commands that are the whole message."""
OPENING: dict[str, Phrases] = {
    "fees.take": Phrases(
        """
        thu phí, thu hội phí, thu phí thành viên, nộp phí, đóng phí, nộp hội phí, đóng hội phí,
        take a fee
        """,
    ),
    "fees.set": Phrases(
        """
        đặt mức phí, đổi mức phí, sửa mức phí, đặt hội phí, đổi hội phí, sửa hội phí, đặt phí thành
        viên, đổi phí thành viên
        """,
    ),
    "fees.waive": Phrases("miễn hội phí, miễn phí thành viên, miễn phí, waive the fee of"),
    "fees.again": Phrases(
        """
        thu lại phí đã miễn, thu lại hội phí đã miễn, hủy miễn phí, hủy miễn hội phí, ask for the
        waived fee of
        """,
    ),
    "expense": Phrases(
        "chi tiêu, chi tiền mua, chi tiền thăm, chi tiền cho, chi mua, spend",
        if_marked="chi tiền",  # "chi tien" may be chị Tiên
    ),
    "income": Phrases(
        """
        thu từ làm chung, tiền làm chung, thu nhập chung, tiền làm ăn chung, thu làm ăn chung,
        income of a joint business
        """,
    ),
    "passbook": Phrases("sổ vay, sổ vay vốn, in sổ vay, xem sổ vay, passbook, passbook of"),
    "papers.report": Phrases(
        """
        báo cáo tháng, báo cáo thu chi, báo cáo thu chi tháng, báo cáo quỹ, báo cáo quỹ tháng, báo
        cáo tài chính, xem báo cáo tháng, in báo cáo tháng, monthly report, the month's report,
        report of, fund report
        """,
    ),
    "papers.cash": Phrases(
        """
        sổ quỹ, xem sổ quỹ, sổ quỹ tháng, in sổ quỹ, in sổ quỹ tháng, xem sổ quỹ tháng, sổ quỹ tiền
        mặt, cash book, cash book of
        """,
    ),
    "papers.loans": Phrases(
        "sổ theo dõi vốn vay, sổ theo dõi vay vốn, sổ cho vay, sổ vốn vay, in sổ cho vay,loan book"
    ),
    "papers.late": Phrases(
        """
        danh sách trễ hạn, danh sách quá hạn, danh sách nợ quá hạn, danh sách nợ, in danh sách trễ
        hạn, list of debtors, debtors, what was not paid in time
        """,
    ),
    "papers.list": Phrases("bảng kê phiếu, bảng kê thu chi, danh sách phiếu, list of slips"),
    "papers.slips": Phrases("in phiếu, in lại phiếu, print slips, print slip, print"),
    "papers.fund": Phrases("biểu đồ, biểu đồ quỹ, xem biểu đồ, chart, chart of the fund"),
    "papers.ages": Phrases(
        "biểu đồ trễ hạn, biểu đồ vốn vay, biểu đồ vay vốn, chart of loans, chart of loans by age"
    ),
    "month.close": Phrases(
        """
        khóa sổ tháng, khóa sổ, chốt sổ tháng, chốt sổ, ký sổ tháng, ký sổ, close the month, close
        month, sign a month, sign the month
        """,
    ),
    "month.open": Phrases(
        """
        mở lại sổ tháng, mở lại sổ, mở sổ tháng, mở khóa sổ tháng, mở khóa sổ, mở lại tháng, open a
        month again, open the month again, open month
        """,
    ),
}
"""Commands that open a message; then comes a name, a sum, a day."""
