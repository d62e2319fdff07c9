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
import streamlit.logger
from starlette.middleware import Middleware
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.pages_manager import PagesManager

from services.installation import setup, storage
from services.installation import setup as installation_setup
from web import logs
from web.guard import LoopbackOnly, OwnAddress
from web.headers import SecurityHeaders
from web.probes import Beside
from web.routes import routes
from web.shell import SwedishShell
from web.sign_in.gate import Gate
from web.watch import Watched

# Streamlit takes a folder called pages for its older kind of app until the first st.navigation has
# run. The first visitor after a start, or a tab that reconnects after one, would be sent to Start.
PagesManager.uses_pages_directory = False

try:
    setup.check()
    storage.refuse_shown_to_others()
except storage.SettingsProblem as problem:
    sys.exit(str(problem))
# Streamlit gives each of its loggers a handler of its own, which would write past ours.
streamlit.logger.setup_formatter = logs.adopt

INDEX = Path(st.__file__).parent / "static" / "index.html"


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, object]]:
    """Import what the first page needs, bring the database up to date, and freeze."""
    from services.upkeep import warm_up

    logs.configure(installation_setup.log_format())
    warm_up()
    gc.collect()
    gc.freeze()
    yield {}


def a_person_did(sent: bytes) -> bool:
    """Whether what a page sends comes from someone's hand, and not from a page that renews itself."""
    message = BackMsg()
    try:
        message.ParseFromString(sent)
    except ValueError:
        return False
    return message.HasField("rerun_script") and not message.rerun_script.is_auto_rerun


def guards() -> list[Middleware]:
    """What every request passes first, by how people sign in."""
    first = [
        Middleware(Watched),
        Middleware(
            SecurityHeaders, index=INDEX.read_text("utf-8"), encrypted=installation_setup.encrypted
        ),
        Middleware(Beside),
    ]
    shell = Middleware(SwedishShell, title="Riktmärket")
    mode = setup.sign_in_mode()
    if mode == "local":
        return [*first, Middleware(LoopbackOnly), shell]
    own = Middleware(OwnAddress, host=setup.host(), encrypted=setup.encrypted())
    if mode == "accounts":
        return [*first, own, shell, Middleware(Gate, is_activity=a_person_did)]
    return [*first, own, shell]


provider = setup.provider()
if provider:
    # What is kept during a sign-in is signed by this one, the same in all processes.
    config.set_option("server.cookieSecret", provider["cookie_secret"])

app = st.App(
    "navigation.py",
    secrets={"auth": dict(provider)} if provider else None,
    lifespan=lifespan,
    routes=routes(),
    middleware=guards(),
)
