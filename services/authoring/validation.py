"""Check content files from a shell: what an author runs before showing them to anyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from questionnaires import quality, yamlfile
from questionnaires import schema as schemas
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileFramework
from questionnaires.loader import (
    load_questionnaire,
    read_cases,
    read_law,
    read_sources,
    shipped,
)
from questionnaires.model import Questionnaire
from questionnaires.reading import shape
from questionnaires.sets import read_set
from questionnaires.surveys import read_survey
from questionnaires.yamlfile import Document
from wording.numbers import count

_PART = (
    "Filen är en del av ett frågeformulär. Pröva i stället frågeformulärets fil, den som har filen "
    "under parts."
)
_NONE = (
    "Det går inte att se vad filen är. En måluppsättning har goals, ett frågeformulär scale eller "
    "extends, siffror figures och exempel cases."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A sound file: what it is, and remarks that do not stop it from loading."""

    path: Path
    what: str
    remarks: tuple[str, ...]
    lix: dict[str, float]


def check(path: Path, beside: Sequence[Path] = ()) -> Checked:
    """Check a file of content of any kind. Raises ContentProblem with every fault.

    A framework may map the questions of the files ``beside`` it, as it may the shipped ones.
    """
    document = yamlfile.read(path)
    keys = set(document.value) if isinstance(document.value, dict) else set()
    if keys & {"scale", "base_framework", "extends"}:
        found = load_questionnaire(path, shipped())
        what = (
            f"Frågeformulär {found.id} {found.version}: "
            f"{count(len(found.questions), 'fråga', 'frågor')}, "
            f"{count(len(found.frameworks), 'måluppsättning', 'måluppsättningar')}"
        )
        said = tuple(str(remark) for remark in quality.remarks(found))
        return Checked(path, what, said, _lix(found))
    if "goals" in keys:
        framework = shape(document, FileFramework)
        if wrong := _references(document, framework, _asked(beside)):
            raise ContentProblem(wrong)
        what = f"Måluppsättning {framework.id}: {len(framework.goals)} mål"
        return Checked(path, what, (), {})
    if what := _beside(path, keys):
        return Checked(path, what, (), {})
    raise ContentProblem(
        [ContentError(path.name, 0, 0, "", _PART if "questions" in keys else _NONE)]
    )


def _lix(found: Questionnaire) -> dict[str, float]:
    """LIX of what the file itself asks: what it extends is somebody else's to write."""
    if len(found.origins) < 2:
        return quality.lix_by_goal(found)
    added = [question for question in found.questions if question.origin == found.id]
    return {found.id: quality.lix_of(added)} if added else {}


def _beside(path: Path, keys: set[Any]) -> str:
    """What a file of what stands beside the questions holds; nothing if it is no such file."""
    known = shipped().known
    if keys & {"survey", "figures"}:
        figures = read_survey(path, known.sources, known.goals)
        return count(len(figures), "publicerad siffra", "publicerade siffror")
    if "cases" in keys:
        return count(len(read_cases(path, known.sources)), "exempel", "exempel")
    if "sources" in keys:
        return count(len(read_sources(path)), "källa", "källor")
    if "law" in keys:
        return count(len(read_law(path, known.sources)), "lagrum", "lagrum")
    return ""


def _asked(files: Sequence[Path]) -> set[str]:
    """The ids of the questions in those of the files that hold some."""
    found: set[str] = set()
    for path in files:
        try:
            found |= {question.item.id for question in read_set(path).questions}
        except ContentProblem:
            # A framework, or a file whose own check tells what is wrong with it.
            continue
    return found


def _references(
    document: Document, framework: FileFramework, asked: set[str]
) -> list[ContentError]:
    library = shipped()
    known = {q.id for found in library.questionnaires.values() for q in found.questions} | asked
    wrong: list[ContentError] = []
    if framework.source and framework.source not in library.known.sources:
        wrong.append(document.error(("source",), f"Källan ”{framework.source}” finns inte."))
    seen: set[str] = set()
    for i, goal in enumerate(framework.goals):
        if goal.id in seen:
            wrong.append(document.error(("goals", i, "id"), f"Målet ”{goal.id}” finns redan."))
        seen.add(goal.id)
        for name in goal.questions:
            if name not in known:
                where = ("goals", i, "questions", name)
                what = f"Frågan ”{name}” finns inte i något frågeformulär."
                wrong.append(document.error(where, what, key=True))
    return wrong


def write_schemas() -> list[Path]:
    """Write the JSON Schemas beside the questionnaires. Gives the files."""
    return schemas.write_all()
