"""Every format, read back by somebody else's program: all that was said is in it, and nothing runs."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import page as pdf_check
import pptx
import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from reports.report import formats
from reports.report.model import Report
from reports.report.parts import PARTS
from reports.report.tables import tables
from tests.reports.made import plain, whole
from tests.reports.readers import READERS, squeezed
from tests.reports.report.test_report import NASTY, assessment, view_of  # noqa: F401
from tests.reports.report.test_report import build as build_of
from tests.support.hostile import NAME
from tests.support.machine import office, printed_text
from tests.support.small import content, load, question

DOCUMENTS = ("pdf", "docx")
FILES = tuple(formats.FORMATS)


def everything_said(report: Report) -> Iterator[str]:
    for answer in report.answers:
        yield answer.text
        yield answer.answer
        yield from (answer.level_text, answer.reason, answer.comment, answer.evidence)
    for goal in report.goals:
        yield goal.short
        yield goal.level_text
    for step in report.steps:
        yield from (step.do, step.first_step, step.next)
    for action in report.plan:
        yield from (action.title, action.owner, action.note, *action.steps)
    for row in report.find_out:
        yield row.text
    for minutes in report.workshops:
        for taken_up in minutes.questions:
            yield from (taken_up.text, taken_up.decision, taken_up.rationale, taken_up.minority)
            yield from taken_up.comments
        yield from (issue.text for issue in minutes.issues)
    for table in report.comparison:
        yield from (row[0].text for row in table.rows)


@pytest.mark.parametrize("file_format", READERS)
def test_all_that_was_said_is_in_the_file(file_format):
    report = whole()
    text = squeezed(READERS[file_format](formats.render(report, file_format)))
    missing = [said for said in everything_said(report) if squeezed(said) not in text]
    assert missing == []


@pytest.mark.parametrize("file_format", ["pdf", "docx", "xlsx", "pptx", "csv", "json"])
def test_targets_cover_and_edition_are_in_the_file(file_format):
    report = whole()
    text = squeezed(READERS[file_format](formats.render(report, file_format)))
    for said in ("KS 2026/123", "Kommunstyrelsen", report.edition, report.changed_text):
        assert squeezed(said) in text, said


def test_targets_are_figures_where_figures_are():
    report = whole()
    data = json.loads(formats.render(report, "json"))
    assert [goal["target"] for goal in data["goals"]] == [goal.target for goal in report.goals]
    sheet = load_workbook(io.BytesIO(formats.render(report, "xlsx")))["Mål"]
    column = [cell.value for cell in sheet[1]].index("Ambition")
    assert [row[column].value for row in sheet.iter_rows(min_row=2)] == [
        goal.target for goal in report.goals
    ]
    aimed = sorted(goal.target for goal in report.goals if goal.target is not None)
    for document in DOCUMENTS:
        text = squeezed(READERS[document](formats.render(report, document)))
        assert sorted(map(int, re.findall(r"Ambition:nivå(\d)", text))) == aimed
    deck = pptx.Presentation(io.BytesIO(formats.render(report, "pptx")))
    series = [
        one for slide in deck.slides for s in slide.shapes if s.has_chart for one in s.chart.series
    ]
    assert [one.name for one in series].count("Ambition") == 1
    with zipfile.ZipFile(io.BytesIO(formats.render(report, "csv"))) as files:
        rows = list(
            csv.DictReader(io.StringIO(files.read("mal.csv").decode("utf-8-sig")), delimiter=";")
        )
    assert [row["Ambition"] for row in rows] == [str(goal.target or "") for goal in report.goals]


@pytest.mark.parametrize("file_format", FILES)
def test_the_same_report_gives_the_same_bytes(file_format):
    report = whole()
    assert formats.render(report, file_format) == formats.render(report, file_format)


@pytest.mark.parametrize("document", ["pdf", "summary", "plan"])
@pytest.mark.parametrize("typed", ["", *NASTY])
def test_all_three_pdfs_are_accessible(document, typed):
    raw = formats.render(whole(typed=typed), document)
    found = pdf_check.validate_pdf_bytes(raw)
    assert found.is_compliant, found


@pytest.mark.parametrize("goals", [1, 7, 16, 40])
def test_the_summary_is_one_page(view_of, tmp_path, goals):  # noqa: F811
    named = [
        {"id": f"g{i}", "name": f"Ett mål med ett långt namn nummer {i} " * 3} for i in range(goals)
    ]
    asked = [question(f"q{i}", goals={f"mal/g{i % goals}": 1}) for i in range(max(goals, 8))]
    small = load(tmp_path, content(asked, named))
    view = assessment(small)
    view = replace(view, organisation=replace(view.organisation, name="Förvaltningen " * 14))
    report = whole(build_of(view_of, view))
    assert len(PdfReader(io.BytesIO(formats.render(report, "summary"))).pages) == 1


@pytest.mark.parametrize("file_format", FILES)
@pytest.mark.parametrize("kind", ["empty", "all ej aktuellt"])
def test_there_may_be_nothing_to_say(view_of, questionnaire, file_format, kind):  # noqa: F811
    from services.assessments.views import AnswerView

    answers = (
        []
        if kind == "empty"
        else [AnswerView(q.id, "not_applicable", reason="Nej.") for q in questionnaire.questions]
    )
    report = build_of(view_of, assessment(questionnaire, answers))
    assert formats.render(report, file_format)


@pytest.mark.parametrize("levels", [2, 3, 10])
def test_other_scales_and_150_questions(view_of, tmp_path, levels):  # noqa: F811
    from services.assessments.views import AnswerView

    goals = [{"id": f"g{i}"} for i in range(12)]
    asked = [question(f"q{i}", levels, goals={f"mal/g{i % 12}": 1}) for i in range(150)]
    small = load(tmp_path, content(asked, goals, levels))
    answers = [
        AnswerView(q.id, "level", 1 + i % levels, comment=f"Kommentar {q.id}")
        for i, q in enumerate(small.questions)
    ]
    report = build_of(view_of, assessment(small, answers))
    for file_format, read in READERS.items():
        text = squeezed(read(formats.render(report, file_format)))
        assert all(f"Kommentar{q.id}" in text for q in small.questions), file_format


@pytest.mark.parametrize("typed", [*NASTY, NAME])
def test_what_people_type_is_text_in_every_format(typed):
    report = replace(whole(typed=typed), organisation=typed[:200], period=typed[:60])
    for file_format in FILES:
        assert formats.render(report, file_format)


@pytest.mark.parametrize("typed", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "=1+1"])
def test_nothing_is_a_formula(typed):
    report = plain()
    answers = tuple(replace(answer, comment=typed) for answer in report.answers)
    report = replace(report, answers=answers)
    with zipfile.ZipFile(io.BytesIO(formats.render(report, "csv"))) as files:
        rows = list(
            csv.DictReader(io.StringIO(files.read("svar.csv").decode("utf-8-sig")), delimiter=";")
        )
    assert {row["Kommentar"] for row in rows} == {f"'{typed}"}
    sheet = load_workbook(io.BytesIO(formats.render(report, "xlsx")))["Svar"]
    column = [cell.value for cell in sheet[1]].index("Kommentar")
    cells = [row[column] for row in sheet.iter_rows(min_row=2)]
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_excel_has_types_filters_and_charts():
    raw = formats.render(whole(), "xlsx")
    book = load_workbook(io.BytesIO(raw))
    for name in ("Om rapporten", "Mål", "Svar", "Beräkning", "Nästa steg", "Handlingsplan"):
        assert len(book[name].tables) == 1, name
        assert next(iter(book[name].tables.values())).autoFilter is not None
    plan = book["Handlingsplan"]
    heads = [cell.value for cell in plan[1]]
    assert plan.cell(2, heads.index("Klar senast") + 1).value.date() == date(2026, 9, 1)
    assert isinstance(plan.cell(2, heads.index("Nr") + 1).value, int)
    assert len(book["Diagram"]._charts) == 2


def recomputed(raw: bytes, tmp_path, change=None) -> Workbook:
    """The workbook as LibreOffice computes it, with no figure of ours left to lean on."""
    book = load_workbook(io.BytesIO(raw))
    if change:
        change(book)
    # Saved so, a formula has no value until somebody computes it.
    (tmp_path / "in").mkdir(exist_ok=True)
    path = tmp_path / "in" / "bok.xlsx"
    book.save(path)
    office("xlsx", path, tmp_path)
    return load_workbook(tmp_path / "bok.xlsx", data_only=True)


@pytest.mark.office
def test_formulas_give_the_figures_of_the_report(tmp_path):
    report = whole()
    sheet = recomputed(formats.render(report, "xlsx"), tmp_path)["Mål"]
    heads = [cell.value for cell in sheet[1]]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    for name, wanted in (("Index", "index"), ("Svarstäckning", "coverage")):
        found = [row[heads.index(name)] for row in rows]
        assert found == pytest.approx([float(getattr(goal, wanted)) for goal in report.goals])


@pytest.mark.office
def test_a_changed_level_moves_the_index(tmp_path):
    report = whole()
    goal = report.goals[0]
    first = next(part for part in goal.weighed if part.counted)

    def change(book: Workbook) -> None:
        sheet = book["Svar"]
        heads = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            if row[heads.index("Fråga-id")].value == first.question:
                row[heads.index("Nivå")].value = 5

    sheet = recomputed(formats.render(report, "xlsx"), tmp_path, change)["Mål"]
    levels = {a.id: a.level for a in report.answers} | {first.question: 5}
    held = [
        (p.weight, levels[p.question]) for p in goal.weighed if p.counted and levels[p.question]
    ]
    mean = sum(w * n for w, n in held) / sum(w for w, _ in held)
    assert sheet["H2"].value == pytest.approx(float(100 * (mean - 1) / 4))


@pytest.mark.office
@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_it_opens_in_another_program(file_format, tmp_path):
    report = whole()
    path = tmp_path / f"rapport.{file_format}"
    path.write_bytes(formats.render(report, file_format))
    office("pdf", path, tmp_path)
    text = squeezed(printed_text(tmp_path / "rapport.pdf"))
    for action in [action for action in report.plan if not action.done][:4]:
        assert squeezed(action.title) in text
    assert squeezed(report.organisation) in text
    if file_format == "docx":
        missing = [a.id for a in report.answers if squeezed(a.comment) not in text]
        assert missing == []


def test_word_has_headings_table_heads_and_words_for_pictures():
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(io.BytesIO(formats.render(whole(), "docx")))
    headings = [p.style.name for p in document.paragraphs if p.style.name.startswith("Heading")]
    levels = [int(name.split()[1]) for name in headings]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    pictures = document.inline_shapes
    assert len(pictures) == 3
    assert all(p._inline.docPr.get("descr") for p in pictures)
    assert document.core_properties.language == "sv-SE"


def test_slides_are_wide_few_and_have_notes_and_native_charts():
    deck = pptx.Presentation(io.BytesIO(formats.render(whole(), "pptx")))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-3)
    assert 8 <= len(deck.slides) <= 12
    assert all(s.notes_slide.notes_text_frame.text for s in deck.slides)
    assert all(s.shapes.title.text for s in deck.slides)
    charts = [shape.chart for s in deck.slides for shape in s.shapes if shape.has_chart]
    assert len(charts) == 2
    report = whole()
    shown = charts[0].plots[0].series[0].values
    assert list(shown) == pytest.approx([float(goal.index) for goal in report.goals])


def test_the_smallest_deck_has_eight_slides(view_of, questionnaire):  # noqa: F811
    report = build_of(view_of, assessment(questionnaire))
    deck = pptx.Presentation(io.BytesIO(formats.render(report, "pptx")))
    assert 8 <= len(deck.slides) <= 12


def test_pictures_have_text_and_say_what_they_show():
    from PIL import Image

    with zipfile.ZipFile(io.BytesIO(formats.render(whole(), "charts"))) as files:
        names = files.namelist()
        assert [n for n in names if n.endswith(".png")] == [
            "profil.png",
            "svar-per-niva.png",
            "mal-och-forutsattningar.png",
            "radar.png",
        ]
        for name in names:
            if name.endswith(".svg"):
                text = files.read(name).decode()
                assert "<desc>" in text
                assert 'role="img"' in text
                # Letters are drawn as shapes, so that they need no font where they are shown.
                assert text.count("<use ") > 50
            elif name.endswith(".png"):
                picture = Image.open(io.BytesIO(files.read(name)))
                assert picture.width > 1000
                assert len(picture.convert("L").getcolors(maxcolors=1 << 16)) > 20
        assert (
            "Effektiva offentliga inköp: 3 Etablerat, index 53" in files.read("i-ord.txt").decode()
        )


@pytest.mark.parametrize("file_format", DOCUMENTS)
def test_a_part_can_be_left_out(file_format):
    report = whole()
    chosen = tuple(part for part in PARTS if part not in ("answers", "plan"))
    text = READERS[file_format](formats.render(replace(report, parts=chosen), file_format))
    assert "Kommentar 12." not in text
    assert "Delsteg 3 ett" not in text
    assert report.steps[0].first_step.split()[0] in text


def test_tables_and_columns_are_documented():
    from pathlib import Path

    said = " ".join(Path("docs/format-rapport.md").read_text("utf-8").split())
    for table in tables(whole()):
        if not table.id.startswith("jamforelse"):
            assert f"`{table.id}`" in said, table.id
            for column in table.columns:
                assert column.name in said, (table.id, column.name)
    for name in json.loads(formats.render(whole(), "json")):
        assert f"`{name}`" in said, name


def test_the_process_beside_gives_the_same_bytes():
    from services.reports.rendering import Pool

    pool = Pool(1)
    try:
        report = whole()
        for file_format in ("pdf", "xlsx"):
            assert pool.make(report, file_format) == formats.render(report, file_format)
        # Somebody ends it: the next file is made all the same.
        one = pool._free.queue[0]
        subprocess.run(["kill", "-9", str(one._process.pid)], check=True)
        one._process.wait()
        assert pool.make(report, "csv") == formats.render(report, "csv")
    finally:
        pool.stop()


def test_when_all_are_at_work_one_is_told():
    from services.reports.rendering import Busy, Pool

    pool = Pool(1, wait_seconds=0.05)
    with pool._one(), pytest.raises(Busy, match="Många rapporter"):
        pool.make(plain(), "json")
