"""Arbeta tillsammans: who answers which part, and whether management answers too."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from pages import _current
from pages._acting import carry_out, intend, say
from pages.assessments._others import IN_ADDRESS, PARAMETER
from questionnaires.parts import Group, groups
from services.assessments import assignments
from services.assessments.assignments import Assignments, Person
from services.assessments.views import AssessmentView
from services.installation import storage
from ui import screens, session, shell
from ui.html import esc, note
from wording import together as words
from wording.perspectives import RESULT_IS_PURCHASING


def page() -> None:
    """Draw the page."""
    carry_out()
    view = _current.assessment()
    if view is None:
        shell.heading("Arbeta tillsammans", place="tillsammans")
        _current.nothing_yet("together")
        return
    _current.example_banner(view)
    _current.moved_banner(view)
    shell.heading(
        "Arbeta tillsammans",
        place="tillsammans",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
    )
    if view.example or view.for_parent:
        st.write("Den här självskattningen går bara att läsa.")
        return
    say()
    if storage.without_sign_in():
        st.html(
            note(
                "Installationen har ingen inloggning. Då finns det ingen att dela upp frågorna mellan, "
                "men ni kan svara från två håll."
            )
        )
    else:
        _parts(view)
    _perspectives(view)


def _parts(view: AssessmentView) -> None:
    with storage.reading() as opened:
        found = assignments.read(opened, _current.actor(), view.id)
    parts = groups(view.questionnaire)
    st.header("Vem svarar på vad", anchor=False)
    st.write("Alla kan fortfarande svara på alla frågor. Fördelningen visar vem som ansvarar.")
    if view.read_only:
        _as_list(parts, found)
        return
    for number, part in enumerate(parts, 1):
        _choose(view, number, part, found)
    _to_send(view, parts, found)


def _as_list(parts: tuple[Group, ...], found: Assignments) -> None:
    rows = "".join(
        f"<dt>{number}. {esc(part.short)}</dt>"
        f"<dd>{esc(', '.join(p.name for p in found.people(part.id)) or 'Ingen')}</dd>"
        for number, part in enumerate(parts, 1)
    )
    st.html(f'<dl class="rm-facts">{rows}</dl>')


def _choose(view: AssessmentView, number: int, part: Group, found: Assignments) -> None:
    names = {person.id: person.name for person in found.colleagues}
    seen = [person.id for person in found.people(part.id)]
    key = f"assigned-{view.id}-{part.id}"
    if st.session_state.get(key) != seen:
        st.session_state[key] = seen
    st.multiselect(
        f"{number}. {part.name}",
        list(names),
        format_func=lambda user_id: names[user_id],
        key=key,
        placeholder="Välj kollegor",
        select_all=False,
        on_change=_send(view.id, part.id, key, set(seen)),
    )


def _send(assessment_id: str, part: str, key: str, seen: set[str]) -> Callable[[], None]:
    actor = _current.actor()

    def send() -> None:
        # Only what this person changed: what others have done meanwhile stays.
        chosen = list(st.session_state[key])
        add, remove = [name for name in chosen if name not in seen], seen.difference(chosen)
        intend(
            lambda opened: assignments.change(
                opened, actor, assessment_id, part, add=add, remove=remove
            )
        )

    return send


def _to_send(view: AssessmentView, parts: tuple[Group, ...], found: Assignments) -> None:
    theirs = {person: _parts_of(person, parts, found) for person in found.colleagues}
    theirs = {person: own for person, own in theirs.items() if own}
    if not theirs:
        return
    st.subheader("Text att skicka", anchor=False)
    st.write("Riktmärket skickar ingenting. Kopiera texten och skicka den själva.")
    for person, own in theirs.items():
        first = parts[own[0][0] - 1]
        text = words.request(
            person.name,
            own,
            organisation=view.organisation.name,
            period=view.period,
            link=_link(view, mal=first.id),
        )
        with st.expander(f"Till {person.name}"):
            st.code(text, language=None, wrap_lines=True)


def _parts_of(
    person: Person, parts: tuple[Group, ...], found: Assignments
) -> list[tuple[int, str]]:
    return [
        (number, part.short)
        for number, part in enumerate(parts, 1)
        if person in found.people(part.id)
    ]


def _link(view: AssessmentView, **more: str) -> str:
    address = assignments.address()
    query = urlencode({session.PARAMETER: view.id, **more})
    return f"{address}/sjalvskattning?{query}" if address else ""


def _perspectives(view: AssessmentView) -> None:
    st.header("Svara från två håll", anchor=False)
    st.write(
        "Inköp och ledning kan svara på samma frågor var för sig. Sedan ser ni var ni bedömer läget "
        f"olika. {RESULT_IS_PURCHASING}"
    )
    with st.container(horizontal=True):
        if not view.read_only and st.button("Svara för ledningen", key="answer-management"):
            _go(view, screens.ASSESSMENT, {PARAMETER: IN_ADDRESS["management"]})
        if view.two_perspectives and st.button("Se skillnaden", key="to-perspectives"):
            _go(view, screens.PERSPECTIVES, {})
    link = _link(view, **{PARAMETER: IN_ADDRESS["management"]})
    if link and not view.read_only:
        with st.expander("Text att skicka till ledningen"):
            st.write("Den som ska svara behöver vara redaktör eller ägare i organisationen.")
            text = words.invite_management(
                organisation=view.organisation.name, period=view.period, link=link
            )
            st.code(text, language=None, wrap_lines=True)


def _go(view: AssessmentView, page_path: str, more: dict[str, str]) -> None:
    st.session_state.update(more)
    st.switch_page(page_path, query_params={session.PARAMETER: view.id, **more})


page()
