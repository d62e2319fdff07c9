"""A browser tab without a browser: speaks Streamlit's own protocol over its websocket.

Measures what a browser would wait for, without the cost of one, so that a hundred fit on a core.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect


class ScriptFailed(RuntimeError):
    """The app raised, or showed an exception."""


@dataclass
class Radio:
    """A group of options as the page sent it."""

    id: str
    key: str
    options: list[str]
    fragment: str


@dataclass
class Tab:
    """One open page. ``at`` is the machine to connect to, where it is not the one in the URL."""

    url: str
    page: str = ""
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    at: str | None = None
    radios: dict[str, Radio] = field(default_factory=dict)
    # Parts of the page that renew themselves, and how often in seconds.
    timers: dict[str, float] = field(default_factory=dict)
    # Pieces of HTML that the last run drew.
    pieces: list[str] = field(default_factory=list)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _cache: dict[str, ForwardMsg] = field(default_factory=dict)
    _hash: str = ""
    _socket: ClientConnection | None = None

    async def open(self) -> float:
        """Connect and draw the page. Gives milliseconds from connecting to drawn."""
        address = urlsplit(self.url)
        started = time.perf_counter()
        self._socket = await connect(
            f"{'wss' if self.tls else 'ws'}://{address.netloc}/_stcore/stream",
            additional_headers=self.headers,
            **({"ssl": self.tls} if self.tls else {}),
            **({"host": self.at, "port": address.port} if self.at else {}),
            subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
            max_size=None,
            compression=None,
            open_timeout=60,
            ping_interval=None,
        )
        return await self._run(started=started)

    async def close(self) -> None:
        """Disconnect."""
        if self._socket:
            await self._socket.close()

    def radio(self, ending: str) -> Radio:
        """The group whose key ends so. Raises LookupError."""
        for radio in self.radios.values():
            if radio.key.endswith(ending):
                return radio
        raise LookupError(ending, [radio.key for radio in self.radios.values()])

    async def choose(self, radio: Radio, option: str) -> float:
        """Click an option. Gives milliseconds from click to redrawn."""
        self._states[radio.id] = WidgetState(id=radio.id, string_value=option)
        return await self._run(fragment=radio.fragment)

    async def renew(self, fragment: str) -> float:
        """Let a part renew itself, as its timer does. Gives milliseconds."""
        return await self._run(fragment=fragment, by_timer=True)

    async def _run(
        self, *, fragment: str = "", started: float | None = None, by_timer: bool = False
    ) -> float:
        if self._socket is None:
            raise RuntimeError("the tab is not open")
        message = BackMsg()
        state: Any = message.rerun_script
        state.query_string = self.query
        state.page_script_hash = self._hash
        if not self._hash:
            state.page_name = self.page
        state.fragment_id = fragment
        state.is_auto_rerun = by_timer
        self.pieces.clear()
        state.widget_states.widgets.extend(self._states.values())
        state.cached_message_hashes.extend(self._cache)
        state.context_info.timezone = "Europe/Stockholm"
        state.context_info.locale = "sv-SE"
        state.context_info.url = self.url
        started = time.perf_counter() if started is None else started
        await self._socket.send(message.SerializeToString())
        await asyncio.wait_for(self._collect(), 60)
        return (time.perf_counter() - started) * 1000

    async def _collect(self) -> None:
        if self._socket is None:
            return
        while True:
            data = await self._socket.recv()
            message = ForwardMsg.FromString(data)  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "ref_hash":
                message, kind = self._cache[message.ref_hash], "delta"
            elif message.metadata.cacheable:
                self._cache[message.hash] = message
            if kind == "delta":
                self._see(message.delta)
            elif kind == "new_session":
                self._hash = message.new_session.page_script_hash or self._hash
            elif kind == "auto_rerun":
                self.timers[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            elif kind == "navigation":
                self._hash = message.navigation.page_script_hash
            elif (
                kind == "script_finished"
                and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                return

    def _see(self, delta: Any) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        if kind == "exception":
            raise ScriptFailed(delta.new_element.exception.message)
        if kind == "html":
            self.pieces.append(delta.new_element.html.body)
        if kind == "radio":
            body = delta.new_element.radio
            key = body.id.removeprefix("$$ID-").partition("-")[2]
            options = [getattr(o, "content", o) for o in body.options]
            self.radios[body.id] = Radio(body.id, key, options, delta.fragment_id)
