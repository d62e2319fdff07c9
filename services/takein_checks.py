"""Whether an organisation's file hangs together, beyond what its shape says of each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from questionnaires import yamlfile
from questionnaires.errors import ContentProblem
from questionnaires.files import FileFramework
from questionnaires.model import Questionnaire
from questionnaires.reading import shape
from questionnaires.sets import of_document
from services.takeout_shape import AnswerShape, AssessmentShape, Change, Own, Takeout
from services.takeout_workshop import DecisionShape, VoteShape, WorkshopShape
from services.takeout_zip import BadFile

CHANGED = "Filen är ändrad efter att den hämtades, eller gjord av något annat än Riktmärket."

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
    _once("people", (person.id for person in found.people))
    _once("assessments", (assessment.id for assessment in found.assessments))
    _once("own_content", (own.content_id for own in found.own_content))
    people = {person.id for person in found.people}
    for name in _people_named(found):
        if name not in people:
            raise _wrong("people", f"personen {name} finns inte i filen")
    used = {a.bundle for a in found.assessments}
    used |= {s.bundle for a in found.assessments for s in a.submissions}
    for digest in sorted(used ^ set(bundles)):
        what = "saknas" if digest in used else "används inte"
        raise _wrong("bundles", f"frågeformuläret {digest[:12]}… {what}")
    _chains({a.id: a.moved_from for a in found.assessments})
    for own in found.own_content:
        _own(own)
    for assessment in found.assessments:
        _assessment(assessment, bundles)
    _audit(found)


def _assessment(found: AssessmentShape, bundles: Mapping[str, Questionnaire]) -> None:
    where = f"assessments/{found.id}"
    asked = bundles[found.bundle]
    if (found.questionnaire_id, found.questionnaire_version) != (asked.id, asked.version):
        raise _wrong(where, "frågeformuläret är ett annat än det som anges")
    _once(f"{where}/answers", ((a.question, a.perspective) for a in found.answers))
    _once(f"{where}/history", ((e.question, e.perspective, e.revision) for e in found.history))
    _once(f"{where}/targets", ((t.framework, t.goal) for t in found.targets))
    _once(f"{where}/submissions", (s.number for s in found.submissions))
    _once(f"{where}/assignments", ((a.part, a.person) for a in found.assignments))
    answers = {(a.question, a.perspective): a for a in found.answers}
    for answer in found.answers:
        _answer(f"{where}/answers/{answer.question}", answer, asked)
    for event in found.history:
        place = f"{where}/history/{event.question}"
        present = answers.get((event.question, event.perspective))
        if present is None or event.revision > present.revision:
            raise _wrong(place, "ändringen hör till ett svar som inte finns")
        _change(place, event, asked)
    for aim in found.targets:
        _level(f"{where}/targets/{aim.goal}", aim.level, asked)
    for number, workshop in enumerate(found.workshops, 1):
        _workshop(f"{where}/workshops/{number}", workshop, asked)
    for submission in found.submissions:
        then = bundles[submission.bundle]
        for name, given in submission.content.items():
            place = f"{where}/submissions/{submission.number}/{name}"
            _question(place, name, then)
            _choice(place, given.kind, given.level, then)


def _workshop(where: str, found: WorkshopShape, asked: Questionnaire) -> None:
    _once(f"{where}/participants", (p.number for p in found.participants))
    _once(f"{where}/items", (item.question for item in found.items))
    if not found.items:
        raise _wrong(where, "workshopen har inga frågor")
    taken_up = found.phase in ("running", "paused")
    if (found.current is None and taken_up) or (found.current or 0) >= len(found.items):
        raise _wrong(where, "frågan som är framme finns inte")
    if any(
        issue.question is not None and not asked.has_question(issue.question)
        for issue in found.issues
    ):
        raise _wrong(where, "något är parkerat från en fråga som inte finns")
    numbers = {p.number for p in found.participants}
    for item in found.items:
        place = f"{where}/items/{item.question}"
        _question(place, item.question, asked)
        _once(f"{place}/votes", ((v.participant, v.round) for v in item.votes))
        every: tuple[VoteShape | DecisionShape, ...] = (*item.votes, *item.decisions)
        for given in every:
            _choice(place, given.kind, given.level, asked)
            if given.round > item.round:
                raise _wrong(place, "omröstningen har inte hållits")
        if any(vote.participant not in numbers for vote in item.votes):
            raise _wrong(place, "en röst saknar deltagare")


def _answer(where: str, answer: AnswerShape, asked: Questionnaire) -> None:
    _question(where, answer.question, asked)
    _choice(where, answer.kind, answer.level, asked)
    parts = (answer.choice_revision, answer.comment_revision, answer.evidence_revision)
    if max(parts) > answer.revision:
        raise _wrong(where, "revision är lägre än en av delarnas")


def _change(where: str, event: Change, asked: Questionnaire) -> None:
    for values in (event.before, event.after):
        if set(values) != _PARTS[event.part]:
            raise _wrong(where, f"ändringen har andra fält än {event.part} har")
        if event.part == "choice":
            _choice(where, values["kind"], values["level"], asked)
        if values.get("evidence_status", "none") not in _STATUSES:
            raise _wrong(where, "belägget har ett läge som inte finns")
        if any(not isinstance(value, str) for name, value in values.items() if name != "level"):
            raise _wrong(where, "ändringen har fel slag av värde")


def _question(where: str, name: str, asked: Questionnaire) -> None:
    if not asked.has_question(name):
        raise _wrong(where, "frågan finns inte i frågeformuläret")


def _choice(where: str, kind: Any, level: Any, asked: Questionnaire) -> None:
    if kind not in ("", "level", "unknown", "not_applicable"):
        raise _wrong(where, "svaret är av ett slag som inte finns")
    if (kind == "level") != (level is not None):
        raise _wrong(where, "svaret har nivå utan att vara en nivå, eller tvärtom")
    if level is not None:
        _level(where, level, asked)


def _level(where: str, level: Any, asked: Questionnaire) -> None:
    scale = asked.scale
    if type(level) is not int or level not in scale.numbers:
        raise _wrong(where, f"nivån {level} ligger utanför skalan {scale.lowest}–{scale.highest}")


def _own(own: Own) -> None:
    where = f"own_content/{own.content_id}"
    _once(f"{where}/versions", (version.number for version in own.versions))
    for key in ("goals", "questions"):
        items = own.draft.get(key, [])
        if not isinstance(items, list) or not all(
            isinstance(item, dict) and isinstance(item.get("id"), str) for item in items
        ):
            raise _wrong(where, f"{key} i arbetsversionen är ingen lista av det som ska stå där")
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
            raise _wrong(where, f"{problem.errors[0].where}: {problem.errors[0].what}") from problem
        if made.id != own.content_id:
            raise _wrong(where, f"innehållet heter {made.id}")


def _audit(found: Takeout) -> None:
    people = {person.id for person in found.people}
    assessments = {assessment.id for assessment in found.assessments}
    for event in found.audit:
        for name, value in event.details.items():
            known = {"user": people, "assessment": assessments, "unit": {"o"}, "parent": {"o"}}
            if name in known and value not in known[name]:
                raise _wrong("audit", f"{event.what} hänvisar till något som inte finns i filen")


def _people_named(found: Takeout) -> Iterable[str]:
    for own in found.own_content:
        yield own.updated_by
        yield from (version.by for version in own.versions)
    for a in found.assessments:
        yield a.created_by
        yield from (answer.updated_by for answer in a.answers)
        rows = (a.history, a.targets, a.submissions, a.status_events, a.assignments)
        yield from (row.by for part in rows for row in part)
        yield from (assignment.person for assignment in a.assignments)
        yield from (name for workshop in a.workshops for name in workshop.people())
    yield from (event.by for event in found.audit if event.by is not None)


def _chains(moved: Mapping[str, str | None]) -> None:
    for name in moved:
        seen = [name]
        while (before := moved[seen[-1]]) is not None:
            if before not in moved or before in seen:
                raise _wrong(f"assessments/{name}", "det den flyttades från finns inte")
            seen.append(before)


def _once(where: str, keys: Iterable[Hashable]) -> None:
    for key, count in Counter(keys).items():
        if count > 1:
            shown = "/".join(map(str, key)) if isinstance(key, tuple) else key
            raise _wrong(where, f"”{shown}” står två gånger")


def _wrong(where: str, what: str) -> BadFile:
    return BadFile(f"Det här stämmer inte i filen: {where}: {what}. {CHANGED}")
