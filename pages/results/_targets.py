"""Ambitions: the level aimed at for each goal and for single questions, why, and how much it matters."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages import _acting, _current
from services.installation import storage
from services.results import target_history, targets
from services.results.next_steps import NextSteps
from services.results.targets import IMPORTANCE
from services.text import REASON_LENGTH
from ui.html import esc, plain_markdown, table, user_text
from wording.numbers import date_and_clock
from wording.plan import IMPORTANCE as IMPORTANCE_NAMES
from wording.results import level_name, question_title

INTENT = "intended-target"


def carry_out(assessment_id: str, framework_id: str) -> None:
    """Store what was chosen last.

    While the page is drawn and not in the callback, so that navigation can explain a database in
    trouble; what was meant stays until it is stored.
    """
    if INTENT not in st.session_state:
        return
    goal_id, fields = st.session_state[INTENT]
    _acting.act(
        lambda opened: targets.choose(
            opened,
            _current.actor(),
            assessment_id,
            framework_id=framework_id,
            goal_id=goal_id,
            **fields,
        ),
        "Ambitionen är sparad.",
    )
    del st.session_state[INTENT]


def draw(found: NextSteps) -> None:
    """The ambitions of a framework's goals and of single questions, and how they have changed."""
    with st.expander("Ambition: vilken nivå siktar ni på?"):
        st.write(
            "När alla målets frågor är besvarade är ambitionen en nivå över den ni står på. Den "
            "ligger kvar tills ni väljer en annan. Ni behöver inte sikta på den högsta. Betydelsen väger "
            "stegen: ett mål med betydelse 3 räknas tre gånger så tungt som ett med 1."
        )
        for goal in found.result.framework.goals:
            if found.targets.levels.get(goal.id) is None:
                st.caption(f"{plain_markdown(goal.name)}: målet har ingen nivå än.")
            else:
                _goal(found, goal.id, goal.name)
    with st.expander("Ambition för enskilda frågor"):
        _questions(found)
    _history(found)


def _goal(found: NextSteps, goal_id: str, name: str) -> None:
    framework, aims = found.result.framework, found.targets
    scale = found.result.assessment.questionnaire.scale
    locked = found.result.assessment.read_only
    level = aims.levels[goal_id]
    key = f"target-{framework.id}-{goal_id}"
    with st.container(horizontal=True):
        st.selectbox(
            plain_markdown(name),
            list(scale.numbers),
            index=level - scale.lowest,
            format_func=lambda n: f"{n} {scale.level(n).name}",
            key=key,
            disabled=locked,
            on_change=_intend,
            args=(goal_id, key),
            filter_mode=None,
        )
        st.selectbox(
            plain_markdown(f"Betydelse för {framework.goal(goal_id).short}"),
            IMPORTANCE,
            index=aims.importance.get(goal_id, 1) - 1,
            format_func=lambda n: IMPORTANCE_NAMES[n],
            key=f"{key}-importance",
            disabled=locked,
            on_change=_intend,
            args=(goal_id, key),
            filter_mode=None,
        )
    reason = aims.reasons.get(goal_id, "")
    if locked:
        if reason:
            st.html(user_text(reason))
        return
    st.text_input(
        plain_markdown(f"Skäl till ambitionen för {framework.goal(goal_id).short}"),
        reason,
        key=f"{key}-reason",
        max_chars=REASON_LENGTH,
        on_change=_intend,
        args=(goal_id, key),
    )


def _intend(goal_id: str, key: str) -> None:
    fields: dict[str, Any] = {
        "level": st.session_state[key],
        "importance": st.session_state[f"{key}-importance"],
        "reason": st.session_state[f"{key}-reason"],
    }
    st.session_state[INTENT] = (goal_id, fields)


def _questions(found: NextSteps) -> None:
    view, aims = found.result.assessment, found.targets
    questionnaire, scale = view.questionnaire, view.questionnaire.scale
    st.write("En fråga följer målens ambition om den inte har en egen. Den egna gäller alla mål.")
    if aims.questions:
        st.html(
            table(
                ("Fråga", "Ambition", "Skäl"),
                [
                    (
                        question_title(questionnaire.question(name)),
                        level_name(scale, level),
                        aims.question_reasons.get(name, ""),
                    )
                    for name, level in aims.questions.items()
                    if questionnaire.has_question(name)
                ],
                caption="Frågor med egen ambition",
            )
        )
    if view.read_only:
        return
    titles = {q.id: question_title(q) for q in questionnaire.questions}
    name = st.selectbox(
        "Fråga", list(titles), format_func=lambda each: titles[each], key="aim-question"
    )
    with st.form("aim", border=False):
        level = st.selectbox(
            "Ambition",
            [None, *scale.numbers],
            index=[None, *scale.numbers].index(aims.questions.get(name)),
            format_func=lambda n: "Följer målen" if n is None else level_name(scale, n),
            key=f"aim-level-{name}",
            filter_mode=None,
        )
        reason = st.text_input(
            "Skäl",
            aims.question_reasons.get(name, ""),
            key=f"aim-reason-{name}",
            max_chars=REASON_LENGTH,
        )
        pressed = st.form_submit_button("Spara ambitionen")
    if pressed:
        _acting.act(
            lambda opened: targets.choose_question(
                opened,
                _current.actor(),
                view.id,
                question_id=name,
                level=level,
                reason=reason,
            ),
            "Ambitionen är sparad.",
        )
        st.rerun()


def _history(found: NextSteps) -> None:
    view = found.result.assessment
    if view.example or view.for_parent:
        return
    with storage.reading() as opened:
        changes = target_history.history(opened, _current.actor(), view.id)
    if not changes:
        return
    questionnaire = view.questionnaire
    alone = storage.without_sign_in()
    rows = ""
    for change in changes:
        what = change.goal
        if change.question and questionnaire.has_question(change.question):
            what = question_title(questionnaire.question(change.question))
        elif any(f.id == change.framework for f in questionnaire.frameworks):
            framework = questionnaire.framework(change.framework)
            what = next((g.name for g in framework.goals if g.id == change.goal), change.goal)
        level = (
            "följer målen"
            if change.level is None
            else level_name(questionnaire.scale, change.level)
        )
        weight = f", betydelse {change.importance}" if change.importance != 1 else ""
        who = "" if alone else f", {change.by}"
        rows += (
            f"<li><p><strong>{esc(what)}</strong> {esc(date_and_clock(change.at) + who)}</p>"
            f"<p>{esc(level + weight)}</p>{user_text(change.reason) if change.reason else ''}</li>"
        )
    st.html(
        f'<details class="rm-fold"><summary>Ändrade ambitioner ({len(changes)})</summary>'
        f'<ol class="rm-changes">{rows}</ol></details>'
    )
