"""The guide for authors is true: its files load, its commands say what it quotes, its limits hold.

A block of YAML with a title is a file. ``fortsätter`` adds to it, a block of diff changes it
(``från`` another file), ``utdrag`` is a part of a file that is there. A console block has
commands and what they print; … stands for lines that are left out.
"""

from __future__ import annotations

import re
import shlex
import shutil
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from spylls.hunspell import Dictionary
from typer.testing import CliRunner

import manage
from questionnaires import fields, files, quality, yamlfile
from questionnaires.errors import ContentProblem
from questionnaires.files import FileFramework
from questionnaires.frameworks import with_own
from questionnaires.loader import load_questionnaire, shipped
from questionnaires.placed import Placed
from questionnaires.reading import shape
from services.actor import LOCAL
from services.assessments import assessments
from services.organisations import organisations
from services.own import content, in_use

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "skriva-fragor.md").read_text("utf-8")
EXAMPLES = ROOT / "docs" / "exempel"
NATIONAL = "strategisk-upphandling"
_FENCE = re.compile(
    r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?(?: från="(?P<base>[^"]+)")?(?P<how>[^\n]*)\n'
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PROSE = _FENCE.sub("", GUIDE)
REFERENCE = PROSE.split("\n## Alla fält\n")[1]


@dataclass
class Command:
    """A command of the guide, what it quotes and what was printed."""

    line: str
    quoted: list[str]
    printed: list[str]


@dataclass
class Played:
    """The guide followed from the first line to the last."""

    folder: Path
    states: list[tuple[str, str]]
    commands: list[Command]
    left: set[str]


@pytest.fixture(scope="module")
def played(tmp_path_factory) -> Played:
    """Every block carried out in order, in a folder of its own."""
    folder = tmp_path_factory.mktemp("guide")
    for shared in (EXAMPLES, ROOT / "data" / "reference"):
        shutil.copytree(shared, folder / shared.relative_to(ROOT))
    found = Played(folder, [], [], set())
    blocks = list(_FENCE.finditer(GUIDE))
    for i, block in enumerate(blocks):
        title, text, how = block["title"], block["text"], block["how"].strip()
        if block["kind"] == "console":
            found.commands += _run(folder, text)
        elif how == "utdrag":
            assert text in (ROOT / title).read_text("utf-8"), title
        else:
            assert title, f"ett block utan namn: {text[:60]}"
            path = folder / title
            path.write_text(_content(block, folder), "utf-8")
            found.left.add(title)
            later = blocks[i + 1] if i + 1 < len(blocks) else None
            if not (later and later["title"] == title and later["how"].strip() == "fortsätter"):
                found.states.append((title, path.read_text("utf-8")))
    return found


def _content(block: re.Match[str], folder: Path) -> str:
    path = folder / block["title"]
    if block["kind"] == "yaml":
        before = path.read_text("utf-8") if block["how"].strip() == "fortsätter" else ""
        return before + block["text"]
    assert block["kind"] == "diff"
    text = (folder / (block["base"] or block["title"])).read_text("utf-8")
    for old, new in _hunks(block["text"].splitlines(keepends=True)):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def _hunks(lines: list[str]) -> list[tuple[str, str]]:
    """What each change takes away and puts there; it ends where something is taken away anew."""
    hunks: list[tuple[str, str]] = []
    for i, line in enumerate(lines):
        if not hunks or (line[0] != "+" and lines[i - 1][0] == "+"):
            hunks.append(("", ""))
        old, new = hunks[-1]
        hunks[-1] = (
            old + (line[1:] if line[0] in "- " else ""),
            new + (line[1:] if line[0] in "+ " else ""),
        )
    return hunks


def _run(folder: Path, text: str) -> list[Command]:
    done: list[Command] = []
    for line in text.splitlines():
        if not line.startswith("$ "):
            done[-1].quoted.append(line)
            continue
        python, script, *arguments = shlex.split(line.removeprefix("$ "))
        assert (python, script) == (".venv/bin/python", "manage.py")
        with chdir(folder):
            result = CliRunner().invoke(manage.app, arguments)
        # A space that keeps a number with its sign looks like any other.
        printed = result.output.replace("\xa0", " ").splitlines()
        done.append(Command(line, [], printed))
    return done


def matches(quoted: list[str], printed: list[str]) -> bool:
    """Whether all lines are as quoted; a line of … is any number of lines."""
    if not quoted:
        return not printed
    if quoted[0].strip() == "…":
        return any(matches(quoted[1:], printed[n:]) for n in range(len(printed) + 1))
    return bool(printed) and quoted[0] == printed[0] and matches(quoted[1:], printed[1:])


def test_commands_print_what_the_guide_quotes(played):
    assert {c.line.split()[3] for c in played.commands} == {"validate", "coverage", "diff", "score"}
    for command in played.commands:
        assert matches(command.quoted, command.printed), (command.line, command.printed)


def test_the_files_beside_the_guide_are_those_it_ends_with(played):
    given = {path.name: path.read_text("utf-8") for path in EXAMPLES.iterdir()}
    ends = {name: (played.folder / name).read_text("utf-8") for name in played.left & given.keys()}
    assert ends == {name: given[name] for name in ends}
    # The bad draft is quoted in parts; the others are written in the course of the guide.
    assert given.keys() - ends.keys() == {"utkast.yaml"}


def test_every_whole_file_loads_on_its_way(played):
    asked = load_questionnaire(played.folder / "fragor.yaml", shipped())
    seen = []
    for name, text in played.states:
        document = yamlfile.parse(text, name)
        seen.append(name)
        if "goals" in document.value:
            placed = Placed(shape(document, FileFramework), document, ())
            if name == "fel.yaml":
                with pytest.raises(ContentProblem):
                    with_own(asked, [placed], shipped().known.sources)
            else:
                assert with_own(asked, [placed], shipped().known.sources)
        elif "questions" in document.value:
            path = played.folder / f"steg-{len(seen)}-{name}"
            path.write_text(text, "utf-8")
            assert load_questionnaire(path, shipped()).questions
    assert [seen.count(name) for name in ("mal.yaml", "fragor.yaml", "litet.yaml")] == [3, 1, 1]
    assert seen.count("fragor-ny.yaml") == 2


def test_the_example_has_no_remarks(played):
    for name in ("fragor.yaml", "fragor-ny.yaml", "litet.yaml"):
        found = load_questionnaire(played.folder / name, shipped())
        assert [str(remark) for remark in quality.remarks(found)] == []


def test_the_example_on_screen(database, played):
    def take_in(session, name: str, own: str) -> str:
        raw = (played.folder / name).read_bytes()
        uploaded = in_use.examine(session, LOCAL, own, raw, name, questionnaire_id=NATIONAL)
        return in_use.take_in(session, LOCAL, own, uploaded, questionnaire_id=NATIONAL)

    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Er kommun", type="municipality").id
        # The goals count a question that isn't asked before it is in use, and the file that is
        # wrong in the shell is wrong here, at the same place.
        for name, place in (("mal.yaml", "mal.yaml:21:7: "), ("fel.yaml", "fel.yaml:14:7: ")):
            with pytest.raises(ContentProblem) as caught:
                take_in(session, name, own)
            assert str(caught.value).startswith(place)
        questions = take_in(session, "fragor.yaml", own)
        assert in_use.use(session, LOCAL, questions) == 1
        goals = take_in(session, "mal.yaml", own)
        assert in_use.use(session, LOCAL, goals) == 1
        assert content.read(session, LOCAL, goals).content_id == "egen-exempel-2026"
        begun = assessments.begin(session, LOCAL, own, period="2026", mode="standard")
        asked = assessments.read(session, LOCAL, begun).questionnaire
        assert asked.questions[-1].id == "egen-betalning-i-tid"
        assert asked.base == shipped().questionnaire(NATIONAL).base
        bra_kund = asked.framework("egen-exempel-2026").goal("bra-kund")
        assert [(link.question, link.key) for link in bra_kund.links][-1] == (
            "egen-betalning-i-tid",
            True,
        )


TABLES: dict[str, tuple[type[BaseModel], ...]] = {
    "Måluppsättning": (files.FileFramework,),
    "Mål": (files.FileGoal,),
    "Koppling": (files.FileLink,),
    "Frågeformulär": (files.FileSet, files.FileExtension),
    "Skalans nivå": (fields.FileScaleLevel,),
    "Svar": (fields.FileAnswerSet,),
    "Modul": (fields.FileModule,),
    "Påstående": (fields.FileStatement,),
    "Begrepp": (files.FileTerm,),
    "Avsnitt": (files.FileSection,),
    "Fråga": (files.FileQuestion,),
    "Underlag": (fields.FileDocuments,),
    "Nivå": (fields.FileLevel,),
    "Nästa steg från en nivå": (fields.FileNextStep,),
    "Motsvarighet": (files.FileCorrespondence,),
    "Undersökning": (files.FileSurvey,),
    "Siffra": (files.FileFigure,),
    "Exempel": (files.FileCase,),
    "Källa": (files.FileSource,),
    "Lagrum": (files.FileLaw,),
}


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of a table of the reference: the cells after the field's name."""
    text = REFERENCE.split(f"\n### {heading}\n")[1].split("\n### ")[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): cells[1:] for cells in lines}


def written(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a shape by the names that an author writes."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def phrases(model: type[BaseModel], name: str) -> list[str]:
    """What the reference says that a field takes, as far as its schema knows."""
    field: dict[str, Any] = model.model_json_schema()["properties"][name]
    choices = [found for found in field.get("anyOf", [field]) if found.get("type") != "null"]
    kind = choices[0] if len(choices) == 1 else {}
    longest, lowest, highest = (kind.get(k) for k in ("maxLength", "minimum", "maximum"))
    match kind.get("type"):
        case "string" if "enum" in kind:
            return [f"`{option}`" for option in kind["enum"]]
        case "string" if longest:
            is_id = kind.get("pattern", "").startswith("^[a-z0-9]+(-")
            return ["id"] if is_id else [f"text, högst {longest} tecken"]
        case "boolean":
            return ["`true` eller `false`"]
        case "integer":
            return [f"heltal, minst {lowest}" if highest is None else f"heltal {lowest}–{highest}"]
        case "array":
            low, high = kind.get("minItems"), kind.get("maxItems")
            return ["lista", *([f"{low}–{high}"] if high is not None else [])]
        case "object":
            inner = kind["additionalProperties"]
            texts = [f"högst {inner['maxLength']} tecken"] if "maxLength" in inner else []
            return texts + (
                [f"heltal {inner['minimum']}–{inner['maximum']}"] if "maximum" in inner else [":"]
            )
    return []


@pytest.mark.parametrize("heading", TABLES)
def test_the_reference_has_every_field_and_its_limits(heading):
    found = rows(heading)
    models = TABLES[heading]
    assert set(found) == {name for model in models for name in written(model)}
    for name, cells in found.items():
        has = [model for model in models if name in written(model)]
        for model in has:
            assert all(phrase in cells[0] for phrase in phrases(model, name)), name
            assert cells[1] == ("ja" if written(model)[name].is_required() else "nej"), name
        if len(models) == 2:
            where = "båda" if len(has) == 2 else "helt" if has[0] is files.FileSet else "tillägg"
            assert cells[2] == where, name
        assert cells[-1].strip(), name


def test_the_limits_in_the_text_are_the_code_s():
    def longest(model: type[BaseModel], name: str) -> int:
        found: int = model.model_json_schema()["properties"][name]["maxLength"]
        return found

    scale = fields.FileScale.model_json_schema()["properties"]["levels"]
    said = (
        f"en kortform på högst {longest(files.FileFramework, 'short')} tecken",
        f"`text` är frågan, till *er*, högst {longest(files.FileQuestion, 'text')} tecken",
        f"högst {quality.LEVEL_WORDS} ord (råd) och {longest(fields.FileLevel, 'text')} tecken",
        f"projektor: högst {longest(fields.FileLevel, 'short')} tecken",
        f"högst {content.MOST_QUESTIONS} på skärmen",
        f"högst {in_use.FILE_BYTES // 1_000_000} MB",
        f"högst {content.MOST_GOALS} mål",
        f"har {scale['minItems']}–{scale['maxItems']} nivåer",
        f"bindestreck, högst {longest(files.FileQuestion, 'id')} tecken",
    )
    text = " ".join(PROSE.split())
    assert [phrase for phrase in said if phrase not in text] == []
    prose = " ".join(line for line in PROSE.splitlines() if not line.startswith("|"))
    assert len(re.findall(r"högst\s+\d", prose)) == sum("högst" in phrase for phrase in said)


def test_links_lead_somewhere():
    headings = {
        re.sub(r"[^\wåäö -]", "", line.lstrip("# ")).strip().lower().replace(" ", "-")
        for line in GUIDE.splitlines()
        if line.startswith("#")
    }
    links = re.findall(r"\]\(([^)]+)\)", PROSE)
    assert links
    for link in links:
        if link.startswith("#"):
            assert link[1:] in headings, link
        else:
            assert (ROOT / "docs" / link).exists(), link


def test_what_the_guides_call_things_stands_on_the_screen():
    screen = "".join(path.read_text("utf-8") for path in (ROOT / "pages").rglob("*.py"))
    screen = re.sub(r'"\s*\n\s*f?"', "", screen)
    for name in SAID_ON_SCREEN:
        assert name in screen, name
        written = GUIDE + (ROOT / "docs" / "anvanda.md").read_text("utf-8")
        assert f"*{name}*" in " ".join(written.split()), name


SAID_ON_SCREEN = (
    "Egna mål",
    "Ladda ner YAML",
    "Läs in en fil",
    "Lägg in",
    "Ta i bruk",
    "För få frågor",
    "Bara språket är ändrat",
    "Se vad som har ändrats",
    "Ny måluppsättning",
    "Skriv egna frågor",
    "Ta bort måluppsättningen",
    "Byt frågeformulär",
    "Flytta till den nya versionen",
    "Byt till det här formuläret",
    "Tidigare versioner",
)


def test_spelling():
    dictionary = Dictionary.from_files(str(ROOT / "tests/vendor/dictionary-sv/index"))
    listed = (ROOT / "tests/questionnaires/reviewed_words.txt").read_text("utf-8").splitlines()
    reviewed = {line.strip().lower() for line in listed if not line.startswith("#")}
    text = re.sub(r"`[^`]*`|\]\([^)]*\)", " ", PROSE)
    for name in ("fragor.yaml", "litet.yaml"):
        found = load_questionnaire(EXAMPLES / name, shipped())
        own = [q for q in found.questions if found.origins[-1].id == q.origin]
        assert own
        text += " ".join(said for question in own for _, said in quality.texts(question))
    words = set(re.findall(r"[A-Za-zÅÄÖåäöéÉü]+(?:-[A-Za-zÅÄÖåäö]+)*", text))
    known = reviewed | {"json", "lix", "slutkoden", "tabb", "utf", "yaml"}
    wrong = [w for w in words if w.lower() not in known and not dictionary.lookup(w)]
    assert not wrong, sorted(wrong)
