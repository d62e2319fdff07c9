"""Score a file of answers, without any database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from questionnaires import answersfile, yamlfile
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileFramework
from questionnaires.frameworks import with_own
from questionnaires.loader import build, shipped
from questionnaires.model import Framework, Mode, Questionnaire
from questionnaires.placed import Placed
from questionnaires.reading import shape
from questionnaires.sets import SetFile, newest, read_set
from scoring.answers import Answers, Response
from scoring.output import as_data
from scoring.profile import Profile, profile
from services.assessments.evidence import evidence_status


def find_questionnaire(id_or_file: str) -> Questionnaire:
    """A shipped questionnaire by id or id@version, or one from a file. Raises ContentProblem."""
    return build(find_set(id_or_file), shipped())


def find_set(id_or_file: str) -> SetFile:
    """As ``find_questionnaire``, as it was read. Raises ContentProblem."""
    library = shipped()
    name, at, version = id_or_file.partition("@")
    if name in library.files:
        versions = library.files[name]
        if not at:
            return newest(versions)
        if version in versions:
            return versions[version]
        what = f"Den versionen finns inte. De som finns: {', '.join(versions)}."
        raise ContentProblem([ContentError(id_or_file, 0, 0, "", what)])
    path = Path(id_or_file)
    if _is_file(path):
        return read_set(path)
    known = ", ".join(library.questionnaires)
    what = f"Inget frågeformulär heter så, och ingen fil heller. Inbyggda: {known}."
    raise ContentProblem([ContentError(id_or_file, 0, 0, "", what)])


def find_framework(
    questionnaire: Questionnaire, id_or_file: str | None
) -> tuple[Questionnaire, Framework]:
    """A framework of a questionnaire by id, the base one unless said, or one from a file.

    Gives the questionnaire too: a framework from a file is put on top of it. Raises ContentProblem.
    """
    name = id_or_file or questionnaire.base_framework
    try:
        return questionnaire, questionnaire.framework(name)
    except KeyError as error:
        if _is_file(Path(name)):
            document = yamlfile.read(Path(name))
            placed = Placed(shape(document, FileFramework), document, ())
            found = with_own(questionnaire, [placed], shipped().known.sources)
            return found, found.framework(placed.item.id)
        known = ", ".join(found.id for found in questionnaire.frameworks)
        what = f"Måluppsättningen ”{name}” finns inte. Det här formuläret har: {known}."
        raise ContentProblem([ContentError(questionnaire.id, 0, 0, "", what)]) from error


def _is_file(path: Path) -> bool:
    try:
        return path.suffix in (".yaml", ".yml") or path.exists()
    except OSError:
        # Too long to be a name.
        return False


def score_file(
    questionnaire: Questionnaire, answers: Path, framework_id: str | None, mode: Mode | None = None
) -> Profile:
    """Read a file of answers through a framework, the base one unless said.

    Raises ContentProblem: a fault in the file, or a framework that the questionnaire lacks.
    """
    questionnaire, framework = find_framework(questionnaire, framework_id)
    given = read_answers(questionnaire, answers)
    return profile(questionnaire, framework, given, mode or "in-depth")


def score_file_through_all(questionnaire: Questionnaire, answers: Path) -> tuple[Profile, ...]:
    """Read a file of answers through every framework of a questionnaire. Raises ContentProblem."""
    given = read_answers(questionnaire, answers)
    return tuple(
        profile(questionnaire, framework, given, "in-depth")
        for framework in questionnaire.frameworks
    )


def read_answers(questionnaire: Questionnaire, path: Path) -> Answers:
    """The answers of a file as the method sees them. Raises ContentProblem."""
    return {
        name: Response(answer.kind, answer.level, evidence_status(answer.evidence))
        for name, answer in answersfile.read(path, questionnaire).items()
    }


def data(questionnaire: Questionnaire, found: Profile) -> dict[str, Any]:
    """A profile as plain data for JSON."""
    return as_data(questionnaire, found)


def data_of_all(questionnaire: Questionnaire, found: Iterable[Profile]) -> dict[str, Any]:
    """Several profiles as plain data for JSON: each as in ``data``, the questionnaire once."""
    whole = [as_data(questionnaire, one) for one in found]
    same = {"id": questionnaire.id, "version": questionnaire.version}
    return {
        "questionnaire": same,
        "frameworks": [
            {name: value for name, value in one.items() if name != "questionnaire"} for one in whole
        ],
    }
