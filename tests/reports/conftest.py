"""What tests of reports need from the machine."""

from __future__ import annotations

import pytest

from tests.conftest import missing
from tests.support.machine import has_office


@pytest.fixture(autouse=True)
def libreoffice(request: pytest.FixtureRequest) -> None:
    """Skip loudly what opens files in LibreOffice where there is none; fail in CI."""
    if request.node.get_closest_marker("office") and not has_office():
        missing("LibreOffice eller poppler")
