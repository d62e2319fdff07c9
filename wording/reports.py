"""The parts of a report, as people choose among them."""

from __future__ import annotations

from collections.abc import Mapping

PARTS: Mapping[str, tuple[str, str]] = {
    "goals": ("Ett mål i taget", "Nivå, vad som håller tillbaka och stegen som höjer nivån."),
    "answers": ("Frågor och svar", "Varje svar med kommentar och belägg, ordagrant."),
    "perspectives": (
        "Skillnad mellan inköp och ledning",
        "Båda svaren på varje fråga, störst skillnad först.",
    ),
    "comparison": ("Jämförelse", "Med förra gången eller med andra."),
    "workshop": ("Workshop", "Röster, beslut och anteckningar."),
    "steps": ("Nästa steg", "Alla steg i ordning, med vad nästa nivå innebär."),
    "plan": ("Handlingsplan", "Varje åtgärd med ansvarig, datum och läge."),
    "method": ("Så är det räknat", "Reglerna bakom varje siffra."),
}
SUMMARY = ("Sammanfattning", "Profilen och de fem steg som ger mest. Är alltid med.")
LEVELS_ONLY = "Varje svar som nivå, utan kommentar och belägg."

# What a button says: the name of a format alone would be long.
SHORT: Mapping[str, str] = {
    "pdf": "PDF",
    "summary": "sammanfattningen",
    "plan": "planen",
    "docx": "Word",
    "pptx": "PowerPoint",
    "xlsx": "Excel",
    "csv": "CSV",
    "json": "JSON",
    "charts": "diagrammen",
}
