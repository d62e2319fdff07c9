"""Ids are for ever: one that belonged to a question that is gone is never used again."""

from __future__ import annotations

from questionnaires.errors import ContentError
from questionnaires.sets import Editions, SetFile
from questionnaires.versions import order


def reused(parts: tuple[SetFile, ...], known: Editions) -> list[ContentError]:
    """Questions whose id is taken: it belonged to another one in an earlier version.

    ``parts`` is a questionnaire with what it extends, ``known`` every version there is of each. An
    id is gone when an earlier version lists it under ``retired``, or when a later one than a
    version that had it is without it.
    """
    gone: dict[str, str] = {}
    for part in parts:
        gone = _gone(part, known) | gone
    return [
        question.error(
            ("id",),
            f"Frågans id ”{question.item.id}” tillhörde en fråga som togs bort i {gone[question.item.id]}. "
            "Välj ett nytt.",
        )
        for part in parts
        for question in part.questions
        if question.item.id in gone
    ]


def _gone(part: SetFile, known: Editions) -> dict[str, str]:
    """The ids that earlier versions of a part have given up, each with the version that did."""
    earlier = [
        read
        for version, read in known.get(part.id, {}).items()
        if order(version) < order(part.version)
    ]
    gone: dict[str, str] = {}
    had: set[str] = set()
    for read in (*earlier, part):
        asked = {question.item.id for question in read.questions}
        left = had - asked
        if read is not part:
            left |= set(read.file.retired)
        for name in sorted(left):
            gone.setdefault(name, f"{read.id} {read.version}")
        had |= asked
    return gone
