"""A choice from a list that the address carries, so that it stays over pages and reloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import streamlit as st


def choose(
    label: str,
    options: Sequence[str],
    *,
    parameter: str,
    key: str,
    name: Callable[[str], str],
    otherwise: str | None = None,
    filter_mode: Literal["contains"] | None = None,
) -> str:
    """Let the person choose one of ``options``, called what ``name`` says.

    What the address says goes first, then what this tab showed last, then ``otherwise`` (the first
    option unless given).
    """
    in_address, remembered = st.query_params.get(parameter), st.session_state.get(parameter)
    named = in_address or remembered
    if named not in options:
        named = otherwise or options[0]
    if in_address != remembered or st.session_state.get(key) not in options:
        # An address that someone followed goes before what this tab showed last.
        st.session_state[key] = named
    chosen: str = st.selectbox(label, options, format_func=name, filter_mode=filter_mode, key=key)
    st.session_state[parameter] = chosen
    if st.query_params.get(parameter) != chosen:
        st.query_params[parameter] = chosen
    return chosen


def question_names(questions: Sequence[Any]) -> dict[str, str]:
    """Questions to choose between, by id."""
    return {question.id: f"{question.number}. {question.text}" for question in questions}
