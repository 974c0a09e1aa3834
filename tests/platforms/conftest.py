"""Messengers of our own on loopback, for the tests of what speaks with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.telegram_api import Telegram
from tests.zalo_api import Zalo


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """A Telegram that nobody has written on yet."""
    with Telegram() as running:
        yield running


@pytest.fixture
def zalo() -> Iterator[Zalo]:
    """A Zalo that nobody has written on yet."""
    with Zalo() as running:
        yield running
