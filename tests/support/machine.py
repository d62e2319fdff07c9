"""Get what the tests need from this machine: a Chromium, an nginx, LibreOffice and poppler.

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


def office(kind: str, path: Path, folder: Path) -> None:
    """Let LibreOffice write a file again as another kind, in a folder. Raises on failure."""
    command = shutil.which("soffice")
    if command is None:
        raise FileNotFoundError("soffice")
    # A profile of its own: two at a time would share one, and the second would do nothing.
    profile = f"-env:UserInstallation=file://{folder}/profil"
    subprocess.run(
        [command, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=180,
    )
    if not (folder / f"{path.stem}.{kind}").exists():
        raise RuntimeError(f"LibreOffice wrote no {kind} of {path.name}")


def has_office() -> bool:
    """Whether LibreOffice and poppler are here."""
    return bool(shutil.which("soffice") and shutil.which("pdftotext"))


def printed_text(path: Path) -> str:
    """The text of a PDF, read by poppler."""
    command = shutil.which("pdftotext")
    if command is None:
        raise FileNotFoundError("pdftotext")
    return subprocess.run(
        [command, str(path), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode("utf-8")


def main() -> int:
    """Install what is missing. In CI what is still missing is an error, elsewhere a loud remark."""
    if server() is None:
        print("Hämtar nginx till testerna av flera processer ...", flush=True)
        debian("nginx-light")
    if chromium() is None:
        print("Hämtar Chromium till webbläsartesterna ...", flush=True)
        install()
    if not has_office():
        print("Hämtar LibreOffice till testerna av rapporter ...", flush=True)
        debian(
            "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui poppler-utils"
        )
    lacking = [
        text
        for found, text in (
            (chromium(), "ingen Chromium finns. WEBBLÄSARTESTERNA"),
            (
                has_office() or None,
                "LibreOffice eller poppler saknas. TESTERNA AV RAPPORTERNA I DEM",
            ),
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
