"""A new assessment is made in one place."""

from __future__ import annotations

import ast

from tests.pages.conftest import ROOT


def test_one_place_makes_an_assessment():
    makers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("services", "commands", "web", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Assessment"
    }
    assert makers == {"services/assessments/making.py"}
