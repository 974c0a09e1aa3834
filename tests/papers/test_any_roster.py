"""Whatever roster is written into a sheet is read back from it unchanged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.money.loans import EVERY
from bot.papers.roster_reader import read_roster
from bot.papers.roster_template import write_roster
from bot.papers.roster_words import FORMS, HARDSHIPS, WAYS
from bot.roster import Hardship, LoanRow, MemberRow, PaperConsent, Role, Way
from tests.papers.clubs import LOANS, MEMBER, SMALL

NAMES = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyÁẠĂĐÔƠ =+-@0123456789'\"", min_size=1, max_size=30
).map(lambda text: f"Vi {' '.join(text.split())}".strip())
DAYS = st.dates(date(2000, 1, 1), date(2026, 11, 10))
SUMS = st.integers(1_000, 10**10)


@st.composite
def members(draw: st.DrawFn, number: str) -> MemberRow:
    consents = tuple(
        PaperConsent(purpose, given_)
        for purpose in ("money", "reminders", "health")
        if (given_ := draw(st.sampled_from([True, False, None]))) is not None
    )
    statuses: list[Hardship | None] = [*HARDSHIPS, None]
    offices: list[Role] = ["deputy", "secretary", "supervisor"]
    hardship = draw(st.sampled_from(statuses))
    roles = draw(st.lists(st.sampled_from(offices), unique=True))
    return replace(
        MEMBER,
        number=number,
        name=draw(NAMES),
        village_name=draw(NAMES),
        birth_year=draw(st.none() | st.integers(1900, 2016)),
        sex=draw(st.sampled_from(["female", "male"])),
        form=draw(st.sampled_from(["", *FORMS])),
        hardship=hardship,
        hardship_on=draw(DAYS) if hardship else None,
        roles=tuple(roles),
        roles_since=draw(DAYS) if roles else None,
        fees_paid_to=draw(st.none() | DAYS.map(lambda day: day.replace(day=1))),
        deposit=draw(st.just(0) | SUMS),
        consents=consents,
        consented_on=draw(DAYS) if consents else None,
    )


@st.composite
def loans(draw: st.DrawFn, number: str) -> LoanRow:
    principal = draw(SUMS)
    paid_to = draw(DAYS)
    ways: list[Way] = [*WAYS]
    way = draw(st.sampled_from(ways))
    return replace(
        LOANS[1],
        number=number,
        principal=principal,
        principal_left=draw(st.integers(1_000, principal)),
        rate_bp=0 if way == "no_interest" else draw(st.integers(0, 1_000)),
        way=way,
        every=draw(st.sampled_from(EVERY)),
        next_due=draw(st.dates(paid_to, date(2030, 1, 1)).filter(lambda day: day > paid_to)),
        periods_left=draw(st.integers(1, 600)),
        interest_paid_to=paid_to,
    )


@settings(max_examples=30)
@given(data=st.data())
def test_any_roster_reads_back_equal(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    people = [data.draw(members(number)) for number in ("10", "11", "B-12")]
    lent = [data.draw(loans(number)) for number in ("1", "02/26")]
    roster = replace(SMALL, members=(*SMALL.members, *people), loans=tuple(lent))
    path = tmp_path_factory.mktemp("so") / "so.xlsx"
    write_roster(path, roster)
    read, mistakes, _ = read_roster([path])
    assert mistakes == []
    assert read == roster
