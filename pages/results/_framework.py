"""The choice of goals that answers are read through, shared by the pages that show results."""

from __future__ import annotations

import streamlit as st

from pages._choice import choose
from questionnaires.model import Questionnaire
from ui.html import plain_markdown
from ui.profile import framework_caption
from wording.across import framework_name

PARAMETER = "uppsattning"
WIDGET = "choose-framework"


def choose_framework(questionnaire: Questionnaire) -> str:
    """Let the person choose; the choice stays when one changes page or reloads."""
    chosen = choose(
        "Måluppsättning",
        [framework.id for framework in questionnaire.frameworks],
        parameter=PARAMETER,
        key=WIDGET,
        name=lambda name: framework_name(questionnaire.framework(name)),
    )
    st.caption(plain_markdown(framework_caption(questionnaire.framework(chosen))))
    return chosen
