"""A blank questionnaire as PDF/UA-1: to read, to print and to fill in by hand."""

from __future__ import annotations

from reports.blank.model import Blank
from reports.documents import typesetting
from reports.documents.plain import plain
from reports.documents.typesetting import CannotSet, Change, Data
from wording import forms as words

__all__ = ["CannotSet", "render"]


def render(blank: Blank) -> bytes:
    """The same questionnaire always gives the same bytes. Raises CannotSet."""
    said = {
        "how": list(words.HOW),
        "unknown": words.UNKNOWN,
        "not_applicable": words.NOT_APPLICABLE,
    }
    return typesetting.render("blank.typ", plain(blank) | {"words": said}, blank.moment, _typed)


def _typed(data: Data, change: Change) -> Data:
    return data | {name: change(data[name]) for name in ("organisation", "period")}
