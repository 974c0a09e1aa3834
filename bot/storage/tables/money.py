"""Loans and their schedules, the double-entry ledger, and what people said about money.

An account is the tuple (club, fund, kind, holder) on a posting: there is no table of accounts, so
"cash held by bác Lan" exists as soon as bác Lan holds cash.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables.base import (
    BIG,
    AddressId,
    Base,
    ClubId,
    Dong,
    Key,
    LoanId,
    MemberId,
    TransactionId,
)


class Loan(Base):
    """A loan as it was agreed; what is paid and owed is derived from the postings."""

    __tablename__ = "loans"
    __table_args__ = (
        UniqueConstraint("club_id", "number"),
        Index("ix_loans_member_id", "member_id"),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    member_id: Mapped[MemberId]
    number: Mapped[str]
    principal: Mapped[Dong]  # as paid out
    opened_with: Mapped[Dong]  # owed when the bot's books began
    rate_bp: Mapped[int]  # basis points a month
    way: Mapped[str]
    unit: Mapped[int]
    conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)  # beyond way, rate and unit
    version: Mapped[int] = mapped_column(default=1)  # of the schedule in force
    product_id: Mapped[int | None] = mapped_column(BIG)
    paid_out_on: Mapped[date | None]
    interest_paid_to: Mapped[date]  # when the bot's books began
    above_cap: Mapped[bool]  # imported with a rate above the legal cap
    closed_on: Mapped[date | None]
    board_since: Mapped[date | None]  # nobody is reminded: she died, or left
    written_off_on: Mapped[date | None]


class Instalment(Base):
    """One line of a loan's schedule; never changed (triggers refuse it)."""

    __tablename__ = "instalments"

    loan_id: Mapped[LoanId] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, default=1)
    number: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    principal: Mapped[Dong]
    interest: Mapped[Dong]


class Transaction(Base):
    """One money event; a draft only inside the database transaction that posts it."""

    __tablename__ = "transactions"
    __table_args__ = (
        UniqueConstraint("club_id", "origin"),
        Index("ix_transactions_day", "club_id", "value_day"),
        Index("ix_transactions_member_id", "member_id"),
        CheckConstraint("status IN ('draft', 'posted')", name="status"),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    kind: Mapped[str]  # opening, repayment, payout, fee, gift, expense, ..., reversal
    status: Mapped[str]
    value_day: Mapped[date]  # the day on which the money moved
    entered_at: Mapped[datetime]
    entered_by: Mapped[MemberId | None]  # None: an import by the operator
    member_id: Mapped[MemberId | None]  # whose money it was
    origin: Mapped[str]  # the operation that made it: the same one cannot post twice
    reverses_id: Mapped[TransactionId | None] = mapped_column(unique=True)
    note: Mapped[str]
    prepaying: Mapped[str] = mapped_column(default="")  # what principal paid ahead changes


class Posting(Base):
    """One line of a transaction: signed đồng, debit positive."""

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        # With what balances are added up from, which then reads no table.
        Index("ix_postings_transaction_id", "transaction_id", "fund", "kind", "amount"),
        Index("ix_postings_account", "club_id", "fund", "kind"),
        Index(
            "ix_postings_loan_id",
            "loan_id",
            sqlite_where=text("loan_id IS NOT NULL"),
            postgresql_where=text("loan_id IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    transaction_id: Mapped[TransactionId]
    fund: Mapped[str]
    kind: Mapped[str]
    holder_id: Mapped[int | None] = mapped_column(
        BIG
    )  # who holds the cash, or is owed the deposit
    amount: Mapped[Dong]
    loan_id: Mapped[LoanId | None]
    part: Mapped[str]  # principal, interest, fee or penalty, on lines that repay a loan


class Agreement(Base):
    """A second touch: somebody else than who entered it says that a transaction is right."""

    __tablename__ = "agreements"
    __table_args__ = (UniqueConstraint("transaction_id", "member_id"),)

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    transaction_id: Mapped[TransactionId]
    member_id: Mapped[MemberId]
    how: Mapped[str]  # declared, member, list, opening, correction
    shared: Mapped[bool]  # said from a phone that several people use
    at: Mapped[datetime]


class Slip(Base):
    """A numbered receipt or payment slip: per club, fund, kind and year, without gaps."""

    __tablename__ = "slips"
    __table_args__ = (UniqueConstraint("transaction_id", "fund"),)

    club_id: Mapped[ClubId] = mapped_column(primary_key=True)
    fund: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # receipt or payment
    year: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    transaction_id: Mapped[TransactionId]


class SlipCounter(Base):
    """The last slip number given out; locked while the next is written, so none is skipped."""

    __tablename__ = "slip_counters"

    club_id: Mapped[ClubId] = mapped_column(primary_key=True)
    fund: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Declaration(Base):
    """A member says that money was handed over; an officer's yes posts it."""

    __tablename__ = "declarations"
    __table_args__ = (
        UniqueConstraint("club_id", "origin"),
        Index(
            "ix_declarations_pending",
            "member_id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    member_id: Mapped[MemberId]
    loan_id: Mapped[LoanId]
    amount: Mapped[Dong]
    interest: Mapped[Dong]  # of the amount, as it was shown to the member
    principal_first: Mapped[bool]
    prepaying: Mapped[str] = mapped_column(default="")  # what she chose for what is paid ahead
    given_to: Mapped[str]  # treasurer, other, bank
    given_to_id: Mapped[MemberId | None]
    origin: Mapped[str]
    status: Mapped[str]  # pending, confirmed, refused, withdrawn
    declared_at: Mapped[datetime]
    address_id: Mapped[AddressId]
    shared: Mapped[bool]
    decided_by: Mapped[MemberId | None]
    decided_at: Mapped[datetime | None]
    transaction_id: Mapped[TransactionId | None]


class Case(Base):
    """Something that a member asked to be looked at again; open until an officer settles it."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "ix_cases_open",
            "club_id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    member_id: Mapped[MemberId]
    transaction_id: Mapped[TransactionId | None]
    declaration_id: Mapped[int | None] = mapped_column(BIG)
    reason: Mapped[str]  # amount, unpaid, not_mine, not_received, refused, set_aside, ...
    note: Mapped[str]
    opened_at: Mapped[datetime]
    officer_id: Mapped[MemberId | None]  # who looks at it
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[MemberId | None]
    outcome: Mapped[str]


class Correction(Base):
    """An officer asks to reverse an entry; it happens when a second officer agrees."""

    __tablename__ = "corrections"
    __table_args__ = (
        Index(
            "uq_corrections_pending",
            "transaction_id",
            unique=True,
            sqlite_where=text("status <> 'refused'"),
            postgresql_where=text("status <> 'refused'"),
        ),
    )

    id: Mapped[Key]
    club_id: Mapped[ClubId]
    transaction_id: Mapped[TransactionId]
    asked_by: Mapped[MemberId]
    asked_at: Mapped[datetime]
    reason: Mapped[str]
    status: Mapped[str]  # pending, agreed, refused
    decided_by: Mapped[MemberId | None]
    decided_at: Mapped[datetime | None]
    reversal_id: Mapped[TransactionId | None]
