"""Everything that two officers, a signed paper or the meeting decide, by the name of its kind."""

from __future__ import annotations

from collections.abc import Mapping

from bot.handlers.bookkeeping.account_number import BANK_ACCOUNT
from bot.handlers.bookkeeping.handing_stuck import HANDING
from bot.handlers.bookkeeping.left_cash import LEFT_CASH
from bot.handlers.bookkeeping.owing import DEPOSIT
from bot.handlers.bookkeeping.reopening import OPEN_MONTH
from bot.handlers.bookkeeping.sharing import SPLIT
from bot.handlers.bookkeeping.transfers import TRANSFER
from bot.handlers.collecting.dropping import DROP_LIST
from bot.handlers.lending.deciding import LOAN
from bot.handlers.resolving import Kind
from bot.handlers.troubles.charging import CHARGE
from bot.handlers.troubles.extending import EXTENSION
from bot.handlers.troubles.freezing import FREEZE
from bot.handlers.troubles.officers_leaving import OFFICER_LEAVES
from bot.handlers.troubles.officers_returning import OFFICER_BACK
from bot.handlers.troubles.thawing import THAW
from bot.handlers.troubles.waiving_charges import WAIVE_CHARGE
from bot.handlers.troubles.writing_off import WRITE_OFF

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        LOAN,
        BANK_ACCOUNT,
        DEPOSIT,
        SPLIT,
        TRANSFER,
        EXTENSION,
        FREEZE,
        THAW,
        WRITE_OFF,
        CHARGE,
        WAIVE_CHARGE,
        OFFICER_LEAVES,
        OFFICER_BACK,
        OPEN_MONTH,
        LEFT_CASH,
        HANDING,
        DROP_LIST,
    )
}
