"""``manage.py validate`` on every kind of file, and goals from a file in ``coverage`` and ``score``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import manage
from tests.questionnaires.test_extends import extension, framework
from tests.shell.test_manage import ROOT
from tests.support.small import content, question, write

NATIONAL = "strategisk-upphandling"
SHIPPED_SOURCE = "uhm-e-handel"


def run(*arguments: Any) -> tuple[int, str, str]:
    done = CliRunner().invoke(manage.app, [str(argument) for argument in arguments])
    return done.exit_code, done.stdout.replace("\xa0", " "), done.stderr


def survey(**fields: Any) -> dict[str, Any]:
    figure = {"id": "a", "about": "Svarar ja", "scale": "percent", "values": {"all": 10}, **fields}
    return {
        "id": "enkat",
        "survey": "Enkäten",
        "year": 2025,
        "source": SHIPPED_SOURCE,
        "figures": [figure],
    }


CASE = {"id": "c", "title": "T", "organisation": "O", "text": "Text.", "source": SHIPPED_SOURCE}


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "reference").glob("*.yaml")))
def test_every_file_of_figures_that_ships(path):
    written = path.read_text("utf-8").count("\n  - id: ")
    word = "publicerad siffra" if written == 1 else "publicerade siffror"
    assert run("validate", path) == (0, f"{path}: {written} {word}. Inga fel.\n", "")


@pytest.mark.parametrize(
    ("name", "what"),
    [("cases", "exempel"), ("sources", "källor"), ("law", "lagrum")],
)
def test_the_other_files_that_ship_beside_the_questions(name, what):
    path = ROOT / "questionnaires" / f"{name}.yaml"
    written = path.read_text("utf-8").count("\n  - id: ")
    assert run("validate", path) == (0, f"{path}: {written} {what}. Inga fel.\n", "")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            survey(goal="nationella-2016/pahittat"),
            "a › goal: Målet ”nationella-2016/pahittat” finns",
        ),
        (survey(values={"all": 101}), "a › values › all: Ska vara mellan 0 och 100"),
        (survey() | {"source": "pahittad"}, "fil.yaml:4:9: source: Källan ”pahittad” finns inte."),
        ({"survey": "Enkäten"}, "fil.yaml:1:1: figures: Saknas."),
        ({"cases": [CASE, CASE]}, "c › id: ”c” finns redan i filen."),
        ({"cases": [CASE | {"source": "pahittad"}]}, "Källan ”pahittad” finns inte."),
        ({"questions": [question("a")]}, "en del av ett frågeformulär"),
        ({"lcc": 3}, "Det går inte att se vad filen är."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, data, says):
    path = write(tmp_path / "fil.yaml", data)
    code, out, err = run("validate", path)
    assert (code, out) == (1, "")
    assert err.startswith("fil.yaml")
    assert says in err


def test_a_figure_may_stand_beside_a_goal_that_ships(tmp_path):
    path = write(tmp_path / "fil.yaml", survey(goal="nationella-2016/miljo"))
    assert run("validate", path)[0] == 0


def own_files(tmp_path: Path) -> tuple[Path, Path]:
    """An extension with one question, and goals of which one asks that and one a shipped one."""
    asked = question("egen-ny", goals={})
    return (
        write(tmp_path / "fragor.yaml", extension("egen-formular", NATIONAL, [asked])),
        write(
            tmp_path / "mal.yaml",
            framework("vara-mal", ny={"egen-ny": {"weight": 2, "key": True}}, gammal={"lcc": 1}),
        ),
    )


def test_goals_map_a_question_of_a_file_beside(tmp_path):
    questions, goals = own_files(tmp_path)
    code, out, err = run("validate", goals)
    assert (code, out) == (1, "")
    assert "egen-ny: Frågan ”egen-ny” finns inte i något frågeformulär." in err
    for order in ((questions, goals), (goals, questions)):
        code, out, err = run("validate", *order)
        assert (code, err) == (0, "")
        assert f"{goals}: Måluppsättning vara-mal: 2 mål. Inga fel." in out


def test_readability_is_that_of_what_the_file_asks(tmp_path):
    questions, _ = own_files(tmp_path)
    # 91 words in 30 sentences, 16 of them longer than six letters.
    assert [line for line in run("validate", questions)[1].splitlines() if "LIX" in line] == [
        "  LIX egen-formular: 20,6"
    ]
    whole = write(tmp_path / "helt.yaml", content([question("a")]))
    assert "  LIX ett: " in run("validate", whole)[1]


def test_goals_of_a_file_are_counted_and_scored(tmp_path):
    questions, goals = own_files(tmp_path)
    code, out, err = run("coverage", questions, "--framework", goals)
    assert (code, err) == (0, "")
    assert [line.split() for line in out.splitlines()[5:]] == [
        ["Mål", "Frågor", "Nyckelfrågor", "Vikt", "Minuter", "Underlag"],
        ["ny", "1", "1", "2", "2", "0"],
        ["gammal", "1", "0", "1", "2", "0"],
    ]
    answers = tmp_path / "svar.yaml"
    answers.write_text("egen-ny: 3\nlcc: 5\n", "utf-8")
    scored = ("score", "--questionnaire", questions, "--answers", answers, "--framework")
    code, out, err = run(*scored, goals)
    assert (code, err) == (0, "")
    assert [line.split(",")[1] for line in out.splitlines()[:2]] == [" index 50", " index 100"]


@pytest.mark.parametrize("command", ["coverage", "score"])
def test_goals_that_fit_no_questionnaire_are_refused(tmp_path, command):
    _, goals = own_files(tmp_path)
    answers = tmp_path / "svar.yaml"
    answers.write_text("lcc: 5\n", "utf-8")
    asked = {
        "coverage": ("coverage", NATIONAL),
        "score": ("score", "--questionnaire", NATIONAL, "--answers", answers),
    }[command]
    code, out, err = run(*asked, "--framework", goals)
    assert (code, out) == (1, "")
    assert err.startswith("mal.yaml:")
    assert "egen-ny" in err
    assert "Måluppsättningen ”vara” finns inte." in run(*asked, "--framework", "vara")[2]
    assert "går inte att läsa: den finns inte" in run(*asked, "--framework", "vara.yaml")[2]
