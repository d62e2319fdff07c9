"""A long run without spaces stays on the page, and nothing that belongs together is parted."""

from __future__ import annotations

import io
from dataclasses import replace

from pypdf import PdfReader

from reports.documents.breaks import ZERO_WIDTH_SPACE, breakable
from services.actor import LOCAL
from services.assessments import example
from services.reports import build


def test_words_are_left_alone():
    text = "Upphandlingsmyndighetens leverantörsuppföljningsplan gäller."
    assert breakable(text) == text


def test_a_long_run_may_break_and_reads_the_same():
    address = "https://exempel.se/" + "a" * 60
    broken = breakable(f"Se {address} här")
    assert broken.replace(ZERO_WIDTH_SPACE, "") == f"Se {address} här"
    assert ZERO_WIDTH_SPACE in broken


def test_what_belongs_together_stays_together():
    family, accent, toned = "👩\u200d🚒", "e\u0301", "👍🏽"
    broken = breakable("x" * 40 + family + accent + toned + "x")
    for whole in (family, accent, toned):
        assert whole in broken


def test_a_long_run_stays_on_the_page():
    report = build.build(None, LOCAL, example.ID)
    first = replace(report.answers[0], comment="x" * 3000)
    made = build.render(replace(report, answers=(first, *report.answers[1:])), "pdf")
    lines = []
    for page in PdfReader(io.BytesIO(made.content)).pages:
        lines += [line for line in page.extract_text().splitlines() if "xxxxxxxxxx" in line]
    runs = [line.replace(ZERO_WIDTH_SPACE, "").count("x") for line in lines]
    assert sum(runs) >= 3000
    # A4 less its margins holds about 90 letters of this size.
    assert max(runs) < 110
