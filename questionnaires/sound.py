"""Whether a resolved questionnaire hangs together: what its model cannot say of each part alone.

The loader makes sure of it for files. This is for a bundle that comes from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from questionnaires.model import Framework, Question, Questionnaire

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
LONGEST_ID = 60


def unsound(questionnaire: Questionnaire) -> str | None:
    """The first thing that is wrong, in Swedish; None when the questionnaire can be used."""
    return next(_faults(questionnaire), None)


def _faults(found: Questionnaire) -> Iterator[str]:
    yield from _ids(found)
    yield from _scale(found)
    frameworks = {framework.id for framework in found.frameworks}
    if found.base_framework not in frameworks:
        yield f"måluppsättningen ”{found.base_framework}” finns inte"
    if found.preconditions is not None and found.preconditions not in frameworks:
        yield f"förutsättningarna ”{found.preconditions}” finns inte"
    for source in found.sources:
        if not _ADDRESS.fullmatch(source.url):
            yield f"källan ”{source.id}” har ingen adress som börjar med http:// eller https://"
    for question in found.questions:
        yield from _question(found, question)
    for framework in found.frameworks:
        yield from _framework(found, framework)
    yield from _beside(found)


def _ids(found: Questionnaire) -> Iterator[str]:
    named = (found.questions, found.frameworks, found.sections, found.origins)
    for item in (found, *(item for items in named for item in items)):
        if len(item.id) > LONGEST_ID or not _ID.fullmatch(item.id):
            yield f"”{item.id[:LONGEST_ID]}” går inte att använda som id"
    if not _VERSION.fullmatch(found.version):
        yield "versionen är inte tre tal"
    for group in (*named, found.sources, found.law, found.terms, found.figures, found.cases):
        yield from _twice([item.id for item in group])


def _scale(found: Questionnaire) -> Iterator[str]:
    numbers = [level.number for level in found.scale.levels]
    if not 2 <= len(numbers) <= 10 or numbers[0] not in range(100):
        yield "skalan har inte 2–10 nivåer"
    elif numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield "skalans nivåer följer inte på varandra"


def _question(found: Questionnaire, question: Question) -> Iterator[str]:
    numbers = [level.number for level in found.scale.levels]
    where = f"frågan ”{question.id}”"
    if [level.number for level in question.levels] != numbers:
        yield f"{where} har inte skalans nivåer"
    if [step.level for step in question.next_steps] != numbers[:-1]:
        yield f"{where} har inte ett nästa steg för varje nivå under den högsta"
    if question.weight <= 0:
        yield f"{where} har ingen vikt"
    if question.section is not None and question.section not in {s.id for s in found.sections}:
        yield f"{where} hör till en del som inte finns"
    if question.origin and question.origin not in {origin.id for origin in found.origins}:
        yield f"{where} kommer från ett frågeformulär som inte finns"
    steps = [name for step in question.next_steps for name in step.sources]
    for names, known in (
        (question.terms, found.terms),
        (question.law, found.law),
        (question.figures, found.figures),
        (question.cases, found.cases),
        (steps, found.sources),
    ):
        yield from _missing(where, names, [item.id for item in known])


def _framework(found: Questionnaire, framework: Framework) -> Iterator[str]:
    where = f"måluppsättningen ”{framework.id}”"
    if not framework.goals:
        yield f"{where} har inga mål"
    yield from _twice([goal.id for goal in framework.goals])
    if framework.source is not None:
        yield from _missing(where, [framework.source], [source.id for source in found.sources])
    for goal in framework.goals:
        if len(goal.id) > LONGEST_ID or not _ID.fullmatch(goal.id):
            yield f"”{goal.id[:LONGEST_ID]}” går inte att använda som id"
        names = [link.question for link in goal.links]
        yield from _twice(names)
        yield from _missing(f"målet ”{goal.id}”", names, [q.id for q in found.questions])
        if any(link.weight <= 0 for link in goal.links):
            yield f"målet ”{goal.id}” har en fråga utan vikt"


def _beside(found: Questionnaire) -> Iterator[str]:
    sources = [source.id for source in found.sources]
    told = [(law.id, law.source) for law in found.law]
    told += [(figure.id, figure.source) for figure in found.figures]
    told += [(case.id, case.source) for case in found.cases]
    for name, source in told:
        yield from _missing(f"”{name}”", [source] if source is not None else [], sources)


def _missing(where: str, names: Iterable[str], known: Sequence[str]) -> Iterator[str]:
    have = set(known)
    return (f"{where} hänvisar till ”{name}”, som inte finns" for name in names if name not in have)


def _twice(ids: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield f"”{name}” finns två gånger"
        seen.add(name)
