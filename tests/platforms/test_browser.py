"""The web page as people use it: a real Chromium, the real program, its demo club.

The pictures left in var/screenshots are for people to look at. With README_PICTURE=1
chat-390.png becomes docs/chat.png, too.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Locator,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from bot.chat import Address, Choice, Reply
from bot.clock import utc_now
from bot.platforms.web_live import Doorbell, WebSender
from bot.storage.engine import Database
from tests.browser import Launch
from tests.databases import sqlite_url_of
from tests.program import ROOT, Program, worded
from tests.sent_files import picture

MORNING = datetime(2026, 11, 21, 1, 10, tzinfo=UTC)  # 8:10 in the village
PHONE = ViewportSize(width=390, height=844)
TALL = ViewportSize(width=390, height=940)  # a whole question with its answers
WHOLE = ViewportSize(width=390, height=1240)  # an announcement with its picture, and all answers
DESK = ViewportSize(width=1280, height=800)
PATIENCE_MS = 10_000
HEAD, TREASURER = "demo-1", "demo-5"
POSTER = picture("darkorange", size=(480, 320))
SECRETARY = "demo-3"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program with the demo club, on a morning on which everybody is awake."""
    ahead = (MORNING - utc_now()).total_seconds()
    folder = tmp_path_factory.mktemp("demo")
    with Program(folder, f"--later={ahead}", module="tests.started") as started:
        yield started


@pytest.fixture(scope="module")
def browser(chromium: Launch) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium)
        yield started
        started.close()


@pytest.fixture
def opened(bot: Program, browser: Browser) -> Iterator[Open]:
    """Open a chat in a browser of its own; nothing may fail in it, or be fetched elsewhere."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def watch_request(request: Request) -> None:
        if not request.url.startswith(bot.url):
            faults.append(request.url)

    def open_chat(chat: str, size: ViewportSize = PHONE, query: str = "") -> Page:
        context = browser.new_context(viewport=size, locale="vi-VN", reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", watch_request)
        page.clock.install(time=MORNING)
        page.goto(f"{bot.url}/chat/{chat}{query}" if chat else bot.url)
        if chat:
            expect(log_of(page)).to_have_attribute("aria-live", "polite")
        return page

    expect.set_options(timeout=PATIENCE_MS)
    yield open_chat
    for context in contexts:
        context.close()
    assert not faults


def log_of(page: Page) -> Locator:
    return page.get_by_role("log")


def heard(page: Page) -> Locator:
    """What the bot has said."""
    return page.locator(".line:not(.mine)")


def writes(page: Page, text: str) -> None:
    """Type something and wait for the answer to it."""
    answers = heard(page).count()
    page.get_by_role("textbox").fill(text)
    page.keyboard.press("Enter")
    expect(heard(page)).to_have_count(answers + 1)


def taps(page: Page, text: str, locale: str = "vi") -> None:
    """Tap the newest button with one of the program's texts and wait for the answer to it."""
    answers = heard(page).count()
    page.get_by_role("button", name=worded(text, locale)).last.click()
    expect(heard(page)).to_have_count(answers + 1)


def declares_what_is_due(page: Page) -> None:
    """All by tapping, from the empty page to the last question."""
    taps(page, "Hello")
    taps(page, "I have paid")
    taps(page, "Exactly {amount}")
    taps(page, "Yes, {amount}")
    taps(page, "{name} (treasurer)")


def look_elsewhere(page: Page) -> None:
    """Bring another tab to the front, as far as the page can tell."""
    page.evaluate("document.hasFocus = () => false")


def said(page: Page) -> list[str]:
    """Everything that is shown as said, without buttons and times."""
    return page.locator(".bubble > .words").all_inner_texts()


def fits(page: Page) -> bool:
    """Say whether nothing has to be scrolled to the side."""
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return wide


# --- Two people ----------------------------------------------------------------------------------


def test_a_member_asks_and_has_the_figure_explained(opened: Open, screenshots: Path) -> None:
    hoa = opened("demo-7", TALL)
    writes(hoa, "tôi còn nợ bao nhiêu")
    expect(heard(hoa).last.locator(".sum").first).to_be_visible()
    taps(hoa, "How it is counted")
    for bold in hoa.locator(".sum").all_inner_texts():  # and no year: "2026 đến"
        assert re.fullmatch(r"[1-9][\d.]*000\sđ", bold)
    assert fits(hoa)
    hoa.screenshot(path=screenshots / "chat-390.png")
    if os.environ.get("README_PICTURE"):
        shutil.copyfile(screenshots / "chat-390.png", ROOT / "docs" / "chat.png")


def test_a_member_declares_and_the_treasurer_confirms_in_two_windows(
    opened: Open, screenshots: Path
) -> None:
    hoa, treasurer = opened("demo-8"), opened(TREASURER)
    look_elsewhere(treasurer)
    news = heard(treasurer).count()
    declares_what_is_due(hoa)
    expect(heard(treasurer)).to_have_count(news + 1)
    expect(treasurer).to_have_title(re.compile(r"^\(1\) "))
    treasurer.screenshot(path=screenshots / "treasurer-390.png")

    answers = heard(hoa).count()
    taps(treasurer, "I hold all {amount}")
    expect(heard(hoa)).to_have_count(answers + 1)
    expect(heard(hoa).last).to_contain_text(worded("Receipt over {amount}: {numbers}"))
    hoa.screenshot(path=screenshots / "slip-390.png")
    assert fits(hoa)
    assert fits(treasurer)

    before = said(hoa)
    hoa.reload()
    expect(hoa.locator(".bubble")).to_have_count(len(before))
    assert said(hoa) == before


def test_on_a_desk_the_same_chat_stands_in_the_middle(opened: Open, screenshots: Path) -> None:
    page = opened("demo-9", DESK)
    writes(page, "con no bao nhieu")
    taps(page, "How it is counted")
    page.screenshot(path=screenshots / "desk-1280.png")
    box = page.locator(".scroll").bounding_box()
    assert box
    assert box["width"] < 1000
    assert fits(page)


def test_the_head_announces_something_with_a_picture(opened: Open, screenshots: Path) -> None:
    head = opened(HEAD, WHOLE)
    clip = head.get_by_role("button", name=worded("Send a picture or a document with it"))
    chosen = head.get_by_role("status").filter(has_text="giấy mời.jpg")
    leaves = head.get_by_role("button", name=worded("Leave it out"))
    writes(head, "menu")
    expect(clip).to_be_hidden()
    writes(head, "thông báo")
    expect(clip).to_be_visible()
    too_big = head.get_by_text(
        worded("That file is too big: at most 5 MB. Please choose a smaller one.")
    )
    chooses(head, clip, "phim.jpg", bytes(5_000_001))
    expect(too_big).to_be_visible()
    chooses(head, clip, "giấy mời.jpg", POSTER)
    expect(too_big).to_be_hidden()
    expect(chosen).to_be_visible()
    leaves.click()
    expect(chosen).to_be_hidden()
    expect(clip).to_be_focused()
    chooses(head, clip, "giấy mời.jpg", POSTER)
    expect(head.get_by_role("textbox")).to_be_focused()
    head.screenshot(path=screenshots / "attach-390.png")
    assert fits(head)

    writes(head, "Mời bà con đến nhà văn hóa")
    expect(leaves).to_be_hidden()
    expect(head.locator(".mine").last).to_contain_text("📎 giấy mời.jpg")
    expect(clip).to_be_visible()  # it may still be another one
    taps(head, "Everybody in the club")
    picture = heard(head).last.get_by_role("img")
    expect(picture).to_have_js_property("naturalWidth", 480)
    expect(heard(head).last).to_contain_text("Mời bà con đến nhà văn hóa")
    head.screenshot(path=screenshots / "announcement-390.png")
    assert fits(head)
    taps(head, "Never mind, send nothing")
    expect(clip).to_be_hidden()

    head.route("**/files/*", lambda route: route.fulfill(status=404))  # as it is days later
    head.reload()
    expect(head.get_by_text(worded("(the picture is no longer there)"))).to_be_visible()
    expect(picture).to_have_count(0)


def chooses(page: Page, clip: Locator, name: str, content: bytes) -> None:
    """Choose a file as with the paper clip."""
    with page.expect_file_chooser() as asked:
        clip.click()
    asked.value.set_files(FilePayload(name=name, mimeType="image/jpeg", buffer=content))


# --- Other ways to say it ------------------------------------------------------------------------


def test_like_zalo_the_choices_are_numbers_to_be_typed(opened: Open, screenshots: Path) -> None:
    hoa, treasurer = opened("demo-11"), opened(TREASURER)
    hoa.get_by_role("button", name=worded("Settings")).click()
    switch = hoa.get_by_role("switch", name=worded("Like Zalo: numbers instead of buttons"))
    switch.click()
    expect(switch).to_be_checked()
    hoa.keyboard.press("Escape")
    expect(switch).to_be_hidden()
    writes(hoa, "tôi đã nộp tiền")
    expect(heard(hoa).last).to_contain_text(re.compile(r"\n1\. "))
    expect(hoa.locator(".choice")).to_have_count(0)
    news = heard(treasurer).count()
    for _question in ("how much", "is that right", "to whom"):
        writes(hoa, "1")
    expect(heard(treasurer)).to_have_count(news + 1)
    hoa.screenshot(path=screenshots / "chat-zalo-390.png")

    switched = opened(TREASURER, query="?plain=1")
    typed = re.search(r"\d+ \d+(?= )", heard(switched).last.inner_text())
    assert typed
    answers = heard(hoa).count()
    writes(switched, typed[0])
    expect(heard(hoa)).to_have_count(answers + 1)
    expect(heard(hoa).last).to_contain_text(worded("Receipt over {amount}: {numbers}"))


def test_everything_is_done_by_keyboard_alone(opened: Open) -> None:
    page = opened("")
    for _press in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "search":
            break
    page.keyboard.type("hoa tinh")
    expect(page.locator(".people li:visible")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(log_of(page)).to_have_attribute("aria-live", "polite")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "Go to the message box" is the first thing on the page
    expect(page.get_by_role("textbox")).to_be_focused()
    answers = heard(page).count()
    page.keyboard.type("con no bao nhieu")
    page.keyboard.press("Enter")
    expect(heard(page)).to_have_count(answers + 1)
    page.keyboard.press("Shift+Tab")  # back to the newest button
    focused = page.locator(":focus")
    expect(focused).to_have_class(re.compile("choice"))
    page.keyboard.press("Enter")
    expect(heard(page)).to_have_count(answers + 2)
    expect(page.locator(":focus")).to_have_class(re.compile("choice"))


def test_a_screen_reader_finds_a_name_for_everything(opened: Open) -> None:
    page = opened("demo-13")
    writes(page, "menu")
    expect(page.get_by_role("log", name=worded("Messages"))).to_have_attribute(
        "aria-live", "polite"
    )
    expect(page.get_by_role("textbox", name=worded("Write a message"))).to_be_visible()
    page.get_by_role("button", name=worded("Settings")).click()
    for control in page.locator("button:visible, a:visible, input:visible, textarea").all():
        expect(control).to_have_accessible_name(re.compile(r"\w"))
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_the_page_and_the_bot_change_their_language_together(opened: Open) -> None:
    page = opened("demo-16")
    writes(page, "menu")
    page.get_by_role("button", name=worded("Settings")).click()
    page.get_by_role("radio", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(heard(page).last).to_contain_text(worded("From now on I speak English.", "en"))
    writes(page, "how much do I owe")
    expect(heard(page).last).to_contain_text(
        worded("You still have {amount} to pay to the fund.", "en")
    )


# --- Without a connection ------------------------------------------------------------------------


def test_what_was_written_without_a_connection_arrives_once(opened: Open) -> None:
    page = opened("demo-18")
    writes(page, "menu")
    page.context.set_offline(True)
    page.get_by_role("textbox").fill("con no bao nhieu")
    page.keyboard.press("Enter")
    expect(page.locator(".mine.late")).to_have_count(1)
    page.context.set_offline(False)
    expect(heard(page)).to_have_count(2)
    expect(page.locator(".mine.late")).to_have_count(0)
    writes(page, "menu")
    page.reload()
    expect(page.locator(".bubble")).to_have_count(6)


def test_what_the_bot_changes_stands_in_its_old_place(bot: Program, opened: Open) -> None:
    page = opened(SECRETARY)
    stop, see = Choice("o9001:stop", "Ngưng"), Choice("o9002:see", "Cần nói với ai")
    number = says(bot, Reply(text="Đang gửi: 1/9", choices=[stop]))
    expect(heard(page)).to_have_count(1)
    writes(page, "menu")
    says(bot, Reply(text="Đang gửi: 5/9", choices=[stop]), replaces=number)
    expect(heard(page).first).to_contain_text("5/9")
    expect(heard(page).first.get_by_role("button")).to_have_text(["Ngưng"])
    says(bot, Reply(text="9 người đã nhận", choices=[see]), replaces=number)
    expect(heard(page).first).to_contain_text("9 người")
    expect(heard(page).first.get_by_role("button")).to_have_text(["Cần nói với ai"])
    expect(heard(page)).to_have_count(2)
    shown = said(page)
    page.reload()
    expect(heard(page)).to_have_count(2)
    assert said(page) == shown


def says(bot: Program, reply: Reply, replaces: str | None = None) -> str:
    """Say or change something on the secretary's page, as another process of the bot does."""

    async def say() -> str:
        database = Database(sqlite_url_of(bot.log.parent / "var" / "demo.db"))
        sender = WebSender(database, utc_now, Doorbell())
        number = await sender.send(Address("web", "web", SECRETARY), reply, replaces)
        await database.close()
        return number

    with ThreadPoolExecutor() as thread:  # Playwright has a loop of its own in this one
        return thread.submit(asyncio.run, say()).result()


def test_the_demo_lets_one_pick_who_to_be(opened: Open, screenshots: Path) -> None:
    page = opened("")
    expect(page.locator(".people a")).to_have_count(55)
    page.screenshot(path=screenshots / "picker-390.png")
    assert fits(page)
    page.get_by_role("searchbox").fill("thu quy")
    expect(page.locator(".people li:visible")).to_have_count(1)
    page.get_by_role("searchbox").fill("xyz")
    expect(page.get_by_role("status")).to_have_text(worded("Nobody has such a name."))


def test_an_unknown_phone_is_asked_for_its_code(opened: Open) -> None:
    page = opened("")
    page.get_by_role("link", name=worded("A new phone, not yet in the club")).click()
    expect(log_of(page)).to_have_attribute("aria-live", "polite")
    page.get_by_role("button", name=worded("Hello")).click()
    expect(heard(page)).to_have_count(1)
    expect(heard(page).last).to_contain_text("4827 1593")
