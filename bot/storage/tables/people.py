"""Clubs, households, members, their roles and consents, and the phones they write from."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import BIG, AddressId, Base, ClubId, Key, MemberId


class Club(Base):
    """One village club and its settings."""

    __tablename__ = "clubs"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)  # folded name and place: one sheet, one club
    name: Mapped[str]
    hamlet: Mapped[str]
    commune: Mapped[str]
    province: Mapped[str]
    zone: Mapped[str]
    locale: Mapped[str]
    unit: Mapped[int]  # đồng: what sums are rounded to
    interest_to_income_bp: Mapped[int]  # share of the interest that stays in the loan fund
    rate_label: Mapped[str]  # "lai" or "phi": what the club calls interest
    wakes_at: Mapped[time]
    sleeps_at: Mapped[time]
    siesta_from: Mapped[time] = mapped_column(default=time(11, 30))  # silent until siesta_to
    siesta_to: Mapped[time] = mapped_column(default=time(13, 30))
    money_from: Mapped[time] = mapped_column(default=time(7))  # no word of money earlier or later
    money_to: Mapped[time] = mapped_column(default=time(19))
    lunar_days: Mapped[bool] = mapped_column(default=True)  # beside the solar ones
    dues_follow: Mapped[bool] = mapped_column(default=True)  # due days move with meetings
    cap_bp: Mapped[int] = mapped_column(default=2000)  # a year, on the money still owed
    queue_rule: Mapped[str] = mapped_column(default="poor,near_poor,hardship,never,waiting")
    bank_account: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]


class Household(Base):
    """People who live together; its hardship status is reviewed yearly by the commune."""

    __tablename__ = "households"
    __table_args__ = (UniqueConstraint("club_id", "label"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    label: Mapped[str]
    hardship: Mapped[str]
    hardship_on: Mapped[date | None]


class Member(Base):
    """A person in a club, with or without a phone."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("club_id", "number"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    household_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("households.id"))
    number: Mapped[str]  # the club's own numbering
    name: Mapped[str]
    village_name: Mapped[str]
    hamlet: Mapped[str]
    birth_year: Mapped[int | None]
    sex: Mapped[str]
    form: Mapped[str]  # form of address; empty: by age and sex
    locale: Mapped[str]  # empty: the club's
    phone: Mapped[str]
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    fees_paid_to: Mapped[date | None]  # first day of the last month paid
    volunteer: Mapped[bool] = mapped_column(default=False)  # visits people at home
    seat: Mapped[int | None]  # at the meeting: the order in which money is taken
    left_because: Mapped[str] = mapped_column(default="")  # died, moved, left


class Role(Base):
    """An office held in a club, from a day until (exclusive) a day."""

    __tablename__ = "roles"
    __table_args__ = (
        UniqueConstraint("member_id", "role", "from_on"),
        Index("ix_roles_club_id", "club_id"),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    member_id: Mapped[MemberId]
    role: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Address(Base):
    """One chat on one platform; who holds the phone is in `links`."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("platform", "bot", "chat"),)

    id: Mapped[Key]
    platform: Mapped[str]
    bot: Mapped[str]
    chat: Mapped[str]
    locale: Mapped[str]  # for people whom the bot does not know yet
    seen_at: Mapped[datetime]
    speaker_id: Mapped[MemberId | None]  # on a shared phone: who speaks now
    speaker_until: Mapped[datetime | None]
    wrong_codes: Mapped[int]
    locked_until: Mapped[datetime | None]
    unreachable_at: Mapped[datetime | None]
    unreadable: Mapped[int] = mapped_column(default=0)  # messages in a row without readable words


class Link(Base):
    """A member who may be reached at, and speak from, an address."""

    __tablename__ = "links"
    __table_args__ = (
        Index(
            "uq_links_live",
            "address_id",
            "member_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_links_member_id", "member_id"),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    address_id: Mapped[AddressId]
    member_id: Mapped[MemberId]
    kind: Mapped[str]  # self, or helper: somebody of the family who acts for the member
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    chosen: Mapped[bool] = mapped_column(default=False)  # she wants to be reached here


class Consent(Base):
    """What a member agreed to or withdrew, each purpose apart; the latest row counts."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_member_id", "member_id", "purpose"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    member_id: Mapped[MemberId]
    purpose: Mapped[str]  # money, reminders, health, helper
    given: Mapped[bool]
    wording: Mapped[str]  # version of the words that were shown
    how: Mapped[str]  # chat or paper
    at: Mapped[datetime]
    address_id: Mapped[AddressId | None]


class JoiningCode(Base):
    """A code that ties a member to one phone, and there once on each platform."""

    __tablename__ = "joining_codes"

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    member_id: Mapped[MemberId] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(unique=True)
    made_by: Mapped[MemberId | None]  # None: the operator, for a club's first officers
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CodeUse(Base):
    """A joining code was used on a platform: never again there."""

    __tablename__ = "code_uses"

    code_id: Mapped[int] = mapped_column(BIG, ForeignKey("joining_codes.id"), primary_key=True)
    platform: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
