"""Settings: where they come from, what they must be, and that secrets are never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadSetting, Settings, settings

SECRET = "sEcReT"
URL = f"postgresql://club:{SECRET}@db.example/tugiup"


def read(folder: Path, **environment: str) -> Settings:
    return settings(environment, folder)


def test_without_any_setting_it_is_the_demo_on_loopback(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path}/var/demo.db",
        demo=True,
        host="127.0.0.1",
        port=8080,
        hosts=(),
        log_level="INFO",
    )


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ("sqlite:///var/club.db", "sqlite+aiosqlite:///var/club.db"),
        ("sqlite:////srv/club.db", "sqlite+aiosqlite:////srv/club.db"),
        ("sqlite+aiosqlite:///var/club.db", "sqlite+aiosqlite:///var/club.db"),
        ("postgresql://u:p@h/db", "postgresql+asyncpg://u:p@h/db"),
        ("postgres://u:p@h/db", "postgresql+asyncpg://u:p@h/db"),
        ("postgresql+asyncpg://u:p@h/db", "postgresql+asyncpg://u:p@h/db"),
        ("postgresql+psycopg://u:p@h/db", "postgresql+asyncpg://u:p@h/db"),
    ],
)
def test_a_database_is_named_as_people_write_it(tmp_path: Path, given: str, opened: str) -> None:
    found = read(tmp_path, DATABASE_URL=given)
    assert found.database_url == opened
    assert not found.demo


@pytest.mark.parametrize(
    ("name", "given", "field", "value"),
    [
        ("PORT", "0", "port", 0),
        ("PORT", " 65535 ", "port", 65_535),
        ("HOST", "0.0.0.0", "host", "0.0.0.0"),  # noqa: S104
        (
            "HOSTS",
            "club.example, www.club.example,",
            "hosts",
            ("club.example", "www.club.example"),
        ),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("LOG_LEVEL", "", "log_level", "INFO"),
        ("PORT", "  ", "port", 8080),
    ],
)
def test_a_setting_is_read(
    tmp_path: Path, name: str, given: str, field: str, value: object
) -> None:
    assert getattr(read(tmp_path, **{name: given}), field) == value


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=9001\nLOG_LEVEL=ERROR\nHOSTS\n", "utf-8")
    found = read(tmp_path, PORT="9002")
    assert (found.port, found.log_level, found.hosts) == (9002, "ERROR", ())


@pytest.mark.parametrize(
    ("name", "wrong", "wanted"),
    [
        ("PORT", "eighty", "a number from 0 to 65535, such as 8080, not 'eighty'."),
        ("PORT", "-1", "a number from 0 to 65535"),
        ("PORT", "65536", "a number from 0 to 65535"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR, not 'loud'."),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_write(
    tmp_path: Path, name: str, wrong: str, wanted: str
) -> None:
    with pytest.raises(BadSetting) as caught:
        read(tmp_path, **{name: wrong})
    assert str(caught.value).startswith(f"{name} must be {wanted}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        f"mysql://club:{SECRET}@db.example/tugiup",
        f"club:{SECRET}@db.example/tugiup",
        f"POSTGRESQL//{SECRET}",
        "var/club.db",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_a_wrong_database_is_refused_without_showing_its_password(
    tmp_path: Path, wrong: str
) -> None:
    with pytest.raises(BadSetting, match=r"^DATABASE_URL must ") as caught:
        read(tmp_path, DATABASE_URL=wrong)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


def test_another_wrong_setting_does_not_show_the_password(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as caught:
        read(tmp_path, DATABASE_URL=URL, PORT="x")
    assert SECRET not in str(caught.value)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("HOST=quỹ".encode("utf-16"))
    with pytest.raises(BadSetting, match=r"\.env must be written in UTF-8"):
        read(tmp_path)
