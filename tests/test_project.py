"""What holds for the project as a whole: it is as described, and names nobody's machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import bot

ROOT = Path(__file__).parent.parent
LONGEST_MODULE = 300
MADE = {"__pycache__", "build", "var"}  # and every folder that begins with a dot, but .ci
PRIVATE = {".git", ".env", ".coverage"}
LAYOUT = [
    *("bot/__main__.py", "bot/app.py", "bot/config", "bot/clock.py", "bot/chat.py", "bot/fleet"),
    *("bot/conversation", "bot/rights.py", "bot/i18n.py", "bot/understanding", "bot/money"),
    *("bot/handlers", "bot/papers", "bot/storage", "bot/reminders", "bot/platforms"),
    *("locales/vi/LC_MESSAGES/messages.po", "bench/__main__.py", "demo", "docs/decisions"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile", ".ci/run"),
]
# Patterns that do not match themselves: this file is looked at, too.
HOST = re.compile("|".join([r"pythonhosted\.", r"\bpypi\.\w", r"\bnpmjs\.", r"deb\.debian\."]))
HOME = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work|farm)/\w")
PINNED = re.compile(
    r"^([a-z0-9-]+)==(\S+)(?: ;.*?)? \\\n((?: +--hash=sha256:\w{64}(?: \\)?\n)+)", re.M
)


def files() -> list[Path]:
    """Return every file that belongs to the project, whether or not git is there to ask."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [f for f in folders if f not in MADE and (f[0] != "." or f == ".ci")]
        found += [
            Path(folder, name)
            for name in names
            if name not in PRIVATE and not name.startswith(".coverage")
        ]
    return found


def texts() -> dict[Path, str]:
    """Return what can be read in every file, by its path in the project."""
    return {file.relative_to(ROOT): file.read_text("utf-8", "ignore") for file in files()}


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pinned(requirements: str) -> dict[str, str]:
    """Return the version of each package in a requirements file."""
    text = (ROOT / requirements).read_text("utf-8")
    return {name: version for name, version, _hashes in PINNED.findall(text)}


def test_a_module_is_short_enough_to_be_read_at_once() -> None:
    lines = {
        file.relative_to(ROOT): len(file.read_text("utf-8").splitlines())
        for file in (ROOT / "bot").rglob("*.py")
        if file.parent.name != "versions"  # a migration is written once, and never again changed
    }
    assert {file: count for file, count in lines.items() if count > LONGEST_MODULE} == {}


def test_the_layout_is_as_described() -> None:
    assert [name for name in LAYOUT if not (ROOT / name).exists()] == []


def test_no_package_registry_and_no_path_of_one_machine_is_named() -> None:
    named = [
        f"{file}:{number}: {line.strip()}"
        for file, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if HOST.search(line) or HOME.search(line)
    ]
    assert named == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(packages) == len(pinned(name)) > 0


def test_developers_have_the_versions_that_users_have() -> None:
    assert pinned("requirements.txt").items() <= pinned("requirements-dev.txt").items()


def test_every_package_that_the_project_asks_for_is_pinned() -> None:
    asked = settings()["project"]["dependencies"]
    names = {re.split(r"[\[<>=~ ]", package)[0] for package in asked}
    assert names - pinned("requirements.txt").keys() == set()


def test_the_version_is_told_alike_everywhere() -> None:
    assert settings()["project"]["version"] == bot.__version__


def test_documents_name_only_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^(\w+):.*##", makefile, re.M))
    named = {
        target
        for file, text in texts().items()
        if file.suffix == ".md"
        for target in re.findall(r"(?:^ *|`)make ([a-z]+)(?=`| *$| +#| +\w+=)", text, re.M)
    }
    assert named <= targets


def test_another_python_is_refused_in_one_line(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\necho 3.10\n")
    old.chmod(0o755)
    made = subprocess.run(
        ["make", "run", f"PYTHON={old}"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},  # without what the make around us passes on
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode
    assert made.stdout == ""
    assert made.stderr.count("\n") == 1
    assert f"needs Python 3.11, 3.12 or 3.13, and {old} is Python 3.10" in made.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(("ci", "passes"), [("", True), ("true", False)])
def test_a_skipped_test_fails_in_ci(tmp_path: Path, ci: str, passes: bool) -> None:
    (tmp_path / "test_skipped.py").write_text(
        "import pytest\n\n\ndef test_skipped():\n    pytest.skip('no server here')\n"
    )
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "tests.conftest"]
    ran = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml", tmp_path],
        cwd=ROOT,
        env=os.environ | {"CI": ci, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode == 0) == passes
    assert "no server here" in ran.stdout


def test_a_program_that_only_talks_does_not_load_what_draws_plans_and_seals() -> None:
    rarely = {"cryptography", "networkx", "openpyxl", "PIL", "reportlab"}
    loads = f"import sys, bot.app; print(*sorted(sys.modules.keys() & {rarely}))"
    loaded = subprocess.run(
        [sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not loaded.stdout.split()
