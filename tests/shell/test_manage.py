"""The commands as a person at a shell meets them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import page as pdf
import pytest

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests" / "cases"


@pytest.fixture
def run(tmp_path):
    def call(
        *arguments: str, input: str | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        import os

        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "RIKTMARKET_VAR": str(tmp_path / "var"),
                "DATABASE_URL": "",
                "COLUMNS": "200",
                **variables,
            },
            capture_output=True,
            text=True,
            input=input,
            check=False,
        )

    return call


def scored(run, *arguments: str) -> dict:
    done = run("score", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_score_gives_the_worked_example(run):
    example = CASES / "worked-example"
    found = scored(
        run,
        "--questionnaire",
        str(example / "set.yaml"),
        "--answers",
        str(example / "answers.yaml"),
    )
    assert found == {
        "questionnaire": {"id": "metodens-exempel", "version": "1.0.0"},
        "framework": "mal",
        "goals": [
            {
                "id": "ett",
                "index": 56.25,
                "low": 45.0,
                "high": 65.0,
                "coverage": 0.8,
                "level": 2,
                "level_low": 2,
                "level_high": 3,
                "why_no_level": None,
                "holding_back": ["fraga-5", "fraga-4"],
            }
        ],
        "overall": {"mean": 56.25, "lowest": 56.25, "goals_counted": 1},
    }
    other = scored(
        run,
        "--questionnaire",
        str(example / "set.yaml"),
        "--answers",
        str(example / "answers-not-applicable.yaml"),
    )["goals"][0]
    assert (round(other["index"], 2), other["level"]) == (66.67, 3)


def test_score_through_every_framework(run, questionnaire):
    answers = str(CASES / "haninge-2025.yaml")
    for framework in questionnaire.frameworks:
        found = scored(
            run,
            "--questionnaire",
            "strategisk-upphandling",
            "--answers",
            answers,
            "--framework",
            framework.id,
        )
        assert [goal["id"] for goal in found["goals"]] == [goal.id for goal in framework.goals]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("--questionnaire", "pahittad", "--answers", "x.yaml"),
            "Inbyggda: haninge, stockholm, strategisk-upphandling",
        ),
        (
            ("--questionnaire", "strategisk-upphandling", "--answers", "finns-inte.yaml"),
            "finns-inte.yaml: Filen går inte att läsa",
        ),
        (("--questionnaire", "strategisk-upphandling", "--answers", "WRONG"), "svar.yaml:1:7: "),
        (
            ("--questionnaire", "strategisk-upphandling", "--answers", "RIGHT", "--framework", "x"),
            "”x” finns inte",
        ),
    ],
)
def test_score_says_what_is_wrong(run, tmp_path, arguments, says):
    (tmp_path / "svar.yaml").write_text("lcc:  9\n")
    (tmp_path / "ratt.yaml").write_text("lcc: 3\n")
    files = {"WRONG": str(tmp_path / "svar.yaml"), "RIGHT": str(tmp_path / "ratt.yaml")}
    done = run("score", "--json", *(files.get(a, a) for a in arguments))
    assert done.returncode == 1
    assert done.stdout == ""
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_validate(run, tmp_path):
    done = run(
        "validate",
        "questionnaires/sets/strategisk-upphandling.yaml",
        "questionnaires/frameworks/haninge-2025.yaml",
    )
    assert done.returncode == 0
    assert "69 frågor, 6 måluppsättningar. Inga fel." in done.stdout
    assert "LIX god-affar" in done.stdout
    broken = tmp_path / "trasig.yaml"
    broken.write_text("id: x\nid: y\nscale: no\n")
    done = run("validate", str(broken))
    assert done.returncode == 1
    assert "trasig.yaml:2:1: id: Nyckeln ”id” står två gånger." in done.stderr
    assert "trasig.yaml:3:8: scale: ”no” läses som ja eller nej" in done.stderr


def test_schemas_are_up_to_date():
    from questionnaires.schema import FOLDER, KINDS, schema

    for kind in KINDS:
        assert (FOLDER / f"{kind}.schema.json").read_text("utf-8") == schema(kind), (
            "kör manage.py schema"
        )


def test_the_schema_accepts_what_ships_and_refuses_what_is_wrong():
    import jsonschema
    import yaml

    from questionnaires.schema import schema

    part = yaml.safe_load(
        (ROOT / "questionnaires/sets/strategisk-upphandling/god-affar.yaml").read_text("utf-8")
    )
    as_json = json.loads(json.dumps(part))
    jsonschema.validate(as_json, json.loads(schema("part")))
    del as_json["questions"][0]["text"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_json, json.loads(schema("part")))


def test_migrate_backup_and_restore(run, tmp_path):
    assert "Databasen är uppdaterad." in run("migrate").stdout
    assert "Databasen är redan aktuell." in run("migrate").stdout
    copy = tmp_path / "kopia.db"
    assert "rader kopierade" in run("backup", str(copy)).stdout
    again = run("backup", str(copy))
    assert again.returncode == 1
    assert "skrivs inte över" in again.stderr
    assert "Inget är ändrat" in run("restore", str(copy), input="n\n").stderr
    assert "rader återställda" in run("restore", "--yes", str(copy)).stdout
    copy.write_bytes(b"skrap")
    broken = run("restore", "--yes", str(copy))
    assert broken.returncode == 1
    assert "Inget är ändrat." in broken.stderr
    assert "Traceback" not in broken.stderr


def test_report(run, tmp_path):
    target = tmp_path / "rapport.pdf"
    done = run("report", "--assessment", "exempel", "--format", "pdf", "--out", str(target))
    assert done.returncode == 0, done.stderr
    assert pdf.is_pdf_compliant(str(target))
    done = run("report", "--assessment", "x", "--out", str(target))
    assert done.returncode == 1
    assert "finns inte" in done.stderr
    done = run("report", "--assessment", "exempel", "--out", str(tmp_path / "saknas" / "r.pdf"))
    assert done.returncode == 1
    assert "går inte att skriva" in done.stderr


@pytest.mark.parametrize("file_format", ["pdf", "docx", "xlsx", "yaml"])
def test_blank(run, tmp_path, file_format):
    target = tmp_path / f"fragor.{file_format}"
    arguments = ("--assessment", "exempel", "--format", file_format, "--out", str(target))
    done = run("blank", *arguments, "--group", "innovation", "--answers")
    assert done.returncode == 0, done.stderr
    assert f"{target}: {target.stat().st_size} byte." in done.stdout
    if file_format == "yaml":
        assert "\nfunktionskrav: 2\n" in target.read_text("utf-8")
        assert "inkopsanalys" not in target.read_text("utf-8")
    done = run("blank", *arguments, "--group", "pahittad")
    assert done.returncode == 1
    assert "”pahittad” finns inte. Välj bland god-affar" in done.stderr


def test_list_before_anything(run):
    assert "Inga självskattningar än." in run("list").stdout


def test_serve_says_when_the_port_is_taken(run):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "används redan" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["score", "--jsonn"], "--jsonn finns inte. Se"),
        (["score"], "--questionnaire saknas. Se"),
        (["report", "--assessment", "exempel", "--out", "x", "--format", "odt"], "--format"),
        (["blank", "--assessment", "exempel", "--out", "x", "--format", "odt"], "--format"),
        (["serve", "--port", "99999"], "Värdet för --port går inte att använda."),
        (
            ["score", "--questionnaire", "x" * 5000, "--answers", "x"],
            "Inget frågeformulär heter så",
        ),
        (["finns-inte"], "Kommandot går inte att förstå."),
        (["backup", "/proc/finns-inte/kopia.db"], "Filen går inte att skapa där."),
        (["validate", "questionnaires"], "questionnaires"),
    ],
)
def test_a_wrong_command_is_told_in_swedish(run, arguments, says):
    done = run(*arguments)
    assert done.returncode == 1
    assert says in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert not re.search(r"\b(Usage|Error|Try|No such)\b", done.stdout + done.stderr)


def test_a_restore_that_nobody_confirms(run, tmp_path):
    run("migrate")
    run("backup", str(tmp_path / "kopia.db"))
    done = run("restore", str(tmp_path / "kopia.db"), input="")
    assert (done.returncode, "Avbrutet." in done.stderr) == (1, True)


@pytest.mark.parametrize("content", [b"hej", b""])
def test_a_restore_names_the_copy_that_is_wrong(run, tmp_path, content):
    copy = tmp_path / "kopia.db"
    copy.write_bytes(content)
    done = run("restore", "--yes", str(copy))
    assert done.returncode == 1
    assert f"{copy} är skadad, eller ingen säkerhetskopia" in done.stderr
    assert "Inget är ändrat." in done.stderr


@pytest.mark.parametrize("url", ["foo", "postgres://x/y", "mysql://x/y", "sqlite://", "x://:y@z"])
def test_an_address_that_is_none(run, url):
    done = run("migrate", DATABASE_URL=url)
    assert done.returncode == 1
    assert "DATABASE_URL går inte att förstå." in done.stderr
    assert "Traceback" not in done.stderr


def test_validate_follows_the_references_of_a_framework(run, tmp_path):
    shipped = (ROOT / "questionnaires" / "frameworks" / "haninge-2025.yaml").read_text("utf-8")
    path = tmp_path / "egen.yaml"
    path.write_text(
        shipped.replace("id: attraktiv-affarsmassig", "id: god-kvalitet")
        + "    questions: {finns-inte: 1}\n",
        "utf-8",
    )
    done = run("validate", str(path))
    assert done.returncode == 1
    assert "Målet ”god-kvalitet” finns redan." in done.stderr
    assert "Frågan ”finns-inte” finns inte i något frågeformulär." in done.stderr


def test_coverage_is_told_for_every_goal(run):
    done = run("coverage", "stockholm")
    assert done.returncode == 0, done.stderr
    assert "Strategisk upphandling i Stockholms stad 1.0.0: 75 frågor" in done.stdout
    # The national table's counts stand in the question plan: 8 questions, 2 of them key.
    assert re.search(r"Effektiva offentliga inköp +8 +2 +8 +\d+ +\d+\n", done.stdout)
    assert re.search(r"Bostadsförsörjning +4 +0 +4 +\d+ +\d+\n", done.stdout)


def test_copy_prints_what_it_has_compared(run, tmp_path):
    run("migrate")
    target = tmp_path / "ny" / "riktmarket.db"
    done = run("copy", "--to", f"sqlite:///{target}")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^Tabell +Rader  Kontrollsumma$", done.stdout, re.MULTILINE)
    assert re.search(r"^answer +0  0{16}$", done.stdout, re.MULTILINE)
    assert "Antal rader och kontrollsumma är räknade i båda databaserna" in done.stdout
    assert (
        "Databasen är redan aktuell." in run("migrate", DATABASE_URL=f"sqlite:///{target}").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--to", "foo"], "--to: Adressen går inte att förstå."),
        (["--to", "mysql://x/y"], "--to: Adressen går inte att förstå."),
        (["--from", "sqlite:///finns/inte.db", "--to", "sqlite:///TMP/a.db"], "--from: Där finns"),
        (["--to", "sqlite:///TMP/a.db"], "--from: Där finns ingen installation"),
        (
            ["--to", "postgresql+psycopg://x:hemligt@127.0.0.1:1/y?connect_timeout=1"],
            "--to: Databasen svarar inte.",
        ),
        ([], "--to saknas. Se"),
    ],
)
def test_copy_says_what_is_wrong(run, tmp_path, arguments, says):
    if "127.0.0.1" in str(arguments):
        run("migrate")
    done = run("copy", *(a.replace("TMP", str(tmp_path)) for a in arguments))
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "hemligt" not in done.stdout + done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", [["migrate"], ["serve"], ["list"]])
def test_a_setting_that_cannot_be_used(run, command):
    done = run(*command, RIKTMARKET_POOL="många")
    assert done.returncode == 1
    assert done.stderr == (
        "RIKTMARKET_POOL går inte att använda. Skriv ett heltal från 1 till 200, "
        "eller ta bort den så gäller 8.\n"
    )


def test_the_app_does_not_start_with_a_setting_that_cannot_be_used():
    import os

    done = subprocess.run(
        [sys.executable, "-m", "uvicorn", "app:app", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "RIKTMARKET_STATEMENT_SECONDS": "0"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "RIKTMARKET_STATEMENT_SECONDS går inte att använda" in done.stderr
    assert "Traceback" not in done.stderr
