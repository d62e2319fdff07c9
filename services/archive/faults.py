"""What is wrong with an organisation's file, as it is said, and the rules that its parts share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any

from questionnaires.model import Questionnaire
from services.archive.zip import BadFile

CHANGED = "Filen är ändrad efter att den hämtades, eller gjord av något annat än Riktmärket."


def question_asked(where: str, name: str, asked: Questionnaire) -> None:
    """Raise BadFile for a question that the questionnaire has not."""
    if not asked.has_question(name):
        raise wrong(where, "frågan finns inte i frågeformuläret")


def choice(where: str, kind: Any, level_given: Any, asked: Questionnaire) -> None:
    """Raise BadFile for an answer of no kind, or with a level that it should not have."""
    if kind not in ("", "level", "unknown", "not_applicable"):
        raise wrong(where, "svaret är av ett slag som inte finns")
    if (kind == "level") != (level_given is not None):
        raise wrong(where, "svaret har nivå utan att vara en nivå, eller tvärtom")
    if level_given is not None:
        level(where, level_given, asked)


def level(where: str, given: Any, asked: Questionnaire) -> None:
    """Raise BadFile for a level outside the scale."""
    scale = asked.scale
    if type(given) is not int or given not in scale.numbers:
        raise wrong(where, f"nivån {given} ligger utanför skalan {scale.lowest}–{scale.highest}")


def once(where: str, keys: Iterable[Hashable]) -> None:
    """Raise BadFile for what stands twice."""
    for key, count in Counter(keys).items():
        if count > 1:
            shown = "/".join(map(str, key)) if isinstance(key, tuple) else key
            raise wrong(where, f"”{shown}” står två gånger")


def wrong(where: str, what: str) -> BadFile:
    """What does not fit, where."""
    return BadFile(f"Det här stämmer inte i filen: {where}: {what}. {CHANGED}")
