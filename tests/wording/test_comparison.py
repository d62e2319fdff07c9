"""What is said of where one stands among others."""

from __future__ import annotations

import pytest

from wording.comparison import NOT_SHARED, WITHHELD, peers_text, summary


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        (["around"] * 7, "Ni ligger i rutan i 7 mål."),
        (
            ["above", "around", "below", "below"],
            "Ni ligger över rutan i 1 mål, i den i 1 och under den i 2.",
        ),
        (["below", None, None], "Ni ligger under rutan i 1 mål. I 2 mål går det inte att säga."),
        (["above"], "Ni ligger över rutan."),
        ([None, None], ""),
        ([], ""),
    ],
)
def test_only_what_there_is_is_counted(stands, said):
    assert summary(stands) == said


def test_what_nobody_else_is_asked_is_not_called_too_few():
    assert peers_text(None) == WITHHELD.lower()
    assert peers_text(None, shared=False) == NOT_SHARED.lower()
