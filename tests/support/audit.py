"""Ask whether anything that runs has a known vulnerability: ``python -m tests.support.audit [--strict]``.

Asks the open vulnerability database, once for each pinned version. Without a network it says so and
is content; with --strict (make audit) a finding, or no answer, is an error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PINS = Path(__file__).parent.parent.parent / "requirements.txt"
SECONDS = 60


def ask() -> list[dict[str, object]] | None:
    """The pins with their vulnerabilities; None when nobody could be asked."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(PINS), "--no-deps", "--disable-pip",
               "-s", "osv", "-f", "json", "--progress-spinner", "off", "--timeout", "5"]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
        found = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        return None
    return list(found)


def told(found: list[dict[str, object]] | None) -> tuple[list[str], bool]:
    """Lines for the one who asked, and whether all is well."""
    if found is None:
        return ["Beroendena är inte granskade: nätet nås inte härifrån."], False
    lines = []
    for package in found:
        for fault in package.get("vulns", []):  # type: ignore[attr-defined]
            fixed = ", ".join(fault.get("fix_versions", [])) or "ingen rättad version än"
            lines.append(
                f"{package['name']} {package['version']}: {fault['id']} (rättad i: {fixed})"
            )
    if lines:
        return ["KÄNDA SÅRBARHETER i det som körs:", *lines], False
    return [f"Inga kända sårbarheter i {len(found)} paket."], True


def main(strict: bool) -> int:
    """Say what was found."""
    lines, well = told(ask())
    for line in lines:
        print(line, flush=True)
    return 1 if strict and not well else 0


if __name__ == "__main__":
    raise SystemExit(main("--strict" in sys.argv[1:]))
