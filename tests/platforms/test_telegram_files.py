"""Pictures and documents on Telegram: fetched where they are wanted, sent on, never the token."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.chat import Address, Attachment, Incoming, NotFetched, Settled
from bot.conversation import Conversation
from bot.handlers import HANDLERS
from bot.platforms import telegram_files
from bot.reminders.broadcasting import announce
from bot.reminders.delivery import Delivery
from bot.storage import addresses
from bot.storage.engine import Database
from bot.storage.files import LIMIT
from tests.ears import Ears
from tests.sent_files import PDF, picture
from tests.telegram_api import (
    Fault,
    Person,
    Telegram,
    bad_gateway,
    breaks,
    flood,
    garbage,
    hangs_up,
    refuse,
    stalls,
)
from tests.telegram_bots import Served, serving
from tests.village import NOON, Clock, Village

PHOTO = picture()
BIG = PHOTO + bytes(LIMIT)


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """One kind is enough: what is stored is tested with the conversations."""
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def _no_token_in_the_log(
    caplog: pytest.LogCaptureFixture, telegram: Telegram
) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.INFO)
    yield caplog
    assert telegram.token.partition(":")[2] not in caplog.text


async def one(served: Served) -> Incoming:
    """Return the next message that is heard."""
    await served.ears.hear(1)
    return served.ears.heard.pop(0)


async def attachment(served: Served) -> Attachment:
    found = (await one(served)).attachment
    assert found
    return found


async def test_a_photo_waits_at_telegram_until_it_is_wanted(
    telegram: Telegram, database: Database
) -> None:
    async with serving(telegram, database) as served:
        telegram.person("Hoa").sends_photo("áp phích", PHOTO)
        heard = await one(served)
        assert (heard.kind, heard.text) == ("photo", "áp phích")
        assert (telegram.count("getFile"), telegram.count("download")) == (0, 0)
        assert heard.attachment
        assert heard.attachment.size == len(PHOTO)
        assert await heard.attachment.fetch() == PHOTO
        assert (telegram.count("getFile"), telegram.count("download")) == (1, 1)


async def test_of_a_big_photo_the_largest_that_is_not_too_big_is_taken(
    telegram: Telegram, database: Database
) -> None:
    async with serving(telegram, database) as served:
        telegram.person("Hoa").sends_photo("", BIG)
        found = await attachment(served)
        assert found.size == 1000
        assert await found.fetch() == BIG[:1000]


async def test_a_document_and_an_album_are_told(telegram: Telegram, database: Database) -> None:
    hoa = telegram.person("Hoa")
    async with serving(telegram, database) as served:
        hoa.sends_document("moi.pdf", PDF, "giấy mời")
        heard = await one(served)
        assert (heard.kind, heard.text, heard.album) == ("document", "giấy mời", "")
        assert heard.attachment
        assert await heard.attachment.fetch() == PDF
        hoa.sends_photo("", PHOTO, album="77")
        assert (await one(served)).album == "77"


async def test_no_more_than_may_be_kept_is_read(telegram: Telegram, database: Database) -> None:
    async with serving(telegram, database) as served:
        telegram.person("Hoa").sends_document("moi.pdf", PDF + bytes(15_000_000))
        found = await attachment(served)
        assert found.size > LIMIT
        assert LIMIT < len(await found.fetch()) <= LIMIT + 65_536


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("getFile", refuse(400, "Bad Request: file is too big")),
        ("getFile", refuse(401, "Unauthorized")),
        ("getFile", flood(60)),
        ("getFile", garbage),
        ("getFile", hangs_up),
        ("getFile", stalls),
        ("download", refuse(404, "Not Found")),
        ("download", breaks(500)),
        ("download", bad_gateway),
        ("download", hangs_up),
        ("download", stalls),
    ],
)
async def test_what_cannot_be_fetched_is_told_without_the_token(
    telegram: Telegram,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    fault: Fault,
) -> None:
    monkeypatch.setattr(telegram_files, "FETCH_S", 1)
    async with serving(telegram, database) as served:
        telegram.person("Hoa").sends_photo("", PHOTO)
        found = await attachment(served)
        telegram.next(method, fault, times=2)  # the client itself may ask again once
        async with asyncio.timeout(5):
            with pytest.raises(NotFetched) as caught:
                await found.fetch()
    assert telegram.token.partition(":")[2] not in "".join(
        traceback.format_exception(caught.value)
    )
    assert caught.value.__cause__ is caught.value.__context__ is None


# --- All the way ---------------------------------------------------------------------------------


class Answering(Ears):
    """Ears of a real conversation, whose answers are sent."""

    def converse(self, database: Database, served: Served, clock: Clock) -> Delivery:
        """Begin to answer."""
        self.conversation = Conversation(database, HANDLERS, clock, locale="en")
        senders = {("telegram", served.bot.id): served.sender}
        self.delivery = Delivery(database, senders, clock, owner="test")
        return self.delivery

    async def handle(self, incoming: Incoming) -> Settled | None:
        settled = await self.conversation.handle(incoming)
        await self.delivery.deliver()
        return settled


async def joins(village: Village, short: str, person: Person, bot: str) -> None:
    """Let a member have a phone on Telegram."""
    person.opens()
    async with village.database.write() as db:
        address = Address("telegram", bot, str(person.id))
        row = await addresses.arrive(db, address, NOON, "en")
        await addresses.link(
            db,
            address_id=row.id,
            club_id=village.club,
            member_id=village.ids[short],
            kind="self",
            now=NOON,
        )


@pytest.mark.parametrize("words", ["Mời xem", "Mời bà con xem áp phích này nhé. " * 30])
async def test_a_picture_goes_from_the_head_to_a_member(
    telegram: Telegram, database: Database, words: str
) -> None:
    """Long words do not fit below a picture: they follow it."""
    words = words.strip()
    minh, hoa = telegram.person("Minh"), telegram.person("Hoa")
    village, ears = Village(database), Answering()
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", sex="male", phone=None)
    await village.join("hoa", "Nguyễn Thị Hoa", "treasurer", phone=None)
    async with serving(telegram, database, ears) as served:
        delivery = ears.converse(database, served, village.clock)
        for short, person in (("minh", minh), ("hoa", hoa)):
            await joins(village, short, person, served.bot.id)

        def tells() -> None:
            minh.says("thông báo")
            minh.hears("What shall I tell them?")
            minh.sends_photo(words, PHOTO)
            minh.hears("Whom is it for?")
            minh.presses("Everybody")
            assert minh.hears().photo == PHOTO
            minh.presses("Send it now")
            minh.hears("that I cannot read in it, so another officer")
            minh.presses("Ask another officer")
            minh.hears("I have asked")

        def agrees() -> None:
            hoa.hears("wants to send this")
            hoa.presses("Let it go")
            hoa.hears("It goes out")

        await asyncio.to_thread(tells)
        await delivery.deliver()
        await asyncio.to_thread(agrees)
        seen = len(hoa.heard)
        await announce(database, village.clock())
        await delivery.deliver()
        await asyncio.to_thread(hoa.hears, words)
    arrived = hoa.heard[seen:]
    assert arrived[0].photo == PHOTO
    assert [bool(one.words) for one in arrived] in ([True], [False, True])
    kept = {str(one.parameters["photo"]) for one in telegram.requests if one.method == "sendPhoto"}
    assert len(kept) == 2  # the first time whole, then by the id that Telegram gave it
