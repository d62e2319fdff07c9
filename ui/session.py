"""Which organisation and which of its assessments this tab is about.

The address carries the assessment, so a reload comes back to it.
"""

from __future__ import annotations

import streamlit as st

# Under which name the navigation leaves who is here.
ACTOR = "actor"
PARAMETER = "s"
EXAMPLE = "exempel"
ORGANISATION = "chosen-organisation"


def wanted() -> str | None:
    """The assessment that the address or the session names; None when neither does."""
    named = st.query_params.get(PARAMETER) or st.session_state.get(PARAMETER)
    return str(named) if named else None


def remember(assessment_id: str) -> None:
    """Make an assessment the one that this tab is about."""
    st.session_state[PARAMETER] = assessment_id
    if st.query_params.get(PARAMETER) != assessment_id:
        st.query_params[PARAMETER] = assessment_id


def forget() -> None:
    """Let the tab be about none."""
    st.session_state.pop(PARAMETER, None)
    st.query_params.pop(PARAMETER, None)


def choose_organisation(organisation_id: str) -> None:
    """Let the tab be about another organisation, and about none of its assessments yet."""
    if st.session_state.get(ORGANISATION) != organisation_id:
        st.session_state[ORGANISATION] = organisation_id
        forget()
