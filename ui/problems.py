"""What is shown instead of a page that cannot be shown."""

from __future__ import annotations

import streamlit as st

from ui.html import note


def storage(what: str, remedy: str) -> None:
    """The database failed: what happened, what to do, and a way to try again."""
    st.title("Det går inte att nå svaren just nu", anchor=False)
    st.html(note(what, remedy, "Det som var markerat ”Sparat” är sparat. Inget halvt är skrivet."))
    st.button("Försök igen", type="primary")


def refused(why: str) -> None:
    """A service said no."""
    st.html(note(why))
