"""An organisation with an assessment under way."""

from __future__ import annotations

import pytest

from services.actor import LOCAL
from services.assessments import assessments
from services.organisations import organisations


@pytest.fixture
def organisation(database):
    with database.write() as session:
        return organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")


@pytest.fixture
def assessment_id(database, organisation):
    with database.write() as session:
        return assessments.begin(session, LOCAL, organisation.id, period="2026", mode="standard")
