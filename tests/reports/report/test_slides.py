"""What the slides say: a chief reads them aloud, and is asked about every word."""

from __future__ import annotations

from dataclasses import replace

from reports.report import formats
from reports.report.slides import slides
from tests.reports.made import whole
from tests.reports.readers import of_pdf, squeezed


def one(report, name):
    return next(slide for slide in slides(report) if slide.id == name)


def test_one_row_more_is_one_row():
    report = whole()
    assert one(replace(report, plan=report.plan[:8]), "plan").left_out == ""
    assert one(replace(report, plan=report.plan[:9]), "plan").left_out == (
        "1 rad till står i anteckningarna."
    )
    assert one(report, "plan").left_out == "2 rader till står i anteckningarna."


def dropped_first(report):
    first = replace(report.plan[0], title="Den avbrutna", status="dropped", status_text="Avbruten")
    return replace(report, plan=(first, *report.plan[1:6]))


def test_what_was_dropped_comes_last():
    titles = [row[0] for row in one(dropped_first(whole()), "plan").grid.rows]
    assert set(titles[-2:]) == {"Den avbrutna", "Åtgärd nummer 2 "}


def test_the_board_is_not_told_that_what_was_dropped_is_left_to_do():
    text = squeezed(of_pdf(formats.render(dropped_first(whole()), "summary")))
    assert squeezed("Kvar att göra enligt handlingsplanen") in text
    assert squeezed("Åtgärd nummer 1") in text
    assert squeezed("Den avbrutna") not in text


def test_notes_say_which_figure_is_which():
    notes = one(whole(), "matrix").notes
    assert "Strategi för god affär: Tydlig målsättning 44 (4 av 4)" in notes


def test_a_parked_issue_is_not_read_as_a_decision():
    report = replace(whole(), comparison=())
    notes = one(report, "workshop").notes
    assert "2 Påbörjat: 5 röster; 3 Etablerat: 7 röster\nBeslut: 3 Etablerat" in notes
    assert ". ." not in notes
