"""Jämförelse: an organisation beside others, out of what a snapshot has published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages import _current
from pages._choice import choose
from pages.results._framework import choose_framework
from questionnaires.model import Question
from services.assessments import content
from services.assessments.views import AssessmentView
from services.comparison import comparison, others, own_change
from services.comparison.contributions import layout_of
from services.comparison.own_change import OwnChange
from services.comparison.views import ComparisonView, QuestionBeside, Scope
from services.installation import storage
from services.organisations.views import OrganisationView
from ui import comparison as drawn
from ui import screens, session, shell
from ui.html import esc, note, plain_markdown
from wording import comparison as words
from wording.numbers import date
from wording.organisations import group_name

GROUP, ABOVE, SCOPE = "grupp", "steg", "omfattning"


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    own = _current.organisation()
    compared = view is not None and not view.example and not view.for_parent
    shell.heading(
        "Jämförelse",
        place="jamforelse",
        eyebrow=esc(own.name) if own else "",
        lead="Hur ni står bredvid andra. Alla siffror om andra är sammanräknade.",
    )
    if view is not None:
        _current.example_banner(view)
    pool = layout_of(view.questionnaire).pool if view else content.DEFAULT
    found = _read(own, pool, None, None, None) if own is not None else None
    if storage.without_sign_in() and (found is None or found.missing is not None):
        # The only user here is shown others that another installation has published, if there are any.
        st.write(words.ALONE)
        return
    if not compared and view is not None:
        st.write("Den här självskattningen är inte med i någon jämförelse.")
        return
    if own is None or found is None:
        _current.no_organisation()
        return
    if view is not None and view.mode == "quick":
        st.html(note(words.QUICK))
    _standing(found)
    if found.missing is not None:
        _missing(found)
        return
    framework_id = choose_framework(found.questionnaire)
    if found.questionnaire.framework(framework_id).own:
        st.html(note("Egna mål är aldrig med i jämförelser. Välj en annan måluppsättning."))
        return
    scope = _choose_scope(found)
    if scope != found.scope:
        found = _read(own, pool, None, None, scope)
    found = _read(own, pool, framework_id, _choose_group(found), scope)
    with storage.reading() as opened:
        change = own_change.read(opened, _current.actor(), own.id, pool, framework_id)
    _goals(found, change)
    _questions(found, "Frågorna, nivå för nivå", found.questions)
    _above(found, pool)
    _about(view)


def _read(
    own: OrganisationView,
    pool: str,
    framework_id: str | None,
    group: str | None,
    scope: Scope | None,
) -> ComparisonView:
    with storage.reading() as opened:
        return comparison.read(
            opened,
            _current.actor(),
            own.id,
            questionnaire_id=pool,
            framework_id=framework_id,
            group=group,
            scope=scope,
        )


def _standing(found: ComparisonView) -> None:
    """Whether the organisation is in what is shown, and the way there."""
    said = [words.STANDING[found.standing]] if found.made_at else []
    taking_part = found.participation
    why = ""
    if taking_part.unit:
        why = "unit"
    elif not taking_part.given:
        why = "not_taking_part"
    elif found.standing == "out":
        why = "not_handed_in"
    if why:
        said.append(words.WHY_OUT[why])
    st.write(plain_markdown(" ".join(said)))
    if why == "not_taking_part" and st.button("Till valet, under Organisation", key="to-consent"):
        st.switch_page(screens.ORGANISATION)


def _missing(found: ComparisonView) -> None:
    st.header("Inga siffror att visa än", anchor=False)
    when = f" Senaste ögonblicksbilden är från {date(found.made_at)}." if found.made_at else ""
    st.write(plain_markdown(f"{words.MISSING[found.missing or 'no_snapshot']}{when}"))
    st.write("Under tiden kan ni jämföra er med er själva, eller öppet med andra i ett nätverk.")
    if st.button("Till Nätverk", key="to-networks"):
        st.switch_page(screens.NETWORKS)
    if st.button("Till Över tid", key="to-over-time"):
        st.switch_page(screens.OVER_TIME)


def _choose_scope(found: ComparisonView) -> Scope:
    """This installation or all that exchange; nothing to choose where there is one kind only."""
    if len(found.scopes) < 2:
        return found.scope
    chosen = choose(
        "Räkna med",
        found.scopes,
        parameter=SCOPE,
        key="choose-scope",
        name=lambda name: words.SCOPES[name],
    )
    return "here" if chosen == "here" else "together"


def _choose_group(found: ComparisonView) -> str:
    """The group, the rule's own choice unless another is asked for; those a step above stand apart."""
    sizes = {group.id: group.n for group in found.groups if not group.id.startswith("step:")}
    chosen = choose(
        "Jämför med",
        list(sizes),
        parameter=GROUP,
        key="choose-group",
        name=lambda name: f"{group_name(name)} ({sizes[name]})",
        otherwise=found.group.id if found.group else None,
    )
    st.caption(
        "Först väljs den minsta grupp som ni hör till och som har minst tio organisationer. En grupp "
        "finns bara när ingen i den kan räknas ut."
    )
    return chosen


def _goals(found: ComparisonView, change: OwnChange | None) -> None:
    st.header("Målen", anchor=False)
    st.write(plain_markdown(others.about(found)))
    st.write(words.CHOSEN_THEMSELVES)
    if said := words.summary(words.beside(g.own, g.peers) for g in found.goals):
        st.write(plain_markdown(said))
    moved = change.goals if change else {}
    as_rows, as_table = st.tabs(["Profil", "Tabell"])
    as_rows.html(drawn.goals_html(found.framework, found.goals, moved))
    as_table.html(drawn.goals_table(found.framework, found.goals, moved))
    for line in _explained(found, change):
        st.caption(plain_markdown(line))


def _explained(found: ComparisonView, change: OwnChange | None) -> list[str]:
    details = [goal.peers.detail for goal in found.goals if goal.peers is not None]
    lines = [words.DETAIL[detail] for detail in dict.fromkeys(details)]
    if found.scope == "together":
        lines.append(words.TOGETHER)
    if any(goal.rank is not None for goal in found.goals):
        lines.append(words.PERCENTILE)
    if not all(goal.shared for goal in found.goals):
        lines.append(words.WHY_NOT_SHARED)
    if change is not None:
        lines.append(
            f"Er ändring är från {change.then} till {change.now}, på de frågor som betyder samma sak."
        )
    return lines


def _questions(found: ComparisonView, title: str, shown: Sequence[QuestionBeside]) -> None:
    st.header(title, anchor=False)
    by_id = {each.question: each for each in shown}
    if not any(each.shares for each in shown):
        st.write(
            "Andelar visas när minst tio i gruppen har svarat och svaren skiljer sig åt. Välj en större "
            "grupp."
        )
        return
    st.write("Hur stor del av gruppen som står på varje nivå. Er egen nivå är understruken.")
    for goal in found.framework.goals:
        asked = _of_goal(found, goal.id, by_id)
        if asked:
            with st.expander(plain_markdown(goal.name)):
                _shares(found, asked, f"Andel på varje nivå: {goal.name}")


def _above(found: ComparisonView, pool: str) -> None:
    goals = {goal.goal: goal for goal in found.goals if goal.step_above is not None}
    if not goals:
        return
    st.header("Vad de ett steg över gör", anchor=False)
    st.write(words.STEP_ABOVE)
    chosen = choose(
        "Mål",
        list(goals),
        parameter=ABOVE,
        key="choose-above",
        name=lambda name: found.framework.goal(name).name,
    )
    above = goals[chosen].step_above
    assert above is not None  # noqa: S101  only those with one are offered
    beside = _read(found.organisation, pool, found.framework.id, above.id, found.scope)
    by_id = {each.question: each for each in beside.questions if each.shares}
    asked = _of_goal(beside, chosen, by_id)
    if not asked:
        st.write(words.WITHHELD + ".")
        return
    st.caption(f"{above.n} organisationer.")
    _shares(beside, asked, "Andel på varje nivå bland dem ett steg över")


def _of_goal(
    found: ComparisonView, goal: str, by_id: Mapping[str, QuestionBeside]
) -> list[tuple[Question, QuestionBeside]]:
    return [
        (found.questionnaire.question(link.question), by_id[link.question])
        for link in found.framework.goal(goal).links
        if link.question in by_id
    ]


def _shares(
    found: ComparisonView, asked: list[tuple[Question, QuestionBeside]], caption: str
) -> None:
    scale = found.questionnaire.scale
    bars, rows = st.tabs(["Staplar", "Tabell"])
    bars.html(drawn.shares_html(scale, asked))
    rows.html(drawn.shares_table(scale, asked, caption) or f"<p>{words.WITHHELD}.</p>")


def _about(view: AssessmentView | None) -> None:
    st.header("Mer", anchor=False)
    with st.container(horizontal=True):
        if st.button("Så räknas jämförelser", key="to-method"):
            st.switch_page(screens.METHOD)
        if st.button("Nätverk", key="to-networks"):
            st.switch_page(screens.NETWORKS)
        if view is not None and st.button("Över tid", key="to-over-time"):
            st.switch_page(screens.OVER_TIME, query_params={session.PARAMETER: view.id})


page()
