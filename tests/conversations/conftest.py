"""The village that conversations are tested in."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.village import Village


@pytest.fixture
async def village(database: Database) -> Village:
    """A club whose board has phones; Hoa owes 5,000,000 đ, and so does Bình, who has no phone."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", village_name="Hoa Bính", hamlet="xóm 2")
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("binh", "Vi Văn Bình", sex="male", phone=None)
    await village.lend("hoa")
    await village.lend("binh")
    return village
