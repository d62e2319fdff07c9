"""Get what the tests need from this machine: a Chromium. Run before the tests by ``make test``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The path of a Chromium on this machine; None when there is none."""
    given = os.environ.get("RIKTMARKET_CHROMIUM")
    if given and Path(given).exists():
        return given
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install one: Debian's package for root, Playwright's download otherwise."""
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ("update", "install -y --no-install-recommends chromium"):
            subprocess.run(
                ["apt-get", "-q", *command.split()],
                stdout=subprocess.DEVNULL,
                env=environment,
                check=False,
            )
    if chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Install what is missing. In CI a missing browser is an error, elsewhere a loud remark."""
    if chromium() is None:
        print("Hämtar Chromium till webbläsartesterna ...", flush=True)
        install()
    if chromium() is not None:
        return 0
    if os.environ.get("CI", "").lower() in ("1", "true"):
        print("FEL: ingen Chromium finns och ingen gick att hämta.", file=sys.stderr)
        return 1
    print("OBS: ingen Chromium finns. WEBBLÄSARTESTERNA HOPPAS ÖVER.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
