"""``manage.py diff`` as a person at a shell meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import manage
from questionnaires.loader import ROOT
from tests.support.small import content, question, write

NAME = "strategisk-upphandling"


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(manage.app, ["diff", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def copy(tmp_path: Path):
    """The shipped questionnaire as files that may be changed; each change is old text and new."""

    def make(version: str, *changes: tuple[str, str, str]) -> Path:
        folder = tmp_path / version
        folder.mkdir()
        shutil.copytree(ROOT / "earlier" / f"{NAME}-1.0.0", folder / NAME)
        top = folder / f"{NAME}.yaml"
        text = (ROOT / "earlier" / f"{NAME}-1.0.0.yaml").read_text("utf-8")
        text = text.replace(f"{NAME}-1.0.0/", f"{NAME}/").replace("1.0.0", version, 1)
        top.write_text(text, "utf-8")
        for part, old, new in changes:
            path = folder / NAME / part if part else top
            text = path.read_text("utf-8")
            assert old in text, old
            path.write_text(text.replace(old, new, 1), "utf-8")
        return top

    return make


def revised(name: str) -> tuple[str, str]:
    return f"- id: {name}\n    revision: 1", f"- id: {name}\n    revision: 2"


THREE = (
    ("innovation.yaml", *revised("tidig-dialog")),
    (
        "innovation.yaml",
        "Talar ni med marknaden innan ni annonserar?",
        "Har ni dialog med flera leverantörer innan ni annonserar?",
    ),
    ("social.yaml", *revised("arbetsrattsliga-villkor")),
    (
        "social.yaml",
        "Bedömer ni när arbetsrättsliga villkor behövs?",
        "Bedömer ni om arbetsrättsliga villkor behövs?",
    ),
    ("god-affar.yaml", *revised("inkopsanalys")),
    (
        "god-affar.yaml",
        "Hur väl känner ni ert eget inköpsmönster?",
        "Vet ni vad ni köper, och av vem?",
    ),
)


def test_three_changed_questions(copy):
    code, out, err = run(NAME, copy("1.1.0", *THREE))
    assert (code, err) == (0, "")
    assert out.startswith("Strategisk upphandling 1.0.0 → 1.1.0\n\nÄndrade frågor\n")
    assert out.count("revision 1 → 2") == 3
    assert (
        "  tidig-dialog, revision 1 → 2\n"
        "    Frågan\n"
        "      före: Talar ni med marknaden innan ni annonserar?\n"
        "      nu:   Har ni dialog med flera leverantörer innan ni annonserar?\n"
    ) in out
    assert out.endswith("Ändringarna kräver minst version 1.1.0.\nInga fel.\n")


def test_the_same_under_too_low_a_version(copy):
    code, out, err = run(f"{NAME}@1.0.0", copy("1.0.1", *THREE))
    assert code == 1
    assert out.count("revision 1 → 2") == 3
    assert err == (
        "strategisk-upphandling.yaml:2:10: version: Versionen ska vara minst 1.1.0, efter 1.0.0. "
        "Det som är ändrat: ändrade frågor.\n"
    )


def test_a_meaning_that_changed_in_silence(copy):
    quiet = [change for change in THREE if "revision" not in change[1]]
    code, out, err = run(NAME, copy("1.1.0", *quiet))
    assert code == 1
    assert "Ändrade frågor, utan höjd revision\n  inkopsanalys\n" in out
    assert err.count("Texten är ändrad men revisionen är 1 som förut.") == 3
    assert "innovation.yaml:4:15: questions › tidig-dialog › revision: " in err


def test_json(copy):
    code, out, _ = run(NAME, copy("1.0.1", *THREE), "--json")
    found = json.loads(out)
    assert code == 1
    assert found["old"] == {"id": NAME, "version": "1.0.0"}
    assert found["new"] == {"id": NAME, "version": "1.0.1"}
    assert (found["calls_for"], found["lowest_version"]) == ("minor", "1.1.0")
    assert {q["id"] for q in found["changes"]["changed"]} == {
        "tidig-dialog",
        "arbetsrattsliga-villkor",
        "inkopsanalys",
    }
    assert len(found["changes"]["unchanged"]) == 51
    assert [fault["code"] for fault in found["faults"]] == ["version_too_low"]
    assert found["faults"][0]["line"] == 2
    assert found["remarks"] == []


def test_the_same_version_twice():
    assert run(NAME, f"{NAME}@1.0.0") == (
        0,
        "Strategisk upphandling 1.0.0 → 1.0.0\n\nInget är ändrat.\nInga fel.\n",
        "",
    )


def test_every_group_is_told(tmp_path):
    goals = ({"id": "ett"}, {"id": "tva"})
    term = {"id": "fem", "name": "De fem", "text": "De fem senaste."}
    old = content(
        [question(name) for name in "abc"] + [question("d", goals={"mal/tva": 1})],
        goals,
        terms=[term],
    )
    new = content(
        [
            question("a", text="Något annat?", revision=2, goals={"mal/ett": 2}),
            question("b", why="En annan orsak.", weight=3),
            question(
                "d", mode="quick", goals={"mal/ett": 1, "mal/tva": {"weight": 1, "key": True}}
            ),
            question("e"),
        ],
        goals,
        version="2.0.0",
        retired=["c"],
        terms=[{**term, "text": "De sex senaste."}],
        about="Ett annat formulär.",
        sections=[{"id": "s", "name": "Skola", "short": "Skola", "about": "Om skolan."}],
    )
    new["scale"][2]["name"] = "Ordnat"
    code, out, err = run(write(tmp_path / "old.yaml", old), write(tmp_path / "new.yaml", new))
    assert (code, err) == (0, "")
    assert (
        out
        == """Litet 1.0.0 → 2.0.0

Nya frågor
  e: Fråga e?

Ändrade frågor
  a, revision 1 → 2
    Frågan
      före: Fråga a?
      nu:   Något annat?

Redaktionellt ändrade frågor
  b
    Varför
      före: Därför att det spelar roll. Annars syns det inte.
      nu:   En annan orsak.

Borttagna frågor
  c: Fråga c?

Kopplingar
  Mål (mal)
    ett: 1 ny fråga
    ett: 1 fråga borttagen
    ett: a, vikt 1 → 2
    ett: d, ny koppling (vikt 1)
    tva: d, blir nyckelfråga

Vikter och lägen
  b: vikt 1 → 3
  d: läge Hela formuläret → Snabbkoll

Skala
  Nivå 3, namn
    före: Nivå 3
    nu:   Ordnat

Begrepp
  fem
    Text
      före: De fem senaste.
      nu:   De sex senaste.

Övrigt
  Beskrivning
    före: Ett litet formulär.
    nu:   Ett annat formulär.
  Avsnittet s: nytt

Ändringarna kräver minst version 2.0.0.
Inga fel.
"""
    )


def test_a_remark_is_no_fault(tmp_path):
    old = write(tmp_path / "old.yaml", content([question("a")]))
    new = write(tmp_path / "new.yaml", content([question("a", revision=2)], version="1.1.0"))
    code, out, err = run(old, new)
    assert (code, err) == (0, "")
    assert "\nråd: new.yaml:" in out
    assert "Revisionen är höjd, men frågan och nivåerna har samma ord som förut." in out


def test_frameworks_that_come_and_go(tmp_path):
    old, new = content([question("a")]), content([question("a")], version="1.1.0")
    more = json.loads(json.dumps(new["own_frameworks"][0]))
    more |= {"id": "nya", "name": "Nya mål"}
    more["goals"][0]["questions"] = {"a": 1}
    new["own_frameworks"].append(more)
    paths = write(tmp_path / "old.yaml", old), write(tmp_path / "new.yaml", new)
    assert "  Nya mål (nya): ny måluppsättning, 1 mål\n" in run(*paths)[1]
    code, out, err = run(paths[1], paths[0])
    assert code == 1
    assert "  Nya mål (nya): borttagen måluppsättning, 1 mål\n" in out
    assert "Versionen ska vara minst 1.2.0, efter 1.1.0." in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((NAME, "finns-inte"), "Inget frågeformulär heter så"),
        ((f"{NAME}@9.9.9", NAME), "Den versionen finns inte. De som finns: 1.0.0, 2.0.0."),
        ((f"{NAME}@", NAME), "Den versionen finns inte."),
        ((NAME, "finns-inte.yaml"), "finns-inte.yaml: Filen går inte att läsa"),
        (
            (NAME, "stockholm"),
            "”stockholm” är ett annat frågeformulär än ”strategisk-upphandling”.",
        ),
    ],
)
def test_what_cannot_be_compared(arguments, says):
    code, _, err = run(*arguments)
    assert code == 1
    assert says in err


def test_score_and_coverage_know_a_version_too():
    done = CliRunner().invoke(manage.app, ["coverage", f"{NAME}@1.0.0"])
    assert done.exit_code == 0
    assert "Strategisk upphandling 1.0.0: 54 frågor" in done.stdout
