from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.labour import hear_asking, hear_days, hear_hands, hear_offer
from bot.understanding.words import command

TODAY = date(2026, 11, 24)  # a Tuesday
SATURDAY = date(2026, 11, 28)

ASKS = [
    ("tôi cần 3 người gặt lúa thứ 7", "", 3, "gặt lúa", SATURDAY),
    ("toi can 3 nguoi gat lua thu 7", "", 3, "gat lua", SATURDAY),
    ("nhà tôi cần 5 người gặt lúa thứ bảy 28/11 nhé", "", 5, "gặt lúa", SATURDAY),
    ("cần người lợp nhà 20/12", "", None, "lợp nhà", date(2026, 12, 20)),
    ("mai tôi cần 2 người cấy", "", 2, "cấy", date(2026, 11, 25)),
    ("nhờ hai người sang giúp đào ao chủ nhật", "", 2, "đào ao", date(2026, 11, 29)),
    ("bà Tư cần 2 người lợp nhà thứ 7", "bà Tư", 2, "lợp nhà", SATURDAY),
    ("can 3 nguoi trong lua ngay mai", "", 3, "trong lua", date(2026, 11, 25)),
    ("I need 3 people to harvest rice on Saturday", "", 3, "harvest rice", SATURDAY),
]


@pytest.mark.parametrize(("said", "who", "hands", "work", "day"), ASKS)
def test_an_ask_is_taken_apart(
    said: str, who: str, hands: int | None, work: str, day: date
) -> None:
    told = hear_asking(said, TODAY)
    assert (told.who, told.hands, told.work, told.days) == (who, hands, work, (day,))


@pytest.mark.parametrize("said", [ask[0] for ask in ASKS])
def test_such_words_are_an_ask_by_themselves(said: str) -> None:
    found = command(said)
    assert found is not None
    assert found.name == "labour.ask"


@pytest.mark.parametrize(
    ("said", "who", "days"),
    [
        ("tôi rảnh thứ 7", "", (SATURDAY,)),
        ("toi ranh thu 7", "", (SATURDAY,)),
        ("thứ 7 tôi rảnh", "", (SATURDAY,)),
        ("mai tôi đi giúp được", "", (date(2026, 11, 25),)),
        ("ông Bình rảnh thứ 7", "ông Bình", (SATURDAY,)),
        ("i am free on saturday", "", (SATURDAY,)),
    ],
)
def test_an_offer_is_taken_apart(said: str, who: str, days: tuple[date, ...]) -> None:
    found = command(said)
    assert found is not None
    assert found.name == "labour.offer"
    told = hear_offer(said, TODAY)
    assert (told.who, told.days) == (who, days)


def test_an_ask_may_be_for_several_days() -> None:
    told = hear_asking("cần 3 người gặt lúa từ 27/11 đến 29/11", TODAY)
    assert (told.days, told.until) == ((date(2026, 11, 27),), date(2026, 11, 29))
    assert told.work == "gặt lúa"
    assert hear_days("27/11 đến 29/11", TODAY) == ((date(2026, 11, 27),), date(2026, 11, 29))


@pytest.mark.parametrize(
    "said",
    [
        "tôi cần vay 3 triệu",
        "cần người đón",
        "nhờ người khác",
        "cần 2 người chăm sóc mẹ",
        "cần người đưa đi bệnh viện",
        "mai họp tôi không rảnh",
        "thứ 7 tôi không rảnh",
        "ai rảnh thứ 7",
        "cần người giúp",
        "bà Hoa nộp 50k",
        "tôi rảnh quá",
    ],
)
def test_other_wishes_are_no_labour(said: str) -> None:
    found = command(said)
    assert found is None or found.name not in ("labour.ask", "labour.offer")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("đổi công", "labour"),
        ("doi cong", "labour"),
        ("ai cần giúp", "labour"),
        ("công của tôi", "labour.mine"),
        ("tám lĩnh vực", "areas"),
        ("8 linh vuc thang 10", "areas"),
        ("ghi hoạt động", "activity"),
    ],
)
def test_commands_are_known(said: str, name: str) -> None:
    found = command(said)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(("said", "hands"), [("3", 3), ("ba người", 3), ("99", None), ("x", None)])
def test_hands_are_heard_as_an_answer(said: str, hands: int | None) -> None:
    assert hear_hands(said) == hands
