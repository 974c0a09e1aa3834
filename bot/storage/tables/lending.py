"""What a club lends on, who asked for a loan, what the board decided, and what became of loans."""

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


class Product(Base):
    """On what a club lends; a change makes a new row, loans keep what they were lent on."""

    __tablename__ = "products"
    __table_args__ = (Index("ix_products_club_id", "club_id"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    name: Mapped[str]
    conditions: Mapped[dict[str, Any]]  # as `bot.storage.conditions` writes them
    least: Mapped[Dong]  # of one loan
    most: Mapped[Dong]
    periods: Mapped[dict[str, Any]]  # {"months": [6, 12]}: how long its loans may run
    owed_at_most: Mapped[Dong]  # by one member, all loans together
    second_loan: Mapped[bool]  # beside one that is still open
    made_by: Mapped[MemberId | None]  # None: what every club begins with
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    follows_id: Mapped[int | None] = mapped_column(BIG)  # the product that this one replaced


class Resolution(Base):
    """What two officers, a signed paper or the meeting decide, with the reason."""

    __tablename__ = "resolutions"
    __table_args__ = (
        UniqueConstraint("club_id", "origin"),
        Index(
            "ix_resolutions_pending",
            "club_id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_resolutions_subject", "club_id", "kind", "subject_id"),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    kind: Mapped[str]  # loan, extension, freeze, write_off, transfer, split, ...
    subject_id: Mapped[int] = mapped_column(BIG)  # the application, loan, ...; 0: the club
    concerns_id: Mapped[MemberId | None]  # whose matter it is: neither she nor her household
    details: Mapped[dict[str, Any]]
    reason: Mapped[str]
    asked_by: Mapped[MemberId]
    asked_at: Mapped[datetime]
    origin: Mapped[str]
    status: Mapped[str]  # pending, agreed, refused, withdrawn
    decided_at: Mapped[datetime | None]
    how: Mapped[str]  # officers, paper, meeting; empty while pending
    file: Mapped[str]  # the photo of the signed paper
    meeting: Mapped[dict[str, Any]]  # on, present, for, against, witnesses


class Vote(Base):
    """One officer's yes or no to a resolution."""

    __tablename__ = "votes"

    resolution_id: Mapped[int] = mapped_column(BIG, ForeignKey("resolutions.id"), primary_key=True)
    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    says: Mapped[str]  # yes, no
    reason: Mapped[str]
    at: Mapped[datetime]
    shared: Mapped[bool]  # said from a phone that several people use


class Application(Base):
    """A member asks for a loan."""

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("club_id", "origin"),
        Index("ix_applications_status", "club_id", "status"),
        Index("ix_applications_member_id", "member_id"),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    member_id: Mapped[MemberId]
    product_id: Mapped[int] = mapped_column(BIG, ForeignKey("products.id"))
    purpose: Mapped[str]
    amount: Mapped[Dong]
    periods: Mapped[int]
    first_due: Mapped[date]
    who_else: Mapped[str]  # of the household owes elsewhere, in her words
    entered_by: Mapped[MemberId | None]  # an officer, for a member without a phone
    asked_at: Mapped[datetime]
    origin: Mapped[str]
    status: Mapped[str]  # waiting, agreed, refused, withdrawn, lent
    resolution_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("resolutions.id"))
    loan_id: Mapped[LoanId | None]


class Handover(Base):
    """The cash of a loan is handed over: the treasurer says so, and a witness."""

    __tablename__ = "handovers"
    __table_args__ = (Index("ix_handovers_transaction_id", "club_id", "transaction_id"),)

    application_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("applications.id"), primary_key=True, autoincrement=False
    )
    club_id: Mapped[ClubId]
    giver_id: Mapped[MemberId]  # whose cash it was
    said_by: Mapped[MemberId]  # the officer who handed it over
    given_at: Mapped[datetime]
    witness_id: Mapped[MemberId | None]
    witness_name: Mapped[str]  # as it stands on paper; empty: the witness said so here
    witnessed_at: Mapped[datetime | None]
    transaction_id: Mapped[TransactionId | None]
    borrower_says: Mapped[str]  # yes, no; empty until she said
    borrower_at: Mapped[datetime | None]


class Extension(Base):
    """A loan's schedule was put aside for a new one; instalments carry its version."""

    __tablename__ = "extensions"

    loan_id: Mapped[LoanId] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)  # of the new schedule
    club_id: Mapped[ClubId]
    agreed_on: Mapped[date]
    before: Mapped[dict[str, Any]]  # the conditions of the schedule before
    principal: Mapped[Dong]  # paid by then, on whichever schedule
    interest: Mapped[Dong]
    fee: Mapped[Dong]
    penalty: Mapped[Dong]
    resolution_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("resolutions.id"))


class Freeze(Base):
    """A time in which no period of a loan begins to bear interest."""

    __tablename__ = "freezes"
    __table_args__ = (Index("ix_freezes_loan_id", "loan_id"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    loan_id: Mapped[LoanId]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]  # the first day that bears interest again
    resolution_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("resolutions.id"))


class Charge(Base):
    """A fee or penalty of the club's own paper rules, as an officer wrote it down."""

    __tablename__ = "charges"
    __table_args__ = (Index("ix_charges_loan_id", "loan_id"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    loan_id: Mapped[LoanId]
    version: Mapped[int]  # of the schedule that it belongs to
    part: Mapped[str]  # fee, penalty
    due_on: Mapped[date]
    amount: Mapped[Dong]
    waived: Mapped[Dong] = mapped_column(default=0)  # of it: nobody is asked for it any more
    note: Mapped[str]
    entered_by: Mapped[MemberId | None]  # None: carried over by an extension
    entered_at: Mapped[datetime]
