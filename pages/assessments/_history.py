"""An answer's history, as a card tells it."""

from __future__ import annotations

from collections.abc import Sequence

from questionnaires.model import Scale
from services.assessments.answers import Change
from services.installation import storage
from wording.history import value, what_changed
from wording.numbers import date_and_clock


def told(changes: Sequence[Change], scale: Scale) -> list[dict[str, str]]:
    """An answer's history as a card shows it, the newest first."""
    alone = storage.without_sign_in()
    return [
        {
            "what": what_changed(change.part, undoes=change.undoes is not None),
            "when": date_and_clock(change.at) + ("" if alone else f", {change.name}"),
            "before": value(change.part, change.before, scale),
            "after": value(change.part, change.after, scale),
        }
        for change in reversed(changes)
    ]
