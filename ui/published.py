"""What stands beside questions and goals: published figures and cases, marked as others' own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from questionnaires.published import Case, Figure, FigureGroup, Source
from ui.html import esc, source_links
from wording.figures import (
    GROUP_NAMES,
    SCALE_NAMES,
    case_heading,
    caveats,
    in_full,
    old_text,
    sentence,
    value_text,
)

FindSource = Callable[[str], Source]


def figures_html(
    figures: Sequence[Figure], organisation_type: str | None, source: FindSource
) -> str:
    """Figures as they stand folded behind a question; empty without any."""
    if not figures:
        return ""
    items = "".join(
        f"<h4>{esc(figure.about)}</h4>"
        f"<p>{esc(sentence(figure, organisation_type))}{_more(figure.note)}</p>"
        for figure in figures
    )
    mind = " ".join(caveats(figures, organisation_type))
    return (
        f"{items}"
        + (f'<p class="rm-muted">{esc(mind)}</p>' if mind else "")
        + f"<h4>Källa</h4><p>{_sources(figures, source)}</p>"
    )


def goal_figures_html(figures: Sequence[Figure], organisation_type: str | None) -> str:
    """Figures beside a goal's result: a small line each; empty without any."""
    lines = "".join(
        f"<p>Hos andra: {esc(in_full(figure, organisation_type))}</p>" for figure in figures
    )
    return f'<div class="rm-beside">{lines}</div>' if lines else ""


def goal_figures_caption(figures: Sequence[Figure], organisation_type: str | None) -> str:
    """What is said once about all such lines on a page; empty without any."""
    if not figures:
        return ""
    return " ".join(
        (
            "Rader som börjar med Hos andra kommer ur andras undersökningar. De ingår inte i "
            "resultatet.",
            *caveats(figures, organisation_type),
        )
    )


def case_html(case: Case, source: Source) -> str:
    """A case as it stands beside a next step."""
    return (
        f'<p class="rm-case"><strong>{esc(case_heading(case))}.</strong> {_told(case, source)}</p>'
    )


def case_section_html(case: Case, source: Source) -> str:
    """A case under its own title, in a list of them."""
    who = case.organisation + (f" ({case.year})" if case.year else "")
    return f"<h3>{esc(case.title)}</h3><p>{esc(who)}. {_told(case, source)}</p>"


def survey_table(figures: Sequence[Figure], source: FindSource) -> str:
    """All figures of one survey and year: a row each, gathered under the page that tells them.

    A type of organisation that the survey has no figure for has no column.
    """
    groups = [group for group in GROUP_NAMES if any(group in f.values for f in figures)]
    name = f"{figures[0].survey}, {figures[0].year}"
    head = "".join(f'<th scope="col" class="num">{esc(GROUP_NAMES[g])}</th>' for g in groups)
    bodies = ""
    for _, rows in groupby(figures, key=lambda figure: (figure.source, figure.source_text)):
        own = list(rows)
        where = f'<tr><th colspan="{len(groups) + 1}" scope="rowgroup" class="from">'
        where += f"<span>Källa: {_sources(own, source)}</span></th></tr>"
        bodies += f"<tbody>{where}{''.join(_row(figure, groups) for figure in own)}</tbody>"
    mind = " ".join(filter(None, (old_text(figures), figures[0].survey_note)))
    return (
        f'<div class="rm-scroll" tabindex="0" role="region" aria-label="{esc(name)}">'
        f'<table class="rm-table rm-survey"><caption><span><strong>{esc(name)}.</strong> '
        f"{esc(mind)}</span></caption>"
        f'<thead><tr><th scope="col">Vad det gäller</th>{head}</tr></thead>{bodies}</table></div>'
    )


def _told(case: Case, source: Source) -> str:
    return f"{esc(case.text)} Läs mer: {source_links([source])}.{_more(case.note)}"


def _row(figure: Figure, groups: Iterable[FigureGroup]) -> str:
    scale = f"<small>{esc(SCALE_NAMES[figure.scale].capitalize())}</small>"
    note = f"<small>{esc(figure.note)}</small>" if figure.note else ""
    cells = "".join(f'<td class="num">{esc(value_text(figure, group))}</td>' for group in groups)
    return f'<tr><th scope="row">{esc(figure.about)}{scale}{note}</th>{cells}</tr>'


def _more(note: str | None) -> str:
    return f" {esc(note)}" if note else ""


def _sources(figures: Iterable[Figure], source: FindSource) -> str:
    """Where figures come from, linked where a page was seen, each once."""
    places = dict.fromkeys((figure.source, figure.source_text) for figure in figures)
    return "; ".join(
        source_links([source(name)]) if name else esc(text.rstrip(".")) for name, text in places
    )
