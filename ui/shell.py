"""The frame around every page: styles, Swedish built-in texts, focus, and the page's heading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).parent / "assets"

BUILT_IN = {
    "Skip to main content": "Hoppa till innehållet",
    "App pages": "Sidor",
    "progress": "Förlopp",
    "Fullscreen": "Helskärm",
    "Close fullscreen": "Stäng helskärm",
    "Show data": "Visa data",
    "Close": "Stäng",
    "Connecting": "Ansluter …",
    "Running...": "Arbetar …",
    "RUNNING...": "Arbetar …",
    "Stop": "Stoppa",
    "Open": "Öppna",
    "Open sidebar": "Öppna menyn",
    "Expand sidebar": "Öppna menyn",
    "Close sidebar": "Stäng menyn",
    "Collapse sidebar": "Stäng menyn",
    "Main menu": "Meny",
    "Navigate to home page": "Till startsidan",
    "Logo": "Riktmärket",
    "Connection error": "Ingen kontakt med servern",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": (
        "Kontakten är bruten. Svar som är markerade ”Sparat” finns kvar. Sidan ansluter själv när "
        "servern svarar."
    ),
    "No options to select.": "Inget att välja.",
    "No results": "Inga träffar",
    "Choose an option": "Välj",
    "Choose options": "Välj",
    "Select all": "Markera alla",
    "Clear all": "Rensa",
    "Selected values": "Valda",
    "Increment": "Öka",
    "Decrement": "Minska",
    "Upload": "Ladda upp",
    "file upload": "Filen",
    "Browse files": "Välj fil",
    "Press Enter to apply": "Enter bekräftar",
    "Press Enter to submit form": "Enter skickar",
    "Press Ctrl+Enter to apply": "Ctrl+Enter sparar",
    "Page not found": "Sidan finns inte",
    "The page that you have requested does not seem to exist. Running the app's main page.": (
        "Adressen leder inte till någon sida. Startsidan visas i stället."
    ),
}


@dataclass(frozen=True, slots=True)
class Jump:
    """A question to bring into view; ``at`` tells one jump from the next."""

    question: str
    at: float


_shell = st.components.v2.component("riktmarket_shell", js=(ASSETS / "shell.js").read_text("utf-8"))


def frame() -> None:
    """Draw what every page needs before its own content."""
    with st.container(key="styles"):
        st.html(ASSETS / "app.css")
    st.logo("static/logo.svg", size="large")


def heading(
    title: str, *, place: str, eyebrow: str = "", lead: str = "", jump: Jump | None = None
) -> None:
    """The page's h1, with a line above and a lead below. ``place`` is the page's address.

    The focus moves to it when one comes from another place, or to a question if ``jump`` says so.
    """
    if eyebrow:
        st.html(f'<p class="rm-eyebrow">{eyebrow}</p>')
    st.title(title, anchor=False)
    if lead:
        st.html(f'<p class="rm-lead">{lead}</p>')
    with st.container(key="shell"):
        _shell(
            key="shell_js",
            data={
                "texts": BUILT_IN,
                "place": place,
                "title": title,
                "jump": {"question": jump.question, "at": jump.at} if jump else None,
            },
            on_reconnected_change=lambda: None,
        )


def footer() -> None:
    """The line at the bottom of every page."""
    with st.container(key="footer"):
        st.html(
            '<p class="rm-muted">Riktmärket är fri programvara under licensen EUPL-1.2. '
            "Inget på sidan hämtas från någon annan webbplats.</p>"
        )
        with st.container(horizontal=True):
            st.page_link("pages/about_data.py", label="Om dina uppgifter")
            st.page_link("pages/data.py", label="Data")
