"""The four pages of the roster sheet, in their order."""

from __future__ import annotations

from bot.papers.roster_money import BALANCES, LOANS
from bot.papers.roster_people import CLUB, MEMBERS

PAGES = (CLUB, MEMBERS, LOANS, BALANCES)
