"""A report on an assessment: gather what it says, then render it in the format asked for."""

from __future__ import annotations

from sqlmodel import Session

from questionnaires.model import Framework, Goal, Question, Questionnaire
from reports.documents.facts import Fact, ScaleStep
from reports.report.model import (
    AnswerSection,
    GoalSection,
    HeatCell,
    HeatRow,
    HoldingRow,
    Report,
    StepSection,
    Weighed,
)
from scoring.goals import GoalResult
from scoring.matrix import Cell
from scoring.steps import Suggestion
from services.actor import Actor
from services.assessments.views import AssessmentView
from services.files import File
from services.installation import limits, setup
from services.organisations.views import OrganisationView
from services.reports import cover, published
from services.reports.rendering import FORMATS, file_name, file_stem, render
from services.reports.sections import comparison, over_time, plan
from services.reports.sections import perspectives as sections_perspectives
from services.results import next_steps, perspectives
from services.results.next_steps import NextSteps
from services.results.results import ResultView
from services.workshop import minutes
from wording import results as words
from wording.figures import caveats
from wording.handing_in import course_text
from wording.method import method
from wording.modules import asked_of_you
from wording.numbers import date_and_clock, index_text
from wording.organisations import COUNTIES, MUNICIPALITY_GROUPS, SIZES, TYPES
from wording.results import goal_remarks
from wording.units import handed_in_by

__all__ = ["FORMATS", "File", "Report", "build", "file_name", "file_stem", "make", "render"]


def make(
    session: Session,
    actor: Actor,
    assessment_id: str,
    file_format: str,
    framework_id: str | None = None,
) -> File:
    """Make a report as a file. Raises NotFound, TooMany, ValueError for an unknown format."""
    limits.export(actor)
    return render(build(session, actor, assessment_id, framework_id), file_format)


def build(
    session: Session, actor: Actor, assessment_id: str, framework_id: str | None = None
) -> Report:
    """Gather a whole report. Raises NotFound."""
    found = next_steps.read(session, actor, assessment_id, framework_id)
    result = found.result
    assessment, framework = result.assessment, result.framework
    questionnaire, profile = assessment.questionnaire, result.profile
    warning = words.weak_steering(questionnaire, profile)
    steps = tuple(_step(questionnaire, framework, s) for s in found.suggestions.steps)
    goals = tuple(
        _goal(found, goal, goal_result)
        for goal, goal_result in zip(framework.goals, profile.goals, strict=True)
    )
    return Report(
        title="Självskattning av inköpsarbetet",
        organisation=assessment.organisation.name,
        organisation_facts=_facts(assessment.organisation),
        period=assessment.period,
        example=assessment.example or setup.is_example(session),
        mode=words.MODE_NAMES[profile.mode],
        status=_status(result),
        course=assessment.course,
        ready_at=assessment.ready_at,
        submitted_at=assessment.submitted_at,
        framework_id=framework.id,
        framework=framework.name,
        framework_short=framework.short,
        framework_about=framework.about,
        framework_note=framework.note,
        framework_source=framework.source_text,
        questionnaire_id=questionnaire.id,
        questionnaire=questionnaire.name,
        version=questionnaire.version,
        edition=words.edition(questionnaire),
        digest=questionnaire.digest,
        changed_at=assessment.changed_at,
        changed_text=date_and_clock(assessment.changed_at),
        progress=words.progress(result.progress),
        summary=tuple(text for text in (words.summary(questionnaire, profile), warning) if text),
        overall=words.overall(profile),
        mean=profile.overall.mean,
        lowest=profile.overall.lowest,
        goals_counted=profile.overall.goals_counted,
        scale=tuple(ScaleStep(s.number, s.name, s.meaning) for s in questionnaire.scale.levels),
        goals=goals,
        heat_columns=tuple(goal.name for goal in result.preconditions.goals)
        if result.preconditions
        else (),
        heat=tuple(
            HeatRow(goal.short, tuple(_cell(cell) for cell in row))
            for goal, row in zip(framework.goals, result.cells, strict=False)
        ),
        answers=tuple(
            _answer(assessment, framework, question)
            for question in questionnaire.asked(assessment.mode)
        ),
        find_out=tuple(
            _holding(assessment, name, key=False) for name in found.suggestions.find_out
        ),
        steps=steps,
        method=(
            *method(questionnaire, framework.id),
            *asked_of_you(questionnaire, assessment.modules, assessment.organisation.type),
        ),
        sources=published.all_sources(goals, steps),
        perspectives=sections_perspectives.section(
            perspectives.of_view(session, actor, assessment, framework.id)
        ),
        plan=plan.actions(session, actor, assessment, framework.id),
        workshops=minutes.of_assessment(session, actor, assessment),
        comparison=(
            *over_time.tables(session, actor, result),
            *comparison.for_report(session, actor, result),
        ),
        left_out=handed_in_by(assessment.organisation.name) if assessment.for_parent else None,
        cover=cover.cover(session, actor, assessment),
        look=cover.look(session, actor, assessment),
    )


def _facts(organisation: OrganisationView) -> tuple[Fact, ...]:
    pairs = (
        ("Typ", TYPES.get(organisation.type or "")),
        ("Kommungrupp", MUNICIPALITY_GROUPS.get(organisation.municipality_group or "")),
        ("Län", COUNTIES.get(organisation.county or "")),
        ("Inköpsvolym per år", SIZES.get(organisation.size or "")),
    )
    return tuple(Fact(name, text) for name, text in pairs if text)


def _status(result: ResultView) -> str:
    if result.assessment.example:
        return "Exempel med påhittade svar"
    assessment = result.assessment
    stands = course_text(assessment.course, assessment.ready_at, assessment.submitted_at)
    if result.profile.mode != "quick":
        return stands
    first = "Snabbkoll, en första bild"
    return first if assessment.course == "draft" else f"{stands}. {first}"


def _goal(found: NextSteps, goal: Goal, result: GoalResult) -> GoalSection:
    assessment, framework = found.result.assessment, found.result.framework
    questionnaire, own_type = assessment.questionnaire, assessment.organisation.type
    scale, others = questionnaire.scale, questionnaire.beside_goal(framework.id, goal.id)
    return GoalSection(
        id=goal.id,
        number=goal.number,
        name=goal.name,
        short=goal.short,
        group=goal.group,
        about=goal.about,
        level=result.level,
        level_text=words.level_or_why(scale, result),
        level_range=words.level_range(result),
        level_low=result.level_low,
        level_high=result.level_high,
        why_no_level=result.why_no_level,
        why=words.why_in_full(result),
        index=result.index,
        low=result.low,
        high=result.high,
        index_text=index_text(result.index),
        index_range=words.index_range(result),
        coverage=result.coverage,
        coverage_text=words.coverage(result),
        # Unknown to whoever reads without the evidence, which is not the same as none.
        evidenced_index=None if assessment.for_parent else result.evidenced_index,
        evidenced_share=None if assessment.for_parent else result.evidenced_share,
        evidenced_text=words.evidenced(result),
        target=found.targets.levels.get(goal.id),
        to_move=words.to_move(questionnaire, result),
        holding_back=tuple(
            _holding(assessment, name, key=name in result.key_questions)
            for name in result.holding_back
        ),
        questions=tuple(link.question for link in goal.links),
        weighed=tuple(
            Weighed(
                link.question,
                questionnaire.question(link.question).weight * link.weight,
                link.key,
                link.question in result.asked,
            )
            for link in goal.links
        ),
        remarks=tuple(goal_remarks(goal, result, questionnaire, found.result.few)),
        others=tuple(published.figure(questionnaire, f, own_type) for f in others),
        others_note=" ".join(caveats(others, own_type)),
    )


def _holding(assessment: AssessmentView, name: str, *, key: bool) -> HoldingRow:
    question, answer = assessment.questionnaire.question(name), assessment.answer(name)
    scale = assessment.questionnaire.scale
    text = words.answer_text(answer.kind, answer.level, scale)
    return HoldingRow(name, question.number, question.text, text, key)


def _cell(cell: Cell) -> HeatCell:
    text, answered = words.cell_text(cell)
    return HeatCell(cell.index, text, answered, words.cell_shade(cell.index))


def _answer(assessment: AssessmentView, framework: Framework, question: Question) -> AnswerSection:
    answer, scale = assessment.answer(question.id), assessment.questionnaire.scale
    return AnswerSection(
        id=question.id,
        number=question.number,
        text=question.text,
        goals=tuple(
            goal.id
            for goal in framework.goals
            if any(link.question == question.id for link in goal.links)
        ),
        kind=answer.kind or "unanswered",
        level=answer.level,
        answer=words.answer_text(answer.kind, answer.level, scale),
        level_text=question.level(answer.level).text if answer.level is not None else "",
        reason=answer.reason,
        comment=answer.comment,
        evidence=answer.evidence,
        evidence_status="left_out" if assessment.for_parent else answer.evidence_status,
        evidence_text="Visas inte"
        if assessment.for_parent
        else words.EVIDENCE_NAMES[answer.evidence_status],
        changed_at=answer.updated_at,
        own=not assessment.questionnaire.in_base(question),
    )


def _step(
    questionnaire: Questionnaire, framework: Framework, suggestion: Suggestion
) -> StepSection:
    question, step = questionnaire.question(suggestion.question), suggestion.step
    return StepSection(
        question=question.id,
        number=question.number,
        text=question.text,
        key=suggestion.key,
        level=step.level,
        now=question.level(step.level).text,
        next=question.level(step.level + 1).text,
        do=step.do,
        first_step=step.first_step,
        lead=step.lead,
        effort=step.effort,
        effort_text=words.EFFORT_NAMES[step.effort],
        effect=step.effect,
        goals=tuple(framework.goal(goal).short for goal in suggestion.goals),
        priority=suggestion.priority,
        sources=tuple(published.source(questionnaire.source(name)) for name in step.sources),
        cases=published.cases(questionnaire, question),
    )
