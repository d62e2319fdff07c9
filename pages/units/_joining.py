"""How units come to an organisation, and how the organisation becomes a unit itself."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages._acting import act
from pages.people._members import made_link, secret, show_next, waiting_list
from services.errors import Refused
from services.installation import storage
from services.organisations.views import OrganisationView
from services.people import invitations
from services.units import joining
from services.units.joining import Offer
from services.units.tree import Unit
from ui.html import esc, note, plain_markdown
from wording.numbers import date
from wording.organisations import TYPES
from wording.people import listed
from wording.units import READERS_NEVER_SEE, READERS_SEE, STATUS, answered

NUMBER = "unit-number"
# What a link that was followed brings with it.
PARAMETER = "inbjudan"


def for_parent(organisation: OrganisationView, root: Unit) -> None:
    """For an owner: add a unit, make a link to join by, and let a unit go."""
    made_link()
    _new_unit(organisation)
    with st.expander("Låt en organisation gå med"):
        st.write(
            "Gör en länk och skicka den till organisationens ägare. Ägaren ser vad ni kommer att "
            "kunna läsa innan hen säger ja."
        )
        if st.button("Gör en länk", key="make-unit-link"):
            made = act(
                lambda s: joining.make_link(s, _current.actor(), organisation.id),
                "Länken är gjord.",
            )
            if made:
                show_next(made, "organisationens ägare")
            st.rerun()
    with storage.reading() as opened:
        waiting = invitations.open_ones(opened, _current.actor(), organisation.id)
    waiting_list([each for each in waiting if each.kind == "unit"])
    _without_owner(root)
    _let_go(root)


def _new_unit(organisation: OrganisationView) -> None:
    number = st.session_state.get(NUMBER, 0)
    with st.expander("Lägg till en enhet"), st.form(f"unit-{number}", border=False):
        name = st.text_input("Enhetens namn", max_chars=200)
        kind = st.selectbox(
            "Typ",
            list(TYPES),
            index=list(TYPES).index("unit"),
            format_func=lambda code: TYPES[code],
            filter_mode=None,
        )
        email = st.text_input("E-postadress till enhetens första ägare", max_chars=254)
        if st.form_submit_button("Lägg till", type="primary"):
            made = act(
                lambda s: joining.create_unit(
                    s, _current.actor(), organisation.id, name=name, type=kind, email=email
                ),
                "Enheten är tillagd.",
            )
            if made is not None:
                show_next(made[1], email.strip())
                st.session_state[NUMBER] = number + 1
            st.rerun()


def _without_owner(root: Unit) -> None:
    direct = {unit.organisation.id: unit.organisation.name for unit in root.units}
    with storage.reading() as opened:
        lacking = joining.without_owner(opened, _current.actor(), root.organisation.id)
    if not lacking:
        return
    with st.expander("Enheter utan ägare"), st.form("first-owner", border=False):
        chosen = st.selectbox(
            "Enhet", lacking, format_func=lambda name: direct[name], filter_mode=None
        )
        email = st.text_input("E-postadress till den första ägaren", max_chars=254)
        if st.form_submit_button("Gör en ny länk"):
            made = act(
                lambda s: invitations.invite(s, _current.actor(), chosen, email, "owner"),
                "Länken är gjord. En tidigare länk till samma adress fungerar inte längre.",
            )
            if made is not None:
                show_next(made, email.strip())
            st.rerun()


def _let_go(root: Unit) -> None:
    direct = {unit.organisation.id: unit.organisation.name for unit in root.units}
    if not direct:
        return
    with st.expander("Ta bort en enhet ur koncernen"):
        chosen = st.selectbox(
            "Enhet att ta bort",
            list(direct),
            format_func=lambda name: direct[name],
            key="let-go",
            filter_mode=None,
        )
        st.write("Enheten och dess svar finns kvar. Ni kan inte längre läsa dem.")
        if st.button("Ta bort ur koncernen", key="let-go-button"):
            act(
                lambda s: joining.leave(s, _current.actor(), chosen),
                f"{direct[chosen]} är inte längre en enhet hos er.",
            )
            st.rerun()


def own(organisation: OrganisationView, above: list[OrganisationView]) -> None:
    """For an owner: join by a link, or leave."""
    if above:
        with st.expander(f"Lämna {plain_markdown(above[0].name)}"):
            st.write("Det gäller direkt. Ingen där kan sedan läsa det ni har lämnat in.")
            if st.button("Lämna koncernen", key="leave-koncern"):
                act(
                    lambda s: joining.leave(s, _current.actor(), organisation.id),
                    f"Ni har lämnat {above[0].name}.",
                )
                st.rerun()
        return
    followed = st.query_params.get(PARAMETER, "")
    with st.expander("Gå med i en koncern", expanded=bool(followed)):
        # A field of its own for each link that was followed: it holds that one from the start.
        given = st.text_input(
            "Länken ni har fått", followed, max_chars=400, key=f"unit-link-{followed}"
        )
        if given.strip():
            _offer(organisation, secret(given))


def _offer(organisation: OrganisationView, key: str) -> None:
    try:
        with storage.reading() as opened:
            offer = joining.preview(opened, _current.actor(), key, organisation.id)
    except Refused as refusal:
        st.html(note(str(refusal)))
        return
    st.html(_offer_html(offer))
    if st.checkbox("Jag har läst vad de kommer att kunna se", key="has-read") and st.button(
        f"Gå med i {plain_markdown(offer.readers[0])}", type="primary", key="join"
    ):
        act(
            lambda s: joining.join(s, _current.actor(), key, organisation.id),
            f"Ni är nu en enhet i {offer.readers[0]}.",
        )
        st.query_params.pop(PARAMETER, None)
        st.rerun()


def _offer_html(offer: Offer) -> str:
    def items(lines: tuple[str, ...]) -> str:
        return "<ul>" + "".join(f"<li>{esc(line)}</li>" for line in lines) + "</ul>"

    rows = ""
    for _, unit in offer.unit.flat():
        given = "".join(
            f"<li>{esc(each.questionnaire)} {esc(each.period)}, inlämnad {esc(date(each.at))}</li>"
            for each in unit.handed_in
        )
        done = answered(unit.answered, unit.asked)
        rows += (
            f"<h4>{esc(unit.organisation.name)}</h4><p>Läge: {esc(STATUS[unit.status])}. Besvarat: "
            f"{esc(done)}.</p>" + (f"<ul>{given}</ul>" if given else "<p>Inget är inlämnat än.</p>")
        )
    return (
        '<div class="rm-about">'
        f"<h4>De som är med i {esc(listed(offer.readers))} kan se</h4>{items(READERS_SEE)}"
        f"<h4>De ser aldrig</h4>{items(READERS_NEVER_SEE)}"
        f"<p>Blir {esc(offer.readers[-1])} en enhet i någon annan kan de som är med där se samma sak. Det "
        "står då under Händelser hos er, och ni kan lämna när ni vill.</p>"
        "<p>En nämnd är självständig. Det ni låter en annan läsa kan bli en allmän handling där.</p>"
        f"<h4>Så här ser det ut i dag</h4></div>{rows}"
    )
