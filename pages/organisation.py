"""Organisation: who answers, described so that a report is right and a comparison later is fair."""

from __future__ import annotations

import streamlit as st

from pages import _current
from services import organisations, storage
from services.errors import Refused
from services.groups import COUNTIES, MUNICIPALITY_GROUPS, SIZES, TYPES
from ui import shell
from ui.html import note


def page() -> None:
    """Draw the page."""
    own = _current.organisation()
    shell.heading(
        "Organisation",
        place="organisation",
        lead="Uppgifterna står på rapporten. Typen avgör vad ledningen betyder i frågorna.",
    )
    kind = _select("Typ av organisation", TYPES, own.type if own else None, "type")
    with st.form("organisation", border=False):
        name = st.text_input("Namn", own.name if own else "", max_chars=200)
        group = None
        if kind == "municipality":
            group = _select(
                "Kommungrupp (SKR 2023)",
                MUNICIPALITY_GROUPS,
                own.municipality_group if own else None,
                "group",
            )
        county = _select("Län", COUNTIES, own.county if own else None, "county")
        size = _select("Inköpsvolym per år", SIZES, own.size if own else None, "size")
        saved = st.form_submit_button("Spara", type="primary")
    if not saved:
        return
    try:
        with storage.writing() as opened:
            organisations.save(
                opened,
                _current.actor(),
                own.id if own else None,
                name=name,
                type=kind,
                municipality_group=group,
                county=county,
                size=size,
            )
    except Refused as refusal:
        st.html(note(str(refusal)))
    else:
        st.success("Sparat.", icon=":material/check:")


def _select(label: str, names: dict[str, str], code: str | None, key: str) -> str | None:
    codes = list(names)
    chosen: str | None = st.selectbox(
        label,
        codes,
        index=codes.index(code) if code in codes else None,
        format_func=lambda found: names[found],
        placeholder="Välj",
        key=f"organisation-{key}",
        filter_mode=None,
    )
    return chosen


page()
