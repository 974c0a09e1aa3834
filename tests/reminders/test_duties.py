"""What officers are reminded of: who waits for a yes, and the month."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.storage import declarations
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.messages import Lane
from tests.reminded import at, kinds, lent, remind, skipped
from tests.village import Village

NOON = "2026-11-21 12:00"
TOLD = "Ms Hoa told me on 21 Nov of 500,000 đ; nobody has confirmed it. Please take it up."
DAY_AFTER, THREE_DAYS = "2026-11-22 12:01", "2026-11-24 12:01"


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa has declared 500,000 đ at noon, and nobody has answered."""
    village = await lent(database)
    await declare(village)
    return village


async def declare(village: Village, number: int = 1) -> None:
    async with village.database.write() as db:
        loan = (await db.execute(select(t.Loan.id))).scalars().first()
        at = (await db.execute(select(t.Address.id).where(t.Address.chat == "hoa"))).scalar_one()
        assert loan is not None
        await declarations.declare(
            db,
            club_id=village.club,
            member_id=village.ids["hoa"],
            loan_id=loan,
            amount=500_000,
            interest=50_000,
            principal_first=False,
            given_to="treasurer",
            given_to_id=None,
            origin=f"test:{number}",
            address_id=at,
            shared=False,
            now=village.clock.now,
        )


async def decide(village: Village, status: str = "confirmed") -> None:
    async with village.database.write() as db:
        for waiting in await declarations.pending_of(db, village.ids["hoa"]):
            await declarations.decide(
                db, waiting.id, status=status, by=village.ids["lan"], now=village.clock.now
            )


# --- Declarations that wait ----------------------------------------------------------------------


async def test_after_a_day_the_cashiers_hear_of_it_and_after_three_the_accountant_again(
    club: Village,
) -> None:
    assert await remind(club, "2026-11-22 12:00") == {}
    assert await remind(club, DAY_AFTER, "2026-11-22 13:00") == {"lan": [TOLD], "tu": [TOLD]}
    assert await remind(club, THREE_DAYS, "2026-11-24 13:00") == {"tu": [TOLD]}
    assert await remind(club, "2026-11-26 08:00") == {}


async def test_a_button_leads_to_the_members_card(club: Village) -> None:
    await remind(club, THREE_DAYS)
    await club("""
        tu # See Ms Hoa
        tu < Nguyễn Thị Hoa … Told me of 500,000 đ
    """)


async def test_it_is_a_reminder_and_waits_for_the_morning(club: Village) -> None:
    assert await remind(club, "2026-11-22 23:00", "2026-11-23 06:59") == {}
    assert await remind(club, "2026-11-23 07:00") == {"lan": [TOLD], "tu": [TOLD]}
    async with club.database.read() as db:
        assert set((await db.execute(select(t.Outbox.lane))).scalars()) == {Lane.REMINDERS}


async def test_many_of_them_come_as_a_list(club: Village) -> None:
    for number in range(2, 15):
        await declare(club, number)
    (text,) = (await remind(club, DAY_AFTER))["lan"]
    assert text.startswith("These wait for a yes. Type a name, and you see the card: Ms Hoa: ")
    assert text.count("Ms Hoa: 500,000 đ, told on 21 Nov") == 10
    assert text.endswith("And 4 more after these.")
    assert len(await skipped(club, "declaration")) == 26


async def test_a_few_come_with_a_button_each(club: Village) -> None:
    await declare(club, 2)
    await declare(club, 3)
    (text,) = (await remind(club, DAY_AFTER))["lan"]
    assert text == "  ".join([TOLD] * 3)
    assert len(club.phones.by_chat["lan"].last[-1].choices) == 3


@pytest.mark.parametrize("status", ["confirmed", "refused", "withdrawn"])
async def test_what_was_decided_in_time_is_not_brought_up(club: Village, status: str) -> None:
    await decide(club, status)
    assert await remind(club, DAY_AFTER, THREE_DAYS) == {}
    assert await kinds(club, "declaration") == []


async def test_what_was_decided_before_it_could_be_said_is_not_said(club: Village) -> None:
    assert await remind(club, "2026-11-22 23:00") == {}
    await decide(club)
    assert await remind(club, "2026-11-23 08:00") == {}
    assert await skipped(club, "declaration") == ["decided meanwhile"] * 2


async def test_who_helps_an_officer_hears_nothing_of_it(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id == club.ids["tu"]).values(kind="helper")
        )
    assert await remind(club, DAY_AFTER) == {"lan": [TOLD]}
    assert await skipped(club, "declaration") == ["no phone"]


@pytest.mark.parametrize(
    "role", [{"from_on": at(DAY_AFTER).date() + timedelta(days=1)}, {"until_on": at(NOON).date()}]
)
async def test_only_who_holds_the_office_on_that_day_hears_of_it(
    club: Village, role: dict[str, object]
) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Role).where(t.Role.member_id == club.ids["tu"]).values(**role))
    assert list(await remind(club, DAY_AFTER)) == ["lan"]


async def test_officers_hear_nothing_of_their_own_money_or_of_other_clubs(club: Village) -> None:
    other = Village(club.database)
    await other.found(key="other", name="Khác")
    await other.join("an", "Lê Thị An", "accountant")
    async with club.database.write() as db:
        await db.execute(update(t.Declaration).values(member_id=club.ids["tu"]))
    assert list(await remind(club, DAY_AFTER, THREE_DAYS)) == ["lan"]


# --- The month -----------------------------------------------------------------------------------


async def pays(village: Village, moment: str) -> None:
    """Let Hoa pay 500,000 đ in the treasurer's hand."""
    await decide(village)
    village.clock.now = at(moment)
    await village("""
        lan > hoa
        lan < Nguyễn Thị Hoa
        lan # Another sum
        lan < How much
        lan > 500k
        lan < Ms Hoa: 500,000 đ
        lan # I hold all
        lan < Written down
        hoa < Receipt
    """)


async def test_the_months_figures_are_ready_on_the_first(club: Village) -> None:
    await club.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await pays(club, "2026-11-23 09:00")
    async with club.database.write() as db:
        await db.execute(update(t.Loan).values(paid_out_on=at("2026-11-10 09:00").date()))
    assert await remind(club, "2026-12-01 07:59") == {}
    said = "Month 11/2026: 500,000 đ came in, 0 đ went out, 5,000,000 đ was lent (1 loan)."
    assert await remind(club, "2026-12-01 08:00", "2026-12-02 08:00") == {
        "thu": [said],
        "tu": [said],
    }


async def test_a_month_in_which_nothing_moved_is_not_spoken_of(club: Village) -> None:
    await decide(club, "withdrawn")
    assert await remind(club, "2026-12-03 06:00", "2026-12-03 08:00") == {}
    assert await skipped(club, "month") == ["nothing moved"]
    assert await remind(club, "2027-01-09 08:00") != {}
    assert await kinds(club, "month") == ["month.report"]
