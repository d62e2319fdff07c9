"""For an owner: make a network, join one by a link, invite, choose what is shared, leave."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages import _current
from pages._acting import act
from pages.people._members import made_link, secret, show_next, waiting_list
from services.comparison import networks
from services.comparison.views import NetworkView
from services.errors import Refused
from services.installation import storage
from services.organisations.views import OrganisationView
from services.people import invitations
from ui.html import esc, note, plain_markdown
from wording.networks import LEAVE, NEVER_SHARED, SHARED, SHARED_QUESTIONS
from wording.people import listed

PARAMETER = "inbjudan"
SHARE = "Dela också nivån på varje fråga"


def new(own: OrganisationView) -> None:
    """The form for a new network."""
    with st.expander("Gör ett nätverk"), st.form("new-network", border=False):
        name = st.text_input("Vad nätverket heter", max_chars=200)
        _what_is_shared()
        questions = st.checkbox(SHARE)
        if st.form_submit_button("Gör nätverket", type="primary"):
            act(
                lambda s: networks.create(s, _current.actor(), own.id, name, questions=questions),
                "Nätverket är gjort. Gör en länk och skicka den till dem ni vill jämföra er med.",
            )
            st.rerun()


def join(own: OrganisationView) -> None:
    """Join by a link, after seeing who is there and what is shared."""
    followed = st.query_params.get(PARAMETER, "")
    with st.expander("Gå med i ett nätverk", expanded=bool(followed)):
        given = st.text_input(
            "Länken ni har fått", followed, max_chars=400, key=f"network-link-{followed}"
        )
        if not given.strip():
            return
        try:
            with storage.reading() as opened:
                offer = networks.preview(opened, _current.actor(), own.id, secret(given))
        except Refused as refusal:
            st.html(note(str(refusal)))
            return
        st.write(plain_markdown(f"{offer.name}. Med är {listed(offer.members)}."))
        _what_is_shared()
        questions = st.checkbox(SHARE, key="join-questions")
        if st.button("Gå med", type="primary", key="join-network"):
            act(
                lambda s: networks.join(
                    s, _current.actor(), own.id, secret(given), questions=questions
                ),
                f"Ni är med i {offer.name}.",
            )
            st.query_params.pop(PARAMETER, None)
            st.rerun()


def manage(own: OrganisationView, network: NetworkView) -> None:
    """Invite, choose what is shared, and leave."""
    made_link()
    with st.expander("Bjud in en organisation"):
        st.write(
            "Gör en länk och skicka den till organisationens ägare. Ägaren ser vilka som är med och vad "
            "som delas innan hen säger ja. Länken fungerar en gång."
        )
        if st.button("Gör en länk", key="make-network-link"):
            made = act(
                lambda s: networks.make_link(s, _current.actor(), own.id, network.id),
                "Länken är gjord.",
            )
            if made:
                show_next(made, "organisationens ägare")
            st.rerun()
    with storage.reading() as opened:
        waiting = invitations.open_ones(opened, _current.actor(), own.id)
    waiting_list([each for each in waiting if each.kind == "network"])
    with st.expander("Vad ni delar"):
        _what_is_shared()
        questions = st.checkbox(SHARE, network.me.questions, key=f"share-{network.id}")
        if questions != network.me.questions:
            act(
                lambda s: networks.share(
                    s, _current.actor(), own.id, network.id, questions=questions
                ),
                "Valet är sparat.",
            )
            st.rerun()
    with st.expander(f"Lämna {plain_markdown(network.name)}"):
        st.write(LEAVE)
        if st.button("Lämna nätverket", key="leave-network"):
            act(
                lambda s: networks.leave(s, _current.actor(), own.id, network.id),
                f"Ni har lämnat {network.name}.",
            )
            st.rerun()


def _what_is_shared() -> None:
    st.html(
        f"<p>De andra i nätverket läser:</p>{_list((*SHARED, SHARED_QUESTIONS))}"
        f"<p>De läser aldrig:</p>{_list(NEVER_SHARED)}"
    )


def _list(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{esc(line)}</li>' for line in lines)}</ul>"
