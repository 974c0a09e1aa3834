"""The club's books beside the loans: meeting-day lists, fees, gifts, counts, closed months."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import (
    BIG,
    Base,
    ClubId,
    Dong,
    Key,
    LoanId,
    MemberId,
    TransactionId,
)


class Collection(Base):
    """The money of one meeting day: marked row by row, posted all at once."""

    __tablename__ = "collections"
    __table_args__ = (
        Index(
            "uq_collections_open",
            "club_id",
            unique=True,
            sqlite_where=text("status IN ('open', 'counted')"),
            postgresql_where=text("status IN ('open', 'counted')"),
        ),
        Index("ix_collections_status", "club_id", "status"),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    held_on: Mapped[date]  # the meeting: the value day of all that is posted
    counts_from: Mapped[date | None]  # the value day where the month of the meeting is closed
    opened_by: Mapped[MemberId]  # once it is counted: who wrote the count down
    opened_at: Mapped[datetime]
    by: Mapped[str]  # seat, name
    status: Mapped[str]  # open, counted, closed, dropped
    counted: Mapped[Dong | None]
    counted_by: Mapped[MemberId | None]  # who keeps the cash
    counted_at: Mapped[datetime | None]
    reason: Mapped[str]  # why the count differs from the list
    agreed_by: Mapped[MemberId | None]  # None: signed on paper, or not closed yet
    closed_at: Mapped[datetime | None]


class Collected(Base):
    """One row of a meeting day's list: what a member owes for one loan, or in fees."""

    __tablename__ = "collected"
    __table_args__ = (Index("ix_collected_collection_id", "collection_id"),)

    id: Mapped[Key]
    collection_id: Mapped[int] = mapped_column(BIG, ForeignKey("collections.id"))
    member_id: Mapped[MemberId]
    loan_id: Mapped[LoanId | None]  # None: the member's fee
    place: Mapped[int]
    state: Mapped[str]  # open, paid, later, aside
    amount: Mapped[Dong]  # handed over
    principal_first: Mapped[bool]  # the payer said "trả gốc"
    marked_by: Mapped[MemberId | None]
    marked_at: Mapped[datetime | None]
    declaration_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("declarations.id"))
    note: Mapped[str]
    transaction_id: Mapped[TransactionId | None]
    prepaying: Mapped[str] = mapped_column(default="")  # what principal paid ahead changes


class FeeRate(Base):
    """What a club asks of its members a month, from a month on; the row set last counts."""

    __tablename__ = "fee_rates"
    __table_args__ = (Index("ix_fee_rates_club_id", "club_id"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    since: Mapped[date]  # the first day of the first month
    amount: Mapped[Dong]  # 0: none is asked for
    free: Mapped[str]  # hardships that pay none
    set_by: Mapped[MemberId | None]  # None: it was so before
    set_at: Mapped[datetime]


class FeeMonth(Base):
    """A month for which a member's fee is paid, or need not be."""

    __tablename__ = "fee_months"
    __table_args__ = (Index("ix_fee_months_transaction_id", "transaction_id"),)

    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    club_id: Mapped[ClubId]
    amount: Mapped[Dong]  # 0: waived
    transaction_id: Mapped[TransactionId | None]
    waived_by: Mapped[MemberId | None]


class Gift(Base):
    """A line of the Golden Heart book, in money or in kind; kind has no invented value."""

    __tablename__ = "gifts"
    __table_args__ = (
        Index("ix_gifts_given_on", "club_id", "given_on"),
        Index("uq_gifts_takes_back_id", "takes_back_id", unique=True),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    given_on: Mapped[date]
    giver: Mapped[str]
    member_id: Mapped[MemberId | None]
    what: Mapped[str]  # in kind, or what it is for
    transaction_id: Mapped[TransactionId | None]
    entered_by: Mapped[MemberId]
    entered_at: Mapped[datetime]
    takes_back_id: Mapped[int | None] = mapped_column(BIG)  # a line written by mistake; what: why


class Evidence(Base):
    """A photo that belongs to an entry: of a receipt, of a signed paper."""

    __tablename__ = "evidence"

    transaction_id: Mapped[TransactionId] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(primary_key=True)


class CashCount(Base):
    """The cash that somebody keeps was counted, beside what the book says."""

    __tablename__ = "cash_counts"
    __table_args__ = (
        UniqueConstraint("club_id", "origin"),
        Index("ix_cash_counts_counted_on", "club_id", "counted_on"),
        Index(
            "uq_cash_counts_pending",
            "club_id",
            "holder_id",
            unique=True,
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    counted_on: Mapped[date]
    holder_id: Mapped[MemberId]
    expected: Mapped[Dong]
    funds: Mapped[dict[str, Any]]  # what of it is whose: đồng by fund
    counted: Mapped[Dong]
    notes: Mapped[dict[str, Any]]  # pieces by đồng: {"500000": 3}
    reason: Mapped[str]
    fund: Mapped[str]  # where a difference is posted
    counted_by: Mapped[MemberId]
    counted_at: Mapped[datetime]
    origin: Mapped[str]
    status: Mapped[str]  # pending, agreed, refused, dropped
    agreed_by: Mapped[MemberId | None]  # or who did not agree; None: signed on paper
    agreed_at: Mapped[datetime | None]
    objection: Mapped[str]  # why the second officer did not sign
    file: Mapped[str]  # the photo of the signed paper
    transaction_id: Mapped[TransactionId | None]


class Handing(Base):
    """Cash goes from one who keeps it to another, who has to say that she holds it."""

    __tablename__ = "handings"
    __table_args__ = (
        UniqueConstraint("club_id", "origin"),
        Index(
            "ix_handings_pending",
            "club_id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    giver_id: Mapped[MemberId]
    taker_id: Mapped[MemberId]
    fund: Mapped[str]
    amount: Mapped[Dong]
    given_at: Mapped[datetime]
    origin: Mapped[str]
    status: Mapped[str]  # pending, taken, refused (by the taker), withdrawn (by the giver)
    settled_at: Mapped[datetime | None]
    transaction_id: Mapped[TransactionId | None]


class ClosedMonth(Base):
    """A month whose books two officers signed: nothing is entered into it any more."""

    __tablename__ = "closed_months"

    club_id: Mapped[ClubId] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    signed_by: Mapped[MemberId]
    signed_at: Mapped[datetime]
    agreed_by: Mapped[MemberId | None]  # None: signed on paper, or not yet
    agreed_at: Mapped[datetime | None]  # None: not closed yet
    figures: Mapped[dict[str, Any]]  # as they were signed
    file: Mapped[str]  # the photo of the signed paper


class Reading(Base):
    """Somebody of the board looked at what is for the board only."""

    __tablename__ = "readings"
    __table_args__ = (Index("ix_readings_club_id", "club_id", "at"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    member_id: Mapped[MemberId]
    what: Mapped[str]
    at: Mapped[datetime]
