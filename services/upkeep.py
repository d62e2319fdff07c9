"""What can be done before the first visitor comes."""

from __future__ import annotations

import importlib

from data.errors import StorageProblem
from data.settings import settings
from questionnaires.loader import shipped
from services.actor import OPERATOR
from services.assessments import assessments
from services.installation import storage
from services.organisations import retention


def warm_up() -> None:
    """Load the content, import what the first page uses and bring the database up to date.

    What has been kept for long enough goes to the bin, and what has lain there for too long is
    removed. Raises ContentProblem: an app with half its
    questions must not start. Raises SettingsProblem for unsafe settings. A database that fails is
    left for the screens to explain.
    """
    settings().refuse_unsafe()
    shipped()
    for name in ("pandas", "altair", "babel.dates", "babel.numbers"):
        importlib.import_module(name)
    try:
        storage.ready()
        with storage.writing() as session:
            retention.run(session, OPERATOR)
            assessments.empty_bin(session, OPERATOR)
    except StorageProblem:
        # Each page tries again and says what is wrong.
        return
