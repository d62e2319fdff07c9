"""Resultat: the profile, what holds each goal back, the preconditions, the questions beneath."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages.results._framework import PARAMETER as FRAMEWORK
from pages.results._framework import choose_framework
from questionnaires.model import Mode
from services.comparison import others, over_time
from services.comparison.others import NONE, Others
from services.installation import storage
from services.installation.storage import StorageProblem
from services.results import results, targets
from services.results.results import ResultView
from services.results.targets import Targets
from ui import heatmap, profile, radar, screens, session, shell
from ui.html import esc, level_chip, note, plain_markdown
from ui.published import goal_figures_caption, goal_figures_html
from ui.results import holding_back_html, questions_table
from wording.numbers import count, date, date_and_clock, index_text
from wording.organisations import group_name
from wording.perspectives import RESULT_IS_PURCHASING
from wording.results import (
    MODE_NAMES,
    goal_remarks,
    level_or_why,
    overall,
    summary,
    to_move,
    weak_steering,
)


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Resultat", place="resultat")
        _current.nothing_yet("result")
        return
    _current.example_banner(view)
    _current.moved_banner(view)
    shell.heading(
        "Resultat",
        place="resultat",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
    )
    if not view.responses:
        st.write(
            "Ett mål får en nivå när tillräckligt många av målets frågor, och alla nyckelfrågor, "
            "har ett svar med nivå."
        )
        if not view.read_only and st.button("Börja svara", type="primary"):
            st.switch_page(screens.ASSESSMENT, query_params={session.PARAMETER: view.id})
        return
    if view.two_perspectives:
        st.html(note(RESULT_IS_PURCHASING))
        if st.button("Se skillnaden", key="to-perspectives"):
            st.switch_page(screens.PERSPECTIVES, query_params={session.PARAMETER: view.id})
    framework_id = choose_framework(view.questionnaire)
    mode = _choose_mode(view.id, framework_id)
    with storage.reading() as opened:
        result = results.read(opened, _current.actor(), view.id, framework_id, mode)
        aims = targets.of_profile(opened, _current.actor(), result.assessment, result.profile)
    _settle(view.id, framework_id, aims)
    _profile(result, aims)
    _holding_back(result)
    _preconditions(result)
    _questions(result)


def _choose_mode(assessment_id: str, framework_id: str) -> Mode | None:
    """Offer both views while a quick result is still the fuller one."""
    with storage.reading() as opened:
        shown = results.read(opened, _current.actor(), assessment_id, framework_id)
    if not shown.quick_while_continuing:
        return None
    other = shown.assessment.mode
    chosen: Mode = st.segmented_control(
        "Visa",
        ["quick", other],
        default="quick",
        format_func=lambda mode: MODE_NAMES[mode],
        required=True,
        key="choose-mode",
    )
    st.caption(
        "Snabbkollen visas tills svaren täcker 60 procent av hela formuläret. "
        "Ni kan se resultatet av alla svar redan nu."
    )
    return chosen


def _settle(assessment_id: str, framework_id: str, aims: Targets) -> None:
    if not aims.settling:
        return
    try:
        with storage.writing() as opened:
            targets.settle(opened, _current.actor(), assessment_id, framework_id)
    except StorageProblem:
        # A default that could not be stored now is computed again next time.
        return


def _profile(result: ResultView, aims: Targets) -> None:
    questionnaire, found = result.assessment.questionnaire, result.profile
    if found.mode == "quick":
        asked = len(questionnaire.asked("quick"))
        st.html(
            note(
                f"Det här är en snabbkoll med {asked} frågor. Den ger en första bild och går inte "
                "att jämföra med andra."
            )
        )
    left = result.progress.asked - result.progress.answered
    if left and found.mode != "quick":
        waiting = len(result.assessment.to_confirm)
        then = (
            f" {waiting} har ett svar från förra gången att bekräfta eller ändra."
            if waiting
            else ""
        )
        said = f"Ni har {count(left, 'fråga', 'frågor')} kvar av {result.progress.asked}."
        st.html(note(said + then))
    st.header("Profil", anchor=False)
    st.write(plain_markdown(f"{summary(questionnaire, found)} {overall(found)}"))
    if warning := weak_steering(questionnaire, found):
        st.html(note(warning))
    beside = _others(result)
    last = _last_time(result)
    drawn = radar.can_be_drawn(found)
    as_rows, as_table, *as_radar = st.tabs(["Profil", "Tabell", *(["Radar"] if drawn else [])])
    with as_rows:
        st.html(profile.profile_html(questionnaire, found, aims.levels, last, beside.peers))
    with as_table:
        st.html(profile.profile_table(questionnaire, found, aims.levels, aims.reasons))
    for tab in as_radar:
        chart = radar.radar(questionnaire, found)
        tab.altair_chart(chart, key="radar", width="stretch", alt=summary(questionnaire, found))
        tab.caption("Index 0–100 för varje mål. Siffrorna står i tabellen.")
    st.caption(f"Svaren ändrades senast {date_and_clock(result.assessment.changed_at)}.")
    if beside.group and beside.made_at:
        where = (
            f"från {beside.installations} installationer"
            if beside.installations > 1
            else f"i ögonblicksbilden {date(beside.made_at)}"
        )
        st.caption(
            plain_markdown(
                f"Grå ruta: {group_name(beside.group)}, {beside.n} organisationer som själva valt att vara "
                f"med, {where}. Mer på Jämförelse."
            )
        )


def _last_time(result: ResultView) -> profile.Before | None:
    with storage.reading() as opened:
        last = over_time.last_time(opened, _current.actor(), result)
    return profile.Before(f"Förra gången ({last.period})", last.indices) if last else None


def _others(result: ResultView) -> Others:
    assessment = result.assessment
    alone = storage.without_sign_in() or assessment.example or assessment.for_parent
    # What others have answered in full says nothing about a quick look.
    if alone or result.profile.mode == "quick":
        return NONE
    with storage.reading() as opened:
        return others.of_result(opened, _current.actor(), result)


def _holding_back(result: ResultView) -> None:
    questionnaire = result.assessment.questionnaire
    answers = result.assessment.responses
    own_type = result.assessment.organisation.type
    beside = {
        g.id: questionnaire.beside_goal(result.framework.id, g.id) for g in result.framework.goals
    }
    st.header("Vad som håller nivån tillbaka", anchor=False)
    if explained := goal_figures_caption([f for found in beside.values() for f in found], own_type):
        st.caption(plain_markdown(explained))
    for goal, found in zip(result.framework.goals, result.profile.goals, strict=True):
        said = goal_remarks(goal, found, questionnaire, result.few)
        chip = level_chip(
            questionnaire.scale, found.level, level_or_why(questionnaire.scale, found)
        )
        number = f"{goal.number}. " if goal.number else ""
        st.html(
            f"<h3>{number}{esc(goal.name)}</h3><p>{chip} "
            f"{esc(to_move(questionnaire, found))}</p>"
            + holding_back_html(questionnaire, answers, found.holding_back, found.key_questions)
            + (note(*said) if said else "")
            + goal_figures_html(beside[goal.id], own_type)
        )
    with st.container(horizontal=True):
        for label, page_path, kind in (
            ("Se nästa steg", screens.NEXT_STEPS, "primary"),
            ("Vad händer om", screens.WHAT_IF, "secondary"),
            ("Över tid", screens.OVER_TIME, "secondary"),
        ):
            if st.button(label, type=kind, key=f"to-{page_path}"):  # type: ignore[arg-type]
                st.switch_page(
                    page_path,
                    query_params={
                        session.PARAMETER: result.assessment.id,
                        FRAMEWORK: result.framework.id,
                    },
                )


def _preconditions(result: ResultView) -> None:
    if result.preconditions is None:
        return
    st.header("Mål och förutsättningar", anchor=False)
    about = plain_markdown(result.preconditions.about)
    st.write(f"{about} Tabellen visar var målen har dem på plats.")
    st.html(heatmap.heatmap_html(result.framework, result.preconditions, result.cells))
    lowest = min(
        (cell for row in result.cells for cell in row if cell.index is not None),
        key=lambda cell: cell.index or 0,
        default=None,
    )
    if lowest is not None:
        st.caption(
            plain_markdown(
                f"Lägst står {result.framework.goal(lowest.goal).short} · "
                f"{result.preconditions.goal(lowest.precondition).name} "
                f"(index {index_text(lowest.index)})."
            )
        )


def _questions(result: ResultView) -> None:
    st.header("Frågorna under varje mål", anchor=False)
    for goal in result.framework.goals:
        if not goal.links:
            continue
        with st.expander(plain_markdown(goal.name)):
            st.html(
                questions_table(result.assessment.questionnaire, goal, result.assessment.responses)
            )
    if st.button("Läs en fråga genom alla mål", key="to-across"):
        st.switch_page(screens.ACROSS, query_params={session.PARAMETER: result.assessment.id})


page()
