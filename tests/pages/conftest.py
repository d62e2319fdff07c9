"""The app in Streamlit's own test harness, on a database of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from services.actor import LOCAL
from services.assessments import assessments
from services.organisations import organisations

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def app(database) -> AppTest:
    return AppTest.from_file(str(ROOT / "navigation.py"), default_timeout=30)


@pytest.fixture
def begun(database) -> str:
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
        return assessments.begin(session, LOCAL, own.id, period="2026", mode="standard")
