"""Proofs of what the books rest on: the database's own rules, the clubs, and what they lend on."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, text

from bot.money.loans import AboveCap
from bot.money.products import check_offer
from bot.storage import products
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.proofs.proof import UNREADABLE, Found, Proof

BATCH = 500
"""Products that are held in memory at a time."""
RULES = (
    *("transactions_keep", "transactions_stay", "transactions_start", "transactions_balance"),
    *("postings_add", "postings_keep", "postings_stay", "instalments_keep", "instalments_stay"),
)
"""The triggers that refuse to change what was posted, as the migrations made them."""

_SQLITE_RULES = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
_POSTGRES_RULES = text(
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = current_schema() AND NOT tgisinternal AND tgenabled IN ('O', 'A')"
)
_DANGLING = text("PRAGMA foreign_key_check")


async def _unguarded(db: Connection, _on: date) -> Found:
    """Find what nobody refuses any more: posted money could be changed unseen."""
    wanted = _SQLITE_RULES if db.dialect.name == "sqlite" else _POSTGRES_RULES
    there = set((await db.execute(wanted)).scalars())
    found = Found()
    for rule in RULES:
        if rule not in there:
            found.add({"club_id": None, "rule": rule, "table": rule.partition("_")[0]})
    return found


async def _dangling(db: Connection, _on: date) -> Found:
    """Find rows that refer to what is not there; PostgreSQL refuses to make such."""
    found = Found()
    if db.dialect.name == "sqlite":
        for row in await db.execute(_DANGLING):
            found.add({"club_id": None, "table": row[0], "row": row[1], "missing": row[2]})
    return found


async def _zones(db: Connection, _on: date) -> Found:
    found = Found()
    for row in await db.execute(select(t.Club.id, t.Club.zone)):
        try:
            ZoneInfo(row.zone)
        except UNREADABLE:
            found.add({"club_id": row.id, "zone": row.zone})
    return found


async def _products(db: Connection, _on: date) -> Found:
    """Find what is offered above the legal cap, or cannot be read."""
    found, last = Found(), 0
    while batch := (await db.execute(_OFFERED, {"after": last, "batch": BATCH})).all():
        last = batch[-1].id
        for row in batch:
            about = {"club_id": row.club_id, "name": row.name, "product": row.id}
            try:
                offer = products.read_offer(row)
                check_offer(offer, cap_bp=row.cap_bp, on=row.made_at.date())
            except AboveCap:
                found.add({**about, "wrong": "above_cap"})
            except UNREADABLE:
                found.add({**about, "wrong": "unreadable_product"})
    return found


_OFFERED = (
    select(t.Product, t.Club.cap_bp)
    .join(t.Club, t.Club.id == t.Product.club_id)
    .where(t.Product.retired_at.is_(None), t.Product.id > bindparam("after"))
    .order_by(t.Product.id)
    .limit(bindparam("batch"))
)

PROOFS = (
    Proof("unguarded", _unguarded),
    Proof("dangling", _dangling),
    Proof("zones", _zones),
    Proof("products", _products),
)
