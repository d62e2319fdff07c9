"""Put a set together: check every reference, turn mappings around, number the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileFramework, FileGoal, FileLink, FileQuestion, FileSet
from questionnaires.model import (
    Framework,
    Goal,
    Law,
    Link,
    NextStep,
    Question,
    QuestionLevel,
    Questionnaire,
    Scale,
    ScaleLevel,
    Source,
    Term,
)
from questionnaires.yamlfile import Document

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Shape]):
    """Something read, and where it stands."""

    item: Shape
    document: Document
    path: tuple[str | int, ...]

    def error(self, path: Sequence[str | int], what: str, *, key: bool = False) -> ContentError:
        """A fault at a path below this item."""
        return self.document.error((*self.path, *path), what, key=key)


def resolve(
    placed: Placed[FileSet],
    questions: Sequence[Placed[FileQuestion]],
    *,
    frameworks: Mapping[str, Placed[FileFramework]],
    own_frameworks: Sequence[Placed[FileFramework]],
    sources: Mapping[str, Source],
    law: Mapping[str, Law],
) -> Questionnaire:
    """Build the resolved questionnaire. Raises ContentProblem with every fault."""
    work = _Work(placed, questions, sources, law)
    chosen = work.choose(frameworks, own_frameworks)
    work.check_scale()
    work.check_terms()
    work.check_questions({(f.item.id, g.id) for f in chosen for g in f.item.goals})
    resolved = tuple(work.framework(framework) for framework in chosen)
    work.check_goals(chosen, resolved)
    if work.errors:
        raise ContentProblem(work.errors)
    return work.questionnaire(resolved)


class _Work:
    def __init__(
        self,
        placed: Placed[FileSet],
        questions: Sequence[Placed[FileQuestion]],
        sources: Mapping[str, Source],
        law: Mapping[str, Law],
    ) -> None:
        self.placed = placed
        self.file = placed.item
        self.questions = questions
        self.sources = sources
        self.law = law
        self.errors: list[ContentError] = []

    def choose(
        self,
        library: Mapping[str, Placed[FileFramework]],
        own: Sequence[Placed[FileFramework]],
    ) -> list[Placed[FileFramework]]:
        chosen: list[Placed[FileFramework]] = []
        for i, name in enumerate(self.file.frameworks):
            if name in library:
                chosen.append(library[name])
            else:
                self._fault(
                    self.placed, ("frameworks", i), f"Måluppsättningen ”{name}” finns inte."
                )
        chosen += own
        seen: set[str] = set()
        for framework in chosen:
            if framework.item.id in seen:
                self._fault(framework, ("id",), f"”{framework.item.id}” är med två gånger.")
            seen.add(framework.item.id)
            source = framework.item.source
            if source and source not in self.sources:
                self._fault(framework, ("source",), f"Källan ”{source}” finns inte.")
        kinds = {f.item.id: f.item.kind for f in chosen}
        if self.file.base_framework not in kinds:
            what = f"”{self.file.base_framework}” är inte en av frågeformulärets måluppsättningar."
            self._fault(self.placed, ("base_framework",), what)
        if self.file.preconditions and kinds.get(self.file.preconditions) != "preconditions":
            what = f"”{self.file.preconditions}” är inte en uppsättning förutsättningar i frågeformuläret."
            self._fault(self.placed, ("preconditions",), what)
        return chosen

    def check_scale(self) -> None:
        numbers = [level.number for level in self.file.scale]
        for i, number in enumerate(numbers[1:], 1):
            if number != numbers[i - 1] + 1:
                what = "Nivåernas nummer ska följa på varandra, lägst först."
                self._fault(self.placed, ("scale", i, "number"), what)

    def check_terms(self) -> None:
        names = [term.id for term in self.file.terms]
        for i, name in enumerate(names):
            if name in names[:i]:
                self._fault(self.placed, ("terms", i, "id"), f"Begreppet ”{name}” finns redan.")

    def check_questions(self, goals: set[tuple[str, str]]) -> None:
        if not self.questions:
            self._fault(self.placed, (), "Frågeformuläret har inga frågor.")
        first: dict[str, Placed[FileQuestion]] = {}
        for question in self.questions:
            name = question.item.id
            if name in first:
                what = f"Frågans id ”{name}” finns redan i {first[name].document.name}."
                self._fault(question, ("id",), what)
            first.setdefault(name, question)
            self._check_levels(question)
            self._check_references(question, goals)

    def _check_levels(self, question: Placed[FileQuestion]) -> None:
        numbers = [level.number for level in self.file.scale]
        for key, wanted in (("levels", numbers), ("next_steps", numbers[:-1])):
            given = getattr(question.item, key)
            for number in wanted:
                if number not in given:
                    what = (
                        f"{'Nivå' if key == 'levels' else 'Nästa steg från nivå'} {number} saknas."
                    )
                    self._fault(question, (key,), what, key=True)
            for number in given:
                if number not in wanted:
                    self._fault(question, (key, number), f"{number} hör inte hit.", key=True)

    def _check_references(
        self, question: Placed[FileQuestion], goals: set[tuple[str, str]]
    ) -> None:
        item = question.item
        for name in item.goals:
            framework, _, goal = name.partition("/")
            if (framework, goal) not in goals:
                what = f"Målet ”{name}” finns inte. Skriv måluppsättning/mål."
                self._fault(question, ("goals", name), what, key=True)
        terms = {term.id for term in self.file.terms}
        for i, name in enumerate(item.terms):
            if name not in terms:
                self._fault(
                    question, ("terms", i), f"Begreppet ”{name}” finns inte i frågeformuläret."
                )
        for i, name in enumerate(item.law):
            if name not in self.law:
                self._fault(question, ("law", i), f"Lagrummet ”{name}” finns inte.")
        for number, step in item.next_steps.items():
            for i, name in enumerate(step.sources):
                if name not in self.sources:
                    path = ("next_steps", number, "sources", i)
                    self._fault(question, path, f"Källan ”{name}” finns inte.")

    def framework(self, placed: Placed[FileFramework]) -> Framework:
        file = placed.item
        known = {question.item.id for question in self.questions}
        for i, goal in enumerate(file.goals):
            if goal.id in [earlier.id for earlier in file.goals[:i]]:
                self._fault(placed, ("goals", i, "id"), f"Målet ”{goal.id}” finns redan.")
            for name in goal.questions:
                if name not in known:
                    what = f"Frågan ”{name}” finns inte i frågeformuläret {self.file.id}."
                    self._fault(placed, ("goals", i, "questions", name), what, key=True)
        fields = file.model_dump(exclude={"goals"})
        return Framework(**fields, goals=tuple(self._goal(file.id, goal) for goal in file.goals))

    def _goal(self, framework_id: str, file: FileGoal) -> Goal:
        links: list[Link] = []
        for placed in self.questions:
            question = placed.item
            link: FileLink | None = question.goals.get(f"{framework_id}/{file.id}")
            link = file.questions.get(question.id, link)
            if link:
                links.append(Link(question=question.id, weight=link.weight, key=link.key))
        return Goal(**file.model_dump(exclude={"questions"}), links=tuple(links))

    def check_goals(
        self, placed: Sequence[Placed[FileFramework]], frameworks: Sequence[Framework]
    ) -> None:
        declared = set(self.file.goals_without_questions)
        names = {f"{f.id}/{g.id}" for f in frameworks for g in f.goals}
        empty = {f"{f.id}/{g.id}" for f in frameworks for g in f.goals if not g.links}
        for framework, resolved in zip(placed, frameworks, strict=True):
            for i, goal in enumerate(resolved.goals):
                if f"{resolved.id}/{goal.id}" in empty - declared:
                    self._fault(framework, ("goals", i), f"Målet ”{goal.id}” har inga frågor.")
        for i, name in enumerate(self.file.goals_without_questions):
            if name not in names:
                self._fault(self.placed, ("goals_without_questions", i), f"”{name}” finns inte.")
            elif name not in empty:
                what = f"”{name}” har frågor och ska inte stå här."
                self._fault(self.placed, ("goals_without_questions", i), what)

    def questionnaire(self, frameworks: tuple[Framework, ...]) -> Questionnaire:
        questions = tuple(_question(p.item, i) for i, p in enumerate(self.questions, 1))
        used = {name for q in questions for step in q.next_steps for name in step.sources}
        used |= {framework.source for framework in frameworks if framework.source}
        laws = [self.law[name] for name in dict.fromkeys(n for q in questions for n in q.law)]
        used |= {law.source for law in laws if law.source}
        file = self.file
        return Questionnaire(
            id=file.id,
            version=file.version,
            name=file.name,
            about=file.about,
            language=file.language,
            base_framework=file.base_framework,
            preconditions=file.preconditions,
            minutes=dict(file.minutes),
            scale=Scale(levels=tuple(ScaleLevel(**level.model_dump()) for level in file.scale)),
            terms=tuple(Term(**term.model_dump()) for term in file.terms),
            law=tuple(laws),
            sources=tuple(self.sources[name] for name in sorted(used)),
            questions=questions,
            frameworks=frameworks,
        )

    def _fault(
        self, placed: Placed[Shape], path: Sequence[str | int], what: str, *, key: bool = False
    ) -> None:
        self.errors.append(placed.error(path, what, key=key))


def _question(file: FileQuestion, number: int) -> Question:
    fields = file.model_dump(exclude={"goals", "levels", "next_steps"})
    return Question(
        **fields,
        number=number,
        levels=tuple(
            QuestionLevel(number=n, short=level.short, text=level.text)
            for n, level in sorted(file.levels.items())
        ),
        next_steps=tuple(
            NextStep(level=n, **step.model_dump()) for n, step in sorted(file.next_steps.items())
        ),
    )
