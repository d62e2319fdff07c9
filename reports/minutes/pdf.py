"""The minutes of a workshop as PDF/UA-1."""

from __future__ import annotations

from reports.documents import typesetting
from reports.documents.plain import plain
from reports.documents.typesetting import CannotSet, Change, Data
from reports.minutes.model import Minutes

__all__ = ["CannotSet", "render"]


def render(minutes: Minutes) -> bytes:
    """The same minutes always give the same bytes. Raises CannotSet."""
    return typesetting.render("minutes.typ", plain(minutes), minutes.moment, typed)


def typed(data: Data, change: Change) -> Data:
    """The data with everything that people typed changed."""
    questions = [
        question
        | {name: change(question[name]) for name in ("rationale", "minority")}
        | {"comments": [change(comment) for comment in question["comments"]]}
        for question in data["questions"]
    ]
    issues = [issue | {"text": change(issue["text"])} for issue in data["issues"]]
    named = {name: change(data[name]) for name in ("organisation", "period", "workshop")}
    return data | named | {"questions": questions, "issues": issues}
