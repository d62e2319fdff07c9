"""Hand out the questions: a blank questionnaire to print, or a form that is read back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlmodel import Session

from questionnaires.model import Question, Questionnaire
from questionnaires.parts import Group, groups
from reports.blank import docx, pdf
from reports.blank.model import (
    Blank,
    BlankAnswer,
    BlankGroup,
    BlankLaw,
    BlankLevel,
    BlankQuestion,
    BlankTerm,
)
from reports.documents.facts import ScaleStep
from reports.form import xlsx, yaml
from services.actor import Actor
from services.assessments import assessments
from services.assessments.views import AnswerView, AssessmentView
from services.errors import Invalid, Refused
from services.files import File
from services.forms import origin
from services.text import slug
from wording import forms as words
from wording.modules import documents_text
from wording.results import answer_text, edition

# The two that are filled in on a computer and read back can carry the present answers.
PRINTED = ("pdf", "docx")
FORMS = ("xlsx", "yaml")
FORMATS = (*PRINTED, *FORMS)

MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
}


def make(
    session: Session,
    actor: Actor,
    assessment_id: str,
    file_format: str,
    *,
    chosen: Collection[str] = (),
    with_answers: bool = False,
    documents: bool = False,
) -> File:
    """Make a blank questionnaire or a form as a file.

    ``chosen`` are ids of groups (questionnaires/parts.py), all of them when empty; ``documents``
    leaves only the questions that need some. With
    ``with_answers`` the present answers are filled in; only for FORMS. Raises NotFound, Invalid,
    and ValueError for an unknown format.
    """
    with_answers = with_answers and file_format in FORMS
    blank = build(
        session, actor, assessment_id, chosen=chosen, with_answers=with_answers, documents=documents
    )
    return render(blank, file_format)


def build(
    session: Session,
    actor: Actor,
    assessment_id: str,
    *,
    chosen: Collection[str] = (),
    with_answers: bool = False,
    documents: bool = False,
) -> Blank:
    """Gather a blank questionnaire from an assessment's own questions. Raises NotFound, Invalid."""
    return of_assessment(
        assessments.read(session, actor, assessment_id),
        chosen,
        with_answers=with_answers,
        documents=documents,
    )


def of_assessment(
    assessment: AssessmentView,
    chosen: Collection[str] = (),
    *,
    with_answers: bool = False,
    documents: bool = False,
) -> Blank:
    """As ``build``, of an assessment that has been read already. Raises Invalid."""
    questionnaire = assessment.questionnaire
    every = groups(questionnaire, assessment.mode)
    ids = [group.id for group in every]
    if wrong := sorted(set(chosen) - set(ids)):
        raise Invalid(f"”{wrong[0]}” finns inte. Välj bland {', '.join(ids)}.")
    taken = [group for group in every if not chosen or group.id in chosen]
    if documents:
        taken = only_documents(taken)
        if not taken:
            raise Invalid("Ingen av de valda frågorna behöver underlag. Välj fler frågor.")
    present = assessment.answers if with_answers else {}
    asked = {name for group in taken for question in group.questions for name in question.terms}
    return Blank(
        title=words.TITLE,
        assessment=assessment.id,
        organisation=assessment.organisation.name,
        period=assessment.period,
        questionnaire=edition(questionnaire),
        digest=questionnaire.digest,
        # What is blank is the same from the first day; what holds answers is as old as they are.
        moment=assessment.changed_at if with_answers else assessment.created_at,
        whole=len(taken) == len(every) and not documents,
        scale=tuple(ScaleStep(s.number, s.name, s.meaning) for s in questionnaire.scale.levels),
        options=words.options(questionnaire.scale),
        terms=tuple(
            BlankTerm(term.name, term.text_for(assessment.organisation.type))
            for term in questionnaire.terms
            if term.id in asked
        ),
        groups=tuple(
            BlankGroup(
                group.id,
                group.name,
                group.short,
                group.about,
                tuple(
                    _question(questionnaire, group, question, present.get(question.id))
                    for question in group.questions
                ),
            )
            for group in taken
        ),
    )


def only_documents(found: Sequence[Group]) -> list[Group]:
    """The groups with the questions that need documents; none that is empty."""
    kept = (replace(g, questions=tuple(q for q in g.questions if q.documents)) for g in found)
    return [group for group in kept if group.questions]


def file_name(blank: Blank, file_format: str) -> str:
    """A file's name, safe on every system."""
    parts = [slug(blank.organisation, "organisation"), slug(blank.period, "period"), "fragor"]
    if not blank.whole:
        parts.append(slug("-".join(group.id for group in blank.groups), "urval"))
    if file_format in FORMS:
        parts.append("formular")
    return f"{'-'.join(parts)}.{file_format}"


def render(blank: Blank, file_format: str) -> File:
    """Render what has been built. Needs no database. Raises ValueError, Refused."""
    if file_format not in FORMATS:
        raise ValueError(file_format)
    name = file_name(blank, file_format)
    return File(name, MIME[file_format], _bytes(blank, file_format))


def _bytes(blank: Blank, file_format: str) -> bytes:
    match file_format:
        case "docx":
            return docx.render(blank)
        case "xlsx":
            return xlsx.render(blank)
        case "yaml":
            return yaml.render(blank)
    try:
        return pdf.render(blank)
    except pdf.CannotSet as error:
        raise Refused(
            "Frågorna gick inte att göra till PDF. Välj Word i stället. "
            "Felet står i fönstret där programmet startades."
        ) from error


def _question(
    questionnaire: Questionnaire, group: Group, question: Question, answer: AnswerView | None
) -> BlankQuestion:
    scale = questionnaire.scale_of(question)
    needs = question.documents
    return BlankQuestion(
        id=question.id,
        edition=origin.edition(question),
        number=question.number,
        text=question.text,
        why=question.why,
        mark=_mark(questionnaire, group, question),
        levels=tuple(
            BlankLevel(level.number, scale.level(level.number).name, level.short, level.text)
            for level in question.levels
        ),
        not_applicable=question.not_applicable or "",
        evidence=question.evidence,
        terms=tuple(term.name for term in questionnaire.terms if term.id in question.terms),
        law=tuple(
            BlankLaw(law.name, law.says, law.as_of)
            for law in questionnaire.law
            if law.id in question.law
        ),
        documents=documents_text(needs.what, needs.who, needs.minutes) if needs else "",
        present=_present(questionnaire, answer) if answer else None,
    )


def _mark(questionnaire: Questionnaire, group: Group, question: Question) -> str:
    if not questionnaire.in_base(question):
        return words.OWN
    goals = [goal for goal in questionnaire.base.goals if group.goal and goal.id == group.id]
    key = any(link.key for g in goals for link in g.links if link.question == question.id)
    return words.KEY if key else ""


def _present(questionnaire: Questionnaire, answer: AnswerView) -> BlankAnswer:
    choice = answer_text(answer.kind, answer.level, questionnaire.scale) if answer.kind else ""
    return BlankAnswer(choice, answer.reason, answer.comment, answer.evidence)
