"""Do what a button asks for, and say on the page how it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from services import storage
from services.errors import Refused
from ui.html import note, plain_markdown

Made = TypeVar("Made")

_SAID = "acting-said"


def act(work: Callable[[Any], Made], done: str) -> Made | None:
    """Write, and keep for ``say`` that it is done or why not. None when it was refused."""
    try:
        with storage.writing() as opened:
            made = work(opened)
    except Refused as refusal:
        st.session_state[_SAID] = (str(refusal), False)
        return None
    st.session_state[_SAID] = (done, True)
    return made


def say() -> None:
    """Say how the last thing went, once."""
    said = st.session_state.pop(_SAID, None)
    if said is None:
        return
    sentence, well = said
    if well:
        st.success(plain_markdown(sentence), icon=":material/check:")
    else:
        st.html(note(sentence))
