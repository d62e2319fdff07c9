"""Riktmärket: Streamlit with its plain routes, warmed up before the first visitor.

Run it with ``python manage.py serve``, ``streamlit run app.py`` or ``uvicorn app:app``.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from services import storage
from web.guard import LoopbackOnly
from web.shell import SwedishShell

# Streamlit takes a folder called pages for its older kind of app until the first st.navigation has
# run. The first visitor after a start, or a tab that reconnects after one, would be sent to Start.
PagesManager.uses_pages_directory = False

try:
    storage.check_settings()
except storage.SettingsProblem as problem:
    sys.exit(str(problem))

INDEX = Path(st.__file__).parent / "static" / "index.html"


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, object]]:
    """Import what the first page needs, bring the database up to date, and freeze."""
    from services.warmup import warm_up

    warm_up()
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(
    "navigation.py",
    lifespan=lifespan,
    middleware=[
        Middleware(LoopbackOnly),
        Middleware(SwedishShell, index=INDEX.read_text("utf-8"), title="Riktmärket"),
    ],
)
