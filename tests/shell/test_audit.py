"""The audit of dependencies says what it found, and is content without a network."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.support import audit

CLEAN = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1"]}]}


@pytest.mark.parametrize(
    ("printed", "strict", "code", "words"),
    [
        (json.dumps({"dependencies": [CLEAN]}), False, 0, "Inga kända sårbarheter i 1 paket."),
        (json.dumps({"dependencies": [CLEAN, FAULTY]}), False, 0, "b 2: CVE-1 (rättad i: 2.1)"),
        (json.dumps({"dependencies": [CLEAN, FAULTY]}), True, 1, "KÄNDA SÅRBARHETER"),
        ("", False, 0, "nätet nås inte"),
        ("", True, 1, "nätet nås inte"),
    ],
)
def test_what_it_says(monkeypatch, capsys, printed, strict, code, words):
    done = subprocess.CompletedProcess([], 0, printed, "ConnectionError")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert audit.main(strict) == code
    assert words in capsys.readouterr().out


def test_a_network_that_never_answers(monkeypatch, capsys):
    def never(*_, **__):
        raise subprocess.TimeoutExpired("pip-audit", 1)

    monkeypatch.setattr(subprocess, "run", never)
    assert audit.main(strict=False) == 0
    assert "nätet nås inte" in capsys.readouterr().out
