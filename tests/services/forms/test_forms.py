"""A form comes back as it was sent, and whatever else comes back is told in words."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires import answersfile
from services import forms
from services.assessments import example
from services.assessments.views import AnswerView, AssessmentView
from services.errors import Invalid
from services.forms import FormAnswer, handing_out, workbook
from services.organisations.views import OrganisationView
from services.text import clean
from tests.support.forms import edit, fill, place, repacked
from tests.support.small import content, load, question

MOMENT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def assessment(questionnaire, answers=(), **fields) -> AssessmentView:
    return replace(
        AssessmentView(
            id="a" * 32,
            organisation=OrganisationView("o", "Provkommunen", "municipality"),
            questionnaire=questionnaire,
            period="2026",
            mode="standard",
            started_mode="standard",
            status="draft",
            created_at=MOMENT,
            changed_at=MOMENT,
            answers={answer.question: answer for answer in answers},
        ),
        **fields,
    )


def sent(view, file_format, chosen=()):
    return handing_out.render(
        handing_out.of_assessment(view, chosen, with_answers=True), file_format
    )


def read_back(view, file_format, raw=None):
    made = sent(view, file_format)
    return forms.read(made.name, raw or made.content, view.questionnaire)


def as_given(answer: AnswerView) -> FormAnswer:
    return FormAnswer(answer.kind, answer.level, answer.reason, answer.comment, answer.evidence)


def of_every_kind(questionnaire):
    """A level, vet ej, ej aktuellt and nothing, in turn; each with and without texts."""
    answers = []
    for i, found in enumerate(questionnaire.questions):
        texts = {"comment": f"Kommentar {i}", "evidence": "Ett dokument"} if i % 2 else {}
        match i % 4:
            case 0:
                level = questionnaire.scale.numbers[i % len(questionnaire.scale.numbers)]
                answers.append(AnswerView(found.id, "level", level, **texts))
            case 1:
                answers.append(AnswerView(found.id, "unknown", **texts))
            case 2:
                answers.append(AnswerView(found.id, "not_applicable", reason="Inte vi.", **texts))
    return answers


@pytest.fixture
def small(tmp_path):
    return load(tmp_path, content([question(name) for name in ("ett", "tva", "tre", "fyra")]))


@pytest.mark.parametrize("file_format", handing_out.FORMS)
def test_the_national_form_comes_back_as_it_was_sent(file_format):
    view = example.assessment()
    found = read_back(view, file_format)
    assert found.answers == {name: as_given(a) for name, a in view.answers.items()}
    assert (found.not_taken, found.notes) == ((), ())
    assert found.origin.assessment == "exempel"
    assert found.origin.digest == view.questionnaire.digest


@pytest.mark.parametrize("file_format", handing_out.FORMS)
@pytest.mark.parametrize("levels", [2, 3, 6, 10])
def test_forms_of_other_scales_come_back(tmp_path, levels, file_format):
    small = load(tmp_path, content([question(f"f{i}", levels) for i in range(12)], levels=levels))
    view = assessment(small, of_every_kind(small))
    found = read_back(view, file_format)
    assert found.answers == {name: as_given(a) for name, a in view.answers.items()}
    assert found.not_taken == ()


def test_a_scale_from_zero(tmp_path):
    data = content([question("ett", 3)], levels=3)
    data["scale"] = [{"number": n, "name": f"Steg {n}", "meaning": "X."} for n in range(3)]
    for key in ("levels", "next_steps"):
        data["questions"][0][key] = {n - 1: v for n, v in data["questions"][0][key].items()}
    small = load(tmp_path, data)
    view = assessment(small, [AnswerView("ett", "level", 0)])
    for file_format in handing_out.FORMS:
        assert read_back(view, file_format).answers["ett"].level == 0


def test_a_comment_without_an_answer_comes_back_in_excel(small):
    view = assessment(small, [AnswerView("ett", comment="Ring ekonomi.")])
    assert read_back(view, "xlsx").answers == {"ett": FormAnswer(comment="Ring ekonomi.")}
    # The text format has no way to say it; the question is left as a remark.
    with pytest.raises(Invalid, match="Filen har inga svar"):
        read_back(view, "yaml")


def test_a_form_of_one_group_comes_back(tmp_path):
    data = content(
        [question("ett"), question("tva", goals={"mal/b": 1})], [{"id": "ett"}, {"id": "b"}]
    )
    view = assessment(load(tmp_path, data), [AnswerView("ett", "level", 2)])
    made = sent(view, "xlsx", ["b"])
    filled = fill(made.content, {"tva": {"Svar": "3 Nivå 3"}})
    assert forms.read(made.name, filled, view.questionnaire).answers == {
        "tva": FormAnswer("level", 3)
    }


ODD = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+46 8 123",
    "-punkt",
    "@SUM(A1)",
    "'apostrof",
    '"citat" och ”svenska”',
    "rad ett\nrad två\n\n  indragen",
    "\ttabb",
    "emoji 🐟👩‍🚒 och 漢字",
    "\u202eomvänd\u202c العربية",
    "_x0041_ och _x005F_",
    "x\u2028y\u2029z\x85w",
    "\ufeffosynlig",
    "<b>&amp;</b> ]]> <!-- -->",
    "{niva: 3} # ingen kommentar: *alias &ankare !!python/object",
    "#N/A",
    "TRUE",
    "1e5",
    "2026-01-01",
    "\\u0041 \\n",
    "å" * 20_000,
    "🐟" * 16_000,
]


@pytest.mark.parametrize("file_format", handing_out.FORMS)
@pytest.mark.parametrize("typed", ODD, ids=range(len(ODD)))
def test_odd_text_comes_back_as_it_was(small, typed, file_format):
    text = clean(typed)
    view = assessment(
        small,
        [
            AnswerView("ett", "level", 3, comment=text, evidence=text),
            AnswerView("tva", "not_applicable", reason=text[:2000]),
        ],
    )
    assert read_back(view, file_format).answers == {
        name: as_given(answer) for name, answer in view.answers.items()
    }


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=80), reason=st.text(min_size=1, max_size=40))
def test_any_text_comes_back_as_it_was(tmp_path_factory, typed, reason):
    small = load(tmp_path_factory.mktemp("litet"), content([question("ett"), question("tva")]))
    text, why = clean(typed), clean(reason)
    answers = [AnswerView("ett", "level", 3, comment=text, evidence=text)]
    if why:
        answers.append(AnswerView("tva", "not_applicable", reason=why))
    view = assessment(small, answers)
    for file_format in handing_out.FORMS:
        found = read_back(view, file_format)
        assert found.answers == {name: as_given(a) for name, a in view.answers.items()}, file_format
        assert found.not_taken == ()


def test_text_never_becomes_a_formula(small):
    view = assessment(
        small,
        [AnswerView("ett", "level", 3, comment="=1+1", evidence="@x")],
        organisation=OrganisationView("o", "=HYPERLINK(1)", None),
    )
    book = openpyxl.load_workbook(io.BytesIO(sent(view, "xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(
        cell.quotePrefix
        for cell in cells
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
    )


def test_text_that_no_cell_holds_is_left_out(small):
    # 20 000 characters that take two of Excel's units each.
    view = assessment(small, [AnswerView("ett", "level", 3, comment="🐟" * 20_000)])
    found = read_back(view, "xlsx")
    assert found.answers == {"ett": FormAnswer("level", 3)}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("3 Nivå 3", FormAnswer("level", 3)),
        ("3", FormAnswer("level", 3)),
        (3, FormAnswer("level", 3)),
        (3.0, FormAnswer("level", 3)),
        ("  3  NIVÅ   3 ", FormAnswer("level", 3)),
        ("vet ej", FormAnswer("unknown")),
        ("Vet-ej", FormAnswer("unknown")),
    ],
)
def test_every_way_to_write_an_answer(small, cell, expected):
    view = assessment(small)
    filled = fill(sent(view, "xlsx").content, {"ett": {"Svar": cell}})
    assert read_back(view, "xlsx", filled).answers == {"ett": expected}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2025, "2025"),
        (2.5, "2,5"),
        (True, "SANT"),
        (datetime(2026, 3, 1), "2026-03-01"),  # noqa: DTZ001
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 14, 30), "2026-03-01 14:30:00"),  # noqa: DTZ001
    ],
)
def test_a_comment_that_excel_took_for_something_else(small, cell, expected):
    view = assessment(small)

    def change(book):
        target = book["Svar"].cell(2, 7)
        target.number_format = "General"
        target.value = cell
        book["Svar"].cell(2, 5).value = "Vet ej"

    found = read_back(view, "xlsx", edit(sent(view, "xlsx").content, change))
    assert found.answers == {"ett": FormAnswer("unknown", comment=expected)}


def test_control_characters_are_taken_away(small):
    view = assessment(small)
    raw = fill(sent(view, "xlsx").content, {"ett": {"Svar": "Vet ej", "Kommentar": "KOMMENTAR"}})

    def change(parts):
        for name in parts:
            if name.startswith(("xl/worksheets/", "xl/sharedStrings")):
                parts[name] = parts[name].replace(
                    b"KOMMENTAR", b"ett_x0007_ tv\xc3\xa5_x000D_\n tre"
                )

    found = read_back(view, "xlsx", repacked(raw, change))
    assert found.answers["ett"].comment == "ett två\n tre"


def wrong(view, raw) -> list[str]:
    found = read_back(view, "xlsx", raw)
    assert found.answers == {}
    return [str(one) for one in found.not_taken]


@pytest.mark.parametrize(
    ("cells", "heading", "says"),
    [
        ({"Svar": "6"}, "Svar", "Fråga 1: Nivå 6 finns inte. Skalan går från 1 till 5."),
        ({"Svar": -3}, "Svar", "Nivå -3 finns inte"),
        ({"Svar": "kanske"}, "Svar", "”kanske” är inget av svaren. Välj i listan: 1 Nivå 1, "),
        ({"Svar": 2.5}, "Svar", "”2,5” är inget av svaren"),
        ({"Svar": "Ej aktuellt"}, "Skäl", "Ej aktuellt kräver ett skäl i kolumnen Skäl."),
        ({"Svar": "Ej aktuellt", "Skäl": " \n"}, "Skäl", "kräver ett skäl"),
        ({"Svar": "3", "Skäl": "Därför."}, "Skäl", "Skäl hör till Ej aktuellt."),
        ({"Svar": "3", "Kommentar": "x" * 20_001}, "Kommentar", "Högst 20\u00a0000 får plats"),
        ({"Svar": "3", "Belägg": "x" * 20_001}, "Belägg", "Belägget är 20\u00a0001 tecken"),
        ({"Svar": "Ej aktuellt", "Skäl": "x" * 2_001}, "Skäl", "Skälet är 2\u00a0001 tecken"),
        ({"Svar": "=1+2"}, "Svar", "formel utan värde"),
        ({"Svar": "3", "Kommentar": "=A1"}, "Kommentar", "formel utan värde"),
        ({"Svar": "#N/A"}, "Svar", "Cellen visar felet #N/A."),
    ],
)
def test_what_is_wrong_in_a_cell_is_placed(small, cells, heading, says):
    view = assessment(small)
    blank = sent(view, "xlsx").content
    told = wrong(view, fill(blank, {"ett": cells}))
    assert any(
        one.startswith(f"{place(blank, 'ett', heading)}: ") and says in one for one in told
    ), told


def test_one_wrong_answer_does_not_cost_the_others(small):
    view = assessment(small)
    raw = fill(
        sent(view, "xlsx").content,
        {"ett": {"Svar": "9"}, "tva": {"Svar": "Vet ej"}, "tre": {"Kommentar": "K"}},
    )
    found = read_back(view, "xlsx", raw)
    assert found.answers == {"tva": FormAnswer("unknown"), "tre": FormAnswer(comment="K")}
    assert len(found.not_taken) == 1


def test_a_formula_counts_as_the_value_last_calculated(small):
    view = assessment(small)
    raw = fill(sent(view, "xlsx").content, {"ett": {"Svar": "=1+2"}})

    def change(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        assert b"<f>1+2</f><v" in sheet
        parts["xl/worksheets/sheet1.xml"] = re.sub(
            rb"<f>1\+2</f><v\s*/>|<f>1\+2</f><v></v>", b"<f>1+2</f><v>3</v>", sheet
        )

    assert read_back(view, "xlsx", repacked(raw, change)).answers == {"ett": FormAnswer("level", 3)}


def test_the_same_question_twice(small):
    view = assessment(small)

    def change(book):
        sheet = book["Svar"]
        for row, answer in ((2, "3"), (3, "4")):
            sheet.cell(row, 5).value = answer
            sheet.cell(row, 9).value = "ett"

    told = wrong(view, edit(sent(view, "xlsx").content, change))
    assert told == [
        "Svar!E3: Fråga 1 är besvarad två gånger, också i Svar!E2. Ingen av dem läses in."
    ]


def test_unknown_and_missing_ids(small):
    view = assessment(small)

    def change(book):
        sheet = book["Svar"]
        for row, name in ((2, "pahittad"), (3, None)):
            sheet.cell(row, 5).value = "3"
            sheet.cell(row, 9).value = name
        sheet.cell(30, 7).value = "Allmän anteckning"

    told = wrong(view, edit(sent(view, "xlsx").content, change))
    assert told[0].startswith("Svar!I2: Frågan ”pahittad” finns inte i Litet 1.0.0")
    assert told[1].startswith("Svar!E3: Raden har svar men inget id")
    assert told[2].startswith("Svar!G30: Raden har svar men inget id")


def test_moved_columns_and_added_ones_do_no_harm(small):
    view = assessment(small)

    def change(book):
        sheet = book["Svar"]
        for row in sheet.iter_rows(min_row=1, max_row=3):
            values = [cell.value for cell in row]
            for cell, value in zip(row, reversed(values), strict=True):
                cell.value = value
        sheet.cell(1, 12).value = "Min egen kolumn"
        sheet.cell(2, 12).value = "anteckning"
        sheet.cell(2, 5).value = "2"
        sheet.insert_rows(1, 2)
        sheet.cell(1, 1).value = "Från Eva"

    raw = edit(sent(view, "xlsx").content, change)
    assert read_back(view, "xlsx", raw).answers == {"ett": FormAnswer("level", 2)}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda book: book.remove(book["Om filen"]), "Bladet ”Om filen” saknas"),
        (lambda book: setattr(book["Svar"], "title", "Blad1"), "Bladet ”Svar” saknas"),
        (lambda book: setattr(book["Svar"].cell(1, 9), "value", "Frågeid"), "kolumnen ”Id”"),
        (lambda book: book["Svar"].delete_rows(1), "saknar rubrikraden"),
        (lambda book: setattr(book["Svar"].cell(1, 12), "value", "Svar"), "står två gånger"),
        (
            lambda book: setattr(book["Om filen"].cell(7, 2), "value", None),
            "säger inte vilket frågeformulär",
        ),
        (
            lambda book: setattr(book["Svar"].cell(2_100, 5), "value", "3"),
            "har fler än 2000 rader",
        ),
    ],
)
def test_a_workbook_that_is_no_longer_the_form(small, change, says):
    view = assessment(small)
    with pytest.raises(Invalid, match=says):
        read_back(view, "xlsx", edit(sent(view, "xlsx").content, change))


def test_a_row_far_down_with_nothing_in_it_does_no_harm(small):
    view = assessment(small)

    def change(book):
        book["Svar"].cell(2, 5).value = "3"
        book["Svar"].cell(1_000_000, 5).number_format = "0"

    assert len(read_back(view, "xlsx", edit(sent(view, "xlsx").content, change)).answers) == 1


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, raw in parts.items():
            target.writestr(name.replace("__", "/"), raw)
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("svar.xlsx", b"", "tom eller skadad"),
        ("svar.xlsx", b"hej", "tom eller skadad"),
        ("svar.xlsx", b"PK\x03\x04hej", "går inte att läsa som en Excel-arbetsbok"),
        ("svar.docx", archive(word__document=b"<a/>"), "går inte att läsa som en Excel-arbetsbok"),
        ("svar.xls", OLE, "gamla slag (.xls). Öppna den i Excel och spara som Excel-arbetsbok"),
        ("svar.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "skyddad med lösenord"),
        ("svar.xlsx", b"PK\x03\x04" + bytes(workbook.MAX_BYTES), "större än 5 MB"),
        ("svar.yaml", b"#" * 5_000_001, "större än 5 MB"),
        ("svar.yaml", b"".join(b"q%d: 3\n" % i for i in range(2_001)), "fler än 2000 svar"),
        ("svar.csv", b"a;b", "slutar på .xlsx eller .yaml"),
        ("svar.pdf", b"%PDF-1.7", "slutar på .xlsx eller .yaml"),
        ("svar", b"a: 3", "slutar på .xlsx eller .yaml"),
    ],
)
def test_a_file_that_is_something_else(small, name, raw, says):
    with pytest.raises(Invalid) as caught:
        forms.read(name, raw, small)
    assert says in str(caught.value)


def with_macros(parts):
    parts["xl/vbaProject.bin"] = b"x"


def as_macro_workbook(parts):
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )


def bomb(parts):
    parts["xl/media/stor.bin"] = bytes(workbook.MAX_UNPACKED + 1)


def many_tags(parts):
    parts["xl/sharedStrings.xml"] = b"<sst>" + b"<si/>" * workbook.MAX_TAGS + b"</sst>"


def tags_in_many_parts(parts):
    half = b"<a>" + b"<b/>" * (workbook.MAX_TAGS // 2) + b"</a>"
    parts.update({"xl/a.xml": half, "xl/b.xml": half})


def many_parts(parts):
    parts.update({f"xl/media/{i}.bin": b"" for i in range(workbook.MAX_PARTS)})


def entities(parts):
    inside = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = inside + sheet.replace(b"<sheetData>", b"<sheetData>&b;")


def outside(parts):
    inside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    parts["xl/workbook.xml"] = inside + parts["xl/workbook.xml"]


def utf16(parts):
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    parts["xl/styles.xml"] = text.encode("utf-16")


def broken_xml(parts):
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-40]


def no_sheets(parts):
    parts["xl/workbook.xml"] = b"<workbook/>"


def lost_part(parts):
    del parts["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (with_macros, "makron (.xlsm)"),
        (as_macro_workbook, "makron (.xlsm)"),
        (bomb, "packas upp till orimligt mycket"),
        (many_tags, "packas upp till orimligt mycket"),
        (tags_in_many_parts, "packas upp till orimligt mycket"),
        (many_parts, "packas upp till orimligt mycket"),
        (entities, "går inte att läsa"),
        (outside, "går inte att läsa"),
        (utf16, "går inte att läsa"),
        (broken_xml, "går inte att läsa"),
        (no_sheets, "saknas"),
        (lost_part, "Bladet ”Svar” saknas"),
    ],
)
def test_a_workbook_that_means_harm_or_is_broken(small, change, says):
    view = assessment(small)
    raw = repacked(sent(view, "xlsx").content, change)
    assert len(raw) < workbook.MAX_BYTES
    with pytest.raises(Invalid) as caught:
        read_back(view, "xlsx", raw)
    assert says in str(caught.value)


def test_an_archive_with_a_password(small):
    raw = bytearray(sent(assessment(small), "xlsx").content)
    # The flag of encryption, in the directory at the end of the archive.
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    with pytest.raises(Invalid, match="skyddad med lösenord"):
        forms.read("svar.xlsx", bytes(raw), small)


def test_a_damaged_archive(small):
    raw = bytearray(sent(assessment(small), "xlsx").content)
    raw[len(raw) // 2] ^= 0xFF
    with pytest.raises(Invalid, match="går inte att läsa"):
        forms.read("svar.xlsx", bytes(raw), small)


@settings(max_examples=80, deadline=None)
@given(cut=st.integers(0, 12_000), put=st.binary(max_size=12), at=st.integers(0, 12_000))
def test_no_damage_ends_in_a_traceback(tmp_path_factory, cut, put, at):
    small = load(tmp_path_factory.mktemp("litet"), content([question("ett")]))
    raw = sent(assessment(small), "xlsx").content
    hurt = raw[: max(len(raw) - cut, 0)] if cut < 6000 else raw
    hurt = hurt[:at] + put + hurt[at + len(put) :]
    # Whatever stops it is told as a refusal, never as something else.
    with suppress(Invalid):
        forms.read("svar.xlsx", hurt, small)


def edition(tmp_path, name="nyare", **fields):
    (tmp_path / name).mkdir()
    changed = fields.pop("questions", [question(n) for n in ("ett", "tva", "tre", "fyra")])
    levels = fields.pop("levels", 5)
    return load(tmp_path / name, content(changed, levels=levels, **fields))


@pytest.mark.parametrize("file_format", handing_out.FORMS)
def test_another_edition_gives_only_what_is_the_same(tmp_path, small, file_format):
    newer = edition(
        tmp_path,
        version="2.0.0",
        questions=[question("ett"), question("tva", revision=2), question("fem")],
    )
    view = assessment(small, [AnswerView(n, "level", 2) for n in ("ett", "tva", "tre")])
    made = sent(view, file_format)
    found = forms.read(made.name, made.content, newer)
    assert found.answers == {"ett": FormAnswer("level", 2)}
    told = sorted(one.why for one in found.not_taken)
    assert told[0] == "Fråga 2 har en annan lydelse i självskattningen. Svara på den där."
    assert "”tre” finns inte i" in told[1]
    assert found.notes == (
        "Filen är gjord för Litet 1.0.0, och självskattningen för Litet 2.0.0. Av filens 4 frågor "
        "är 1 lika i båda. Resten läses inte in.",
    )


@pytest.mark.parametrize("file_format", handing_out.FORMS)
def test_the_same_id_and_revision_with_another_text_is_another_question(
    tmp_path, small, file_format
):
    levels = {n: {"short": f"tva {n}", "text": f"Så är det inte på nivå {n}."} for n in range(1, 6)}
    other = edition(
        tmp_path,
        questions=[
            question("ett", text="Något helt annat?"),
            question("tva", levels=5) | {"levels": levels},
            question("tre", text="FRÅGA: tre"),
            question("fyra", why="Därför att annat spelar roll. Annars syns det inte heller."),
        ],
    )
    view = assessment(small, [AnswerView(n, "level", 2) for n in ("ett", "tva", "tre", "fyra")])
    made = sent(view, file_format)
    found = forms.read(made.name, made.content, other)
    assert set(found.answers) == {"tre", "fyra"}
    assert len(found.not_taken) == 2
    assert found.notes == (
        "Frågorna är inte riktigt desamma i filen som i självskattningen. Av filens 4 frågor är 2 "
        "lika i båda. Resten läses inte in.",
    )


@pytest.mark.parametrize("file_format", handing_out.FORMS)
def test_the_same_questions_with_something_else_beside_them_are_the_same(
    tmp_path, small, file_format
):
    made = sent(assessment(small, [AnswerView("ett", "level", 2)]), file_format)
    beside = edition(tmp_path, "beside", about="Skrivet på annat sätt.")
    assert beside.digest != small.digest
    assert forms.read(made.name, made.content, beside).notes == ()
    newer = edition(tmp_path, "newer", version="1.1.0")
    found = forms.read(made.name, made.content, newer)
    assert found.answers == {"ett": FormAnswer("level", 2)}
    assert found.notes == (
        "Filen är gjord för Litet 1.0.0, och självskattningen för Litet 1.1.0. Alla frågor i filen "
        "är lika i båda och går att läsa in.",
    )


@pytest.mark.parametrize("file_format", handing_out.FORMS)
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            {"levels": 4, "questions": [question("ett", 4)], "version": "2.0.0"},
            "en annan skala",
        ),
        ({"questions": [question("sju")], "id": "annat"}, "Ingen fråga är gemensam med Litet"),
        (
            {"questions": [question("ett", revision=2)], "version": "2.0.0"},
            "Ingen fråga är gemensam",
        ),
    ],
)
def test_a_form_of_another_questionnaire(tmp_path, small, file_format, fields, says):
    made = sent(assessment(small, [AnswerView("ett", "level", 2)]), file_format)
    with pytest.raises(Invalid, match=says):
        forms.read(made.name, made.content, edition(tmp_path, **fields))


def yaml(view, text):
    return forms.read("svar.yaml", text.encode(), view)


def test_the_yaml_form_is_an_answers_file_once_filled_in(tmp_path, questionnaire):
    blank = handing_out.of_assessment(assessment(questionnaire))
    text = handing_out.render(blank, "yaml").content.decode()
    filled = re.sub(r"^#([a-z0-9-]+): $", r"\1: 3", text, flags=re.MULTILINE)
    path = tmp_path / "svar.yaml"
    path.write_text(filled, "utf-8")
    found = answersfile.read(path, questionnaire)
    assert list(found) == [q.id for q in blank.questions]
    assert {a.level for a in found.values()} == {3}


def test_ids_that_yaml_would_take_for_something_else(tmp_path):
    names = ["no", "null", "123", "2020-01-01", "on"]
    small = load(tmp_path, content([question(name) for name in names]))
    view = assessment(small, [AnswerView(name, "level", 2) for name in names])
    assert set(read_back(view, "yaml").answers) == set(names)


def test_a_file_of_answers_that_does_not_say_what_it_belongs_to(small):
    found = yaml(small, "ett: 3\ntva: vet-ej\n")
    assert found.answers == {"ett": FormAnswer("level", 3), "tva": FormAnswer("unknown")}
    assert "säger inte vilket frågeformulär" in found.notes[0]


def test_wrong_answers_in_yaml_are_placed_and_the_others_read(small):
    found = yaml(
        small,
        f"ett: 3\ntva: 9\npahittad: 2\ntre: {{niva: 2, kommentar: '{'x' * 20_001}'}}\n"
        "fyra: {ej-aktuellt: ''}\n",
    )
    assert found.answers == {"ett": FormAnswer("level", 3)}
    told = [str(one) for one in found.not_taken]
    assert any(t.startswith("svar.yaml, rad 2: Nivå 9 finns inte") for t in told), told
    assert any(t.startswith("svar.yaml, rad 3: Frågan ”pahittad” finns inte") for t in told)
    assert any(t.startswith("svar.yaml, rad 4: Kommentaren är 20\u00a0001") for t in told)
    assert any(t.startswith("svar.yaml, rad 5: Ej aktuellt kräver ett skäl") for t in told)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Filen har inga svar. Ta bort #"),
        ("# bara\n#ett: \n", "Filen har inga svar"),
        ("ett: [\n", "rad 2: Raden går inte att läsa. Kontrollera kolon"),
        (" ett: 3\ntva: 2\n", "Raden går inte att läsa"),
        ("ett: 3\nett: 4\n", "rad 2: Nyckeln ”ett” står två gånger."),
        ("ett: &a 3\ntva: *a\n", "Ankare och alias"),
        ("- ett\n", "Ett svar skrivs som en nivå"),
        ("ett: 3\n" + "#" * 5_000_001, "större än 5 MB"),
    ],
)
def test_yaml_that_cannot_be_read(small, text, says):
    with pytest.raises(Invalid) as caught:
        yaml(small, text)
    assert says in str(caught.value)
    assert not re.search(r"\b(found|expected|while|block|mapping)\b", str(caught.value))


def test_the_same_fault_on_every_line_is_told_once(small):
    with pytest.raises(Invalid) as caught:
        yaml(small, "ett: &a 3\n" + "".join(f"q{i}: *a\n" for i in range(10_000)))
    assert str(caught.value) == (
        "svar.yaml, rad 1: Ankare och alias (& och *) används inte. Skriv ut innehållet."
    )


def test_yaml_that_is_not_utf8(small):
    with pytest.raises(Invalid, match="inte sparad som UTF-8"):
        forms.read("svar.yaml", "ett: {niva: 3, kommentar: 'på'}".encode("latin-1"), small)


@pytest.mark.parametrize(
    ("value", "taken"),
    [("[" * 100_000, True), ("{", True), ("null", True), ('{"a": 1}', False), ("3", False)],
)
def test_remarks_that_somebody_has_changed(small, value, taken):
    text = f"#: Innehåll = {value}\n#: Lydelse = {value}\n#: Svarsalternativ = {value}\nett: 3\n"
    if taken:
        assert yaml(small, text).answers == {"ett": FormAnswer("level", 3)}
    else:
        with pytest.raises(Invalid, match="en annan skala"):
            yaml(small, text)
