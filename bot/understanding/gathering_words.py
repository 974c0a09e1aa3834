"""Words of what the club does together: the roll, minutes, eight areas, labour swaps."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE: dict[str, Phrases] = {
    "gathering": Phrases(
        """
        buổi họp hôm nay, cuộc họp hôm nay, họp hôm nay, ngày họp hôm nay, việc buổi họp, việc của
        buổi họp, today's meeting
        """,
    ),
    "gathering.other": Phrases("buổi họp khác, cuộc họp khác, another meeting"),
    "roll.guests": Phrases(
        "khách mời, khách dự họp, khách họp, ghi khách, ghi khách mời, thêm khách, guests"
    ),
    "minutes.close": Phrases(
        """
        khép biên bản, khép biên bản họp, chốt biên bản, chốt biên bản họp, đóng biên bản, đóng
        biên bản họp, xong biên bản, close the minutes
        """,
    ),
    "minutes.add": Phrases(
        """
        bổ sung biên bản, bổ sung biên bản họp, bổ sung vào biên bản, thêm vào biên bản, ghi thêm
        vào biên bản, add to the minutes
        """,
    ),
    "minutes.talk": Phrases(
        """
        chủ đề tháng, chủ đề tháng này, chuyên đề tháng, ghi chủ đề, ghi chủ đề truyền thông, chủ
        đề truyền thông, the talk of the month
        """,
    ),
    "minutes.led": Phrases("người chủ trì, ghi người chủ trì, sửa người chủ trì, who led it"),
    "areas": Phrases(
        """
        tám lĩnh vực, 8 lĩnh vực, các lĩnh vực, tám mảng, 8 mảng, tám nội dung, 8 nội dung, tám
        mảng hoạt động, 8 mảng hoạt động, hoạt động tháng này, areas, eight areas, the eight areas
        """,
    ),
    "activity": Phrases(
        """
        hoạt động, ghi hoạt động, ghi hoạt động câu lạc bộ, thêm hoạt động, ghi thêm hoạt động,
        activity, activities, write an activity down
        """,
    ),
    "activity.back": Phrases(
        """
        ghi nhầm hoạt động, sửa hoạt động, xóa hoạt động, bỏ hoạt động, take an activity back
        """,
    ),
    "labour": Phrases(
        """
        đổi công, bảng đổi công, việc đổi công, xem đổi công, ai cần giúp, ai cần người, ai cần
        người giúp, ai cần đổi công, labour, labour swap, labour board, swap labour
        """,
    ),
    "labour.ask": Phrases(
        "tôi cần người giúp, cần người làm, tôi cần người làm, nhờ đổi công, i need hands"
    ),
    "labour.offer": Phrases(
        "tôi rảnh, tôi đi giúp được, tôi giúp được, đi đổi công, i have time to help"
    ),
    "labour.mine": Phrases(
        """
        công của tôi, công của mình, số công của tôi, tôi được mấy công, tôi còn mấy công, xem
        công, xem công của tôi, ngày công của tôi, my days of labour, my labour days
        """,
    ),
    "labour.others": Phrases(
        "đổi công hộ, ghi đổi công hộ, đổi công hộ người khác, labour for somebody else"
    ),
}
"""Commands that are the whole message."""
OPENING: dict[str, Phrases] = {
    "areas": Phrases(
        """
        tám lĩnh vực, 8 lĩnh vực, tám mảng, 8 mảng, tám nội dung, 8 nội dung, hoạt động tháng,
        eight areas, the eight areas
        """,
    ),
    "activity": Phrases(
        """
        ghi hoạt động, ghi hoạt động câu lạc bộ, thêm hoạt động, ghi thêm hoạt động, ghi việc câu
        lạc bộ, activity, write an activity down
        """,
    ),
    "roll": Phrases(
        """
        điểm danh, điểm danh họp, điểm danh buổi họp, ghi điểm danh, sửa điểm danh, gọi tên điểm
        danh, call the roll, roll call, roll, the roll
        """,
    ),
    "roll.absent": Phrases(
        """
        người vắng, những người vắng, các bác vắng, danh sách vắng, danh sách người vắng, điểm danh
        vắng, absent
        """,
    ),
    "decided": Phrases(
        """
        ghi quyết định, viết quyết định, cuộc họp quyết định, buổi họp quyết định, họp quyết định,
        quyết định của cuộc họp, quyết định của buổi họp, nghị quyết, ghi nghị quyết, the meeting
        decided, write decisions down, write a decision down, decision
        """,
        if_marked="quyết định",
    ),
    "minutes": Phrases(
        """
        biên bản, biên bản họp, biên bản buổi họp, biên bản cuộc họp, biên bản sinh hoạt, xem biên
        bản, xem biên bản họp, in biên bản họp, ghi biên bản, ghi biên bản họp, viết biên bản, viết
        biên bản họp, làm biên bản, làm biên bản họp, minutes, the minutes, minutes of the meeting
        """,
    ),
    "report": Phrases(
        """
        báo cáo hoạt động, báo cáo hoạt động tháng, xem báo cáo hoạt động, in báo cáo hoạt động,
        báo cáo chung, báo cáo chung tháng, báo cáo cả tháng, báo cáo tổng hợp, báo cáo gửi xã, báo
        cáo lên xã, báo cáo câu lạc bộ, lập báo cáo, lập báo cáo tháng, làm báo cáo, làm báo cáo
        tháng, viết báo cáo, viết báo cáo tháng, ký báo cáo, ký báo cáo tháng, sửa báo cáo, sửa báo
        cáo tháng, report of activities, activity report, whole report, sign the report
        """,
    ),
}
"""Commands that open a message; then comes a name, a day, what was done."""
