"""Nätverk: compare by name with organisations that want it too; invite, join, share, leave."""

from __future__ import annotations

import streamlit as st

from pages import _acting, _current
from pages._choice import choose
from pages.comparison import _network_joining
from services.comparison import networks
from services.comparison.views import Compared, NetworkView
from services.installation import storage
from services.organisations.views import Place
from ui import shell
from ui.html import esc, note, plain_markdown
from ui.matrix import matrix_html, spreads_html, spreads_table
from ui.networks import questions_table
from wording.across import framework_name
from wording.networks import EMPTY, LEAD, POOL
from wording.numbers import count, date
from wording.people import listed, only_owners

NETWORK, FRAMEWORK = "natverk", "uppsattning"


def page() -> None:
    """Draw the page."""
    place = None if storage.without_sign_in() else _current.place()
    shell.heading(
        "Nätverk",
        place="natverk",
        eyebrow=esc(place.organisation.name) if place else "",
        lead=LEAD,
    )
    if storage.without_sign_in():
        st.write("Nätverk finns i en installation där flera loggar in.")
        return
    if place is None:
        _current.no_organisation()
        return
    _acting.say()
    owner = place.role == "owner"
    followed = _network_joining.PARAMETER in st.query_params
    if followed and owner:
        _network_joining.join(place.organisation)
    elif followed:
        names = _current.names("owner")
        st.html(note(only_owners("låta organisationen gå med i ett nätverk", names)))
    with storage.reading() as opened:
        found = networks.mine(opened, _current.actor(), place.organisation.id)
    if found:
        _network(place, found)
    else:
        st.write(EMPTY)
    if owner:
        if not followed:
            _network_joining.join(place.organisation)
        _network_joining.new(place.organisation)


def _network(place: Place, found: list[NetworkView]) -> None:
    names = {each.id: each.name for each in found}
    chosen = choose(
        "Nätverk", list(names), parameter=NETWORK, key="choose-network", name=lambda n: names[n]
    )
    compared = _read(place, chosen, None)
    network = compared.network
    st.header(plain_markdown(network.name), anchor=False)
    others = [member.name for member in network.members if member.id != network.me.id]
    st.write(
        plain_markdown(
            f"Ni är med sedan {date(network.me.joined_at)}, tillsammans med {listed(others)}."
            if others
            else "Ingen annan är med än. Gör en länk och skicka den."
        )
    )
    if compared.matrix is None:
        st.write("Ingen i nätverket har lämnat in något än.")
    else:
        called = {each.id: framework_name(each) for each in compared.matrix.frameworks}
        framework_id = choose(
            "Måluppsättning",
            list(called),
            parameter=FRAMEWORK,
            key="network-framework",
            name=lambda name: called[name],
        )
        _beside(_read(place, chosen, framework_id))
    st.caption(POOL)
    if place.role == "owner":
        _network_joining.manage(place.organisation, network)


def _read(place: Place, network_id: str, framework_id: str | None) -> Compared:
    with storage.reading() as opened:
        return networks.read(
            opened,
            _current.actor(),
            place.organisation.id,
            network_id,
            framework_id=framework_id,
        )


def _beside(found: Compared) -> None:
    matrix = found.matrix
    if matrix is None:
        return
    rows = [(result, result.questionnaire.scale) for result in matrix.results]
    st.html(matrix_html(matrix.framework, matrix.scale, rows, first="Organisation"))
    if matrix.missing:
        names = listed([row.name for row in matrix.missing])
        st.caption(plain_markdown(f"Har inte lämnat in: {names}."))
    bars, as_table = st.tabs(["Fördelning", "Tabell"])
    bars.html(
        spreads_html(
            matrix.framework, matrix.scale, matrix.spreads, ("organisation", "organisationer")
        )
    )
    as_table.html(spreads_table(matrix.framework, matrix.scale, matrix.spreads))
    if not found.network.me.questions:
        st.write("Ni delar bara mål. Därför ser ni inte heller andras frågor.")
    elif found.questions:
        with st.expander(
            f"Frågorna hos {count(len(found.sharing), 'organisation', 'organisationer')}"
        ):
            caption = "Nivån på varje fråga hos dem som delar den"
            st.html(questions_table(found.sharing, found.questions, caption))


page()
