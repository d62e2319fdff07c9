"""The log of what has happened has words for everything that is put there."""

from __future__ import annotations

import ast
from pathlib import Path

from wording.audit import OTHER, event

ROOT = Path(__file__).parent.parent.parent


def recorded() -> set[str]:
    """What the services record: the fourth argument of every call."""
    found = set()
    for path in (ROOT / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("audit.record"):
                found |= {n.value for n in ast.walk(node.args[3]) if isinstance(n, ast.Constant)}
    return found


def test_everything_recorded_has_words():
    codes = recorded()
    assert len(codes) >= 20
    assert {code for code in codes if event(code, {}, {}) == OTHER} == set()
