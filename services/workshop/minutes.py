"""The minutes of a workshop: what was voted, decided and parked, as far as it may be shown."""

from __future__ import annotations

from sqlmodel import Session

from data.stores import workshop as store
from questionnaires.model import Scale
from reports.minutes import docx, pdf
from reports.minutes.model import (
    Minutes,
    MinutesIssue,
    MinutesLevel,
    MinutesParticipant,
    MinutesQuestion,
    MinutesRole,
    MinutesRound,
)
from services.actor import Actor
from services.assessments.views import AssessmentView
from services.errors import Invalid, Refused
from services.files import File
from services.installation import limits, metrics, setup
from services.text import slug
from services.workshop import votes, workshops
from services.workshop.votes import RoundView
from services.workshop.workshops import Item, WorkshopView
from wording import workshop as words
from wording.numbers import count, date, decimal_of
from wording.results import answer_text, edition, level_name

# Stands in the footer of every page.
MADE_UP = ". Exempel med påhittade svar"


def build(session: Session, actor: Actor, workshop_id: str) -> Minutes:
    """Gather the minutes. Raises NotFound, NotAllowed, and Invalid before the workshop has ended."""
    found = workshops.read(session, actor, workshop_id)
    if found.ended_at is None:
        raise Invalid("Anteckningarna görs när workshopen är avslutad.")
    rounds = votes.every_round(session, actor, workshop_id)
    people = sorted(store.participants(session, workshop_id))
    questions = tuple(_question(found, item, rounds[item.position]) for item in found.items)
    taken_up = {q.number for q in questions if q.rounds or q.decision}
    made_up = setup.is_example(session)
    texts = {item.question.id: f"Fråga {item.position + 1}" for item in found.items}
    return Minutes(
        title="Anteckningar från workshop",
        workshop=found.name,
        organisation=found.organisation,
        period=found.period,
        questionnaire=edition(found.questionnaire) + (MADE_UP if made_up else ""),
        held=date(found.ended_at),
        took_part=_took_part(people),
        moment=found.updated_at,
        participants=tuple(MinutesParticipant(n, words.role_name(role)) for n, role in people),
        questions=questions,
        left=tuple(f"{q.number}. {q.text}" for q in questions if q.number not in taken_up),
        issues=tuple(
            MinutesIssue(texts.get(issue.question or "", ""), issue.text) for issue in found.issues
        ),
        kept=words.KEPT_AFTER,
    )


def of_assessment(
    session: Session, actor: Actor, assessment: AssessmentView
) -> tuple[Minutes, ...]:
    """The minutes of an assessment's workshops that have ended, oldest first.

    Whoever belongs to a parent organisation gets none: votes are their own people's alone.
    Raises NotAllowed.
    """
    if assessment.example or assessment.for_parent:
        return ()
    found = workshops.overview(session, actor, assessment.id)
    return tuple(
        build(session, actor, line.id) for line in reversed(found) if line.phase == "ended"
    )


def _question(found: WorkshopView, item: Item, rounds: tuple[RoundView, ...]) -> MinutesQuestion:
    scale, decided = found.questionnaire.scale, item.decision
    # What nobody voted in was opened by mistake, or skipped.
    held = tuple(each for each in rounds if each.votes)
    last = held[-1] if held else None
    step = (
        item.question.step_from(decided.level)
        if decided and decided.next_step and decided.level is not None
        else None
    )
    apart = ""
    if decided and decided.level is not None and last and last.middle is not None:
        apart = "" if decided.level == last.middle else _apart(scale, last)
    return MinutesQuestion(
        number=item.position + 1,
        text=item.question.text,
        state=words.STATES_AFTER[item.state],
        levels=tuple(MinutesLevel(each.number, each.short) for each in item.question.levels),
        rounds=tuple(_round(scale, each) for each in held),
        roles=tuple(
            MinutesRole(words.role_name(role), tuple(counts[n] for n in scale.numbers))
            for role, counts in (last.roles if last else {}).items()
        ),
        comments=tuple(comment for each in held for comment in each.comments),
        decision=answer_text(
            "level" if decided.kind == "level" else "unknown", decided.level, scale
        )
        if decided
        else "",
        apart=apart,
        rationale=decided.rationale if decided else "",
        minority=decided.minority if decided else "",
        step=step.do if step else "",
    )


def _apart(scale: Scale, last: RoundView) -> str:
    assert last.middle is not None  # noqa: S101  the caller has looked
    if last.middle.denominator == 1:
        return f"Beslutet skiljer sig från rösternas median, {level_name(scale, int(last.middle))}."
    return "Rösternas median ligger mellan två nivåer."


def _round(scale: Scale, found: RoundView) -> MinutesRound:
    measured = found.agreement
    if measured is None:
        return MinutesRound(
            words.round_name(found.number), found.votes, (), None, words.TOO_FEW, ""
        )
    return MinutesRound(
        name=words.round_name(found.number),
        votes=found.votes,
        counts=tuple(found.counts[number] for number in scale.numbers),
        unknown=found.unknown,
        agreement=words.agreement_after(practical=measured.practical, talk=measured.talk),
        figures=f"Samstämmighet {decimal_of(measured.consensus)} av 1, genomsnittlig avvikelse "
        f"{decimal_of(measured.deviation)} nivåer.",
    )


def _took_part(people: list[tuple[int, str]]) -> str:
    roles = [words.role_name(role) for _, role in people]
    parts = ", ".join(f"{name.lower()} {roles.count(name)}" for name in sorted(set(roles)))
    return f"{count(len(people), 'person', 'personer')}" + (f" ({parts})" if parts else "")


FORMATS = ("pdf", "docx")


MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def make(session: Session, actor: Actor, workshop_id: str, file_format: str) -> File:
    """The minutes as a file. Raises NotFound, NotAllowed, Invalid, TooMany, ValueError."""
    limits.export(actor)
    return render(build(session, actor, workshop_id), file_format)


def render(minutes: Minutes, file_format: str) -> File:
    """Render minutes that have been built. Needs no database. Raises ValueError, Refused."""
    if file_format not in FORMATS:
        raise ValueError(file_format)
    stem = f"workshop-{slug(minutes.organisation, 'anteckningar')}-{minutes.moment.date()}"
    try:
        content = pdf.render(minutes) if file_format == "pdf" else docx.render(minutes)
    except pdf.CannotSet as error:
        raise Refused(
            "Anteckningarna gick inte att göra till PDF. Inget är förlorat. Hämta Word-filen i stället."
        ) from error
    metrics.export(file_format)
    return File(f"{stem}.{file_format}", MIME[file_format], content)
