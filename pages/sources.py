"""Källor: every published figure, every case, the law in short and every page that is linked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import streamlit as st

from pages import _current
from questionnaires.placed import References
from questionnaires.published import Figure, Law, Source
from services.assessments import content
from services.installation import storage
from ui import shell
from ui.html import esc, source_list
from ui.published import case_section_html, survey_table
from wording.numbers import count


def page() -> None:
    """Draw the page."""
    with storage.reading() as opened:
        known = content.library(opened, _current.actor())
    shell.heading(
        "Källor",
        place="kallor",
        lead="Det som andra har publicerat och som Riktmärket visar eller hänvisar till.",
    )
    _figures(known)
    _cases(known)
    _law(known.law.values())
    _pages(known.sources.values())


def _figures(known: References) -> None:
    st.header("Siffror hos andra", anchor=False)
    st.write(
        "Siffrorna står bredvid frågor och mål som sammanhang. De blandas aldrig med era svar. Andra "
        "har frågat, på andra sätt, så ett medelvärde på en skala 1–5 går inte att jämföra med era "
        "nivåer. Regionerna är få, så varje regions svar väger tungt."
    )

    def survey(figure: Figure) -> tuple[int, str]:
        return -figure.year, figure.survey

    for _, figures in groupby(sorted(known.figures.values(), key=survey), key=survey):
        st.html(survey_table(list(figures), known.sources.__getitem__))


def _cases(known: References) -> None:
    st.header("Exempel", anchor=False)
    st.write("Vad organisationer har gjort, i korthet. Exemplen står också bredvid nästa steg.")
    st.html(
        "".join(
            case_section_html(case, known.sources[case.source]) for case in known.cases.values()
        )
    )


def _law(law: Iterable[Law]) -> None:
    st.header("Lagen i korthet", anchor=False)
    st.write("Lagrummen i klartext, så som de löd det år som anges.")
    items = "".join(
        f"<dt>{esc(item.name)}</dt><dd>{esc(item.says)} ({esc(item.as_of)})</dd>" for item in law
    )
    st.html(f'<dl class="rm-facts">{items}</dl>')


def _pages(sources: Iterable[Source]) -> None:
    st.header("Sidor att läsa mer på", anchor=False)
    ordered = sorted(sources, key=lambda source: (source.publisher.lower(), source.title.lower()))
    st.write(
        f"{count(len(ordered), 'sida', 'sidor')} efter utgivare. Sidor som är märkta äldre är lästa i "
        "en äldre utgåva."
    )
    st.html(
        "".join(
            f"<h3>{esc(name)}</h3>{source_list(found)}"
            for name, found in groupby(ordered, key=lambda source: source.publisher)
        )
    )


page()
