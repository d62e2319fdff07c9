"""Whether an organisation's file hangs together, beyond what its shape says of each part."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from questionnaires import yamlfile
from questionnaires.errors import ContentProblem
from questionnaires.files import FileFramework
from questionnaires.model import Questionnaire
from questionnaires.reading import shape
from questionnaires.sets import of_document
from services.archive import checks_plan
from services.archive.faults import CHANGED, choice, level, once, question_asked, wrong
from services.archive.shape import AnswerShape, AssessmentShape, Change, Own, Takeout
from services.archive.workshop import DecisionShape, VoteShape, WorkshopShape
from services.archive.zip import BadFile
from services.errors import Invalid
from services.managers import managers
from services.organisations import branding as looks
from services.organisations import logo as logos

# What each part of an answer holds. An undo writes it back, so nothing else may stand there.
_PARTS: Mapping[str, frozenset[str]] = {
    "choice": frozenset({"kind", "level", "reason"}),
    "comment": frozenset({"comment"}),
    "evidence": frozenset({"evidence", "evidence_status"}),
}
_STATUSES = ("none", "stated", "linked", "checked")


def check(found: Takeout, bundles: Mapping[str, Questionnaire]) -> None:
    """Refuse a file whose parts do not fit together.

    ``bundles`` are the questionnaires in it, by digest. Raises BadFile with the first fault.
    """
    _look(found)
    once("people", (person.id for person in found.people))
    once("assessments", (assessment.id for assessment in found.assessments))
    once("own_content", (own.content_id for own in found.own_content))
    people = {person.id for person in found.people}
    for name in _people_named(found):
        if name not in people:
            raise wrong("people", f"personen {name} finns inte i filen")
    used = {a.bundle for a in found.assessments}
    used |= {a.whole for a in found.assessments if a.whole}
    used |= {s.bundle for a in found.assessments for s in a.submissions}
    used |= {each.bundle for each in found.rounds}
    for digest in sorted(used ^ set(bundles)):
        what = "saknas" if digest in used else "används inte"
        raise wrong("bundles", f"frågeformuläret {digest[:12]}… {what}")
    _chains({a.id: a.moved_from for a in found.assessments})
    names = {assessment.id for assessment in found.assessments}
    for a in found.assessments:
        if a.continues is not None and a.continues not in names:
            raise wrong(f"assessments/{a.id}", "det den fortsätter på finns inte")
    in_order(found)
    for own in found.own_content:
        _own(own)
    for assessment in found.assessments:
        _assessment(assessment, bundles)
    checks_plan.plan(found)
    checks_plan.rounds(found, bundles)
    _audit(found)


def _assessment(found: AssessmentShape, bundles: Mapping[str, Questionnaire]) -> None:
    where = f"assessments/{found.id}"
    # What a module that was left out later has been answered stays stored.
    asked = bundles[found.whole or found.bundle]
    if (found.questionnaire_id, found.questionnaire_version) != (asked.id, asked.version):
        raise wrong(where, "frågeformuläret är ett annat än det som anges")
    once(f"{where}/answers", ((a.question, a.perspective) for a in found.answers))
    once(f"{where}/history", ((e.question, e.perspective, e.revision) for e in found.history))
    once(f"{where}/targets", ((t.framework, t.goal) for t in found.targets))
    once(f"{where}/submissions", (s.number for s in found.submissions))
    once(f"{where}/assignments", ((a.part, a.person) for a in found.assignments))
    answers = {(a.question, a.perspective): a for a in found.answers}
    for answer in found.answers:
        _answer(f"{where}/answers/{answer.question}", answer, asked)
    for event in found.history:
        place = f"{where}/history/{event.question}"
        present = answers.get((event.question, event.perspective))
        if present is None or event.revision > present.revision:
            raise wrong(place, "ändringen hör till ett svar som inte finns")
        _change(place, event, asked)
    for aim in found.targets:
        level(f"{where}/targets/{aim.goal}", aim.level, asked)
    once(f"{where}/question_targets", (t.question for t in found.question_targets))
    for question_aim in found.question_targets:
        place = f"{where}/question_targets/{question_aim.question}"
        question_asked(place, question_aim.question, asked)
        level(place, question_aim.level, asked)
    for change in found.target_history:
        if change.level is not None:
            level(f"{where}/target_history", change.level, asked)
    for number, workshop in enumerate(found.workshops, 1):
        _workshop(f"{where}/workshops/{number}", workshop, asked)
    _managers(f"{where}/managers", found)
    for submission in found.submissions:
        then = bundles[submission.bundle]
        for name, given in submission.content.items():
            place = f"{where}/submissions/{submission.number}/{name}"
            question_asked(place, name, then)
            choice(place, given.kind, given.level, then)


def _managers(where: str, found: AssessmentShape) -> None:
    for number, view in enumerate(found.managers, 1):
        if managers.enough(view.counts).keys() != view.counts.keys():
            raise wrong(f"{where}/{number}", "ett påstående är värderat av färre än tre chefer")


def _workshop(where: str, found: WorkshopShape, asked: Questionnaire) -> None:
    once(f"{where}/participants", (p.number for p in found.participants))
    once(f"{where}/items", (item.question for item in found.items))
    if not found.items:
        raise wrong(where, "workshopen har inga frågor")
    taken_up = found.phase in ("running", "paused")
    if (found.current is None and taken_up) or (found.current or 0) >= len(found.items):
        raise wrong(where, "frågan som är framme finns inte")
    if any(
        issue.question is not None and not asked.has_question(issue.question)
        for issue in found.issues
    ):
        raise wrong(where, "något är parkerat från en fråga som inte finns")
    numbers = {p.number for p in found.participants}
    for item in found.items:
        place = f"{where}/items/{item.question}"
        question_asked(place, item.question, asked)
        once(f"{place}/votes", ((v.participant, v.round) for v in item.votes))
        every: tuple[VoteShape | DecisionShape, ...] = (*item.votes, *item.decisions)
        for given in every:
            choice(place, given.kind, given.level, asked)
            if given.round > item.round:
                raise wrong(place, "omröstningen har inte hållits")
        if any(vote.participant not in numbers for vote in item.votes):
            raise wrong(place, "en röst saknar deltagare")


def _answer(where: str, answer: AnswerShape, asked: Questionnaire) -> None:
    question_asked(where, answer.question, asked)
    choice(where, answer.kind, answer.level, asked)
    parts = (answer.choice_revision, answer.comment_revision, answer.evidence_revision)
    if max(parts) > answer.revision:
        raise wrong(where, "revision är lägre än en av delarnas")


def _change(where: str, event: Change, asked: Questionnaire) -> None:
    for values in (event.before, event.after):
        if set(values) != _PARTS[event.part]:
            raise wrong(where, f"ändringen har andra fält än {event.part} har")
        if event.part == "choice":
            choice(where, values["kind"], values["level"], asked)
        if values.get("evidence_status", "none") not in _STATUSES:
            raise wrong(where, "belägget har ett läge som inte finns")
        if any(not isinstance(value, str) for name, value in values.items() if name != "level"):
            raise wrong(where, "ändringen har fel slag av värde")


def _own(own: Own) -> None:
    where = f"own_content/{own.content_id}"
    once(f"{where}/versions", (version.number for version in own.versions))
    for key in ("goals", "questions"):
        items = own.draft.get(key, [])
        if not isinstance(items, list) or not all(
            isinstance(item, dict) and isinstance(item.get("id"), str) for item in items
        ):
            raise wrong(where, f"{key} i arbetsversionen är ingen lista av det som ska stå där")
    for content in (own.in_use, *(version.content for version in own.versions)):
        if content is None:
            continue
        try:
            document = yamlfile.parse(content, where)
            made: Any = (
                shape(document, FileFramework)
                if own.kind == "framework"
                else of_document(document, own=True)
            )
        except ContentProblem as problem:
            raise wrong(where, f"{problem.errors[0].where}: {problem.errors[0].what}") from problem
        if made.id != own.content_id:
            raise wrong(where, f"innehållet heter {made.id}")


def _audit(found: Takeout) -> None:
    people = {person.id for person in found.people}
    assessments = {assessment.id for assessment in found.assessments}
    for event in found.audit:
        for name, value in event.details.items():
            known = {"user": people, "assessment": assessments, "unit": {"o"}, "parent": {"o"}}
            if name in known and value not in known[name]:
                raise wrong("audit", f"{event.what} hänvisar till något som inte finns i filen")


def _people_named(found: Takeout) -> Iterable[str]:
    yield from (consent.by for consent in found.comparison)
    yield from (network.by for network in found.networks)
    for own in found.own_content:
        yield own.updated_by
        yield from (version.by for version in own.versions)
    for a in found.assessments:
        yield a.created_by
        yield from (answer.updated_by for answer in a.answers)
        rows = (
            a.question_targets,
            a.target_history,
            a.history,
            a.targets,
            a.submissions,
            a.status_events,
            a.assignments,
            a.deviations,
        )
        yield from (row.by for part in rows for row in part)
        yield from (assignment.person for assignment in a.assignments)
        yield from (view.created_by for view in a.managers)
        yield from (name for workshop in a.workshops for name in workshop.people())
    for action in found.actions:
        yield from (action.created_by, action.updated_by, *(event.by for event in action.history))
    yield from (milestone.by for milestone in found.milestones)
    for each in found.rounds:
        yield from (each.created_by, *(answer.by for answer in each.answers))
    yield from (event.by for event in found.audit if event.by is not None)


def _chains(moved: Mapping[str, str | None]) -> None:
    for name in moved:
        seen = [name]
        while (before := moved[seen[-1]]) is not None:
            if before not in moved or before in seen:
                raise wrong(f"assessments/{name}", "det den flyttades från finns inte")
            seen.append(before)


def in_order(found: Takeout) -> list[str]:
    """The assessments' names, those that others refer to first. Raises BadFile for a ring."""
    before = {a.id: {b for b in (a.moved_from, a.continues) if b} for a in found.assessments}
    try:
        return list(TopologicalSorter(before).static_order())
    except CycleError as error:
        raise wrong(f"assessments/{error.args[1][0]}", "den följer på sig själv") from error


def logo(spelled: str) -> str:
    """A logo in base64, drawn again here as base64. Raises BadFile: it is no picture."""
    if not spelled:
        return ""
    try:
        drawn = logos.clean(base64.b64decode(spelled, validate=True))
    except (Invalid, ValueError) as error:
        raise BadFile(f"Logotypen går inte att läsa. {CHANGED}") from error
    return base64.b64encode(drawn).decode("ascii")


def _look(found: Takeout) -> None:
    for assessment in found.assessments:
        day = assessment.cover.decided_on if assessment.cover else ""
        try:
            date.fromisoformat(day or "2000-01-01")
        except ValueError as error:
            raise BadFile(f"Beslutsdatumet {day} finns inte. {CHANGED}") from error
    if found.look is None:
        return
    logo(found.look.logo)
    try:
        looks.readable(found.look.colour)
    except Invalid as error:
        raise BadFile(f"Organisationens färg går inte att använda. {error}") from error
