"""What a unit is asked in its parent's rounds: begin, fetch shared answers, say why one deviates."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages._acting import act
from services.installation import storage
from services.organisations.views import Place
from services.units import asked
from services.units.asked import AskedView
from ui import screens, session
from ui.html import note, plain_markdown, user_text
from wording import rounds as words
from wording.numbers import count, plain_date
from wording.results import edition, question_title
from wording.units import STATUS, answered


def notice(organisation_id: str) -> None:
    """On Start: the rounds that wait for an answer or a completion, and the way there."""
    with storage.reading() as opened:
        found = asked.asked(opened, _current.actor(), organisation_id)
    waiting = [each for each in found if each.status != "submitted" or each.returned]
    if not waiting:
        return
    st.html(
        note(
            *(
                f"{each.parent} ber er svara i omgången {each.name}. Sista dag "
                f"{plain_date(each.deadline)}."
                + (f" Ska kompletteras: {each.returned}" if each.returned else "")
                for each in waiting
            )
        )
    )
    if st.button("Till Omgångar", key="to-rounds"):
        st.switch_page(screens.ROUNDS)


def draw(place: Place) -> bool:
    """Every round that the organisation is asked to take part in; False when there is none."""
    with storage.reading() as opened:
        found = asked.asked(opened, _current.actor(), place.organisation.id)
    for each in found:
        _asked(place, each)
    return bool(found)


def _asked(place: Place, found: AskedView) -> None:
    st.header(plain_markdown(f"{found.name}, från {found.parent}"), anchor=False)
    st.write(
        plain_markdown(
            f"{edition(found.questionnaire)}, period {found.period}. Sista dag "
            f"{plain_date(found.deadline)}. Läge: {STATUS[found.status].lower()}. Besvarat: "
            f"{answered(found.answered, found.asked)}."
        )
    )
    if found.message:
        st.html(user_text(found.message))
    st.caption(plain_markdown(f"{found.parent} {words.UNIT_SEEN}"))
    if found.returned:
        st.html(note(f"{found.parent} vill att ni kompletterar: {found.returned}"))
    may = place.role in ("owner", "editor")
    if found.assessment_id is None:
        _begin(place, found, may=may)
        return
    _onward(found)
    if may and found.to_fetch:
        shared = count(len(found.to_fetch), "gemensamt svar", "gemensamma svar")
        if st.button(f"Hämta {shared}", key=f"fetch-{found.id}"):
            act(
                lambda s: asked.fetch(s, _current.actor(), place.organisation.id, found.id),
                "De gemensamma svaren är hämtade.",
            )
            st.rerun()
    _deviations(place, found, may=may and found.status != "submitted")


def _begin(place: Place, found: AskedView, *, may: bool) -> None:
    if found.given:
        shared = count(len(found.given), "gemensamt svar", "gemensamma svar")
        st.write(plain_markdown(f"{found.parent} har gett {shared}, som fylls i när ni börjar."))
    if not may:
        _current.readers_note()
    elif st.button("Börja svara", type="primary", key=f"begin-{found.id}"):
        made = act(
            lambda s: asked.begin(s, _current.actor(), place.organisation.id, found.id),
            "Självskattningen är påbörjad.",
        )
        if made:
            session.remember(made)
            st.switch_page(screens.ASSESSMENT, query_params={session.PARAMETER: made})
        st.rerun()


def _onward(found: AskedView) -> None:
    assert found.assessment_id is not None  # noqa: S101  the caller has looked
    with st.container(horizontal=True):
        for label, name, screen in (
            ("Till frågorna", "assessment", screens.ASSESSMENT),
            ("Granska och lämna in", "submit", screens.SUBMIT),
        ):
            if st.button(label, key=f"{name}-{found.id}"):
                st.switch_page(screen, query_params={session.PARAMETER: found.assessment_id})


def _deviations(place: Place, found: AskedView, *, may: bool) -> None:
    if not found.deviations:
        return
    st.subheader("Ni har svarat något annat än det gemensamma", anchor=False)
    st.write(
        plain_markdown(
            f"Skriv varför, innan ni lämnar in. {found.parent} läser det när ni har gjort det."
        )
    )
    scale = found.questionnaire.scale
    for each in found.deviations:
        name = each.given.question
        title = question_title(found.questionnaire.question(name))
        shared = words.choice(scale, each.given.kind, each.given.level)
        own = words.choice(scale, each.kind, each.level)
        st.markdown(f"**{plain_markdown(title)}**")
        st.write(plain_markdown(f"Gemensamt svar: {shared}. Ert svar: {own}."))
        if not may:
            st.write(plain_markdown(f"Varför: {each.reason or 'inget skäl skrivet'}"))
            continue
        with st.form(f"explain-{found.id}-{name}", border=False):
            reason = st.text_area("Varför (krävs)", each.reason, max_chars=2000)
            if st.form_submit_button("Spara skälet"):
                _explain(place, found, name, reason)
                st.rerun()


def _explain(place: Place, found: AskedView, question: str, reason: str) -> None:
    act(
        lambda s: asked.explain(
            s, _current.actor(), place.organisation.id, found.id, question, reason=reason
        ),
        "Skälet är sparat.",
    )
