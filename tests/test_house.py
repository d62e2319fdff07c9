"""The house rules that no other tool holds."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Top-level modules are outside import-linter, which reads packages.
MAY = {
    "app": {"services", "web", "streamlit", "starlette"},
    "navigation": {"services", "ui", "streamlit"},
    "manage": {"commands", "services", "web", "questionnaires", "wording", "typer"},
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("module", list(MAY))
def test_the_entrances_know_only_what_they_should(module):
    import sys

    outside = imported(ROOT / f"{module}.py") - set(sys.stdlib_module_names)
    assert outside <= MAY[module]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name]


def test_modules_stay_small():
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked()
        if path.suffix == ".py"
        and "tests" not in path.parts
        and (count := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_nothing_is_fetched_from_elsewhere():
    """No address of another machine in what the browser is sent."""
    for folder in ("ui/assets", "static", ".streamlit"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".css", ".js", ".toml", ".svg", ".html"):
                found = re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8"))
                assert set(found) <= {"http://www.w3.org/2000/svg"}, path


def test_the_licence_is_said_once():
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_everything_that_runs_is_pinned():
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    names = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert names
    assert all(re.match(r"^[a-z0-9._-]+==[^ ]+( ;.*)?$", line) for line in names), names
