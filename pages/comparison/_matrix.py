"""Units beside goals on the page Koncern: by name, how they spread, and as files."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages import _current
from pages._choice import choose
from services.comparison import matrix, matrix_files
from services.comparison.views import Matrix
from services.installation import storage
from services.organisations.views import OrganisationView
from ui.html import note, plain_markdown
from ui.matrix import matrix_html, spreads_html, spreads_table
from wording.across import framework_name
from wording.numbers import count
from wording.people import listed

FRAMEWORK, PERIOD, LATEST = "uppsattning", "period", "senaste"


def draw(own: OrganisationView) -> None:
    """The submitted results of an organisation's units; nothing before anyone has handed in."""
    found = _read(own, None, None)
    if found is None:
        return
    st.header("Enheternas resultat", anchor=False)
    called = {each.id: framework_name(each) for each in found.frameworks}
    framework_id = choose(
        "Måluppsättning",
        list(called),
        parameter=FRAMEWORK,
        key="matrix-framework",
        name=lambda name: called[name],
    )
    found = _read(own, framework_id, None)
    if found is None:
        return
    named = {LATEST: "Det senaste från varje enhet", **{f"p-{p}": p for p in found.periods}}
    chosen = choose(
        "Period", list(named), parameter=PERIOD, key="matrix-period", name=lambda name: named[name]
    )
    period = None if chosen == LATEST else named[chosen]
    if period is not None:
        found = _read(own, framework_id, period)
    if found is not None:
        _matrix(own, found)


def _read(own: OrganisationView, framework_id: str | None, period: str | None) -> Matrix | None:
    with storage.reading() as opened:
        return matrix.read(
            opened, _current.actor(), own.id, framework_id=framework_id, period=period
        )


def _matrix(own: OrganisationView, found: Matrix) -> None:
    st.write(
        "Bara det som är inlämnat. Enheterna är olika, så de visas var för sig och som fördelning, "
        "aldrig som ett medelvärde."
    )
    if found.other_scale:
        names = listed(found.other_scale)
        st.html(note(f"{names} har svarat på en annan skala och räknas inte i fördelningen."))
    rows = [(result, result.questionnaire.scale) for result in found.results]
    st.html(matrix_html(found.framework, found.scale, rows))
    if found.missing:
        names = listed([unit.name for unit in found.missing[:10]])
        more = len(found.missing) - 10
        rest = f" och {count(more, 'enhet', 'enheter')} till" if more > 0 else ""
        st.caption(plain_markdown(f"Har inte lämnat in: {names}{rest}."))
    st.subheader("Fördelning", anchor=False)
    bars, as_table = st.tabs(["Staplar", "Tabell"])
    bars.html(spreads_html(found.framework, found.scale, found.spreads))
    as_table.html(spreads_table(found.framework, found.scale, found.spreads))
    _files(own, found)


def _files(own: OrganisationView, found: Matrix) -> None:
    actor = _current.actor()
    framework_id, period = found.framework.id, found.period

    def make(ending: str) -> bytes:
        with storage.reading() as opened:
            made = matrix_files.make(
                opened, actor, own.id, ending, framework_id=framework_id, period=period
            )
        return made.content

    with st.container(horizontal=True):
        for label, ending in (("Hämta som Excel", "xlsx"), ("Hämta som CSV (zip)", "zip")):
            st.download_button(
                label,
                partial(make, ending),
                file_name=f"enheter.{ending}",
                mime=matrix_files.MIME[ending],
                on_click="ignore",
                key=f"matrix-{ending}",
            )
