"""What all tables share: their metadata, keys, moments in UTC and JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Integer, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite gives out row ids only to a plain INTEGER PRIMARY KEY.
BIG = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment, aware and in UTC, on both databases (SQLite forgets zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without zone: it would be seven hours wrong."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


Json = JSON().with_variant(JSONB(), "postgresql")

Key = Annotated[int, mapped_column(BIG, primary_key=True, autoincrement=True)]
ClubId = Annotated[int, mapped_column(BIG, ForeignKey("clubs.id"))]
MemberId = Annotated[int, mapped_column(BIG, ForeignKey("members.id"))]
AddressId = Annotated[int, mapped_column(BIG, ForeignKey("addresses.id"))]
TransactionId = Annotated[int, mapped_column(BIG, ForeignKey("transactions.id"))]
LoanId = Annotated[int, mapped_column(BIG, ForeignKey("loans.id"))]
Dong = Annotated[int, mapped_column(BigInteger)]


class Base(DeclarativeBase):
    """The metadata that the migrations must match."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        dict[str, Any]: Json,
        list[list[str]]: Json,
    }
