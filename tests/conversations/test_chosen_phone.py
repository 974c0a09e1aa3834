"""Where news come to somebody with several phones: where she wrote last, or where she chose."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.reminders.broadcasting import announce
from bot.storage import bots, phones
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.enrolment import code_for
from tests.village import Village


@pytest.fixture
async def two(village: Village) -> Village:
    """Bình has Zalo and Telegram, and wrote from Telegram last."""
    await village.link("binh", "zalo_binh")
    await village.link("binh", "telegram_binh")
    await wrote(village, "telegram_binh")
    return village


async def wrote(village: Village, chat: str) -> None:
    """Let somebody write from a phone, and forget what was said."""
    village.clock.pass_by(minutes=1)
    await village.say(chat, "menu")
    village.phones.by_chat[chat].unread.clear()


async def slip_for(village: Village, name: str, chat: str) -> None:
    """Let the treasurer take money from somebody; the slip comes to one phone, and to no other."""
    village.clock.pass_by(minutes=1)
    await village.say("lan", f"nhận tiền {name} 500k")
    await village.say("lan", "đúng")
    village.phones.by_chat["lan"].unread.clear()
    await village(f"{chat} < Receipt … 500,000 đ")


async def chosen(village: Village, short: str) -> set[str]:
    """Return the platforms that somebody chose."""
    async with village.database.read() as db:
        held = await phones.of(db, village.club, village.ids[short])
    return {one.platform for one in held if one.chosen}


async def test_without_a_choice_news_come_where_she_wrote_last(two: Village) -> None:
    await slip_for(two, "Bình", "telegram_binh")
    await wrote(two, "zalo_binh")
    await slip_for(two, "Bình", "zalo_binh")


@pytest.mark.parametrize(
    "words", ["nhắn tôi qua Zalo", "nhan toi qua zalo nhe", "please write to me on Zalo"]
)
async def test_chosen_by_words_it_stays_whatever_she_writes_elsewhere(
    two: Village, words: str
) -> None:
    await two(f"""
        telegram_binh > {words}
        telegram_binh < All right: news for you come on Zalo from now on. I answer where you write.
        telegram_binh > con no bao nhieu
        telegram_binh < You still have 5,000,000 đ
    """)
    await slip_for(two, "Bình", "zalo_binh")
    await wrote(two, "telegram_binh")
    await slip_for(two, "Bình", "zalo_binh")


async def test_the_choice_is_shown_and_changed_in_two_taps(two: Village) -> None:
    await two("""
        telegram_binh > menu
        telegram_binh < What can I do for you?
        telegram_binh # Language and this phone
        telegram_binh < What shall I change? … News for you come on Telegram.
        telegram_binh # My news on Zalo
        telegram_binh < All right: news for you come on Zalo from now on.
        telegram_binh > máy của tôi
        telegram_binh < News for you come on Zalo.
        telegram_binh # Wherever I wrote last
        telegram_binh < All right: news for you come where you wrote to me last.
    """)
    assert await chosen(two, "binh") == set()
    await slip_for(two, "Bình", "telegram_binh")


@pytest.mark.parametrize(
    "words", ["chỗ nào cũng được", "o dau cung duoc chau a", "anywhere is fine"]
)
async def test_wherever_takes_the_choice_back(two: Village, words: str) -> None:
    await two(f"""
        telegram_binh > nhắn tin cho tôi bên Zalo
        telegram_binh < on Zalo from now on
        telegram_binh > {words}
        telegram_binh < All right: news for you come where you wrote to me last.
    """)
    await slip_for(two, "Bình", "telegram_binh")


async def test_what_she_does_not_want_leaves_open_what_she_does(two: Village) -> None:
    await two("""
        telegram_binh > đừng nhắn tôi qua Telegram nữa
        telegram_binh < News for you come on Telegram.
        telegram_binh # My news on Zalo
        telegram_binh < on Zalo from now on
    """)


async def test_where_the_chosen_one_is_not_reached_the_other_one_is(two: Village) -> None:
    await two.say("telegram_binh", "nhắn tôi qua Zalo")
    two.phones.by_chat["telegram_binh"].unread.clear()
    async with two.database.write() as db:
        lost = update(t.Address).where(t.Address.chat == "zalo_binh")
        await db.execute(lost.values(unreachable_at=two.clock.now))
    await slip_for(two, "Bình", "telegram_binh")


async def test_the_phone_of_a_bot_that_was_taken_away_is_none(two: Village) -> None:
    await wrote(two, "zalo_binh")
    async with two.database.write() as db:
        gone = update(t.Bot).where(t.Bot.platform == "zalo", t.Bot.bot == "bot")
        await db.execute(gone.values(served=False))
    await slip_for(two, "Bình", "telegram_binh")
    await two("""
        thu > Bình
        thu < On the phone: Telegram (news come here), Zalo (not reached).
    """)


async def test_an_announcement_follows_the_choice_and_comes_once(two: Village) -> None:
    await two.say("telegram_binh", "nhắn tôi qua Zalo")
    two.phones.by_chat["telegram_binh"].unread.clear()
    await two("""
        minh > thông báo
        minh < What shall I tell them?
        minh > Mai dọn đường làng
        minh < Whom is it for?
        minh # Everybody
        minh < Mai dọn đường làng … 6 people
        minh # Send it now
        minh < Shall I send it?
        minh # Yes, send it
        minh < Done.
    """)
    two.clock.pass_by(minutes=1)
    await announce(two.database, two.clock.now)
    await two.delivery.deliver()
    got = [
        chat
        for chat, phone in two.phones.by_chat.items()
        for one in phone.last
        if "Mai dọn đường" in one.text and chat.endswith("_binh")
    ]
    assert got == ["zalo_binh"]


async def test_where_she_has_not_joined_she_hears_how(village: Village) -> None:
    async with village.database.write() as db:
        await bots.register(db, ("zalo", "bot"), village.clock.now)
        row = update(t.Bot).where(t.Bot.platform == "zalo", t.Bot.bot == "bot")
        await db.execute(row.values(name="Bot CLB Xóm Đông"))
    await village("""
        hoa > nhắn tôi qua Zalo
        hoa < You have not joined on Zalo yet. … There I am called “Bot CLB Xóm Đông”.
        hoa > nhắn tôi qua Telegram
        hoa < The club cannot be written to on Telegram.
        hoa > nhắn tôi qua trang web
        hoa < You have not joined on the web page yet.
    """)


async def test_with_one_phone_the_settings_show_nothing_of_it(village: Village) -> None:
    await village.say("hoa", "cài đặt")
    assert "News for you" not in village.hears("hoa", "What shall I change?").text
    await village("""
        hoa > chỗ nào cũng được
        hoa < All right: news for you come where you wrote to me last.
    """)


# --- Joining ------------------------------------------------------------------------------------


async def test_a_new_phone_on_the_chosen_platform_is_chosen_too(two: Village) -> None:
    await two.say("telegram_binh", "nhắn tôi qua Zalo")
    two.phones.by_chat["telegram_binh"].unread.clear()
    await two.link("binh", "zalo_new")
    await wrote(two, "zalo_new")
    await wrote(two, "telegram_binh")
    await slip_for(two, "Bình", "zalo_new")


async def test_who_joins_elsewhere_hears_that_news_come_where_she_chose(village: Village) -> None:
    await village.link("binh", "telegram_binh")
    await village.say("telegram_binh", "nhắn tôi qua Telegram")
    village.phones.by_chat["telegram_binh"].unread.clear()
    code = (await code_for(village, "binh")).shown
    for text in (code, "1950", "1"):
        await village.say("zalo_binh", text)
    await village.say("zalo_binh", "yes")
    village.phones.by_chat["telegram_binh"].unread.clear()
    *_before, welcome = village.phones.by_chat["zalo_binh"].unread
    assert "News for you still come on Telegram, as you chose." in welcome.text
    village.phones.by_chat["zalo_binh"].unread.clear()
    await village("""
        zalo_binh # My news on Zalo
        zalo_binh < All right: news for you come on Zalo from now on.
    """)
    await slip_for(village, "Bình", "zalo_binh")


# --- Shared phones and helpers ------------------------------------------------------------------


@pytest.fixture
async def house(village: Village) -> Village:
    """Bình has Telegram of his own, and shares "zalo_house" with Tám, who has no other."""
    await village.join("tam", "Đinh Thị Tám", birth_year=1952, phone="zalo_house")
    await village.lend("tam", 3_000_000)
    await village.link("binh", "zalo_house")
    await village.link("binh", "telegram_binh")
    await wrote(village, "telegram_binh")
    return village


async def test_what_his_wife_writes_is_no_use_of_his(house: Village) -> None:
    house.clock.pass_by(minutes=5)
    for text in ("menu", "1"):
        await house.say("zalo_house", text)
    house.phones.by_chat["zalo_house"].unread.clear()
    await slip_for(house, "Bình", "telegram_binh")


async def test_each_on_a_shared_phone_chooses_for_herself(house: Village) -> None:
    await house("""
        zalo_house > nhắn tôi qua Zalo
        zalo_house < Who is holding the phone, please?
        zalo_house # Mr Bình
        zalo_house < news for you come on Zalo from now on. … only say there that there is news
    """)
    assert (await chosen(house, "binh"), await chosen(house, "tam")) == ({"zalo"}, set())
    house.clock.pass_by(minutes=11)
    for text in ("nhận tiền Bình 500k", "đúng"):
        await house.say("lan", text)
    house.phones.by_chat["lan"].unread.clear()
    await house("""
        zalo_house < Mr Bình has news from the club.
        zalo_house # I am Mr Bình
        zalo_house < Receipt … 500,000 đ
    """)


async def test_a_phone_that_is_shared_no_more_counts_as_her_own_again(house: Village) -> None:
    for text in ("menu", "1"):
        await house.say("zalo_house", text)
    async with house.database.write() as db:
        hers = update(t.Link).where(t.Link.member_id == house.ids["tam"])
        await db.execute(hers.values(until=house.clock.now))
    await wrote(house, "zalo_house")
    await slip_for(house, "Bình", "zalo_house")


async def test_a_helper_never_takes_news_from_her_own_phone(village: Village) -> None:
    await village.link("binh", "telegram_binh")
    await village.link("binh", "zalo_son", kind="helper")
    await wrote(village, "zalo_son")
    await village("""
        zalo_son > nhắn tôi qua Zalo
        zalo_son < News for Mr Bình come on Mr Bình's own phone.
        zalo_son > chỗ nào cũng được
        zalo_son < News for Mr Bình come on Mr Bình's own phone.
        zalo_son > máy của tôi
        zalo_son < News for Mr Bình come on Mr Bình's own phone.
        zalo_son > cài đặt
        zalo_son < What shall I change?
    """)
    assert await chosen(village, "binh") == set()
    await slip_for(village, "Bình", "telegram_binh")


async def test_helpers_of_who_has_no_phone_choose_among_themselves(village: Village) -> None:
    await village.link("binh", "zalo_son", kind="helper")
    await village.link("binh", "telegram_daughter", kind="helper")
    await wrote(village, "telegram_daughter")
    await village("""
        zalo_son > nhắn qua Zalo
        zalo_son < news for you come on Zalo from now on
    """)
    await wrote(village, "telegram_daughter")
    await slip_for(village, "Bình", "zalo_son")
    await village.link("binh", "telegram_binh")
    await slip_for(village, "Bình", "telegram_binh")


# --- What the board sees ------------------------------------------------------------------------


async def test_the_card_names_the_platforms(two: Village) -> None:
    await two.link("binh", "zalo_son", kind="helper")
    await two("""
        thu > Bình
        thu < On the phone: Telegram (news come here), Zalo, Zalo (of a helper).
        thu # Switch a helper's phone off
        thu < Which phone shall no longer act for Mr Bình?
        thu # Zalo, since 21 Nov 2026
        thu < Done: that phone shows nothing of Mr Bình any more.
        lan > Hoa
        lan < On the phone: test.
    """)


# --- In Vietnamese ------------------------------------------------------------------------------


async def test_in_vietnamese(database: Database) -> None:
    village = Village(database, locale="vi")
    await village.found()
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("binh", "Vi Văn Bình", sex="male", phone=None)
    await village.link("binh", "zalo_binh")
    await village.link("binh", "telegram_binh")
    await village("""
        telegram_binh > nhan tin cho toi ben zalo nhe
        telegram_binh < Vâng ạ, từ nay tin của ông cháu gửi qua Zalo. … thì cháu trả lời ở đó.
        telegram_binh > cài đặt
        telegram_binh < Ông muốn đổi gì ạ? … Tin của ông đang gửi qua Zalo.
        telegram_binh # Nhận tin qua Telegram
        telegram_binh < từ nay tin của ông cháu gửi qua Telegram
        telegram_binh > chỗ nào cũng được cháu ạ
        telegram_binh < Vâng ạ, ông nhắn ở đâu lần cuối thì tin của ông về đó.
        zalo_binh > Zalo
        zalo_binh < Tin của ông đang gửi qua Zalo.
        thu > Bình
        thu < Điện thoại: Zalo (nhận tin ở đây), Telegram.
    """)
