"""Do what a button asks for, and say on the page how it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from services.errors import Refused
from services.installation import storage
from ui.html import note, plain_markdown

Made = TypeVar("Made")

Work = Callable[[Any], object]

_INTENTS = "acting-intents"
_SAID = "acting-said"


def act(work: Callable[[Any], Made], done: str) -> Made | None:
    """Write, and keep for ``say`` that it is done or why not. None when it was refused."""
    try:
        with storage.writing() as opened:
            made = work(opened)
    except Refused as refusal:
        _keep(str(refusal), well=False)
        return None
    _keep(done, well=True)
    return made


def intend(work: Work) -> None:
    """Have something done when the page is drawn next. For callbacks.

    Written while the page is drawn, not in the callback, so that navigation can explain a database
    in trouble; what was meant stays until it is stored.
    """
    st.session_state.setdefault(_INTENTS, []).append(work)


def carry_out() -> None:
    """Do what was meant, in order, and keep for ``say`` what was refused."""
    waiting: list[Work] = st.session_state.setdefault(_INTENTS, [])
    while waiting:
        try:
            with storage.writing() as opened:
                waiting[0](opened)
        except Refused as refusal:
            _keep(str(refusal), well=False)
        waiting.pop(0)


def say() -> None:
    """Say how it went since it was last said, once and in order."""
    for sentence, well in st.session_state.pop(_SAID, []):
        if well:
            st.success(plain_markdown(sentence), icon=":material/check:")
        else:
            st.html(note(sentence))


def _keep(sentence: str, *, well: bool) -> None:
    st.session_state.setdefault(_SAID, []).append((sentence, well))
