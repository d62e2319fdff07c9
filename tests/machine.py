"""Get what the tests need from this machine: a Chromium and an nginx.

Run before the tests by ``make test``.
"""

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
    debian("chromium")
    if chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def debian(package: str) -> None:
    """Install one of Debian's packages, where that can be done."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("update", f"install -y --no-install-recommends {package}"):
        subprocess.run(
            ["apt-get", "-q", *command.split()],
            stdout=subprocess.DEVNULL,
            env=environment,
            check=False,
        )


def server() -> str | None:
    """The path of nginx on this machine, which may be where only root looks; None without one."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def main() -> int:
    """Install what is missing. In CI what is still missing is an error, elsewhere a loud remark."""
    if server() is None:
        print("Hämtar nginx till testerna av flera processer ...", flush=True)
        debian("nginx-light")
    if chromium() is None:
        print("Hämtar Chromium till webbläsartesterna ...", flush=True)
        install()
    lacking = [
        text
        for found, text in (
            (chromium(), "ingen Chromium finns. WEBBLÄSARTESTERNA"),
            (server(), "ingen nginx finns. TESTERNA AV FLERA PROCESSER"),
        )
        if found is None
    ]
    in_ci = os.environ.get("CI", "").lower() in ("1", "true")
    for text in lacking:
        print(f"{'FEL' if in_ci else 'OBS'}: {text} HOPPAS ÖVER.", file=sys.stderr)
    return 1 if in_ci and lacking else 0


if __name__ == "__main__":
    raise SystemExit(main())
