"""Words of home care: who is visited, visits, the rota."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE: dict[str, Phrases] = {
    "helping": Phrases("thăm nom, giúp nhau, thăm nom giúp nhau, looking after each other"),
    "care": Phrases(
        """
        chăm sóc, chăm sóc tại nhà, việc chăm sóc, thăm nhà, việc thăm nhà, home care, care
        """
    ),
    "care.people": Phrases(
        """
        ai được chăm sóc, những ai được chăm sóc, người được chăm sóc, danh sách chăm sóc, danh
        sách người được chăm sóc, ai được thăm, người được thăm, danh sách người được thăm, người
        tôi thăm, tôi thăm những ai, who is visited
        """
    ),
    "care.take": Phrases(
        """
        nhận chăm sóc, thêm người cần chăm sóc, thêm người được chăm sóc, nhận thêm người chăm
        sóc, đăng ký chăm sóc, take in
        """
    ),
    "care.volunteers": Phrases(
        """
        danh sách tình nguyện viên, danh sách tnv, ai là tình nguyện viên, những ai là tình nguyện
        viên, list of volunteers
        """
    ),
    "carer.mine": Phrases(
        """
        ngày tôi đi thăm được, ngày tôi thăm được, những ngày tôi thăm được, my days
        """
    ),
    "care.leads": Phrases(
        """
        ai phụ trách, ai phụ trách chăm sóc, ai phụ trách sức khỏe, ai lo việc chăm sóc, người phụ
        trách chăm sóc, người phụ trách sức khỏe, who leads care, who leads health
        """
    ),
    "family": Phrases(
        """
        ai đã sang, ai đã sang thăm, ai đã thăm, ai sang thăm, ai sang, hôm nay ai sang, hôm nay
        ai sang thăm, bao giờ có người sang, khi nào có người sang, người nhà được thăm, xem thăm
        nom, xem ai đã sang, who came, who visited, who comes
        """
    ),
    "family.thank": Phrases(
        """
        gửi lời cảm ơn, cảm ơn tình nguyện viên, cảm ơn người sang thăm, cảm ơn các bác sang thăm,
        thank the volunteers
        """
    ),
    "family.leave": Phrases("thôi xem thăm nom, không xem thăm nom nữa, show me no visits"),
    "visit": Phrases(
        """
        ghi thăm, ghi lượt thăm, ghi buổi thăm, ghi lần thăm, ghi lần thăm khác, tôi đã thăm, tôi
        thăm rồi, tôi đã thăm rồi, đã thăm, thăm rồi, tôi đã sang thăm, đã sang thăm, record
        a visit, write a visit down, i visited, i have visited, another visit
        """
    ),
    "visit.ask": Phrases(
        """
        xin thăm, xin được thăm, tôi xin thăm, cho tôi xin thăm, xin người thăm, xin người sang
        thăm, nhờ thăm, nhờ sang thăm, nhờ người sang thăm, nhờ người thăm, mời sang thăm, xin
        một buổi thăm, ask for a visit
        """
    ),
    "visit.requests": Phrases(
        """
        ai xin thăm, những ai xin thăm, lời xin thăm, ai xin được thăm, who asks for a visit
        """
    ),
    "relatives": Phrases("người nhà, người thân, người nhà của tôi, my family"),
    "care.hours": Phrases(
        """
        giờ thăm, giờ thăm tháng này, giờ thăm của tôi, tháng này tôi thăm mấy lần, số giờ thăm,
        visit hours, hours of visits
        """
    ),
    "care.picture": Phrases(
        """
        hình thăm tháng này, bảng thăm tháng này, biểu đồ thăm, biểu đồ thăm
        tháng này, picture of visits
        """
    ),
    "rota": Phrases(
        """
        lịch thăm, xem lịch thăm, xếp lịch thăm, lập lịch thăm, lịch đi thăm, lịch thăm nom, phân
        công thăm, phân công đi thăm, rota, the rota, visiting rota
        """
    ),
    "visits.mine": Phrases(
        """
        lịch của tôi, lịch thăm của tôi, lịch đi thăm của tôi, lịch tôi đi thăm, tôi đi thăm ai,
        tôi thăm ai, tôi phải thăm ai, tuần này tôi thăm ai, tuần này tôi đi thăm ai, hôm nay tôi
        thăm ai, hôm nay tôi đi thăm ai, mai tôi thăm ai, mai tôi đi thăm ai, khi nào tôi đi thăm,
        bao giờ tôi đi thăm, my visits, whom do i visit
        """
    ),
    "swap": Phrases(
        """
        đổi lịch thăm, xin đổi lịch thăm, đổi buổi thăm, đổi ca, xin đổi ca, nhờ người đi thay,
        nhờ đi thay, tìm người thay, tìm người đi thay, không đi thăm được, tôi không đi thăm
        được, không sang thăm được, tôi không sang thăm được, swap, swap a visit, i cannot visit
        """
    ),
    "swap.keep": Phrases("tôi đi được rồi, tôi vẫn đi, tôi vẫn đi thăm, i can go after all"),
}
"""Commands that are the whole message."""
OPENING: dict[str, Phrases] = {
    "care.people": Phrases("chăm sóc, thẻ chăm sóc, việc chăm sóc, home care of"),
    "care.take": Phrases(
        """
        nhận chăm sóc, thêm người cần chăm sóc, thêm người được chăm sóc, nhận thêm người chăm
        sóc, đăng ký chăm sóc, take in
        """
    ),
    "carer.days": Phrases(
        """
        thăm được, đi thăm được, sang thăm được, có thể đi thăm, can visit, can visit on, i can
        visit, i can visit on
        """
    ),
    "carer.away": Phrases("nghỉ thăm, xin nghỉ thăm, tạm nghỉ thăm, no visits until"),
    "visit.ask": Phrases(
        """
        xin thăm, xin được thăm, tôi xin thăm, bác xin thăm, bà xin thăm, ông xin thăm, cháu xin
        thăm, con xin thăm, em xin thăm, cho tôi xin thăm, xin người thăm, xin người sang thăm,
        nhờ thăm, nhờ sang thăm, nhờ người sang thăm, nhờ người thăm, mời sang thăm, ask for a
        visit, ask for a visit to, ask for visits to
        """
    ),
    "relatives": Phrases("family of, relatives of"),
    "care.hours": Phrases("giờ thăm, số giờ thăm, visit hours"),
    "care.picture": Phrases(
        "hình thăm, bảng thăm, biểu đồ thăm, picture of visits",
        if_marked="ảnh thăm",  # "anh thăm" without
    ),
    "rota": Phrases(
        """
        lịch thăm, xem lịch thăm, xếp lịch thăm, xếp lịch thăm từ, lập lịch thăm, lập lịch thăm
        từ, sửa lịch thăm, đổi người thăm, rota, visiting rota, plan the visits from
        """
    ),
    "swap": Phrases("đổi lịch thăm, xin đổi lịch thăm, đổi buổi thăm, swap the visit on, swap"),
}
"""Commands that open a message; then comes a name, a day, what was done."""
