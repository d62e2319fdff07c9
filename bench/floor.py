"""The floor: the least that a Streamlit app can be, with the same settings and the same imports."""

from __future__ import annotations

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

# What the app has imported when it is ready for its first visitor.
PACKAGES = (
    "alembic",
    "altair",
    "babel.dates",
    "babel.numbers",
    "pandas",
    "pydantic_settings",
    "sqlmodel",
    "yaml",
)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, object]]:
    """Import what the real app imports, and freeze as it does."""
    for name in PACKAGES:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(str(Path(__file__).parent / "floor_page.py"), lifespan=lifespan)
