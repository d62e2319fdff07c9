"""Published figures in sentences: always with whom, year, scale and who asked.

They are context beside an answer or a goal and never part of a result.
"""

from __future__ import annotations

from collections.abc import Iterable

from questionnaires.published import Case, Figure, FigureGroup, FigureScale
from wording.numbers import NARROW, decimal, one_decimal
from wording.results import listed

GROUP_NAMES: dict[FigureGroup, str] = {
    "municipality": "Kommuner",
    "region": "Regioner",
    "state_agency": "Statliga myndigheter",
    "company": "Bolag",
    "all": "Hela landet",
}

SCALE_NAMES: dict[FigureScale, str] = {
    "percent": "andel i procent",
    "mean_1_5": "medelvärde på en skala 1–5",
    "number": "antal",
}

_FEW_REGIONS = "Regionerna är få, så varje svar väger tungt."
_OTHER_SCALE = "Enkätens skala 1–5 är inte era nivåer."


def value_text(figure: Figure, group: FigureGroup) -> str:
    """A group's value: ”2,5”, ”95 %”, or the publication's own words; a dash without one."""
    if group in figure.words:
        return figure.words[group].replace(" %", f"{NARROW}%")
    if group not in figure.values:
        return "–"
    value = figure.values[group]
    if figure.scale == "percent":
        return f"{decimal(value, 1)}{NARROW}%"
    return one_decimal(value) if figure.scale == "mean_1_5" else decimal(value)


def groups_shown(figure: Figure, organisation_type: str | None) -> tuple[FigureGroup, ...]:
    """One's own type, else the whole country, else every type that has a figure."""
    found = figure.value_for(organisation_type)
    if found is not None:
        return (found[0],)
    return tuple(group for group in GROUP_NAMES if group in figure.values)


def sentence(figure: Figure, organisation_type: str | None) -> str:
    """The figure for a type of organisation: ”Kommuner 2018: 95 % (Upphandlingsmyndigheten).”"""
    shown = groups_shown(figure, organisation_type)
    scale = f" i {SCALE_NAMES[figure.scale]}" if figure.scale == "mean_1_5" else ""
    if len(shown) == 1:
        start = f"{GROUP_NAMES[shown[0]]} {figure.year}: {value_text(figure, shown[0])}"
    else:
        # Semicolons, because the figures have commas of their own.
        each = "; ".join(f"{GROUP_NAMES[g].lower()} {value_text(figure, g)}" for g in shown)
        start = f"{figure.year}: {each}"
    return f"{start}{scale} ({figure.survey})."


def in_full(figure: Figure, organisation_type: str | None) -> str:
    """What was asked, the figure and what there is to say about it, in one paragraph."""
    return " ".join(
        filter(None, (f"{figure.about}.", sentence(figure, organisation_type), figure.note))
    )


def caveats(figures: Iterable[Figure], organisation_type: str | None) -> tuple[str, ...]:
    """What to bear in mind about figures that stand together; nothing is said twice."""
    shown = list(figures)
    said = [old_text(shown), *(figure.survey_note for figure in shown)]
    if any("region" in groups_shown(figure, organisation_type) for figure in shown):
        said.append(_FEW_REGIONS)
    if any(figure.scale == "mean_1_5" for figure in shown):
        said.append(_OTHER_SCALE)
    return tuple(dict.fromkeys(text for text in said if text))


def old_text(figures: Iterable[Figure]) -> str:
    """”Siffrorna från 2017 och 2018 är gamla.”; empty when none is."""
    years = sorted({figure.year for figure in figures if figure.old})
    return f"Siffrorna från {listed(map(str, years))} är gamla." if years else ""


def case_heading(case: Case) -> str:
    """”Exempel: Huddinge kommun (2022)”."""
    return f"Exempel: {case.organisation}" + (f" ({case.year})" if case.year else "")


def older(kind: str) -> str:
    """The mark of a source of which only an older edition was seen."""
    return "äldre vägledning" if kind in ("guidance", "tool") else "äldre sida"
