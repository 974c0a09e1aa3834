"""Settings: where they come from, what they must be, and that secrets are never shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import ALL_ROLES, BadSetting, Messenger, Role, Settings, roles_in, settings

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
        late=timedelta(minutes=30),
        telegram=None,
        operator=None,
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
        ("OPERATOR", " telegram:5512345678", "operator", ("telegram", "5512345678")),
        ("OPERATOR", f"web:{'3f' * 32}", "operator", ("web", "3f" * 32)),
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
        ("OPERATOR", "5512345678", "a chat, such as telegram:5512345678"),
        ("OPERATOR", "telegram:@lan", "a chat, such as telegram:5512345678 (`tugiup chats`"),
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
        "sqlite:///club.db?mode=ro",
        f"sqlite:///file:{SECRET}.db?uri=true",
        "sqlite+aiosqlite:///club.db?",
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


@pytest.mark.parametrize(
    ("written", "named"),
    [
        (f"DATABASE_URL: sqlite:///{SECRET}.db", ".env, line 1: write NAME=value"),
        (f"DATABASE_URL:sqlite:///{SECRET}.db", ".env, line 1: write NAME=value"),
        (f"PORT=8080\n\n\nDATABASE_URL {URL}\nHOST=::1", ".env, line 4: write NAME=value"),
        (f"PORT='8080\nDATABASE_URL={URL}", ".env, line 1: write NAME=value"),
        ("DATABASE_URL=", "DATABASE_URL is empty: write DATABASE_URL=sqlite:///"),
        ("DATABASE_URL=''\nPORT=8080", "DATABASE_URL is empty"),
        ("export DATABASE_URL", "DATABASE_URL is empty"),
        (f"DATABASE_URI={URL}", "did you mean DATABASE_URL?"),
        (f"database_url={URL}", "did you mean DATABASE_URL?"),
        ("OPERATR=telegram:5512345678", "did you mean OPERATOR?"),
    ],
)
def test_a_file_that_was_to_name_a_database_is_never_the_demo(
    tmp_path: Path, written: str, named: str
) -> None:
    (tmp_path / ".env").write_text(written, "utf-8")
    with pytest.raises(BadSetting) as caught:
        read(tmp_path)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("written", ["PORT=9001", "# DATABASE_URL=sqlite:///club.db\nPORT=9001"])
def test_a_file_without_a_database_is_the_demo(tmp_path: Path, written: str) -> None:
    (tmp_path / ".env").write_text(written, "utf-8")
    found = read(tmp_path)
    assert (found.demo, found.port) == (True, 9001)


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_database_in_the_environment_is_not_the_demo(tmp_path: Path, value: str) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite:///club.db", "utf-8")
    with pytest.raises(BadSetting, match=r"^DATABASE_URL is empty"):
        read(tmp_path, DATABASE_URL=value)


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfDATABASE_URL=sqlite:///club.db\r\nPORT=9001\r\n")
    found = read(tmp_path)
    assert (found.database_url, found.port) == ("sqlite+aiosqlite:///club.db", 9001)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / ".env").symlink_to("gone")
    for folder in (tmp_path, tmp_path / "linked"):
        with pytest.raises(BadSetting, match=r"\.env cannot be read: "):
            read(folder)


def test_a_misspelt_name_never_opens_the_demo(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("DATABSE_URL=sqlite:///var/club.db\n")
    with pytest.raises(BadSetting) as refused:
        read(tmp_path)
    assert str(refused.value) == f"{env}: DATABSE_URL is no setting; did you mean DATABASE_URL?"
    env.write_text("COMPOSE_PROJECT_NAME=clb\nPOSTGRES_PASSWORD=x\n")  # for other programs
    assert read(tmp_path).demo


def test_where_a_club_lies_the_demo_never_opens(tmp_path: Path) -> None:
    club = tmp_path / "var" / "club.db"
    club.parent.mkdir()
    club.touch()
    with pytest.raises(BadSetting, match=r"There is a club in var/club.db, but neither"):
        read(tmp_path)
    assert not read(tmp_path, DATABASE_URL="sqlite:///var/club.db").demo


@pytest.mark.parametrize("hosts", ["https://clb.example.org", "clb example", "a/b", "a:b"])
def test_a_host_that_is_none_is_named(tmp_path: Path, hosts: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, HOSTS=f"clb.example.org,{hosts}")
    assert "HOSTS must be names such as clb.example.org,192.168.1.5:8080" in str(refused.value)


# --- Telegram ------------------------------------------------------------------------------------

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-" + "abcde"


def test_a_telegram_token_alone_is_enough_and_never_opens_the_demo(tmp_path: Path) -> None:
    read_back = read(tmp_path, TELEGRAM_TOKEN=f" {TOKEN} ")
    assert (read_back.demo, read_back.database_url) == (False, "sqlite+aiosqlite:///var/club.db")
    assert read_back.telegram == Messenger(
        platform="telegram", token=TOKEN, api="https://api.telegram.org"
    )
    assert read_back.public_url == ""
    assert "AAEhBOweik" not in repr(read_back)


def test_a_bot_api_server_of_ones_own_and_a_public_address_are_settings(tmp_path: Path) -> None:
    read_back = read(
        tmp_path,
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_API="http://127.0.0.1:8081/",
        PUBLIC_URL="https://clb.example.org/",
        LATE_MINUTES="5",
    )
    assert read_back.late == timedelta(minutes=5)
    assert read_back.public_url == "https://clb.example.org"
    assert read_back.telegram == Messenger(
        platform="telegram", token=TOKEN, api="http://127.0.0.1:8081"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"TELEGRAM_TOKEN": "sEcReT"}, "TELEGRAM_TOKEN must be what @BotFather gave you"),
        ({"TELEGRAM_TOKEN": "123:sEcReT"}, "TELEGRAM_TOKEN must be what @BotFather gave you"),
        ({"TELEGRAM_API": "http://127.0.0.1:1"}, "TELEGRAM_API is set, but TELEGRAM_TOKEN is not"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": "api.telegram.org"}, "TELEGRAM_API must be"),
        (
            {"TELEGRAM_TOKEN": TOKEN, "PUBLIC_URL": "http://clb.example.org"},
            "PUBLIC_URL must be an address that begins with https://",
        ),
        (
            {"TELEGRAM_TOKEN": TOKEN, "PUBLIC_URL": "https://clb.example.org/?a=1"},
            "PUBLIC_URL must be an address that begins with https://",
        ),
        ({"LATE_MINUTES": "9" * 14}, "LATE_MINUTES must be minutes (up to a week)"),
        (
            {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": "ftp://u:sEcReT@api.example"},
            "TELEGRAM_API must be an address with http(s)://.",
        ),
        (
            {"LATE_MINUTES": "0"},
            "LATE_MINUTES must be minutes (up to a week), such as 30, not '0'.",
        ),
    ],
)
def test_a_setting_of_telegram_that_cannot_be_used_is_named(
    tmp_path: Path, given: dict[str, str], said: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, **given)
    assert said in str(refused.value)
    assert SECRET not in str(refused.value)
    assert TOKEN not in str(refused.value)


def test_the_keys_of_measurements_are_read_in_either_base64_and_never_shown(
    tmp_path: Path,
) -> None:
    new, old = b"\xfb" * 32, b"\xff" * 32
    typed = f"{'+/v7' * 10}+/s=, {'____' * 10}__8="
    found = read(tmp_path, HEALTH_KEY=typed)
    assert found.health_keys == (new, old)
    assert "health_keys" not in repr(found)
    assert read(tmp_path).health_keys == ()


@pytest.mark.parametrize("given", [SECRET, "c0VjUmVU", "," * 3, "++++" * 10 + "++=="])
def test_a_key_that_is_none_is_refused_without_repeating_it(tmp_path: Path, given: str) -> None:
    with pytest.raises(BadSetting, match="HEALTH_KEY must be 32 bytes") as refused:
        read(tmp_path, HEALTH_KEY=given)
    assert given not in str(refused.value)


# --- Zalo, the public address, tokens and roles --------------------------------------------------

ZALO_TOKEN = "1234567890123456789:" + "InventedInvented"
TOKEN_KEY = f"{'+/v7' * 10}+/s="


def test_a_zalo_token_alone_is_enough_and_never_opens_the_demo(tmp_path: Path) -> None:
    found = read(tmp_path, ZALO_TOKEN=f" {ZALO_TOKEN} ")
    assert (found.demo, found.database_url) == (False, "sqlite+aiosqlite:///var/club.db")
    assert found.zalo == Messenger(
        platform="zalo", token=ZALO_TOKEN, api="https://bot-api.zaloplatforms.com"
    )
    assert (found.telegram, found.messengers) == (None, (found.zalo,))
    assert (found.zalo_people, found.zalo_messages) == (50, 3000)
    assert "InventedInvented" not in repr(found)


def test_with_a_key_bots_come_from_the_database_and_the_demo_never_opens(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        TOKEN_KEY=f"{TOKEN_KEY},{'____' * 10}__8=",
        ZALO_API="http://127.0.0.1:8082",
        PUBLIC_URL="https://clb.example.org",
        ZALO_PEOPLE="0",
        ZALO_MESSAGES="10000",
    )
    assert (found.demo, found.messengers) == (False, ())
    assert found.token_keys == (b"\xfb" * 32, b"\xff" * 32)
    assert found.apis == {
        "telegram": "https://api.telegram.org",
        "zalo": "http://127.0.0.1:8082",
    }
    assert (found.zalo_people, found.zalo_messages) == (0, 10_000)
    assert found.public_url == "https://clb.example.org"
    assert "token_keys" not in repr(found)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ZALO_TOKEN": SECRET}, "ZALO_TOKEN must be what Zalo Bot Creator sent you"),
        ({"ZALO_TOKEN": f"123:{SECRET}/x"}, "ZALO_TOKEN must be what Zalo Bot Creator sent you"),
        ({"ZALO_API": "http://127.0.0.1:1"}, "ZALO_API is set, but ZALO_TOKEN is not"),
        (
            {"PUBLIC_URL": "https://clb.example.org"},
            "PUBLIC_URL is set, but neither TELEGRAM_TOKEN nor ZALO_TOKEN is",
        ),
        ({"TOKEN_KEY": SECRET}, "TOKEN_KEY must be 32 bytes as base64"),
        (
            {"TELEGRAM_WEBHOOK": "https://clb.example.org", "TELEGRAM_TOKEN": TOKEN},
            "TELEGRAM_WEBHOOK is called PUBLIC_URL now",
        ),
        ({"ZALO_PEOPLE": "many"}, "ZALO_PEOPLE must be a number such as 50, or 0 for no limit"),
        ({"ZALO_MESSAGES": "-1"}, "ZALO_MESSAGES must be a number such as 3000, or 0"),
    ],
)
def test_a_setting_of_zalo_or_of_tokens_that_cannot_be_used_is_named(
    tmp_path: Path, given: dict[str, str], said: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, **given)
    assert said in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_setting_that_has_another_name_now_is_named_in_a_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_WEBHOOK=https://clb.example.org\n", "utf-8")
    with pytest.raises(BadSetting, match="is called PUBLIC_URL now"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("typed", "roles"),
    [
        ([], ALL_ROLES),
        (["all"], ALL_ROLES),
        (["web"], {Role.WEB}),
        (["sender,planner"], {Role.SENDER, Role.PLANNER}),
        (["sender", " planner "], {Role.SENDER, Role.PLANNER}),
        (["web,all"], ALL_ROLES),
    ],
)
def test_a_process_has_the_roles_that_are_named(typed: list[str], roles: set[Role]) -> None:
    assert roles_in(typed) == roles


def test_a_role_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadSetting, match="--role must be web, sender, planner or all, not 'wbe'"):
        roles_in(["web,wbe"])
    with pytest.raises(BadSetting, match="not ''"):  # of a variable that is not set
        roles_in([""])
