"""The frame around every page: styles, Swedish built-in texts, focus, and the page's heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ui import screens, session
from ui.html import esc, plain_markdown

ASSETS = Path(__file__).parent / "assets"

# The keys that buttons listen for.
KEYS = ("F2", "F4", "F7", "F8", "F9")

BUILT_IN = {
    **{f"Shortcut {key}": f"Kortkommando {key}" for key in KEYS},
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
    "Show password": "Visa lösenordet",
    "Hide password": "Dölj lösenordet",
    "Show password text": "Visa lösenordet",
    "Hide password text": "Dölj lösenordet",
    "Select all": "Markera alla",
    "Clear all": "Rensa",
    "Clear value": "Ta bort valet",
    "Selected values": "Valda",
    "Increment": "Öka",
    "Decrement": "Minska",
    "Upload": "Ladda upp",
    "Browse files": "Välj fil",
    "file upload": "Val av fil",
    "Error:": "Fel:",
    "Add files": "Välj fil",
    "Drag and drop a file here": "Släpp filen här",
    "Only one file is allowed.": "Bara en fil i taget.",
    "File size is too small.": "Filen är tom.",
    "Unexpected error. Please try again.": "Uppladdningen gick fel. Försök igen.",
    "Press Enter to apply": "Enter bekräftar",
    "Press Enter to submit form": "Enter skickar",
    "Press Ctrl+Enter to apply": "Ctrl+Enter sparar",
    "Copy to clipboard": "Kopiera",
    "Copied": "Kopierat",
    "Copied!": "Kopierat",
    "Failed to generate file for download": (
        "Filen gick inte att göra. Har ni just gjort flera? Vänta en minut och försök igen."
    ),
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


def made_up(name: str) -> None:
    """Say above every page of the example's world that nothing in it is real."""
    with st.container(key="made-up"):
        st.html(
            '<p class="rm-made-up"><strong>Exempelvärld.</strong> Alla organisationer, personer och '
            f"svar är påhittade. Ni ser den som {esc(name)}, upphandlingschef.</p>"
        )


def organisation_choice(names: Mapping[str, str]) -> None:
    """Let someone with several organisations say which one the pages are about."""
    if len(names) < 2:
        return
    options = list(names)
    if st.session_state.get(session.ORGANISATION) not in options:
        st.session_state[session.ORGANISATION] = options[0]
    chosen: str = st.session_state[session.ORGANISATION]
    # A field of its own for each choice: an assessment that is opened makes another the chosen one.
    key = f"choose-organisation-{chosen}"
    st.selectbox(
        "Organisation",
        options,
        index=options.index(chosen),
        format_func=lambda name: names[name],
        key=key,
        on_change=lambda: session.choose_organisation(st.session_state[key]),
        filter_mode=None,
    )


def heading(
    title: str, *, place: str, eyebrow: str = "", lead: str = "", jump: Jump | None = None
) -> None:
    """The page's h1, with a line above and a lead below. ``place`` is the page's address.

    The focus moves to it when one comes from another place, or to a question if ``jump`` says so.
    """
    if eyebrow:
        st.html(f'<p class="rm-eyebrow">{eyebrow}</p>')
    st.title(plain_markdown(title), anchor=False)
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


def footer(warning: str = "") -> None:
    """The line at the bottom of every page, below something to be wary of."""
    with st.container(key="footer"):
        if warning:
            st.html(f'<p class="rm-warning">{warning}</p>')
        st.html(
            '<p class="rm-muted">Riktmärket är fri programvara under licensen EUPL-1.2. '
            "Inget på sidan hämtas från någon annan webbplats.</p>"
        )
        with st.container(horizontal=True):
            st.page_link(screens.ABOUT_DATA, label="Om dina uppgifter")
            st.page_link(screens.DATA, label="Data")
