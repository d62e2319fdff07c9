"""Reports, tables and the API hold nothing of others that the page does not show.

Three worlds are compared: nobody else is there; others have handed in and nothing is published; and a
snapshot has been made. The first two must give the same files, and the third may add only what the
page shows.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from reports.report import formats
from services.api import reading
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.comparison import comparison
from services.comparison import others as comparison_others
from services.lifecycle import handing_in
from services.reports import build
from services.reports.sections import comparison as section
from tests.reports.readers import of_docx, of_pdf, of_pptx
from tests.support import people
from tests.support.peerworld import consent, hand_in, organisation, publish, spread
from wording.comparison import DETAIL, STANDING

NAME = "Granne"


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield


@pytest.fixture
def own(database, questionnaire):
    """An organisation that has handed in, and its owner."""
    with database.write() as session:
        made = organisation(session, "Provkommunen", county=None, size=None)
        owner = people.person(session, "Ägaren", **{made: "owner"})
        consent(session, made)
        begun = assessments.begin(session, owner, made, period="2026", mode="standard")
        for name, level in spread(questionnaire, 0).items():
            answers.choose(session, owner, begun, name, Choice("level", level), base_revision=0)
        handing_in.submit(session, owner, begun)
    return made, owner, begun


def others(database, questionnaire) -> None:
    with database.write() as session:
        for i in range(1, 25):
            kind = ("municipality", "region")[i % 2]
            name = organisation(session, f"{NAME} {i}", type=kind, county=None, size=None)
            consent(session, name)
            hand_in(session, name, questionnaire, spread(questionnaire, i))


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield str(value)


def of_xlsx(raw: bytes) -> str:
    book = load_workbook(io.BytesIO(raw))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(value) for row in rows for value in row)


def of_zip(raw: bytes) -> str:
    """The files in it as text; pictures as their marks' places."""
    with zipfile.ZipFile(io.BytesIO(raw)) as files:
        read = {name: files.read(name) for name in files.namelist() if not name.endswith(".png")}
    return "\n".join(content.decode("utf-8-sig") for content in read.values())


TEXT = {
    "pdf": of_pdf,
    "summary": of_pdf,
    "plan": of_pdf,
    "docx": of_docx,
    "pptx": of_pptx,
    "xlsx": of_xlsx,
    "csv": of_zip,
    "charts": of_zip,
    "json": lambda raw: "\n".join(leaves(json.loads(raw))),
}


def everything(database, owner, begun) -> dict[str, str]:
    """The text of every file and every answer of the API."""
    with database.read() as session:
        report = build.build(session, owner, begun, None)
        said = {
            f"api {part}": "\n".join(leaves(reading.part(session, owner, begun, part)))
            for part in ("comparison", "plan")
        }
        said["api result"] = "\n".join(leaves(json.loads(reading.result(session, owner, begun))))
        for each in reading.tables(session, owner, begun)["tables"]:
            rows = reading.table(session, owner, begun, each["id"])
            said[f"api {each['id']}"] = "\n".join(leaves(rows))
    for name in formats.FORMATS:
        said[name] = TEXT[name](formats.render(report, name))
    return {name: _lasting(text) for name, text in said.items()}


def _lasting(text: str) -> str:
    """Without the moment at which the file was made."""
    return re.sub(r"\d{1,2}[:.]\d{2}(:\d{2})?|\d{4}-\d{2}-\d{2}T[\d:.]+Z?", "", text)


def numbers(text: str) -> set[str]:
    found = re.findall(r"\d+(?:[.,]\d+)?", text)
    return {re.sub(r"[.,]0$", "", number) for number in found}


def shown(database, owner, made) -> set[str]:
    """Every number that the page shows, in the group that the rule chooses."""
    with database.read() as session:
        found = comparison.read(session, owner, made)
    told = comparison_others.about(found)
    for goal in found.goals:
        told += f" {goal.own} {goal.rank} {goal.peers}"
    told += " ".join([*DETAIL.values(), *STANDING.values()])
    # A table of its own has its place in the numbering, and the list of tables is one longer.
    return numbers(told) | numbers(" ".join(map(str, range(15))))


def test_files_and_api_say_no_more_of_others_than_the_page(database, questionnaire, own):
    made, owner, begun = own
    alone = everything(database, owner, begun)
    others(database, questionnaire)
    silent = everything(database, owner, begun)
    assert silent == alone
    publish(database)
    after = everything(database, owner, begun)
    page = shown(database, owner, made)
    told = 0
    for name, text in after.items():
        assert NAME not in text, name
        added = numbers(text) - numbers(silent.get(name, ""))
        told += bool(added)
        assert added <= page, name
    assert told >= len(("pdf", "docx", "xlsx", "csv", "json"))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_figure_that_the_page_does_not_show_is_found(database, questionnaire, own, monkeypatch):
    """As if the report told the lowest index in the group, in hundredths."""
    made, owner, begun = own
    others(database, questionnaire)
    silent = everything(database, owner, begun)
    publish(database)
    whole = section.about
    monkeypatch.setattr(section, "about", lambda found: f"{whole(found)} Lägst: 1234,56")
    after = everything(database, owner, begun)
    monkeypatch.undo()
    with people.sign_in_by(monkeypatch):
        page = shown(database, owner, made)
    assert any(numbers(after[name]) - numbers(silent.get(name, "")) - page for name in after)
