"""Every file that a report can be made as, and the one place that chooses its renderer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from reports.documents.typesetting import CannotSet
from reports.report import csv, docx, pdf, pictures, pptx, xlsx
from reports.report import json as json_format
from reports.report.model import Report

__all__ = ["FORMATS", "CannotSet", "Format", "FormatId", "render"]

FormatId = Literal["pdf", "summary", "plan", "docx", "pptx", "xlsx", "csv", "json", "charts"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. ``addition`` goes between the report's name and the ending.

    ``parts``: it shows only the parts that have been chosen.
    """

    name: str
    about: str
    ending: str
    mime: str
    addition: str = ""
    parts: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS: Mapping[FormatId, Format] = {
    "pdf": Format(
        "Hela rapporten (PDF)",
        "Allt, tillgängligt enligt PDF/UA. Att läsa, skriva ut och diarieföra.",
        "pdf",
        "application/pdf",
        parts=True,
    ),
    "summary": Format(
        "Sammanfattning för nämnden (PDF)",
        "En sida: var ni står, vad som är kvar i handlingsplanen och vad som ger mest för insatsen.",
        "pdf",
        "application/pdf",
        "sammanfattning",
    ),
    "plan": Format(
        "Handlingsplanen (PDF)",
        "Bara åtgärderna, med ansvarig och datum.",
        "pdf",
        "application/pdf",
        "handlingsplan",
    ),
    "docx": Format(
        "Hela rapporten (Word)",
        "Att ändra i, korta eller lägga i er egen mall.",
        "docx",
        f"{_OFFICE}.wordprocessingml.document",
        parts=True,
    ),
    "pptx": Format(
        "Bildspel (PowerPoint)",
        "Åtta till tolv bilder med diagram som går att ändra. Det som inte fick plats står i anteckningarna.",
        "pptx",
        f"{_OFFICE}.presentationml.presentation",
    ),
    "xlsx": Format(
        "Tabeller (Excel)",
        "En flik för varje tabell, med filter och diagram. Index räknas ur nivåerna med formler.",
        "xlsx",
        f"{_OFFICE}.spreadsheetml.sheet",
    ),
    "csv": Format(
        "Tabeller (CSV)",
        "En zip-fil med en CSV-fil för varje tabell.",
        "zip",
        "application/zip",
        "tabeller",
    ),
    "json": Format("Allt innehåll (JSON)", "För andra program.", "json", "application/json"),
    "charts": Format(
        "Diagram (PNG och SVG)",
        "En zip-fil med varje diagram som bild, och vad det visar i ord.",
        "zip",
        "application/zip",
        "diagram",
    ),
}

_RENDERERS: Mapping[FormatId, Callable[[Report], bytes]] = {
    "pdf": pdf.render,
    "summary": lambda report: pdf.render(report, "summary"),
    "plan": lambda report: pdf.render(report, "plan"),
    "docx": docx.render,
    "pptx": pptx.render,
    "xlsx": xlsx.render,
    "csv": csv.render,
    "json": json_format.render,
    "charts": pictures.render,
}


def render(report: Report, file_format: FormatId) -> bytes:
    """The same report always gives the same bytes. Raises CannotSet: a page would not be set."""
    return _RENDERERS[file_format](report)
