"""Who is here, which pages they see, and what is shown when the data cannot be reached."""

from __future__ import annotations

import streamlit as st

from services import storage
from services.errors import Refused
from services.storage import StorageProblem
from ui import problems, shell

PAGES = (
    ("pages/start.py", "Start", ""),
    ("pages/assessment.py", "Självskattning", "sjalvskattning"),
    ("pages/result.py", "Resultat", "resultat"),
    ("pages/next_steps.py", "Nästa steg", "nasta-steg"),
    ("pages/across.py", "Läs tvärs", "las-tvars"),
    ("pages/report.py", "Rapport", "rapport"),
    ("pages/own_goals.py", "Egna mål", "egna-mal"),
    ("pages/organisation.py", "Organisation", "organisation"),
    ("pages/method.py", "Metod", "metod"),
    ("pages/sources.py", "Källor", "kallor"),
)
# Reached from where they are needed.
HIDDEN = (
    ("pages/move.py", "Byt frågeformulär", "byt-formular"),
    ("pages/own_framework.py", "Egen måluppsättning", "egen-maluppsattning"),
    ("pages/own_questions.py", "Egna frågor", "egna-fragor"),
    ("pages/data.py", "Data", "data"),
    ("pages/about_data.py", "Om dina uppgifter", "om-dina-uppgifter"),
)


def main() -> None:
    """Run the chosen page inside the frame."""
    page = st.navigation(
        [
            st.Page(path, title=title, url_path=address or None, default=not address)
            for path, title, address in PAGES
        ]
        + [
            st.Page(path, title=title, url_path=address, visibility="hidden")
            for path, title, address in HIDDEN
        ],
        position="top",
    )
    st.set_page_config(page_title=f"{page.title} – Riktmärket", page_icon="static/icon.svg")
    shell.frame()
    try:
        storage.ready()
        page.run()
    except StorageProblem as problem:
        problems.storage(problem.what, problem.remedy)
    except Refused as refusal:
        problems.refused(str(refusal))
    shell.footer()


main()
