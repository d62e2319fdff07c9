"""Blank questionnaires: accessible on paper and in Word, whole, and the same bytes each time."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import openpyxl
import page as pdf
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from reports.blank.model import BlankLaw
from services.assessments import example
from services.forms import handing_out
from services.organisations.views import OrganisationView
from tests.reports.report.test_report import NASTY
from tests.services.forms.test_forms import assessment
from tests.support.small import content, load, question

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def render(view, file_format, *chosen, **options) -> bytes:
    blank = handing_out.of_assessment(view, chosen, **options)
    return handing_out.render(blank, file_format).content


def assert_accessible(raw: bytes) -> None:
    report = pdf.validate_pdf_bytes(raw)
    assert report.is_compliant, report


def pages_of(raw: bytes) -> list[str]:
    return [
        "".join(found.extract_text().split()).replace("\u200b", "")
        for found in PdfReader(io.BytesIO(raw)).pages
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


def shaped(tmp_path, levels, count=30, **fields):
    number = min(4, count)
    goals = [{"id": f"g{i}"} for i in range(number)]
    questions = [
        question(f"q{i}", levels, goals={f"mal/g{i % number}": 1}, **fields) for i in range(count)
    ]
    return assessment(load(tmp_path, content(questions, goals, levels)))


# ------------------------------------------------------------------------------------------ all
@pytest.mark.parametrize("file_format", handing_out.FORMATS)
def test_the_same_questions_give_the_same_bytes(file_format):
    view = example.assessment()
    options = {"with_answers": file_format in handing_out.FORMS}
    assert render(view, file_format, **options) == render(view, file_format, **options)


@pytest.mark.parametrize("file_format", ["docx", "xlsx"])
def test_an_office_file_does_not_tell_when_or_where_it_was_made(file_format):
    with zipfile.ZipFile(io.BytesIO(render(example.assessment(), file_format))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = html.unescape(archive.read("docProps/core.xml").decode())
    moments = re.findall(r"<dcterms:\w+[^>]*>([^<]+)<", core)
    assert moments == ["2026-03-02T09:30:00Z"] * 2
    assert ">Exempelkommunen (påhittad)</dc:creator>" in core


# ------------------------------------------------------------------------------------------ PDF
@pytest.mark.parametrize("chosen", [(), ("god-affar",)])
def test_the_pdf_is_accessible_and_whole(questionnaire, chosen):
    view = assessment(questionnaire)
    raw = render(view, "pdf", *chosen)
    assert_accessible(raw)
    blank = handing_out.of_assessment(view, chosen)
    text = "".join(pages_of(raw))
    for found in blank.questions:
        assert squeezed(f"{found.number}. {found.text}") in text, found.id
        assert squeezed(found.why) in text
        assert squeezed(found.evidence) in text
        for level in found.levels:
            assert squeezed(f"{level.number} {level.name}. {level.text}") in text, found.id
        for law in found.law:
            assert squeezed(f"{law.name}: {law.says}") in text
    for term in blank.terms:
        assert squeezed(term.text) in text
    assert squeezed(blank.questionnaire) in text
    left = [q for q in questionnaire.asked("standard") if q not in blank.questions and chosen]
    assert not chosen or len(left) > len(blank.questions)


def test_a_question_is_never_parted_from_its_levels(questionnaire):
    view = assessment(questionnaire)
    pages = pages_of(render(view, "pdf"))
    for found in handing_out.of_assessment(view).questions:
        heading = squeezed(f"{found.number}. {found.text}")
        top = squeezed(found.levels[-1].text)
        assert [heading in page for page in pages] == [
            heading in page and top in page for page in pages
        ], found.id


def test_every_level_has_a_box(questionnaire):
    view = assessment(questionnaire)
    reader = PdfReader(io.BytesIO(render(view, "pdf", "god-affar")))
    labels = count_tags(reader.trailer["/Root"]["/StructTreeRoot"], "/LBody")
    blank = handing_out.of_assessment(view, ["god-affar"])
    how = 5
    assert labels == how + sum(len(q.levels) + 2 for q in blank.questions)


def count_tags(node, name: str) -> int:
    found = 0
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, dict):
        found += node.get("/S") == name
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            found += count_tags(child, name)
    elif isinstance(node, list):
        found += sum(count_tags(child, name) for child in node)
    return found


@pytest.mark.parametrize("levels", [2, 3, 6, 10])
def test_a_pdf_of_any_scale(tmp_path, levels):
    assert_accessible(render(shaped(tmp_path, levels), "pdf"))


def test_a_question_longer_than_a_page_is_all_there(tmp_path):
    data = content([question("ett", 10)], levels=10)
    for n, level in data["questions"][0]["levels"].items():
        level["text"] = f"Nivå {n}: " + "ord och fler ord " * 20
    blank = handing_out.of_assessment(assessment(load(tmp_path, data)))
    law = tuple(BlankLaw(f"Lag {n}", "Så står det i lagen. " * 10, "2026") for n in range(20))
    group = blank.groups[0]
    long = replace(group, questions=(replace(group.questions[0], law=law),))
    raw = handing_out.render(replace(blank, groups=(long,)), "pdf").content
    assert_accessible(raw)
    pages = pages_of(raw)
    text = "".join(pages)
    assert sum("Såstårdetilagen" in page or "ordochfler" in page for page in pages) > 1
    assert text.count("Såstårdetilagen") == 200
    for n in range(1, 11):
        assert f"Nivå{n}:ordoch" in text
    assert text.count("ordochfler") == 200
    assert "Belägg:" in text


@pytest.mark.parametrize("file_format", handing_out.FORMATS)
@pytest.mark.parametrize("typed", NASTY, ids=range(len(NASTY)))
def test_what_people_type_is_text_in_every_format(tmp_path, typed, file_format):
    view = shaped(tmp_path, 3, count=2)
    view = replace(
        view,
        organisation=OrganisationView("o", typed[:200].replace("\n", " "), None),
        period=typed[:60].replace("\n", " "),
    )
    raw = render(view, file_format)
    if file_format == "pdf":
        assert_accessible(raw)
        assert ("visassom□" in "".join(pages_of(raw))) == ("漢" in typed)
    elif file_format == "docx":
        assert (
            docx.Document(io.BytesIO(raw))
            .paragraphs[1]
            .text.startswith(typed[:60].replace("\n", " "))
        )


# ----------------------------------------------------------------------------------------- Word
@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(render(example.assessment(), "docx")))


def test_word_knows_its_title_and_language(document):
    properties = document.core_properties
    assert properties.title == (
        "Frågor att svara på: Strategisk upphandling 1.0.0, Exempelkommunen (påhittad), 2026"
    )
    assert properties.language == "sv-SE"
    spoken = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert spoken == {"sv-SE"}
    assert document.paragraphs[0].style.name == "Title"


def test_word_has_real_headings_in_order(document):
    blank = handing_out.of_assessment(example.assessment())
    found = [
        (int(p.style.name[-1]), p.text.removesuffix(" Nyckelfråga"))
        for p in document.paragraphs
        if p.style.name.startswith("Heading")
    ]
    expected = [(1, "Så fyller ni i"), (1, "Skalan"), (1, "Så räknar ni")]
    for group in blank.groups:
        expected += [(1, group.name), *((2, f"{q.number}. {q.text}") for q in group.questions)]
    assert found == expected


def test_word_has_one_table_and_its_header_row_says_so(document):
    assert len(document.tables) == 1
    table = document.tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells] == ["Nivå", "Betyder"]
    assert [row.cells[0].text for row in table.rows[1:]] == [
        "1 Ej påbörjat",
        "2 Påbörjat",
        "3 Etablerat",
        "4 Följs upp",
        "5 Ledande",
    ]


def test_word_has_a_named_box_for_every_answer_and_a_named_place_for_every_text(document):
    blank = handing_out.of_assessment(example.assessment())
    boxes, texts, numbers = [], [], []
    for control in document.element.iter(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        name = properties.find(qn("w:alias")).get(qn("w:val"))
        numbers.append(properties.find(qn("w:id")).get(qn("w:val")))
        if properties.find(f"{W14}checkbox") is not None:
            assert "".join(t.text for t in control.iter(qn("w:t"))) == "☐"
            boxes.append(name)
        else:
            texts.append(name)
    assert boxes == [
        f"Fråga {q.number}: {answer}" for q in blank.questions for answer in blank.options
    ]
    assert texts[4:] == [
        f"Fråga {q.number}: {part}"
        for q in blank.questions
        for part in ("Skäl", "Kommentar", "Belägg")
    ]
    assert len(set(numbers)) == len(numbers)


def test_word_keeps_a_question_together(document):
    """Every paragraph of a question but the last is kept with the next one."""
    inside = False
    kept: list[bool] = []
    for paragraph in document.paragraphs:
        if paragraph.style.name == "Heading 2":
            inside = True
        elif inside:
            direct = paragraph.paragraph_format.keep_with_next
            style = paragraph.style.paragraph_format.keep_with_next
            kept.append(bool(style if direct is None else direct))
    questions = len(handing_out.of_assessment(example.assessment()).questions)
    assert kept.count(False) >= questions
    text = [p for p in document.paragraphs if p.style.name == "Svarsalternativ"]
    assert all(p.style.paragraph_format.keep_with_next for p in text)


def test_word_tells_the_page_and_of_how_many(document):
    footer = document.sections[0].footer._element
    fields = [f.get(qn("w:instr")) for f in footer.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert document.sections[0].page_width.mm == pytest.approx(210, abs=0.1)


@pytest.mark.parametrize("levels", [2, 10])
def test_word_of_any_scale(tmp_path, levels):
    raw = render(shaped(tmp_path, levels, count=3), "docx")
    found = docx.Document(io.BytesIO(raw))
    boxes = list(found.element.iter(f"{W14}checkbox"))
    assert len(boxes) == 3 * (levels + 2)


def test_a_long_level_name_fits_in_a_control(tmp_path):
    data = content([question("ett", 2)], levels=2)
    data["scale"][0]["name"] = "Långt namn " * 5
    raw = render(assessment(load(tmp_path, data)), "docx")
    names = [e.get(qn("w:val")) for e in docx.Document(io.BytesIO(raw)).element.iter(qn("w:alias"))]
    assert max(map(len, names)) == 64


def test_word_and_excel_are_sound_xml(questionnaire):
    for file_format in ("docx", "xlsx"):
        raw = render(assessment(questionnaire), file_format)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(archive.read(name))


# ---------------------------------------------------------------------------------------- Excel
@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(render(example.assessment(), "xlsx")))


def test_excel_has_a_row_a_question_and_a_list_of_answers(book):
    blank = handing_out.of_assessment(example.assessment())
    assert book.sheetnames == ["Svar", "Så fyller ni i", "Nivåer", "Om filen"]
    assert [s.sheet_state for s in book] == ["visible", "visible", "visible", "hidden"]
    sheet = book["Svar"]
    assert [cell.value for cell in sheet[1]] == [
        "Nr",
        "Grupp",
        "Fråga",
        "Nivåerna i korthet",
        "Svar",
        "Skäl",
        "Kommentar",
        "Belägg",
        "Id",
    ]
    assert [row[8].value for row in sheet.iter_rows(min_row=2)] == [q.id for q in blank.questions]
    choice = next(v for v in sheet.data_validations.dataValidation if v.type == "list")
    assert str(choice.sqref) == "E2:E55"
    name, span = choice.formula1.split("!")
    options = [row[0].value for row in book[name.strip("'")][span.replace("$", "")]]
    assert tuple(options) == blank.options
    assert options[2:] == ["3 Etablerat", "4 Följs upp", "5 Ledande", "Vet ej", "Ej aktuellt"]


def test_excel_is_easy_to_print_and_to_read_aloud(book):
    for name in ("Svar", "Nivåer"):
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        table = next(iter(sheet.tables.values()))
        assert table.headerRowCount == 1
    assert book["Svar"]["E2"].number_format == "@"
    assert book.properties.language == "sv-SE"


def test_excel_has_every_level_in_full(book):
    rows = [[c.value for c in row] for row in book["Nivåer"].iter_rows(min_row=2)]
    for found in handing_out.of_assessment(example.assessment()).questions:
        for level in found.levels:
            expected = [found.number, found.text, f"{level.number} {level.name}", level.text]
            assert expected in rows


def test_rows_grow_with_what_is_written_in_them():
    raw = render(example.assessment(), "xlsx")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b' ht="' in sheet
    assert b"customHeight" not in sheet
