"""What the menus offer can be typed, and the board's menu has what the office may do."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from bot.understanding.folding import fold
from tests.village import Village, plain

ALL = {
    *("collecting", "cash", "daylist", "money", "lending", "papers", "cases", "meeting.days"),
    "gathering",
}
BOARD = {
    "lan": {"receive", *ALL},  # treasurer
    "tu": {"receive", *ALL},  # accountant
    "minh": {"broadcast", "care", "member.code", *ALL},  # head
    "deputy": {"broadcast", "care", "member.code", *ALL},
    "thu": {"broadcast", "care", "member.code", *ALL},  # secretary
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Words mean the same on every database."""
    return sqlite_url


async def opened(village: Village, who: str, word: str) -> list[tuple[str, str]]:
    """Return (key, label) of what a menu offers."""
    await village.say(who, "menu")  # out of whatever takes words of one's own
    await village.say(who, word)
    return [
        (one.key.partition(":")[2], plain(one.label))
        for one in village.phones.by_chat[who].last[-1].choices
    ]


async def answer_to(village: Village, who: str, words: str) -> str:
    await village.say(who, words)
    return plain(village.phones.by_chat[who].last[-1].text)


@pytest.mark.parametrize("locale", ["en", "vi"])
@pytest.mark.parametrize("word", ["menu", "bcn", "thu chi", "việc vay vốn"])
async def test_what_a_menu_offers_can_be_typed_in_full(
    village: Village, locale: str, word: str
) -> None:
    language = {"en": "tiếng anh", "vi": "tiếng việt"}[locale]
    for who in ("lan", "thu"):
        await village.say(who, language)
        for key, label in await opened(village, who, word):
            await opened(village, who, word)
            await village.press(who, label)
            pressed = plain(village.phones.by_chat[who].last[-1].text)
            for typed in (label, fold(label), label.upper()):
                await opened(village, who, word)
                assert await answer_to(village, who, typed) == pressed, (key, typed)
                await village.say(who, "menu")
                await village.say(who, "phiếu của tôi")  # nothing of the menu is offered any more
                assert await answer_to(village, who, typed) == pressed, (key, typed)


async def test_the_board_s_menu_has_what_the_office_may_do(village: Village) -> None:
    await village.join("deputy", "Mã Văn Đức", "deputy", birth_year=1960, sex="male")
    for who, keys in BOARD.items():
        first = {key for key, _label in await opened(village, who, "bcn")}
        rest: set[str] = set()
        if "officers.more" in first:
            rest = {
                key for key, _label in await opened(village, who, "việc khác của ban chủ nhiệm")
            }
        assert (first | rest) - {"officers.more", "menu"} == keys


async def test_where_one_alone_keeps_the_cash_somebody_stands_in_for_her(
    database: Database,
) -> None:
    village = Village(database)
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer", household="Hộ 1")
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    await village.join("duc", "Mã Văn Đức", "deputy", sex="male", household="Hộ 1")
    receives = {
        who: "receive" in {key for key, _label in await opened(village, who, "bcn")}
        for who in ("lan", "minh", "duc")
    }
    assert receives == {"lan": True, "minh": True, "duc": False}


async def test_a_card_offers_a_code_only_to_who_gives_them_out(village: Village) -> None:
    for who, offered in {"lan": False, "tu": False, "thu": True, "minh": True}.items():
        keys = {key for key, _label in await opened(village, who, "bình")}
        assert ("member.code" in keys) is offered


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("việc nhờ xem lại", "Nothing waits to be looked at."),
        ("viec nho xem lai", "Nothing waits to be looked at."),
        ("what is in the cash box", "The book has no cash yet"),
        ("What must be in the box?", "The book has no cash yet"),
        ("settings", "What shall I change?"),
        ("Ngôn ngữ và máy này", "What shall I change?"),
    ],
)
async def test_everyday_names_of_the_board_s_work_are_understood(
    village: Village, words: str, says: str
) -> None:
    assert says in await answer_to(village, "lan", words)


async def test_a_name_too_long_for_a_button_loses_its_first_words(village: Village) -> None:
    for hamlet in ("Xóm Giữa", "Xóm Suối"):
        await village.join(
            hamlet, "Nguyễn Thị Thanh Hương", village_name="Hương Bính", hamlet=hamlet, phone=None
        )
    assert [label for _key, label in await opened(village, "lan", "hương")] == [
        "Thanh Hương (Hương Bính, Xóm Giữa)",
        "Thanh Hương (Hương Bính, Xóm Suối)",
        "Never mind",
    ]


async def test_no_menu_of_the_board_is_longer_than_a_phones_screen(village: Village) -> None:
    for who in ("lan", "tu", "minh", "thu"):
        for said in ("ban chủ nhiệm", "thu chi", "sổ và báo cáo", "cho vay"):
            await village.say(who, said)
            shown = village.phones.by_chat[who].last[-1]
            lines = len(shown.text.splitlines()) + sum(len(line) // 45 for line in [shown.text])
            assert len(shown.choices) <= 8, (who, said)
            assert 2 * len(shown.choices) + lines <= 26, (who, said)


async def test_what_stands_behind_other_work_of_the_board_is_one_press_away(
    village: Village,
) -> None:
    await village("""
        lan > ban chủ nhiệm
        lan < The board's work.
        lan # Other work
        lan < The board's other work:
        lan # What members asked
        lan < Nothing waits
        lan > thu chi
        lan < What shall be written down?
        lan # More
        lan < What shall be written down?
        lan # Golden Heart book
        lan < Golden Heart book
        lan > sổ và báo cáo
        lan < Which paper
        lan # More
        lan < Which paper
        lan # Chart of loans
        lan < Due, and not paid yet
    """)
