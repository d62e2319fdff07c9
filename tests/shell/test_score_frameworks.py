"""One set of answers through every framework (tests/cases/many-frameworks), recomputed by hand.

The answers: plan 4, mal 2, avtal 3, uppfoljning vet ej, kompetens 5, risk 1; in the extension also
klimat 3 and lokalt ej aktuellt. risk and klimat weigh 2 by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

import manage
from questionnaires.loader import load_library
from tests.shell.test_manage import CASES
from tests.support.shapes import shipping

CASE = CASES / "many-frameworks"
BASE = ("grund", CASE / "answers.yaml")
EXTENSION = ("egna", CASE / "answers-extended.yaml")
TOO_FEW, KEY_OPEN = "too_few_answers", "key_question_unanswered"


@pytest.fixture(autouse=True)
def library() -> Iterator[None]:
    with shipping(load_library(CASE)):
        yield


def run(case: tuple[str, Any], *options: str) -> tuple[int, str, str]:
    name, path = case
    arguments = ["score", "--questionnaire", name, "--answers", str(path), *options]
    done = CliRunner().invoke(manage.app, arguments)
    return done.exit_code, done.stdout, done.stderr


def scored(case: tuple[str, Any], *options: str) -> Any:
    code, out, err = run(case, "--json", *options)
    assert code == 0, err
    return json.loads(out)


def goal(name: str, index: float, low: float, high: float, coverage: float, **rest: Any) -> Any:
    level = rest.pop("level")
    return {
        "id": name,
        "index": index,
        "low": low,
        "high": high,
        "coverage": coverage,
        "level": level,
        "level_low": rest.pop("level_low", level),
        "level_high": rest.pop("level_high", level),
        "why_no_level": rest.pop("why", None),
        "holding_back": rest.pop("holding_back"),
    }


GRUND = {
    "framework": "grund-mal",
    "goals": [
        # plan weighs 2 and is key, mal 1, risk 0.5 · 2 = 1: (8 + 2 + 1) / 4 = 2.75, and
        # 100 · 1.75 / 4. At 2 or more 3 of 4, under 0.8.
        goal("styra", 43.75, 43.75, 43.75, 1, level=1, holding_back=["risk"]),
        # avtal 1 and key, uppfoljning 1.5 and open, kompetens 1: (3 + 5) / 2 = 4. Open at 1:
        # 9.5 / 3.5 = 19/7, at 5: 15.5 / 3.5 = 31/7. 2 of 3.5 is under 0.6. Open at 1, 2 of 3.5 reach
        # 2; at 5 the key question stands at 3.
        goal(
            "kopa",
            75,
            300 / 7,
            600 / 7,
            4 / 7,
            level=None,
            why=TOO_FEW,
            level_low=1,
            level_high=3,
            holding_back=["uppfoljning"],
        ),
    ],
    # kopa has too few answers to count.
    "overall": {"mean": 43.75, "lowest": 43.75, "goals_counted": 1},
}
KOMMUNENS = {
    "framework": "kommunens",
    "goals": [
        # plan 1, risk 3 · 2 = 6 and key: (4 + 6) / 7 = 10/7, and 100 · (3/7) / 4.
        goal("trygg", 75 / 7, 75 / 7, 75 / 7, 1, level=1, holding_back=["risk"]),
        # avtal 2, kompetens 1, uppfoljning 1, key and open: (6 + 5) / 3 = 11/3. Open at 1: 12/4, at 5:
        # 16/4. Open at 1 the key question stands at 1; at 5 all reach 3, and 2 of 4 reach 4.
        goal(
            "klok",
            200 / 3,
            50,
            75,
            0.75,
            level=None,
            why=KEY_OPEN,
            level_low=1,
            level_high=3,
            holding_back=["uppfoljning"],
        ),
    ],
    # (75/7 + 200/3) / 2 = (225 + 1400) / 42.
    "overall": {"mean": 1625 / 42, "lowest": 75 / 7, "goals_counted": 2},
}
STEGEN = {
    "framework": "stegen",
    "goals": [
        # kompetens 1, mal 2: (5 + 4) / 3 = 3. At 3 or more 1 of 3.
        goal("person", 50, 50, 50, 1, level=2, holding_back=["mal"]),
        # plan, avtal and uppfoljning weigh 1, the last is open: 7/2. Open at 1: 8/3, at 5: 12/3. All
        # with a level reach 3, half reach 4. Open at 1, 2 of 3 reach 2; at 5, 2 of 3 reach 4.
        goal(
            "process",
            62.5,
            125 / 3,
            75,
            2 / 3,
            level=3,
            level_low=1,
            level_high=3,
            holding_back=["uppfoljning", "avtal"],
        ),
    ],
    "overall": {"mean": 56.25, "lowest": 50, "goals_counted": 2},
}
EGNA = {
    "framework": "egna-mal",
    "goals": [
        # klimat 1 · 2 = 2 and key, avtal 0.5, both at 3. The key question comes first.
        goal("miljo", 50, 50, 50, 1, level=3, holding_back=["klimat", "avtal"]),
        # lokalt is not applicable, so only plan is left.
        goal("nara", 75, 75, 75, 1, level=4, holding_back=["plan"]),
    ],
    "overall": {"mean": 62.5, "lowest": 50, "goals_counted": 2},
}


def exactly(found: Any, expected: Any) -> None:
    """The same to the last bit: floats are made from exact fractions, once."""
    assert json.dumps(found) == json.dumps(json.loads(json.dumps(expected))), (found, expected)


def floats(value: Any) -> Any:
    """Whole figures as floats, as the program writes indices and coverages."""
    if isinstance(value, dict):
        kept = ("level", "level_low", "level_high", "goals_counted")
        return {k: v if k in kept else floats(v) for k, v in value.items()}
    if isinstance(value, list):
        return [floats(item) for item in value]
    return float(value) if isinstance(value, int) else value


@pytest.mark.parametrize("expected", [GRUND, KOMMUNENS, STEGEN], ids=lambda e: str(e["framework"]))
def test_through_each_framework(expected):
    found = scored(BASE, "--framework", str(expected["framework"]))
    questionnaire = found.pop("questionnaire")
    assert questionnaire == {"id": "grund", "version": "1.0.0"}
    exactly(found, floats(expected))


def test_without_a_framework_it_is_the_base():
    found = scored(BASE)
    found.pop("questionnaire")
    exactly(found, floats(GRUND))


def test_through_all():
    found = scored(BASE, "--all")
    assert found["questionnaire"] == {"id": "grund", "version": "1.0.0"}
    exactly(found["frameworks"], floats([KOMMUNENS, GRUND, STEGEN]))


def test_an_extension_leaves_the_base_as_it_was():
    found = scored(EXTENSION, "--all")
    assert found["questionnaire"] == {"id": "egna", "version": "1.0.0"}
    exactly(found["frameworks"], floats([KOMMUNENS, GRUND, STEGEN, EGNA]))
    alone = scored(EXTENSION, "--framework", "egna-mal")
    exactly({k: v for k, v in alone.items() if k != "questionnaire"}, floats(EGNA))


def test_all_as_text():
    code, out, err = run(EXTENSION, "--all")
    assert (code, err) == (0, "")
    assert (
        out.replace("\u00a0", " ")
        == """Kommunens mål (kommunens)
Trygg försörjning: 1 Saknas, index 11, svarstäckning 2 av 2 frågor (100 %)
Kloka inköp: Nyckelfråga utan nivå (möjligt 1–3), index 67 (spann 50–75), svarstäckning 2 av 3 frågor (75 % av vikten)
Medelindex 39 av 100, lägsta 11, räknat på 2 av 2 mål.

Grundens mål (grund-mal)
Styra: 1 Saknas, index 44, svarstäckning 3 av 3 frågor (100 %)
Köpa: För få svar (möjligt 1–3), index 75 (spann 43–86), svarstäckning 2 av 3 frågor (57 % av vikten)
Medelindex 44 av 100, lägsta 44, räknat på 1 av 2 mål.

Stegens mål (stegen)
Människor: 2 Påbörjat, index 50, svarstäckning 2 av 2 frågor (100 %)
Arbetssätt: 3 Bestämt (möjligt 1–3), index 63 (spann 42–75), svarstäckning 2 av 3 frågor (67 %)
Medelindex 56 av 100, lägsta 50, räknat på 2 av 2 mål.

Egna mål (egna-mal)
Miljö: 3 Bestämt, index 50, svarstäckning 2 av 2 frågor (100 %)
Nära: 4 Gjort, index 75, svarstäckning 1 av 1 fråga (100 %)
Medelindex 63 av 100, lägsta 50, räknat på 2 av 2 mål.
"""
    )


def test_one_framework_or_all():
    code, out, err = run(BASE, "--all", "--framework", "stegen")
    assert (code, out) == (1, "")
    assert err == "Ange antingen --framework eller --all.\n"


def test_answers_to_the_extension_are_not_answers_to_the_base():
    code, _, err = run(("grund", EXTENSION[1]), "--all")
    assert code == 1
    assert "answers-extended.yaml:8:1: klimat: Frågan ”klimat” finns inte i grund 1.0.0." in err
