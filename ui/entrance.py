"""What is shown of signing in on Streamlit's own pages."""

from __future__ import annotations

import streamlit as st

from ui import shell
from ui.html import esc, note

TITLE = "Logga in i Riktmärket"


def by_account(why: str, way_in: str) -> None:
    """Whoever is signed out, and the way back to this page."""
    shell.heading("Ni är utloggade", place="utloggad")
    st.html(
        note(
            why,
            "Text som inte hann sparas ligger kvar i webbläsaren och sparas när ni kommer åter.",
        )
        + f'<p><a class="rm-button" href="{esc(way_in)}" target="_self">Logga in</a></p>'
    )


def by_provider(why: str, *, first_time: bool) -> None:
    """The way in by the organisation's own sign-in."""
    shell.heading(TITLE, place="logga-in")
    if first_time:
        st.write("Ni loggar in med er organisations egen inloggning.")
    else:
        st.html(note(why))
    st.button("Logga in", type="primary", on_click=st.login, key="sign-in")


def unknown(why: str, email: str | None, *, verified: bool) -> None:
    """Whoever the provider knows and the installation does not."""
    shell.heading("Ni har ingen plats här än", place="ingen-plats")
    named = f" till {email}" if email else ""
    remedy = (
        f"Be en kollega som är ägare i Riktmärket om en inbjudan{named}. Logga sedan in på nytt."
        if verified
        else "Be den som driver installationen att låta inloggningen lämna en bekräftad e-postadress."
    )
    st.html(note(why, remedy))
    st.button("Logga ut", on_click=st.logout, key="sign-out")


def nowhere(name: str) -> None:
    """Whoever is signed in but belongs to no organisation."""
    shell.heading("Ni hör inte till någon organisation än", place="ingen-organisation")
    st.html(
        note(
            f"Ni är inloggade som {name}.",
            "Be en ägare i er organisation om en inbjudan, eller den som driver installationen att lägga "
            "upp organisationen. Öppna sedan länken ni får.",
        )
    )


def who(name: str, own_page: str, sign_out: str | None) -> None:
    """Who is signed in, with the ways to the own account and out; ``sign_out`` None: a button."""
    out = f' · <a href="{esc(sign_out)}" target="_self">Logga ut</a>' if sign_out else ""
    with st.container(key="who"):
        st.html(
            f'<p class="rm-muted">Inloggad som {esc(name)} · '
            f'<a href="{esc(own_page)}" target="_self">Min inloggning</a>{out}</p>'
        )


def again(way_in: str) -> None:
    """Beside something that could not be saved because the person is signed out."""
    st.html(f'<p><a href="{esc(way_in)}" target="_self">Logga in igen</a></p>')
