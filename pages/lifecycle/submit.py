"""Lämna in: ready for review, handed in, opened again; what it means and who reads what."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages.comparison import _consent
from services.assessments.views import AssessmentView
from services.comparison import networks
from services.comparison.views import Participation
from services.errors import Refused
from services.installation import storage
from services.lifecycle import handing_in
from services.lifecycle.handing_in import Outlook
from services.results import targets
from ui import screens, session, shell
from ui.html import esc, note, user_text
from ui.together import profile_table
from wording.handing_in import course_text, step_text
from wording.networks import read_by
from wording.numbers import count
from wording.perspectives import RESULT_IS_PURCHASING
from wording.results import MODE_NAMES, listed, overall, progress

SAID = "submit-said"


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Lämna in", place="lamna-in")
        _current.nothing_yet("submit")
        return
    _current.example_banner(view)
    _current.moved_banner(view)
    stands = course_text(view.course, view.ready_at, view.submitted_at)
    shell.heading(
        "Lämna in",
        place="lamna-in",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead="" if view.example else f"{esc(stands)}.",
    )
    if view.example:
        st.write("Exemplet går bara att läsa. En egen självskattning lämnar ni in här.")
        return
    if view.for_parent:
        st.write("Det här är en självskattning som en annan enhet har lämnat in.")
        return
    if refused := st.session_state.pop(SAID, ""):
        st.html(note(refused))
    with storage.reading() as opened:
        found = handing_in.outlook(opened, _current.actor(), view.id)
    if view.status == "submitted":
        _handed_in(view, found)
    elif view.moved_to is None:
        _ready(view)
        _hand_in(view, found)
    _steps(view)


def _ready(view: AssessmentView) -> None:
    st.header("Klar för granskning", anchor=False)
    is_ready = view.course == "ready"
    st.write(
        "Den som ska granska ser att ni är klara. Svaren går fortfarande att ändra."
        if not is_ready
        else "Självskattningen är markerad som klar. Svaren går fortfarande att ändra."
    )
    if not view.may_answer:
        return
    if is_ready:
        if st.button("Ta tillbaka markeringen", key="not-ready"):
            _do(handing_in.not_ready, view)
    elif st.button("Markera som klar för granskning", key="ready"):
        _do(handing_in.ready, view)


def _hand_in(view: AssessmentView, found: Outlook) -> None:
    st.header("Det här lämnas in", anchor=False)
    _contents(view, found)
    st.header("Vem läser vad", anchor=False)
    taking_part = _comparison(view)
    st.html(_readers(view, found, taking_part))
    if taking_part is not None:
        _consent.draw(taking_part, owner=view.may_manage)
    st.header("Lämna in", anchor=False)
    st.write(
        "Svaren låses när ni lämnar in. Vill ni ändra något efteråt öppnar ni självskattningen igen "
        "och skriver varför."
    )
    if not view.may_manage:
        mark = " Markera som klar, så ser ägaren det." if view.may_answer else ""
        st.html(note(f"Bara den som är ägare lämnar in.{mark}"))
    elif st.button("Lämna in och lås svaren", type="primary", key="submit"):
        _do(handing_in.submit, view)


def _contents(view: AssessmentView, found: Outlook) -> None:
    result = found.result
    st.write(
        f"{MODE_NAMES[view.mode]}: {progress(result.progress)}. {overall(result.profile)} "
        "Ni kan lämna in även om svar saknas."
    )
    with storage.reading() as opened:
        aims = targets.of_profile(opened, _current.actor(), view, result.profile)
    st.html(profile_table(view.questionnaire, result.framework, result.profile, aims.levels))
    missing = sum(len(names) for names in found.unanswered.values())
    if missing:
        where = listed(
            f"{part.short} ({len(found.unanswered[part.id])})"
            for part in found.parts
            if part.id in found.unanswered
        )
        waiting = len(view.to_confirm)
        then = (
            f" {waiting} av dem har ett svar från förra gången som ingen har "
            "bekräftat eller ändrat."
        )
        said = f"{count(missing, 'fråga', 'frågor')} saknar svar: {where}."
        st.html(note(said + (then if waiting else "")))
        onward = "Fortsätt svara" if view.may_answer else "Till frågorna"
        if st.button(onward, key="go-on"):
            st.switch_page(screens.ASSESSMENT, query_params={session.PARAMETER: view.id})
    if found.unknown:
        many = len(found.unknown)
        st.write(
            f"{count(many, 'svar', 'svar')} är Vet ej. {'Det' if many == 1 else 'De'} räknas aldrig som "
            "låg nivå, men ger ingen svarstäckning."
        )
    if view.two_perspectives:
        st.write(f"{RESULT_IS_PURCHASING} Ledningens svar låses också.")


def _comparison(view: AssessmentView) -> Participation | None:
    """Whether the organisation takes part in comparisons; None where there is nobody else."""
    return None if storage.without_sign_in() else _consent.read(view.organisation.id)


def _readers(view: AssessmentView, found: Outlook, taking_part: Participation | None) -> str:
    own = esc(view.organisation.name)
    if found.members:
        people = "1 person" if found.members == 1 else f"{found.members} personer"
        inside = (
            f"{people} läser allt: nivåer, kommentarer, skäl och belägg. Det gör de även innan ni "
            "lämnat in."
        )
    else:
        inside = (
            "Alla som använder installationen läser allt: nivåer, kommentarer, skäl och belägg."
        )
    rows = [f"<dt>{own}</dt><dd>{inside}</dd>"]
    rows += [
        f"<dt>{esc(name)}</dt><dd>De som hör dit läser nivåerna och ambitionerna så som inköp svarat när "
        "ni lämnar in, och åtgärderna i handlingsplanen. Kommentarer, skäl, belägg, anteckningar och "
        "ledningens svar läser de aldrig.</dd>"
        for name in found.parents
    ]
    if not storage.without_sign_in():
        with storage.reading() as opened:
            joined = networks.mine(opened, _current.actor(), view.organisation.id)
        rows += [
            f"<dt>{esc(each.name)}</dt><dd>{esc(read_by(each.name, len(each.members) - 1))}</dd>"
            for each in joined
        ]
    rows.append(f"<dt>Andra organisationer</dt><dd>{_consent.others(taking_part)}</dd>")
    return f'<dl class="rm-facts">{"".join(rows)}</dl>'


def _handed_in(view: AssessmentView, found: Outlook) -> None:
    st.header("Vem läser vad", anchor=False)
    taking_part = _comparison(view)
    st.html(_readers(view, found, taking_part))
    if taking_part is not None:
        _consent.draw(taking_part, owner=view.may_manage)
    st.header("Öppna igen", anchor=False)
    st.write(
        "Då går svaren att ändra. Andra läser det ni lämnade in senast, tills ni lämnar in igen."
    )
    if not view.may_manage:
        st.html(note("Bara den som är ägare öppnar självskattningen igen."))
        return
    with st.form("reopen", border=False):
        reason = st.text_area("Varför öppnas den? (krävs)", max_chars=2000, key="reopen-reason")
        if st.form_submit_button("Öppna igen"):
            _do(handing_in.reopen, view, reason)


def _steps(view: AssessmentView) -> None:
    with storage.reading() as opened:
        taken = handing_in.steps(opened, _current.actor(), view.id)
    if not taken:
        return
    st.header("Hittills", anchor=False)
    rows = "".join(
        f"<li><p>{esc(step_text(step.what, step.at, step.name))}</p>{user_text(step.reason)}</li>"
        if step.reason
        else f"<li><p>{esc(step_text(step.what, step.at, step.name))}</p></li>"
        for step in taken
    )
    st.html(f'<ul class="rm-changes">{rows}</ul>')


def _do(what: handing_in.Act, view: AssessmentView, *more: str) -> None:
    """Take a step; what is refused, and why, is said when the page is drawn anew."""
    try:
        with storage.writing() as opened:
            what(opened, _current.actor(), view.id, *more)
    except Refused as refusal:
        st.session_state[SAID] = str(refusal)
    st.rerun()


page()
