"""What a messenger's words may be: quoted tokens, lines, or pages; what is kept is one line."""

from __future__ import annotations

import pytest

from bot.platforms.reasons import LENGTH, short_reason

SECRET = "AAE-x_1=+~." * 4
QUOTED = "AAE-x_1%3D%2B~." * 4


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"no route to /bot123:{SECRET}/sendMessage", "no route to /bot123:…/sendMessage"),
        (f"{SECRET} {SECRET}", "… …"),
        (f"GET /bot123%3A{QUOTED}/getMe", "GET /bot123%3A…/getMe"),
        (f"a\r\nline\x1b[31m\u2028 {SECRET}\x00", "a line [31m …"),
        (OSError(f"https://x/bot123:{SECRET}"), "https://x/bot123:…"),
        ({"url": f"/bot123:{SECRET}"}, "{'url': '/bot123:…'}"),
        (None, "None"),
    ],
)
def test_it_is_one_line_without_the_token(said: object, kept: str) -> None:
    assert short_reason(said, SECRET) == kept


@pytest.mark.parametrize("before", range(LENGTH - len(SECRET), LENGTH + 1, 7))
def test_a_token_that_would_be_cut_off_leaves_no_part_of_it(before: int) -> None:
    kept = short_reason("x" * before + SECRET, SECRET)
    assert kept == ("x" * before + "…")[:LENGTH]
