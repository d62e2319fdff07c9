"""A screen in Streamlit's test harness, run by itself or as the app runs it."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from streamlit.testing.v1 import AppTest

from ui import screens

ROOT = Path(__file__).parent.parent.parent


def open_page(app: AppTest, page: str) -> AppTest:
    """The app about to run that screen.

    An app that has run goes there as the app does, through navigation.py. One that has not runs the
    screen's own file and nothing before it: no frame, and whoever a test has put in the session.
    """
    path = getattr(screens, page.upper())
    known = {Path(str(found.get("script_path"))) for found in app._registered_pages.values()}
    if ROOT / path not in known:
        app._script_path = str(_entry())
        app._registered_pages = {}
    return app.switch_page(path)


@cache
def _entry() -> Path:
    # Streamlit takes the files of a folder "pages" for screens of their own; it looks no deeper, so
    # they lie flat here, beside links to the folders, where st.switch_page looks for them.
    folder = Path(tempfile.mkdtemp(prefix="riktmarket-screens-"))
    (folder / "pages").mkdir()
    for name, path in vars(screens).items():
        if name.isupper():
            (folder / "pages" / Path(path).name).symlink_to(ROOT / path)
    for inside in (ROOT / "pages").iterdir():
        if inside.is_dir():
            (folder / "pages" / inside.name).symlink_to(inside)
    entry = folder / "entry.py"
    entry.write_text("", "utf-8")
    return entry
