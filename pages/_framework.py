"""The choice of goals that answers are read through, shared by the pages that show results."""

from __future__ import annotations

import streamlit as st

from questionnaires.model import Questionnaire
from ui.profile import framework_caption

PARAMETER = "uppsattning"
WIDGET = "choose-framework"


def choose_framework(questionnaire: Questionnaire) -> str:
    """Let the person choose; the choice stays when one changes page or reloads."""
    ids = [framework.id for framework in questionnaire.frameworks]
    in_address, remembered = st.query_params.get(PARAMETER), st.session_state.get(PARAMETER)
    named = in_address or remembered
    if named not in ids:
        named = ids[0]
    if in_address != remembered or WIDGET not in st.session_state:
        # An address that someone followed goes before what this tab showed last.
        st.session_state[WIDGET] = named
    chosen: str = st.selectbox(
        "Måluppsättning",
        ids,
        format_func=lambda name: questionnaire.framework(name).name,
        filter_mode=None,
        key=WIDGET,
    )
    st.session_state[PARAMETER] = chosen
    if st.query_params.get(PARAMETER) != chosen:
        st.query_params[PARAMETER] = chosen
    st.caption(framework_caption(questionnaire.framework(chosen)))
    return chosen
