"""Riktmärket: Streamlit with its plain routes, warmed up before the first visitor.

Run it with ``python manage.py serve``, ``streamlit run app.py`` or ``uvicorn app:app``.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
import streamlit.logger
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from services import operation
from web import logs
from web.beside import Beside
from web.guard import LoopbackOnly
from web.headers import SecurityHeaders
from web.shell import SwedishShell
from web.watch import Watched

# Streamlit takes a folder called pages for its older kind of app until the first st.navigation has
# run. The first visitor after a start, or a tab that reconnects after one, would be sent to Start.
PagesManager.uses_pages_directory = False

# Streamlit gives each of its loggers a handler of its own, which would write past ours.
streamlit.logger.setup_formatter = logs.adopt

INDEX = Path(st.__file__).parent / "static" / "index.html"


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, object]]:
    """Import what the first page needs, bring the database up to date, and freeze."""
    from services.warmup import warm_up

    logs.configure(operation.log_format())
    warm_up()
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(
    "navigation.py",
    lifespan=lifespan,
    middleware=[
        Middleware(Watched),
        Middleware(SecurityHeaders, index=INDEX.read_text("utf-8"), encrypted=operation.encrypted),
        Middleware(Beside),
        Middleware(LoopbackOnly),
        Middleware(SwedishShell, title="Riktmärket"),
    ],
)
