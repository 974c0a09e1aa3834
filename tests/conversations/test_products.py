"""On what the club lends: the head sets it, one thing at a time, and all hear of it once."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select

from bot.handlers.lending.product_words import too_dear
from bot.i18n import use_locale
from bot.money.loans import AboveCap, Conditions, Way
from bot.money.products import Offer
from bot.reminders.broadcasting import announce
from bot.storage import products
from bot.storage import tables as t
from tests.village import Village

RATE = """
    minh > đổi lãi suất 0,8%
    minh < New loans from now on: interest 0.8% a month (before: interest 1% a month).
    minh # Yes, that is right
    minh < Done. New loans from now on: interest 0.8% a month
"""


async def offers(village: Village) -> list[Offer]:
    async with village.database.write() as db:
        now = village.clock.now
        found = await products.offered(db, village.club, now=now, today=now.date())
        return [one.offer for one in found]


async def announced(village: Village) -> None:
    village.clock.pass_by(minutes=1)
    await announce(village.database, village.clock.now)
    await village.delivery.deliver()


async def test_everybody_may_look_and_only_the_head_changes(village: Village) -> None:
    await village("""
        hoa > cho vay
        hoa < Lent is from 3,000,000 đ to 10,000,000 đ, for 6 or 12 months. … Interest 1% a month.
        lan > đổi lãi suất 0,5%
        lan < On what the club lends is set by Mr Minh.
        hoa > đổi lãi suất 0,5%
        hoa < On what the club lends is set by Mr Minh.
    """)
    assert [one.conditions.rate_bp for one in await offers(village)] == [100]


async def test_the_rate_is_read_back_before_it_counts(village: Village) -> None:
    await village("""
        minh > cho vay
        minh < Lent is from 3,000,000 đ to 10,000,000 đ
        minh # Change on what
        minh < What shall I change?
        minh # The rate
        minh < Now it is 1%. How much shall it be a month?
        minh > 0,8
        minh < interest 0.8% a month … 11 times 40,000 đ, the last time 5,040,000 đ.
        minh # No, leave it
        minh < All right, everything stays as it is.
    """)
    assert (await offers(village))[0].conditions.rate_bp == 100
    await village(RATE)
    assert (await offers(village))[0].conditions.rate_bp == 80


async def test_all_members_hear_of_a_change_once(village: Village) -> None:
    await village(RATE)
    await announced(village)
    for who in ("hoa", "lan", "tu", "minh", "thu"):
        village.hears(who, "New loans from now on: interest 0.8% a month … stay as they were")
    await announced(village)
    assert not any(phone.unread for phone in village.phones.by_chat.values())
    async with village.database.read() as db:
        rows = await db.execute(select(func.count()).select_from(t.Broadcast))
        assert rows.scalar_one() == 1
        ways = await db.execute(
            select(t.BroadcastTo.way).where(t.BroadcastTo.member_id == village.ids["binh"])
        )
        assert ways.scalars().all() == ["none"]  # who passes notices on to him is asked


async def test_at_night_they_hear_of_it_in_the_morning(village: Village) -> None:
    village.clock.pass_by(hours=11)  # 23:00
    await village(RATE)
    await announced(village)
    assert not village.phones.by_chat["hoa"].unread
    village.clock.pass_by(hours=8)
    await announced(village)
    village.hears("hoa", "New loans from now on")


async def test_what_the_law_does_not_allow_is_refused_with_the_figure(village: Village) -> None:
    await village("""
        minh > đổi cách trả
        minh < How shall loans be paid back? … 21.4% a year on what is still lent.
        minh # Equal parts, interest on all
        minh < 1% a month paid like this comes to 21.5% a year … The highest that passes is 0.9
    """)
    assert (await offers(village))[0].conditions.way is Way.PRINCIPAL_AT_END


async def test_a_rate_that_is_too_high_is_refused_and_the_highest_is_one_tap_away(
    village: Village,
) -> None:
    await village("""
        minh > đổi lãi suất
        minh < Now it is 1%.
        minh > 2%
        minh < 2% a month paid like this comes to 24% a year … that passes is 1.66% a month.
        minh # 1.66% a month
        minh < interest 1.66% a month
        minh # Yes
        minh < Done.
    """)
    assert (await offers(village))[0].conditions.rate_bp == 166


@pytest.mark.parametrize(
    ("words", "typed", "field", "value"),
    [
        ("The smallest loan", "2 triệu", "least", 2_000_000),
        ("The largest loan", "20 triệu", "most", 20_000_000),
        ("For how long", "6, 12, 24", "months", (6, 12, 24)),
        ("For how long", "1 năm", "months", (12,)),
    ],
)
async def test_each_thing_is_set_alone(
    village: Village, words: str, typed: str, field: str, value: object
) -> None:
    await village(f"""
        minh > cho vay
        minh < Lent is
        minh # Change on what
        minh < What shall I change?
        minh # {words}
        minh < Now it is
        minh > {typed}
        minh < New loans from now on
        minh # Yes
        minh < Done.
    """)
    assert getattr((await offers(village))[0], field) == value


@pytest.mark.parametrize(
    ("words", "typed", "field", "value"),
    [
        ("How often it is paid", "3", "conditions.every", 3),
        ("Months with interest only", "3", "grace", 3),
        ("What one member can have", "15 triệu", "owed_at_most", 15_000_000),
        ("A second loan", "có", "second_loan", True),
        ("Its name", "Vay chăn nuôi", "name", "Vay chăn nuôi"),
    ],
)
async def test_so_is_what_is_changed_less_often(
    village: Village, words: str, typed: str, field: str, value: object
) -> None:
    await village.say("minh", "cho vay")
    await village.press("minh", "Change on what")
    await village.press("minh", "More")
    await village.press("minh", words)
    await village.say("minh", typed)
    await village.press("minh", "Yes, that is right")
    found: object = (await offers(village))[0]
    for name in field.split("."):
        found = getattr(found, name)
    assert found == value


@pytest.mark.parametrize(
    ("command", "typed", "says"),
    [
        ("products.least", "12 triệu", "cannot be larger than the largest"),
        ("products.every", "5", "Every how many months?"),
        ("products.grace", "6", "as long as the shortest loan itself"),
        ("products.owed", "5 triệu", "must be able to have the largest loan"),
    ],
)
async def test_what_does_not_fit_is_asked_for_again(
    village: Village, command: str, typed: str, says: str
) -> None:
    labels = {
        "products.least": "The smallest loan",
        "products.every": "How often it is paid",
        "products.grace": "Months with interest only",
        "products.owed": "What one member can have",
    }
    await village.say("minh", "cho vay")
    await village.press("minh", "Change on what")
    if command != "products.least":
        await village.press("minh", "More")
    await village.press("minh", labels[command])
    village.phones.by_chat["minh"].unread.clear()
    await village.say("minh", typed)
    village.hears("minh", says)


async def test_loans_without_interest_get_another_way_before_a_rate(village: Village) -> None:
    await village("""
        minh > đổi cách trả
        minh < How shall loans be paid back?
        minh # Equal parts, no interest
        minh < New loans from now on
        minh # Yes
        minh < Done.
        minh > đổi lãi suất 1%
        minh < These loans are without interest. Please choose another way to pay first.
    """)


async def test_running_loans_keep_what_they_were_lent_on(village: Village) -> None:
    before = await terms(village)
    await village(RATE)
    assert await terms(village) == before


async def terms(village: Village) -> list[tuple[object, ...]]:
    async with village.database.read() as db:
        rows = await db.execute(select(t.Loan.rate_bp, t.Loan.way, t.Loan.conditions))
        return [tuple(row) for row in rows]


async def test_the_deputy_sets_it_where_there_is_no_head(village: Village) -> None:
    async with village.database.write() as db:
        await db.execute(delete(t.Role).where(t.Role.role == "head"))
    await village.join("phuc", "Đỗ Văn Phúc", "deputy", sex="male")
    await village("""
        thu > đổi lãi suất 0,8%
        thu < On what the club lends is set by Mr Phúc.
        phuc > đổi lãi suất 0,8%
        phuc < New loans from now on: interest 0.8% a month
    """)


async def test_a_second_kind_of_loan_is_offered_and_ended(village: Village) -> None:
    await village("""
        minh > thêm loại vay
        minh < What shall the other kind of loan be called?
        minh > Vay hộ nghèo
        minh < The club has a new kind of loan. … Vay hộ nghèo: from 3,000,000 đ
        minh # Yes
        minh < Done.
        minh > đổi lãi suất 0,5%
        minh < Which kind of loan shall I change?
        minh # Vay hộ nghèo
        minh < New loans from now on: interest 0.5% a month
        minh # Yes
        minh < Done.
        thu > vay 5 triệu nuôi gà 12 tháng
        thu < For how long?
        thu # 12 months: Vay hộ nghèo
        thu < When is something paid
        minh > cho vay
        minh < Lent is from … Vay hộ nghèo: from … Which kind of loan shall I change?
        minh # Vay hộ nghèo
        minh < Vay hộ nghèo: from
        minh # More
        minh < What shall I change?
        minh # Lend no more on this
        minh < From now on the club lends no more on this: Vay hộ nghèo.
        minh # Yes
        minh < Done.
    """)
    assert [one.name for one in await offers(village)] == [""]


async def test_two_who_change_it_at_once_do_not_undo_each_other(village: Village) -> None:
    await village.join("phuc", "Đỗ Văn Phúc", "head", sex="male")
    await village("""
        minh > đổi lãi suất 0,8%
        minh < interest 0.8% a month
        phuc > đổi lãi suất 0,5%
        phuc < interest 0.5% a month
        phuc # Yes
        phuc < Done.
        minh # Yes
        minh < The conditions were changed in the meantime.
    """)
    assert (await offers(village))[0].conditions.rate_bp == 50


async def test_a_rate_just_above_the_cap_is_shown_as_above_it(village: Village) -> None:
    await village("""
        minh > đổi lãi suất 1,67%
        minh < 1.67% a month paid like this comes to 20.04% a year … The law allows 20% at the \
most … The highest that passes is 1.66% a month.
    """)


@pytest.mark.parametrize(
    ("yearly", "shown"),
    [(0.215, "21.5%"), (0.2004, "20.04%"), (0.20004, "20.004%"), (0.2000001, "20.001%")],
)
def test_as_many_digits_are_shown_as_tell_a_rate_from_the_cap(yearly: float, shown: str) -> None:
    offer = Offer(conditions=Conditions(way=Way.FLAT, rate_bp=100, unit=1000))
    with use_locale("en"):
        said = too_dear(offer, AboveCap(yearly=yearly, cap_bp=2_000, highest_bp=None))
    assert f"comes to {shown} a year" in said


async def test_a_rate_is_read_back_as_it_was_said_or_asked_again(village: Village) -> None:
    await village("""
        minh > đổi lãi suất
        minh < How much shall it be a month?
        minh > -1%
        minh < How much a month, please?
        minh > 100%
        minh < How much a month, please?
        minh > nửa phần trăm
        minh < interest 0.5% a month
        minh # No, leave it
        minh < stays as it is
        minh > đổi lãi suất một phần trăm rưỡi
        minh < interest 1.5% a month
    """)


async def test_without_interest_nothing_is_said_of_it(village: Village) -> None:
    await village("""
        minh > đổi lãi suất 0
        minh < No interest. The whole loan at the end, all at once. … For example 5,000,000 đ \
over 12 months: 5,000,000 đ, all at once. Nothing more than was lent.
        minh # Yes, that is right
        minh < Done.
        minh > đổi cách trả
        minh < How shall loans be paid back?
        minh # Equal parts, interest falling
        minh < No interest. The same part of the loan each time, without interest.
    """)


async def test_the_smallest_loan_is_changed_by_its_own_words(village: Village) -> None:
    await village("""
        minh > đổi mức vay thấp nhất
        minh < How small may one loan be?
        minh > 10m
        minh < Lent is 10,000,000 đ, for 6 or 12 months.
        minh # Yes, that is right
        minh < Done.
    """)


@pytest.mark.parametrize(
    ("said", "lent"),
    [
        ("12 tháng", "for 12 months"),
        ("một năm", "for 12 months"),
        ("1 năm rưỡi", "for 18 months"),
        ("6 hoặc 24", "for 6 or 24 months"),
    ],
)
async def test_terms_are_said_as_people_say_them(village: Village, said: str, lent: str) -> None:
    await village(f"""
        minh > đổi thời hạn vay
        minh < For how many months may one borrow?
        minh > {said}
        minh < {lent}
    """)
