"""A koncern's submitted results by name: units beside goals, spread goal by goal, and over the years.

Only what has been handed in is read, and units are shown as a spread, never as one mean (method §5).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from data.stores import assessments, bundles, organisations, submissions
from data.tables import Submission
from data.tables.organisations import Organisation
from questionnaires.model import MODES, Framework, Questionnaire, Scale
from scoring.profile import profile
from services import access
from services.access import DEPTH
from services.actor import Actor
from services.assessments.submissions import levels
from services.comparison.views import Matrix, Spread, UnitResult
from services.errors import NotFound
from services.organisations.organisations import view as organisation_view


def read(
    session: Session,
    actor: Actor,
    organisation_id: str,
    *,
    framework_id: str | None = None,
    period: str | None = None,
) -> Matrix | None:
    """The units' submitted results through a framework; None while nobody has handed anything in.

    The latest of each unit unless a period is asked for. Raises NotFound, NotAllowed.
    """
    access.require(session, actor, "oversee", organisation_id)
    units = _ordered(organisation_id, organisations.below(session, organisation_id, DEPTH))
    return of_rows(session, units, framework_id=framework_id, period=period)


def of_rows(
    session: Session,
    units: Sequence[Organisation],
    *,
    framework_id: str | None = None,
    period: str | None = None,
) -> Matrix | None:
    """As ``read``, of some organisations, for services that have asked already."""
    given = _given(session, units)
    if not given:
        return None
    newest = max(given, key=lambda each: each[2].at)
    questionnaire = bundles.get(session, newest[2].bundle_digest)
    frameworks = _frameworks(session, given, questionnaire)
    wanted = framework_id or questionnaire.base_framework
    framework = next((each for each in frameworks if each.id == wanted), None)
    if framework is None:
        raise NotFound(f"Måluppsättningen ”{wanted}” finns inte i det som är inlämnat.")
    found = [
        result
        for row, said, submission in given
        if (result := _result(session, row, said, submission, framework.id)) is not None
    ]
    scale = questionnaire.scale
    odd = {r.organisation.name for r in found if r.questionnaire.scale.numbers != scale.numbers}
    periods = _periods(found)
    if period is not None and period not in periods:
        raise NotFound("Ingen enhet har lämnat in något för den perioden.")
    return Matrix(
        framework=framework,
        frameworks=frameworks,
        scale=scale,
        units=tuple(organisation_view(row) for row in units),
        periods=periods,
        period=period,
        results=tuple(_chosen(units, _with_before(found), period)),
        spreads=tuple(_spreads(framework, scale, found, periods)),
        other_scale=tuple(sorted(odd)),
    )


_Given = tuple[Organisation, str, Submission]


def _ordered(root: str, rows: Sequence[Organisation]) -> list[Organisation]:
    below: defaultdict[str | None, list[Organisation]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def walk(name: str) -> list[Organisation]:
        return [each for row in below[name] for each in (row, *walk(row.id))]

    return walk(root)


def _given(session: Session, units: Sequence[Organisation]) -> list[_Given]:
    """Everything that is handed in, by whom and for which period."""
    by_id = {row.id: row for row in units}
    rows = assessments.of_organisations(session, list(by_id))
    moved = assessments.successors(session, [row.id for row in rows])
    latest = submissions.latest_of(session, [row.id for row in rows if row.id not in moved])
    return [
        (by_id[row.organisation_id], row.period, latest[row.id]) for row in rows if row.id in latest
    ]


def _frameworks(
    session: Session, given: Sequence[_Given], newest: Questionnaire
) -> tuple[Framework, ...]:
    """The shared frameworks of all that is handed in, those of the newest questionnaire first."""
    found = {each.id: each for each in newest.frameworks if not each.own}
    for digest in sorted({submission.bundle_digest for _, _, submission in given}):
        for each in bundles.get(session, digest).frameworks:
            if not each.own:
                found.setdefault(each.id, each)
    return tuple(found.values())


def _result(
    session: Session, row: Organisation, period: str, submission: Submission, framework_id: str
) -> UnitResult | None:
    questionnaire = bundles.get(session, submission.bundle_digest)
    framework = next((f for f in questionnaire.frameworks if f.id == framework_id), None)
    if framework is None:
        return None
    mode = next(mode for mode in MODES if mode == submission.mode)
    found = profile(questionnaire, framework, levels(submission), mode)
    return UnitResult(
        organisation=organisation_view(row),
        assessment_id=submission.assessment_id,
        questionnaire=questionnaire,
        period=period,
        at=submission.at,
        quick=mode == "quick",
        goals={result.goal: result for result in found.goals},
        before={},
    )


def _periods(found: Sequence[UnitResult]) -> tuple[str, ...]:
    latest: dict[str, datetime] = {}
    for result in found:
        latest[result.period] = max(result.at, latest.get(result.period, result.at))
    return tuple(sorted(latest, key=lambda period: (latest[period], period)))


def _latest(found: Sequence[UnitResult]) -> dict[tuple[str, str], UnitResult]:
    """The latest of each unit and period."""
    ordered = sorted(found, key=lambda result: result.at)
    return {(result.organisation.id, result.period): result for result in ordered}


def _with_before(found: Sequence[UnitResult]) -> list[UnitResult]:
    """The latest of each unit and period, the oldest first, each with the levels before it."""
    made: list[UnitResult] = []
    last: dict[str, UnitResult] = {}
    for result in sorted(_latest(found).values(), key=lambda result: result.at):
        earlier = last.get(result.organisation.id)
        before: dict[str, int | None] = {}
        # Levels of another scale would mean another thing.
        if earlier and earlier.questionnaire.scale.numbers == result.questionnaire.scale.numbers:
            before = {goal: found.level for goal, found in earlier.goals.items()}
        made.append(
            UnitResult(
                result.organisation,
                result.assessment_id,
                result.questionnaire,
                result.period,
                result.at,
                result.quick,
                result.goals,
                before,
            )
        )
        last[result.organisation.id] = result
    return made


def _chosen(
    units: Sequence[Organisation], found: Sequence[UnitResult], period: str | None
) -> list[UnitResult]:
    shown = {result.organisation.id: result for result in found if period in (None, result.period)}
    return [shown[row.id] for row in units if row.id in shown]


def _spreads(
    framework: Framework, scale: Scale, found: Sequence[UnitResult], periods: Sequence[str]
) -> list[Spread]:
    every = [
        result
        for result in _latest(found).values()
        if result.questionnaire.scale.numbers == scale.numbers
    ]
    made = []
    for goal in framework.goals:
        for period in periods:
            levels = Counter(
                result.goals[goal.id].level if goal.id in result.goals else None
                for result in every
                if result.period == period
            )
            counts = {number: levels[number] for number in scale.numbers}
            made.append(Spread(goal.id, period, counts, levels[None]))
    return made
