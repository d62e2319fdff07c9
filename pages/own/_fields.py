"""Fields that keep what is written in them at once, and never over someone else's change.

A field sends what it holds together with what the person had before them. It is written while the
page is drawn, not in the callback, so that navigation can explain a database in trouble; what was
meant stays until it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

from pages import _current
from pages._acting import intend
from services.own import content, drafts, in_use
from services.own.content import OwnView
from services.own.drafts import Path

Option = TypeVar("Option")


class Fields:
    """The fields of one draft."""

    def __init__(self, own: OwnView) -> None:
        self.own = own

    def text(
        self,
        label: str,
        path: Path,
        *,
        limit: int,
        area: bool = False,
        hint: str | None = None,
        default: str = "",
    ) -> None:
        """A line, or an area of text. ``limit`` is the most characters it takes."""
        key = self._ready(path, str(self._value(path) or default))
        draw: Callable[..., Any] = st.text_area if area else st.text_input
        draw(label, key=key, max_chars=limit, placeholder=hint, on_change=self._send(path, key))

    def number(self, label: str, path: Path, *, default: str = "1") -> None:
        """A weight over 0."""
        value = float(in_use.weight_of(self._value(path) or default))
        key = self._ready(path, value)

        def send() -> None:
            self._change(path, f"{st.session_state[key]:g}", self._value(path))

        st.number_input(
            label,
            key=key,
            # A file may hold a weight outside what one would choose here.
            min_value=min(0.1, value),
            max_value=max(100.0, value),
            step=0.5,
            format="%g",
            on_change=send,
        )

    def tick(self, label: str, path: Path) -> None:
        """Yes or no."""
        key = self._ready(path, bool(self._value(path)))
        st.checkbox(label, key=key, on_change=self._send(path, key))

    def choice(
        self, label: str, path: Path, names: Mapping[Any, str], *, hint: str = "Välj"
    ) -> None:
        """One of some options."""
        options = list(names)
        value = self._value(path)
        key = self._ready(path, value if value in options else None)
        st.selectbox(
            label,
            options,
            format_func=lambda option: names[option],
            key=key,
            placeholder=hint,
            filter_mode=None,
            on_change=self._send(path, key),
        )

    def several(self, label: str, path: Path, names: Mapping[str, str], *, hint: str) -> None:
        """Some of many options, kept as a list."""
        value = [name for name in self._value(path) or [] if name in names]
        key = self._ready(path, value)
        st.multiselect(
            label,
            list(names),
            format_func=lambda option: names[option],
            key=key,
            placeholder=hint,
            select_all=False,
            on_change=self._send(path, key),
        )

    def goals(self, label: str, path: Path, names: Mapping[str, str]) -> None:
        """Goals that a question informs, each with weight 1; weights of a file stay."""
        stored: dict[str, Any] = self._value(path) or {}
        key = self._ready(path, [name for name in stored if name in names])

        def send() -> None:
            wanted = {name: stored.get(name, "1") for name in st.session_state[key]}
            self._change(path, wanted or None, stored)

        st.multiselect(
            label,
            list(names),
            format_func=lambda option: names[option],
            key=key,
            placeholder="Sök bland målen",
            select_all=False,
            on_change=send,
        )

    def ready(self, name: str, value: Any) -> str:
        """The key of a field that is drawn elsewhere, holding what is stored."""
        return self._ready((name,), value)

    def _value(self, path: Path) -> Any:
        return drafts.get(self.own.draft, path)

    def _ready(self, path: Path, value: Any) -> str:
        key = "-".join(("own", self.own.id, *path))
        # Set only where it differs: setting it anew would take what is being typed.
        if key not in st.session_state or st.session_state[key] != value:
            st.session_state[key] = value
        return key

    def _send(self, path: Path, key: str) -> Callable[[], None]:
        seen = self._value(path)
        return lambda: self._change(path, st.session_state[key], seen)

    def _change(self, path: Path, value: Any, seen: Any) -> None:
        own_id, actor = self.own.id, _current.actor()
        intend(lambda opened: content.change(opened, actor, own_id, path, value, seen=seen))
