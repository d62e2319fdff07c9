"""Whoever collides with someone else is told in one way: one base, with what stands there now."""

from __future__ import annotations

import pytest

from services.assessments.answers import Stale
from services.errors import Collision, Outdated
from services.own.drafts import Changed
from services.plan.plan import StaleAction
from services.workshop.leading import LedOn


@pytest.mark.parametrize("kind", [Stale, StaleAction, Changed, LedOn, Outdated])
def test_one_base(kind):
    assert issubclass(kind, Collision)


def test_what_stands_now_follows_along():
    assert Changed("nu", "vill").current == "nu"
    assert LedOn().current is None
    assert "överskrivet" in str(Outdated())
