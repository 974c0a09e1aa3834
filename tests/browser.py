"""Where Chromium is, and how Playwright starts it."""

from __future__ import annotations

import os
import shutil
from typing import TypedDict

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Launch(TypedDict):
    """The arguments of Playwright's `chromium.launch`."""

    executable_path: str
    args: list[str]


def find_chromium() -> Launch | None:
    """Return how to start the system's Chromium, None when there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        return None
    # Its sandbox refuses to run as root.
    return Launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
