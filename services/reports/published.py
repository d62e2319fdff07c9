"""What a report says beside its own figures: others' published figures, cases and sources."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaires import published
from questionnaires.model import Question, Questionnaire
from reports.report.model import Case, GoalSection, PublishedFigure, Source, StepSection
from wording.figures import case_heading, groups_shown, in_full, older


def source(found: published.Source) -> Source:
    """A source as a report has it."""
    mark = older(found.kind) if found.stale else ""
    return Source(
        found.title, found.publisher, found.url, found.stale, found.language, older_text=mark
    )


def figure(
    questionnaire: Questionnaire, found: published.Figure, organisation_type: str | None
) -> PublishedFigure:
    """A published figure as a report has it."""
    shown = groups_shown(found, organisation_type)
    group = shown[0] if len(shown) == 1 else None
    return PublishedFigure(
        id=found.id,
        about=found.about,
        survey=found.survey,
        year=found.year,
        scale=found.scale,
        group=group,
        value=found.values[group] if group else None,
        text=in_full(found, organisation_type),
        source=source(questionnaire.source(found.source))
        if found.source
        else Source(found.source_text.rstrip("."), "", "", False, questionnaire.language),
    )


def cases(questionnaire: Questionnaire, question: Question) -> tuple[Case, ...]:
    """The cases that illustrate a question."""
    return tuple(
        Case(
            id=case.id,
            title=case.title,
            heading=case_heading(case),
            text=case.text,
            note=case.note,
            source=source(questionnaire.source(case.source)),
        )
        for case in map(questionnaire.case, question.cases)
    )


def all_sources(goals: Iterable[GoalSection], steps: Iterable[StepSection]) -> tuple[Source, ...]:
    """Every source of a report, each once: of the steps, then of cases and of others' figures."""
    listed = list(steps)
    found = [source for step in listed for source in step.sources]
    found += [case.source for step in listed for case in step.cases]
    found += [figure.source for goal in goals for figure in goal.others]
    return tuple(dict.fromkeys(found))
