"""Put a set together: check every reference, turn mappings around, number the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionnaires.checks import question_faults
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.fields import FileAnswerSet, FileModule, FileScaleLevel, FileStatement
from questionnaires.files import FileFramework, FileQuestion, FileSet
from questionnaires.format_checks import module_faults, scale_faults, statement_faults
from questionnaires.frameworks import framework_faults, framework_of
from questionnaires.model import (
    AnswerSet,
    Documents,
    Framework,
    Module,
    NextStep,
    Origin,
    Question,
    QuestionLevel,
    Questionnaire,
    Scale,
    ScaleLevel,
    Section,
    Statement,
)
from questionnaires.placed import Placed, References, Shape
from questionnaires.published import Term


@dataclass(frozen=True, slots=True)
class Content:
    """A questionnaire with all that it extends, before its references are looked up.

    ``unasked`` are goals (framework/goal) that what it extends is known to have no questions about.
    """

    file: Placed[FileSet]
    questions: tuple[Placed[FileQuestion], ...]
    own_frameworks: tuple[Placed[FileFramework], ...]
    origins: tuple[Origin, ...]
    unasked: frozenset[str] = frozenset()
    modules: tuple[Placed[FileModule], ...] = ()
    scales: tuple[Placed[FileAnswerSet], ...] = ()
    statements: tuple[Placed[FileStatement], ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A questionnaire beside its files, which say more than anyone answers by."""

    content: Content
    questionnaire: Questionnaire


def resolve(content: Content, known: References) -> Questionnaire:
    """Build the resolved questionnaire. Raises ContentProblem with every fault."""
    work = _Work(content, known)
    chosen = work.choose()
    work.errors += scale_faults(content.file, content.scales)
    work.errors += module_faults(content.modules, content.questions, chosen)
    work.errors += statement_faults(
        content.file, content.statements, content.scales, content.questions
    )
    work.check_terms()
    work.check_questions({(f.item.id, g.id) for f in chosen for g in f.item.goals})
    resolved = tuple(work.framework(framework) for framework in chosen)
    work.check_goals(chosen, resolved)
    if work.errors:
        raise ContentProblem(work.errors)
    return work.questionnaire(resolved)


class _Work:
    def __init__(self, content: Content, known: References) -> None:
        self.content = content
        self.placed = content.file
        self.file = content.file.item
        self.questions = content.questions
        self.known = known
        self.errors: list[ContentError] = []

    def choose(self) -> list[Placed[FileFramework]]:
        chosen: list[Placed[FileFramework]] = []
        for i, name in enumerate(self.file.frameworks):
            if name in self.known.frameworks:
                chosen.append(self.known.frameworks[name])
            else:
                self._fault(
                    self.placed, ("frameworks", i), f"Måluppsättningen ”{name}” finns inte."
                )
        chosen += self.content.own_frameworks
        seen: set[str] = set()
        for framework in chosen:
            if framework.item.id in seen:
                self._fault(framework, ("id",), f"”{framework.item.id}” är med två gånger.")
            seen.add(framework.item.id)
        kinds = {f.item.id: f.item.kind for f in chosen}
        if self.file.base_framework not in kinds:
            what = f"”{self.file.base_framework}” är inte en av frågeformulärets måluppsättningar."
            self._fault(self.placed, ("base_framework",), what)
        if self.file.preconditions and kinds.get(self.file.preconditions) != "preconditions":
            what = f"”{self.file.preconditions}” är inte en uppsättning förutsättningar i frågeformuläret."
            self._fault(self.placed, ("preconditions",), what)
        return chosen

    def check_terms(self) -> None:
        for key, what, items in (
            ("terms", "Begreppet", self.file.terms),
            ("sections", "Avsnittet", self.file.sections),
        ):
            names = [item.id for item in items]
            for i, name in enumerate(names):
                if name in names[:i]:
                    self._fault(self.placed, (key, i, "id"), f"{what} ”{name}” finns redan.")

    def check_questions(self, goals: set[tuple[str, str]]) -> None:
        if not self.questions:
            self._fault(self.placed, (), "Frågeformuläret har inga frågor.")
        first: dict[str, Placed[FileQuestion]] = {}
        scales = {placed.item.id: placed.item for placed in self.content.scales}
        for question in self.questions:
            name = question.item.id
            if name in first:
                what = f"Frågans id ”{name}” finns redan i {first[name].document.name}."
                self._fault(question, ("id",), what)
            first.setdefault(name, question)
            if name in self.file.retired:
                what = f"Frågans id ”{name}” har tillhört en fråga som är borttagen. Välj ett nytt."
                self._fault(question, ("id",), what)
            self.errors += question_faults(
                question, self.file, self.known, goals, scales, added=self._is_added(question)
            )

    def _is_added(self, question: Placed[FileQuestion]) -> bool:
        origins = self.content.origins
        return bool(origins) and question.origin != origins[0].id

    def framework(self, placed: Placed[FileFramework]) -> Framework:
        mapped = [(question.item.id, question.item.goals) for question in self.questions]
        names = [name for name, _ in mapped]
        self.errors += framework_faults(placed, names, self.known.sources, self.file.id)
        return framework_of(placed, mapped)

    def check_goals(
        self, placed: Sequence[Placed[FileFramework]], frameworks: Sequence[Framework]
    ) -> None:
        declared = self.content.unasked.union(self.file.goals_without_questions)
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
        scales = {placed.item.id: placed.item for placed in self.content.scales}
        questions = tuple(_question(p, i, scales) for i, p in enumerate(self.questions, 1))
        used = {name for q in questions for step in q.next_steps for name in step.sources}
        used |= {framework.source for framework in frameworks if framework.source}
        laws = [self.known.law[name] for name in dict.fromkeys(n for q in questions for n in q.law)]
        used |= {law.source for law in laws if law.source}
        named = {name for q in questions for name in q.figures}
        goals = {
            f"{framework.id}/{goal.id}" for framework in frameworks for goal in framework.goals
        }
        figures = [f for f in self.known.figures.values() if f.id in named or f.goal in goals]
        told = {name for q in questions for name in q.cases}
        cases = [case for case in self.known.cases.values() if case.id in told]
        used |= {figure.source for figure in figures if figure.source}
        used |= {case.source for case in cases}
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
            scale=Scale(levels=_scale_levels(file.scale.levels), sound=file.scale.sound),
            terms=tuple(Term(**term.model_dump()) for term in file.terms),
            law=tuple(laws),
            sources=tuple(self.known.sources[name] for name in sorted(used)),
            questions=questions,
            frameworks=frameworks,
            sections=tuple(Section(**section.model_dump()) for section in file.sections),
            origins=self.content.origins,
            figures=tuple(figures),
            cases=tuple(cases),
            modules=tuple(Module(**placed.item.model_dump()) for placed in self.content.modules),
            scales=tuple(
                AnswerSet(id=item.id, name=item.name, levels=_scale_levels(item.levels))
                for item in scales.values()
            ),
            statements=tuple(
                Statement(**placed.item.model_dump()) for placed in self.content.statements
            ),
            statement_scale=file.statement_scale,
        )

    def _fault(
        self, placed: Placed[Shape], path: Sequence[str | int], what: str, *, key: bool = False
    ) -> None:
        self.errors.append(placed.error(path, what, key=key))


def _question(
    placed: Placed[FileQuestion], number: int, scales: Mapping[str, FileAnswerSet]
) -> Question:
    file = placed.item
    # That an edit was editorial concerns the one who compares files, and nobody who answers.
    left = {"goals", "levels", "next_steps", "editorial", "scale", "rating", "documents"}
    levels = tuple(
        QuestionLevel(number=n, short=level.short, text=level.text, by_type=dict(level.by_type))
        for n, level in sorted(file.levels.items())
    )
    if file.rating is not None:
        levels = tuple(
            QuestionLevel(number=level.number, short=level.name, text=level.meaning)
            for level in scales[file.rating].levels
        )
    return Question(
        **file.model_dump(exclude=left) | {"why": file.why or "", "evidence": file.evidence or ""},
        number=number,
        origin=placed.origin,
        levels=levels,
        next_steps=tuple(
            NextStep(level=n, **step.model_dump())
            for n, steps in sorted(file.next_steps.items())
            for step in steps
        ),
        documents=Documents(**file.documents.model_dump()) if file.documents else None,
        scale=file.rating or file.scale,
        rating=file.rating is not None,
    )


def _scale_levels(levels: Sequence[FileScaleLevel]) -> tuple[ScaleLevel, ...]:
    return tuple(
        ScaleLevel(number=o.number, name=o.name, meaning=o.meaning, value=o.value) for o in levels
    )
