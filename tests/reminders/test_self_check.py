"""What the bot finds wrong with itself, and that the operator hears of it once a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from bot.chat import Account, Rejected
from bot.reminders.self_check import SETTLES_IN, SelfCheck, look
from bot.storage import bots, serving
from bot.storage import tables as t
from bot.storage.messages import Lane
from tests.post_office import BOT, PostOffice
from tests.program import worded

OPERATOR = ("test", "binh")
LEFT = "1 reminder of yesterday has not left."


class Watch:
    """A day after the bot began: what its operator hears each time it looks."""

    def __init__(self, office: PostOffice, operator: Account | None = OPERATOR) -> None:
        self.office = office
        self.check = SelfCheck(operator, office.clock.now - SETTLES_IN)

    async def hears(self, **spans: float) -> list[str]:
        """Let time pass and the bot look; return what the operator got to read by that."""
        self.office.clock.pass_by(**spans)
        await self.office.delivery.deliver()
        before = len(self.office.postman.by_chat["binh"])
        await self.check(self.office.database, self.office.clock.now)
        await self.office.delivery.deliver()
        return self.office.postman.by_chat["binh"][before:]


@pytest.fixture
def watch(office: PostOffice) -> Watch:
    return Watch(office)


async def plan(office: PostOffice, **fate: object) -> None:
    """Write a notice now, with whatever became of it."""
    async with office.database.write() as db:
        await db.execute(
            insert(t.Notice).values(
                {
                    "club_id": office.village.club,
                    "kind": "repay+0",
                    "subject_id": 1,
                    "due_on": date(2026, 11, 21),
                    "recipient_id": office.village.ids["hoa"],
                    "made_at": office.clock.now,
                    **fate,
                }
            )
        )


async def heard(office: PostOffice, account: Account) -> None:
    """Note that a bot has heard everything up to now."""
    async with office.database.write() as db:
        await bots.register(db, account, office.clock.now)
        await bots.note_heard(db, account, office.clock.now)


# --- Reminders of yesterday ----------------------------------------------------------------------


async def test_a_reminder_that_did_not_leave_is_told_the_next_morning_once(watch: Watch) -> None:
    await plan(watch.office)
    assert await watch.hears(hours=8) == []  # the same evening
    assert await watch.hears(hours=10, minutes=59) == []  # at 6:59
    (said,) = await watch.hears(minutes=1)
    assert LEFT in said
    assert await watch.hears(hours=13) == []
    (again,) = await watch.hears(hours=11)
    assert again == said


async def test_said_skipped_and_waiting_on_purpose_are_fine(watch: Watch) -> None:
    now = watch.office.clock.now
    await plan(watch.office, said_at=now)
    await plan(watch.office, subject_id=2, skipped="paid meanwhile")
    await plan(watch.office, subject_id=3, wait_until=now + timedelta(days=3))
    assert await watch.hears(hours=20) == []


async def test_what_waits_for_a_better_hour_counts_from_that_hour(watch: Watch) -> None:
    seven = watch.office.clock.now + timedelta(hours=19)
    await plan(watch.office, wait_until=seven)
    assert await watch.hears(hours=20) == []
    (said,) = await watch.hears(hours=24)
    assert LEFT in said


async def test_a_reminder_that_stays_in_the_outbox_has_not_left(watch: Watch) -> None:
    async with watch.office.database.write() as db:
        await db.execute(update(t.Address).where(t.Address.chat == "hoa").values(bot="gone"))
    await watch.office.queue("hoa", "pay", lane=Lane.REMINDERS)
    (said,) = await watch.hears(hours=20)
    assert LEFT in said


# --- Many that did not arrive --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failed", "sent", "told"), [(10, 1, 1), (9, 1, 0), (10, 40, 1), (10, 41, 0)]
)
async def test_many_lost_messages_are_no_coincidence(
    watch: Watch, failed: int, sent: int, told: int, caplog: pytest.LogCaptureFixture
) -> None:
    office = watch.office
    await office.queue("hoa", *(f"failed {number}" for number in range(failed)))
    await office.queue("lan", "sent 0", *(f"sent {number}" for number in range(1, sent)))
    for number in range(failed):
        office.postman.fails[f"failed {number}"] = [Rejected("no")]
    said = await watch.hears()
    assert len(said) == told
    assert all("10 messages" in one for one in said)
    assert "refused: no" in caplog.text


async def test_what_a_board_stopped_is_not_lost(watch: Watch) -> None:
    await watch.office.queue("hoa", *map(str, range(12)))
    async with watch.office.database.write() as db:
        at = watch.office.clock.now
        await db.execute(update(t.Outbox).values(status="expired", reason="stopped", done_at=at))
    assert await watch.hears() == []


# --- Our bots ------------------------------------------------------------------------------------


async def test_a_bot_whose_token_is_refused_is_told_of(watch: Watch) -> None:
    bot = ("telegram", "8123")
    async with watch.office.database.write() as db:
        now = watch.office.clock.now
        await bots.register(db, bot, now)
        await bots.pause_all(db, {bot: now + timedelta(seconds=600)})
    (said,) = await watch.hears(minutes=5)
    assert "telegram 8123 may say nothing: its token is refused" in said


async def test_bots_that_are_not_served_are_told_of_the_first_ones_by_name(
    watch: Watch,
) -> None:
    many = [("zalo", str(number)) for number in range(1, 9)]
    async with watch.office.database.write() as db:
        await bots.register_all(db, many, watch.office.clock.now)
        for bot in many:
            await serving.note_trouble(db, bot, "its token is wrong", watch.office.clock.now)
    (said,) = await watch.hears(minutes=5)
    assert "zalo 1 is not served: its token is wrong" in said
    assert "zalo 6" not in said
    assert "Likewise 3 more bots." in said


async def test_a_short_pause_is_nothing_to_tell(watch: Watch) -> None:
    async with watch.office.database.write() as db:
        await bots.register(db, BOT, watch.office.clock.now)
        await bots.pause_all(db, {BOT: watch.office.clock.now + timedelta(seconds=90)})
    assert await watch.hears() == []


async def test_a_bot_that_hears_nothing_is_told_of_until_it_is_given_up(watch: Watch) -> None:
    await heard(watch.office, ("telegram", "8123"))
    assert await watch.hears(minutes=10) == []
    (said,) = await watch.hears(minutes=1)
    assert "telegram 8123 has heard nothing since 12:00." in said
    assert len(await watch.hears(days=1)) == 1
    assert await watch.hears(days=1) == []


# --- Who is told, and when -----------------------------------------------------------------------


async def test_nobody_is_woken_by_it(watch: Watch) -> None:
    await heard(watch.office, ("telegram", "8123"))
    assert await watch.hears(hours=9) == []  # 21:00
    assert await watch.hears(hours=9, minutes=59) == []
    assert len(await watch.hears(minutes=1)) == 1


async def test_a_bot_that_has_just_begun_catches_up_first(office: PostOffice) -> None:
    await heard(office, ("telegram", "8123"))
    office.clock.pass_by(hours=1)
    watch = Watch(office)
    watch.check.started = office.clock.now
    assert await watch.hears(minutes=9) == []
    assert len(await watch.hears(minutes=1)) == 1


async def test_several_processes_tell_it_once(watch: Watch) -> None:
    await heard(watch.office, ("telegram", "8123"))
    assert len(await watch.hears(hours=1)) == 1
    other = Watch(watch.office)
    assert await other.hears(minutes=1) == []


@pytest.mark.parametrize("operator", [None, ("test", "nobody")])
async def test_without_an_operators_chat_the_log_says_it(
    office: PostOffice, operator: Account | None, caplog: pytest.LogCaptureFixture
) -> None:
    await heard(office, ("telegram", "8123"))
    await Watch(office, operator).hears(hours=1)
    assert not office.postman.asked
    assert "telegram 8123 has heard nothing since 12:00." in caplog.text
    assert ("OPERATOR" in caplog.text) == (operator is not None)


@pytest.mark.parametrize("locale", ["vi", "en"])
async def test_it_speaks_the_language_of_the_chat(office: PostOffice, locale: str) -> None:
    async with office.database.write() as db:
        await db.execute(update(t.Member).values(locale=locale))
    await heard(office, ("telegram", "8123"))
    (said,) = await Watch(office).hears(hours=1)
    assert worded("{bot} has heard nothing since {time}.", locale).search(said)
    assert said.startswith({"vi": "Cháu ", "en": "I "}[locale])


async def test_nothing_private_is_told(watch: Watch) -> None:
    await plan(watch.office)
    async with watch.office.database.write() as db:
        await bots.register(db, BOT, watch.office.clock.now)
    (said,) = await watch.hears(hours=20)
    for private in ("Hoa", "hoa", "Làng", "repay"):
        assert private not in said


async def test_what_is_found_is_empty_for_a_bot_that_is_well(office: PostOffice) -> None:
    await office.queue("hoa", "1")
    await office.deliver_after()
    async with office.database.read() as db:
        assert not await look(db, office.clock.now)
