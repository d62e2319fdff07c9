"""Own goals and questions as files: downloaded, and taken in after a look."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages import _current
from questionnaires.errors import ContentProblem
from services.errors import NotFound, Refused
from services.installation import storage
from services.organisations.views import OrganisationView
from services.own import content, in_use
from services.own.content import OwnView
from services.own.in_use import Uploaded
from ui import screens, shell
from ui.html import esc, note, plain_markdown
from wording.numbers import count
from wording.own import in_words
from wording.people import only_owners

PARAMETER = "egen"
MOST_FAULTS = 12


def chosen() -> OwnView | None:
    """The own content that the address or the session names; None when it is gone."""
    named = st.query_params.get(PARAMETER) or st.session_state.get(PARAMETER)
    if not named:
        return None
    st.session_state[PARAMETER] = named
    if st.query_params.get(PARAMETER) != named:
        st.query_params[PARAMETER] = named
    try:
        with storage.reading() as opened:
            return content.read(opened, _current.actor(), str(named))
    except NotFound:
        st.session_state.pop(PARAMETER, None)
        return None


def gone(title: str, place: str) -> None:
    """The page of own content that is not there."""
    shell.heading(title, place=place)
    st.write("Den finns inte, eller har tagits bort.")
    if st.button("Till Egna mål", type="primary"):
        st.switch_page(screens.OWN_GOALS)


def for_owners_only(own: OwnView, place: str) -> bool:
    """Whether the one who reads may not write here; the page then says who may."""
    if _current.manages(own.organisation_id):
        return False
    shell.heading(own.name, place=place)
    st.html(note(only_owners("ändra egna mål och frågor", _current.names("owner"))))
    download(own)
    return True


def download(item: OwnView) -> None:
    """A button that gives the draft as a YAML file."""

    def make() -> bytes:
        with storage.reading() as opened:
            return in_use.download(opened, _current.actor(), item.id)[1]

    st.download_button(
        "Ladda ner YAML",
        make,
        file_name=f"{item.content_id}.yaml",
        mime="application/yaml",
        on_click="ignore",
        key=f"download-own-{item.id}",
    )


def take_into_use(own: OwnView, *, editorial: Sequence[str] = ()) -> None:
    """Take a draft into use and draw the page anew, or say what someone has made of it meanwhile."""
    try:
        with storage.writing() as opened:
            in_use.use(opened, _current.actor(), own.id, editorial=editorial)
    except ContentProblem as problem:
        st.html(faults_html([in_words(error, own.draft) for error in problem.errors]))
        return
    st.rerun()


def faults_html(lines: list[str]) -> str:
    """Faults as a list, the first dozen of them."""
    return f'<div class="rm-note"><p>{_amount(len(lines))}</p>{list_html(lines)}</div>'


def list_html(lines: list[str]) -> str:
    """Lines as a list, the first dozen of them."""
    shown = "".join(f"<li>{esc(line)}</li>" for line in lines[:MOST_FAULTS])
    more = len(lines) - MOST_FAULTS
    rest = f"<li>och {more} till</li>" if more > 0 else ""
    return f"<ul>{shown}{rest}</ul>"


def _amount(number: int) -> str:
    return f"{count(number, 'sak', 'saker')} att rätta:"


def upload(own: OrganisationView, found: list[OwnView], names: dict[str, str]) -> None:
    """Take in a file after showing what it holds."""
    with st.expander("Läs in en fil"):
        st.write(
            "En YAML-fil med en måluppsättning eller med egna frågor. Ladda ner en härifrån om ni "
            "vill se hur den ser ut. Inget ändras förrän ni säger ja."
        )
        based_on = st.selectbox(
            "Frågeformulär som målen i filen kopplas till",
            list(names),
            format_func=lambda name: names[name],
            filter_mode=None,
            key="upload-based-on",
        )
        given = st.file_uploader(
            "Fil att läsa in, högst 5 MB",
            type=["yaml", "yml"],
            max_upload_size=5,
            key=f"own-file-{st.session_state.get('own-file-number', 0)}",
        )
        if given is None:
            return
        try:
            with storage.reading() as opened:
                uploaded = in_use.examine(
                    opened,
                    _current.actor(),
                    own.id,
                    given.getvalue(),
                    given.name,
                    questionnaire_id=based_on,
                )
        except ContentProblem as problem:
            st.html(faults_html([str(error) for error in problem.errors]))
            return
        except Refused as refusal:
            st.html(note(str(refusal)))
            return
        _offer(own, found, uploaded, based_on)


def _offer(own: OrganisationView, found: list[OwnView], uploaded: Uploaded, based_on: str) -> None:
    many = ("mål", "mål") if uploaded.kind == "framework" else ("fråga", "frågor")
    name = plain_markdown(uploaded.name)
    st.write(f"Filen har {count(uploaded.items, *many)}: {name}. Inga fel.")
    same = {item.id: item.name for item in found if item.kind == uploaded.kind}
    as_new = uploaded.kind == "framework" or not same
    options = ([None] if as_new else []) + list(same)
    replaces = st.radio(
        "Lägg in filen",
        options,
        format_func=lambda own_id: (
            "som ny"
            if own_id is None
            else f"i stället för arbetsversionen av {plain_markdown(same[own_id])}"
        ),
        key="upload-replaces",
    )
    if st.button("Lägg in", type="primary", key="take-in"):
        with storage.writing() as opened:
            made = in_use.take_in(
                opened,
                _current.actor(),
                own.id,
                uploaded,
                questionnaire_id=based_on,
                replaces=replaces,
            )
        # A field of another name: the file has done its work.
        st.session_state["own-file-number"] = st.session_state.get("own-file-number", 0) + 1
        page = screens.OWN_FRAMEWORK if uploaded.kind == "framework" else screens.OWN_QUESTIONS
        st.switch_page(page, query_params={PARAMETER: made})
