"""Metod: every rule with the actual numbers, the goals and the coverage."""

from __future__ import annotations

import streamlit as st

from pages import _current
from questionnaires.coverage import coverage
from questionnaires.model import Questionnaire
from services.assessments import content
from services.installation import storage
from ui import screens, shell
from ui.html import esc, note, plain_markdown, source_links, table
from wording.method import method
from wording.numbers import decimal
from wording.results import edition

FEW = 3


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        with storage.reading() as opened:
            questionnaire = content.questionnaire(opened, _current.actor())
    else:
        questionnaire = view.questionnaire
    shell.heading(
        "Metod",
        place="metod",
        lead=(
            "Så blir svaren till nivåer, index och nästa steg. Allt här gäller "
            f"{esc(edition(questionnaire))}."
        ),
    )
    if questionnaire.base.note:
        st.html(note(questionnaire.base.note))
    for section in method(questionnaire):
        st.header(plain_markdown(section.heading), anchor=False)
        st.html("".join(f"<p>{esc(paragraph)}</p>" for paragraph in section.paragraphs))
    _scale(questionnaire)
    _frameworks(questionnaire)
    if questionnaire.sources or questionnaire.law:
        _to_sources()


def _to_sources() -> None:
    st.header("Källor", anchor=False)
    st.write(
        "Siffrorna, exemplen, lagrummen och sidorna som frågorna hänvisar till står på sidan Källor."
    )
    if st.button("Till källorna", key="to-sources"):
        st.switch_page(screens.SOURCES)


def _scale(questionnaire: Questionnaire) -> None:
    st.header("Skalan och begreppen" if questionnaire.terms else "Skalan", anchor=False)
    st.html(
        table(
            ("Nivå", "Betyder"),
            [(f"{s.number} {s.name}", s.meaning) for s in questionnaire.scale.levels],
            caption="Skalans nivåer. Varje fråga har sin egen beskrivning av dem.",
        )
    )
    terms = "".join(f"<dt>{esc(t.name)}</dt><dd>{esc(t.text)}</dd>" for t in questionnaire.terms)
    if terms:
        st.html(f'<dl class="rm-facts">{terms}</dl>')


def _frameworks(questionnaire: Questionnaire) -> None:
    st.header("Måluppsättningarna", anchor=False)
    st.write(
        "Så många frågor säger något om varje mål. Under tre frågor är underlaget för litet för att "
        "säga mycket, och det står också vid resultatet."
    )
    rows = {(row.framework, row.goal): row for row in coverage(questionnaire)}
    for framework in questionnaire.frameworks:
        source = source_links([questionnaire.source(framework.source)]) if framework.source else ""
        st.subheader(plain_markdown(framework.name), anchor=False)
        st.html(
            f"<p>{esc(framework.about)}</p>"
            + (f"<p>{esc(framework.note)}</p>" if framework.note else "")
            + f'<p class="rm-muted">Källa: {esc(framework.source_text)} {source}</p>'
        )
        lines = []
        for goal in framework.goals:
            row = rows[framework.id, goal.id]
            few = "För få frågor" if row.questions < FEW else ""
            lines.append(
                (
                    goal.name,
                    str(row.questions),
                    str(row.key_questions),
                    decimal(row.weight),
                    str(row.quick),
                    few,
                )
            )
        st.html(
            table(
                ("Mål", "Frågor", "Nyckelfrågor", "Vikt", "I snabbkollen", "Anmärkning"),
                lines,
                caption=f"Frågor per mål i {framework.name}",
                numeric=(1, 2, 3, 4),
            )
        )


page()
